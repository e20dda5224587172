"""nbgrader on the same tree: its commands and ours make the same files and give the same scores.

A whole class is graded twice, once by each, in a course of its own; real processes, nothing replaced.
"""

from __future__ import annotations

import copy
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook as NbGradebook

from autograder import release
from autograder.bridge import register, released_text
from autograder.configuration import gradebook_place
from autograder.course import Assignment, Course, load_assignment
from autograder.errors import GradebookError
from autograder.gradebook import Gradebook, entered_scores
from autograder.results import ExerciseResult, SubmissionResult

from .toy_course import (
    MAX_SCORE,
    NAMES,
    POINTS,
    STUB,
    append,
    cell_of,
    delete,
    hand_in,
    insert,
    make_course,
    submission,
)

STUBS: dict[str, Any] = dict.fromkeys(NAMES, f"    {STUB}")
WARNS = "    import sys, warnings\n    warnings.warn('w')\n    print('e', file=sys.stderr)\n    return 2 * x"


def twice(made: Any) -> None:
    """Paste a solution and its test a second time."""
    made["cells"] += [copy.deepcopy(cell_of(made, name)) for name in ("toy_sum", "test_toy_sum")]


CLASS: dict[str, bytes] = {
    "right": submission(),
    "wrong": submission(toy_double="    return x"),
    "partial": submission(toy_loss="    return reg * np.sum(W * W), reg * W"),
    "untouched": submission(**STUBS),
    "not_json": b"def toy_double(x):\n    return 2 * x\n",
    "empty": b"",
    "duplicated_test_cell": submission(twice),
    "deleted_test_cell": submission(delete("test_toy_double"), toy_double="    return x"),
    "os_exit_in_a_cell": submission(insert("import os; os._exit(0)", before="toy_loss")),
    "os_exit_in_a_function": submission(toy_double="    import os; os._exit(0)"),
    "endless_loop": submission(toy_double="    while True: pass"),
    "warning_on_stderr": submission(insert("import sys; print('e', file=sys.stderr)"), toy_double=WARNS),
    "half_a_character": submission(append("x = '\ud800'")),
    "another_assignment": submission(lambda made: made["metadata"]["cs231n"].update(assignment="svm")),
}
EXPECTED = dict.fromkeys(CLASS, MAX_SCORE) | {
    "wrong": 9.0,
    "partial": 8.0,
    "untouched": 0.0,
    "not_json": 0.0,
    "empty": 0.0,
    "deleted_test_cell": 9.0,
    "os_exit_in_a_function": 9.0,
    "endless_loop": 9.0,
    "another_assignment": 0.0,
}


def run(course: Course, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in a course."""
    scripts = Path(sys.executable).parent
    environment = dict(os.environ) | {"HOME": str(course.root), "JUPYTER_CONFIG_DIR": str(course.root)}
    return subprocess.run(
        [str(scripts / command[0]), *command[1:]],
        cwd=course.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def course_with_a_class(root: Path) -> Course:
    """Make a course in which the class has handed in."""
    course = make_course(root)
    for student, data in CLASS.items():
        path = hand_in(course, student, data)
    (path.parent / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    (path.parent / "page.html").write_text("<script>alert(1)</script>")
    (path.parent / "pictures").mkdir()
    (path.parent / "pictures" / "toy.png").write_bytes(b"png")
    return course


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[dict[str, Any]]]:
    """Return a course graded by ``autograder grade``, and what that printed."""
    course = course_with_a_class(tmp_path_factory.mktemp("ours") / "course")
    done = run(course, "autograder", "grade", "toy", "--json", "--jobs", "2", "--call-seconds", "3")
    assert done.returncode == 1, done.stderr
    return course, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course graded by nbgrader's own commands."""
    course = course_with_a_class(tmp_path_factory.mktemp("theirs") / "course")
    for command in ("generate_assignment", "autograde"):
        done = run(course, "nbgrader", command, "toy")
        assert done.returncode == 0, done.stderr
    return course


def scores(course: Course) -> dict[str, dict[str, float | None]]:
    """Return the scores of the gradebook by student and cell."""
    return entered_scores(gradebook_place(course).url, "toy")


def test_every_submission_is_graded_as_it_deserves(ours: tuple[Course, list[dict[str, Any]]]) -> None:
    """Is the whole class graded, with the broken ones among them?"""
    _, results = ours
    assert {result["student"]: result["score"] for result in results} == EXPECTED
    unreadable = {r["student"] for r in results if r["status"] == "unreadable"}
    assert unreadable == {"not_json", "empty"}


def test_the_gradebook_has_what_the_results_say(ours: tuple[Course, list[dict[str, Any]]]) -> None:
    """Do the gradebook's scores agree with the printed results, cell by cell?"""
    course, results = ours
    assert scores(course) == {
        result["student"]: {f"test_{e['name']}": e["score"] for e in result["exercises"]}
        for result in results
    }


def test_nbgrader_gives_the_same_scores(ours: tuple[Course, list[dict[str, Any]]], theirs: Course) -> None:
    """Does ``nbgrader autograde`` give every cell of every submission the same score?"""
    assert scores(theirs) == scores(ours[0])


ENTERED = """
    SELECT s.student_id, CAST(s.timestamp AS TEXT), n.flagged, n.late_submission_penalty, c.name, {columns}
    FROM submitted_assignment s
    JOIN submitted_notebook n ON n.assignment_id = s.id
    JOIN {table} e ON e.notebook_id = n.id
    JOIN base_cell c ON c.id = e.cell_id
    ORDER BY s.student_id, c.name
"""
TABLES = {
    "grade": "e.auto_score, e.manual_score, e.extra_credit, e.needs_manual_grade",
    "comment": "e.auto_comment, e.manual_comment",
}


@pytest.mark.parametrize("table", TABLES)
def test_nbgrader_writes_the_same_rows(
    ours: tuple[Course, list[dict[str, Any]]], theirs: Course, table: str
) -> None:
    """Is everything that our one transaction enters what nbgrader enters with many?"""
    written = []
    for course in (ours[0], theirs):
        with sqlite3.connect(course.grading / "gradebook.db") as database:
            query = ENTERED.format(table=table, columns=TABLES[table])
            written.append(database.execute(query).fetchall())
        database.close()
    assert written[0] == written[1]
    assert len(written[0]) == len(CLASS) * len(NAMES)


def test_nbgrader_releases_the_same_bytes(theirs: Course) -> None:
    """Is the output of ``nbgrader generate_assignment`` what ``autograder release`` writes?"""
    path = theirs.assignments / "toy" / "toy.ipynb"
    assert path.read_text() == released_text(theirs, "toy")
    assert sorted(p.name for p in path.parent.iterdir()) == ["toy.ipynb"]


def test_the_release_holds_no_solution(theirs: Course) -> None:
    """Are bodies gone, signatures and prose kept, and ids the same?"""
    made = json.loads(released_text(theirs, "toy"))
    stub = "".join(cell_of(made, "toy_double")["source"])
    assert (
        stub == f"def toy_double(x):\n    # YOUR CODE HERE\n    {STUB}"
        or stub == f"def toy_double(x):\n    {STUB}"
    )
    assert "np.sum(W * W)" not in json.dumps(made)
    assert [cell["id"] for cell in made["cells"]][:3] == ["title", "imports", "toy_double"]


def test_nbgrader_keeps_the_graded_notebooks(
    theirs: Course, ours: tuple[Course, list[dict[str, Any]]]
) -> None:
    """Do both leave, for every student, a graded notebook that says the same of each test?"""
    for student in CLASS:
        shown = []
        for course in (theirs, ours[0]):
            path = course.notebook_file("autograded", student, "toy")
            made = json.loads(path.read_text())
            tests = [cell_of(made, f"test_{name}") for name in NAMES]
            shown.append([[output["output_type"] for output in test["outputs"]] for test in tests])
        assert shown[0] == shown[1]


def test_only_the_notebook_of_a_submission_goes_on(
    theirs: Course, ours: tuple[Course, list[dict[str, Any]]]
) -> None:
    """Can a student's page get among the feedback that we show?"""
    for course in (theirs, ours[0]):
        folder = course.notebook_file("autograded", list(CLASS)[-1], "toy").parent
        assert {path.name for path in folder.iterdir()} - {"timestamp.txt"} == {"toy.ipynb"}


def test_nbgrader_makes_feedback_and_exports(ours: tuple[Course, list[dict[str, Any]]]) -> None:
    """Do ``generate_feedback``, ``export`` and ``list`` go on from a class that we graded?"""
    course, _ = ours
    for command in (["generate_feedback", "toy"], ["export"], ["list"]):
        done = run(course, "nbgrader", *command)
        assert done.returncode == 0, done.stderr
    page = (course.grading / "feedback" / "wrong" / "toy" / "toy.html").read_text()
    assert "in the case where there are many rows: doubled[0, 0]: expected " in page
    assert len(list((course.grading / "feedback").glob("*/toy/toy.html"))) == len(CLASS)
    with (course.grading / "grades.csv").open() as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == EXPECTED


def open_book(course: Course) -> Gradebook:
    """Open a course's gradebook as the autograder does."""
    return Gradebook(gradebook_place(course).url)


def as_nbgrader(course: Course) -> NbGradebook:
    """Open a course's gradebook as nbgrader does for a person."""
    place = gradebook_place(course)
    return NbGradebook(place.url, place.course_id)


def full_marks(student: str | None) -> SubmissionResult:
    """Return a result with full marks."""
    exercises = tuple(ExerciseResult(name, "passed", points, points) for name, points in POINTS.items())
    return SubmissionResult(
        "toy", MAX_SCORE, MAX_SCORE, "graded", "process", 0.1, exercises, (), 1, student, "d", "v"
    )


def test_manual_scores_stay(gradable_course: Course, toy: Assignment) -> None:
    """Is a person's decision never overwritten by grading again?"""
    result = full_marks("ada")
    with open_book(gradable_course) as book, as_nbgrader(gradable_course) as person:
        book.record(result, None)
        entry = person.find_grade("test_toy_loss", "toy", "toy", "ada")
        entry.manual_score, entry.extra_credit = 3.5, 0.5
        person.db.commit()
        register(gradable_course, toy)
        first = replace(result.exercises[0], score=0.0)
        book.record(replace(result, exercises=(first, *result.exercises[1:])), None)
        loss, double = (
            person.find_grade(f"test_{name}", "toy", "toy", "ada") for name in ("toy_loss", "toy_double")
        )
        assert (loss.manual_score, loss.score, loss.needs_manual_grade) == (3.5, 4.0, True)
        assert (double.auto_score, double.score, double.needs_manual_grade) == (0.0, 0.0, False)


@pytest.mark.parametrize(
    ("timestamp", "stored"),
    [
        ("2026-01-02 03:04:05.000006 UTC", "2026-01-02 03:04:05.000006"),
        ("2026-01-02 03:04:05 America/New_York", "2026-01-02 08:04:05"),
        ("not a time", "None"),
        ("99999999999999999999", "None"),
        (None, "None"),
    ],
    ids=["utc", "zone", "words", "number", "none"],
)
def test_a_timestamp_is_kept_if_it_is_one(
    gradable_course: Course, timestamp: str | None, stored: str
) -> None:
    """Can a damaged timestamp stop the grading of a class?"""
    student = f"student of {timestamp}"
    with open_book(gradable_course) as book, as_nbgrader(gradable_course) as person:
        book.record(full_marks(student), timestamp)
        assert str(person.find_submission("toy", student).timestamp) == stored


def test_registering_again_changes_nothing(gradable_course: Course, toy: Assignment) -> None:
    """Can a class be graded in several runs?"""
    with open_book(gradable_course) as book:
        book.record(full_marks("grace"), None)
        register(gradable_course, toy)
    assert scores(gradable_course)["grace"] == {f"test_{name}": points for name, points in POINTS.items()}


def test_an_exercise_that_went_is_refused_in_words(gradable_course: Course) -> None:
    """Is a person told what to do when the gradebook cannot hold a changed assignment?"""
    with open_book(gradable_course) as book:
        book.record(full_marks("alan"), None)
    made = json.loads(gradable_course.source("toy").read_text())
    delete("toy_sum", "test_toy_sum")(made)
    gradable_course.source("toy").write_text(json.dumps(made))
    folder = gradable_course.source("toy").parent
    text = (folder / "exercises.py").read_text()
    line = next(line for line in text.splitlines() if "toy_sum" in line)
    (folder / "exercises.py").write_text(text.replace(line, ""))
    (folder / "alternatives.py").unlink()
    changed = load_assignment(gradable_course, "toy")
    with pytest.raises(GradebookError, match="grade in a new gradebook"):
        register(gradable_course, changed)


def test_a_result_of_nobody_is_refused(gradable_course: Course) -> None:
    """Is nothing entered without a student?"""
    with (
        open_book(gradable_course) as book,
        pytest.raises(GradebookError, match="expected a result of a student"),
    ):
        book.record(full_marks(None), None)


def test_a_release_is_written_only_where_it_changed(fresh_course: Course) -> None:
    """Does releasing twice write once, and --check see a change?"""
    built = release.build(fresh_course, ["toy"])
    assert list(built) == [fresh_course.assignments / "toy" / "toy.ipynb"]
    assert release.out_of_date(built) == list(built)
    assert release.write(built) == list(built)
    assert release.write(release.build(fresh_course, ["toy"])) == []
    path = fresh_course.assignments / "toy" / "toy.ipynb"
    path.write_text(path.read_text() + " ")
    assert release.out_of_date(built) == [path]


def test_visible_cases_are_packaged_where_the_library_is(fresh_course: Course) -> None:
    """Does a release write what ``check`` reads, exactly the visible cases?"""
    folder = fresh_course.root / "cs231n_lib" / "visible"
    folder.mkdir(parents=True)
    built = release.build(fresh_course, ["toy"])
    assert sorted(path.name for path in built if path.parent == folder) == [
        f"{n}.json" for n in sorted(NAMES)
    ]
    record = json.loads(built[folder / "toy_loss.json"])
    (case,) = record["cases"]
    assert case["label"] == "the weights are of both signs"
    W = case["inputs"]["W"]["array"]["data"]
    reg = case["inputs"]["reg"]
    assert case["expected"]["loss"]["data"] == [pytest.approx(reg * sum(w * w for w in W))]
    assert case["fingerprints"][0]["outputs"]["dW"]["data"] == pytest.approx([reg * w for w in W])
    assert "def " not in built[folder / "toy_loss.json"]


def test_a_gradebook_survives_a_copy_of_its_course(
    ours: tuple[Course, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Is nothing of a path stored in the gradebook?"""
    shutil.copytree(ours[0].root, tmp_path / "moved")
    assert scores(Course(tmp_path / "moved")) == scores(ours[0])
