"""The check itself: a gradient written by hand against difference quotients, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._numerical import EPS, Objective, Point, Probe, Slopes, parts_of, relative_error
from ._outcome import GradientCheck, GradientEntry

Array = NDArray[np.float64]

MANY = 20  # so many wrong entries are not all at kinks


def check_gradient(
    f: Objective, x: Point, analytic: Point, *, h: float | None = None, rtol: float = 1e-6
) -> GradientCheck:
    """Check a gradient written by hand against central differences of ``f`` at ``x``, entry by entry.

    An entry agrees if |analytic - numerical| <= rtol * max(|analytic|, |numerical|) + noise / h, where
    noise = 100 eps |f(x)| is the rounding error of ``f``. Where it does not, smaller steps are tried: near a
    kink (max(0, x) near 0) a step across it gives a slope that is neither of the two.

    Parameters
    ----------
    f, x, h
        As for `numerical_gradient`.
    analytic : array or dictionary of arrays, shaped like ``x``
        The gradient to check. Not modified.
    rtol : float
        Relative error allowed; widened where ``analytic`` is float32 or less.

    Returns
    -------
    GradientCheck
        True where all entries agree. A wrong shape, nan, or a random ``f`` is reported, not raised.

    Raises
    ------
    ShapeError
        As `numerical_gradient` raises.

    Examples
    --------
    >>> x = np.array([1.0, 3.0])
    >>> check_gradient(lambda x: np.sum(x**2), x, 2 * x).passed
    True
    >>> print(check_gradient(lambda x: np.sum(x**2), x, x))
    ✗ Not the gradient: gradient check, 2 of 2 entries disagree with the numerical
    gradient
        worst entry   yours   numerical   relative error
        [1]               3           6             0.33
      The numerical gradient is 2 times yours in every entry.
    """
    probe = Probe(f, x)
    given = parts_of(analytic)
    problem = _misfit(probe.parts, given) or _unsteady(probe)
    if problem is not None:
        return GradientCheck(problem=problem)
    precision = max(float(np.finfo(g.dtype).eps) if g.dtype.kind == "f" else EPS for g in given.values())
    judge = _Judge(probe, h, max(rtol, 100 * precision))
    for name, index in probe.entries():
        judge.judge(name, index, float(given[name][index]))
    return judge.outcome()


class _Judge:
    """Judges entry by entry, looks twice where one disagrees, and sums up."""

    def __init__(self, probe: Probe, h: float | None, rtol: float) -> None:
        self._probe, self._h, self._rtol = probe, h, rtol
        self._right: list[GradientEntry] = []
        self._wrong: list[GradientEntry] = []
        self._kinks: list[GradientEntry] = []

    def judge(self, name: str, index: tuple[int, ...], analytic: float) -> None:
        """File one entry as right, wrong, or a kink."""
        # A kink inside the step may lie outside a smaller one. Many errors are no kinks: look once.
        for shrink in (1.0, 0.1, 0.01) if len(self._wrong) < MANY else (1.0,):
            slopes = self._probe.slopes(name, index, self._h, shrink)
            error = relative_error(analytic, slopes.central)
            entry = GradientEntry(name, index, analytic, slopes.central, error)
            if self._near(analytic, slopes.central, slopes.noise):
                return self._right.append(entry)
        return (self._kinks if self._between(analytic, slopes) else self._wrong).append(entry)

    def _near(self, a: float, b: float, noise: float) -> bool:
        return abs(a - b) <= self._rtol * max(abs(a), abs(b)) + noise

    def _between(self, analytic: float, slopes: Slopes) -> bool:
        """Whether ``analytic`` lies between two slopes that differ by more than curvature explains."""
        low, high = sorted([slopes.left, slopes.right])
        apart = high - low > 10 * slopes.noise + 1e-3 * max(abs(low), abs(high))
        return apart and low - slopes.noise <= analytic <= high + slopes.noise

    def outcome(self) -> GradientCheck:
        """Sum up what was filed."""
        filed = [*self._right, *self._wrong]
        total = len(filed) + len(self._kinks)
        if not filed:
            return GradientCheck(total, kinks=tuple(self._kinks))
        worst = max(self._wrong or self._right, key=lambda e: abs(e.analytic - e.numerical))
        largest = max(max(abs(e.analytic), abs(e.numerical)) for e in filed)
        error = abs(worst.analytic - worst.numerical) / largest if largest else 0.0
        pattern = _pattern(filed, largest) if self._wrong else None
        return GradientCheck(total, len(self._wrong), error, worst, tuple(self._kinks), None, pattern)


def _misfit(parts: Mapping[str, Array], given: Mapping[str, NDArray[Any]]) -> str | None:
    """Say why a gradient cannot belong to these arrays, or return None."""
    if given.keys() != parts.keys():
        return f"expected gradients of {_names(parts)}, got gradients of {_names(given)}"
    for name, part in parts.items():
        gradient, called = given[name], f"the gradient of {name}" if name else "the gradient"
        if gradient.shape != part.shape:
            return f"{called} has shape {gradient.shape}, expected {part.shape}, as what it is taken by"
        if gradient.dtype.kind not in "fiu":
            return f"{called} must hold real numbers, not {gradient.dtype}"
        if not np.all(np.isfinite(gradient)):
            index = tuple(int(i) for i in np.argwhere(~np.isfinite(gradient))[0])
            return f"{called} is {gradient[index]} at {list(index)}"
    return None


def _unsteady(probe: Probe) -> str | None:
    """Say why a function cannot be differentiated numerically, or return None."""
    if not np.isfinite(probe.value):
        return f"f(x) is {probe.value}, so there is nothing to compare with"
    if probe.at() != probe.value:
        return "f(x) gives two different numbers for the same x; draw random numbers once, outside of f"
    return None


def _pattern(entries: Sequence[GradientEntry], largest: float) -> str | None:
    """Say what one factor turns every entry into the numerical one, where there is one."""
    telling = [e for e in entries if max(abs(e.analytic), abs(e.numerical)) > 1e-6 * largest]
    factors = [e.numerical / e.analytic for e in telling if e.analytic]
    if len(factors) < max(2, len(telling)) or max(factors) - min(factors) > 1e-4 * abs(factors[0]):
        return None
    if abs(factors[0] + 1) < 1e-4:
        return "Every entry has the wrong sign."
    return f"The numerical gradient is {factors[0]:.4g} times yours in every entry."


def _names(parts: Mapping[str, Any]) -> str:
    return ", ".join(parts) if "" not in parts else "one array"
