"""The judge's end of the sandbox: the best level that the machine can do, and a process per submission."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import LevelUnavailable, SandboxError, StudentProcessGone
from . import views
from .folders import Home
from .inside import wire
from .inside.levels import REASONS, TOO_MUCH_MEMORY, Place
from .levels import BY_NAME, LevelRefused
from .limits import LEVELS, Limits
from .starters import START_SECONDS, Plain, Started, Starter, Warm
from .student import StudentProcess

PROBE = "import numpy, matplotlib.pyplot\nfrom cs231n_lib import check, data\nprint(6 * 7)"


@dataclass(frozen=True)
class _Process:
    """A submission's process that has been started, and its scratch folder."""

    started: Started
    scratch: str
    forks: bool

    def wait(self) -> None:
        """Wait until it is shut in."""
        try:
            told = wire.receive(self.started.sock, deadline=time.monotonic() + START_SECONDS)[0]
        except wire.WireError as error:
            raise LevelRefused(self._last_words() or str(error)) from error
        if told["error"] is not None:
            raise LevelRefused(told["error"])

    def end(self) -> int | None:
        """End it with all that it has started; return how its keeper ended, where that can be known."""
        self.started.sock.close()
        status = self.started.end()
        shutil.rmtree(self.scratch, ignore_errors=True)
        return status

    def _last_words(self) -> str:
        """Return what a program has written about its failure, where one was asked to shut it in."""
        path = Path(self.scratch, REASONS)
        return path.read_text(errors="replace").strip()[-300:] if path.is_file() else ""


class Sandbox:
    """Starts students' processes. Use as a context manager.

    ``nursery`` is where a warm process may come from (`Nursery.requests`).

    ``level`` says how well they are shut in: ``"none"`` until the first one, then the best of `LEVELS`
    that this machine can do; ``refused`` says why it cannot do better. ``losses`` counts the processes whose
    end nobody can be blamed for: what had started them was killed.

    Raises
    ------
    LevelUnavailable
        On the first use, if the machine cannot do at least the level ``demanded``.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        demanded: str = LEVELS[-1],
        nursery: socket.socket | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.level = "none"
        self.refused: dict[str, str] = {}
        self.losses = 0
        self._demanded = demanded
        self._home = Home()
        self._warm = Warm(self._home.path, nursery)
        self._plain = Plain(self._home.path)
        self._ahead: _Process | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def launch(self) -> None:
        """Start what takes time, without waiting for it."""
        if hasattr(os, "fork"):
            self._warm.launch()

    def start(self) -> None:
        """Find the level that this machine can do, unless it is known."""
        if self.level != "none":
            return
        for level in LEVELS[: LEVELS.index(self._demanded) + 1]:
            if not (reason := self.probe(level)):
                self.level = level
                return
            self.refused[level] = reason
        self.close()
        reasons = "; ".join(f"{level}: {why}" for level, why in self.refused.items())
        raise LevelUnavailable(f"expected a sandbox of level {self._demanded} or better, but {reasons}")

    def probe(self, level: str) -> str:
        """Try a level with a plain notebook; return why it cannot be had, or nothing where it can."""
        try:
            process = self._begin(level)
            try:
                process.wait()
                _try_out(StudentProcess(process.started.sock, self.limits, time.monotonic() + START_SECONDS))
            finally:
                process.end()
        except LevelRefused as refused:
            return str(refused)
        return ""

    def survey(self) -> dict[str, str]:
        """Return every level, the best first, with the reason why it cannot be had, or ``""``."""
        return {level: self.probe(level) for level in LEVELS}

    @contextlib.contextmanager
    def student(self, end: float) -> Iterator[StudentProcess]:
        """Start a process for one submission; nothing of it is left afterwards.

        ``end`` is the time (`time.monotonic`) at which the submission has used up its time.

        Raises
        ------
        SandboxError
            If no process can be started.
        """
        self.start()
        process = self._next()
        student = StudentProcess(process.started.sock, self.limits, end, forks=process.forks)
        try:
            process.wait()
            yield student
        except LevelRefused as refused:
            raise SandboxError(f"expected the sandbox to work again, but {refused}; grade again") from refused
        finally:
            student.close()
            if (status := process.end()) is None:
                self.losses += 1
            elif status == TOO_MUCH_MEMORY:
                student.overuse = (
                    f"used more than {self.limits.memory_mib} MiB of memory in all its processes"
                )

    def close(self) -> None:
        """End all processes and remove everything they used."""
        if self._ahead is not None:
            self._ahead.end()
            self._ahead = None
        self._warm.close()
        self._home.remove()
        self.level = "none"

    def _next(self) -> _Process:
        """Return a process for the next submission, and start the one after it where that takes time."""
        process = self._ahead or self._begin(self.level)
        level = BY_NAME[self.level]
        self._ahead = self._begin(self.level) if level.slow and level.forked else None
        return process

    def _begin(self, name: str) -> _Process:
        level = BY_NAME[name]
        place = Place(
            level=name,
            scratch=self._home.scratch(),
            visible=views.visible_paths(),
            hidden=views.hidden_paths(),
            limits=self.limits.rlimits(),
            memory_mib=self.limits.memory_mib,
            tmp_mib=self.limits.tmp_mib,
            program=level.program(),
        )
        starter: Starter = self._warm if level.forked else self._plain
        return _Process(starter.start(place), place.scratch, level.forked)


def _try_out(student: StudentProcess) -> None:
    """Refuse a level at which a plain notebook does not run: that would be a zero for everybody."""
    try:
        run = student.run_cell(PROBE)
    except StudentProcessGone as error:
        raise LevelRefused(f"a plain cell {error}") from error
    if run.status != "ok" or not any(o.get("text") == "42\n" for o in run.outputs):
        raise LevelRefused(f"a plain cell does not run: {str(run.outputs)[:300]}")
