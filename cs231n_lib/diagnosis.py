"""Find words for what is wrong: from trials to the sentences and tables that a student reads.

Every sentence is about the student's own numbers or code; nothing here knows a reference solution.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .advice import advice_on, early_return, other_function, other_parameters
from .comparison import Finding, relative_errors
from .outputs import Problem
from .parts import find_parts, parts_in_words
from .patterns import always_the_same, common_error, fit_to_own_loss
from .rendering import Block, Listing, Table, Text
from .rules import Loop
from .trials import Trial, Trials
from .words import listed, shortened

ROWS = 3  # differences shown: enough to see a pattern, few enough to read
LINES = 5  # lines of code or of printed text
MANY_CHARACTERS = 400


def explain(trials: Trials, trial: Trial, says: str | None) -> list[Block]:
    """Say what is wrong, by the example of the first case that is: in words, then in numbers.

    ``says`` is what a recognised misconception says of itself.
    """
    if trial.response.problem is not None:
        return _problem(trials, trial.response.problem, _where(trials, trial), says)
    blocks: list[Block] = []
    wrong = [finding for finding in trial.comparison.outputs.values() if not finding.ok]
    if says and (wrong or trial.comparison.whole is None):  # else only the input is, which is said below
        blocks.append(Text(f"{subject(trials)} is what you get when {says}.", strong=True))
    if trial.comparison.whole is not None:
        blocks += _about_the_call(trial)
    if order := _order(trial):
        return [*blocks, *order]
    if wrong:
        blocks.append(Text(_sentence(trials, trial, wrong, _where(trials, trial)), strong=not blocks))
    if wrong and not says:
        blocks += causes(trials, trial)
    return [*blocks, *_numbers(trial, wrong)]


def causes(trials: Trials, trial: Trial) -> list[Block]:
    """Say what may be behind wrong numbers that no misconception explains."""
    if same := always_the_same(trials):
        return [Text(same)]
    errors = (common_error(trial, finding) for finding in trial.comparison.outputs.values())
    return [
        *(Text(text) for text in errors if text),
        *_own_gradient(fit_to_own_loss(trial, trials)),
        *_left_early(trials),
    ]


def _where(trials: Trials, trial: Trial) -> str:
    """Name the case, where that is a clue: not if every case is wrong."""
    return "" if all(not t.passed for t in trials.told) else f" where {trial.case.label}"


def _ever_wrong(trials: Trials) -> set[str]:
    """Return the outputs that are wrong in any case."""
    found = (pair for trial in trials.trials for pair in trial.comparison.outputs.items())
    return {name for name, finding in found if not finding.ok}


def subject(trials: Trials) -> str:
    """Name the output that a misconception is about, if it is one of several."""
    wrong, several = _ever_wrong(trials), len(trials.exercise.specs) > 1
    return f"Your `{wrong.pop()}`" if len(wrong) == 1 and several else "Your answer"


def _problem(trials: Trials, problem: Problem, where: str, says: str | None) -> list[Block]:
    if problem.kind == "not_written":
        return [Text(_not_written(trials.function, problem))]
    if problem.kind != "exception":
        message = f"Something is wrong with what your function returns{where}: {problem.message}"
        return [Text(sentence(message), strong=True)]
    lines, said = [problem.line] if problem.line else [], shortened(problem.message, MANY_CHARACTERS)
    title = f"{f'The line{_in_helper(trials, problem)}, and what' if lines else 'What'} Python says{where}:"
    advice = f"This is what happens when {says}." if says else advice_on(said, problem.line)
    return [
        Listing(title, (*lines, *said.splitlines()[:LINES])),
        *([Text(advice, strong=True)] if advice else []),
    ]


def _in_helper(trials: Trials, problem: Problem) -> str:
    """Name the function that failed, where it is not the one that was called."""
    own = getattr(trials.function, "__name__", problem.function)
    return "" if problem.function in (own, None) else f" in `{problem.function}`"


def _not_written(function: Callable[..., Any], problem: Problem) -> str:
    try:
        is_a_stub = "NotImplementedError" in inspect.getsource(function)
    except (OSError, TypeError):  # no source to look at
        is_a_stub = True
    if is_a_stub:
        return "Write the body, delete the line with `raise`, run that cell, then run this one again."
    called = f"`{problem.function}`, which" if problem.function else "A function that"
    return f"{called} this one calls, is not written yet: it raises NotImplementedError."


def _about_the_call(trial: Trial) -> list[Block]:
    whole, changed = trial.comparison.whole, trial.response.changed_inputs
    if whole is None:
        return []
    blocks: list[Block] = [Text(sentence(whole.message), strong=True)]
    if whole.kind == "changed_inputs" and changed:
        name = changed[0]
        advice = f"Lines like `{name} -= ...` and `{name}[...] = ...` write into the caller's array."
        copied = f"`{name}.copy()` gives you one of your own."
        if isinstance(trial.case.inputs[name], Mapping):
            advice = (
                f"`-=` on an array in `{name}` writes into the caller's array, also in a copied dictionary."
            )
            copied = "Copy each array, or make a new one with `a = a - ...`."
        blocks.append(Text(f"{advice} {copied}"))
    return blocks


def _sentence(trials: Trials, trial: Trial, wrong: Sequence[Finding], where: str) -> str:
    """Say which outputs are wrong and which are right."""
    first, kinds = wrong[0], {finding.kind for finding in wrong}
    right = [name for name in trial.comparison.outputs if name not in _ever_wrong(trials)]
    names, verb = _and([finding.output for finding in wrong]), "is" if len(wrong) == 1 else "are"
    if kinds == {"value"} and len(wrong) == 1 and first.entries > 1:
        what = f"{_share(first)} of {names} {'is' if first.wrong_entries == 1 else 'are'} wrong{where}"
    elif kinds <= {"value", "not_finite"}:
        what = f"{names} {verb} {'wrong' if 'value' in kinds else 'not finite'}{where}"
    else:
        said = [f"`{f.output}` is wrong" if f.kind == "value" else f.message for f in wrong]
        what = "; ".join(said) + (f" ({where.strip()})" if where else "")
    rest = f"{_and(right)} {'is' if len(right) == 1 else 'are'} right" if right else ""
    return _stopped(f"{what}{' ' if what.endswith('?') else '; '}{rest}" if rest else what)


def _share(finding: Finding) -> str:
    wrong, entries = finding.wrong_entries, finding.entries
    return f"All {entries} entries" if wrong == entries else f"{wrong} of {entries} entries"


def _order(trial: Trial) -> list[Block]:
    """Say so where two outputs have each other's shapes, for they come in the wrong order."""
    specs = [spec for spec in trial.response.leaves if spec in trial.case.expected]
    shapes = {name: trial.case.expected[name].shape for name in specs}
    got = {name: trial.response.leaves[name].array.shape for name in specs}
    names = list(shapes)
    swapped = len(names) == 2 and got == dict(zip(names, reversed(shapes.values()), strict=True)) != shapes
    if not swapped:
        return []
    text = f"Your outputs are in the wrong order: first comes {_and(names[:1])}, then {_and(names[1:])}."
    return [Text(text, strong=True)]


def _own_gradient(fits: Mapping[str, bool]) -> list[Block]:
    """Say which of two mistakes to look for first."""
    misfits = [name for name, fit in fits.items() if not fit]
    if not fits:
        return []
    if misfits:
        verb = "is" if len(misfits) == 1 else "are"
        return [
            Text(f"{_and(misfits)} {verb} not the gradient of your own `loss` either (checked numerically).")
        ]
    verb = "is" if len(fits) == 1 else "are"
    text = f"{_and(list(fits))} {verb} the gradient of your own `loss` (checked numerically)"
    return [Text(f"{text}: look for the mistake in the loss.")]


def _left_early(trials: Trials) -> list[Block]:
    line = early_return(trials.function, trials.exercise.name)
    if line is None:
        return []
    title = "This line ends the function in the first round of its loop. Is it indented too far?"
    return [Listing(title, (line,))]


def _numbers(trial: Trial, wrong: Sequence[Finding]) -> list[Block]:
    """Return the first wrong entries as a table."""
    rows = [row for finding in wrong for row in _rows(trial, finding, ROWS if len(wrong) == 1 else 1)]
    return [Table(("entry", "expected", "got", "relative error"), tuple(rows))] if rows else []


def _rows(trial: Trial, finding: Finding, count: int) -> list[tuple[str, ...]]:
    if finding.difference is None or finding.output is None:
        return []
    expected = trial.case.expected[finding.output].astype(float)
    got = trial.response.leaves[finding.output].array.astype(float)
    errors = relative_errors(expected, got)
    indices = [finding.difference.index]
    if finding.kind == "value" and got.ndim:
        indices += [tuple(int(i) for i in index) for index in np.argwhere(errors > trial.case.rtol)]
    first = list(dict.fromkeys(indices))[:count]
    return [_row(finding.output, i, float(expected[i]), float(got[i]), float(errors[i])) for i in first]


def _row(output: str, index: tuple[int, ...], expected: float, got: float, error: float) -> tuple[str, ...]:
    place = f"{output}[{', '.join(map(str, index))}]" if index else output
    digits = next((d for d in (6, 9, 12) if f"{expected:.{d}g}" != f"{got:.{d}g}"), 17)
    off = f"{error:.2g}" if np.isfinite(got) else "–"
    return f"`{place}`", f"{expected:.{digits}g}", f"{got:.{digits}g}", off


def parts(trials: Trials) -> list[Block]:
    """Say which parts of the answer are right, where an author tells them apart and some are."""
    responses = [trial.response for trial in trials.trials]
    comparisons = [trial.comparison for trial in trials.trials]
    exercise = trials.exercise
    said = parts_in_words(find_parts(exercise.parts, exercise.cases, responses, comparisons))
    return [Text(f"{said[:1].upper()}{said[1:]}.")] if said else []


def overview(trials: Trials) -> list[Block]:
    """Show which outputs are right in which case, where the cases differ."""
    outputs = list(dict.fromkeys(name for trial in trials.told for name in trial.case.expected))
    rows = tuple((t.case.label, *(_sign(t, name) for name in outputs)) for t in trials.told)
    return [Table(("where", *outputs), rows)] if len({row[1:] for row in rows}) > 1 else []


def _sign(trial: Trial, output: str) -> str:
    """Mark one output of one case; "–" where a case does not look at it."""
    if trial.comparison.whole is not None:
        return "✗"
    finding = trial.comparison.outputs.get(output)
    return "–" if finding is None else "✓" if finding.ok else "✗"


def signature(trials: Trials, inputs: Mapping[str, Any]) -> list[Block]:
    """Say so where it is another exercise's function, or the parameters are not those of the stub."""
    function, name = trials.function, trials.exercise.name
    advice = other_function(function, name) or other_parameters(function, list(inputs))
    return [Text(advice)] if advice else []


def inputs_of(trials: Trials, trial: Trial) -> Block:
    """Describe the inputs of a case: shapes of arrays, values of numbers."""
    which = "this case" if _where(trials, trial) else "the first case"
    described = ", ".join(_described(trial.case.inputs))
    return Text(f"Inputs of {which} (in the next cell: `_.inputs`): {described}.", quiet=True)


def _described(values: Mapping[str, Any]) -> list[str]:
    words = []
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            words.append(f"{name}\u00a0{value.shape}".replace(" ", "\u00a0"))  # kept on one line
        elif isinstance(value, Mapping):
            words.append(f"{name} {{{', '.join(_described(value))}}}")
        else:
            words.append(f"{name} = {value:.4g}" if isinstance(value, (int, float)) else name)
    return words


def loops_in_words(loops: Sequence[Loop]) -> list[Block]:
    """Say which loops are to go from an answer whose values are right."""
    lines = tuple(f"{loop.function}, line {loop.line}:  {loop.code}" for loop in loops[:LINES])
    many = f"are {len(loops)} Python loops" if len(loops) > 1 else "is a Python loop"
    return [
        Text("All values are right, but this exercise asks for whole arrays at a time.", strong=True),
        Listing(f"There {many} over examples, classes or features:", lines),
    ]


def heard(trials: Trials) -> list[Block]:
    """Show what the function printed and what Python warned about, softly and in part."""
    blocks: list[Block] = []
    lines = trials.printed.rstrip().splitlines()
    if lines:
        shown = [shortened(line, MANY_CHARACTERS) for line in lines[:LINES]] + ["…"] * (len(lines) > LINES)
        blocks.append(Listing("Your function printed, in the first case:", tuple(shown)))
    if trials.warnings:  # the first causes the others more often than not
        blocks.append(Text(f"Python warned: {trials.warnings[0]}", quiet=True))
    return blocks


def _and(names: Sequence[str | None]) -> str:
    return listed([f"`{name}`" for name in names])


def sentence(text: str) -> str:
    """Begin with a capital and end with a stop.

    >>> sentence("is a sum missing?"), sentence("it is transposed")
    ('Is a sum missing?', 'It is transposed.')
    """
    return _stopped(text[:1].upper() + text[1:])


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."
