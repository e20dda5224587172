"""What an author writes in ``solutions/<assignment>/``: exercises, misconceptions, alternatives.

Plain declarations only; nothing here draws, compares or grades. The reference solution of
an exercise is not declared: it is the function of the same name in the instructor's notebook.

``misconceptions`` and ``alternatives`` are each one file, or a folder of them: all its modules are read.
``examples.py`` may hold ``EXAMPLES``, by exercise the inputs of a call that is small enough for paper, for
`check.explain`: the notebook's own running example. It stays away from ties and kinks, and is not graded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_lib.parts import Part

__all__ = [
    "Alternative",
    "Case",
    "Draw",
    "Exercise",
    "Inputs",
    "Misconception",
    "Part",
    "alternative",
    "misconception",
]

Inputs = Mapping[str, Any]
Draw = Callable[[np.random.Generator], Inputs]


@dataclass(frozen=True)
class Case:
    """One kind of input for an exercise.

    Parameters
    ----------
    label
        Finishes the sentence "wrong when ..." for a student: ``"there are more classes than features"``.
    draw
        Takes a Generator and returns the keyword arguments of one call, in the order of the
        signature. Values: float64 or int64 arrays, int, float, str, dicts of those, a
        Generator, or a function of `cs231n_lib.probes`. Must stay away from ties and kinks.
    rtol
        The largest relative error of an array (`cs231n_lib.comparison.relative_error`) that is right. The
        default suits float64, and sums in float32 that are no larger than their result.
    compare
        Names of the outputs that this case compares; empty means all of them.
    follows
        The name of a Generator among the inputs. The call is made again, with the same one and with another:
        the answer must be the same, and another.
    hidden_only
        Drawn only when graded, for inputs too large to be shipped and to try misconceptions on. The wide
        weights of a loss are such: a gradient found by nudging every entry does not end there.
    """

    label: str
    draw: Draw
    rtol: float = 1e-6
    compare: tuple[str, ...] = ()
    follows: str = ""
    hidden_only: bool = False


@dataclass(frozen=True)
class Exercise:
    """How one function is judged; ``name`` is the stub cell's ``grade_id``.

    Parameters
    ----------
    outputs
        Names of what the function returns, for messages: ``("loss", "dW")``. A single name
        means that the value itself is returned, not a tuple.
    cases
        Each is drawn once with a fixed seed (visible, unless hidden only) and once afresh when graded.
    parts
        What of the answer earns a share of the points on its own; the credits sum to 1. Without parts
        it is all or nothing. Parts that are terms of an output ("data", "regularisation") are found by
        calling the function with ``reg = 0`` as well; a regularisation term earns nothing on its own.
    loops_allowed
        False: a Python loop over examples, classes or features costs all points.
    same_as
        The name of an exercise that is composed of stages and asks for the same by other means: what
        comes of a stage's misconception there is known here too.
    """

    name: str
    outputs: tuple[str, ...]
    cases: tuple[Case, ...]
    parts: tuple[Part, ...] = ()
    loops_allowed: bool = True
    same_as: str = ""


@dataclass(frozen=True)
class Misconception:
    """A known wrong way to write an exercise, as running code.

    ``stage`` names the stage of a composed function that it is made in, where it is made in one.
    """

    exercise: str
    id: str
    says: str
    function: Callable[..., Any]
    stage: str = ""


@dataclass(frozen=True)
class Alternative:
    """A right answer in another style, as running code: it must get full marks."""

    exercise: str
    style: str
    function: Callable[..., Any]


def misconception(
    exercise: str | tuple[str, ...], id: str, says: str
) -> Callable[[Callable[..., Any]], tuple[Misconception, ...]]:
    """Declare the decorated function as the misconception `id` (MISCONCEPTIONS) of one or more exercises.

    ``says`` completes "your answer is what you get when ..."; it speaks of the mathematics and
    never shows code. The function must be self-contained but for ``np``: its source is also
    used to make sample submissions. Where two give the same numbers, the first of the module
    names the mistake, and of two modules the one that comes first by name.
    """
    return lambda function: tuple(Misconception(name, id, says, function) for name in _names(exercise))


def alternative(
    exercise: str | tuple[str, ...], style: str
) -> Callable[[Callable[..., Any]], tuple[Alternative, ...]]:
    """Declare the decorated, self-contained function as a right answer in another style."""
    return lambda function: tuple(Alternative(name, style, function) for name in _names(exercise))


def _names(exercise: str | tuple[str, ...]) -> tuple[str, ...]:
    return (exercise,) if isinstance(exercise, str) else exercise
