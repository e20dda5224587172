"""Stop watches: commands and functions, side by side, in turns, so that a busy moment hits both sides."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Seconds on the clock; core-seconds of it and all its children; MiB of memory of it alone at its peak.
    """

    seconds: float
    core_seconds: float
    peak_mib: float


def cost_of_command(
    command: Sequence[str], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end and return what it cost, with all the processes that it waited for.

    Raises
    ------
    RuntimeError
        If it failed: a failure is fast, and no measurement.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        with ThreadPoolExecutor(1) as watcher:
            peak = watcher.submit(_peak_mib, process.pid)
            errors = process.stderr.read() if process.stderr else ""
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: done, but something needs a person
        raise RuntimeError(f"expected {' '.join(command)} to work, got exit {process.returncode}: {errors}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak.result())


def _peak_mib(pid: int) -> float:
    """Watch a process until it has ended; NaN where there is no /proc.

    (What wait4 calls the peak begins with that of whoever started the process.)
    """
    peak = float("nan")
    with contextlib.suppress(OSError):  # it has ended
        while found := re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text()):
            peak = int(found[1]) / 1024
            time.sleep(0.02)
    return peak


def seconds_of(function: Callable[[], Any]) -> float:
    """Return the seconds that one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def core_seconds() -> float:
    """Return the core-seconds that this process and its ended children have used so far."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def in_turns(rounds: int, **measures: Callable[[], T]) -> dict[str, list[T]]:
    """Call every measure once per round, in turns, and return what each gave."""
    taken: dict[str, list[T]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return taken


def median_seconds(rounds: int, **functions: Callable[[], Any]) -> dict[str, float]:
    """Return the median seconds of each function, measured in turns."""
    taken = in_turns(rounds, **{name: _timed(function) for name, function in functions.items()})
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _timed(function: Callable[[], Any]) -> Callable[[], float]:
    return lambda: seconds_of(function)
