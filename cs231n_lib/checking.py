"""`check`: try an exercise on its visible cases and say at once what is right and what is wrong.

The order of things is here; `trials` calls the function, `patterns` reads the numbers, `diagnosis` finds the
words and `rendering` the form.
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np

from . import diagnosis
from .cases import VisibleExercise, load
from .composed import own_stages, right_given, stages_in_words
from .errors import AnswerNotRight
from .explaining import Explanation, explain_exercise
from .hinting import Hint, hint_of, no_hint_needed
from .patterns import recognised
from .recognition import BY_KIND, Recognition
from .rendering import Block, Card, Mark, Shown, Text
from .rules import find_loops, sources_of
from .trials import Trial, Trials, try_all

__all__ = ["CheckResult", "Checker", "check", "check_exercise"]

AnyShown = TypeVar("AnyShown", bound=Shown)
Status = Literal["passed", "wrong", "error", "not_written"]

_WORDS: dict[Status, tuple[Mark, str]] = {
    "passed": ("passed", "Passed"),
    "wrong": ("wrong", "Not right yet"),
    "error": ("wrong", "Stopped by an error"),
    "not_written": ("open", "Not written yet"),
}
_STATUS: dict[str, Status] = {"not_written": "not_written", "exception": "error"}
LOOPS = "loops-in-vectorized"


@dataclass(frozen=True, repr=False)
class CheckResult(Shown):
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
    says
        What the known mistake says of itself, or None.
    given_own_stages
        Of a wrong composed function, whether it is right given the stages beside it; None where all of these
        are right, or there are none.
    blames
        The stage of a composed function that is to be mended first, and the known mistakes in it; or None.
    """

    name: str
    status: Status
    message: str = ""
    misconception: str | None = None
    relative_error: float | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    also: str | None = None
    card: Card = field(default=Card("open", "", ""), repr=False)
    says: str | None = field(default=None, repr=False)
    given_own_stages: bool | None = None
    blames: tuple[str, tuple[str, ...]] | None = None

    @property
    def passed(self) -> bool:
        """Whether everything is right."""
        return self.status == "passed"

    @property
    def hints_on(self) -> tuple[str, tuple[str, ...]]:
        """The exercise that hints are to be about, and the known mistakes in it."""
        return self.blames or (self.name, tuple(m for m in (self.misconception, self.also) if m))

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        return f"<check {self.name}: {_WORDS[self.status][1].lower()}>"


class Checker:
    """Check a function on the visible cases of an exercise: ``check("svm_margins", svm_margins)``.

    In a notebook the result is shown where it is the last line of a cell; in plain Python it is printed.
    If it is wrong, there is more help::

        check.hint("svm_margins")                  a question; then the principle; then the derivation
        check.explain("svm_margins", svm_margins)  small numbers, yours beside the right ones

    Examples
    --------
    >>> result = check("svm_scores", lambda W, X: X @ W)  # doctest: +ELLIPSIS
    ✓ Passed: svm_scores, right in all ... cases
    >>> bool(result)
    True
    """

    def __init__(self) -> None:
        self._last: dict[str, CheckResult] = {}
        self._given: dict[str, int] = {}  # hints, since the verdict was last another

    def __call__(self, name: str, function: Callable[..., Any]) -> CheckResult:
        """Check a function on the visible cases of an exercise.

        Parameters
        ----------
        name
            The exercise, as it stands in the notebook: ``"svm_margins"``.
        function
            The function itself. It is called several times, on copies; what it prints is shown in part.

        Returns
        -------
        CheckResult
            True if everything is right. No mistake in ``function`` is raised in a notebook at work.

        Raises
        ------
        CheckError
            If there is no such exercise; the message lists names that look alike.
        AnswerNotRight
            If the answer is wrong, and nbgrader runs the notebook: Validate counts what raises.
        """
        result = check_exercise(load(name), function)
        before = self._last.get(name)
        if before is None or (before.status, before.hints_on) != (result.status, result.hints_on):
            self._given.pop(name, None)
        self._last[name] = result
        _show(result)
        if not result and os.environ.get("NBGRADER_EXECUTION"):
            raise AnswerNotRight(f"{name}: {result.message}")
        return result

    def hint(self, name: str) -> Hint:
        """Give the next hint for an exercise: a question, then the principle, then the derivation.

        It is about the mistake that the last `check` recognised, be it in a stage, or else about the exercise
        as a whole. The hints start again when a `check` comes to another verdict; after the last one it is
        repeated.

        Raises
        ------
        CheckError
            If there is no such exercise; the message lists names that look alike.

        Examples
        --------
        >>> hint = Checker().hint("svm_reg_loss")  # doctest: +ELLIPSIS
        → Hint 1 of 3: svm_reg_loss
        ...
        >>> hint.number, hint.left
        (1, 2)
        """
        last = self._last.get(load(name).name)
        if last is not None and last.passed:
            return _show(no_hint_needed(name))
        self._given[name] = self._given.get(name, 0) + 1
        about, mistakes = last.hints_on if last is not None else (name, ())
        number = self._given[name]
        return _show(hint_of(load(about), mistakes, number, asked=name, checked=last is not None))

    def explain(self, name: str, function: object) -> Explanation:
        """Work through a small example: the inputs, and the function's numbers beside the right ones.

        Raises
        ------
        CheckError
            If there is no such exercise; the message lists names that look alike.
        """
        exercise = load(name)
        if not callable(function):
            return _show(Explanation(name, card=_not_a_function(name, function, "check.explain").card))
        verdict = check_exercise(exercise, function)
        return _show(explain_exercise(exercise, function, verdict.says, verdict.message))

    def __repr__(self) -> str:
        return "<check(name, function), check.hint(name), check.explain(name, function)>"


check = Checker()


def check_exercise(exercise: VisibleExercise, function: object) -> CheckResult:
    """Check a function on the cases of ``exercise``; prints nothing."""
    if not callable(function):
        return _not_a_function(exercise.name, function)
    trials = try_all(exercise, function)
    if trials.first_wrong is not None:
        with np.errstate(over="ignore", invalid="ignore"):  # a student's numbers may overflow in our sums
            return _wrong(trials, trials.first_wrong)
    loops = [] if exercise.loops_allowed else find_loops(*sources_of(function, exercise.name))
    if loops:
        blocks = [*diagnosis.loops_in_words(loops), *diagnosis.heard(trials)]
        card = _card(exercise.name, "wrong", "right values, but with a loop", blocks)
        return CheckResult(exercise.name, "wrong", str(loops[0]), LOOPS, trials.relative_error, card=card)
    aside = f"right in all {len(trials.told)} cases"
    card = _card(exercise.name, "passed", aside, diagnosis.heard(trials))
    return CheckResult(exercise.name, "passed", relative_error=trials.relative_error, card=card)


def _wrong(trials: Trials, first: Trial) -> CheckResult:
    exercise, finding = trials.exercise, first.finding
    known = recognised(trials)
    status = _STATUS.get(finding.kind, "wrong")
    stages = [] if status == "not_written" else _wrong_stages(trials)
    own = right_given(exercise, trials.function, [stage.name for stage in stages]) if stages else None
    about_stages = stages_in_words({s.name: _in_short(s) for s in stages}, bool(own)) if stages else []
    says = known.says if known else None
    blocks = about_stages if own else [*diagnosis.explain(trials, first, says), *about_stages]
    if status != "not_written":
        blocks += diagnosis.parts(trials)
        blocks += diagnosis.overview(trials)
        blocks += diagnosis.signature(trials, first.case.inputs)
        blocks += [diagnosis.inputs_of(trials, first)]
    card = _card(exercise.name, status, _extent(trials, status), [*blocks, *diagnosis.heard(trials)])
    return CheckResult(
        exercise.name,
        status,
        finding.message,
        known.id if known else BY_KIND.get(finding.kind),
        trials.relative_error,
        copy.deepcopy(dict(first.case.inputs)),
        known.also if known else None,
        card,
        says,
        own,
        stages[0].hints_on if own else _blamed(exercise, known),
    )


def _wrong_stages(trials: Trials) -> list[CheckResult]:
    """Check the stages of a composed function; return what is said of those that are wrong."""
    stages = own_stages(trials.exercise, trials.function)
    verdicts = [check_exercise(load(name), stage) for name, stage in stages.items()]
    return [verdict for verdict in verdicts if not verdict.passed]


def _blamed(exercise: VisibleExercise, known: Recognition | None) -> tuple[str, tuple[str, ...]] | None:
    """Return the stage that a known mistake is made in, unless the exercise has hints on it itself."""
    if known is None or known.stage is None or known.id in exercise.hints:
        return None
    return known.stage, (known.id,)


def _in_short(verdict: CheckResult) -> str:
    return f"your answer is what you get when {verdict.says}" if verdict.says else verdict.message


def _not_a_function(name: str, given: object, called: str = "check") -> CheckResult:
    message = f"expected the function itself, got its {type(given).__name__}"
    text = Text(f'Give `{called}` the function itself, not what it returns: `{called}("{name}", {name})`.')
    return CheckResult(name, "wrong", message, card=_card(name, "wrong", "", [text]))


def _card(name: str, status: Status, aside: str, blocks: Sequence[Block]) -> Card:
    mark, word = _WORDS[status]
    return Card(mark, word, name, aside, tuple(blocks))


def _extent(trials: Trials, status: Status) -> str:
    wrong, total = sum(not trial.passed for trial in trials.told), len(trials.told)
    if status == "not_written":
        return ""
    extent = "in every case" if wrong == total else f"in {wrong} of {total} cases"
    return f"wrong {extent}" if status == "wrong" else extent


def _show(result: AnyShown) -> AnyShown:
    """Print a result, unless IPython will show it."""
    if not _in_ipython():
        sys.stdout.write(f"{result}\n")
    return result


def _in_ipython() -> bool:
    """Whether results are shown by IPython; it is never imported for the question."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
