"""The folder in which a sandbox keeps its submissions' scratch folders, and what killed graders have left."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows, where nothing is swept
    CAN_LOCK = False
else:
    CAN_LOCK = True

PREFIX = "autograder-"
LOCK = "in-use"
YOUNG = 10.0  # seconds in which a folder may not yet have been locked


class Home:
    """A folder of one's own, locked for as long as this process lives."""

    def __init__(self) -> None:
        sweep(Path(tempfile.gettempdir()))
        self.path = tempfile.mkdtemp(prefix=PREFIX)
        self._lock = os.open(f"{self.path}/{LOCK}", os.O_CREAT | os.O_RDWR, 0o600)
        _lock(self._lock)

    def scratch(self) -> str:
        """Make an empty folder for one submission; return its path."""
        return tempfile.mkdtemp(prefix="student-", dir=self.path)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def sweep(parent: Path) -> None:
    """Remove the folders whose process has been killed: their locks are free."""
    for path in parent.glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError):  # somebody else's, or already gone
            if time.time() - path.stat().st_mtime > YOUNG and _is_free(path):
                shutil.rmtree(path.parent, ignore_errors=True)


def _is_free(path: Path) -> bool:
    fd = os.open(path, os.O_RDWR)
    try:
        return _lock(fd)
    finally:
        os.close(fd)


def _lock(fd: int) -> bool:
    """Lock a file, if nobody else has; the kernel unlocks it when its process ends."""
    if not CAN_LOCK:
        return False
    try:
        flock(fd, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True
