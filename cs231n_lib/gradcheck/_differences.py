"""Difference quotients over shrinking steps: how steep a function is, how sure that is, and its corners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ._claim import Claim, Step
from ._noise import step_for
from ._points import Vector

SHRINK = 4.0  # from one step to the next
SURE = 1.2  # of the rounding of the smaller step, for what an extrapolation of two carries
SMALL = 1e-8  # a step that leaves half the digits of a slope
TELLING = 6.0  # times the rounding of a difference over what it is to tell from 0: 8 standard deviations
REPEATS = 16
SMALLEST = 1e-12  # of an entry: a step that just leaves enough digits to see a kink


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


def slope_by_differences(claim: Claim, direction: Vector, wanted: float = 0.0) -> Slope:
    """Return the slope by central differences over shrinking steps, extrapolated to a step of 0.

    Steps shrink until rounding outgrows the error estimate, or until what is found agrees and is as sure as
    ``wanted``. What disagrees is looked at over smaller steps still, unless there is no doubt: a kink that
    lies inside one step lies outside a smaller one. The smallest step that can tell is believed.
    """
    slope = _shrunk(claim, direction, wanted)
    accused = abs(slope.residual) > slope.error and not slope.kink
    return _confirmed(claim, direction, slope) if accused else slope


def _shrunk(claim: Claim, direction: Vector, wanted: float) -> Slope:
    steps: list[Step] = []
    best = Slope(np.nan, np.inf)
    for h in _shrinking(claim, direction):
        step = claim.step(direction, h)
        steps = [*steps, step] if np.isfinite(step.central) else []
        if len(steps) < 2:
            continue
        newest = _extrapolated(steps)
        best = newest if _better(newest, best) else best
        if best.agrees:
            if best.error <= max(wanted, SHRINK * step.rounding):
                break
        elif _smooth(steps) and abs(newest.residual) > 100 * newest.error:
            return newest
        elif _cornered(steps) or not _can_tell(step.h / SHRINK, step, newest):
            break
    return best if best.agrees or len(steps) < 2 else _judged(steps, best, claim.reach(direction))


def _confirmed(claim: Claim, direction: Vector, slope: Slope) -> Slope:
    """Look again over the smallest step that can tell: two corners, one on either side, pass for an error.

    Where rounding allows no small step, the mean over steps of almost that length is less rounded than one.
    """
    off, reach = abs(slope.residual), claim.reach(direction)
    h = TELLING * claim.blur / off
    count = 1 if h <= 1e-4 * reach else REPEATS
    h = max(h / np.sqrt(count), 1e-9 * reach)
    found = np.mean([claim.step(direction, h * (1 + k / (4 * count))).central for k in range(count)])
    if found * np.sign(slope.residual) >= off / 2 or np.isnan(found):
        return slope
    return Slope(float(found), abs(float(found)) + off)


def _shrinking(claim: Claim, direction: Vector) -> Iterator[float]:
    """Yield steps from far too large down to hardly any change of the entries that move."""
    function, moved = claim.function, direction != 0
    smallest = SMALLEST * float(np.max((claim.sizes / claim.scale)[moved], initial=0.0))
    h = SHRINK * step_for(max(function.eps, claim.noise / abs(function.value or np.inf)))
    while h > smallest:
        yield h
        h /= SHRINK


def _extrapolated(steps: list[Step]) -> Slope:
    """Return Richardson's extrapolation of the last two steps, and its distance to that of the two before."""
    value = _richardson(steps[-2], steps[-1])
    before = _richardson(steps[-3], steps[-2]) if len(steps) > 2 else steps[-1].central
    return Slope(value, abs(value - before) + SURE * steps[-1].rounding)


def _richardson(larger: Step, smaller: Step) -> float:
    return smaller.central + (smaller.central - larger.central) / (SHRINK**2 - 1)


def _better(newest: Slope, best: Slope) -> bool:
    """Whether to believe the newest: it is surer, or sure enough to acquit what larger steps condemned."""
    acquits = newest.agrees and not best.agrees and newest.error < abs(best.residual) / 2
    return newest.error < best.error or acquits


def _can_tell(h: float, step: Step, newest: Slope) -> bool:
    """Whether a step h would still show what a larger one does, above the rounding."""
    return SURE * step.rounding * step.h / h < max(abs(step.central), abs(newest.residual))


def _corner(before: Step, last: Step) -> float:
    """Return what is left of the bend at a step of 0: nothing of a curve, all of a corner."""
    return (SHRINK * last.bend - before.bend) / (SHRINK - 1)


def _smooth(steps: list[Step]) -> bool:
    """Whether a slope that is off cannot be due to corners, which bend a function more than they tilt it."""
    if len(steps) < 3:
        return False
    first, before, last = steps[-3:]
    corner = max(abs(_corner(first, before)), abs(_corner(before, last)))
    tilt = abs(last.central)
    return corner <= tilt / 10 + last.rounding and abs(first.central - last.central) <= tilt / 2


def _cornered(steps: list[Step]) -> bool:
    """Whether x is on a corner for all that is worth knowing: it has not moved since the step before."""
    before, last = steps[-2:]
    stays = 0.9 * abs(before.bend) <= abs(last.bend) <= 1.1 * abs(before.bend)
    return last.h <= SMALL and stays and abs(last.central) <= abs(last.bend) / 2 + last.rounding


def _judged(steps: list[Step], best: Slope, reach: float) -> Slope:
    """Judge by the smallest steps what disagrees over the larger ones; say whether it is at a kink."""
    if _smooth(steps):
        return best
    before, last = steps[-2:]
    middle, corner = last.central, _corner(before, last)
    error = SURE * last.rounding + abs(middle - before.central) / 2
    between = abs(middle) <= max(abs(corner), abs(last.bend)) / 2 + error
    if not between and (last.h <= reach / 10 or abs(corner) <= error):
        return Slope(middle, error)
    if not between or abs(corner) <= error:  # corners nearer than can be told, or than a curve
        return Slope(middle, abs(middle) + error)
    return Slope(middle, error, kink=True, left=middle - corner / 2, right=middle + corner / 2)
