"""One class of every threat and of honest students: nobody gets a point that is not theirs, nobody loses one.

The class is graded once; each test looks up one submission.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from autograder.configuration import gradebook_place
from autograder.gradebook import entered_scores
from tests.autograder.toy_course import MAX_SCORE

from .hostile_class import GradedClass
from .register import SCORES, SECTIONS, THREATS

EVERYBODY = [
    pytest.param(threat.name, id=f"{section}-{ascii(threat.name)[1:-1]}")
    for section, threats in SECTIONS.items()
    for threat in threats
]


def test_no_two_threats_share_a_name() -> None:
    """Is every threat of every section a student of the class?"""
    assert len(THREATS) == sum(map(len, SECTIONS.values()))


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_submission_gets_what_its_functions_return(graded: GradedClass, name: str) -> None:
    """Does a submission get its exact score, and a person the words that explain it?"""
    threat, result = THREATS[name], graded.results[name]
    assert (result["score"], result["status"]) == (threat.score, threat.status), graded.told(name)
    assert threat.says in graded.told(name)
    level = "namespaces" if threat.status == "graded" else "none"  # what is no notebook is not run
    assert (result["max_score"], result["sandbox"]) == (MAX_SCORE, level)


def test_everybody_is_graded(graded: GradedClass) -> None:
    """Does no submission stop the class, or take somebody with it?"""
    assert {name: result["score"] for name, result in graded.results.items()} == SCORES


def test_the_gradebook_holds_the_same_scores(graded: GradedClass) -> None:
    """Do hostile names and submissions leave a whole gradebook?"""
    scores = entered_scores(gradebook_place(graded.course).url, "toy")
    assert {name: sum(score or 0 for score in cells.values()) for name, cells in scores.items()} == SCORES


def test_what_is_told_can_be_shown(graded: GradedClass) -> None:
    """Is every word about a submission short, and free of control and invisible characters?"""
    for name in THREATS:
        told = graded.told(name)
        assert len(told) < 4_000, name
        assert not {c for c in told if unicodedata.category(c) in ("Cc", "Cs")} - {"\n"}, name


def test_no_symbolic_link_was_followed(graded: GradedClass) -> None:
    """Does nothing of a linked file reach any file that the grader wrote?"""
    secret = Path("/etc/passwd").read_text().split("\n", 1)[0]
    for path in graded.course.grading.rglob("*symlink*/**/*"):
        if path.is_file() and not path.is_symlink():
            assert secret not in path.read_text(errors="replace")


def test_graded_notebooks_hold_nothing_that_runs(graded: GradedClass) -> None:
    """Are text and PNG all that is left of outputs, and the instructor's word all that is left of metadata?"""
    for path in graded.course.grading.glob("autograded/*/toy/toy.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        assert set(notebook["metadata"]) <= {"kernelspec", "language_info", "cs231n"}
        for cell in notebook["cells"]:
            assert set(cell["metadata"]) <= {"nbgrader"}
            assert "attachments" not in cell
            kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
            assert kinds <= {"text/plain", "image/png"}


def run(graded: GradedClass, *arguments: str) -> str:
    """Run a command of the kit in the course, and return what it printed."""
    command = [str(Path(sys.executable).parent / "autograder"), *arguments]
    done = subprocess.run(command, cwd=graded.course.root, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_no_mark_becomes_a_formula(graded: GradedClass) -> None:
    """Is the table of marks plain text to a spreadsheet, whatever students are called?"""
    rows = list(csv.reader(run(graded, "export", "toy", "--format", "csv").splitlines()))
    assert len(rows) == len(THREATS) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


def test_the_terminal_gets_no_control_sequence(graded: GradedClass) -> None:
    """Can nothing of a student move the cursor, set the title or hide a line?"""
    shown = run(graded, "grade", "toy")
    assert not {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}
