"""Call a student's function and take its result apart into named arrays.

The same code runs behind `check` in a notebook and inside the grader's sandbox. Nothing here knows
what is right: a `Response` is only what came back, or why nothing usable did.
"""

from __future__ import annotations

import copy
import sysconfig
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ProblemKind = Literal["missing", "not_written", "exception", "structure"]
# Where no line is the student's own: Python, NumPy and this library.
_LIBRARIES = (
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    str(Path(__file__).parent),
)
WRONG_ORDER = "; are the outputs in the wrong order?"


@dataclass(frozen=True)
class LeafSpec:
    """Where one array sits in what a function returns, and the shape it should have.

    ``position`` is the place in the returned tuple (None: the value itself is returned) and ``key``
    the key in the dictionary found there (None: no dictionary).
    """

    name: str
    position: int | None
    key: str | None
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Leaf:
    """A returned array as a plain ndarray, and its type before: ``"ndarray"``, ``"matrix"``, ``"float"``."""

    array: Array
    type_name: str


@dataclass(frozen=True)
class Problem:
    """Why a call gave no usable result.

    ``line`` is the student's line that failed, and ``function`` the function that it stands in, where known.
    """

    kind: ProblemKind
    message: str
    exception: str | None = None
    line: str | None = None
    function: str | None = None


@dataclass(frozen=True)
class Response:
    """What one call gave back: leaves by name, or a problem; and the inputs that it changed."""

    leaves: Mapping[str, Leaf] = field(default_factory=dict)
    problem: Problem | None = None
    changed_inputs: tuple[str, ...] = ()


class OutputStructureError(Exception):
    """The returned value is not built as the exercise asks; the message says how."""


def flatten(value: Any, outputs: Sequence[str]) -> list[tuple[LeafSpec, Any]]:
    """Take a right answer apart: its leaves in order, each with its place.

    >>> loss_and_grads = (1.5, {"W": np.zeros((2, 3)), "b": np.zeros(3)})
    >>> [(leaf.name, leaf.shape) for leaf, _ in flatten(loss_and_grads, ("loss", "grads"))]
    [('loss', ()), ('W', (2, 3)), ('b', (3,))]
    """
    if len(outputs) == 1:
        return _branch(value, outputs[0], None)
    return [pair for i, name in enumerate(outputs) for pair in _branch(value[i], name, i)]


def _branch(value: Any, name: str, position: int | None) -> list[tuple[LeafSpec, Any]]:
    if isinstance(value, Mapping):
        return [(LeafSpec(k, position, k, np.shape(v)), v) for k, v in value.items()]
    return [(LeafSpec(name, position, None, np.shape(value)), value)]


def call(
    function: Callable[..., Any], inputs: Mapping[str, Any], spec: Sequence[LeafSpec], *, quiet: bool = False
) -> Response:
    """Call ``function`` on copies of ``inputs``, by position, and take the result apart by ``spec``.

    Everything that the function raises becomes a `Problem`, except KeyboardInterrupt. Warnings, NumPy's
    too, are kept from becoming errors, and from being shown if ``quiet``. ``inputs`` themselves are
    never modified.
    """
    handed_over = {name: copy.deepcopy(value) for name, value in inputs.items()}
    try:
        with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("ignore" if quiet else "default")
            value = function(*handed_over.values())
        leaves = {leaf.name: _as_leaf(_pick(value, leaf, spec), leaf) for leaf in spec}
    except KeyboardInterrupt:
        raise
    except OutputStructureError as error:
        return Response(problem=Problem("structure", str(error)))
    except BaseException as error:  # noqa: BLE001 (SystemExit too must not stop the caller)
        return Response(problem=problem_from(error))
    changed = tuple(name for name in inputs if not _same(inputs[name], handed_over[name]))
    return Response(leaves, changed_inputs=changed)


def problem_from(error: BaseException) -> Problem:
    """Describe an exception in the student's words: its type, text and failing line."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    own = [frame for frame in frames if frame.line and not frame.filename.startswith(_LIBRARIES)]
    line = own[0].line if own else None
    function = next((frame.name for frame in own if frame.name.isidentifier()), None)  # no <listcomp>
    if type(error) is NotImplementedError:  # as stubs raise it; that there is no input() is another matter
        message = "not written yet (it, or what it calls, raises NotImplementedError)"
        return Problem("not_written", message, function=function)
    kind = type(error).__name__
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 (a student's class may fail, or exit, in its own __str__)
        text = "(no text)"
    return Problem("exception", f"{kind}: {text}" if text else kind, kind, line, function)


def same_kind(one: str, other: str) -> bool:
    """Whether the messages of two problems begin with the same type of exception.

    >>> same_kind("ValueError: shapes (5,3) and (4,)", "ValueError: shapes (6,2) and (7,)")
    True
    """
    return one.partition(":")[0] == other.partition(":")[0]


def _pick(value: Any, leaf: LeafSpec, spec: Sequence[LeafSpec]) -> Any:
    if value is None:
        raise OutputStructureError("it returned None; is there a return line at the end?")
    returned: Sequence[Any] = ()
    if leaf.position is not None:
        wanted = 1 + max(s.position for s in spec if s.position is not None)
        if not isinstance(value, (tuple, list)) or len(value) != wanted:
            raise OutputStructureError(
                f"it must return {wanted} values{_names(spec)}, not {_describe(value)}"
            )
        returned, value = value, value[leaf.position]
    if leaf.key is None:
        return value
    if not isinstance(value, Mapping):
        keys = ", ".join(repr(s.key) for s in spec if s.position == leaf.position)
        order = WRONG_ORDER if any(isinstance(other, Mapping) for other in returned) else ""
        raise OutputStructureError(
            f"expected a dictionary with the keys {keys}, got {_describe(value)}{order}"
        )
    if leaf.key not in value:
        raise OutputStructureError(f"the key {leaf.key!r} is missing from the returned dictionary")
    return value[leaf.key]


def _names(spec: Sequence[LeafSpec]) -> str:
    """List the values to return, where each has a name of its own."""
    return "" if any(leaf.key for leaf in spec) else f" ({', '.join(leaf.name for leaf in spec)})"


def _as_leaf(value: Any, leaf: LeafSpec) -> Leaf:
    """Copy a returned value into a plain array; only real numbers pass."""
    if value is None:
        raise OutputStructureError(f"{leaf.name} is None; it was never computed")
    if isinstance(value, (Mapping, str, bytes)):
        order = "" if leaf.position is None else WRONG_ORDER
        raise OutputStructureError(f"{leaf.name} must be an array of numbers, not {_describe(value)}{order}")
    try:
        array = np.array(value, copy=True, subok=False)
    except ValueError as error:
        raise OutputStructureError(f"{leaf.name} is not an array of numbers: {error}") from error
    if array.dtype.kind not in "biuf":
        raise OutputStructureError(
            f"{leaf.name} must hold real numbers (float64), not {array.dtype} ({_describe(value)})"
        )
    return Leaf(array, type(value).__name__)


def _describe(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a {type(value).__name__}"


def _same(before: Any, after: Any) -> bool:
    """Whether an input survived a call, but for the rounding of a change that was undone.

    Functions and generators are allowed to change.
    """
    if isinstance(before, np.ndarray):
        if not isinstance(after, np.ndarray) or (before.dtype, before.shape) != (after.dtype, after.shape):
            return False
        if np.array_equal(before, after):  # nearly always, and much faster on large arrays
            return True
        scale = float(np.max(np.abs(before), initial=0.0, where=np.isfinite(before)))
        return np.allclose(after, before, rtol=0, atol=1e-14 * max(scale, 1.0), equal_nan=True)
    if isinstance(before, Mapping):
        return before.keys() == after.keys() and all(_same(before[k], after[k]) for k in before)
    return True
