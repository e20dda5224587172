"""Shut a process into namespaces of its own: no network, no other process, a root folder of its own.

The process that calls `enter` becomes the outer one; the fork that it makes next is the first process
of a new pid namespace and calls `settle`. When that one ends, everything in the namespace ends.
"""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import linux

DEVICES = ("null", "zero", "full", "random", "urandom")
INSIDE_ID = 1000
FIRST_UID = 200_000
_LOCKED = (
    (os.ST_NOEXEC, linux.MS_NOEXEC),
    (os.ST_NOATIME, 1024),
    (os.ST_NODIRATIME, 2048),
    (os.ST_RELATIME, 1 << 21),
)


@dataclass(frozen=True)
class View:
    """What the process sees: folders and files read-only, and an empty /tmp of ``tmp_mib`` MiB."""

    paths: Sequence[str]
    tmp_mib: int


def enter(view: View, root: str) -> None:
    """Enter new namespaces and build the new root folder on ``root``, an empty folder.

    Raises
    ------
    OSError
        If the kernel refuses; the process is then of no more use.
    """
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    flags = (
        linux.CLONE_NEWNS | linux.CLONE_NEWUTS | linux.CLONE_NEWIPC | linux.CLONE_NEWPID | linux.CLONE_NEWNET
    )
    if os.geteuid() == 0:
        linux.unshare(flags)
    else:
        uid, gid = os.getuid(), os.getgid()
        linux.unshare(flags | linux.CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{INSIDE_ID} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{INSIDE_ID} {gid} 1")
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    root = os.path.realpath(root)
    _build_root(view, root)
    os.chdir(root)
    linux.pivot_root(".", "old")
    os.chdir("/")


def settle(number: int) -> None:
    """Finish in the first process inside: its own /proc, a read-only root, no privileges."""
    linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
    linux.unmount("/old")
    linux.mount("none", "/", None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | linux.MS_NOSUID)
    os.chdir("/tmp")
    if os.geteuid() == 0:
        uid = FIRST_UID + number % 60_000
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    linux.drop_capabilities()
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user has cleared it


def _build_root(view: View, root: str) -> None:
    linux.mount("tmpfs", root, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=755,size=1m")
    for folder in ("proc", "dev", "tmp", "old"):
        os.mkdir(f"{root}/{folder}")
    options = f"mode=1777,size={view.tmp_mib}m,nr_inodes=20k"
    linux.mount("tmpfs", f"{root}/tmp", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
    for path in view.paths:  # after /tmp, for an environment may lie there
        _show(path, root)
    os.mkdir(f"{root}/dev/shm")
    linux.mount("tmpfs", f"{root}/dev/shm", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=1777,size=16m")
    for name in DEVICES:
        Path(f"{root}/dev/{name}").touch()
        linux.mount(f"/dev/{name}", f"{root}/dev/{name}", None, linux.MS_BIND)


def _show(path: str, root: str) -> None:
    """Make one path of the old root visible in the new one, read-only; a link stays a link."""
    target = root + path
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path):
        if not os.path.lexists(target):
            os.symlink(os.readlink(path), target)
        return
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    elif os.path.exists(path):
        Path(target).touch()
    else:
        return
    linux.mount(path, target, None, linux.MS_BIND | linux.MS_REC)
    for place in _mounts_below(target):
        _make_read_only(place)


def _make_read_only(place: str) -> None:
    """Remount, keeping the flags that a parent namespace has locked."""
    present = os.statvfs(place).f_flag
    kept = sum(flag for bit, flag in _LOCKED if present & bit)
    flags = linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | linux.MS_NOSUID | linux.MS_NODEV
    linux.mount("none", place, None, flags | kept)


def _mounts_below(target: str) -> list[str]:
    """Return the mounts at and below ``target``; the kernel writes blanks and the like as octal numbers."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        places = [re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), line.split(" ")[4]) for line in file]
    below = [place for place in places if place == target or place.startswith(f"{target}/")]
    if target not in below:
        raise OSError(errno.ENOENT, f"{target} is not among the mounts, so it cannot be made read-only")
    return below
