"""Every misconception of every exercise has three hints, and none of them is code."""

from __future__ import annotations

import re

import pytest

from autograder.course import Course, GradedExercise, load_assignment
from cs231n_lib.cases import GENERAL, load
from tests.conftest import ROOT

COURSE = Course(ROOT)
EXERCISES = [
    graded
    for assignment in COURSE.assignment_names()
    for graded in load_assignment(COURSE, assignment).exercises.values()
]
# What occurs in code and not in a formula: indexing, calls of methods, assignments, comparisons, keywords.
CODE = re.compile(
    r"`|\[|\]|\bnp\b|numpy|@|\*|==|[-+/]=|\.(?:T|dot|sum|copy|shape)\b|\b(?:axis ?=|keepdims|lambda|newaxis)|"
    r"\b(?:arange|maximum|minimum|zeros|where|astype|len|sum|mean|range)\(|\(\)|:,|->"
)


@pytest.fixture(params=EXERCISES, ids=lambda graded: graded.name)
def graded(request: pytest.FixtureRequest) -> GradedExercise:
    """Return each exercise of each assignment."""
    exercise: GradedExercise = request.param
    return exercise


def test_every_misconception_has_hints(graded: GradedExercise) -> None:
    """Is there a next hint, whatever `check` has recognised, and if it has recognised nothing?"""
    assert {GENERAL} | {m.id for m in graded.misconceptions} <= graded.hints.keys()


def test_the_steps_are_three_different_ones(graded: GradedExercise) -> None:
    """Does each step say something new, and the first ask?"""
    for mistake, hints in graded.hints.items():
        assert all(len(step) > 10 for step in hints.steps), mistake
        assert len(set(hints.steps)) == 3, mistake
        assert "?" in hints.question, mistake
        assert all(step[-1] in ".?)" for step in hints.steps), mistake


def test_no_hint_is_code(graded: GradedExercise) -> None:
    """Is the last step to write the line still the student's own?"""
    for mistake, hints in graded.hints.items():
        for step in hints.steps:
            assert not CODE.search(step), (mistake, step)
            assert graded.name not in step, (mistake, step)


def test_indices_are_written_to_be_read(graded: GradedExercise) -> None:
    """Is every brace one of an index or an exponent, so that Jupyter lowers or raises it?"""
    for hints in graded.hints.values():
        for step in hints.steps:
            assert step.count("{") == len(re.findall(r"[_^]\{[^{}]*\}", step)) == step.count("}"), step


def test_students_have_them(graded: GradedExercise) -> None:
    """Does the library that a student installs hold the same hints?"""
    assert load(graded.name).hints == graded.hints


def test_code_would_be_found() -> None:
    """Does the search know code where it sees it?"""
    for code in ("dW = X.T @ dscores", "sum(m)", "m[y] = 0", "loss /= N", "s.sum(axis=1)", "`reg`"):
        assert CODE.search(code), code
