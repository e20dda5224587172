"""The same class through nbgrader's own command: nothing stops it, and scores are equal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.configuration import gradebook_place
from autograder.gradebook import entered_scores

from .hostile_class import NO_NAMESPACES, hand_in
from .register import some_of_each
from .threat import SECONDS


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of nbgrader in a course."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "nbgrader"), *arguments],
        cwd=folder,
        env=dict(os.environ) | {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, float]:
    """Return the gradebook's score of everybody after ``nbgrader autograde``."""
    course = hand_in(tmp_path_factory.mktemp("nbgrader") / "course", some_of_each(4))
    made = nbgrader(course.root, "generate_assignment", "toy")
    assert made.returncode == 0, made.stderr[-2_000:]
    options = (
        "--GradeSubmission.sandbox=namespaces",
        *(f"--GradeSubmission.{n}_seconds={SECONDS}" for n in ("call", "cell")),
    )
    done = nbgrader(course.root, "autograde", "toy", *options)
    if NO_NAMESPACES in done.stderr:
        pytest.skip("without namespaces, attacks would reach this machine")
    assert done.returncode in (0, 1), done.stderr[-2_000:]
    entered = entered_scores(gradebook_place(course).url, "toy")
    return {name: sum(score or 0 for score in cells.values()) for name, cells in entered.items()}


def test_nbgrader_gives_everybody_the_same_score(scores: Mapping[str, float]) -> None:
    """Is ``nbgrader autograde`` as hard to cheat, and as hard to stop, as ``autograder grade``?"""
    assert scores == {threat.name: threat.score for threat in some_of_each(4)}
