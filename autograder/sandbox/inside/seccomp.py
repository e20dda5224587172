"""A filter on system calls, through libseccomp: numbers are looked up by name, so no processor is assumed.

Calls of another architecture's numbers (32-bit and x32 on x86-64) end the process; libseccomp does that by
itself, since only the native architecture is in the filter.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import linux

_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_BAD_ARCHITECTURE = 2  # the attribute that says what becomes of such calls
_NOT_EQUAL, _MASKED_EQUAL = 1, 7
_INT = 0xFFFFFFFF  # the bits that the kernel looks at where it takes an int; the filter sees all 64


@dataclass(frozen=True)
class Rule:
    """A system call that gets an error, always or if its arguments meet all conditions.

    A condition is the number of an argument, a comparison, and its one or two operands.
    """

    name: str
    error: int = errno.EPERM
    conditions: Sequence[tuple[int, int, int, int]] = ()


KERNEL = [
    "acct",
    "add_key",
    "bpf",
    "chroot",
    "delete_module",
    "fanotify_init",
    "finit_module",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "init_module",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
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
    "quotactl_fd",
    "reboot",
    "request_key",
    "set_mempolicy",
    "set_mempolicy_home_node",
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
UNCOUNTED_MEMORY = ["memfd_create", "memfd_secret", "mq_open", "msgget", "semget", "shmget"]
FOREIGN_FILES = [
    "chmod",
    "fchmod",
    "fchmodat",
    "fchmodat2",
    "chown",
    "fchown",
    "fchownat",
    "lchown",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "setxattrat",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "removexattrat",
    "file_setattr",
    "utime",
    "utimes",
    "utimensat",
    "futimesat",
]
OF_ONE_PROCESS = ["prlimit64", "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler"]
PRIORITIES = {"setpriority": 0, "ioprio_set": 1}  # with the number that means one process
_NAMESPACES = linux.CLONE_NEWNS | linux.CLONE_NEWUTS | linux.CLONE_NEWIPC | linux.CLONE_NEWUSER
_NAMESPACES |= linux.CLONE_NEWPID | linux.CLONE_NEWNET | linux.CLONE_NEWCGROUP

ALWAYS = (
    *map(Rule, (*KERNEL, *UNCOUNTED_MEMORY)),
    Rule("clone3", errno.ENOSYS),  # its flags cannot be seen; the C library then uses clone
    *(
        Rule("clone", conditions=[(0, _MASKED_EQUAL, 1 << n, 1 << n)])
        for n in range(32)
        if _NAMESPACES & 1 << n
    ),
    Rule("socket", errno.EACCES, [(0, _NOT_EQUAL, int(socket.AF_UNIX), 0)]),
    Rule("prctl", conditions=[(0, _MASKED_EQUAL, _INT, linux.PR_SET_PDEATHSIG)]),
    Rule("fcntl", conditions=[(1, _MASKED_EQUAL, _INT, linux.F_SETLEASE)]),  # others then wait to open it
    Rule("setsid", 0),  # seems to work, but a session has its own share of the processor: one is enough
)
WITHOUT_NAMESPACES = (  # other processes (0 is not) and the files of the same user are there, Landlock or not
    *map(Rule, FOREIGN_FILES),
    Rule("socket", errno.EACCES),
    *(Rule(name, conditions=[(0, _NOT_EQUAL, 0, 0)]) for name in OF_ONE_PROCESS),
    *(Rule(name, conditions=[(1, _NOT_EQUAL, 0, 0)]) for name in PRIORITIES),
    *(Rule(name, conditions=[(0, _NOT_EQUAL, kind, 0)]) for name, kind in PRIORITIES.items()),
)


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


@functools.cache
def library() -> ctypes.CDLL:
    """Return libseccomp.

    Raises
    ------
    OSError
        If it is not installed.
    """
    try:
        loaded = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError as error:
        text = "expected the library libseccomp.so.2, found none; install the system package libseccomp2"
        raise OSError(errno.ENOENT, text) from error
    loaded.seccomp_init.restype = ctypes.c_void_p
    return loaded


def number(name: str) -> int | None:
    """Return the number of a system call on this processor; None if it, or this libseccomp, has none."""
    found: int = library().seccomp_syscall_resolve_name(name.encode())
    return found if found >= 0 else None


def load_filter(more: Iterable[Rule] = ()) -> None:
    """Refuse, from here on, system calls that no notebook needs; never undone, inherited by every fork."""
    context = ctypes.c_void_p(library().seccomp_init(ctypes.c_uint32(_ALLOW)))
    if not context.value:
        raise OSError(errno.ENOSYS, "seccomp_init")
    try:
        _check(
            library().seccomp_attr_set(context, _BAD_ARCHITECTURE, ctypes.c_uint32(_KILL_PROCESS)),
            "attribute",
        )
        for rule in (*ALWAYS, *more):
            _add(context, rule)
        _check(library().seccomp_load(context), "load")
    finally:
        library().seccomp_release(context)


def _add(context: ctypes.c_void_p, rule: Rule) -> None:
    if (call := number(rule.name)) is None:
        return
    conditions = (_Comparison * len(rule.conditions))(*(_Comparison(*c) for c in rule.conditions))
    action = ctypes.c_uint32(_ERRNO | rule.error)
    added = library().seccomp_rule_add_array(context, action, call, len(conditions), conditions)
    _check(added, f"rule for {rule.name}")


def _check(result: int, what: str) -> None:
    if result:
        raise OSError(-result, f"seccomp {what}: {errno.errorcode.get(-result, result)}")
