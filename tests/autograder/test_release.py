"""A release is compared with what is there: to the byte in notebooks, to the ninth digit in cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.release import build, keep_work, out_of_date, write

from .toy_course import notebook

CASES = '{"label": "few", "data": [1.0, -2.5, NaN, 0.0], "n": 3}\n'
SINGLE = '{"b1": {"dtype": "float32", "shape": [1], "data": [0.25]}}'


@pytest.mark.parametrize(
    "present",
    [CASES, CASES.replace("-2.5", "-2.5000000000000004"), CASES.replace("0.0]", "1e-17]")],
    ids=["same", "last_digit", "next_to_zero"],
)
def test_another_processor_makes_no_case_stale(tmp_path: Path, present: str) -> None:
    """Is a release up to date on a machine that rounds otherwise, and left alone there?"""
    path = tmp_path / "svm_dW.json"
    path.write_text(present, "utf-8")
    assert out_of_date({path: CASES}) == []
    assert write({path: CASES}) == []
    assert path.read_text("utf-8") == present


@pytest.mark.parametrize(
    "present",
    [
        CASES.replace("-2.5", "-2.50001"),
        CASES.replace("few", "many"),
        CASES.replace('"n": 3', '"n": 4'),
        CASES.replace("1.0, ", ""),
        CASES.replace("NaN", "0.0"),
        CASES.replace('"n"', '"m"'),
        "not JSON",
    ],
    ids=["value", "label", "integer", "length", "nan", "key", "not_json"],
)
def test_a_change_makes_a_case_stale(tmp_path: Path, present: str) -> None:
    """Is everything else that changed noticed, and written?"""
    path = tmp_path / "svm_dW.json"
    path.write_text(present, "utf-8")
    assert write({path: CASES}) == [path]
    assert path.read_text("utf-8") == CASES


def test_a_mistake_in_single_precision_is_compared_in_single_precision(tmp_path: Path) -> None:
    """Is what float32 leaves open left open, and no more?"""
    path = tmp_path / "svm_dW.json"
    path.write_text(SINGLE.replace("0.25", "0.25000006"), "utf-8")
    assert out_of_date({path: SINGLE}) == []
    path.write_text(SINGLE.replace("0.25", "0.2506"), "utf-8")
    assert out_of_date({path: SINGLE}) == [path]


def test_an_exception_is_compared_by_its_type(tmp_path: Path) -> None:
    """Does another version of NumPy, with other words for an error, leave a case up to date?"""
    path = tmp_path / "svm_dW.json"
    path.write_text('{"exception": "ValueError: shapes (2,) and (3,) do not fit"}', "utf-8")
    assert out_of_date({path: '{"exception": "ValueError: cannot broadcast (2,) and (3,)"}'}) == []
    assert out_of_date({path: '{"exception": "IndexError: shapes (2,) and (3,) do not fit"}'}) == [path]


def test_notebooks_are_compared_to_the_byte(tmp_path: Path) -> None:
    """Does one changed digit in a notebook make it stale, and a missing file too?"""
    notebook = tmp_path / "svm.ipynb"
    notebook.write_text('{"points": 2.0}', "utf-8")
    missing = tmp_path / "softmax" / "softmax.ipynb"
    assert write({notebook: '{"points": 2.00}', missing: "{}"}) == [notebook, missing]


def test_a_release_keeps_what_somebody_has_written(gradable_course: Course) -> None:
    """Is a notebook with work in it kept beside the new one, each time, and a mere old release not?"""
    path = gradable_course.assignments / "toy" / "toy.ipynb"
    write(build(gradable_course, ["toy"]))
    untouched = path.read_text()
    assert keep_work([path]) == {}
    path.write_text(json.dumps(notebook({"toy_double": "    return x"})))
    (first,) = keep_work([path]).values()
    (second,) = keep_work([path]).values()
    assert (first.name, second.name) == ("toy-kept-1.ipynb", "toy-kept-2.ipynb")
    assert first.read_text() == path.read_text() != untouched
