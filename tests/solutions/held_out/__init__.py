"""Answers that no author looked at when the misconceptions were declared, in many hands' styles.

A right one is a `Right`; a `Wrong` one says by which ids its mistake may be called. Nothing here is copied
from ``solutions/``: the point is that other code with the same mistake is recognised by its numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True)
class Right:
    """A right answer."""

    exercise: str
    function: Function


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, and the ids that name its mistake, or one of its two; none where it has no name."""

    exercise: str
    ids: tuple[str, ...]
    function: Function


def right(*exercises: str) -> Callable[[Function], list[Right]]:
    """Declare a right answer to each of these exercises."""
    return lambda function: [Right(exercise, function) for exercise in exercises]


def wrong(exercise: str, *ids: str) -> Callable[[Function], list[Wrong]]:
    """Declare a wrong answer."""
    return lambda function: [Wrong(exercise, ids, function)]
