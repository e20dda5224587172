"""The warm process: imports once what notebooks import, then forks one process per submission.

Started by exec with a clean environment, so it holds nothing of the grader: no references, no
seeds, no gradebook. Each fork gets its limits, a scratch folder as HOME, and one socket.

Usage: ``python -I -m autograder.sandbox.inside.warm FD``, where FD is the control socket.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
from typing import Any

import matplotlib.pyplot  # noqa: F401  (imported here so that no submission has to)
import numpy  # noqa: F401

from cs231n_lib import checking, data, figures, gradcheck, metrics, training  # noqa: F401

from . import wire
from .shell import NotebookShell, make_shell
from .student import serve


def main() -> None:
    """Serve fork and kill requests until the control socket closes."""
    with socket.socket(fileno=int(sys.argv[1])) as control:
        shell = make_shell()
        wire.send(control, {"ready": True})
        while True:
            try:
                request, _, fds = wire.receive(control)
            except wire.WireError:
                return
            if request["op"] == "fork":
                wire.send(control, {"pid": _fork(control, fds[0], shell, request)})
            elif request["op"] == "kill":
                wire.send(control, {"status": _kill(request["pid"])})


def _fork(control: socket.socket, fd: int, shell: NotebookShell, request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        os.close(fd)
        return pid
    try:
        control.close()
        os.setsid()
        _settle(request["scratch"], request["limits"])
        with socket.socket(fileno=fd) as sock:
            serve(sock, shell)
    finally:
        os._exit(0)


def _settle(scratch: str, limits: dict[str, int]) -> None:
    """Move into the scratch folder, mute the standard streams, and accept the limits."""
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch, IPYTHONDIR=scratch, MPLCONFIGDIR=scratch)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    for name, value in limits.items():
        _, hard = resource.getrlimit(getattr(resource, name))
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(getattr(resource, name), (value, value))


def _kill(pid: int) -> int:
    """Kill a submission's process group and return the wait status of its leader."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


if __name__ == "__main__":
    main()
