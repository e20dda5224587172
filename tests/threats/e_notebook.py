"""E. The notebook and its cells: points, tests and metadata are the instructor's, whatever the file says."""

from __future__ import annotations

import copy
import json
from typing import Any

import nbformat

from tests.autograder.toy_course import (
    MAX_SCORE,
    SOLUTIONS,
    Change,
    cell_of,
    check_cell,
    code_cell,
    delete,
    insert,
    notebook,
    right_bodies,
    stub_cell,
)

from .threat import WITHOUT_DOUBLE, WRONG, Threat, editing, fields, nbgrader_says

MISSING = "the notebook defines no function of this name"
SCORE = {"output_type": "execute_result", "data": {"text/plain": "5.0"}, "metadata": {}, "execution_count": 1}


def made(change: Change | None = None, **bodies: str) -> Any:
    """Return a submission as a notebook, still to be written."""
    book = notebook(right_bodies() | bodies)
    if change is not None:
        change(book)
    return book


def prefilled(book: Any) -> None:
    """Fill every output with a full score."""
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [SCORE]


def twice(*names: str) -> Change:
    """Return a change that pastes cells a second time at the end."""
    return lambda book: book["cells"].extend(copy.deepcopy(cell_of(book, name)) for name in names)


def split(book: Any) -> None:
    """Split the cell of ``toy_loss`` into a helper and the function."""
    cell_of(book, "toy_loss")["source"] = "def toy_loss(W, reg):\n    return reg * squares(W), 2 * reg * W"
    place = [cell["id"] for cell in book["cells"]].index("toy_loss")
    book["cells"].insert(place, code_cell("def squares(W):\n    return np.sum(W * W)", "toy_loss_1"))


def merged(book: Any) -> None:
    """Merge all code into the first cell and delete the others."""
    code = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    book["cells"] = [code_cell("\n\n".join(code), "all")]


def backwards(book: Any) -> None:
    """Turn the order of all cells round."""
    book["cells"].reverse()


def same_id(book: Any) -> None:
    """Give every cell the same id, name and nbgrader record."""
    for cell in book["cells"]:
        cell["id"] = "toy_double"
        cell["metadata"] = {"nbgrader": cell_of(book, "toy_double")["metadata"].get("nbgrader", {})}


def with_metadata(book: Any) -> None:
    """Claim times, attempts, scores and trust."""
    book["metadata"] |= {"signature": "sha256:0", "score": 100, "attempt": 1, "timestamp": "1999-01-01"}
    for cell in book["cells"]:
        cell["metadata"] |= {"trusted": True, "score": 5, "tags": ["skip-execution", "remove_cell"]}


def with_attachments(book: Any) -> None:
    """Attach a script to the title."""
    book["cells"][0]["attachments"] = {"x.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}}


CELLS = [
    editing("test_weakened", fields("test_toy_double", source="pass")),
    editing("test_that_returns_the_points", fields("test_toy_double", source="1.0")),
    editing("points_raised", nbgrader_says("test_toy_double", points=500)),
    editing("points_negative", nbgrader_says("test_toy_loss", points=-500)),
    editing("points_nan", nbgrader_says("test_toy_loss", points="NaN")),
    editing("not_a_grade_cell", nbgrader_says("test_toy_double", grade=False)),
    editing("not_locked", nbgrader_says("test_toy_double", locked=False)),
    editing("solution_that_is_a_grade_cell", nbgrader_says("toy_double", grade=True, points=99)),
    editing("schema_of_the_future", nbgrader_says("test_toy_double", schema_version=99)),
    editing("test_renamed", nbgrader_says("test_toy_double", grade_id="my_test")),
    editing("test_named_like_another", nbgrader_says("test_toy_double", grade_id="test_toy_sum")),
    editing("test_skipped_by_tag", fields("test_toy_double", metadata={"tags": ["skip-execution"]})),
    editing("test_turned_into_text", fields("test_toy_double", cell_type="markdown")),
    editing("test_turned_into_raw", fields("test_toy_double", cell_type="raw")),
    editing("outputs_prefilled", prefilled),
    editing("metadata_forged", with_metadata),
    editing("attachment_with_script", with_attachments),
    editing("test_deleted", delete("test_toy_double"), says="the test cell of toy_double was missing"),
    editing("all_tests_deleted", delete(*(f"test_{name}" for name in SOLUTIONS)), says="was missing"),
    editing("solution_deleted", delete("toy_double"), says=MISSING),
    editing("solution_turned_into_text", fields("toy_double", cell_type="markdown"), says=MISSING),
    editing(
        "solution_renamed",
        nbgrader_says("toy_double", grade_id="mine"),
        MAX_SCORE,
        "",
        body="    return 2 * x",
    ),
    editing("test_twice", twice("test_toy_double"), says="the test cell of toy_double is there 2 times"),
    editing("solution_and_test_twice", twice("toy_double", "test_toy_double"), says="is there 2 times"),
    editing("own_test_first", insert("check('toy_double', lambda x: 2 * x)", cell_id="test_toy_double")),
    editing("cells_merged_into_one", merged, 0, "was missing"),
    editing("cell_split_in_two", split),
    editing("cells_in_reverse", backwards, 0, MISSING),
    editing("every_cell_named_alike", same_id, says="the cell of toy_double is there 11 times"),
    editing(
        "function_redefined_after_its_test",
        lambda book: book["cells"].append(code_cell("def toy_double(x):\n    return 2.0 * x", "late")),
    ),
    editing("exploring_cell_as_test", fields("test_toy_double", source="explored = True\nprint('explored')")),
    editing("solution_said_to_explore", fields("toy_double", metadata={"tags": ["explore"]})),
    editing(
        "syntax_error",
        fields("toy_double", source="def toy_double(x:\n"),
        says="the cell that begins with `def toy_double(x:` raised SyntaxError",
    ),
    editing(
        "hint_of_a_type_that_is_not_there",
        fields("toy_double", source="def toy_double(x: Undefined):\n    return 2.0 * x"),
        says="raised NameError: name 'Undefined' is not defined",
    ),
    editing("no_cells", lambda book: book.update(cells=[]), 0, "was missing"),
    editing(
        "other_language_in_the_cell",
        fields("toy_double", source="%%javascript\nIPython.notebook.execute_all_cells()"),
        says=MISSING,
    ),
]


def file(name: str, book: Any, score: float = MAX_SCORE, says: str = "", status: str = "graded") -> Threat:
    """Return a threat from a notebook as JSON."""
    return Threat(name, json.dumps(book).encode(), score, says, status)


def kernel(**spec: Any) -> Change:
    """Return a change of the kernel that the notebook asks for."""
    return lambda book: book["metadata"].update(kernelspec=spec)


def old(version: int) -> Any:
    """Return the submission in an older format of notebooks."""
    book = nbformat.from_dict(made(toy_double=WRONG))
    if version == 3:
        return json.loads(nbformat.writes(nbformat.convert(book, 3), 3))
    cells = [
        {
            "cell_type": "code",
            "input": cell["source"],
            "language": "python",
            "outputs": [],
            "collapsed": False,
        }
        if cell["cell_type"] == "code"
        else {"cell_type": "markdown", "source": cell["source"]}
        for cell in book["cells"]
    ]
    return {"nbformat": 2, "metadata": {"name": "toy"}, "worksheets": [{"cells": cells}]}


def of_format(major: object, minor: object = 5) -> Any:
    """Return the submission with another number of its format."""
    return made(toy_double=WRONG) | {"nbformat": major, "nbformat_minor": minor}


def repeated(number: int) -> Any:
    """Return the submission with many more cells, all with one id."""
    book = made()
    book["cells"] += [
        {"cell_type": "code", "id": "same", "metadata": {}, "source": "1", "outputs": []}
    ] * number
    return book


def unreadable(name: str, book: Any, says: str) -> Threat:
    """Return JSON that is no notebook."""
    return file(name, book, 0, says, "unreadable")


FORMATS = [
    file("kernel_of_r", made(kernel(name="ir", language="R", display_name="R"))),
    file("kernel_absent", made(lambda book: book["metadata"].pop("kernelspec"))),
    file("kernel_with_command", made(kernel(name="x", argv=["sh", "-c", "exit"]))),
    file("format_3", old(3), WITHOUT_DOUBLE),
    file("format_2", old(2), WITHOUT_DOUBLE),
    file("format_4_of_the_future", of_format(4, 9999), WITHOUT_DOUBLE),
    unreadable("format_99", of_format(99), says="expected notebook format 4, got 99"),
    unreadable("format_of_text", of_format("4"), says="expected notebook format 4, got 4"),
    unreadable("format_true", of_format(True), says="expected notebook format 4"),
    unreadable("cells_50_000", repeated(50_000), says="expected at most 5000 cells, got 50011"),
    file(
        "cells_of_another_assignment",
        made(lambda book: book["metadata"]["cs231n"].update(assignment="svm")),
        0,
        "another assignment: expected toy, got a notebook of 'svm'",
        "unknown_assignment",
    ),
    file("assignment_unnamed", made(lambda book: book["metadata"].pop("cs231n"))),
    unreadable("json_list", [1], says="got a JSON list"),
    unreadable("json_null", None, says="got a JSON nothing"),
    unreadable("cells_null", {"nbformat": 4, "cells": None}, says="expected a list of cells, got nothing"),
    unreadable("cell_is_a_number", {"nbformat": 4, "cells": [1]}, says="expected a cell at position 1"),
    unreadable(
        "source_is_a_number",
        {"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]},
        says="expected text in cell 1 from the top, got number",
    ),
    file(
        "metadata_of_wrong_shapes",
        made(
            lambda book: book.update(metadata=[1], cells=[cell | {"metadata": 7} for cell in book["cells"]])
        ),
        MAX_SCORE,
        "",
    ),
    unreadable(
        "format_3_of_wrong_shape", {"nbformat": 3, "worksheets": 1}, says="format 3 that cannot be upgraded"
    ),
    file(
        "stub_cells_only",
        {
            "nbformat": 4,
            "metadata": {},
            "cells": [stub_cell("toy_double", "    return 2.0 * x"), check_cell("toy_double")],
        },
        1,
        "the test cell of toy_loss was missing",
    ),
]

THREATS = [*CELLS, *FORMATS]
