"""The instructor's notebook: read, and taken apart into points, references and cells that only explore.

It is trusted, and has been validated when it was released; so it is read as the JSON that it is.
(nbformat and the schema that it checks against take a second to import, and a student is waiting.)
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import CourseError

TEST_PREFIX = "test_"


class Node(dict[str, Any]):
    """A JSON object whose keys can be read and set as attributes, like nbformat's."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


def read_source(path: Path) -> Node:
    """Read a notebook of format 4.

    Raises
    ------
    CourseError
        If the file is no such notebook.
    """
    try:
        notebook = json.loads(path.read_text("utf-8"), object_pairs_hook=Node)
    except ValueError as error:
        raise CourseError(f"expected a notebook in {path}, got no JSON ({error})") from error
    if not isinstance(notebook, Node) or notebook.get("nbformat") != 4:
        raise CourseError(f"expected a notebook of format 4 in {path}; save it again in Jupyter")
    for cell in notebook.cells:
        cell.source = "".join(cell.source)  # files keep a list of lines
    return notebook


def points_of(notebook: Node) -> dict[str, float]:
    """Return the points of every exercise by name, in the notebook's order.

    Raises
    ------
    CourseError
        If a graded cell's id is not its grade_id, or a test cell is not called ``test_...``.
    """
    points: dict[str, float] = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about and cell.get("id") != about.grade_id:
            raise CourseError(
                f"expected the id of a graded cell to be {about.grade_id!r}, got {cell.get('id')!r}"
            )
        if about.get("grade"):
            if not about.grade_id.startswith(TEST_PREFIX):
                raise CourseError(
                    f"expected a test cell called {TEST_PREFIX}<exercise>, got {about.grade_id!r}"
                )
            points[about.grade_id.removeprefix(TEST_PREFIX)] = float(about.points)
    return points


def explores(cell: Node) -> bool:
    """Say whether the author marked a cell as only exploring."""
    return "explore" in cell.metadata.get("tags", [])


def reference_functions(notebook: Node) -> dict[str, Any]:
    """Execute the definitions and plain constants of a trusted notebook, and the imports that they use.

    Nothing else of it runs, and nothing at all of the cells that only explore: a reference that needs
    NumPy does not wait for the notebook's figures.
    """
    kept = list(_definitions(notebook))
    used = {node.id for statement in kept for node in ast.walk(statement) if isinstance(node, ast.Name)}
    for statement in kept:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            statement.names = [alias for alias in statement.names if _bound(alias) in used | {"*"}]
    body = [statement for statement in kept if getattr(statement, "names", True)]
    namespace: dict[str, Any] = {"__name__": "reference"}
    exec(compile(ast.Module(body, []), "<instructor's notebook>", "exec"), namespace)
    return namespace


def _bound(alias: ast.alias) -> str:
    """Return the name that an import gives to what it imports."""
    return alias.asname or alias.name.partition(".")[0]


def _definitions(notebook: Node) -> Iterator[ast.stmt]:
    for cell in notebook.cells:
        if cell.cell_type == "code" and not explores(cell):
            lines = [line for line in cell.source.splitlines() if not line.lstrip().startswith(("%", "!"))]
            yield from (node for node in ast.parse("\n".join(lines)).body if _is_definition(node))


def _is_definition(node: ast.stmt) -> bool:
    constant = (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and all(isinstance(target, ast.Name) for target in node.targets)  # original[0] = 7 only explores
    )
    return constant or isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))
