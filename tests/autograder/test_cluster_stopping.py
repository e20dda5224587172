"""What grading on a cluster leaves behind when its processes are stopped or killed, in whichever order."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.engine import Setup, cluster, distant, grade_all, make_engine
from autograder.engine.grader import Grader
from autograder.engine.parcels import Parcel, pack
from autograder.engine.vetting import Kit
from autograder.errors import ClusterLost
from autograder.options import Options
from autograder.sandbox.folders import Home
from autograder.sandbox.limits import Limits
from autograder.store import Handed, stored_results
from tests.dask_cluster import Cluster

from .toy_course import hand_in, submission


@pytest.fixture
def setup(course: Course) -> Setup:
    """Return how the toy course is graded."""
    return Setup(course.root, "toy", Options(seed=3, limits=Limits(cell_seconds=5, call_seconds=5)))


def parcel(course: Course) -> Parcel:
    """Return what a worker gets."""
    return Parcel("key", "toy", pack(course, "toy"), Options(seed=3), Kit.here())


def test_whoever_lets_go_of_a_worker_is_not_held_up(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is it cleared up by another thread? Dask lets go in its event loop, which hangs when it is held up."""
    threads: list[threading.Thread] = []
    clear = distant._clear

    def watched(grader: Grader, home: Home) -> None:
        threads.append(threading.current_thread())
        clear(grader, home)

    monkeypatch.setattr(distant, "_clear", watched)
    post = distant.open_post(parcel(course))
    end = post.grader.close
    assert end.alive
    before = set(threading.enumerate())
    del post
    for thread in set(threading.enumerate()) - before:
        thread.join()
    (thread,) = threads
    assert thread is not threading.main_thread()
    assert not end.alive


def test_a_worker_that_ends_leaves_nothing(course: Course, tmp_path: Path) -> None:
    """Are the solutions and sandboxes gone when a process ends that still holds them?"""
    (tmp_path / "parcel").write_bytes(pickle.dumps(parcel(course)))
    (tmp_path / "left").mkdir()
    code = (
        "import pathlib, pickle, sys; from autograder.engine.distant import open_post; "
        "post = open_post(pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())); "
        "print(len(list(pathlib.Path(sys.argv[2]).glob('autograder-*'))))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "parcel"), str(tmp_path / "left")]
    environment = os.environ | {"TMPDIR": str(tmp_path / "left")}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert int(done.stdout) >= 2
    assert not list((tmp_path / "left").iterdir())


def test_what_a_killed_worker_leaves_is_removed_by_the_next(setup: Setup, tmp_path: Path) -> None:
    """Are the solutions gone from its machine, too, and not only the sandboxes?"""
    class_ = [Handed(f"s{number}", submission(), None) for number in range(8)]
    with Cluster(tmp_path) as used:
        killed = used.start_worker("ann")
        used.wait_for_workers(1)
        run = grade_all(make_engine(setup, 1, used.address), class_)
        next(run)
        killed.kill()
        killed.wait()
        (left,) = (path.parent for path in used.folder.glob("autograder-*/solutions"))
        long_ago = time.time() - 60
        os.utime(left / "in-use", (long_ago, long_ago))
        used.start_worker("bob")
        assert len(list(run)) == len(class_) - 1
        assert not left.exists()


def test_a_class_waits_for_its_first_worker(setup: Setup, tmp_path: Path) -> None:
    """Is it said what is waited for, and does the class begin when a worker comes?"""
    said: list[str] = []
    with Cluster(tmp_path) as used:

        def hear(line: str) -> None:
            said.append(line)
            used.start_worker("ann")

        engine = make_engine(setup, None, used.address, hear)
        assert len(list(grade_all(engine, [Handed("ada", submission(), None)]))) == 1
        assert said == [f"waiting up to 60 s for a worker of the cluster at {used.address}"]


def test_a_class_that_loses_all_its_workers_can_go_on_later(
    setup: Setup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is it said that what was graded is kept, when workers go and none comes back?"""
    said: list[str] = []
    with Cluster(tmp_path) as used:
        worker = used.start_worker("ann")
        used.wait_for_workers(1)
        run = grade_all(
            make_engine(setup, 1, used.address, said.append),
            [Handed(f"s{number}", submission(), None) for number in range(8)],
        )
        next(run)
        monkeypatch.setattr(cluster, "PATIENCE", 1)
        worker.kill()
        with pytest.raises(ClusterLost, match=r"dask worker .*; then run the same command again"):
            list(run)
        assert any(line.startswith("waiting up to 1 s for a worker") for line in said)


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_a_command_that_is_stopped_or_killed_goes_on_where_it_was(
    gradable_course: Course, tmp_path: Path
) -> None:
    """Are results kept at Ctrl-C and kill -9, the cluster left clean, and only the rest done by the next?"""
    students = [f"s{number}" for number in range(18)]
    for student in students:
        hand_in(gradable_course, student, submission())
    workers = tmp_path / "workers"
    workers.mkdir()
    with Cluster(workers) as used:
        used.start_worker("ann")
        used.wait_for_workers(1)
        command = grade_command(gradable_course, used)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as stopped:
            assert stopped.stdout is not None
            first = stopped.stdout.readline()
            stopped.send_signal(signal.SIGINT)
            rest, said = stopped.communicate(timeout=60)
        assert stopped.returncode == 130, said
        assert "Traceback" not in said
        kept = len(stored_results(gradable_course, "toy"))
        assert len((first + rest).splitlines()) <= kept
        assert re.search(r"stopped: \d+ of 18 submissions have been graded, and are kept", said)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as killed:
            assert killed.stdout is not None
            for _ in range(kept + 1):  # those that are kept come first
                assert killed.stdout.readline()
            killed.kill()
        again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    counts = re.search(r"toy: (\d+) graded in .*, (\d+) unchanged", again.stderr)
    assert counts, again.stderr
    graded, unchanged = map(int, counts.groups())
    assert graded + unchanged == len(students)
    assert kept < unchanged < len(students)
    assert not list(workers.glob("autograder-*"))


def test_a_lost_scheduler_is_said_on_one_line(gradable_course: Course, tmp_path: Path) -> None:
    """Does a person see what to do, and not what Dask thinks of it?"""
    for number in range(12):
        hand_in(gradable_course, f"s{number}", submission())
    with Cluster(tmp_path / "course") as used:
        used.start_worker("ann")
        used.wait_for_workers(1)
        command = grade_command(gradable_course, used)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as grading:
            assert grading.stdout is not None
            grading.stdout.readline()
            used.scheduler.kill()
            said = grading.communicate(timeout=60)[1]
    assert grading.returncode == 3
    (line,) = said.splitlines()
    assert "but the connection is lost; start it again, then run the same command again" in line


def grade_command(course: Course, used: Cluster) -> list[str]:
    """Return the command that grades a course on a cluster, and prints a line on each submission."""
    start = [sys.executable, "-m", "autograder", "--course", str(course.root), "grade", "toy"]
    return [*start, "--json", "--jobs", "1", "--cluster", used.address]
