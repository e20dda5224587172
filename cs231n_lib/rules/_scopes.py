"""Which names a piece of notebook binds, and to what, read from its text.

Cells become syntax trees; a `Scope` says for each name of a function, or of the whole notebook, which
expressions it may hold. Nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

# What a name may hold: an expression, a definition or a parameter; the path of an import; or nothing known.
Binding = ast.AST | str | None

_PYTHON_CELL_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
MANY_CHARACTERS = 20_000  # a longer cell is not kept: its tree would be large
_PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)  # ValueError: a null byte


@dataclass
class Scope:
    """The names that one function, lambda, class or comprehension binds; the notebook has no parent.

    ``lines`` is the text that a definition of the notebook stands in, by its id.
    """

    node: ast.AST
    parent: Scope | None = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    lines: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str) -> Scope | None:
        """Return the innermost scope that binds ``name``; None for builtins and unknown names."""
        scope: Scope | None = self
        while scope is not None and name not in scope.bindings:
            scope = scope.parent
        return scope


@dataclass(frozen=True)
class Cell:
    """What one cell binds outside of functions, in the order of its text, and that text by lines."""

    bindings: tuple[tuple[str, Binding], ...]
    lines: tuple[str, ...]


def read_cell(source: str) -> Cell:
    """Parse a cell, magics translated as IPython does; one that is not Python even then binds nothing.

    Statements that cannot be reached (after a ``return``, under ``if False``) are left out.
    """
    return _read_once(source) if len(source) < MANY_CHARACTERS else _read(source)


def _read(source: str) -> Cell:
    text = _as_python(source)
    tree = ast.parse(text)
    _drop_unreachable(tree)
    return Cell(tuple(_bindings(tree)), tuple(text.split("\n")))


# A class shares most of its cells, and an answer is read again for every later exercise.
_read_once = lru_cache(maxsize=512)(_read)


def _as_python(source: str) -> str:
    text = source.replace("\r\n", "\n")
    if text.lstrip().startswith(_PYTHON_CELL_MAGICS):
        text = text.lstrip().partition("\n")[2]
    if _parses(text):
        return text
    try:
        from IPython.core.inputtransformer2 import TransformerManager  # slow to import, rarely needed

        text = TransformerManager().transform_cell(text)
    except (ImportError, RuntimeError, *_PARSE_ERRORS):
        return ""
    return text if _parses(text) else ""


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except _PARSE_ERRORS:
        return False
    return True


def _drop_unreachable(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant) and not node.test.value:
            node.body = []
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                ends = [i for i, line in enumerate(block) if isinstance(line, (ast.Return, ast.Raise))]
                del block[ends[0] + 1 if ends else len(block) :]


def own_nodes(root: ast.AST) -> Iterator[ast.AST]:
    """Walk a scope in the order of its text; nested scopes are met but not entered."""
    todo = list(ast.iter_child_nodes(root))[::-1]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, Function | Comprehension | ast.ClassDef):
            todo.extend(list(ast.iter_child_nodes(node))[::-1])


def notebook_scope(cells: Iterable[Cell]) -> Scope:
    """Return the names bound outside all functions: the last binding counts, aliases as they were made."""
    scope = Scope(ast.Module([], []))
    for cell in cells:
        for name, value in cell.bindings:
            known = scope.bindings.get(value.id) if isinstance(value, ast.Name) else None
            scope.bindings[name] = known or [value]
            scope.lines[id(value)] = cell.lines
    return scope


def inner_scope(node: ast.AST, parent: Scope) -> Scope:
    """Return the names bound in one function, lambda, class or comprehension: every binding counts."""
    scope = Scope(node, parent)
    for name, value in _bindings(node):
        scope.bindings.setdefault(name, []).append(value)
    return scope


def _bindings(root: ast.AST) -> Iterator[tuple[str, Binding]]:
    if isinstance(root, Function):
        for argument in all_parameters(root):
            yield argument.arg, argument
    for node in own_nodes(root):
        yield from _bound_by(node)


def all_parameters(function: Function) -> list[ast.arg]:
    """Return every parameter in the order of the signature, ``*args`` and ``**kwargs`` last."""
    a = function.args
    return [*a.posonlyargs, *a.args, *a.kwonlyargs, *(x for x in (a.vararg, a.kwarg) if x is not None)]


def _bound_by(node: ast.AST) -> Iterable[tuple[str, Binding]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            return [pair for target in targets for pair in _unpack(target, value)]
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            return _unpack(target, value)
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            return [(name, value)]
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            return [(name, value)]
        case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
            return _unpack(target, None)
        case ast.withitem(optional_vars=ast.expr() as target):
            return _unpack(target, None)
        case ast.ExceptHandler(name=str(name)):
            return [(name, None)]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [(name, node)]
        case ast.Import(names=names):
            return [(a.asname or a.name.partition(".")[0], a.name) for a in names]
        case ast.ImportFrom(module=module, names=names):
            return [(a.asname or a.name, f"{module}.{a.name}") for a in names]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="extend" | "update"), args=[value]):
            return [(name, value)]  # the list or dictionary grows by as much as is in value
    return []


def _unpack(target: ast.expr, value: ast.expr | None) -> list[tuple[str, Binding]]:
    match target:
        case ast.Name(id=name):
            return [(name, value)]
        case ast.Starred(value=inner):
            return _unpack(inner, None)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values: list[ast.expr | None] = [None] * len(targets)
            plain = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(targets)
            if plain and not any(isinstance(x, ast.Starred) for x in [*targets, *value.elts]):  # type: ignore[union-attr]
                values = list(value.elts)  # type: ignore[union-attr]
            return [pair for t, v in zip(targets, values, strict=True) for pair in _unpack(t, v)]
    return []
