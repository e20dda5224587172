"""Gradient checkers side by side: how many wrong gradients they find, and how many right ones they accuse.

The rivals are written after what they do: CS231n's `grad_check_sparse` and a person who reads what it prints,
`torch.autograd.gradcheck`, and `check_grads` of JAX, each with its own default steps and tolerances.
By itself, ``python -m tests.benchmarks.gradient_checks --seeds 200 --jobs 2`` prints the whole table.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import statistics
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from autograder.authoring import Misconception
from autograder.course import Course, GradedExercise, load_assignment
from cs231n_lib.gradcheck import check_gradient, numerical_gradient, relative_error

from . import pages
from .rows import Line, Row

SEEDS = 5  # of `make bench`
PROBES = range(3)  # the points that tell whether a misconception's gradient fits its own loss
ASSIGNMENTS = ("svm", "softmax", "two_layer_net")
SMALL, LARGE = (8, 5, 4, 3), (100, 20, 5, 6)  # N, D, C, H
CROWDED = (500, 20, 10, 1)  # 4,500 margins: in 1 of 60 points one of them is nearer to 0 than a step of 1e-5
FAR_OFF = 1e-3  # a relative error by which a gradient is known not to fit
NOT_EXACT = "epsilon"  # a right answer to the exercise whose gradient leaves out the epsilon of its loss
WRONG = ("misconceptions", "missing rows", "single entries off by 1e-4")
RIGHT, SVM = "right gradients", "right gradients of the SVM"

Floats = NDArray[np.float64]
Arrays = dict[str, Floats]
Rng = np.random.Generator


class Landscape:
    """A loss around a point: what every claim about its gradient there is checked against."""

    def __init__(self, loss: Callable[[Mapping[str, Floats]], Any], x: Arrays) -> None:
        self.loss, self.x = loss, x

    @cached_property
    def slopes(self) -> Arrays:
        """Central differences of every entry over 1e-6, which no claim changes."""
        return dict(numerical_gradient(self.loss, self.x, h=1e-6))

    def slope(self, name: str, index: tuple[int, ...], h: float) -> float:
        """Return the central difference of one entry."""
        values = []
        for step in (h, -h):
            part = self.x[name].copy()
            part[index] += step
            values.append(float(self.loss({**self.x, name: part})))
        return (values[0] - values[1]) / (2 * h)


@dataclass(frozen=True)
class Problem:
    """A loss around a point, and what is claimed to be its gradient there."""

    landscape: Landscape
    gradient: Arrays


# ---- the checkers: whether they accept a problem, and after how many evaluations


def course(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """Ten random entries of each array, h = 1e-5; a person accepts relative errors up to 1e-5."""
    worst = 0.0
    for name, part in problem.landscape.x.items():
        for _ in range(10):
            index = tuple(int(rng.integers(size)) for size in part.shape)
            measured, claimed = problem.landscape.slope(name, index, 1e-5), problem.gradient[name][index]
            size = abs(measured) + abs(claimed)
            worst = max(worst, abs(measured - claimed) / size if size else 0.0)
    return worst <= 1e-5, 20 * len(problem.gradient)


def torch_style(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """Every entry, eps = 1e-6, accepted within atol = 1e-5 and rtol = 1e-3."""
    slopes = problem.landscape.slopes
    agrees = all(np.allclose(g, slopes[k], rtol=1e-3, atol=1e-5) for k, g in problem.gradient.items())
    return agrees, 2 * sum(part.size for part in problem.gradient.values())


def jax_style(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """One direction with normal entries, eps = 1e-4, accepted within atol = rtol = 1e-5."""
    eps, x, loss = 1e-4, problem.landscape.x, problem.landscape.loss
    tangent = {name: rng.normal(size=part.shape) for name, part in x.items()}
    ends = [{name: part + step * tangent[name] for name, part in x.items()} for step in (eps, -eps)]
    measured = (loss(ends[0]) - loss(ends[1])) / (2 * eps)
    claimed = sum(float(np.sum(problem.gradient[name] * tangent[name])) for name in x)
    return bool(np.allclose(measured, claimed, rtol=1e-5, atol=1e-5)), 2


def ours(problem: Problem, rng: Rng) -> tuple[bool, int]:
    """Check with `cs231n_lib.gradcheck`."""
    result = check_gradient(problem.landscape.loss, problem.landscape.x, problem.gradient, rng=rng)
    return result.passed, result.evaluations


CHECKERS = {"course": course, "torch-style": torch_style, "JAX-style": jax_style, "ours": ours}


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
        return function(*(part.copy() for part in x.values()), *rest)

    gradient = call(x)[1]
    parts = gradient if isinstance(gradient, Mapping) else {"W": gradient}
    claimed = {key: np.array(parts[key], dtype=float) for key in x}
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
    """Yield what one seed gives: misconceptions, right gradients, and those with a row or an entry off."""
    for name, wrong in wrong_functions():
        problem = _wrong_problem(name, wrong, seed)
        if problem is not None:
            yield WRONG[0], problem
    rng = np.random.default_rng(seed)
    for e in exercises():
        others = [a.function for a in e.alternatives if NOT_EXACT not in a.style]
        sizes = SMALL if e.name.endswith("naive") else LARGE
        for function in (e.reference, *others):
            right = problem_of(function, e.name, seed, sizes)
            yield RIGHT, right
            yield WRONG[1], _with_a_missing_row(right, rng)
            yield WRONG[2], _with_an_entry_off(right, rng)
        if e.name == "svm_loss_vectorized":
            yield SVM, problem_of(e.reference, e.name, seed, CROWDED)


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


# ---- the table


@dataclass
class Tally:
    """How many problems of a kind a checker was given and refused, and what each took."""

    refused: list[bool] = field(default_factory=list)
    evaluations: list[int] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the problems that were refused."""
        return statistics.mean(self.refused)

    @property
    def bound(self) -> float:
        """What the true share is below with 95 % confidence (Wilson)."""
        n, share, z = len(self.refused), self.share, 1.645
        spread = z * math.sqrt(share * (1 - share) / n + (z / n) ** 2 / 4)
        return (share + z * z / (2 * n) + spread) / (1 + z * z / n)


Tallies = dict[tuple[str, str], Tally]  # by kind of problem and checker


def tally(seed: int) -> Tallies:
    """Give the problems of one seed to every checker."""
    tallies: Tallies = defaultdict(Tally)
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(None):
        warnings.simplefilter("ignore")
        for number, (kind, problem) in enumerate(problems(seed)):
            for name, checker in CHECKERS.items():
                accepted, evaluations = checker(problem, np.random.default_rng([seed, number]))
                tallies[kind, name].refused.append(not accepted)
                tallies[kind, name].evaluations.append(evaluations)
    return dict(tallies)


def tally_all(seeds: int, jobs: int) -> Tallies:
    """Give every problem to every checker, seed by seed, in as many processes as asked for."""
    together: Tallies = defaultdict(Tally)
    with ProcessPoolExecutor(jobs) as pool:
        for part in tqdm(pool.map(tally, range(seeds)), total=seeds, unit="seed"):
            for key, found in part.items():
                together[key].refused += found.refused
                together[key].evaluations += found.evaluations
    return dict(together)


def measure(seeds: int = SEEDS, jobs: int | None = None) -> list[Line]:
    """Compare the checkers on wrong, slightly wrong and right gradients."""
    tallies = tally_all(seeds, jobs or os.cpu_count() or 1)
    return [line for rival in ("course", "torch-style", "JAX-style") for line in _against(rival, tallies)]


def _against(rival: str, tallies: Tallies) -> Iterable[Line]:
    for kind in WRONG:
        found, theirs = tallies[kind, "ours"], tallies[kind, rival]
        how = f"{len(found.refused)} gradients that are not those of their loss"
        yield Row(
            f"gradient check: {kind} found", 100 * found.share, rival, 100 * theirs.share, "%", how, True
        )
    for kind in (RIGHT, SVM):
        alarms, theirs = tallies[kind, "ours"], tallies[kind, rival]
        how = (
            f"{len(alarms.refused)} {kind} at random points, kinks and all; "
            f"with 95 % confidence ours is below {1000 * alarms.bound:.2g}"
        )
        what = "gradient check: false alarms" + (", SVM" if kind == SVM else "")
        yield Row(what, 1000 * alarms.share, rival, 1000 * theirs.share, "in 1,000", how)
    calls = [statistics.median(tallies[RIGHT, name].evaluations) for name in ("ours", rival)]
    yield Row("gradient check: evaluations", calls[0], rival, calls[1], "calls", "median, right gradients")


def main() -> None:
    """Print the table of as many seeds as asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gradient_checks")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--jobs", type=int, default=None, help="processes; default: one for each core")
    options = parser.parse_args()
    sys.stdout.write(pages.table(measure(options.seeds, options.jobs)))


if __name__ == "__main__":
    main()
