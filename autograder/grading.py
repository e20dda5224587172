"""Grade one submission: bytes in, a result and a graded notebook out. Nothing is read or written here.

This is the function that everything calls: ``autograder check``, ``autograder grade`` in each of its
workers, and nbgrader through the kit's preprocessors.
"""

from __future__ import annotations

import hashlib
import re
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .course import Assignment
from .errors import SandboxError, UnknownAssignment, UnreadableNotebook
from .judge import Judge
from .notebook import read_submission
from .plan import make_plan
from .results import ExerciseResult, SubmissionResult, SubmissionStatus
from .running import Run, StepRun
from .sandbox.process import Sandbox
from .source import TEST_PREFIX

_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Graded:
    """A result, and the notebook with the verdicts in its test cells (nbformat 4.5 as plain JSON)."""

    result: SubmissionResult
    notebook: dict[str, Any]


def grade(
    data: bytes,
    judge: Judge,
    sandbox: Sandbox,
    student: str | None = None,
    *,
    run_all: bool = False,
    kept: Sequence[ExerciseResult] = (),
) -> Graded:
    """Grade the bytes of one submission; whatever they are, this returns a result.

    Cells that only explore are left out unless ``run_all``; that never changes a score. ``kept`` are
    verdicts of an earlier grading that stand, whatever comes of these exercises now.

    A fault of the grader gives the status ``grader_error``, and never a score to be recorded.
    """
    start = time.monotonic()
    runs: list[StepRun] = []
    status: SubmissionStatus
    try:
        runs, notes = _run_undisturbed(data, judge, sandbox, run_all)
        runs = _keep(runs, {verdict.name: verdict for verdict in kept})
        status = "graded"
    except UnreadableNotebook as error:
        runs, notes, status = [], [f"not readable as a notebook: {error}"], "unreadable"
    except UnknownAssignment as error:
        runs, notes, status = [], [f"another assignment: {error}"], "unknown_assignment"
    except Exception as error:  # noqa: BLE001 (the grader's fault, which must not stop a class)
        runs, notes, status = [], [_fault(error)], "grader_error"
    level = sandbox.level if status in ("graded", "grader_error") else "none"  # nothing of it has run
    about = _About(data, student, level, start, judge)
    return _graded(runs, notes, status, about)


def grader_fault(data: bytes, judge: Judge, what: str, student: str | None) -> Graded:
    """Return the result of a submission that could not be graded, through no fault of its own."""
    return _graded([], [what], "grader_error", _About(data, student, "none", time.monotonic(), judge))


@dataclass(frozen=True)
class _About:
    data: bytes
    student: str | None
    sandbox: str
    start: float
    judge: Judge


def _graded(runs: Sequence[StepRun], notes: Sequence[str], status: SubmissionStatus, about: _About) -> Graded:
    assignment = about.judge.assignment
    verdicts = {r.verdict.name: r.verdict for r in runs if r.verdict is not None}
    exercises = tuple(
        verdicts.get(n) or _unjudged(n, g.points, status) for n, g in assignment.exercises.items()
    )
    if any(e.status == "grader_error" for e in exercises):
        status = "grader_error"
    result = SubmissionResult(
        assignment=assignment.name,
        score=sum(e.score for e in exercises),
        max_score=assignment.max_score,
        status=status,
        sandbox=about.sandbox,
        seconds=round(time.monotonic() - about.start, 3),
        exercises=exercises,
        notes=tuple(notes),
        seed=about.judge.seed,
        student=about.student,
        submission_digest=hashlib.sha256(about.data).hexdigest(),
        assignment_version=assignment.version,
    )
    return Graded(result, graded_notebook(runs, result, assignment))


def graded_notebook(
    runs: Sequence[StepRun], result: SubmissionResult, assignment: Assignment
) -> dict[str, Any]:
    """Return the submission with its outputs and verdicts; all metadata are the instructor's."""
    own = {cell.id: cell for cell in assignment.notebook.cells if "nbgrader" in cell.metadata}
    cells: list[dict[str, Any]] = []
    if not runs:
        cells.append(_markdown("cell-notes", "\n\n".join(result.notes)))
    seen: set[str] = set()
    for number, run in enumerate(runs):
        cells.append(_graded_cell(number, run, own, seen))
    verdicts = {e.name: e for e in result.exercises}
    for name in assignment.exercises:
        if TEST_PREFIX + name not in seen:
            cells.append(_test_cell(own[TEST_PREFIX + name], verdicts[name]))
    metadata = {key: assignment.notebook.metadata[key] for key in ("kernelspec", "language_info", "cs231n")}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _run_undisturbed(
    data: bytes, judge: Judge, sandbox: Sandbox, run_all: bool
) -> tuple[list[StepRun], list[str]]:
    """Run and judge a submission; once more where its processes were ended from outside."""
    before = sandbox.losses
    try:
        ran = _run(data, judge, sandbox, run_all)
    except SandboxError:
        if sandbox.losses == before:
            raise
    else:
        if sandbox.losses == before:
            return ran
    return _run(data, judge, sandbox, run_all)


def _run(data: bytes, judge: Judge, sandbox: Sandbox, run_all: bool) -> tuple[list[StepRun], list[str]]:
    """Run and judge a submission; a missing name brings left-out cells back, so that none costs points."""
    submission = read_submission(data)
    if submission.assignment is not None and submission.assignment != judge.assignment.name:
        raise UnknownAssignment(
            f"expected {judge.assignment.name}, got a notebook of {submission.assignment[:60]!r}; "
            "hand it in where it belongs"
        )
    plan = make_plan(submission, judge.assignment, run_all=run_all)
    run = Run(sandbox, judge)
    runs = run.steps(plan.steps)
    if (
        run.missed_a_name
        and not run_all
        and any(not r.step.runs and r.step.cell.kind == "code" for r in runs)
    ):
        return _run(data, judge, sandbox, run_all=True)
    return runs, [*plan.notes, *run.notes]


def _keep(runs: Sequence[StepRun], kept: Mapping[str, ExerciseResult]) -> list[StepRun]:
    return [r if r.verdict is None else replace(r, verdict=kept.get(r.verdict.name, r.verdict)) for r in runs]


def _unjudged(name: str, points: float, status: SubmissionStatus) -> ExerciseResult:
    if status == "grader_error":
        return ExerciseResult(
            name, "grader_error", 0.0, points, message="the grader failed; this is not your mistake"
        )
    return ExerciseResult(name, "missing", 0.0, points, message="there is no notebook to grade")


def _fault(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"the grader failed ({type(error).__name__}: {error}; {where.name}, line {where.lineno}); grade again"
    )


def _graded_cell(number: int, run: StepRun, own: Mapping[str, Any], seen: set[str]) -> dict[str, Any]:
    cell = run.step.cell
    if run.verdict is not None:
        name = TEST_PREFIX + run.verdict.name
        seen.add(name)
        return _test_cell(own[name], run.verdict)
    cell_id, metadata, name = f"cell-{number}", {}, cell.name or ""
    if name in own and name not in seen and _SAFE_ID.fullmatch(name):
        seen.add(name)
        cell_id, metadata = name, {"nbgrader": dict(own[name].metadata.nbgrader)}
    if cell.kind != "code":
        return _markdown(cell_id, cell.source) | {"metadata": metadata}
    return _code(cell_id, cell.source, run.outputs, metadata)


def _test_cell(cell: Any, verdict: ExerciseResult) -> dict[str, Any]:
    return _code(cell.id, cell.source, verdict_outputs(verdict), {"nbgrader": dict(cell.metadata.nbgrader)})


def verdict_outputs(verdict: ExerciseResult) -> list[dict[str, Any]]:
    """Return the outputs that make nbgrader give this score: none of a failure, a number for a part."""
    text = f"{verdict.status}: {verdict.message}"
    shown = {"output_type": "display_data", "data": {"text/plain": text}, "metadata": {}}
    if verdict.score >= verdict.max_score:
        return [shown]
    if verdict.score > 0:
        points = {"text/plain": repr(verdict.score)}
        return [
            {"output_type": "execute_result", "data": points, "metadata": {}, "execution_count": None},
            shown,
        ]
    return [{"output_type": "error", "ename": verdict.status, "evalue": verdict.message, "traceback": [text]}]


def _code(
    cell_id: str, source: str, outputs: Sequence[dict[str, Any]], metadata: dict[str, Any]
) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": metadata,
        "source": source,
        "outputs": list(outputs),
        "execution_count": None,
    }


def _markdown(cell_id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}
