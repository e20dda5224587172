"""Gradients to be checked at random points: misconceptions, right ones, and those with a row or entry off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring import Misconception
from autograder.course import Course, GradedExercise, load_assignment
from cs231n_lib.gradcheck import numerical_gradient, relative_error

from .gradient_checkers import Arrays, Floats, Landscape, Problem, Rng

PROBES = range(3)  # the points that tell whether a misconception's gradient fits its own loss
ASSIGNMENTS = ("svm", "softmax", "two_layer_net")
SMALL, LARGE = (8, 5, 4, 3), (100, 20, 5, 6)  # N, D, C, H
CROWDED = (500, 20, 10, 1)  # 4,500 margins: in 1 of 60 points one of them is nearer to 0 than a step of 1e-5
FAR_OFF = 1e-3  # a relative error by which a gradient is known not to fit
NOT_EXACT = "epsilon"  # a right answer to the exercise whose gradient leaves out the epsilon of its loss
COARSE = "svm_loss_vectorized", "softmax_loss_vectorized", "two_layer_loss"  # also computed in float32

MISCONCEPTIONS, MISSING_ROWS = "misconceptions", "missing rows"
OFF, OFF32 = "single entries off by 1e-4", "float32 entries off by 1e-4"
RIGHT, SVM, RIGHT32 = "right gradients", "right gradients of the SVM", "right gradients in float32"


@cache
def exercises() -> tuple[GradedExercise, ...]:
    """Return the exercises that return a loss and its gradient."""
    here = Course(Path(__file__).resolve().parents[2])
    graded = [e for name in ASSIGNMENTS for e in load_assignment(here, name).exercises.values()]
    return tuple(e for e in graded if e.exercise.outputs[0] == "loss" and len(e.exercise.outputs) == 2)


def problem_of(
    function: Callable[..., Any],
    name: str,
    seed: int,
    sizes: tuple[int, ...] = SMALL,
    cast: Callable[[Floats], Any] = np.copy,
) -> Problem:
    """Make a problem of a student's function at a random point; nothing keeps it away from kinks.

    The function sees what ``cast`` makes of its arrays.
    """
    rng = np.random.default_rng(seed)
    N, D, C, H = sizes
    shapes: dict[str, tuple[int, ...]] = {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}
    if not name.startswith("two_layer"):
        shapes = {"W": (D, C)}
    x = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    rest = (cast(rng.normal(size=(N, D))), rng.integers(C, size=N), float(rng.uniform(0.5, 1.5)))

    def call(x: Mapping[str, Floats]) -> Any:
        return function(*map(cast, x.values()), *rest)

    gradient = call(x)[1]
    parts = gradient if isinstance(gradient, Mapping) else {"W": gradient}
    claimed = {key: cast(np.array(parts[key], dtype=float)) for key in x}
    return Problem(Landscape(lambda x: call(x)[0], x), claimed)


def _is_wrong(problem: Problem) -> bool:
    """Whether a gradient is far off, measured simply, with the step that speaks for it."""
    landscape, gradient = problem.landscape, problem.gradient
    if any(np.shape(gradient[key]) != part.shape for key, part in landscape.x.items()):
        return False
    if np.asarray(landscape.loss(landscape.x)).dtype != np.float64:  # right, in few digits
        return False
    if not _off(landscape.slopes, gradient) > FAR_OFF:
        return False
    return _off(numerical_gradient(landscape.loss, landscape.x, h=1e-3), gradient) > FAR_OFF


def _off(measured: Arrays, claimed: Arrays) -> float:
    return max(relative_error(measured[key], claimed[key]) for key in claimed)


@cache
def wrong_functions() -> tuple[tuple[str, Misconception], ...]:
    """Return every misconception whose gradient is not that of its own loss, and its exercise."""
    every = [(e.name, wrong) for e in exercises() for wrong in e.misconceptions]
    return tuple(
        (name, wrong)
        for name, wrong in every
        if any(_wrong_problem(name, wrong, seed) is not None for seed in PROBES)
    )


def _wrong_problem(name: str, wrong: Misconception, seed: int) -> Problem | None:
    try:
        problem = problem_of(wrong.function, name, seed)
        return problem if _is_wrong(problem) else None
    except Exception:  # noqa: BLE001 (a mistake that stops by itself needs no checker)
        return None


def problems(seed: int) -> Iterator[tuple[str, Problem]]:
    """Yield what one seed gives: of each kind, problems at one random point for each function."""
    for name, wrong in wrong_functions():
        problem = _wrong_problem(name, wrong, seed)
        if problem is not None:
            yield MISCONCEPTIONS, problem
    rng = np.random.default_rng(seed)
    for e in exercises():
        yield from _right_and_nearly(e, seed, rng)
        if e.name == "svm_loss_vectorized":
            yield SVM, problem_of(e.reference, e.name, seed, CROWDED)
        if e.name in COARSE:
            coarse = problem_of(e.reference, e.name, seed, cast=np.float32)
            yield RIGHT32, coarse
            yield OFF32, _with_an_entry_off(coarse, rng)


def _right_and_nearly(e: GradedExercise, seed: int, rng: Rng) -> Iterator[tuple[str, Problem]]:
    """Yield right gradients of the reference and its alternatives, and what is left when they are spoilt."""
    others = [a.function for a in e.alternatives if NOT_EXACT not in a.style]
    sizes = SMALL if e.name.endswith("naive") else LARGE
    for function in (e.reference, *others):
        right = problem_of(function, e.name, seed, sizes)
        yield RIGHT, right
        yield MISSING_ROWS, _with_a_missing_row(right, rng)
        yield OFF, _with_an_entry_off(right, rng)


def _with_an_entry_off(right: Problem, rng: Rng) -> Problem:
    gradient = {key: part.copy() for key, part in right.gradient.items()}
    entries = [(key, i) for key, part in gradient.items() for i in np.flatnonzero(part)]
    key, i = entries[rng.integers(len(entries))]
    gradient[key].flat[i] *= 1 + 1e-4
    return Problem(right.landscape, gradient)


def _with_a_missing_row(right: Problem, rng: Rng) -> Problem:
    gradient = {key: part.copy() for key, part in right.gradient.items()}
    matrices = {key: part for key, part in gradient.items() if part.ndim == 2}
    rows = [(key, i) for key, part in matrices.items() for i in np.flatnonzero(part.any(axis=1))]
    key, i = rows[rng.integers(len(rows))]
    gradient[key][i] = 0
    return Problem(right.landscape, gradient)
