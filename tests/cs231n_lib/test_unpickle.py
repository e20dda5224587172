"""Hostile, damaged and harmless pickles: only plain data may come out."""

from __future__ import annotations

import contextlib
import copyreg
import os
import pickle
import subprocess
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_lib.data.unpickle import loads
from cs231n_lib.errors import DataError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


class Calls:
    """Pickles as a call of `function`."""

    def __init__(self, function: Any, *args: Any) -> None:
        self.call = (function, args)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self.call


@given(value=PLAIN, protocol=st.integers(0, 5))
def test_plain_data_comes_out_as_it_went_in(value: Any, protocol: int) -> None:
    """Do numbers, strings, bytes, lists and dicts survive every protocol?"""
    assert loads(pickle.dumps(value, protocol=protocol)) == value


@pytest.mark.parametrize("dtype", ["u1", "<i8", ">i4", "f4", "<f8", ">f8", "?"])
@pytest.mark.parametrize("shape", [(), (5,), (2, 3), (4, 1, 2)])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_arrays_of_numbers_come_out(dtype: str, shape: tuple[int, ...], order: Any, protocol: int) -> None:
    """Are values, shape, byte order and dtype those of the array that was saved?"""
    array = np.asarray(np.arange(np.prod(shape)).reshape(shape), dtype=dtype, order=order)
    read = loads(pickle.dumps({"data": array}, protocol=protocol))["data"]
    assert type(read) is np.ndarray
    assert read.dtype == array.dtype
    np.testing.assert_array_equal(read, array)


HOSTILE = {
    "posix.system": Calls(os.system, "touch pwned"),
    "subprocess.Popen": Calls(subprocess.Popen, ["touch", "pwned"]),
    "builtins.eval": Calls(eval, "open('pwned', 'w')"),
    "builtins.exec": Calls(exec, "open('pwned', 'w')"),
    "builtins.getattr": Calls(getattr, (), "__class__"),
    "_io.open": Calls(open, "pwned", "w"),
    "pathlib.PosixPath": Path("pwned"),
    "collections.OrderedDict": OrderedDict(a=1),
    "numpy.load": Calls(np.load, "pwned"),
    "object dtype": np.array([Path("pwned")], dtype=object),
    "structured dtype": np.zeros(2, dtype=[("a", "i4"), ("b", "O")]),
    "complex": np.zeros(2, dtype=complex),
    "text array": np.array(["a"]),
    "datetime": np.array(["2020-01-01"], dtype="M8[D]"),
    "numpy scalar": np.float64(1.0),
    "set": {1, 2},
    "frozenset": frozenset({1}),
    "bytearray": bytearray(b"a"),
    "complex number": 1j,
}


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
@pytest.mark.parametrize("name", HOSTILE)
def test_anything_else_is_refused(
    name: str, protocol: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is whatever can call, import or hold objects refused before it has done anything?"""
    monkeypatch.chdir(tmp_path)
    content = pickle.dumps([HOSTILE[name]], protocol=protocol)
    with pytest.raises(DataError, match="data_batch_1: refused"):
        loads(content, "data_batch_1")
    assert list(tmp_path.iterdir()) == []


REFUSED = {
    b"cos\nsystem\n(S'touch pwned'\ntR.": "os.system",
    b"(S'touch pwned'\nios\nsystem\n.": "os.system",
    b"(cos\nsystem\nS'touch pwned'\no.": "os.system",
    b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x05touch\x85R.": "os.system",
    b"cnumpy\nndarray\n(I3\ntR.": "numpy.ndarray",
    b"cnumpy\nndarray\n.": "type StandIn",
    b"cnumpy\ndtype\n(S'O'\nI0\nI1\ntR.": "type DtypeDescription",
    b"c_codecs\nencode\n(Va\nVrot13\ntR.": "encoding 'rot13'",
    b"c_codecs\nencode\n}S'_name'\nS'x'\nsb.": "changing _codecs.encode",
    b"cnumpy\ndtype\n}S'build'\nS'x'\nsb.": "changing numpy.dtype",
    b"Pname\n.": "persistent object",
    b"\x80\x02\x82\x01.": "extension code 1",
}


@pytest.mark.parametrize("content", REFUSED, ids=repr)
def test_the_message_names_what_was_refused(content: bytes) -> None:
    """Does a person learn from the message what the pickle was after?"""
    with pytest.raises(DataError, match=f"refused .*{REFUSED[content]}.*; expected nothing but arrays, text"):
        loads(content)


def test_a_name_registered_as_an_extension_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the back door of copyreg shut even when its cache already holds something dangerous?"""
    monkeypatch.setitem(copyreg._extension_cache, 7, os.system)  # type: ignore[attr-defined]  # the cache itself
    with pytest.raises(DataError, match="refused extension code 7"):
        loads(b"\x80\x02\x82\x07(X\x04\x00\x00\x00truetR.")


DAMAGED = {
    "empty": b"",
    "text": b"<!DOCTYPE html>",
    "truncated": pickle.dumps({"data": np.arange(100, dtype=np.uint8)})[:-20],
    "lists 100,000 deep": b"]" * 100_000 + b"a" * 99_999 + b".",
    "a list that holds itself": b"]q\x00h\x00a.",
    "an array shorter than its shape": pickle.dumps(np.zeros(4, np.uint8), 2).replace(
        b"K\x04\x85", b"K\x05\x85"
    ),
    "a memo index of two billion": b"\x80\x02}r\xff\xff\xff\x7fX",
    "a string of two gigabytes that is not there": b"\x80\x02X\xff\xff\xff\x7fabc.",
    "a frame of 2**60 bytes": b"\x80\x04\x95" + (2**60).to_bytes(8, "little") + b".",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_content_is_a_data_error(name: str) -> None:
    """Does damage end in one kind of error, soon, and without filling the memory?"""
    with pytest.raises(DataError, match="expected a readable pickle, got damaged content"):
        loads(DAMAGED[name])


def test_a_list_held_a_billion_times_over_is_read_at_once() -> None:
    """Does sharing, forty doublings of it, cost no more than the bytes it takes?"""
    value: list[Any] = []
    for _ in range(40):
        value = [value, value]
    first, second = loads(pickle.dumps(value, protocol=2))
    assert first is second


@given(content=st.binary(max_size=60))
def test_noise_never_escapes_as_another_error(content: bytes) -> None:
    """Is every outcome for arbitrary bytes either plain data or a DataError?"""
    with contextlib.suppress(DataError):
        loads(b"\x80\x02" + content)


@given(data=st.data())
def test_a_pickle_with_one_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    """Does a flipped byte in a real batch never do more than change data or raise a DataError?"""
    content = bytearray(pickle.dumps({b"data": np.arange(12, dtype=np.uint8).reshape(3, 4)}, protocol=2))
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DataError):
        loads(bytes(content))
