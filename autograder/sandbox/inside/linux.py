"""The system calls that isolation takes and Python lacks, through libc and libseccomp.

Numbers of system calls are looked up by name in libseccomp, so nothing here depends on the processor.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
from collections.abc import Sequence

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
_CAPABILITY_VERSION_3 = 0x20080522
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NOT_EQUAL, _EQUAL, _MASKED_EQUAL = 1, 4, 7
_NEW_NAMESPACES = (
    CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | 0x02000000
)

DENIED = [
    "acct",
    "add_key",
    "bpf",
    "chroot",
    "fanotify_init",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "init_module",
    "finit_module",
    "delete_module",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_load",
    "kexec_file_load",
    "keyctl",
    "landlock_create_ruleset",
    "lookup_dcookie",
    "mbind",
    "migrate_pages",
    "mount",
    "mount_setattr",
    "move_mount",
    "move_pages",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "personality",
    "pidfd_getfd",
    "pivot_root",
    "process_madvise",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "quotactl",
    "reboot",
    "request_key",
    "set_mempolicy",
    "setns",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "swapoff",
    "swapon",
    "sysfs",
    "syslog",
    "umount",
    "umount2",
    "unshare",
    "userfaultfd",
    "vhangup",
]


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for new ones."""
    _check(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount ``source`` on ``target``."""
    arguments = (os.fsencode(source), os.fsencode(target), kind and kind.encode())
    _check(_libc.mount(*arguments, ctypes.c_ulong(flags), options and options.encode()), f"mount {target}")


def unmount(target: str) -> None:
    """Detach what is mounted on ``target``."""
    _check(_libc.umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make ``new`` the root folder and put the old one at ``old``."""
    _check(_libc.pivot_root(os.fsencode(new), os.fsencode(old)), "pivot_root")


def prctl(option: int, argument: int) -> None:
    """Change a property of this process."""
    _check(_libc.prctl(option, ctypes.c_ulong(argument), 0, 0, 0), f"prctl {option}")


def drop_capabilities() -> None:
    """Give up every capability, for good."""
    with open("/proc/sys/kernel/cap_last_cap", encoding="ascii") as file:
        last = int(file.read())
    for capability in range(last + 1):
        if (
            _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
            and ctypes.get_errno() != errno.EPERM
        ):
            raise OSError(ctypes.get_errno(), "dropping a capability")
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def load_filter() -> None:
    """Refuse, from here on, system calls that no notebook needs; never undone, inherited by every fork."""
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ALLOW)))
    if not context.value:
        raise OSError(errno.ENOSYS, "seccomp_init")

    def refuse(name: str, error: int, conditions: Sequence[tuple[int, int, int, int]] = ()) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:  # this processor, or this libseccomp, has no such call
            return
        array = (_Comparison * len(conditions))(*(_Comparison(*c) for c in conditions))
        action = ctypes.c_uint32(_ERRNO | error)
        result = library.seccomp_rule_add_array(context, action, number, len(conditions), array)
        if result:
            raise OSError(-result, f"seccomp rule for {name}")

    for name in DENIED:
        refuse(name, errno.EPERM)
    refuse("clone3", errno.ENOSYS)  # its flags cannot be seen; the C library then uses clone
    for bit in (1 << n for n in range(32) if _NEW_NAMESPACES & 1 << n):
        refuse("clone", errno.EPERM, [(0, _MASKED_EQUAL, bit, bit)])
    refuse("socket", errno.EACCES, [(0, _NOT_EQUAL, int(socket.AF_UNIX), 0)])
    refuse("prctl", errno.EPERM, [(0, _EQUAL, PR_SET_PDEATHSIG, 0)])
    result = library.seccomp_load(context)
    library.seccomp_release(context)
    if result:
        raise OSError(-result, "seccomp_load")


def _check(result: int, what: str) -> None:
    if result:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
