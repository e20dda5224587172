"""The only module that knows nbgrader: its release steps, its gradebook, and our part in its pipeline.

`released_text` does what ``nbgrader generate_assignment`` does, `Gradebook` writes what
``nbgrader autograde`` writes, and `autograde_config` makes nbgrader's own commands grade with the
kit's judge: a submission is graded where nbgrader would sanitise it, and never executed again.
"""

from __future__ import annotations

import atexit
import datetime
import logging
import os
import sysconfig
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook as NbGradebook
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    IncludeHeaderFooter,
    InstantiateTests,
    LockCells,
    NbGraderPreprocessor,
    SaveAutoGrades,
    SaveCells,
)
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .course import Assignment, Course, load_assignment
from .errors import AutograderError
from .grading import grade
from .judge import Judge
from .results import SubmissionResult
from .sandbox.process import Sandbox
from .seeds import fresh_seed
from .store import read_regular

_BEFORE_SAVING = [
    IncludeHeaderFooter,
    InstantiateTests,
    LockCells,
    ClearSolutions,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
]
_AFTER_SAVING = [ClearHiddenTests, ClearMarkScheme, ComputeChecksums, CheckCellMetadata]


class GradebookError(AutograderError):
    """The gradebook cannot take what was to be written."""


def released_text(course: Course, assignment: str) -> str:
    """Return the release of an assignment: its notebook without solutions, as nbgrader makes it."""
    return _convert(course, assignment, [*_BEFORE_SAVING, *_AFTER_SAVING])


class Gradebook:
    """nbgrader's gradebook of a course, open for writing. Use as a context manager."""

    def __init__(self, course: Course) -> None:
        course.grading.mkdir(parents=True, exist_ok=True)
        _find_own_scripts()
        self._course = course
        self._book = NbGradebook(course.gradebook_url)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def register(self, assignment: Assignment) -> None:
        """Enter an assignment's cells and points, as ``nbgrader generate_assignment`` does.

        Raises
        ------
        GradebookError
            If exercises came or went after submissions were graded: nbgrader cannot hold both.
        """
        self._book.update_or_create_assignment(assignment.name)
        try:
            _convert(self._course, assignment.name, [*_BEFORE_SAVING, SaveCells])
        except RuntimeError as error:
            raise GradebookError(
                f"expected the exercises of {assignment.name} that the gradebook has, but {error}; "
                "grade in a new gradebook (move grading/gradebook.db away), or undo the change"
            ) from error
        self._book.db.expire_all()

    def record(self, result: SubmissionResult, timestamp: str | None) -> None:
        """Enter one student's scores; manual scores and comments of a person stay."""
        if result.student is None or result.assignment is None:
            raise GradebookError("expected a result of a student for an assignment")
        self._book.update_or_create_student(result.student)
        time = _time(timestamp)
        when: dict[str, Any] = {"timestamp": time} if time else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader builds a submission outside its session
            submission = self._book.update_or_create_submission(result.assignment, result.student, **when)
        scores = {f"test_{e.name}": e.score for e in result.exercises}
        for entry in (grade_ for notebook in submission.notebooks for grade_ in notebook.grades):
            entry.auto_score = scores[entry.name]
            entry.needs_manual_grade = entry.manual_score is not None
        self._book.db.commit()

    def scores(self, assignment: str) -> dict[str, dict[str, float | None]]:
        """Return the autograder's scores by student and test cell."""
        try:
            submissions = self._book.find_assignment(assignment).submissions
        except MissingEntry:
            return {}
        return {
            s.student.id: {
                grade_.name: grade_.auto_score for notebook in s.notebooks for grade_ in notebook.grades
            }
            for s in submissions
        }


def _time(text: str | None) -> datetime.datetime | None:
    """Read a timestamp as nbgrader does; what is no time at all must not stop the grading of a class."""
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None


class SubmissionExporter(NotebookExporter):
    """Hands a submission on as bytes, so that no file can stop nbgrader by being unreadable."""

    def from_filename(  # type: ignore[override]  # nbconvert's own hint is wrong: this exporter makes text
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[str, Any]:
        """Read a file that may be anything; what of it is a notebook is decided when it is graded."""
        data, _ = read_regular(Path(filename))
        resources = resources if resources is not None else {}
        resources["cs231n_submission"] = data
        try:
            notebook = nbformat.reads(data.decode(), as_version=4)
        except Exception:  # noqa: BLE001 (the judge reads the bytes again, and says what is wrong)
            notebook = nbformat.v4.new_notebook()
        output: tuple[str, Any] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            notebook, resources=resources, **kwargs
        )
        return output


class GradeSubmission(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """Grades where nbgrader sanitises: the notebook that comes out holds the verdicts as outputs."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ARG002 (only its bytes count)
        """Replace the notebook by the graded one."""
        about: Mapping[str, str] = resources["nbgrader"]
        judge, sandbox = _grader(Path(self.config.CourseDirectory.root), about["assignment"])
        graded = grade(resources.pop("cs231n_submission"), judge, sandbox, about["student"])
        if graded.result.status == "grader_error":
            raise AutograderError("; ".join(graded.result.notes))
        for note in graded.result.notes:
            self.log.warning("%s: %s", about["student"], note)
        return nbformat.from_dict(graded.notebook), resources


def autograde_config(config: Config) -> None:
    """Make nbgrader grade with the kit: called by ``nbgrader_config.py``."""
    _find_own_scripts()
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.sanitize_preprocessors = [GradeSubmission]
    config.Autograde.autograde_preprocessors = [SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]


def _find_own_scripts() -> None:
    """Let nbgrader find ``alembic``, which it looks for on PATH, also where no environment is activated."""
    scripts = sysconfig.get_path("scripts")
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if scripts not in paths:
        os.environ["PATH"] = os.pathsep.join([scripts, *paths])


@cache
def _grader(root: Path, assignment: str) -> tuple[Judge, Sandbox]:
    """Return this process's judge and sandbox for an assignment."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return Judge(load_assignment(Course(root), assignment), fresh_seed()), sandbox


def _convert(course: Course, assignment: str, preprocessors: list[Any]) -> str:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    exporter = NotebookExporter(config=config)
    exporter.log = logging.getLogger(__name__)
    for preprocessor in preprocessors:
        exporter.register_preprocessor(preprocessor, enabled=True)
    about = {"notebook": assignment, "assignment": assignment, "student": ".", "db_url": course.gradebook_url}
    text, _ = exporter.from_filename(str(course.source(assignment)), resources={"nbgrader": about})
    return str(text) if text.endswith("\n") else f"{text}\n"
