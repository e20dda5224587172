"""Scores as tables for other programs. Text from submissions can never become a formula there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from . import summary, text
from .results import SubmissionResult

_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")  # also as full-width forms, which Excel accepts
_HEAD = ("student", "score", "max_score", "status", "needs_a_person")


def to_csv(results: Sequence[SubmissionResult]) -> str:
    r"""Return one row per student: scores, one column per exercise in the notebook's order, and notes.

    Parameters
    ----------
    results : sequence of SubmissionResult
        In any order; rows are sorted by student.

    Returns
    -------
    str
        RFC 4180: comma-separated, CRLF line ends, quoted where needed. Scores are plain numbers, and
        empty where there is none: no verdict, or a fault of the grader, which is not a zero. A text cell
        that a spreadsheet would read as a formula starts with an apostrophe; semicolons in text become
        commas, so that none becomes a cell of its own where lists are separated by semicolons.

    Examples
    --------
    >>> to_csv([SubmissionResult("svm", 17.0, 20.0, "graded", "process", 0.4, (), (), 1, "=1+1")])
    "student,score,max_score,status,needs_a_person,notes\r\n'=1+1,17,20,graded,no,\r\n"
    """
    names = summary.exercise_names(results)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow([safe_cell(name) for name in (*_HEAD, *names, "notes")])
    writer.writerows(_row(result, names) for result in summary.by_name(results))
    return lines.getvalue()


def safe_cell(value: str) -> str:
    r"""Return ``value`` as one line that no spreadsheet takes for a formula.

    >>> safe_cell("=HYPERLINK(1;2)"), safe_cell("-5"), safe_cell("a-5"), safe_cell("\t@x")
    ("'=HYPERLINK(1,2)", "'-5", 'a-5', "'@x")
    """
    line = text.plain(value, limit=1_000).replace(";", ",")
    return f"'{line}" if _FORMULA.match(line) else line


def _row(result: SubmissionResult, names: Iterable[str]) -> list[str]:
    points = {e.name: None if e.status == "grader_error" else e.score for e in result.exercises}
    return [
        safe_cell(result.student or ""),
        _number(None if result.status == "grader_error" else result.score),
        _number(result.max_score),
        safe_cell(result.status),
        "yes" if result.needs_a_person else "no",
        *(_number(points.get(name)) for name in names),
        safe_cell(" | ".join(result.notes)),
    ]


def _number(value: float | None) -> str:
    """Return a decimal number without an exponent, in as few digits as it takes."""
    return "" if value is None else f"{value + 0.0:.6f}".rstrip("0").rstrip(".")
