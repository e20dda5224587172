"""Gradient checkers side by side: how many wrong gradients they find, and how many right ones they accuse.

The rivals are written after what they do: CS231n's `grad_check_sparse` and a person who reads what it prints,
`torch.autograd.gradcheck`, and `check_grads` of JAX, each with its own default steps and tolerances.
By itself, ``python -m tests.benchmarks.gradient_checks --seeds 200`` takes some minutes and prints a table.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.course import Course, GradedExercise, load_assignment
from cs231n_lib.gradcheck import check_gradient, numerical_gradient, relative_error

from .rows import Line, Row

SEEDS = 5  # of `make bench`
ASSIGNMENTS = ("svm", "softmax", "two_layer_net")
SMALL, LARGE = (8, 10, 6, 7), (100, 20, 10, 20)  # N, D, C, H
FAR_OFF = 1e-3  # a relative error by which a gradient is known not to fit
NOT_EXACT = "epsilon"  # a right answer to the exercise whose gradient leaves out the epsilon of its loss

Floats = NDArray[np.float64]
Arrays = dict[str, Floats]
Rng = np.random.Generator


@dataclass(frozen=True)
class Problem:
    """A loss as a function of its parameters, where to check it, and what is claimed to be its gradient."""

    loss: Callable[[Mapping[str, Floats]], Any]
    x: Arrays
    gradient: Arrays


# ---- the checkers: whether they accept a problem, and after how many evaluations


def course(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """Ten random entries of each array, h = 1e-5; a person accepts relative errors up to 1e-5."""
    worst = 0.0
    for name, part in problem.x.items():
        for _ in range(10):
            index = tuple(int(rng.integers(size)) for size in part.shape)
            measured, claimed = _slope(problem, name, index, 1e-5), problem.gradient[name][index]
            size = abs(measured) + abs(claimed)
            worst = max(worst, abs(measured - claimed) / size if size else 0.0)
    return worst <= 1e-5, 20 * len(problem.x)


def torch_style(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """Every entry, eps = 1e-6, accepted within atol = 1e-5 and rtol = 1e-3."""
    agrees = True
    for name, part in problem.x.items():
        measured = np.zeros(part.shape)
        for index in np.ndindex(part.shape):
            measured[index] = _slope(problem, name, index, 1e-6)
        agrees &= np.allclose(problem.gradient[name], measured, rtol=1e-3, atol=1e-5)
    return agrees, 2 * sum(part.size for part in problem.x.values())


def jax_style(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """One direction with normal entries, eps = 1e-4, accepted within atol = rtol = 1e-5."""
    eps = 1e-4
    tangent = {name: rng.normal(size=part.shape) for name, part in problem.x.items()}
    ends = [{name: part + step * tangent[name] for name, part in problem.x.items()} for step in (eps, -eps)]
    measured = (problem.loss(ends[0]) - problem.loss(ends[1])) / (2 * eps)
    claimed = sum(float(np.sum(problem.gradient[name] * tangent[name])) for name in problem.x)
    return bool(np.allclose(measured, claimed, rtol=1e-5, atol=1e-5)), 2


def ours(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """Check with `cs231n_lib.gradcheck`."""
    result = check_gradient(problem.loss, problem.x, problem.gradient, rng=rng)
    return result.passed, result.evaluations


CHECKERS = {"course": course, "torch-style": torch_style, "JAX-style": jax_style, "ours": ours}


def _slope(problem: Problem, name: str, index: tuple[int, ...], h: float) -> float:
    values = []
    for step in (h, -h):
        x = {key: part.copy() for key, part in problem.x.items()}
        x[name][index] += step
        values.append(float(problem.loss(x)))
    return (values[0] - values[1]) / (2 * h)


# ---- the problems


@cache
def exercises() -> tuple[GradedExercise, ...]:
    """Return the exercises that return a loss and its gradient."""
    here = Course(Path(__file__).resolve().parents[2])
    graded = [e for name in ASSIGNMENTS for e in load_assignment(here, name).exercises.values()]
    return tuple(e for e in graded if e.exercise.outputs[0] == "loss" and len(e.exercise.outputs) == 2)


def problem_of(function: Callable[..., Any], name: str, seed: int, sizes: tuple[int, ...] = SMALL) -> Problem:
    """Make a problem of a student's function at a random point; nothing keeps it away from kinks."""
    rng = np.random.default_rng(seed)
    N, D, C, H = sizes
    shapes: dict[str, tuple[int, ...]] = {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}
    if not name.startswith("two_layer"):
        shapes = {"W": (D, C)}
    x = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    rest = (rng.normal(size=(N, D)), rng.integers(C, size=N), float(rng.uniform(0.5, 1.5)))

    def call(x: Mapping[str, Floats]) -> Any:
        with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(None):
            warnings.simplefilter("ignore")
            return function(*(part.copy() for part in x.values()), *rest)

    gradient = call(x)[1]
    parts = gradient if isinstance(gradient, Mapping) else {"W": gradient}
    return Problem(lambda x: call(x)[0], x, {key: np.array(parts[key], dtype=float) for key in x})


def _misfit(problem: Problem) -> float:
    """Return by how much a gradient is off, measured simply, with the step that speaks for it."""
    if any(np.shape(problem.gradient[key]) != part.shape for key, part in problem.x.items()):
        return np.nan
    measured = [numerical_gradient(problem.loss, problem.x, h=h) for h in (1e-6, 1e-3)]
    return min(max(relative_error(m[key], problem.gradient[key]) for key in problem.x) for m in measured)


def wrong_gradients(seeds: Iterable[int]) -> Iterator[Problem]:
    """Yield every misconception whose gradient is not that of its own loss, at a random point per seed."""
    for e in exercises():
        for wrong in e.misconceptions:
            for seed in seeds:
                try:
                    problem = problem_of(wrong.function, e.name, seed)
                    misfit = _misfit(problem)
                except Exception:  # noqa: BLE001 (a mistake that stops by itself needs no checker)
                    break
                coarse = np.asarray(problem.loss(problem.x)).dtype != np.float64  # right, in few digits
                if misfit > FAR_OFF and not coarse:
                    yield problem


def right_gradients(seeds: Iterable[int]) -> Iterator[Problem]:
    """Yield the references and the alternatives at random points; many examples make for many kinks."""
    for e in exercises():
        others = [a.function for a in e.alternatives if NOT_EXACT not in a.style]
        sizes = SMALL if e.name.endswith("naive") else LARGE
        for function in (e.reference, *others):
            yield from (problem_of(function, e.name, seed, sizes) for seed in seeds)


def slightly_wrong_gradients(seeds: Iterable[int]) -> Iterator[Problem]:
    """Yield right gradients of which a single entry is off by 1 in 10,000."""
    for number, problem in enumerate(right_gradients(seeds)):
        rng = np.random.default_rng(number)
        entries = [(key, i) for key, part in problem.gradient.items() for i in np.flatnonzero(part)]
        key, i = entries[rng.integers(len(entries))]
        problem.gradient[key].flat[i] *= 1 + 1e-4
        yield problem


def gradients_with_a_wrong_row(seeds: Iterable[int]) -> Iterator[Problem]:
    """Yield right gradients of which one row is missing."""
    for number, problem in enumerate(right_gradients(seeds)):
        rng = np.random.default_rng(number)
        matrices = {key: part for key, part in problem.gradient.items() if part.ndim == 2}
        rows = [(key, i) for key, part in matrices.items() for i in np.flatnonzero(part.any(axis=1))]
        key, i = rows[rng.integers(len(rows))]
        problem.gradient[key][i] = 0
        yield problem


# ---- the table


@dataclass
class Tally:
    """How many problems a checker was given and refused, and what each took."""

    refused: list[bool] = field(default_factory=list)
    evaluations: list[int] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the problems that were refused."""
        return statistics.mean(self.refused)

    @property
    def median_evaluations(self) -> float:
        """The evaluations of the function for one problem."""
        return statistics.median(self.evaluations)


def tally(problems: Iterable[Problem]) -> dict[str, Tally]:
    """Give the same problems to every checker."""
    tallies = {name: Tally() for name in CHECKERS}
    for seed, problem in enumerate(problems):
        for name, checker in CHECKERS.items():
            accepted, evaluations = checker(problem, np.random.default_rng(seed))
            tallies[name].refused.append(not accepted)
            tallies[name].evaluations.append(evaluations)
    return tallies


def measure(seeds: int = SEEDS) -> list[Line]:
    """Compare the checkers on wrong, slightly wrong and right gradients."""
    points = range(seeds)
    wrong = {
        "misconceptions": tally(wrong_gradients(points)),
        "missing rows": tally(gradients_with_a_wrong_row(points)),
        "single entries off by 1e-4": tally(slightly_wrong_gradients(points)),
    }
    right = tally(right_gradients(range(4 * seeds)))
    lines: list[Line] = []
    for name in ("course", "torch-style", "JAX-style"):
        for what, tallies in wrong.items():
            how = f"{len(tallies[name].refused)} gradients that are not those of their loss"
            found = [100 * tallies[checker].share for checker in ("ours", name)]
            lines.append(Row(f"gradient check: {what} found", found[0], name, found[1], "%", how, True))
        how = f"{len(right[name].refused)} right gradients at random points, kinks and all"
        alarms = [1000 * right[checker].share for checker in ("ours", name)]
        lines.append(Row("gradient check: false alarms", alarms[0], name, alarms[1], "in 1,000", how))
        calls = [right[checker].median_evaluations for checker in ("ours", name)]
        lines.append(Row("gradient check: evaluations", calls[0], name, calls[1], "calls", f"median; {how}"))
    return lines


def main() -> None:
    """Print the table of as many seeds as asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gradient_checks")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    for line in measure(parser.parse_args().seeds):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
