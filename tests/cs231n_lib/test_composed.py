"""Composed functions in a notebook: what is said where a stage beside them is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.course import Course
from autograder.source import read_source, reference_functions
from cs231n_lib.cases import load
from cs231n_lib.checking import Checker, check_exercise
from cs231n_lib.composed import own_stages
from tests.conftest import ROOT

LOSS = "svm_loss_vectorized"
IN_OTHER_WORDS = """
def svm_loss_vectorized(W, X, y, reg):
    margins = svm_margins(y=y, scores=X.dot(W))
    dscores = svm_dscores(svm_dmargins(margins), y)
    return svm_reg_loss(W, reg) + svm_data_loss(margins), svm_dW(dscores, W, X, reg)
"""


def without_delta(scores: Any, y: Any) -> Any:
    """Forget the + 1."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, None])
    margins[rows, y] = 0
    return margins


def in_an_array(margins: Any) -> Any:
    """Return a number inside an array."""
    return np.array([np.sum(margins) / len(margins)])


def raising(*_: Any) -> Any:
    """Fail."""
    raise ValueError("no")


def notebook(stages: dict[str, Any], source: str = IN_OTHER_WORDS) -> Any:
    """Return the loss of a notebook in which all stages are right but these."""
    names = {**reference_functions(read_source(Course(ROOT).source("svm"))), **stages}
    exec(source, names)
    return names[LOSS]


@pytest.mark.parametrize(("name", "stage"), [("svm_margins", without_delta), ("svm_dscores", raising)])
def test_a_right_composition_of_a_wrong_stage_is_told(name: str, stage: Callable[..., Any]) -> None:
    """Is the student sent to the stage, be it wrong or raising, and left alone with the composition?"""
    loss = notebook({name: stage})
    result = check_exercise(load(LOSS), loss)
    assert result.given_own_stages is True
    assert f"Right, given your own stages: mend `{name}` first." in str(result)
    assert loss.__globals__[name] is stage  # as it was before


@pytest.mark.parametrize("slip", [("X.dot(W)", "2 * X.dot(W)"), ("svm_reg_loss(W, reg) + ", "")])
def test_a_wrong_composition_of_a_wrong_stage_is_not_called_right(slip: tuple[str, str]) -> None:
    """Is a slip in the composition itself, in what a stage is given too, kept apart from its stages'?"""
    loss = notebook({"svm_margins": without_delta}, IN_OTHER_WORDS.replace(*slip))
    result = check_exercise(load(LOSS), loss)
    assert result.given_own_stages is False
    assert "Its `svm_margins` is not right either" in str(result)


def test_hints_are_on_the_stage_that_is_wrong() -> None:
    """Does `check.hint` of the whole loss help with the mistake in the stage?"""
    check = Checker()
    check(LOSS, notebook({"svm_margins": without_delta}))
    hint = check.hint(LOSS)
    assert (hint.name, hint.misconception) == ("svm_margins", "svm-delta-missing")
    assert f'run `check.hint("{LOSS}")` again' in " ".join(str(hint).split())
    check(LOSS, notebook({"svm_data_loss": in_an_array}))
    assert check.hint(LOSS).name == "svm_data_loss"


def test_only_a_stage_that_is_called_is_one_of_the_answers_own() -> None:
    """Is a stage of the notebook left out that the function does without, and one found behind a helper?"""
    names: dict[str, Any] = {}
    exec(
        "def svm_scores(W, X): return X @ W\n"
        "def svm_margins(scores, y): return scores\n"
        "def helper(W, X): return [svm_scores(W, X) for _ in range(1)][0]\n"
        "def svm_loss_vectorized(W, X, y, reg): return helper(W, X).sum(), W\n",
        names,
    )
    assert list(own_stages(load("svm_loss_vectorized"), names["svm_loss_vectorized"])) == ["svm_scores"]
