"""The same class graded by a user without privileges: the same protection, the same scores."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.ordinary_user import give_to_ordinary_user, run_as_ordinary_user

from .hostile_class import GRADE, NO_NAMESPACES, graded_class, hand_in
from .register import some_of_each


def test_an_ordinary_user_gives_everybody_the_same_score(home_of_ordinary_user: Path) -> None:
    """Does grading need no privileges to be safe?"""
    course = hand_in(home_of_ordinary_user / "course", some_of_each(4))
    give_to_ordinary_user(course.root)
    command = [str(Path(sys.executable).parent / GRADE[0]), *GRADE[1:]]
    done = run_as_ordinary_user(command, course.root, timeout=600)
    if NO_NAMESPACES in done.stderr:
        pytest.skip("this machine gives ordinary users no namespaces")
    assert done.returncode == 1, done.stderr[-2_000:]
    results = graded_class(course, done.stdout).results
    assert {name: result["score"] for name, result in results.items()} == {
        threat.name: threat.score for threat in some_of_each(4)
    }
