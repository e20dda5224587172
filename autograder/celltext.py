"""What the text of a cell tells about it before, or without, running it."""

from __future__ import annotations

import ast
import builtins
import contextlib
from collections.abc import Sequence

_NAMES_SOMETHING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IN_A_HINT = (ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.Constant, ast.BinOp, ast.BitOr, ast.Load)
_KNOWN_HINTS = {*dir(builtins), "np", "numpy", "typing", "Any", "Callable", "Optional", "Sequence", "Union"}
# Imported before any notebook runs: one more import of these changes nothing else.
_IN_STOCK = {"__future__", "math", "time", "typing", "numpy", "matplotlib.pyplot", "cs231n_lib"}


def definitions(source: str) -> str:
    r"""Return what of a cell is quick to run again: its imports, functions and classes.

    >>> definitions("import math\ndef f(): return 1\nwhile True: f()")
    'import math\n\ndef f():\n    return 1'
    """
    kept: list[ast.stmt] = [node for node in _statements(source) or () if isinstance(node, _NAMES_SOMETHING)]
    return ast.unparse(ast.Module(kept, type_ignores=[]))


def only_names(source: str) -> bool:
    r"""Whether all that a cell does is give names to things: it defines, imports, or sets numbers and texts.

    Whatever had a name before is then as it was.

    >>> only_names("import math\nrate = 0.1\ndef f(x, power=2): return math.pow(x, power)")
    True
    >>> only_names("def f(x=print('called now')): return x"), only_names("np.random.seed(0)")
    (False, False)
    """
    body = _statements(source)
    return body is not None and all(map(_only_names, body))


def _statements(source: str) -> Sequence[ast.stmt] | None:
    """Return the statements of a cell; None for a magic command, or what is no Python at all."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse(source).body
    return None


def _only_names(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.Import(names=names):
            return all(alias.name in _IN_STOCK for alias in names)
        case ast.ImportFrom(module=module, level=0):
            return module in _IN_STOCK
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(target, ast.Name) for target in targets) and _is_literal(value)
        case ast.FunctionDef(decorator_list=[], args=arguments, returns=returns):
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            hints = [a.annotation for a in (*every, arguments.vararg, arguments.kwarg) if a is not None]
            defaults = [*arguments.defaults, *filter(None, arguments.kw_defaults)]
            return all(map(_is_literal, defaults)) and all(map(_is_type, [*hints, returns]))
        case ast.ClassDef(decorator_list=[], bases=[], keywords=[], body=body):
            return all(map(_only_names, body))
    return False


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def _is_type(hint: ast.expr | None) -> bool:
    """Whether a hint is a mere name, or made of such as mean what they say."""
    if hint is None or isinstance(hint, ast.Name | ast.Constant):
        return True
    nodes = list(ast.walk(hint))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names <= _KNOWN_HINTS and all(isinstance(node, _IN_A_HINT) for node in nodes)
