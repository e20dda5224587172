"""The softmax assignment against oracles that share no code with it.

Hand numbers come from the tiny batch of the notebook's prose; the rest from plain loops over Python
numbers, from `autograd`, from scikit-learn, and from what must hold whatever the numbers are.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from autograder.course import Assignment, Course, GradedExercise, load_assignment
from autograder.judge import Judge
from autograder.results import ExerciseResult
from autograder.samples import function_source
from autograder.source import reference_functions
from cs231n_lib.outputs import call

Floats = NDArray[np.float64]
Functions = Mapping[str, Callable[..., Any]]

SEEDS = (0, 1, 2)
TINY: dict[str, Any] = {
    "W": np.array([[1.0, 0, -1], [0, 2, -1], [0, -1, 1], [-1, 0, 1]]),
    "X": np.array([[2.0, 1, 0.5, 0], [1, 1, 0, 1]]),
    "y": np.array([0, 2]),
    "reg": 0.1,
}
PROBABILITIES = [[0.6182, 0.3749, 0.0069], [0.1142, 0.8438, 0.0420]]
LOSSES = ("softmax_loss_naive", "softmax_loss_vectorized")


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    """Return the assignment as the grader loads it."""
    return load_assignment(Course(root), "softmax")


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> Functions:
    """Return the instructor's functions by name."""
    return reference_functions(assignment.notebook)


def drawn(exercise: GradedExercise, seed: int) -> Iterator[dict[str, Any]]:
    """Draw the inputs of every small case of an exercise."""
    rng = np.random.default_rng(seed)
    for case in exercise.exercise.cases:
        if not case.hidden_only:
            yield dict(case.draw(rng))


def judged(judge: Judge, name: str, function: Callable[..., Any]) -> ExerciseResult:
    """Judge one function as if a student had handed it in."""
    cases = judge.docket(name).cases
    quiet = contextlib.redirect_stdout(io.StringIO())
    with np.errstate(all="ignore"), warnings.catch_warnings(record=True), quiet:
        responses = [call(function, case.inputs, case.spec) for case in cases]
    return judge.verdict(name, responses, [function_source(function, name)])


def loss_by_plain_loops(W: Floats, X: Floats, y: NDArray[np.int64], reg: float) -> float:
    """Compute the loss with Python numbers and `math` only, as log-sum-exp minus the right score."""
    total = 0.0
    labels: list[int] = y.tolist()
    for x, label in zip(X.tolist(), labels, strict=True):
        scores = [sum(a * b for a, b in zip(x, column, strict=True)) for column in W.T.tolist()]
        highest = max(scores)
        total += highest + math.log(sum(math.exp(s - highest) for s in scores)) - scores[label]
    squares: float = sum(w * w for row in W.tolist() for w in row)
    return float(total / len(y) + reg * squares)


def differentiable_loss(W: Any, X: Floats, y: NDArray[np.int64], reg: float) -> Any:
    """Compute the loss in a form that `autograd` can differentiate."""
    scores = anp.dot(X, W)
    highest = anp.max(scores, axis=1)
    log_sums = highest + anp.log(anp.sum(anp.exp(scores - highest[:, None]), axis=1))
    return anp.mean(log_sums - scores[np.arange(len(y)), y]) + reg * anp.sum(W**2)


# Right and wrong answers


@pytest.mark.parametrize("seed", SEEDS)
def test_every_misconception_loses_points_and_is_named(assignment: Assignment, seed: int) -> None:
    """Does the judge see each known mistake for what it is, whatever is drawn?"""
    judge = Judge(assignment, seed)
    for name, graded in assignment.exercises.items():
        for wrong in graded.misconceptions:
            verdict = judged(judge, name, wrong.function)
            assert verdict.score < graded.points, (wrong.id, wrong.says)
            assert verdict.misconception == wrong.id, (wrong.says, verdict.message)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_other_style_gets_full_marks(assignment: Assignment, seed: int) -> None:
    """Do einsum, one-hot labels, log-sum-exp, an epsilon, prints and warnings keep every point?"""
    judge = Judge(assignment, seed)
    for name, graded in assignment.exercises.items():
        for right in graded.alternatives:
            verdict = judged(judge, name, right.function)
            assert verdict.score == graded.points, (name, right.style, verdict.message)


def test_a_mistake_in_the_gradient_keeps_the_points_of_the_loss(assignment: Assignment) -> None:
    """Does a gradient without its regulariser cost that term, and nothing else?"""
    judge = Judge(assignment, 0)
    for name in LOSSES:
        graded = assignment.exercises[name]
        wrong = next(w for w in graded.misconceptions if w.id == "reg-missing-in-gradient")
        assert judged(judge, name, wrong.function).score == pytest.approx(0.85 * graded.points)


def test_points_are_as_announced(assignment: Assignment) -> None:
    """Do the titles of the sections promise what the test cells give, 20 in all?"""
    prose = "\n".join(cell.source for cell in assignment.notebook.cells if cell.cell_type == "markdown")
    promised = [float(points) for points in re.findall(r"^## \d+\. .*\((\d+) points?\)$", prose, re.M)]
    assert promised == [graded.points for graded in assignment.exercises.values()]
    assert assignment.max_score == 20


# Draws


@pytest.mark.parametrize("seed", range(30))
def test_draws_hide_no_mistake(assignment: Assignment, seed: int) -> None:
    """Do sizes differ, labels repeat and leave a class out, and stay probabilities moderate?"""
    for inputs in drawn(assignment.exercises["softmax_loss_vectorized"], seed):
        (N, D), C, y = inputs["X"].shape, inputs["W"].shape[1], inputs["y"]
        assert len({N, D, C}) == 3
        assert y.dtype == np.int64
        assert not np.array_equal(y, np.arange(N))
        assert len(set(y.tolist())) < C
        assert N == 1 or len(set(y.tolist())) < N
        right = [
            math.exp(-loss_by_plain_loops(inputs["W"], inputs["X"][i : i + 1], y[i : i + 1], 0.0))
            for i in range(N)
        ]
        assert min(right) > 0.04
        assert max(right) < 0.9


def test_draws_reach_the_scores_that_overflow(assignment: Assignment) -> None:
    """Do some scores lie beyond 709, where exp is infinite, and some rows 1500 apart?"""
    for name, key in (("softmax_shifted", "scores"), ("softmax_loss_naive", "X")):
        *_, common, by_row = drawn(assignment.exercises[name], 0)
        scores = [case[key] if key == "scores" else case["X"] @ case["W"] for case in (common, by_row)]
        assert scores[0].min() > 709
        assert np.ptp(scores[1].max(axis=1)) > 1500


# The reference


def test_the_tiny_batch_forward_is_as_on_paper(reference: Functions) -> None:
    """Does each stage give the numbers worked by hand in the notebook?"""
    shifted = reference["softmax_shifted"](TINY["X"] @ TINY["W"])
    exponentials = reference["softmax_exponentials"](shifted)
    probabilities = reference["softmax_probabilities"](exponentials)
    np.testing.assert_array_equal(shifted, [[0, -0.5, -4.5], [-2, 0, -3]])
    np.testing.assert_allclose(exponentials, [[1, 0.6065, 0.0111], [0.1353, 1, 0.0498]], atol=5e-5)
    np.testing.assert_allclose(probabilities, PROBABILITIES, atol=5e-5)
    assert reference["softmax_data_loss"](probabilities, TINY["y"]) == pytest.approx(1.8254, abs=5e-5)
    assert reference["softmax_reg_loss"](TINY["W"], 0.1) == pytest.approx(1.1)


def test_the_tiny_batch_backward_is_as_on_paper(reference: Functions) -> None:
    """Do loss and gradient agree with the matrices of sections 8 and 9?"""
    dscores = reference["softmax_dscores"](np.array(PROBABILITIES), TINY["y"])
    np.testing.assert_allclose(dscores, [[-0.1909, 0.1875, 0.0034], [0.0571, 0.4219, -0.4790]], atol=1e-4)
    expected = [
        [-0.1247, 0.7968, -0.6721],
        [-0.1338, 1.0094, -0.6756],
        [-0.0955, -0.1063, 0.2017],
        [-0.1429, 0.4219, -0.2790],
    ]
    for name in LOSSES:
        loss, dW = reference[name](**TINY)
        assert loss == pytest.approx(2.9254, abs=5e-5)
        np.testing.assert_allclose(dW, expected, atol=5e-5)


def test_every_number_of_the_prose_is_the_one_computed(assignment: Assignment, reference: Functions) -> None:
    """Does the text print what the stages give on the tiny batch, to four digits?"""
    prose = {cell.id: cell.source.replace("−", "-") for cell in assignment.notebook.cells}
    exponentials = reference["softmax_exponentials"](reference["softmax_shifted"](TINY["X"] @ TINY["W"]))
    P = reference["softmax_probabilities"](exponentials)
    dscores = reference["softmax_dscores"](P, TINY["y"])
    printed = {
        "about-softmax-loss-naive": [*P[1], *(2 * dscores[1]), -math.log(P[1, 2])],
        "about-softmax-exponentials": exponentials[exponentials < 1],
        "about-softmax-probabilities": [*exponentials.sum(axis=1), *P.ravel()],
        "about-softmax-data-loss": [*-np.log(P[[0, 1], TINY["y"]]), 1.8254],
        "about-softmax-dscores": [*P.ravel()[:5], *dscores.ravel(), *long_way_back()],
        "about-softmax-dW": reference["softmax_loss_vectorized"](**TINY)[1].ravel(),
    }
    for cell, numbers in printed.items():
        assert [n for n in numbers if f"{n:.4f}" not in prose[cell]] == [], cell


def long_way_back() -> list[float]:
    """Walk back through -log p, the fraction and the exponential for image 1, whose class is 2."""
    E = [math.exp(-2), 1.0, math.exp(-3)]
    S = sum(E)
    dp = -0.5 * S / E[2]
    dS = -dp * E[2] / S**2
    dE = [dS, dS, dp / S + dS]
    return [dp, dp / S, dS, *dE, *(d * e for d, e in zip(dE, E, strict=True))]


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_losses_agree_with_plain_loops_and_autograd(assignment: Assignment, name: str, seed: int) -> None:
    """Are loss and gradient those of other code, large scores included?"""
    graded = assignment.exercises[name]
    for inputs in drawn(graded, seed):
        loss, dW = graded.reference(**inputs)
        assert loss == pytest.approx(loss_by_plain_loops(**inputs), rel=1e-10)
        expected = autograd.grad(differentiable_loss)(*inputs.values())
        np.testing.assert_allclose(dW, expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_stages_agree_with_scikit_learn_and_autograd(assignment: Assignment, seed: int) -> None:
    """Is the data loss scikit-learn's log loss, and dscores the gradient of log-sum-exp?"""
    data_loss, dscores = (assignment.exercises[f"softmax_{s}"].reference for s in ("data_loss", "dscores"))
    for inputs in drawn(assignment.exercises["softmax_data_loss"], seed):
        P, y = inputs["probabilities"], inputs["y"]
        assert data_loss(P, y) == pytest.approx(log_loss(y, P, labels=np.arange(P.shape[1])), rel=1e-12)
        # log P are scores whose softmax is P.
        expected = autograd.grad(differentiable_loss)(np.log(P), np.eye(len(y)), y, 0.0)
        np.testing.assert_allclose(dscores(P, y), expected, atol=1e-12)
        np.testing.assert_allclose(dscores(P, y).sum(axis=1), 0, atol=1e-15)


def test_an_offset_per_row_changes_nothing(reference: Functions, rng: np.random.Generator) -> None:
    """Do probabilities stay the same when every row is lifted by its own amount?"""
    scores = rng.normal(size=(4, 3))

    def probabilities(scores: Floats) -> Floats:
        shifted = reference["softmax_shifted"](scores)
        result: Floats = reference["softmax_probabilities"](reference["softmax_exponentials"](shifted))
        return result

    lifted = scores + np.array([[0.0], [800.0], [-800.0], [1e5]])
    np.testing.assert_allclose(probabilities(lifted), probabilities(scores), rtol=1e-9)


@pytest.mark.parametrize("num_classes", [2, 3, 10, 1000])
def test_the_first_loss_is_that_of_weights_zero(reference: Functions, num_classes: int) -> None:
    """Is the announced first loss what the loss function gives at W = 0?"""
    W, X, y = np.zeros((2, num_classes)), np.ones((3, 2)), np.array([1, 0, 1])
    expected = loss_by_plain_loops(W, X, y, 0.0)
    assert reference["softmax_initial_loss"](num_classes) == pytest.approx(expected)
