"""The only module that knows nbgrader: its release steps, its gradebook, and our part in its pipeline.

`released_text` does what ``nbgrader generate_assignment`` does, `Gradebook` writes what
``nbgrader autograde`` writes, and `GradeSubmission` makes nbgrader's own commands grade with the
kit's judge: a submission is graded where nbgrader would sanitise it, and never executed again.
"""

from __future__ import annotations

import atexit
import datetime
import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import (
    Comment,
    Grade,
    InvalidEntry,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.api import Gradebook as NbGradebook
from nbgrader.preprocessors import (
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
    SaveCells,
)
from nbgrader.utils import parse_utc
from sqlalchemy import select, update
from traitlets import Enum, Float

from .configuration import find_own_scripts, gradebook_place, load_config
from .course import Assignment, Course, load_assignment
from .entries import available, patient
from .errors import AutograderError, GradebookUnavailable
from .grading import grade
from .judge import Judge
from .results import SubmissionResult
from .sandbox.limits import LEVELS, Limits
from .sandbox.process import Sandbox
from .seeds import fresh_seed
from .source import TEST_PREFIX
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


@dataclass(frozen=True)
class _Sheet:
    """What nbgrader calls an assignment's notebook and its cells: ids, the graded cells' by name."""

    assignment: str
    notebook: str
    graded: Mapping[str, str]
    solutions: Sequence[str]


class Gradebook:
    """nbgrader's gradebook of a course, open for writing. Use as a context manager.

    Raises
    ------
    GradebookUnavailable
        From here as from every method, if the database cannot be used now.
    """

    def __init__(self, course: Course) -> None:
        place = gradebook_place(course)
        self._course = course
        self._place = place
        self._url = patient(place.url)
        self._sheets: dict[str, _Sheet] = {}
        find_own_scripts()
        with _plainly(place.url):
            self._book = NbGradebook(self._url, place.course_id)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._book.close()

    def register(self, assignment: Assignment) -> None:
        """Enter an assignment's cells and points as ``nbgrader generate_assignment`` does, if they are new.

        Raises
        ------
        GradebookError
            If exercises came or went after submissions were graded: nbgrader cannot hold both.
        """
        with self._available():
            if not self._knows(assignment):
                self._enter_cells(assignment)
                self._sheets.clear()

    def record(self, result: SubmissionResult, timestamp: str | None) -> None:
        """Enter one student's scores in one transaction; manual scores and comments of a person stay."""
        if result.student is None or result.assignment is None:
            raise GradebookError("expected a result of a student for an assignment")
        with self._available():
            sheet = self._sheet(result.assignment)
            scores = {sheet.graded[TEST_PREFIX + e.name]: e.score for e in result.exercises}
            notebook = self._submitted_notebook(sheet, result.student, _time(timestamp))
            known = select(Grade).where(Grade.notebook_id == notebook)
            grades = {grade_.cell_id: grade_ for grade_ in self._book.db.scalars(known)}
            for cell, score in scores.items():
                entry = grades.get(cell) or Grade(cell_id=cell, notebook_id=notebook)
                entry.auto_score = score
                entry.needs_manual_grade = entry.manual_score is not None
                self._book.db.add(entry)
            self._comment(sheet, notebook)
            self._book.db.commit()

    def _sheet(self, assignment: str) -> _Sheet:
        if assignment not in self._sheets:
            notebook = self._book.find_notebook(assignment, assignment)
            self._sheets[assignment] = _Sheet(
                notebook.assignment_id,
                notebook.id,
                {cell.name: cell.id for cell in notebook.grade_cells},
                [cell.id for cell in notebook.solution_cells],
            )
        return self._sheets[assignment]

    def _submitted_notebook(self, sheet: _Sheet, student: str, time: datetime.datetime | None) -> str:
        """Return the id of a student's notebook; make what is missing of student, submission and notebook."""
        db = self._book.db
        if db.scalar(select(Student.id).where(Student.id == student)) is None:
            db.add(Student(id=student))
        whose = {"assignment_id": sheet.assignment, "student_id": student}
        submission = self._id_of(SubmittedAssignment, whose)
        if time:
            theirs = SubmittedAssignment.id == submission
            db.execute(update(SubmittedAssignment).where(theirs).values(timestamp=time))
        return self._id_of(SubmittedNotebook, {"assignment_id": submission, "notebook_id": sheet.notebook})

    def _comment(self, sheet: _Sheet, notebook: str) -> None:
        """Make room for a person's comments on the functions, where there is none yet."""
        known = set(self._book.db.scalars(select(Comment.cell_id).where(Comment.notebook_id == notebook)))
        absent = [cell for cell in sheet.solutions if cell not in known]
        self._book.db.add_all(Comment(cell_id=cell, notebook_id=notebook) for cell in absent)

    def _id_of(self, kind: Any, values: Mapping[str, str]) -> str:
        """Return the id of the row with these values; make one if there is none."""
        found = self._book.db.scalar(select(kind.id).filter_by(**values))
        if found is None:
            found = new_uuid()
            self._book.db.add(kind(id=found, **values))
        return str(found)

    def _knows(self, assignment: Assignment) -> bool:
        """Tell whether the gradebook has the assignment's cells, with their points."""
        try:
            notebook = self._book.find_notebook(assignment.name, assignment.name)
        except MissingEntry:
            return False
        points = {f"{TEST_PREFIX}{name}": graded.points for name, graded in assignment.exercises.items()}
        return {cell.name: cell.max_score for cell in notebook.grade_cells} == points

    def _enter_cells(self, assignment: Assignment) -> None:
        self._book.update_or_create_assignment(assignment.name)
        try:
            _convert(self._course, assignment.name, [*_BEFORE_SAVING, SaveCells], self._url)
        except RuntimeError as error:
            raise GradebookError(
                f"expected the exercises of {assignment.name} that the gradebook has, but {error}; "
                "grade in a new gradebook (set another CourseDirectory.db_url, or move the file away), "
                "or undo the change"
            ) from error
        self._book.db.expire_all()

    @contextmanager
    def _available(self) -> Iterator[None]:
        """Tell in words what the database says, and take back what was not finished."""
        try:
            with _plainly(self._place.url):
                yield
        except GradebookUnavailable:
            self._book.db.rollback()
            raise


@contextmanager
def _plainly(url: str) -> Iterator[None]:
    """Tell in words what the database says, also where nbgrader has wrapped it."""
    with available(url):
        try:
            yield
        except InvalidEntry as error:
            raise (error.__context__ or error) from None


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

    sandbox = Enum(LEVELS, LEVELS[-1], help="Isolation to demand at least.").tag(config=True)
    call_seconds = Float(Limits.call_seconds, help="Seconds for one call of a function.").tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Seconds for one cell.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ARG002 (only its bytes count)
        """Replace the notebook by the graded one."""
        about: Mapping[str, str] = resources["nbgrader"]
        course = Course(Path(self.config.CourseDirectory.root))
        limits = Limits(call_seconds=self.call_seconds, cell_seconds=self.cell_seconds)
        judge, sandbox = _grader(course, about["assignment"], limits, self.sandbox)
        graded = grade(resources.pop("cs231n_submission"), judge, sandbox, about["student"])
        if graded.result.status == "grader_error":
            raise AutograderError("; ".join(graded.result.notes))
        _remove_extras(course.notebook_file("autograded", about["student"], about["assignment"]))
        for note in graded.result.notes:
            self.log.warning("%s: %s", about["student"], note)
        return nbformat.from_dict(graded.notebook), resources


def _remove_extras(notebook: Path) -> None:
    """Remove what nbgrader has copied beside a notebook: no student's page or picture is shown as ours."""
    for path in notebook.parent.glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in (notebook.name, "timestamp.txt"):
            path.unlink()


@cache
def _grader(course: Course, assignment: str, limits: Limits, level: str) -> tuple[Judge, Sandbox]:
    """Return this process's judge and sandbox for an assignment."""
    sandbox = Sandbox(limits, level)
    atexit.register(sandbox.close)
    return Judge(load_assignment(course, assignment), fresh_seed()), sandbox


def _convert(course: Course, assignment: str, preprocessors: list[Any], url: str = "") -> str:
    exporter = NotebookExporter(config=load_config(course))
    exporter.log = logging.getLogger(__name__)
    for preprocessor in preprocessors:
        exporter.register_preprocessor(preprocessor, enabled=True)
    about = {"notebook": assignment, "assignment": assignment, "student": ".", "db_url": url}
    text, _ = exporter.from_filename(str(course.source(assignment)), resources={"nbgrader": about})
    return str(text) if text.endswith("\n") else f"{text}\n"
