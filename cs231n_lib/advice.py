"""What to look for after an exception, or in a function's text: advice that reads the shapes in a message.

Nothing is advised that may be the mistake itself: ``keepdims`` helps one student and is the other's bug, so
only the shapes decide.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from typing import Any

from .cases import exercise_names
from .rules import sources_of

_PRODUCT = "A product `A @ B` needs as many columns in A as there are rows in B"
_SHAPE = re.compile(r"\((\d*(?:,\d+)*),?\)")

# What Python says, and what to look for then. The first that fits counts.
_ADVICE = {
    "core dimension": f"{_PRODUCT}.",
    "not aligned": f"{_PRODUCT}.",
    "is not defined": "Has the cell that defines this name been run? Is it spelt the same?",
    "NoneType": "Something is None: does a function that you call lack its `return`?",
    "arrays used as indices": "An index must be made of integers, such as `np.arange(N)` or `y`.",
    "out of bounds": "An index runs past the end: is it used along the right axis?",
    "local variable": "This name is not given a value on every path to this line.",
    "truth value of an array": "`if` wants one answer, but a comparison of arrays gives one per entry.",
    "positional argument": "Is the number of arguments that of the function's definition?",
}
# A reduction that is handed an array where its axis belongs says only that this is no integer.
_NO_INTEGER = ("scalar index", "interpreted as an integer", "must be an integer")
_REDUCTION = re.compile(r"\b(?:np\.)?(max|min)\((?!\s*\w+\s*\))")


def advice_on(said: str, line: str | None) -> str | None:
    """Return what to look for after an exception that says this, raised in this line."""
    if sizes := re.search(r"core dimension.*size (\d+) is different from (\d+)", said):
        return f"{_PRODUCT}; here they are {sizes[2]} and {sizes[1]}."
    if any(words in said for words in _NO_INTEGER) and line and (found := _REDUCTION.search(line)):
        name = found[1]
        return (
            f"`np.{name}` takes its second argument for an axis. The function that compares two arrays, "
            f"entry by entry, is called `np.{name}imum`."
        )
    if "broadcast" in said or "shape mismatch" in said:
        return on_broadcasting([_sizes(text) for text in _SHAPE.findall(said)])
    return next((advice for words, advice in _ADVICE.items() if words in said), None)


def on_broadcasting(shapes: list[tuple[int, ...]]) -> str:
    """Say why shapes do not fit, and what would.

    >>> on_broadcasting([(5, 3), (3, 5)])
    "(5, 3) and (3, 5) are each other's transpose: one of the two lies on its side."
    """
    rule = "NumPy lines shapes up from the right: two sizes must be equal, or one of them 1."
    if len(shapes) < 2:
        return rule
    big, small = sorted(shapes[:2], key=len, reverse=True)
    if len(big) == 2 and len(small) == 1 and big[0] == small[0]:
        return (
            f"A {small} counts as one row of {small[0]}, but the rows of a {big} have {big[1]} entries: "
            f"one number per row needs a column, ({small[0]}, 1)."
        )
    if len(big) == 2 and small == big[::-1]:
        return f"{big} and {small} are each other's transpose: one of the two lies on its side."
    if len(big) == 2 and len(small) == 2 and 1 in small:
        return f"{rule} Here a {small} meets a {big}: did a sum run along the other axis?"
    return f"{rule} Here a {small} meets a {big}."


def other_function(function: Callable[..., Any], name: str) -> str | None:
    """Say so where the function of another exercise was given."""
    own = getattr(function, "__name__", name)
    if own == name or own not in exercise_names():
        return None
    return f"This is the check of `{name}`, but you gave it the function `{own}`."


def other_parameters(function: Callable[..., Any], wanted: list[str]) -> str | None:
    """Say so where a function cannot take what it is called with, or takes it in another order."""
    try:
        taken = inspect.signature(function)
    except (TypeError, ValueError):  # in C, or no function at all
        return None
    given = list(taken.parameters)
    reordered = sorted(given) == sorted(wanted) and given != wanted
    if _can_be_called(taken, len(wanted)) and not reordered:
        return None
    listed = taken.replace(return_annotation=inspect.Signature.empty)
    return f"Your function takes {listed}, but is called with ({', '.join(wanted)})."


def _can_be_called(taken: inspect.Signature, count: int) -> bool:
    try:
        taken.bind(*range(count))
    except TypeError:
        return False
    return True


def early_return(function: Callable[..., Any], name: str) -> str | None:
    """Return the line of a ``return`` that ends a loop in its first round, if the function has one."""
    own_name, texts = sources_of(function, name)
    for text in reversed(texts):
        try:
            tree = ast.parse(text)
        except SyntaxError:  # a lambda, cut out of its line
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == own_name:
                return _first_return(node, text)
    return None


def _first_return(function: ast.FunctionDef, text: str) -> str | None:
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For | ast.While)]
    returns = [line for loop in loops for line in loop.body if isinstance(line, ast.Return)]
    return text.splitlines()[returns[0].lineno - 1].strip() if returns else None


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(",") if size)
