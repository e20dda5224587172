"""What has been seen of a gradient: first along directions, then where that leaves doubt, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ._claim import Claim
from ._differences import Slope
from ._points import Positions, Vector
from ._slopes import CERTAIN, Ruler

DIRECTIONS = 3
ENTRIES = 1000  # measured one by one at most
PROMISE = 1e-4  # every error of this relative size in a single entry is to be seen
CANCELLED = 20.0  # times the usual rounding of a gradient: what several entries may be off by together


class Seen(IntEnum):
    """What is known of one entry of the gradient."""

    UNSEEN = 0
    COVERED = 1  # moved in a direction, or with a group of entries, that showed nothing wrong
    RIGHT = 2
    WRONG = 3
    KINK = 4
    UNDEFINED = 5  # f cannot be computed on both sides


@dataclass(frozen=True)
class EntryMap:
    """One array of a checked gradient: what is known of each entry (`Seen`), its relative error or nan."""

    name: str
    seen: NDArray[np.int8]
    errors: NDArray[np.float64]


@dataclass
class Evidence:
    """What was seen of each entry; filled in while the check goes on.

    ``numerical`` is nan where an entry was not measured by itself. ``resolution`` is the largest error of an
    entry that might have been overlooked. ``astray`` is the relative error of the worst direction that
    disagreed, or None.
    """

    ruler: Ruler
    rtol: float
    numerical: Vector = field(init=False)
    resolution: Vector = field(init=False)
    seen: NDArray[np.int8] = field(init=False)
    slopes: dict[int, Slope] = field(default_factory=dict)
    error: float = 0.0
    astray: float | None = None

    def __post_init__(self) -> None:
        size = self.claim.gradient.size
        self.numerical, self.resolution = np.full(size, np.nan), np.full(size, np.inf)
        self.seen = np.zeros(size, np.int8)

    @property
    def claim(self) -> Claim:
        """What is put to the test."""
        return self.ruler.claim

    def look_along_directions(self) -> None:
        """Move all entries at once, a few times: whatever the size, an error in any of them shows."""
        for _ in range(DIRECTIONS):
            direction = self.claim.direction()
            slope = self.ruler.measure(direction)
            if not self.ruler.analytic and self.ruler.try_complex(direction, slope):
                slope = self.ruler.measure(direction)
            size = float(np.linalg.norm(self.claim.gradient * direction))
            error = abs(slope.residual) / (size or 1.0)
            if slope.agrees:
                self.error = max(self.error, error)
                self._cover(direction, slope)
            else:
                self.astray = max(error, self.astray or 0.0)

    def agree(self, positions: Positions) -> bool:
        """Move some entries together; whether nothing is wrong with them."""
        direction = self.claim.direction(positions)
        slope = self.ruler.measure(direction)
        if slope.agrees:
            self._cover(direction, slope)
        return slope.agrees

    def _cover(self, direction: Vector, slope: Slope) -> None:
        moved = direction != 0
        seen = CERTAIN * slope.error / np.abs(direction[moved])
        self.resolution[moved] = np.minimum(self.resolution[moved], seen)
        self.seen[moved] = np.maximum(self.seen[moved], Seen.COVERED)

    @property
    def promise(self) -> float:
        """The relative size of errors that are to be seen."""
        return max(PROMISE, 2 * self.rtol)

    @property
    def in_doubt(self) -> Positions:
        """The entries in which an error of the promised size might have been overlooked, large ones first."""
        sizes = np.abs(self.claim.gradient)
        doubtful = np.flatnonzero((self.promise * sizes < self.resolution) & (self.seen <= Seen.COVERED))
        return doubtful[np.argsort(-sizes[doubtful], kind="stable")]

    def look_at(self, position: int) -> None:
        """Measure one entry alone."""
        gradient, scale = float(self.claim.gradient[position]), float(self.claim.scale[position])
        slope = self.ruler.measure(self.claim.axis(position), self.promise * abs(gradient) * scale)
        numerical = gradient + slope.residual / scale
        self.numerical[position], self.slopes[position] = numerical, slope
        self.resolution[position] = CERTAIN * slope.error / scale
        self.seen[position] = self._verdict(slope, self.rtol * max(abs(gradient), abs(numerical)) * scale)

    def _verdict(self, slope: Slope, allowed: float) -> Seen:
        if np.isnan(slope.residual):
            return Seen.UNDEFINED
        if abs(slope.residual) <= slope.error + allowed:
            return Seen.RIGHT
        return Seen.KINK if slope.kink else Seen.WRONG

    def pardon(self) -> None:
        """Take errors for rounding if several entries have them, and none is larger than lost digits explain.

        A unit that saturates loses the digits of 1 - z^2 for all of its weights.
        """
        wrong = self.at(Seen.WRONG)
        off = np.array([abs(self.slopes[p].residual) for p in wrong])
        lost = np.array([CANCELLED * self.claim.rounded(self.claim.axis(p)) for p in wrong])
        if wrong.size > 1 and np.all(off <= lost):
            self.seen[wrong] = Seen.RIGHT
            self.resolution[wrong] = CERTAIN * lost / self.claim.scale[wrong]

    def at(self, *kinds: Seen) -> Positions:
        """Return the positions of the entries of which this is known."""
        return np.flatnonzero(np.isin(self.seen, kinds))
