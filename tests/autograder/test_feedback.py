"""The feedback page: a student's own verdicts and code, and nothing of anybody else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.feedback import student_feedback
from autograder.pages import LOOKS
from autograder.results import SubmissionStatus
from cs231n_lib.cases import GENERAL, Hints

from .classroom import EXERCISES, HOSTILE, STATUSES, assert_harmless, result, verdict


def test_everything_right_says_so() -> None:
    """Does full marks read as praise, with nothing left to do?"""
    text = assert_harmless(student_feedback(result("ada", *map(verdict, EXERCISES)))).text
    assert "15 of 15 points" in text
    assert "Everything is right. Well done!" in text
    assert "A good place" not in text


def test_half_done_says_what_is_right_and_where_to_go_on() -> None:
    """Does the page count what is right and name the first exercise that is not?"""
    mixed = result(
        "ada", verdict("svm_scores"), verdict("svm_margins", "failed"), verdict("svm_dW", "missing")
    )
    text = assert_harmless(student_feedback(mixed)).text
    assert "1 of 3 exercises is right. A good place to go on is svm_margins." in text
    assert "1 of 15 points" in text


def test_nothing_right_encourages() -> None:
    """Is a zero told kindly, with a place to start?"""
    text = assert_harmless(student_feedback(result("ada", verdict("svm_scores", "missing")))).text
    assert "No exercise is right yet. A good place to start is svm_scores." in text


def test_a_wrong_answer_gets_a_question_and_no_more() -> None:
    """Does feedback make a student think about the mistake, without the formula or the derivation?"""
    hints = {
        "svm_dW": {
            "reg-factor-2": Hints("Of w²?", "Two w.", "Two reg W."),
            GENERAL: Hints("In general?", "b.", "c."),
        }
    }
    wrong = replace(verdict("svm_dW", "failed"), misconception="reg-factor-2")
    text = assert_harmless(student_feedback(result("ada", wrong), None, hints)).text
    assert "Think about this. Of w²?" in text
    assert "Two" not in text
    unknown = replace(wrong, misconception=None)
    assert "In general?" in assert_harmless(student_feedback(result("ada", unknown), None, hints)).text
    silent = replace(unknown, status="error", message="no answer came back", answered=False)
    page = assert_harmless(student_feedback(result("ada", silent), None, hints)).text
    assert "no answer came back" in page
    assert "Think" not in page
    in_a_stage = replace(wrong, name="svm_loss_vectorized", stage="svm_dW")
    assert "Of w²?" in assert_harmless(student_feedback(result("ada", in_a_stage), None, hints)).text
    right = verdict("svm_dW")
    assert "Think" not in assert_harmless(student_feedback(result("ada", right), None, hints)).text


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_a_word_and_a_symbol(status: str) -> None:
    """Can every verdict be told without its colour?"""
    text = assert_harmless(student_feedback(result("ada", verdict("svm_dW", status)))).text  # type: ignore[arg-type]
    assert f"svm_dW {LOOKS[status].symbol} {LOOKS[status].to_student}" in text


def test_fault_of_the_grader_costs_nothing_and_says_so() -> None:
    """Is a student told that it is not their fault, and shown no zero?"""
    text = assert_harmless(student_feedback(result("ada", verdict("svm_dW", "grader_error")))).text
    assert "worth 2 points" in text
    assert "0 of 2" not in text
    assert "costs you nothing" in text


@pytest.mark.parametrize("status", ["unreadable", "unknown_assignment", "grader_error"])
def test_ungraded_notebook_gets_an_explanation_instead_of_a_score(status: SubmissionStatus) -> None:
    """Does a student whose file was not graded learn why, and see no score?"""
    broken = replace(result("ada", notes=("expected JSON, got a ZIP file",)), status=status)
    text = assert_harmless(student_feedback(broken)).text
    assert "of 15 points" not in text
    assert "expected JSON, got a ZIP file" in text
    assert "notebook" in text


def test_message_and_name_of_the_mistake_are_shown() -> None:
    """Does the student read what is wrong, in the message's words and lines?"""
    said = "`dW` differs at [0, 3]:\nexpected 0.125, got 0.25"
    wrong = verdict("svm_dW", "failed", misconception="reg-factor-2", message=said)
    html = student_feedback(result("ada", wrong))
    assert_harmless(html)
    assert "<code>dW</code> differs at [0, 3]:\nexpected 0.125, got 0.25" in html
    assert "<code>reg-factor-2</code>" in html


def test_own_code_is_shown_as_text() -> None:
    """Is a student's code shown as it is, closed where it is right, open where it is not?"""
    code = 'def f(x):\n    """</code></pre><script>alert(1)</script>"""\n\treturn x < 1 & x > 0'
    both = result("ada", verdict("svm_dW", "failed"), verdict("svm_scores"))
    html = student_feedback(both, {"svm_dW": code, "svm_scores": "pass", "other": "unused = 1"})
    page = assert_harmless(html)
    assert ("code", code) in [
        (tag, "".join(t for g, t in page.texts if g == "code" and t == code)) for tag in ["code"]
    ]
    assert html.count("<details open>") == 1
    assert html.count("<details>") == 1
    assert "unused" not in html


def test_long_code_is_cut() -> None:
    """Is a page of sensible size made of ten megabytes of code?"""
    html = student_feedback(result("ada", verdict("svm_dW", "failed")), {"svm_dW": "x = 1\n" * 2_000_000})
    assert len(html) < 60_000


def test_nobody_else_is_mentioned() -> None:
    """Is the page free of ranks, averages and the class?"""
    text = assert_harmless(student_feedback(result("ada", *map(verdict, EXERCISES)))).text.lower()
    assert not re.search(r"\b(class|rank|average|mean|median|others|students)\b", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Do all fields together, each full of tricks, still make a harmless page?"""
    wrong = [
        verdict(n, s, misconception=text, message=text) for n, s in zip(EXERCISES, STATUSES, strict=True)
    ]
    hostile = replace(result(text, *wrong, notes=(text, text)), assignment=text)
    page = assert_harmless(student_feedback(hostile, dict.fromkeys(EXERCISES, text)))
    assert not [t for tag, t in page.texts if len(t) > 5_000 and tag not in ("style", "code")]


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(), max_size=80), min_size=6, max_size=6))
def test_no_text_whatever_gets_out_of_its_place(texts: list[str]) -> None:
    """Can any characters at all add an element, an attribute or a control character?"""
    name, message, note, mistake, code, exercise = texts
    wrong = replace(verdict("svm_dW", "failed", misconception=mistake, message=message), name=exercise)
    assert_harmless(student_feedback(result(name, wrong, notes=(note,)), {exercise: code}))


def test_scores_are_written_plainly() -> None:
    """Are thirds rounded and wholes whole, and does an assignment without points work?"""
    third = result("ada", verdict("svm_dW", "partial", 1 / 3))
    assert "0.33 of 2 points" in assert_harmless(student_feedback(third)).text
    assert "0 of 0 points" in assert_harmless(student_feedback(replace(third, max_score=0.0, score=0.0))).text
