"""Results as lines for a terminal: aligned, complete, and safe whatever a submission says."""

from __future__ import annotations

from dataclasses import replace

from autograder.doctor import Finding
from autograder.results import ExerciseResult, ExerciseStatus, SubmissionResult
from autograder.tables import LEGEND, MARKS, class_lines, doctor_lines, result_lines

STATUSES: tuple[ExerciseStatus, ...] = (
    "passed",
    "partial",
    "failed",
    "missing",
    "error",
    "timeout",
    "grader_error",
)


def result(student: str | None = "ada", status: str = "graded", note: str = "") -> SubmissionResult:
    """Return a result of three exercises, 3.5 of 6 points."""
    exercises = (
        ExerciseResult("svm_dW", "passed", 2.0, 2.0, message="right in all cases"),
        ExerciseResult(
            "svm_margins", "partial", 1.5, 3.0, 0.5, "reg-factor-2", "dW[0, 0]: expected 2, got 1"
        ),
        ExerciseResult("svm_train", "error", 0.0, 1.0, message="\x1b[2Jfirst\nsecond"),
    )
    notes = (note,) if note else ()
    return SubmissionResult("svm", 3.5, 6.0, status, "process", 0.1, exercises, notes, 1, student)  # type: ignore[arg-type]


def test_a_result_is_a_line_per_exercise_and_a_sum() -> None:
    """Are marks, names, points, status, message and misconception all there, aligned?"""
    assert result_lines(result(note="look\x07here")) == [
        "+ svm_dW          2/2    passed",
        "~ svm_margins   1.5/3    partial: dW[0, 0]: expected 2, got 1 [reg-factor-2]",
        "! svm_train       0/1    error: first second",
        "note: lookhere",
        "svm: graded, 3.5 of 6 points",
    ]


def test_a_long_message_is_read_below_its_line() -> None:
    """Is what there is to say about an exercise broken into lines of a terminal, and none of it lost?"""
    message = "your answer is what you get when " + "the gradient is summed and not averaged, " * 5
    exercise = ExerciseResult("svm_dW", "failed", 0.0, 2.0, message=message.strip())
    first, *rest, _ = result_lines(replace(result(), exercises=(exercise,)))
    assert first.startswith("x svm_dW     0/2    failed: your answer")
    assert max(map(len, (first, *rest))) <= 80
    assert all(line.startswith("    ") for line in rest)
    assert message.strip() in " ".join([first, *map(str.strip, rest)])


def test_a_result_without_exercises_has_its_note() -> None:
    """Is a file that is no notebook one line of reason and one of status?"""
    nothing = SubmissionResult(None, 0.0, 0.0, "unreadable", "none", 0.0, (), ("an empty file",), 1)
    assert result_lines(nothing) == ["note: an empty file", "unknown assignment: unreadable, 0 of 0 points"]


def test_a_class_is_a_line_per_student_and_a_summary() -> None:
    """Does a teacher see at a glance who has what, and whom to look at?"""
    lines = class_lines(
        [
            r.standing
            for r in (result("ada"), result("x" * 12, note="deleted"), result("z\x1b[31m", "unreadable"))
        ]
    )
    assert lines == [
        "ada           +~!    3.5/6",
        "xxxxxxxxxxxx  +~!    3.5/6  to look at",
        "z             +~!    3.5/6  unreadable",
        LEGEND,
        "svm: 3 submissions, 2 graded, mean 3.50 of 6, 2 for a person to look at",
    ]


def test_a_class_of_nobody_is_said_so() -> None:
    """Is no submission no error?"""
    assert class_lines([]) == ["no submissions"]


def test_a_class_without_a_graded_submission_has_no_mean() -> None:
    """Is nobody divided by?"""
    assert "0 graded, mean none" in class_lines([result(status="grader_error").standing])[-1]


def test_every_status_has_a_mark_of_its_own() -> None:
    """Can the marks be told apart, and are they all explained?"""
    assert set(MARKS) == set(STATUSES)
    assert len(set(MARKS.values())) == len(STATUSES)
    assert all(f"{mark} " in LEGEND for mark in MARKS.values())


def test_findings_have_advice_where_something_is_wrong() -> None:
    """Does ``doctor`` advise only where advice is needed?"""
    findings = [
        Finding("python", True, "3.11", "never shown"),
        Finding("uv", None, "not found", "optional"),
        Finding("sandbox", False, "none", "do this"),
    ]
    assert doctor_lines(findings) == [
        "ok  python   3.11",
        "--  uv       not found",
        "             optional",
        "NO  sandbox  none",
        "             do this",
    ]
