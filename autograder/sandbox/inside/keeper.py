"""The keeper: the process outside that starts a submission's first process, and ends whatever it starts.

It holds no secrets either. It lives on a lease, a pipe whose other end the warm process holds: when that
is closed, or the warm process dies, the submission ends. It also watches the memory of all processes
together, which no limit on a single process covers.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
from dataclasses import replace
from typing import NoReturn

from . import family, levels
from .levels import MIB, TOO_MUCH_MEMORY, Place
from .shell import NotebookShell

TICK = 100  # milliseconds between two looks at the memory


def keep(place: Place, fd: int, lease: int, shell: NotebookShell) -> NoReturn:
    """Start and watch the submission that talks to the judge over ``fd``; exit when it has ended."""
    status = 1
    try:
        os.setsid()
        silence_all_but(fd, lease)
        status = _keep(replace(place, number=os.getpid()), fd, lease, shell)
    finally:
        os._exit(status)


def _keep(place: Place, fd: int, lease: int, shell: NotebookShell) -> int:
    with socket.socket(fileno=fd) as sock:
        try:
            level = levels.load(place.level)
            level.enter(place)
            first = os.fork()
        except Exception as error:  # noqa: BLE001 (told to the judge, who decides)
            levels.tell(sock, error)
            return 1
        if not first:
            os.close(lease)
            _end_with_the_keeper()
            level.start(place, sock, shell)
            os._exit(0)
    status = _watch(level, first, lease, place.memory_mib * MIB)
    level.end(first)
    return status


def _watch(level: levels.Level, first: int, lease: int, allowed: int) -> int:
    """Wait until the lease or the first process ends, or there is more memory in use than allowed."""
    poll = select.poll()
    poll.register(lease, select.POLLIN)
    while not poll.poll(TICK):
        if first in family.reap():
            return 0
        if family.memory(level.members(), allowed) > allowed:
            return TOO_MUCH_MEMORY
    return 0


def _end_with_the_keeper() -> None:
    if sys.platform == "linux":
        from . import linux

        linux.end_with_parent()


def silence_all_but(*kept: int) -> None:
    """Point every other descriptor, the standard streams too, to nowhere.

    They are not closed: an inherited object that is collected later would close its number again, by
    then somebody else's.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for fd in {int(name) for name in os.listdir("/dev/fd")} - {null, *kept}:
        with contextlib.suppress(OSError):  # the descriptor that listed the folder is gone
            os.fstat(fd)
            os.dup2(null, fd)
    os.close(null)
