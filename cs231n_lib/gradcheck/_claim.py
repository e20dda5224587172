"""What is put to the test: a function at a point, and what is claimed to be its gradient there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._function import Function
from ._noise import noise_of
from ._points import Point, Positions, Vector

ROOM = 10.0  # how many standard deviations of rounding noise are no evidence
EPS = float(np.finfo(np.float64).eps)  # of the checker's own arithmetic
EPS32 = float(np.finfo(np.float32).eps)
SHARE = 0.15  # of f and of the whole gradient: terms of that size may have been rounded, and cancelled


@dataclass(frozen=True)
class Step:
    """Differences of r over one step h: central slope, right slope less left slope, rounding in a slope."""

    h: float
    central: float
    bend: float
    rounding: float


class Claim:
    """What is left of a function when the claimed gradient g is taken off it: r(t) = f(x + t v) - g . t v.

    If g is the gradient, r is flat at 0, so that nothing large is subtracted from anything large.

    Attributes
    ----------
    scale
        By how much a step of 1 moves each entry.
    sizes
        How large each entry is, or if it is small, those of its array.
    noise
        The standard deviation of the rounding errors of f.
    blur
        The standard deviation of the rounding errors of r: with those of the checker's own arithmetic.
    precision
        The relative rounding error of the gradient: that of its dtype, or that of f.
    """

    def __init__(
        self, function: Function, gradient: Vector, precision: float, rng: np.random.Generator
    ) -> None:
        self.function, self.gradient, self._rng = function, gradient, rng
        self._x = function.point.vector
        self.scale, self.sizes = np.maximum(1.0, np.abs(self._x)), _sizes(function.point)
        self.noise = noise_of(function, self.sizes, rng)
        self.blur = self.noise + EPS * (abs(function.value) + self.along(self._x))
        self.precision = max(precision, min(EPS32, self.noise / (abs(function.value) or np.inf)))
        self._terms = _terms(function, gradient, self.sizes)

    def direction(self, positions: Positions | None = None) -> Vector:
        """Draw a direction that moves all entries, or those at ``positions``, none much less than another."""
        moved = np.arange(self._x.size) if positions is None else positions
        sizes = self._rng.uniform(0.5, 1.5, moved.size) * self._rng.choice([-1.0, 1.0], moved.size)
        direction = np.zeros(self._x.size)
        direction[moved] = sizes / np.linalg.norm(sizes) * self.scale[moved]
        return direction

    def axis(self, position: int) -> Vector:
        """Return the direction that moves one entry alone."""
        direction = np.zeros(self._x.size)
        direction[position] = self.scale[position]
        return direction

    def reach(self, direction: Vector) -> float:
        """Return the step that moves an entry by its own size."""
        return float(np.min((self.sizes / self.scale)[direction != 0], initial=np.inf))

    def along(self, direction: Vector) -> float:
        """Return how large the terms of g . v are, taken together."""
        return float(np.linalg.norm(self.gradient * direction))

    def rounded(self, direction: Vector) -> float:
        """Return how far rounding of the gradient may put g . v off, also where large terms cancel."""
        return ROOM * self.precision * float(np.linalg.norm(self._terms * direction))

    def rest(self, direction: Vector, t: float) -> float:
        """Return r(t) - r(0); what x moves by, after rounding, goes into both terms."""
        moved = self._x + t * direction
        return (self.function.near(moved) - self.function.value) - float(self.gradient @ (moved - self._x))

    def step(self, direction: Vector, h: float) -> Step:
        """Take differences of r over a step."""
        rise, fall = self.rest(direction, h), self.rest(direction, -h)
        rounding = ROOM * (self.blur + EPS * max(abs(rise), abs(fall))) / h + self.rounded(direction)
        return Step(h, (rise - fall) / (2 * h), (rise + fall) / h, rounding)


def _terms(function: Function, gradient: Vector, sizes: Vector) -> Vector:
    """Return how large the terms may be whose sums are the entries of a gradient.

    As large as their array at least; but 1 - z^2 of a unit that saturates, or sums that are 0, do
    not tell how large their terms were. What they do to f does, roughly.
    """
    whole = max(abs(function.value), _root_mean_square(gradient * sizes))
    terms: Vector = np.abs(gradient)
    for name in function.point.parts:
        own = function.point.positions(name).ravel()
        usual = max(_root_mean_square(gradient[own]), SHARE * whole / np.min(sizes[own], initial=np.inf))
        terms[own] = np.maximum(terms[own], usual)
    return terms


def _sizes(point: Point) -> Vector:
    sizes = np.abs(point.vector)
    for name in point.parts:
        own = point.positions(name).ravel()
        sizes[own] = np.maximum(sizes[own], _root_mean_square(sizes[own]) or 1.0)
    return sizes


def _root_mean_square(part: Vector) -> float:
    return float(np.sqrt(np.mean(np.square(part)))) if part.size else 0.0
