"""A worked example sets the student's numbers beside the right ones, and says where they part."""

# ruff: noqa: ARG005 - wrong answers ignore their inputs

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.course import Course, load_assignment
from cs231n_lib.cases import load
from cs231n_lib.checking import Checker
from cs231n_lib.explaining import example_of, explain_exercise
from cs231n_lib.places import place_in_words, whereabouts
from tests.conftest import ROOT

Function = Callable[..., Any]


def not_counted(dmargins: Any, y: Any) -> Any:
    """Pull the right class once per image."""
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -1 / len(y)
    return dscores


def text_of(name: str, function: Function) -> str:
    """Return what is shown, on one line."""
    return " ".join(str(explain_exercise(load(name), function)).split())


def test_the_numbers_stand_beside_each_other() -> None:
    """Does a student see inputs, right numbers and own ones, with the difference marked?"""
    explanation = Checker().explain("svm_dscores", not_counted)
    lines = str(explanation).splitlines()
    assert lines[0] == "✗ Worked example: svm_dscores, 1 of 6 numbers differs"
    start = next(i for i, line in enumerate(lines) if "dscores, right" in line)
    assert lines[start + 1].split() == ["-0.5", "0.5", "0", "-0.5", "0.5", "0"]
    assert lines[start + 2].split() == ["0.5", "0.5", "-1", "0.5", "0.5", "-0.5", "✗"]
    assert explanation.got["dscores"].tolist() == [[-0.5, 0.5, 0.0], [0.5, 0.5, -0.5]]


def test_the_example_can_be_played_with() -> None:
    """Are the numbers of the result copies, which a student may change?"""
    first = Checker().explain("svm_dscores", not_counted)
    first.inputs["dmargins"][:] = 7
    first.expected["dscores"][:] = 7
    again = Checker().explain("svm_dscores", not_counted)
    assert again.inputs["dmargins"].max() == 0.5
    assert again.expected["dscores"].min() == -1


def test_words_say_where_the_first_difference_is_and_why() -> None:
    """Is the mistake named, and its first trace told in the words of the course?"""
    text = " ".join(str(Checker().explain("svm_dscores", not_counted)).split())
    assert "Your answer is what you get when the correct class gets -1/N instead of" in text
    assert "`dscores[1, 2]` (example 1, class 2, its right class) is -1, yours -0.5." in text


def test_a_right_answer_is_shown_as_one() -> None:
    """Is the example of use to somebody who has it right, too?"""
    assert text_of("svm_scores", lambda W, X: X @ W).startswith(
        "✓ Worked example: svm_scores, your numbers are right"
    )


def test_a_mistake_that_the_example_hides_is_told_all_the_same() -> None:
    """Is it not said that all is well, where only large scores show the mistake?"""

    def unshifted(W: Any, X: Any, y: Any, reg: Any) -> Any:
        P = np.exp(X @ W)
        P /= P.sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(y)), y]).mean() + reg * np.sum(W * W)
        P[np.arange(len(y)), y] -= 1
        return loss, X.T @ P / len(y) + 2 * reg * W

    text = " ".join(str(Checker().explain("softmax_loss_vectorized", unshifted)).split())
    assert "right here, but `check` finds what they do not show" in text
    assert "the scores are not shifted before the exponential" in text


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        ("svm_scores", lambda W, X: (X @ W).T, "yours, shape (3, 2)"),
        ("svm_scores", lambda W, X: W @ X, "ValueError"),
        ("svm_scores", lambda W, X: np.zeros((50, 50)), "an array of shape (50, 50)"),
        ("svm_scores", lambda W, X: (X @ W) / 0, "`scores` is not finite"),
        ("svm_data_loss", lambda margins: np.sum(margins), "6.5 ✗ `data_loss` is N = 2 times too large"),
        ("two_layer_dh1", lambda dscores, W2: np.maximum(dscores @ W2.T, 0), "dh1, right"),
        ("svm_train", lambda *inputs: (inputs[1], np.zeros(2)), "loss_function"),
    ],
    ids=["transposed", "exception", "large", "not_finite", "number", "relu", "training"],
)
def test_every_kind_of_answer_is_shown(name: str, function: Function, words: str) -> None:
    """Are other shapes, errors and single numbers told as what they are?"""
    assert words in text_of(name, function)


def test_a_stub_gets_the_example_and_what_to_do() -> None:
    """Is the right answer to aim for shown before anything is written?"""

    def stub(W: Any, X: Any) -> Any:
        raise NotImplementedError

    text = text_of("svm_scores", stub)
    assert "scores, right 2 1.5 -2.5" in text
    assert "Write the body" in text


def test_without_an_author_s_example_a_small_case_is_taken() -> None:
    """Does a course without examples explain, too?"""
    exercise = replace(load("svm_scores"), example=None)
    smallest = example_of(exercise)
    sizes = [sum(value.size for value in case.inputs.values()) for case in exercise.cases]
    assert sum(value.size for value in smallest.inputs.values()) == min(sizes)
    assert "Worked example" in str(explain_exercise(exercise, lambda W, X: X @ W))


def test_a_result_in_place_of_the_function_is_told() -> None:
    """Does check.explain(name, f(x)) say what to write instead?"""
    assert "Give `check.explain` the function itself" in str(Checker().explain("svm_scores", np.ones(3)))


def test_html_marks_what_differs_and_escapes() -> None:
    """Is the marked number marked, and text from a student harmless?"""

    def hostile(dmargins: Any, y: Any) -> Any:
        raise ValueError("<img src=x>")

    page = Checker().explain("svm_dscores", not_counted)._repr_mimebundle_()["text/html"]
    assert len(re.findall(r"text-decoration:underline[^>]*>-0\.5<", page)) == 1
    assert "<img" not in Checker().explain("svm_dscores", hostile)._repr_mimebundle_()["text/html"]


def test_the_example_of_each_exercise_shows_most_mistakes() -> None:
    """Do at least 8 in 10 of the misconceptions differ on the example, readably, and the reference not?"""
    course, shown, total = Course(ROOT), 0, 0
    for assignment in course.assignment_names():
        for graded in load_assignment(course, assignment).exercises.values():
            exercise = load(graded.name)
            assert exercise.example is not None
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # np.matrix, on purpose
                assert str(explain_exercise(exercise, graded.reference)).startswith("✓")
                texts = [str(explain_exercise(exercise, m.function)) for m in graded.misconceptions]
            assert all(len(line) <= 100 for text in texts for line in text.splitlines())
            shown += sum(text.startswith("✗") for text in texts)
            total += len([m for m in graded.misconceptions if m.id != "loops-in-vectorized"])
    assert shown >= 0.8 * total, (shown, total)


SHAPE = (2, 3)
LABELS = {"y": np.array([0, 2])}
OF_LABELS = np.array([[True, False, False], [False, False, True]])
ROW = np.array([[False] * 3, [True] * 3])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (OF_LABELS, "exactly the entries of the right classes"),
        (~OF_LABELS, "those of all wrong classes are not"),
        (OF_LABELS & ROW, "Only entries of right classes"),
        (~OF_LABELS & ROW, "the mistake lies in the wrong classes"),
        (ROW, "Everything of example 1 is wrong, and nothing else."),
        (ROW[:, :1] & np.eye(2, 3, dtype=bool), "the mistake lies in the wrong classes"),
        (np.array([[True, True, False]] * 2), "Everything of classes 0 and 1 is wrong"),
        (np.ones(SHAPE, bool), None),
        (np.zeros(SHAPE, bool), None),
    ],
)
def test_whereabouts_say_what_holds_of_all_wrong_entries(wrong: Any, words: str | None) -> None:
    """Are labels, rows and columns recognised, and is silence kept where all is wrong?"""
    found = whereabouts("dscores", wrong, LABELS)
    assert found is None if words is None else words in str(found)


def test_places_have_the_words_of_the_course() -> None:
    """Is an entry told by what it belongs to?"""
    assert place_in_words("dW1", (0, 2), {}) == "feature 0, hidden unit 2"
    assert place_in_words("loss_history", (3,), {}) == "step 3"
    assert place_in_words("scores", (1, 0), LABELS) == "example 1, class 0, a wrong class"
    assert place_in_words("something", (1, 0), {}) == "row 1, column 0"


def test_a_gradient_is_told_from_the_input_of_its_name() -> None:
    """Is it clear which W1 is the one that comes in, and which the gradient under its key?"""
    text = str(
        Checker().explain(
            "two_layer_loss",
            lambda W1, b1, W2, b2, X, y, reg: (0.0, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}),
        )
    )
    assert "returned W1, right" in text
