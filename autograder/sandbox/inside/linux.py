"""The system calls that isolation takes and Python lacks, through the C library.

Importable anywhere, of use on Linux alone.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import signal
from typing import Any

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWCGROUP = 0x00020000, 0x04000000, 0x08000000, 0x02000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 8, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAP_DAC_READ_SEARCH = 1 << 2
F_SETLEASE = 1024
FIRST_UID = 200_000
_CAPABILITY_VERSION_3 = 0x20080522


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: Any) -> int:
    """Make a system call that the C library has no function for; return its result."""
    from .seccomp import number

    if (found := number(name)) is None:
        raise OSError(errno.ENOSYS, f"{name}: not known to libseccomp; take a newer one")
    result: int = _libc().syscall(ctypes.c_long(found), *arguments)
    return _check(result, name)


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for new ones."""
    _check(_libc().unshare(flags), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount ``source`` on ``target``."""
    arguments = (os.fsencode(source), os.fsencode(target), kind and kind.encode())
    _check(_libc().mount(*arguments, ctypes.c_ulong(flags), options and options.encode()), f"mount {target}")


def unmount(target: str) -> None:
    """Detach what is mounted on ``target``."""
    _check(_libc().umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make ``new`` the root folder and put the old one at ``old``."""
    _check(_libc().pivot_root(os.fsencode(new), os.fsencode(old)), "pivot_root")


def prctl(option: int, argument: int) -> None:
    """Change a property of this process."""
    zero = ctypes.c_ulong(0)
    _check(_libc().prctl(option, ctypes.c_ulong(argument), zero, zero, zero), f"prctl {option}")


def end_with_parent() -> None:
    """Be killed when the parent ends; a change of user clears this."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def nobody(number: int) -> int:
    """Return the user that no account and no other submission has."""
    return FIRST_UID + number % 60_000


def become_nobody(number: int, keep: int = 0) -> None:
    """Give up root, and every capability but those in ``keep``, for good."""
    if os.geteuid() == 0:
        prctl(PR_SET_KEEPCAPS, int(bool(keep)))
        os.setgroups([])
        _drop_bounding_set()
        os.setresgid(*[nobody(number)] * 3)
        os.setresuid(*[nobody(number)] * 3)
    else:
        _drop_bounding_set()
        keep = 0
    _set_capabilities(keep)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    end_with_parent()


def _drop_bounding_set() -> None:
    with open("/proc/sys/kernel/cap_last_cap", encoding="ascii") as file:
        last = int(file.read())
    for capability in range(last + 1):
        refused = _libc().prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
        if refused and ctypes.get_errno() != errno.EPERM:
            raise OSError(ctypes.get_errno(), "dropping a capability")


def _set_capabilities(kept: int) -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)  # effective, permitted, inheritable: low, then high
    _check(_libc().capset(header, sets), "capset")


def _check(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result
