"""How long a submission waits for its process once the grader is warm, as root and as an ordinary user."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import ordinary_user

from .rows import Line, Row, Skipped

TARGET_MS = 60.0
FORKS = 30
PROGRAM = f"""
import json, time
from autograder.sandbox.process import Sandbox

def one(box):
    start = time.perf_counter()
    with box.student(time.monotonic() + 60) as student:
        student.run_cell("x = 1")
    return 1000 * (time.perf_counter() - start)

with Sandbox() as box:
    one(box)
    print(json.dumps([box.level, [one(box) for _ in range({FORKS})]]))
"""


def measure() -> list[Line]:
    """Start, run one cell in, and end the processes of submissions one after the other."""
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    lines: list[Line] = [_row("a submission's process", done.stdout)]
    if reason := ordinary_user.why_not():
        return [*lines, Skipped("a submission's process, ordinary user", reason)]
    with tempfile.TemporaryDirectory(prefix="home-", dir="/tmp") as home:
        ordinary_user.give_to_ordinary_user(Path(home))
        done = ordinary_user.run_as_ordinary_user(command, Path(home))
    return [*lines, _row("a submission's process, ordinary user", done.stdout)]


def _row(what: str, output: str) -> Row:
    level, milliseconds = json.loads(output)
    how = f"level {level}; start, one cell, and end; median of {len(milliseconds)}"
    return Row(what, statistics.median(milliseconds), "target", TARGET_MS, "ms", how)
