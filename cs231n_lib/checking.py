"""`check`: try an exercise on its visible cases and say at once what is right and what is wrong.

Here is the order of things; `trials` calls the function, `diagnosis` finds the words, `rendering` the form.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from . import diagnosis, rendering
from .cases import VisibleExercise, load
from .rendering import Block, Card, Listing, Mark, Table, Text
from .rules import Loop, find_loops, sources_of
from .trials import Trial, Trials, try_all

__all__ = ["CheckResult", "check", "check_exercise"]

Status = Literal["passed", "wrong", "error", "not_written"]

_GENERIC = {
    "changed_inputs": "inputs-overwritten",
    "type": "matrix-or-wrong-dtype",
    "dtype": "matrix-or-wrong-dtype",
}
_WORDS: dict[Status, tuple[Mark, str]] = {
    "passed": ("passed", "Passed"),
    "wrong": ("wrong", "Not right yet"),
    "error": ("wrong", "Stopped by an error"),
    "not_written": ("open", "Not written yet"),
}
_STATUS: dict[str, Status] = {"not_written": "not_written", "exception": "error"}
_LINES = 5


@dataclass(frozen=True)
class CheckResult:
    """What `check` found: true if everything is right; rich in Jupyter, and `str` of it is plain text.

    Attributes
    ----------
    name
        The exercise.
    status
        ``"passed"``, ``"wrong"``, ``"error"`` (an exception) or ``"not_written"``.
    message
        The first thing that is wrong, in one line; empty if nothing is.
    misconception
        The id of the known mistake that gives exactly these numbers, or None.
    relative_error
        The largest relative error of any output; None where nothing could be compared.
    inputs
        A copy of the inputs of the first case that is wrong, to try it by hand; empty if none is.
    card
        What is shown.
    """

    name: str
    status: Status
    message: str = ""
    misconception: str | None = None
    relative_error: float | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    card: Card = field(default=Card("open", "", ""), repr=False)

    @property
    def passed(self) -> bool:
        """Whether everything is right."""
        return self.status == "passed"

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        return rendering.to_text(self.card)

    def __repr__(self) -> str:
        return f"<check {self.name}: {_WORDS[self.status][1].lower()}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": rendering.to_text(self.card), "text/html": rendering.to_html(self.card)}


def check(name: str, function: Callable[..., Any]) -> CheckResult:
    """Check a function on the visible cases of an exercise.

    In a notebook the result is shown where it is the last line of a cell; in plain Python it is printed.

    Parameters
    ----------
    name
        The exercise, as it stands in the notebook: ``"svm_margins"``.
    function
        The function itself. It is called several times, on copies; what it prints is shown in part.

    Returns
    -------
    CheckResult
        True if everything is right. No mistake in ``function`` is raised.

    Raises
    ------
    CheckError
        If there is no such exercise; the message lists names that look alike.
    """
    result = check_exercise(load(name), function)
    if not _in_ipython():
        sys.stdout.write(f"{result}\n")
    return result


def check_exercise(exercise: VisibleExercise, function: object) -> CheckResult:
    """Check a function on the cases of ``exercise``; prints nothing."""
    if not callable(function):
        return _not_a_function(exercise.name, function)
    trials = try_all(exercise, function)
    if trials.first_wrong is not None:
        return _wrong(exercise, function, trials, trials.first_wrong)
    loops = _loops(exercise, function)
    if loops:
        return _with_loops(exercise.name, trials, loops)
    card = _card(exercise.name, "passed", f"right in all {len(trials.trials)} cases", _heard(trials))
    return CheckResult(exercise.name, "passed", relative_error=trials.relative_error, card=card)


def _wrong(
    exercise: VisibleExercise, function: Callable[..., Any], trials: Trials, first: Trial
) -> CheckResult:
    finding = first.finding
    generic = _GENERIC.get(finding.kind)
    known = None if generic else diagnosis.recognised(exercise, trials)
    status = _STATUS.get(finding.kind, "wrong")
    blocks = diagnosis.explain(first, known[1] if known else None, function, exercise)
    if status != "not_written":
        blocks += [*_overview(trials), *diagnosis.signature(function, first.case.inputs), _inputs(first)]
    card = _card(exercise.name, status, _extent(trials, status), [*blocks, *_heard(trials)])
    misconception = generic or (known[0] if known else None)
    inputs = copy.deepcopy(dict(first.case.inputs))
    return CheckResult(
        exercise.name, status, finding.message, misconception, trials.relative_error, inputs, card
    )


def _with_loops(name: str, trials: Trials, loops: list[Loop]) -> CheckResult:
    lines = tuple(f"{loop.function}, line {loop.line}:  {loop.code}" for loop in loops[:_LINES])
    what = "a Python loop" if len(loops) == 1 else f"{len(loops)} Python loops"
    blocks: list[Block] = [
        Text("All values are right, but this exercise asks for whole arrays at a time.", strong=True),
        Listing(
            f"There {'is' if len(loops) == 1 else 'are'} {what} over examples, classes or features:", lines
        ),
    ]
    card = _card(name, "wrong", "right values, but with a loop", [*blocks, *_heard(trials)])
    return CheckResult(name, "wrong", str(loops[0]), "loops-in-vectorized", trials.relative_error, card=card)


def _loops(exercise: VisibleExercise, function: Callable[..., Any]) -> list[Loop]:
    return [] if exercise.loops_allowed else find_loops(*sources_of(function, exercise.name))


def _not_a_function(name: str, given: Any) -> CheckResult:
    message = f"expected the function itself, got its {type(given).__name__}"
    text = Text(f"Give `check` the function itself, not what it returns: `check({name!r}, {name})`.")
    return CheckResult(name, "error", message, card=_card(name, "error", "", [text]))


# -- the card --------------------------------------------------------------------------------------------


def _card(name: str, status: Status, aside: str, blocks: Sequence[Block]) -> Card:
    mark, word = _WORDS[status]
    return Card(mark, word, name, aside, tuple(blocks))


def _extent(trials: Trials, status: Status) -> str:
    wrong, total = sum(not trial.passed for trial in trials.trials), len(trials.trials)
    if status == "not_written":
        return ""
    return f"in {'every case' if wrong == total else f'{wrong} of {total} cases'}"


def _overview(trials: Trials) -> list[Block]:
    """Show which outputs are right in which case, where that differs."""
    outputs = list(dict.fromkeys(name for trial in trials.trials for name in trial.case.expected))
    rows = tuple((trial.case.label, *(_sign(trial, name) for name in outputs)) for trial in trials.trials)
    differs = len({row[1:] for row in rows}) > 1 or len(set(rows[0][1:])) > 1
    return [Table(("where", *outputs), rows)] if differs else []


def _sign(trial: Trial, output: str) -> str:
    """Mark one output of one case; "–" where a case does not look at it."""
    if trial.comparison.whole is not None:
        return "✗"
    finding = trial.comparison.outputs.get(output)
    return "–" if finding is None else "✓" if finding.ok else "✗"


def _inputs(trial: Trial) -> Text:
    return Text(
        f"Inputs of this case, in the next cell as `_.inputs`: {diagnosis.inputs(trial)}.", quiet=True
    )


def _heard(trials: Trials) -> list[Block]:
    """Show what the function printed and what Python warned about, softly and in part."""
    blocks: list[Block] = []
    lines = trials.printed.rstrip().splitlines()
    if lines:
        more = ("… and more",) if len(lines) > _LINES else ()
        blocks.append(Listing("Your function printed, in the first case:", (*lines[:_LINES], *more)))
    return [*blocks, *(Text(f"Python warned: {text}", quiet=True) for text in trials.warnings[:2])]


def _in_ipython() -> bool:
    """Whether results are shown by IPython; it is never imported for the question."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
