"""Grading on a cluster: a real scheduler and real workers, which die, are refused, join late and get lost.

What a worker leaves behind is looked for in the folder of its cluster.
"""

from __future__ import annotations

import itertools
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client

from autograder.batch import grade_class, plan_work
from autograder.course import Course
from autograder.engine import LocalEngine, Setup, grade_all, make_engine
from autograder.errors import ClusterError, ClusterLost
from autograder.grading import Graded
from autograder.options import Options
from autograder.results import SubmissionResult
from autograder.sandbox.limits import Limits
from autograder.store import Handed
from tests.dask_cluster import Cluster

from .toy_course import MAX_SCORE, append, hand_in, insert, submission

# In a worker that is told so by its environment: die when a submission says so.
DEADLY = """
import os, signal
import autograder.engine.grader as engine

def deadly(data, *args, **kwargs):
    if b"die always" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    return graded(data, *args, **kwargs)

if "DEADLY" in os.environ:
    graded, engine.grade = engine.grade, deadly
"""
LIMITS = Limits(cell_seconds=5, call_seconds=5)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a cluster of two workers; the first has two threads."""
    with Cluster(tmp_path_factory.mktemp("pair")) as made:
        made.start_worker("ann", threads=2)
        made.start_worker("bob")
        made.wait_for_workers(2)
        yield made


@pytest.fixture
def setup(course: Course) -> Setup:
    """Return how the toy course is graded."""
    return Setup(course.root, "toy", Options(seed=3, limits=LIMITS))


def numbered(count: int) -> Iterator[Handed]:
    """Yield submissions that differ, each wrong in one exercise; the first is no notebook."""
    yield Handed("s0", b"not JSON", None)
    for number in range(1, count):
        yield Handed(f"s{number}", submission(toy_double=f"    return {number + 2} * x"), None)


def results(graded: list[tuple[Handed, Graded]]) -> dict[str, SubmissionResult]:
    """Return the results by student, without what depends on the moment; everybody must be there once."""
    found = {handed.student: replace(one.result, seconds=0.0, sandbox="") for handed, one in graded}
    assert len(found) == len(graded)
    assert [str(result.student) for result in found.values()] == list(found)
    return found


def assert_clean(used: Cluster) -> None:
    """Fail if the workers keep sandboxes or courses, or the scheduler tasks, some time after a run."""
    end = time.monotonic() + 20
    with used.client() as client:
        while list(used.folder.glob("autograder-*")) or tasks(client):
            assert time.monotonic() < end, [*used.folder.glob("autograder-*"), tasks(client)]
            time.sleep(0.1)


def tasks(client: Client) -> list[str]:
    """Return the names of the tasks that a scheduler knows of."""
    return [str(key) for key in client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks))]


def test_a_worker_that_is_killed_changes_nothing(setup: Setup, tmp_path: Path) -> None:
    """Does a class end as on one machine, message for message, when a worker dies in its middle?"""
    class_ = list(numbered(24))
    with Cluster(tmp_path) as used:
        workers = [used.start_worker(name) for name in ("ann", "bob")]
        used.wait_for_workers(2)
        graded = []
        for one in grade_all(make_engine(setup, None, used.address), class_):
            graded.append(one)
            if len(graded) == 8:
                workers[0].send_signal(signal.SIGKILL)
    here = list(grade_all(LocalEngine(setup, jobs=2), class_))
    assert results(graded) == results(here)
    notebooks = {handed.student: one.notebook for handed, one in graded}
    assert notebooks == {handed.student: one.notebook for handed, one in here}


def test_student_code_cannot_reach_the_cluster(pair: Cluster, setup: Setup) -> None:
    """Is the scheduler out of reach where the sandbox has a network of its own?"""
    host, port = pair.address.removeprefix("tcp://").split(":")
    code = f"import socket\nsocket.create_connection(('{host}', {port}), timeout=2)\nprint('reached')"
    class_ = [Handed("eve", submission(append(code)), None)]
    demanding = replace(setup, options=replace(setup.options, sandbox="namespaces"))
    try:
        ((_, graded),) = grade_all(make_engine(demanding, None, pair.address), class_)
    except ClusterError as error:
        pytest.skip(str(error))
    assert (graded.result.score, graded.result.sandbox) == (MAX_SCORE, "namespaces")
    (output,) = graded.notebook["cells"][-1]["outputs"]
    assert output["ename"] in ("PermissionError", "ConnectionRefusedError", "OSError")


def test_a_run_that_is_stopped_leaves_the_cluster_clean(pair: Cluster, setup: Setup) -> None:
    """Are tasks cancelled and sandboxes ended, and do the workers go on with the next run?"""
    run = grade_all(make_engine(setup, None, pair.address), numbered(1_000))
    next(run)
    run.close()
    assert_clean(pair)
    assert len(list(grade_all(make_engine(setup, None, pair.address), numbered(2)))) == 2
    assert_clean(pair)


def test_no_more_is_under_way_than_asked_for(pair: Cluster, setup: Setup) -> None:
    """Does --jobs leave the rest of a shared cluster to others, and is a class never held in memory?"""
    read = itertools.count()
    for jobs, most in ((1, 1), (None, 6)):
        read = itertools.count()
        class_ = (Handed(f"s{next(read)}", b"not JSON", None) for _ in range(20))
        run = grade_all(make_engine(setup, jobs, pair.address), class_)
        for done, _ in enumerate(run):
            assert next(read) - done - 1 <= most
            read = itertools.count(next(read) - 1)


def test_a_worker_that_joins_later_is_used(setup: Setup, tmp_path: Path) -> None:
    """Is a class that has begun with one worker soon graded by two?"""
    with Cluster(tmp_path) as used:
        used.start_worker("ann")
        used.wait_for_workers(1)
        engine = make_engine(setup, None, used.address)
        end = time.monotonic() + 60

        def until_joined() -> Iterator[Handed]:
            yield from numbered(2)
            used.start_worker("bob")
            while engine.capacity < 4:
                assert time.monotonic() < end
                yield Handed("s", b"not JSON", None)

        assert len(list(grade_all(engine, until_joined()))) > 2


def test_a_submission_that_kills_its_workers_stops_nobody(fresh_course: Course, tmp_path: Path) -> None:
    """Is it tried a second time, alone, and then named as the grader's fault?"""
    exercises = fresh_course.root / "solutions" / "toy" / "exercises.py"
    exercises.write_text(exercises.read_text() + DEADLY)
    setup = Setup(fresh_course.root, "toy", Options(seed=3, limits=LIMITS))
    killer = Handed("killer", submission(insert("# die always")), None)
    with Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0", DEADLY="yes") as used:
        used.start_worker("ann", nanny=True)
        used.wait_for_workers(1)
        graded = results(list(grade_all(make_engine(setup, None, used.address), [killer, *numbered(4)])))
    assert {student: one.status for student, one in graded.items()} == {
        "killer": "grader_error", "s0": "unreadable", "s1": "graded", "s2": "graded", "s3": "graded",
    }  # fmt: skip
    assert graded["killer"].notes == ("tried twice: every worker that graded it died",)


def test_a_worker_with_another_kit_is_refused_by_name(setup: Setup, tmp_path: Path) -> None:
    """Do the other workers grade the class, and is it an error where there is none?"""
    old = tmp_path / "old" / "cs231n_kit-0.0.1.dist-info"
    old.mkdir(parents=True)
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: cs231n-kit\nVersion: 0.0.1\n")
    said: list[str] = []
    with Cluster(tmp_path) as used:
        used.start_worker("old", PYTHONPATH=str(old.parent))
        used.wait_for_workers(1)
        with pytest.raises(ClusterError, match=r"found none: old .*expected cs231n-kit .*, found 0\.0\.1"):
            list(grade_all(make_engine(setup, None, used.address), numbered(2)))
        used.start_worker("ann")
        used.wait_for_workers(2)
        assert len(list(grade_all(make_engine(setup, None, used.address, said.append), numbered(4)))) == 4
    (line,) = said
    assert line.startswith("the worker old (tcp://127.0.0.1:")
    assert "is refused: expected cs231n-kit" in line
    assert "install cs231n-kit[grader,cluster] there" in line


def test_what_was_graded_is_kept_when_the_scheduler_vanishes(gradable_course: Course, tmp_path: Path) -> None:
    """Does the next run do the rest, and only that?"""
    for handed in numbered(8):
        hand_in(gradable_course, handed.student, handed.data)
    students = gradable_course.students("toy")
    setup = Setup(gradable_course.root, "toy", Options(seed=3, limits=LIMITS))
    done: list[str] = []
    with Cluster(tmp_path) as used:
        used.start_worker("ann")
        used.wait_for_workers(1)
        work = plan_work(gradable_course, "toy", students, setup.options)
        run = grade_class(gradable_course, work, make_engine(setup, 1, used.address))
        done.append(str(next(run).student))
        used.scheduler.kill()
        with pytest.raises(ClusterLost, match="run the same command again"):
            done.extend(str(result.student) for result in run)
    assert 0 < len(done) < len(students)
    left = plan_work(gradable_course, "toy", students, setup.options)
    assert sorted(left.students) == sorted(set(students) - set(done))


def test_a_missing_extra_is_named(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the command said that installs what --cluster needs?"""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "autograder.engine.cluster")
    with pytest.raises(ClusterError, match=r"pip install 'cs231n-kit\[grader,cluster\]'"):
        make_engine(setup, None, "tcp://127.0.0.1:8786")
