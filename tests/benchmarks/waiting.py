"""What a student waits for: importing the library, a check in the notebook, and a verdict from the shell."""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import sys
from collections.abc import Callable

from autograder.course import load_assignment
from cs231n_lib import check

from .classes import ASSIGNMENTS, ROOT
from .clock import cost_of_command, in_turns, median_seconds
from .rows import TARGET, Line, Row

ROUNDS = 5
TARGET_SHELL, TARGET_CHECK = 2.0, 0.050


def measure() -> list[Line]:
    """Measure imports and the shell in fresh processes, and `check` where everything is imported."""
    return [*_imports(), *_shell(), _checks()]


def _imports() -> list[Line]:
    seconds = _median_seconds_of_python(
        nothing="pass",
        library="import cs231n_lib",
        notebook="from cs231n_lib import check, data; data.load_digits()",
        pyplot="import matplotlib.pyplot",
    )
    how = f"fresh processes in turns, median of {ROUNDS}, less an empty one"
    rival = "import matplotlib.pyplot"
    theirs = seconds["pyplot"] - seconds["nothing"]
    return [
        Row(what, 1000 * (seconds[name] - seconds["nothing"]), rival, 1000 * theirs, "ms", how)
        for name, what in (
            ("library", "import cs231n_lib"),
            ("notebook", "a notebook's first cells"),
        )
    ]


def _median_seconds_of_python(**programs: str) -> dict[str, float]:
    taken = in_turns(ROUNDS, **{name: _python("-c", program) for name, program in programs.items()})
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _python(*arguments: str) -> Callable[[], float]:
    return lambda: cost_of_command([sys.executable, *arguments], env=os.environ).seconds


def _shell() -> list[Line]:
    notebooks = {name: str(ROOT.source(name)) for name in ASSIGNMENTS}
    command = ("-m", "autograder", "--course", str(ROOT.root), "check")
    taken = in_turns(ROUNDS, **{name: _python(*command, path) for name, path in notebooks.items()})
    how = f"whole command, median of {ROUNDS}"
    return [
        Row(f"autograder check {name}.ipynb", statistics.median(seconds), TARGET, TARGET_SHELL, "s", how)
        for name, seconds in taken.items()
    ]


def _checks() -> Row:
    """Check every exercise's reference, and report the slowest."""
    exercises = {
        name: graded.reference
        for assignment in ASSIGNMENTS
        for name, graded in load_assignment(ROOT, assignment).exercises.items()
    }
    seconds = median_seconds(ROUNDS, **{name: _quiet_check(name, f) for name, f in exercises.items()})
    slowest = max(seconds, key=lambda name: seconds[name])
    how = f"the slowest of {len(seconds)} exercises, median of {ROUNDS}"
    return Row(f'check("{slowest}", ...)', 1000 * seconds[slowest], TARGET, 1000 * TARGET_CHECK, "ms", how)


def _quiet_check(name: str, function: Callable[..., object]) -> Callable[[], object]:
    def checked() -> object:
        with contextlib.redirect_stdout(io.StringIO()):
            return check(name, function)

    return checked
