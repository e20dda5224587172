"""The processes of a submission, seen from its keeper: which there are, and how much memory they hold."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterable

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def descendants(ancestor: int) -> list[int]:
    """Return the children of a process, their children, and so on; without the dead."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, []).append(pid)
    found, waiting = [], [ancestor]
    while waiting:
        more = children.get(waiting.pop(), [])
        found += more
        waiting += more
    return found


def reap() -> set[int]:
    """Collect the children that have ended, without waiting; return their pids."""
    ended = set()
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            ended.add(pid)
    return ended


def numbered() -> list[int]:
    """Return all pids in /proc."""
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def memory(pids: Iterable[int], enough: int) -> int:
    """Return how many bytes processes hold together; pages that they share count once.

    Telling what is shared takes time, so it is left out while the sum is below ``enough`` without it.
    """
    pids = list(pids)
    total = sum(map(_resident, pids))
    return total if total <= enough else sum(map(_proportional, pids))


def _resident(pid: int) -> int:
    with (
        contextlib.suppress(OSError, ValueError, IndexError),
        open(f"/proc/{pid}/statm", encoding="ascii") as file,
    ):
        return int(file.read().split()[1]) * PAGE
    return 0


def _proportional(pid: int) -> int:
    with (
        contextlib.suppress(OSError, ValueError),
        open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file,
    ):
        return sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    return 0


def _parents() -> list[tuple[int, int]]:
    """Return the pid and the parent's pid of every process that lives."""
    if not os.path.isdir("/proc/self"):  # macOS
        listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True)
        return [(int(pid), int(parent)) for pid, parent in map(str.split, listed.stdout.splitlines())]
    found = []
    for pid in numbered():
        with contextlib.suppress(OSError, ValueError), open(f"/proc/{pid}/stat", "rb") as file:
            state, parent = file.read().rpartition(b")")[2].split()[:2]
            if state not in (b"Z", b"X"):
                found.append((pid, int(parent)))
    return found
