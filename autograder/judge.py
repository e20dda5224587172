"""The judge: draws the cases, owns the references, compares, and scores.

Runs only in the grader's process. It sees responses (arrays, or why there are none) and the text of
the submission's cells, and turns them into an `ExerciseResult`. It never runs student code.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cs231n_lib.cases import Arrays, Fingerprint
from cs231n_lib.comparison import Comparison, Finding, agrees, compare
from cs231n_lib.outputs import LeafSpec, Response, call, flatten
from cs231n_lib.recognition import Catalogue, Recognition
from cs231n_lib.rules import find_loops

from .authoring import Case, Exercise, Misconception
from .course import Assignment, GradedExercise
from .errors import CourseError
from .results import ExerciseResult, ExerciseStatus

VISIBLE_SEED = 231
_GENERIC = {
    "changed_inputs": "inputs-overwritten",
    "type": "matrix-or-wrong-dtype",
    "dtype": "matrix-or-wrong-dtype",
}


@dataclass(frozen=True)
class DrawnCase:
    """One call to be made and what it should return."""

    label: str
    visible: bool
    inputs: Mapping[str, Any]
    spec: tuple[LeafSpec, ...]
    expected: Arrays
    rtol: float
    large: bool = False


@dataclass(frozen=True)
class Docket:
    """All that the judge needs for one exercise: its cases in the order of the calls."""

    graded: GradedExercise
    cases: tuple[DrawnCase, ...]

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the misconceptions give; worked out when somebody needs to know, for most never do."""
        small = [case for case in self.cases if not case.large]
        return Catalogue([case.expected for case in small], wrong_ways_of(self.graded, small))

    def recognise(self, responses: Sequence[Response]) -> Recognition | None:
        """Name the mistake that gives these responses; in large cases no mistake is tried."""
        tried = [r for r, case in zip(responses, self.cases, strict=False) if not case.large]
        return self.catalogue.recognise(tried)


def draw_cases(graded: GradedExercise, seed: int, *, visible: bool) -> list[DrawnCase]:
    """Draw every case of an exercise once, the visible ones or all; the same seed gives the same cases."""
    rng = np.random.default_rng([seed, zlib.crc32(graded.name.encode())])
    cases = [case for case in graded.exercise.cases if not (visible and case.hidden_only)]
    return [_draw(graded, case, rng, visible) for case in cases]


def draw_example(graded: GradedExercise) -> DrawnCase | None:
    """Return the example that is small enough for paper, if the author gave one."""
    inputs = graded.exercise.example
    if inputs is None:
        return None
    return _draw(graded, Case("the example is small", lambda _: inputs), np.random.default_rng(0), True)


def fingerprint_of(wrong: Misconception, case: DrawnCase) -> Fingerprint:
    """Return what a misconception does with a case."""
    with np.errstate(all="ignore"):
        response = call(wrong.function, case.inputs, case.spec, quiet=True)
    if response.problem is not None:
        return Fingerprint(wrong.id, wrong.says, None, exception=response.problem.exception)
    outputs = {name: response.leaves[name].array for name in case.expected}
    return Fingerprint(wrong.id, wrong.says, outputs, response.changed_inputs)


def wrong_ways_of(graded: GradedExercise, cases: Sequence[DrawnCase]) -> list[list[Fingerprint]]:
    """Return what each misconception does with these cases; those that look right in all are left out."""
    ways = [[fingerprint_of(wrong, case) for case in cases] for wrong in graded.misconceptions]
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


class Judge:
    """Judges submissions of one assignment with the hidden cases of one seed."""

    def __init__(self, assignment: Assignment, seed: int) -> None:
        self.assignment = assignment
        self.seed = seed
        self._dockets: dict[str, Docket] = {}

    def docket(self, name: str) -> Docket:
        """Return the cases of an exercise, drawn when first asked for."""
        if name not in self._dockets:
            self._dockets[name] = prepare(self.assignment.exercises[name], self.seed)
        return self._dockets[name]

    def verdict(self, name: str, responses: Sequence[Response], sources: Sequence[str]) -> ExerciseResult:
        """Score an exercise from its responses; a missing response counts as a wrong one.

        ``sources`` are the submission's code cells up to the test, for the rules on loops.
        """
        docket = self.docket(name)
        graded, points = docket.graded, docket.graded.points
        comparisons = [compare(c.expected, r, c.rtol) for c, r in zip(docket.cases, responses, strict=False)]
        share = _share(graded.exercise, comparisons, len(docket.cases))
        error = max(
            (e for c in comparisons if (e := c.relative_error) is not None and np.isfinite(e)), default=None
        )
        if share == 1:
            loops = [] if graded.exercise.loops_allowed else find_loops(name, list(sources))
            if loops:
                message = (
                    f"right values, but with a Python loop ({loops[0]}); "
                    "this exercise asks for whole-array operations"
                )
                return ExerciseResult(name, "failed", 0.0, points, error, "loops-in-vectorized", message)
            return ExerciseResult(name, "passed", points, points, error, None, "right in all cases")
        index, finding = _first(comparisons, len(docket.cases))
        known = None if finding.kind in _NOTHING_THERE else docket.recognise(responses)
        return ExerciseResult(
            name,
            _status(finding, share),
            round(share * points, 6),
            points,
            error,
            known.id if known else _GENERIC.get(finding.kind),
            _message(docket, index, finding, known),
            known.also if known else None,
        )


def _draw(graded: GradedExercise, case: Case, rng: np.random.Generator, visible: bool) -> DrawnCase:
    exercise = graded.exercise
    try:
        inputs = dict(case.draw(rng))
        response_tree = graded.reference(*copy.deepcopy(list(inputs.values())))
        leaves = flatten(response_tree, exercise.outputs)
    except Exception as error:  # an author's mistake, whatever it is, must name the exercise
        raise CourseError(
            f"expected to draw {exercise.name} ({case.label}), but {type(error).__name__}: {error}"
        ) from error
    _check_names(exercise, {s.name for s, _ in leaves}, case)
    compared = {s.name for s, _ in leaves} if not case.compare else _named(case.compare, leaves, exercise)
    spec = tuple(s for s, _ in leaves)
    expected = {s.name: np.asarray(value) for s, value in leaves if s.name in compared}
    if not all(np.all(np.isfinite(array)) for array in expected.values()):
        raise CourseError(f"expected finite numbers from the reference of {exercise.name} ({case.label})")
    return DrawnCase(case.label, visible, inputs, spec, expected, case.rtol, case.hidden_only)


def _check_names(exercise: Exercise, leaves: set[str], case: Case) -> None:
    """Refuse a name of no output: what it compares or gives credit for would be right in every answer."""
    known = leaves | set(exercise.outputs)
    if odd := [*(set(case.compare) - known), *(set(exercise.credit) - leaves)]:
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


def _share(exercise: Exercise, comparisons: Sequence[Comparison], wanted: int) -> float:
    """Return the share of the points: all, or the credit of the outputs that are right in every case."""
    if len(comparisons) == wanted and all(c.passed for c in comparisons):
        return 1.0
    if len(comparisons) < wanted or any(c.whole for c in comparisons):
        return 0.0
    right = [
        name for name in exercise.credit if all(c.outputs[name].ok for c in comparisons if name in c.outputs)
    ]
    return sum(exercise.credit[name] for name in right)


def _first(comparisons: Sequence[Comparison], wanted: int) -> tuple[int, Finding]:
    """Return the first case that is wrong and what is wrong there."""
    for index, comparison in enumerate(comparisons):
        if comparison.first is not None:
            return index, comparison.first
    return min(len(comparisons), wanted - 1), Finding("exception", "no answer came back")


def _status(finding: Finding, share: float) -> ExerciseStatus:
    if share > 0:
        return "partial"
    if finding.kind in ("missing", "not_written"):
        return "missing"
    if finding.kind == "exception":
        return "timeout" if _timed_out(finding) else "error"
    return "failed"


def _message(docket: Docket, index: int, finding: Finding, known: Recognition | None) -> str:
    """Tell what is wrong: in full for a visible case, without any number of a hidden one."""
    if finding.kind in _NOTHING_THERE:  # not in the words of the student's process, which knows hidden inputs
        return _NOTHING_THERE[finding.kind]
    case = docket.cases[index]
    says = f"your answer is what you get when {known.says}" if known else ""
    if case.visible:
        return "; ".join(filter(None, [says, f"in the case where {case.label}: {finding.message}"]))
    what = "it took too long" if _timed_out(finding) else _HIDDEN[finding.kind]
    return says or f"right on the visible cases, but not on other inputs ({what}), where {case.label}"


def _timed_out(finding: Finding) -> bool:
    return finding.kind == "exception" and finding.message.startswith("it took more than")


_NOTHING_THERE = {
    "missing": "the notebook defines no function of this name",
    "not_written": "not written yet (it, or what it calls, raises NotImplementedError)",
}
_HIDDEN = {
    "exception": "it raised an exception or ended the process",
    "structure": "it returned something else",
    "changed_inputs": "it changed its inputs",
    "type": "it returned another type",
    "shape": "a wrong shape",
    "dtype": "a wrong dtype",
    "not_finite": "nan or inf",
    "value": "wrong values",
    "not_repeatable": "another result for the same inputs",
}
