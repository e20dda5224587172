"""The warm process: imports once what notebooks import, then forks one process per submission.

Started by exec with a clean environment, so it holds nothing of the grader: no references, no
seeds, no gradebook. Each fork gets its limits, a scratch folder as HOME, and one socket.

Usage: ``python -I -m autograder.sandbox.inside.warm FD FOLDER``, where FD is the control socket; FOLDER holds
the scratch folders, and is removed at the end.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import socket
import sys
from typing import Any, NoReturn

import matplotlib.pyplot  # noqa: F401  (imported here so that no submission has to)
import numpy  # noqa: F401

from cs231n_lib import checking, data, figures, gradcheck, metrics, training  # noqa: F401

from . import isolation, linux, wire
from .shell import NotebookShell, make_shell
from .student import serve


def main() -> None:
    """Serve fork and kill requests until the control socket closes, then leave nothing behind."""
    with socket.socket(fileno=int(sys.argv[1])) as control:
        warm = Warm(make_shell())
        data.load_digits()  # reads the embedded images, once for all
        sys.dont_write_bytecode = True  # of modules that a submission imports; those above were our own
        with contextlib.suppress(wire.WireError):
            wire.send(control, {"ready": True})
            while True:
                request, _, fds = wire.receive(control, max_fds=1)
                answer = warm.fork(request, fds[0]) if request["op"] == "fork" else warm.kill(request["pid"])
                wire.send(control, answer)
        warm.close()
        os.chdir("/")
        shutil.rmtree(sys.argv[2], ignore_errors=True)


class Warm:
    """Forks submissions' processes and ends them."""

    def __init__(self, shell: NotebookShell) -> None:
        self._shell = shell
        # The pidfd of each submission's first process inside, if there is one, by the pid of its outer one.
        self._running: dict[int, int | None] = {}

    def fork(self, request: dict[str, Any], fd: int) -> dict[str, Any]:
        """Start a submission's process; say under which pid it can be ended, or why it did not start."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            _become_outer(request, fd, theirs, self._shell)
        os.close(fd)
        theirs.close()
        with ours:
            told, _, fds = wire.receive(ours, max_fds=1)
        self._running[pid] = fds[0] if fds else None
        if told["error"] is not None:
            self.kill(pid)
            return {"error": told["error"]}
        return {"pid": pid}

    def kill(self, pid: int) -> dict[str, Any]:
        """End a submission's processes, all of them where they have a pid namespace."""
        if (first := self._running.pop(pid)) is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(first, signal.SIGKILL)
            os.close(first)
        _kill_session(pid)
        return {"status": os.waitpid(pid, 0)[1]}

    def close(self) -> None:
        """End what still runs: whoever asked for it has died."""
        for pid in list(self._running):
            self.kill(pid)


def _kill_session(leader: int) -> None:
    """Kill the first process of a session, and all that are still in it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(leader, signal.SIGKILL)
    for pid in [int(name) for name in os.listdir("/proc") if name.isdecimal()]:
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


def _become_outer(request: dict[str, Any], fd: int, parent: socket.socket, shell: NotebookShell) -> NoReturn:
    """Go on as a submission's outer process: isolate, fork the first process inside, wait for it."""
    try:
        os.setsid()
        _silence_all_but(fd, parent.fileno())
        if request["level"] == "process":
            wire.send(parent, {"error": None})
            parent.close()
            _settle(request)
            _serve(fd, shell)
        else:
            isolation.enter(isolation.View(request["paths"], request["tmp_mib"]), request["scratch"])
            _become_first(request, fd, parent, shell)
    except BaseException as error:  # noqa: BLE001 (told to the judge, who decides; nothing runs on from here)
        with contextlib.suppress(wire.WireError):
            wire.send(parent, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _become_first(request: dict[str, Any], fd: int, parent: socket.socket, shell: NotebookShell) -> None:
    ready, inner_ready = os.pipe()
    number = os.getpid()  # no other submission on this machine has it while this one runs
    inner = os.fork()
    if not inner:
        os.close(ready)
        parent.close()
        isolation.settle(number)
        _settle(request | {"scratch": "/tmp"})
        linux.load_filter()
        os.write(inner_ready, b"1")
        os.close(inner_ready)
        _serve(fd, shell)
        os._exit(0)
    os.close(fd)
    os.close(inner_ready)
    settled = os.read(ready, 1) == b"1"
    handle = os.pidfd_open(inner)
    error = None if settled else "the first process inside could not settle"
    wire.send(parent, {"error": error}, fds=[handle])
    parent.close()
    os.close(handle)
    os.waitpid(inner, 0)


def _serve(fd: int, shell: NotebookShell) -> None:
    with socket.socket(fileno=fd) as sock:
        serve(sock, shell)


def _silence_all_but(*kept: int) -> None:
    """Point every other descriptor, the standard streams too, to nowhere.

    They are not closed: an inherited object that is collected later would close its number again, by
    then somebody else's.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for fd in {int(name) for name in os.listdir("/proc/self/fd")} - {null, *kept}:
        with contextlib.suppress(OSError):  # the descriptor that listed the folder is gone
            os.fstat(fd)
            os.dup2(null, fd)
    os.close(null)


def _settle(request: dict[str, Any]) -> None:
    """Move into the scratch folder and accept the limits."""
    scratch = request["scratch"]
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch, IPYTHONDIR=scratch, MPLCONFIGDIR=scratch)
    for name, value in request["limits"].items():
        _, hard = resource.getrlimit(getattr(resource, name))
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(getattr(resource, name), (value, value))


if __name__ == "__main__":
    main()
