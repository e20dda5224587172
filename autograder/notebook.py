"""Read a submitted file as a notebook, trusting nothing in it but the sources of its cells.

Outputs, metadata, tags and kernels of a submission are never used; what a cell says it is serves
only to find it. Every way in which a file can fail to be a notebook has its own message.
"""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import UnreadableNotebook

MAX_BYTES = 50 * 2**20
MAX_CELLS = 5_000
MAX_SOURCE = 200_000
MAX_CODE = 2 * MAX_SOURCE  # of all cells; the judge reads it for the rule on loops, which takes its time
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON can spell one, but no file can hold it


@dataclass(frozen=True)
class Cell:
    """One cell of a submission. ``name`` is its grade_id, else its cell id; either may be forged."""

    kind: str
    source: str
    name: str | None


@dataclass(frozen=True)
class Submission:
    """What is used of a submitted notebook, in its order."""

    assignment: str | None
    cells: tuple[Cell, ...]


def read_submission(data: bytes) -> Submission:
    """Parse a submitted notebook.

    Raises
    ------
    UnreadableNotebook
        If the bytes are not a notebook of format 2 to 4; the message says what was found and
        what the student should hand in instead.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableNotebook(
            f"expected at most {MAX_BYTES // 2**20} MB, got more; clear all outputs and save again"
        )
    notebook = _upgrade(_parse(_decode(data)))
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise UnreadableNotebook(
            f"expected a list of cells, got {_kind(cells)}; save the notebook again in Jupyter"
        )
    if len(cells) > MAX_CELLS:
        raise UnreadableNotebook(
            f"expected at most {MAX_CELLS} cells, got {len(cells)}; delete what is not needed"
        )
    submission = Submission(_assignment_of(notebook), tuple(_cell(i, cell) for i, cell in enumerate(cells)))
    if (code := sum(len(cell.source) for cell in submission.cells if cell.kind == "code")) > MAX_CODE:
        raise UnreadableNotebook(
            f"expected at most {MAX_CODE} characters of code, got {code}; delete what is not needed"
        )
    return submission


def _decode(data: bytes) -> str:
    if not data.strip():
        raise UnreadableNotebook(
            "expected a notebook, got an empty file; save the notebook and hand it in again"
        )
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableNotebook(
            f"expected UTF-8 text, got other bytes at position {error.start}; hand in the .ipynb file itself"
        ) from error


def _parse(text: str) -> dict[str, Any]:
    if text.startswith("version https://git-lfs"):
        raise UnreadableNotebook(
            "expected a notebook, got a Git LFS pointer; run `git lfs pull` and hand in the file"
        )
    if "\n<<<<<<< " in text and "\n>>>>>>> " in text:
        raise UnreadableNotebook(
            "expected a notebook, got Git merge conflict markers; resolve the conflict first"
        )
    try:
        notebook = json.loads(text, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as error:
        raise UnreadableNotebook(
            f"expected JSON, got something else at line {error.lineno}, column {error.colno} ({error.msg}); "
            "the file is damaged or not an .ipynb: save it again in Jupyter"
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableNotebook(
            "expected a plain notebook, got JSON nested or numbered beyond all use"
        ) from error
    if not isinstance(notebook, dict):
        raise UnreadableNotebook(
            f"expected a notebook, got a JSON {_kind(notebook)}; hand in the .ipynb file itself"
        )
    return notebook


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise UnreadableNotebook(
            f"expected every JSON key once, got {twice[:40]!r} twice; save it again in Jupyter"
        )
    return result


def _upgrade(notebook: dict[str, Any]) -> dict[str, Any]:
    """Bring formats 2 and 3 to 4; refuse formats that do not exist yet."""
    major = notebook.get("nbformat")
    if not isinstance(major, int) or isinstance(major, bool) or not 2 <= major <= 4:
        raise UnreadableNotebook(
            f"expected notebook format 4, got {str(major)[:20]}; save it as .ipynb in Jupyter"
        )
    if major == 4:
        return notebook
    import nbformat  # takes a second, for the sake of files that are ten years old

    try:
        whole = nbformat.versions[major].to_notebook_json(notebook)  # joins what files keep as lists of lines
        upgraded: dict[str, Any] = nbformat.convert(whole, 4)
    except Exception as error:  # nbformat fails in many ways on malformed old notebooks
        raise UnreadableNotebook(
            f"expected a notebook, got format {major} that cannot be upgraded; open and save it in Jupyter"
        ) from error
    return upgraded


def _assignment_of(notebook: Mapping[str, Any]) -> str | None:
    metadata = notebook.get("metadata")
    kit = metadata.get("cs231n") if isinstance(metadata, dict) else None
    name = kit.get("assignment") if isinstance(kit, dict) else None
    return name if isinstance(name, str) else None


def _cell(index: int, cell: Any) -> Cell:
    if not isinstance(cell, dict):
        raise UnreadableNotebook(
            f"expected a cell at position {index + 1}, got {_kind(cell)}; save it again in Jupyter"
        )
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise UnreadableNotebook(
            f"expected text in cell {index + 1} from the top, got {_kind(source)}; save it again in Jupyter"
        )
    if len(source) > MAX_SOURCE:
        raise UnreadableNotebook(
            f"expected at most {MAX_SOURCE} characters in cell {index + 1} from the top, got {len(source)}"
        )
    kind = cell.get("cell_type")
    source = _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", source)
    return Cell(kind if isinstance(kind, str) else "raw", source, _name_of(cell))


def _name_of(cell: Mapping[str, Any]) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    name = grade_id if isinstance(grade_id, str) else cell.get("id")
    return name if isinstance(name, str) else None


def _kind(value: Any) -> str:
    names = {dict: "object", list: "list", str: "string", int: "number", float: "number", bool: "boolean"}
    return "nothing" if value is None else names.get(type(value), type(value).__name__)
