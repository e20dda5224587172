"""What the gradebook says, read without nbgrader, whose import takes more than a second.

A run that has nothing to grade looks here whether it has anything to enter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from .errors import KEPT, GradebookUnavailable

PATIENCE = 30  # seconds that another program may keep the gradebook locked
_SCORES = text(
    """
    SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score
    FROM assignment
    JOIN submitted_assignment ON submitted_assignment.assignment_id = assignment.id
    JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN grade ON grade.notebook_id = submitted_notebook.id
    JOIN base_cell ON base_cell.id = grade.cell_id
    WHERE assignment.name = :name
    ORDER BY submitted_assignment.student_id
    """
)


def entered_scores(url: str, assignment: str) -> Iterator[tuple[str, dict[str, float | None]]]:
    """Yield every student's scores by test cell, as the autograder gave them; none of a gradebook to come.

    Raises
    ------
    GradebookUnavailable
        If the gradebook cannot be read.
    """
    with available(url):
        engine = create_engine(patient(url))
        try:
            if _is_there(engine):
                with engine.connect() as connection:
                    rows = connection.execute(_SCORES, {"name": assignment})
                    for student, cells in groupby(rows, key=lambda row: str(row[0])):
                        yield student, {cell: score for _, cell, score in cells}
        finally:
            engine.dispose()


@contextmanager
def available(url: str) -> Iterator[None]:
    """Tell in words why the gradebook cannot be opened, read or written.

    Raises
    ------
    GradebookUnavailable
        For whatever the database says.
    """
    where = make_url(url).render_as_string(hide_password=True)
    try:
        yield
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise GradebookUnavailable(
            f"expected a driver for the gradebook {where}, but {error}; "
            "try: pip install 'cs231n-kit[postgresql]'"
        ) from error
    except DBAPIError as error:
        raise GradebookUnavailable(f"{_complaint(where, str(error.orig))}; {KEPT}") from error


def patient(url: str) -> str:
    """Return the URL with the time to wait while another program writes; a server waits by itself."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        made = made.update_query_dict({"timeout": str(PATIENCE)})
    return made.render_as_string(hide_password=False)


def _complaint(where: str, said: str) -> str:
    if "locked" in said:
        return (
            f"expected to use the gradebook {where}, but it was kept locked for {PATIENCE} s; end the other "
            "program that uses it (a formgrader, another grader, a database browser)"
        )
    if "full" in said or "I/O error" in said:
        return f"expected to write the gradebook {where}, but {said}; free some room on its disk"
    if "readonly" in said or "unable to open" in said:
        return f"expected to write the gradebook {where}, but {said}; let your user write it and its folder"
    return f"expected to use the gradebook {where}, but {said.strip()}"


def _is_there(engine: Engine) -> bool:
    """Tell whether there is a gradebook; asking SQLite for one that is not would make an empty file."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not Path(file).exists():
        return False
    return inspect(engine).has_table("grade")
