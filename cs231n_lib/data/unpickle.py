"""Reads pickles without trusting them: only arrays, strings, bytes, numbers, lists and dicts come out.

A pickle is a program that calls whatever it names. The CIFAR-10 batches are pickles, so they are read
by an unpickler that knows a handful of names, and gives for each a stand-in that can do nothing but
describe an array of numbers. The real numpy callables are never in a pickle's reach.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from cs231n_lib.errors import DataError

__all__ = ["loads"]

PLAIN_TYPES = (str, bytes, int, float, bool, type(None))
BYTE_ORDERS = ("=", "|", "<", ">")


def loads(content: bytes, source: str = "the pickle") -> Any:
    r"""Read the pickle in `content`; strings of Python 2 become bytes.

    Parameters
    ----------
    content : bytes
    source : str
        What to call it in messages, such as its file name.

    Returns
    -------
    dict, list, tuple, str, bytes, int, float, bool, None or read-only ndarray, nested at will

    Raises
    ------
    DataError
        If the pickle is damaged or asks for anything else; the message names what was refused.

    Examples
    --------
    >>> loads(pickle.dumps({"labels": [6, 9]}))
    {'labels': [6, 9]}
    >>> loads(b"cos\nsystem\n(S'ls'\ntR.", "data_batch_1")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    cs231n_lib.errors.DataError: data_batch_1: refused os.system; expected ...
    """
    try:
        return _plain(_Unpickler(io.BytesIO(content), encoding="bytes").load(), {})
    except _RefusedError as refused:
        raise DataError(
            f"{source}: refused {refused}; expected nothing but arrays, text, numbers, lists and dicts, "
            f"try the official archive"
        ) from None
    # The pickle module promises no particular error: damaged input has raised anything from
    # struct.error to OverflowError, and all of it means the same to the caller.
    except Exception as error:
        raise DataError(
            f"{source}: expected a readable pickle, got damaged content ({type(error).__name__}: {error}); "
            f"try downloading it again"
        ) from error


class _RefusedError(Exception):
    """What the pickle asked for and does not get; turned into a DataError by `loads`."""


class _Unpickler(pickle._Unpickler):
    """The unpickler written in Python, because the one in C can be told to fill all memory.

    (A memo index of 2**31 in six bytes makes it allocate 32 GB; here the memo is a dict.)
    """

    def find_class(self, module: str, name: str) -> Any:
        full_name = f"{module}.{name}"
        if full_name not in _STAND_INS:
            raise _RefusedError(full_name)
        return _StandIn(full_name, _STAND_INS[full_name])

    def persistent_load(self, pid: Any) -> NoReturn:
        raise _RefusedError(f"persistent object {pid!r}")

    def get_extension(self, code: int) -> NoReturn:
        # Else a name already in copyreg's cache would be handed out without asking find_class.
        raise _RefusedError(f"extension code {code}")


class _StandIn:
    """A callable for a pickle: it has no attributes to overwrite and is nobody's class."""

    __slots__ = ("_build", "_name")

    def __init__(self, name: str, build: Callable[..., Any]) -> None:
        self._name = name
        self._build = build

    def __call__(self, *args: Any) -> Any:
        return self._build(*args)

    def __setstate__(self, state: Any) -> NoReturn:
        raise _RefusedError(f"changing {self._name}")


class _DtypeDescription:
    """What a pickle says of a dtype; a real dtype could be given a hostile state."""

    __slots__ = ("byte_order", "code")

    def __init__(self, code: str | bytes, *_align_and_copy: Any) -> None:
        self.code = _text(code)
        self.byte_order = "="

    def __setstate__(self, state: Any) -> None:
        _version, byte_order, *structure = state
        if any(part is not None for part in structure[:3]) or _text(byte_order) not in BYTE_ORDERS:
            raise _RefusedError(f"structured dtype {self.code}")
        self.byte_order = _text(byte_order)

    def to_dtype(self) -> np.dtype[Any]:
        if np.dtype(self.code).kind not in "biuf":
            raise _RefusedError(f"array of dtype {self.code}")
        return np.dtype(self.byte_order + self.code)


class _ArrayDescription:
    """What a pickle says of an array; becomes one when all of the pickle has been read."""

    __slots__ = ("array",)

    def __init__(self, *_subtype_shape_and_dtype: Any) -> None:
        self.array: np.ndarray[Any, Any] | None = None

    def __setstate__(self, state: Any) -> None:
        _version, shape, dtype, is_fortran, content = state
        if not isinstance(dtype, _DtypeDescription) or not isinstance(content, bytes):
            raise _RefusedError("array of objects")
        # A view of the bytes that were read: no second copy of 30 MB per batch.
        flat = np.frombuffer(content, dtype=dtype.to_dtype())
        self.array = flat.reshape(shape, order="F" if is_fortran else "C")


def _encode(text: str, encoding: str | bytes) -> bytes:
    """Do what Python 3 writes for bytes in old protocols, and only that."""
    if _text(encoding) != "latin1":
        raise _RefusedError(f"encoding {encoding!r}")
    return text.encode("latin1")


def _no_bytes() -> bytes:
    """Do what Python 3 writes for b"" in old protocols."""
    return b""


def _ndarray(*_args: Any) -> NoReturn:
    """Stand for the class itself, which official pickles name but never call."""
    raise _RefusedError("calling numpy.ndarray")


def _text(value: str | bytes) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else str(value)


# numpy.core is numpy._core since NumPy 2; both spellings are found in files.
_STAND_INS: dict[str, Callable[..., Any]] = {
    "numpy.core.multiarray._reconstruct": _ArrayDescription,
    "numpy._core.multiarray._reconstruct": _ArrayDescription,
    "numpy.ndarray": _ndarray,
    "numpy.dtype": _DtypeDescription,
    "_codecs.encode": _encode,
    "__builtin__.bytes": _no_bytes,
}


def _plain(value: Any, done: dict[int, Any]) -> Any:
    """Put the arrays in place, and let nothing through that is not plain data.

    `done` has by id what was seen before: a few bytes of pickle can hold one list a billion times over.
    """
    if type(value) in PLAIN_TYPES:
        return value
    if id(value) not in done:
        done[id(value)] = _plain_container(value, done)
    return done[id(value)]


def _plain_container(value: Any, done: dict[int, Any]) -> Any:
    if isinstance(value, _ArrayDescription) and value.array is not None:
        return value.array
    if type(value) is dict:
        return {_plain(key, done): _plain(item, done) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_plain(item, done) for item in value)
    raise _RefusedError(f"a value of type {type(value).__name__.lstrip('_')}")
