"""The stages that a composed function calls: what they should be asked and answer, and others in their place.

What the reference asks of each stage, and gets, comes packaged as numbers with every case. A composed
function that is right with these answers in place of a student's wrong stages is right, given the student's
own stages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from .outputs import Array
from .sketches import weigh

_SAME = 1e-9


class UnknownCallError(Exception):
    """A stage was asked something else than the reference asks of it."""


@dataclass(frozen=True)
class StageCall:
    """One call of a stage: a number that stands for each input (`mark_of`), by name, and the right output."""

    stage: str
    inputs: Mapping[str, float]
    output: Array

    def asks(self, values: Sequence[Any], named: Mapping[str, Any]) -> bool:
        """Whether these are its inputs, to rounding error."""
        given = {**dict(zip(self.inputs, values, strict=False)), **named}
        if len(values) + len(named) != len(self.inputs) or given.keys() != self.inputs.keys():
            return False
        return all(
            math.isclose(mark_of(value), self.inputs[name], rel_tol=_SAME, abs_tol=_SAME)
            for name, value in given.items()
        )


def mark_of(value: Any) -> float:
    """Return a number that stands for an input: for an array and its shape, or a dictionary of arrays.

    Whatever holds no numbers is as good as any other.
    """
    if isinstance(value, Mapping):
        return weigh([np.array([mark_of(value[key]) for key in sorted(value, key=str)])])
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return 0.0
    return weigh([np.array([array.ndim, *array.shape], dtype=np.float64), array.ravel()])


def recorded(calls: Iterable[StageCall]) -> dict[str, Callable[..., Any]]:
    """Return stages, by name, that answer these calls and no others."""
    by_stage: dict[str, list[StageCall]] = {}
    for call in calls:
        by_stage.setdefault(call.stage, []).append(call)
    return {name: _answering(some) for name, some in by_stage.items()}


def _answering(calls: Sequence[StageCall]) -> Callable[..., Any]:
    def answer(*values: Any, **named: Any) -> Any:
        for call in calls:
            if call.asks(values, named):
                return call.output.copy() if call.output.ndim else float(call.output)
        raise UnknownCallError(calls[0].stage)

    return answer


@contextmanager
def replaced(namespace: dict[str, Any], others: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """Let other functions stand under these names of a namespace, for as long as the block runs."""
    before = {name: namespace[name] for name in others if name in namespace}
    namespace.update(others)
    try:
        yield
    finally:
        for name in others:
            namespace.pop(name, None)
        namespace.update(before)


def silent(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Callable[..., Any]]:
    """Return stages, by name, that answer zeros of these shapes, whatever they are asked."""
    return {name: _zeros_of(shape) for name, shape in shapes.items()}


def _zeros_of(shape: tuple[int, ...]) -> Callable[..., Any]:
    return lambda *_, **__: np.zeros(shape) if shape else 0.0
