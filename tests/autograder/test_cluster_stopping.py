"""What grading on a cluster leaves behind when its processes are stopped or killed, in whichever order."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.engine import Setup, grade_all, make_engine
from autograder.options import Options
from autograder.sandbox.limits import Limits
from autograder.store import Handed
from tests.dask_cluster import Cluster

from .toy_course import submission


@pytest.fixture
def setup(course: Course) -> Setup:
    """Return how the toy course is graded."""
    return Setup(course.root, "toy", Options(seed=3, limits=Limits(cell_seconds=5, call_seconds=5)))


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
        left = set(used.folder.glob("autograder-*"))
        assert any(folder.joinpath("solutions").is_dir() for folder in left)
        long_ago = time.time() - 60
        for folder in left:
            os.utime(folder / "in-use", (long_ago, long_ago))
        used.start_worker("bob")
        assert len(list(run)) == len(class_) - 1
        assert left.isdisjoint(used.folder.glob("autograder-*"))
