"""The warm process: imports once what notebooks import, then forks one keeper per submission.

Started by exec with a clean environment, so it holds nothing of the grader: no references, no
seeds, no gradebook.

Usage: ``python -P -s -m autograder.sandbox.inside.warm FD FOLDER``, where FD is the control socket;
FOLDER holds the scratch folders, and is removed at the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import time
from typing import Any

from . import levels, wire
from .family import numbered
from .keeper import keep
from .levels import Place
from .shell import NotebookShell
from .stock import prepare

END_SECONDS = 5.0


def main() -> None:
    """Import what notebooks import, and serve."""
    serve(int(sys.argv[1]), sys.argv[2], prepare())


def serve(fd: int, folder: str, shell: NotebookShell) -> None:
    """Serve fork and end requests until the control socket closes, then leave nothing behind."""
    with socket.socket(fileno=fd) as control:
        warm = Warm(shell)
        with contextlib.suppress(wire.WireError):
            wire.send(control, {"ready": True})
            while True:
                request, _, fds = wire.receive(control, max_fds=1)
                answer = (
                    warm.fork(request["place"], fds[0])
                    if request["op"] == "fork"
                    else warm.end(request["pid"])
                )
                wire.send(control, answer)
        warm.close()
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)


class Warm:
    """Forks submissions' keepers and ends them."""

    def __init__(self, shell: NotebookShell) -> None:
        self._shell = shell
        self._leases: dict[int, int] = {}  # the pipe on which each keeper lives, by its pid

    def fork(self, place: dict[str, Any], fd: int) -> dict[str, Any]:
        """Start a submission; say under which pid it can be ended."""
        with contextlib.suppress(ImportError):  # the keeper tells the judge
            levels.load(place["level"])  # imported here, it is imported once
        theirs, ours = os.pipe()
        pid = os.fork()
        if not pid:
            keep(Place(**place), fd, theirs, self._shell)
        os.close(fd)
        os.close(theirs)
        self._leases[pid] = ours
        return {"pid": pid}

    def end(self, pid: int) -> dict[str, Any]:
        """End a submission with all its processes; say with which status its keeper ended."""
        os.close(self._leases.pop(pid))
        status = _await(pid)
        _kill_session(pid)  # where a submission has killed its keeper
        return {"status": os.waitstatus_to_exitcode(status)}

    def close(self) -> None:
        """End what still runs: whoever asked for it has died."""
        for pid in list(self._leases):
            self.end(pid)


def _await(pid: int) -> int:
    """Wait for a keeper, which needs a moment; a submission may have stopped it, where it can."""
    deadline = time.monotonic() + END_SECONDS
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def _kill_session(leader: int) -> None:
    """Kill all that are still in a session."""
    if not os.path.isdir("/proc/self"):
        return
    for pid in numbered():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
