"""Where in an array the wrong entries lie, in words: rows, columns, right classes, or where an input is 0.

Only what holds of every entry is said. The letters are those of the course: ``scores`` has a row for each
example and a column for each class, ``W1`` a row for each feature and a column for each hidden unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .outputs import Array

_TABLE = ("example", "class")
_AXES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("scores", "margins", "shifted", "exponentials", "probabilities"), _TABLE),
    "W": ("feature", "class"),
    "h1": ("example", "hidden unit"),
    "W1": ("feature", "hidden unit"),
    "b1": ("hidden unit",),
    "W2": ("hidden unit", "class"),
    "b2": ("class",),
    "loss_history": ("step",),
}


def place_in_words(output: str, index: tuple[int, ...], inputs: Mapping[str, Any]) -> str:
    """Say what an entry belongs to.

    >>> place_in_words("dscores", (1, 2), {"y": np.array([0, 2])})
    'example 1, class 2, its right class'
    """
    axes = _axes(output, len(index))
    words = ", ".join(f"{axis} {i}" for axis, i in zip(axes, index, strict=True))
    y = inputs.get("y")
    if axes != _TABLE or y is None:
        return words
    return f"{words}, {'its right class' if y[index[0]] == index[1] else 'a wrong class'}"


def whereabouts(output: str, wrong: Array, inputs: Mapping[str, Any]) -> str | None:
    """Say what the wrong entries, and no others, have in common; None if nothing or if all are wrong.

    >>> off = np.array([[False, True], [True, False]])
    >>> whereabouts("dh1", off, {"h1": np.array([[1.0, 0.0], [0.0, 2.0]])})
    'Wrong are exactly the entries where `h1` is 0.'
    """
    if wrong.all() or not wrong.any():
        return None
    return next(_patterns(output, wrong, inputs), None)


def _patterns(output: str, wrong: Array, inputs: Mapping[str, Any]) -> Iterator[str]:
    y, axes = inputs.get("y"), _axes(output, wrong.ndim)
    if axes == _TABLE and y is not None and len(y) == len(wrong):
        yield from _by_label(wrong, np.arange(wrong.shape[1]) == y[:, np.newaxis])
    for name, value in inputs.items():
        if isinstance(value, np.ndarray) and value.shape == wrong.shape and value.ndim == 2:
            yield from (
                f"Wrong are exactly the entries where `{name}` is {what}."
                for what, mask in (("0", value == 0), ("positive", value > 0), ("negative", value < 0))
                if np.array_equal(mask, wrong)
            )
    for number, axis in enumerate(axes if wrong.ndim == 2 else ()):
        lines = np.moveaxis(wrong, number, 0)
        if np.array_equal(lines.any(axis=1), lines.all(axis=1)):
            which = [str(i) for i in np.flatnonzero(lines[:, 0])]
            name = axis if len(which) == 1 else f"{axis}es" if axis.endswith("s") else f"{axis}s"
            yield f"Everything of {name} {' and '.join(which)} is wrong, and nothing else."


def _by_label(wrong: Array, right_class: Array) -> Iterator[str]:
    if np.array_equal(wrong, right_class):
        yield "Wrong are exactly the entries of the right classes, one in each row."
    elif np.array_equal(wrong, ~right_class):
        yield "The entries of the right classes are right; those of all wrong classes are not."
    elif not np.any(wrong & ~right_class):
        yield "Only entries of right classes are wrong, though not all of them."
    elif not np.any(wrong & right_class):
        yield "The entries of the right classes are right; the mistake lies in the wrong classes."


def _axes(output: str, ndim: int) -> tuple[str, ...]:
    """Return what the axes of an output stand for; a gradient has those of its array."""
    axes = _AXES.get(output, _AXES.get(output.removeprefix("d"), ()))
    return (
        axes
        if len(axes) == ndim
        else ("entry",)
        if ndim == 1
        else ("row", "column", *["layer"] * ndim)[:ndim]
    )
