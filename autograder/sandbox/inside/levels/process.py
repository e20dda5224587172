"""Limits alone, on what the kernel counts per process: for macOS, and the base of other levels."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from .. import family
from . import Level, Place, accept_limits, make_home


class Process(Level):
    """A fork of the warm process with the user's own rights, as a descendant of its keeper."""

    def enter(self, place: Place) -> None:  # noqa: ARG002
        """Become the parent of whatever the submission's processes leave behind."""
        if sys.platform == "linux":
            from .. import linux

            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)

    def settle(self, place: Place) -> None:
        """Accept the limits, but for that on processes: those of one's own user would count, too."""
        make_home(place.scratch)
        accept_limits({name: value for name, value in place.limits.items() if name != "RLIMIT_NPROC"})

    def end(self, first: int) -> None:  # noqa: ARG002
        """Kill the keeper's descendants, until there are none."""
        for _ in range(100):
            if not (members := self.members()):
                return
            for pid in members:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            family.reap()

    def members(self) -> list[int]:
        """Return the keeper's descendants."""
        return family.descendants(os.getpid())


LEVEL = Process()
