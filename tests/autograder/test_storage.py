"""When results cannot be kept, that is said in words with exit code 3, and the next run completes.

The trouble is real: a full file system, another program's lock, what may not be written, a second run.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from autograder import database
from autograder.bridge import register
from autograder.configuration import gradebook_place
from autograder.course import Course, load_assignment
from autograder.errors import GradebookUnavailable, RunInProgress
from autograder.gradebook import entered_scores
from autograder.store import only_run

from ..ordinary_user import give_to_ordinary_user, run_as_ordinary_user
from .toy_course import MAX_SCORE, hand_in, submission

OK, GRADER_FAILED = 0, 3
GRADE = [str(Path(sys.executable).parent / "autograder"), "grade", "toy", "--jobs", "1"]
KEPT = "then run the same command again (without --force): what is graded is kept\n"


@pytest.fixture
def class_course(gradable_course: Course) -> Course:
    """Return a course in which two students have handed in."""
    for student in ("ada", "grace"):
        hand_in(gradable_course, student, submission())
    return gradable_course


def grade(course: Course) -> subprocess.CompletedProcess[str]:
    """Run ``autograder grade`` in a course."""
    return subprocess.run(GRADE, cwd=course.root, capture_output=True, text=True, check=False, timeout=120)


def scores(course: Course) -> dict[str, float]:
    """Return the gradebook's sums by student."""
    found = entered_scores(gradebook_place(course).url, "toy")
    return {student: sum(score or 0 for score in cells.values()) for student, cells in found.items()}


def assert_completed(course: Course) -> None:
    """Check that a run without trouble does the rest."""
    assert grade(course).returncode == OK
    assert scores(course) == {"ada": MAX_SCORE, "grace": MAX_SCORE}


@pytest.fixture
def small_disk(class_course: Course) -> Iterator[Path]:
    """Return the course's grading folder, moved to a file system of 400 KiB."""
    grading = class_course.grading
    aside = grading.rename(grading.with_name("aside"))
    grading.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(grading)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can be mounted by root only")
    try:
        subprocess.run(["cp", "-a", f"{aside}/.", str(grading)], check=True)
        yield grading
    finally:
        subprocess.run(["umount", "-l", str(grading)], check=True)


@pytest.mark.parametrize("room", [0, 12288])
def test_a_full_disk_is_told_and_costs_nothing(class_course: Course, small_disk: Path, room: int) -> None:
    """Does a run name the disk, wherever it is full, and the next one complete?"""
    filler = small_disk / "filler"
    disk = os.statvfs(small_disk)
    filler.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - room)))
    done = grade(class_course)
    assert done.returncode == GRADER_FAILED
    assert "free some room on its disk" in done.stderr
    assert done.stderr.endswith(KEPT)
    assert "Traceback" not in done.stderr
    filler.unlink()
    assert_completed(class_course)


def test_a_locked_gradebook_is_waited_for(class_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a lock told with what to do when it stays, and nothing lost?"""
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    assignment = load_assignment(class_course, "toy")
    with closing(sqlite3.connect(class_course.grading / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GradebookUnavailable, match=r"kept locked for 0\.2 s; end the other program"):
            register(class_course, assignment)
        with pytest.raises(GradebookUnavailable, match="then run the same command again"):
            scores(class_course)
        other.rollback()
    assert_completed(class_course)


def test_results_of_a_run_that_found_the_gradebook_locked_are_entered_later(
    class_course: Course,
) -> None:
    """Is it said what is waited for, and does the next run enter the verdicts that could not be?"""
    config = class_course.root / "nbgrader_config.py"
    short = "from autograder import database\ndatabase.QUIET, database.PATIENCE = 0.1, 0.5\n"
    config.write_text(f"{config.read_text()}\n{short}")
    with closing(sqlite3.connect(class_course.grading / "gradebook.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        done = grade(class_course)
        other.rollback()
    assert (done.returncode, done.stdout) == (GRADER_FAILED, "")
    waiting, error = done.stderr.splitlines(keepends=True)
    assert waiting.startswith("waiting up to 0.5 s for the gradebook sqlite:///")
    assert "but it was kept locked for 0.5 s" in error
    assert error.endswith(KEPT)
    assert class_course.result_file("toy", "ada").is_file()
    assert scores(class_course) == {}
    assert_completed(class_course)


CLOSED = {
    "grading": "/grading/locks/toy.lock, but Permission denied; let your user write there",
    "grading/results": "/grading/results/toy/ada.json, but Permission denied; let your user write there",
    "grading/gradebook.db": "attempt to write a readonly database; let your user write it and its folder",
}


@pytest.mark.parametrize("what", CLOSED)
def test_what_may_not_be_written_is_named(
    class_course: Course, home_of_ordinary_user: Path, what: str
) -> None:
    """Is a person told which file or folder it is, and does the next run complete?"""
    course = Course(home_of_ordinary_user / f"course {what.replace('/', ' ')}")
    shutil.copytree(class_course.root, course.root)
    (course.grading / "results").mkdir()
    give_to_ordinary_user(course.root)
    closed = course.root / what
    before = closed.stat().st_mode
    closed.chmod(before & ~0o222)
    done = run_as_ordinary_user([*GRADE, "--course", str(course.root)], home_of_ordinary_user)
    assert (done.returncode, done.stdout) == (GRADER_FAILED, ""), done.stderr
    assert CLOSED[what] in done.stderr
    assert done.stderr.endswith(KEPT)
    closed.chmod(before)
    done = run_as_ordinary_user([*GRADE, "--course", str(course.root)], home_of_ordinary_user)
    assert done.returncode == OK
    assert scores(course) == {"ada": MAX_SCORE, "grace": MAX_SCORE}


def test_two_runs_do_not_meet(class_course: Course) -> None:
    """Is a second run of an assignment refused while the first is at work, and let in when it has ended?"""
    with only_run(class_course, "toy"):
        done = grade(class_course)
        assert done.returncode == GRADER_FAILED
        assert "expected to be the only run that grades toy, but another one is at work in" in done.stderr
        with only_run(class_course, "svm"), pytest.raises(RunInProgress), only_run(class_course, "toy"):
            pass
    assert_completed(class_course)
