"""The check itself: refuse what cannot be compared, look along directions, then where it matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ._claim import Claim
from ._evidence import ENTRIES, Evidence, Seen
from ._function import Function, quiet
from ._localise import suspects
from ._outcome import GradientCheck, outcome_of
from ._points import Array, Arrays, Objective, described, flat, parts_of
from ._slopes import Ruler


def check_gradient(
    f: Objective, x: Arrays, analytic: Arrays, *, rtol: float = 1e-6, rng: np.random.Generator | None = None
) -> GradientCheck:
    """Check a gradient written by hand against the slopes of ``f`` at ``x``.

    Parameters
    ----------
    f : callable
        Takes what ``x`` is (the arrays of a tuple one by one) and returns one number. Called on copies.
    x : float array of any shape, dictionary or tuple of such arrays
        Where to check. Not modified. Computed with in float64, whatever its precision.
    analytic : like ``x``
        The gradient to check. Not modified. Judged by the precision of its dtype.
    rtol : float
        Relative error allowed in each entry, beside the rounding error of ``f``.
    rng : Generator, optional
        Draws the directions. By default the same ones in every call.

    Returns
    -------
    GradientCheck
        True where everything agrees. What cannot be compared (a wrong shape, nan, an ``f`` that is random or
        changes its argument) is reported, not raised.

    Raises
    ------
    ShapeError
        If ``x`` holds integers (x + h would be cut back to x), or ``f`` returns more than one number.

    Examples
    --------
    >>> x = np.array([1.0, 3.0])
    >>> check_gradient(lambda x: np.sum(x**2), x, 2 * x).passed
    True
    >>> print(check_gradient(lambda x: np.sum(x**2), x, x))
    ✗ Not the gradient: gradient check, 2 of 2 entries disagree with the slopes of
    the function
        entry   yours   measured   relative error
        [1]         3          6              0.5
        [0]         1          2              0.5
      The measured gradient is 2 times yours in every wrong entry.
    """
    function = Function(f, x)
    given = parts_of(analytic, f)
    problem = _misfit(function.point.parts, given) or _unsteady(function)
    if problem is not None:
        return GradientCheck(problem=problem)
    rng = rng if rng is not None else np.random.default_rng(231)
    floats = [gradient.dtype for gradient in given.values() if gradient.dtype.kind == "f"]
    precision = max([function.eps, *(float(np.finfo(dtype).eps) for dtype in floats)])
    with quiet():
        claim = Claim(function, flat(given), precision, rng)
        return outcome_of(_examined(Evidence(Ruler(claim, rng), max(rtol, 100 * precision)), rng))


def _examined(evidence: Evidence, rng: np.random.Generator) -> Evidence:
    if not evidence.seen.size:
        return evidence
    evidence.look_along_directions()
    if evidence.astray is None:
        positions, complete = evidence.in_doubt[:ENTRIES], True
    else:
        positions, complete = suspects(evidence, rng)
    for position in positions:
        evidence.look_at(int(position))
    evidence.pardon()
    if complete or evidence.at(Seen.WRONG).size or (evidence.astray or 0.0) <= evidence.rtol:
        evidence.astray = None  # localised, or explained by kinks and rounding
    return evidence


def _misfit(parts: Mapping[str, Array], given: Mapping[str, Array]) -> str | None:
    """Say why a gradient cannot belong to these arrays, or return None."""
    if "" in parts and len(given) > 1:
        return f"expected one array as the gradient, got {len(given)}; if the first is the loss, try [1]"
    if given.keys() != parts.keys():
        return f"expected gradients of {_names(parts)}, got gradients of {_names(given)}"
    for name, part in parts.items():
        gradient, called = given[name], f"the gradient of {name}" if name else "the gradient"
        if gradient.dtype == object:
            return f"{called} must be an array of shape {part.shape}, not {described(gradient)}"
        if gradient.shape != part.shape:
            how = ": it is transposed" if gradient.shape == part.shape[::-1] else ""
            return f"{called} has shape {gradient.shape}, expected {part.shape}, that of {name or 'x'}{how}"
        if gradient.dtype.kind not in "fiu":
            return f"{called} must hold real numbers, not {gradient.dtype}"
        if not np.all(np.isfinite(gradient)):
            index = tuple(int(i) for i in np.argwhere(~np.isfinite(gradient))[0])
            return f"{called} is {gradient[index]} at {list(index)}"
    return None


def _unsteady(function: Function) -> str | None:
    """Say why a function cannot be differentiated numerically, or return None."""
    if not np.isfinite(function.value):
        return f"f(x) is {function.value}, so there is nothing to compare with"
    if function(function.point.vector) != function.value:
        return "f(x) gives two different numbers for the same x; draw random numbers once, outside of f"
    if function.changes_input:
        return "f changes the array that it is given; work on a copy of it, x.copy()"
    return None


def _names(parts: Mapping[str, Any]) -> str:
    return ", ".join(parts) if "" not in parts else "one array"
