"""Advice on errors, shapes, order and loops: read from what happened, never the mistake itself."""

# ruff: noqa: ARG005 - wrong answers ignore their inputs, and some are lambdas with a name

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cs231n_lib.cases import load
from cs231n_lib.checking import check_exercise

Function = Callable[..., Any]


def text_of(name: str, function: Function) -> str:
    """Return what is shown, on one line."""
    return " ".join(str(check_exercise(load(name), function)).split()).replace("\u00a0", " ")


def test_a_row_for_a_column_is_told_with_its_sizes() -> None:
    """Does (N, C) with (N,) get the advice to make a column, in the student's own numbers?"""
    text = text_of("svm_margins", lambda scores, y: scores - scores[np.arange(len(y)), y])
    assert "one number per row needs a column, (10, 1)." in text


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda scores, y: scores + scores.T, "are each other's transpose"),
        (lambda scores, y: scores - scores.max(axis=0)[:, None], "did a sum run along the other axis?"),
        (lambda scores, y: scores - np.ones((7, 6)), "two sizes must be equal, or one of them 1"),
        (lambda scores, y: np.max(0, scores), "is called `np.maximum`"),
    ],
    ids=["transposed", "other_axis", "two_tables", "max_for_maximum"],
)
def test_other_shapes_get_other_advice(function: Function, words: str) -> None:
    """Is nobody told to keep an axis who has kept one too many?"""
    text = text_of("svm_margins", function)
    assert words in text
    assert "keepdims" not in text


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        ("svm_data_loss", lambda m: np.sum(m, keepdims=True) / len(m), "a number by itself, not one inside"),
        ("svm_data_loss", lambda m: [np.sum(m) / len(m)], "not one inside an array of shape (1,)"),
        ("two_layer_db2", lambda d: d.sum(axis=0, keepdims=True), "a sum kept its axis"),
        ("two_layer_db2", lambda d: d.sum(axis=0)[:, None], "the numbers stand in a column"),
        ("softmax_data_loss", lambda P, y: -np.log(P[:, y]).mean(axis=1), "is a sum missing?"),
        ("svm_loss_vectorized", lambda W, X, y, reg: (W, 1.0), "first comes `loss`, then `dW`."),
        ("two_layer_loss", lambda *inputs: ({}, 1.0), "are the outputs in the wrong order?"),
    ],
)
def test_outputs_of_another_form_are_told(name: str, function: Function, words: str) -> None:
    """Are kept axes, missing sums and swapped outputs called by their names?"""
    text = text_of(name, function)
    assert words in text
    assert "?." not in text


def test_a_column_against_a_row_is_recognised() -> None:
    """Is (N, 1) with (N,) explained where it gives (N, N)?"""
    text = text_of("two_layer_db2", lambda d: d.sum(axis=0)[:, None] + d.sum(axis=0))
    assert "a column (5, 1) that meets a row (5,) gives all pairs" in text


def test_an_input_that_comes_back_is_recognised() -> None:
    """Is it said that nothing was done to W?"""
    text = text_of("svm_train", lambda loss, W, X, y, reg, rate, steps: (W, np.zeros(steps)))
    assert "Your `W` is the input `W` as it came in." in text


def test_a_return_inside_a_loop_is_pointed_at() -> None:
    """Is the line shown that ends the first round?"""

    def svm_loss_naive(W: Any, X: Any, y: Any, reg: Any) -> Any:
        loss = 0.0
        for row in X:
            loss += float(np.sum(row @ W))
            return loss, W
        return loss, W

    text = text_of("svm_loss_naive", svm_loss_naive)
    assert "ends the function in the first round of its loop. Is it indented too far? return loss, W" in text


def test_a_conditional_return_is_not() -> None:
    """Is a return that a loop may pass by left alone?"""

    def svm_loss_naive(W: Any, X: Any, y: Any, reg: Any) -> Any:
        for row in X:
            if row[0] > 1e9:
                return 0.0, W
        return 0.0, W

    assert "indented" not in text_of("svm_loss_naive", svm_loss_naive)


@pytest.mark.parametrize(
    "function", [lambda *a: a[0] + 1, lambda d, *others, scale=1: d + 1], ids=["any_number", "default"]
)
def test_any_signature_that_can_be_called_is_fine(function: Function) -> None:
    """Is nothing said of parameters that take what they are given?"""
    assert "Your function takes" not in text_of("svm_dscores", function)


def test_a_headline_speaks_of_all_cases() -> None:
    """Is an output called right only if it is right in every case?"""

    def train(
        loss_function: Any, W: Any, X: Any, y: Any, reg: Any, learning_rate: Any, num_steps: Any
    ) -> Any:
        losses = []
        for _ in range(num_steps):
            loss, dW = loss_function(W, X, y, reg)
            losses.append(loss)
            W = W - learning_rate * dW
        wrong = 1.0 if len(X) == len(load("svm_train").cases[0].inputs["X"]) else 0.0
        return W + wrong, np.array(losses) + (0.0 if wrong else 1.0)

    assert "are right" not in text_of("svm_train", train)
    assert "is right" not in text_of("svm_train", train)


def test_a_function_is_called_once_per_case_and_once_more() -> None:
    """Is a slow function not made to wait for twice?"""
    calls = []

    def slow(W: Any, X: Any) -> Any:
        calls.append(1)
        return X @ W

    check_exercise(load("svm_scores"), slow)
    assert len(calls) == len(load("svm_scores").cases) + 1
