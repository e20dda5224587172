"""Examine exercises for their author: can their cases tell every known mistake from a right answer?

Misconceptions and alternatives are judged as if students had handed them in, by the same `check` and the same
judge, for several seeds. What comes out are findings; how they look is decided elsewhere.
"""

from __future__ import annotations

import contextlib
import copy
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_lib.cases import Fingerprint, VisibleExercise
from cs231n_lib.checking import check_exercise
from cs231n_lib.comparison import compare, relative_error
from cs231n_lib.outputs import Leaf, Response, call, flatten
from cs231n_lib.parts import find_parts

from .authoring import Misconception
from .course import Assignment, GradedExercise
from .docket import Docket, DrawnCase, wrong_ways_of
from .judge import Judge
from .release import visible_exercise
from .results import ExerciseResult
from .samples import function_source

SEEDS = (0, 1, 2)
NARROW = 10.0  # a wrong answer that is nearer to right than this many tolerances may pass one day


@dataclass(frozen=True)
class Examined:
    """What is known of one exercise.

    Attributes
    ----------
    told_by_check, told_by_judge, named
        Misconceptions that `check` and the judge, for every seed, tell from a right answer; and of these
        those whose own id the judge gives.
    right
        Alternatives that get full marks and no name, from both.
    margin
        The smallest relative error of a misconception that gives numbers, in the case that shows it best.
    tolerances
        The same as a multiple of that case's tolerance.
    problems
        What needs a person, as sentences.
    """

    name: str
    misconceptions: int
    told_by_check: int
    told_by_judge: int
    named: int
    alternatives: int
    right: int
    margin: float | None
    tolerances: float | None
    problems: tuple[str, ...]


def examine(assignment: Assignment, name: str, seeds: Sequence[int] = SEEDS) -> Examined:
    """Examine one exercise of an assignment."""
    graded = assignment.exercises[name]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # np.matrix and overflow: mistakes on purpose
        bench = _Bench(graded, visible_exercise(graded), [Judge(assignment, seed) for seed in seeds])
        mistakes = [_Mistake(wrong, bench.tried(wrong.function)) for wrong in graded.misconceptions]
        others = [(other.style, bench.tried(other.function)) for other in graded.alternatives]
        margin, tolerances = _margin(graded, bench.docket)
        problems = (
            *_about_the_reference(bench.docket),
            *(problem for mistake in mistakes for problem in mistake.problems()),
            *_about_alternatives(others),
            *_about_the_margin(tolerances),
        )
    return Examined(
        name,
        len(mistakes),
        sum(not mistake.tried.passes_check for mistake in mistakes),
        sum(mistake.always_told for mistake in mistakes),
        sum(mistake.named == {mistake.wrong.id} for mistake in mistakes),
        len(others),
        sum(tried.is_right for _, tried in others),
        margin,
        tolerances,
        problems,
    )


@dataclass(frozen=True)
class _Tried:
    """What `check` and every judge say of a function."""

    passes_check: bool
    verdicts: tuple[ExerciseResult, ...]

    @property
    def is_right(self) -> bool:
        return self.passes_check and all(v.status == "passed" for v in self.verdicts)


@dataclass(frozen=True)
class _Bench:
    graded: GradedExercise
    visible: VisibleExercise
    judges: Sequence[Judge]

    @property
    def docket(self) -> Docket:
        return self.judges[0].docket(self.graded.name)

    def tried(self, function: Callable[..., Any]) -> _Tried:
        name, sources = self.graded.name, [function_source(function, self.graded.name)]
        verdicts = []
        for judge in self.judges:
            cases = judge.docket(name).cases
            with contextlib.redirect_stdout(io.StringIO()):  # what it prints is no finding
                responses = [call(function, case.inputs, case.spec, quiet=True) for case in cases]
            verdicts.append(judge.verdict(name, responses, sources))
        return _Tried(check_exercise(self.visible, function).passed, tuple(verdicts))


@dataclass(frozen=True)
class _Mistake:
    wrong: Misconception
    tried: _Tried

    @property
    def always_told(self) -> bool:
        return all(v.score < v.max_score for v in self.tried.verdicts)

    @property
    def named(self) -> set[str | None]:
        return {v.misconception for v in self.tried.verdicts}

    def problems(self) -> Iterator[str]:
        what = f"{self.wrong.id} ({self.wrong.says})"
        if self.tried.passes_check:
            yield f"{what} passes the visible cases; add a case that shows it"
        if not self.always_told:
            yield f"{what} gets full marks on hidden cases; add a case that shows it"
        if other := sorted(name for name in self.named if name not in (self.wrong.id, None)):
            yield f"{what} looks the same as {', '.join(map(str, other))}; add a case that tells them apart"


def _about_the_reference(docket: Docket) -> Iterator[str]:
    """Ask whether the reference gives the same numbers twice, and whether a part is right for nothing."""
    for case in docket.cases:
        again = flatten(
            docket.graded.reference(*copy.deepcopy([*case.inputs.values()])), docket.graded.exercise.outputs
        )
        if any(not np.array_equal(case.expected.get(spec.name, value), value) for spec, value in again):
            yield f"the reference gives other numbers when it is called again, where {case.label}"
    zeros = [_zeros(case) for case in docket.cases]
    comparisons = [compare(c.expected, r, c.rtol) for c, r in zip(docket.cases, zeros, strict=True)]
    for finding in find_parts(docket.graded.exercise.parts, docket.cases, zeros, comparisons):
        if finding.right:
            yield f"{finding.part.name} is right in an answer of zeros; add a case in which it is not 0"


def _zeros(case: DrawnCase) -> Response:
    leaves = {name: Leaf(np.zeros_like(right), "ndarray") for name, right in case.expected.items()}
    return Response(leaves)


def _about_alternatives(others: Sequence[tuple[str, _Tried]]) -> Iterator[str]:
    if not others:
        yield "there is no right answer in another style; add one to alternatives.py"
    for style, tried in others:
        if not tried.is_right:
            message = next(
                (v.message for v in tried.verdicts if v.status != "passed"), "`check` is not passed"
            )
            yield f"the right answer in another style ({style}) is not right: {message}"


def _about_the_margin(tolerances: float | None) -> Iterator[str]:
    if tolerances is None:
        yield "no misconception gives numbers to compare with; add one to misconceptions/"
    elif tolerances < NARROW:
        yield f"the nearest wrong answer is only {tolerances:.1g} tolerances away; draw inputs that show it"


def _margin(graded: GradedExercise, docket: Docket) -> tuple[float | None, float | None]:
    """Return the error of the nearest wrong answer in the case that shows it best, and that per tolerance."""
    cases = [case for case in docket.cases if not case.large]
    farthest = [
        max(distances)
        for way in wrong_ways_of(graded.misconceptions, cases)
        if (distances := list(_distances(way, cases))) and not any(f.changed_inputs for f in way)
    ]
    if not farthest:
        return None, None
    tolerances, error = min(farthest)
    return error, tolerances


def _distances(way: Sequence[Fingerprint], cases: Sequence[DrawnCase]) -> Iterator[tuple[float, float]]:
    for fingerprint, case in zip(way, cases, strict=True):
        for name, right in case.expected.items():
            got = None if fingerprint.outputs is None else fingerprint.outputs[name]
            if got is not None and got.shape == right.shape and np.all(np.isfinite(got)):
                error = relative_error(right, got)
                yield error / case.rtol, error
            elif got is None or got.shape != right.shape:
                yield np.inf, np.inf
