"""Fixtures on the toy course: the course itself, a sandbox with short limits, and grading in one call."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.bridge import register
from autograder.course import Assignment, Course, load_assignment
from autograder.errors import SandboxError
from autograder.grading import Graded, grade
from autograder.judge import Judge
from autograder.sandbox import process
from autograder.sandbox.levels import BY_NAME
from autograder.sandbox.limits import LEVELS, Limits
from autograder.sandbox.process import Sandbox

from . import toy_course

SEED = 7


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with the assignment ``toy``."""
    return toy_course.make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def fresh_course(tmp_path: Path) -> Course:
    """Return a course of this test's own, in which it may write."""
    return toy_course.make_course(tmp_path / "course")


@pytest.fixture(scope="session")
def registered_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course whose gradebook knows the assignment, and nobody yet: making one takes seconds."""
    made = toy_course.make_course(tmp_path_factory.mktemp("registered") / "course")
    register(made, load_assignment(made, "toy"))
    return made


@pytest.fixture
def gradable_course(registered_course: Course, tmp_path: Path) -> Course:
    """Return a course of this test's own, with a gradebook."""
    shutil.copytree(registered_course.root, tmp_path / "course")
    return Course(tmp_path / "course")


@pytest.fixture(scope="session")
def toy(course: Course) -> Assignment:
    """Return the assignment."""
    return load_assignment(course, "toy")


@pytest.fixture(scope="session")
def limits() -> Limits:
    """Return limits short enough for tests that reach them."""
    return Limits(cell_seconds=1.5, call_seconds=1.5, notebook_seconds=60, memory_mib=2048)


@pytest.fixture(scope="session")
def sandbox(limits: Limits) -> Iterator[Sandbox]:
    """Return a sandbox with short limits."""
    with Sandbox(limits) as box:
        yield box


@pytest.fixture(scope="session", params=[level.name for level in BY_NAME.values() if not level.slow])
def sandbox_of_level(request: pytest.FixtureRequest, limits: Limits) -> Iterator[Sandbox]:
    """Return a sandbox of each level in turn that this machine can do, and that starts in no time."""
    with of_level(request.param, limits) as box:
        yield box


@pytest.fixture(scope="session", params=LEVELS)
def sandbox_of_any_level(request: pytest.FixtureRequest, limits: Limits) -> Iterator[Sandbox]:
    """Return a sandbox of each level in turn that this machine can do; some take seconds for a submission."""
    with of_level(request.param, limits) as box:
        yield box


@contextmanager
def of_level(level: str, limits: Limits) -> Iterator[Sandbox]:
    """Return a sandbox of exactly this level; skip the test where the machine cannot do it."""
    with Sandbox(limits, level) as box:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(process, "LEVELS", (level,))
            try:
                box.start()
            except SandboxError as error:
                pytest.skip(str(error))
        yield box


@pytest.fixture(scope="session")
def graded(toy: Assignment, sandbox: Sandbox) -> Callable[..., Graded]:
    """Return a function that grades bytes; ``run_all`` runs the cells that only explore, too."""
    judge = Judge(toy, SEED)
    return lambda data, *, run_all=False: grade(data, judge, sandbox, "student", run_all=run_all)
