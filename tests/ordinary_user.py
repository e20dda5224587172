"""Run a command as an ordinary user, also where the tests run as root and Python lies in root's own folder.

As root the command gets a mount namespace of its own, in which every closed folder on the way to Python, its
packages and this repository is replaced by one that shows only what is needed, and then another user's id.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
USER = 61_231  # an id that no account has, so that no process of this machine counts as one of its own
TOOLS = ("unshare", "mount", "setpriv")


def run_as_ordinary_user(
    command: Sequence[str], home: Path, *, env: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in the folder ``home``; its output is text."""
    return subprocess.run(
        as_ordinary_user(command),
        env=environment(home, env),
        cwd=home,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def as_ordinary_user(command: Sequence[str]) -> list[str]:
    """Return the command that runs ``command`` as an ordinary user, in the same process: for `Popen`."""
    if os.geteuid() != 0:
        return list(command)
    script = f'{_opened_folders()}exec setpriv --reuid {USER} --regid {USER} --clear-groups -- "$@"'
    return ["unshare", "--mount", "--propagation", "private", "--", "sh", "-euc", script, "sh", *command]


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of an ordinary user: nothing of root's but the way to the programs."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return kept | threads | {"HOME": str(home), "TMPDIR": str(home)} | dict(more or {})


def give_to_ordinary_user(folder: Path) -> Path:
    """Make the ordinary user the owner of a folder and of everything in it."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, USER, USER, follow_symlinks=False)
    return folder


@cache
def why_not() -> str:
    """Return why no command can be run as an ordinary user here; nothing where it can."""
    if not sys.platform.startswith("linux"):
        return "ordinary users are made with the namespaces of Linux"
    if missing := [tool for tool in TOOLS if os.geteuid() == 0 and shutil.which(tool) is None]:
        return f"needs {', '.join(missing)} of util-linux"
    done = subprocess.run(
        as_ordinary_user([sys.executable, "-c", "import os; assert os.geteuid()"]),
        capture_output=True,
        text=True,
        check=False,
    )
    return f"this root may not: {done.stderr.strip()[-200:]}" if done.returncode else ""


def _opened_folders() -> str:
    """Return shell commands that replace each closed folder by one that shows only what is needed."""
    needed = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, ROOT)}
    closed = {path: folder for path in needed if (folder := _closed_parent(path)) is not None}
    numbers = {path: number for number, path in enumerate(sorted(closed), start=3)}
    opens = [f"exec {number}<'{path}'" for path, number in numbers.items()]
    hides = [f"mount -t tmpfs -o mode=755 none '{folder}'" for folder in sorted(set(closed.values()))]
    shows = [
        f"mkdir -p '{path}'; mount -c --bind /proc/self/fd/{number} '{path}'; exec {number}<&-"
        for path, number in numbers.items()
    ]
    return "".join(f"{line}\n" for line in (*opens, *hides, *shows))


def _closed_parent(path: Path) -> Path | None:
    """Return the outermost folder on the way to ``path`` that others may not enter."""
    return next((p for p in reversed((path, *path.parents)) if not p.stat().st_mode & 0o001), None)
