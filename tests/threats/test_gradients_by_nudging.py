"""Gradients found by nudging every weight, on the real assignments: out of time, where slow loops are not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from autograder.course import Course, load_assignment
from autograder.grading import grade
from autograder.judge import Judge
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox
from cs231n_lib.comparison import compare
from cs231n_lib.outputs import call

NUDGED = """
def svm_loss_naive(W, X, y, reg):
    def loss_of(W):
        scores = X @ W
        margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + 1)
        margins[np.arange(len(y)), y] = 0
        return margins.sum() / len(y) + reg * np.sum(W * W)
    W, dW, h = W.copy(), np.zeros(W.shape), 1e-5
    for place in np.ndindex(*W.shape):
        old = W[place]
        W[place] = old + h
        above = loss_of(W)
        W[place] = old - h
        dW[place] = (above - loss_of(W)) / (2 * h)
        W[place] = old
    return loss_of(W), dW
"""


def by_plain_loops(W: Any, X: Any, y: Any, reg: float) -> Any:
    """Compute the SVM loss and its gradient one number at a time, as slowly as anybody would."""
    (N, D), C = X.shape, W.shape[1]
    loss, dW = 0.0, np.zeros((D, C))
    for i in range(N):
        scores = [0.0] * C
        for c in range(C):
            for d in range(D):
                scores[c] += X[i, d] * W[d, c]
        for c in range(C):
            margin = scores[c] - scores[y[i]] + 1
            if c != y[i] and margin > 0:
                loss += margin / N
                for d in range(D):
                    dW[d, c] += X[i, d] / N
                    dW[d, y[i]] -= X[i, d] / N
    for d in range(D):
        for c in range(C):
            loss += reg * W[d, c] ** 2
            dW[d, c] += 2 * reg * W[d, c]
    return loss, dW


@pytest.fixture(scope="module")
def judge(root: Path) -> Judge:
    """Return a judge of the SVM assignment."""
    return Judge(load_assignment(Course(root), "svm"), 7)


def test_nudging_every_weight_runs_out_of_time(judge: Judge, root: Path) -> None:
    """Does a numerical gradient, right on every small case, earn nothing, and is its author told why?"""
    book = load_assignment(Course(root), "svm").notebook
    for cell in book.cells:
        if cell.id == "svm_loss_naive":
            cell.source = NUDGED
    with Sandbox(Limits(call_seconds=3)) as sandbox:
        result = grade(nbformat.writes(book).encode(), judge, sandbox).result
    lost = {e.name: e for e in result.exercises if e.score < e.max_score}
    assert list(lost) == ["svm_loss_naive"]
    assert (lost["svm_loss_naive"].score, lost["svm_loss_naive"].status) == (0.0, "timeout")
    assert "it took too long), where W has some 250,000 entries" in lost["svm_loss_naive"].message


def test_plain_loops_stay_far_below_the_limit(judge: Judge) -> None:
    """Does an answer with a Python loop over examples, classes and features use a third of its time at most?"""
    (wide,) = [case for case in judge.docket("svm_loss_naive").cases if case.large]
    start = time.process_time()
    response = call(by_plain_loops, wide.inputs, wide.spec)
    assert time.process_time() - start < Limits().call_seconds / 2
    assert compare(wide.expected, response, wide.rtol).passed
