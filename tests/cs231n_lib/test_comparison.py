"""Comparing a response with what is right: every finding in its own words, and no error too small to find.

Expected messages are written out by hand; tolerances are tried by Hypothesis on arrays of any shape and size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cs231n_lib.comparison import Comparison, Difference, Finding, agrees, compare, relative_error
from cs231n_lib.outputs import Array, Leaf, Problem, Response, call, flatten

RTOL = 1e-6
MATRIX = np.array([[2.0, -4.0, 8.0], [1.0, 0.5, 0.0]])


def compared(expected: Any, got: Any, rtol: float = RTOL) -> Finding:
    """Return what is said of a function that returns ``got`` where ``expected`` is right."""
    spec = [spec for spec, _ in flatten(expected, ("dW",))]
    comparison = compare({"dW": np.asarray(expected)}, call(lambda: got, {}, spec), rtol)
    assert comparison.passed == (comparison.first is None)
    return comparison.first or comparison.outputs["dW"]


def comparison_of(
    expected: dict[str, Array], got: dict[str, Any], changed: tuple[str, ...] = ()
) -> Comparison:
    """Compare leaves by name."""
    leaves = {name: Leaf(np.asarray(value), type(value).__name__) for name, value in got.items()}
    return compare(expected, Response(leaves, changed_inputs=changed))


RIGHT: dict[str, tuple[Any, Any]] = {
    "python_float": (2.5, 2.5),
    "numpy_float": (2.5, np.float64(2.5)),
    "zero_dimensional_array": (2.5, np.array(2.5)),
    "long_double": (2.5, np.longdouble(2.5)),
    "python_int": (3.0, 3),
    "same_array": (MATRIX, MATRIX),
    "fortran_order": (MATRIX, np.asfortranarray(MATRIX)),
    "strides": (MATRIX, np.repeat(MATRIX, 2, axis=1)[:, ::2]),
    "long_double_array": (MATRIX, MATRIX.astype(np.longdouble)),
    "other_byte_order": (MATRIX, MATRIX.astype(">f8")),
    "rounding": (MATRIX, MATRIX * (1 + 1e-12)),
    "int_array": (np.array([2.0, 3.0]), np.array([2, 3])),
    "bool_array": (np.array([1.0, 0.0]), np.array([True, False])),
    "negative_zero": (np.array([1.0, 0.0]), np.array([1.0, -0.0])),
    "no_examples": (np.zeros((0, 3)), np.zeros((0, 3))),
    "all_zero": (np.zeros(3), np.zeros(3)),
    "list_of_losses": (np.array([2.5, 1.5]), [2.5, 1.5]),
    "lost_beside_a_large_entry": (np.array([1e-300, 1e300]), np.array([0.0, 1e300])),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_passes_in_any_guise(name: str) -> None:
    """Does a right number keep its marks whatever it is stored in?"""
    finding = compared(*RIGHT[name])
    assert finding.ok
    assert finding.message == ""
    assert finding.relative_error is not None
    assert finding.relative_error < 1e-9


KEPT = "a sum kept its axis (keepdims=True does that), or an axis was added"
HALF = "keep the float64 of the inputs, half the digits are lost"
ONE_NUMBER = "dW is one number, expected an array of shape (2, 3); is axis=... missing in a sum?"
WRONG: dict[str, tuple[Any, Any, str, str]] = {
    "number": (2.0, 2.5, "value", "dW: expected 2, got 2.5 (relative error 0.25)"),
    "int": (2.0, 3, "value", "dW: expected 2, got 3 (relative error 0.5)"),
    "beside_zero": (0.0, 1e-3, "value", "dW: expected 0, got 0.001 (relative error 0.001)"),
    "looks_the_same": (1.0, 1 + 2e-6, "value", "dW: expected 1.0, got 1.000002 (relative error 2e-06)"),
    "entries": (
        MATRIX,
        MATRIX + np.array([[0, 0, 2.0], [0, 1.0, 0]]),
        "value",
        "dW[0, 2]: expected 8, got 10; 2 of 6 entries are wrong (relative error 0.25)",
    ),
    "int_array": (
        np.array([1.0, 2.0]),
        np.array([1, 1]),
        "value",
        "dW[1]: expected 2, got 1; 1 of 2 entries are wrong (relative error 0.5)",
    ),
    "bool_array": (
        np.array([0.5, 0.25]),
        np.array([True, False]),
        "value",
        "dW[0]: expected 0.5, got 1; 2 of 2 entries are wrong (relative error 1)",
    ),
    "float32_value": (
        np.ones(2),
        np.array([1, 2], np.float32),
        "value",
        "dW[1]: expected 1, got 2; 1 of 2 entries are wrong (relative error 1)",
    ),
    "nan": (2.0, np.nan, "not_finite", "dW is nan, expected 2"),
    "inf": (2.0, -np.inf, "not_finite", "dW is inf, expected 2"),
    "nan_entry": (
        MATRIX,
        np.where(MATRIX == 8, np.nan, MATRIX),
        "not_finite",
        "dW[0, 2] is nan, expected 8",
    ),
    "inf_entry": (
        MATRIX,
        np.where(MATRIX == 1, np.inf, MATRIX),
        "not_finite",
        "dW[1, 0] is inf, expected 1",
    ),
    "transposed": (MATRIX, MATRIX.T, "shape", "dW has shape (3, 2), expected (2, 3): it is transposed"),
    "column": (
        np.ones(3),
        np.ones((3, 1)),
        "shape",
        f"dW has shape (3, 1), expected (3,): the numbers stand in a column; {KEPT}",
    ),
    "row": (np.ones(3), np.ones((1, 3)), "shape", f"dW has shape (1, 3), expected (3,): {KEPT}"),
    "pairs": (
        np.ones(3),
        np.ones((3, 3)),
        "shape",
        "dW has shape (3, 3), expected (3,): a column (3, 1) that meets a row (3,) gives all pairs; "
        "bring both to one shape",
    ),
    "other_shape": (MATRIX, np.ones((4, 4)), "shape", "dW has shape (4, 4), expected (2, 3)"),
    "sum_too_many": (MATRIX, np.array(1.0), "shape", ONE_NUMBER),
    "number_for_array": (MATRIX, 1.0, "shape", ONE_NUMBER),
    "sum_missing": (
        1.0,
        MATRIX,
        "shape",
        "dW must be one number, not an array of shape (2, 3); is a sum missing?",
    ),
    "list_of_one": (
        1.0,
        [1.0],
        "shape",
        f"dW must be a number by itself, not one inside an array of shape (1,); {KEPT}",
    ),
    "nested_list": (MATRIX, MATRIX.tolist(), "type", "dW must be a plain numpy array, not a list"),
    "matrix": (MATRIX, MATRIX.view(np.matrix), "type", "dW must be a plain numpy array, not a matrix"),
    "masked": (
        MATRIX,
        np.ma.masked_array(MATRIX),
        "type",
        "dW must be a plain numpy array, not a MaskedArray",
    ),
    "float32": (MATRIX, MATRIX.astype(np.float32), "dtype", f"dW is float32: {HALF}"),
    "float16": (1.0, np.float16(1), "dtype", f"dW is float16: {HALF}"),
    "no_examples": (
        np.zeros((0, 3)),
        np.zeros((3, 0)),
        "shape",
        "dW has shape (3, 0), expected (0, 3): it is transposed",
    ),
    "none": (2.0, None, "structure", "it returned None; is there a return line at the end?"),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_mistake_has_its_own_words(name: str) -> None:
    """Is a student told what is wrong, and where?"""
    expected, got, kind, message = WRONG[name]
    finding = compared(expected, got)
    assert (finding.kind, finding.message) == (kind, message)
    assert not finding.ok


def test_a_finding_keeps_the_numbers_of_its_message() -> None:
    """Can a figure show the first difference without parsing text?"""
    finding = compared(MATRIX, MATRIX + np.array([[0, 0, 2.0], [0, 1.0, 0]]))
    assert finding.output == "dW"
    assert finding.difference == Difference((0, 2), 8.0, 10.0)
    assert (finding.wrong_entries, finding.entries) == (2, 6)
    assert finding.relative_error == 0.25


def test_an_exception_is_told_with_its_line() -> None:
    """Does the comparison pass on what the call said?"""
    problem = Problem("exception", "ValueError: no", "ValueError", "return f(x)")
    comparison = compare({"loss": np.array(1.0)}, Response(problem=problem))
    assert comparison.first is not None
    assert comparison.first.kind == "exception"
    assert comparison.first.message == "ValueError: no, in the line: return f(x)"
    assert comparison.first.output is None
    assert not comparison.passed
    assert comparison.relative_error is None


def test_changed_inputs_are_told_before_all_else() -> None:
    """Does a right value from a function that overwrites its inputs fail?"""
    comparison = comparison_of({"loss": np.array(1.0)}, {"loss": 1.0}, changed=("X", "W"))
    assert comparison.first is not None
    assert comparison.first.kind == "changed_inputs"
    assert comparison.first.message == "your function changes its input X, W; work on a copy instead"
    assert comparison.outputs["loss"].ok
    assert not comparison.passed


def test_outputs_are_judged_one_by_one() -> None:
    """Does a right loss stay right beside a wrong gradient?"""
    expected = {"loss": np.array(2.0), "dW": np.ones(2), "db": np.ones(2)}
    comparison = comparison_of(expected, {"loss": 2.0, "dW": np.full(2, 3.0), "db": np.array([1.0, 1.5])})
    assert comparison.outputs["loss"].ok
    assert comparison.first is comparison.outputs["dW"]
    assert comparison.relative_error == 2.0


def test_outputs_with_each_others_shapes_are_asked_for_their_order() -> None:
    """Is a loss that comes after dW taken for what it is, and no sum called missing?"""
    right = {"loss": np.array(2.5), "dW": MATRIX}
    swapped = comparison_of(right, {"loss": MATRIX, "dW": np.array(2.5)})
    assert [finding.message for finding in swapped.outputs.values()] == [
        "loss has shape (2, 3), which is that of dW; are the outputs in the wrong order?",
        "dW has shape (), which is that of loss; are the outputs in the wrong order?",
    ]
    summed = comparison_of(right, {"loss": np.ones(3), "dW": np.array(2.5)})
    assert "is a sum missing?" in summed.outputs["loss"].message


def test_only_what_is_expected_is_compared() -> None:
    """Can a case leave out an output that chance decides?"""
    assert comparison_of({"loss": np.array(1.0)}, {"loss": 1.0, "dW": np.ones(2)}).passed


def test_an_infinite_error_is_no_crash() -> None:
    """Is an answer so large that the difference overflows still told?"""
    finding = compared(np.array([-1.7e308, 1.0]), np.array([1.7e308, 1.0]))
    assert finding.kind == "value"
    assert finding.relative_error == np.inf


numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
arrays = hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=4), elements=numbers)


@given(arrays, st.data(), st.floats(1.001, 1e12), st.sampled_from([1, -1]))
def test_an_error_above_tolerance_is_found_wherever_it_lies(
    expected: Array, data: st.DataObject, factor: float, sign: int
) -> None:
    """Can a wrong entry hide among right ones, by place, size or sign?"""
    place = data.draw(st.tuples(*(st.integers(0, n - 1) for n in expected.shape)))
    scale = max((abs(float(x)) for x in expected.ravel()), default=0.0) or 1.0
    got = expected.copy()
    got[place] += sign * factor * RTOL * scale
    assume(abs(got[place] - expected[place]) / scale > RTOL)
    finding = compared(expected, got)
    assert finding.kind == "value"
    assert finding.wrong_entries == 1
    assert finding.difference is not None
    assert finding.difference.index == place
    assert finding.difference.got == got[place]


@given(arrays, st.data())
def test_rounding_is_never_an_error(expected: Array, data: st.DataObject) -> None:
    """May every entry be off by the rounding of a few operations?"""
    off = data.draw(hnp.arrays(np.float64, expected.shape, elements=st.floats(-16, 16)))
    got = expected * (1 + off * np.finfo(np.float64).eps)
    assert compared(expected, got).ok


@given(hnp.arrays(np.float64, (6, 3), elements=st.floats(-1e3, 1e3)), st.permutations(range(6)))
def test_the_order_of_a_sum_is_never_an_error(terms: Array, order: list[int]) -> None:
    """May a student add up in another order, where terms cancel?"""
    totals = [np.zeros(3), np.zeros(3)]
    for row in range(6):
        totals[0] = totals[0] + terms[row]
        totals[1] = totals[1] + terms[order[row]]
    assume(np.max(np.abs(totals[0])) > 1e-3)
    assert compared(totals[0], totals[1]).ok


@given(hnp.arrays(np.float64, (12, 5), elements=st.floats(-1e3, 1e3)))
def test_a_sum_in_float32_is_right_though_its_small_entries_are_off(terms: Array) -> None:
    """May a student add up in float32, and hand the sum back as float64?"""
    total = np.zeros(5, dtype=np.float32)
    for row in terms:
        total += row
    expected = np.sum(terms, axis=0)
    largest = np.max(np.abs(terms))
    assume(largest > 1 and np.max(np.abs(expected)) > largest)  # terms that cancel take their digits along
    assert compared(expected, total.astype(np.float64)).ok


@given(arrays)
def test_float32_is_told_apart_from_a_wrong_value(expected: Array) -> None:
    """Is a right answer in half the digits called that, never a wrong value?"""
    assume(np.all(np.abs(expected) > 1e-3) or np.all(expected == 0))
    assert compared(expected, expected.astype(np.float32)).kind == "dtype"


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf], ids=["nan", "inf", "minus_inf"])
@given(expected=arrays, data=st.data())
def test_nothing_that_is_no_number_passes(odd: float, expected: Array, data: st.DataObject) -> None:
    """Is nan an error even though it compares with nothing?"""
    place = data.draw(st.tuples(*(st.integers(0, n - 1) for n in expected.shape)))
    got = expected.copy()
    got[place] = odd
    finding = compared(expected, got)
    assert finding.kind == "not_finite"
    assert finding.difference is not None
    assert finding.difference.index == place


@pytest.mark.parametrize(
    ("expected", "got", "error"),
    [
        ([1.0, 4.0], [1.0, 5.0], 0.25),
        ([0.0, 0.0], [0.0, 3.0], 3.0),
        ([0.0], [0.0], 0.0),
        ([], [], 0.0),
        (-4.0, -6.0, 0.5),
    ],
    ids=["largest_entry", "beside_zero", "equal_zeros", "empty", "negative"],
)
def test_the_relative_error_is_on_the_scale_of_the_array(expected: Any, got: Any, error: float) -> None:
    """Is an error next to zero measured against the largest entry?"""
    assert relative_error(np.array(expected), np.array(got)) == error


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ([1.0, 2.0], [1.0, 2.0], True),
        ([1.0, 2.0], [1.0, 2.0 + 1e-11], True),
        ([1.0, 2.0], [1.0, 2.0 + 1e-6], False),
        ([np.nan, 1.0], [np.nan, 1.0], True),
        ([np.inf, 1.0], [np.inf, 1.0], True),
        ([np.inf, 1.0], [-np.inf, 1.0], False),
        ([np.nan, 1.0], [np.inf, 1.0], False),
        ([np.nan, 1.0], [2.0, 1.0], False),
        ([2.0, 1.0], [np.nan, 1.0], False),
        ([1.0], [[1.0]], False),
        ([], [], True),
        ([True, False], [True, False], True),
        ([True, False], [True, True], False),
        (np.array([0], np.uint8), np.array([255], np.uint8), False),
    ],
    ids=[
        "equal",
        "rounding",
        "value",
        "nan",
        "inf",
        "sign_of_inf",
        "nan_for_inf",
        "nan_for_number",
        "number_for_nan",
        "shape",
        "empty",
        "booleans",
        "other_booleans",
        "unsigned",
    ],
)
def test_two_arrays_agree_with_their_oddities(expected: Any, got: Any, same: bool) -> None:
    """Does a mistake that gives nan agree with itself, and with nothing else?"""
    assert agrees(np.array(expected), np.array(got), 1e-9) is same
