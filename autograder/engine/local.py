"""The cores of this machine: a process per core, each with a warm process of its own."""

from __future__ import annotations

import functools
import multiprocessing
import multiprocessing.resource_tracker
import multiprocessing.util
import os
import signal
import socket
import sys
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from ..course import Course
from ..grading import Graded
from ..sandbox.starters import Nursery
from ..store import Handed
from .classwork import Engine, Failure, Outcome, Setup
from .grader import Grader


def default_jobs() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LocalEngine(Engine):
    """A pool of ``jobs`` processes. When one dies, the pool is of no more use, and is made anew."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        super().__init__(setup)
        self._jobs = jobs
        self._nursery: Nursery | None = None
        self._running: dict[Future[Graded], Handed] = {}

    def get_ready(self) -> None:
        """Import what notebooks import, once for all workers."""
        if sys.platform == "linux" and self._nursery is None:
            self._nursery = Nursery()
            self._end_nursery = weakref.finalize(self, self._nursery.close)

    def __enter__(self) -> LocalEngine:
        self.get_ready()
        self._pool = self._new_pool()
        with _deaf_to_interrupts():
            first = self._pool.submit(_ready)
        try:
            wait([first])  # the others start when it has: together they would keep the first verdict waiting
        except BaseException as stopped:
            self.__exit__(type(stopped))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:  # stopped, by Ctrl-C or a full disk: nobody waits for what is under way
            for worker in multiprocessing.active_children():
                worker.kill()
        self._pool.shutdown(cancel_futures=True)
        if self._nursery is not None:
            self._end_nursery()
            self._nursery = None

    @property
    def capacity(self) -> int:
        """One submission per process, and one to go on with."""
        return 2 * self._jobs

    def submit(self, handed: Handed) -> None:
        """Hand a submission to the pool, or to a new one if it is broken."""
        with _deaf_to_interrupts():  # this may start a process
            try:
                future = self._pool.submit(_grade_here, handed)
            except BrokenProcessPool:
                self._pool.shutdown()
                self._pool = self._new_pool()
                future = self._pool.submit(_grade_here, handed)
        self._running[future] = handed

    def finished(self) -> list[Outcome]:
        """Wait for the pool; all that was in a broken one is suspect."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        return [(self._running.pop(future), _result(future)) for future in done]

    def _new_pool(self) -> ProcessPoolExecutor:
        multiprocessing.resource_tracker.ensure_running()  # which ends deafness, so not in `submit`
        context = multiprocessing.get_context("spawn")
        nursery = None if self._nursery is None else self._nursery.requests
        start = functools.partial(_start, self.setup, nursery)
        return ProcessPoolExecutor(self._jobs, mp_context=context, initializer=start)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Put Ctrl-C off for a moment, and for good in the processes started meanwhile.

    A terminal sends it to them as well; it is for the coordinator to end them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(future: Future[Graded]) -> Graded | Failure:
    try:
        return future.result()
    except BrokenProcessPool:
        return Failure("the process that graded it died")


_grader: Grader | None = None


def _start(setup: Setup, nursery: socket.socket | None) -> None:
    """Make this process a worker."""
    global _grader
    _shut_out_interrupts()
    threading.Thread(target=_end_with_coordinator, daemon=True).start()
    _grader = Grader(Course(setup.root), setup.assignment, setup.options, nursery)
    multiprocessing.util.Finalize(None, _grader.close, exitpriority=10)


def _shut_out_interrupts() -> None:
    """Ignore Ctrl-C in a way that is not passed on: students' processes have the usual signals."""
    signal.signal(signal.SIGINT, lambda *_: None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end_with_coordinator() -> None:
    """End this process when the coordinator is killed; otherwise it would wait for work for ever."""
    if (coordinator := multiprocessing.parent_process()) is not None:
        coordinator.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _ready() -> None:
    """Be the first thing that a worker does."""


def _grade_here(handed: Handed) -> Graded:
    assert _grader is not None, "the pool runs _start first"
    return _grader.grade(handed.data, handed.student, handed.earlier)
