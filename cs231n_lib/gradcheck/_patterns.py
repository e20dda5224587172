"""What wrong entries have in common: where they lie, and what would turn them into the measured ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ._points import Vector

EQUAL = 1e-5  # factors that differ by less are one factor
AXES = ("row", "column")
SHOWN = 5


def common_factor(yours: Vector, measured: Vector, errors: Vector, x: Vector, name: str) -> str | None:
    """Say what one number explains all these wrong entries, or return None.

    ``errors`` are those of measurement; ``x`` is what the gradient is taken by, and ``name`` its name.

    >>> common_factor(np.array([8.0, 16.0]), np.array([1.0, 2.0]), np.zeros(2), np.array([0.3, 0.1]), "W")
    'The measured gradient is 1/8 of yours in every wrong entry: a sum over 8 where the mean belongs?'
    """
    if len(yours) < 2:
        return None
    if not np.any(yours):
        return "Yours is 0 in every wrong entry."
    if np.all(np.abs(measured) <= EQUAL * np.abs(yours) + errors):
        return "The measured gradient is 0 in every wrong entry: is a gate missing, such as that of a max?"
    factor = _ratio(measured, yours, errors)
    if factor:
        return _in_words(factor)
    missing = _ratio(measured - yours, x, errors)
    if missing:
        entry, what = name or "x", "small" if missing > 0 else "large"
        return (
            f"In every wrong entry yours is {abs(missing):.4g} * {entry} too {what}: "
            f"look at the derivative of a term such as reg * sum({entry} * {entry})."
        )
    return None


def _ratio(above: Vector, below: Vector, errors: Vector) -> float | None:
    """Return the one number that ``above`` is of ``below``, or None."""
    if not np.all(below):
        return None
    ratio = float(above @ below / (below @ below))
    fits = np.abs(above - ratio * below) <= EQUAL * np.abs(above) + errors
    return ratio if ratio and np.all(fits) else None


def _in_words(factor: float) -> str:
    if abs(factor + 1) < EQUAL:
        return "Every wrong entry has the wrong sign."
    whole = round(1 / factor)
    if whole > 2 and abs(factor * whole - 1) < EQUAL:
        return (
            f"The measured gradient is 1/{whole} of yours in every wrong entry: "
            f"a sum over {whole} where the mean belongs?"
        )
    if abs(factor) < 1:
        return f"Yours is {1 / factor:.4g} times the measured gradient in every wrong entry."
    return f"The measured gradient is {factor:.4g} times yours in every wrong entry."


def where(wrong: NDArray[np.bool_], name: str) -> str | None:
    """Say which rows or columns of an array hold all wrong entries, or None where that says nothing.

    >>> where(np.array([[False, True], [False, True], [False, True]]), "W")
    'The wrong entries are column 1 of W.'
    """
    of = f" of {name}" if name else ""
    if wrong.size < 2 or not wrong.any():
        return None
    if wrong.all():
        return f"Every entry{of} is wrong." if name else None
    for axis in range(min(wrong.ndim, 2)) if wrong.ndim > 1 else ():
        rest = tuple(a for a in range(wrong.ndim) if a != axis)
        lines, full = wrong.any(axis=rest), wrong.all(axis=rest)
        if lines.sum() <= min(SHOWN, wrong.shape[axis] - 1, wrong.sum() - 1):
            verb = "are" if np.array_equal(lines, full) else "all lie in"
            return f"The wrong entries {verb} {_listed(AXES[axis], np.flatnonzero(lines).tolist())}{of}."
    return None


def _listed(word: str, numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"{word} {numbers[0]}"
    return f"{word}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
