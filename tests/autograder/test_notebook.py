"""Reading what was handed in: each way to be no notebook has its own words, and only sources are used."""

from __future__ import annotations

import copy
import json
import zipfile
from io import BytesIO
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import UnreadableNotebook
from autograder.notebook import MAX_BYTES, MAX_CELLS, Cell, Submission, read_submission

from .toy_course import cell_of, notebook, right_bodies, submission


def as_bytes(record: Any) -> bytes:
    """Return JSON text."""
    return json.dumps(record).encode()


def of(**fields: Any) -> bytes:
    """Return a notebook with no cells and these fields."""
    return as_bytes({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []} | fields)


def with_cell(**fields: Any) -> bytes:
    """Return a notebook of one cell with these fields."""
    return of(cells=[{"cell_type": "code", "source": "", "metadata": {}, "outputs": []} | fields])


def zipped() -> bytes:
    """Return a ZIP file that holds a notebook."""
    with BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("toy.ipynb", submission())
        return file.getvalue()


CONFLICT = '{\n<<<<<<< HEAD\n"cells": [],\n=======\n"cells": [1],\n>>>>>>> mine\n"nbformat": 4}'
NO_NOTEBOOK: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "got an empty file; save the notebook and hand it in again"),
    "blank": (b" \n\t\n", "got an empty file"),
    "too_large": (b" " * (MAX_BYTES + 1), "expected at most 50 MB, got more; clear all outputs"),
    "python": (b"def f(x):\n    return x\n", r"expected JSON, got something else at line 1, column 1 "),
    "truncated": (submission()[:200], r"expected JSON, got something else at line 1, column \d+ "),
    "html": (b"<!DOCTYPE html><html></html>", "got something else at line 1, column 1 .*not an .ipynb"),
    "trailing_text": (submission() + b"\nend", r"at line 2, column 1 \(Extra data\)"),
    "conflict": (CONFLICT.encode(), "got Git merge conflict markers; resolve the conflict first"),
    "git_lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7\nsize 12345\n",
        "got a Git LFS pointer; run `git lfs pull`",
    ),
    "zip": (zipped(), "expected UTF-8 text, got other bytes at position [0-9]+"),
    "latin_1": (
        '{"cells": ["Grüße"]}'.encode("latin-1"),
        "expected UTF-8 text, got other bytes at position 14",
    ),
    "half_a_utf16": (submission().decode().encode("utf-16")[:-1], "expected UTF-8 text"),
    "list": (b"[]", "got a JSON list; hand in the .ipynb file itself"),
    "string": (b'"notebook"', "got a JSON string"),
    "number": (b"4", "got a JSON number"),
    "true": (b"true", "got a JSON boolean"),
    "null": (b"null", "got a JSON nothing"),
    "object": (b"{}", "expected notebook format 4, got None"),
    "format_99": (of(nbformat=99), "expected notebook format 4, got 99; save it as .ipynb in Jupyter"),
    "format_1": (of(nbformat=1), "expected notebook format 4, got 1"),
    "format_text": (of(nbformat="4"), "expected notebook format 4, got 4"),
    "format_true": (of(nbformat=True), "expected notebook format 4, got True"),
    "format_nan": (b'{"nbformat": NaN, "cells": []}', "expected notebook format 4, got nan"),
    "no_cells": (as_bytes({"nbformat": 4}), "expected a list of cells, got nothing"),
    "cells_null": (of(cells=None), "expected a list of cells, got nothing"),
    "cells_object": (of(cells={}), "expected a list of cells, got object"),
    "cell_number": (of(cells=[1]), "expected a cell at position 1, got number"),
    "cell_null": (of(cells=[{"source": ""}, None]), "expected a cell at position 2, got nothing"),
    "source_number": (with_cell(source=1), "expected text in cell 1 from the top, got number"),
    "source_null": (with_cell(source=None), "expected text in cell 1 from the top, got nothing"),
    "source_object": (with_cell(source={}), "expected text in cell 1 from the top, got object"),
    "source_mixed": (with_cell(source=["a", 1]), "expected text in cell 1 from the top, got list"),
    "source_huge": (
        with_cell(source="#" * 200_001),
        "expected at most 200000 characters in cell 1 from the top, got 200001",
    ),
    "too_many_cells": (of(cells=[{"source": ""}] * (MAX_CELLS + 1)), "expected at most 5000 cells, got 5001"),
    "duplicate_key": (b'{"nbformat": 4, "cells": [], "cells": []}', "every JSON key once, got 'cells' twice"),
    "deep": (b"[" * 100_000, "JSON nested or numbered beyond all use"),
    "long_number": (b'{"nbformat": ' + b"9" * 100_000 + b"}", "JSON nested or numbered beyond all use"),
    "odd_format_3": (of(nbformat=3, worksheets=1), "got format 3 that cannot be upgraded; open and save it"),
}


@pytest.mark.parametrize("name", NO_NOTEBOOK)
def test_what_is_no_notebook_is_told_as_what_it_is(name: str) -> None:
    """Does a student who hands in the wrong thing read which, and what to do?"""
    data, message = NO_NOTEBOOK[name]
    with pytest.raises(UnreadableNotebook, match=message):
        read_submission(data)


def read_or_refused(data: bytes) -> bool:
    """Return whether data are read, or refused in the words of our own."""
    try:
        return isinstance(read_submission(data), Submission)
    except UnreadableNotebook as error:
        return str(error).startswith("expected ")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Can no file at all stop the grading of a class?"""
    assert read_or_refused(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
KEYS = ("nbformat", "metadata", "cells", "worksheets", "cs231n", "nbgrader", "grade_id", "source", "id")


@given(st.dictionaries(st.sampled_from(KEYS), json_values), st.sampled_from([2, 3, 4]))
def test_any_json_is_read_or_refused(record: dict[str, Any], major: int) -> None:
    """Is JSON of the wrong shape refused with words, whatever its shape?"""
    assert read_or_refused(as_bytes({"nbformat": major, "cells": [record]} | record))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encodings_that_editors_write_are_read(encoding: str) -> None:
    """May a notebook have gone through an editor that adds a byte order mark?"""
    text = submission(lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("Grüße"))).decode()
    text = json.dumps(json.loads(text), ensure_ascii=False)
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    read = read_submission((mark + text).encode(encoding))
    assert read.assignment == "toy"
    assert read.cells[-1].source == "Grüße"


@pytest.mark.parametrize("major", [2, 3])
def test_an_old_notebook_is_upgraded(major: int) -> None:
    """Does a notebook saved in an old format keep its cells and their names?"""
    made = notebook(right_bodies())
    old = nbformat.v4.downgrade(copy.deepcopy(made))
    assert old.nbformat == 3
    old.nbformat = major
    read = read_submission(nbformat.v3.writes_json(old).encode() if major == 3 else as_bytes(old))
    sources = [cell.source for cell in read.cells if cell.kind == "code"]
    assert sources == [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert read.assignment == "toy"
    assert "test_toy_loss" in {cell.name for cell in read.cells}


def test_a_later_minor_format_is_read() -> None:
    """Does a notebook of a newer Jupyter count?"""
    assert read_submission(of(nbformat_minor=9999)) == Submission(None, ())


def test_as_many_cells_as_allowed_are_read() -> None:
    """Is the limit on cells a limit and not one less?"""
    assert len(read_submission(of(cells=[{"source": ""}] * MAX_CELLS)).cells) == MAX_CELLS


def test_lines_of_a_source_are_joined() -> None:
    """Is a source that is a list of lines, as Jupyter saves it, one text?"""
    read = read_submission(with_cell(source=["def f():\n", "    return 1"]))
    assert read.cells[0].source == "def f():\n    return 1"


@pytest.mark.parametrize(
    ("fields", "cell"),
    [
        ({"id": "a"}, Cell("code", "", "a")),
        ({"id": "a", "metadata": {"nbgrader": {"grade_id": "b"}}}, Cell("code", "", "b")),
        ({"id": 5}, Cell("code", "", None)),
        ({"metadata": {"nbgrader": {"grade_id": ["b"]}}}, Cell("code", "", None)),
        ({"metadata": {"nbgrader": None}}, Cell("code", "", None)),
        ({"metadata": []}, Cell("code", "", None)),
        ({"cell_type": "raw"}, Cell("raw", "", None)),
        ({"cell_type": None}, Cell("raw", "", None)),
        ({"outputs": "forged", "execution_count": "x"}, Cell("code", "", None)),
    ],
    ids=[
        "id",
        "grade_id",
        "id_number",
        "grade_id_list",
        "nbgrader_null",
        "metadata_list",
        "raw",
        "kind",
        "outputs",
    ],
)
def test_odd_metadata_are_no_reason_to_refuse(fields: dict[str, Any], cell: Cell) -> None:
    """Is everything but a cell's kind, source and name ignored?"""
    assert read_submission(with_cell(**fields)).cells == (cell,)


@pytest.mark.parametrize(
    "metadata", [None, [], {"cs231n": 1}, {"cs231n": {"assignment": ["toy"]}}, {"cs231n": {}}]
)
def test_a_notebook_without_an_assignment_has_none(metadata: Any) -> None:
    """Is damaged metadata the same as none?"""
    assert read_submission(of(metadata=metadata)).assignment is None


def test_lone_surrogates_do_not_go_on() -> None:
    """Is half a character, which no file can hold, replaced before anything chokes on it?"""
    read = read_submission(with_cell(source="x = '\ud800'  # \U0001f600"))
    assert read.cells[0].source.encode() == "x = '\ufffd'  # \U0001f600".encode()


def test_a_surrogate_pair_is_one_character() -> None:
    """Do characters that JSON writes as two halves stay whole?"""
    data = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud83d\\ude00"}]}'
    assert read_submission(data).cells[0].source == "\U0001f600"


def test_the_toy_submission_is_read_as_it_was_written() -> None:
    """Do names, kinds and order survive?"""
    made = notebook(right_bodies())
    read = read_submission(submission())
    assert [cell.name for cell in read.cells] == [cell.id for cell in made.cells]
    assert cell_of(made, "toy_sum").source == next(c for c in read.cells if c.name == "toy_sum").source
