"""The function that is differentiated, as the checker calls it: on copies, one number back, calls counted."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..errors import ShapeError
from ._points import Array, Arrays, Objective, Point, Vector, applied, flat, parts_of, require_floats

IMAGINARY = 1e-30  # its square is lost in the rounding of any number of a usual size
NOT_COMPLEX = complex(np.nan, np.nan)


class Function:
    """A function of arrays as a function of one vector.

    Attributes
    ----------
    point
        Where it is differentiated.
    value
        What it is there.
    evaluations
        How often it was called.
    changes_input
        Whether the first call changed the arrays that it was given.
    eps
        The precision of what it returns: that of float64, or of float32 if it computes in that.
    """

    def __init__(self, f: Objective, x: Arrays) -> None:
        require_floats(parts_of(x, f))
        self._f = f
        self.point = Point(x, f)
        self.evaluations = 0
        self.eps = float(np.finfo(np.float64).eps)
        arrays = self.point.rebuild(self.point.vector)
        self.value = float(self._number(arrays).real)
        self.changes_input = not np.array_equal(flat(parts_of(arrays)), self.point.vector, equal_nan=True)

    def __call__(self, vector: Vector) -> float:
        """Return f there; whatever it raises is raised."""
        return float(self._number(self.point.rebuild(vector)).real)

    def near(self, vector: Vector) -> float:
        """Return f next to the point, or nan where it is not defined."""
        try:
            return self(vector)
        except Exception:  # noqa: BLE001 (the domain may end here; f(x) itself was computed)
            return np.nan

    def imaginary(self, direction: Vector, at: Vector | None = None) -> float:
        """Return the slope along ``direction`` by a complex step, or nan where f takes no complex numbers.

        It is right only if f computes with nothing but analytic functions; the caller has to compare.
        """
        vector = self.point.vector if at is None else at
        return self.beside(vector + 1j * IMAGINARY * direction).imag / IMAGINARY

    def beside(self, vector: Array) -> complex:
        """Return f at complex numbers, or nan where it takes none."""
        try:
            value = self._number(self.point.rebuild(vector))
        except Exception:  # noqa: BLE001 (f may refuse complex numbers in any way)
            return NOT_COMPLEX
        return complex(value) if value.dtype.kind == "c" and np.isfinite(value) else NOT_COMPLEX

    def _number(self, arrays: Arrays) -> Array:
        self.evaluations += 1
        value = applied(self._f, arrays)
        if value is None:
            raise ShapeError("expected f(x) to be one number, got None; is there a return line at the end?")
        if isinstance(value, (tuple, list, dict)) or np.size(value) != 1:
            raise ShapeError(f"expected f(x) to be one number, got {_described(value)}")
        number = np.asarray(value).reshape(())
        if number.dtype.kind == "f":
            self.eps = float(max(self.eps, np.finfo(number.dtype).eps))
        return number.astype(np.complex128 if number.dtype.kind == "c" else np.float64)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let a function print and warn of nothing while it is called again and again."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(None):
        warnings.simplefilter("ignore")
        yield


def _described(value: Any) -> str:
    what = (
        f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
    )
    if isinstance(value, (tuple, list)):
        return f"{what}; try lambda x: f(x)[0] for the loss alone"
    return f"{what}; try lambda x: f(x)[0] for the loss alone, or check_backward for an array"
