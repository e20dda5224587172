"""Which part of an answer is right: worked out from calls with and without ``reg``, and never for free."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cs231n_lib.cases import VisibleCase
from cs231n_lib.comparison import compare
from cs231n_lib.outputs import LeafSpec, call
from cs231n_lib.parts import Part, PartFinding, find_parts, is_twin, parts_in_words, share_of, twins

PARTS = (
    Part("the data loss", "loss", 0.3, "data"),
    Part("the regularisation loss", "loss", 0.1, "regularisation"),
    Part("the data term", "dW", 0.4, "data", labels="y"),
    Part("the regularisation term", "dW", 0.2, "regularisation"),
)
Function = Callable[..., Any]


def right(W: Any, X: Any, y: Any, reg: Any) -> Any:
    """Return a loss that is linear in the scores, and its gradient."""
    signs = 1.0 - 2.0 * (np.arange(W.shape[1]) == y[:, None])
    return np.mean(np.sum(signs * (X @ W), axis=1)) + reg * np.sum(W * W), X.T @ signs / len(y) + 2 * reg * W


def make_cases() -> list[VisibleCase]:
    """Return three cases, and the twins of the first two."""
    made: list[VisibleCase] = []
    for pair, N in ((0, 5), (1, 1), (None, 4)):
        rng = np.random.default_rng(N)
        inputs = {
            "W": rng.normal(size=(3, 4)),
            "X": rng.normal(size=(N, 3)),
            "y": rng.integers(0, 4, N),
            "reg": 0.7,
        }
        made += [make_case(inputs, pair)] + (
            [make_case({**inputs, "reg": 0.0}, pair)] if pair is not None else []
        )
    return made


def make_case(inputs: dict[str, Any], pair: int | None) -> VisibleCase:
    """Return one case of the right function."""
    loss, dW = right(**inputs)
    return VisibleCase("", inputs, {"loss": np.array(loss), "dW": dW}, 1e-6, pair=pair)


CASES = make_cases()


def findings(function: Function) -> tuple[PartFinding, ...]:
    """Return what is found of a function's parts."""
    responses = []
    for case in CASES:
        spec = (LeafSpec("loss", 0, None, ()), LeafSpec("dW", 1, None, case.expected["dW"].shape))
        responses.append(call(function, case.inputs, spec, quiet=True))
    comparisons = [compare(c.expected, r, c.rtol) for c, r in zip(CASES, responses, strict=True)]
    return find_parts(PARTS, CASES, responses, comparisons)


def changed(change: Function) -> Function:
    """Return the right function with its loss and gradient changed."""

    def function(W: Any, X: Any, y: Any, reg: Any) -> Any:
        loss, dW = right(W, X, y, reg)
        return change(SimpleNamespace(loss=loss, dW=dW, W=W, X=X, y=y, reg=reg))

    return function


def test_twins_are_found_wherever_they_are() -> None:
    """Is a case led to the same inputs without reg?"""
    assert twins(CASES) == [(0, 1), (2, 3)]
    assert twins(CASES[::-1]) == [(2, 1), (4, 3)]
    assert [is_twin(case) for case in CASES] == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (right, [True, True, True, True]),
        (changed(lambda a: (a.loss - a.reg * np.sum(a.W * a.W), a.dW)), [True, False, True, True]),
        (changed(lambda a: (a.loss, a.dW - a.reg * a.W)), [True, True, True, False]),
        (changed(lambda a: (a.loss * 2, a.dW)), [False, False, True, True]),
        (changed(lambda a: (a.loss + 1, a.dW)), [False, True, True, True]),
        (changed(lambda a: (a.loss, a.dW + a.X.sum())), [True, True, False, True]),
        (changed(lambda a: (a.loss, a.dW.T)), [True, True, False, False]),
        (changed(lambda a: (np.nan, a.dW)), [False, False, True, True]),
        (changed(lambda a: (a.loss, a.dW > 0)), [True, True, False, False]),
        (changed(lambda a: (np.array([a.loss]), a.dW)), [False, True, True, True]),
        (changed(lambda a: (np.array([a.loss - a.reg]), a.dW)), [False, False, True, True]),
        (changed(lambda a: (a.loss, a.dW.astype(np.float32))), [True, True, False, True]),
        (
            changed(lambda a: (a.loss if len(a.y) != 4 else 0.0, a.dW)),
            [False, True, True, True],
        ),
    ],
    ids=[
        "right",
        "no_reg_loss",
        "half",
        "twice",
        "one",
        "data",
        "shape",
        "nan",
        "mask",
        "kept",
        "both",
        "float32",
        "untwinned",
    ],
)
def test_every_part_is_judged_by_itself(function: Function, expected: list[bool]) -> None:
    """Does a mistake in one part leave the others as they are?"""
    assert [finding.right for finding in findings(function)] == expected


@pytest.mark.parametrize(
    "function",
    [
        changed(lambda a: (0.0, np.zeros_like(a.W))),
        changed(lambda a: (a.reg * np.sum(a.W * a.W), 2 * a.reg * a.W)),
        changed(lambda a: (a.reg, np.full_like(a.W, a.reg))),
        changed(lambda a: (np.nan, np.full_like(a.W, np.nan))),
        changed(lambda a: a.loss // 0 and a.nothing),
        changed(lambda a: (a.loss, a.dW) if len(a.y) < 5 else 1 / 0),
        changed(lambda a: (a.W.__imul__(2).sum() + a.loss, a.dW)),
    ],
    ids=["zeros", "regularisation_alone", "constants", "nan", "raises", "raises_once", "overwrites"],
)
def test_nothing_is_earned_for_nothing(function: Function) -> None:
    """Is a part never right by chance, and the regularisation worth nothing without a look at the data?"""
    assert share_of(findings(function)) == 0


def test_right_parts_add_up() -> None:
    """Is the credit of the right parts earned, and no more?"""
    assert share_of(findings(changed(lambda a: (a.loss, a.dW - 2 * a.reg * a.W)))) == pytest.approx(0.8)


def own_column(factor: float) -> Function:
    """Return a change of what reaches the columns of the correct classes."""

    def change(a: Any) -> Any:
        own = a.X.T @ (np.arange(4) == a.y[:, None]) / len(a.y)
        return a.loss, a.dW + factor * own

    return changed(change)


@pytest.mark.parametrize(
    ("function", "where"),
    [
        (own_column(1.0), "in the column of the correct class"),
        (
            changed(lambda a: (a.loss, a.dW + a.X.T @ (np.arange(4) != a.y[:, None]))),
            "in the columns of the wrong classes",
        ),
        (changed(lambda a: (a.loss, a.dW + a.X.sum())), ""),
        (changed(lambda a: (a.loss, a.dW * len(a.y))), ""),
    ],
    ids=["own", "others", "all", "not_with_one_example"],
)
def test_a_single_example_tells_the_columns(function: Function, where: str) -> None:
    """Is it said which columns are wrong where it is clear, and only there?"""
    found = findings(function)[2]
    assert (found.right, found.where) == (False, where)


def test_a_long_list_of_right_parts_is_left_out() -> None:
    """Is the one wrong part of a whole net found without a search?"""
    right, wrong = (
        [PartFinding(Part(f"part {i}", "loss", 0.1), True) for i in range(4)],
        Part("db1", "b1", 0.1),
    )
    assert parts_in_words([*right, PartFinding(wrong, False)]) == "only db1 is wrong"
    assert parts_in_words([*right[:3], PartFinding(wrong, False)]).endswith("part 2 are right; db1 is wrong")


def test_words_for_parts() -> None:
    """Is every part told as right or wrong, and nothing said where all are the same?"""
    found = findings(changed(lambda a: (a.loss - a.reg * np.sum(a.W * a.W), a.dW)))
    assert parts_in_words(found) == (
        "the data loss, the data term and the regularisation term are right; the regularisation loss is wrong"
    )
    kept = findings(changed(lambda a: (np.array([a.loss]), a.dW)))
    assert parts_in_words(kept).endswith("are right; the shape of loss is wrong")
    assert parts_in_words(findings(right)) == ""
    assert parts_in_words(findings(changed(lambda a: (0.0, 0 * a.W + 1e3)))) == ""
