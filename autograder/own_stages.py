"""Whether a composed function is right *given the student's own stages*: told to people, never worth points.

The reference puts the stages together here; each stage that the student has wrong is asked of the
student's process instead, as in any other exercise. So a right composition of wrong stages is told from a
wrong one, and no student code ever runs here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from inspect import signature
from typing import Any

import numpy as np

from cs231n_lib.comparison import compare
from cs231n_lib.outputs import Response, flatten

from .composition import calls_of, with_stages
from .course import Assignment, GradedExercise
from .docket import Docket
from .results import ExerciseResult, ExerciseStatus
from .sandbox.inside.wire import max_size
from .sandbox.replies import Call

Ask = Callable[..., Sequence[Response]]  # of calls


class _NoAnswer(Exception):
    """A stage of the student's gave nothing to go on with."""


def with_own_stages(
    verdict: ExerciseResult,
    docket: Docket,
    responses: Sequence[Response],
    wrong: Sequence[GradedExercise],
    ask: Ask,
) -> ExerciseResult:
    """Return a verdict that also says whether the answer is right given the student's own stages."""
    own = right_given_own_stages(docket, responses, wrong, ask)
    if not own:
        return replace(verdict, given_own_stages=own)
    names = " and ".join(stage.name for stage in wrong)
    message = f"right, given your own stages: mend {names} first; {verdict.message}"
    return replace(verdict, given_own_stages=True, message=message)


def wrong_stages(
    verdict: ExerciseResult, assignment: Assignment, verdicts: Mapping[str, ExerciseResult]
) -> list[GradedExercise]:
    """Return the stages that a wrong composed function calls by name and that the student has wrong."""
    if verdict.status not in ("failed", "partial"):
        return []
    return _stages(verdict.name, assignment, verdicts, ("failed", "partial"))


def broken_stages(
    verdict: ExerciseResult,
    responses: Sequence[Response],
    assignment: Assignment,
    verdicts: Mapping[str, ExerciseResult],
) -> list[GradedExercise]:
    """Return the stages that may have stopped a composed function: those that are not right."""
    problems = [response.problem for response in responses if response.problem is not None]
    own = any(p.kind == "not_written" and p.function in (None, verdict.name) for p in problems)
    if own or verdict.status not in ("error", "missing"):
        return []
    return _stages(verdict.name, assignment, verdicts, ("failed", "partial", "error", "missing"))


def _stages(
    name: str,
    assignment: Assignment,
    verdicts: Mapping[str, ExerciseResult],
    statuses: Collection[ExerciseStatus],
) -> list[GradedExercise]:
    stages = [stage for stage in assignment.exercises[name].stages if stage in verdicts]
    return [assignment.exercises[stage] for stage in stages if verdicts[stage].status in statuses]


def calls_without(docket: Docket, stages: Sequence[GradedExercise]) -> list[Call]:
    """Return the calls of a composed function in which these stages answer zeros."""
    references = {stage.name: stage.reference for stage in stages}
    return [
        replace(case.call, without={called.stage: called.output.shape for called in calls})
        for case in docket.cases
        for calls in [calls_of(docket.graded.reference, references, case.inputs)]
    ]


def stopped_by(
    stages: Sequence[GradedExercise],
    responses: Sequence[Response],
    without: Sequence[Response],
    verdict: ExerciseResult,
    parts: ExerciseResult,
) -> ExerciseResult:
    """Return a verdict that names the stage that stopped a function, with the credit of what needs none.

    ``without`` is what came back without the stages, and ``parts`` the verdict by that; one that would be
    right is not believed. A function that stops without them as well, and not in one of them, has its own
    mistake.
    """
    raised = {response.problem.function for response in responses if response.problem is not None}
    goes_on = bool(without) and all(response.problem is None for response in without)
    names = [s.name for s in stages if s.name in raised] or [s.name for s in stages if goes_on]
    if not names:
        return verdict
    told = parts if parts.score < parts.max_score else verdict
    return replace(told, message=f"stopped by {' and '.join(names)}: mend that first; {told.message}")


def right_given_own_stages(
    docket: Docket, responses: Sequence[Response], wrong: Sequence[GradedExercise], ask: Ask
) -> bool | None:
    """Compare with the reference on the student's own stages, in hidden cases; None where one is silent."""
    composed = with_stages(docket.graded.reference, {s.name: _stand_in(s, ask) for s in wrong})
    pairs = [
        (case, response)
        for case, response in zip(docket.cases, responses, strict=False)
        if not (case.visible or case.large)
    ]
    try:
        with np.errstate(all="ignore"):
            return bool(pairs) and all(
                compare(_outputs(composed, docket, case.inputs), response, case.rtol).passed
                for case, response in pairs
            )
    except _NoAnswer:
        return None
    except (
        ArithmeticError,
        IndexError,
        TypeError,
        ValueError,
    ):  # what does not fit, the student's fits neither
        return None


def _outputs(composed: Callable[..., Any], docket: Docket, inputs: Mapping[str, Any]) -> dict[str, Any]:
    leaves = flatten(composed(*inputs.values()), docket.graded.exercise.outputs)
    return {spec.name: np.asarray(value) for spec, value in leaves}


def _stand_in(stage: GradedExercise, ask: Ask) -> Callable[..., Any]:
    """Return a function that asks the student's process for what a stage gives."""
    parameters = list(signature(stage.reference).parameters)

    def asked(*values: Any) -> Any:
        leaves = flatten(stage.reference(*values), stage.exercise.outputs)
        inputs = dict(zip(parameters, values, strict=True))
        responses = ask(Call(stage.name, inputs, tuple(spec for spec, _ in leaves)))
        if len(leaves) != 1 or not responses or responses[0].problem is not None:
            raise _NoAnswer
        array = responses[0].leaves[leaves[0][0].name].array
        if array.size > max_size(np.size(leaves[0][1])):  # told, not sent: the judge must not make it either
            raise _NoAnswer
        return array if array.ndim else float(array)

    return asked
