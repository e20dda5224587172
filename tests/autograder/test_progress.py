"""What a person sees while a class is graded, on a real terminal, and what Ctrl-C does there."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.cli.progress import ClassProgress
from autograder.course import Course

from .toy_course import hand_in, insert, submission

CTRL_C = b"\x03"
GRADE = [
    str(Path(sys.executable).parent / "autograder"),
    "grade",
    "toy",
    "--jobs",
    "1",
    "--cell-seconds",
    "90",
]


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.shown = ""
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(command[0], command, os.environ | {"TERM": "xterm", "COLUMNS": "120"})

    def read_until(self, pattern: str, seconds: float = 90) -> None:
        """Read what is shown until it matches a pattern, or the program ends."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown):
            assert time.monotonic() < end, f"expected {pattern!r}, got {self.shown!r}"
            if select.select([self._screen], [], [], 1)[0]:
                try:
                    self.shown += os.read(self._screen, 65536).decode(errors="replace")
                except OSError:  # the terminal is closed
                    return

    def press(self, key: bytes) -> None:
        """Press a key."""
        os.write(self._screen, key)

    def wait(self) -> int:
        """Read to the end; return the exit code."""
        self.read_until(r"\Z(?!)")
        os.close(self._screen)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def class_course(gradable_course: Course) -> Course:
    """Return a course in which the second student's notebook takes very long."""
    hand_in(gradable_course, "ada", submission())
    hand_in(gradable_course, "grace", submission(insert("import time; time.sleep(80)")))
    hand_in(gradable_course, "john", b"not JSON")
    return gradable_course


def test_ctrl_c_stops_at_once_and_says_how_to_go_on(
    class_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is what was graded kept, is nothing left running, and is there no traceback of any process?"""
    scratch = class_course.root / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    run = Terminal(GRADE, class_course.root)
    run.read_until("1/3")
    pressed = time.monotonic()
    run.press(CTRL_C)
    assert run.wait() == 130
    assert time.monotonic() - pressed < 40  # the sleeping cell had most of its 80 seconds to go
    assert "stopped: 1 of 3 submissions have been graded, and are kept; to go on, run the same" in run.shown
    assert "Traceback" not in run.shown
    assert sorted(path.stem for path in (class_course.grading / "results" / "toy").glob("*")) == ["ada"]
    assert_nothing_left(scratch)
    hand_in(class_course, "grace", submission())
    again = Terminal(GRADE, class_course.root)
    assert again.wait() == 1  # John's is no notebook
    assert "toy: 2 graded in " in again.shown
    assert "1 unchanged, 1 to look at" in again.shown


def assert_nothing_left(scratch: Path) -> None:
    """Check that no process of a run is there any more, and no file of its sandboxes."""
    end = time.monotonic() + 20
    while (left := [*scratch.iterdir(), *running(str(scratch))]) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []


def running(word: str) -> list[str]:
    """Return the processes with a word in their environment, other than this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if word.encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue  # it has ended
    return [pid for pid in found if pid != str(os.getpid())]


def test_a_terminal_shows_all_that_a_person_plans_by(class_course: Course) -> None:
    """Are done, left, rate, time left, problems and a summary shown?"""
    hand_in(class_course, "grace", submission())
    run = Terminal(GRADE, class_course.root)
    assert run.wait() == 1
    last = run.shown[run.shown.rindex("grading toy") :]
    assert re.search(r"3/3.* a (second|minute).*\d:\d\d:\d\d.*1 to look at", last), last
    assert "toy, john: not readable as a notebook" in run.shown
    assert re.search(
        r"toy: 3 graded in [\d.]+ s \([\d.]+ a (second|minute)\), 0 unchanged, 1 to look at", last
    )


def test_without_a_terminal_only_problems_and_the_summary_are_told(class_course: Course) -> None:
    """Is a log of a nightly run short?"""
    hand_in(class_course, "grace", submission())
    done = subprocess.run(GRADE, cwd=class_course.root, capture_output=True, text=True, check=False)
    problem, summary = done.stderr.splitlines()
    assert problem.startswith("toy, john: not readable as a notebook: expected JSON")
    assert summary.startswith("toy: 3 graded in ")


def test_nobody_to_grade_needs_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """Is an unchanged class told in one line?"""
    with ClassProgress("toy", 0, 12) as progress:
        assert list(progress.of_graded([])) == []
    assert capsys.readouterr().err == "toy: 0 graded, 12 unchanged, 0 to look at\n"
