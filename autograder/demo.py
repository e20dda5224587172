"""The sample course of ``autograder demo``: a copy of this course's solutions, and a class that hands in."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from .course import Course, load_assignment
from .errors import CourseError
from .samples import sample_class


def make_course(source: Course, folder: Path) -> Course:
    """Copy what makes a course into ``folder``, which must be new or a demo made before.

    Raises
    ------
    CourseError
        If the folder holds something else: nothing of the user's is overwritten.
    """
    marker = folder / ".autograder-demo"
    if folder.exists():
        if not folder.is_dir() or (any(folder.iterdir()) and not marker.exists()):
            raise CourseError(
                f"expected {folder} to be empty or an earlier demo, found other files; give another --into"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    marker.touch()
    shutil.copy(source.root / "nbgrader_config.py", folder)
    shutil.copytree(
        source.root / "solutions", folder / "solutions", ignore=shutil.ignore_patterns("__pycache__", ".*")
    )
    return Course(folder.resolve())


def hand_in(course: Course, assignment: str) -> Path:
    """Make the class and pack its submissions as an LMS would: one folder per student in a ZIP."""
    path = course.root / "downloads" / f"{assignment}.zip"
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in sample_class(load_assignment(course, assignment)):
            archive.writestr(f"{sample.student}/{assignment}.ipynb", sample.data)
    return path
