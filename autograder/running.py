"""Run one submission's steps: cells in a student's process, exercises before the judge.

At a test cell the notebook is remembered as it stands. Before a cell runs that does more than name things,
respondents are left behind, which answer for the exercises as they were at their tests, and are asked the
visible cases. The hidden ones are asked when all cells have run and everything that a student gets to read
has been said; so nothing can carry a hidden input out.

A process that dies is replaced by a fresh one, in which the cells that had worked are run again, and of those
that ran out of time what they define; so one bad cell or function costs only itself.
"""

from __future__ import annotations

import contextlib
import functools
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from cs231n_lib.outputs import Response

from .celltext import definitions, only_names
from .errors import StudentProcessGone
from .hearing import MAX_DEATHS, Era, Hearing
from .judge import Judge
from .own_stages import broken_stages, calls_without, stopped_by, with_own_stages, wrong_stages
from .plan import Step, first_line
from .results import ExerciseResult
from .sandbox.process import Sandbox
from .sandbox.replies import Call
from .sandbox.student import StudentProcess

MAX_RESTARTS = 8
T = TypeVar("T")


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
        self._failed: dict[str, str] = {}  # what came of cells that raised, by their source
        self._hearings: list[Hearing] = []
        self._waiting: list[Hearing] = []  # those of whom nothing has been asked yet
        self._past: list[str | Hearing] = []  # what a fresh process goes through
        self._deaths = 0
        self._processes = contextlib.ExitStack()
        self._present = contextlib.ExitStack()
        self._student: StudentProcess | None = None

    def steps(self, steps: Sequence[Step]) -> list[StepRun]:
        """Run all steps in order; the verdicts come when all have run."""
        with self._processes, self._present:
            runs = [self._step(step) for step in steps]
            self._settle(goes_on=False)
            self._end, self._deaths = time.monotonic() + self._sandbox.limits.notebook_seconds, 0
            self._ask_hidden()
            verdicts = self._verdicts()
        return [replace(run, verdict=verdicts.get(run.step.exercise or "")) for run in runs]

    def _step(self, step: Step) -> StepRun:
        if step.exercise is not None:
            self._hear(step.exercise)
        elif step.runs:
            return StepRun(step, outputs=self._cell(step))
        return StepRun(step)

    def _cell(self, step: Step) -> tuple[dict[str, Any], ...]:
        source = step.cell.source
        if not only_names(source):
            self._settle(goes_on=True)
        self._sources.append(source)
        outcome = self._attempt(str(step), lambda student: student.run_cell(source))
        if outcome is None:
            return ()
        self._past.append(definitions(source) if outcome.status == "timeout" else source)
        self.missed_a_name |= any(output.get("ename") == "NameError" for output in outcome.outputs)
        for output in outcome.outputs:
            if output["output_type"] == "error":
                self._failed[source] = _in_words(source, output)
        if outcome.status == "timeout":
            self.notes.append(
                f"{step} ran for more than {self._sandbox.limits.cell_seconds:g} s and was stopped"
            )
        outputs: tuple[dict[str, Any], ...] = outcome.outputs
        return outputs

    def _hear(self, name: str) -> None:
        """Remember the notebook for an exercise, or have it answer at once where that cannot be."""
        defined = [told for source, told in self._failed.items() if re.search(rf"\b{name}\b", source)]
        hearing = Hearing(name, tuple(self._sources), defined[-1] if defined else "")
        self._hearings.append(hearing)
        if self._living() is not None:
            self._attempt(name, lambda student: self._begin(hearing, student))
            self._past.append(hearing)

    def _begin(self, hearing: Hearing, student: StudentProcess) -> None:
        if student.mark(hearing.name):
            self._waiting.append(hearing)
        else:
            self._open(hearing, student)

    def _settle(self, *, goes_on: bool) -> None:
        """Ask the exercises that wait for their visible cases; the notebook may then go on."""
        waiting, self._waiting = self._waiting, []
        era = self._era(goes_on) if len(waiting) > 1 else None
        for hearing in reversed(waiting):  # what the first leaves behind, the later ones may not use
            self._attempt(hearing.name, functools.partial(self._ask_visible, hearing, era))

    def _era(self, goes_on: bool) -> Era | None:
        """Return what the exercises that wait have in common, if it can be kept."""
        base = student = self._student
        if goes_on and student is not None:
            base = None
            with self._noting("the notebook"):
                base = student.branch()
        return None if base is None else Era(base)

    def _ask_visible(self, hearing: Hearing, era: Era | None, student: StudentProcess) -> None:
        if hearing.respondent is not None:  # a fresh process has gone through it meanwhile
            return
        with hearing.counting():
            hearing.era = era
            if era is not None:
                self._ask_cases(hearing, visible=True)
                era.confirm()
        if hearing.respondent is None:
            self._open(hearing, student)

    def _open(self, hearing: Hearing, student: StudentProcess) -> None:
        """Have an exercise answered by a process of its own, as the notebook stands."""
        with hearing.counting():
            hearing.era, hearing.respondent = None, student.respondent()
            if not hearing.responses:
                self._ask_cases(hearing, visible=True)
            if not hearing.respondent.waits:
                self._ask_cases(hearing, visible=False)
                if hearing.respondent.broken:
                    self._end_student()
            elif student.spent:
                self._set_aside()
            else:
                student.confirm()

    def _ask_hidden(self) -> None:
        """Ask the hidden cases. The last exercise comes first: what revives it revives all before it."""
        heard = [done for done in reversed(self._past) if isinstance(done, Hearing)]
        for hearing in heard:
            self._revive(hearing)
        for hearing in heard:
            self._ask_hidden_of(hearing)

    def _ask_hidden_of(self, hearing: Hearing) -> None:
        asked = False
        while not asked:
            self._revive(hearing)
            if hearing.respondent is None or not hearing.respondent.waits or hearing.deaths >= MAX_DEATHS:
                break
            with self._noting(hearing.name), hearing.counting():
                self._ask_cases(hearing, visible=False)
                asked = hearing.respondent is not None

    def _revive(self, hearing: Hearing) -> None:
        """See to it that somebody answers for an exercise, where a process has died since its test."""
        if hearing.is_lost():
            self._set_aside()
            self._living(until=hearing)

    def _verdicts(self) -> dict[str, ExerciseResult]:
        verdicts: dict[str, ExerciseResult] = {}
        for hearing in self._hearings:
            verdicts[hearing.name] = self._verdict(hearing, verdicts)
        return verdicts

    def _verdict(self, hearing: Hearing, before: Mapping[str, ExerciseResult]) -> ExerciseResult:
        problems = [r.problem for r in hearing.responses if r.problem is not None]
        self.missed_a_name |= any(problem.exception == "NameError" for problem in problems)
        verdict = self._judge.verdict(hearing.name, hearing.responses, hearing.sources, hearing.compared)
        docket = self._judge.docket(hearing.name)
        if wrong := wrong_stages(verdict, self._judge.assignment, before):
            verdict = with_own_stages(verdict, docket, hearing.responses, wrong, self._ask)
        if broken := broken_stages(verdict, hearing.responses, self._judge.assignment, before):
            without = self._ask(*calls_without(docket, broken))
            parts = self._judge.verdict(hearing.name, hearing.responses, hearing.sources, without=without)
            verdict = stopped_by(broken, hearing.responses, without, verdict, parts)
        undefined = any(problem.kind == "missing" for problem in problems)
        if undefined and hearing.failed:
            return replace(verdict, status="error", message=verdict.message + hearing.failed)
        return verdict

    def _ask(self, *calls: Call) -> list[Response]:
        """Return what a function of the student's gives for more calls."""
        hearing = next(h for h in self._hearings if h.name == calls[0].function)
        answers: list[Response] = []
        with self._noting(hearing.name):
            answers += hearing.answers(calls, self._end)
        return answers

    def _ask_cases(self, hearing: Hearing, *, visible: bool) -> None:
        cases = self._judge.docket(hearing.name).cases
        calls = [case.call for case in cases if case.visible == visible]
        hearing.ask(calls, self._end, functools.partial(self._judge.compare, hearing.name))

    def _attempt(self, what: str, action: Callable[[StudentProcess], T]) -> T | None:
        """Do something in the student's process; None, and a note, where it did not live through it."""
        done = None
        if (student := self._living()) is not None:
            with self._noting(what):
                done = action(student)
        return done

    @contextlib.contextmanager
    def _noting(self, what: str) -> Iterator[None]:
        """Note what the student's process did not live through."""
        try:
            yield
        except StudentProcessGone as gone:
            student = self._student
            self._deaths += 1
            self._end_student()
            self.notes.append(f"{what} {(student and student.overuse) or gone}")

    def _living(self, until: Hearing | None = None) -> StudentProcess | None:
        """Return a process that has gone through all that has worked; None when none can be had."""
        if time.monotonic() >= self._end:
            self._set_aside()
        while self._student is None and self._deaths <= MAX_RESTARTS and time.monotonic() < self._end:
            student = self._student = self._present.enter_context(self._sandbox.student(self._end))
            try:
                self._go_through_the_past(student, until)
            except StudentProcessGone:
                self._deaths += 1
                self._end_student()
        if self._student is None and "the notebook could not be run to its end" not in self.notes:
            self.notes.append("the notebook could not be run to its end")
        return self._student

    def _go_through_the_past(self, student: StudentProcess, until: Hearing | None) -> None:
        for number, done in enumerate(list(self._past)):
            if isinstance(done, str):
                self._run_again(student, number, done)
            elif done.is_lost():
                self._open(done, student)
            if done is until or student is not self._student:
                return

    def _run_again(self, student: StudentProcess, number: int, source: str) -> None:
        """Run a cell of the past; one that does not live through it this time is forgotten."""
        try:
            student.run_cell(source)
        except StudentProcessGone:
            del self._past[number]
            raise

    def _set_aside(self) -> None:
        """Keep the present process for its respondents' sake; whatever comes next gets a fresh one."""
        self._processes.enter_context(self._present.pop_all())
        self._student = None

    def _end_student(self) -> None:
        self._present.close()
        self._student = None


def _in_words(source: str, error: Mapping[str, Any]) -> str:
    """Say which cell raised what; a cell is known by how it begins, for notebooks do not number them."""
    begins = first_line(source)
    said = re.sub(r"\(<ipython-input[^,)]*>, (line \d+)\)", r"(\1)", error["evalue"])
    return f"; the cell that begins with `{begins}` raised {error['ename']}: {said}"
