"""Difference quotients: how a function of arrays changes with each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import ShapeError

Point = Any  # an array, or a dictionary of arrays
Objective = Callable[[Any], Any]

EPS = float(np.finfo(np.float64).eps)
NOISE = 100 * EPS  # rounding error of f on its own scale, with room for a long sum


def numerical_gradient(f: Objective, x: Point, *, h: float | None = None) -> Any:
    """Differentiate ``f`` at ``x`` by central differences, (f(x + h) - f(x - h)) / 2h entry by entry.

    Parameters
    ----------
    f : callable
        Takes what ``x`` is and returns one number. Called twice per entry, on copies.
    x : float array of any shape, or dictionary of them
        Where to differentiate. Not modified. Computed with in float64.
    h : float, optional
        Step. By default eps^(1/3) * max(1, |entry|), about 6e-6, which balances rounding against curvature.

    Returns
    -------
    float64 array, or dictionary of them, shaped like ``x``

    Raises
    ------
    ShapeError
        If ``x`` holds integers (x + h would be cut back to x), or ``f`` returns more than one number.

    Examples
    --------
    The gradient of x0 * x1 + x1^2 is (x1, x0 + 2 x1), at (2, 3) that is (3, 8):

    >>> numerical_gradient(lambda x: x[0] * x[1] + x[1] ** 2, np.array([2.0, 3.0])).round(6)
    array([3., 8.])
    """
    probe = Probe(f, x)
    gradients = {name: np.empty_like(part) for name, part in probe.parts.items()}
    for name, index in probe.entries():
        gradients[name][index] = probe.slopes(name, index, h).central
    return gradients if isinstance(x, Mapping) else gradients[""]


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Return the largest |a - b| / max(1e-8, |a| + |b|) of any entry, the measure CS231n uses.

    1e-7 and less is a match; 1e-2 and more is a mistake; 1 means another sign, or 0 in one of the two.

    Raises
    ------
    ShapeError
        If the shapes differ: broadcasting would compare the wrong entries.

    >>> relative_error([1.0, 2.0], [1.0, 6.0])
    0.5
    """
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape:
        raise ShapeError(f"expected two arrays of one shape, got {first.shape} and {second.shape}")
    errors = np.abs(first - second) / np.maximum(1e-8, np.abs(first) + np.abs(second))
    return float(np.max(errors, initial=0.0))


@dataclass(frozen=True)
class Slopes:
    """Three difference quotients at one entry, and how far rounding may put them off."""

    left: float
    right: float
    central: float
    noise: float


class Probe:
    """A function and the point where it is differentiated; every call gets a copy."""

    def __init__(self, f: Objective, x: Point) -> None:
        for name, part in parts_of(x).items():
            if part.dtype.kind != "f":
                raise ShapeError(
                    f"expected floating point numbers{f' in {name}' if name else ''}, got {part.dtype}: "
                    f"x + h would be cut back to x; try x.astype(float)"
                )
        self._f = f
        self._is_mapping = isinstance(x, Mapping)
        self.parts = {name: part.astype(np.float64) for name, part in parts_of(x).items()}
        self.value = self.at()

    def entries(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        return ((name, index) for name, part in self.parts.items() for index in np.ndindex(part.shape))

    def at(self, name: str = "", index: tuple[int, ...] | None = None, entry: float = 0.0) -> float:
        """Return f(x), with one entry replaced."""
        parts = {key: part.copy() for key, part in self.parts.items()}
        if index is not None:
            parts[name][index] = entry
        value = self._f(parts if self._is_mapping else parts[""])
        if isinstance(value, (tuple, list)) or np.size(value) != 1:
            what = (
                f"an array of shape {np.shape(value)}"
                if isinstance(value, np.ndarray)
                else f"a {type(value).__name__}"
            )
            raise ShapeError(
                f"expected f(x) to be one number, got {what}; try lambda x: f(x)[0] for the loss alone"
            )
        return float(np.reshape(value, ()))

    def slopes(self, name: str, index: tuple[int, ...], h: float | None, shrink: float = 1.0) -> Slopes:
        """Return the difference quotients for step ``h``, or for the step that suits the entry."""
        here = float(self.parts[name][index])
        step = shrink * (h or EPS ** (1 / 3) * max(1.0, abs(here)))
        above, below = (
            here + step,
            here - step,
        )  # rounded: the steps really taken are above - here, here - below
        up, down = self.at(name, index, above), self.at(name, index, below)
        noise = NOISE * max(abs(up), abs(down), abs(self.value)) / step
        left, right = (self.value - down) / (here - below), (up - self.value) / (above - here)
        return Slopes(left, right, (up - down) / (above - below), noise)


def parts_of(x: Point) -> dict[str, NDArray[Any]]:
    """Return the arrays of a point by name; the name of a single array is ""."""
    if isinstance(x, Mapping):
        return {str(name): np.asarray(part) for name, part in x.items()}
    return {"": np.asarray(x)}
