"""The rule against Python loops: every way to loop over examples is found, and no vectorised answer is."""

from __future__ import annotations

import functools
import linecache
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cs231n_lib.rules import find_loops, sources_of

LOOPS = {
    "range": "def f(X):\n for i in range(X.shape[0]): pass",
    "range_of_literal": "def f(X):\n for i in range(10): pass",
    "array": "def f(X):\n for x in X: pass",
    "enumerate": "def f(X):\n for i, x in enumerate(X): pass",
    "zip": "def f(X, y):\n for x, k in zip(X, y): pass",
    "named_range": "def f(X):\n rows = range(len(X))\n for i in rows: pass",
    "ndindex": "def f(X):\n for i in np.ndindex(X.shape): pass",
    "split": "def f(X):\n for row in np.split(X, 3): pass",
    "list_of_array": "def f(X):\n for x in X.tolist(): pass",
    "repeated_list": "def f(X):\n for _ in [0] * len(X): pass",
    "grown_list": "def f(X):\n rows = []\n rows.extend(X)\n for r in rows: pass",
    "grown_by_plus": "def f(X):\n rows = []\n rows += X\n for r in rows: pass",
    "starred": "def f(X):\n for x in [*X]: pass",
    "items_of_enumerate": "def f(X):\n for i, x in dict(enumerate(X)).items(): pass",
    "items_of_comprehension": "def f(X):\n for x in {i: 1 for i in range(len(X))}.values(): pass",
    "row_of_a_few": "def f(X):\n for W in (X, X):\n  for row in W: pass",
    "while": "def f(X):\n i = 0\n while i < len(X): i += 1",
    "list_comprehension": "def f(X): return [x for x in X]",
    "set_comprehension": "def f(X): return {x for x in X}",
    "dict_comprehension": "def f(X): return {i: x for i, x in enumerate(X)}",
    "generator": "def f(X): return sum(x for x in X)",
    "second_for": "def f(X): return [x for W in (X, X) for x in W]",
    "inside_other_code": "def f(X):\n if True:\n  with np.errstate():\n   for x in X: pass",
    "nested_function": "def f(X):\n def g():\n  return [x for x in X]\n return g()",
    "lambda": "f = lambda X: [x for x in X]",
    "annotated_lambda": "f: object = lambda X: [x for x in X]",
    "walrus": "(f := lambda X: [x for x in X])",
    "alias": "def g(X): return [x for x in X]\nf = g",
    "pair_of_lambdas": "f, g = lambda X: [x for x in X], 1",
    "helper": "def g(X): return [x for x in X]\ndef f(X): return g(X)",
    "helper_of_helper": "def h(X): return [x for x in X]\ndef g(X): return h(X)\ndef f(X): return g(X)",
    "helper_as_argument": "def g(X): return [x for x in X]\ndef f(X): return apply(g, X)",
    "helper_in_a_condition": "if True:\n def g(X): return [x for x in X]\ndef f(X): return g(X)",
    "partial": "def g(k, X): return [x for x in X]\nf = functools.partial(g, 1)",
    "class": "class A:\n def run(self, X): return [x for x in X]\ndef f(X): return A().run(X)",
    "decorator": "def slow(g): return lambda X: [g(x) for x in X]\n@slow\ndef f(x): return x",
    "spread_over_parameters": "def g(*rows): return [r for r in rows]\ndef f(X): return g(*X)",
    "parameter_of_helper": "def g(Ws): return [W for W in Ws]\ndef f(X): return g((X, X)) + g(X)",
    "default_parameter": "def g(Ws=()): return [W for W in Ws]\ndef f(X): return g(X)",
    "keyword_parameter": "def g(k, Ws): return [W for W in Ws]\ndef f(X): return g(1, Ws=X)",
    "np_vectorize": "def f(X): return np.vectorize(lambda x: x)(X)",
    "vectorize_imported": "from numpy import vectorize as v\ndef f(X): return v(abs)(X)",
    "vectorize_alias": "v = np.vectorize\ndef f(X): return v(abs)(X)",
    "vectorize_decorator": "@np.vectorize\ndef g(x): return x\ndef f(X): return g(X)",
    "vectorize_global": "g = np.vectorize(abs)\ndef f(X): return g(X)",
    "apply_along_axis": "def f(X): return np.apply_along_axis(sum, 1, X)",
    "fromiter": "def f(X): return np.fromiter(iter(X), float)",
    "map": "def f(X): return list(map(sum, X))",
    "pool_map": "def f(X):\n pool = Pool()\n return pool.map(sum, X)",
    "reduce": "import functools\ndef f(X): return functools.reduce(max, X)",
    "exec": "def f(X): exec('for x in X: pass')",
    "globals": "def f(X): return globals()['looped'](X)",
    "get_ipython": "def f(X): return get_ipython().run_cell('for x in X: pass')",
    "recursion": "def f(X): return X[0] + f(X[1:])",
    "nested_recursion": "def f(X):\n def g(X): return g(X[1:])\n return g(X)",
    "mutual_recursion": "def g(X): return h(X[1:])\ndef h(X): return g(X)\ndef f(X): return g(X)",
    "lambda_recursion": "def f(X): return (lambda Z: f(Z[1:]))(X)",
    "magics": "%matplotlib inline\n!ls\ndef f(X):\n %time y = X\n files = !ls\n for x in X: pass",
    "timed_cell": "%%time\ndef f(X):\n for x in X: pass",
    "windows_lines": "def f(X):\r\n for x in X:\r\n  pass",
}

VECTORISED = {
    "plain": "def f(X, W): return X @ W",
    "tuple": "def f(W1, W2):\n for W in (W1, W2): pass",
    "named_tuple": "def f(W1, W2):\n Ws = W1, W2\n for W in Ws: pass",
    "unpacked_tuple": "def f(W1, W2):\n Ws, k = (W1, W2), 1\n for W in Ws: pass",
    "starred_tuple": "def f(W1, W2):\n Ws = (W1, W2)\n for W in [*Ws, W1]: pass",
    "sum_over_a_tuple": "def f(W1, W2): return sum(np.sum(W * W) for W in (W1, W2))",
    "names": "def f(g):\n for k in ['W1', 'W2']: pass\n for k in 'W1 W2'.split(): pass",
    "global_names": "NAMES = ('W1', 'W2')\ndef f(g):\n for k in sorted(NAMES): pass",
    "zip_with_a_few": "def f(X, grads):\n for W, dW in zip((X, X), grads): pass",
    "enumerate_a_few": "def f(W1, W2):\n for i, W in enumerate((W1, W2)): pass",
    "growing_literals": "def f():\n n = ['a']\n n = n + ['b']\n n += ['c']\n for k in n: pass",
    "items": "def f(grads):\n for k, dW in grads.items(): dW += 1",
    "keys_of_a_copy": "def f(params):\n p = dict(params)\n for k in p.keys(): pass",
    "own_dictionary": "def f(W1):\n g = {}\n g['W1'] = W1\n for k in g: pass",
    "dict_call": "def f(W1):\n g = dict(W1=W1)\n for k in g: pass",
    "dict_comprehension": "def f(params): return {k: 2 * W for k, W in params.items()}",
    "iterated_comprehension": "def f(W1):\n s = [W.shape for W in (W1,)]\n for n in s: pass",
    "unpacked_generator": "def f(W1, W2):\n dW1, dW2 = (2 * W for W in (W1, W2))",
    "shape": "def f(X):\n for n in X.shape: pass\n for k in range(X.ndim): pass",
    "layers": "def f(X):\n L = 2\n for k in range(1, L + 1): pass",
    "length_of_a_few": "def f(W1):\n Ws = [W1]\n for k in range(len(Ws)): pass",
    "reversed_slice": "def f(W1, W2):\n for W in (W1, W2)[::-1]: pass",
    "map_over_a_few": "def f(W1, W2):\n a, b = map(np.copy, (W1, W2))",
    "helper_with_a_list": "def g(Ws): return sum(W.sum() for W in Ws)\ndef f(W1, W2): return g([W1, W2])",
    "helper_with_keyword": "def g(r, Ws): return sum(W for W in Ws)\ndef f(W1): return g(1, Ws=(W1,))",
    "helper_with_default": "def g(Ws=('a',)): return [W for W in Ws]\ndef f(): return g()",
    "helper_with_varargs": "def g(*Ws): return sum(W.sum() for W in Ws)\ndef f(W1, W2): return g(W1, W2)",
    "helper_gives_a_few": "def g(): return 1, 2\ndef f():\n for n in g(): pass",
    "nested_helper": "def f(W1):\n def g(Ws): return sum(W for W in Ws)\n return g([W1])",
    "ufunc_reduce": "def f(X): return np.add.reduce(X, axis=1) + np.maximum.reduce(X)",
    "after_return": "def f(X):\n return X\n for x in X: pass",
    "if_false": "def f(X):\n if False:\n  for x in X: pass\n return X",
    "earlier_version": "def f(X):\n for x in X: pass\ndef f(X): return X",
    "wrapped_earlier_version": "def f(X): return X\n_old = f\ndef f(X): return _old(X)",
    "same_name_elsewhere": "losses = [g(x) for x in range(9)]\ndef f(X):\n losses = X\n return losses",
    "local_hides_global": "def rows(X): return [x for x in X]\ndef f(X):\n rows = X\n return rows.sum()",
    "parameter_hides_global": "def scores(X): return [x for x in X]\ndef f(scores): return scores",
    "call_result_elsewhere": "loss = naive(X)\ndef naive(X): return [x for x in X]\ndef f(X): return loss",
    "function_attribute": "def f(X):\n f.calls = 1\n return f.calls",
    "value_class": "class V:\n def __add__(self, o): return V()\ndef f(): return V() + V()",
    "local_of_own_name": "def f(X):\n f = X.sum()\n return f",
    "word_in_text": "def f(X):\n 'for x in X: while True'\n return X  # for x in X",
    "unknown_name": "def g(X):\n for x in X: pass",
}


@pytest.mark.parametrize("cell", LOOPS.values(), ids=LOOPS)
def test_finds_a_loop(cell: str) -> None:
    """Is this way of looping over examples found?"""
    assert find_loops("f", [cell])


@pytest.mark.parametrize("cell", VECTORISED.values(), ids=VECTORISED)
def test_leaves_vectorised_code_alone(cell: str) -> None:
    """Does code without a loop over examples pass?"""
    assert find_loops("f", [cell]) == []


def test_says_where_and_what() -> None:
    """Does a finding name the function, the line in it and the code?"""
    cells = [
        "import numpy as np",
        "x = 1\n\ndef f(X):\n    total = 0\n    for x in X:  # rows\n        total += x",
    ]
    (loop,) = find_loops("f", cells)
    assert (loop.function, loop.line, loop.what, loop.code) == ("f", 3, "for loop", "for x in X:  # rows")
    assert str(loop) == "for loop in line 3 of f: for x in X:  # rows"


def test_names_the_helper_that_loops_after_the_function_itself() -> None:
    """Are findings ordered, the asked function first, and counted from their own first line?"""
    cells = ["def a(X):\n    return [x for x in X]", "def f(X):\n    a(X)\n    return max(x for x in X)"]
    assert [(loop.function, loop.line) for loop in find_loops("f", cells)] == [("f", 3), ("a", 2)]


def test_reports_a_line_once() -> None:
    """Is one line with two loops one finding?"""
    assert len(find_loops("f", ["def f(X): return [x for row in X for x in [k for k in row]]"])) == 1


def test_a_cell_that_never_ran_counts_for_nothing() -> None:
    """Is a cell with a syntax error, which cannot have run, left out?"""
    assert (
        find_loops("f", ["def f(X): return X", "def f(X):\n    for x in X: pass\nthis is no python ("]) == []
    )


@pytest.mark.parametrize(
    "cell", ["%%bash\nfor x in *; do ls; done", "%%html\n<b>", "", "\0", "?f", "f?", "("]
)
def test_cells_that_are_no_python_are_no_obstacle(cell: str) -> None:
    """Do magics, help and rubbish leave the rest readable?"""
    assert find_loops("f", [cell, "def f(X): return [x for x in X]", cell])


def test_deep_nesting_is_no_obstacle() -> None:
    """Is a cell that Python itself cannot parse left out?"""
    assert find_loops("f", ["def f(X): return X", "x = " + "(" * 5000 + ")" * 5000]) == []


def test_long_expressions_are_no_obstacle() -> None:
    """Does an expression that is nested too deeply to be judged raise nothing?"""
    assert find_loops("f", ["def f(X):\n    for x in " + "[1] + " * 1500 + "[1]: pass"]) == []


def _plain(X: Any) -> Any:
    return X @ X


def _helper(X: Any) -> Any:
    return [x + 1 for x in X]


_renamed = _helper
_as_lambda: Callable[[Any], Any] = lambda X: [x + 1 for x in X]  # noqa: E731 - students write this


def _uses_renamed(X: Any) -> Any:
    return _renamed(X)


def _uses_lambda(X: Any) -> Any:
    return _as_lambda(X)


def _closure(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def outer(X: Any) -> Any:
        return inner(X)

    return outer


def _looping(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(function)
    def wrapper(X: Any) -> Any:
        return [function(x) for x in X]

    return wrapper


@_looping
def _decorated(X: Any) -> Any:
    return X


LIVING = {
    "decorated": _decorated,
    "vectorize": np.vectorize(lambda x: x),
    "named": _helper,
    "renamed": _renamed,
    "uses_renamed": _uses_renamed,
    "uses_lambda": _uses_lambda,
    "lambda": _as_lambda,
    "closure": _closure(_helper),
    "partial": functools.partial(_helper),
}


@pytest.mark.parametrize("function", LIVING.values(), ids=LIVING)
def test_reads_living_functions(function: Callable[..., Any]) -> None:
    """Are loops found from the function object, through aliases, lambdas, closures and partial?"""
    assert find_loops(*sources_of(function, "_as_lambda"))


@pytest.mark.parametrize(
    "function", [_plain, _closure(_plain), np.sum, len, max], ids=lambda f: f.__qualname__
)
def test_living_functions_without_loops_pass(function: Callable[..., Any]) -> None:
    """Do vectorised functions pass, and functions without Python source?"""
    assert find_loops(*sources_of(function, "f")) == []


def test_an_attribute_of_a_function_is_no_call_of_it() -> None:
    """May a decorator count its calls, and may it not hide a call of itself?"""
    cell = (
        "def deco(f):\n    def g(X):\n        g.calls = {} + 1\n        return f(X)\n    return g\n"
        "@deco\ndef total(X):\n    return X.sum()"
    )
    assert find_loops("total", [cell.format('getattr(g, "calls", 0)')]) == []
    assert find_loops("total", [cell.format('getattr(g, "__call__")(X)')])


def test_living_function_that_wraps_its_earlier_version() -> None:
    """Does the newer of two functions of one name count, and the older as what it calls?"""
    cells: dict[str, Any] = {"__name__": "notebook"}
    for i, cell in enumerate(["def f(X): return X\n", "old = f\n", "def f(X): return old(X)\n"]):
        linecache.cache[f"<cell {i}>"] = len(cell), None, [cell], f"<cell {i}>"  # as IPython does
        exec(compile(cell, f"<cell {i}>", "exec"), cells)
    name, sources = sources_of(cells["f"], "f")
    assert len(sources) == 3
    assert find_loops(name, sources) == []


def test_long_cells_are_read_like_others() -> None:
    """Is a cell that is too long to be kept read all the same, and quoted from its own text?"""
    padding = "x = 1\n" * 5000
    cells = [padding, "def f(X):\n    return X", padding + "def f(X):\n    return [x for x in X]", padding]
    assert [str(loop) for loop in find_loops("f", cells)] == [
        "list comprehension in line 2 of f: return [x for x in X]"
    ]
