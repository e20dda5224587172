"""Grade one notebook on the spot, with no gradebook: for students and self-learners."""

from __future__ import annotations

from pathlib import Path

from .course import Course, load_assignment
from .errors import AutograderError, UnknownAssignment, UnreadableNotebook
from .grading import grade
from .judge import Judge
from .notebook import Submission, read_submission
from .options import Options
from .results import SubmissionResult, SubmissionStatus
from .sandbox.limits import LEVELS
from .sandbox.process import Sandbox


class NoSuchNotebook(AutograderError):
    """The path given to check cannot be read."""


def check_notebook(path: Path, course: Course, options: Options) -> SubmissionResult:
    """Grade the notebook at ``path`` as it would be graded in a class.

    Raises
    ------
    NoSuchNotebook
        If there is no such file, or it may not be read.
    LevelUnavailable
        If the machine cannot do the sandbox that is demanded.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoSuchNotebook(
            f"expected a notebook at {path}, but {error.strerror}; give the path of an .ipynb"
        ) from error
    try:
        name = recognise_assignment(read_submission(data), course)
    except UnreadableNotebook as error:
        return _ungraded("unreadable", f"not readable as a notebook: {error}", options.seed)
    except UnknownAssignment as error:
        return _ungraded("unknown_assignment", str(error), options.seed)
    with Sandbox(options.limits, options.sandbox) as sandbox:
        sandbox.launch()
        judge = Judge(load_assignment(course, name), options.seed)
        if options.sandbox != LEVELS[-1]:
            sandbox.start()  # a demand that cannot be met is raised: it is no fault of the grader
        return grade(data, judge, sandbox, run_all=options.run_all).result


def recognise_assignment(submission: Submission, course: Course) -> str:
    """Return the assignment that a notebook says it is, or else the one whose cells it has.

    Raises
    ------
    UnknownAssignment
        If it is none of the course's.
    """
    known = course.assignment_names()
    if submission.assignment in known:
        return str(submission.assignment)
    if submission.assignment is None:
        names = {cell.name for cell in submission.cells}
        shared = {name: len(names & course.graded_cells(name)) for name in known}
        if (best := max(shared, key=lambda name: shared[name], default=None)) and shared[best]:
            return best
    got = repr(submission.assignment[:60]) if submission.assignment else "one that names none"
    raise UnknownAssignment(
        f"expected a notebook of one of the assignments {', '.join(known)}, got {got}; "
        "start from a released notebook"
    )


def _ungraded(status: SubmissionStatus, note: str, seed: int) -> SubmissionResult:
    return SubmissionResult(None, 0.0, 0.0, status, "none", 0.0, (), (note,), seed)
