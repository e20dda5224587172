"""How well a submission is shut in: one module per level, each with one object of the class `Level`.

A level is loaded by its name, so that a platform imports nothing that it lacks. The keeper, which is the
process outside, calls `enter`, `members` and `end`; the fork that it makes calls `start`, and the process in
which the notebook runs, most often the same, calls `begin`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import wire

if TYPE_CHECKING:
    from ..shell import NotebookShell

MIB = 2**20
TOO_MUCH_MEMORY = 3  # exit status of the keeper
REASONS = "reasons.txt"  # what a program says that shuts a submission in, in a folder that is not seen inside


@dataclass(frozen=True)
class Place:
    """Where a submission runs, as the judge asks for it.

    Parameters
    ----------
    level
        The name of the level.
    scratch
        An empty folder of the submission's own.
    visible, hidden
        Folders and files that it may read, and those among them that it must not see.
    limits
        The kernel's limits, by the names of the `resource` module.
    memory_mib, tmp_mib
        MiB of memory of all processes together, and of the scratch folder.
    program
        The path of bubblewrap, for that level.
    number
        A number that no other submission on this machine has at the same time.
    """

    level: str
    scratch: str
    visible: Sequence[str]
    hidden: Sequence[str]
    limits: dict[str, int]
    memory_mib: int
    tmp_mib: int
    program: str = ""
    number: int = 0


class Level:
    """What happens at a level to a submission's processes; here: nothing."""

    forks = True  # whether an exercise is answered by a fork of the notebook's process

    def enter(self, place: Place) -> None:
        """Prepare, in the keeper, what the first process will find."""

    def settle(self, place: Place) -> None:
        """Shut the first process in."""

    def start(self, place: Place, sock: socket.socket, shell: NotebookShell) -> None:
        """Go on as the first process that the keeper has forked."""
        self.begin(place, sock, shell)

    def begin(self, place: Place, sock: socket.socket, shell: NotebookShell) -> None:
        """Settle, say so, and do what the judge asks."""
        from ..student import Notebook, serve

        try:
            self.settle(place)
        except Exception as error:  # noqa: BLE001 (told to the judge, who decides; nothing runs on from here)
            tell(sock, error)
            return
        wire.send(sock, {"error": None})
        serve(sock, Notebook(shell), forks=self.forks)

    def end(self, first: int) -> None:
        """End, in the keeper, all processes of the submission."""

    def members(self) -> list[int]:
        """Return the submission's processes, as the keeper's /proc numbers them."""
        return []


def load(name: str) -> Level:
    """Return a level by its name."""
    level: Level = importlib.import_module(f".{name}", __name__).LEVEL
    return level


def tell(sock: socket.socket, error: BaseException) -> None:
    """Tell the judge why the level cannot be had."""
    with contextlib.suppress(wire.WireError):
        wire.send(
            sock, {"error": str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"}
        )


def make_home(folder: str) -> None:
    """Move into a folder, and make it what programs take for the home of their user.

    As in a notebook, what a cell writes there can be imported; it hides no module that is installed.
    """
    os.chdir(folder)
    os.environ.update(home_variables(folder))
    sys.path.append("")


def home_variables(folder: str) -> dict[str, str]:
    """Return the environment that makes a folder the user's home."""
    return dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"), folder)


def accept_limits(limits: dict[str, int]) -> None:
    """Accept the kernel's limits, which cannot be raised again."""
    import resource  # not on Windows

    for name, value in limits.items():
        kind: int | None = getattr(resource, name, None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))
