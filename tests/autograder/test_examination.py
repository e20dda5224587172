"""What `autograder author` finds: mistakes that pass, names that mislead, right answers that fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from autograder.authoring import Alternative, Misconception, Part
from autograder.cli import main
from autograder.course import Assignment, Course
from autograder.examination import Examined, examine

ROOT = Path(__file__).resolve().parents[2]


def right(W: Any, reg: float) -> Any:
    """Return the right answer."""
    return reg * np.sum(W**2), reg * (W + W)


def half(W: Any, reg: float) -> Any:
    """Forget the factor 2."""
    return reg * np.sum(W**2), reg * W


def loud(W: Any, reg: float) -> Any:
    """Print while giving the right answer."""
    print("loss", reg)  # noqa: T201 (as students do)
    return right(W, reg)


def nearly(W: Any, reg: float) -> Any:
    """Be off by three tolerances."""
    return (1 + 3e-6) * reg * np.sum(W**2), 2 * reg * W


def short(W: Any) -> Any:
    """Take fewer arguments than the exercise."""
    return W


def slip(W: Any, reg: float) -> Any:
    """Call what NumPy does not have."""
    return np.smu(W) * reg, W  # type: ignore[attr-defined]


def helped(W: Any, reg: float) -> Any:
    """Use a function that no sample submission has."""
    return half(W, reg)


def examined(toy: Assignment, **changes: Any) -> Examined:
    """Examine the toy loss with other declarations."""
    graded = replace(toy.exercises["toy_loss"], **changes)
    return examine(replace(toy, exercises={"toy_loss": graded}), "toy_loss", seeds=(0, 1))


def test_a_sound_exercise_needs_nobody(toy: Assignment) -> None:
    """Is a mistake that is told and named, beside a right answer that passes, all there is to ask for?"""
    found = examined(toy, alternatives=(Alternative("toy_loss", "sums", right),))
    assert found.problems == ()
    assert found.counts == dict.fromkeys(
        ("misconceptions", "told_by_check", "told_by_judge", "named", "alternatives", "right"), 1
    )
    assert found.mistakes[0].named
    assert found.mistakes[0].kept == 0.5
    assert found.mistakes[0].shown_by == found.visible
    assert found.tolerances == pytest.approx(0.5e6)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"misconceptions": (Misconception("toy_loss", "transposed", "it is right", right),)},
            "passes the visible",
        ),
        (
            {"misconceptions": (Misconception("toy_loss", "transposed", "it is right", right),)},
            "gets full marks on",
        ),
        (
            {
                "misconceptions": (
                    Misconception("toy_loss", "reg-factor-2", "a half", half),
                    Misconception("toy_loss", "reg-half-convention", "a half too", half),
                )
            },
            "reg-half-convention (a half too) looks the same as reg-factor-2",
        ),
        ({"alternatives": ()}, "there is no right answer in another style"),
        (
            {"alternatives": (Alternative("toy_loss", "halves", half),)},
            "in another style (halves) is not right",
        ),
        ({"misconceptions": ()}, "there is no misconception"),
        (
            {"misconceptions": (Misconception("toy_loss", "near", "it is near", nearly),)},
            "only 3 tolerances from right",
        ),
        (
            {"misconceptions": (Misconception("toy_loss", "short", "it takes too little", short),)},
            "short (it takes too little) cannot be called with (W, reg): too many positional arguments",
        ),
        (
            {"misconceptions": (Misconception("toy_loss", "slip", "it has a slip", slip),)},
            "slip (it has a slip) raises AttributeError; mend it",
        ),
        (
            {"misconceptions": (Misconception("toy_loss", "helped", "it needs help", helped),)},
            "helped (it needs help) uses half of its module; write it inside",
        ),
    ],
    ids=[
        "visible",
        "hidden",
        "same",
        "no_style",
        "bad_style",
        "none",
        "near",
        "signature",
        "slip",
        "helper",
    ],
)
def test_what_needs_its_author_is_named(toy: Assignment, changes: dict[str, Any], problem: str) -> None:
    """Is each fault of the declarations found, in words that say what to do?"""
    assert any(problem in found for found in examined(toy, **changes).problems)


def test_a_reference_that_changes_its_mind_is_found(toy: Assignment) -> None:
    """Does a reference with chance in it need a person?"""
    rng = np.random.default_rng(0)
    moody = lambda W, reg: (reg * np.sum(W**2) + 1e-3 * rng.random(), 2 * reg * W)  # noqa: E731  needs the rng
    problems = examined(toy, reference=moody).problems
    assert any("gives other numbers" in found for found in problems)
    assert any("the reference itself is not right" in found for found in problems)


def test_a_part_for_nothing_is_found(toy: Assignment) -> None:
    """Is credit found that an answer of zeros would get?"""
    exercise = replace(toy.exercises["toy_loss"].exercise, parts=(Part("dW", "dW", 1.0),))
    flat = lambda W, reg: (reg * np.sum(W**2), 0.0 * W)  # noqa: E731  one line says it
    assert any(
        "right in an answer of zeros" in p for p in examined(toy, exercise=exercise, reference=flat).problems
    )


def test_what_an_answer_prints_is_no_finding(toy: Assignment, capsys: pytest.CaptureFixture[str]) -> None:
    """Does nothing come between the lines of JSON?"""
    assert examined(toy, alternatives=(Alternative("toy_loss", "prints", loud),)).problems == ()
    assert capsys.readouterr().out == ""


def test_the_command_prints_a_table_or_json_and_says_by_its_code(course: Course) -> None:
    """Can a person and a program both read what was found?"""
    command = ["author", "toy", "toy_loss", "--seeds", "1", "--course", str(course.root)]
    shown = CliRunner().invoke(main, command)
    assert shown.exit_code == 1
    assert "there is no right answer in another style" in " ".join(shown.output.split())
    printed = CliRunner().invoke(main, [*command, "--json"])
    assert json.loads(printed.stdout)["name"] == "toy_loss"
    assert CliRunner().invoke(main, ["author", "toy", "toy_los", "--course", str(course.root)]).exit_code == 2
    told = CliRunner().invoke(main, [*command[:2], "--seeds", "1", *command[5:]])
    assert told.exit_code == 1
    assert "things to mend" in told.output


@pytest.mark.parametrize("assignment", ["svm", "softmax", "two_layer_net"])
def test_the_kit_s_own_assignments_need_nobody(assignment: str) -> None:
    """Is every mistake told by `check` and the judge, none misnamed, and every right answer right?"""
    shown = CliRunner().invoke(main, ["author", assignment, "--seeds", "1", "--course", str(ROOT)])
    assert shown.exit_code == 0, shown.output
    assert "Nothing to mend" in shown.output
