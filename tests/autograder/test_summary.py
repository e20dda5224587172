"""The numbers of a class, against plain counting."""

from __future__ import annotations

import statistics
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import summary
from autograder.results import PartResult

from .classroom import EXERCISES, MAX_SCORE, a_class, result, verdict


def test_averages_are_of_the_graded_only() -> None:
    """Does a broken submission count as a submission but not pull the mean down?"""
    full = result("a", *map(verdict, EXERCISES))
    broken = replace(full, student="b", status="unreadable", score=0.0, exercises=())
    half = replace(full, student="c", score=MAX_SCORE / 2)
    assert summary.scores([full, broken, half]) == summary.Scores(
        (MAX_SCORE, MAX_SCORE / 2), MAX_SCORE, 0.75 * MAX_SCORE, 0.75 * MAX_SCORE, 1
    )


@given(st.lists(st.floats(0, 20, allow_nan=False), min_size=1), st.sampled_from([10, 20.0, 17.5]))
def test_histogram_is_numpys(values: list[float], max_score: float) -> None:
    """Are the intervals NumPy's, wherever a score lies a safe distance from an edge?"""
    width = max_score / 10
    safe = [v for v in values if v <= max_score and 1e-6 < v % width < width - 1e-6]
    expected, _ = np.histogram(safe, bins=10, range=(0, max_score))
    assert [b.count for b in summary.histogram(safe, max_score)] == expected.tolist()


def test_histogram_puts_edges_up_and_full_marks_in() -> None:
    """Is a score on an edge in the upper interval, and is nobody lost outside?"""
    counts = [b.count for b in summary.histogram([0, 0.3 * 3, 2, 4, 20, 21, -1], 20)]
    assert counts == [3, 1, 1, 0, 0, 0, 0, 0, 0, 2]
    assert summary.histogram([1.0], 0.0) == []


def test_exercises_are_counted_by_status() -> None:
    """Are the counts and the average share right, and of the graded only, as all numbers are?"""
    unreadable = result("d", verdict("svm_dW", "missing", misconception="transposed"))
    results = [
        result("a", verdict("svm_dW")),
        result("b", verdict("svm_dW", "partial", 1.0)),
        result("c", verdict("svm_dW", "timeout")),
        replace(unreadable, status="unreadable"),
        replace(result("f", verdict("svm_dW", "grader_error")), status="grader_error"),
        result("e"),
    ]
    (found,) = summary.exercises(results)
    assert found.counts == {"passed": 1, "partial": 1, "timeout": 1}
    assert found.total == 3
    assert found.average == pytest.approx((1 + 0.5 + 0) / 3)
    assert not summary.misconceptions(results)


def test_the_means_of_the_exercises_add_up_to_that_of_the_class() -> None:
    """Is there one definition of a mean in the report?"""
    results = a_class(40)
    results[3] = replace(results[3], status="unreadable", score=0.0)
    means = [found.max_score * (found.average or 0) for found in summary.exercises(results)]
    assert sum(means) == pytest.approx(summary.scores(results).mean)


def test_class_is_counted_like_by_hand() -> None:
    """Do summary and a second count in another manner agree on a class of 200?"""
    results = a_class(200)
    flat = [e for r in results for e in r.exercises]
    assert [e.name for e in summary.exercises(results)] == list(EXERCISES)
    for found in summary.exercises(results):
        mine = [e for e in flat if e.name == found.name]
        assert found.counts == {s: sum(e.status == s for e in mine) for s in {e.status for e in mine}}
        assert found.average == pytest.approx(statistics.fmean(e.score / e.max_score for e in mine))
    for m in summary.misconceptions(results):
        names = [
            r.student for r in results for e in r.exercises if (e.name, e.misconception) == (m.exercise, m.id)
        ]
        assert sorted(map(str, names)) == list(m.students)
    assert sum(summary.unnamed(results).values()) == sum(
        e.status in ("failed", "partial") and e.misconception is None for e in flat
    )


def test_misconceptions_come_by_exercise_most_frequent_first() -> None:
    """Is the order the notebook's, then the frequency, then the name?"""

    def wrong(name: str, mistake: str) -> object:
        return verdict(name, "failed", misconception=mistake)

    results = [
        result("a", wrong("svm_scores", "transposed"), wrong("svm_dW", "x")),  # type: ignore[arg-type]
        result("b", wrong("svm_scores", "wrong-axis"), wrong("svm_dW", "y")),  # type: ignore[arg-type]
        result("c", wrong("svm_scores", "wrong-axis"), wrong("svm_dW", "y")),  # type: ignore[arg-type]
        result("d", wrong("svm_scores", "other")),  # type: ignore[arg-type]
    ]
    found = [(m.exercise, m.id, len(m.students), m.attempts) for m in summary.misconceptions(results)]
    assert found == [
        ("svm_scores", "wrong-axis", 2, 4),
        ("svm_scores", "other", 1, 4),
        ("svm_scores", "transposed", 1, 4),
        ("svm_dW", "y", 2, 3),
        ("svm_dW", "x", 1, 3),
    ]


def test_what_to_teach_again_is_counted_across_exercises() -> None:
    """Does a student count once for a mistake, however often, and for both of two at once?"""
    two = replace(verdict("svm_dW", "failed", misconception="reg-factor-2"), also="transposed")
    again = verdict("svm_scores", "failed", misconception="transposed")
    found = summary.lessons([result("a", two, again), result("b", again), result("c", verdict())])
    assert [(lesson.id, lesson.students, lesson.exercises) for lesson in found] == [
        ("transposed", ("a", "b"), ("svm_scores", "svm_dW")),
        ("reg-factor-2", ("a",), ("svm_dW",)),
    ]


def test_wrong_parts_are_counted_where_others_are_right() -> None:
    """Is a part counted that is wrong by itself, and not where all is wrong?"""
    loss, dW = PartResult("the loss", True, 1.0, 1.0), PartResult("dW", False, 0.0, 1.0)
    partly = replace(verdict("svm_dW", "partial"), parts=(loss, dW), given_own_stages=True)
    nothing = replace(verdict("svm_dW", "failed"), parts=(replace(loss, right=False), dW))
    results = [result("a", partly), result("b", nothing)]
    assert summary.parts_wrong(results) == {"svm_dW": {"dW": 1}}
    assert summary.right_given_own_stages(results) == {"svm_dW": 1}


def test_every_reason_to_look_is_a_problem_of_its_own() -> None:
    """Does whatever makes `needs_a_person` true appear with a reason, and nothing else?"""
    fine = result("fine", verdict())
    noted = result("noted", verdict(), notes=("a test cell was deleted", "a cell ran out of time"))
    ours = result("ours", verdict("svm_dW", "grader_error", message="the sandbox did not start"))
    silent = replace(fine, student="Silent", status="grader_error")
    found = [(p.student, p.reasons) for p in summary.problems([silent, ours, noted, fine])]
    assert found == [
        ("noted", ("a test cell was deleted", "a cell ran out of time")),
        ("ours", ("svm_dW: the sandbox did not start",)),
        ("Silent", ("the grader itself failed; there is no score yet, grade the submission again",)),
    ]


@given(st.integers(0, 60), st.integers(0, 5))
def test_problems_are_those_who_need_a_person(size: int, seed: int) -> None:
    """Is everybody named who needs a person, and nobody else?"""
    results = a_class(size, seed)
    assert {p.student for p in summary.problems(results)} == {r.student for r in results if r.needs_a_person}
