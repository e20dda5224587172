"""Grading on a cluster whose processes stand still: suspended machines, a full swap, Ctrl-Z."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.engine import Setup, cluster, grade_all, make_engine, staff
from autograder.errors import ClusterLost
from autograder.options import Options
from autograder.store import Handed
from tests.dask_cluster import Cluster

from .toy_course import MAX_SCORE, submission

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be frozen")
CLASS = [Handed(f"s{number}", submission(), None) for number in range(12)]


@pytest.fixture
def setup(course: Course) -> Setup:
    """Return how the toy course is graded."""
    return Setup(course.root, "toy", Options(seed=3))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a process that gives no sign of life for some seconds for a frozen one."""
    for module in (staff, cluster):
        monkeypatch.setattr(module, "SILENCE", 5.0)


@contextmanager
def frozen(*processes: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let processes stand still."""
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


def test_others_grade_what_a_frozen_worker_has(setup: Setup, tmp_path: Path) -> None:
    """Does a class end with everybody's score, and is the worker named and used again when it is back?"""
    said: list[str] = []
    with Cluster(tmp_path) as used:
        ann = used.start_worker("ann")
        used.start_worker("bob")
        used.wait_for_workers(2)
        engine = make_engine(setup, None, used.address, said.append)

        def class_() -> Iterator[Handed]:
            yield from CLASS
            while not any("back" in line for line in said):
                yield Handed("s", b"", None)

        run = grade_all(engine, class_())
        graded = [next(run)]
        with frozen(ann):
            while not said:
                graded.append(next(run))
        graded.extend(run)
    assert said[0].startswith("the worker ann (tcp://127.0.0.1:")
    assert "has been out of reach or short of memory for 5 s; it gets no work until it is back" in said[0]
    scores = {handed.student: one.result.score for handed, one in graded if handed.data}
    assert scores == {handed.student: MAX_SCORE for handed in CLASS}


def test_a_class_does_not_wait_for_ever(
    setup: Setup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is it said who does not answer, when nobody is left to grade?"""
    with Cluster(tmp_path) as used:
        ann = used.start_worker("ann")
        used.wait_for_workers(1)
        reasons = {"found none: ann .*did not answer in time": ann, "not answered for 5 s": used.scheduler}
        for reason, process in reasons.items():
            run = grade_all(make_engine(setup, 1, used.address), CLASS)
            next(run)
            with monkeypatch.context() as patch, frozen(process):
                patch.setattr(cluster, "PATIENCE", 1.0)
                with pytest.raises(ClusterLost, match=f"{reason}.* then run the same command again"):
                    list(run)
