"""Composed functions in a notebook: the stages that they call there, and if they are right given these."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

from .cases import VisibleExercise
from .comparison import compare
from .outputs import call
from .rendering import Block, Text
from .stages import recorded, replaced
from .trials import quiet
from .words import listed


def own_stages(exercise: VisibleExercise, function: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Return the stages that a composed function is to call, as the student has written them beside it."""
    called = dict.fromkeys(call.stage for case in exercise.cases for call in case.stages)
    found = {name: _namespace(function).get(name) for name in called}
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


def _namespace(function: Callable[..., Any]) -> dict[str, Any]:
    """Return where a function finds its names."""
    names: dict[str, Any] = getattr(inspect.unwrap(function), "__globals__", {})
    return names
