"""Slopes of functions too coarse for differences: a cubic fitted to many values of them.

Rounding puts every value off in another way, so that n values tell a slope sqrt(n) times as surely as one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ._claim import Claim
from ._differences import Slope
from ._points import Vector

WINDOWS = 8  # each half as wide as the one before
FEW, MOST = 8, 400  # values at first in each window, and in all
ENOUGH = 1.5  # times the values that should do
SURE = 5.0  # standard deviations
COARSE = 2.0  # times the noise: a cubic that leaves over more than that does not fit
CORNERS = np.array([-0.8, -0.6, -0.4, -0.25, -0.15, -0.08, -0.03, 0, 0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8])
NOTHING = Slope(np.nan, np.inf)


def slope_by_fits(claim: Claim, direction: Vector, wanted: float, rng: np.random.Generator) -> Slope:
    """Return the slope of the cubic that fits best near 0, in a window as wide as it fits, or nothing.

    The number of values is what rounding asks for, up to a limit; nothing is measured without a hope of
    coming near ``wanted``.
    """
    widths = [claim.reach(direction) / 2**number for number in range(1, WINDOWS + 1)]
    if SURE * claim.blur / widths[0] > wanted:
        return NOTHING
    t = np.concatenate([_on_both_sides(width / 2, width, FEW, rng) for width in widths])
    r = _values(claim, direction, t)
    best, width = _surest(claim, t, r, widths)
    needed = ENOUGH * np.sum(np.abs(t) <= width) * (best.error / wanted) ** 2
    if best.error > wanted and needed <= MOST:
        more = _on_both_sides(0.0, width, int(needed), rng)
        t, r = np.concatenate([t, more]), np.concatenate([r, _values(claim, direction, more)])
        best, width = _surest(claim, t, r, widths)
    return Slope(best.residual, best.error + claim.rounded(direction))


def _on_both_sides(near: float, far: float, count: int, rng: np.random.Generator) -> Vector:
    sizes: Vector = rng.uniform(near, far, count)
    sizes[::2] *= -1
    return sizes


def _values(claim: Claim, direction: Vector, t: Vector) -> Vector:
    return np.array([claim.rest(direction, float(step)) for step in t])


def _surest(claim: Claim, t: Vector, r: Vector, widths: Sequence[float]) -> tuple[Slope, float]:
    """Return the surest slope of all windows, and how wide its window is."""
    fits = []
    for width in widths:
        inside = np.abs(t) <= width
        if np.sum(inside) > 2 * FEW:
            fits.append((_fitted(t[inside] / width, r[inside], width, claim.noise), width))
    return min(fits, key=lambda fit: fit[0].error)


def _fitted(t: Vector, r: Vector, width: float, noise: float) -> Slope:
    """Return the slope at 0 of the cubic that fits values at t, from -1 to 1.

    Its error is what rounding may do, and what one more term may do that the values do not rule out: a corner
    anywhere in the window, or t^5. With a corner at 0, any value between both slopes will do.
    """
    cubic = np.vander(t, 4, increasing=True)
    solution = np.linalg.pinv(cubic)
    coefficients = solution @ r
    left = r - cubic @ coefficients
    scatter = float(np.linalg.norm(left) / np.sqrt(t.size - 4))
    if not scatter <= COARSE * noise:
        return NOTHING
    terms = np.column_stack([np.abs(t[:, None] - CORNERS), t**5])
    known = solution @ terms
    new = terms - cubic @ known
    amounts = left @ new / np.sum(new**2, axis=0)
    shifts = np.where(np.append(CORNERS, 1) == 0, 1.0, known[1]) * amounts
    rounding = SURE * max(scatter, noise / 2) * float(np.linalg.norm(solution[1]))
    return Slope(float(coefficients[1]) / width, (rounding + float(np.max(np.abs(shifts)))) / width)
