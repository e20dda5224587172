"""Run one submission's steps: cells in a student's process, exercises before the judge.

A process that dies is replaced by a fresh one, in which the cells that had worked are run again, and of those
that ran out of time what they define; so one bad cell or function costs only itself.
"""

from __future__ import annotations

import ast
import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cs231n_lib.outputs import Response

from .errors import StudentProcessGone
from .judge import Judge
from .own_stages import with_own_stages, wrong_stages
from .plan import Step
from .results import ExerciseResult
from .sandbox.process import Sandbox
from .sandbox.replies import Call
from .sandbox.student import StudentProcess

MAX_RESTARTS = 8


@dataclass(frozen=True)
class StepRun:
    """What came of one step: the outputs to show, or the verdict."""

    step: Step
    outputs: tuple[dict[str, Any], ...] = ()
    verdict: ExerciseResult | None = None


class Run:
    """One submission being run."""

    def __init__(self, sandbox: Sandbox, judge: Judge) -> None:
        self.notes: list[str] = []
        self.missed_a_name = False
        self._sandbox = sandbox
        self._judge = judge
        self._end = time.monotonic() + sandbox.limits.notebook_seconds
        self._sources: list[str] = []
        self._worked: list[str] = []
        self._verdicts: dict[str, ExerciseResult] = {}
        self._unread = ""
        self._deaths = 0
        self._stack = contextlib.ExitStack()
        self._student: StudentProcess | None = None

    def steps(self, steps: Sequence[Step]) -> list[StepRun]:
        """Run all steps in order."""
        with self._stack:
            return [self._step(number, step) for number, step in enumerate(steps, start=1)]

    def _step(self, number: int, step: Step) -> StepRun:
        if step.exercise is not None:
            return StepRun(step, verdict=self._judged(step.exercise))
        if not step.runs:
            return StepRun(step)
        return StepRun(step, outputs=self._cell(number, step.cell.source))

    def _cell(self, number: int, source: str) -> tuple[dict[str, Any], ...]:
        self._sources.append(source)
        outcome = self._attempt(f"cell {number}", lambda student: student.run_cell(source))
        if outcome is None:
            return ()
        self._worked.append(definitions(source) if outcome.status == "timeout" else source)
        self.missed_a_name |= any(output.get("ename") == "NameError" for output in outcome.outputs)
        for output in outcome.outputs:
            if output.get("ename") in ("SyntaxError", "IndentationError"):
                self._unread = f"; cell {number} could not be run: {output['ename']}: {output['evalue']}"
        if outcome.status == "timeout":
            self.notes.append(
                f"cell {number} ran for more than {self._sandbox.limits.cell_seconds:g} s and was stopped"
            )
        outputs: tuple[dict[str, Any], ...] = outcome.outputs
        return outputs

    def _judged(self, name: str) -> ExerciseResult:
        calls = [Call(case.inputs, case.spec) for case in self._judge.docket(name).cases]
        responses: list[Response] | None = self._attempt(name, lambda student: student.answer(name, calls))
        self.missed_a_name |= any(r.problem and r.problem.exception == "NameError" for r in responses or [])
        verdict = self._judge.verdict(name, responses or [], self._sources)
        if wrong := wrong_stages(verdict, self._judge.assignment, self._verdicts):
            verdict = with_own_stages(verdict, self._judge.docket(name), responses or [], wrong, self._ask)
        self._verdicts[name] = verdict
        undefined = any(r.problem and r.problem.kind == "missing" for r in responses or [])
        return replace(verdict, message=verdict.message + self._unread) if undefined else verdict

    def _ask(self, name: str, call: Call) -> Response | None:
        """Return what a function of the student's gives for one more call."""
        responses = self._attempt(name, lambda student: student.answer(name, [call]))
        return responses[0] if responses else None

    def _attempt(self, what: str, action: Callable[[StudentProcess], Any]) -> Any:
        """Do something in the student's process; None, and a note, where it did not live through it."""
        student = self._living()
        if student is None:
            return None
        try:
            done = action(student)
        except StudentProcessGone as gone:
            self._deaths += 1
            self._end_student()
            self.notes.append(f"{what} {student.overuse or gone}")
            return None
        if student.spent:
            self._end_student()
        return done

    def _living(self) -> StudentProcess | None:
        """Return a process in which all cells that worked have been run; None when none can be had."""
        if time.monotonic() >= self._end:
            self._end_student()
        while self._student is None and self._deaths <= MAX_RESTARTS and time.monotonic() < self._end:
            student = self._stack.enter_context(self._sandbox.student(self._end))
            try:
                for source in list(self._worked):
                    student.run_cell(source)
                self._student = student
            except StudentProcessGone:
                self._deaths += 1
                self._worked.pop()
                self._end_student()
        if self._student is None and "the notebook could not be run to its end" not in self.notes:
            self.notes.append("the notebook could not be run to its end")
        return self._student

    def _end_student(self) -> None:
        self._stack.close()
        self._student = None


def definitions(source: str) -> str:
    r"""Return what of a cell is quick to run again: its imports, functions and classes.

    >>> definitions("import math\ndef f(): return 1\nwhile True: f()")
    'import math\n\ndef f():\n    return 1'
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):  # a magic command, or no Python at all
        return ""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return ast.unparse(ast.Module([node for node in body if isinstance(node, kinds)], type_ignores=[]))
