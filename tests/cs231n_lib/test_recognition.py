"""Known mistakes are recognised alone and in pairs, by all of their numbers, and never by half."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cs231n_lib.cases import Fingerprint, VisibleCase
from cs231n_lib.outputs import Leaf, Problem, Response
from cs231n_lib.recognition import Catalogue, Recognition


def response(*, changed: tuple[str, ...] = (), **outputs: Any) -> Response:
    """Return a response with these outputs."""
    leaves = {name: Leaf(np.array(value), "ndarray") for name, value in outputs.items()}
    return Response(leaves, changed_inputs=changed)


def raised(exception: str = "ValueError") -> Response:
    """Return a response that is an exception."""
    return Response(problem=Problem("exception", exception, exception))


def way(id: str, *cases: Any, **about: Any) -> list[Fingerprint]:
    """Return what a mistake gives, case by case: outputs by name, or the exception that it raises."""
    return [
        Fingerprint(id, f"there is a {id}", None, exception=case)
        if isinstance(case, str)
        else Fingerprint(id, f"there is a {id}", {k: np.array(v) for k, v in case.items()}, **about)
        for case in cases
    ]


def recognise(
    expected: list[dict[str, Any]], ways: list[list[Fingerprint]], responses: list[Response]
) -> Recognition | None:
    """Ask a catalogue."""
    right = [{name: np.array(value) for name, value in case.items()} for case in expected]
    known = Catalogue([VisibleCase("", {}, outputs, 1e-6) for outputs in right], ways)
    return known.one(responses) or known.several(responses)


@pytest.mark.parametrize(
    ("responses", "ways", "named"),
    [
        ([response(x=1.0)], [way("a", {"x": 2.0}), way("b", {"x": 1.0})], "b"),
        ([response(x=1.0)], [way("a", {"x": 1.0}), way("b", {"x": 1.0})], "a"),
        ([response(x=1.0), response(x=3.0)], [way("a", {"x": 1.0}, {"x": 2.0})], None),
        ([response(x=1.0 + 1e-6)], [way("a", {"x": 1.0})], None),
        ([response(x=1.0), raised()], [way("a", {"x": 1.0}, "ValueError")], "a"),
        ([response(x=1.0), raised("IndexError")], [way("a", {"x": 1.0}, "ValueError")], None),
        ([response(x=1.0), response(x=1.0)], [way("a", {"x": 1.0}, "ValueError")], None),
        ([raised("ValueError: (2,)")], [way("a", "ValueError: (2,)")], "a"),
        ([raised("ValueError: (2,)")], [way("a", "ValueError: (3,)")], None),
        ([response(x=1.0), raised("ValueError: (2,)")], [way("a", {"x": 1.0}, "ValueError: (3,)")], "a"),
        ([raised()], [way("a", {"x": 1.0})], None),
        ([response(x=[np.nan, 1.0])], [way("a", {"x": [np.nan, 1.0]})], "a"),
        ([response(x=1.0, changed=("h",))], [way("a", {"x": 1.0}, changed_inputs=("h",))], "a"),
        ([response(x=1.0)], [way("a", {"x": 1.0}, changed_inputs=("h",))], None),
        ([response(x=1.0, changed=("h",))], [way("a", {"x": 1.0})], None),
        ([], [way("a", {"x": 1.0})], None),
        ([response(x=1.0)], [], None),
    ],
    ids=[
        "second_way",
        "first_of_equals",
        "one_case_only",
        "nearly",
        "raises_too",
        "raises_otherwise",
        "should_raise",
        "only_exceptions",
        "only_other_exceptions",
        "exception_in_other_words",
        "raises_instead",
        "nan",
        "overwrites_too",
        "should_overwrite",
        "overwrites_besides",
        "no_answer",
        "no_ways",
    ],
)
def test_a_mistake_is_named_only_if_it_explains_everything(
    responses: list[Response], ways: list[list[Fingerprint]], named: str | None
) -> None:
    """Is a mistake named for what it does in all cases, and never by half?"""
    expected = [{"x": np.full(np.shape(r.leaves["x"].array), 7.0) if r.leaves else 7.0} for r in responses]
    found = recognise(expected or [{"x": 7.0}], ways, responses)
    assert (found and found.id) == named


RIGHT = [{"loss": 5.0, "dW": [1.0, 2.0]}, {"loss": 9.0, "dW": [3.0, 1.0]}]
IN_LOSS = way("reg-missing-in-loss", {"loss": 4.0, "dW": [1.0, 2.0]}, {"loss": 7.5, "dW": [3.0, 1.0]})
IN_DW = way("svm-mask-not-applied", {"loss": 5.0, "dW": [1.5, 2.0]}, {"loss": 9.0, "dW": [3.0, 4.0]})
IN_DW_TOO = way("reg-factor-2", {"loss": 5.0, "dW": [0.0, 1.0]}, {"loss": 9.0, "dW": [2.5, 0.0]})
IN_BOTH = way("mean-missing", {"loss": 8.0, "dW": [4.0, 6.0]}, {"loss": 9.5, "dW": [7.0, 7.0]})
OVERFLOWS = way("softmax-unstable", {"loss": np.inf, "dW": [np.nan] * 2}, RIGHT[1])
IN_SHAPE = way("bias-gradient-shape", {"loss": 5.0, "dW": [[1.0, 2.0]]}, {"loss": 9.0, "dW": [[3.0, 1.0]]})


def test_a_wrong_number_is_named_beside_an_overwritten_input() -> None:
    """Is reg * W still seen beside an overwritten input, and no mistake that gives other numbers?"""
    overwriting = way("relu-overwrites-upstream", *RIGHT, changed_inputs=("dh1",))
    answers = [
        response(loss=5.0, dW=[0.0, 1.0], changed=("dh1",)),
        response(loss=9.0, dW=[2.5, 0.0], changed=("dh1",)),
    ]
    found = recognise(RIGHT, [IN_DW, IN_DW_TOO, overwriting], answers)
    assert found is not None
    assert (found.id, found.also) == ("reg-factor-2", "relu-overwrites-upstream")
    assert recognise(RIGHT, [IN_DW, overwriting], answers) is None
    assert recognise(RIGHT, [IN_DW_TOO], answers) is None


def test_two_mistakes_in_two_outputs_are_both_named() -> None:
    """Is the likelier the name, and does the sentence say which output shows which?"""
    answers = [response(loss=4.0, dW=[1.5, 2.0]), response(loss=7.5, dW=[3.0, 4.0])]
    found = recognise(RIGHT, [IN_DW, IN_BOTH, IN_LOSS], answers)
    assert found is not None
    assert (found.id, found.also) == ("reg-missing-in-loss", "svm-mask-not-applied")
    assert found.says == (
        "there is a reg-missing-in-loss (your loss), and at the same time "
        "there is a svm-mask-not-applied (your dW); the two together give exactly your numbers"
    )


def test_two_mistakes_in_one_output_add_up() -> None:
    """Are two terms that are wrong in one gradient told apart?"""
    answers = [response(loss=5.0, dW=[0.5, 1.0]), response(loss=9.0, dW=[2.5, 3.0])]
    found = recognise(RIGHT, [IN_DW, IN_DW_TOO, IN_LOSS], answers)
    assert found is not None
    assert (found.id, found.also) == ("reg-factor-2", "svm-mask-not-applied")
    assert "(your" not in found.says


def test_each_output_may_be_that_of_another_mistake() -> None:
    """Is a loss by one and a gradient by the other recognised where the two do not add up?"""
    answers = [response(loss=8.0, dW=[1.5, 2.0]), response(loss=9.5, dW=[3.0, 4.0])]
    found = recognise(RIGHT, [IN_BOTH, IN_DW], answers)
    assert found is not None
    assert {found.id, found.also} == {"mean-missing", "svm-mask-not-applied"}


def test_a_wrong_shape_goes_with_a_wrong_value() -> None:
    """Does the odd shape of one output hide nothing about another?"""
    answers = [response(loss=4.0, dW=[[1.0, 2.0]]), response(loss=7.5, dW=[[3.0, 1.0]])]
    found = recognise(RIGHT, [IN_SHAPE, IN_LOSS], answers)
    assert found is not None
    assert (found.id, found.also) == ("bias-gradient-shape", "reg-missing-in-loss")


def test_a_pair_overflows_where_one_of_the_two_does() -> None:
    """Does nan in one case hide the numbers of the others?"""
    answers = [response(loss=np.inf, dW=[np.nan] * 2), response(loss=7.5, dW=[3.0, 1.0])]
    found = recognise(RIGHT, [OVERFLOWS, IN_LOSS, IN_DW], answers)
    assert found is not None
    assert (found.id, found.also) == ("softmax-unstable", "reg-missing-in-loss")


@pytest.mark.parametrize(
    "answers",
    [
        [response(loss=4.0, dW=[1.5, 2.0]), response(loss=7.5, dW=[3.0, 4.0 + 1e-6])],
        [response(loss=4.0, dW=[1.5, 2.0]), response(loss=7.5, dW=[3.0, 1.0])],
        [response(loss=4.0, dW=[1.0, 2.0]), response(loss=9.0, dW=[3.0, 1.0])],
        [response(loss=5.0, dW=[1.0, 2.0]), response(loss=9.0, dW=[3.0, 1.0])],
        [response(loss=8.0, dW=[1.0, 2.0]), response(loss=9.5, dW=[3.0, 1.0])],
        [response(loss=4.0, dW=[1.5, 2.0], changed=("W",)), response(loss=7.5, dW=[3.0, 4.0])],
    ],
    ids=["nearly", "second_in_one_case", "first_in_one_case", "right", "half_of_one", "overwritten"],
)
def test_no_pair_is_named_by_half(answers: list[Response]) -> None:
    """Is nothing said where two mistakes do not give every number?"""
    assert recognise(RIGHT, [IN_DW, IN_BOTH, IN_LOSS, IN_SHAPE], answers) is None


def test_two_mistakes_about_one_term_cannot_both_have_been_made() -> None:
    """Is a multiple of a known deviation left unnamed, where leaving out and halving would add up to it?"""
    missing = way("reg-missing-in-loss", {"loss": 4.0, "dW": [1.0, 2.0]}, {"loss": 7.0, "dW": [3.0, 1.0]})
    halved = way("reg-factor-2", {"loss": 4.5, "dW": [1.0, 2.0]}, {"loss": 8.0, "dW": [3.0, 1.0]})
    answers = [response(loss=3.5, dW=[1.0, 2.0]), response(loss=6.0, dW=[3.0, 1.0])]
    assert recognise(RIGHT, [missing, halved], answers) is None


def test_one_mistake_goes_before_two() -> None:
    """Is what one known mistake explains never called two?"""
    both = way("reg-missing", {"loss": 4.0, "dW": [1.5, 2.0]}, {"loss": 7.5, "dW": [3.0, 4.0]})
    answers = [response(loss=4.0, dW=[1.5, 2.0]), response(loss=7.5, dW=[3.0, 4.0])]
    found = recognise(RIGHT, [IN_DW, IN_LOSS, both], answers)
    assert found == Recognition("reg-missing", "there is a reg-missing")


def test_a_mistake_that_scales_acts_on_another() -> None:
    """Are a forgotten 1/N and a wrong gradient found together, which multiply where they meet?"""
    doubled = way(
        "mean-missing-in-gradient", {"loss": 5.0, "dW": [3.0, 6.0]}, {"loss": 9.0, "dW": [6.0, 2.0]}
    )
    answers = [response(loss=5.0, dW=[4.5, 6.0]), response(loss=9.0, dW=[6.0, 8.0])]
    found = recognise(RIGHT, [IN_DW, doubled, IN_LOSS], answers)
    assert found is not None
    assert {found.id, found.also} == {"mean-missing-in-gradient", "svm-mask-not-applied"}


def test_two_factors_that_cancel_are_no_mistake() -> None:
    """Is a right answer left in peace where one known mistake would undo another?"""
    twice = way("reg-added-twice", {"loss": 10.0, "dW": [1.0, 2.0]}, {"loss": 18.0, "dW": [3.0, 1.0]})
    half = way("reg-factor-2", {"loss": 2.5, "dW": [1.0, 2.0]}, {"loss": 4.5, "dW": [3.0, 1.0]})
    answers = [response(loss=5.0, dW=[1.0, 2.0]), response(loss=9.0, dW=[3.0, 1.0])]
    assert recognise(RIGHT, [twice, half], answers) is None


def test_two_mistakes_that_undo_each_other_in_an_entry_are_not_named() -> None:
    """Is a sign that is reversed twice, and so is right, left out of what is said of the other entry?"""
    right = [{"x": [1.0, 2.0]}, {"x": [-4.0, 1.0]}]
    negated = way("gradient-sign", {"x": [-1.0, -2.0]}, {"x": [4.0, -1.0]})
    first_negated = way("svm-sign-reversed", {"x": [-1.0, 2.0]}, {"x": [4.0, 1.0]})
    answers = [response(x=[1.0, -2.0]), response(x=[-4.0, -1.0])]
    assert recognise(right, [negated, first_negated], answers) is None


def test_two_mistakes_about_the_same_few_entries_are_not_named() -> None:
    """Is nothing said where two stories about one entry add up to what it is, of which neither is told?"""
    right = [{"x": [1.0, 2.0]}, {"x": [3.0, -1.0]}]
    added = way("softmax-one-added", {"x": [1.0, 4.0]}, {"x": [3.0, 1.0]})
    alone = way("softmax-minus-one-alone", {"x": [1.0, 1.5]}, {"x": [3.0, -1.25]})
    answers = [response(x=[1.0, 3.5]), response(x=[3.0, 0.75])]
    assert recognise(right, [added, alone], answers) is None


def test_a_mistake_that_nan_hides_is_not_named() -> None:
    """Is the gradient's own mistake named where a loss of nan would hide the half of a likelier one?"""
    never = way("log-of-negative", {"loss": np.nan, "dW": [1.0, 2.0]}, {"loss": np.nan, "dW": [3.0, 1.0]})
    in_both = way("reg-missing", {"loss": 4.0, "dW": [1.5, 2.0]}, {"loss": 7.5, "dW": [3.0, 4.0]})
    answers = [response(loss=np.nan, dW=[1.5, 2.0]), response(loss=np.nan, dW=[3.0, 4.0])]
    found = recognise(RIGHT, [never, in_both, IN_DW], answers)
    assert found is not None
    assert {found.id, found.also} == {"log-of-negative", "svm-mask-not-applied"}


def test_a_twin_tells_terms_apart() -> None:
    """Is a mistake that scales the data term alone found to act on another one there?"""
    data, reg, other = np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.array([3.0, -1.0])
    cases = [
        VisibleCase("", {"reg": 1.0}, {"dW": data + reg}, 1e-6, pair=0),
        VisibleCase("", {"reg": 0.0}, {"dW": data}, 1e-6, pair=0),
    ]
    scaled = way("mean-missing", {"dW": 4 * data + reg}, {"dW": 4 * data})
    wrong = way("svm-mask-not-applied", {"dW": other + reg}, {"dW": other})
    found = Catalogue(cases, [scaled, wrong]).several([response(dW=4 * other + reg), response(dW=4 * other)])
    assert found is not None
    assert {found.id, found.also} == {"mean-missing", "svm-mask-not-applied"}
