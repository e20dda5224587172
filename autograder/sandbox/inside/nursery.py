"""The nursery: imports once what notebooks import, then forks a warm process for each worker of this machine.

Started by exec with a clean environment, so it holds nothing of the grader. It ends when nobody holds the
other end of its socket any more; the warm processes live on, each as long as its own worker.

Usage: ``python -P -s -m autograder.sandbox.inside.nursery FD FOLDER``, where FD is a datagram socket on which
workers send the folder of a warm process, with the socket that is to control it; FOLDER is removed at the
end.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from typing import NoReturn

from .shell import NotebookShell
from .stock import prepare
from .warm import serve

MAX_PATH = 4096


def main() -> None:
    """Fork a warm process for every request."""
    try:
        with socket.socket(fileno=int(sys.argv[1])) as requests:
            _serve(requests, prepare())
    finally:
        os.chdir("/")
        shutil.rmtree(sys.argv[2], ignore_errors=True)


def _serve(requests: socket.socket, shell: NotebookShell) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a warm process
    while True:
        folder, fds, _, _ = socket.recv_fds(requests, MAX_PATH, 1)
        if not folder:
            return
        if fds and not os.fork():
            requests.close()
            _be_warm(fds[0], os.fsdecode(folder), shell)
        for fd in fds:
            os.close(fd)


def _be_warm(fd: int, folder: str, shell: NotebookShell) -> NoReturn:
    """Go on as if started for this folder."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.chdir(folder)
        os.environ.update(HOME=folder, IPYTHONDIR=folder)
        serve(fd, folder, shell)
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
