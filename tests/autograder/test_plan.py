"""What is run and where it is judged: whatever was done to the cells, every exercise has one place."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.course import Assignment
from autograder.notebook import read_submission
from autograder.plan import Plan, make_plan

from .toy_course import (
    NAMES,
    Change,
    append,
    cell_of,
    check_cell,
    code_cell,
    delete,
    insert,
    stub_cell,
    submission,
)


def plan_of(assignment: Assignment, change: Change | None = None, *, run_all: bool = False) -> Plan:
    """Return the plan for a submission with a change."""
    return make_plan(read_submission(submission(change)), assignment, run_all=run_all)


def judged(plan: Plan) -> list[str]:
    """Return the exercises in the order in which they are judged."""
    return [step.exercise for step in plan.steps if step.exercise is not None]


def run(plan: Plan) -> list[str]:
    """Return the sources that are run, in order."""
    return [step.cell.source for step in plan.steps if step.runs and step.exercise is None]


def rename(old: str, new: str) -> Change:
    """Return a change that gives a cell another id and grade_id."""

    def change(notebook: Any) -> None:
        cell = cell_of(notebook, old)
        cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = new

    return change


def move_to_end(name: str) -> Change:
    """Return a change that moves a cell to the end."""

    def change(notebook: Any) -> None:
        cell = cell_of(notebook, name)
        notebook["cells"].remove(cell)
        notebook["cells"].append(cell)

    return change


def edit(name: str, **fields: Any) -> Change:
    """Return a change that sets fields of a cell."""
    return lambda notebook: cell_of(notebook, name).update(fields)


def test_an_untouched_notebook_needs_no_notes(toy: Assignment) -> None:
    """Is every exercise judged at its test cell, and the text of test cells never run?"""
    plan = plan_of(toy)
    assert judged(plan) == list(NAMES)
    assert plan.notes == ()
    assert not [source for source in run(plan) if "check(" in source and "import" not in source]


def test_a_deleted_test_cell_is_judged_at_the_end(toy: Assignment) -> None:
    """Does deleting a test avoid it?"""
    plan = plan_of(toy, delete("test_toy_double"))
    assert judged(plan) == ["toy_loss", "toy_sum", "toy_step", "toy_double"]
    assert plan.steps[-1].exercise == "toy_double"
    assert plan.notes == ("the test cell of toy_double was missing; it was graded all the same",)


def test_a_duplicated_test_cell_is_judged_once_at_the_last_place(toy: Assignment) -> None:
    """Does pasting a test cell twice count once, and after everything that came before either?"""
    plan = plan_of(toy, lambda nb: nb["cells"].append(check_cell("toy_double")))
    assert judged(plan) == ["toy_loss", "toy_sum", "toy_step", "toy_double"]
    assert plan.notes == ("the test cell of toy_double is there 2 times",)


def test_a_duplicated_solution_cell_is_run_twice_and_told(toy: Assignment) -> None:
    """Is the definition that Python would take the one that counts?"""
    again = stub_cell("toy_double", "    return 3.0 * x")
    plan = plan_of(toy, lambda nb: nb["cells"].insert(4, again))
    assert sum("def toy_double" in source for source in run(plan)) == 2
    assert plan.notes == (
        "the cell of toy_double is there 2 times; the last definition before its test counts",
    )


def test_a_renamed_test_cell_is_known_by_its_call(toy: Assignment) -> None:
    """Is a test cell found by what it says when its name was lost, as by copying to a new notebook?"""
    plan = plan_of(toy, rename("test_toy_sum", "my-test"))
    assert judged(plan) == list(NAMES)
    assert plan.notes == ()


def test_a_cell_that_merely_calls_check_is_no_place(toy: Assignment) -> None:
    """Does the first check in a student's own cell stay a cell while the test cell is there?"""
    plan = plan_of(toy, insert('check("toy_sum", toy_sum)', before="test_toy_sum"))
    assert judged(plan) == list(NAMES)
    assert 'check("toy_sum", toy_sum)' in run(plan)


def test_a_moved_test_cell_is_judged_where_it_is(toy: Assignment) -> None:
    """Does the submission's own order hold?"""
    plan = plan_of(toy, move_to_end("test_toy_double"))
    assert judged(plan) == ["toy_loss", "toy_sum", "toy_step", "toy_double"]
    assert plan.notes == ()


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_test_cell_of_another_kind_is_judged(toy: Assignment, kind: str) -> None:
    """Does turning a test cell into text avoid it?"""
    assert judged(plan_of(toy, edit("test_toy_double", cell_type=kind))) == list(NAMES)


def test_a_changed_test_cell_is_judged_and_not_run(toy: Assignment) -> None:
    """Is the text of a test cell never taken from a submission?"""
    plan = plan_of(toy, edit("test_toy_double", source="import os; os._exit(0)"))
    assert judged(plan) == list(NAMES)
    assert not [source for source in run(plan) if "_exit" in source]


def test_a_test_of_nothing_is_an_ordinary_cell(toy: Assignment) -> None:
    """Is a cell that calls itself a test of an unknown exercise run like any other?"""
    plan = plan_of(toy, append("x = 1", cell_id="test_toy_unknown"))
    assert judged(plan) == list(NAMES)
    assert run(plan)[-1] == "x = 1"


def test_a_cell_named_like_an_exercise_is_no_test(toy: Assignment) -> None:
    """Does only the prefix make a test cell?"""
    assert [toy.exercise_of_test(n) for n in ("toy_sum", "test_toy_sum", "test_test_toy_sum", None)] == [
        None,
        "toy_sum",
        None,
        None,
    ]


def test_nothing_left_is_judged_all_the_same(toy: Assignment) -> None:
    """Does an empty notebook give every exercise its verdict?"""
    plan = plan_of(toy, lambda nb: nb["cells"].clear())
    assert judged(plan) == list(NAMES)
    assert len(plan.notes) == len(NAMES)
    assert run(plan) == []


def test_cells_that_only_explore_are_left_out(toy: Assignment) -> None:
    """Is time saved on cells that no graded cell needs?"""
    plan = plan_of(toy)
    assert not [source for source in run(plan) if "explored" in source]
    assert "explored" in plan.steps[-1].cell.source  # still shown


def test_run_all_runs_what_explores(toy: Assignment) -> None:
    """Can a person ask for all cells?"""
    assert "explored" in run(plan_of(toy, run_all=True))[-1]


def test_an_exploring_cell_that_was_changed_is_run(toy: Assignment) -> None:
    """May a student write a helper into a cell that was for exploring?"""
    plan = plan_of(toy, edit("look", source="explored = False"))
    assert run(plan)[-1] == "explored = False"


def test_white_space_is_no_change(toy: Assignment) -> None:
    """Is an exploring cell with a trailing newline the same cell?"""
    plan = plan_of(toy, edit("look", source="\nexplored = True\nprint('explored')\n\n"))
    assert "explored" not in "".join(run(plan))


def test_a_tag_of_the_student_leaves_nothing_out(toy: Assignment) -> None:
    """Is only the author's word taken for what explores?"""
    change = append("x = 2")

    def tagged(notebook: Any) -> None:
        change(notebook)
        notebook["cells"][-1]["metadata"] = {"tags": ["explore", "skip-execution"]}

    assert run(plan_of(toy, tagged))[-1] == "x = 2"


@pytest.mark.parametrize("source", ["", "  \n"])
def test_empty_cells_are_not_run(toy: Assignment, source: str) -> None:
    """Is nothing run where nothing is written?"""
    assert source not in run(plan_of(toy, append(source)))


def test_text_is_never_run(toy: Assignment) -> None:
    """Are markdown and raw cells only shown?"""

    def add(notebook: Any) -> None:
        notebook["cells"].append(code_cell("1 / 0", "note") | {"cell_type": "markdown"})

    plan = plan_of(toy, add)
    assert "1 / 0" not in run(plan)
    assert plan.steps[-1].cell.source == "1 / 0"
