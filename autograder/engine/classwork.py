"""Work through a class on any engine: how far to look ahead, and what to do when a worker dies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from ..course import Course, load_assignment
from ..grading import Graded, grader_fault
from ..judge import Judge
from ..options import Options
from ..store import Handed


@dataclass(frozen=True)
class Failure:
    """There is no result, through no fault that the submission could be blamed for; ``reason`` says why."""

    reason: str


Outcome = tuple[Handed, Graded | Failure]


@dataclass(frozen=True)
class Setup:
    """What is to be graded and how, as the coordinator knows it."""

    root: Path
    assignment: str
    options: Options


class Engine(ABC):
    """Workers that grade, wherever they are. Used as a context manager, which ends them or leaves them."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup

    def get_ready(self) -> None:  # noqa: B027 (there may be nothing to start)
        """Start what takes time: there will be something to grade, once the coordinator knows what."""

    @abstractmethod
    def __enter__(self) -> Engine:
        """Get the workers."""

    @abstractmethod
    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Drop what has not been finished, and keep nothing on any worker."""

    @property
    @abstractmethod
    def capacity(self) -> int:
        """How many submissions are worth having under way now: enough that no worker waits for the next."""

    @abstractmethod
    def submit(self, handed: Handed) -> None:
        """Have a submission graded by whichever worker is free."""

    @abstractmethod
    def finished(self) -> list[Outcome]:
        """Wait until something that was submitted is finished or has failed, and return it."""


def grade_all(engine: Engine, submissions: Iterable[Handed]) -> Generator[tuple[Handed, Graded]]:
    """Grade submissions; yield each as it is done.

    A submission that fails, as when its worker dies, is tried once more when nothing else is under way; if
    it fails again, its result is ``grader_error``. No more submissions than the engine's capacity are held
    in memory.
    """
    waiting = iter(submissions)
    if (first := next(waiting, None)) is None:
        return  # without waking a single worker
    suspects: list[Handed] = []
    with engine:
        for handed, graded in _work(engine, chain([first], waiting)):
            if isinstance(graded, Failure):
                suspects.append(handed)
            else:
                yield handed, graded
        for suspect in suspects:
            ((_, graded),) = _work(engine, [suspect])
            yield suspect, _given_up(engine.setup, suspect, graded) if isinstance(graded, Failure) else graded


def _work(engine: Engine, submissions: Iterable[Handed]) -> Iterator[Outcome]:
    waiting = iter(submissions)
    under_way = 0
    while True:
        for handed in islice(waiting, max(0, engine.capacity - under_way)):
            engine.submit(handed)
            under_way += 1
        if not under_way:
            return
        done = engine.finished()
        under_way -= len(done)
        yield from done


def _given_up(setup: Setup, handed: Handed, failure: Failure) -> Graded:
    judge = Judge(load_assignment(Course(setup.root), setup.assignment), setup.options.seed)
    return grader_fault(handed.data, judge, f"tried twice: {failure.reason}", handed.student)
