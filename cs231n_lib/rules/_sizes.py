"""Whether an iterable holds a handful of things that are spelled out, or as many as there are examples.

The answer is True (a handful), False (certainly not) or None (nothing says so); a loop is allowed over a
handful only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from ._scopes import Binding, Comprehension, Function, Scope, all_parameters, own_nodes

FEW = 4  # a range this long, written as a number, is over layers: no case has so few examples and classes
_AS_LONG_AS_ITS_ARGUMENT = frozenset(
    ["list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "dict", "copy", "deepcopy"]
)

CallSites = dict[int, list[tuple[ast.Call, Scope]]]


class Sizes:
    """Judges expressions in their scope; call sites, by id of the definition, say what parameters hold."""

    def __init__(self, call_sites: CallSites) -> None:
        self._call_sites = call_sites
        self._asked: set[tuple[int, str]] = set()

    def is_few(self, node: Binding, scope: Scope) -> bool | None:
        """Say whether ``node``, used as an iterable in ``scope``, holds a handful of things."""
        match node:
            case ast.Constant(value=str()) | ast.Attribute(attr="shape"):
                return True
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                return _all(self.is_few(x.value, scope) for x in items if isinstance(x, ast.Starred))
            case ast.Dict(keys=keys, values=values):
                return _all(self.is_few(v, scope) for k, v in zip(keys, values, strict=True) if k is None)
            case ast.Name(id=name):
                return self._name_is_few(name, scope)
            case ast.Subscript(value=value, slice=ast.Slice()) | ast.Starred(value=value):
                return self.is_few(value, scope)
            case ast.BinOp(left=left, op=ast.Add(), right=right) | ast.IfExp(body=left, orelse=right):
                return _all([self.is_few(left, scope), self.is_few(right, scope)])
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self.comprehension_is_few(node, scope)
            case ast.Call():
                return self._call_is_few(node, scope)
        return None

    def comprehension_is_few(self, node: Comprehension, scope: Scope) -> bool:
        """Say whether every ``for`` of a comprehension runs over a handful of things."""
        return all(self.is_few(part.iter, scope) is True for part in node.generators)

    def any_is_few(self, iterables: Iterable[ast.expr], scope: Scope) -> bool:
        """Say whether iterables taken in step (zip, map) stop after a handful of steps."""
        return any(self.is_few(item, scope) is True for item in iterables)

    def _call_is_few(self, call: ast.Call, scope: Scope) -> bool | None:
        arguments = call.args
        match call.func:
            case ast.Attribute(value=base, attr="items" | "keys" | "values") if not arguments:
                return self.is_few(base, scope) is not False  # keyed by names, unless seen otherwise
            case ast.Attribute(value=base, attr="copy" | "split") if self.is_few(base, scope):
                return True
            case ast.Name(id="range"):
                return all(self._number_is_few(argument, scope) for argument in arguments)
            case ast.Name(id="enumerate"):
                return self.any_is_few(arguments[:1], scope)
            case ast.Name(id="zip"):
                return self.any_is_few(arguments, scope)
            case ast.Name(id="map"):
                return self.any_is_few(arguments[1:], scope)
            case ast.Name(id="product" | "chain") | ast.Attribute(attr="product" | "chain"):
                return _all(self.is_few(argument, scope) for argument in arguments)
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _AS_LONG_AS_ITS_ARGUMENT:
                return _all(self.is_few(argument, scope) for argument in arguments[:1])
            case ast.Name(id=name):
                return self._result_is_few(name, scope)
        return None

    def _number_is_few(self, node: Binding, scope: Scope) -> bool:
        match node:
            case ast.Constant(value=int(value)):
                return value <= FEW
            case ast.Attribute(attr="ndim"):
                return True
            case ast.Call(func=ast.Name(id="len"), args=[value]):
                return self.is_few(value, scope) is True
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                return self._number_is_few(left, scope) and self._number_is_few(right, scope)
            case ast.Name(id=name) if (home := scope.find(name)) is not None:
                values = home.bindings[name]
                return all(isinstance(v, ast.Constant) and self._number_is_few(v, home) for v in values)
        return False

    def _name_is_few(self, name: str, scope: Scope) -> bool | None:
        home = scope.find(name)
        if home is None:
            return None
        asked = (id(home), name)
        if asked in self._asked:  # names = names + ["b"]: no more than the rest says
            return True
        self._asked.add(asked)
        answer = _all(self._value_is_few(value, home) for value in home.bindings[name])
        self._asked.discard(asked)
        return answer

    def _value_is_few(self, value: Binding, home: Scope) -> bool | None:
        if isinstance(value, ast.arg) and isinstance(home.node, Function):
            return self._parameter_is_few(value, home.node, home)
        return self.is_few(value, home)

    def _parameter_is_few(self, parameter: ast.arg, function: Function, home: Scope) -> bool | None:
        sites = self._call_sites.get(id(function), [])
        signature = function.args
        if parameter is signature.vararg or parameter is signature.kwarg:
            stars = [(x.value, s) for call, s in sites for x in call.args if isinstance(x, ast.Starred)]
            return _all(self.is_few(value, scope) for value, scope in stars)
        position = all_parameters(function).index(parameter)
        given = [(_argument(call, position, parameter.arg), scope) for call, scope in sites] or [(None, home)]
        default = _default(function, parameter)
        return _all(self.is_few(value or default, scope if value else home) for value, scope in given)

    def _result_is_few(self, name: str, scope: Scope) -> bool | None:
        home = scope.find(name)
        definitions: Sequence[Binding] = home.bindings[name] if home else []
        if len(definitions) != 1 or not isinstance(definitions[0], ast.FunctionDef):
            return None
        results = [n.value for n in own_nodes(definitions[0]) if isinstance(n, ast.Return)]
        return True if all(isinstance(r, ast.Tuple) and _is_spelled_out(r) for r in results) else None


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Return False if any is False, else None if any is None, else True."""
    given = list(answers)
    return False if False in given else None if None in given else True


def _is_spelled_out(items: ast.Tuple) -> bool:
    return not any(isinstance(item, ast.Starred) for item in items.elts)


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    plain = call.args[: position + 1]
    if len(plain) <= position or any(isinstance(x, ast.Starred) for x in plain):
        return None
    return plain[position]


def _default(function: Function, parameter: ast.arg) -> ast.expr | None:
    a = function.args
    positional = [*a.posonlyargs, *a.args]
    pairs = [
        *zip(positional[::-1], a.defaults[::-1], strict=False),
        *zip(a.kwonlyargs, a.kw_defaults, strict=True),
    ]
    return next((default for candidate, default in pairs if candidate is parameter), None)
