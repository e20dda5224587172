"""The command line: data on stdout, all else on stderr, and an exit code that a script can rely on.

``autograder demo`` makes and grades a sample class of the toy course once; other commands go on from there.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from autograder import checking
from autograder.cli import main
from autograder.course import Course, load_assignment
from autograder.errors import SandboxError
from autograder.samples import sample_class
from autograder.sandbox.process import Sandbox

from .toy_course import MAX_SCORE, NAMES, delete, hand_in, make_course, submission

OK, NEEDS_A_PERSON, USAGE, GRADER_FAILED = 0, 1, 2, 3
FAST = ["--call-seconds", "2", "--cell-seconds", "5"]


def cli(course: Course | Path, *arguments: str | Path) -> Result:
    """Run a command in a course."""
    root = course.root if isinstance(course, Course) else course
    return CliRunner().invoke(main, ["--course", str(root), *map(str, arguments)])


def failed(result: Result, code: int) -> str:
    """Return the one line on stderr of a command that failed with a code; stdout must be empty."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture(scope="module")
def demo(course: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Result]:
    """Return the course that a demo has made, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    result = cli(course, "demo", "--into", folder, "--jobs", "2")
    return Course(folder), result


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """Return the path of a right submission, called as students call theirs."""
    path = tmp_path / "my homework (1).ipynb"
    path.write_bytes(submission())
    return path


def test_the_demo_shows_a_whole_class(demo: tuple[Course, Result], toy: Any) -> None:
    """Does one command release, hand in, collect, grade and report, and print table and path?"""
    course, result = demo
    assert result.exit_code == OK, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "== toy"
    samples = sample_class(toy)
    assert len(samples) >= 15
    table = {line.split()[0]: line for line in lines[1 : len(samples) + 1]}
    assert set(table) == {sample.student for sample in samples}
    assert f"{len(samples)} submissions, {len(samples) - 1} graded, mean " in result.stdout
    assert lines[-1] == f"report: {course.root / 'grading' / 'reports' / 'toy.html'}"
    assert "toy, not-json: not readable as a notebook: expected JSON" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_sample_gets_what_it_deserves(demo: tuple[Course, Result], toy: Any) -> None:
    """Do right samples keep all points, and wrong ones lose just those they should?"""
    course, _ = demo
    done = cli(course, "grade", "toy", "--json")
    results = {record["student"]: record for record in map(json.loads, done.stdout.splitlines())}
    for sample in sample_class(toy):
        record = results[sample.student]
        lost = {e["name"] for e in record["exercises"] if e["score"] < e["max_score"]}
        assert record["status"] == ("unreadable" if sample.expect == "unreadable" else "graded")
        assert lost == (set(NAMES) if sample.expect == "unreadable" else set(sample.loses)), sample.student
    assert results["reg-factor-2"]["exercises"][1]["misconception"] == "reg-factor-2"


def test_a_second_run_grades_nobody_and_still_names_everybody(demo: tuple[Course, Result]) -> None:
    """Are results that hold printed again, and problems named again?"""
    course, first = demo
    again = cli(course, "grade", "toy")
    assert again.exit_code == NEEDS_A_PERSON
    assert again.stdout.splitlines() == first.stdout.splitlines()[1:-2]
    named, summary = again.stderr.splitlines()[:-1], again.stderr.splitlines()[-1]
    assert sorted(named) == sorted(first.stderr.splitlines()[1:-1])
    assert summary == f"toy: 0 graded, {len(course.students('toy'))} unchanged, 3 to look at"


def test_one_student_can_be_graded_alone(demo: tuple[Course, Result]) -> None:
    """Does --student grade, print and judge that student only?"""
    course, _ = demo
    result = cli(course, "grade", "toy", "--student", "right-reference", "--json")
    assert result.exit_code == OK
    (line,) = result.stdout.splitlines()
    record = json.loads(line)
    assert (record["student"], record["score"], record["status"]) == ("right-reference", MAX_SCORE, "graded")
    assert result.stderr == "toy: 0 graded, 1 unchanged, 0 to look at\n"


def test_reports_feedback_and_export_go_on_from_there(demo: tuple[Course, Result]) -> None:
    """Do the other commands print paths and data that are there?"""
    course, _ = demo
    report = cli(course, "report", "toy")
    assert report.exit_code == OK
    assert Path(report.stdout.strip()).read_text().startswith("<!doctype html>")
    feedback = cli(course, "feedback", "toy")
    paths = [Path(line) for line in feedback.stdout.splitlines()]
    assert len(paths) == len(course.students("toy"))
    assert all(path.is_file() for path in paths)
    export = cli(course, "export", "toy", "--format", "csv")
    rows = list(csv.DictReader(export.stdout.splitlines()))
    assert len(rows) == len(paths)
    assert export.exit_code == feedback.exit_code == OK


def test_what_was_withdrawn_is_left_out(demo: tuple[Course, Result], tmp_path: Path) -> None:
    """Does a student who has left stay out of the scores, and is that said?"""
    course = Course(tmp_path / "course")
    shutil.copytree(demo[0].root, course.root)
    shutil.rmtree(course.submitted / "untouched")
    export = cli(course, "export", "toy")
    assert "untouched" not in [row["student"] for row in csv.DictReader(export.stdout.splitlines())]
    assert export.stderr == "toy, untouched: left out, for the submission was withdrawn\n"
    assert course.result_file("toy", "untouched").is_file()  # it counts again when it comes back


def test_collecting_prints_whom_it_took(demo: tuple[Course, Result], course: Course, tmp_path: Path) -> None:
    """Does ``collect`` say on stdout who is there, and on stderr how many?"""
    shutil.copytree(course.root, tmp_path / "course")
    download = demo[0].root / "downloads" / "toy.zip"
    result = cli(tmp_path / "course", "collect", "toy", download)
    assert result.exit_code == OK
    assert sorted(result.stdout.splitlines()) == Course(tmp_path / "course").students("toy")
    assert " taken, 0 unchanged, 0 skipped" in result.stderr


def test_a_demo_overwrites_only_a_demo(demo: tuple[Course, Result], course: Course, tmp_path: Path) -> None:
    """Is a folder with something else in it left alone?"""
    (tmp_path / "thesis.tex").touch()
    message = failed(cli(course, "demo", "--into", tmp_path), USAGE)
    assert message.startswith(
        f"autograder: expected {tmp_path} to be empty or an earlier demo, found other files"
    )
    assert (tmp_path / "thesis.tex").exists()
    failed(cli(course, "demo", "--into", tmp_path / "thesis.tex"), USAGE)


def test_checking_a_right_notebook_is_ok(course: Course, notebook: Path) -> None:
    """Does a right notebook of any name give full marks, a table and exit code 0?"""
    result = cli(course, "check", notebook)
    assert result.exit_code == OK, result.output
    lines = result.stdout.splitlines()
    assert [line.split() for line in lines[:-1]] == [
        ["+", name, f"{points}/{points}", "passed"] for name, points in zip(NAMES, (1, 4, 2, 3), strict=True)
    ]
    assert lines[-1] == "toy: graded, 10 of 10 points"
    assert result.stderr == ""


def test_checking_prints_one_object(course: Course, notebook: Path) -> None:
    """Is --json one line of JSON without a student, and the seed what was asked for?"""
    result = cli(course, "check", notebook, "--json", "--seed", "11")
    (line,) = result.stdout.splitlines()
    record = json.loads(line)
    assert (record["assignment"], record["score"], record["seed"]) == ("toy", MAX_SCORE, 11)
    assert "student" not in record
    assert "notes" in record


def test_a_wrong_notebook_is_no_problem_of_a_person(course: Course, notebook: Path) -> None:
    """Is a wrong answer a result like any other, with its message in the table?"""
    notebook.write_bytes(submission(toy_loss="    return reg * np.sum(W * W), reg * W"))
    result = cli(course, "check", notebook)
    assert result.exit_code == OK
    assert "~ toy_loss       2/4    partial: your answer is what you get when " in result.stdout
    assert "[reg-factor-2]" in result.stdout
    assert result.stdout.splitlines()[-1] == "toy: graded, 8 of 10 points"


NOTED: dict[str, tuple[bytes, str]] = {
    "deleted_test": (submission(delete("test_toy_sum")), "note: the test cell of toy_sum was missing"),
    "not_json": (b"{", "note: not readable as a notebook: expected JSON"),
    "empty": (b"", "note: not readable as a notebook: expected a notebook, got an empty file"),
    "another": (
        submission(lambda made: made["metadata"].update(cs231n={"assignment": "jazz"})),
        "note: expected a notebook of one of the assignments toy, got 'jazz'; start from a released notebook",
    ),
    "none": (
        json.dumps({"nbformat": 4, "cells": []}).encode(),
        "got one that names none; start from a released notebook",
    ),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_a_person_should_know_is_told(course: Course, notebook: Path, name: str) -> None:
    """Is an oddity named, and the exit code 1?"""
    data, note = NOTED[name]
    notebook.write_bytes(data)
    result = cli(course, "check", notebook)
    assert result.exit_code == NEEDS_A_PERSON
    assert note in result.stdout
    assert "Traceback" not in result.output
    json.loads(cli(course, "check", notebook, "--json").stdout)


def test_a_notebook_is_known_by_its_cells(course: Course, notebook: Path) -> None:
    """Is the assignment found where the metadata were lost, as by copying cells to a new notebook?"""
    notebook.write_bytes(submission(lambda made: made.update(metadata={})))
    result = cli(course, "check", notebook)
    assert result.stdout.splitlines()[-1] == "toy: graded, 10 of 10 points"


def test_the_course_is_where_the_notebook_is(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Can a notebook of a course be checked from outside the course?"""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", str(course.source("toy")), "--json"])
    assert json.loads(result.stdout)["score"] == MAX_SCORE


def test_a_release_is_written_once_and_checked(fresh_course: Course) -> None:
    """Does ``release`` print what it writes, and --check fail exactly when something is stale?"""
    stale = cli(fresh_course, "release", "--check")
    assert (
        failed(stale, NEEDS_A_PERSON) == "out of date: assignments/toy/toy.ipynb; run `autograder release`\n"
    )
    assert not fresh_course.assignments.exists()
    assert cli(fresh_course, "release").stdout == "assignments/toy/toy.ipynb\n"
    assert cli(fresh_course, "release").stdout == ""
    assert cli(fresh_course, "release", "--check", "toy").exit_code == OK


def test_an_untouched_release_gets_nothing(fresh_course: Course) -> None:
    """Is the notebook that students get worth 0 points, and no problem?"""
    cli(fresh_course, "release")
    result = cli(fresh_course, "check", fresh_course.assignments / "toy" / "toy.ipynb")
    assert result.exit_code == OK
    assert result.stdout.splitlines()[-1] == "toy: graded, 0 of 10 points"
    assert "not written yet (it, or what it calls," in result.stdout


def test_a_class_of_nobody_is_graded_at_once(fresh_course: Course) -> None:
    """Is a course before its deadline no error, and is the next step told, by each command?"""
    result = cli(fresh_course, "grade", "toy")
    assert (result.exit_code, result.stdout) == (OK, "no submissions\n")
    advice = "try: autograder collect toy DOWNLOAD"
    assert result.stderr == f"toy: nothing in {fresh_course.submitted}; {advice}\n"
    for command in ("report", "feedback", "export"):
        result = cli(fresh_course, command, "toy")
        assert result.exit_code == OK
        assert result.stderr == "toy: nothing has been graded yet; try: autograder grade toy\n"


USAGES: dict[str, tuple[list[str], str]] = {
    "unknown_assignment": (["grade", "tyo"], "expected one of the assignments toy, got 'tyo'"),
    "release_of_unknown": (["release", "tyo"], "expected one of the assignments toy, got 'tyo'"),
    "report_of_unknown": (["report", "tyo"], "expected one of the assignments toy, got 'tyo'"),
    "feedback_of_unknown": (["feedback", "tyo"], "expected one of the assignments toy, got 'tyo'"),
    "export_of_unknown": (["export", "tyo"], "expected one of the assignments toy, got 'tyo'"),
    "collect_of_unknown": (["collect", "tyo", "."], "expected one of the assignments toy, got 'tyo'"),
    "unknown_student": (["grade", "toy", "--student", "ada"], "expected submissions of ada in "),
    "no_notebook": (["check", "/nowhere.ipynb"], "expected a notebook at /nowhere.ipynb, but No such file"),
    "folder": (["check", "/"], "expected a notebook at /, but Is a directory"),
    "no_assignment": (["grade"], "Missing argument 'ASSIGNMENT'"),
    "no_download": (["collect", "toy", "/nowhere.zip"], "Path '/nowhere.zip' does not exist"),
    "format": (["export", "toy", "--format", "canvas"], "'canvas' is not 'csv', which is all there is"),
    "unknown_exercise": (["author", "toy", "affine"], "expected exercises of toy ("),
    "jobs": (["grade", "toy", "--jobs", "0"], "0 is not in the range"),
    "seconds": (["grade", "toy", "--call-seconds", "0"], "0 is not in the range"),
    "seed": (["check", "x.ipynb", "--seed", "-1"], "-1 is not in the range"),
    "sandbox": (["grade", "toy", "--sandbox", "jail"], "'jail' is not one of 'namespaces', 'bubblewrap'"),
    "command": (["grad"], "No such command 'grad'"),
    "option": (["grade", "toy", "--fast"], "No such option '--fast'"),
}


@pytest.mark.parametrize("name", USAGES)
def test_a_slip_says_what_was_expected(course: Course, name: str) -> None:
    """Is a mistake in the command told in words, without a traceback, with exit code 2?"""
    arguments, message = USAGES[name]
    assert message in failed(cli(course, *arguments), USAGE)


def test_outside_of_a_course_is_a_slip(tmp_path: Path) -> None:
    """Is a person in the wrong folder told what a course is?"""
    message = failed(cli(tmp_path, "grade", "toy"), USAGE)
    assert message.startswith(
        "autograder: expected a course (a folder with solutions/ and nbgrader_config.py)"
    )
    assert "does not exist" in failed(cli(tmp_path / "nowhere", "grade", "toy"), USAGE)


def test_a_notebook_outside_of_the_course_says_what_to_run(
    course: Course, notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does the command that is advised to a self-learner work, with the repository's path put in?"""
    away = tmp_path / "my notes" / notebook.name
    away.parent.mkdir()
    away.write_bytes(notebook.read_bytes())
    monkeypatch.chdir(away.parent)
    runner = CliRunner()
    message = failed(runner.invoke(main, ["check", str(away)]), USAGE)
    (advised,) = re.findall(r"run: autograder (.*?) \(the checks", message)
    arguments = [str(course.root) if word == "REPOSITORY" else word for word in shlex.split(advised)]
    assert runner.invoke(main, arguments).exit_code == OK


def test_a_broken_exercise_is_the_instructors(fresh_course: Course, notebook: Path) -> None:
    """Is a mistake in exercises.py named with its line, and nobody graded?"""
    path = fresh_course.root / "solutions" / "toy" / "exercises.py"
    path.write_text(path.read_text() + "\nundefined_name\n")
    hand_in(fresh_course, "ada", submission())
    for command in (["check", notebook], ["grade", "toy"], ["release"], ["report", "toy"]):
        message = failed(cli(fresh_course, *command), USAGE)
        assert f"expected {path} to run, but NameError: name 'undefined_name' is not defined" in message


def test_a_failing_sandbox_is_a_fault_of_the_grader(
    course: Course, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a grader that cannot grade named, with exit code 3 and no zero?"""

    def fail(_: Any) -> None:
        raise SandboxError("no more processes")

    monkeypatch.setattr(Sandbox, "start", fail)
    monkeypatch.setattr(Sandbox, "survey", fail)
    result = cli(course, "check", notebook, "--json")
    assert result.exit_code == GRADER_FAILED
    assert json.loads(result.stdout)["status"] == "grader_error"
    doctor = cli(course, "doctor")
    assert doctor.exit_code == NEEDS_A_PERSON
    assert "SandboxError: no more processes" in doctor.stdout


def test_an_error_of_our_own_is_a_fault_of_the_grader(
    course: Course, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does an error nobody thought of end with exit code 3, a traceback and one line that says so?"""

    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("our own")

    monkeypatch.setattr(checking, "read_submission", fail)
    result = cli(course, "check", notebook)
    assert (result.exit_code, result.stdout) == (GRADER_FAILED, "")
    last = result.stderr.splitlines()[-1]
    assert last == "autograder: the grader itself failed: ZeroDivisionError: our own"
    assert "Traceback" in result.stderr


def test_demanding_more_than_the_machine_can_do_grades_nobody(
    course: Course, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is nothing graded below the level that was asked for, and is that said as a slip, with reasons?"""
    from autograder.sandbox import views

    monkeypatch.setattr(views, "visible_paths", lambda: [5])  # what no kernel mounts
    for command in (["grade", "toy"], ["check", notebook, "--json"]):
        message = failed(cli(course, *command, "--sandbox", "namespaces"), USAGE)
        assert "expected a sandbox of level namespaces or better" in message


COMMANDS = ["check", "collect", "demo", "doctor", "export", "feedback", "grade", "release", "report"]


def test_the_course_may_be_named_before_or_after_the_command(course: Course, notebook: Path) -> None:
    """Does --course work where a person thinks of it, and the later one win?"""
    for arguments in (
        ["--course", course.root, "check", notebook],
        ["check", notebook, "--course", course.root],
        ["--course", notebook.parent, "check", "--course", course.root, notebook],
    ):
        result = CliRunner().invoke(main, [*map(str, arguments)])
        assert result.exit_code == OK, result.output


def test_help_lists_every_command() -> None:
    """Can a person find the commands, each with a line?"""
    result = CliRunner().invoke(main, ["--help"])
    assert all(f"\n  {command} " in result.stdout for command in COMMANDS)
    assert result.exit_code == OK


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    """Does --help of each command say what it does?"""
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == OK
    assert result.stdout.splitlines()[0].startswith("Usage: ")
    assert "--course DIRECTORY" in result.stdout
    assert "3 the grader itself failed" in " ".join(result.stdout.split())


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python and return what it printed."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_the_module_is_the_command() -> None:
    """Does ``python -m autograder`` work, and say its version?"""
    done = python("-m", "autograder", "--version")
    assert done.returncode == OK
    assert "version" in done.stdout


def test_without_the_graders_packages_the_way_is_told() -> None:
    """Is a student's installation, which has no click, told how to become a grader's?"""
    program = "import sys; sys.modules['click'] = None; from autograder.__main__ import run; run()"
    done = python("-c", program)
    assert done.returncode == USAGE
    assert done.stderr == (
        "autograder: expected the package click, found none; try: pip install 'cs231n-kit[grader]'\n"
    )


def test_a_course_may_lie_in_a_folder_of_any_name(tmp_path: Path) -> None:
    """Do spaces, quotes and other alphabets in a path do no harm?"""
    course = make_course(tmp_path / "l'été d'Ada 数学 %s {x}")
    assert load_assignment(course, "toy").max_score == MAX_SCORE
    result = cli(course, "check", course.source("toy"), "--json")
    assert json.loads(result.stdout)["score"] == MAX_SCORE
