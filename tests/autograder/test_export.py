"""The table of marks: readable by csv, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.export import safe_cell, to_csv
from autograder.results import SubmissionResult

from .classroom import EXERCISES, HOSTILE, MAX_SCORE, a_class, hostile_class, result, verdict

FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    """Return the cells of a table."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=delimiter == ","))


def is_number(cell: str) -> bool:
    """Return whether a spreadsheet takes a cell for a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_one_row_per_student_one_column_per_exercise() -> None:
    """Does the table hold what the results say, in the notebook's order, sorted by student?"""
    full = result("bob", *map(verdict, EXERCISES))
    some = result("Ada", verdict("svm_scores"), verdict("svm_dW", "partial", 0.5), notes=("a", "b, c"))
    head, *rows = read(to_csv([full, some]))
    assert head == ["student", "score", "max_score", "status", "needs_a_person", *EXERCISES, "notes"]
    points = {"svm_scores": "1", "svm_dW": "0.5"}
    assert rows[0] == [
        "Ada",
        "1.5",
        "15",
        "graded",
        "yes",
        *(points.get(n, "") for n in EXERCISES),
        "a | b, c",
    ]
    assert rows[1] == ["bob", "15", "15", "graded", "no", *(f"{p:g}" for p in EXERCISES.values()), ""]


def test_fault_of_the_grader_is_no_zero() -> None:
    """Is what could not be graded left empty instead of 0?"""
    ours = replace(result("a", verdict("svm_dW", "grader_error")), status="grader_error")
    _, row = read(to_csv([ours]))
    assert row[1] == ""
    assert row[5] == ""


def test_unreadable_submission_scores_zero() -> None:
    """Has a file that is no notebook a row with its zero and the reason?"""
    broken = replace(result("a", notes=("not JSON",)), status="unreadable", score=0.0, exercises=())
    _, row = read(to_csv([broken]))
    assert row == ["a", "0", "15", "unreadable", "yes", "not JSON"]


def test_lines_end_as_the_standard_says() -> None:
    """Does every line end with CR LF, the last one too, and hold as many cells as the first?"""
    text = to_csv(a_class(30))
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert "\n" not in text.replace("\r\n", "")
    assert {len(row) for row in read(text)} == {6 + len(EXERCISES)}


def test_nobody_gives_a_head_alone() -> None:
    """Is the table of an empty class a table?"""
    assert read(to_csv([])) == [["student", "score", "max_score", "status", "needs_a_person", "notes"]]


@given(st.text(st.characters(), max_size=100))
def test_no_text_becomes_a_formula(text: str) -> None:
    """Does any text, in any cell, read with any usual separator, start a formula or a new row?"""
    wrong = replace(verdict("svm_dW"), name=text)
    table = to_csv([replace(result(text, wrong, notes=(text,)), status=text)])  # type: ignore[arg-type]
    assert len(read(table)) == 2
    for delimiter in ",;\t":
        cells = [cell for row in read(table, delimiter) for cell in row]
        assert not [cell for cell in cells if cell.startswith(FORMULA)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_one_harmless_cell(text: str) -> None:
    """Is each of the known tricks text in one cell?"""
    _, row = read(to_csv([result(text)]))
    assert len(row) == 6
    assert not row[0].startswith(FORMULA)
    assert row[1:5] == ["0", "15", "graded", "no"]


def test_hostile_class_keeps_its_shape() -> None:
    """Are rows and columns those of the results, whatever these contain?"""
    table = read(to_csv(hostile_class()))
    assert len(table) == 1 + len(HOSTILE)
    assert {len(row) for row in table} == {6 + len(EXERCISES)}


@given(st.floats(-1e6, 1e6))
def test_numbers_stay_numbers(value: float) -> None:
    """Is a score never quoted away, negative ones included?"""
    _, row = read(to_csv([result("a", verdict("svm_dW", "partial", value))]))
    assert is_number(row[1])
    assert float(row[1]) == pytest.approx(value, abs=1e-6)
    assert "e" not in row[1]


@given(st.from_regex(r"[A-Za-z0-9_.]{1,40}", fullmatch=True))
def test_ordinary_ids_stay_as_they_are(student: str) -> None:
    """Can the table be joined with another one by student?"""
    assert safe_cell(student) == student


def test_max_score_is_the_assignments() -> None:
    """Is the highest score in the row also when nothing was graded?"""
    none = SubmissionResult(None, 0.0, MAX_SCORE, "unknown_assignment", "process", 0.0, (), (), 1, "a")
    assert read(to_csv([none]))[1][1:4] == ["0", "15", "unknown_assignment"]
