"""Namespaces of its own: no network, no other process, a root folder with what a notebook needs.

The keeper enters the namespaces; the fork that it makes next is the first process of the new pid namespace.
When that one ends, everything in the namespace ends.
"""

from __future__ import annotations

import errno
import os
import re
import signal
from pathlib import Path

from .. import family, linux, seccomp
from . import Level, Place, accept_limits, make_home

DEVICES = ("null", "zero", "full", "random", "urandom")
INSIDE_ID = 1000
_LOCKED = (
    (os.ST_NOEXEC, linux.MS_NOEXEC),
    (os.ST_NOATIME, 1024),
    (os.ST_NODIRATIME, 2048),
    (os.ST_RELATIME, 1 << 21),
)


class Namespaces(Level):
    """A fork of the warm process in user, pid, mount, network, ipc and host name namespaces."""

    def enter(self, place: Place) -> None:
        """Leave the old namespaces, and build the new root folder on the scratch folder."""
        linux.end_with_parent()
        everything = linux.CLONE_NEWNS | linux.CLONE_NEWUTS | linux.CLONE_NEWIPC
        everything |= linux.CLONE_NEWPID | linux.CLONE_NEWNET
        if os.geteuid() == 0:
            linux.unshare(everything)
        else:
            uid, gid = os.getuid(), os.getgid()
            linux.unshare(everything | linux.CLONE_NEWUSER)
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{INSIDE_ID} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{INSIDE_ID} {gid} 1")
        linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
        root = os.path.realpath(place.scratch)
        _build_root(place, root)
        os.chdir(root)
        linux.pivot_root(".", "old")
        os.chdir("/")

    def settle(self, place: Place) -> None:
        """Finish inside: its own /proc, a read-only root, no privileges, the limits, and the filter."""
        linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
        linux.unmount("/old")
        linux.mount("none", "/", None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | linux.MS_NOSUID)
        settle_inside(place)

    def end(self, first: int) -> None:
        """Kill the first process, and with it all others."""
        os.kill(first, signal.SIGKILL)
        os.waitpid(first, 0)

    def members(self) -> list[int]:
        """Return all processes: the keeper's root folder is the new one, and so is its /proc."""
        return family.numbered()


def settle_inside(place: Place) -> None:
    """Give up what a process with a root folder of its own still could do."""
    make_home("/tmp")
    linux.become_nobody(place.number)
    accept_limits(place.limits)
    seccomp.load_filter()


def _build_root(place: Place, root: str) -> None:
    linux.mount("tmpfs", root, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=755,size=1m")
    for folder in ("proc", "dev", "tmp", "old"):
        os.mkdir(f"{root}/{folder}")
    options = f"mode=1777,size={place.tmp_mib}m,nr_inodes=20k"
    linux.mount("tmpfs", f"{root}/tmp", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
    for path in place.visible:  # after /tmp, for an environment may lie there
        _show(path, root)
    for path in place.hidden:
        _hide(root + path)
    os.mkdir(f"{root}/dev/shm")
    options = "mode=1777,size=16m,nr_inodes=1k"
    linux.mount("tmpfs", f"{root}/dev/shm", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
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


def _hide(target: str) -> None:
    """Cover a folder with an empty one, and a file with nothing."""
    if os.path.isdir(target):
        linux.mount("none", target, "tmpfs", linux.MS_RDONLY, "mode=0,size=4k")
    else:
        linux.mount("/dev/null", target, None, linux.MS_BIND)


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


LEVEL = Namespaces()
