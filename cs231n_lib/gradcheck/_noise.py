"""How far rounding puts a function off: measured, not guessed, for it may compute as it likes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ._function import Function
from ._points import Vector

POINTS = 10
SPAN = 1e-3  # of a step: so short that a smooth function is a cubic to rounding
WIDER = (1, 1e2, 1e4, 1e6)  # times that, for functions that change in large jumps
PLACES = 3


def step_for(precision: float) -> float:
    """Return the step over which truncation and rounding are alike after an extrapolation: eps^(1/5)."""
    return float(min(precision**0.2, 0.05))


def noise_of(function: Function, sizes: Vector, rng: np.random.Generator) -> float:
    """Return the standard deviation of the rounding errors of a function near its point.

    What looks coarse may be a kink, so it is looked at in other places and the quietest is believed. A
    function that is coarse indeed changes in jumps, which show only over a longer way.

    Parameters
    ----------
    function
        A function at a point.
    sizes
        How large the entries of the point are; they move by a small part of that.
    """

    def quietest(span: float, places: int = PLACES) -> float:
        lengths, x = span * sizes, function.point.vector
        found = [left_over(function.near, x, lengths, rng) for _ in range(places)]
        return min(filter(None, found), default=0.0)

    usual, noise = function.eps * abs(function.value), 0.0
    for wider in WIDER:
        span = wider * SPAN * step_for(function.eps)
        noise = quietest(span, places=1)
        if noise > 100 * usual:
            longer = SPAN * step_for(noise / (abs(function.value) or np.inf))
            noise = max(quietest(span), quietest(longer))
        if noise >= usual / 100:  # less: perhaps so coarse that it did not change at all
            break
    if not noise and not function.value:  # rounding makes 0 of a small difference of numbers about 1
        return function.eps
    least = usual / 8  # what the last operation rounds off
    return max(noise, least) if np.isfinite(noise) else least


def left_over(
    function: Callable[[Vector], float], x: Vector, lengths: Vector, rng: np.random.Generator
) -> float:
    """Return the standard deviation of what a cubic leaves over of a function near x, in a random direction.

    The points lie to one side, for a kink at x itself is no noise, and unevenly, for rounding repeats itself.
    """
    direction = rng.choice([-1.0, 1.0], x.size) * rng.uniform(0.5, 1.5, x.size) * lengths
    t = rng.uniform(-0.5, 0.5, POINTS)
    values = np.array([function(x + (1.5 + k) * direction) for k in t])
    if not np.all(np.isfinite(values)):
        return np.inf
    cubic, values = np.vander(t, 4), values - values[0]
    rest = values - cubic @ np.linalg.lstsq(cubic, values, rcond=None)[0]
    return float(np.linalg.norm(rest) / np.sqrt(POINTS - 4))
