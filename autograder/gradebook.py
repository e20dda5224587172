"""nbgrader's gradebook of a course: scores are read and entered as ``nbgrader autograde`` does.

This is done in its tables, without nbgrader, whose import takes longer than grading ten submissions; only
what an assignment consists of is entered by nbgrader itself (`bridge`), once.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from dateutil import parser, tz
from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    TableClause,
    bindparam,
    column,
    create_engine,
    insert,
    inspect,
    select,
    table,
    update,
)

from .course import Assignment
from .database import available, patient, soon_available
from .errors import GradebookError
from .results import SubmissionResult
from .source import TEST_PREFIX


def _table(name: str, *columns: str) -> TableClause:
    return table(name, column("id"), *map(column, columns))


_ASSIGNMENT = _table("assignment", "name")
_NOTEBOOK = _table("notebook", "assignment_id", "name")
_CELL = _table("base_cell", "notebook_id", "name")
_TEST = _table("grade_cells", "max_score")
_SOLUTION = _table("solution_cells")
_STUDENT = _table("student")
_SUBMISSION = table(
    "submitted_assignment",
    *map(column, ("id", "assignment_id", "student_id")),
    column("timestamp", DateTime()),
)
_SUBMITTED = _table("submitted_notebook", "assignment_id", "notebook_id", "flagged")
_GRADE = _table("grade", "notebook_id", "cell_id", "auto_score", "manual_score", "needs_manual_grade")
_COMMENT = _table("comment", "notebook_id", "cell_id")


@dataclass(frozen=True)
class _Sheet:
    """What the gradebook calls an assignment's notebook and its cells: ids; the tests' by name."""

    assignment: str
    notebook: str
    tests: Mapping[str, str]
    points: Mapping[str, float]
    solutions: Sequence[str]


class Gradebook:
    """A gradebook, open for reading and entering scores. Use as a context manager.

    Raises
    ------
    GradebookUnavailable
        From here as from every method, if the database cannot be used now.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._sheets: dict[str, _Sheet] = {}
        with available(url):
            self._engine = create_engine(patient(url))

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def scores(self, assignment: str) -> dict[str, dict[str, float | None]]:
        """Return every student's scores by test cell, as entered; none of a gradebook to come."""
        scores: dict[str, dict[str, float | None]] = {}
        with soon_available(self._url):
            if _is_there(self._engine):
                with self._engine.connect() as db:
                    for student, cell, score in db.execute(_scores_of(assignment)):
                        scores.setdefault(student, {})[cell] = score
        return scores

    def knows(self, assignment: Assignment) -> bool:
        """Tell whether it has the assignment's cells, with their points."""
        with soon_available(self._url):
            if not _is_there(self._engine):
                return False
            with self._engine.connect() as db:
                sheet = _read_sheet(db, assignment.name)
        points = {f"{TEST_PREFIX}{name}": graded.points for name, graded in assignment.exercises.items()}
        return sheet is not None and sheet.points == points

    def record(self, result: SubmissionResult, timestamp: str | None) -> None:
        """Enter one student's scores in one transaction; manual scores and comments of a person stay.

        Raises
        ------
        GradebookError
            If the result is of nobody, or of an assignment that the gradebook does not know.
        """
        if result.student is None or result.assignment is None:
            raise GradebookError("expected a result of a student for an assignment")
        with soon_available(self._url), self._engine.begin() as db:
            sheet = self._sheet(db, result.assignment)
            notebook = _submitted_notebook(db, sheet, result.student, _utc(timestamp))
            scores = {sheet.tests[TEST_PREFIX + e.name]: e.score for e in result.exercises}
            _enter_scores(db, notebook, scores)
            _make_room_for_comments(db, notebook, sheet.solutions)

    def _sheet(self, db: Connection, assignment: str) -> _Sheet:
        if assignment not in self._sheets:
            if (sheet := _read_sheet(db, assignment)) is None:
                raise GradebookError(f"expected a gradebook that knows {assignment}; register it first")
            self._sheets[assignment] = sheet
        return self._sheets[assignment]


def entered_scores(url: str, assignment: str) -> dict[str, dict[str, float | None]]:
    """Return every student's scores by test cell, as the autograder gave them."""
    with closing(Gradebook(url)) as book:
        return book.scores(assignment)


def _scores_of(assignment: str) -> Any:
    return (
        select(_SUBMISSION.c.student_id, _CELL.c.name, _GRADE.c.auto_score)
        .join_from(_ASSIGNMENT, _SUBMISSION, _SUBMISSION.c.assignment_id == _ASSIGNMENT.c.id)
        .join(_SUBMITTED, _SUBMITTED.c.assignment_id == _SUBMISSION.c.id)
        .join(_GRADE, _GRADE.c.notebook_id == _SUBMITTED.c.id)
        .join(_CELL, _CELL.c.id == _GRADE.c.cell_id)
        .where(_ASSIGNMENT.c.name == assignment)
    )


def _read_sheet(db: Connection, name: str) -> _Sheet | None:
    """Read what the gradebook has of an assignment, if it knows it."""
    found = db.execute(
        select(_ASSIGNMENT.c.id, _NOTEBOOK.c.id)
        .join_from(_ASSIGNMENT, _NOTEBOOK, _NOTEBOOK.c.assignment_id == _ASSIGNMENT.c.id)
        .where(_ASSIGNMENT.c.name == name, _NOTEBOOK.c.name == name)
    ).one_or_none()
    if found is None:
        return None
    assignment, notebook = found
    cells = select(_CELL.c.name, _CELL.c.id).where(_CELL.c.notebook_id == notebook)
    tests = db.execute(
        cells.add_columns(_TEST.c.max_score).join_from(_CELL, _TEST, _TEST.c.id == _CELL.c.id)
    ).all()
    solutions = db.execute(cells.join_from(_CELL, _SOLUTION, _SOLUTION.c.id == _CELL.c.id)).all()
    return _Sheet(
        assignment,
        notebook,
        {test: cell for test, cell, _ in tests},
        {test: points for test, _, points in tests},
        [cell for _, cell in solutions],
    )


def _submitted_notebook(db: Connection, sheet: _Sheet, student: str, time: datetime.datetime | None) -> str:
    """Return the id of a student's notebook; make what is missing of student, submission and notebook."""
    if db.scalar(select(_STUDENT.c.id).where(_STUDENT.c.id == student)) is None:
        db.execute(insert(_STUDENT).values(id=student))
    whose = {"assignment_id": sheet.assignment, "student_id": student}
    submission = _id_of(db, _SUBMISSION, whose, {})
    if time:
        db.execute(update(_SUBMISSION).where(_SUBMISSION.c.id == submission).values(timestamp=time))
    which = {"assignment_id": submission, "notebook_id": sheet.notebook}
    return _id_of(db, _SUBMITTED, which, {"flagged": False})


def _id_of(db: Connection, kind: TableClause, values: Mapping[str, str], new: Mapping[str, Any]) -> str:
    """Return the id of the row with these values; make one, with those of ``new`` too, if there is none."""
    found = db.scalar(select(kind.c.id).filter_by(**values))
    if found is None:
        found = uuid4().hex
        db.execute(insert(kind).values(id=found, **values, **new))
    return str(found)


def _enter_scores(db: Connection, notebook: str, scores: Mapping[str, float]) -> None:
    """Enter the scores by cell. A person who has given a score of their own is asked to look again."""
    rows = select(_GRADE.c.cell_id, _GRADE.c.manual_score).where(_GRADE.c.notebook_id == notebook)
    manual = {row.cell_id: row.manual_score for row in db.execute(rows)}
    old = [
        {"cell": cell, "auto_score": score, "needs_manual_grade": manual[cell] is not None}
        for cell, score in scores.items()
        if cell in manual
    ]
    new = [
        {"id": uuid4().hex, "notebook_id": notebook, "cell_id": cell, "auto_score": score}
        for cell, score in scores.items()
        if cell not in manual
    ]
    if old:
        where = (_GRADE.c.notebook_id == notebook, _GRADE.c.cell_id == bindparam("cell"))
        db.execute(
            update(_GRADE).where(*where).values({name: bindparam(name) for name in list(old[0])[1:]}), old
        )
    if new:
        db.execute(insert(_GRADE).values(needs_manual_grade=False), new)


def _make_room_for_comments(db: Connection, notebook: str, cells: Sequence[str]) -> None:
    """Make room for a person's comments on the functions, where there is none yet."""
    known = set(db.scalars(select(_COMMENT.c.cell_id).where(_COMMENT.c.notebook_id == notebook)))
    if absent := [cell for cell in cells if cell not in known]:
        db.execute(
            insert(_COMMENT),
            [{"id": uuid4().hex, "notebook_id": notebook, "cell_id": cell} for cell in absent],
        )


def _utc(text: str | None) -> datetime.datetime | None:
    """Read a timestamp as nbgrader does; what is no time at all must not stop the grading of a class."""
    if not text:
        return None
    *when, zone = text.split(" ")
    try:
        if len(when) == 2:
            time: datetime.datetime = parser.parse(" ".join([*when, "TZ"]), tzinfos={"TZ": _zone(zone)})
        else:
            time = parser.parse(text)
        return (time - (time.utcoffset() or datetime.timedelta())).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> Any:
    try:
        return int(name)
    except ValueError:
        return tz.gettz(name)


def _is_there(engine: Engine) -> bool:
    """Tell whether there is a gradebook; asking SQLite for one that is not would make an empty file."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not Path(file).exists():
        return False
    return inspect(engine).has_table("grade")
