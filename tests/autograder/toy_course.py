"""A course with one small assignment, ``toy``, so that the autograder is tested on its own.

Its four exercises stand for what real ones need: two cases, credit for parts, a ban on loops, and a function,
a dictionary and a Generator among the inputs. Submissions are made in code, and named by their fault.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from autograder.course import Course

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STUB = 'raise NotImplementedError("Write the body here, then delete this line")'

SOLUTIONS = {
    "toy_double": ("def toy_double(x):\n", "    return 2.0 * x"),
    "toy_loss": ("def toy_loss(W, reg):\n", "    return reg * np.sum(W * W), 2 * reg * W"),
    "toy_sum": ("def toy_sum(X):\n", "    return X.sum(axis=0)"),
    "toy_step": (
        "def toy_step(loss_function, params, X, y, rng):\n",
        "    rows = rng.permutation(len(X))\n"
        "    loss, grads = loss_function(**params, X=X[rows], y=y[rows], reg=0.3)\n"
        "    return {name: params[name] - 0.1 * grads[name] for name in params}, loss",
    ),
}
POINTS = {"toy_double": 1.0, "toy_loss": 4.0, "toy_sum": 2.0, "toy_step": 3.0}
NAMES = tuple(POINTS)
MAX_SCORE = 10.0

Change = Callable[[Any], None]


def about(name: str, *, grade: bool = False, points: float | None = None) -> dict[str, Any]:
    """Return nbgrader's metadata of a stub cell, or of a test cell."""
    record = {"grade": grade, "grade_id": name, "locked": grade, "schema_version": 3, "solution": not grade}
    return {"nbgrader": record | {"task": False} | ({"points": points} if grade else {})}


def code_cell(source: str, cell_id: str, **metadata: Any) -> Any:
    """Return a code cell."""
    return nbformat.v4.new_code_cell(source, id=cell_id, metadata=metadata)


def stub_cell(name: str, body: str) -> Any:
    """Return the cell in which a function is written."""
    return code_cell(SOLUTIONS[name][0] + body, name, **about(name))


def check_cell(name: str) -> Any:
    """Return the test cell of an exercise."""
    grade_id = f"test_{name}"
    return code_cell(f'check("{name}", {name})', grade_id, **about(grade_id, grade=True, points=POINTS[name]))


def notebook(bodies: dict[str, str], *, solution: bool = False) -> Any:
    """Return the toy notebook, each function with its body; the instructor's own with ``solution``."""
    imports = "import numpy as np\nimport matplotlib.pyplot as plt\nfrom cs231n_lib import check"
    cells = [nbformat.v4.new_markdown_cell("# A toy", id="title"), code_cell(imports, "imports")]
    for name, body in bodies.items():
        marked = f"    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION" if solution else body
        cells += [stub_cell(name, marked), check_cell(name)]
    cells.append(code_cell("explored = True\nprint('explored')", "look", tags=["explore"]))
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "cs231n": {"assignment": "toy", "version": 1},
    }
    made.nbformat_minor = 5
    return made


def right_bodies() -> dict[str, str]:
    """Return the right body of every function."""
    return {name: body for name, (_, body) in SOLUTIONS.items()}


def submission(change: Change | None = None, **bodies: str) -> bytes:
    """Return a submission: right but for these bodies and what ``change`` does to the notebook."""
    made = notebook(right_bodies() | bodies)
    if change is not None:
        change(made)
    return json.dumps(made).encode()


def make_course(root: Path) -> Course:
    """Make a course in a new folder ``root`` and return it."""
    folder = root / "solutions" / "toy"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for path in (HERE / "toy").glob("*.py"):
        shutil.copy(path, folder)
    nbformat.write(notebook(right_bodies(), solution=True), folder / "toy.ipynb")
    return Course(root)


def hand_in(course: Course, student: str, data: bytes) -> Path:
    """Put a submission where nbgrader expects it; return its path."""
    path = course.notebook_file("submitted", student, "toy")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def cell_of(notebook: Any, name: str) -> Any:
    """Return the cell with this id."""
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def insert(source: str, *, before: str | None = None, cell_id: str = "helper") -> Change:
    """Return a change that puts a code cell before the cell of this id (default: after the imports)."""

    def change(notebook: Any) -> None:
        ids = [cell["id"] for cell in notebook["cells"]]
        place = ids.index(before) if before else ids.index("imports") + 1
        notebook["cells"].insert(place, code_cell(source, cell_id))

    return change


def append(source: str, *, cell_id: str = "appended") -> Change:
    """Return a change that puts a code cell at the end."""
    return lambda notebook: notebook["cells"].append(code_cell(source, cell_id))


def delete(*ids: str) -> Change:
    """Return a change that deletes the cells of these ids."""

    def change(notebook: Any) -> None:
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in ids]

    return change
