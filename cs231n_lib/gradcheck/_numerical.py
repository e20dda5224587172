"""The gradient by difference quotients, entry by entry: slow, and nothing to get wrong."""

from __future__ import annotations

import numpy as np

from ._function import Function
from ._points import Arrays, Objective


def numerical_gradient(f: Objective, x: Arrays, *, h: float | None = None) -> Arrays:
    """Differentiate ``f`` at ``x`` by central differences, (f(x + h) - f(x - h)) / 2h entry by entry.

    Parameters
    ----------
    f : callable
        Takes what ``x`` is (the arrays of a tuple one by one) and returns one number. Called twice per entry,
        on copies.
    x : float array of any shape, dictionary or tuple of such arrays
        Where to differentiate. Not modified. Computed with in float64.
    h : float, optional
        Step. By default eps^(1/3) * max(1, |entry|), about 6e-6, which balances rounding against curvature.

    Returns
    -------
    float64 array, dictionary or tuple of them, shaped like ``x``

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
    function = Function(f, x)
    here = function.point.vector
    steps = np.full(here.size, h) if h else function.eps ** (1 / 3) * np.maximum(1.0, np.abs(here))
    gradient = np.empty_like(here)
    for i, step in enumerate(steps):
        above, below = here.copy(), here.copy()
        above[i] += step
        below[i] -= step
        gradient[i] = (function(above) - function(below)) / (above[i] - below[i])  # the step really taken
    return function.point.rebuild(gradient)
