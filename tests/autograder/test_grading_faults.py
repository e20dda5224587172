"""Submissions that die, hang or hog: each costs itself only, is told in words, and leaves nothing behind.

What can end a process is tried at every level of the sandbox that this machine has.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Assignment
from autograder.grading import Graded, grade
from autograder.judge import Judge
from autograder.plan import first_line
from autograder.results import SubmissionResult
from autograder.running import MAX_RESTARTS
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

from .toy_course import MAX_SCORE, Change, code_cell, delete, insert, submission

Grade = Callable[..., Graded]
ALL = {"toy_double", "toy_loss", "toy_sum", "toy_step"}


@pytest.fixture(scope="module")
def graded_at(toy: Assignment, sandbox_of_level: Sandbox) -> Grade:
    """Return a function that grades at one level of the sandbox."""
    judge = Judge(toy, 7)
    return lambda data: grade(data, judge, sandbox_of_level, "student")


def lost(result: SubmissionResult) -> set[str]:
    """Return the exercises that lost points."""
    return {e.name for e in result.exercises if e.score < e.max_score}


# Bodies of toy_double: what becomes of it, and a part of what is said.
BODIES: dict[str, tuple[str, str, str]] = {
    "endless_loop": ("while True: pass", "timeout", "it took more than 1.5 s"),
    "endless_loop_that_catches": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "timeout",
        "it took more than 1.5 s",
    ),
    "sleep": ("import time; time.sleep(1000)", "timeout", "it took more than 1.5 s"),
    "waits_for_a_lock": (
        "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "timeout",
        "it took more than 1.5 s",
    ),
    "os_exit": ("import os; os._exit(0)", "error", "it ended the process instead of returning"),
    "os_exit_3": ("import os; os._exit(3)", "error", "it ended the process (exit 3) instead of returning"),
    "sys_exit": ("import sys; sys.exit(1)", "error", "SystemExit: 1"),
    "keyboard_interrupt": ("raise KeyboardInterrupt", "error", "KeyboardInterrupt"),
    "own_base_exception": ("raise BaseException('mine')", "error", "BaseException: mine"),
    "kills_itself": ("import os; os.kill(os.getpid(), 9)", "error", "it ended the process (signal 9)"),
    "kills_its_group": ("import os; os.killpg(0, 9)", "error", "it ended the process (signal 9)"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "error", "it ended the process (signal 11)"),
    "abort": ("import os; os.abort()", "error", "it ended the process (signal 6)"),
    "recursion": ("return toy_double(x)", "error", "RecursionError"),
    "huge_array": ("return np.ones((10**6, 10**6))", "error", "MemoryError: Unable to allocate 7.28 TiB"),
    "large_array": ("return np.empty((300, 2**20))", "error", "MemoryError"),
    "input": ("input()", "error", "EOFError"),
    "closes_descriptors": ("import os; os.closerange(0, 99)", "error", "it ended the process"),
    "returns_far_too_much": ("return np.zeros((2000, 2000))", "failed", "doubled has shape (2000, 2000)"),
    "returns_endlessly": ("return iter(int, 1)", "failed", "doubled must hold real numbers"),
    "threads": (
        "import threading, time\n    for _ in '123': threading.Thread(target=time.sleep, args=(99,)).start()",
        "failed",
        "it returned None",
    ),
    "huge_message": ("raise ValueError('x' * 10**8)", "error", "ValueError: xxxx"),
    "exception_that_cannot_be_shown": (
        "E = type('E', (Exception,), {'__str__': lambda self: 1 / 0}); raise E",
        "error",
        "E: (no text)",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_function_that_fails_costs_its_own_exercise(graded: Grade, name: str) -> None:
    """Is every way to fail in a function told, and paid for once?"""
    body, status, message = BODIES[name]
    result = graded(submission(toy_double=f"    {body}")).result
    assert lost(result) == {"toy_double"}
    assert result.exercises[0].status == status
    assert message in result.exercises[0].message
    assert len(result.exercises[0].message) < 1_000
    assert (result.status, result.notes) == ("graded", ())


# Cells: what is noted of them.
ENDED = "ended the process"
STOPPED = "ran for more than 1.5 s and was stopped"
STUCK = "ran for more than 1.5 s and could not be interrupted"
CELLS: dict[str, tuple[str, str | None]] = {
    "endless_loop": ("while True: pass", STOPPED),
    "sleep": ("import time; time.sleep(1000)", STOPPED),
    "endless_loop_that_catches": (
        "import time\nwhile True:\n    try: time.sleep(1000)\n    except BaseException: pass",
        STUCK,
    ),
    "alarm_switched_off": ("import signal; signal.alarm(0); signal.setitimer(0, 0)\nwhile True: pass", STUCK),
    "shell_loop": ("!sleep 1000", STOPPED),
    "os_exit": ("import os; os._exit(0)", ENDED),
    "segfault": ("import ctypes; ctypes.string_at(0)", ENDED),
    "closes_descriptors": ("import os; os.closerange(0, 99)", ENDED),
    "sys_exit": ("import sys; sys.exit(1)", None),
    "exit": ("exit()", None),
    "huge_array": ("np.ones((10**6, 10**6))", None),
    "huge_output": ("print('x' * 10**8)", None),
    "many_outputs": ("for _ in range(5_000): display('x')", None),
    "huge_repr": ("class A:\n    def __repr__(self): return 'x' * 10**8\nA()", None),
    "failing_repr": ("class A:\n    def __repr__(self): return 1 / 0\nA()", None),
    "failing_str": ("class E(Exception):\n    def __str__(self): return 1 / 0\nraise E", None),
    "large_file": ("with open('large', 'wb') as f:\n    f.write(bytes(2**27))", None),
    "input": ("input('name?')", None),
    "daemon": ("import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True)", None),
    "exit_hook": ("import atexit, time\natexit.register(time.sleep, 1000)", None),
    "descriptors": (
        "files = []\ntry:\n    while True: files.append(open('/dev/null'))\nexcept OSError: files = 0",
        None,
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_fails_costs_nothing(graded: Grade, name: str) -> None:
    """Are exercises before and after a bad cell graded as if it were not there?"""
    source, note = CELLS[name]
    result = graded(submission(insert(source))).result
    assert lost(result) == set()
    assert result.notes == (() if note is None else (f"code cell 2 (`{first_line(source)}`) {note}",))


def test_a_fork_bomb_costs_its_own_exercise(toy: Assignment) -> None:
    """Does the first answer's offspring leave room for the next answers?"""
    bomb = "    import os, time\n    while True:\n        if not os.fork(): time.sleep(1000)"
    with Sandbox(Limits(call_seconds=5, processes=24)) as box:
        box.start()
        if box.level != "namespaces":
            pytest.skip("without namespaces, processes are not counted")
        result = grade(submission(toy_double=bomb), Judge(toy, 7), box).result
    assert lost(result) == {"toy_double"}
    assert "BlockingIOError" in result.exercises[0].message


DEADLY = {
    "os_exit": "import os; os._exit(0)",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "kills_its_parent": "import os, signal; os.kill(os.getppid(), 9)",
    "kills_its_group": "import os; os.killpg(0, 9)",
    "forks": "import os, time\n    for _ in range(5):\n        if not os.fork(): time.sleep(1000)",
    "endless_loop": "while True: pass",
}


@pytest.mark.parametrize("name", DEADLY)
def test_a_deadly_function_hurts_nobody_else_at_any_level(graded_at: Grade, name: str) -> None:
    """Do other exercises, and the next submission, live on without namespaces, too?"""
    result = graded_at(submission(toy_double=f"    {DEADLY[name]}")).result
    assert lost(result) == {"toy_double"}
    assert graded_at(submission()).result.score == MAX_SCORE


@pytest.mark.parametrize("name", ["os_exit", "endless_loop"])
@pytest.mark.parametrize("place", ["toy_double", "look"])
def test_a_deadly_cell_hurts_nobody_else_at_any_level(graded_at: Grade, name: str, place: str) -> None:
    """Are exercises graded before and after a cell that dies, wherever it stands?"""
    result = graded_at(submission(insert(DEADLY[name], before=place))).result
    assert lost(result) == set()
    assert len(result.notes) == 1


def test_nothing_outlives_a_submission(graded_at: Grade, sandbox_of_level: Sandbox) -> None:
    """Are daemons, forks and folders of a submission gone when it has been graded?"""
    mark = f"{os.getpid()}.{time.monotonic_ns() % 10**6}"
    daemon = f"import subprocess\nsubprocess.Popen(['sleep', '9{mark}'], process_group=0)"
    body = f"    import os, sys\n    os.fork()\n    os.execvp('sleep', ['sleep', '8{mark}'])"
    graded_at(submission(insert(daemon), toy_double=body))
    running = [path for path in Path("/proc").glob("[0-9]*/cmdline") if mark.encode() in read(path)]
    assert running == []
    assert list(Path(sandbox_of_level._home.path).glob("student-*")) == []


def read(path: Path) -> bytes:
    """Return the content of a file that may vanish."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_deleted_solution_cell_is_a_missing_function(graded: Grade) -> None:
    """Is a deleted cell told, and paid for by its own exercise?"""
    result = graded(submission(delete("toy_double"))).result
    assert lost(result) == {"toy_double"}
    assert result.exercises[0].status == "missing"
    assert result.exercises[0].message == "the notebook defines no function of this name"


def test_a_solution_turned_into_text_is_a_missing_function(graded: Grade) -> None:
    """Is a solution cell that is no longer code told as that?"""

    def change(made: Any) -> None:
        cell = next(cell for cell in made["cells"] if cell["id"] == "toy_double")
        cell["cell_type"] = "markdown"

    result = graded(submission(change)).result
    assert lost(result) == {"toy_double"}
    assert result.exercises[0].status == "missing"


def test_a_name_that_is_no_function_is_a_missing_function(graded: Grade) -> None:
    """Is a function overwritten by a number told as that?"""
    result = graded(submission(insert("toy_double = 2", before="test_toy_double"))).result
    assert lost(result) == {"toy_double"}
    assert result.exercises[0].status == "missing"


def test_a_deleted_test_cell_is_told_and_graded(graded: Grade) -> None:
    """Does deleting a test neither avoid it nor cost anything?"""
    result = graded(submission(delete("test_toy_double"), toy_double="    return x")).result
    assert lost(result) == {"toy_double"}
    assert result.notes == ("the test cell of toy_double was missing; it was graded all the same",)


def test_restarts_come_to_an_end(graded: Grade) -> None:
    """Does a notebook in which every cell dies end, with what was judged before kept?"""
    killers: Change = lambda made: made["cells"].extend(  # noqa: E731 (one line that shows all)
        code_cell("import os; os._exit(1)", f"k{number}") for number in range(30)
    )
    result = graded(submission(killers)).result
    assert lost(result) == set()
    assert len(result.notes) == MAX_RESTARTS + 2
    assert result.notes[-1] == "the notebook could not be run to its end"


def test_a_cell_that_dies_when_run_again_loses_only_itself(graded_at: Grade) -> None:
    """Is a cell that works once and never again dropped, when another cell has died?"""

    def change(made: Any) -> None:
        once = "import os, pathlib\nmark = pathlib.Path('MARK')\nif mark.exists(): os._exit(2)\nmark.touch()"
        insert(once.replace("MARK", f"/tmp/mark-{os.getpid()}-{time.monotonic_ns()}"), before="toy_loss")(
            made
        )
        insert("import os; os._exit(1)", before="toy_sum", cell_id="deadly")(made)

    assert lost(graded_at(submission(change)).result) == set()


@pytest.mark.parametrize("place", ["cell", "answer"])
def test_whose_process_is_ended_from_outside_is_graded_as_if_nothing_had_been(
    toy: Assignment, limits: Limits, place: str
) -> None:
    """Is nobody blamed, in points or in words, where the process died that all submissions come from?"""
    slow = f"import time; time.sleep({1 if place == 'cell' else 0.15})"  # it is called several times
    changes = [insert(slow)] if place == "cell" else []
    data = submission(
        *changes, toy_double=f"    {slow}\n    return x" if place == "answer" else "    return x"
    )
    with Sandbox(limits) as box:
        undisturbed = grade(data, Judge(toy, 7), box)
        assert box._warm._process is not None
        killer = threading.Timer(0.5, box._warm._process.kill)
        killer.start()
        disturbed = grade(data, Judge(toy, 7), box)
        killer.join()
        assert box.losses == 1
    assert undisturbed.result.notes == ()
    assert replace(disturbed.result, seconds=0.0) == replace(undisturbed.result, seconds=0.0)
    assert disturbed.notebook == undisturbed.notebook


def test_the_time_for_a_notebook_is_a_limit_of_its_own(toy: Assignment) -> None:
    """Does a notebook of many slow cells end, and keep what was judged in time?"""
    limits = Limits(cell_seconds=5, call_seconds=1, notebook_seconds=2)
    slow = insert("import time; time.sleep(3)", before="toy_sum")
    with Sandbox(limits) as box:
        box.start()
        result = grade(submission(slow), Judge(toy, 7), box).result
    assert lost(result) == {"toy_sum", "toy_step"}
    assert result.notes[-1] == "the notebook could not be run to its end"
    assert "no answer came back" in result.exercises[2].message


def test_memory_is_limited_per_process(graded: Grade) -> None:
    """Does a bomb of many small objects end, too?"""
    body = "    hoard = []\n    while True: hoard.append(np.ones(2**21))"
    result = graded(submission(toy_double=body)).result
    assert lost(result) == {"toy_double"}
    assert result.exercises[0].status in ("error", "timeout")
