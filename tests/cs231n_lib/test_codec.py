"""Inputs survive the way to a file and back to the last bit, and nothing else can travel."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cs231n_lib.codec import array_from_lists, array_to_lists, decode, encode
from cs231n_lib.outputs import Array
from cs231n_lib.probes import quadratic_loss, quadratic_net_loss

shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
arrays = st.one_of(
    hnp.arrays(np.float64, shapes),
    hnp.arrays(np.int64, shapes),
    hnp.arrays(np.float32, shapes),
    hnp.arrays(np.bool_, shapes),
)
plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    st.one_of(arrays, plain), lambda inner: st.dictionaries(st.text(max_size=5), inner, max_size=4)
)


def there_and_back(value: Any) -> Any:
    """Encode a value, write it as JSON text, and read it again."""
    return decode(json.loads(json.dumps(encode(value, array_to_lists))), array_from_lists)


def assert_same(before: Any, after: Any) -> None:
    """Fail unless two values are equal in type and to the last bit."""
    assert type(before) is type(after)
    if isinstance(before, np.ndarray):
        assert (before.dtype, before.shape) == (after.dtype, after.shape)
        assert np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
        assert np.array_equal(np.signbit(before[before == 0]), np.signbit(after[after == 0]))
    elif isinstance(before, dict):
        assert list(before) == list(after)
        for key in before:
            assert_same(before[key], after[key])
    else:
        assert repr(before) == repr(after)


@given(values)
def test_values_come_back_to_the_last_bit(value: Any) -> None:
    """Is what `check` calls with what the author drew?"""
    assert_same(value, there_and_back(value))


@given(hnp.arrays(np.float64, shapes))
def test_the_text_is_strict_json(array: Array) -> None:
    """Can any JSON reader read a packaged array, nan and all?"""
    json.dumps(array_to_lists(array), allow_nan=False)


@pytest.mark.parametrize(
    "array",
    [np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(6.0)[::-2], np.arange(6.0).reshape(2, 3).T],
    ids=["fortran", "backwards", "transposed"],
)
def test_the_layout_in_memory_does_not_matter(array: Array) -> None:
    """Do views and other orders come back with the same entries?"""
    assert_same(np.ascontiguousarray(array), there_and_back(array))


def test_an_array_reads_as_a_person_would_write_it() -> None:
    """Is a packaged array legible in a diff?"""
    assert array_to_lists(np.array([[1.5, np.nan], [-np.inf, -0.0]])) == {
        "dtype": "float64",
        "shape": [2, 2],
        "data": [1.5, "nan", "-inf", -0.0],
    }


def test_numpy_numbers_become_python_numbers() -> None:
    """Does a strength drawn by NumPy arrive as a number?"""
    assert_same(0.5, there_and_back(np.float64(0.5)))
    assert_same(3, there_and_back(np.int64(3)))
    assert_same(True, there_and_back(np.bool_(True)))


@given(st.integers(0, 2**64), st.integers(0, 9))
def test_a_generator_goes_on_where_it_was(seed: int, drawn: int) -> None:
    """Does a student's loop draw the numbers that the reference drew, in the middle of a stream too?"""
    rng = np.random.default_rng(seed)
    rng.integers(10, size=drawn, dtype=np.int32)  # leaves half a word in the buffer
    arrived = there_and_back(copy.deepcopy(rng))
    assert isinstance(arrived, np.random.Generator)
    assert np.array_equal(
        arrived.integers(2**31, size=3, dtype=np.int32), rng.integers(2**31, size=3, dtype=np.int32)
    )
    assert np.array_equal(arrived.normal(size=4), rng.normal(size=4))


@pytest.mark.parametrize("probe", [quadratic_loss, quadratic_net_loss])
def test_a_probe_goes_by_name(probe: Any) -> None:
    """Does the loss function of a training exercise arrive as the library's own?"""
    assert encode(probe, array_to_lists) == {"probe": probe.__name__}
    assert there_and_back(probe) is probe


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([1.0], "list"),
        ((1.0,), "tuple"),
        (b"bytes", "bytes"),
        ({1, 2}, "set"),
        (len, "builtin_function_or_method"),
        (1j, "complex"),
        ({"deep": [1]}, "list"),
    ],
    ids=["list", "tuple", "bytes", "set", "function", "complex", "nested"],
)
def test_nothing_else_travels(value: Any, kind: str) -> None:
    """Is an author told at once which inputs an exercise can have?"""
    expected = f"expected an array, number, string, dict, Generator or probe, got {kind}"
    with pytest.raises(TypeError, match=expected):
        encode(value, array_to_lists)


def test_other_generators_are_refused() -> None:
    """Is a Generator on another algorithm refused, with a way out?"""
    generator = np.random.Generator(np.random.MT19937(1))
    with pytest.raises(TypeError, match="expected a Generator on PCG64, got MT19937; use default_rng"):
        encode(generator, array_to_lists)
