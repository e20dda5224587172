"""A worked example: small numbers, the student's answer beside the right one, and where they part."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from . import diagnosis
from .cases import VisibleCase, VisibleExercise
from .comparison import Finding, wrong_entries
from .outputs import Array
from .places import place_in_words, whereabouts
from .rendering import Block, Card, Mark, Matrices, Matrix, Shown, Table, Text
from .trials import Trial, Trials, try_all

LARGEST = 8  # rows or columns that are shown; beyond that nobody compares by eye


@dataclass(frozen=True, repr=False)
class Explanation(Shown):
    """A worked example; rich in Jupyter, and `str` of it is plain text.

    Attributes
    ----------
    name
        The exercise.
    inputs, expected
        The example: the arguments of the call, and the right outputs by name.
    got
        What the student's function returned, by name; empty where it returned nothing usable.
    """

    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    expected: Mapping[str, Array] = field(default_factory=dict, repr=False)
    got: Mapping[str, Array] = field(default_factory=dict, repr=False)
    card: Card = field(default=Card("open", "", ""), repr=False)


def explain_exercise(
    exercise: VisibleExercise, function: Callable[..., Any], says: str | None = None, message: str = ""
) -> Explanation:
    """Work through the exercise's example with ``function``; prints nothing.

    ``message`` is what `check` finds wrong in its own cases, empty if nothing, and ``says`` what the mistake
    that it recognised there says of itself.
    """
    case = example_of(exercise)
    trials = try_all(replace(exercise, cases=(case,)), function)
    trial = trials.trials[0]
    blocks: list[Block] = [Text("The inputs of a small example:"), Matrices(tuple(_inputs(case.inputs)))]
    blocks += [block for name in case.expected for block in _beside(name, trial)]
    if not trial.passed:
        blocks += _words(trials, trial, says)
    elif message:
        blocks += _only_elsewhere(says, message)
    got = {name: leaf.array for name, leaf in trial.response.leaves.items()}
    card = Card(_mark(trial), "Worked example", exercise.name, _extent(trial), tuple(blocks))
    inputs, expected = copy.deepcopy((dict(case.inputs), dict(case.expected)))
    return Explanation(exercise.name, inputs, expected, got, card)


def example_of(exercise: VisibleExercise) -> VisibleCase:
    """Return the author's example, or else the visible case with the fewest numbers."""
    return exercise.example or min(exercise.cases, key=lambda case: sum(map(np.size, case.inputs.values())))


def _mark(trial: Trial) -> Mark:
    not_written = trial.response.problem is not None and trial.response.problem.kind == "not_written"
    return "passed" if trial.passed else "open" if not_written else "wrong"


def _extent(trial: Trial) -> str:
    """Say how many numbers differ."""
    if trial.passed:
        return "your numbers are right"
    findings = trial.comparison.outputs.values()
    if trial.comparison.whole or any(finding.kind not in ("ok", "value") for finding in findings):
        return ""
    wrong = sum(finding.wrong_entries for finding in findings)
    total = sum(finding.entries for finding in findings)
    return f"{wrong} of {total} numbers {'differs' if wrong == 1 else 'differ'}"


def _only_elsewhere(says: str | None, message: str) -> list[Block]:
    """Say that these numbers hide a mistake, or a loop."""
    found = f"your answer is what you get when {says}" if says else message
    return [
        Text("Your numbers are right here, but `check` finds what they do not show:", strong=True),
        Text(diagnosis.sentence(found)),
    ]


def _words(trials: Trials, trial: Trial, says: str | None) -> list[Block]:
    """Say what is wrong; the numbers themselves are shown beside each other already."""
    wrong = [finding for finding in trial.comparison.outputs.values() if not finding.ok]
    if trial.comparison.whole is not None or any(finding.kind != "value" for finding in wrong):
        return [b for b in diagnosis.explain(trials, trial, says) if not isinstance(b, Table)]
    places = [Text(text) for text in _places(trial, wrong[0])]
    if says:
        return [Text(f"{diagnosis.subject(trials)} is what you get when {says}.", strong=True), *places]
    return [*places, *diagnosis.causes(trials, trial)]


def _places(trial: Trial, finding: Finding) -> Iterator[str]:
    """Say where the first difference is, and what all of them have in common."""
    if finding.output is None or finding.difference is None or not finding.difference.index:
        return  # a single number: it stands beside the right one already
    output, index, inputs = finding.output, finding.difference.index, trial.case.inputs
    right, yours = number(finding.difference.expected), number(finding.difference.got)
    place = f"{output}[{', '.join(map(str, index))}]"
    whose = place_in_words(output, index, inputs)
    where = f"in what you return, `{place}`" if output in inputs else f"`{place}`"
    yield f"The first difference: {where} ({whose}) is {right}, yours {yours}."
    wrong = wrong_entries(trial.case.expected[output], trial.response.leaves[output].array, trial.case.rtol)
    if pattern := whereabouts(output, wrong, inputs):
        yield pattern


# -- numbers ---------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """Return a number in four digits.

    >>> number(-0.5), number(1 / 3), number(2.0)
    ('-0.5', '0.3333', '2')
    """
    return f"{value + 0.0:.4g}"


def _inputs(values: Mapping[str, Any]) -> Iterator[Matrix]:
    """Show the inputs of a call; a dictionary's arrays by their own names, and no random state."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _inputs(value)
        elif callable(value):
            yield Matrix(f"`{name}`", ((value.__name__,),))
        elif not isinstance(value, np.random.Generator):
            yield _matrix(f"`{name}`", np.asarray(value))


def _beside(output: str, trial: Trial) -> list[Block]:
    """Set the right numbers of an output and the student's beside each other."""
    expected, leaf = trial.case.expected[output], trial.response.leaves.get(output)
    right = _matrix(f"{'returned ' if output in trial.case.inputs else ''}`{output}`, right", expected)
    if leaf is None:
        return [Matrices((right,))]
    if leaf.array.shape != expected.shape:
        return [Matrices((right, _matrix(f"yours, shape {leaf.array.shape}", leaf.array)))]
    wrong = wrong_entries(expected, leaf.array, trial.case.rtol)
    return [Matrices((right, _matrix("yours", leaf.array, wrong)))]


def _matrix(title: str, array: Array, wrong: Array | None = None) -> Matrix:
    """Return an array as rows of numbers, a vector as one row."""
    if array.ndim > 2 or max(array.shape, default=1) > LARGEST or not array.size:
        return Matrix(title, ((f"an array of shape {array.shape}",),))
    marked = np.argwhere(np.atleast_2d(wrong)) if wrong is not None else ()
    return Matrix(
        title,
        tuple(tuple(number(float(value)) for value in row) for row in np.atleast_2d(array)),
        frozenset((int(i), int(j)) for i, j in marked),
    )
