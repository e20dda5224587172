"""Examine exercises for their author: can their cases tell every known mistake from a right answer?

The reference, misconceptions and alternatives are judged as if students had handed them in, by the same
`check` and the same judge, for several seeds. What comes out are findings; the command line shows them.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_lib.cases import VisibleExercise
from cs231n_lib.checking import CheckResult, check_exercise
from cs231n_lib.comparison import Finding, compare
from cs231n_lib.outputs import Leaf, Response, call, flatten
from cs231n_lib.parts import find_parts

from .authoring import Misconception
from .course import Assignment, GradedExercise
from .docket import Docket, DrawnCase
from .judge import Judge
from .release import visible_exercise
from .results import ExerciseResult
from .samples import function_source

SEEDS = (0, 1, 2)
NARROW = 10.0  # a wrong answer that is nearer to right than this many tolerances may pass one day
_SLIPS = ("NameError", "UnboundLocalError", "AttributeError")  # of the author, not of a student


@dataclass(frozen=True)
class ExaminedMistake:
    """What is known of one misconception.

    Attributes
    ----------
    told_by_check
        Whether `check` tells it from a right answer.
    shown_by
        The visible cases that show it.
    kept
        The largest share of the points that it keeps in any draw.
    names
        What `check` calls it, and the judge in every draw.
    tolerances
        How far its numbers are from right, in tolerances of the case that shows it best. None where something
        else gives it away: a shape, an exception, an input that it changes.
    problems
        What needs a person, as sentences.
    """

    id: str
    says: str
    told_by_check: bool
    shown_by: tuple[str, ...]
    kept: float
    names: tuple[str | None, ...]
    tolerances: float | None
    problems: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Whether `check` and the judge always call it by its own name."""
        return set(self.names) == {self.id}


@dataclass(frozen=True)
class Examined:
    """What is known of one exercise: its misconceptions, and why an answer that should be right is not.

    ``styles`` are the alternatives, each with what is wrong with it (nothing, as a rule); ``visible`` are the
    labels of the visible cases; ``problems`` are all that need a person, those of the mistakes among them.
    """

    name: str
    visible: tuple[str, ...]
    mistakes: tuple[ExaminedMistake, ...]
    styles: Mapping[str, str]
    problems: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many mistakes and right answers there are, and how many of them are treated as such."""
        return {
            "misconceptions": len(self.mistakes),
            "told_by_check": sum(mistake.told_by_check for mistake in self.mistakes),
            "told_by_judge": sum(mistake.kept < 1 for mistake in self.mistakes),
            "named": sum(mistake.named for mistake in self.mistakes),
            "alternatives": len(self.styles),
            "right": sum(not why for why in self.styles.values()),
        }

    @property
    def tolerances(self) -> float | None:
        """How far the nearest wrong numbers are from right; None where no mistake gives numbers."""
        return min((m.tolerances for m in self.mistakes if m.tolerances is not None), default=None)


def answers_of(graded: GradedExercise) -> int:
    """Return how many answers `examine` tries."""
    return 1 + len(graded.misconceptions) + len(graded.alternatives)


def examine(
    assignment: Assignment,
    name: str,
    seeds: Sequence[int] = SEEDS,
    tried: Callable[[], object] = lambda: None,
) -> Examined:
    """Examine one exercise of an assignment; ``tried`` is called after each answer."""
    graded = assignment.exercises[name]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # np.matrix and overflow: mistakes on purpose
        bench = _Bench(graded, visible_exercise(graded), [Judge(assignment, seed) for seed in seeds], tried)
        cells = [cell.source for cell in assignment.notebook.cells if cell.cell_type == "code"]
        reference = bench.tried(graded.reference, cells).fault
        mistakes = tuple(_examined(wrong, bench) for wrong in graded.misconceptions)
        styles = {other.style: bench.tried(other.function).fault for other in graded.alternatives}
        problems = (
            *([f"the reference itself is not right: {reference}"] if reference else ()),
            *_about_the_reference(bench.dockets[0]),
            *([] if mistakes else ["there is no misconception; add one to misconceptions/"]),
            *(problem for mistake in mistakes for problem in mistake.problems),
            *_about_alternatives(styles),
        )
    return Examined(name, tuple(case.label for case in bench.shown), mistakes, styles, problems)


@dataclass(frozen=True)
class _Tried:
    """What `check` and every judge say of an answer, and what they found in their cases."""

    check: CheckResult
    verdicts: tuple[ExerciseResult, ...]
    shown_by: tuple[str, ...]
    tolerances: float | None
    exceptions: frozenset[str]

    @property
    def fault(self) -> str:
        """What is wrong with it, in words."""
        wrong = [verdict.message for verdict in self.verdicts if verdict.status != "passed"]
        return next(iter(wrong), "" if self.check.passed else f"`check` says: {self.check.message}")


@dataclass(frozen=True)
class _Bench:
    graded: GradedExercise
    visible: VisibleExercise
    judges: Sequence[Judge]
    done: Callable[[], object]

    @property
    def dockets(self) -> list[Docket]:
        return [judge.docket(self.graded.name) for judge in self.judges]

    @property
    def shown(self) -> list[DrawnCase]:
        return [case for case in self.dockets[0].cases if case.visible]

    def tried(self, function: Callable[..., Any], sources: Sequence[str] = ()) -> _Tried:
        """Judge an answer; its text is the function's own unless other ``sources`` are given."""
        name, shown = self.graded.name, self.shown
        text = sources or [function_source(function, name)]
        visible = _responses(function, shown)
        drawn = [[*visible, *_responses(function, d.cases[len(shown) :])] for d in self.dockets]
        found = [_findings(d.cases, responses) for d, responses in zip(self.dockets, drawn, strict=True)]
        tried = _Tried(
            check_exercise(self.visible, function),
            tuple(j.verdict(name, r, text) for j, r in zip(self.judges, drawn, strict=True)),
            tuple(case.label for case, finding in zip(shown, found[0], strict=False) if not finding.ok),
            _nearest([list(zip(d.cases, f, strict=True)) for d, f in zip(self.dockets, found, strict=True)]),
            frozenset(r.problem.exception or "" for responses in drawn for r in responses if r.problem),
        )
        self.done()
        return tried


def _responses(function: Callable[..., Any], cases: Sequence[DrawnCase]) -> list[Response]:
    with contextlib.redirect_stdout(io.StringIO()):  # what it prints is no finding
        return [call(function, case.inputs, case.spec, quiet=True) for case in cases]


def _findings(cases: Sequence[DrawnCase], responses: Sequence[Response]) -> list[Finding]:
    """Return what is to be told first of each case."""
    pairs = zip(cases, responses, strict=True)
    comparisons = [compare(case.expected, response, case.rtol) for case, response in pairs]
    return [c.first or Finding("ok", relative_error=c.relative_error) for c in comparisons]


def _nearest(draws: Sequence[Sequence[tuple[DrawnCase, Finding]]]) -> float | None:
    """Return by how many tolerances an answer is wrong in its best case, in the draw where that is least."""
    if {finding.kind for draw in draws for _, finding in draw} not in ({"value"}, {"ok", "value"}):
        return None
    return min(max((f.relative_error or 0.0) / case.rtol for case, f in draw) for draw in draws)


def _examined(wrong: Misconception, bench: _Bench) -> ExaminedMistake:
    tried = bench.tried(wrong.function)
    kept = max(verdict.score / verdict.max_score for verdict in tried.verdicts)
    names = (tried.check.misconception, *(verdict.misconception for verdict in tried.verdicts))
    problems = (*_slips(wrong, bench, tried), *_blind_spots(wrong, tried, kept, set(names)))
    return ExaminedMistake(
        wrong.id, wrong.says, not tried.check.passed, tried.shown_by, kept, names, tried.tolerances, problems
    )


def _slips(wrong: Misconception, bench: _Bench, tried: _Tried) -> Iterator[str]:
    """Find what the author did not mean: these mistakes lose points for another reason than their own."""
    what = _in_words(wrong)
    names = bench.visible.cases[0].inputs
    try:
        inspect.signature(wrong.function).bind(*names)
    except TypeError as error:
        yield f"{what} cannot be called with ({', '.join(names)}): {error}; mend its signature"
    if odd := sorted(tried.exceptions & set(_SLIPS)):
        yield f"{what} raises {odd[0]}; mend it, unless students do just that"
    used = inspect.getclosurevars(wrong.function)
    if odd := sorted({*used.globals, *used.nonlocals} - {"np"}):
        yield (
            f"{what} uses {', '.join(odd)} of its module; write it inside, for sample submissions are made "
            "of the function's text alone"
        )


def _blind_spots(wrong: Misconception, tried: _Tried, kept: float, names: set[str | None]) -> Iterator[str]:
    """Find what the cases do not show."""
    what = _in_words(wrong)
    if tried.check.passed:
        yield f"{what} passes the visible cases; add a case that shows it"
    if kept == 1:
        yield f"{what} gets full marks on hidden cases; add a case that shows it"
    if other := sorted(name for name in names if name not in (wrong.id, None)):
        yield f"{what} looks the same as {', '.join(map(str, other))}; add a case that tells them apart"
    if tried.tolerances is not None and 0 < tried.tolerances < NARROW and kept < 1:
        yield f"{what} is only {tried.tolerances:.1g} tolerances from right; draw inputs that show it better"


def _in_words(wrong: Misconception) -> str:
    return f"{wrong.id} ({wrong.says})"


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


def _about_alternatives(styles: Mapping[str, str]) -> Iterator[str]:
    if not styles:
        yield "there is no right answer in another style; add one to alternatives.py"
    for style, fault in styles.items():
        if fault:
            yield f"the right answer in another style ({style}) is not right: {fault}"
