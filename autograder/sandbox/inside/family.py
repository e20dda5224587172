"""The processes of a submission, seen from its keeper: which there are, and how much memory they hold."""

from __future__ import annotations

import contextlib
import glob
import os
import subprocess
from collections.abc import Iterable, Iterator

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
    return next((int(text.split()[1]) * PAGE for text in _told(pid, "statm") if not text.startswith("0 ")), 0)


def _proportional(pid: int) -> int:
    """Count what is shared in part, and all of it where a process hides that."""
    sizes = (
        sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))
        for text in _told(pid, "smaps_rollup")
    )
    return next(filter(None, sizes), 0) or _resident(pid)


def _told(pid: int, name: str) -> Iterator[str]:
    """Read a file of a process, then those of its threads: the first may have ended and know nothing."""
    for path in (f"/proc/{pid}/{name}", *glob.iglob(f"/proc/{pid}/task/*/{name}")):
        with contextlib.suppress(OSError), open(path, encoding="ascii") as file:
            yield file.read()


def _parents() -> list[tuple[int, int]]:
    """Return the pid and the parent's pid of every process that lives."""
    if not os.path.isdir("/proc/self"):  # macOS
        listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True)
        return [(int(pid), int(parent)) for pid, parent in map(str.split, listed.stdout.splitlines())]
    found = []
    for pid in numbered():
        with contextlib.suppress(OSError, ValueError), open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
            if fields[0] not in (b"Z", b"X") or int(fields[17]) > 1:  # its first thread may end before it
                found.append((pid, int(fields[1])))
    return found
