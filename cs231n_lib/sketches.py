"""Sketches: all that a function does with one case, in a single number.

A composed function can be wrong in as many ways as all of its stages together. What each of them gives is too
much to be shipped as arrays, and one number per case is enough to recognise it by.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .comparison import ROUNDING
from .outputs import Array, Response, same_kind
from .parts import TriedCase

Mark = float | str
"""A number that stands for outputs, or what is said of the problem where there are none."""

_NAN, _INFINITE, _HUGE = 100.0, 1000.0, 1e100  # what stands for numbers that do not add up


@dataclass(frozen=True)
class Sketch:
    """A known mistake in a stage, by what it makes of a composed function: one mark per case."""

    id: str
    says: str
    marks: tuple[Mark, ...]
    stage: str = ""

    def fits(self, marks: Sequence[Mark]) -> bool:
        """Whether these are its marks: the same numbers to rounding error, and problems of the same kind.

        Without a single number, the problems must read the same: an exception may come of anything.
        """
        if len(marks) < len(self.marks) or not all(map(_agree, self.marks, marks)):
            return False
        return tuple(marks) == self.marks or any(isinstance(mark, float) for mark in self.marks)


def marks_of(cases: Sequence[TriedCase], responses: Sequence[Response]) -> tuple[Mark, ...]:
    """Return the mark of every response."""
    return tuple(map(_mark, cases, responses))


def _mark(case: TriedCase, response: Response) -> Mark:
    """Weigh everything that came back."""
    if response.problem is not None:
        return response.problem.message
    return weigh(_blocks(case, response))


def weigh(blocks: Iterable[Array]) -> float:
    """Return one number for rows of numbers: their sum, weighed with cos(k²).

    The cosines of different integers are linearly independent over the rational numbers: two rows of numbers
    never have the same sum, unless by an accident of the last digits, and that in every case.
    """
    row = _finite(np.concatenate(list(blocks)))
    return float(row @ np.cos(np.arange(len(row), dtype=np.float64) ** 2))


def _blocks(case: TriedCase, response: Response) -> Iterator[Array]:
    """List which inputs are changed, and then each output: its shape, and its numbers on their own scale."""
    yield np.array([name in response.changed_inputs for name in case.inputs], dtype=np.float64)
    for name, right in case.expected.items():
        got = response.leaves[name].array
        scale = float(np.max(np.abs(right), initial=0.0)) or 1.0
        yield np.array([got.ndim, *got.shape], dtype=np.float64)
        yield got.astype(np.float64).ravel() / scale


def _finite(numbers: Array) -> Array:
    coded: Array = np.nan_to_num(numbers, nan=_NAN, posinf=_INFINITE, neginf=-_INFINITE)
    return coded.clip(-_HUGE, _HUGE)


def _agree(one: Mark, other: Mark) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and same_kind(one, other)
    return math.isclose(one, other, rel_tol=ROUNDING, abs_tol=ROUNDING)
