"""The class report: right, complete, and deaf to whatever a submission says."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.pages import LOOKS
from autograder.report import class_report
from autograder.results import ExerciseStatus, SubmissionResult
from autograder.text import one_line

from .classroom import (
    EXERCISES,
    HOSTILE,
    MAX_SCORE,
    STATUSES,
    Page,
    a_class,
    assert_harmless,
    hostile_class,
    result,
    verdict,
)

CREATED = datetime(2025, 4, 14, 9, 30, tzinfo=UTC)


def report(results: list[SubmissionResult], title: str = "svm", **says: str) -> str:
    """Return the report of a class, with explanations of mistakes in `svm_dW`."""
    sentences = {("svm_dW", k): [v] for k, v in says.items()}
    return class_report(results, title=title, created=CREATED, says=sentences)


def rows(html: str) -> list[list[str]]:
    """Return the cells of the table of students as text."""
    table = html[html.index('<table class="students">') :]
    body = table[table.index("<tbody>") : table.index("</tbody>")]
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [[Page(cell).text for cell in cells.findall(row)] for row in body.split("<tr>")[1:]]


@pytest.mark.parametrize("size", [0, 1, 2, 24])
def test_page_is_whole_for_any_class(size: int) -> None:
    """Is there a sound page for an empty class, one student, and a usual class?"""
    page = assert_harmless(report(a_class(size)))
    assert ("No submissions yet" in page.text) == (size == 0)
    assert "14 April 2025, 09:30 UTC" in page.text


def test_two_thousand_students_make_a_file_that_opens() -> None:
    """Is a department's report about a megabyte, with everybody in it?"""
    html = report(a_class(2_000))
    assert len(html) < 1_500_000
    assert len(rows(html)) == 2_000


def test_hostile_class_makes_a_harmless_page() -> None:
    """Do names, messages, notes and mistakes full of markup, escapes and formulas stay text?"""
    html = report(hostile_class())
    page = assert_harmless(html)
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert not [text for _, text in page.texts if len(text) > 2_000 and "--paper" not in text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_sandboxes_and_explanations_stay_text(text: str) -> None:
    """May even what comes from the instructor's side contain anything?"""
    wrong = result("a", verdict("svm_dW", "failed", misconception="m"), sandbox=text)
    assert_harmless(class_report([wrong], title=text, created=CREATED, says={("svm_dW", "m"): [text]}))


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(), max_size=60), min_size=5, max_size=5), st.sampled_from(STATUSES))
def test_no_text_whatever_gets_out_of_its_place(texts: list[str], status: ExerciseStatus) -> None:
    """Can any characters at all, in any field, add an element, an attribute or a control character?"""
    name, message, note, mistake, exercise = texts
    wrong = replace(
        verdict("svm_dW", "failed", misconception=mistake, message=message), name=exercise, status=status
    )
    assert_harmless(report([result(name, wrong, notes=(note,)), *a_class(2)]))


def test_headline_counts_are_right() -> None:
    """Do the first numbers say how many came, how many were graded, and how they did?"""
    full = result("a", *map(verdict, EXERCISES))
    low = result("b", verdict("svm_scores"))
    broken = replace(low, student="c", status="unreadable", score=0.0, exercises=(), notes=("not JSON",))
    text = assert_harmless(report([full, low, broken])).text
    assert "Submissions 3 2 graded" in text
    assert f"Median {(MAX_SCORE + 1) / 2:g} of 15" in text
    assert "Mean 8 of 15" in text
    assert "Full marks 1 50% of the graded" in text
    assert "Need a person 1 submission" in text
    assert "Sandbox namespaces every submission" in text


def test_weaker_sandboxes_do_not_hide() -> None:
    """Does the report say how many were graded at which level?"""
    results = [result("a"), result("b"), result("c", sandbox="process")]
    assert "Sandbox namespaces 2 of 3; process 1" in assert_harmless(report(results)).text


def test_rows_are_sorted_by_score_then_name() -> None:
    """Is the order the best first, names in order where scores are equal, ungraded last?"""
    one, two = verdict("svm_scores"), verdict("svm_dW")
    results = [result("bob", one), result("Ada", one), result("zoe", two)]
    results.append(replace(results[0], student="abe", status="unreadable", exercises=(), score=0.0))
    assert [row[0].rstrip(" ⚑") for row in rows(report(results))] == ["zoe", "Ada", "bob", "abe"]


def test_every_cell_says_its_verdict_without_colour() -> None:
    """Does each status have a symbol of its own, explained in the legend?"""
    exercises = [verdict(name, status) for name, status in zip(EXERCISES, STATUSES, strict=True)]
    html = report([result("a", *exercises)])
    cells = rows(html)[0][2:]
    symbols = [cell.split()[0] for cell in cells]
    assert symbols == [LOOKS[status].symbol for status in STATUSES]
    assert len(set(symbols)) == len(STATUSES)
    legend = " ".join(LOOKS[s].symbol + LOOKS[s].word for s in LOOKS).replace(" ", "")
    assert legend in assert_harmless(html).text.replace(" ", "")


def test_fault_of_the_grader_is_not_shown_as_zero() -> None:
    """Is the cell of an exercise that could not be graded free of points?"""
    assert rows(report([result("a", verdict("svm_dW", "grader_error"))]))[0][2] == "?"


def test_status_of_a_later_version_is_shown_by_its_name() -> None:
    """Does a report of results from a newer kit still come out?"""
    odd = replace(verdict("svm_dW"), status="appealed")  # type: ignore[arg-type]
    assert "appealed" in assert_harmless(report([result("a", odd)])).text


def test_misconceptions_are_counted_and_explained() -> None:
    """Does an instructor see what to teach again, how often, whose it is, and what has no name?"""
    wrong = verdict("svm_dW", "failed", misconception="reg-factor-2")
    results = [result("ada", wrong), result("bob", wrong), result("cy", verdict("svm_dW", "failed"))]
    results += [result("dan", verdict("svm_dW")), result("eve", verdict("svm_scores", "failed"))]
    text = assert_harmless(report(results, **{"reg-factor-2": "the gradient is `reg*W`"})).text
    assert "reg-factor-2 2 of 4 ada, bob What you get when the gradient is reg*W" in text
    assert "wrong in a way that has no name 1" in text
    assert "Other wrong answers that match no known mistake: svm_scores 1." in text


def test_everybody_who_needs_a_person_is_named_with_the_reason() -> None:
    """Is each submission a line, however many there are, and however much is wrong with it?"""
    results = [result(f"s{i:02d}", verdict(), notes=(f"reason {i}",)) for i in range(30)]
    html = report(results)
    text = assert_harmless(html).text
    assert all(f"s{i:02d} note reason {i}" in text for i in range(30))
    assert "18 more" in text
    html = report([result("loud", verdict(), notes=tuple(f"note {i}" for i in range(9)))])
    assert 'note 0\nnote 1\nnote 2\n<span class="soft">and 6 more' in html
    loud = assert_harmless(html).text
    assert "note 3" not in loud
    assert "Nobody" in assert_harmless(report([result("a", verdict())])).text


def test_order_of_results_does_not_matter() -> None:
    """Is the page the same whichever submission was graded first?"""
    results = a_class(50)
    shuffled = random.Random(1).sample(results, len(results))
    assert report(results) == report(shuffled)


def test_nothing_graded_still_makes_a_page() -> None:
    """Is there a page when every single submission is broken?"""
    broken = replace(result("a"), status="grader_error", max_score=0.0)
    text = assert_harmless(report([broken])).text
    assert "Nothing was graded" in text
    assert "not graded" in text


def test_names_are_cut_in_the_table() -> None:
    """Does a name of five thousand letters take one line?"""
    assert len(rows(report([result("a" * 5_000)]))[0][0]) == 80
    assert rows(report([result("\u202e")]))[0][0] == "(no name)"
    assert one_line("x") == "x"


def test_a_sentence_that_was_said_to_nobody_is_not_shown_for_a_dtype() -> None:
    """Is float32 not explained as the matrix that was declared for the exercise?"""
    wrong = verdict(
        "svm_scores", "failed", misconception="matrix-or-wrong-dtype", message="scores is float32"
    )
    html = class_report(
        [result("ada", wrong)],
        title="svm",
        created=CREATED,
        says={("svm_scores", "matrix-or-wrong-dtype"): ["the scores are an np.matrix"]},
    )
    assert "np.matrix" not in assert_harmless(html).text
