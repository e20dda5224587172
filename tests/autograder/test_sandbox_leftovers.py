"""Nothing is left over: after kill -9 of any process of the grader, nor after 200 hostile submissions."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import StudentProcessGone
from autograder.sandbox import folders
from autograder.sandbox.inside import family
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

from .conftest import of_level

WORKER = """
import os, time
from autograder.sandbox.process import Sandbox
box = Sandbox(demanded="process")
with box.student(time.monotonic() + 300) as student:
    command = ["sleep", os.environ["MARK"]]
    student.run_cell(f"import subprocess; subprocess.Popen({command}, start_new_session=True)")
    print(box._warm._process.pid, flush=True)
    time.sleep(300)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("killed", ["worker", "warm", "both"])
def test_nothing_outlives_a_kill(killed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do all processes end, and is the folder gone, at the latest when the next sandbox is made?"""
    mark = f"9{os.getpid()}.{time.monotonic_ns() % 10**6}"
    environment = os.environ | {"TMPDIR": str(tmp_path), "MARK": mark}
    command = [sys.executable, "-c", WORKER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as worker:
        try:
            assert worker.stdout is not None
            warm = int(worker.stdout.readline())
            # The child may not have begun its own program yet.
            assert soon(lambda: bool(running(mark.encode())))
            for pid in {"worker": [worker.pid], "warm": [warm], "both": [worker.pid, warm]}[killed]:
                os.kill(pid, signal.SIGKILL)
            assert soon(lambda: not running(mark.encode()))
        finally:
            worker.kill()
    assert soon(lambda: not running(str(tmp_path).encode()))
    monkeypatch.setattr(folders, "YOUNG", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folders.Home().remove()
    assert list(tmp_path.iterdir()) == []


def running(mark: bytes) -> list[int]:
    """Return the processes that have a text in the command line of any thread: the first may be dead."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            for task in list(process.joinpath("task").iterdir()):
                with contextlib.suppress(OSError):
                    if mark in task.joinpath("cmdline").read_bytes().replace(b"\0", b" "):
                        found.add(int(process.name))
    return sorted(found)


def soon(happened: Callable[[], bool]) -> bool:
    """Wait for something, at most half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not happened():
        time.sleep(0.05)
    return happened()


def test_a_folder_in_use_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a second grader leave the first one's folder alone?"""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(folders, "YOUNG", 0.0)
    first, second = folders.Home(), folders.Home()
    assert Path(first.path).is_dir()
    first.remove()
    second.remove()
    assert list(tmp_path.iterdir()) == []


HOSTILE = (
    "import os; os._exit(1)",
    "import ctypes; ctypes.string_at(0)",
    "import subprocess\nfor _ in range(5): subprocess.Popen(['sleep', '1000'], start_new_session=True)",
    "import os\nfor n in range(100): os.mkfifo(f'f{n}')\nopen('large', 'wb').write(bytes(2**24))",
    "import os\nfiles = [open('/dev/null') for _ in range(99)]\nif not os.fork(): os.setsid(); os.fork()",
)


HEADLESS = """
import ctypes, os, threading, time
if not os.fork():
    os.setsid()
    threading.Thread(target=time.sleep, args=(1000,)).start()
    ctypes.CDLL(None).pthread_exit(0)
time.sleep(0.3)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("level", ["landlock", "process"])
def test_a_process_without_its_first_thread_is_ended(level: str, limits: Limits) -> None:
    """Does a process end that looks dead while another of its threads runs on?"""
    with of_level(level, limits) as box:
        attack(box, HEADLESS)
        assert box._warm._process is not None
        assert running(box._home.path.encode()) == [box._warm._process.pid]


def test_two_hundred_hostile_submissions_leave_nothing() -> None:
    """Are processes, files, mounts, descriptors and memory as they were before?"""
    with of_level("namespaces", Limits(cell_seconds=20, memory_mib=2048)) as box:
        attack(box, HOSTILE[0])
        before, memory = state(box), resident()
        for number in range(200):
            attack(box, HOSTILE[number % len(HOSTILE)])
        assert state(box) == before
        assert resident() - memory < 20 * 2**20


def attack(box: Sandbox, source: str) -> None:
    """Run one hostile submission."""
    with box.student(time.monotonic() + 60) as student, contextlib.suppress(StudentProcessGone):
        student.run_cell(source)


def state(box: Sandbox) -> tuple[object, ...]:
    """Return what the judge and the warm process hold."""
    assert box._warm._process is not None
    warm = f"/proc/{box._warm._process.pid}"
    mounts = [Path(f"{process}/mountinfo").read_text() for process in ("/proc/self", warm)]
    descriptors = [len(list(Path(f"{process}/fd").iterdir())) for process in ("/proc/self", warm)]
    return family.descendants(os.getpid()), mounts, descriptors, sorted(Path(box._home.path).iterdir())


def resident() -> int:
    """Return this process's memory in bytes."""
    return family.memory([os.getpid()], 2**60)
