"""Answers that the declarations were not made from: right ones stay unblamed, wrong ones get their names."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.course import Course, load_assignment
from autograder.judge import Judge
from autograder.results import ExerciseResult
from autograder.samples import function_source
from cs231n_lib.outputs import call

from ..conftest import ROOT
from .held_out import Function, Right, Wrong

ASSIGNMENTS = ("svm", "softmax", "two_layer_net")


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def judge(request: pytest.FixtureRequest) -> Judge:
    """Return the judge of an assignment."""
    return Judge(load_assignment(Course(ROOT), request.param), 4)


def declared(assignment: str, kind: type[Any]) -> Iterator[Any]:
    """Return the answers of one kind."""
    for what in ("answers", "right", "wrong"):
        module = importlib.import_module(f"{__package__}.held_out.{assignment}_{what}")
        # A copy: an answer that warns while it is judged adds the module's registry of warnings.
        for value in list(vars(module).values()):
            if isinstance(value, list):
                yield from (one for one in value if isinstance(one, kind))


def verdict(judge: Judge, exercise: str, function: Function, sources: list[str]) -> ExerciseResult:
    """Judge one function as if a student had handed it in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        responses = [call(function, c.inputs, c.spec, quiet=True) for c in judge.docket(exercise).cases]
        return judge.verdict(exercise, responses, sources)


def test_right_answers_are_right(judge: Judge) -> None:
    """Does every right answer get full marks, whatever its style?"""
    for answer in declared(judge.assignment.name, Right):
        sources = [function_source(answer.function, answer.exercise)]
        result = verdict(judge, answer.exercise, answer.function, sources)
        assert (result.score, result.misconception) == (result.max_score, None), (
            answer.function.__name__,
            result.message,
        )


def test_wrong_answers_get_their_names(judge: Judge) -> None:
    """Does every wrong answer lose points, nine of ten get their name, and none that of another?"""
    answers: list[Wrong] = list(declared(judge.assignment.name, Wrong))
    named = 0
    for answer in answers:
        result = verdict(judge, answer.exercise, answer.function, [])
        about = (answer.function.__name__, result.misconception, result.also, result.message)
        assert result.score < result.max_score, about
        assert result.misconception in (*answer.ids, None), about
        assert result.also in (*answer.ids, None), about
        named += result.misconception is not None
    assert named >= 0.9 * len(answers), (named, len(answers))


def test_there_are_enough_of_them() -> None:
    """Are there as many as were promised: 150 right and 150 wrong answers?"""
    assert sum(1 for name in ASSIGNMENTS for _ in declared(name, Right)) >= 150
    assert sum(1 for name in ASSIGNMENTS for _ in declared(name, Wrong)) >= 150
