"""Compare a response with the expected arrays, and say what is wrong in words.

Used by `check` on the visible cases and by the judge on all of them. Pure functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from .errors import ShapeError
from .outputs import WRONG_ORDER, Array, Leaf, Response

FindingKind = Literal[
    "ok",
    "missing",
    "not_written",
    "exception",
    "unanswered",
    "structure",
    "changed_inputs",
    "not_repeatable",
    "generator_ignored",
    "type",
    "shape",
    "dtype",
    "not_finite",
    "value",
]

ROUNDING = 1e-9  # agreement to rounding error: what a misconception must reach to be named
_FORMAT = "{:.6g}"
_KEPT_AXIS = "a sum kept its axis (keepdims=True does that), or an axis was added"


@dataclass(frozen=True)
class Difference:
    """The first place where two arrays differ; ``index`` is () for a single number."""

    index: tuple[int, ...]
    expected: float
    got: float


@dataclass(frozen=True)
class Finding:
    """What is to be said about one output (or, with ``output`` None, about the call as a whole)."""

    kind: FindingKind
    message: str = ""
    output: str | None = None
    relative_error: float | None = None
    difference: Difference | None = None
    wrong_entries: int = 0
    entries: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.kind == "ok"


@dataclass(frozen=True)
class Comparison:
    """All findings about one call: one about the whole (or None) and one per output."""

    whole: Finding | None
    outputs: Mapping[str, Finding]

    @cached_property
    def passed(self) -> bool:
        """Whether the call and every output are right."""
        return self.whole is None and all(finding.ok for finding in self.outputs.values())

    @property
    def first(self) -> Finding | None:
        """The finding to tell first, or None."""
        return self.whole or next((f for f in self.outputs.values() if not f.ok), None)

    @property
    def relative_error(self) -> float | None:
        """The largest relative error of any output; None where nothing could be compared."""
        errors = [f.relative_error for f in self.outputs.values() if f.relative_error is not None]
        return max(errors, default=None)


def compare(expected: Mapping[str, Array], response: Response, rtol: float = 1e-6) -> Comparison:
    """Compare one response with the expected arrays by name.

    >>> response = Response({"loss": Leaf(np.array(2.5), "float")})
    >>> compare({"loss": np.array(2.0)}, response).first.message
    'loss: expected 2, got 2.5 (relative error 0.25)'
    """
    if response.problem is not None:
        problem = response.problem
        return Comparison(Finding(problem.kind, _with_line(problem.message, problem.line)), {})
    findings = {
        name: _compare_leaf(name, array, response.leaves[name], rtol) for name, array in expected.items()
    }
    odd = [name for name, finding in findings.items() if finding.kind == "shape"]
    for name, other in permutations(odd, 2):
        if _exchanged(expected[name], expected[other], response.leaves[name], response.leaves[other]):
            shape = response.leaves[name].array.shape
            message = f"{name} has shape {shape}, which is that of {other}{WRONG_ORDER}"
            findings[name] = Finding("shape", message, name)
    whole = None
    if response.changed_inputs:
        names = ", ".join(response.changed_inputs)
        whole = Finding("changed_inputs", f"your function changes its input {names}; work on a copy instead")
    return Comparison(whole, findings)


def relative_error(expected: ArrayLike, got: ArrayLike) -> float:
    """Return max |got - expected| / max |expected|: the largest difference beside the largest number.

    This is the relative error wherever the kit speaks of one, that of a single entry too: an array is
    measured on its own scale, so that rounding beside an entry of 0 does not count as a large error. Where
    all that is expected is 0, the difference itself is returned.

    Raises
    ------
    ShapeError
        If the shapes differ: broadcasting would compare the wrong entries.

    Examples
    --------
    >>> relative_error([1.0, 4.0], [1.0, 5.0])
    0.25
    """
    right, other = np.asarray(expected, dtype=np.float64), np.asarray(got, dtype=np.float64)
    if right.shape != other.shape:
        raise ShapeError(f"expected two arrays of one shape, got {right.shape} and {other.shape}")
    return float(np.max(relative_errors(right, other), initial=0.0))


def relative_errors(expected: Array, got: Array) -> Array:
    """Return |got - expected| / max |expected| entry by entry, for arrays of one shape."""
    size = np.abs(expected)
    scale = float(np.max(size, initial=0.0, where=np.isfinite(size)))
    with np.errstate(over="ignore", invalid="ignore"):
        # As floats: both may be a student's, and booleans have no difference, integers wrap around.
        errors: Array = np.abs(np.subtract(got, expected, dtype=np.float64)) / (scale or 1.0)
    return errors


def agrees(expected: Array, got: Array, rtol: float) -> bool:
    """Whether two arrays have one shape and agree entry by entry; nan agrees with nan."""
    if expected.shape != got.shape:
        return False
    same = np.isfinite(expected) & np.isfinite(got) & ~wrong_entries(expected, got, rtol)
    with np.errstate(invalid="ignore"):
        both_odd = ~np.isfinite(expected) & ((expected == got) | (np.isnan(expected) & np.isnan(got)))
    return bool(np.all(same | both_odd))


def wrong_entries(expected: Array, got: Array, rtol: float) -> Array:
    """Mark the entries whose error, on the scale of the array, is above ``rtol``.

    Sums in float32 are off by some 10⁻⁷ of their largest terms, wherever small ones stand. So a right answer
    that was added up in float32 passes at the usual 10⁻⁶, and one in which a term is wrong does not.
    """
    wrong: Array = ~(relative_errors(expected, got) <= rtol)
    return wrong


def _compare_leaf(name: str, expected: Array, leaf: Leaf, rtol: float) -> Finding:
    got = leaf.array
    if expected.ndim and got.ndim and leaf.type_name not in _array_types(expected.ndim):
        return Finding("type", f"{name} must be a plain numpy array, not a {leaf.type_name}", name)
    if got.shape != expected.shape:
        return Finding("shape", _shape_message(name, expected.shape, got.shape), name)
    if not np.all(np.isfinite(got)):
        return _not_finite(name, expected, got)
    precise = got.dtype.kind == "f" and got.dtype.itemsize >= 8
    wide = got.astype(np.float64)
    tolerance = rtol if got.dtype.kind != "f" or precise else max(rtol, _rounding_of(got))
    wrong = wrong_entries(expected, wide, tolerance)
    if np.any(wrong):
        return _value_finding(name, expected, wide, wrong)
    if got.dtype.kind == "f" and not precise:
        return Finding(
            "dtype", f"{name} is {got.dtype}: keep the float64 of the inputs, half the digits are lost", name
        )
    return Finding("ok", output=name, relative_error=relative_error(expected, wide), entries=expected.size)


def _exchanged(one: Array, other: Array, got_one: Leaf, got_other: Leaf) -> bool:
    """Whether two outputs have each other's shape."""
    return (got_one.array.shape, got_other.array.shape) == (other.shape, one.shape)


def _array_types(ndim: int) -> tuple[str, ...]:
    """Return the types that may stand for an array; a history of losses may well be a list."""
    return ("ndarray", "list", "tuple") if ndim == 1 else ("ndarray",)


def _rounding_of(array: Array) -> float:
    return 100 * float(np.finfo(array.dtype).eps)


def _value_finding(name: str, expected: Array, got: Array, wrong: Array) -> Finding:
    index = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    difference = Difference(index, float(expected[index]), float(got[index]))
    error = relative_error(expected, got)
    count = int(np.sum(wrong))
    here, want, have = (
        _place(name, index),
        _FORMAT.format(difference.expected),
        _FORMAT.format(difference.got),
    )
    if want == have:
        want, have = repr(difference.expected), repr(difference.got)
    share = f"; {count} of {wrong.size} entries are wrong" if wrong.size > 1 else ""
    message = f"{here}: expected {want}, got {have}{share} (relative error {error:.2g})"
    return Finding("value", message, name, error, difference, count, wrong.size)


def _not_finite(name: str, expected: Array, got: Array) -> Finding:
    odd = ~np.isfinite(got)
    index = tuple(int(i) for i in np.argwhere(odd)[0]) if odd.ndim else ()
    what = "nan" if np.isnan(got[index]) else "inf"
    difference = Difference(index, float(expected[index]), float(got[index]))
    message = f"{_place(name, index)} is {what}, expected {_FORMAT.format(difference.expected)}"
    return Finding("not_finite", message, name, None, difference, int(np.sum(odd)), got.size)


def _shape_message(name: str, expected: tuple[int, ...], got: tuple[int, ...]) -> str:
    message = f"{name} has shape {got}, expected {expected}"
    if not expected and all(n == 1 for n in got):
        return f"{name} must be a number by itself, not one inside an array of shape {got}; " + _KEPT_AXIS
    if not expected:
        return f"{name} must be one number, not an array of shape {got}; is a sum missing?"
    if not got:
        return f"{name} is one number, expected an array of shape {expected}; is axis=... missing in a sum?"
    if got == expected[::-1]:
        return f"{message}: it is transposed"
    if tuple(n for n in got if n != 1) == tuple(n for n in expected if n != 1):
        return f"{message}: {_axis_of_one(expected, got)}"
    gone = [n for axis, n in enumerate(expected) if got == expected[:axis] + expected[axis + 1 :]]
    if gone:
        return f"{message}: the axis of {gone[0]} is gone; did a sum, a mean or a `np.max` run along it?"
    if len(got) == 2 and got[0] == got[1] and got[0] in expected:
        n = got[0]
        return (
            f"{message}: a column ({n}, 1) that meets a row ({n},) gives all pairs; bring both to one shape"
        )
    return message


def _axis_of_one(expected: tuple[int, ...], got: tuple[int, ...]) -> str:
    """Say how an axis of length 1 came in, or was lost."""
    if len(got) > len(expected):
        return _KEPT_AXIS if got[0] == 1 else "the numbers stand in a column; " + _KEPT_AXIS
    if len(got) < len(expected):
        return "the same numbers, but an axis of length 1 is gone"
    return "a row where a column belongs, or the reverse"


def _place(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def _with_line(message: str, line: str | None) -> str:
    return f"{message}, in the line: {line}" if line else message
