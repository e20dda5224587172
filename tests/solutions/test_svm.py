"""The SVM assignment against oracles that share no code with it.

Hand numbers come from the tiny batch of the notebook's prose; the rest from plain loops over Python
numbers, from `autograd`, and from what must hold whatever the numbers are.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import autograd
import autograd.numpy as anp
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.course import Assignment, Course, GradedExercise, load_assignment
from autograder.judge import Judge
from autograder.release import visible_exercise
from autograder.results import ExerciseResult
from autograder.samples import function_source
from autograder.source import reference_functions
from cs231n_lib.checking import CheckResult, check_exercise
from cs231n_lib.comparison import compare
from cs231n_lib.metrics import accuracy
from cs231n_lib.outputs import LeafSpec, Response, call, flatten
from cs231n_lib.probes import quadratic_loss

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Functions = Mapping[str, Callable[..., Any]]

SEEDS = (0, 1, 2)
LOSSES = ("svm_loss_naive", "svm_loss_vectorized")
TINY: dict[str, Any] = {
    "W": np.array([[1.0, 0, -1], [0, 2, -1], [0, -1, 1], [-1, 0, 1]]),
    "X": np.array([[2.0, 1, 0.5, 0], [1, 1, 0, 1]]),
    "y": np.array([0, 2]),
    "reg": 0.1,
}
# Worked on paper, as in the notebook.
SCORES = np.array([[2, 1.5, -2.5], [0, 2, -1]])
MARGINS = np.array([[0, 0.5, 0], [2, 4, 0]])
DMARGINS = np.array([[0, 0.5, 0], [0.5, 0.5, 0]])
DSCORES = np.array([[-0.5, 0.5, 0], [0.5, 0.5, -1]])
DW = np.array([[-0.3, 1.5, -1.2], [0, 1.4, -1.2], [-0.25, 0.05, 0.2], [0.3, 0.5, -0.8]])
LOSS = 4.35


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    """Return the assignment as the grader loads it."""
    return load_assignment(Course(root), "svm")


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> Functions:
    """Return the instructor's functions by name."""
    return reference_functions(assignment.notebook)


def drawn(graded: GradedExercise, seed: int) -> Iterator[dict[str, Any]]:
    """Draw the inputs of every small case of an exercise."""
    rng = np.random.default_rng(seed)
    for case in graded.exercise.cases:
        if not case.hidden_only:
            yield dict(case.draw(rng))


def quietly(function: Callable[..., Any], inputs: Mapping[str, Any], spec: tuple[LeafSpec, ...]) -> Response:
    """Call as the grader does, but keep prints and warnings off the screen."""
    with warnings.catch_warnings(record=True), contextlib.redirect_stdout(io.StringIO()):
        return call(function, inputs, spec)


def judged(judge: Judge, name: str, function: Callable[..., Any]) -> ExerciseResult:
    """Judge one function as if a student had handed it in."""
    with warnings.catch_warnings(record=True):
        docket = judge.docket(name)
    responses = [quietly(function, case.inputs, case.spec) for case in docket.cases]
    return judge.verdict(name, responses, [function_source(function, name)])


def loss_by_plain_loops(W: Floats, X: Floats, y: Integers, reg: float) -> float:
    """Compute the loss with Python numbers only."""
    total = 0.0
    labels: list[int] = y.tolist()
    for x, label in zip(X.tolist(), labels, strict=True):
        scores = [sum(a * b for a, b in zip(x, column, strict=True)) for column in W.T.tolist()]
        total += sum(max(0.0, s - scores[label] + 1) for j, s in enumerate(scores) if j != label)
    squares: float = sum(w * w for row in W.tolist() for w in row)
    return float(total / len(y) + reg * squares)


def differentiable_loss(W: Any, X: Floats, y: Integers, reg: float) -> Any:
    """Compute the loss in a form that `autograd` can differentiate."""
    scores = anp.dot(X, W)
    raw = scores - scores[np.arange(len(y)), y][:, None] + 1
    wrong = np.arange(W.shape[1]) != y[:, None]
    return anp.sum(anp.where(wrong & (raw > 0), raw, 0.0)) / len(y) + reg * anp.sum(W**2)


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


def test_every_misconception_is_far_from_right(assignment: Assignment) -> None:
    """Does some case show each mistake a thousand times more clearly than rounding, for every seed?"""
    for graded in assignment.exercises.values():
        told_otherwise = {"loops-in-vectorized", "inputs-overwritten", "matrix-or-wrong-dtype"}
        by_value = [m for m in graded.misconceptions if m.id not in told_otherwise]
        for seed in range(20):
            seen: set[str] = set()
            for inputs in drawn(graded, seed):
                leaves = flatten(graded.reference(*inputs.values()), graded.exercise.outputs)
                spec = tuple(leaf for leaf, _ in leaves)
                expected = {leaf.name: np.asarray(value) for leaf, value in leaves}
                answers = {m.says: quietly(m.function, inputs, spec) for m in by_value}
                seen |= {says for says, a in answers.items() if not compare(expected, a, rtol=1e-3).passed}
            assert seen == {m.says for m in by_value}, (graded.name, seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_other_style_gets_full_marks(assignment: Assignment, seed: int) -> None:
    """Do einsum, one-hot labels, `>=` masks, edits of copies, prints and warnings keep every point?"""
    judge = Judge(assignment, seed)
    for name, graded in assignment.exercises.items():
        assert len(graded.alternatives) >= 3
        for right in graded.alternatives:
            verdict = judged(judge, name, right.function)
            assert verdict.score == graded.points, (name, right.style, verdict.message)
            assert verdict.relative_error is not None
            assert verdict.relative_error < 1e-12, (name, right.style)


def test_a_mistake_in_the_gradient_keeps_the_points_of_the_loss(assignment: Assignment) -> None:
    """Does a wrong column cost the data term of dW, and nothing else?"""
    judge = Judge(assignment, 0)
    for name in LOSSES:
        graded = assignment.exercises[name]
        wrong = next(w for w in graded.misconceptions if w.id == "svm-margins-not-counted")
        assert judged(judge, name, wrong.function).score == pytest.approx(0.65 * graded.points)


def test_points_are_as_announced(assignment: Assignment) -> None:
    """Do the titles of the sections promise what the test cells give, 20 in all?"""
    prose = "\n".join(cell.source for cell in assignment.notebook.cells if cell.cell_type == "markdown")
    promised = [float(points) for points in re.findall(r"^## \d+\. .*\((\d+) points?\)$", prose, re.M)]
    assert promised == [graded.points for graded in assignment.exercises.values()]
    assert assignment.max_score == 20


# Draws


@pytest.mark.parametrize("name", [*LOSSES, "svm_train"])
@pytest.mark.parametrize("seed", range(20))
def test_draws_hide_no_mistake(assignment: Assignment, name: str, seed: int) -> None:
    """Do sizes differ, labels repeat and leave a class out, and stay margins of both signs off the kink?"""
    for inputs in drawn(assignment.exercises[name], seed):
        (N, D), C, y = inputs["X"].shape, inputs["W"].shape[1], inputs["y"]
        scores = inputs["X"] @ inputs["W"]
        wrong = np.arange(C) != y[:, None]
        raw = (scores - scores[np.arange(N), y][:, None] + 1)[wrong]
        assert len({N, D, C}) == 3
        assert y.dtype == np.int64
        assert not np.array_equal(y, np.arange(N))
        assert len(set(y.tolist())) < (C if N == 1 else min(N, C))
        assert np.abs(raw).min() > 1e-3
        assert raw.min() < 0 < raw.max()
        assert scores.min() < 0
        assert all(abs(inputs["reg"] - odd) > 0.05 for odd in (0, 0.5, 1))


# The reference


def test_the_tiny_batch_forward_is_as_on_paper(reference: Functions) -> None:
    """Does each stage give the numbers worked by hand in the notebook?"""
    np.testing.assert_allclose(reference["svm_scores"](TINY["W"], TINY["X"]), SCORES, atol=1e-15)
    np.testing.assert_allclose(reference["svm_margins"](SCORES, TINY["y"]), MARGINS, atol=1e-15)
    assert reference["svm_data_loss"](MARGINS) == pytest.approx(3.25)
    assert reference["svm_reg_loss"](TINY["W"], 0.1) == pytest.approx(1.1)


def test_the_tiny_batch_backward_is_as_on_paper(reference: Functions) -> None:
    """Does each stage back give the numbers worked by hand in the notebook?"""
    np.testing.assert_array_equal(reference["svm_dmargins"](MARGINS), DMARGINS)
    np.testing.assert_array_equal(reference["svm_dscores"](DMARGINS, TINY["y"]), DSCORES)
    np.testing.assert_allclose(reference["svm_dW"](DSCORES, TINY["W"], TINY["X"], 0.1), DW, atol=1e-15)
    for name in LOSSES:
        loss, dW = reference[name](**TINY)
        assert loss == pytest.approx(LOSS)
        np.testing.assert_allclose(dW, DW, atol=1e-15)


def test_one_step_on_the_tiny_batch_is_as_on_paper(reference: Functions) -> None:
    """Does a step with the rate 0.1 give the weight, the scores and the loss of section 10?"""
    rest = (TINY["X"], TINY["y"], TINY["reg"])
    W, history = reference["svm_train"](reference["svm_loss_naive"], TINY["W"], *rest, 0.1, 1)
    np.testing.assert_allclose(history, [LOSS])
    assert W[0, 1] == pytest.approx(-0.15)
    np.testing.assert_allclose((TINY["X"] @ W)[0], [2.07, 1.06, -2.15], atol=5e-3)
    assert loss_by_plain_loops(W, *rest) == pytest.approx(3.54, abs=5e-3)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_losses_agree_with_plain_loops_and_autograd(assignment: Assignment, name: str, seed: int) -> None:
    """Are loss and gradient those of other code?"""
    graded = assignment.exercises[name]
    for inputs in drawn(graded, seed):
        loss, dW = graded.reference(**inputs)
        assert loss == pytest.approx(loss_by_plain_loops(**inputs), rel=1e-12)
        expected = autograd.grad(differentiable_loss)(*inputs.values())
        np.testing.assert_allclose(dW, expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_each_stage_back_is_the_gradient_of_its_stage_forward(assignment: Assignment, seed: int) -> None:
    """Does autograd, stage by stage, pass the same gradients on?"""
    back = {name: assignment.exercises[f"svm_{name}"] for name in ("dmargins", "dscores", "dW")}
    for (margins,) in (inputs.values() for inputs in drawn(back["dmargins"], seed)):
        raw = np.where(margins > 0, margins, -1.0)
        mean_of_max = autograd.grad(lambda raw: anp.sum(anp.maximum(0.0, raw)) / len(raw))
        np.testing.assert_allclose(back["dmargins"].reference(margins), mean_of_max(raw))
    for dmargins, y in (inputs.values() for inputs in drawn(back["dscores"], seed)):
        rows = np.arange(len(y))
        through = autograd.grad(lambda s, d, y, rows: anp.sum(d * (s - s[rows, y][:, None] + 1)))
        expected = through(np.zeros(dmargins.shape), dmargins, y, rows)
        np.testing.assert_allclose(back["dscores"].reference(dmargins, y), expected, atol=1e-15)
    for dscores, W, X, reg in (inputs.values() for inputs in drawn(back["dW"], seed)):
        both_ways = autograd.grad(lambda W, X, d, reg: anp.sum(d * anp.dot(X, W)) + reg * anp.sum(W**2))
        np.testing.assert_allclose(back["dW"].reference(dscores, W, X, reg), both_ways(W, X, dscores, reg))


@pytest.mark.parametrize("C", [2, 3, 10])
def test_the_first_loss_is_one_less_than_the_number_of_classes(reference: Functions, C: int) -> None:
    """Is the loss at W = 0 what the notebook predicts, whatever the images?"""
    X, y = np.random.default_rng(C).normal(size=(6, 4)), np.array([0, 1, 1, 0, 1, 1])
    for name in LOSSES:
        assert reference[name](np.zeros((4, C)), X, y, 0.0)[0] == C - 1


def test_training_follows_the_closed_form_of_a_quadratic(reference: Functions) -> None:
    """Does W approach its target T as T + (1 - rate * curvature)^t (W0 - T), and stays W0 as it was?"""
    X, y, reg, rate, steps = np.array([[1.0, 4.0], [3.0, 0.0]]), np.array([1, 2]), 0.8, 0.25, 6
    W0 = np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -3.0]])
    target = np.array([[3.5], [3.5]])
    W, history = reference["svm_train"](quadratic_loss, W0.copy(), X, y, reg, rate, steps)
    shrink = 1 - rate * (1 + reg) / 2
    np.testing.assert_allclose(W, target + shrink**steps * (W0 - target))
    distance = np.sum((W0 - target) ** 2)
    np.testing.assert_allclose(history, (1 + reg) / 4 * distance * shrink ** (2 * np.arange(steps)))


def test_the_lecture_keeps_its_promise_of_lines(assignment: Assignment) -> None:
    """Are the stages 8 lines forward, the sum of the two losses included, and 5 backward?"""
    text = "\n".join(cell.source for cell in assignment.notebook.cells)
    bodies = re.findall(r"def (svm_\w+)\(.*?BEGIN SOLUTION\n(.*?)\n    ### END", text, re.DOTALL)
    lines = {name: len(body.splitlines()) for name, body in bodies}
    assert sum(lines[f"svm_{stage}"] for stage in ("scores", "margins", "data_loss", "reg_loss")) + 1 <= 8
    assert sum(lines[f"svm_{stage}"] for stage in ("dmargins", "dscores", "dW")) <= 5


# The notebook


@pytest.fixture(scope="module")
def after_run_all(assignment: Assignment) -> dict[str, Any]:
    """Return what the notebook's cells leave behind, run top to bottom, with the checks' results."""
    checks: dict[str, CheckResult] = {}

    def check(name: str, function: Callable[..., Any]) -> None:
        with warnings.catch_warnings(record=True):
            checks[name] = check_exercise(visible_exercise(assignment.exercises[name]), function)

    namespace: dict[str, Any] = {"__name__": "notebook", "checks": checks}
    with mpl.rc_context(), contextlib.redirect_stdout(io.StringIO()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(plt, "show", lambda: plt.close("all"))
        patch.setattr("cs231n_lib.check", check)
        for cell in assignment.notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), namespace)
    return namespace


def test_the_reference_passes_every_check(assignment: Assignment, after_run_all: dict[str, Any]) -> None:
    """Does the notebook, solutions in place, show ten green checks?"""
    assert list(after_run_all["checks"]) == list(assignment.exercises)
    assert all(after_run_all["checks"].values())


def test_training_reaches_94_percent_on_the_digits(after_run_all: dict[str, Any]) -> None:
    """Do the notebook's own settings learn the test digits, from a loss of exactly 9 and always downhill?"""
    digits, history = after_run_all["digits"], after_run_all["loss_history"]
    assert accuracy(digits.X_test @ after_run_all["W_trained"], digits.y_test) >= 0.94
    assert history[0] == pytest.approx(9)
    assert np.all(np.diff(history) < 0)


def test_what_the_notebook_says_of_its_experiments_is_true(after_run_all: dict[str, Any]) -> None:
    """Do the statements around learning rate and regularisation hold for what is computed?"""
    crawling, good, overshooting = after_run_all["curves"].values()
    assert crawling[-1] > 4 * good[-1]
    assert overshooting[1] == pytest.approx(4 * 9, rel=0.1)
    trained, strongly = (np.abs(after_run_all[W]).max() for W in ("W_trained", "W_reg"))
    assert trained / strongly == pytest.approx(5, rel=0.2)
    assert 0.1 < np.mean(after_run_all["supporting"]) < 0.3


def test_the_tiny_batch_of_the_notebook_is_the_one_tested_here(after_run_all: dict[str, Any]) -> None:
    """Do prose, notebook and this file speak of one batch?"""
    for name, value in TINY.items():
        np.testing.assert_array_equal(after_run_all[f"{name}_tiny"], value)


def test_an_unfinished_notebook_shows_nothing_but_that(assignment: Assignment) -> None:
    """With no stub written, does every other cell run, or say NotImplementedError or a missing name?"""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    errors: dict[str, str] = {}
    stub = '    raise NotImplementedError("Write the body here, then delete this line")'
    with mpl.rc_context(), contextlib.redirect_stdout(io.StringIO()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(plt, "show", lambda: plt.close("all"))
        patch.setattr("cs231n_lib.check", lambda *_: None)
        for cell in (cell for cell in assignment.notebook.cells if cell.cell_type == "code"):
            source = re.sub(r"    ### BEGIN SOLUTION.*### END SOLUTION", stub, cell.source, flags=re.DOTALL)
            try:
                exec(compile(source, cell.id, "exec"), namespace)
            except (NotImplementedError, NameError) as error:
                errors[cell.id] = str(error)
    assert set(errors) < {c.id for c in assignment.notebook.cells if "explore" in c.metadata.get("tags", [])}
    missing = {text for text in errors.values() if "not defined" in text}
    assert missing == {"name 'W_trained' is not defined"}
