"""Read the kind of mistake off a student's numbers: a known wrong way, a common factor, a gradient that fits.

Only what the numbers show to rounding error is said; what merely might be is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .comparison import ROUNDING, Finding, agrees
from .errors import ShapeError
from .gradcheck import check_gradient
from .outputs import Array, Response, call
from .recognition import Catalogue, Recognition
from .sketches import marks_of
from .trials import Trial, Trials, quiet

SLIGHT = 0.005  # an error of no missing term, but of rounding by hand


def recognised(trials: Trials) -> Recognition | None:
    """Return the known mistake, or the two, that give the student's numbers in every case."""
    cases, responses = trials.exercise.cases, [trial.response for trial in trials.trials]
    known = Catalogue(cases, list(zip(*(case.fingerprints for case in cases), strict=True)))
    return known.one(responses) or _in_a_stage(trials, responses) or known.several(responses)


def _in_a_stage(trials: Trials, responses: Sequence[Response]) -> Recognition | None:
    """Name the mistake in a stage that makes this of the composed function."""
    marks = marks_of(trials.exercise.cases, responses) if trials.exercise.in_stages else ()
    found = next((sketch for sketch in trials.exercise.in_stages if sketch.fits(marks)), None)
    return None if found is None else Recognition(found.id, found.says, stage=found.stage)


def common_error(trial: Trial, finding: Finding) -> str | None:
    """Say what all entries of an output have in common: a factor, a sign, a constant; or None."""
    if finding.kind != "value" or finding.output is None:
        return None
    expected = trial.case.expected[finding.output].astype(float)
    got = trial.response.leaves[finding.output].array.astype(float)
    if expected.size > 1 and (same := _same_input(got, trial.case.inputs)):
        return f"Your `{finding.output}` is the input `{same}` as it came in."
    what = f"Every entry of `{finding.output}`" if expected.size > 1 else f"`{finding.output}`"
    factor = _factor(expected, got)
    words = factor and _factor_in_words(what, factor, _examples(trial.case.inputs), expected.size)
    if words:
        return words
    shift = got - expected
    if expected.size > 1 and np.ptp(shift) <= ROUNDING * np.max(np.abs(expected)):
        amount = float(shift.flat[0])
        return f"{what} is too {'large' if amount > 0 else 'small'} by {abs(amount):.6g}."
    if finding.relative_error is not None and finding.relative_error < SLIGHT:
        return f"`{finding.output}` is nearly right. Is a number rounded somewhere, or a small one added?"
    return None


def always_the_same(trials: Trials) -> str | None:
    """Say so where a function gives the same in every case, though it should not."""
    answers = [trial.response.leaves for trial in trials.told]
    if len(answers) < 2 or not all(answers):
        return None
    same = all(
        agrees(leaf.array, other[name].array, 0.0) for other in answers for name, leaf in answers[0].items()
    )
    return "Your function returns the same in every case: does it use what it is given?" if same else None


def _same_input(got: Array, inputs: Mapping[str, Any]) -> str | None:
    """Return the name of the input that was handed back, if one was."""
    arrays = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray)}
    return next((name for name, value in arrays.items() if np.array_equal(value, got)), None)


def _factor(expected: Array, got: Array) -> float | None:
    """Return the number that turns ``expected`` into ``got``, if there is one and it is not 0."""
    scale = float(np.max(np.abs(expected), initial=0.0))
    if scale == 0:
        return None
    factor = float(np.sum(got * expected) / np.sum(expected * expected))
    fits = np.max(np.abs(got - factor * expected)) <= ROUNDING * max(1.0, abs(factor)) * scale
    return factor if fits and factor else None


def _factor_in_words(what: str, factor: float, n: int | None, size: int) -> str | None:
    if n is not None and n > 1 and abs(factor - n) < ROUNDING * n:
        return f"{what} is N = {n} times too large: a sum over the examples where the mean belongs?"
    if n is not None and n > 1 and abs(factor * n - 1) < ROUNDING:
        return f"{what} is N = {n} times too small: divided by N once too often?"
    if size == 1:  # any two numbers have a factor
        return None
    if factor == -1:
        return f"{what} has the wrong sign."
    digits = 4 if abs(factor - 1) > 1e-3 else 10
    return f"{what} is {factor:.{digits}g} times the right one."


def _examples(inputs: Mapping[str, Any]) -> int | None:
    """Return N: the length of y or X, else of the first matrix that holds no weights."""
    matrices = [name for name, value in inputs.items() if np.ndim(value) == 2 and not name.startswith("W")]
    name = next((name for name in ("y", "X", *matrices) if isinstance(inputs.get(name), np.ndarray)), None)
    return None if name is None else len(inputs[name])


def fit_to_own_loss(trial: Trial, trials: Trials) -> dict[str, bool]:
    """Where loss and gradient are both wrong, say which gradients are those of the student's own loss.

    Empty where there is no such pair, or where the student's loss cannot be differentiated.
    """
    wrong = [name for name, finding in trial.comparison.outputs.items() if finding.kind == "value"]
    if "loss" not in wrong:
        return {}
    sources = {name: _differentiated_by(name, trial) for name in wrong if name != "loss"}
    fits = {name: _fits(trial, trials, name, source) for name, source in sources.items() if source}
    return {name: fit for name, fit in fits.items() if fit is not None}


def _differentiated_by(name: str, trial: Trial) -> str | None:
    """Return the input that an output is the gradient by: dW is by W, and so is the key W of a dictionary."""
    inputs, shape = trial.case.inputs, trial.case.expected[name].shape
    candidates = (name, name.removeprefix("d"))
    return next((c for c in candidates if c in inputs and np.shape(inputs[c]) == shape), None)


def _fits(trial: Trial, trials: Trials, name: str, source: str) -> bool | None:
    inputs = trial.case.inputs

    def loss(value: Array) -> Any:
        response = call(trials.function, {**inputs, source: value}, trials.exercise.specs)
        return response.leaves["loss"].array if response.problem is None else np.nan

    with quiet():
        try:
            result = check_gradient(loss, inputs[source], trial.response.leaves[name].array)
        except ShapeError:  # a loss that is no single number
            return None
    return None if result.problem is not None else result.passed
