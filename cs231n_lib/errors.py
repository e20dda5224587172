"""Every error the library raises on purpose, under one root.

::

    Cs231nError
    ├── DataError        a data set cannot be read, or has less in it than was asked for
    ├── ShapeError       an array has the wrong shape or dtype (also a ValueError)
    ├── ArgumentError    an argument has a value that makes no sense (also a ValueError)
    ├── CheckError       an exercise cannot be checked: unknown name, missing cases
    ├── AnswerNotRight   an answer is wrong, and nbgrader is validating or grading it
    └── TrainingError    training cannot go on: the loss is not finite, a gradient is missing

Messages read "expected ..., got ..., try ...".
"""

from __future__ import annotations

__all__ = [
    "AnswerNotRight",
    "ArgumentError",
    "CheckError",
    "Cs231nError",
    "DataError",
    "ShapeError",
    "TrainingError",
]


class Cs231nError(Exception):
    """Root of the errors that `cs231n_lib` raises on purpose."""


class DataError(Cs231nError):
    """A data set cannot be read, or holds less than was asked for."""


class ShapeError(Cs231nError, ValueError):
    """An array has another shape or dtype than the function needs."""


class ArgumentError(Cs231nError, ValueError):
    """An argument has a value that makes no sense: a negative number of examples, an unknown name."""


class CheckError(Cs231nError):
    """An exercise cannot be checked; says nothing about the student's answer."""


class AnswerNotRight(Cs231nError):
    """An answer is wrong: raised only where nbgrader runs the notebook, which sees it no other way."""


class TrainingError(Cs231nError):
    """Training cannot go on; the message says at which step and what to try."""
