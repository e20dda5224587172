"""The judge: compares responses with what is right, scores them, and says what is wrong.

Runs only in the grader's process. It sees responses (arrays, or why there are none) and the text of
the submission's cells, and turns them into an `ExerciseResult`. It never runs student code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cs231n_lib.comparison import Comparison, Finding, compare
from cs231n_lib.outputs import Response
from cs231n_lib.parts import PartFinding, find_parts, parts_in_words, share_of
from cs231n_lib.recognition import BY_KIND, Recognition
from cs231n_lib.repeats import compared_with_repeats
from cs231n_lib.rules import find_loops

from .course import Assignment, GradedExercise
from .docket import Docket, prepare
from .results import ExerciseResult, ExerciseStatus, PartResult


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

    def compare(
        self, name: str, responses: Sequence[Response], known: Sequence[Comparison] = ()
    ) -> list[Comparison]:
        """Compare the responses to the first calls of an exercise; for the first few it may be ``known``."""
        cases = self.docket(name).cases
        pairs = zip(cases[len(known) :], responses[len(known) :], strict=False)
        compared = [*known, *(compare(case.expected, response, case.rtol) for case, response in pairs)]
        return compared_with_repeats(cases, responses, compared)

    def verdict(
        self,
        name: str,
        responses: Sequence[Response],
        sources: Sequence[str],
        compared: Sequence[Comparison] = (),
        without: Sequence[Response] = (),
    ) -> ExerciseResult:
        """Score an exercise from its responses; a missing response counts as a wrong one.

        ``sources`` are the submission's code cells up to the test, for the rules on loops; ``compared`` is
        what `compare` has said of the first responses. ``without`` is what came back without the stages that
        stop it: its parts are judged by that.
        """
        docket = self.docket(name)
        graded, points = docket.graded, docket.graded.points
        comparisons = self.compare(name, responses, compared)
        passed = len(comparisons) == len(docket.cases) and all(c.passed for c in comparisons)
        told = (without, self.compare(name, without)) if without else (responses, comparisons)
        findings = () if passed else find_parts(graded.exercise.parts, docket.cases, *told)
        share = 1.0 if passed else share_of(findings)
        error = _largest_error(c for c, case in zip(comparisons, docket.cases, strict=False) if case.visible)
        if share > 0 and (loops := _forbidden_loops(graded, sources)):
            message = (
                f"{'right' if passed else 'partly right'} values, but with a Python loop ({loops}); {_LOOPS}"
            )
            return ExerciseResult(name, "failed", 0.0, points, error, "loops-in-vectorized", message)
        if passed:
            return ExerciseResult(name, "passed", points, points, error, None, "right in all cases")
        index, finding = _first(comparisons, len(docket.cases))
        known = None if finding.kind in _NOTHING_THERE else docket.recognise(responses)
        return ExerciseResult(
            name,
            _status(finding, share),
            round(share * points, 6),
            points,
            error,
            known.id if known else BY_KIND.get(finding.kind),
            _message(docket, index, finding, known, parts_in_words(findings)),
            known.also if known else None,
            tuple(_part(finding, points, share) for finding in findings),
            answered=finding.kind != "unanswered",
            stage=known.stage if known else None,
        )


_LOOPS = "this exercise asks for whole-array operations"


def _forbidden_loops(graded: GradedExercise, sources: Sequence[str]) -> str:
    loops = [] if graded.exercise.loops_allowed else find_loops(graded.name, list(sources))
    return str(loops[0]) if loops else ""


def _largest_error(comparisons: Iterable[Comparison]) -> float | None:
    errors = (e for c in comparisons if (e := c.relative_error) is not None and np.isfinite(e))
    return max(errors, default=None)


def _part(finding: PartFinding, points: float, share: float) -> PartResult:
    worth = round(finding.part.credit * points, 6)
    earned = worth if finding.right and share > 0 else 0.0
    where = "" if finding.right else f"its {finding.form}" if finding.form else finding.where
    return PartResult(finding.part.name, finding.right, earned, worth, where)


def _first(comparisons: Sequence[Comparison], wanted: int) -> tuple[int, Finding]:
    """Return the first case that is wrong and what is wrong there."""
    for index, comparison in enumerate(comparisons):
        if comparison.first is not None:
            return index, comparison.first
    return min(len(comparisons), wanted - 1), Finding("unanswered", _HIDDEN["unanswered"])


def _status(finding: Finding, share: float) -> ExerciseStatus:
    if share > 0:
        return "partial"
    if finding.kind in ("missing", "not_written"):
        return "missing"
    if finding.kind in ("exception", "unanswered"):
        return "timeout" if _timed_out(finding) else "error"
    return "failed"


def _message(docket: Docket, index: int, finding: Finding, known: Recognition | None, parts: str) -> str:
    """Tell what is wrong: in full for a visible case, without any number of a hidden one."""
    if finding.kind in _NOTHING_THERE:  # not in the words of the student's process, which knows hidden inputs
        return "; ".join(filter(None, [_NOTHING_THERE[finding.kind], parts]))
    case = docket.cases[index]
    says = f"your answer is what you get when {known.says}" if known else ""
    if case.visible:
        here = f"in the case where {case.label}: {finding.message}"
    else:
        what = "it took too long" if _timed_out(finding) else _HIDDEN[finding.kind]
        missed = f"right on the visible cases, but not on other inputs ({what}), where {case.label}"
        here = "" if says else missed
    return "; ".join(filter(None, [says, parts, here]))


def _timed_out(finding: Finding) -> bool:
    return finding.kind == "exception" and finding.message.startswith("it took more than")


_NOTHING_THERE = {
    "missing": "the notebook defines no function of this name",
    "not_written": "not written yet (it, or what it calls, raises NotImplementedError)",
}
_HIDDEN = {
    "exception": "it raised an exception or ended the process",
    "unanswered": "no answer came back",
    "structure": "it returned something else",
    "changed_inputs": "it changed its inputs",
    "type": "it returned another type",
    "shape": "a wrong shape",
    "dtype": "a wrong dtype",
    "not_finite": "nan or inf",
    "value": "wrong values",
    "generator_ignored": "its random numbers do not come from the generator alone that is passed in",
}
