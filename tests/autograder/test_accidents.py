"""Accidents cost nothing, and attacks on the machine only what they break.

Right answers in unusual notebooks keep full marks: threads, prints, warnings, large arrays, slow loops. A
notebook that has used up its processes, threads or descriptors loses no exercise that needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from autograder.celltext import definitions
from autograder.course import Assignment
from autograder.grading import grade
from autograder.judge import Judge
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

from .conftest import of_level
from .toy_course import MAX_SCORE, insert, submission

POOL = (
    "from concurrent.futures import ThreadPoolExecutor\n"
    "pool = ThreadPoolExecutor(2)\npool.submit(abs, 1).result()"
)

# A cell before the exercises, and the body of toy_double: right, and in need of something.
RIGHT: dict[str, tuple[str, str]] = {
    "pool_of_the_notebook": (POOL, "return pool.submit(lambda: 2.0 * x).result()"),
    "joined_threads": (
        "import threading",
        "out = []\n    thread = threading.Thread(target=lambda: out.append(2.0 * x))\n"
        "    thread.start()\n    thread.join()\n    return out[0]",
    ),
    "prints": ("", "print('x' * 10**6)\n    return 2.0 * x"),
    "warnings": ("import warnings", "warnings.warn('careful')\n    np.log(np.zeros(1))\n    return 2.0 * x"),
    "writes_to_stderr": ("import sys", "sys.stderr.write('note')\n    return 2.0 * x"),
    "large_arrays": ("big = np.ones(25 * 2**20)", "return 2.0 * x * np.full(25 * 2**20, big[0])[0]"),
    "slow_loop": ("import time", "time.sleep(0.5)\n    return 2.0 * x"),
    "processes": (
        "import subprocess, sys",
        "return float(subprocess.run(['echo', '2'], capture_output=True).stdout) * x",
    ),
    "async_function": ("import asyncio\nawait asyncio.sleep(0)", "return 2.0 * x"),
}


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox]:
    """Return a sandbox with the limits that a class has."""
    with Sandbox() as box:
        box.start()
        yield box


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_keeps_full_marks(toy: Assignment, patient: Sandbox, name: str) -> None:
    """Does an unusual, but right answer lose nothing?"""
    cell, body = RIGHT[name]
    result = grade(submission(insert(cell), toy_double=f"    {body}"), Judge(toy, 7), patient).result
    assert (result.score, result.notes) == (MAX_SCORE, ())


def test_a_pool_of_the_notebook_works_at_any_level(toy: Assignment, sandbox_of_level: Sandbox) -> None:
    """Is a notebook with threads answered by itself, and by a fresh process after that?"""
    cell, body = RIGHT["pool_of_the_notebook"]
    spoilt = f"    np.sum = None\n    {body}"
    result = grade(submission(insert(cell), toy_double=spoilt), Judge(toy, 7), sandbox_of_level).result
    assert (result.score, result.notes) == (MAX_SCORE, ())


UNTIL_REFUSED = "try:\n    while True: {}\nexcept (OSError, RuntimeError): pass"

# Cells that leave the notebook's process unable to fork, or with little left.
EXHAUSTING = {
    "processes": "import os, time\n" + UNTIL_REFUSED.format("os.fork() or time.sleep(1000)"),
    "threads": "import threading, time\n"
    + UNTIL_REFUSED.format("threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()"),
    "descriptors": "files = []\n" + UNTIL_REFUSED.format("files.append(open('/dev/null'))"),
    "lower_limits": "import resource\nfor name in ('NPROC', 'NOFILE'):\n"
    "    resource.setrlimit(getattr(resource, f'RLIMIT_{name}'), (6, 6))",
    "files": "import itertools\nnames = map(str, itertools.count())\n"
    + UNTIL_REFUSED.format("open(next(names), 'w').close()"),
    "disk": UNTIL_REFUSED.format("open('f', 'ab').write(bytes(2**20))"),
}


@pytest.mark.parametrize("name", EXHAUSTING)
def test_a_notebook_that_has_used_everything_up_is_still_graded(
    toy: Assignment, patient: Sandbox, name: str
) -> None:
    """Do its functions, which need nothing of that, keep their points?"""
    if patient.level not in ("namespaces", "bubblewrap"):
        pytest.skip("only a user and a disk of its own can be used up")
    result = grade(submission(insert(EXHAUSTING[name])), Judge(toy, 7), patient).result
    assert (result.score, result.notes) == (MAX_SCORE, ())


HOARD = (
    "    import os, time\n    for _ in range(5):\n        if not os.fork():\n"
    "            kept = np.ones(20 * 2**20)\n            time.sleep(1000)\n    time.sleep(1000)"
)


@pytest.mark.parametrize("level", ["namespaces", "landlock"])
def test_the_memory_of_all_processes_is_limited(toy: Assignment, level: str) -> None:
    """Is a submission ended whose processes each keep the limit, but not together, and told why?"""
    with of_level(level, Limits(call_seconds=20, memory_mib=700)) as box:
        result = grade(submission(toy_double=HOARD), Judge(toy, 7), box).result
    assert [e.name for e in result.exercises if e.score < e.max_score] == ["toy_double"]
    assert result.notes == ("toy_double used more than 700 MiB of memory in all its processes",)


def test_memory_that_is_shared_counts_once(toy: Assignment) -> None:
    """Do many processes that look at one large array fit into the memory that they hold together?"""
    share = (
        "    import os, time\n    kept, children = np.ones(16 * 2**20), []\n"
        "    for _ in range(6):\n        children.append(os.fork() or time.sleep(1000))\n"
        "    time.sleep(0.5)\n"
        "    for pid in children:\n        os.kill(pid, 9)\n        os.waitpid(pid, 0)\n"
        "    return 2.0 * x"
    )
    with of_level("namespaces", Limits(call_seconds=20, memory_mib=700)) as box:
        result = grade(submission(toy_double=share), Judge(toy, 7), box).result
    assert (result.score, result.notes) == (MAX_SCORE, ())


def test_a_cell_that_ran_out_of_time_is_not_run_again(toy: Assignment, sandbox: Sandbox) -> None:
    """Does a restart bring back what a cell has defined, without its endless loop?"""

    def change(notebook: Any) -> None:
        insert("import os; os._exit(1)")(notebook)
        insert("def two():\n    return 2.0\nwhile True: pass")(notebook)

    result = grade(submission(change, toy_double="    return two() * x"), Judge(toy, 7), sandbox).result
    assert result.score == MAX_SCORE
    assert result.notes == (
        "code cell 2 (`def two():`) ran for more than 1.5 s and was stopped",
        "code cell 3 (`import os; os._exit(1)`) ended the process",
    )


def test_definitions_are_imports_functions_and_classes() -> None:
    """Is a cell that Python cannot read left out?"""
    assert definitions("x = 1\nclass A: pass\nimport os") == "class A:\n    pass\nimport os"
    assert definitions("%matplotlib inline\nimport os") == ""
