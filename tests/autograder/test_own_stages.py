"""Whether a composed function is right given the student's own stages is told, and worth nothing."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from autograder.course import Assignment, Course, load_assignment
from autograder.grading import grade
from autograder.judge import Judge
from autograder.own_stages import right_given_own_stages
from autograder.sandbox.process import Sandbox
from autograder.sandbox.replies import Call
from autograder.source import reference_functions
from cs231n_lib.outputs import Leaf, Response, call

from ..conftest import ROOT

Function = Callable[..., Any]
LOSS = "svm_loss_vectorized"


@pytest.fixture(scope="module")
def svm() -> Assignment:
    """Return the SVM assignment."""
    return load_assignment(Course(ROOT), "svm")


def margins_without_delta(scores: Any, y: Any) -> Any:
    """Forget the + 1."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, None])
    margins[rows, y] = 0
    return margins


def raising(*_: Any) -> Any:
    """Fail."""
    raise ValueError("no")


def given(svm: Assignment, stages: dict[str, Function], loss: Function | None = None) -> bool | None:
    """Return what is said of a student with these stages, composed as in the reference unless otherwise."""
    names: dict[str, Any] = {**reference_functions(svm.notebook), **stages}
    theirs = {"__builtins__": __builtins__, **names}
    composed = loss or FunctionType(names[LOSS].__code__, theirs)
    docket = Judge(svm, 3).docket(LOSS)
    responses = [call(composed, case.inputs, case.spec, quiet=True) for case in docket.cases]

    def ask(name: str, asked: Call) -> Response:
        return call(stages[name], asked.inputs, asked.spec, quiet=True)

    return right_given_own_stages(docket, responses, [svm.exercises[name] for name in stages], ask)


def test_a_right_composition_of_a_wrong_stage_is_told(svm: Assignment) -> None:
    """Is the mistake found in the stage, and the loss said to be right given it?"""
    assert given(svm, {"svm_margins": margins_without_delta}) is True


def test_a_wrong_composition_stays_wrong(svm: Assignment) -> None:
    """Is a loss that is wrong of its own not excused by a wrong stage?"""
    assert given(svm, {"svm_margins": margins_without_delta}, lambda W, *_: (0.0, 0 * W)) is False


def test_a_stage_that_fails_says_nothing(svm: Assignment) -> None:
    """Is nothing claimed where a stage gives no answer?"""
    assert given(svm, {"svm_margins": raising}) is None


def test_a_stage_that_claims_a_huge_shape_says_nothing(svm: Assignment) -> None:
    """Is nothing worked out with an array that the judge would have to make by itself?"""
    huge = np.broadcast_to(0.0, (10**9, 4))
    docket = Judge(svm, 3).docket(LOSS)
    responses = [call(margins_without_delta, {}, ()) for _ in docket.cases]

    def ask(_name: str, asked: Call) -> Response:
        return Response({asked.spec[0].name: Leaf(huge, "ndarray")})

    assert right_given_own_stages(docket, responses, [svm.exercises["svm_margins"]], ask) is None


def rewritten(svm: Assignment, name: str, body: str) -> bytes:
    """Return the instructor's notebook with one function's body changed."""
    made = copy.deepcopy(svm.notebook)
    (cell,) = (cell for cell in made["cells"] if cell["id"] == name)
    cell["source"] = re.sub(r"    ### BEGIN.*### END SOLUTION", body, cell["source"], flags=re.DOTALL)
    return json.dumps(made).encode()


def test_the_loss_of_a_student_is_asked_for_in_the_sandbox(svm: Assignment) -> None:
    """Does a graded notebook say so, in its message and in its JSON, and earn nothing for it?"""
    body = "    wrong = scores - scores[np.arange(len(y)), y][:, None]\n    return np.maximum(0, wrong)"
    with Sandbox() as sandbox:
        result = grade(rewritten(svm, "svm_margins", body), Judge(svm, 5), sandbox).result
    verdicts = {exercise.name: exercise for exercise in result.exercises}
    assert verdicts[LOSS].given_own_stages is True
    assert verdicts[LOSS].message.startswith("right, given your own stages: mend svm_margins first; ")
    assert verdicts[LOSS].score < verdicts[LOSS].max_score
    assert verdicts["svm_loss_naive"].given_own_stages is None
    assert '"given_own_stages": true' in result.to_json()
