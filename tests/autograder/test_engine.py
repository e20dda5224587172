"""Grading many at once: every submission comes back exactly once, whatever happens to the processes.

Workers are real processes; those that must die kill themselves, from an ``exercises.py`` that waits for
a word in a submission. What they leave is looked for in /proc and in a folder of the test's own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course, load_assignment
from autograder.engine import LocalEngine, Setup, default_jobs, grade_all
from autograder.grading import Graded, grade
from autograder.judge import Judge
from autograder.options import Options
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox
from autograder.store import Handed

from .toy_course import MAX_SCORE, insert, submission

# In a worker only: die when a submission says so, always or as long as a file is there.
DEADLY = """
import multiprocessing, os, pathlib, signal
import autograder.engine.grader as engine

def deadly(data, *args, **kwargs):
    once = pathlib.Path(__file__).with_name("once")
    if b"die always" in data or (b"die once" in data and once.exists()):
        once.unlink(missing_ok=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return graded(data, *args, **kwargs)

if multiprocessing.parent_process() is not None:
    graded, engine.grade = engine.grade, deadly
"""


def handed(**students: bytes) -> list[Handed]:
    """Return submissions by student."""
    return [Handed(student, data, None) for student, data in students.items()]


@pytest.fixture
def setup(fresh_course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setup]:
    """Return a set-up whose workers leave traces in this test's folder only; at the end, none may be left."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    exercises = fresh_course.root / "solutions" / "toy" / "exercises.py"
    exercises.write_text(exercises.read_text() + DEADLY)
    (exercises.parent / "once").touch()
    yield Setup(fresh_course.root, "toy", Options(seed=3, limits=Limits(cell_seconds=5, call_seconds=5)))
    end = time.monotonic() + 20
    while (
        left(scratch) and time.monotonic() < end
    ):  # after a worker's sudden death, cleaning up takes a moment
        time.sleep(0.05)
    assert left(scratch) == []


def left(folder: Path) -> list[Path]:
    """Return the sandboxes' folders in a folder, and the processes that have it in their command line."""
    running = [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(folder).encode() in content(path)]
    return [*folder.glob("autograder-*"), *running]


def content(path: Path) -> bytes:
    """Return what is in a file of /proc, which may vanish."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def scores(graded: list[tuple[Handed, Graded]]) -> dict[str, tuple[str, float]]:
    """Return status and score by student; everybody must be there once."""
    found: dict[str, tuple[str, float]]
    found = {submission.student: (g.result.status, g.result.score) for submission, g in graded}
    assert len(found) == len(graded)
    assert all(submission.student == g.result.student for submission, g in graded)
    return found


def test_a_class_comes_back_whole_with_a_fault_among_it(setup: Setup) -> None:
    """Is everybody graded once, one who kills its worker always named, one who did it once graded again?"""
    class_ = handed(
        once=submission(insert("# die once"), toy_double="    return x"),
        ada=submission(),
        always=submission(insert("# die always")),
    )
    graded = list(grade_all(LocalEngine(setup, jobs=1), class_))
    assert scores(graded) == {
        "once": ("graded", 9.0),
        "ada": ("graded", MAX_SCORE),
        "always": ("grader_error", 0.0),
    }
    fault = next(g.result for submission, g in graded if submission.student == "always")
    assert fault.notes == ("tried twice: the process that graded it died",)
    assert {exercise.status for exercise in fault.exercises} == {"grader_error"}


def test_workers_grade_as_one_process_does(setup: Setup, sandbox: Sandbox) -> None:
    """Is a result the same wherever it was made, message for message?"""
    class_ = handed(ada=submission(), broken=b"{", grace=submission(toy_step="    return params, 0.0"))
    judge = Judge(load_assignment(Course(setup.root), "toy"), setup.options.seed)
    for one, graded in grade_all(LocalEngine(setup, jobs=2), class_):
        here = grade(one.data, judge, sandbox, one.student).result
        assert replace(graded.result, seconds=0.0, sandbox="") == replace(here, seconds=0.0, sandbox="")


def test_submissions_are_read_as_they_are_needed(setup: Setup) -> None:
    """Is a class of thousands never held in memory, and can a run be stopped in its midst?"""
    read: list[int] = []

    def reading() -> Iterator[Handed]:
        for number in range(1_000):
            read.append(number)
            yield Handed(f"s{number}", b"not JSON", None)

    run = grade_all(LocalEngine(setup, jobs=1), reading())
    for done in range(10):
        next(run)
        assert len(read) - done <= 2
    run.close()


def test_nobody_is_nothing_to_do(setup: Setup) -> None:
    """Is an empty class graded without starting anything that stays?"""
    assert list(grade_all(LocalEngine(setup, jobs=2), [])) == []


def test_as_many_jobs_as_there_are_cores() -> None:
    """Is the default what this process may use?"""
    assert default_jobs() == len(os.sched_getaffinity(0))
