"""A sample class, made from what the author declared: every submission is named by what is special in it.

Right answers in other styles come from ``alternatives``, wrong ones from ``misconceptions``, and the rest
is done to the notebook itself. The demo shows them; tests grade them.
"""

from __future__ import annotations

import ast
import copy
import inspect
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .course import Assignment
from .source import TEST_PREFIX, Node

Expectation = Literal["full", "less", "zero", "unreadable"]
STUB = 'raise NotImplementedError("Write the body here, then delete this line")'


@dataclass(frozen=True)
class Sample:
    """One submission: who hands it in, its bytes, and what must come of it.

    ``loses`` names the exercises that must lose points; all others must keep theirs.
    """

    student: str
    data: bytes
    expect: Expectation
    loses: frozenset[str] = frozenset()
    misconception: str | None = None


def sample_class(assignment: Assignment) -> list[Sample]:
    """Return the whole class: right, mistaken, unfinished and broken submissions."""
    makers = (_right, _mistaken, _unfinished, _broken)
    return [sample for maker in makers for sample in maker(assignment)]


def function_source(function: Callable[..., Any], name: str) -> str:
    """Return the source of a declared function as a student writes it: under another name, without types."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"expected a function, got {type(definition).__name__}")
    definition.name, definition.decorator_list, definition.returns = name, [], None
    for node in ast.walk(definition):
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(definition)


def submission(assignment: Assignment, sources: Mapping[str, str]) -> Node:
    """Return a submission whose stub cells hold these sources; the others hold the reference."""
    notebook = copy.deepcopy(assignment.notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in sources:
            cell.source = sources[name]
    return notebook


def stubs(assignment: Assignment) -> dict[str, str]:
    """Return the source of every stub cell as released, by exercise."""
    return {name: _stub(_cell(assignment.notebook, name).source) for name in assignment.exercises}


def _right(assignment: Assignment) -> Iterator[Sample]:
    yield Sample("right-reference", _bytes(assignment.notebook), "full")
    widest = max(len(graded.alternatives) for graded in assignment.exercises.values())
    for style in range(widest):
        sources = {
            name: function_source(graded.alternatives[style % len(graded.alternatives)].function, name)
            for name, graded in assignment.exercises.items()
            if graded.alternatives
        }
        yield Sample(f"right-style-{style + 1}", _bytes(submission(assignment, sources)), "full")


def _mistaken(assignment: Assignment) -> Iterator[Sample]:
    """One student per misconception, who has it wherever it can be had."""
    ids = dict.fromkeys(
        wrong.id for graded in assignment.exercises.values() for wrong in graded.misconceptions
    )
    for wrong_id in ids:
        wrong = {
            name: next(m for m in graded.misconceptions if m.id == wrong_id)
            for name, graded in assignment.exercises.items()
            if any(m.id == wrong_id for m in graded.misconceptions)
        }
        sources = {name: function_source(m.function, name) for name, m in wrong.items()}
        data = _bytes(submission(assignment, sources))
        yield Sample(wrong_id, data, "less", frozenset(wrong), wrong_id)


def _unfinished(assignment: Assignment) -> Iterator[Sample]:
    empty = stubs(assignment)
    names = list(empty)
    half = frozenset(names[len(names) // 2 :])
    yield Sample("untouched", _bytes(submission(assignment, empty)), "zero", frozenset(names))
    yield Sample("half-finished", _bytes(submission(assignment, {n: empty[n] for n in half})), "less", half)
    comments = {names[0]: empty[names[0]].replace(STUB, "# I do not know how to start\n    return None")}
    yield Sample("returns-none", _bytes(submission(assignment, comments)), "less", frozenset(names[:1]))


def _broken(assignment: Assignment) -> Iterator[Sample]:
    """What goes wrong with files and cells rather than with the mathematics."""
    name = _least_used(assignment)
    alone = frozenset([name])
    for student, body in (
        ("endless-loop", "while True:\n        pass"),
        ("exits-the-process", "import os; os._exit(0)"),
        ("raises-an-exception", "return undefined_name"),
    ):
        stub = {name: stubs(assignment)[name].replace(STUB, body)}
        yield Sample(student, _bytes(submission(assignment, stub)), "less", alone)
    for student, change in (
        ("deleted-test-cell", _delete_test),
        ("duplicated-cells", _duplicate),
        ("warns-on-stderr", _warn),
        ("renamed-cells", _rename),
        ("edited-points", _edit_points),
    ):
        notebook = copy.deepcopy(assignment.notebook)
        change(notebook, name)
        yield Sample(student, _bytes(notebook), "full")
    notebook = copy.deepcopy(assignment.notebook)
    notebook.cells = [cell for cell in notebook.cells if cell.id != name]
    yield Sample("deleted-solution-cell", _bytes(notebook), "less", alone)
    yield Sample("not-json", b"def svm_loss_naive(W, X, y, reg):\n    return 0.0, W\n", "unreadable")


def _least_used(assignment: Assignment) -> str:
    """Return an exercise that no other cell of the notebook calls, or the one that fewest do."""
    text = "\n".join(cell.source for cell in assignment.notebook.cells if cell.cell_type == "code")
    return min(assignment.exercises, key=lambda name: text.count(f"{name}("))


def _delete_test(notebook: Node, name: str) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.id != TEST_PREFIX + name]


def _duplicate(notebook: Node, name: str) -> None:
    """Paste the solution and test cell a second time, as a slip of the hand does."""
    notebook.cells += [copy.deepcopy(_cell(notebook, n)) for n in (name, TEST_PREFIX + name)]


def _warn(notebook: Node, name: str) -> None:
    noisy = "import sys, warnings\nwarnings.warn('only a warning')\nprint('noise', file=sys.stderr)"
    notebook.cells.insert(
        1, Node(cell_type="code", id="noise", metadata={}, source=noisy, outputs=[], execution_count=None)
    )
    cell = _cell(notebook, name)
    cell.source = cell.source.replace("### BEGIN SOLUTION", "import warnings; warnings.warn('beware')")


def _rename(notebook: Node, name: str) -> None:
    for cell_name in (name, TEST_PREFIX + name):
        cell = _cell(notebook, cell_name)
        cell.metadata.nbgrader.grade_id = cell.id = f"my-{cell_name}"


def _edit_points(notebook: Node, name: str) -> None:
    cell = _cell(notebook, TEST_PREFIX + name)
    cell.metadata.nbgrader.points = 500
    cell.source = "pass"


def _cell(notebook: Node, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == name)


def _stub(source: str) -> str:
    """Return a stub cell as the release has it."""
    before, rest = source.split("### BEGIN SOLUTION", 1)
    _, after = rest.split("### END SOLUTION", 1)
    return f"{before}{STUB}{after}"


def _bytes(notebook: Node) -> bytes:
    return json.dumps(notebook, indent=1).encode()  # nbformat would mend what is broken on purpose
