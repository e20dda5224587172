"""The sandbox's own promises: the level in force is known, a dead warm process is replaced, nothing stays."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.errors import SandboxError, StudentProcessGone
from autograder.sandbox import starters, views
from autograder.sandbox.limits import LEVELS, MIB, Limits
from autograder.sandbox.process import Sandbox
from autograder.sandbox.replies import Call
from autograder.sandbox.views import visible_paths
from cs231n_lib.outputs import LeafSpec

SPEC = (LeafSpec("out", None, None, (2,)),)
CALL = Call("f", {"x": np.array([1.0, 2.0])}, SPEC)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Return a sandbox whose folder lies in this test's own; the test closes it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return Sandbox(Limits(cell_seconds=5, call_seconds=5))


def soon() -> float:
    """Return the time at which a submission has had enough."""
    return time.monotonic() + 30


def alive(folder: Path) -> list[str]:
    """Return the processes that have something of this folder in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder).encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:  # it has ended meanwhile
            continue
    return found


def test_a_future_import_holds_for_later_cells(box: Sandbox) -> None:
    """Are hints of types that nothing defines never looked up, as in a notebook that says so once?"""
    with box, box.student(soon()) as student:
        assert student.run_cell("from __future__ import annotations").status == "ok"
        assert student.run_cell("def f(x: Undefined) -> Undefined:\n    return x").status == "ok"


def test_cells_and_calls_work_at_every_level(sandbox_of_any_level: Sandbox) -> None:
    """Is a notebook's process one in which cells follow each other and functions answer?"""
    with sandbox_of_any_level.student(soon()) as student:
        assert student.run_cell("import numpy as np\nfactor = 3").status == "ok"
        outcome = student.run_cell("def f(x):\n    return factor * x\nprint('done')")
        assert [output["text"] for output in outcome.outputs] == ["done\n"]
        responses = student.respondent().ask([CALL, CALL], soon())
        assert [r.leaves["out"].array.tolist() for r in responses] == [[3, 6], [3, 6]]
        assert student.run_cell("1 / 0").status == "error"


def test_answers_do_not_change_the_notebook(sandbox: Sandbox) -> None:
    """Does an answer see the notebook, and the notebook nothing of an answer?"""
    with sandbox.student(soon()) as student:
        student.run_cell("seen = []\ndef f(x):\n    seen.append(x)\n    return x * len(seen)")
        first = student.respondent().ask([CALL, CALL], soon())
        again = student.respondent().ask([CALL], soon())
        assert [r.leaves["out"].array[0] for r in (*first, *again)] == [1, 2, 1]
        assert student.run_cell("print(seen)").outputs[0]["text"] == "[]\n"


def test_answers_stop_at_the_first_that_does_not_come(sandbox: Sandbox) -> None:
    """Are the answers before a death kept?"""
    with sandbox.student(soon()) as student:
        student.run_cell(
            "import os\nseen = []\ndef f(x):\n  seen.append(1)\n  return x * (len(seen) < 3 or os._exit(1))"
        )
        responses = student.respondent().ask([CALL] * 5, soon())
        assert [r.problem is None for r in responses] == [True, True, False]
        assert student.respondent().ask([CALL], soon())[0].problem is None


def test_a_process_that_is_gone_is_told(sandbox: Sandbox) -> None:
    """Does the judge learn that a notebook's process has ended, and how?"""
    with sandbox.student(soon()) as student:
        with pytest.raises(StudentProcessGone, match="ended the process") as caught:
            student.run_cell("import os; os._exit(1)")
        assert not caught.value.timed_out
        with pytest.raises(StudentProcessGone):
            student.run_cell("x = 1")


def test_submissions_do_not_meet(sandbox: Sandbox) -> None:
    """Do two submissions at one time live apart?"""
    with sandbox.student(soon()) as first, sandbox.student(soon()) as second:
        first.run_cell("x = 1\nimport numpy\nnumpy.pi = 3")
        outcome = second.run_cell("import numpy\nprint('x' in dir(), numpy.pi > 3.1)")
        assert outcome.outputs[0]["text"] == "False True\n"


def test_closing_leaves_nothing(box: Sandbox, tmp_path: Path) -> None:
    """Are processes and folders of a closed sandbox gone?"""
    with box, box.student(soon()) as student:
        student.run_cell("import os\nif os.fork() == 0:\n    import time; time.sleep(1000)")
        assert alive(tmp_path)
        assert list(tmp_path.iterdir())
    assert alive(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_sandbox_never_used_leaves_nothing(box: Sandbox, tmp_path: Path) -> None:
    """Is closing before starting harmless, twice too?"""
    box.close()
    box.close()
    assert list(tmp_path.iterdir()) == []


def test_a_dead_warm_process_is_replaced(box: Sandbox) -> None:
    """Is the next submission graded after the warm process has died, and the present one told?"""
    with box:
        with box.student(soon()) as student:
            level = box.level
            kill_warm(box)
            with pytest.raises(StudentProcessGone):
                student.run_cell("import time; time.sleep(1)")
        with box.student(soon()) as student:
            assert student.run_cell("x = 1").status == "ok"
        assert box.level == level


def test_a_warm_process_that_cannot_live_is_the_graders_fault(box: Sandbox) -> None:
    """Is a machine that cannot start the warm process told from a student's mistake?"""
    with box, pytest.MonkeyPatch.context() as patch:
        patch.setattr(starters, "INSIDE", "no.such.package")
        with pytest.raises(SandboxError, match="expected the warm process to answer"), box.student(soon()):
            pass


def kill_warm(box: Sandbox) -> None:
    """Kill the warm process, and only it."""
    assert box._warm._process is not None
    os.kill(box._warm._process.pid, signal.SIGKILL)


def test_the_level_is_known_after_the_start(box: Sandbox) -> None:
    """Does a result say how well its submission was shut in?"""
    with box:
        assert box.level == "none"
        box.start()
        assert box.level in LEVELS


def test_a_level_that_cannot_be_had_is_refused(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does an instructor who demands more than the machine can do get no grading at all?"""
    monkeypatch.setattr(views, "visible_paths", lambda: [5])  # what no kernel mounts
    box._demanded = "namespaces"
    with (
        box,
        pytest.raises(
            SandboxError, match="expected a sandbox of level namespaces or better, but namespaces: "
        ),
    ):
        box.start()
    assert box.level == "none"


def test_the_next_best_level_is_taken(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a machine without namespaces graded on, with the reason kept?"""
    monkeypatch.setattr(views, "visible_paths", lambda: [5])
    with box:
        box.start()
        assert box.level == "process"
        assert list(box.refused) == ["namespaces", "bubblewrap", "landlock"]
        with box.student(soon()) as student:
            assert student.run_cell("x = 1").status == "ok"


def test_limits_are_the_kernels(sandbox: Sandbox) -> None:
    """Does a submission have the limits that were asked for?"""
    limits = sandbox.limits.rlimits()
    names = sorted(limits)
    with sandbox.student(soon()) as student:
        source = f"import resource\nprint([resource.getrlimit(getattr(resource, n))[0] for n in {names}])"
        text = student.run_cell(source).outputs[0]["text"]
    assert text == f"{[limits[name] for name in names]}\n"
    assert limits["RLIMIT_AS"] == 2048 * MIB
    assert limits["RLIMIT_CORE"] == 0


def test_the_environment_is_neutral(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are the grader's environment and arguments not passed on?"""
    monkeypatch.setenv("SECRET_TOKEN", "s3cr3t")
    with Sandbox(Limits()) as fresh, fresh.student(soon()) as student:
        outcome = student.run_cell(
            "import os, sys\nprint(os.environ.get('SECRET_TOKEN'), os.environ['HOME'] == os.getcwd())"
        )
        assert outcome.outputs[0]["text"] == "None True\n"
        # An environment that lies in /tmp is shown there, beside what the student writes.
        source = "before = set(os.listdir()); open('mine', 'w').close(); print(set(os.listdir()) - before)"
        assert student.run_cell(source).outputs[0]["text"] == "{'mine'}\n"


def test_what_is_visible_is_python_and_the_library_alone() -> None:
    """Is no folder shown that holds solutions, and no parent of one?"""
    paths = visible_paths()
    root = Path(__file__).resolve().parents[2]
    assert str(root) not in paths
    assert not [path for path in paths if str(root).startswith(f"{path}/")]
    assert str(root / "cs231n_lib") in paths


def test_a_shell_line_needs_no_terminal(sandbox: Sandbox) -> None:
    """Do lines after an exclamation mark run, with their output and variables?"""
    with sandbox.student(soon()) as student:
        source = (
            "name = 'ada'\n!echo hello $name; echo no >&2; exit 3\nprint(_exit_code)\nprint(!echo a; echo b)"
        )
        outcome = student.run_cell(
            source.replace("print(!echo a; echo b)", "lines = !echo a; echo b\nprint(lines)")
        )
    assert [output["text"] for output in outcome.outputs] == ["hello ada\n3\n['a', 'b']\n", "no\n"]


@pytest.mark.skipif(sys.platform != "linux", reason="there is no nursery elsewhere")
@pytest.mark.parametrize("dies", ["never", "before", "after"])
def test_workers_share_what_a_nursery_has_imported(
    dies: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Do two sandboxes work whose warm processes are its forks, or their own where it has died?"""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    nursery = starters.Nursery()
    if dies == "before":
        nursery._process.kill()
        nursery._process.wait()
    with Sandbox(nursery=nursery.requests) as one, Sandbox(nursery=nursery.requests) as other:
        for box in (one, other):
            with box.student(soon()) as student:
                assert (
                    student.run_cell("import os\nfolder = os.getcwd()\nassert os.getenv('HOME')").status
                    == "ok"
                )
            assert (box._warm._process is None) == (dies != "before")
        if dies == "after":
            nursery._process.kill()
        nursery.close()
        with one.student(soon()) as student:
            assert student.run_cell("x = 1").status == "ok"
    assert alive(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
