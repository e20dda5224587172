"""The parts may only touch what the design lets them: imports, prints and exceptions, read from the source.

Nothing is imported here; every rule is about text, so that a broken module still shows which rule it breaks.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INSIDE = "autograder/sandbox/inside/"
PRINTS = ("autograder/cli/", "autograder/__main__.py")  # the latter where the former cannot be imported
IN_THE_SANDBOX = {"IPython", "matplotlib", "numpy", "cs231n_lib"}

MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for top in ("cs231n_lib", "autograder")
    for path in ROOT.glob(f"{top}/**/*.py")
)
LIBRARY = [name for name in MODULES if name.startswith("cs231n_lib/")]
AUTOGRADER = [name for name in MODULES if name.startswith("autograder/")]


@cache
def tree(name: str) -> ast.Module:
    """Return the syntax tree of a module of the repository."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)


def imports(name: str) -> Iterator[str]:
    """Yield the full dotted name of everything that a module imports, wherever it does so."""
    package = name.removesuffix(".py").removesuffix("/__init__").split("/")
    if not name.endswith("__init__.py"):
        package = package[:-1]
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*parent, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def top(dotted: str) -> str:
    """Return the distribution's own name: the part before the first dot."""
    return dotted.split(".", maxsplit=1)[0]


@pytest.mark.parametrize("name", LIBRARY)
def test_library_knows_neither_the_autograder_nor_the_solutions(name: str) -> None:
    """Can a student's import reach anything that a student must not see?"""
    assert not {dotted for dotted in imports(name) if top(dotted) in {"autograder", "solutions", "tests"}}


@pytest.mark.parametrize("name", AUTOGRADER)
def test_autograder_reads_solutions_as_files(name: str) -> None:
    """Would the autograder work on a course that lies elsewhere?"""
    assert not {dotted for dotted in imports(name) if top(dotted) in {"solutions", "tests"}}


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(INSIDE)])
def test_inside_of_the_sandbox_imports_no_judge(name: str) -> None:
    """Is the process that runs student code free of all that knows an expected value?"""
    own = INSIDE.strip("/").replace("/", ".")
    allowed = sys.stdlib_module_names | IN_THE_SANDBOX
    assert not {
        dotted
        for dotted in imports(name)
        if top(dotted) not in allowed and not f"{dotted}.".startswith(f"{own}.")
    }


@pytest.mark.parametrize("package", ["nbgrader", "distributed"])
def test_one_module_knows(package: str) -> None:
    """Does a new release of a package that others may replace concern one file only?"""
    assert len([name for name in MODULES if package in map(top, imports(name))]) <= 1


@pytest.mark.parametrize("name", [name for name in AUTOGRADER if not name.startswith((*PRINTS, INSIDE))])
def test_only_the_command_line_prints(name: str) -> None:
    """Is stdout nothing but the data that was asked for?"""
    calls = [node.func for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    written = [ast.unparse(call) for call in calls]
    assert not {"print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"}.intersection(
        written
    )


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_swallowed(name: str) -> None:
    """Does every except name what it expects?"""
    handlers = [node for node in ast.walk(tree(name)) if isinstance(node, ast.ExceptHandler)]
    assert all(handler.type is not None for handler in handlers)


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_documented(name: str) -> None:
    """Does every module, public class and public function say what it is for?"""
    nodes = [
        tree(name),
        *(node for node in tree(name).body if isinstance(node, ast.FunctionDef | ast.ClassDef)),
    ]
    silent = [getattr(node, "name", name) for node in nodes if ast.get_docstring(node) is None]
    assert not [label for label in silent if not label.startswith("_")]


@pytest.mark.parametrize("name", MODULES)
def test_files_can_be_read_in_one_sitting(name: str) -> None:
    """Is no file longer than 400 lines (300 is the aim), and no function longer than 50 (25 is)?"""
    functions = [node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef)]
    lengths = {node.name: _lines(node) for node in functions}
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 400
    assert not {label: length for label, length in lengths.items() if length > 50}


def _lines(function: ast.FunctionDef) -> int:
    docstring = ast.get_docstring(function, clean=False) or ""
    return (function.end_lineno or function.lineno) - function.lineno - docstring.count("\n")
