"""Calls that are made again: the answer must follow the Generator, and nothing but the Generator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from cs231n_lib.cases import VisibleCase
from cs231n_lib.comparison import compare
from cs231n_lib.outputs import LeafSpec, call
from cs231n_lib.repeats import compared_with_repeats

SIZE = 4
SPEC = (LeafSpec("drawn", 0, None, (SIZE,)), LeafSpec("sum", 1, None, ()))
Function = Callable[..., Any]


def case_of(seed: int, pair: int | None = 0, **inputs: float) -> VisibleCase:
    """Return a call with a Generator; what is drawn from it is not compared, the sum of `x` is."""
    x = np.arange(3.0)
    inputs_by_name = {"x": x, "rng": np.random.default_rng(seed), **inputs}
    return VisibleCase(f"seed {seed}", inputs_by_name, {"sum": np.array(x.sum())}, 1e-6, pair=pair)


REPEATED = (case_of(1), case_of(1), case_of(2))


def told(function: Function, cases: Sequence[VisibleCase] = REPEATED) -> list[str]:
    """Return what is said of each call as a whole, "" where nothing is."""
    responses = [call(function, case.inputs, SPEC) for case in cases]
    comparisons = [compare(c.expected, r, c.rtol) for c, r in zip(cases, responses, strict=True)]
    return [c.whole.kind if c.whole else "" for c in compared_with_repeats(cases, responses, comparisons)]


def follows(x: Any, rng: Any, *_: Any) -> Any:
    """Draw from the Generator that is passed in."""
    return rng.normal(size=SIZE), x.sum()


def own_seed(x: Any, rng: Any, *_: Any) -> Any:
    """Draw the same whatever is passed in."""
    return np.random.default_rng(0).normal(size=SIZE), x.sum()


def by_chance(x: Any, rng: Any, *_: Any) -> Any:
    """Draw from a Generator that nobody knows."""
    return np.random.default_rng().normal(size=SIZE), x.sum()


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (follows, ["", "", ""]),
        (lambda x, rng: (rng.random(SIZE) > 2, x.sum()), ["", "", "generator_ignored"]),
        (own_seed, ["", "", "generator_ignored"]),
        (by_chance, ["", "generator_ignored", ""]),
        (lambda x, rng: (follows(x, rng)[0] + by_chance(x, rng)[0], x.sum()), ["", "generator_ignored", ""]),
    ],
    ids=["follows", "constant_mask", "own_seed", "by_chance", "both"],
)
def test_an_answer_follows_its_generator(function: Function, expected: list[str]) -> None:
    """Is it told in the later of two calls what does not draw from the Generator alone?"""
    assert told(function) == expected


def test_a_wrong_answer_is_told_its_own_fault() -> None:
    """Is a call that is wrong by itself, or fails, left out of the comparison?"""
    assert told(lambda x, rng: (own_seed(x, rng)[0], x.sum() + 1)) == ["", "", ""]
    assert told(lambda *_: 1 / 0) == ["exception"] * 3


@pytest.mark.parametrize(
    "cases",
    [
        [case_of(1, pair=None), case_of(2, pair=None)],
        [case_of(1, pair=0), case_of(2, pair=1)],
        [case_of(1, reg=0.0), case_of(2, reg=0.0)],
    ],
    ids=["no_pair", "other_pair", "twins"],
)
def test_only_calls_that_belong_together_are_compared(cases: list[VisibleCase]) -> None:
    """May two cases that are no repeats of one another have one answer?"""
    assert told(own_seed, cases) == ["", ""]
