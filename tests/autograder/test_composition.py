"""What a composed function asks of its stages is written down, whatever it hands over."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import numpy as np

from autograder.authoring import Misconception
from autograder.composition import calls_of, stages_of, through_stages
from cs231n_lib.stages import mark_of, recorded

X = np.arange(6.0).reshape(2, 3)


def scaled(params: Any, X: Any) -> Any:
    """Multiply by a parameter."""
    return params["a"] * X


def both(X: Any) -> Any:
    """Return two arrays."""
    return X, -X


def composed(params: Any, X: Any) -> Any:
    """Call one stage by names, and one that returns more than an array."""
    return scaled(X=X, params=params) + both(X)[0]


def test_the_calls_of_a_composed_function_are_recorded() -> None:
    """Are dictionaries and named arguments told apart, and stages of several outputs left out?"""
    stages = {name: globals()[name] for name in stages_of(composed, {"scaled": 0, "both": 0, "other": 0})}
    assert [*stages] == ["scaled", "both"]
    inputs = {"params": {"a": 3.0}, "X": X}
    (call,) = calls_of(composed, stages, inputs)
    assert (call.stage, call.output.tolist()) == ("scaled", (3 * X).tolist())
    assert call.asks(({"a": 3.0}, X), {})
    assert not call.asks(({"a": 2.0}, X), {})
    assert not call.asks(({"a": 3.0}, X.T), {})
    assert not call.asks((X,), {})
    names = {**composed.__globals__, **recorded([call])}
    assert isinstance(composed, FunctionType)
    again = FunctionType(composed.__code__, names)
    np.testing.assert_array_equal(again(**inputs), 4 * X)


def test_a_mistake_is_blamed_on_the_step_and_not_on_the_function_of_that_name() -> None:
    """Is the sentence true as well of a student who has written the stage out and calls nothing?"""
    negative = Misconception("scaled", "sign", "the sign is wrong", lambda params, X: -params["a"] * X)
    (wrong,) = through_stages("composed", composed, {"scaled": (negative,)})
    assert (wrong.says, wrong.stage) == ("in the step of scaled, the sign is wrong", "scaled")


def test_what_holds_no_numbers_has_a_mark() -> None:
    """Is a Generator or a function among the inputs no obstacle?"""
    assert mark_of(np.random.default_rng(0)) == mark_of(composed)
