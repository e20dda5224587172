"""Calling a student's function: whatever it returns or raises is told in words, and nothing is touched."""

from __future__ import annotations

import copy
import re
import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cs231n_lib.outputs import LeafSpec, Response, call, flatten

SCALAR = [LeafSpec("loss", None, None, ())]
VECTOR = [LeafSpec("dW", None, None, (2,))]
PAIR = [LeafSpec("loss", 0, None, ()), LeafSpec("dW", 1, None, (2,))]
NET = [LeafSpec("loss", 0, None, ()), LeafSpec("W", 1, "W", (2,)), LeafSpec("b", 1, "b", ())]


def returns(value: Any, spec: list[LeafSpec]) -> Response:
    """Return the response of a function that returns ``value`` and takes nothing."""
    return call(lambda: value, {}, spec)


def structure(value: Any, spec: list[LeafSpec]) -> str:
    """Return what is said of the structure of a returned value."""
    problem = returns(value, spec).problem
    assert problem is not None
    assert problem.kind == "structure"
    return problem.message


def raising(error: BaseException) -> Response:
    """Return the response of a function that raises ``error``."""

    def function() -> None:
        raise error

    return call(function, {}, SCALAR)


def changed(mutate: Callable[..., Any], **inputs: Any) -> tuple[str, ...]:
    """Return the inputs that ``mutate`` is said to have changed."""

    def function(*values: Any) -> float:
        mutate(*values)
        return 1.0

    return call(function, inputs, SCALAR).changed_inputs


def test_one_value_is_one_leaf() -> None:
    """Is a value that is no tuple taken as it is?"""
    (spec, value), *rest = flatten(np.ones((2, 3)), ("scores",))
    assert spec == LeafSpec("scores", None, None, (2, 3))
    assert np.array_equal(value, np.ones((2, 3)))
    assert not rest


def test_a_dictionary_gives_its_keys_as_names() -> None:
    """Do the gradients in a dictionary carry the names that the student knows?"""
    value = (0.5, {"W": np.zeros(2), "b": 1.0})
    specs = [spec for spec, _ in flatten(value, ("loss", "grads"))]
    assert specs == NET


def test_a_dictionary_alone_has_no_position() -> None:
    """Can an exercise return a dictionary and nothing else?"""
    specs = [spec for spec, _ in flatten({"W": np.zeros(2)}, ("grads",))]
    assert specs == [LeafSpec("W", None, "W", (2,))]
    assert returns({"W": np.ones(2)}, specs).leaves["W"].array.tolist() == [1, 1]


@pytest.mark.parametrize("value", [(1.5, np.ones(2)), [1.5, np.ones(2)]], ids=["tuple", "list"])
def test_values_are_taken_apart_by_position(value: Any) -> None:
    """Is a list of two as good as a tuple of two?"""
    leaves = returns(value, PAIR).leaves
    assert leaves["loss"].array == 1.5
    assert leaves["dW"].array.tolist() == [1, 1]


def test_inputs_go_by_position() -> None:
    """May a student rename the parameters of a function?"""
    response = call(lambda a, b: 10 * a + b, {"W": 1.0, "X": 2.0}, SCALAR)
    assert response.leaves["loss"].array == 12


def test_further_keys_are_allowed() -> None:
    """May the dictionary of gradients hold more than was asked for?"""
    response = returns((1.0, OrderedDict(extra=3.0, b=2.0, W=np.ones(2))), NET)
    assert response.problem is None
    assert list(response.leaves) == ["loss", "W", "b"]


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (1.0, "float"),
        (1, "int"),
        (True, "bool"),
        (np.float64(1), "float64"),
        (np.float32(1), "float32"),
        (np.longdouble(1), "longdouble"),
        (np.array(1.0), "ndarray"),
        (np.ones((1, 1)).view(np.matrix), "matrix"),
        (np.ma.masked_array([1.0], [True]), "MaskedArray"),
        ([1.0], "list"),
    ],
)
def test_the_type_before_conversion_is_kept(value: Any, type_name: str) -> None:
    """Can the judge still say that a list or a matrix came back?"""
    leaf = returns(value, SCALAR).leaves["loss"]
    assert leaf.type_name == type_name
    assert type(leaf.array) is np.ndarray
    assert leaf.array.ravel().tolist() == [1.0]


def test_what_is_kept_is_a_copy() -> None:
    """Is a result safe from a function that goes on writing into it?"""
    buffer = np.ones(2)
    response = returns(buffer, VECTOR)
    buffer[:] = 7
    assert response.leaves["dW"].array.tolist() == [1, 1]


def test_a_subclass_cannot_speak_for_itself() -> None:
    """Does an array that claims to equal everything become a plain one?"""

    class Agreeable(np.ndarray):
        def __array_ufunc__(self, *_: Any, **__: Any) -> Any:
            return np.True_

        def __eq__(self, other: object) -> Any:
            return True

    response = returns(np.array([3.0, 4.0]).view(Agreeable), VECTOR)
    assert type(response.leaves["dW"].array) is np.ndarray
    assert response.leaves["dW"].array.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("value", "spec", "message"),
    [
        (None, SCALAR, "it returned None; is there a return line at the end?"),
        (None, PAIR, "it returned None; is there a return line at the end?"),
        (2.0, PAIR, r"it must return 2 values \(loss, dW\), not a float"),
        (np.ones(2), PAIR, r"it must return 2 values .*, not an array of shape \(2,\)"),
        ((1.0,), PAIR, "it must return 2 values .*, not a tuple of 1"),
        ((1.0, np.ones(2), 3.0), PAIR, "it must return 2 values .*, not a tuple of 3"),
        ([], PAIR, "it must return 2 values .*, not a list of 0"),
        (
            (1.0, np.ones(2)),
            NET,
            "a dictionary with the keys 'W', 'b', got an array of shape",
        ),
        ((1.0, np.ones(2)), NET, r"shape \(2,\)$"),
        ((np.ones(2), 1.0), NET, "got a float$"),
        (({}, 1.0), NET, "; are the outputs in the wrong order"),
        ((1.0, {"W": np.ones(2)}), NET, "the key 'b' is missing from the returned dictionary"),
        ((1.0, {}), NET, "the key 'W' is missing"),
        ((1.0, None), PAIR, "dW is None; it was never computed"),
        ((None, np.ones(2)), PAIR, "loss is None; it was never computed"),
        ((1.0, {"W": None, "b": 1.0}), NET, "W is None"),
        ("2.5", SCALAR, "loss must be an array of numbers, not a str"),
        (b"2.5", SCALAR, "loss must be an array of numbers, not a bytes"),
        ({"loss": 1.0}, SCALAR, "loss must be an array of numbers, not a dict"),
        (1j, SCALAR, r"loss must hold real numbers \(float64\), not complex128"),
        (object(), SCALAR, "loss must hold real numbers"),
        ((x for x in [1.0]), SCALAR, "not object .a generator."),
        ({1.0}, SCALAR, "not object .a set."),
        (np.array(["1"]), SCALAR, "not <U1"),
        (np.array([None, 1.0]), VECTOR, "not object"),
        ([[1.0], [1.0, 2.0]], VECTOR, "dW is not an array of numbers: .*inhomogeneous"),
    ],
)
def test_a_value_built_wrongly_is_told_how(value: Any, spec: list[LeafSpec], message: str) -> None:
    """Does every wrong structure have words of its own?"""
    assert re.search(message, structure(value, spec))


def test_an_unfinished_stub_is_no_error() -> None:
    """Is an untouched stub told from a mistake?"""
    problem = raising(NotImplementedError("Write the body here")).problem
    assert problem is not None
    assert (problem.kind, problem.exception) == ("not_written", None)
    assert problem.message == "not written yet (it, or what it calls, raises NotImplementedError)"


def test_an_exception_keeps_type_text_and_line() -> None:
    """Does a student read what Python said, and where?"""

    def function() -> Any:
        return np.ones(3) @ np.ones(4)

    problem = call(function, {}, SCALAR).problem
    assert problem is not None
    assert problem.kind == "exception"
    assert problem.exception == "ValueError"
    assert problem.message.startswith("ValueError: matmul: ")
    assert problem.line == "return np.ones(3) @ np.ones(4)"
    assert problem.function == "function"


def test_the_line_is_the_students_own() -> None:
    """When NumPy's Python code raises, is it the student's line that is shown?"""

    def function() -> Any:
        return np.sum(np.ones(3), axis=2)

    problem = call(function, {}, SCALAR).problem
    assert problem is not None
    assert problem.message.startswith("AxisError: axis 2 is out of bounds")
    assert problem.line == "return np.sum(np.ones(3), axis=2)"


def test_a_function_without_source_has_no_line() -> None:
    """Is an exception told where nobody knows the line?"""
    namespace: dict[str, Any] = {}
    exec("def function(): return 1 / 0", namespace)
    problem = call(namespace["function"], {}, SCALAR).problem
    assert problem is not None
    assert problem.message == "ZeroDivisionError: division by zero"
    assert problem.line is None


class Mute(Exception):
    """Fails in its own ``__str__``."""

    def __str__(self) -> str:
        raise ValueError


class MuteForGood(Mute):
    """Ends the program in its own ``__str__``."""

    def __str__(self) -> str:
        raise SystemExit


@pytest.mark.parametrize("error", [Mute(), MuteForGood()], ids=["exception", "system_exit"])
def test_an_exception_that_cannot_be_shown_is_still_told(error: BaseException) -> None:
    """Does an exception whose text raises stop the check?"""
    problem = raising(error).problem
    assert problem is not None
    assert problem.message == f"{type(error).__name__}: (no text)"


@pytest.mark.parametrize("error", [SystemExit(), GeneratorExit(), BaseException("odd")])
def test_nothing_that_is_raised_escapes(error: BaseException) -> None:
    """Does ``sys.exit()`` in an answer end the notebook?"""
    problem = raising(error).problem
    assert problem is not None
    assert problem.exception == type(error).__name__


def test_an_interrupt_by_the_student_gets_through() -> None:
    """Can a check be interrupted from the keyboard?"""
    with pytest.raises(KeyboardInterrupt):
        raising(KeyboardInterrupt())


def test_a_missing_argument_is_an_exception() -> None:
    """Is a function with too few parameters told so?"""
    problem = call(lambda: 1.0, {"x": 1.0}, SCALAR).problem
    assert problem is not None
    assert "takes 0 positional arguments but 1 was given" in problem.message


def test_a_warning_stays_a_warning() -> None:
    """Does a warning keep full marks even where warnings are errors?"""

    def function() -> float:
        warnings.warn("beware", stacklevel=1)
        return 1.0

    with warnings.catch_warnings(record=True) as caught:
        response = call(function, {}, SCALAR)
    assert response.problem is None
    assert [str(warning.message) for warning in caught] == ["beware"]


def reshape(x: Any) -> None:
    """Give an array another shape in place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        x.shape = (4, 1)


@pytest.mark.parametrize(
    "mutate",
    [
        lambda x: x.__setitem__((0, 0), 5.0),
        lambda x: np.multiply(x, 1 + 1e-12, out=x),
        lambda x: x.__setitem__((1, 1), np.nan),
        lambda x: x.sort(axis=0),
        reshape,
    ],
    ids=["entry", "small", "nan", "order", "shape"],
)
def test_a_changed_array_is_named(mutate: Callable[..., Any]) -> None:
    """Is every change of an input found, however small?"""
    x = np.array([[4.0, 3.0], [2.0, 1.1]])
    before = x.copy()
    assert changed(lambda _, x: mutate(x), W=np.ones(1), X=x) == ("X",)
    assert np.array_equal(x, before)


def test_a_change_that_was_undone_is_none() -> None:
    """Is p - 1 + 1 taken for p, though its last bit may differ?"""

    def borrow(x: Any) -> None:
        x -= 1
        x += 1

    assert changed(borrow, X=np.array([0.1, 0.7, 1e-3])) == ()


def test_a_floating_point_trap_set_elsewhere_does_not_go_off() -> None:
    """Does np.seterr(all="raise") in another cell cost a right answer nothing?"""
    with np.errstate(all="raise"):
        response = call(lambda x: np.exp(x), {"x": np.array(-800.0)}, SCALAR)
    assert response.problem is None


@pytest.mark.parametrize(
    "mutate",
    [
        lambda p: p["W"].fill(0),
        lambda p: p.pop("W"),
        lambda p: p.update(W=np.zeros(3)),
        lambda p: p.update(W=None),
        lambda p: p.update(extra=1.0),
        lambda p: p["deep"]["b"].fill(2),
    ],
    ids=["array", "key_gone", "array_replaced", "none", "key_added", "nested"],
)
def test_a_changed_dictionary_is_named(mutate: Callable[..., Any]) -> None:
    """Is a change inside a dictionary of parameters found?"""
    params = {"W": np.ones(2), "deep": {"b": np.ones(1)}}
    before = copy.deepcopy(params)
    assert changed(mutate, params=params) == ("params",)
    assert repr(params) == repr(before)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x", np.array([np.nan, -0.0, np.inf])),
        ("y", np.array([1, 2])),
        ("params", {"W": np.array([np.nan])}),
        ("reg", 0.5),
        ("name", "svm"),
        ("empty", np.zeros((0, 3))),
    ],
)
def test_an_untouched_input_is_not_named(name: str, value: Any) -> None:
    """Is nobody blamed for reading?"""
    assert changed(lambda value: copy.deepcopy(value), **{name: value}) == ()


def test_drawing_from_a_generator_is_no_change() -> None:
    """May a training loop use the Generator it is given, without using up the caller's?"""
    rng = np.random.default_rng(3)
    state = copy.deepcopy(rng.bit_generator.state)
    assert changed(lambda rng: rng.random(5), rng=rng) == ()
    assert rng.bit_generator.state == state


def test_every_change_is_named_in_order() -> None:
    """Are several changed inputs all named?"""

    def mutate(W: Any, X: Any, y: Any) -> None:
        y += 1
        W += 1

    assert changed(mutate, W=np.ones(2), X=np.ones(2), y=np.array([0])) == ("W", "y")


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_no_examples_are_an_answer_too(shape: tuple[int, ...]) -> None:
    """Does a batch of nothing come back as nothing?"""
    response = returns(np.zeros(shape), [LeafSpec("scores", None, None, shape)])
    assert response.leaves["scores"].array.shape == shape
