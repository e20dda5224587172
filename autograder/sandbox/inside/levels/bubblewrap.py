"""Namespaces made by bubblewrap, where it may make them and we may not: it can be installed setuid root.

Bubblewrap starts programs, so each submission has a Python of its own in there; started ahead, it is ready
when its turn comes.
"""

from __future__ import annotations

import dataclasses
import glob
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

from .. import fresh
from . import REASONS, Place, home_variables
from .namespaces import INSIDE_ID, settle_inside
from .process import Process

if TYPE_CHECKING:
    from ..shell import NotebookShell


FONTS = "/tmp/matplotlib"  # a copy of Matplotlib's list of fonts, which takes seconds to make


class Bubblewrap(Process):
    """Python, run by bubblewrap in namespaces of its own; its keeper sees it as its descendants."""

    def start(self, place: Place, sock: socket.socket, shell: NotebookShell) -> None:  # noqa: ARG002
        """Become bubblewrap."""
        sock.set_inheritable(True)
        with open(f"{place.scratch}/{REASONS}", "wb") as file:
            os.dup2(file.fileno(), 2)
        where = f"{fresh.BY_DESCRIPTOR}:{sock.fileno()}"
        python = [
            sys.executable,
            "-I",
            "-m",
            fresh.__name__,
            where,
            json.dumps(dataclasses.asdict(place)),
        ]
        variables = os.environ | home_variables("/tmp") | {"MPLCONFIGDIR": FONTS}
        os.execve(place.program, [place.program, *_options(place), "--", *python], variables)

    def settle(self, place: Place) -> None:
        """Give up, inside, what bubblewrap has left."""
        settle_inside(place)


def _options(place: Place) -> Iterator[str]:
    yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts")
    if os.geteuid() == 0:  # to become somebody else inside
        yield from ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    else:
        yield from ("--unshare-user", "--uid", str(INSIDE_ID), "--gid", str(INSIDE_ID))
    yield from ("--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev")
    yield from ("--size", str(place.tmp_mib << 20), "--perms", "1777", "--tmpfs", "/tmp")
    yield from ("--size", str(16 << 20), "--perms", "1777", "--tmpfs", "/dev/shm")
    for path in glob.glob(f"{glob.escape(mpl.get_cachedir())}/fontlist*.json"):
        yield from ("--ro-bind", path, f"{FONTS}/{os.path.basename(path)}")
    shown = (*place.visible, *_own_files())
    for folder in sorted({str(parent) for path in shown for parent in Path(path).parents}):
        yield from ("--dir", folder)  # those that bubblewrap makes by itself are closed to others
    for path in shown:
        yield from (
            ("--symlink", os.readlink(path), path) if os.path.islink(path) else ("--ro-bind", path, path)
        )
    for path in place.hidden:
        yield from (
            ("--perms", "0000", "--tmpfs", path) if os.path.isdir(path) else ("--ro-bind", "/dev/null", path)
        )
    yield from ("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp")


def _own_files() -> list[str]:
    """Return what Python runs inside: this package, and what makes it one."""
    inside = os.path.dirname(fresh.__file__)
    sandbox = os.path.dirname(inside)
    return [f"{os.path.dirname(sandbox)}/__init__.py", f"{sandbox}/__init__.py", inside]


LEVEL = Bubblewrap()
