"""The 2-layer net assignment against oracles that share no code with it.

Hand numbers come from the tiny net of the notebook's prose; the rest from plain loops over Python
numbers, from `autograd`, from a closed form, and from what must hold whatever the numbers are.
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

from autograder.course import Assignment, Course, GradedExercise, load_assignment
from autograder.judge import Judge
from autograder.results import ExerciseResult
from autograder.samples import function_source
from autograder.source import reference_functions
from cs231n_lib.outputs import call

Floats = NDArray[np.float64]
Functions = Mapping[str, Callable[..., Any]]
Rows = list[list[float]]

SEEDS = (0, 1)
PARAMS = ("W1", "b1", "W2", "b2")
TINY: dict[str, Any] = {
    "W1": np.array([[0.0, 1, -1], [1, -1, -1]]),
    "b1": np.array([-1.0, -2, 4]),
    "W2": np.array([[2.0, 1], [0, -1], [-1, 0]]),
    "b2": np.array([0.0, math.log(3)]),
    "X": np.array([[1.0, 2], [3, -1]]),
    "y": np.array([1, 0]),
    "reg": 0.1,
}
EIGHTH = 1 / 8


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    """Return the assignment as the grader loads it."""
    return load_assignment(Course(root), "two_layer_net")


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> Functions:
    """Return the instructor's functions by name, without their prefix."""
    functions = reference_functions(assignment.notebook)
    return {name.removeprefix("two_layer_"): functions[name] for name in assignment.exercises}


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


# Right and wrong answers


@pytest.mark.parametrize("seed", SEEDS)
def test_every_misconception_loses_points_and_is_named(assignment: Assignment, seed: int) -> None:
    """Does the judge see each known mistake for what it is, whatever is drawn?"""
    judge = Judge(assignment, seed)
    for name, graded in assignment.exercises.items():
        for wrong in graded.misconceptions:
            verdict = judged(judge, name, wrong.function)
            assert verdict.score < graded.points, (name, wrong.says)
            raises = verdict.status == "error"  # then NumPy's own message says what is wrong
            assert raises or verdict.misconception == wrong.id, (wrong.says, verdict.message)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_other_style_gets_full_marks(assignment: Assignment, seed: int) -> None:
    """Do einsum, masks, the bias trick, log-sum-exp and every way of sampling keep every point?"""
    judge = Judge(assignment, seed)
    for name, graded in assignment.exercises.items():
        assert len(graded.alternatives) >= 3
        for right in graded.alternatives:
            verdict = judged(judge, name, right.function)
            assert verdict.score == graded.points, (name, right.style, verdict.message)


@pytest.mark.parametrize(
    ("says", "kept"),
    [
        ("the loss leaves the regulariser out", 0.85),
        ("the gradient of W1 leaves the regulariser out", 0.95),
        ("the gradient of the biases holds a regulariser", 0.7),
        ("the gradient leaves the regulariser out", 0.9),
    ],
)
def test_right_outputs_of_the_whole_loss_keep_their_credit(
    assignment: Assignment, says: str, kept: float
) -> None:
    """Does a mistake in one gradient cost that gradient and no more?"""
    graded = assignment.exercises["two_layer_loss"]
    wrong = next(w for w in graded.misconceptions if w.says == says)
    verdict = judged(Judge(assignment, 0), "two_layer_loss", wrong.function)
    assert verdict.score == pytest.approx(kept * graded.points)


def test_points_are_as_announced(assignment: Assignment) -> None:
    """Do the titles of the sections promise what the test cells give, 20 in all?"""
    prose = "\n".join(cell.source for cell in assignment.notebook.cells if cell.cell_type == "markdown")
    promised = [float(points) for points in re.findall(r"^## \d+\. .*\((\d+) points?\)$", prose, re.M)]
    assert promised == [graded.points for graded in assignment.exercises.values()]
    assert assignment.max_score == 20


# The reference, on paper


def test_the_tiny_net_forward_is_as_on_paper(reference: Functions) -> None:
    """Does each forward stage give the numbers worked by hand in the notebook?"""
    h1 = reference["h1"](TINY["W1"], TINY["b1"], TINY["X"])
    np.testing.assert_array_equal(h1, [[1, 0, 1], [0, 2, 2]])
    scores = reference["scores"](TINY["W2"], TINY["b2"], h1)
    np.testing.assert_allclose(scores, [[1, 2.0986], [-2, -0.9014]], atol=5e-5)
    loss = reference["total_loss"](scores, TINY["y"], TINY["W1"], TINY["W2"], TINY["reg"])
    assert loss == pytest.approx((math.log(4 / 3) + math.log(4)) / 2 + 0.1 * (5 + 7))
    assert loss == pytest.approx(2.0370, abs=5e-5)


def test_the_tiny_net_backward_is_as_on_paper(reference: Functions) -> None:
    """Does each backward stage give the eighths worked by hand in the notebook?"""
    scores = np.array([[1, 1 + math.log(3)], [-2, -2 + math.log(3)]])
    h1 = np.array([[1.0, 0, 1], [0, 2, 2]])
    dscores = EIGHTH * np.array([[1.0, -1], [-3, 3]])
    dh1 = EIGHTH * np.array([[1.0, 1, -1], [-3, -3, 3]])
    np.testing.assert_allclose(reference["dscores"](scores, TINY["y"]), dscores, atol=1e-15)
    np.testing.assert_allclose(reference["dh1"](dscores, TINY["W2"]), dh1)
    np.testing.assert_allclose(reference["db2"](dscores), [-0.25, 0.25])
    np.testing.assert_allclose(reference["db1"](dh1, h1), [0.125, -0.375, 0.25])
    dW2 = reference["dW2"](dscores, h1, TINY["W2"], 0.1)
    np.testing.assert_allclose(dW2, [[0.525, 0.075], [-0.75, 0.55], [-0.825, 0.625]])
    dW1 = reference["dW1"](dh1, h1, TINY["X"], TINY["W1"], 0.1)
    np.testing.assert_allclose(dW1, [[0.125, -0.925, 0.8], [0.45, 0.175, -0.825]])


def test_the_step_on_paper_is_the_step_of_the_loop(reference: Functions) -> None:
    """Does one step of size 0.1 on both tiny examples give the weights of section 11?"""
    _, grads = reference["loss"](**TINY)
    assert TINY["W1"][0, 1] - 0.1 * grads["W1"][0, 1] == pytest.approx(1.0925)
    np.testing.assert_allclose(TINY["b2"] - 0.1 * grads["b2"], [0.025, 1.0736], atol=5e-5)


# The reference, against other code


def product(A: Rows, B: Rows) -> Rows:
    """Multiply two matrices of Python numbers."""
    columns = list(zip(*B, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in A]


def loss_by_plain_loops(
    W1: Floats, b1: Floats, W2: Floats, b2: Floats, X: Floats, y: NDArray[np.int64], reg: float
) -> float:
    """Compute the loss with Python numbers and `math` only, as log-sum-exp minus the right score."""
    raw = product(X.tolist(), W1.tolist())
    h1 = [[max(0.0, a + b) for a, b in zip(row, b1.tolist(), strict=True)] for row in raw]
    total = 0.0
    labels: list[int] = y.tolist()
    for row, label in zip(product(h1, W2.tolist()), labels, strict=True):
        scores = [a + b for a, b in zip(row, b2.tolist(), strict=True)]
        highest = max(scores)
        total += highest + math.log(sum(math.exp(s - highest) for s in scores)) - scores[label]
    squares: float = sum(w * w for W in (W1, W2) for w in W.ravel().tolist())
    return total / len(labels) + reg * squares


def differentiable_loss(params: Any, X: Floats, y: NDArray[np.int64], reg: float) -> Any:
    """Compute the loss in a form that `autograd` can differentiate."""
    h1 = anp.maximum(0.0, anp.dot(X, params["W1"]) + params["b1"])
    scores = anp.dot(h1, params["W2"]) + params["b2"]
    highest = anp.max(scores, axis=1)
    log_sums = highest + anp.log(anp.sum(anp.exp(scores - highest[:, None]), axis=1))
    squares = anp.sum(params["W1"] ** 2) + anp.sum(params["W2"] ** 2)
    return anp.mean(log_sums - scores[np.arange(len(y)), y]) + reg * squares


@pytest.mark.parametrize("seed", range(5))
def test_the_loss_agrees_with_plain_loops_and_autograd(assignment: Assignment, seed: int) -> None:
    """Are loss and gradients those of other code, large scores included?"""
    graded = assignment.exercises["two_layer_loss"]
    for net in drawn(graded, seed):
        loss, grads = graded.reference(**net)
        assert loss == pytest.approx(loss_by_plain_loops(**net), rel=1e-10)
        params = {name: net[name] for name in PARAMS}
        expected = autograd.grad(differentiable_loss)(params, net["X"], net["y"], net["reg"])
        for name in PARAMS:
            np.testing.assert_allclose(grads[name], expected[name], rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_backward_stages_agree_with_plain_loops(assignment: Assignment, seed: int) -> None:
    """Are the matrix products of the backward pass the sums over examples and classes that they stand for?"""
    stages = {name.removeprefix("two_layer_"): graded for name, graded in assignment.exercises.items()}
    for i in drawn(stages["dh1"], seed):
        expected = product(i["dscores"].tolist(), i["W2"].T.tolist())
        np.testing.assert_allclose(stages["dh1"].reference(**i), expected)
    for i in drawn(stages["dW2"], seed):
        data = np.array(product(i["h1"].T.tolist(), i["dscores"].tolist()))
        np.testing.assert_allclose(stages["dW2"].reference(**i), data + 2 * i["reg"] * i["W2"])
    for i in drawn(stages["db2"], seed):
        sums = [math.fsum(column) for column in i["dscores"].T.tolist()]
        np.testing.assert_allclose(stages["db2"].reference(**i), sums, atol=1e-12)
    for i in drawn(stages["dW1"], seed):
        data = np.array(product(i["X"].T.tolist(), passed(i)))
        np.testing.assert_allclose(stages["dW1"].reference(**i), data + 2 * i["reg"] * i["W1"])
    for i in drawn(stages["db1"], seed):
        sums = [math.fsum(column) for column in zip(*passed(i), strict=True)]
        np.testing.assert_allclose(stages["db1"].reference(**i), sums, atol=1e-12)


def passed(inputs: Mapping[str, Floats]) -> Rows:
    """Return what passes the gates, entry by entry."""
    pairs = zip(inputs["dh1"].tolist(), inputs["h1"].tolist(), strict=True)
    return [[d if h > 0 else 0.0 for d, h in zip(*pair, strict=True)] for pair in pairs]


@pytest.mark.parametrize("seed", range(3))
def test_training_on_equal_examples_follows_the_closed_form(assignment: Assignment, seed: int) -> None:
    """Does every parameter approach its target by the same factor in each step, whatever is sampled?"""
    graded = assignment.exercises["two_layer_train"]
    inputs = next(drawn(graded, seed))
    params, loss_history = graded.reference(**inputs)
    feature, label = inputs["X"][0].mean(), inputs["y"][0]
    targets = {"W1": feature, "b1": label, "W2": (feature - label) ** 2, "b2": inputs["batch_size"]}
    scale = (1 + inputs["reg"]) / 4
    factor = (1 - 2 * scale * inputs["learning_rate"]) ** np.arange(inputs["num_steps"] + 1)
    away = {name: value - targets[name] for name, value in inputs["params"].items()}
    for name in PARAMS:
        np.testing.assert_allclose(params[name], targets[name] + factor[-1] * away[name])
    start = scale * sum(np.sum(value**2) for value in away.values())
    np.testing.assert_allclose(loss_history, start * factor[:-1] ** 2)


def test_minibatches_are_rows_with_their_labels(reference: Functions, rng: np.random.Generator) -> None:
    """Does every step see batch_size examples, each with its own label, and the run see all of them?"""
    X = np.arange(30.0).reshape(10, 3)
    seen: list[float] = []

    def spy(
        W1: Floats, b1: Floats, W2: Floats, b2: Floats, X: Floats, y: Floats, reg: float
    ) -> tuple[float, dict[str, Floats]]:
        assert X.shape == (4, 3)
        np.testing.assert_array_equal(X[:, 0], 3 * y)
        seen.extend(y)
        return 0.0, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

    params = {name: np.ones((2, 2)) for name in PARAMS}
    trained, _ = reference["train"](spy, params, X, np.arange(10), 0.0, 0.5, 40, 4, rng)
    assert set(seen) == set(range(10))
    np.testing.assert_allclose(trained["W1"], 0.5**40)
    np.testing.assert_array_equal(params["W1"], 1)
