"""The only module that imports nbgrader: its release steps and its gradebook.

`released_text` does what ``nbgrader generate_assignment`` does, and `Gradebook` writes what
``nbgrader autograde`` writes. What nbgrader's own commands call of ours is `autograder.pipeline`.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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
    SaveCells,
)
from nbgrader.utils import parse_utc
from sqlalchemy import select, update

from .configuration import find_own_scripts, gradebook_place, load_config
from .course import Assignment, Course
from .entries import available, patient
from .errors import AutograderError, GradebookUnavailable
from .results import SubmissionResult
from .source import TEST_PREFIX

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


def _convert(course: Course, assignment: str, preprocessors: list[Any], url: str = "") -> str:
    exporter = NotebookExporter(config=load_config(course))
    exporter.log = logging.getLogger(__name__)
    for preprocessor in preprocessors:
        exporter.register_preprocessor(preprocessor, enabled=True)
    about = {"notebook": assignment, "assignment": assignment, "student": ".", "db_url": url}
    text, _ = exporter.from_filename(str(course.source(assignment)), resources={"nbgrader": about})
    return str(text) if text.endswith("\n") else f"{text}\n"
