"""A class graded by ``autograder grade``, by stock nbgrader, and by nothing but running its cells."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import sysconfig
import tempfile
from contextlib import closing
from pathlib import Path

from autograder.course import Course

from .classes import ASSIGNMENTS, hand_in, new_course
from .clock import Cost, cost_of_command
from .rows import TARGET, Line, Row

CLASS = 12
FEW_AND_MANY = (4, 44)
TARGET_OVERHEAD = 0.15
ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")]),
    "MPLBACKEND": "agg",
}
SCORES = """
    SELECT student.id, base_cell.name, grade.auto_score, grade_cell.max_score
    FROM grade
    JOIN grade_cells AS grade_cell ON grade_cell.id = grade.cell_id
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN student ON student.id = submitted_assignment.student_id
"""
BARE = """
import json, sys
from pathlib import Path

import matplotlib
matplotlib.use("agg")
left_out = set(json.loads(sys.argv[2]))
for path in sorted(Path(sys.argv[1]).glob("*/svm/svm.ipynb")):
    names = {"__name__": "__main__"}
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and cell.get("id") not in left_out:
            try:
                exec("\\n".join(line for line in source.splitlines() if line[:1] not in ("%", "!")), names)
            except Exception:
                pass
"""


def measure() -> list[Line]:
    """Compare with nbgrader on all assignments, then look for the overhead on one."""
    with tempfile.TemporaryDirectory() as folder:
        lines = _against_nbgrader(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        return [*lines, _overhead(Path(folder))]


def _against_nbgrader(folder: Path) -> list[Line]:
    course = new_course(folder / "kit")
    stock = folder / "stock"
    taken: dict[str, tuple[Cost, Cost]] = {}
    for name in ASSIGNMENTS:
        hand_in(course, name, CLASS)
        _stock_course(course, stock, name)
        taken[name] = (grade(course, name), _nbgrader(stock, "autograde", name))
    how = f"{CLASS} submissions, start-up and gradebook included, released before; nbgrader as it comes"
    rows: list[Line] = [
        Row(f"grade a class, {name}", ours.seconds, "nbgrader autograde", theirs.seconds, "s", how)
        for name, (ours, theirs) in taken.items()
    ]
    ours, theirs = (sum(costs[i].seconds for costs in taken.values()) for i in (0, 1))
    rows.append(Row("grade a class, all three", ours, "nbgrader autograde", theirs, "s", how))
    return [*rows, _agreement(course.grading / "gradebook.db", stock / "gradebook.db")]


def grade(course: Course, name: str, *options: str) -> Cost:
    """Grade a class as a person does, and return what it cost."""
    command = [sys.executable, "-m", "autograder", "--course", str(course.root), "grade", name, *options]
    return cost_of_command(command, env=ENVIRONMENT)


def _nbgrader(folder: Path, command: str, name: str) -> Cost:
    return cost_of_command([sys.executable, "-m", "nbgrader", command, name], cwd=folder, env=ENVIRONMENT)


def _stock_course(course: Course, stock: Path, name: str) -> None:
    """Make the same class for an nbgrader that knows nothing of the kit: its tests must raise to fail."""
    notebook = json.loads(course.source(name).read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "assert " + "".join(cell["source"])
    source = stock / "source" / name / f"{name}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(json.dumps(notebook))
    (stock / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "stock"\n')
    _nbgrader(stock, "generate_assignment", name)
    for student in course.students(name):
        path = stock / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(course.notebook_file("submitted", student, name).read_bytes())


def _agreement(ours: Path, theirs: Path) -> Row:
    """Count the graded cells that got the same score; an assert knows no half points: those are left out."""
    with closing(sqlite3.connect(ours)) as book, closing(sqlite3.connect(theirs)) as stock:
        mine, other = ({row[:2]: row[2:] for row in db.execute(SCORES)} for db in (book, stock))
    whole = [cell for cell, (score, best) in mine.items() if score in (0, best) and cell in other]
    same = sum(mine[cell][0] == other[cell][0] for cell in whole)
    how = "graded cells of these classes with all or none of their points, from both gradebooks"
    return Row(
        "same score as nbgrader autograde", same, TARGET, len(whole), "cells", how, more_is_better=True
    )


def _overhead(folder: Path) -> Row:
    """Compare what further submissions cost in a class with what their cells cost in one plain process."""
    courses = [_class(folder, size) for size in FEW_AND_MANY]
    graded = [grade(course, "svm").core_seconds for course in courses]
    bare = [_bare(course).core_seconds for course in courses]
    few, many = FEW_AND_MANY
    each = ((graded[1] - graded[0]) - (bare[1] - bare[0])) / (many - few)
    how = (
        f"user and system time of all processes: what a class of {many} in svm takes beyond one of {few}; "
        "less running the same cells in one process, without their checks"
    )
    return Row("overhead of grading a notebook", each, TARGET, TARGET_OVERHEAD, "core-s", how)


def _class(folder: Path, size: int) -> Course:
    course = new_course(folder / str(size))
    hand_in(course, "svm", size)
    return course


def _bare(course: Course) -> Cost:
    """Run the cells of a class in one process, one notebook after the other."""
    notebook = json.loads(course.source("svm").read_text("utf-8"))
    left_out = json.dumps([cell["id"] for cell in notebook["cells"] if _is_left_out(cell)])
    return cost_of_command([sys.executable, "-c", BARE, str(course.submitted), left_out], env=ENVIRONMENT)


def _is_left_out(cell: dict[str, object]) -> bool:
    metadata = cell["metadata"]
    assert isinstance(metadata, dict)
    return bool(metadata.get("nbgrader", {}).get("grade")) or "explore" in metadata.get("tags", [])
