"""What an exercise is judged by: its cases as drawn, what is right for each, and what known mistakes give.

Runs only in the grader's process and when a release is built. It runs references and misconceptions,
which are trusted, and never student code.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from cs231n_lib.cases import Arrays, Fingerprint
from cs231n_lib.comparison import agrees
from cs231n_lib.outputs import LeafSpec, Response, call, flatten
from cs231n_lib.parts import REG
from cs231n_lib.recognition import Catalogue, Recognition, reproduces

from .authoring import Case, Exercise, Misconception
from .course import GradedExercise
from .errors import CourseError
from .sandbox.replies import Call

VISIBLE_SEED = 231


@dataclass(frozen=True)
class DrawnCase:
    """One call to be made and what it should return; ``pair`` leads to its twin (`cs231n_lib.parts`)."""

    function: str
    label: str
    visible: bool
    inputs: Mapping[str, Any]
    spec: tuple[LeafSpec, ...]
    expected: Arrays
    rtol: float
    large: bool = False
    pair: int | None = None

    @cached_property
    def call(self) -> Call:
        """The call to be made, in the form in which every student's process is asked for it."""
        return Call(self.function, self.inputs, self.spec)


@dataclass(frozen=True)
class Docket:
    """All that the judge needs for one exercise: its cases in the order of the calls."""

    graded: GradedExercise
    cases: tuple[DrawnCase, ...]

    def recognise(self, responses: Sequence[Response]) -> Recognition | None:
        """Name the mistake that gives these responses; in large cases no mistake is tried.

        One that is declared for the exercise comes first, then one in a stage of it, then several at once.
        """
        tried = [r for r, case in zip(responses, self.cases, strict=False) if not case.large]
        if len(tried) < len(self._small):
            return None
        return self._declared.one(tried) or self._in_a_stage(tried) or self._declared.several(tried)

    @cached_property
    def _declared(self) -> Catalogue:
        """What the misconceptions give; worked out when somebody needs to know, for most never do."""
        return Catalogue(self._small, wrong_ways_of(self.graded.misconceptions, self._small))

    def _in_a_stage(self, responses: Sequence[Response]) -> Recognition | None:
        """Name the mistake in a stage; of hundreds, only those that fit the first case are tried on all."""
        fit = [wrong for wrong, first in self._first_of_stages if reproduces(first, responses[0])]
        return Catalogue(self._small, wrong_ways_of(fit, self._small)).one(responses)

    @cached_property
    def _first_of_stages(self) -> list[tuple[Misconception, Fingerprint]]:
        return [(wrong, fingerprint_of(wrong, self._small[0])) for wrong in self.graded.through_stages]

    @cached_property
    def _small(self) -> list[DrawnCase]:
        return [case for case in self.cases if not case.large]


def draw_cases(graded: GradedExercise, seed: int, *, visible: bool) -> list[DrawnCase]:
    """Draw every case of an exercise once, the visible ones or all; the same seed gives the same cases.

    Where the exercise has parts that are terms of an output, the twins of the cases come last.
    """
    rng = np.random.default_rng([seed, zlib.crc32(graded.name.encode())])
    declared = [case for case in graded.exercise.cases if not (visible and case.hidden_only)]
    cases = [(case, _draw(graded, case, rng)) for case in declared]
    first = 0 if visible else len(declared)
    if all(part.term == "whole" for part in graded.exercise.parts):
        return [
            _drawn(graded, case, inputs, visible, pair)
            for n, (drawn, values) in enumerate(cases, start=first)
            for case, inputs, pair in _repeats(drawn, values, n)
        ]
    if following := [case.label for case in declared if case.follows]:
        raise CourseError(
            f"expected no case of {graded.name} to follow a Generator, for its parts are terms of an output; "
            f"got {', '.join(following)}"
        )
    numbered = [(n, *pair) for n, pair in enumerate(cases, start=first)]
    return [
        *(_drawn(graded, c, i, visible, None if c.hidden_only else n) for n, c, i in numbered),
        *(_drawn(graded, _twin(c), {**i, REG: 0.0}, visible, n) for n, c, i in numbered if not c.hidden_only),
    ]


def draw_example(graded: GradedExercise) -> DrawnCase | None:
    """Return the example that is small enough for paper, if the author gave one."""
    inputs = graded.example
    if inputs is None:
        return None
    return _drawn(graded, Case("the example is small", lambda _: inputs), inputs, True)


def fingerprint_of(wrong: Misconception, case: DrawnCase) -> Fingerprint:
    """Return what a misconception does with a case."""
    response = response_of(wrong.function, case)
    if response.problem is not None:
        return Fingerprint(wrong.id, wrong.says, None, (), response.problem.message, wrong.stage)
    outputs = {name: response.leaves[name].array for name in case.expected}
    return Fingerprint(wrong.id, wrong.says, outputs, response.changed_inputs, stage=wrong.stage)


def response_of(function: Callable[..., Any], case: DrawnCase) -> Response:
    """Return what a trusted function does with a case, quietly."""
    with np.errstate(all="ignore"):
        return call(function, case.inputs, case.spec, quiet=True)


def wrong_ways_of(
    misconceptions: Sequence[Misconception], cases: Sequence[DrawnCase]
) -> list[list[Fingerprint]]:
    """Return what each misconception does with these cases; those that look right in all are left out."""
    ways = [[fingerprint_of(wrong, case) for case in cases] for wrong in misconceptions]
    return [way for way in ways if not all(map(_looks_right, way, cases))]


def _looks_right(way: Fingerprint, case: DrawnCase) -> bool:
    if way.outputs is None or way.changed_inputs:
        return False
    return all(agrees(right, way.outputs[name], case.rtol) for name, right in case.expected.items())


def prepare(graded: GradedExercise, seed: int) -> Docket:
    """Draw an exercise's visible cases, then hidden ones, then one of those again in another place."""
    visible = draw_cases(graded, VISIBLE_SEED, visible=True)
    hidden = draw_cases(graded, seed, visible=False)
    rng = np.random.default_rng([seed, 1, zlib.crc32(graded.name.encode())])
    small = [case for case in hidden if not case.large]
    again = [small[int(rng.integers(len(small)))]] if small else []
    order = rng.permutation(len(hidden) + len(again))
    shuffled = [(hidden + again)[i] for i in order]
    return Docket(graded, (*visible, *shuffled))


def _draw(graded: GradedExercise, case: Case, rng: np.random.Generator) -> dict[str, Any]:
    try:
        return dict(case.draw(rng))
    except Exception as error:
        raise _author_error(graded, case, error) from error


def _repeats(
    case: Case, inputs: dict[str, Any], pair: int
) -> Iterator[tuple[Case, dict[str, Any], int | None]]:
    """Return a call, and where it follows a Generator, the same once more and one with another Generator."""
    if not case.follows:
        yield case, inputs, None
        return
    other = copy.deepcopy(inputs[case.follows]).spawn(1)[0]
    for label, generator in (
        (case.label, inputs[case.follows]),
        (f"{case.label}, once more", inputs[case.follows]),
        (f"{case.label}, with another {case.follows}", other),
    ):
        yield replace(case, label=label), {**inputs, case.follows: generator}, pair


def _twin(case: Case) -> Case:
    return replace(case, label=f"{REG} is 0 and {case.label}")


def _drawn(
    graded: GradedExercise, case: Case, inputs: Mapping[str, Any], visible: bool, pair: int | None = None
) -> DrawnCase:
    exercise = graded.exercise
    try:
        response_tree = graded.reference(*copy.deepcopy(list(inputs.values())))
        leaves = flatten(response_tree, exercise.outputs)
    except Exception as error:
        raise _author_error(graded, case, error) from error
    _check_names(exercise, {s.name for s, _ in leaves}, case)
    compared = {s.name for s, _ in leaves} if not case.compare else _named(case.compare, leaves, exercise)
    spec = tuple(s for s, _ in leaves)
    expected = {s.name: np.asarray(value) for s, value in leaves if s.name in compared}
    if not all(np.all(np.isfinite(array)) for array in expected.values()):
        raise CourseError(f"expected finite numbers from the reference of {exercise.name} ({case.label})")
    return DrawnCase(
        exercise.name, case.label, visible, inputs, spec, expected, case.rtol, case.hidden_only, pair
    )


def _author_error(graded: GradedExercise, case: Case, error: Exception) -> CourseError:
    """Return an error that names the exercise, whatever an author's mistake is."""
    return CourseError(f"expected to draw {graded.name} ({case.label}), but {type(error).__name__}: {error}")


def _check_names(exercise: Exercise, leaves: set[str], case: Case) -> None:
    """Refuse a name of no output: what it compares or gives credit for would be right in every answer."""
    known = leaves | set(exercise.outputs)
    if odd := [*(set(case.compare) - known), *({part.of for part in exercise.parts} - leaves)]:
        raise CourseError(
            f"expected names of outputs of {exercise.name} ({', '.join(sorted(known))}), got {', '.join(odd)}"
        )


def _named(
    compare_names: Sequence[str], leaves: Sequence[tuple[LeafSpec, Any]], exercise: Exercise
) -> set[str]:
    """Return the leaves meant by names of outputs: a dictionary's name means all of its keys."""
    return {
        s.name
        for s, _ in leaves
        if s.name in compare_names or exercise.outputs[s.position or 0] in compare_names
    }
