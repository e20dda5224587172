"""Grade many submissions at once: on the cores of this machine, or on a cluster.

The only package that knows how work is spread. A worker gets bytes and gives back a graded notebook; it
reads no submission and writes no result, so a worker that dies loses only what it was doing.
"""

from __future__ import annotations

from .classwork import Engine, Setup, grade_all
from .local import LocalEngine, default_jobs

__all__ = ["Engine", "LocalEngine", "Setup", "default_jobs", "grade_all", "make_engine"]


def make_engine(setup: Setup, jobs: int | None) -> Engine:
    """Return the engine that grades ``jobs`` submissions at a time; the default is one per core."""
    return LocalEngine(setup, jobs or default_jobs())
