"""Measures how steep a function is by the best means there is: a complex step, or differences."""

from __future__ import annotations

import numpy as np

from ._claim import EPS, ROOM, Claim
from ._differences import Slope, slope_by_differences
from ._fits import slope_by_fits
from ._function import IMAGINARY
from ._noise import left_over
from ._points import Vector

ALLOWANCE = 10_000  # evaluations for fits: a second or less of a usual loss
CERTAIN = 1.5  # times the error of a slope: what is off by that is seen whatever rounding does
NARROW = 1e-3  # of an entry: so close that h^4 is lost
NEAR = 1e-10  # of an entry: so close that any slope is a cubic to rounding


class Ruler:
    """Measures slopes of a function against a claimed gradient; every call costs a few evaluations."""

    def __init__(self, claim: Claim, rng: np.random.Generator) -> None:
        self.claim, self._rng = claim, rng
        self.analytic = False  # whether the complex step can be trusted
        self._allowance = ALLOWANCE
        self._jitter = 0.0  # of the complex step, where one entry moves by its scale

    def measure(self, direction: Vector, promised: float = 0.0) -> Slope:
        """Return the slope, so well that it shows if it is off by ``promised``, where that can be.

        Differences have the last word on what disagrees; fits may help where they are too coarse.
        """
        if not self.analytic:
            slope = slope_by_differences(self.claim, direction, promised / 4)
            return self._fitted(slope, direction, promised / CERTAIN) if slope.agrees and promised else slope
        slope = self._by_complex_step(direction)
        if slope.agrees:
            return slope
        real = slope_by_differences(self.claim, direction, promised / 4)
        if not real.agrees:
            return real if real.kink else slope
        contradicted = abs(slope.residual - real.residual) > real.error
        return real if contradicted or not self._is_analytic(direction, slope) else slope

    def _is_analytic(self, direction: Vector, slope: Slope) -> bool:
        """Whether no corner near x, overlooked by differences, gives the complex step a slope like this.

        f(x + hv) + f(x - hv) and f(x + ihv) + f(x - ihv) are 2 f(x), but for what cancels and for h^4, where
        f is analytic. A corner, as of abs, makes both larger, by h times what the slopes differ by.
        """
        claim, here = self.claim, self.claim.function.value
        x, h = claim.function.point.vector, NARROW * claim.reach(direction)
        rise, fall = claim.rest(direction, h), claim.rest(direction, -h)
        across = claim.function.beside(x + 1j * h * direction).real - here
        return abs(rise + fall + 2 * across) + ROOM * claim.blur <= h * abs(slope.residual) / 2

    def _fitted(self, slope: Slope, direction: Vector, wanted: float) -> Slope:
        if slope.error <= wanted or self._allowance < 0:
            return slope
        before = self.claim.function.evaluations
        fitted = slope_by_fits(self.claim, direction, wanted, self._rng)
        self._allowance -= self.claim.function.evaluations - before
        return fitted if fitted.error < slope.error else slope

    def try_complex(self, direction: Vector, measured: Slope) -> bool:
        """Trust the complex step from now on if it gives the slope that was measured in real numbers."""
        claim = self.claim
        slope = claim.function.imaginary(direction)
        off = abs(slope - float(claim.gradient @ direction) - measured.residual)
        size = max(claim.along(direction), abs(slope), abs(claim.function.value))
        if measured.kink or not off <= measured.error <= 1e-6 * size:
            return False
        self._jitter = self._scatter(direction)
        self.analytic = bool(np.isfinite(self._jitter))
        return self.analytic

    def _scatter(self, direction: Vector) -> float:
        """Measure how far rounding puts a complex step off, as if one entry alone were to blame."""
        function, near = self.claim.function, NEAR * self.claim.sizes
        off = left_over(lambda x: function.imaginary(direction, x), function.point.vector, near, self._rng)
        return off * float(np.sqrt(direction.size))

    def _by_complex_step(self, direction: Vector) -> Slope:
        """Return the slope without subtracting nearly equal numbers: to rounding, and never over a kink."""
        claim, value = self.claim, abs(self.claim.function.value)
        slope, claimed = claim.function.imaginary(direction), float(claim.gradient @ direction)
        if np.isnan(slope):
            return slope_by_differences(claim, direction)
        relative = max(EPS, claim.noise / value if value else 0.0)
        widest = float(np.max(np.abs(direction / claim.scale), initial=0.0))
        largest = widest * float(np.max(np.abs(claim.gradient * claim.scale)))
        rounding = relative * (claim.along(direction) + largest + abs(slope)) + widest * self._jitter
        error = ROOM * rounding + claim.rounded(direction) + IMAGINARY * max(1.0, value)
        return Slope(slope - claimed, error)
