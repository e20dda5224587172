"""The texts of a living function and of all it uses: what `find_loops` reads in a student's own kernel."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import numpy as np


def sources_of(function: Callable[..., Any], name: str) -> tuple[str, list[str]]:
    """Return the name of a function and the texts of all it uses from its own module, its own text last.

    ``name`` is returned where the function has no name of its own (a lambda). What has no source (made by
    ``exec``, or in C) has no text either.
    """
    if isinstance(function, np.vectorize):
        return name, [f"import numpy\n{name} = numpy.vectorize({name})"]
    start = inspect.unwrap(getattr(function, "func", function))  # functools.partial has a func
    found: dict[int, list[str]] = {}
    todo: list[tuple[str, Any]] = [(name, start)]
    while todo:
        used_as, item = todo.pop(0)
        if id(item) not in found and getattr(item, "__module__", None) == getattr(start, "__module__", None):
            found[id(item)] = _text_of(item, used_as)
            todo.extend(_used_by(item))
    own_name = getattr(start, "__name__", "<lambda>")
    texts = [text for group in reversed(found.values()) for text in group]
    return (name if own_name == "<lambda>" else own_name), texts


def _text_of(item: Any, used_as: str) -> list[str]:
    try:
        text = textwrap.dedent(inspect.getsource(item))
    except (OSError, TypeError):  # OSError: no text anywhere; TypeError: written in C
        return []
    alias = [f"{used_as} = {item.__name__}"] if item.__name__ not in (used_as, "<lambda>") else []
    return [text, *alias]


def _used_by(item: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a function or class may call: what its code mentions, its closure, its decorators."""
    for function in [item, *vars(item).values()] if isinstance(item, type) else [item]:
        if isinstance(function, FunctionType):
            for name, value in [*_within_reach(function), *_decorators(function)]:
                if isinstance(value, (FunctionType, type)):
                    yield name, value


def _within_reach(function: FunctionType) -> Iterator[tuple[str, Any]]:
    for name in sorted(_names_in(function.__code__) & function.__globals__.keys()):
        yield name, function.__globals__[name]
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # bound later than the function was made, or never
            continue


def _decorators(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """Yield what a function is wrapped in, by the names above its ``def``."""
    try:
        (definition,) = ast.parse("".join(_text_of(function, function.__name__))).body
    except (SyntaxError, ValueError):
        return
    for decorator in getattr(definition, "decorator_list", []):
        for node in ast.walk(decorator):
            if isinstance(node, ast.Name) and node.id in function.__globals__:
                yield node.id, function.__globals__[node.id]


def _names_in(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(_names_in(c) for c in code.co_consts if isinstance(c, CodeType)))
