"""Grade many submissions at once: on the cores of this machine, or on a cluster.

The only package that knows how work is spread. A worker gets bytes and gives back a graded notebook; it
reads no submission and writes no result, so a worker that dies loses only what it was doing.
"""

from __future__ import annotations

from collections.abc import Callable

from .classwork import Engine, Setup, grade_all
from .local import LocalEngine, default_jobs

__all__ = ["Engine", "LocalEngine", "Setup", "default_jobs", "grade_all", "make_engine"]


def make_engine(
    setup: Setup, jobs: int | None, cluster: str | None = None, tell: Callable[[str], None] | None = None
) -> Engine:
    """Return the engine that grades on a cluster, or else on this machine.

    Parameters
    ----------
    setup
        What is to be graded and how.
    jobs
        Submissions at a time; None for one per core of whatever there is.
    cluster
        The address of a Dask scheduler.
    tell
        Gets what a person should know about the workers meanwhile, one line each.

    Raises
    ------
    ClusterError
        If a cluster is named and the packages for it are not installed.
    """
    if cluster is None:
        return LocalEngine(setup, jobs or default_jobs())
    from .cluster import ClusterEngine

    return ClusterEngine(setup, cluster, jobs, tell or (lambda _: None))
