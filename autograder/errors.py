"""Every error that the autograder raises on purpose, under one root.

AutograderError
├── CourseError             the instructor's side is wrong: a folder, a notebook, an exercises.py
├── SubmissionError         the student's file cannot be graded as a notebook
│   ├── UnreadableNotebook
│   └── UnknownAssignment
├── StorageError            a file or the gradebook cannot be read or written: try again, nothing is lost
│   ├── GradebookUnavailable
│   └── RunInProgress       another run is grading the same assignment
├── ClusterError            the cluster cannot grade: no scheduler there, or no worker fit for it
├── ClusterLost             the cluster was lost in the middle: what was finished is kept
└── SandboxError            the grader's own machinery failed: never a zero for a student
    ├── LevelUnavailable    the machine cannot shut submissions in as well as was asked for
    └── StudentProcessGone  the student's process ended or ran out of time
"""

from __future__ import annotations


class AutograderError(Exception):
    """Root of the package's errors; its text is meant for a person."""


class CourseError(AutograderError):
    """The course folder, an instructor's notebook or its exercises are not as they must be."""


class SubmissionError(AutograderError):
    """The submitted file cannot be graded."""


class UnreadableNotebook(SubmissionError):
    """The submitted bytes are not a notebook."""


class UnknownAssignment(SubmissionError):
    """The notebook does not say which assignment it is, or names one that the course lacks."""


KEPT = "then run the same command again (without --force): what is graded is kept"


class StorageError(AutograderError):
    """Results cannot be kept; those that were kept before are safe."""


class GradebookError(AutograderError):
    """The gradebook cannot take what was to be entered."""


class GradebookUnavailable(StorageError):
    """The database does not do what is asked of it now; it may later."""


class RunInProgress(StorageError):
    """Another run holds the lock of the assignment."""


class ClusterError(AutograderError):
    """The cluster cannot be used as it is."""


class ClusterLost(AutograderError):
    """The scheduler, or every worker, went away while a class was being graded."""


class SandboxError(AutograderError):
    """The sandbox itself failed."""


class LevelUnavailable(SandboxError):
    """The machine cannot do the level of isolation that was demanded, nor a better one."""


class StudentProcessGone(SandboxError):
    """The process that runs the student's code has ended; ``timed_out`` says whether we ended it."""

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out
