"""Nothing that a student must write can be imported from the library, under any name.

Every function and method of every module is called with the inputs of every exercise, in any order of
arguments: none may give what the exercise asks for.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import inspect
import itertools
import pkgutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cs231n_lib
from autograder.course import Assignment, Course, GradedExercise, load_assignment

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = Course(ROOT).assignment_names()
MOST_PERMUTED = 4  # arguments; beyond that only the exercise's own order and its names are tried

Order = tuple[str, ...]
Candidate = tuple[Callable[..., Any], Order | None]


@cache
def load(assignment: str) -> Assignment:
    """Read an assignment once."""
    return load_assignment(Course(ROOT), assignment)


def modules() -> Iterator[Any]:
    """Import every module of the library."""
    for found in pkgutil.walk_packages(cs231n_lib.__path__, "cs231n_lib."):
        yield importlib.import_module(found.name)


def members(module: Any) -> Iterator[Callable[..., Any]]:
    """Yield what can be called in a module, private or not, and the methods of its classes."""
    own = [value for value in vars(module).values() if getattr(value, "__module__", None) == module.__name__]
    for value in own:
        if inspect.isfunction(value):
            yield value
        elif inspect.isclass(value):
            yield value
            yield from filter(inspect.isfunction, vars(value).values())


@cache
def callables() -> dict[Callable[..., Any], str]:
    """Return everything callable in the library, with a name to report."""
    everything = (value for module in modules() for value in members(module))
    return {value: f"{value.__module__}.{value.__qualname__}" for value in everything}


def orders(inputs: Mapping[str, Any]) -> list[Order]:
    """Return the orders in which the inputs are handed over."""
    names = tuple(inputs)
    return list(itertools.permutations(names)) if len(names) <= MOST_PERMUTED else [names]


def fits(function: Callable[..., Any], arguments: list[Any], keywords: Mapping[str, Any]) -> bool:
    """Say whether a function can be called like this at all."""
    try:
        inspect.signature(function).bind(*arguments, **keywords)
    except (TypeError, ValueError):
        return False
    return True


def call(candidate: Candidate, inputs: Mapping[str, Any]) -> Any:
    """Call with copies of the inputs, by position or (order None) by name; None if it fails."""
    function, order = candidate
    arguments = [copy.deepcopy(inputs[name]) for name in order or ()]
    keywords = {} if order else copy.deepcopy(dict(inputs))
    if not fits(function, arguments, keywords):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(*arguments, **keywords)
        # Called with what it was never made for, a function may fail in any way it likes.
        except Exception:  # noqa: BLE001
            return None


def leaves(value: Any) -> list[np.ndarray]:
    """Return the numbers in a result, whatever they are wrapped in."""
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, tuple | list):
        return [leaf for item in value for leaf in leaves(item)]
    if isinstance(value, int | float | np.number | np.ndarray) and not isinstance(value, bool):
        array = np.squeeze(np.asarray(value))
        return [array] if array.dtype.kind in "iuf" else []
    return leaves(vars(value)) if dataclasses.is_dataclass(value) else []


def gives(result: Any, expected: Any) -> bool:
    """Say whether any output that is asked for is among the numbers of the result."""
    return any(
        wanted.shape == got.shape and np.allclose(wanted, got, rtol=1e-9, atol=0)
        for wanted in leaves(expected)
        for got in leaves(result)
    )


def solvers(graded: GradedExercise, functions: list[Callable[..., Any]]) -> list[Callable[..., Any]]:
    """Return the functions that give an output of the exercise in all of its cases."""
    left: list[Candidate] | None = None
    for number, case in enumerate(graded.exercise.cases):
        inputs = dict(case.draw(np.random.default_rng(number)))
        expected = graded.reference(**copy.deepcopy(inputs))
        if left is None:
            left = [(function, order) for function in functions for order in [None, *orders(inputs)]]
        left = [candidate for candidate in left if gives(call(candidate, inputs), expected)]
    return [function for function, _ in left or []]


@pytest.fixture(autouse=True)
def nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep functions that are called at random away from the network and the repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pooch.retrieve", None)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_callable_of_the_library_solves_an_exercise(assignment: str) -> None:
    """Does any function, under any name, give what a student is asked for?"""
    names = callables()
    found = {
        name: [names[function] for function in solvers(graded, list(names))]
        for name, graded in load(assignment).exercises.items()
    }
    assert {name: where for name, where in found.items() if where} == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solution_would_be_found(assignment: str) -> None:
    """Does the search find each reference among the library's functions, whatever it is called?"""
    for graded in load(assignment).exercises.values():
        hidden = _renamed(graded.reference)
        assert set(solvers(graded, [*callables(), hidden])) == {hidden}


def _renamed(reference: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same function without its name and its parameters' names, its arguments reversed if few."""
    count = len(inspect.signature(reference).parameters)
    flipped = slice(None, None, -1 if count <= MOST_PERMUTED else 1)
    parameters = [inspect.Parameter(f"p{i}", inspect.Parameter.POSITIONAL_ONLY) for i in range(count)]

    def hidden(*arguments: Any) -> Any:
        return reference(*arguments[flipped])

    hidden.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by inspect
    return hidden


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_name_of_an_exercise_is_defined(assignment: str) -> None:
    """Is no exercise's name given to anything in the library's source, at any depth?"""
    names = set(load(assignment).exercises)
    for path in sorted((ROOT / "cs231n_lib").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assigned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not names & (defined | assigned), path


def test_the_search_covers_the_library() -> None:
    """Are private functions and methods among what is tried?"""
    names = set(callables().values())
    assert {
        "cs231n_lib.metrics.accuracy",
        "cs231n_lib.training.fit",
        "cs231n_lib.training._minibatches",
        "cs231n_lib.data.splits.Split.to_images",
    } <= names
