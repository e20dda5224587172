"""Grade the sample class of every real assignment: the right keep all points, the wrong lose some."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Assignment, Course, load_assignment
from autograder.grading import Graded, grade
from autograder.judge import Judge
from autograder.results import SubmissionResult
from autograder.samples import Sample, function_source, sample_class, stubs, submission
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

COURSE = Course.find(Path(__file__))
NAMES = ("svm", "softmax", "two_layer_net")
Class = dict[str, tuple[Sample, SubmissionResult]]


@pytest.fixture(scope="module", params=NAMES)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    """Return one of the real assignments."""
    return load_assignment(COURSE, request.param)


@pytest.fixture(scope="module")
def graded(assignment: Assignment) -> Class:
    """Return every sample of the class with its result."""
    judge = Judge(assignment, seed=20_261_123)
    with Sandbox(Limits(call_seconds=8, cell_seconds=15)) as sandbox:
        return {
            sample.student: (sample, grade(sample.data, judge, sandbox, sample.student).result)
            for sample in sample_class(assignment)
        }


def lost(result: SubmissionResult) -> set[str]:
    """Return the exercises that lost points."""
    return {exercise.name for exercise in result.exercises if exercise.score < exercise.max_score}


def built_on(assignment: Assignment, names: set[str]) -> set[str]:
    """Return the exercises whose reference calls one of these."""
    cells = {cell.id: cell.source for cell in assignment.notebook.cells}
    return {
        name
        for name in assignment.exercises
        if any(isinstance(n, ast.Name) and n.id in names - {name} for n in ast.walk(ast.parse(cells[name])))
    }


def test_the_class_is_large_enough_to_learn_from(graded: Class) -> None:
    """Are there at least 24 submissions, right, wrong, unfinished and broken?"""
    assert len(graded) >= 24
    assert {sample.expect for sample, _ in graded.values()} == {"full", "less", "zero", "unreadable"}


def test_a_right_answer_keeps_all_points_in_any_style(graded: Class) -> None:
    """Do references, other styles, warnings, deleted tests and renamed cells get full marks?"""
    short = {
        student: [(e.name, e.message) for e in result.exercises if e.score < e.max_score]
        for student, (sample, result) in graded.items()
        if sample.expect == "full" and (result.score < result.max_score or result.status != "graded")
    }
    assert not short


def test_every_mistake_loses_the_points_of_its_exercise(graded: Class) -> None:
    """Does each misconception cost the points of each exercise that has it?"""
    kept = {
        s: sample.loses - lost(result)
        for s, (sample, result) in graded.items()
        if sample.loses - lost(result)
    }
    assert not kept


def test_a_mistake_costs_nothing_but_its_exercise_and_what_is_built_on_it(
    graded: Class, assignment: Assignment
) -> None:
    """Are stages independent: does a wrong one never cost the points of the stages after it?"""
    extra = {}
    for student, (sample, result) in graded.items():
        if sample.expect in ("full", "less"):
            paid = lost(result) - sample.loses
            if paid - built_on(assignment, set(sample.loses)):
                extra[student] = paid
    assert not extra


def test_a_mistake_is_called_by_its_name(graded: Class) -> None:
    """Is the misconception of a sample the one that its verdict names, and never another?"""
    verdicts = [
        (sample.misconception, exercise.misconception)
        for sample, result in graded.values()
        for exercise in result.exercises
        if sample.misconception and exercise.name in sample.loses
    ]
    named = [(declared, said) for declared, said in verdicts if said is not None]
    assert len(named) / len(verdicts) > 0.95  # a raised exception says more than a name
    assert not [pair for pair in named if pair[0] != pair[1] and pair != SAME]


SAME = ("relu-overwrites-upstream", "inputs-overwritten")


def test_no_right_answer_is_called_a_misconception(graded: Class) -> None:
    """Is nothing that passed given the name of a mistake?"""
    assert not [
        e for _, r in graded.values() for e in r.exercises if e.status == "passed" and e.misconception
    ]


def test_untouched_gets_nothing_and_rubbish_gets_a_reason(graded: Class) -> None:
    """Does the released notebook score 0, and is a file that is no notebook named as such?"""
    assert graded["untouched"][1].score == 0
    assert {e.status for e in graded["untouched"][1].exercises} == {"missing"}
    rubbish = graded["not-json"][1]
    assert rubbish.status == "unreadable"
    assert "not readable as a notebook" in rubbish.notes[0]


def test_broken_submissions_are_graded_and_say_what_was_wrong(graded: Class) -> None:
    """Do endless loops and exits cost one exercise, with a message, while odd cells only make a note?"""
    statuses = {
        student: {e.status for e in graded[student][1].exercises} - {"passed"}
        for student in ("endless-loop", "exits-the-process", "raises-an-exception", "deleted-solution-cell")
    }
    assert "timeout" in statuses["endless-loop"]
    assert statuses["exits-the-process"] == {"error"}
    assert {"error"} <= statuses["raises-an-exception"] <= {"error", "partial"}  # a loss may need the stage
    assert "missing" in statuses["deleted-solution-cell"]
    for student in ("deleted-test-cell", "duplicated-cells"):
        assert graded[student][1].notes
    for student in ("warns-on-stderr", "edited-points"):
        assert graded[student][1].max_score == 20


@pytest.fixture(scope="module")
def strict_sandbox() -> Iterator[Sandbox]:
    """Return a sandbox whose limits no exploration reaches."""
    with Sandbox(Limits(call_seconds=10, cell_seconds=60)) as sandbox:
        yield sandbox


def test_leaving_explorations_out_changes_no_score(assignment: Assignment, strict_sandbox: Sandbox) -> None:
    """Does a notebook whose explorations are run get the same verdicts as one whose are not?"""
    skipped, all_run = _with_and_without_explorations(assignment, {}, strict_sandbox)
    assert skipped.result.exercises == all_run.result.exercises
    assert not all_run.result.notes
    ran = [cell for cell in all_run.notebook["cells"] if cell.get("outputs")]
    assert len(ran) > sum(bool(cell.get("outputs")) for cell in skipped.notebook["cells"])
    errors = [o for cell in ran for o in cell["outputs"] if o["output_type"] == "error"]
    assert not errors


def test_leaving_explorations_out_spares_no_mistake(assignment: Assignment, strict_sandbox: Sandbox) -> None:
    """Is that so of a notebook in which every exercise is mistaken, unfinished or done in another style?"""
    empty = stubs(assignment)
    sources = {}
    for number, (name, graded) in enumerate(assignment.exercises.items()):
        ways = [empty[name]]
        ways += [function_source(way.function, name) for way in graded.misconceptions[:1]]
        ways += [function_source(way.function, name) for way in graded.alternatives[:1]]
        sources[name] = ways[number % len(ways)]
    skipped, all_run = _with_and_without_explorations(assignment, sources, strict_sandbox)
    assert skipped.result.exercises == all_run.result.exercises
    assert {"passed", "missing"} < {exercise.status for exercise in skipped.result.exercises}


def _with_and_without_explorations(
    assignment: Assignment, sources: dict[str, str], sandbox: Sandbox
) -> tuple[Graded, Graded]:
    data = json.dumps(submission(assignment, sources)).encode()
    judge = Judge(assignment, seed=7)
    return grade(data, judge, sandbox), grade(data, judge, sandbox, run_all=True)


def test_references_are_as_short_as_the_lecture_promises() -> None:
    """Does the SVM take at most 8 lines forward and 5 backward?"""
    functions = load_assignment(COURSE, "svm").exercises
    lines = {name: _body_lines(functions[f"svm_{name}"].reference) for name in FORWARD + BACKWARD}
    assert sum(lines[name] for name in FORWARD) <= 8
    assert sum(lines[name] for name in BACKWARD) <= 5


FORWARD = ("scores", "margins", "data_loss", "reg_loss")
BACKWARD = ("dmargins", "dscores", "dW")


def _body_lines(function: object) -> int:
    """Return the number of statements of a reference, without its docstring."""
    cell = next(
        c.source
        for c in load_assignment(COURSE, "svm").notebook.cells
        if c.id == getattr(function, "__name__", "")
    )
    (definition,) = (node for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef))
    return sum(not isinstance(node, ast.Expr) for node in definition.body)
