"""Exercises share a process where they can, and nobody can tell: the verdicts are those of a process each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.celltext import only_names
from autograder.course import Assignment
from autograder.grading import Graded, grade
from autograder.judge import Judge
from autograder.sandbox.process import Sandbox
from autograder.sandbox.student import StudentProcess

from .toy_course import MAX_SCORE, Change, append, insert, submission

Grade = Callable[..., Graded]


@pytest.fixture
def lost(toy: Assignment, sandbox: Sandbox) -> Callable[..., set[str]]:
    """Return a function that grades a submission and returns the exercises that lost points."""

    def graded(change: Change | None = None, **bodies: str) -> set[str]:
        result = grade(submission(change, **bodies), Judge(toy, 7), sandbox, "student").result
        return {e.name for e in result.exercises if e.score < e.max_score}

    return graded


# Bodies of toy_double, which comes first.
SPOILERS = {
    "no_sum": "np.sum = np.random.default_rng = None\n    return 2.0 * x",
    "wrong_sum": "np.sum = lambda *a, **k: 1.0\n    return 2.0 * x",
    "other_functions": "global toy_loss, toy_sum\n    toy_loss = toy_sum = None\n    return 2.0 * x",
    "recursion": "import sys; sys.setrecursionlimit(60)\n    return 2.0 * x",
    "strict": "np.seterr(all='raise'); np.set_printoptions(threshold=1)\n    return 2.0 * x",
    "thread": "import threading as t\n    t.Thread(target=t.Event().wait).start()\n    return 2.0 * x",
}
WRONG_SPOILERS = {
    "no_names": "out = 2.0 * x\n    globals().clear()\n    return out",
    "exit": "import os; os._exit(0)",
    "later_exit": "import os\n    np.sum = None\n    return 2.0 * x if len(x) == 4 else os._exit(0)",
    "hang": "np.sum = None\n    while True: pass",
    "wrong": "np.sum = None\n    return 3.0 * x",
}


@pytest.mark.parametrize("name", SPOILERS)
def test_what_a_right_answer_breaks_is_whole_for_the_others(lost: Callable[..., set[str]], name: str) -> None:
    """Are answers that a shared process spoils asked for again?"""
    assert lost(toy_double=f"    {SPOILERS[name]}") == set()


@pytest.mark.parametrize("name", WRONG_SPOILERS)
def test_a_wrong_answer_costs_itself_alone(lost: Callable[..., set[str]], name: str) -> None:
    """Do the others keep their points, whether they were asked before or after?"""
    assert lost(toy_double=f"    {WRONG_SPOILERS[name]}") == {"toy_double"}


def test_the_last_one_costs_itself_alone(lost: Callable[..., set[str]]) -> None:
    """Are hidden cases answered for exercises whose process the last one has ended?"""
    assert lost(toy_step="    import os; os._exit(0)") == {"toy_step"}


# Cells after the test of toy_double, none of which does more than name things: it was right by then.
AFTERWARDS = {
    "another_function": "def toy_double(x):\n    return x",
    "another_helper": "def helper(x):\n    return x",
    "another_number": "factor = 3.0",
    "another_module": "import math as np",
}
USES = "    assert factor == 2.0\n    return helper(np.asarray(x))"
HELPER = "factor = 2.0\ndef helper(x):\n    return factor * x"


@pytest.mark.parametrize("name", AFTERWARDS)
def test_an_exercise_is_graded_as_it_was_at_its_test(lost: Callable[..., set[str]], name: str) -> None:
    """Does a name that is given again later leave the exercise as it was?"""
    assert only_names(AFTERWARDS[name])

    def change(notebook: Any) -> None:
        insert(HELPER)(notebook)
        append(AFTERWARDS[name], cell_id="after")(notebook)

    assert lost(change, toy_double=USES) == set()


def test_what_is_defined_too_late_is_not_there(lost: Callable[..., set[str]]) -> None:
    """Is a helper that comes after the test as unknown as it is in the notebook?"""
    assert lost(append(HELPER), toy_double="    return helper(x)") == {"toy_double"}


@pytest.mark.parametrize("counter", ["seen.append(1)", "global calls; calls += 1; seen.extend([1] * calls)"])
def test_a_function_that_remembers_is_asked_from_the_first_call_on(
    lost: Callable[..., set[str]], counter: str
) -> None:
    """Is an answer wrong that is right for a few calls only, also where it was asked for twice?"""
    body = f"    {counter}\n    return 2.0 * x if len(seen) < 5 else x"
    assert lost(insert("seen, calls = [], 0"), toy_double=body) == {"toy_double"}


# Bodies of toy_sum that note what they see; the visible case is known by its first number.
NOTES = """    import os
    first = float(X[0, 0])
    if not os.path.exists("/tmp/visible"):
        open("/tmp/visible", "w").write(repr(first))
    visible = float(open("/tmp/visible").read()) == first
"""
TELLS = """    if os.path.exists("/tmp/hidden"):
        os._exit(int(open("/tmp/hidden").read()))
    if not visible:
        open("/tmp/hidden", "w").write(str(int(abs(first) * 100) % 250 + 1))
        return X
    return X.sum(axis=0)
"""
GUESSES = """    if visible:
        return X.sum(axis=0)
    if not os.path.exists("/tmp/pid"):
        open("/tmp/pid", "w").write(str(os.getpid()))
    return X if int(open("/tmp/pid").read()) == os.getpid() else X.sum(axis=0)
"""


@pytest.mark.parametrize("body", [NOTES + TELLS, NOTES + GUESSES], ids=["tells_of_hidden", "guesses_again"])
def test_nothing_is_asked_again_where_a_hidden_case_is_known(
    toy: Assignment, sandbox: Sandbox, body: str
) -> None:
    """Does a function that is wrong in a hidden case neither get a number out nor a second try?"""
    result = grade(submission(toy_sum=body), Judge(toy, 7), sandbox, "student").result
    (wrong,) = (e for e in result.exercises if e.score < e.max_score)
    assert wrong.name == "toy_sum"
    assert wrong.message.startswith("right on the visible cases")


LEFT_BEHIND = {
    "in_a_module": ("np.double = 2.0", "np.double"),
    "on_a_function": ("toy_double.double = 2.0", "toy_double.double"),
    "imported": ("import xml.dom.minidom", "len(xml.dom.minidom.__name__) / 7.5"),
}


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_what_a_call_leaves_behind_helps_no_later_exercise(lost: Callable[..., set[str]], name: str) -> None:
    """Does an exercise that needs another one's call before it lose its points, whoever shares with it?"""
    leave, use = LEFT_BEHIND[name]
    bodies = {
        "toy_double": f"    {leave}\n    return 2.0 * x",
        "toy_sum": f"    return X.sum(axis=0) * 0.5 * {use}",
    }
    assert lost(insert("import xml.dom"), **bodies) == {"toy_sum"}


def test_who_ends_the_notebook_is_named_and_nobody_else(toy: Assignment, sandbox: Sandbox) -> None:
    """Is the blame for a process that is killed with the exercise that killed it?"""
    killer = "    import os\n    np.sum = None\n    os.kill(os.getppid(), 9)\n    return 2.0 * x"
    with_a_cell = insert("print(1)", before="toy_step")
    result = grade(submission(with_a_cell, toy_double=killer), Judge(toy, 7), sandbox, "student").result
    assert {e.name for e in result.exercises if e.score < e.max_score} <= {"toy_double"}
    assert all(note.startswith("toy_double") for note in result.notes)


def forks_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every fork of a student's process."""
    forks: list[str] = []
    fork = StudentProcess._fork

    def counted(process: StudentProcess) -> Any:
        forks.append("fork")
        return fork(process)

    monkeypatch.setattr(StudentProcess, "_fork", counted)
    return forks


PRINTS = insert("print(toy_double(np.ones(2)))", before="toy_sum")


@pytest.mark.parametrize(
    ("change", "bodies", "forks"),
    [
        (None, {}, 1),  # one for all
        (None, {"toy_sum": "    return X"}, 2),  # and one for it alone
        (
            PRINTS,
            {},
            3,
        ),  # one that stays as it was before the cell, one for those before, one for those after
    ],
    ids=["right", "one_wrong", "a_cell_that_runs"],
)
def test_few_forks_answer(
    toy: Assignment,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    change: Change | None,
    bodies: dict[str, str],
    forks: int,
) -> None:
    """Is a process, which is most of the cost, made only where one is needed?"""
    made = forks_of(monkeypatch)
    result = grade(submission(change, **bodies), Judge(toy, 7), sandbox, "student").result
    assert len(made) == forks
    assert result.score == MAX_SCORE - (2 if bodies else 0)


@pytest.mark.parametrize("possible", range(4))
def test_without_forks_a_fresh_process_answers(
    toy: Assignment, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, possible: int
) -> None:
    """Are the verdicts the same where a notebook can fork no more, whenever that is?"""
    made = forks_of(monkeypatch)
    fork = StudentProcess._fork
    monkeypatch.setattr(StudentProcess, "_fork", lambda self: fork(self) if len(made) < possible else None)
    data = submission(
        PRINTS, toy_double="    np.sum = None\n    return 2.0 * x", toy_step="    return params, 0.0"
    )
    result = grade(data, Judge(toy, 7), sandbox, "student").result
    assert {e.name for e in result.exercises if e.score < e.max_score} == {"toy_step"}
    assert result.notes == ()


NAMES_ONLY = (
    "",
    "# nothing but a comment",
    '"a text"',
    "import numpy as np\nimport matplotlib.pyplot as plt\nfrom math import *\nfrom cs231n_lib import check",
    "def f(x: np.ndarray | None = None, *, rate=-0.5) -> tuple[int, ...]:\n    return x",
    "class A:\n    rate = 1\n    def f(self): print(self)",
    "a = b = (1, 'x', [2])",
)
DOES_MORE = (
    "%matplotlib inline",
    "import xml.dom.minidom",
    "import mine",
    "def f(x: table[0]): pass",
    "x = np.zeros(3)",
    "x.append(1)",
    "x[0] = 1",
    "x += 1",
    "@cache\ndef f(): pass",
    "def f(x=[].append(1)): pass",
    "def f(x: print('hint')): pass",
    "class A(B): pass",
    "class A:\n    print('body')",
    "if x: y = 1",
    "del x",
)


@pytest.mark.parametrize("source", NAMES_ONLY)
def test_cells_that_only_name_things(source: str) -> None:
    """Is a cell known that leaves all other things as they are?"""
    assert only_names(source)


@pytest.mark.parametrize("source", DOES_MORE)
def test_cells_that_do_more(source: str) -> None:
    """Is a cell known that may change things?"""
    assert not only_names(source)
