"""Whether a composed function is right given the student's own stages is told, and worth nothing."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from autograder.course import Assignment, Course, load_assignment
from autograder.grading import grade
from autograder.judge import Judge
from autograder.own_stages import right_given_own_stages
from autograder.results import ExerciseResult, SubmissionResult
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

    def ask(asked: Call) -> list[Response]:
        return [call(stages[asked.function], asked.inputs, asked.spec, quiet=True)]

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

    def ask(asked: Call) -> list[Response]:
        return [Response({asked.spec[0].name: Leaf(huge, "ndarray")})]

    assert right_given_own_stages(docket, responses, [svm.exercises["svm_margins"]], ask) is None


@pytest.fixture(scope="module")
def graded(svm: Assignment) -> Iterator[Callable[..., SubmissionResult]]:
    """Return a function that grades the instructor's notebook with other bodies."""
    judge = Judge(svm, 5)
    with Sandbox() as sandbox:
        yield lambda **bodies: grade(rewritten(svm, bodies), judge, sandbox).result


def rewritten(svm: Assignment, bodies: dict[str, str]) -> bytes:
    """Return the instructor's notebook with the bodies of some functions changed."""
    made = copy.deepcopy(svm.notebook)
    for cell in made["cells"]:
        if body := bodies.get(cell["id"]):
            cell["source"] = re.sub(r"    ### BEGIN.*### END SOLUTION", body, cell["source"], flags=re.DOTALL)
    return json.dumps(made).encode()


def verdict_on_loss(result: SubmissionResult) -> ExerciseResult:
    """Return what is said of the composed function."""
    return next(exercise for exercise in result.exercises if exercise.name == LOSS)


def test_the_loss_of_a_student_is_asked_for_in_the_sandbox(graded: Callable[..., SubmissionResult]) -> None:
    """Does a graded notebook say so, in its message and in its JSON, and earn nothing for it?"""
    body = "    wrong = scores - scores[np.arange(len(y)), y][:, None]\n    return np.maximum(0, wrong)"
    result = graded(svm_margins=body)
    verdict = verdict_on_loss(result)
    assert verdict.given_own_stages is True
    assert verdict.message.startswith("right, given your own stages: mend svm_margins first; ")
    assert verdict.score < verdict.max_score
    assert result.exercises[0].given_own_stages is None
    assert '"given_own_stages": true' in result.to_json()


@pytest.mark.parametrize(
    ("name", "body", "right", "share"),
    [
        ("svm_data_loss", '    raise ValueError("no")', "the regularisation loss, the data term of dW", 0.65),
        ("svm_dscores", "    raise NotImplementedError", "the data loss, the regularisation loss", 0.65),
        ("svm_reg_loss", "    reg * np.sum(W * W)", "the data loss, the data term of dW", 0.85),
    ],
    ids=["raises", "not_written", "returns_nothing"],
)
def test_what_does_not_need_a_stage_that_stops_the_loss_is_judged(
    graded: Callable[..., SubmissionResult], name: str, body: str, right: str, share: float
) -> None:
    """Is the stage named, and the rest not lost?"""
    verdict = verdict_on_loss(graded(**{name: body}))
    assert verdict.message.startswith(f"stopped by {name}: mend that first; ")
    assert right in verdict.message
    assert verdict.status == "partial"
    assert verdict.score == pytest.approx(share * verdict.max_score)


def test_a_loss_that_stops_by_itself_is_not_excused_by_a_wrong_stage(
    graded: Callable[..., SubmissionResult],
) -> None:
    """Is no stage blamed for an exception of the loss's own?"""
    result = graded(svm_reg_loss="    return 0.0", svm_loss_vectorized="    return svm_reg_loss(W, reg) + no")
    assert verdict_on_loss(result).status == "error"
    assert "stopped by" not in verdict_on_loss(result).message


def test_nothing_is_earned_by_a_loss_that_only_calls_what_stops_it(
    graded: Callable[..., SubmissionResult],
) -> None:
    """Is a part right only where the student's own code makes it so?"""
    result = graded(
        svm_scores="    raise ValueError", svm_loss_vectorized="    return svm_scores(W, X), 0 * W"
    )
    assert (verdict_on_loss(result).score, verdict_on_loss(result).status) == (0, "error")
