"""One number per case stands for all that a function gives: equal to rounding error, or another number."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from autograder.course import Course, load_assignment
from cs231n_lib.cases import VisibleCase, load
from cs231n_lib.checking import check_exercise
from cs231n_lib.outputs import Leaf, Problem, Response
from cs231n_lib.sketches import Sketch, marks_of
from tests.conftest import ROOT

RIGHT = {"loss": np.array(2.0), "dW": np.array([[1.0, -4.0], [0.5, 3.0]])}
CASE = VisibleCase("", {"W": np.ones((2, 2))}, RIGHT, 1e-6)


def mark(changed: tuple[str, ...] = (), **outputs: Any) -> Sketch:
    """Return the sketch of a mistake with these outputs, the others right."""
    leaves = {name: Leaf(np.asarray(value), "ndarray") for name, value in {**RIGHT, **outputs}.items()}
    return Sketch("id", "says", marks_of([CASE], [Response(leaves, changed_inputs=changed)]))


ODD = {
    "right": mark(),
    "one_entry": mark(dW=RIGHT["dW"] + 1e-7 * np.eye(2)),
    "swapped": mark(dW=RIGHT["dW"][::-1]),
    "transposed": mark(dW=RIGHT["dW"].T),
    "flat": mark(dW=RIGHT["dW"].ravel()),
    "nan": mark(loss=np.nan),
    "inf": mark(loss=np.inf),
    "minus_inf": mark(loss=-np.inf),
    "huge": mark(loss=1e308),
    "changed": mark(("W",)),
    "raised": Sketch("id", "says", marks_of([CASE], [Response(problem=Problem("exception", "E: a", "E"))])),
}


def test_what_differs_has_other_marks() -> None:
    """Does each sketch fit its own marks, and those of no other answer?"""
    for one in ODD:
        assert [other for other in ODD if ODD[one].fits(ODD[other].marks)] == [one]


def test_rounding_makes_no_difference() -> None:
    """Is the order in which a student adds up forgiven?"""
    assert mark(dW=RIGHT["dW"] * (1 + 1e-14)).fits(mark().marks)


@pytest.mark.parametrize("assignment", ["svm", "softmax", "two_layer_net"])
def test_check_names_a_mistake_in_a_stage(assignment: str) -> None:
    """Does `check` name nearly every known mistake in a stage of a composed function, as grading does?"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exercises = load_assignment(Course(ROOT), assignment).exercises.values()
        results = [
            (wrong, check_exercise(load(graded.name), wrong.function))
            for graded in exercises
            for wrong in graded.through_stages
        ]
    found = [(wrong.id, result.misconception) for wrong, result in results if not result]
    assert all(named is not None for _, named in found)
    assert sum(declared == named for declared, named in found) >= 0.9 * len(found) > 50
