"""Follow a function through the notebook and find the loops in it that are over many things."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ._scopes import Binding, Comprehension, Function, Scope, inner_scope, notebook_scope, read_cell
from ._sizes import Sizes

_PER_ELEMENT = {"vectorize", "frompyfunc", "apply_along_axis"}  # numpy: "essentially a for loop"
_MAPPERS = {"map", "filter", "starmap", "reduce", "accumulate", "fromiter"}
_UFUNC_METHODS = {"reduce", "accumulate"}  # np.add.reduce is vectorised, functools.reduce is not
_TEXT_RUNNERS = {"exec", "eval", "compile"}
_LOOK_UPS = {"globals", "locals", "vars", "__import__", "get_ipython"}  # what they bring, no reader can tell
_COMPREHENSIONS = {
    ast.ListComp: "list comprehension",
    ast.SetComp: "set comprehension",
    ast.DictComp: "dict comprehension",
    ast.GeneratorExp: "generator expression",
}


@dataclass(frozen=True)
class Loop:
    """A Python loop that the rule forbids.

    ``line`` counts from the first line of ``function``, which is 1; ``what`` is the kind of loop
    and ``code`` the line itself.
    """

    function: str
    line: int
    what: str
    code: str

    def __str__(self) -> str:
        return f"{self.what} in line {self.line} of {self.function}: {self.code}"


def find_loops(name: str, sources: Sequence[str]) -> list[Loop]:
    r"""Find the loops over examples, classes or features in all that ``name`` runs.

    Parameters
    ----------
    name
        The function, as the cells bind it: by ``def``, ``name = lambda ...`` or ``name = other``.
    sources
        Texts of the cells that ran before the function is used, in order, magics included. In a
        living kernel: `sources_of`.

    Returns
    -------
    list of Loop
        Those in the function first, then those in its helpers. Empty if no cell binds ``name``, or
        if an expression is nested so deeply that it cannot be read.

    Examples
    --------
    >>> for loop in find_loops("total", ["def total(X):\n    return sum(x.max() for x in X)"]):
    ...     print(loop)
    generator expression in line 2 of total: return sum(x.max() for x in X)
    >>> find_loops("total", ["def total(W1, W2):\n    return sum(W.max() for W in (W1, W2))"])
    []
    """
    notebook = notebook_scope(map(read_cell, sources))
    if name not in notebook.bindings:
        return []
    found: dict[tuple[str, int], Loop] = {}
    for place, what in _forbidden(name, notebook):
        line = getattr(place.node, "lineno", place.first_line)
        loop = Loop(place.function, line - place.first_line + 1, what, place.lines[line - 1].strip())
        found.setdefault((loop.function, loop.line), loop)
    return sorted(found.values(), key=lambda loop: (loop.function != name, loop.function, loop.line))


def _forbidden(name: str, notebook: Scope) -> list[tuple[_Place, str]]:
    reader = _Reader(notebook)
    reader.follow(name)
    try:
        return list(reader.forbidden())
    except RecursionError:  # thousands of lists added up in one expression
        return []


class _Place(NamedTuple):
    """A node, what it stands in, the names around it, its innermost and its outermost function.

    ``lines`` is the text of the cell, in which the outermost function begins with ``first_line``.
    """

    node: ast.AST
    parent: ast.AST | None
    scope: Scope
    owner: ast.AST
    function: str
    first_line: int
    lines: tuple[str, ...]


class _Reader:
    """Collects every node that a function may run, and judges them once all call sites are known."""

    def __init__(self, notebook: Scope) -> None:
        self._notebook = notebook
        self._places: list[_Place] = []
        self._call_sites: dict[int, list[tuple[ast.Call, Scope]]] = {}
        self._uses: dict[int, dict[int, Function]] = {}  # what a function mentions or contains, by its id
        self._held: dict[tuple[int, str], list[Function]] = {}
        self._circles: dict[tuple[int, int], bool] = {}
        self._sizes = Sizes(self._call_sites)

    def follow(self, name: str) -> None:
        """Collect the notebook's function ``name`` and all that it mentions."""
        todo, queued = self._definitions(name, called=True), set[int]()
        while todo:
            place = todo.pop()
            if isinstance(place.parent, ast.Module):  # a definition of the notebook: read it once
                if id(place.node) in queued:
                    continue
                queued.add(id(place.node))
            self._places.append(place)
            todo.extend(self._mentioned(place))
            todo.extend(self._children(place))

    def _definitions(self, name: str, *, called: bool) -> list[_Place]:
        """Return the functions that a name of the notebook holds; if it is called, whatever it holds."""
        places = []
        for value in self._notebook.bindings[name]:
            if isinstance(value, Function | ast.ClassDef) or (called and isinstance(value, ast.expr)):
                shown, decorators = getattr(value, "name", name), getattr(value, "decorator_list", [])
                line = min(node.lineno for node in [value, *decorators])
                lines = self._notebook.lines[id(value)]
                place = _Place(value, self._notebook.node, self._notebook, value, shown, line, lines)
                places.append(self._enter(place))
        return places

    def _enter(self, place: _Place) -> _Place:
        node, scope, owner = place.node, place.scope, place.owner
        if not isinstance(node, Function | Comprehension | ast.ClassDef):
            return place
        if isinstance(node, Function):
            self._uses.setdefault(id(owner), {})[id(node)] = node
            owner = node
        return place._replace(scope=inner_scope(node, scope), owner=owner)

    def _children(self, place: _Place) -> Iterator[_Place]:
        for child in ast.iter_child_nodes(place.node):
            yield self._enter(place._replace(node=child, parent=place.node))

    def _mentioned(self, place: _Place) -> list[_Place]:
        """Note which function a name stands for, and return it where the notebook defines it."""
        node, parent, scope = place.node, place.parent, place.scope
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            return []
        call = parent if isinstance(parent, ast.Call) and parent.func is node else None
        for value in self._functions(place):
            self._uses.setdefault(id(place.owner), {})[id(value)] = value
            if call is not None:
                self._call_sites.setdefault(id(value), []).append((call, scope))
        is_global = scope.find(node.id) is self._notebook
        return self._definitions(node.id, called=call is not None) if is_global else []

    def _functions(self, place: _Place) -> list[Function]:
        """Return the functions that a name may hold; an attribute of a function is no use of it."""
        name = place.node
        if not isinstance(name, ast.Name) or isinstance(place.parent, ast.Attribute) or _of_attribute(place):
            return []
        home = place.scope.find(name.id)
        if home is None:
            return []
        if (id(home), name.id) not in self._held:
            held = [value for value in home.bindings[name.id] if isinstance(value, Function)]
            self._held[id(home), name.id] = held
        return self._held[id(home), name.id]

    def forbidden(self) -> Iterator[tuple[_Place, str]]:
        """Yield every place that breaks the rule, and what stands there."""
        for place in self._places:
            what = self._loop(place) or self._recursion(place)
            if what:
                yield place, what

    def _loop(self, place: _Place) -> str | None:
        node, scope = place.node, place.scope
        match node:
            case ast.While():
                return "while loop"
            case ast.For(iter=iterable) | ast.AsyncFor(iter=iterable):
                return None if self._sizes.is_few(iterable, scope) else "for loop"
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return None if self._sizes.comprehension_is_few(node, scope) else _COMPREHENSIONS[type(node)]
            case ast.Call():
                return self._hidden_loop(node, scope)
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                last = (_path(node, scope) or "").rpartition(".")[2]
                return f"np.{last}" if last in _PER_ELEMENT else None
        return None

    def _hidden_loop(self, call: ast.Call, scope: Scope) -> str | None:
        path = _path(call.func, scope) or ""
        root, _, last = path.rpartition(".")
        if last in _TEXT_RUNNERS and not root:
            return f"code run by {last}()"
        if last in _LOOK_UPS and not root:
            return f"code looked up by {last}()"
        if last not in _MAPPERS or (last in _UFUNC_METHODS and root not in ("", "functools", "itertools")):
            return None
        iterables = call.args[:1] if last in ("accumulate", "fromiter") else call.args[1:]
        return None if self._sizes.any_is_few(iterables, scope) else f"{last}()"

    def _recursion(self, place: _Place) -> str | None:
        for function in self._functions(place):
            ends = id(function), id(place.owner)
            if ends not in self._circles:
                self._circles[ends] = self._reaches(function, place.owner)
            if self._circles[ends]:
                return "recursion"
        return None

    def _reaches(self, start: ast.AST, goal: ast.AST) -> bool:
        todo, seen = [start], set[int]()
        while todo:
            function = todo.pop()
            if function is goal:
                return True
            if id(function) not in seen:
                seen.add(id(function))
                todo.extend(self._uses.get(id(function), {}).values())
        return False


def _of_attribute(place: _Place) -> bool:
    """Whether a name stands where an attribute of it is asked for or set, and not one that calls it."""
    match place.parent:
        case ast.Call(func=ast.Name(id=asks), args=[first, ast.Constant(str(name)), *_]):
            attribute = asks in ("getattr", "hasattr", "setattr") and not name.startswith("__")
            return attribute and first is place.node
    return False


def _path(node: Binding, scope: Scope, depth: int = 0) -> str | None:
    """Return a dotted path, seen through imports and aliases: "numpy.vectorize", "?.map", or None."""
    match node:
        case str():
            return node
        case ast.Attribute(value=value, attr=attribute):
            return f"{_path(value, scope, depth) or '?'}.{attribute}"
        case ast.Name(id=name):
            home = scope.find(name)
            if home is None:
                return name
            held = home.bindings[name][-1]
            aliased = isinstance(held, str | ast.Name | ast.Attribute) and depth < 10
            return _path(held, home, depth + 1) if aliased else None
    return None
