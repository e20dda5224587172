"""The worked example of CONTRIBUTING.md is true: its code makes an exercise that grades as it says."""

from __future__ import annotations

import inspect
import re
import shutil
import textwrap
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.authoring import Alternative, Misconception
from autograder.checking import check_notebook
from autograder.cli import main
from autograder.course import Course, GradedExercise, load_assignment
from autograder.options import Options
from autograder.results import ExerciseResult
from cs231n_lib.cases import GENERAL

ROOT = Path(__file__).resolve().parent.parent
NAME = "svm_accuracy"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "cs231n": {"assignment": "svm", "version": 1},
}


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    """Return the code of the worked example, by the file and cell that its first line names."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.sub(r"^# \S+\.ipynb, cell (\w+)$", r"# cell-\1", text, flags=re.MULTILINE)
    code = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", named, flags=re.DOTALL))
    return code | dict(re.findall(r"```markdown\n<!-- (\S+) -->\n(.*?)```", named, flags=re.DOTALL))


@pytest.fixture(scope="module")
def course(blocks: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course whose only assignment is the worked example."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for name, code in blocks.items():
        if name.endswith((".py", ".md")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(code, encoding="utf-8")
    nbformat.write(_notebook(blocks, blocks[f"cell-{NAME}"]), folder / "solutions/svm/svm.ipynb")
    return Course(folder)


@pytest.fixture(scope="module")
def exercise(course: Course) -> GradedExercise:
    """Return the exercise of the worked example."""
    return load_assignment(course, "svm").exercises[NAME]


def test_the_reference_gets_full_marks(course: Course) -> None:
    """Is the example's own solution right?"""
    verdict = _verdict(course, course.source("svm"))
    assert verdict.status == "passed", verdict.message


def test_the_misconception_loses_points_and_gets_its_name(
    course: Course, blocks: dict[str, str], exercise: GradedExercise, tmp_path: Path
) -> None:
    """Is the student told what happened?"""
    (wrong,) = exercise.misconceptions
    verdict = _verdict(course, _handed_in(blocks, wrong, tmp_path))
    assert verdict.score < verdict.max_score
    assert verdict.misconception == wrong.id


def test_the_alternative_gets_full_marks(
    course: Course, blocks: dict[str, str], exercise: GradedExercise, tmp_path: Path
) -> None:
    """Is a right answer in another style right?"""
    (other,) = exercise.alternatives
    verdict = _verdict(course, _handed_in(blocks, other, tmp_path))
    assert verdict.status == "passed", verdict.message


def test_the_hints_are_for_the_mistake_and_for_any_other(exercise: GradedExercise) -> None:
    """Is there help for whoever makes the mistake, and for whoever makes another?"""
    assert set(exercise.hints) == {GENERAL, *(wrong.id for wrong in exercise.misconceptions)}


def _notebook(blocks: dict[str, str], answer: str) -> nbformat.NotebookNode:
    """Return a notebook of the example with the given answer."""
    imports = "import numpy as np\nfrom cs231n_lib import check"
    sources = {"imports": imports, NAME: answer, f"test_{NAME}": blocks[f"cell-test_{NAME}"]}
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook(metadata=METADATA)
    for cell_id, source in sources.items():
        cell = nbformat.v4.new_code_cell(source.strip(), id=cell_id)
        if cell_id != "imports":
            graded = cell_id.startswith("test_")
            marks = {"grade": graded, "solution": not graded, "locked": graded, "task": False}
            points = {"points": 2} if graded else {}
            cell.metadata["nbgrader"] = {"grade_id": cell_id, "schema_version": 3, **marks, **points}
        notebook.cells.append(cell)
    return notebook


def _handed_in(blocks: dict[str, str], answer: Misconception | Alternative, folder: Path) -> Path:
    """Write a submission that answers with the given function."""
    source = textwrap.dedent(inspect.getsource(answer.function))
    source = source[source.index("def ") :].replace(answer.function.__name__, NAME, 1)
    nbformat.write(_notebook(blocks, source), folder / "svm.ipynb")
    return folder / "svm.ipynb"


def _verdict(course: Course, notebook: Path) -> ExerciseResult:
    result = check_notebook(notebook, course, Options(seed=231))
    assert result.status == "graded", result.notes
    (verdict,) = result.exercises
    return verdict


def test_the_author_is_told_that_all_is_well(course: Course) -> None:
    """Does `autograder author` find nothing to do, and show what the page shows?"""
    command = ["author", "svm", NAME, "--course", str(course.root)]
    shown = CliRunner().invoke(main, command, env={"COLUMNS": "120"})
    assert shown.exit_code == 0, shown.output
    page = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    assert " ".join(shown.output.split()) in page
