"""A course with one small assignment, ``toy``, so that the autograder is tested on its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Assignment, Course, load_assignment
from autograder.grading import Graded, grade
from autograder.judge import Judge
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STUB = 'raise NotImplementedError("Write the body here, then delete this line")'
Build = Callable[..., bytes]


def stub_cell(name: str, source: str) -> Any:
    about = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": True, "task": False}
    return nbformat.v4.new_code_cell(source, id=name, metadata={"nbgrader": about})


def test_cell(name: str, points: float) -> Any:
    about = {"grade": True, "grade_id": f"test_{name}", "locked": True, "points": points, "schema_version": 3}
    about |= {"solution": False, "task": False}
    return nbformat.v4.new_code_cell(f'check("{name}", {name})', id=f"test_{name}", metadata={"nbgrader": about})


test_cell.__test__ = False  # type: ignore[attr-defined]

SOLUTIONS = {
    "toy_double": ("def toy_double(x):\n", "    return 2.0 * x"),
    "toy_loss": ("def toy_loss(W, reg):\n", "    return reg * np.sum(W * W), 2 * reg * W"),
    "toy_sum": ("def toy_sum(X):\n", "    return X.sum(axis=0)"),
}
POINTS = {"toy_double": 1, "toy_loss": 4, "toy_sum": 2}


def notebook(bodies: dict[str, str], *, solution: bool = False) -> Any:
    """Return the toy notebook, each function with its body."""
    cells = [nbformat.v4.new_code_cell("import numpy as np\nfrom cs231n_lib import check", id="imports")]
    for name, body in bodies.items():
        marked = f"    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION" if solution else body
        cells += [stub_cell(name, SOLUTIONS[name][0] + marked), test_cell(name, POINTS[name])]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "cs231n": {"assignment": "toy", "version": 1},
    }
    made.nbformat_minor = 5
    return made


def right_bodies() -> dict[str, str]:
    return {name: body for name, (_, body) in SOLUTIONS.items()}


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with the assignment ``toy``."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def fresh_course(tmp_path: Path) -> Course:
    """Return a course of this test's own, in which it may write."""
    return make_course(tmp_path / "course")


def make_course(root: Path) -> Course:
    folder = root / "solutions" / "toy"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for path in (HERE / "toy").glob("*.py"):
        shutil.copy(path, folder)
    nbformat.write(notebook(right_bodies(), solution=True), folder / "toy.ipynb")
    return Course(root)


@pytest.fixture(scope="session")
def toy(course: Course) -> Assignment:
    """Return the assignment."""
    return load_assignment(course, "toy")


@pytest.fixture(scope="session")
def sandbox() -> Any:
    """Return a sandbox with short limits."""
    with Sandbox(Limits(cell_seconds=3, call_seconds=2, notebook_seconds=60)) as box:
        yield box


@pytest.fixture(scope="session")
def build() -> Build:
    """Return a function that makes a submission from bodies by exercise; the others are right."""

    def made(change: Callable[[Any], None] = lambda _: None, **bodies: str) -> bytes:
        nb = notebook(right_bodies() | bodies)
        change(nb)
        return nbformat.writes(nb).encode()

    return made


@pytest.fixture(scope="session")
def graded(toy: Assignment, sandbox: Sandbox) -> Callable[[bytes], Graded]:
    """Return a function that grades bytes."""
    judge = Judge(toy, seed=7)
    return lambda data: grade(data, judge, sandbox, "student")
