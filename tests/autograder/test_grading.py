"""Grading an honest submission: whoever is right gets full marks, and results say what they must."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import nbformat
import pytest

from autograder.course import Assignment
from autograder.errors import SandboxError
from autograder.grading import Graded, grade, grader_fault
from autograder.judge import Judge
from autograder.results import ExerciseResult, SubmissionResult
from autograder.samples import function_source
from autograder.sandbox.limits import LEVELS
from autograder.sandbox.process import Sandbox

from .toy_course import (
    MAX_SCORE,
    NAMES,
    POINTS,
    STUB,
    Change,
    append,
    cell_of,
    code_cell,
    delete,
    insert,
    notebook,
    right_bodies,
    submission,
)

Grade = Callable[..., Graded]
STUBS: dict[str, Any] = dict.fromkeys(NAMES, f"    {STUB}")


def lost(result: SubmissionResult) -> set[str]:
    """Return the exercises that lost points."""
    return {e.name for e in result.exercises if e.score < e.max_score}


def of(result: SubmissionResult, name: str) -> ExerciseResult:
    """Return the verdict on an exercise."""
    return next(e for e in result.exercises if e.name == name)


def both(*changes: Change) -> Change:
    """Return a change that makes several in turn."""

    def change(made: Any) -> None:
        for one in changes:
            one(made)

    return change


def no_ids(made: Any) -> None:
    """Take the ids away, as formats before 4.5 have none."""
    for cell in made["cells"]:
        del cell["id"]


RIGHT: dict[str, tuple[Change | None, Any]] = {
    "reference": (None, {}),
    "helper_cell_above": (insert("def twice(x):\n    return x + x"), {"toy_double": "    return twice(x)"}),
    "helper_cell_between": (
        insert("def twice(x):\n    return x + x", before="test_toy_double"),
        {"toy_double": "    return twice(x)"},
    ),
    "composed": (None, {"toy_loss": "    return toy_double(W * W).sum() * reg / 2, toy_double(W) * reg"}),
    "lambda": (
        insert("toy_double = lambda x: x * 2", before="test_toy_double"),
        {"toy_double": f"    {STUB}"},
    ),
    "callable": (
        insert(
            "class Double:\n    def __call__(self, x):\n        return x * 2\ntoy_double = Double()",
            before="test_toy_double",
        ),
        {},
    ),
    "renamed_parameters": (insert("def toy_double(a, b=2):\n    return a * b", before="test_toy_double"), {}),
    "redefined_before_its_test": (
        insert("def toy_double(x):\n    return 2 * x", before="test_toy_double"),
        {"toy_double": "    return 3 * x"},
    ),
    "redefined_after_its_test": (append("def toy_double(x):\n    return 3 * x"), {}),
    "deleted_after_its_test": (append("del toy_double"), {}),
    "warning": (None, {"toy_double": "    import warnings\n    warnings.warn('beware')\n    return 2 * x"}),
    "deprecation": (None, {"toy_double": "    np.matrix([[1.0]])\n    return 2 * x"}),
    "division_by_zero_elsewhere": (None, {"toy_double": "    np.zeros(1) / np.zeros(1)\n    return 2 * x"}),
    "stderr": (None, {"toy_double": "    import sys\n    print('noise', file=sys.stderr)\n    return 2 * x"}),
    "prints": (None, {"toy_double": "    print('x is', x)\n    return 2 * x"}),
    "prints_a_flood": (
        None,
        {"toy_double": "    for i in range(10_000):\n        print('x' * 100)\n    return 2 * x"},
    ),
    "result_buffer_reused": (
        insert("buffer = {}"),
        {"toy_double": "    out = buffer.setdefault(x.shape, 0 * x)\n    out[:] = 2 * x\n    return out"},
    ),
    "fortran_order": (None, {"toy_double": "    return np.asfortranarray(2 * x)"}),
    "long_double": (
        None,
        {"toy_loss": "    W = W.astype(np.longdouble)\n    return reg * (W * W).sum(), 2 * reg * W"},
    ),
    "python_float": (None, {"toy_loss": "    return float(reg * (W * W).sum()), 2 * reg * W"}),
    "loops_where_allowed": (None, {"toy_double": "    return np.array([[2 * v for v in row] for row in x])"}),
    "copy_overwritten": (None, {"toy_double": "    x = x.copy()\n    x *= 2\n    return x"}),
    "exception_in_another_cell": (insert("raise RuntimeError('not my day')"), {}),
    "syntax_error_in_another_cell": (insert("def broken(:"), {}),
    "stub_call_in_another_cell": (insert("toy_double(1)", before="toy_double"), {}),
    "inline_figures": (insert("%matplotlib inline\nplt.plot([1, 2])\nplt.show()"), {}),
    "other_backend": (insert("%matplotlib widget"), {}),
    "cell_magic": (insert("%%time\nfactor = 2"), {"toy_double": "    return factor * x"}),
    "autoreload": (
        insert("%load_ext autoreload\n%autoreload 2\nfactor = 2"),
        {"toy_double": "    return factor * x"},
    ),
    "shell_line": (insert("!echo hello\nfactor = 2"), {"toy_double": "    return factor * x"}),
    "shell_output": (insert("lines = !echo 2"), {"toy_double": "    return float(lines[0]) * x"}),
    "bash_cell": (insert("%%bash\necho hello"), {}),
    "top_level_await": (
        insert("import asyncio\nawait asyncio.sleep(0)\nfactor = 2"),
        {"toy_double": "    return factor * x"},
    ),
    "threads": (
        insert("import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()"),
        {},
    ),
    "global_seed": (insert("np.random.seed(0)"), {}),
    "seterr_raise": (insert("np.seterr(all='raise')"), {}),
    "print_options": (insert("np.set_printoptions(precision=1, threshold=1)"), {}),
    "warnings_as_errors": (insert("import warnings\nwarnings.simplefilter('error')"), {}),
    "other_folder": (insert("import os\nos.mkdir('work')\nos.chdir('work')"), {}),
    "writes_a_file": (
        insert("np.save('factor.npy', 2.0)"),
        {"toy_double": "    return np.load('factor.npy') * x"},
    ),
    "null_byte": (insert("x = '\0'"), {}),
    "half_a_character": (insert("x = '\ud800'"), {}),
    "other_alphabet": (insert("größe = '数学 😀'\nprint(größe)"), {}),
    "text_between": (lambda nb: nb["cells"].insert(3, nbformat.v4.new_markdown_cell("my notes", id="m")), {}),
    "no_ids": (no_ids, {}),
    "no_metadata": (lambda nb: nb.update(metadata={}), {}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_whoever_is_right_gets_full_marks(graded: Grade, name: str) -> None:
    """Does style, noise or a mishap elsewhere never cost a right answer its points?"""
    change, bodies = RIGHT[name]
    result = graded(submission(change, **bodies)).result
    assert lost(result) == set()
    assert (result.status, result.score, result.notes) == ("graded", MAX_SCORE, ())


def test_every_declared_alternative_gets_full_marks(graded: Grade, toy: Assignment) -> None:
    """Are right answers in other styles right in the sandbox, too?"""
    sources = {
        name: function_source(exercise.alternatives[0].function, name)
        for name, exercise in toy.exercises.items()
        if exercise.alternatives
    }
    assert len(sources) == 2

    def change(made: Any) -> None:
        for name, source in sources.items():
            cell_of(made, name)["source"] = source

    assert graded(submission(change)).result.score == MAX_SCORE


def test_an_untouched_notebook_gets_nothing_and_is_not_wrong(graded: Grade) -> None:
    """Is what has not been written told from what is wrong?"""
    result = graded(submission(**STUBS)).result
    assert (result.score, result.notes) == (0.0, ())
    assert {e.status for e in result.exercises} == {"missing"}


def test_half_a_notebook_gets_its_half(graded: Grade) -> None:
    """Does every finished exercise count by itself?"""
    result = graded(submission(toy_sum=STUBS["toy_sum"], toy_step=STUBS["toy_step"])).result
    assert lost(result) == {"toy_sum", "toy_step"}
    assert result.score == POINTS["toy_double"] + POINTS["toy_loss"]


def test_a_known_mistake_is_named_and_keeps_the_right_part(graded: Grade) -> None:
    """Does the whole way from cell to message work for a misconception?"""
    result = graded(submission(toy_loss="    return reg * np.sum(W * W), reg * W")).result
    verdict = of(result, "toy_loss")
    assert (verdict.status, verdict.score, verdict.misconception) == ("partial", 2.0, "reg-factor-2")
    assert "your answer is what you get when the gradient of reg * sum(W * W) lacks" in verdict.message
    assert lost(result) == {"toy_loss"}


def test_loops_are_found_in_the_cells_of_the_submission(graded: Grade) -> None:
    """Is the ban on loops judged by what was handed in, helpers included?"""
    change = insert(
        "def add(rows):\n    total = 0\n    for row in rows:\n        total = total + row\n    return total"
    )
    result = graded(submission(change, toy_sum="    return add(X)")).result
    assert of(result, "toy_sum").misconception == "loops-in-vectorized"
    assert lost(result) == {"toy_sum"}


def test_a_mistake_costs_what_is_composed_of_it_and_nothing_else(graded: Grade) -> None:
    """Does a wrong stage cost its own points, and only of those that call it?"""
    composed = "    return toy_double(W * W).sum() * reg / 2, toy_double(W) * reg"
    result = graded(submission(toy_double="    return 3 * x", toy_loss=composed)).result
    assert lost(result) == {"toy_double", "toy_loss"}


EXPLORED = "    return 2 * x if explored else None"


def test_a_missing_name_brings_left_out_cells_back(graded: Grade) -> None:
    """Does leaving cells out to save time never cost a point?"""

    def to_the_front(made: Any) -> None:
        cell = cell_of(made, "look")
        made["cells"].remove(cell)
        made["cells"].insert(2, cell)

    graded_all = graded(submission(to_the_front, toy_double=EXPLORED))
    assert graded_all.result.score == MAX_SCORE
    shown = next(c for c in graded_all.notebook["cells"] if "explored" in c["source"])
    assert shown["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "explored\n"}]


def test_an_exploring_cell_below_helps_nobody(graded: Grade) -> None:
    """Is a notebook run from top to bottom, as in a fresh kernel?"""
    result = graded(submission(toy_double=EXPLORED)).result
    assert lost(result) == {"toy_double"}
    assert "NameError: name 'explored' is not defined" in of(result, "toy_double").message


@pytest.mark.parametrize("run_all", [False, True])
def test_running_all_cells_changes_what_is_shown_and_no_score(graded: Grade, run_all: bool) -> None:
    """Are exploring cells run only when a person asks?"""
    done = graded(submission(), run_all=run_all)
    assert bool(cell_of(done.notebook, "cell-10")["outputs"]) == run_all
    assert done.result.score == MAX_SCORE


def test_the_same_seed_gives_the_same_result(toy: Assignment, sandbox: Sandbox) -> None:
    """Can every verdict be replayed, wrong ones and their messages too?"""
    data = submission(toy_double="    return 2 * x + (x[0, 0] > 0)", toy_step="    return params, 0.0")
    records = [json.loads(grade(data, Judge(toy, 3), sandbox, "ada").result.to_json()) for _ in range(2)]
    for record in records:
        del record["seconds"]
    assert records[0] == records[1]


def test_a_result_has_the_fields_that_were_promised(graded: Grade) -> None:
    """Is the JSON what DESIGN says, field by field?"""
    record = json.loads(graded(submission(toy_sum="    return X")).result.to_json())
    exercise = record["exercises"][2]
    assert list(exercise) == [
        "name",
        "status",
        "score",
        "max_score",
        "relative_error",
        "misconception",
        "message",
        "also",
        "parts",
        "given_own_stages",
        "answered",
        "stage",
    ]
    assert {key: exercise[key] for key in list(exercise)[:6]} == {
        "name": "toy_sum",
        "status": "failed",
        "score": 0.0,
        "max_score": 2.0,
        "relative_error": None,
        "misconception": None,
    }
    assert [e["name"] for e in record["exercises"]] == list(NAMES)
    del record["exercises"]
    seconds = record.pop("seconds")
    assert 0 < seconds < 60
    assert record.pop("sandbox") in LEVELS
    assert len(record.pop("submission_digest")) == 64
    assert len(record.pop("assignment_version")) == 16
    assert record.pop("exercise_versions") == {}
    assert record == {
        "assignment": "toy",
        "score": 8.0,
        "max_score": 10.0,
        "status": "graded",
        "notes": [],
        "seed": 7,
        "student": "student",
        "needs_a_person": False,
    }


def test_a_result_without_a_student_has_no_student(toy: Assignment, sandbox: Sandbox) -> None:
    """Does ``check`` name nobody?"""
    result = grade(submission(), Judge(toy, 1), sandbox).result
    assert "student" not in json.loads(result.to_json())


def test_results_survive_a_file(graded: Grade) -> None:
    """Is what is written what is read, with fields of a later version left out?"""
    result = graded(submission(toy_sum="    return X")).result
    record = json.loads(result.to_json()) | {"later": 1}
    record["exercises"][0]["later"] = 1
    assert SubmissionResult.from_json(json.dumps(record)) == result
    assert len(fields(result)) == 13


def test_the_graded_notebook_is_one_that_jupyter_opens(graded: Grade) -> None:
    """Is what comes out valid, with the verdicts in the instructor's own test cells?"""
    done = graded(
        submission(both(delete("test_toy_sum"), append("print('mine')")), toy_double="    return x")
    )
    nbformat.validate(nbformat.from_dict(done.notebook))
    made = notebook(right_bodies())
    for name in NAMES:
        cell = cell_of(done.notebook, f"test_{name}")
        assert cell["metadata"] == cell_of(made, f"test_{name}")["metadata"]
        assert cell["source"] == f'check("{name}", {name})'
    assert done.notebook["cells"][-1]["id"] == "test_toy_sum"


def test_verdicts_are_outputs_that_nbgrader_reads(graded: Grade) -> None:
    """Does a failure show as an error, a part as its points, and all points as neither?"""
    done = graded(submission(toy_double="    return x", toy_loss="    return reg * np.sum(W * W), W"))
    kinds = {
        name: [output["output_type"] for output in cell_of(done.notebook, f"test_{name}")["outputs"]]
        for name in NAMES
    }
    assert kinds == {
        "toy_double": ["error"],
        "toy_loss": ["execute_result", "display_data"],
        "toy_sum": ["display_data"],
        "toy_step": ["display_data"],
    }
    assert cell_of(done.notebook, "test_toy_loss")["outputs"][0]["data"] == {"text/plain": "2.0"}


def test_what_a_cell_prints_and_draws_is_shown(graded: Grade) -> None:
    """Do text, errors, the last value and figures of a submission reach its graded notebook?"""
    source = "import sys\nprint('one')\nprint('two', file=sys.stderr)\nplt.plot([1, 2])\nplt.show()\n6 * 7"
    done = graded(submission(both(append(source), append("1 / 0", cell_id="error"))))
    outputs = done.notebook["cells"][-2]["outputs"]
    assert [output.get("text") for output in outputs[:2]] == ["one\n", "two\n"]
    assert "image/png" in outputs[2]["data"]
    assert outputs[3]["data"]["text/plain"] == "42"
    (error,) = done.notebook["cells"][-1]["outputs"]
    assert (error["ename"], error["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "1 / 0" in "\n".join(error["traceback"])


def test_many_figures_are_cut_and_cost_nothing(graded: Grade) -> None:
    """Is a cell that draws more than fits into a message still a cell that worked?"""
    source = (
        "from IPython.display import Image, display\n"
        "picture = Image(b'\\x89PNG\\r\\n\\x1a\\n' + np.random.bytes(300_000), format='png')\n"
        "for _ in range(40):\n    display(picture)\nfactor = 2"
    )
    done = graded(submission(insert(source), toy_double="    return factor * x"))
    assert done.result.score == MAX_SCORE
    outputs = done.notebook["cells"][2]["outputs"]
    assert 3 < len(outputs) < 40
    assert outputs[-1]["text"] == f"... ({40 - len(outputs) + 1} more outputs left out here)\n"


def test_submitted_outputs_are_never_shown(graded: Grade) -> None:
    """Are forged outputs, counts and metadata gone from the graded notebook?"""

    def forge(made: Any) -> None:
        for cell in made["cells"]:
            cell["metadata"]["tags"] = ["forged"]
            if cell["cell_type"] == "code":
                stream = {"output_type": "stream", "name": "stdout", "text": "forged 100/100"}
                cell.update(outputs=[stream], execution_count=100)
        made["metadata"]["kernelspec"] = {"name": "forged", "display_name": "forged"}

    done = graded(submission(forge, **STUBS))
    assert "forged" not in json.dumps(done.notebook)
    assert done.result.score == 0


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"", "not readable as a notebook: expected a notebook, got an empty file"),
        (b"not JSON", "not readable as a notebook: expected JSON, got something else at line 1"),
    ],
    ids=["empty", "not_json"],
)
def test_what_is_no_notebook_is_unreadable(graded: Grade, data: bytes, note: str) -> None:
    """Does a file that is no notebook get a result with a reason, and a notebook that says it?"""
    done = graded(data)
    assert (done.result.status, done.result.score, done.result.max_score) == ("unreadable", 0.0, MAX_SCORE)
    assert {e.status for e in done.result.exercises} == {"missing"}
    assert done.result.notes[0].startswith(note)
    assert done.result.needs_a_person
    nbformat.validate(nbformat.from_dict(done.notebook))
    assert note in done.notebook["cells"][0]["source"]


def test_a_notebook_of_another_assignment_is_told(graded: Grade) -> None:
    """Is a student who handed in the wrong notebook told which one it is?"""
    result = graded(submission(lambda nb: nb["metadata"]["cs231n"].update(assignment="svm"))).result
    assert (result.status, result.score) == ("unknown_assignment", 0.0)
    assert result.notes == (
        "another assignment: expected toy, got a notebook of 'svm'; hand it in where it belongs",
    )


def test_a_fault_of_the_grader_is_no_zero(toy: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a failing sandbox named as what it is, for every exercise?"""

    def fail(*_: Any) -> Any:
        raise SandboxError("no more processes")

    with Sandbox() as box:
        monkeypatch.setattr(box, "student", fail)
        result = grade(submission(), Judge(toy, 1), box, "ada").result
    assert result.status == "grader_error"
    assert {e.status for e in result.exercises} == {"grader_error"}
    assert "the grader failed (SandboxError: no more processes; " in result.notes[0]
    assert result.exercises[0].message == "the grader failed; this is not your mistake"


def test_a_reference_that_fails_is_a_fault_of_the_grader(toy: Assignment, sandbox: Sandbox) -> None:
    """Is an author's mistake that shows late never a student's?"""
    broken = copy.deepcopy(toy.exercises["toy_sum"])
    object.__setattr__(broken, "reference", lambda _X: 1 / 0)
    exercises = dict(toy.exercises) | {"toy_sum": broken}
    assignment = Assignment(toy.name, toy.version, toy.notebook, exercises)
    result = grade(submission(), Judge(assignment, 1), sandbox).result
    assert result.status == "grader_error"
    assert "toy_sum" in result.notes[0]
    assert "ZeroDivisionError" in result.notes[0]


def test_a_submission_that_was_never_graded_has_a_result(toy: Assignment) -> None:
    """Can the engine give up on a submission without losing it?"""
    result = grader_fault(b"data", Judge(toy, 1), "the process that graded it died twice", "ada").result
    assert (result.status, result.student) == ("grader_error", "ada")
    assert result.notes == ("the process that graded it died twice",)


def test_cells_of_the_same_name_do_not_break_the_notebook(graded: Grade) -> None:
    """Is the graded notebook valid whatever ids a submission has?"""

    def copies(made: Any) -> None:
        made["cells"] += [code_cell("x = 1", "same") for _ in range(3)]
        made["cells"] += [copy.deepcopy(cell_of(made, "toy_sum")) for _ in range(2)]
        made["cells"].append(code_cell("x = 2", "ok") | {"id": "<script>" * 50})
        made["cells"].append(code_cell("x = 3", "cell-3"))

    done = graded(submission(copies))
    nbformat.validate(nbformat.from_dict(done.notebook))
    assert done.result.score == MAX_SCORE
    ids = [cell["id"] for cell in done.notebook["cells"]]
    assert len(set(ids)) == len(ids)
