"""Nothing is lost: real runs are killed at random moments, and the next one ends as if nothing had happened.

Coordinators are killed outright; of workers and warm processes, several in one run. After every kill the
gradebook must be sound; in the end, gradebook, results and graded notebooks are those of an undisturbed run.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.sandbox.folders import sweep

from .toy_course import NAMES, append, hand_in, submission

KILLED_RUNS = 6  # chains of runs, of which each goes on where the one before was killed
KILLS = 5  # coordinators per chain, and likewise workers and warm processes per disturbed run
GRADE = [str(Path(sys.executable).parent / "autograder"), "grade", "toy", "--seed", "7", "--jobs", "2"]
CLASS = {
    "ada": submission(),
    "alan": submission(toy_double="    return x"),
    "edsger": b"not JSON",
    "grace": submission(toy_loss="    return reg * np.sum(W * W), reg * W"),
    "john": submission(append("print('hello')")),
    "kurt": submission(toy_sum="    raise ValueError(X)", toy_step="    return params, 0.0"),
}
WORKER, WARM = "multiprocessing", "autograder.sandbox.inside"


@pytest.fixture(scope="module")
def class_course(registered_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course in which a class has handed in, and nobody has been graded."""
    root = tmp_path_factory.mktemp("killing") / "course"
    shutil.copytree(registered_course.root, root)
    for student, data in CLASS.items():
        hand_in(Course(root), student, data)
    return Course(root)


@pytest.fixture(scope="module")
def undisturbed(class_course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what a run leaves that nobody disturbs."""
    course = copy_of(class_course, tmp_path_factory.mktemp("undisturbed"))
    subprocess.run([*GRADE], cwd=course.root, capture_output=True, check=False)
    left = outcome(course)
    assert len(left["results"]) == len(left["notebooks"]) == len(CLASS)
    return left


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """Return a folder for the temporary files of all runs; at the end, nothing may run or lie there.

    Where a worker and its warm process were both killed, the next grader on the machine tidies up.
    """
    folder = tmp_path / "scratch"
    folder.mkdir()
    yield folder
    end = time.monotonic() + 60
    while (left := [*folder.iterdir(), *processes(str(folder))]) and time.monotonic() < end:
        time.sleep(0.05)
        sweep(folder)
    assert left == []


def copy_of(course: Course, folder: Path) -> Course:
    """Return a copy of a course in a folder."""
    shutil.copytree(course.root, folder / "course")
    return Course(folder / "course")


def start(course: Course, scratch: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a run whose processes can be told by their scratch folder."""
    environment = os.environ | {"TMPDIR": str(scratch)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*GRADE, *options], cwd=course.root, env=environment, stdout=quiet, stderr=quiet)


def processes(word: str, below: int | None = None) -> list[int]:
    """Return the processes with a word in their command or environment; only descendants of ``below``."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            about = (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
        except OSError:
            continue  # it has ended
        if word.encode() in about and int(path.name) != os.getpid():
            found.append(int(path.name))
    return [pid for pid in found if below is None or below in ancestors(pid)]


def ancestors(pid: int) -> Iterator[int]:
    """Yield the parent of a process, and so on."""
    while pid > 1:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return
        pid = int(stat.rpartition(")")[2].split()[1])
        yield pid


def rows(course: Course) -> list[Any]:
    """Return the gradebook's scores, after checking that it is sound and has no half of a submission."""
    with closing(sqlite3.connect(course.grading / "gradebook.db", timeout=30)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        found = database.execute(
            """
            SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
            FROM submitted_assignment s
            LEFT JOIN submitted_notebook n ON n.assignment_id = s.id
            LEFT JOIN grade g ON g.notebook_id = n.id
            LEFT JOIN base_cell c ON c.id = g.cell_id
            ORDER BY s.student_id, c.name
            """
        ).fetchall()
    for _, cells in itertools.groupby(found, key=lambda row: row[0]):
        assert [name for _, name, score, *_ in cells if score is not None] == sorted(
            f"test_{name}" for name in NAMES
        )
    return found


def record(path: Path) -> dict[str, Any]:
    """Return a result but for how long it took, and where no code was run, how well that would be shut in."""
    result: dict[str, Any] = json.loads(path.read_text())
    return result | {"seconds": None, "sandbox": None}


def outcome(course: Course) -> dict[str, Any]:
    """Return all that a run leaves."""
    results = {path.name: record(path) for path in (course.grading / "results" / "toy").glob("*")}
    notebooks = sorted((course.grading / "autograded").rglob("*.*"))
    return {
        "results": results,
        "notebooks": {str(p.relative_to(course.root)): p.read_bytes() for p in notebooks},
        "gradebook": rows(course),
    }


def assert_consistent(course: Course, undisturbed: dict[str, Any]) -> None:
    """Check after a kill: what is there is right, and nothing is in the gradebook that has no result."""
    assert set(rows(course)) <= set(undisturbed["gradebook"])
    for path in (course.grading / "results" / "toy").glob("*.json"):
        assert record(path) == undisturbed["results"][path.name] or record(path)["status"] == "grader_error"


def wait_for(there: Callable[[], Any], run: subprocess.Popen[bytes]) -> Any:
    """Return what comes to be there, or nothing if the run ends first."""
    while not (found := there()) and run.poll() is None:
        time.sleep(0.001)
    return found


def moments(course: Course) -> dict[str, Callable[[], Any]]:
    """Return what to wait for before a kill: the start, or a file of each kind being written."""
    grading = course.grading
    before = {folder: len(list(grading.glob(folder))) for folder in ("autograded/*", "results/toy/*")}
    return {
        "start": lambda: True,
        "transaction": (grading / "gradebook.db-journal").exists,
        "notebook": lambda: len(list(grading.glob("autograded/*"))) > before["autograded/*"],
        "result": lambda: len(list(grading.glob("results/toy/*"))) > before["results/toy/*"],
    }


@pytest.mark.parametrize("chain", range(KILLED_RUNS))
def test_a_killed_coordinator_loses_nothing(
    class_course: Course, undisturbed: dict[str, Any], tmp_path: Path, scratch: Path, chain: int
) -> None:
    """Is the gradebook sound after every kill -9, and does the next run do only what is missing?"""
    course, rng = copy_of(class_course, tmp_path), random.Random(chain)
    for _ in range(KILLS):
        moment, seconds = rng.choice(
            [("start", 1.5), ("transaction", 0.004), ("notebook", 0.01), ("result", 0.03)]
        )
        run = start(course, scratch)
        wait_for(moments(course)[moment], run)
        time.sleep(rng.uniform(0, seconds))
        run.kill()
        run.wait()
        assert_consistent(course, undisturbed)
    finished = {path: path.stat().st_mtime_ns for path in (course.grading / "results" / "toy").glob("*.json")}
    assert start(course, scratch).wait(timeout=300) == 1  # one submission is no notebook
    assert outcome(course) == undisturbed
    assert {path: path.stat().st_mtime_ns for path in finished} == finished


@pytest.mark.parametrize("number", range(KILLED_RUNS - 1))
def test_killed_workers_and_warm_processes_lose_nothing(
    class_course: Course, undisturbed: dict[str, Any], tmp_path: Path, scratch: Path, number: int
) -> None:
    """Does a run go on when its processes are killed, and the next one mend what it could not do?"""
    course, rng = copy_of(class_course, tmp_path), random.Random(number)
    run = start(course, scratch)
    for _ in range(KILLS):
        kind = rng.choice([WORKER, WARM])
        victims = wait_for(lambda kind=kind: processes(kind, below=run.pid), run)  # type: ignore[misc]
        time.sleep(rng.uniform(0, 0.3))
        if victims:
            kill(rng.choice(victims))
    assert run.wait(timeout=300) in (1, 3)
    assert_consistent(course, undisturbed)
    assert start(course, scratch).wait(timeout=300) == 1
    assert outcome(course) == undisturbed


def kill(pid: int) -> None:
    """Kill a process, which may have ended by itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
