"""Rules on how an answer is written, read from its text: no Python loop over examples, classes or features.

A loop over a handful of things that are spelled out (``for W in (W1, W2)``, ``for key in grads.items()``) is
no loop over examples. Nothing is executed or timed. A guard for honest students, not a wall: what text cannot
tell (a function put into ``globals()``, an attribute that holds one) is not followed.
"""

from __future__ import annotations

from ._loops import Loop, find_loops
from ._sources import sources_of

__all__ = ["Loop", "find_loops", "sources_of"]
