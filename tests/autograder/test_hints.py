"""Hints in Markdown: found by misconception and exercise, and refused where they would never be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.hints import check_used, hints_for, read_hints

TEXT = """# Hints

Nobody reads this.

## reg-factor-2
toy_*

1. A pattern's question?
2. A principle.
3. A derivation.

## reg-factor-2
toy_dW, toy_db

1. The exercise's own question?
2. A principle.
3. A derivation: ∂/∂w of w² is 2·w.

## general
*

1. Any question?
2. Any principle.
3. Any derivation.
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a file with three sections."""
    path = tmp_path / "hints.md"
    path.write_text(TEXT, "utf-8")
    return path


def test_an_exercise_named_comes_before_a_pattern(written: Path) -> None:
    """Does a section about one exercise count more than one about many?"""
    sections = read_hints(written)
    assert hints_for("toy_dW", sections)["reg-factor-2"].steps == (
        "The exercise's own question?",
        "A principle.",
        "A derivation: ∂/∂w of w² is 2·w.",
    )
    assert hints_for("toy_loss", sections)["reg-factor-2"].question == "A pattern's question?"
    assert list(hints_for("other", sections)) == ["general"]


def test_no_file_is_no_hints(tmp_path: Path) -> None:
    """May a course do without?"""
    assert read_hints(tmp_path / "hints.md") == []


@pytest.mark.parametrize(
    "broken",
    [
        TEXT.replace("2. A principle.\n", "", 1),
        TEXT.replace("toy_*\n", ""),
        TEXT.replace("3. Any derivation.", "3. Any derivation.\n4. The code."),
    ],
    ids=["step_missing", "no_exercises", "four_steps"],
)
def test_a_broken_section_is_named(written: Path, broken: str) -> None:
    """Does an author learn which section is not built as it should be?"""
    written.write_text(broken, "utf-8")
    with pytest.raises(CourseError, match=r"steps 1\., 2\. and 3\. in .*hints\.md, got '(reg|general)"):
        read_hints(written)


@pytest.mark.parametrize(
    ("declared", "odd"),
    [
        ({"toy_dW": {"reg-factor-2"}}, "toy_db"),
        ({"toy_dW": {"transposed"}, "toy_db": {"reg-factor-2"}}, "toy_dW"),
    ],
    ids=["no_such_exercise", "no_such_misconception"],
)
def test_hints_that_nobody_would_see_are_refused(
    written: Path, declared: dict[str, set[str]], odd: str
) -> None:
    """Is a slip in a name found when the course is loaded?"""
    with pytest.raises(CourseError, match=f"got 'reg-factor-2' for {odd}, which has no such misconception"):
        check_used(written, read_hints(written), declared)
