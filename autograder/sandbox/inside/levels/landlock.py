"""Landlock, where namespaces are refused: files by rules instead of a root folder, and a stricter filter.

Rules are those of the kernel's documentation (userspace-api/landlock). What a kernel knows is asked at run
time; below version 3 files that may be read could be emptied, so those kernels are refused.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterable

from .. import linux, seccomp
from . import Place, accept_limits, make_home
from .process import Process

LEAST_VERSION = 3  # Linux 6.2
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEVICE = 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
SPECIAL_FILES = 1 << 6 | 1 << 9 | 1 << 11  # character devices, sockets, block devices: to make one
NETWORK = 1 << 0 | 1 << 1  # to bind and to connect
SCOPES = 1 << 0 | 1 << 1  # abstract sockets and signals of others
_VERSION_FLAG, _PATH_BENEATH = 1, 1


class Landlock(Process):
    """A fork of the warm process that may read what a notebook needs and write its scratch folder."""

    def settle(self, place: Place) -> None:
        """Become somebody else, where root can, and accept limits, rules and filter."""
        version = probe()
        make_home(place.scratch)
        if os.geteuid() == 0:
            os.chown(place.scratch, linux.nobody(place.number), linux.nobody(place.number))
            linux.become_nobody(
                place.number, keep=linux.CAP_DAC_READ_SEARCH
            )  # Python may lie in root's folder
            accept_limits(place.limits)
        else:  # the processes of one's own user would count, too
            linux.become_nobody(place.number)
            accept_limits({name: value for name, value in place.limits.items() if name != "RLIMIT_NPROC"})
        restrict(version, place.visible, place.scratch)
        seccomp.load_filter(seccomp.WITHOUT_NAMESPACES)


def probe() -> int:
    """Return the version of Landlock that the kernel has.

    Raises
    ------
    OSError
        If it has none, or one that is too old.
    """
    try:
        version = linux.call("landlock_create_ruleset", None, ctypes.c_size_t(0), _VERSION_FLAG)
    except OSError as error:
        reason = {errno.ENOSYS: "the kernel lacks it", errno.EOPNOTSUPP: "it is switched off at boot"}
        raise OSError(error.errno, f"Landlock: {reason.get(error.errno or 0, error.strerror)}") from error
    if version < LEAST_VERSION:
        text = f"expected Landlock {LEAST_VERSION} (Linux 6.2) or newer, got {version}; take a newer kernel"
        raise OSError(errno.EOPNOTSUPP, text)
    return version


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def restrict(version: int, readable: Iterable[str], scratch: str) -> None:
    """Allow this process and all that it starts these files and no others; no network, no foreign signals."""
    known = handled(version)
    size = 8 if version < 4 else 16 if version < 6 else 24  # a kernel refuses fields that it does not know
    rules = linux.call("landlock_create_ruleset", ctypes.byref(known), ctypes.c_size_t(size), 0)
    files = known.files
    for path in readable:
        _allow(rules, path, READ)
    for path in DEVICES:
        _allow(rules, path, READ_FILE | WRITE_FILE)
    _allow(rules, scratch, files & ~SPECIAL_FILES & ~IOCTL_DEVICE)
    linux.call("landlock_restrict_self", rules, 0)
    os.close(rules)


def handled(version: int) -> _Ruleset:
    """Return all that a version of Landlock can refuse, of what we know."""
    bits = {3: 15, 4: 15}.get(version, 16)
    return _Ruleset((1 << bits) - 1, NETWORK if version >= 4 else 0, SCOPES if version >= 6 else 0)


def _allow(rules: int, path: str, access: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    rule = _PathBeneath(access if os.path.isdir(path) else access & OF_A_FILE, parent)
    linux.call("landlock_add_rule", rules, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(parent)


LEVEL = Landlock()
