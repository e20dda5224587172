"""The instructor's side: an assignment is read whole, and a slip in it is named before anybody is graded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Assignment, Course, load_assignment
from autograder.errors import CourseError
from autograder.samples import function_source
from autograder.source import read_source, reference_functions

from .toy_course import MAX_SCORE, NAMES, POINTS, cell_of, code_cell, delete, hand_in

ROOT = Path(__file__).resolve().parents[2]


def edit(course: Course, change: Callable[[Any], None]) -> None:
    """Change the instructor's notebook."""
    path = course.source("toy")
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def notebook_of(*sources: str) -> Any:
    """Return a notebook with these code cells."""
    cells = [code_cell(source, f"c{number}") for number, source in enumerate(sources)]
    return nbformat.v4.new_notebook(cells=cells)


def change_file(course: Course, name: str, old: str, new: str) -> None:
    """Change one of the author's files."""
    path = course.root / "solutions" / "toy" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def write_mistakes(path: Path, exercise: str, *ids: str) -> None:
    """Write a module that declares a function for every id."""
    path.parent.mkdir(exist_ok=True)
    declared = [
        f'@misconception({exercise}, "{wrong_id}", "...")\ndef mistake_{number}(x):\n    return {number}\n'
        for number, wrong_id in enumerate(ids)
    ]
    path.write_text("\n".join(["from autograder.authoring import misconception\n", *declared]))


def rename(old: str, new: str) -> Callable[[Any], None]:
    """Return a change that gives a graded cell another name."""

    def change(notebook: Any) -> None:
        cell = cell_of(notebook, old)
        cell.id = cell.metadata.nbgrader.grade_id = new

    return change


@pytest.mark.parametrize("below", ["", "solutions/toy", "grading/submitted/ada"])
def test_a_course_is_found_from_anywhere_in_it(fresh_course: Course, below: str) -> None:
    """Does a command work in any folder of a course?"""
    folder = fresh_course.root / below
    folder.mkdir(parents=True, exist_ok=True)
    assert Course.find(folder).root == fresh_course.root.resolve()


def test_no_course_is_told(tmp_path: Path) -> None:
    """Is a person who is in the wrong folder told what a course is?"""
    with pytest.raises(
        CourseError, match=r"expected a course \(a folder with solutions/.*found none; change into"
    ):
        Course.find(tmp_path)


def test_an_unknown_assignment_lists_the_known(course: Course) -> None:
    """Does a slip in a name say which there are?"""
    with pytest.raises(CourseError, match="expected one of the assignments toy, got 'tyo'"):
        course.source("tyo")


@pytest.mark.parametrize("name", ["../toy", "toy/../toy", "", "."])
def test_a_path_is_no_assignment(course: Course, name: str) -> None:
    """Can a name lead out of solutions/?"""
    with pytest.raises(CourseError, match="expected one of the assignments toy"):
        course.source(name)


def test_students_are_those_who_handed_in(fresh_course: Course) -> None:
    """Are students listed by assignment, sorted?"""
    for student in ("grace", "ada"):
        hand_in(fresh_course, student, b"")
    (fresh_course.submitted / "alan" / "other").mkdir(parents=True)
    (fresh_course.submitted / "file").touch()
    assert fresh_course.students("toy") == ["ada", "grace"]


def test_an_assignment_is_read_whole(toy: Assignment) -> None:
    """Do names, order, points, references and declarations fit together?"""
    assert tuple(toy.exercises) == NAMES
    assert {name: graded.points for name, graded in toy.exercises.items()} == POINTS
    assert toy.max_score == MAX_SCORE
    assert toy.exercises["toy_double"].reference(3.0) == 6.0
    assert [m.id for m in toy.exercises["toy_loss"].misconceptions] == ["reg-factor-2"]
    assert [a.style for a in toy.exercises["toy_sum"].alternatives] == ["product with ones"]
    assert toy.explorations == {"explored = True\nprint('explored')"}


@pytest.mark.parametrize(
    "name", ["toy.ipynb", "exercises.py", "misconceptions.py", "helper.py", "draws/toy_sum.py"]
)
def test_any_change_makes_another_version(fresh_course: Course, name: str) -> None:
    """Is everything graded again after any change of the assignment, and only then?"""
    before = load_assignment(fresh_course, "toy").version
    assert load_assignment(fresh_course, "toy").version == before
    path = fresh_course.root / "solutions" / "toy" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "\n")
    assert load_assignment(fresh_course, "toy").version != before


def test_what_an_editor_keeps_is_no_change(fresh_course: Course) -> None:
    """Does a class keep its results when an author only looks at the notebook in JupyterLab?"""
    before = load_assignment(fresh_course, "toy").version
    checkpoints = fresh_course.root / "solutions" / "toy" / ".ipynb_checkpoints"
    checkpoints.mkdir()
    (checkpoints / "exercises-checkpoint.py").write_text("EXERCISES = ()\n")
    assert load_assignment(fresh_course, "toy").version == before


def test_misconceptions_may_be_a_folder(fresh_course: Course) -> None:
    """Are its modules read in the order of their names, and a mistake of two exercises for both?"""
    folder = fresh_course.root / "solutions" / "toy" / "misconceptions"
    folder.with_suffix(".py").unlink()
    write_mistakes(folder / "sums.py", '("toy_sum", "toy_double")', "transposed", "wrong-axis")
    write_mistakes(folder / "loss.py", '"toy_sum"', "mean-missing")
    exercises = load_assignment(fresh_course, "toy").exercises
    assert [m.id for m in exercises["toy_sum"].misconceptions] == ["mean-missing", "transposed", "wrong-axis"]
    shared = exercises["toy_double"].misconceptions
    assert [(m.exercise, m.id) for m in shared] == [
        ("toy_double", "transposed"),
        ("toy_double", "wrong-axis"),
    ]
    assert function_source(shared[0].function, "toy_double") == "def toy_double(x):\n    return 0"


def test_a_slip_in_a_folder_names_the_module(fresh_course: Course) -> None:
    """Is an author sent to the right one of many files?"""
    folder = fresh_course.root / "solutions" / "toy" / "misconceptions"
    folder.with_suffix(".py").unlink()
    write_mistakes(folder / "sums.py", "nothing", "transposed")
    with pytest.raises(CourseError, match=r"expected .*/misconceptions/sums\.py to run, but NameError"):
        load_assignment(fresh_course, "toy")


def test_a_changed_exercise_is_read_afresh(fresh_course: Course) -> None:
    """Does a long-lived process see what an author has just saved?"""
    load_assignment(fresh_course, "toy")
    change_file(fresh_course, "exercises.py", "there is one row", "there is a single row")
    exercise = load_assignment(fresh_course, "toy").exercises["toy_double"].exercise
    assert exercise.cases[1].label == "there is a single row"


def test_exercises_may_import_their_neighbours(fresh_course: Course) -> None:
    """Can an author split exercises.py?"""
    folder = fresh_course.root / "solutions" / "toy"
    (folder / "exercises.py").rename(folder / "draws.py")
    (folder / "exercises.py").write_text("from .draws import EXERCISES\n")
    assert tuple(load_assignment(fresh_course, "toy").exercises) == NAMES


def test_an_exercise_may_have_an_example(fresh_course: Course) -> None:
    """Is an example found by its exercise's name, and may an assignment do without?"""
    assert load_assignment(fresh_course, "toy").exercises["toy_double"].example is None
    examples = fresh_course.root / "solutions" / "toy" / "examples.py"
    examples.write_text('EXAMPLES = {"toy_double": {"x": 3.0}}\n')
    assert load_assignment(fresh_course, "toy").exercises["toy_double"].example == {"x": 3.0}
    examples.write_text(
        'EXAMPLES = {"toy_doubled": {"x": 3.0}}\n'
    )  # longer: by its size, Python sees the edit
    with pytest.raises(CourseError, match="expected examples of exercises of toy, got toy_doubled"):
        load_assignment(fresh_course, "toy")


def drop_reference(notebook: Any) -> None:
    """Leave the definition out of a solution cell."""
    cell_of(notebook, "toy_sum").source = "### BEGIN SOLUTION\n### END SOLUTION"


SLIPS: dict[str, tuple[Callable[[Course], None], str]] = {
    "no_exercises": (
        lambda c: (c.root / "solutions/toy/exercises.py").unlink(),
        r"expected a file .*solutions/toy/exercises\.py, found none",
    ),
    "no_test_cell": (lambda c: edit(c, delete("test_toy_sum")), "but only one side has: toy_sum"),
    "unknown_test": (
        lambda c: edit(c, rename("test_toy_sum", "test_sum")),
        "but only one side has: sum, toy_sum",
    ),
    "test_without_prefix": (
        lambda c: edit(c, rename("test_toy_sum", "check_toy_sum")),
        "expected a test cell called test_<exercise>, got 'check_toy_sum'",
    ),
    "id_apart_from_name": (
        lambda c: edit(c, lambda nb: cell_of(nb, "toy_sum").update(id="other")),
        "expected the id of a graded cell to be 'toy_sum', got 'other'",
    ),
    "no_reference": (
        lambda c: edit(c, drop_reference),
        "expected a reference function in toy.ipynb for: toy_sum",
    ),
    "credit": (
        lambda c: change_file(c, "exercises.py", '"dW", 0.5', '"dW", 0.4'),
        "expected the credits of toy_loss to sum to 1",
    ),
    "misconception_of_nothing": (
        lambda c: change_file(c, "misconceptions.py", '"toy_loss"', '"toy_los"'),
        "expected misconceptions and alternatives of exercises of toy, got toy_los",
    ),
    "file_and_folder": (
        lambda c: write_mistakes(c.root / "solutions/toy/misconceptions/sums.py", '"toy_sum"', "transposed"),
        r"expected misconceptions\.py or misconceptions/ in .*solutions/toy, found both",
    ),
    "syntax": (
        lambda c: change_file(c, "exercises.py", "EXERCISES = (", "EXERCISES = )("),
        r"expected .*exercises\.py to run, but SyntaxError: .*exercises\.py, line \d+",
    ),
    "name": (
        lambda c: change_file(c, "alternatives.py", "import numpy as np", "nothing"),
        r"expected .*alternatives\.py to run, but NameError: .*alternatives\.py, line 7",
    ),
    "no_module": (
        lambda c: change_file(c, "exercises.py", "import numpy as np", "import no_such_module"),
        r"exercises\.py to run, but ModuleNotFoundError: No module named 'no_such_module'",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_of_the_author_is_named(fresh_course: Course, name: str) -> None:
    """Is what does not fit together found when it is read, and not when a class is graded?"""
    change, message = SLIPS[name]
    change(fresh_course)
    with pytest.raises(CourseError, match=message):
        load_assignment(fresh_course, "toy")


def test_only_definitions_are_executed() -> None:
    """Is an instructor's notebook read without training anything?"""
    names = reference_functions(
        notebook_of(
            "import math\nfrom math import pi\nSIZE = 3\nprint('no')\nSIZE = explode()",
            "%matplotlib inline\n!echo no\ndef area(r):\n    return pi * r**2 * SIZE",
            "for i in explode():\n    pass\nclass Net:\n    depth = 2",
            "original[0] = 7\nwith explode():\n    pass\nx, y = 1, explode()",
        )
    )
    assert names["area"](1.0) == pytest.approx(3 * 3.14159265)
    assert names["Net"].depth == 2
    assert "x" not in names


def test_a_reference_imports_only_what_it_uses() -> None:
    """Does a reference in NumPy wait for no figures?"""
    sources = ["import absent.pyplot as plt\nfrom absent import draw\nimport math, absent.more", "def f(x):"]
    names = reference_functions(notebook_of(sources[0], sources[1] + "\n    return math.sqrt(x)"))
    assert names["f"](9) == 3


@pytest.mark.parametrize("used", ["plt.plot(x)", "draw(x)", "absent.more(x)"])
def test_a_reference_imports_all_that_it_uses(used: str) -> None:
    """Is an import that is needed and cannot be had told when the notebook is read?"""
    imports = "import absent.pyplot as plt\nfrom absent import draw\nimport absent.more"
    with pytest.raises(ModuleNotFoundError, match="absent"):
        reference_functions(notebook_of(imports, f"def f(x):\n    return {used}"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "got no JSON"), ("[]", "of format 4"), ('{"nbformat": 3, "worksheets": []}', "of format 4")],
)
def test_a_source_that_is_no_notebook_is_named(tmp_path: Path, text: str, message: str) -> None:
    """Is an instructor told which file is damaged?"""
    path = tmp_path / "toy.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError, match=f"toy.ipynb.*{message}|{message}.*toy.ipynb"):
        read_source(path)


def test_reading_an_assignment_imports_no_more_than_it_takes() -> None:
    """Is a student who waits for `autograder check` spared a JSON schema, figures and a gradebook?"""
    reading = (
        "import sys; from pathlib import Path; from autograder.course import Course, load_assignment; "
        "import autograder.checking; load_assignment(Course(Path('.')), 'svm'); print(*sys.modules)"
    )
    command = [sys.executable, "-c", reading]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    slow = {
        "nbformat",
        "jsonschema",
        "matplotlib",
        "IPython",
        "nbgrader",
        "sqlalchemy",
        "sklearn",
        "rich",
        "jinja2",
    }
    assert slow.isdisjoint(done.stdout.split())


def test_a_reference_sees_what_is_defined_below_it() -> None:
    """May a reference call a helper of a later cell, as in a notebook that has been run?"""
    names = reference_functions(notebook_of("def f(x):\n    return g(x)", "def g(x):\n    return x + 1"))
    assert names["f"](1) == 2


def test_graded_cells_are_named(course: Course) -> None:
    """Can a notebook be recognised by its cells?"""
    assert course.graded_cells("toy") == {*NAMES, *(f"test_{name}" for name in NAMES)}
