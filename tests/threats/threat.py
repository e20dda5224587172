"""What a threat is: a submission named by its fault, the score it must get, and what a person must read.

All are submissions of the toy course: four functions, ten points. Unless it says otherwise a threat answers
``toy_double`` (1 point) wrongly and everything else rightly, so that 9 points are right and 10 are a theft.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.autograder.toy_course import MAX_SCORE, Change, cell_of, insert, submission

SECONDS = 2  # what a cell or a call may take
WRONG = "    return x"
WITHOUT_DOUBLE = MAX_SCORE - 1
WRONG_VALUES = "doubled[0, 0]: expected"

Place = Callable[[Path], None]


@dataclass(frozen=True)
class Threat:
    """One hostile, careless or unlucky submission.

    Parameters
    ----------
    name
        The fault, which is also the student's name.
    data
        The bytes of the notebook handed in.
    score
        The exact score that it must get, of 10.
    says
        Part of a note or of a message that a person reads; empty where nothing is to be said.
    status
        The submission's status.
    beside
        Other files handed in, by their names.
    place
        Puts something else than a regular file where the notebook should be.
    """

    name: str
    data: bytes = b""
    score: float = WITHOUT_DOUBLE
    says: str = ""
    status: str = "graded"
    beside: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None

    def hand_in(self, path: Path) -> None:
        """Lay the submission down where its notebook belongs."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.place is not None:
            self.place(path)
        else:
            path.write_bytes(self.data)
        for name, text in self.beside.items():
            file = path.parent / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


def patching(name: str, source: str, score: float = WITHOUT_DOUBLE, says: str = WRONG_VALUES) -> Threat:
    """Return a submission that runs a cell to make its wrong ``toy_double`` look right."""
    return Threat(name, submission(insert(source, before="toy_double"), toy_double=WRONG), score, says)


def answering(
    name: str, body: str, says: str, score: float = WITHOUT_DOUBLE, *, setup: str | None = None
) -> Threat:
    """Return a submission whose ``toy_double`` has this body, and a cell before it."""
    change = insert(setup, before="toy_double") if setup else None
    return Threat(name, submission(change, toy_double=f"    {body}"), score, says)


def editing(
    name: str, change: Change, score: float = WITHOUT_DOUBLE, says: str = WRONG_VALUES, *, body: str = WRONG
) -> Threat:
    """Return a submission whose notebook was changed, with this ``toy_double``."""
    return Threat(name, submission(change, toy_double=body), score, says)


def fields(cell: str, **values: object) -> Change:
    """Return a change of a cell's fields."""
    return lambda made: cell_of(made, cell).update(values)


def nbgrader_says(cell: str, **values: object) -> Change:
    """Return a change of what a cell says to nbgrader."""
    return lambda made: cell_of(made, cell)["metadata"]["nbgrader"].update(values)


def fifo(path: Path) -> None:
    """Put a pipe there, on which an open would wait for ever."""
    os.mkfifo(path)
