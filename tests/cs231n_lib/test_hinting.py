"""Hints come one at a time, about the student's own mistake, and start again with another verdict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cs231n_lib.cases import GENERAL, load
from cs231n_lib.checking import Checker
from cs231n_lib.errors import CheckError
from cs231n_lib.hinting import hint_of

NAME = "svm_reg_loss"
HINTS = load(NAME).hints


def right(W: Any, reg: Any) -> Any:
    """Answer the exercise."""
    return reg * np.sum(W * W)


def halved(W: Any, reg: Any) -> Any:
    """Follow another year's convention."""
    return 0.5 * reg * np.sum(W * W)


def without_reg(W: Any, reg: Any) -> Any:
    """Forget reg."""
    return np.sum(W * W)


def unknown(W: Any, reg: Any) -> Any:
    """Do something that nobody has done before."""
    return reg * np.sum(W * W) + np.cos(W[0, 0])


@pytest.fixture
def check() -> Checker:
    """Return a session of its own."""
    return Checker()


def test_the_steps_come_in_order_and_the_last_one_stays(check: Checker) -> None:
    """Does each call give the next step, and does it say how many are left?"""
    given = [check.hint(NAME) for _ in range(5)]
    assert [hint.text for hint in given] == [*HINTS[GENERAL].steps, *[HINTS[GENERAL].derivation] * 2]
    assert [hint.left for hint in given] == [2, 1, 0, 0, 0]
    assert '2 more: run `check.hint("svm_reg_loss")` again.' in str(given[0])
    assert "This was the last hint." in str(given[2])


def test_earlier_steps_stay_in_sight(check: Checker) -> None:
    """Is a step still there when the cell that showed it is run again?"""
    check.hint(NAME)
    text = " ".join(str(check.hint(NAME)).split())
    assert HINTS[GENERAL].question in text
    assert HINTS[GENERAL].principle in text
    assert HINTS[GENERAL].derivation not in text


def test_before_a_check_the_hints_are_about_the_exercise(check: Checker) -> None:
    """Does a student without a check get help, and learn how to get better help?"""
    hint = check.hint(NAME)
    assert hint.misconception is None
    assert "After a `check`, the hints are about your own mistake." in " ".join(str(hint).split())


def test_after_a_check_the_hints_are_about_the_mistake(check: Checker) -> None:
    """Is the recognised misconception the one that is helped with?"""
    check(NAME, halved)
    hint = check.hint(NAME)
    assert (hint.misconception, hint.text) == ("reg-half-convention", HINTS["reg-half-convention"].question)
    assert "on the mistake that `check` found" in str(hint)


def test_an_unknown_mistake_gets_the_exercise_s_hints(check: Checker) -> None:
    """Is there help where nothing was recognised?"""
    check(NAME, unknown)
    assert check.hint(NAME).text == HINTS[GENERAL].question


def test_another_verdict_starts_again(check: Checker) -> None:
    """Do the steps begin anew with another mistake, and go on with the same?"""
    check(NAME, halved)
    assert check.hint(NAME).number == 1
    check(NAME, halved)
    assert check.hint(NAME).number == 2
    check(NAME, without_reg)
    assert check.hint(NAME).text == HINTS["reg-lambda-forgotten"].question


def test_exercises_do_not_share_their_steps(check: Checker) -> None:
    """Does a hint for one exercise leave the next one's at its beginning?"""
    check.hint(NAME)
    assert check.hint("svm_scores").number == 1


def test_two_mistakes_are_helped_with_one_after_the_other(check: Checker) -> None:
    """Do the hints go on with the second mistake where two explain the numbers together?"""

    def both(W: Any, X: Any, y: Any, reg: Any) -> Any:
        """Forget the + 1 in the margins and the 2 in the regulariser's gradient."""
        loss, dW = 0.0, np.zeros(W.shape)
        for x, label in zip(X, y, strict=True):
            scores = x @ W
            for j in range(W.shape[1]):
                margin = scores[j] - scores[label]
                if j != label and margin > 0:
                    loss += margin / len(y)
                    dW[:, j] += x / len(y)
                    dW[:, label] -= x / len(y)
        return loss + reg * np.sum(W * W), dW + reg * W

    result = check("svm_loss_naive", both)
    assert {result.misconception, result.also} == {"reg-factor-2", "svm-delta-missing"}
    given = [check.hint("svm_loss_naive") for _ in range(6)]
    assert [hint.misconception for hint in given] == ["reg-factor-2"] * 3 + ["svm-delta-missing"] * 3
    assert [hint.left for hint in given] == [5, 4, 3, 2, 1, 0]


def test_a_right_answer_needs_none(check: Checker) -> None:
    """Is it said that there is nothing to hint at?"""
    check(NAME, right)
    hint = check.hint(NAME)
    assert (hint.number, hint.text) == (0, "")
    assert str(hint).startswith("✓ No hint needed: svm_reg_loss")


def test_an_exercise_without_hints_says_so() -> None:
    """Is a course without hints told from one whose hints are used up?"""
    from dataclasses import replace

    hint = hint_of(replace(load(NAME), hints={}), (), 1, asked=NAME, checked=True)
    assert str(hint).startswith("○ No hints: svm_reg_loss")


def test_an_unknown_exercise_suggests_near_ones(check: Checker) -> None:
    """Does a slip in a name say which was meant?"""
    with pytest.raises(CheckError, match="try one of: svm_reg_loss"):
        check.hint("svm_regloss")


def test_formulas_have_indices_in_jupyter(check: Checker) -> None:
    """Is W_dc shown with its indices lowered, and only there?"""
    check("svm_dW", lambda dscores, W, X, reg: X.T @ dscores + reg * W)
    hints = [check.hint("svm_dW") for _ in range(3)]
    html = hints[-1]._repr_mimebundle_()["text/html"]
    assert ">dc</sub>" in html
    assert "W_dc" in str(hints[-1])
    assert "check.hint" not in html
    assert "svm_dW" in html


def test_help_says_what_there_is(check: Checker) -> None:
    """Do the names that a student types and reads lead on?"""
    assert "check.hint(name)" in repr(check)
    assert "check.explain" in (Checker.__doc__ or "")
    assert repr(check.hint(NAME)) == "<svm_reg_loss: hint 1 of 3>"


def test_a_mistake_that_only_a_stage_has_hints_on_is_helped_with(check: Checker) -> None:
    """Is a count of margins in a loss without stages helped with, as in its stages?"""

    def counted(W: Any, X: Any, y: Any, reg: Any) -> Any:
        """Count the positive margins instead of adding them up."""
        scores = X @ W
        margins = np.maximum(0, scores - np.take_along_axis(scores, y[:, None], 1) + 1)
        np.put_along_axis(margins, y[:, None], 0.0, 1)
        active = (margins > 0).astype(float)
        np.put_along_axis(active, y[:, None], -active.sum(axis=1, keepdims=True), 1)
        return (margins > 0).sum() / len(y) + reg * np.sum(W**2), X.T @ active / len(y) + 2 * reg * W

    check("svm_loss_naive", counted)
    hint = check.hint("svm_loss_naive")
    assert hint.name in (
        "svm_margins",
        "svm_data_loss",
    )  # to count is to make each margin 1, or to add up ones
    assert hint.misconception == "svm-margins-counted-in-loss"
