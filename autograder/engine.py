"""Grade many submissions at once: a process per core, each with a warm process of its own.

The only module that knows how work is spread. A worker gets bytes and gives back a graded notebook;
it reads no submission and writes no result, so a worker that dies loses only what it was doing.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from .course import Course, load_assignment
from .grading import Graded, grade, grader_fault
from .judge import Judge
from .options import Options
from .sandbox.process import Sandbox
from .store import Handed


@dataclass(frozen=True)
class Setup:
    """What every worker needs to know, whichever machine it is on."""

    root: Path
    assignment: str
    options: Options


def default_jobs() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade_all(setup: Setup, submissions: Iterable[Handed], jobs: int) -> Iterator[tuple[Handed, Graded]]:
    """Grade submissions on ``jobs`` processes; yield each as it is done.

    A submission whose worker dies is tried once more, by itself; if that worker dies too, its result is
    ``grader_error``. At most two submissions per worker are held in memory.
    """
    suspects: list[Handed] = []
    waiting = iter(submissions)
    more = True
    while more:
        more = yield from _with_pool(setup, waiting, jobs, suspects)
    for handed in suspects:
        yield handed, _alone(setup, handed)


def _with_pool(
    setup: Setup, waiting: Iterator[Handed], jobs: int, suspects: list[Handed]
) -> Generator[tuple[Handed, Graded], None, bool]:
    """Work until nothing is waiting (False), or a worker has died and made its pool useless (True)."""
    running: dict[Future[Graded], Handed] = {}
    with _pool(setup, jobs) as pool:
        while True:
            while len(running) < 2 * jobs and (handed := next(waiting, None)) is not None:
                running[pool.submit(_grade_here, handed)] = handed
            if not running:
                return False
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            try:
                for future in done:
                    yield running[future], future.result()
                    del running[future]
            except BrokenProcessPool:
                suspects.extend(running.values())
                return True


def _alone(setup: Setup, handed: Handed) -> Graded:
    """Grade a submission during which a worker died, in a pool of one."""
    with _pool(setup, 1) as pool:
        try:
            return pool.submit(_grade_here, handed).result()
        except BrokenProcessPool:
            assignment = load_assignment(Course(setup.root), setup.assignment)
            fault = "the process that graded it died twice"
            return grader_fault(handed.data, Judge(assignment, setup.options.seed), fault, handed.student)


def _pool(setup: Setup, jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(setup,))


_worker: tuple[Judge, Sandbox, bool] | None = None


def _start(setup: Setup) -> None:
    """Make this process a worker: its judge and its warm process."""
    global _worker
    sandbox = Sandbox(setup.options.limits, setup.options.sandbox)
    sandbox.launch()
    judge = Judge(load_assignment(Course(setup.root), setup.assignment), setup.options.seed)
    multiprocessing.util.Finalize(None, sandbox.close, exitpriority=10)
    _worker = (judge, sandbox, setup.options.run_all)


def _grade_here(handed: Handed) -> Graded:
    assert _worker is not None, "the pool runs _start first"
    judge, sandbox, run_all = _worker
    return grade(handed.data, judge, sandbox, handed.student, run_all=run_all)
