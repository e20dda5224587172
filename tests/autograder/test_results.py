"""Results as JSON: what DESIGN promises, exactly, and readable by every later version."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.results import ExerciseResult, ExerciseStatus, SubmissionResult, SubmissionStatus

finite = st.floats(allow_nan=False, allow_infinity=False)
exercises = st.builds(
    ExerciseResult,
    name=st.text(),
    status=st.sampled_from(get_args(ExerciseStatus)),
    score=finite,
    max_score=finite,
    relative_error=st.none() | finite,
    misconception=st.none() | st.text(),
    message=st.text(),
)
results = st.builds(
    SubmissionResult,
    assignment=st.none() | st.text(),
    score=finite,
    max_score=finite,
    status=st.sampled_from(get_args(SubmissionStatus)),
    sandbox=st.text(),
    seconds=finite,
    exercises=st.lists(exercises, max_size=3).map(tuple),
    notes=st.lists(st.text(), max_size=3).map(tuple),
    seed=st.integers(0),
    student=st.none() | st.text(),
    submission_digest=st.text(),
    assignment_version=st.text(),
)


@given(results)
def test_a_result_survives_its_json(result: SubmissionResult) -> None:
    """Is every result the same after it was written on one line and read again?"""
    text = result.to_json()
    assert len(text.splitlines()) == 1
    assert text.isascii()
    assert SubmissionResult.from_json(text) == result


def test_the_promised_statuses_are_those_there_are() -> None:
    """Are the words of DESIGN the words of the code?"""
    assert set(get_args(ExerciseStatus)) == {
        "passed",
        "partial",
        "failed",
        "missing",
        "error",
        "timeout",
        "grader_error",
    }
    assert set(get_args(SubmissionStatus)) == {"graded", "unreadable", "unknown_assignment", "grader_error"}


PLAIN = SubmissionResult("svm", 1.0, 1.0, "graded", "process", 0.1, (), (), 1)


@pytest.mark.parametrize("value", [float("nan"), float("inf")], ids=["nan", "inf"])
def test_what_strict_json_cannot_hold_is_refused(value: float) -> None:
    """Is nan never written as if it were JSON?"""
    with pytest.raises(ValueError, match="JSON"):
        replace(PLAIN, score=value).to_json()


@pytest.mark.parametrize(
    ("result", "needed"),
    [
        (PLAIN, False),
        (replace(PLAIN, notes=("a test cell was missing",)), True),
        (replace(PLAIN, status="unreadable"), True),
        (replace(PLAIN, exercises=(ExerciseResult("a", "grader_error", 0.0, 1.0),)), True),
        (replace(PLAIN, exercises=(ExerciseResult("a", "failed", 0.0, 1.0),)), False),
    ],
    ids=["plain", "note", "unreadable", "grader_error", "wrong"],
)
def test_a_person_is_needed_for_oddities_and_not_for_mistakes(result: SubmissionResult, needed: bool) -> None:
    """Is a wrong answer no reason to call somebody, and everything odd one?"""
    assert result.needs_a_person is needed


def test_a_result_of_an_older_version_is_read() -> None:
    """Are fields that came later not asked of older results?"""
    record = json.loads(PLAIN.to_json())
    del record["submission_digest"], record["assignment_version"]
    assert SubmissionResult.from_json(json.dumps(record)) == PLAIN
