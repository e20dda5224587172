"""The judge: fresh cases for everybody, points by output, and no number of a hidden case in any message."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.authoring import Case, Exercise, Misconception, Part
from autograder.course import Assignment, GradedExercise
from autograder.docket import draw_cases, prepare, wrong_ways_of
from autograder.errors import CourseError
from autograder.judge import Judge
from autograder.results import ExerciseResult, SubmissionResult
from cs231n_lib.outputs import Leaf, Problem, Response, call

from .toy_course import POINTS

SEED = 7
SECRET = "1.61803398875"
Function = Callable[..., Any]


@pytest.fixture(scope="module")
def judge(toy: Assignment) -> Judge:
    """Return a judge of the toy assignment."""
    return Judge(toy, SEED)


def answers(judge: Judge, name: str, function: Function) -> list[Response]:
    """Return what a function answers to all cases of an exercise."""
    return [call(function, case.inputs, case.spec) for case in judge.docket(name).cases]


def verdict(judge: Judge, name: str, function: Function, source: str = "") -> ExerciseResult:
    """Return the verdict on a function written in ``source``."""
    return judge.verdict(name, answers(judge, name, function), [source])


def by_hand(graded: GradedExercise, seed: int) -> list[tuple[str, ...]]:
    """Return what tells the cases of a docket apart."""
    return [tuple(repr(v) for v in case.inputs.values()) for case in prepare(graded, seed).cases]


def exercise(
    reference: Function, *cases: Case, outputs: tuple[str, ...] = ("out",), **fields: Any
) -> GradedExercise:
    """Return an exercise of two points."""
    return GradedExercise(Exercise("made_up", outputs, cases, **fields), 2.0, reference, (), ())


def draw_x(rng: np.random.Generator) -> Mapping[str, Any]:
    """Draw two numbers."""
    return {"x": rng.normal(size=2)}


def test_the_same_seed_draws_the_same_cases(toy: Assignment) -> None:
    """Can a verdict be replayed?"""
    graded = toy.exercises["toy_loss"]
    assert by_hand(graded, 5) == by_hand(graded, 5)


def test_another_seed_draws_other_hidden_cases_and_the_same_visible_ones(toy: Assignment) -> None:
    """Are hidden cases fresh, and visible ones those that were released?"""
    graded = toy.exercises["toy_double"]
    first, second = by_hand(graded, 5), by_hand(graded, 6)
    visible = [tuple(repr(v) for v in c.inputs.values()) for c in draw_cases(graded, 231, visible=True)]
    assert first[:2] == second[:2] == visible
    assert not set(first[2:]) & set(second)


def test_exercises_draw_independently(toy: Assignment) -> None:
    """Does one exercise's inputs say nothing of another's?"""
    double, total = (draw_cases(toy.exercises[n], SEED, visible=False)[0] for n in ("toy_double", "toy_sum"))
    assert double.inputs["x"].shape == total.inputs["x"].shape
    assert not np.allclose(double.inputs["x"], total.inputs["x"])


def test_one_hidden_case_comes_twice_and_the_order_changes(toy: Assignment) -> None:
    """Is a function that answers differently the second time found?"""
    graded = toy.exercises["toy_double"]
    orders = set()
    for seed in range(12):
        hidden = by_hand(graded, seed)[2:]
        assert len(hidden) == 3
        assert len(set(hidden)) == 2
        orders.add(tuple(sorted(set(hidden)).index(case) for case in hidden))
    assert len(orders) > 2


@pytest.mark.parametrize("name", POINTS)
def test_the_reference_gets_all_points(judge: Judge, toy: Assignment, name: str) -> None:
    """Is what is right, right?"""
    result = verdict(judge, name, toy.exercises[name].reference)
    assert (result.status, result.score, result.max_score) == ("passed", POINTS[name], POINTS[name])
    assert result.message == "right in all cases"
    assert result.relative_error == 0
    assert result.misconception is None


@pytest.mark.parametrize("name", ["toy_double", "toy_sum"])
def test_every_alternative_gets_all_points(judge: Judge, toy: Assignment, name: str) -> None:
    """Is a right answer in another style right?"""
    for other in toy.exercises[name].alternatives:
        assert verdict(judge, name, other.function).status == "passed"


def test_a_wrong_value_is_told_in_full_for_a_visible_case(judge: Judge) -> None:
    """Does a student see the numbers of the cases that ``check`` shows anyway?"""
    result = verdict(judge, "toy_double", lambda x: 3 * x)
    assert (result.status, result.score) == ("failed", 0.0)
    assert result.message.startswith("in the case where there are many rows: doubled[0, 0]: expected ")
    assert result.relative_error == pytest.approx(0.5)


def test_answers_learnt_by_heart_fail_without_a_number(judge: Judge) -> None:
    """Does knowing the visible cases buy nothing, and tell nothing?"""
    known = {repr(case.inputs["x"]) for case in judge.docket("toy_double").cases if case.visible}
    result = verdict(judge, "toy_double", lambda x: 2 * x if repr(x) in known else x * 1.61803398875)
    assert (result.status, result.score) == ("failed", 0.0)
    assert result.message in {
        f"right on the visible cases, but not on other inputs (wrong values), where {label}"
        for label in ("there are many rows", "there is one row")
    }


def test_a_right_part_keeps_its_share(judge: Judge) -> None:
    """Does a right loss keep half the points beside a wrong gradient?"""
    result = verdict(judge, "toy_loss", lambda W, reg: (reg * np.sum(W * W), -reg * W))
    assert (result.status, result.score) == ("partial", 2.0)
    assert "dW[0, 0]: expected " in result.message


def test_a_part_that_is_right_in_some_cases_only_gets_nothing(judge: Judge) -> None:
    """Is a share given only for an output that is right in every case?"""
    seen: list[int] = []

    def moody(W: Any, reg: float) -> Any:
        seen.append(1)
        return (reg * np.sum(W * W) + len(seen) - 1, 2 * reg * W + 1)

    assert verdict(judge, "toy_loss", moody).score == 0


def test_a_known_mistake_gets_its_name(judge: Judge) -> None:
    """Is a misconception recognised by its numbers, and said in the author's words?"""
    result = verdict(judge, "toy_loss", lambda W, reg: (reg * (W**2).sum(), W * reg))
    assert result.misconception == "reg-factor-2"
    assert result.message.startswith(
        "your answer is what you get when the gradient of reg * sum(W * W) lacks its factor 2; "
        "the loss is right; dW is wrong; in the case where the weights are of both signs: dW[0, 0]: expected "
    )


def test_a_mistake_of_another_kind_is_not_named(judge: Judge) -> None:
    """Is a name given only to what reproduces the numbers?"""
    assert (
        verdict(judge, "toy_loss", lambda W, reg: (reg * np.sum(W * W), 1.5 * reg * W)).misconception is None
    )


def test_a_declared_mistake_that_looks_right_names_nobody(toy: Assignment) -> None:
    """Is a right answer never called a misconception, whatever an author declares?"""
    graded = toy.exercises["toy_double"]
    harmless = Misconception("toy_double", "transposed", "you do it right", lambda x: x + x)
    changed = replace(graded, misconceptions=(harmless,))
    assert wrong_ways_of(changed.misconceptions, prepare(changed, SEED).cases) == []


def test_overwritten_inputs_cost_all_points(judge: Judge) -> None:
    """Is a right value no excuse for changing what was passed in?"""

    def greedy(W: Any, reg: float) -> Any:
        loss = reg * np.sum(W * W)
        W *= 2 * reg
        return loss, W.copy()

    result = verdict(judge, "toy_loss", greedy)
    assert (result.status, result.score, result.misconception) == ("failed", 0.0, "inputs-overwritten")
    assert result.message.endswith("your function changes its input W; work on a copy instead")


def test_a_known_way_to_overwrite_inputs_has_its_own_name(toy: Assignment) -> None:
    """Is a mistake that changes its inputs told by its own id where it gives everything else too?"""

    def greedy(x: Any) -> Any:
        x *= 2
        return x

    graded = toy.exercises["toy_double"]
    known = Misconception("toy_double", "relu-overwrites-upstream", "x is doubled in place", greedy)
    changed = replace(toy, exercises={"toy_double": replace(graded, misconceptions=(known,))})
    result = verdict(Judge(changed, SEED), "toy_double", greedy)
    assert (result.status, result.misconception) == ("failed", "relu-overwrites-upstream")


def test_two_known_mistakes_are_named_together(toy: Assignment) -> None:
    """Are two mistakes found that nobody declared together, the likelier first?"""

    def too_large(W: Any, reg: float) -> Any:
        return reg * np.sum(W * W) + 1, 2 * reg * W

    graded = toy.exercises["toy_loss"]
    one_more = Misconception("toy_loss", "svm-correct-class-counted", "the loss is 1 too large", too_large)
    known = replace(graded, misconceptions=(one_more, *graded.misconceptions))
    judge = Judge(replace(toy, exercises={"toy_loss": known}), SEED)
    result = verdict(judge, "toy_loss", lambda W, reg: (1 + reg * (W**2).sum(), W * reg))
    assert (result.misconception, result.also) == ("reg-factor-2", "svm-correct-class-counted")
    assert "the two together give exactly your numbers" in result.message


@pytest.mark.parametrize(
    "function",
    [lambda x: (2 * x).astype(np.float32), lambda x: (2 * x).view(np.matrix), lambda x: (2 * x).tolist()],
    ids=["float32", "matrix", "list"],
)
def test_wrong_types_have_their_id(judge: Judge, function: Function) -> None:
    """Are right numbers in a wrong container told apart from wrong numbers?"""
    result = verdict(judge, "toy_double", function)
    assert (result.status, result.score, result.misconception) == ("failed", 0.0, "matrix-or-wrong-dtype")


def test_a_loop_costs_all_points_where_loops_are_banned(judge: Judge) -> None:
    """Is a right value by a Python loop over rows found, and said?"""
    source = (
        "def toy_sum(X):\n    total = 0\n    for row in X:\n        total = total + row\n    return total"
    )
    result = verdict(judge, "toy_sum", lambda X: X.sum(axis=0), source)
    assert (result.status, result.score, result.misconception) == ("failed", 0.0, "loops-in-vectorized")
    assert result.message.startswith("right values, but with a Python loop (")


def test_loops_are_free_where_they_are_allowed(judge: Judge) -> None:
    """Does the ban hold only where the author says so?"""
    source = "def toy_double(x):\n    return np.array([2 * row for row in x])"
    assert verdict(judge, "toy_double", lambda x: 2 * x, source).status == "passed"


def test_an_unfinished_stub_is_missing(judge: Judge) -> None:
    """Is a stub told from a mistake, with no misconception that raises too?"""

    def stub(*_: Any) -> Any:
        raise NotImplementedError

    result = verdict(judge, "toy_loss", stub)
    assert (result.status, result.score, result.misconception) == ("missing", 0.0, None)
    assert result.message == "not written yet (it, or what it calls, raises NotImplementedError)"


@pytest.mark.parametrize(
    ("problem", "status", "message"),
    [
        (Problem("missing", "whatever"), "missing", "the notebook defines no function of this name"),
        (
            Problem("exception", "ValueError: no", "ValueError"),
            "error",
            "in the case where there are many rows: ",
        ),
        (Problem("exception", "it took more than 2 s", "TimeoutError"), "timeout", "it took more than 2 s"),
        (Problem("exception", "it ended the process", "ProcessEnded"), "error", "it ended the process"),
        (Problem("structure", "it returned None"), "failed", "it returned None"),
    ],
    ids=["missing", "exception", "timeout", "process", "structure"],
)
def test_every_problem_has_its_status(judge: Judge, problem: Problem, status: str, message: str) -> None:
    """Is the way of failing told, in the status and in words?"""
    result = judge.verdict("toy_double", [Response(problem=problem)], [])
    assert (result.status, result.score) == (status, 0.0)
    assert message in result.message


def test_no_answer_at_all_is_an_error(judge: Judge) -> None:
    """Is an exercise whose process could not be had given no points, and said so?"""
    result = judge.verdict("toy_double", [], [])
    assert (result.status, result.score) == ("error", 0.0)
    assert "no answer came back" in result.message


def test_right_answers_to_some_cases_are_not_enough(judge: Judge, toy: Assignment) -> None:
    """Do missing answers count as wrong ones?"""
    responses = answers(judge, "toy_double", toy.exercises["toy_double"].reference)
    result = judge.verdict("toy_double", responses[:-1], [])
    assert (result.status, result.score) == ("error", 0.0)
    assert result.message.startswith("right on the visible cases, but not on other inputs")


HIDDEN: dict[str, Response] = {
    "exception": Response(problem=Problem("exception", f"ValueError: {SECRET}", SECRET, SECRET)),
    "structure": Response(problem=Problem("structure", f"expected {SECRET}")),
    "missing": Response(problem=Problem("missing", SECRET)),
    "not_written": Response(problem=Problem("not_written", SECRET)),
    "changed": Response({"doubled": Leaf(np.ones((4, 3)), "ndarray")}, changed_inputs=(SECRET,)),
    "type": Response({"doubled": Leaf(np.ones((4, 3)), SECRET)}),
    "shape": Response({"doubled": Leaf(np.ones((161, 803)), "ndarray")}),
    "dtype": Response({"doubled": Leaf(np.ones((4, 3), np.float32), "ndarray")}),
    "not_finite": Response({"doubled": Leaf(np.full((4, 3), np.nan), "ndarray")}),
    "value": Response({"doubled": Leaf(np.full((4, 3), float(SECRET)), "ndarray")}),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_no_word_of_a_hidden_case_gets_into_a_message(judge: Judge, toy: Assignment, kind: str) -> None:
    """Can a student's code never pass on a hidden input, not even by forging what it says?"""
    right = answers(judge, "toy_double", toy.exercises["toy_double"].reference)
    cases = judge.docket("toy_double").cases
    hidden = [i for i, case in enumerate(cases) if not case.visible and case.inputs["x"].shape == (4, 3)]
    responses = [HIDDEN[kind] if i in hidden else response for i, response in enumerate(right)]
    result = judge.verdict("toy_double", responses, [])
    assert result.score == 0
    assert SECRET not in result.message
    assert not set("0123456789") & set(result.message)


def test_an_endless_error_still_makes_json(judge: Judge) -> None:
    """Is an error that overflows left out of the result, which strict JSON could not hold?"""
    result = verdict(
        judge, "toy_double", lambda x: np.where(x > 0, 1.7e308, -1.7e308) * np.sign(-x) * np.sign(x)
    )
    whole = SubmissionResult("toy", 0.0, 1.0, "graded", "process", 0.1, (result,), (), 1)
    assert json.loads(whole.to_json())["exercises"][0]["status"] == "failed"


def test_a_case_may_compare_some_outputs_only() -> None:
    """Can an output that chance decides be left out of a case?"""
    case = Case("x", draw_x, compare=("a",))
    graded = exercise(lambda x: (x, x.sum()), case, outputs=("a", "b"))
    (drawn,) = draw_cases(graded, 1, visible=True)
    assert list(drawn.expected) == ["a"]
    assert [leaf.name for leaf in drawn.spec] == ["a", "b"]


def test_a_dictionary_is_compared_by_its_name_or_by_its_keys() -> None:
    """Does the name of a dictionary mean all of its keys?"""
    for names, expected in ((("params",), ["W", "b"]), (("b",), ["b"])):
        graded = exercise(
            lambda x: ({"W": x, "b": x}, x.sum()),
            Case("x", draw_x, compare=names),
            outputs=("params", "loss"),
        )
        assert list(draw_cases(graded, 1, visible=True)[0].expected) == expected


def test_a_reference_that_overwrites_its_inputs_spoils_no_case() -> None:
    """Does a student get the inputs that the reference got?"""

    def reference(x: Any) -> Any:
        x *= 0
        return x + 1

    (drawn,) = draw_cases(exercise(reference, Case("x", draw_x)), 1, visible=True)
    assert np.all(drawn.inputs["x"] != 0)


def test_an_expected_array_is_no_view_of_an_input() -> None:
    """Is what is right safe when the reference returns its own input?"""
    (drawn,) = draw_cases(exercise(lambda x: x, Case("x", draw_x)), 1, visible=True)
    assert not np.shares_memory(drawn.expected["out"], drawn.inputs["x"])


def test_a_large_case_is_drawn_when_graded_and_asked_once() -> None:
    """Is a case that is hidden only neither shipped, nor asked again, nor a trial of misconceptions?"""
    large = Case("x is large", draw_x, hidden_only=True)
    doubled = Misconception("made_up", "factor", "doubled", lambda x: 2 * x)
    graded = replace(exercise(lambda x: x, Case("x", draw_x), large), misconceptions=(doubled,))
    assert [case.label for case in draw_cases(graded, 1, visible=True)] == ["x"]
    docket = prepare(graded, SEED)
    assert sorted(case.label for case in docket.cases if not case.visible) == ["x", "x", "x is large"]
    halves = [call(lambda x: 2 * x, case.inputs, case.spec) for case in docket.cases]
    large_spoilt = [
        call(str, c.inputs, c.spec) if c.large else r for c, r in zip(docket.cases, halves, strict=True)
    ]
    for responses in (halves, large_spoilt):
        known = docket.recognise(responses)
        assert known is not None
        assert known.id == "factor"


def misdraw(_: np.random.Generator) -> Mapping[str, Any]:
    """Fail to draw."""
    raise ZeroDivisionError("no luck")


@pytest.mark.parametrize(
    ("graded", "message"),
    [
        (
            exercise(lambda x: x, Case("the rows are odd", misdraw)),
            "made_up .the rows are odd.*ZeroDivisionError",
        ),
        (exercise(lambda: 1, Case("x", draw_x)), "made_up .x., but TypeError"),
        (exercise(lambda x: (x,), Case("x", draw_x), outputs=("a", "b")), "made_up .x., but IndexError"),
        (
            exercise(lambda x: x, Case("x", draw_x, compare=("outt",))),
            "expected names of outputs of made_up .out., got outt",
        ),
        (
            exercise(lambda x: x, Case("x", draw_x), parts=(Part("out", "outt", 1.0),)),
            "expected names of outputs of made_up .out., got outt",
        ),
        (
            exercise(lambda x: np.log(-np.abs(x)), Case("x", draw_x)),
            "expected finite numbers from the reference of made_up .x.",
        ),
    ],
    ids=["draw", "signature", "outputs", "compare", "parts", "nan"],
)
def test_an_authors_mistake_names_exercise_and_case(graded: GradedExercise, message: str) -> None:
    """Is a slip in exercises.py found before it gives or costs anybody points?"""
    with np.errstate(all="ignore"), pytest.raises(CourseError, match=message):
        prepare(graded, SEED)
