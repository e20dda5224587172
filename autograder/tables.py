"""Results as lines of text for a terminal. Pure; safe to print whatever a submission says."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from .doctor import Finding
from .results import ExerciseResult, Standing, SubmissionResult
from .text import plain

MARKS = {
    "passed": "+",
    "partial": "~",
    "failed": "x",
    "missing": ".",
    "error": "!",
    "timeout": "t",
    "grader_error": "?",
}
LEGEND = "+ passed   ~ partly   x failed   ! error   t out of time   . not written   ? grader failed"

COLUMNS = 80


def result_lines(result: SubmissionResult) -> list[str]:
    """Return a line per exercise, or more where there is much to say; the notes; and the score last."""
    width = max((len(e.name) for e in result.exercises), default=0)
    lines = [line for e in result.exercises for line in _exercise_lines(e, width)]
    lines += [f"note: {plain(note)}" for note in result.notes]
    score = f"{result.score:g} of {result.max_score:g} points"
    return [*lines, f"{result.assignment or 'unknown assignment'}: {result.status}, {score}"]


def class_lines(class_: Sequence[Standing]) -> list[str]:
    """Return one line per student: a mark per exercise, score, status."""
    if not class_:
        return ["no submissions"]
    width = max(len(plain(one.student)) for one in class_)
    lines = [_student_line(one, width) for one in class_]
    graded = [one.score for one in class_ if one.status == "graded"]
    mean = f"{sum(graded) / len(graded):.2f} of {class_[0].max_score:g}" if graded else "none"
    people = sum(one.needs_a_person for one in class_)
    summary = (
        f"{len(class_)} submissions, {len(graded)} graded, mean {mean}, {people} for a person to look at"
    )
    return [*lines, LEGEND, f"{class_[0].assignment}: {summary}"]


def doctor_lines(findings: Sequence[Finding]) -> list[str]:
    """Return what was found, a line each, with advice below what has to be mended."""
    width = max(len(f.name) for f in findings)
    marks = {True: "ok", False: "NO", None: "--"}
    lines = []
    for finding in findings:
        lines.append(f"{marks[finding.ok]}  {finding.name:<{width}}  {plain(finding.found)}")
        if finding.advice and finding.ok is not True:
            lines.append(f"    {'':<{width}}  {plain(finding.advice)}")
    return lines


def _exercise_lines(exercise: ExerciseResult, width: int) -> list[str]:
    points = f"{exercise.score:>4g}/{exercise.max_score:<4g}"
    line = f"{MARKS[exercise.status]} {exercise.name:<{width}}  {points} {exercise.status}"
    said = "" if exercise.status == "passed" else f": {plain(exercise.message)}"
    names = " + ".join(name for name in (exercise.misconception, exercise.also) if name)
    known = f" [{names}]" if names else ""
    return textwrap.wrap(f"{line}{said}{known}", COLUMNS, subsequent_indent="    ", break_on_hyphens=False)


def _student_line(one: Standing, width: int) -> str:
    marks = "".join(MARKS[status] for status in one.exercises)
    status = f"  {one.status}" if one.status != "graded" else "  to look at" if one.needs_a_person else ""
    return f"{plain(one.student):<{width}}  {marks}  {one.score:>5g}/{one.max_score:g}{status}"
