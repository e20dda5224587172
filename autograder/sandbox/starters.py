"""How a submission's process comes to be: as a fork of the warm process, or as a program of its own.

A starter returns at once; whether the process could shut itself in is the first thing it says.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from ..errors import SandboxError
from .folders import Home
from .inside import wire
from .inside.levels import Place

INSIDE = f"{__package__}.inside"
START_SECONDS = 120.0
END_SECONDS = 10.0
# A process whose memory lies in huge pages is forked, and its fork ended, in half the time, and there are a
# few forks to a submission. Python's own allocator asks for none.
HUGE_PAGES = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")


@dataclass(frozen=True)
class Started:
    """A submission's process; ``end`` ends it with all that it has started, and returns its exit status.

    There is none where the process has been ended by the death of what started it.
    """

    sock: socket.socket
    end: Callable[[], int | None]


class Starter(Protocol):
    """A way to start submissions' processes."""

    def start(self, place: Place) -> Started:
        """Start a process for one submission."""


class Warm:
    """A process that has imported what notebooks import, and forks the submissions' ones.

    The first comes from a `Nursery`, if there is one. One that has died is replaced.
    """

    def __init__(self, folder: str, nursery: socket.socket | None = None) -> None:
        self._folder = folder
        self._nursery = nursery
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def launch(self) -> None:
        """Start the process without waiting for it; its imports then run beside other work."""
        if self._control is not None:
            return
        ours, theirs = socket.socketpair()
        with theirs:
            if not self._is_asked_for(theirs):
                self._process = _started_with(theirs, "warm", self._folder)
        self._control = ours
        self._ready = False

    def start(self, place: Place) -> Started:
        """Fork a process for one submission; try a new warm process if this one has died.

        Raises
        ------
        SandboxError
            If none can be started, or it does not answer.
        """
        ours, theirs = socket.socketpair()
        request = {"op": "fork", "place": asdict(place)}
        with theirs, contextlib.ExitStack() as on_failure:
            on_failure.callback(ours.close)
            try:
                pid = self._ask(request, fds=[theirs.fileno()])["pid"]
            except SandboxError:
                pid = self._ask(request, fds=[theirs.fileno()])["pid"]
            on_failure.pop_all()
        parent = self._control
        return Started(ours, lambda: self._end(pid, parent))

    def _end(self, pid: int, parent: socket.socket | None) -> int | None:
        """End a submission, unless the warm process that it came from has died, and so has ended it."""
        try:
            return int(self._ask({"op": "end", "pid": pid})["status"]) if self._control is parent else None
        except SandboxError:
            return None

    def close(self) -> None:
        """End the process, and with it all submissions."""
        if self._control is not None:
            with self._control:
                _await_end(self._control)
            self._control = None
        if self._process is not None:
            _wait_or_kill(self._process)
            self._process = None

    def _is_asked_for(self, control: socket.socket) -> bool:
        """Have the nursery make the process; say whether it was there to be asked."""
        nursery, self._nursery = self._nursery, None
        if nursery is None:
            return False
        try:
            socket.send_fds(nursery, [os.fsencode(self._folder)], [control.fileno()])
        except OSError:
            return False
        return True

    def _ask(self, request: Any, fds: Sequence[int] = ()) -> Any:
        self.launch()
        assert self._control is not None
        deadline = time.monotonic() + START_SECONDS
        try:
            if not self._ready:
                wire.receive(self._control, deadline=deadline)
                self._ready = True
            wire.send(self._control, request, deadline=deadline, fds=fds)
            return wire.receive(self._control, deadline=deadline)[0]
        except wire.WireError as error:
            self.close()
            text = f"expected the warm process to answer, but {error}; run `autograder doctor`"
            raise SandboxError(text) from error


class Nursery:
    """A process that imports what notebooks import once for all workers of this machine, and forks warm ones.

    ``requests`` is the socket on which they ask for one; it can be handed on to other processes.
    """

    def __init__(self) -> None:
        self._home = Home()
        self.requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _started_with(theirs, "nursery", self._home.path)

    def close(self) -> None:
        """End it, once those whom it was handed on to have ended; what it has forked lives on."""
        self.requests.close()
        _wait_or_kill(self._process)
        self._home.remove()


class Plain:
    """A program of its own for each submission, on any system: it connects to a port of this machine."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def start(self, place: Place) -> Started:
        """Start a program for one submission, and wait until it has connected.

        Raises
        ------
        SandboxError
            If it does not.
        """
        with socket.create_server(("127.0.0.1", 0)) as server:
            key = secrets.token_bytes(32)
            port = f"port:{server.getsockname()[1]}"
            process = subprocess.Popen(
                _python(f"{INSIDE}.fresh", port, json.dumps(asdict(place))),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(self._folder),
                cwd=self._folder,
            )
            try:
                process.stdin.write(key)  # type: ignore[union-attr]
                process.stdin.close()  # type: ignore[union-attr]
                return Started(_accept(server, key, process), lambda: _end(process))
            except OSError as error:
                _end(process)
                raise SandboxError(f"expected a process for the notebook, but {error}; try again") from error


def environment(folder: str) -> dict[str, str]:
    """Return the environment of a process that runs students' code."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "VECLIB")}
    cache = os.environ.get("MPLCONFIGDIR") or os.path.expanduser("~/.cache/matplotlib")
    own = {"HOME": folder, "IPYTHONDIR": folder, "MPLCONFIGDIR": cache}
    return kept | threads | own | (HUGE_PAGES if sys.platform == "linux" else {})


def _python(module: str, *arguments: str) -> list[str]:
    """Return a command that imports nothing from the working folder or the user's own packages.

    The settings of Python in `environment` do count, as they would not under ``-I``.
    """
    return [sys.executable, "-P", "-s", "-m", module, *arguments]


def _started_with(sock: socket.socket, module: str, folder: str) -> subprocess.Popen[bytes]:
    """Start one of the programs inside, which gets one end of a connection and a folder of its own."""
    return subprocess.Popen(
        _python(f"{INSIDE}.{module}", str(sock.fileno()), folder),
        pass_fds=[sock.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment(folder),
        cwd=folder,
        start_new_session=True,
    )


def _accept(server: socket.socket, key: bytes, process: subprocess.Popen[bytes]) -> socket.socket:
    """Return the connection of the process that knows the key, unless it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    server.settimeout(1)
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(TimeoutError):
            sock, _ = server.accept()
            sock.settimeout(5)
            if secrets.compare_digest(sock.recv(len(key), socket.MSG_WAITALL), key):
                return sock
            sock.close()
    raise ConnectionError("it did not start")


def _end(process: subprocess.Popen[bytes]) -> int:
    process.kill()
    return process.wait()


def _await_end(control: socket.socket) -> None:
    """Hang up, and give a warm process time to end its submissions and itself."""
    with contextlib.suppress(OSError):
        control.shutdown(socket.SHUT_WR)
        control.settimeout(END_SECONDS)
        while control.recv(2**16):
            pass


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    """Give a process that has seen its socket close time to end what it has started."""
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
