"""Decide what is run, in which order: the submission's cells, and where each exercise is judged.

Cells are run in the submission's order. Where the submission has the instructor's test cell, its
text is ignored and the exercise is judged; an exercise whose test cell is gone is judged at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from cs231n_lib.words import shortened

from .course import Assignment
from .notebook import Cell, Submission
from .source import TEST_PREFIX

_CHECK_CALL = re.compile(r"""^\s*check\(\s*["'](\w+)["']\s*,""")


@dataclass(frozen=True)
class Step:
    """One cell: to be run or only shown, or, with ``exercise``, the place to judge it.

    ``number`` says which of the notebook's code cells it is, from 1 on; 0 where it is none.
    """

    cell: Cell
    exercise: str | None = None
    runs: bool = False
    number: int = 0

    def __str__(self) -> str:
        """Return what a person finds the cell by: Jupyter's own numbers are gone with the next run."""
        return f"code cell {self.number} (`{first_line(self.cell.source)}`)"


def first_line(source: str) -> str:
    """Return how a cell begins."""
    return shortened(source.strip().partition("\n")[0], 60)


@dataclass(frozen=True)
class Plan:
    """Steps in order, and what a person should know about the submission's structure."""

    steps: tuple[Step, ...]
    notes: tuple[str, ...]


def make_plan(submission: Submission, assignment: Assignment, *, run_all: bool = False) -> Plan:
    """Match a submission's cells with the assignment's exercises.

    Cells that only explore (by the author's word, unchanged by the student) are left out unless ``run_all``.
    """
    left_out = frozenset() if run_all else assignment.explorations
    places = _places(submission, assignment)
    last = {exercise: index for index, exercise in places.items()}  # of duplicates the last one counts
    numbers = list(accumulate(int(cell.kind == "code") for cell in submission.cells))
    steps = [
        Step(
            cell,
            places.get(index),
            cell.kind == "code" and cell.source.strip() not in {"", *left_out},
            numbers[index] if cell.kind == "code" else 0,
        )
        for index, cell in enumerate(submission.cells)
        if index not in places or last[places[index]] == index
    ]
    absent = [name for name in assignment.exercises if name not in last]
    steps += [Step(Cell("code", "", TEST_PREFIX + name), name) for name in absent]
    notes = [f"the test cell of {name} was missing; it was graded all the same" for name in absent]
    twice = Counter(places.values())
    notes += [f"the test cell of {name} is there {twice[name]} times" for name in last if twice[name] > 1]
    return Plan(tuple(steps), tuple(notes + _duplicate_notes(submission, assignment)))


def _places(submission: Submission, assignment: Assignment) -> dict[int, str]:
    """Return the exercise tested by each cell: by the cell's name, else by its ``check(...)`` call."""
    places = {
        index: exercise
        for index, cell in enumerate(submission.cells)
        if (exercise := assignment.exercise_of_test(cell.name)) is not None
    }
    found = set(places.values())
    for index, cell in enumerate(submission.cells):
        match = _CHECK_CALL.match(cell.source) if cell.kind == "code" and index not in places else None
        if match and match[1] in assignment.exercises and match[1] not in found:
            places[index] = match[1]
    return dict(sorted(places.items()))


def _duplicate_notes(submission: Submission, assignment: Assignment) -> list[str]:
    names = Counter(cell.name for cell in submission.cells if cell.name in assignment.exercises)
    return [
        f"the cell of {name} is there {n} times; the last definition before its test counts"
        for name, n in names.items()
        if n > 1
    ]
