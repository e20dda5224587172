"""Check one stage on its own: a backward pass against the forward pass that it belongs to."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ._check import check_gradient
from ._outcome import GradientCheck
from ._points import Arrays, Objective, Point, applied, flat, parts_of

_NOT_ZERO = "an upstream gradient of zero gives a gradient that is not zero: what was added to it?"


def check_backward(
    forward: Objective,
    backward: Callable[[Any], Arrays],
    x: Arrays,
    *,
    rtol: float = 1e-6,
    rng: np.random.Generator | None = None,
) -> GradientCheck:
    """Check ``backward(dout)`` against the slopes of ``forward(x)``, which may return any arrays.

    A random upstream gradient dout makes one number of the output, L = sum(dout * forward(x)), and
    ``backward(dout)`` has to be dL/dx. Besides, an upstream gradient of zero must give zero, and dout must
    come back untouched.

    Parameters
    ----------
    forward : callable
        Takes what ``x`` is and returns an array, or a dictionary or tuple of arrays.
    backward : callable
        Takes dout, shaped like the output, and returns the gradient, shaped like ``x``.
    x, rtol, rng
        As for `check_gradient`.

    Returns
    -------
    GradientCheck

    Examples
    --------
    >>> X, W = np.ones((2, 3)), np.ones((3, 4))
    >>> check_backward(lambda W: X @ W, lambda dout: X.T @ dout, W).passed
    True
    >>> check_backward(lambda W: X @ W, lambda dout: X.T @ dout + 2 * W, W).problem
    'an upstream gradient of zero gives a gradient that is not zero: what was added to it?'
    """
    rng = rng if rng is not None else np.random.default_rng(231)
    point = Point(x, forward)
    outputs = Point(applied(forward, point.rebuild(point.vector)))
    drawn = rng.normal(size=outputs.vector.size)
    upstream = outputs.rebuild(drawn)
    gradient = backward(upstream)
    if not np.array_equal(flat(parts_of(upstream)), drawn):
        return GradientCheck(
            problem="backward changes the upstream gradient that it is given; work on a copy"
        )
    if np.any(flat(parts_of(backward(outputs.rebuild(0 * drawn))))):
        return GradientCheck(problem=_NOT_ZERO)

    @functools.wraps(forward)
    def loss(*arrays: Any) -> Any:
        return flat(parts_of(forward(*arrays))) @ drawn

    return check_gradient(loss, x, gradient, rtol=rtol, rng=rng)
