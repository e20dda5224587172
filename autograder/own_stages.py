"""Whether a composed function is right *given the student's own stages*: told to people, never worth points.

The reference puts the stages together here; each stage that the student has wrong is asked of the
student's process instead, as in any other exercise. So a right composition of wrong stages is told from a
wrong one, and no student code ever runs here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from inspect import signature
from typing import Any

import numpy as np

from cs231n_lib.comparison import compare
from cs231n_lib.outputs import Response, flatten

from .composition import with_stages
from .course import Assignment, GradedExercise
from .docket import Docket
from .results import ExerciseResult
from .sandbox.inside.wire import max_size
from .sandbox.replies import Call

Ask = Callable[[str, Call], Response | None]


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
    return [
        assignment.exercises[name]
        for name in assignment.exercises[verdict.name].stages
        if name in verdicts and verdicts[name].status in ("failed", "partial")
    ]


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
        response = ask(
            stage.name, Call(dict(zip(parameters, values, strict=True)), tuple(s for s, _ in leaves))
        )
        if len(leaves) != 1 or response is None or response.problem is not None:
            raise _NoAnswer
        array = response.leaves[leaves[0][0].name].array
        if array.size > max_size(np.size(leaves[0][1])):  # told, not sent: the judge must not make it either
            raise _NoAnswer
        return array if array.ndim else float(array)

    return asked
