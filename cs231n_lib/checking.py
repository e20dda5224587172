"""`check`: try an exercise on its visible cases and say at once what is right and what is wrong.

The order of things is here; `trials` calls the function, `patterns` reads the numbers, `diagnosis` finds the
words and `rendering` the form.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from . import diagnosis, rendering
from .cases import VisibleExercise, load
from .patterns import recognised
from .rendering import Block, Card, Mark, Text
from .rules import find_loops, sources_of
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
LOOPS = "loops-in-vectorized"


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
    also
        The id of a second known mistake, where only two together give these numbers.
    card
        What is shown.
    """

    name: str
    status: Status
    message: str = ""
    misconception: str | None = None
    relative_error: float | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    also: str | None = None
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

    Examples
    --------
    >>> result = check("svm_scores", lambda W, X: X @ W)  # doctest: +ELLIPSIS
    ✓ Passed: svm_scores, right in all ... cases
    >>> bool(result)
    True
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
        return _wrong(trials, trials.first_wrong)
    loops = [] if exercise.loops_allowed else find_loops(*sources_of(function, exercise.name))
    if loops:
        blocks = [*diagnosis.loops_in_words(loops), *diagnosis.heard(trials)]
        card = _card(exercise.name, "wrong", "right values, but with a loop", blocks)
        return CheckResult(exercise.name, "wrong", str(loops[0]), LOOPS, trials.relative_error, card=card)
    aside = f"right in all {len(trials.trials)} cases"
    card = _card(exercise.name, "passed", aside, diagnosis.heard(trials))
    return CheckResult(exercise.name, "passed", relative_error=trials.relative_error, card=card)


def _wrong(trials: Trials, first: Trial) -> CheckResult:
    name, finding = trials.exercise.name, first.finding
    known = recognised(trials)
    status = _STATUS.get(finding.kind, "wrong")
    blocks = diagnosis.explain(trials, first, known.says if known else None)
    if status != "not_written":
        blocks += diagnosis.overview(trials)
        blocks += diagnosis.signature(trials.function, first.case.inputs)
        blocks += [diagnosis.inputs_of(trials, first)]
    card = _card(name, status, _extent(trials, status), [*blocks, *diagnosis.heard(trials)])
    misconception = known.id if known else _GENERIC.get(finding.kind)
    inputs = copy.deepcopy(dict(first.case.inputs))
    also, error = known.also if known else None, trials.relative_error
    return CheckResult(name, status, finding.message, misconception, error, inputs, also, card)


def _not_a_function(name: str, given: object) -> CheckResult:
    message = f"expected the function itself, got its {type(given).__name__}"
    text = Text(f"Give `check` the function itself, not what it returns: `check({name!r}, {name})`.")
    return CheckResult(name, "wrong", message, card=_card(name, "wrong", "", [text]))


def _card(name: str, status: Status, aside: str, blocks: Sequence[Block]) -> Card:
    mark, word = _WORDS[status]
    return Card(mark, word, name, aside, tuple(blocks))


def _extent(trials: Trials, status: Status) -> str:
    wrong, total = sum(not trial.passed for trial in trials.trials), len(trials.trials)
    if status == "not_written":
        return ""
    extent = "in every case" if wrong == total else f"in {wrong} of {total} cases"
    return f"wrong {extent}" if status == "wrong" else extent


def _in_ipython() -> bool:
    """Whether results are shown by IPython; it is never imported for the question."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
