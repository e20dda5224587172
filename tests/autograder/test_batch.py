"""Grading a class again and again: only what changed is graded, and what is written can be relied on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder import batch, store
from autograder.batch import disown, grade_class, plan_work, student_sources
from autograder.configuration import gradebook_place
from autograder.course import Course, load_assignment
from autograder.engine import Engine, LocalEngine, Setup
from autograder.gradebook import Gradebook, entered_scores
from autograder.grading import Graded, grade, grader_fault
from autograder.judge import Judge
from autograder.options import Options
from autograder.results import SubmissionResult
from autograder.sandbox.process import Sandbox
from autograder.store import Handed, stored_result, stored_results

from .toy_course import MAX_SCORE, hand_in, submission

SEED_1 = Options(seed=1)
GradeAll = Callable[[], list[SubmissionResult]]


def engine_of(course: Course, options: Options = SEED_1) -> Engine:
    """Return an engine for a course; with the fixture ``here``, only its setup is used."""
    return LocalEngine(Setup(course.root, "toy", options), jobs=1)


@pytest.fixture
def here(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grade in this process, which is faster; the engine has tests of its own."""

    def grade_all(engine: Engine, handed: Iterable[Handed]) -> Iterator[tuple[Handed, Graded]]:
        setup = engine.setup
        assignment = load_assignment(Course(setup.root), setup.assignment)
        for one in handed:
            judge = Judge(assignment, one.earlier.seed if one.earlier else setup.options.seed)
            if b"grader, fail" in one.data:
                yield one, grader_fault(one.data, judge, "no luck", one.student)
            else:
                kept = one.earlier.verdicts if one.earlier else ()
                yield one, grade(one.data, judge, sandbox, one.student, kept=kept)

    monkeypatch.setattr(batch, "grade_all", grade_all)


@pytest.fixture
def run(here: None, gradable_course: Course) -> Callable[..., list[str]]:
    """Return a function that grades the class and returns whom it graded."""

    def graded(options: Options = SEED_1, *, force: bool = False) -> list[str]:
        students = gradable_course.students("toy")
        if force:
            disown(gradable_course, "toy", students)
        work = plan_work(gradable_course, "toy", students, options)
        engine = engine_of(gradable_course, options)
        done = [str(result.student) for result in grade_class(gradable_course, work, engine)]
        assert set(work.current).isdisjoint(done)
        return done

    return graded


def scores(course: Course) -> dict[str, float]:
    """Return the gradebook's sums by student."""
    cells = entered_scores(gradebook_place(course).url, "toy")
    return {student: sum(score or 0 for score in by_cell.values()) for student, by_cell in cells.items()}


def test_a_second_run_does_only_what_is_missing(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Is nothing graded twice, and anything graded that is new, changed, or asked for?"""
    for student in ("ada", "grace"):
        hand_in(gradable_course, student, submission())
    assert run() == ["ada", "grace"]
    assert run() == []
    hand_in(gradable_course, "alan", submission())
    assert run() == ["alan"]
    hand_in(gradable_course, "ada", submission(toy_double="    return x"))
    assert run() == ["ada"]
    assert scores(gradable_course) == {"ada": 9.0, "grace": MAX_SCORE, "alan": MAX_SCORE}
    gradable_course.result_file("toy", "grace").unlink()
    assert run() == ["grace"]
    gradable_course.result_file("toy", "grace").write_text("{")
    assert run() == ["grace"]
    assert run(force=True) == ["ada", "alan", "grace"]


def edit(course: Course, file: str, old: str, new: str) -> None:
    """Edit the instructor's side of the assignment; an undone edit is none."""
    path = course.root / "solutions" / "toy" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


EDITS: dict[str, tuple[str, str, str, set[str]]] = {
    "prose": ("toy.ipynb", "# A toy", "# A better toy", set()),
    "comment": ("exercises.py", "EXERCISES = (", "# all of them\nEXERCISES = (", set()),
    "same_reference": ("toy.ipynb", "2.0 * x", "x + x", set()),
    "exploration": ("toy.ipynb", "print('explored')", "print('explored more')", set()),
    "reference": ("toy.ipynb", "2.0 * x", "3.0 * x", {"toy_double"}),
    "points": ("toy.ipynb", '"points": 2.0', '"points": 5.0', {"toy_sum"}),
    "sampler": ("exercises.py", "uniform(1.1, 1.4)", "uniform(1.1, 1.5)", {"toy_loss"}),
    "part": ("exercises.py", '"the loss"', '"the value"', {"toy_loss"}),
    "rule": ("exercises.py", ", loops_allowed=False", "", {"toy_sum"}),
    "label": ("exercises.py", "there is one row", "there is a single row", {"toy_double"}),
    "misconception": ("misconceptions.py", "reg * W", "reg * W * 1.0", {"toy_loss"}),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_regrades_what_it_affects_and_nothing_else(
    run: Callable[..., list[str]], gradable_course: Course, name: str
) -> None:
    """Are verdicts that an edit touches given anew, under the old seed, and all others kept to the letter?"""
    file, old, new, affected = EDITS[name]
    hand_in(gradable_course, "ada", submission(toy_step="    return params, 0.0"))
    run(Options(seed=2))
    before = stored_result(gradable_course, "toy", "ada")
    assert before is not None
    marked = [replace(e, message=f"kept: {e.message}") for e in before.exercises]
    store.write_result(gradable_course, replace(before, exercises=tuple(marked)))
    edit(gradable_course, file, old, new)
    assert run() == (["ada"] if affected else [])
    after = stored_result(gradable_course, "toy", "ada")
    assert after is not None
    assert after.seed == 2
    assert {e.name for e in after.exercises if not e.message.startswith("kept: ")} == affected
    assert scores(gradable_course) == {"ada": after.score}
    assert run() == []


def test_a_seed_that_is_asked_for_is_used(run: Callable[..., list[str]], gradable_course: Course) -> None:
    """Is --seed a regrade where the stored seed is another one, and none where it is the same?"""
    hand_in(gradable_course, "ada", submission())
    assert run() == ["ada"]
    assert run(Options(seed=5)) == []
    assert run(Options(seed=1, seed_asked=True)) == []
    assert run(Options(seed=5, seed_asked=True)) == ["ada"]
    result = stored_result(gradable_course, "toy", "ada")
    assert result is not None
    assert result.seed == 5


def test_another_gradebook_gets_the_results_that_are_there(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Is a class entered into a new, restored or edited gradebook without grading anybody again?"""
    for student in ("ada", "grace"):
        hand_in(gradable_course, student, submission())
    run()
    (gradable_course.grading / "gradebook.db").unlink()
    assert run() == []
    assert scores(gradable_course) == {"ada": MAX_SCORE, "grace": MAX_SCORE}


def test_a_fault_of_the_grader_is_tried_again_and_never_a_score(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Does a submission that could not be graded keep its old score, and come first next time?"""
    hand_in(gradable_course, "ada", submission())
    hand_in(gradable_course, "grace", b"grader, fail")
    run()
    hand_in(gradable_course, "ada", b"grader, fail")
    assert run() == ["ada", "grace"]
    assert scores(gradable_course) == {"ada": MAX_SCORE}
    for student in ("ada", "grace"):
        result = stored_result(gradable_course, "toy", student)
        assert result is not None
        assert (result.status, result.notes) == ("grader_error", ("no luck",))
    assert not gradable_course.notebook_file("autograded", "grace", "toy").exists()
    hand_in(gradable_course, "grace", submission())
    assert run() == ["ada", "grace"]
    assert scores(gradable_course)["grace"] == MAX_SCORE


def test_what_lies_in_the_folder_is_told_in_the_result(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Do notes on the file come before notes on the notebook?"""
    path = hand_in(gradable_course, "ada", submission())
    path.rename(path.with_name("my toy.ipynb"))
    (gradable_course.submitted / "grace" / "toy").mkdir(parents=True)
    (gradable_course.submitted / "alan" / "toy" / "toy.ipynb").mkdir(parents=True)
    assert run() == ["ada", "alan", "grace"]
    notes = {s: stored_result(gradable_course, "toy", s).notes for s in ("ada", "alan", "grace")}  # type: ignore[union-attr]
    assert notes["ada"] == ("the notebook is called my toy.ipynb; it was graded as toy.ipynb",)
    assert notes["grace"][0] == "expected the file toy.ipynb, found 0 other notebooks"
    assert notes["alan"][0] == "expected a regular file, got a folder, pipe or device"
    assert notes["alan"][1].startswith("not readable as a notebook: expected a notebook, got an empty file")
    assert scores(gradable_course) == {"ada": MAX_SCORE, "alan": 0.0, "grace": 0.0}
    assert run() == []


@pytest.mark.parametrize(
    ("step", "again"), [("write_graded", ["ada"]), ("write_result", ["ada"]), ("record", [])]
)
def test_a_verdict_stands_once_its_result_is_there(
    run: Callable[..., list[str]],
    gradable_course: Course,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    again: list[str],
) -> None:
    """Is a submission graded again before that moment, and only entered after it, whatever the seed?"""
    hand_in(gradable_course, "ada", submission())

    def full_disk(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Gradebook if step == "record" else batch, step, full_disk)
        with pytest.raises(OSError, match="No space left"):
            run()
    assert scores(gradable_course) == {}
    assert run(Options(seed=2)) == again
    assert scores(gradable_course) == {"ada": MAX_SCORE}
    result = stored_result(gradable_course, "toy", "ada")
    assert result is not None
    assert result.seed == (2 if again else 1)


def test_a_run_that_is_stopped_keeps_what_it_finished(here: None, gradable_course: Course) -> None:
    """Does stopping after the first lose only what came after?"""
    for student in ("ada", "grace"):
        hand_in(gradable_course, student, submission())
    work = plan_work(gradable_course, "toy", ["ada", "grace"], SEED_1)
    running = grade_class(gradable_course, work, engine_of(gradable_course))
    assert next(running).student == "ada"
    running.close()  # type: ignore[attr-defined]
    assert scores(gradable_course) == {"ada": MAX_SCORE}
    again = plan_work(gradable_course, "toy", ["ada", "grace"], SEED_1)
    assert (list(again.current), list(again.students)) == (["ada"], ["grace"])


def test_a_forced_run_that_is_stopped_can_be_gone_on_with(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Is the rest graded without --force, and nobody twice; can old verdicts be read until then?"""
    students = ["ada", "grace"]
    for student in students:
        hand_in(gradable_course, student, submission())
    run()
    disown(gradable_course, "toy", students)
    seed_2 = Options(seed=2)
    stopped = grade_class(
        gradable_course,
        plan_work(gradable_course, "toy", students, seed_2),
        engine_of(gradable_course, seed_2),
    )
    assert next(stopped).student == "ada"
    stopped.close()  # type: ignore[attr-defined]
    assert [result.seed for result in stored_results(gradable_course, "toy")] == [2, 1]
    assert run(Options(seed=3)) == ["grace"]
    assert [result.seed for result in stored_results(gradable_course, "toy")] == [2, 3]
    assert run() == []


def test_results_that_hold_are_given_back_as_they_were(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Does a run that grades nobody still know the whole class?"""
    hand_in(gradable_course, "ada", submission())
    run()
    work = plan_work(gradable_course, "toy", ["ada"], SEED_1)
    assert work.current == ("ada",)
    assert work.students == {}


def test_results_of_an_older_version_do_not_hold(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Is a result without a version, as an older kit wrote it, graded again?"""
    hand_in(gradable_course, "ada", submission())
    run()
    result = stored_result(gradable_course, "toy", "ada")
    assert result is not None
    store.write_result(gradable_course, replace(result, assignment_version="", exercise_versions={}))
    assert run() == ["ada"]


def test_the_graded_notebook_goes_where_nbgrader_looks(
    run: Callable[..., list[str]], gradable_course: Course
) -> None:
    """Are notebook and timestamp there for ``nbgrader generate_feedback``?"""
    path = hand_in(gradable_course, "ada", submission())
    (path.parent / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    (path.parent / "numpy.py").write_text("raise SystemExit")
    run()
    folder = gradable_course.notebook_file("autograded", "ada", "toy").parent
    assert sorted(file.name for file in folder.iterdir()) == ["timestamp.txt", "toy.ipynb"]
    assert json.loads((folder / "toy.ipynb").read_text())["nbformat"] == 4


def test_sources_of_a_submission_are_found_by_name(gradable_course: Course) -> None:
    """Can feedback show what a student wrote, and does it survive what is no notebook?"""
    hand_in(gradable_course, "ada", submission(toy_double="    return 'mine'"))
    hand_in(gradable_course, "grace", b"not JSON")
    assert (
        student_sources(gradable_course, "toy", "ada")["toy_double"]
        == "def toy_double(x):\n    return 'mine'"
    )
    assert student_sources(gradable_course, "toy", "grace") == {}
    assert student_sources(gradable_course, "toy", "nobody") == {}


def test_a_file_that_vanishes_is_no_crash(here: None, gradable_course: Course) -> None:
    """Is a submission withdrawn during the run named as missing?"""
    path: Path = hand_in(gradable_course, "ada", submission())
    work = plan_work(gradable_course, "toy", ["ada"], SEED_1)
    path.unlink()
    (result,) = grade_class(gradable_course, work, engine_of(gradable_course))
    assert result.notes[0] == "expected the file toy.ipynb, found 0 other notebooks"
