"""How steep a function is in a direction, and how sure that is.

Everything is measured on what is left of the function when the claimed gradient g is taken off it,
r(t) = f(x + t v) - g . t v: if g is the gradient, r is flat at 0. The steps that are really taken, after
rounding, go into both terms. The mathematics is in the package's docstring.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ._function import Function
from ._points import Positions, Vector

ROOM = 10.0  # how many standard deviations of rounding noise are no evidence
SHRINK = 4.0  # from one step to the next
SMALL, SMALLEST = 1e-8, 1e-12  # steps that leave half the digits of a slope, and just enough to see a kink
NOISE_POINTS = 10
NOISE_SPAN = 1e-3  # of the usual step: 7e-7, so short that a smooth function is a cubic to rounding


@dataclass(frozen=True)
class Slope:
    """The slope of r = f - g . v at 0: what was found, and how far that may be off.

    ``left`` and ``right`` are the one-sided slopes where ``kink`` says that they differ.
    """

    residual: float
    error: float
    kink: bool = False
    left: float = 0.0
    right: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether r may be flat: the claimed gradient is as good as can be seen."""
        return abs(self.residual) <= self.error


@dataclass(frozen=True)
class _Step:
    """Differences of r over one step h: central slope, right slope less left slope, rounding in a slope."""

    central: float
    bend: float
    rounding: float


class Ruler:
    """Measures slopes of a function against a claimed gradient; every call costs a few evaluations.

    Parameters
    ----------
    function, gradient
        The function at its point, and the claimed gradient as a vector.
    precision
        The relative rounding error of the gradient: that of its dtype.
    """

    def __init__(
        self, function: Function, gradient: Vector, precision: float, rng: np.random.Generator
    ) -> None:
        self.function, self.gradient, self._precision, self._rng = function, gradient, precision, rng
        self._x = function.point.vector
        self.scale = np.maximum(1.0, np.abs(self._x))
        self.value = function(self._x)
        self._usual_step = function.eps**0.2
        self.noise = self._noise()
        if self.value:  # f may well compute in less precision than it returns
            self._usual_step = min(max(function.eps, self.noise / abs(self.value)) ** 0.2, 0.05)
        self.analytic = False  # whether the complex step can be trusted

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

    # ---- complex step

    def try_complex(self, direction: Vector, measured: Slope) -> bool:
        """Trust the complex step from now on if it gives the slope that was measured in real numbers."""
        slope = self.function.imaginary(direction)
        if slope is None or measured.kink:
            return False
        along = self._along(direction)
        close = abs(slope - float(self.gradient @ direction) - measured.residual) <= measured.error
        self.analytic = close and measured.error <= 1e-6 * max(along, abs(slope), abs(self.value))
        return self.analytic

    def by_complex_step(self, direction: Vector) -> Slope:
        """Return the slope without subtracting nearly equal numbers: to rounding, and never over a kink."""
        slope = self.function.imaginary(direction)
        if slope is None:
            return self.by_differences(direction)
        claimed, along = float(self.gradient @ direction), self._along(direction)
        relative = max(self._precision, self.noise / abs(self.value) if self.value else 0.0)
        largest = np.max(np.abs(self.gradient * self.scale)) * np.max(np.abs(direction / self.scale))
        return Slope(slope - claimed, ROOM * relative * (along + float(largest) + abs(slope)))

    def measure(self, direction: Vector, wanted: float = 0.0) -> Slope:
        """Return the slope by the best means there is; differences have the last word on what disagrees."""
        if self.analytic:
            slope = self.by_complex_step(direction)
            if slope.agrees:
                return slope
            real = self.by_differences(direction, wanted)
            contradicted = real.kink or (real.agrees and abs(slope.residual - real.residual) > real.error)
            return real if contradicted else slope
        return self.by_differences(direction, wanted)

    # ---- difference quotients

    def by_differences(self, direction: Vector, wanted: float = 0.0) -> Slope:
        """Return the slope by central differences over shrinking steps, extrapolated to a step of 0.

        Steps shrink until rounding outgrows the error estimate, or until what is found agrees and is as sure
        as ``wanted``. What disagrees is looked at over smaller steps still, unless there is no doubt: a kink
        that lies inside one step lies outside a smaller one. The smallest step that can tell is believed.
        """
        steps: list[_Step] = []
        best = Slope(np.nan, np.inf)
        h = SHRINK * SHRINK * self._usual_step
        while h > SMALLEST:
            h /= SHRINK
            step = self._step(direction, h)
            steps = [*steps, step] if np.isfinite(step.central) else []
            if len(steps) < 2:
                continue
            newest = _extrapolated(steps)
            best = newest if _better(newest, best) else best
            if best.error <= wanted if best.agrees else _certainly_wrong(newest, steps):
                return best
            rounding = SHRINK * step.rounding  # of the next step
            if rounding >= best.error and (best.agrees or rounding >= abs(best.residual) / 16):
                break
            if h <= SMALL and abs(step.bend) > 0.9 * abs(steps[-2].bend):  # at a kink: it will not change
                break
        return best if best.agrees or len(steps) < 2 else _by_the_smallest(steps)

    def _step(self, direction: Vector, h: float) -> _Step:
        above, below = self._x + h * direction, self._x - h * direction
        up, down = self.function.near(above), self.function.near(below)
        rise = (up - self.value) - float(self.gradient @ (above - self._x))
        fall = (down - self.value) - float(self.gradient @ (below - self._x))
        largest = max(abs(up), abs(down), abs(self.value))
        rounding = ROOM * (self.noise + self.function.eps * largest) / h
        own = ROOM * self._precision * self._along(direction)
        return _Step((rise - fall) / (2 * h), (rise + fall) / h, rounding + own)

    def _along(self, direction: Vector) -> float:
        """Return how large the terms of g . v are, taken together."""
        return float(np.linalg.norm(self.gradient * direction))

    def _noise(self) -> float:
        """Return the standard deviation of the rounding errors of f near x."""
        direction, span = self.direction(), NOISE_SPAN * self._usual_step
        usual = self.function.eps * abs(self.value)
        noise = self._noise_along(direction, span)
        if noise < usual / 100:  # f may be so coarse that it does not change at all
            span *= 100
            noise = self._noise_along(direction, span)
        if noise > 1e4 * usual:  # perhaps a kink, and no noise: look behind
            noise = min(noise, self._noise_along(-direction, span) or noise)
        return noise if np.isfinite(noise) else 0.0

    def _noise_along(self, direction: Vector, span: float) -> float:
        # To one side, for a kink at x itself is no noise; and unevenly, for rounding repeats itself.
        t = self._rng.uniform(0, 1, NOISE_POINTS)
        values = np.array([self.function.near(self._x + span * k * direction) for k in t])
        if not np.all(np.isfinite(values)):
            return np.inf
        cubic = np.vander(t, 4)
        left_over = values - values[0] - cubic @ np.linalg.lstsq(cubic, values - values[0], rcond=None)[0]
        return float(np.linalg.norm(left_over)) / math.sqrt(NOISE_POINTS - 4)


def _extrapolated(steps: list[_Step]) -> Slope:
    """Return Richardson's extrapolation of the last two steps, and its distance to that of the two before."""
    value = _richardson(steps[-2], steps[-1])
    before = _richardson(steps[-3], steps[-2]) if len(steps) > 2 else steps[-1].central
    return Slope(value, abs(value - before) + 1.2 * steps[-1].rounding)


def _richardson(larger: _Step, smaller: _Step) -> float:
    return smaller.central + (smaller.central - larger.central) / (SHRINK**2 - 1)


def _smooth(steps: list[_Step]) -> bool:
    """Whether left and right slope approach each other as a smooth function's do, in proportion to h."""
    before, last = steps[-2:]
    return abs(last.bend) <= 4 * last.rounding or abs(last.bend) <= 0.4 * abs(before.bend)


def _better(newest: Slope, best: Slope) -> bool:
    """Whether to believe the newest: it is surer, or sure enough to acquit what larger steps condemned."""
    acquits = newest.agrees and not best.agrees and newest.error < abs(best.residual) / 2
    return newest.error < best.error or acquits


def _certainly_wrong(slope: Slope, steps: list[_Step]) -> bool:
    return _smooth(steps) and abs(slope.residual) > 100 * slope.error


def _by_the_smallest(steps: list[_Step]) -> Slope:
    """Judge by the smallest step what disagrees over the larger ones; say whether it is at a kink."""
    before, last = steps[-2:]
    middle, half = last.central, last.bend / 2
    error = last.rounding + 2 * abs(middle - before.central) / (SHRINK**2 - 1)
    kink = not _smooth(steps) and abs(middle) <= abs(half) + error
    return Slope(middle, error, kink, middle - half, middle + half)
