"""Grade a class: read what was handed in, grade what has no result yet, write results and gradebook.

The only place that writes while grading, one submission at a time, so a run that is stopped loses
nothing that it finished.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .course import Assignment, Course, load_assignment
from .engine import Engine, grade_all
from .errors import UnreadableNotebook
from .gradebook import Gradebook
from .grading import Graded
from .notebook import read_submission
from .results import SubmissionResult
from .store import Handed, read_handed, stored_result, write_graded, write_result


@dataclass(frozen=True)
class Work:
    """What a run has to do: the results that still hold, and the students left to grade."""

    assignment: Assignment
    current: tuple[SubmissionResult, ...]
    students: tuple[str, ...]


def plan_work(course: Course, name: str, students: Sequence[str], *, force: bool) -> Work:
    """Decide by content what to grade: a changed submission or assignment, or after a grader's fault."""
    assignment = load_assignment(course, name)
    current: list[SubmissionResult] = []
    left: list[str] = []
    for student in students:
        result = stored_result(course, name, student)
        if result is None or force or not _holds(result, read_handed(course, name, student), assignment):
            left.append(student)
        else:
            current.append(result)
    return Work(assignment, tuple(current), tuple(left))


def grade_class(course: Course, work: Work, engine: Engine) -> Iterator[SubmissionResult]:
    """Grade the students of ``work``; yield each result after it has been written."""
    handed = (read_handed(course, work.assignment.name, student) for student in work.students)
    with Gradebook(course) as book:
        book.register(work.assignment)
        for submission, graded in grade_all(engine, handed):
            yield _write(course, book, submission, graded)


def student_sources(course: Course, name: str, student: str) -> dict[str, str]:
    """Return the sources of a submission's named cells; none where it is no notebook."""
    try:
        cells = read_submission(read_handed(course, name, student).data).cells
    except UnreadableNotebook:
        return {}
    return {cell.name: cell.source for cell in cells if cell.name is not None}


def _holds(result: SubmissionResult, handed: Handed, assignment: Assignment) -> bool:
    return (
        result.status != "grader_error"
        and result.submission_digest == handed.digest
        and result.assignment_version == assignment.version
    )


def _write(course: Course, book: Gradebook, handed: Handed, graded: Graded) -> SubmissionResult:
    """Write one result; a grader's fault never reaches the gradebook."""
    result = replace(graded.result, notes=(*handed.notes, *graded.result.notes))
    if result.status != "grader_error":
        write_graded(course, result, graded.notebook, handed.timestamp)
        book.record(result, handed.timestamp)
    write_result(course, result)
    return result
