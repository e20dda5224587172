"""Messages between judge and student's process: exact both ways, and nothing that arrives is believed."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.inside import wire
from autograder.sandbox.replies import Call, decode_response, display_outputs
from cs231n_lib.outputs import Array, LeafSpec

SPEC = (LeafSpec("loss", 0, None, ()), LeafSpec("dW", 1, None, (2, 2)))


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two connected sockets."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def raw(
    header: bytes, body: bytes = b"", *, header_size: int | None = None, body_size: int | None = None
) -> bytes:
    """Return the bytes of a message, with lengths that may be lies."""
    sizes = (
        len(header) if header_size is None else header_size,
        len(body) if body_size is None else body_size,
    )
    return struct.pack("!II", *sizes) + header + body


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    ),
    st.binary(),
)
def test_what_is_sent_is_received(header: Any, body: bytes) -> None:
    """Is a message the same at the other end, text of any alphabet too?"""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send(ours, header, body)
        wire.send(ours, "next")
        assert wire.receive(theirs) == (header, body, [])
        assert wire.receive(theirs)[0] == "next"


def test_a_large_message_arrives_in_pieces(pair: Pair) -> None:
    """Is a message larger than any buffer whole?"""
    body = os.urandom(3_000_000)
    thread = threading.Thread(target=wire.send, args=(pair[0], {"a": 1}, body))
    thread.start()
    received = wire.receive(pair[1])
    thread.join()
    assert received == ({"a": 1}, body, [])


def test_a_message_byte_by_byte_is_a_message(pair: Pair) -> None:
    """Does it matter how the bytes are split?"""
    message = raw(b'{"a": 1}', b"body")

    def dribble() -> None:
        for byte in message:
            pair[0].sendall(bytes([byte]))
            time.sleep(0.001)

    thread = threading.Thread(target=dribble)
    thread.start()
    assert wire.receive(pair[1], deadline=time.monotonic() + 5) == ({"a": 1}, b"body", [])
    thread.join()


BAD: dict[str, tuple[bytes, str]] = {
    "no_json": (raw(b"\x80\x04pickle"), "not JSON"),
    "latin_1": (raw(b'"\xe4"'), "not JSON"),
    "deep": (raw(b"[" * 100_000), "not JSON"),
    "long_number": (raw(b"9" * 100_000), "not JSON"),
    "header_too_long": (raw(b"", header_size=2**22 + 1), "larger than allowed"),
    "body_too_long": (raw(b"{}", body_size=1001), "larger than allowed"),
    "largest_lie": (raw(b"", header_size=2**32 - 1, body_size=2**32 - 1), "larger than allowed"),
    "cut_lengths": (b"\x00\x00", "has closed"),
    "cut_header": (raw(b"{", header_size=10), "has closed"),
    "cut_body": (raw(b"{}", b"b", body_size=2), "has closed"),
    "nothing": (b"", "has closed"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_message_is_an_error(pair: Pair, name: str) -> None:
    """Does every kind of rubbish from a student's process end in one kind of error?"""
    data, message = BAD[name]
    pair[0].sendall(data)
    pair[0].shutdown(socket.SHUT_WR)
    with pytest.raises(wire.WireError, match=message) as caught:
        wire.receive(pair[1], deadline=time.monotonic() + 5, max_body=1000)
    assert not caught.value.timed_out


@pytest.mark.parametrize(
    "data", [b"", b"\x00", raw(b"{", header_size=10)], ids=["silence", "lengths", "header"]
)
def test_silence_ends_at_the_deadline(pair: Pair, data: bytes) -> None:
    """Can a process that sends half a message make the judge wait?"""
    pair[0].sendall(data)
    with pytest.raises(wire.WireError) as caught:
        wire.receive(pair[1], deadline=time.monotonic() + 0.05)
    assert caught.value.timed_out


def test_sending_to_one_who_does_not_read_ends_at_the_deadline(pair: Pair) -> None:
    """Can a process that never reads make the judge wait?"""
    with pytest.raises(wire.WireError) as caught:
        wire.send(pair[0], {}, bytes(10_000_000), deadline=time.monotonic() + 0.05)
    assert caught.value.timed_out


def test_sending_to_one_who_has_closed_is_an_error(pair: Pair) -> None:
    """Is a process that has ended noticed?"""
    pair[1].close()
    with pytest.raises(wire.WireError, match="has closed"):
        wire.send(pair[0], {})


def test_descriptors_travel_with_a_message(pair: Pair) -> None:
    """Can a process be handed an open socket?"""
    read, write = os.pipe()
    wire.send(pair[0], {"a": 1}, b"body", fds=[write])
    os.close(write)
    header, body, (arrived,) = wire.receive(pair[1], max_fds=1)
    assert (header, body) == ({"a": 1}, b"body")
    os.write(arrived, b"x")
    assert os.read(read, 1) == b"x"
    os.close(read)
    os.close(arrived)


def test_unasked_descriptors_do_not_pile_up(pair: Pair) -> None:
    """Can a student's process use up the judge's descriptors by sending its own?"""
    before = set(Path("/proc/self/fd").iterdir())
    with open(os.devnull) as null:  # noqa: PTH123 (a descriptor is what counts)
        for _ in range(20):
            wire.send(pair[0], {}, fds=[null.fileno()] * 3)
            assert wire.receive(pair[1])[2] == []
    assert set(Path("/proc/self/fd").iterdir()) == before


shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
dtypes = st.sampled_from([np.dtype(name) for name in ("float64", "int64", "bool", ">f8")])
arrays = hnp.arrays(dtypes, shapes)


@given(st.lists(arrays, max_size=4))
def test_packed_arrays_are_unpacked(packed: list[Array]) -> None:
    """Are inputs the same on the other side, empty and foreign ones too, and writable?"""
    layout, body = wire.pack(packed)
    unpacked = wire.unpack(json.loads(json.dumps(layout)), body)
    for before, after in zip(packed, unpacked, strict=True):
        assert before.dtype == after.dtype
        assert np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
        assert after.flags.writeable


def test_views_are_packed_in_their_own_order() -> None:
    """Does a transposed input arrive transposed?"""
    array = np.arange(6.0).reshape(2, 3).T
    assert np.array_equal(wire.unpack(*wire.pack([array]))[0], array)


def reply(**fields: Any) -> dict[str, Any]:
    """Return what a right answer for SPEC says of itself, with other fields."""
    leaves = [
        {"shape": [], "dtype": "float64", "type": "float"},
        {"shape": [2, 2], "dtype": "float64", "type": "ndarray"},
    ]
    return {"problem": None, "changed": [], "leaves": leaves} | fields


BODY = np.arange(5.0).tobytes()


def with_leaf(**fields: Any) -> dict[str, Any]:
    """Return an answer whose second leaf says other things of itself."""
    first, second = reply()["leaves"]
    return reply(leaves=[first, second | fields])


def test_a_right_answer_is_rebuilt() -> None:
    """Do raw bytes become the arrays that were asked for?"""
    response = decode_response(reply(), BODY, SPEC)
    assert response.leaves["loss"].array == 0
    assert response.leaves["dW"].array.tolist() == [[1, 2], [3, 4]]
    assert response.leaves["dW"].type_name == "ndarray"


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool"])
def test_an_answers_own_dtype_is_kept(dtype: str) -> None:
    """Can the judge say that float32 came back, though all travels as float64?"""
    assert decode_response(with_leaf(dtype=dtype), BODY, SPEC).leaves["dW"].array.dtype == dtype


def test_nan_is_kept_in_whole_numbers() -> None:
    """Is nan never hidden by a claim that it is an int?"""
    body = np.array([0, 1, np.nan, 3, 4]).tobytes()
    assert np.isnan(decode_response(with_leaf(dtype="int64"), body, SPEC).leaves["dW"].array[0, 1])


@pytest.mark.parametrize("value", [1e300, 2.0**63])
@pytest.mark.parametrize("dtype", ["int64", "int32", "float16", "bool"])
def test_a_number_too_large_for_its_dtype_is_no_warning(dtype: str, value: float) -> None:
    """Can an answer make the judge's own arithmetic complain?"""
    body = np.array([0, 1, value, 3, 4]).tobytes()
    assert decode_response(with_leaf(dtype=dtype), body, SPEC).leaves["dW"].array.shape == (2, 2)


def test_an_answer_of_the_wrong_shape_is_told_without_its_bytes() -> None:
    """Is an answer far too large described, and not carried?"""
    response = decode_response(with_leaf(shape=[100_000, 100_000]), BODY[:8], SPEC)
    assert response.leaves["dW"].array.shape == (100_000, 100_000)


FORGED: dict[str, tuple[Any, bytes]] = {
    "not_an_object": ([], BODY),
    "null": (None, BODY),
    "no_problem": ({}, BODY),
    "unknown_kind": (reply(problem=["passed", "", None, None]), BODY),
    "short_problem": (reply(problem=["exception"]), BODY),
    "problem_of_numbers": (reply(problem=[1, 2, 3, 4]), BODY),
    "message_of_numbers": (reply(problem=["exception", 5, None, None]), BODY),
    "too_few_leaves": (reply(leaves=[]), BODY),
    "too_many_leaves": (reply(leaves=reply()["leaves"] * 2), BODY),
    "leaves_null": (reply(leaves=None), BODY),
    "negative_shape": (with_leaf(shape=[-2, -2]), BODY),
    "minus_one": (with_leaf(shape=[-1, 2]), BODY),
    "endless_shape": (with_leaf(shape=[float("inf")]), BODY),
    "nan_shape": (with_leaf(shape=[float("nan")]), BODY),
    "text_shape": (with_leaf(shape="ab"), BODY),
    "many_dimensions": (with_leaf(shape=[1] * 17), BODY),
    "object_dtype": (with_leaf(dtype="object"), BODY),
    "structured_dtype": (with_leaf(dtype="f8,O"), BODY),
    "dtype_list": (with_leaf(dtype=["float64"]), BODY),
    "type_number": (with_leaf(type=1), BODY),
    "too_few_bytes": (reply(), BODY[:-1]),
    "no_bytes": (reply(), b""),
    "changed_numbers": (reply(changed=[1]), BODY),
    "changed_null": (reply(changed=None), BODY),
    "huge_dimension": (with_leaf(shape=[10**30]), BODY),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_answer_raises_what_the_judge_expects(name: str) -> None:
    """Does nonsense never become an answer, and never an error that looks like the grader's own?"""
    header, body = FORGED[name]
    with pytest.raises((KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError)):
        decode_response(header, body, SPEC)


def test_text_of_an_answer_is_clipped_and_cleaned() -> None:
    """Is a message without control characters, and no longer than a message should be?"""
    problem = ["exception", "\x1b[2J" + "a" * 10_000, "\x07Bell", "\u202egnp", "\x00f"]
    response = decode_response(reply(problem=problem), b"", SPEC)
    assert response.problem is not None
    assert response.problem.message == "[2J" + "a" * 496
    assert response.problem.exception == "Bell"
    assert response.problem.line == "gnp"
    assert response.problem.function == "f"


def test_a_call_says_where_its_outputs_lie() -> None:
    """Does the student's process get inputs, names and places, and nothing that is right?"""
    message = Call("f", {"W": np.ones((1, 2)), "reg": 0.5}, SPEC).message
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send_bytes(ours, message)
        header, body, _ = wire.receive(theirs)
    assert header == {
        "op": "call",
        "function": "f",
        "inputs": {"W": {"array": 0}, "reg": 0.5},
        "layout": [{"dtype": "<f8", "shape": [1, 2]}],
        "spec": [["loss", 0, None, []], ["dW", 1, None, [2, 2]]],
        "without": {},
    }
    assert body == np.ones(2).tobytes()


PNG = "iVBORw0KGgo" + "A" * 20
SHOWN: dict[str, tuple[dict[str, Any], Any]] = {
    "stream": (
        {"output_type": "stream", "name": "stdout", "text": "a\x1b[1mb\n", "extra": 1},
        {"output_type": "stream", "name": "stdout", "text": "a[1mb\n"},
    ),
    "stream_of_other_name": (
        {"output_type": "stream", "name": "<b>", "text": "a"},
        {"output_type": "stream", "name": "stdout", "text": "a"},
    ),
    "image": (
        {"output_type": "display_data", "data": {"text/plain": "f", "image/png": PNG}},
        {"output_type": "display_data", "data": {"text/plain": "f", "image/png": PNG}, "metadata": {}},
    ),
    "html": (
        {"output_type": "display_data", "data": {"text/plain": "f", "text/html": "<script>"}},
        {"output_type": "display_data", "data": {"text/plain": "f"}, "metadata": {}},
    ),
    "image_that_is_none": (
        {"output_type": "display_data", "data": {"text/plain": "f", "image/png": "<svg onload=...>"}},
        {"output_type": "display_data", "data": {"text/plain": "f"}, "metadata": {}},
    ),
    "score": ({"output_type": "execute_result", "data": {"text/plain": "5.0"}}, None),
    "unknown": ({"output_type": "update"}, None),
}


@pytest.mark.parametrize("name", SHOWN)
def test_of_outputs_only_text_and_pictures_are_kept(name: str) -> None:
    """Can a forged output be a score or a script?"""
    output, shown = SHOWN[name]
    assert display_outputs([output]) == (() if shown is None else (shown,))


def test_outputs_are_counted_and_cut() -> None:
    """Can a million outputs, or one of a million letters, get through?"""
    stream = {"output_type": "stream", "name": "stdout", "text": "a" * 1_000_000}
    shown = display_outputs([stream] * 1000)
    assert len(shown) == 60
    assert len(shown[0]["text"]) == 30_000


BROKEN: dict[str, Any] = {
    "number": 5,
    "object": {},
    "null": None,
    "list_of_numbers": [1],
    "text_of_numbers": [{"output_type": "stream", "name": "stdout", "text": 5}],
    "data_list": [{"output_type": "display_data", "data": []}],
    "traceback_number": [{"output_type": "error", "ename": "E", "evalue": "", "traceback": 5}],
    "no_type": [{}],
}


@pytest.mark.parametrize("name", BROKEN)
def test_outputs_that_are_none_raise_what_the_judge_expects(name: str) -> None:
    """Do forged outputs never become an error that looks like the grader's own?"""
    reject: Callable[[Any], Any] = display_outputs
    with pytest.raises((KeyError, TypeError)):
        reject(BROKEN[name])
