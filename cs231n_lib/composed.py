"""Composed functions in a notebook: the stages that they call there, and if they are right given these."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from types import CodeType
from typing import Any

from .cases import VisibleExercise
from .comparison import compare
from .outputs import call
from .rendering import Block, Text
from .stages import recorded, replaced
from .trials import quiet
from .words import listed


def own_stages(exercise: VisibleExercise, function: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Return the stages that a composed function does call, as the student has written them beside it.

    They come in the order in which they are to be called.
    """
    stages = dict.fromkeys(call.stage for case in exercise.cases for call in case.stages)
    names = _namespace(function)
    mentioned = _mentioned(function, names, set())
    found = {name: names.get(name) for name in stages if name in mentioned}
    return {name: stage for name, stage in found.items() if callable(stage)}


def right_given(exercise: VisibleExercise, function: Callable[..., Any], stages: Collection[str]) -> bool:
    """Whether a composed function is right in all cases where these of its stages answer as they should."""
    for case in exercise.cases:
        right = {name: answer for name, answer in recorded(case.stages).items() if name in stages}
        with quiet(), replaced(_namespace(function), right):
            response = call(function, case.inputs, exercise.specs)
        if right and not compare(case.expected, response, case.rtol).passed:
            return False
    return True


def stages_in_words(wrong: Mapping[str, str], right_given_them: bool) -> list[Block]:
    """Say which stages are wrong, by name with what is wrong there, and whether that is all."""
    if not right_given_them:
        names = listed([f"`{name}`" for name in wrong])
        return [Text(f"Its {names} {'is' if len(wrong) == 1 else 'are'} not right either: begin there.")]
    first, *others = wrong
    then = f", then {listed([f'`{name}`' for name in others])}" if others else ""
    return [
        Text(f"Right, given your own stages: mend `{first}` first{then}.", strong=True),
        Text(f"In `{first}`: {wrong[first]}."),
    ]


def _mentioned(function: Callable[..., Any], namespace: Mapping[str, Any], known: set[str]) -> set[str]:
    """Add the names that a function mentions, and those that the functions of these names do."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    codes = [code] if isinstance(code, CodeType) else []
    for code in codes:
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
        new = set(code.co_names) - known
        known |= new
        for name in new:
            if getattr(namespace.get(name), "__globals__", None) is namespace:
                _mentioned(namespace[name], namespace, known)
    return known


def _namespace(function: Callable[..., Any]) -> dict[str, Any]:
    """Return where a function finds its names."""
    names: dict[str, Any] = getattr(inspect.unwrap(function), "__globals__", {})
    return names
