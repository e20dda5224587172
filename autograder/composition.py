"""Functions that are composed of other exercises, their stages.

What calls what, and what if a stage were another. Only references and misconceptions are put together here,
both trusted.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from inspect import signature
from types import FunctionType
from typing import Any

import numpy as np

from cs231n_lib.stages import StageCall, mark_of

from .authoring import Misconception

# How a stage was written shows in the stage, and not in what is composed of it.
_OF_THE_STAGE_ALONE = {
    "loops-in-vectorized",
    "matrix-or-wrong-dtype",
    "inputs-overwritten",
    "hard-coded-shape",
}


def stages_of(function: Callable[..., Any], names: Mapping[str, Any]) -> list[str]:
    """Return those of the names that a function calls by name, in their own order."""
    called = function.__code__.co_names if isinstance(function, FunctionType) else ()
    return [name for name in names if name in called]


def with_stages(function: Callable[..., Any], stages: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """Return a function that finds other stages under the names that it calls."""
    assert isinstance(function, FunctionType)
    names = {**function.__globals__, **stages}
    return FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, function.__closure__
    )


def through_stages(
    name: str, composed: Callable[..., Any], wrong: Mapping[str, tuple[Misconception, ...]]
) -> tuple[Misconception, ...]:
    """Return what becomes of a composed function when one of its stages is written in a known wrong way.

    What they say is about the step, so that it is true whether a student calls the stage or writes it out.
    """
    return tuple(
        Misconception(
            name, m.id, f"in the step of {stage}, {m.says}", with_stages(composed, {stage: m.function}), stage
        )
        for stage in stages_of(composed, wrong)
        for m in wrong[stage]
        if m.id not in _OF_THE_STAGE_ALONE
    )


def calls_of(
    composed: Callable[..., Any], stages: Mapping[str, Callable[..., Any]], inputs: Mapping[str, Any]
) -> tuple[StageCall, ...]:
    """Return the calls that a composed function makes of its stages, of those that return one array."""
    if not stages:
        return ()
    calls: list[StageCall] = []

    def recording(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def record(*values: Any, **named: Any) -> Any:
            given = signature(stage).bind(*values, **named).arguments
            marks = {parameter: mark_of(value) for parameter, value in given.items()}
            output = stage(*values, **named)
            if isinstance(output, np.ndarray | np.number | float | int):
                calls.append(StageCall(name, marks, np.array(output)))
            return output

        return record

    others = {name: recording(name, stage) for name, stage in stages.items()}
    with_stages(composed, others)(*copy.deepcopy([*inputs.values()]))
    return tuple(calls)
