"""Find words for what is wrong: from trials to the sentences and tables that a student reads.

Everything said is read off the student's own numbers; nothing here knows a reference solution.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .cases import VisibleExercise
from .comparison import ROUNDING, Finding, recognise
from .errors import ShapeError
from .gradcheck import check_gradient
from .outputs import Array, Problem, call
from .rendering import Block, Listing, Table, Text
from .trials import Trial, Trials, quiet

ROWS = 3  # differences shown: enough to see a pattern, few enough to read

# What Python says, in words that say what to look for. The first that fits counts.
_ADVICE = {
    "core dimension": "The arrays on the two sides of a matrix product do not fit: print both shapes.",
    "not aligned": "The arrays on the two sides of a matrix product do not fit: print both shapes.",
    "could not be broadcast": "Shapes do not fit: a row for a column? Try `keepdims=True` or `[:, None]`.",
    "shape mismatch": "Shapes do not fit: a row for a column? Try `keepdims=True` or `[:, None]`.",
    "is not defined": "Has the cell that defines this name been run? Is it spelt the same?",
    "NoneType": "Something is None: does a function that you call lack its `return`?",
    "only integer scalar arrays": "An index must be made of integers, such as `np.arange(N)` or `y`.",
    "out of bounds": "An index runs past the end: is it along the right axis?",
    "read-only": "This array may not be written to: work on a copy.",
    "referenced before assignment": "This name gets its value in one branch only.",
    "cannot access local variable": "This name gets its value in one branch only.",
}


def advice_for(problem: Problem) -> str | None:
    """Return what to look for after an exception, or None."""
    return next((advice for words, advice in _ADVICE.items() if words in problem.message), None)


def recognised(exercise: VisibleExercise, trials: Trials) -> tuple[str, str] | None:
    """Return id and sentence of the known wrong way that gives the student's numbers in every case."""
    if len(trials.trials) < len(exercise.cases):
        return None
    ways = list(zip(*(case.fingerprints for case in exercise.cases), strict=True))
    position = recognise([t.response for t in trials.trials], [[f.outputs for f in way] for way in ways])
    return None if position is None else (ways[position][0].id, ways[position][0].says)


def explain(
    trial: Trial, says: str | None, function: Callable[..., Any], exercise: VisibleExercise
) -> list[Block]:
    """Say what is wrong in one case: in words first, then in numbers."""
    response, whole = trial.response, trial.comparison.whole
    if response.problem is not None:
        return _problem(trial, response.problem, says, function)
    wrong = [finding for finding in trial.comparison.outputs.values() if not finding.ok]
    blocks: list[Block] = []
    if says:
        blocks.append(Text(f"Your answer is what you get when {says}.", strong=True))
    if whole is not None:
        blocks.append(Text(f"{whole.message[:1].upper()}{whole.message[1:]}.", strong=not blocks))
    if wrong:
        blocks.append(Text(_sentence(trial, wrong), strong=not blocks))
        blocks += [Text(text) for f in wrong if not says and (text := pattern(trial, f))]
        own = None if says else own_gradient(trial, function, exercise)
        blocks += [Text(own)] if own else []
        blocks += _numbers(trial, wrong)
    return blocks


def _problem(trial: Trial, problem: Problem, says: str | None, function: Callable[..., Any]) -> list[Block]:
    if problem.kind == "not_written":
        return [Text(_not_written(function))]
    if problem.kind != "exception":
        return [Text(f"Something is wrong with what your function returns: {problem.message}.", strong=True)]
    lines = [f"{problem.line}"] if problem.line else []
    title = f"Your function stops with an error where {trial.case.label}:"
    blocks: list[Block] = [Listing(title, (*lines, problem.message))]
    advice = f"This happens when {says}." if says else advice_for(problem)
    return [*blocks, Text(advice)] if advice else blocks


def _not_written(function: Callable[..., Any]) -> str:
    try:
        own = "NotImplementedError" in inspect.getsource(function)
    except (OSError, TypeError):
        own = True
    if own:
        return "Write the body, delete the line with `raise`, run the cell, then run this check again."
    return "A function that this one calls is not written yet: its stub still raises NotImplementedError."


def _sentence(trial: Trial, wrong: list[Finding]) -> str:
    """Say which outputs are wrong and which are right, in this case."""
    right = [f"`{name}`" for name, finding in trial.comparison.outputs.items() if finding.ok]
    first = wrong[0]
    names = _and([f"`{finding.output}`" for finding in wrong])
    if len(wrong) == 1 and first.kind != "value":
        what = f"{first.message[:1].upper() if not first.output else first.message[:1]}{first.message[1:]}"
    elif len(wrong) == 1 and first.entries:
        what = f"{first.wrong_entries} of {first.entries} entries of {names} are wrong"
    else:
        what = f"{names} {'is' if len(wrong) == 1 else 'are'} wrong"
    rest = f"; {_and(right)} {'is' if len(right) == 1 else 'are'} right" if right else ""
    return f"{what} where {trial.case.label}{rest}."


def _numbers(trial: Trial, wrong: list[Finding]) -> list[Block]:
    """Return the first wrong entries as a table."""
    rows = [row for finding in wrong for row in _rows(trial, finding, ROWS if len(wrong) == 1 else 1)]
    return [Table(("entry", "expected", "got", "relative error"), tuple(rows))] if rows else []


def _rows(trial: Trial, finding: Finding, count: int) -> list[tuple[str, ...]]:
    if finding.difference is None or finding.output is None:
        return []
    expected, got = trial.case.expected[finding.output], trial.response.leaves[finding.output].array
    indices = [finding.difference.index]
    if finding.kind == "value" and got.ndim:
        off = np.abs(got - expected) > 1e-6 * np.max(np.abs(expected), initial=0.0)
        indices += [tuple(int(i) for i in index) for index in np.argwhere(off)]
    rows = {index: _row(finding.output, index, expected, got) for index in indices}
    return list(rows.values())[:count]


def _row(name: str, index: tuple[int, ...], expected: Array, got: Array) -> tuple[str, ...]:
    want, have = float(expected[index]), float(got[index])
    error = abs(have - want) / abs(want) if want and np.isfinite(have) else None
    digits = next(d for d in (6, 9, 12, 17) if d == 17 or f"{want:.{d}g}" != f"{have:.{d}g}")
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    return f"`{place}`", f"{want:.{digits}g}", f"{have:.{digits}g}", "–" if error is None else f"{error:.2g}"


def pattern(trial: Trial, finding: Finding) -> str | None:
    """Say what all wrong entries have in common: a factor, a sign, a constant; None where nothing is sure."""
    if finding.kind != "value" or finding.output is None:
        return None
    name = finding.output
    expected = trial.case.expected[name].astype(float)
    got = trial.response.leaves[name].array.astype(float)
    factor = _factor(expected, got)
    if factor is not None:
        return _factor_in_words(name, factor, _examples(trial.case.inputs), expected.size)
    shift = got - expected
    if expected.size > 1 and np.ptp(shift) <= ROUNDING * np.max(np.abs(expected)):
        amount = float(shift.flat[0])
        return f"Every entry of `{name}` is too {'large' if amount > 0 else 'small'} by {abs(amount):.6g}."
    return None


def _factor(expected: Array, got: Array) -> float | None:
    """Return the number that ``expected`` is to be multiplied with to give ``got``, if there is one."""
    scale = float(np.max(np.abs(expected), initial=0.0))
    if scale == 0:
        return None
    factor = float(np.sum(got * expected) / np.sum(expected * expected))
    fits = np.max(np.abs(got - factor * expected)) <= ROUNDING * max(1.0, abs(factor)) * scale
    return factor if fits and factor else None


def _factor_in_words(name: str, factor: float, n: int | None, size: int) -> str | None:
    where = f"Every entry of `{name}`" if size > 1 else f"`{name}`"
    if abs(factor + 1) < ROUNDING:
        return f"{where} has the wrong sign." if size > 1 else None
    if n is not None and n > 1 and abs(factor - n) < ROUNDING * n:
        return f"{where} is N = {n} times too large: a sum over examples where the mean belongs?"
    if n is not None and n > 1 and abs(factor * n - 1) < ROUNDING:
        return f"{where} is N = {n} times too small: divided by N once too often?"
    return f"{where} is {factor:.4g} times the right one." if size > 1 else None


def _examples(inputs: Mapping[str, Any]) -> int | None:
    """Return N: the length of y or X, else of the first matrix that is not a weight."""
    matrices = [k for k, v in inputs.items() if np.ndim(v) == 2 and not k.startswith("W")]
    name = next((k for k in ("y", "X", *matrices) if isinstance(inputs.get(k), np.ndarray)), None)
    return None if name is None else len(inputs[name])


def own_gradient(trial: Trial, function: Callable[..., Any], exercise: VisibleExercise) -> str | None:
    """Where loss and gradient are both wrong, say whether the gradient is that of the student's own loss."""
    outputs = trial.comparison.outputs
    wrong = [name for name, finding in outputs.items() if finding.kind == "value"]
    sources = {name: _differentiated_by(name, trial) for name in wrong if name != "loss"}
    if "loss" not in wrong or not any(sources.values()):
        return None
    fits = {
        name: _fits(trial, function, exercise, name, source) for name, source in sources.items() if source
    }
    if None in fits.values():
        return None
    misfits = [f"`{name}`" for name, fit in fits.items() if not fit]
    if misfits:
        verb = "is" if len(misfits) == 1 else "are"
        return f"{_and(misfits)} {verb} not the gradient of your own loss either."
    names = _and([f"`{name}`" for name in fits])
    verb = "fits" if len(fits) == 1 else "fit"
    return f"{names} {verb} your own loss, checked numerically: look for the mistake in the loss first."


def _differentiated_by(name: str, trial: Trial) -> str | None:
    """Return the input that an output is the gradient by: dW is by W, and so is the key W of a dictionary."""
    shape = trial.case.expected[name].shape
    candidates = (name, name.removeprefix("d"))
    return next(
        (c for c in candidates if c in trial.case.inputs and np.shape(trial.case.inputs[c]) == shape), None
    )


def _fits(
    trial: Trial, function: Callable[..., Any], exercise: VisibleExercise, name: str, source: str
) -> bool | None:
    """Check one gradient against the student's own loss; None if that cannot be done."""
    inputs = trial.case.inputs

    def loss(value: Array) -> Any:
        response = call(function, {**inputs, source: value}, exercise.specs)
        return response.leaves["loss"].array if response.problem is None else np.nan

    with quiet():
        try:
            result = check_gradient(loss, inputs[source], trial.response.leaves[name].array)
        except ShapeError:
            return None
    return None if result.problem is not None else result.passed


def signature(function: Callable[..., Any], inputs: Mapping[str, Any]) -> list[Block]:
    """Say so where the parameters are not those of the stub, in its order."""
    try:
        given = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # in C, or no function at all
        return []
    wanted = list(inputs)
    if len(given) == len(wanted) and (given == wanted or sorted(given) != sorted(wanted)):
        return []
    if any(name in ("args", "kwargs") for name in given):
        return []
    text = (
        f"Your function takes ({', '.join(given)}), but is called with ({', '.join(wanted)}), in this order."
    )
    return [Text(text)]


def inputs(trial: Trial) -> str:
    """Describe the inputs of a case: shapes of arrays, values of numbers."""
    return _described(trial.case.inputs)


def _described(values: Mapping[str, Any]) -> str:
    return ", ".join(_describe(name, value) for name, value in values.items())


def _describe(name: str, value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{name} {value.shape}"
    if isinstance(value, Mapping):
        return f"{name} {{{_described(value)}}}"
    if isinstance(value, (int, float)):
        return f"{name} = {value:.4g}"
    return name


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
