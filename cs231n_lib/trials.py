"""Try a student's function on the visible cases, quietly: nothing it prints or warns about is lost or floods.

What came back is kept as it is; words are found in `cs231n_lib.diagnosis`.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .cases import VisibleCase, VisibleExercise
from .comparison import Comparison, Finding, compare
from .outputs import Response, call
from .parts import is_twin
from .repeats import compared_with_repeats
from .words import shortened

_KEPT_CHARACTERS = 2000
_KEPT_OF_WARNING = 120


@dataclass(frozen=True)
class Trial:
    """What the function did with one case, and how that compares with what it should do."""

    case: VisibleCase
    response: Response
    comparison: Comparison

    @property
    def passed(self) -> bool:
        """Whether everything is right in this case."""
        return self.comparison.passed

    @property
    def finding(self) -> Finding:
        """What to tell first of a case that is wrong; "ok" where nothing is."""
        return self.comparison.first or Finding("ok")


@dataclass(frozen=True)
class Trials:
    """All cases tried, in order, and what the function printed and warned about meanwhile."""

    exercise: VisibleExercise
    function: Callable[..., Any]
    trials: tuple[Trial, ...]
    printed: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def first_wrong(self) -> Trial | None:
        """The first case that is not right, or None."""
        return next((trial for trial in self.trials if not trial.passed), None)

    @property
    def told(self) -> tuple[Trial, ...]:
        """The trials to speak of one by one: no twins, which are there to tell the parts of an answer."""
        return tuple(trial for trial in self.trials if not is_twin(trial.case))

    @property
    def passed(self) -> bool:
        """Whether all cases are right."""
        return self.first_wrong is None

    @property
    def relative_error(self) -> float | None:
        """The largest relative error in any case; None where nothing could be compared."""
        errors = [e for trial in self.trials if (e := trial.comparison.relative_error) is not None]
        return max(errors, default=None)


def try_all(exercise: VisibleExercise, function: Callable[..., Any]) -> Trials:
    """Call ``function`` on every visible case, and on the first once more if all answers are right.

    Stops early at a stub that is not written. Raises nothing but KeyboardInterrupt.
    """
    trials: list[Trial] = []
    with quiet() as heard:
        for case in exercise.cases:
            with heard.keep_printing() if not trials else contextlib.nullcontext():
                response = call(function, case.inputs, exercise.specs)
            comparison = compare(case.expected, response, case.rtol)
            trials.append(Trial(case, response, comparison))
            if comparison.whole is not None and comparison.whole.kind == "not_written":
                break
        trials = _beside_each_other(trials)
        if all(trial.passed for trial in trials):
            trials[0] = _again(exercise, function, trials[0])
    return Trials(exercise, function, tuple(trials), heard.printed, heard.warnings)


def _beside_each_other(trials: list[Trial]) -> list[Trial]:
    """Return the trials with what two of them show together."""
    cases, responses = [trial.case for trial in trials], [trial.response for trial in trials]
    comparisons = compared_with_repeats(cases, responses, [trial.comparison for trial in trials])
    return [replace(trial, comparison=c) for trial, c in zip(trials, comparisons, strict=True)]


def _again(exercise: VisibleExercise, function: Callable[..., Any], first: Trial) -> Trial:
    """Return the first trial, unless a second call with the same inputs is wrong."""
    response = call(function, first.case.inputs, exercise.specs)
    second = compare(first.case.expected, response, first.case.rtol).first
    if second is None:
        return first
    message = f"right at the first call, but not at a second one with the same inputs ({second.message})"
    return replace(first, comparison=replace(first.comparison, whole=Finding("not_repeatable", message)))


class Heard:
    """What was printed while it was asked for, and all warnings once each."""

    def __init__(self, log: list[warnings.WarningMessage]) -> None:
        self._log = log
        self._printed = _Beginning()

    @contextlib.contextmanager
    def keep_printing(self) -> Iterator[None]:
        """Keep what is printed in this block; outside of it, printed text is dropped."""
        with contextlib.redirect_stdout(self._printed):
            yield

    @property
    def printed(self) -> str:
        """The beginning of what was printed."""
        return self._printed.getvalue()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every warning once, with the line it came from."""
        return tuple(dict.fromkeys(_describe(message) for message in self._log))


@contextlib.contextmanager
def quiet() -> Iterator[Heard]:
    """Let nothing that is printed or warned about in this block reach the notebook."""
    with warnings.catch_warnings(record=True) as log, contextlib.redirect_stdout(_Beginning()):
        warnings.simplefilter("default")
        yield Heard(log)


class _Beginning(io.StringIO):
    """Keeps the first characters that are written, however many come."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, _KEPT_CHARACTERS - self.tell())])
        return len(text)


def _describe(message: warnings.WarningMessage) -> str:
    line = linecache.getline(message.filename, message.lineno).strip()
    where = f", in the line: `{line}`" if line else ""
    kind = "" if message.category is RuntimeWarning else f"{message.category.__name__}: "
    return f"{kind}{shortened(str(message.message), _KEPT_OF_WARNING)}{where}"
