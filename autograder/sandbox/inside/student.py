"""The loop of one student's process: run cells, remember the notebook at each test, fork, and answer calls.

Forks answer for exercises, each over a socket of its own: a process that has run one exercise's code may be
spoilt for others, and the judge decides who may share one. They wait until all cells have run: only then the
judge asks with hidden inputs, and no cell is left to show them. Where there can be no fork, the notebook's
process answers itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from _thread import _count as _count_threads  # those besides the first
from collections.abc import Sequence
from typing import Any

import numpy as np

from cs231n_lib import codec
from cs231n_lib.outputs import Leaf, LeafSpec, Problem, Response, call
from cs231n_lib.stages import replaced, silent
from cs231n_lib.words import shortened

from . import wire
from .shell import NotebookShell, run_cell

MAX_MESSAGE = 500


class Notebook:
    """A notebook being run: its shell, and its names as they were at the test of each exercise."""

    def __init__(self, shell: NotebookShell) -> None:
        self.shell = shell
        self.names: dict[str, Any] = shell.user_ns
        self._at_test: dict[str, dict[str, Any]] = {}
        self._present: str | None = None

    def mark(self, exercise: str) -> None:
        """Remember all names as they are now, for the sake of an exercise."""
        self._at_test[exercise] = dict(self.names)

    def function(self, exercise: str) -> Any:
        """Return an exercise's function; all names then are as at its test, or as it has left them since."""
        if exercise in self._at_test and exercise != self._present:
            if self._present is not None:
                self.mark(self._present)
            self.names.clear()
            self.names.update(self._at_test[exercise])
            self._present = exercise
        return self.names.get(exercise)


def serve(sock: socket.socket, notebook: Notebook, *, forks: bool) -> None:
    """Do what the judge asks until it closes the connection.

    A process that cannot fork, or whose threads a fork would lose, says so; the judge may then have it
    answer by itself.
    """
    while True:
        try:
            request, body, fds = wire.receive(sock, max_fds=int(forks))
        except wire.WireError:
            return
        operation = request["op"]
        if operation == "call":
            wire.send(sock, *_answer(request, body, notebook))
        elif operation == "run":
            wire.send(sock, run_cell(notebook.shell, request["source"], request["seconds"]))
        elif operation == "mark":
            notebook.mark(request["exercise"])
            wire.send(sock, {"forks": forks and not _count_threads()})
        elif operation == "fork":
            wire.send(sock, {"pid": _fork(sock, fds, notebook)})
        elif operation == "end":
            wire.send(sock, {"end": _end(request["pid"], request["gone"])})
        else:
            wire.send(sock, {})


def _fork(sock: socket.socket, fds: Sequence[int], notebook: Notebook) -> int | None:
    """Fork a process that serves a socket of its own; None where that is not possible."""
    if not fds or _count_threads():
        return None
    try:
        pid = os.fork()
    except OSError:  # the notebook has used up its processes or its memory
        os.close(fds[0])
        return None
    os.setpgid(pid, pid)  # in both processes: whichever comes first
    if pid:
        os.close(fds[0])
        return pid
    try:
        sock.close()
        _mute()
        with socket.socket(fileno=fds[0]) as own:
            serve(own, notebook, forks=True)
    finally:
        os._exit(0)


def _mute() -> None:
    """Send whatever an answer prints to nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)


def _answer(request: Any, body: bytes, notebook: Notebook) -> tuple[dict[str, Any], bytes]:
    arrays = wire.unpack(request["layout"], body)
    inputs = {name: codec.decode(value, arrays.__getitem__) for name, value in request["inputs"].items()}
    spec = [LeafSpec(n, position, key, tuple(shape)) for n, position, key, shape in request["spec"]]
    function, without = notebook.function(request["function"]), request["without"]
    with replaced(notebook.names, silent({name: tuple(shape) for name, shape in without.items()})):
        return _encode(_respond(function, inputs, spec), spec)


def _respond(function: Any, inputs: dict[str, Any], spec: Sequence[LeafSpec]) -> Response:
    if not callable(function):
        return Response(problem=Problem("missing", "the notebook defines no function of this name"))
    try:
        return call(function, inputs, spec)
    except KeyboardInterrupt:
        return Response(problem=Problem("exception", "KeyboardInterrupt", "KeyboardInterrupt"))


def _encode(response: Response, spec: Sequence[LeafSpec]) -> tuple[dict[str, Any], bytes]:
    """Describe a response; every array goes as float64, and only if its size is near the expected."""
    problem = response.problem
    header: dict[str, Any] = {"problem": None, "changed": list(response.changed_inputs), "leaves": []}
    if problem is not None:
        line = problem.line and shortened(problem.line, MAX_MESSAGE)
        about = [problem.exception, line, problem.function]
        header["problem"] = [problem.kind, shortened(problem.message, MAX_MESSAGE), *about]
        return header, b""
    body = []
    for leaf_spec in spec:
        leaf = response.leaves[leaf_spec.name]
        body.append(_bytes_of(leaf.array, leaf_spec))
        header["leaves"].append(_describe(leaf))
    return header, b"".join(body)


def _describe(leaf: Leaf) -> dict[str, Any]:
    dtype = str(leaf.array.dtype)
    dtype = dtype if dtype in wire.KEPT_DTYPES else "float64"
    return {"shape": list(leaf.array.shape), "dtype": dtype, "type": leaf.type_name[:60]}


def _bytes_of(array: Any, spec: LeafSpec) -> bytes:
    expected = int(np.prod(spec.shape, dtype=np.int64))
    return b"" if array.size > wire.max_size(expected) else np.ascontiguousarray(array, np.float64).tobytes()


def _end(pid: int, gone: bool) -> str:
    """End a fork and all that it has forked; say how: ``"ok"``, ``"exit 3"``, ``"signal 9"``, ``"killed"``.

    Where the judge has seen it close its socket (``gone``), it gets a moment to be really dead.
    """
    end = _await(pid, gone)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:  # the dead count until somebody has asked for them
            os.waitpid(-pid, 0)
    return end


def _await(pid: int, gone: bool) -> str:
    with contextlib.suppress(ChildProcessError):  # a notebook that ignores SIGCHLD has no dead to wait for
        for _ in range(20 if gone else 1):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return _ending(status)
            time.sleep(0.005 if gone else 0)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return "killed"


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"signal {-code}"
    return f"exit {code}" if code else "ok"
