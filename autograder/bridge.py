"""The only module that imports nbgrader: its release steps.

`released_text` and `register` do what ``nbgrader generate_assignment`` does. What nbgrader's own commands
call of ours is `pipeline`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook as NbGradebook
from nbgrader.api import InvalidEntry
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

from .configuration import find_own_scripts, gradebook_place, load_config
from .course import Assignment, Course
from .database import available, patient
from .errors import GradebookError
from .gradebook import Gradebook

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


def released_text(course: Course, assignment: str) -> str:
    """Return the release of an assignment: its notebook without solutions, as nbgrader makes it."""
    return _convert(course, assignment, [*_BEFORE_SAVING, *_AFTER_SAVING])


def register(course: Course, assignment: Assignment) -> None:
    """Enter an assignment's cells and points as ``nbgrader generate_assignment`` does, if they are new.

    Raises
    ------
    GradebookError
        If exercises came or went after submissions were graded: nbgrader cannot hold both.
    GradebookUnavailable
        If the database cannot be used now.
    """
    place = gradebook_place(course)
    with Gradebook(place.url) as ours:
        if ours.knows(assignment):
            return
    find_own_scripts()
    url = patient(place.url)
    with _plainly(place.url), closing(NbGradebook(url, place.course_id)) as book:
        book.update_or_create_assignment(assignment.name)
        try:
            _convert(course, assignment.name, [*_BEFORE_SAVING, SaveCells], url)
        except RuntimeError as error:
            raise GradebookError(
                f"expected the exercises of {assignment.name} that the gradebook has, but {error}; "
                "grade in a new gradebook (set another CourseDirectory.db_url, or move the file away), "
                "or undo the change"
            ) from error


@contextmanager
def _plainly(url: str) -> Iterator[None]:
    """Tell in words what the database says, also where nbgrader has wrapped it."""
    with available(url):
        try:
            yield
        except InvalidEntry as error:
            raise (error.__context__ or error) from None


def _convert(course: Course, assignment: str, preprocessors: list[Any], url: str = "") -> str:
    exporter = NotebookExporter(config=load_config(course))
    exporter.log = logging.getLogger(__name__)
    for preprocessor in preprocessors:
        exporter.register_preprocessor(preprocessor, enabled=True)
    about = {"notebook": assignment, "assignment": assignment, "student": ".", "db_url": url}
    text, _ = exporter.from_filename(str(course.source(assignment)), resources={"nbgrader": about})
    return str(text) if text.endswith("\n") else f"{text}\n"
