"""Gradient checkers to be measured: ours, and rivals written after what they do.

They are CS231n's `grad_check_sparse` and a person who reads what it prints, `torch.autograd.gradcheck`, and
`check_grads` of JAX, each with its own default steps and tolerances.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_lib.gradcheck import check_gradient, numerical_gradient

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
