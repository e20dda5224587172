"""What ``nbgrader_config.py`` says, and what it hands to nbgrader so that both grade alike.

nbgrader itself is named here and not imported: that takes more than a second.
"""

from __future__ import annotations

import os
import sysconfig
from dataclasses import dataclass

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .course import Course
from .errors import CourseError


@dataclass(frozen=True)
class GradebookPlace:
    """Where a course keeps its grades, and what nbgrader calls the course."""

    url: str
    course_id: str


def load_config(course: Course) -> Config:
    """Run a course's ``nbgrader_config.py``, as nbgrader does.

    Raises
    ------
    CourseError
        If it does not run.
    """
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    except Exception as error:  # whatever an instructor's file raises must name the file
        raise CourseError(
            f"expected {course.root / 'nbgrader_config.py'} to run, but {type(error).__name__}: {error}"
        ) from error


def gradebook_place(course: Course) -> GradebookPlace:
    """Return the gradebook that a course is configured for; nbgrader's own defaults where it says nothing."""
    directory = load_config(course).CourseDirectory
    url = str(directory.get("db_url") or f"sqlite:///{course.root / 'gradebook.db'}")
    return GradebookPlace(url, str(directory.get("course_id") or ""))


def autograde_config(config: Config) -> None:
    """Make ``nbgrader autograde`` grade with the kit: called by ``nbgrader_config.py``."""
    find_own_scripts()
    ours, theirs = "autograder.pipeline", "nbgrader.preprocessors"
    config.Autograde.exporter_class = f"{ours}.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = [f"{ours}.GradeSubmission"]
    config.Autograde.autograde_preprocessors = [
        f"{theirs}.SaveAutoGrades",
        f"{theirs}.AssignLatePenalties",
        f"{theirs}.CheckCellMetadata",
    ]


def find_own_scripts() -> None:
    """Let nbgrader find ``alembic``, which it looks for on PATH, also where no environment is activated."""
    scripts = sysconfig.get_path("scripts")
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if scripts not in paths:
        os.environ["PATH"] = os.pathsep.join([scripts, *paths])
