"""Grade a class: read what was handed in, grade what has no result yet, write results and gradebook.

The only place that writes while grading, one submission at a time: the graded notebook, then the result
file, then the gradebook. A verdict stands once its result file is there, so that a run may be stopped at any
moment: the next one grades what has no result, and enters what the gradebook lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .configuration import gradebook_place
from .course import Assignment, Course, load_assignment
from .engine import Engine, grade_all
from .errors import UnreadableNotebook
from .grading import Graded
from .judge import Judge
from .notebook import read_submission
from .options import Options
from .results import SubmissionResult
from .source import TEST_PREFIX
from .store import Earlier, Handed, read_handed, stored_result, write_graded, write_result
from .versions import changed_exercises, exercise_versions

if TYPE_CHECKING:
    from .gradebook import Gradebook


@dataclass(frozen=True)
class Work:
    """What a run has to do, by student: the results themselves stay on the disk, for there may be thousands.

    Parameters
    ----------
    assignment
        What is graded.
    current
        Those whose results still hold.
    unwritten
        Those of them whom the gradebook lacks (a run was stopped, or the gradebook is another one) or whose
        results are of a version of the assignment that differs in nothing that counts.
    students
        Who is left to grade, each with what an earlier verdict leaves to be kept.
    """

    assignment: Assignment
    current: tuple[str, ...]
    unwritten: tuple[str, ...]
    students: dict[str, Earlier | None]


def disown(course: Course, name: str, students: Sequence[str]) -> None:
    """Let these students' verdicts hold no longer, though they can be read until there are new ones.

    What is disowned counts as not graded: for this run, and for those that go on where it is stopped.
    """
    for student in students:
        result = stored_result(course, name, student)
        if result is not None and result.submission_digest:
            write_result(course, replace(result, submission_digest=""))


def plan_work(course: Course, name: str, students: Sequence[str], options: Options) -> Work:
    """Decide by content what to grade: submission, exercise and, if one was asked for, seed."""
    assignment = load_assignment(course, name)
    terms = _Terms(assignment)
    entered = _Entered(course, assignment)
    current: list[str] = []
    unwritten: list[str] = []
    left: dict[str, Earlier | None] = {}
    for student in students:
        result = stored_result(course, name, student)
        if result is None or not _is_of(result, course, options):
            left[student] = None
        elif changed := terms.changed(result):
            held = tuple(verdict for verdict in result.exercises if verdict.name not in changed)
            left[student] = Earlier(result.seed, held)
        else:
            current.append(student)
            unwritten += [] if entered.agrees(result) else [student]
    return Work(assignment, tuple(current), tuple(unwritten), left)


def still_graded(course: Course, work: Work) -> Iterator[SubmissionResult]:
    """Yield the results that still hold."""
    for student in work.current:
        if (result := stored_result(course, work.assignment.name, student)) is not None:
            yield result


def grade_class(course: Course, work: Work, engine: Engine) -> Iterator[SubmissionResult]:
    """Write what is missing and grade the students of ``work``; yield each new result once it is written."""
    book = _LazyBook(course, work.assignment)
    terms = _Terms(work.assignment)
    running = grade_all(engine, _handed(course, work))
    with book, closing(running):
        for student in work.unwritten:
            result = stored_result(course, work.assignment.name, student)
            if result is None:  # removed since it was looked at
                continue
            if (sealed := terms.sealed(result)) != result:
                write_result(course, sealed)
            book.record(result, read_handed(course, work.assignment.name, student).timestamp)
        for handed, graded in running:
            yield _write(course, book, terms, handed, graded)


def student_sources(course: Course, name: str, student: str) -> dict[str, str]:
    """Return the sources of a submission's named cells; none where it is no notebook."""
    try:
        cells = read_submission(read_handed(course, name, student).data).cells
    except UnreadableNotebook:
        return {}
    return {cell.name: cell.source for cell in cells if cell.name is not None}


def _handed(course: Course, work: Work) -> Iterator[Handed]:
    for student, earlier in work.students.items():
        yield replace(read_handed(course, work.assignment.name, student), earlier=earlier)


def _is_of(result: SubmissionResult, course: Course, options: Options) -> bool:
    """Tell whether a result is of what lies there now, with the seed that was asked for."""
    student, assignment = str(result.student), str(result.assignment)
    return (
        result.status != "grader_error"
        and not (options.seed_asked and result.seed != options.seed)
        and result.submission_digest == read_handed(course, assignment, student).digest
        and course.notebook_file("autograded", student, assignment).is_file()
    )


class _Entered:
    """What the gradebook says, asked once if at all."""

    def __init__(self, course: Course, assignment: Assignment) -> None:
        self._course = course
        self._assignment = assignment

    def agrees(self, result: SubmissionResult) -> bool:
        """Whether a result is there as it should be, and of the present version."""
        scores = {TEST_PREFIX + verdict.name: verdict.score for verdict in result.exercises}
        present = result.assignment_version == self._assignment.version
        return present and self._scores.get(str(result.student)) == scores

    @cached_property
    def _scores(self) -> dict[str, dict[str, float | None]]:
        from .gradebook import entered_scores  # SQLAlchemy, too, takes its time

        return entered_scores(gradebook_place(self._course).url, self._assignment.name)


def _write(
    course: Course, book: _LazyBook, terms: _Terms, handed: Handed, graded: Graded
) -> SubmissionResult:
    """Write one result; a grader's fault never reaches the gradebook.

    An older result goes first, so that it never stands beside a notebook that is not its own.
    """
    result = replace(graded.result, notes=(*handed.notes, *graded.result.notes))
    if result.status == "grader_error":
        write_result(course, result)
    else:
        result = terms.sealed(result)
        course.result_file(str(result.assignment), str(result.student)).unlink(missing_ok=True)
        write_graded(course, result, graded.notebook, handed.timestamp)
        write_result(course, result)
        book.record(result, handed.timestamp)
    return result


class _Terms:
    """What the judge holds against submissions, by seed; drawn where it is needed, which is seldom."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._versions: dict[int, dict[str, str]] = {}

    def changed(self, result: SubmissionResult) -> set[str]:
        """Return the exercises whose verdicts do not hold since the assignment was edited."""
        if result.assignment_version == self._assignment.version:
            return set()
        return changed_exercises(result.exercise_versions, self._of(result.seed))

    def sealed(self, result: SubmissionResult) -> SubmissionResult:
        """Return a result with what it was graded against."""
        version, versions = self._assignment.version, self._of(result.seed)
        return replace(result, assignment_version=version, exercise_versions=versions)

    def _of(self, seed: int) -> dict[str, str]:
        if seed not in self._versions:
            self._versions[seed] = exercise_versions(Judge(self._assignment, seed))
        return self._versions[seed]


class _LazyBook:
    """The gradebook, opened when the first result is there: the workers are busy meanwhile."""

    def __init__(self, course: Course, assignment: Assignment) -> None:
        self._course = course
        self._assignment = assignment
        self._book: Gradebook | None = None

    def __enter__(self) -> _LazyBook:
        return self

    def __exit__(self, *_: object) -> None:
        if self._book is not None:
            self._book.close()

    def record(self, result: SubmissionResult, timestamp: str | None) -> None:
        """Enter a result."""
        if self._book is None:
            self._book = _open_book(self._course, self._assignment)
        self._book.record(result, timestamp)


def _open_book(course: Course, assignment: Assignment) -> Gradebook:
    """Open the gradebook; where it does not know the assignment as it is now, nbgrader enters that first."""
    from .gradebook import Gradebook

    book = Gradebook(gradebook_place(course).url)
    if not book.knows(assignment):
        from .bridge import register  # nbgrader takes seconds to import

        register(course, assignment)
    return book
