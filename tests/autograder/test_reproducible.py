"""A seed gives one verdict: by any number of workers, in any order, and when one notebook is checked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from autograder.course import Course

from .toy_course import hand_in, submission

AUTOGRADER = [sys.executable, "-m", "autograder"]
CLASS = {
    "right": submission(),
    "half": submission(toy_loss="    return reg * np.sum(W * W), reg * W"),
    "visible_only": submission(toy_double="    return 2.0 * x if x.sum() < 1.5 else x"),
    "raises": submission(toy_sum="    return X.sum(axis=5)"),
    "own_chance": submission(toy_step="    return params, np.random.default_rng(3).random()"),
    "no_notebook": b"not JSON",
}
TIMES = ("seconds", "student", "submission_digest", "assignment_version", "exercise_versions")


def verdicts(command: list[str], course: Course) -> list[dict[str, Any]]:
    """Run a command that prints JSON lines; return what they say, but for times and circumstances."""
    done = subprocess.run(
        [*AUTOGRADER, *command], cwd=course.root, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def said(record: dict[str, Any]) -> dict[str, Any]:
    """Return all of a verdict that its seed decides."""
    return {key: value for key, value in record.items() if key not in TIMES}


@pytest.fixture(scope="module")
def graded(registered_course: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Any]:
    """Return a course and what `grade` says of its class with a seed of its own choice, by student."""
    course = Course(tmp_path_factory.mktemp("reproducible") / "course")
    shutil.copytree(registered_course.root, course.root)
    for student, data in CLASS.items():
        hand_in(course, student, data)
    records = verdicts(["grade", "toy", "--jobs", "2", "--json"], course)
    return course, {record["student"]: record for record in records}


@pytest.mark.parametrize("student", ["right", "half", "visible_only", "raises", "own_chance"])
def test_check_replays_a_verdict_of_a_class(graded: tuple[Course, Any], student: str) -> None:
    """Does the seed in a result file give the same scores, names, messages and errors again?"""
    course, records = graded
    stored = json.loads(course.result_file("toy", student).read_text())
    assert said(stored) == said(records[student])
    notebook = course.notebook_file("submitted", student, "toy")
    (again,) = verdicts(["check", str(notebook), "--seed", str(stored["seed"]), "--json"], course)
    assert said(again) == said(stored)


def test_workers_and_order_change_nothing(graded: tuple[Course, Any]) -> None:
    """Do one worker, two, and a class graded in pieces from its end give the same results?"""
    course, records = graded
    seed = ["--seed", str(records["half"]["seed"]), "--json", "--force"]
    one = verdicts(["grade", "toy", "--jobs", "1", *seed], course)
    halves = sorted(CLASS)[3:], sorted(CLASS)[:3]
    pieces = [
        record
        for half in halves
        for record in verdicts(["grade", "toy", *(f"--student={student}" for student in half), *seed], course)
    ]
    assert len(one) == len(pieces) == len(CLASS)
    for record in (*one, *pieces):
        assert said(record) == said(records[record["student"]])
