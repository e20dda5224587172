"""What `check` says of every right and wrong answer that an author declared, on cases as released."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from autograder.course import Course, GradedExercise, load_assignment
from autograder.release import visible_exercise
from cs231n_lib.cases import VisibleExercise
from cs231n_lib.checking import CheckResult, check_exercise
from tests.conftest import ROOT

COURSE = Course(ROOT)


@pytest.fixture(scope="module", params=COURSE.assignment_names())
def exercises(request: pytest.FixtureRequest) -> list[tuple[GradedExercise, VisibleExercise]]:
    """Return every exercise of an assignment, with what a release would package for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # np.matrix and overflow, on purpose
        graded = load_assignment(COURSE, request.param).exercises.values()
        return [(g, VisibleExercise.loads(visible_exercise(g).dumps())) for g in graded]


def test_references_and_alternatives_pass(exercises: list[tuple[GradedExercise, VisibleExercise]]) -> None:
    """Is every right answer right, in whatever style?"""
    for graded, visible in exercises:
        for function in (graded.reference, *(a.function for a in graded.alternatives)):
            result = check_exercise(visible, function)
            assert result, f"{function.__name__}: {result}"


def _wrong(exercises: list[tuple[GradedExercise, VisibleExercise]]) -> Iterator[tuple[str, CheckResult]]:
    for graded, visible in exercises:
        for wrong in graded.misconceptions:
            yield wrong.id, check_exercise(visible, wrong.function)


def test_misconceptions_do_not_pass(exercises: list[tuple[GradedExercise, VisibleExercise]]) -> None:
    """Is every declared wrong answer told from a right one, and told readably?"""
    for declared, result in _wrong(exercises):
        assert not result, f"{declared}: {result}"
        assert result.message
        assert max(map(len, str(result).splitlines())) <= 100, str(result)


def test_misconceptions_are_named_rightly(exercises: list[tuple[GradedExercise, VisibleExercise]]) -> None:
    """Is no wrong answer called by another's name?"""
    results = [(declared, result.misconception) for declared, result in _wrong(exercises)]
    other = [(d, named) for d, named in results if named not in (d, None)]
    assert other == []
    assert sum(named == declared for declared, named in results) >= 0.9 * len(results)
