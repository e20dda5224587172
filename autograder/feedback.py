"""The feedback page of one student: score, verdict and message per exercise, the student's own code.

A function of one result; it never mentions the rest of the class. Escaping and words come from
`autograder.pages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cs231n_lib.cases import GENERAL, Hints

from . import pages, text
from .pages import Look
from .results import ExerciseResult, PartResult, SubmissionResult

_NOT_GRADED = {
    "unreadable": "Your file could not be read as a notebook, so nothing in it was graded. "
    "Open it in Jupyter, save it again, and hand in the `.ipynb` file.",
    "unknown_assignment": "Your notebook does not say which assignment it is, so it was not graded. "
    "Copy your answers into a fresh copy of the assignment's notebook and hand that in.",
    "grader_error": "The grader itself failed. This is not your fault and costs you nothing: "
    "your notebook will be graded again.",
}
_WRONG = ("failed", "partial", "error", "timeout")


@dataclass(frozen=True)
class _Card:
    name: str
    look: Look
    points: str
    message: str
    misconceptions: list[str]
    parts: tuple[PartResult, ...]
    question: str
    source: str
    open: bool


def student_feedback(
    result: SubmissionResult,
    sources: Mapping[str, str] | None = None,
    hints: Mapping[str, Mapping[str, Hints]] | None = None,
) -> str:
    """Return the feedback for one student as one HTML page without scripts or remote content.

    Parameters
    ----------
    result : SubmissionResult
        The verdict on the student's notebook.
    sources : mapping, optional
        The student's own code by exercise name; shown beside the verdict, escaped.
    hints : mapping, optional
        Hints by exercise name and misconception; of those, only the first step is shown, a question.

    Returns
    -------
    str
        A complete page; the same arguments give the same text.

    Examples
    --------
    >>> right = ExerciseResult("svm_scores", "passed", 1.0, 1.0)
    >>> page = student_feedback(SubmissionResult("svm", 1.0, 1.0, "graded", "process", 0.1, (right,), (), 7))
    >>> "Everything is right" in page, "1<small> of 1 point" in page
    (True, True)
    """
    return pages.render(
        "feedback.html",
        title=text.one_line(result.assignment or "", 120) or "your notebook",
        student=text.one_line(result.student or "", 80),
        graded=result.status == "graded",
        score=result.score,
        max_score=result.max_score,
        share=round(100 * min(max(result.score / result.max_score, 0), 1), 2) if result.max_score > 0 else 0,
        summary=_summary(result),
        notes=result.notes,
        cards=[
            _card(e, (sources or {}).get(e.name, ""), _question(e, hints or {}))
            for e in result.exercises
            if result.status not in ("unreadable", "unknown_assignment")  # of these, nothing was looked at
        ],
    )


def _question(exercise: ExerciseResult, hints: Mapping[str, Mapping[str, Hints]]) -> str:
    """Return what to think about before a wrong answer is mended; empty where there is none to mend.

    A function that is right given the student's own stages has nothing to mend: the stages get the questions.
    """
    if exercise.status not in _WRONG or not exercise.answered or exercise.given_own_stages:
        return ""
    own, of_stage = hints.get(exercise.name, {}), hints.get(exercise.stage or "", {})
    name = exercise.misconception or GENERAL
    found = own.get(name) or of_stage.get(name) or own.get(GENERAL)
    return found.question if found is not None else ""


def _card(exercise: ExerciseResult, code: str, question: str) -> _Card:
    worth = f"{pages.points(exercise.max_score)} point{'' if exercise.max_score == 1 else 's'}"
    ours = exercise.status == "grader_error"
    return _Card(
        exercise.name,
        pages.look(exercise.status),
        f"worth {worth}" if ours else f"{pages.points(exercise.score)} of {worth}",
        exercise.message
        or ("The grader failed here. The fault is ours; a person will look." if ours else ""),
        [name for name in (exercise.misconception, exercise.also) if name],
        exercise.parts,
        question,
        text.source(code),
        exercise.status != "passed",
    )


def _summary(result: SubmissionResult) -> list[str]:
    """Return what a student should read first, as sentences."""
    if result.status != "graded":
        return [_NOT_GRADED.get(result.status, f"Your notebook was not graded ({result.status}).")]
    if not result.exercises:
        return ["There was nothing to grade in this notebook."]
    todo = [e for e in result.exercises if e.status not in ("passed", "grader_error")]
    sentences = _progress(result, todo)
    if any(e.status == "grader_error" for e in result.exercises):
        sentences.append("Where the grader itself failed, it costs you nothing: a person will look.")
    return sentences


def _progress(result: SubmissionResult, todo: list[ExerciseResult]) -> list[str]:
    total = len(result.exercises)
    right = sum(e.status == "passed" for e in result.exercises)
    if right == total:
        return ["Everything is right. Well done!"]
    are = "is" if right == 1 else "are"
    done = f"{right} of {total} exercises {are} right." if right else "No exercise is right yet."
    if not todo:
        return [done]
    start = f"A good place to {'go on' if right else 'start'} is `{text.one_line(todo[0].name, 100)}`."
    return [f"{done} {start}", "Stages are graded one by one, so you can mend them in any order."]
