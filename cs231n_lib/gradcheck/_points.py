"""Where a function is differentiated: its arrays as one long vector, and back again."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ShapeError

Array = NDArray[Any]
Vector = NDArray[np.float64]
Positions = NDArray[np.intp]
Arrays = Any  # an array, a dictionary of arrays, or a tuple of them
Objective = Callable[..., Any]


class Point:
    """The arrays ``x`` of a function, laid out end to end in the float64 array `vector`.

    ``parts`` are the arrays by name. A single array has the name "", those of a tuple have the names of the
    function's parameters.
    """

    def __init__(self, x: Arrays, f: Objective | None = None) -> None:
        self._x = x
        self.parts = parts_of(x, f)
        self._shapes = [part.shape for part in self.parts.values()]
        self._ends = np.cumsum([0, *(part.size for part in self.parts.values())]).tolist()
        self.vector: Vector = flat(self.parts).astype(np.float64)

    def rebuild(self, vector: Array) -> Arrays:
        """Return arrays built like ``x``, new ones, from a vector."""
        ends = zip(self._ends, self._ends[1:], self._shapes, strict=False)  # np.split takes ten times as long
        arrays = [vector[start:end].reshape(shape).copy() for start, end, shape in ends]
        if isinstance(self._x, Mapping):
            return dict(zip(self._x, arrays, strict=True))
        return tuple(arrays) if isinstance(self._x, tuple) else arrays[0]

    def positions(self, name: str) -> Positions:
        """Return where the entries of an array stand in the vector, in the shape of the array."""
        number = list(self.parts).index(name)
        return np.arange(*self._ends[number : number + 2]).reshape(self._shapes[number])

    def place(self, position: int) -> tuple[str, tuple[int, ...]]:
        """Return the array and the index of one entry of the vector."""
        number = int(np.searchsorted(self._ends, position, side="right")) - 1
        index = np.unravel_index(position - self._ends[number], self._shapes[number])
        return list(self.parts)[number], tuple(int(i) for i in index)


def parts_of(x: Arrays, f: Objective | None = None) -> dict[str, Array]:
    """Return the arrays of a point by name; the name of a single array is ""."""
    if isinstance(x, Mapping):
        return {str(name): np.asarray(part) for name, part in x.items()}
    if isinstance(x, tuple):
        return dict(zip(_parameters(f, len(x)), map(np.asarray, x), strict=True))
    return {"": np.asarray(x)}


def flat(parts: Mapping[str, Array]) -> Array:
    """Lay arrays end to end, in float64 at least."""
    return np.concatenate([np.zeros(0), *(part.ravel() for part in parts.values())])


def applied(f: Objective, arrays: Arrays) -> Any:
    """Call ``f`` with arrays, those of a tuple one by one."""
    return f(*arrays) if isinstance(arrays, tuple) else f(arrays)


def require_floats(parts: Mapping[str, Array]) -> None:
    """Raise ShapeError unless all arrays hold floating point numbers."""
    for name, part in parts.items():
        if part.dtype == object:
            raise ShapeError(
                f"expected x to be an array, got {described(part)}; try check_gradient(f, x, gradient)"
            )
        if part.dtype.kind != "f":
            where = f" in {name}" if name else ""
            why = "x + h would be cut back to x; " if part.dtype.kind in "iub" else ""
            raise ShapeError(
                f"expected floating point numbers{where}, got {part.dtype}: {why}try x.astype(float)"
            )


def described(part: Array) -> str:
    """Say what was given where an array of numbers belongs.

    >>> described(np.asarray(None)), described(np.asarray(max))
    ('None: is there a return line where it comes from?', 'a function')
    """
    value = part.item() if part.ndim == 0 else part
    if value is None:
        return "None: is there a return line where it comes from?"
    return "a function" if callable(value) else f"a {type(value).__name__}"


def _parameters(f: Objective | None, count: int) -> list[str]:
    try:
        names = list(inspect.signature(f).parameters) if f is not None else []
    except (TypeError, ValueError):  # written in C
        names = []
    return names[:count] if len(names) >= count else [f"x{number}" for number in range(count)]
