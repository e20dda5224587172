"""Messages between the judge and the student's process: a JSON header and raw bytes, never pickle.

A message is two big-endian 32-bit lengths (header, body), the header, and the body. Both ends use
this module; the judge passes a deadline and limits, because it believes nothing that arrives.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LENGTHS = struct.Struct("!II")
MAX_HEADER = 2**22
KEPT_DTYPES = ("float64", "float32", "float16", "int64", "int32", "bool")  # what an answer may say it was

Array = NDArray[Any]


class WireError(Exception):
    """The other end closed, ran out of time, or sent what is not a message."""

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


def send(
    sock: socket.socket,
    header: Any,
    body: bytes = b"",
    *,
    deadline: float | None = None,
    fds: Sequence[int] = (),
) -> None:
    """Send one message, and open descriptors with it."""
    send_bytes(sock, message(header, body), deadline=deadline, fds=fds)


def message(header: Any, body: bytes = b"") -> bytes:
    """Return a message as it is sent."""
    text = json.dumps(header).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def send_bytes(
    sock: socket.socket, data: bytes, *, deadline: float | None = None, fds: Sequence[int] = ()
) -> None:
    """Send a message that has been made before."""
    try:
        sock.settimeout(_left(deadline))
        if fds:
            data = data[socket.send_fds(sock, [data], list(fds)) :]
        if data:  # where nothing is left, the other end may have read it all and closed
            sock.sendall(data)
    except TimeoutError as error:
        raise WireError("ran out of time", timed_out=True) from error
    except OSError as error:
        raise WireError("the other end has closed") from error


def receive(
    sock: socket.socket,
    *,
    deadline: float | None = None,
    max_body: int = 2**30,
    max_header: int = MAX_HEADER,
    max_fds: int = 0,
) -> tuple[Any, bytes, list[int]]:
    """Receive one message: its header, its body, and up to ``max_fds`` descriptors; others are closed.

    Raises
    ------
    WireError
        If the other end has closed, the deadline has passed, or the bytes are no message.
    """
    start, fds = _receive_start(sock, deadline, max_fds)
    header_size, body_size = _LENGTHS.unpack(start)
    if header_size > max_header or body_size > max_body:
        raise WireError("a message larger than allowed")
    content = _receive_exactly(sock, header_size + body_size, deadline)
    try:
        header = json.loads(content[:header_size])
    except (ValueError, RecursionError) as error:
        raise WireError("a message that is not JSON") from error
    return header, content[header_size:], fds


def max_size(expected: int) -> int:
    """Return how many entries an array may have to be sent at all, when ``expected`` are right."""
    return 16 * expected + 256


def pack(arrays: Sequence[Array]) -> tuple[list[dict[str, Any]], bytes]:
    """Lay arrays out one after another: their descriptions and their bytes."""
    layout = [{"dtype": array.dtype.str, "shape": list(array.shape)} for array in arrays]
    return layout, b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)


def unpack(layout: Sequence[dict[str, Any]], body: bytes) -> list[Array]:
    """Invert `pack`. For trusted layouts only: the judge fixes dtype and size by itself."""
    arrays, start = [], 0
    for item in layout:
        dtype, shape = np.dtype(item["dtype"]), tuple(item["shape"])
        count = int(np.prod(shape, dtype=np.int64))
        arrays.append(np.frombuffer(body, dtype, count, start).reshape(shape).copy())
        start += count * dtype.itemsize
    return arrays


def _receive_start(sock: socket.socket, deadline: float | None, max_fds: int) -> tuple[bytes, list[int]]:
    if not max_fds:
        return _receive_exactly(sock, _LENGTHS.size, deadline), []
    try:
        sock.settimeout(_left(deadline))
        start, fds, _, _ = socket.recv_fds(sock, _LENGTHS.size, max_fds)
    except TimeoutError as error:
        raise WireError("ran out of time", timed_out=True) from error
    except OSError as error:
        raise WireError("the other end has closed") from error
    if not start:
        raise WireError("the other end has closed")
    return start + _receive_exactly(sock, _LENGTHS.size - len(start), deadline), fds


def _receive_exactly(sock: socket.socket, size: int, deadline: float | None) -> bytes:
    chunks, left = [], size
    while left:
        try:
            sock.settimeout(_left(deadline))
            chunk = sock.recv(min(left, 2**20))
        except TimeoutError as error:
            raise WireError("ran out of time", timed_out=True) from error
        except OSError as error:
            raise WireError("the other end has closed") from error
        if not chunk:
            raise WireError("the other end has closed")
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _left(deadline: float | None) -> float | None:
    """Return the seconds until ``deadline``; raise WireError once it has passed."""
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise WireError("ran out of time", timed_out=True)
    return left
