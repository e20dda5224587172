"""The judge's end of the sandbox: one warm process per worker, one forked process per submission.

What arrives from a student's process is data to be compared or shown, never a verdict: arrays are
rebuilt from raw bytes with dtype, shape and size checked here, and everything else is clipped text.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cs231n_lib.outputs import Problem, Response

from ..errors import SandboxError, StudentProcessGone
from .inside import wire
from .limits import LEVELS, Limits
from .replies import Call, clip, decode_response, display_outputs, encode_call
from .views import visible_paths

GRACE = 2.0  # seconds that the student's process gets to report a time-out by itself
START_SECONDS = 120.0
PROBE = "import numpy, matplotlib.pyplot\nfrom cs231n_lib import check, data\nprint(6 * 7)"
PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")


@dataclass(frozen=True)
class CellRun:
    """What running one cell gave, as the student's process tells it: for display only."""

    status: str
    outputs: tuple[dict[str, Any], ...]


class Sandbox:
    """A warm process that forks students' processes. Use as a context manager.

    ``level`` says how well they are shut in: ``"none"`` until the first one, then the best of `LEVELS`
    that this machine can do.

    Raises
    ------
    SandboxError
        On the first use, if the machine cannot do at least the level ``demanded``.
    """

    def __init__(self, limits: Limits | None = None, demanded: str = LEVELS[-1]) -> None:
        self.limits = limits or Limits()
        self.level = "none"
        self.refused: dict[str, str] = {}
        self._demanded = demanded
        self._home = tempfile.mkdtemp(prefix="autograder-")
        self._control: socket.socket | None = None
        self._warm: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def student(self, end: float) -> Iterator[StudentProcess]:
        """Fork a process for one submission; nothing of it is left afterwards.

        ``end`` is the time (`time.monotonic`) at which the submission has used up its time.

        Raises
        ------
        SandboxError
            If the warm process cannot be started or does not answer.
        """
        self.start()
        with self._forked(self.level) as sock:
            yield StudentProcess(sock, self.limits, end)

    def start(self) -> None:
        """Start the warm process, unless it runs, and find the level that this machine can do."""
        if self.level != "none":
            return
        self.launch()
        self._expect()
        for level in LEVELS[: LEVELS.index(self._demanded) + 1]:
            try:
                with self._forked(level) as sock:
                    self._try_out(StudentProcess(sock, self.limits, time.monotonic() + START_SECONDS))
                    self.level = level
                    return
            except _LevelRefused as refused:
                self.refused[level] = str(refused)
        self.close()
        reasons = "; ".join(f"{level}: {why}" for level, why in self.refused.items())
        raise SandboxError(f"expected a sandbox of level {self._demanded} or better, but {reasons}")

    @staticmethod
    def _try_out(student: StudentProcess) -> None:
        """Refuse a level at which a plain notebook does not run: that would be a zero for everybody."""
        try:
            run = student.run_cell(PROBE)
        except StudentProcessGone as error:
            raise _LevelRefused(f"a plain cell {error}") from error
        if run.status != "ok" or not any(o.get("text") == "42\n" for o in run.outputs):
            raise _LevelRefused(f"a plain cell does not run: {str(run.outputs)[:300]}")

    @contextlib.contextmanager
    def _forked(self, level: str) -> Iterator[socket.socket]:
        ours, theirs = socket.socketpair()
        scratch = tempfile.mkdtemp(prefix="student-", dir=self._home)
        about = {"level": level, "scratch": scratch, "paths": visible_paths(), "tmp_mib": self.limits.tmp_mib}
        try:
            started = self._ask(
                {"op": "fork", **about, "limits": self.limits.rlimits(level)}, fds=[theirs.fileno()]
            )
            if "pid" not in started:
                raise _LevelRefused(started["error"])
            theirs.close()
            try:
                yield ours
            finally:
                self._ask({"op": "kill", "pid": started["pid"]})
        finally:
            ours.close()
            theirs.close()
            shutil.rmtree(scratch, ignore_errors=True)

    def close(self) -> None:
        """End the warm process and remove everything it used."""
        self._stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _stop(self) -> None:
        """End the warm process; the next student gets a new one."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._warm is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._warm.pid, signal.SIGKILL)
            self._warm.wait()
            self._warm = None
        self.level = "none"

    def launch(self) -> None:
        """Start the warm process without waiting for it; its imports then run beside other work."""
        if self._control is not None:
            return
        ours, theirs = socket.socketpair()
        module = "autograder.sandbox.inside.warm"
        with theirs:
            self._warm = subprocess.Popen(
                [sys.executable, "-I", "-m", module, str(theirs.fileno()), self._home],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=self._environment(),
                cwd=self._home,
                start_new_session=True,
            )
        self._control = ours

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "VECLIB")}
        cache = os.environ.get("MPLCONFIGDIR") or os.path.expanduser("~/.cache/matplotlib")
        home = {"HOME": self._home, "IPYTHONDIR": self._home, "MPLCONFIGDIR": cache}
        return kept | threads | home

    def _ask(self, request: Any, fds: Sequence[int] = ()) -> Any:
        if self._control is None:
            raise SandboxError("expected the warm process to run, but it has ended; grade again")
        try:
            wire.send(self._control, request, fds=fds)
        except wire.WireError as error:
            self._stop()
            raise SandboxError(
                f"expected the warm process to listen, but {error}; run `autograder doctor`"
            ) from error
        return self._expect()

    def _expect(self) -> Any:
        assert self._control is not None
        try:
            return wire.receive(self._control, deadline=time.monotonic() + START_SECONDS)[0]
        except wire.WireError as error:
            self._stop()
            raise SandboxError(
                f"expected the warm process to answer, but {error}; run `autograder doctor`"
            ) from error


class _LevelRefused(Exception):
    """The machine cannot do a level; the text says why."""


class StudentProcess:
    """One student's process, seen from the judge."""

    def __init__(self, sock: socket.socket, limits: Limits, end: float) -> None:
        self._sock = sock
        self._limits = limits
        self._end = end

    def run_cell(self, source: str) -> CellRun:
        """Run one cell of the notebook.

        Raises
        ------
        StudentProcessGone
            If the process ends, or does not stop when its time is up.
        """
        seconds = self._limits.cell_seconds
        with _watch(f"ran for more than {seconds:g} s and could not be interrupted"):
            reply = self._request({"op": "run", "source": source, "seconds": seconds}, seconds + GRACE)
            return CellRun(clip(reply["status"]), display_outputs(reply["outputs"]))

    def answer(self, function: str, calls: Sequence[Call]) -> list[Response]:
        """Call a function of the notebook on each input in turn, in a process of its own.

        Returns as many responses as there were calls before the first that did not come back;
        the last one then says why. Raises StudentProcessGone if the notebook's process ends.
        """
        ours, theirs = socket.socketpair()
        with _watch("the process ended"), ours:
            with theirs:
                pid = self._request({"op": "answer"}, GRACE + 10, fds=[theirs.fileno()])["pid"]
            responses, broken = self._responses(ours, function, calls)
            gone = broken is not None and not broken.timed_out
            end = self._request({"op": "end", "pid": pid, "gone": gone}, GRACE + 10)["end"]
        if broken is not None:
            responses.append(Response(problem=self._why(broken, str(end))))
        return responses

    def _responses(
        self, sock: socket.socket, function: str, calls: Sequence[Call]
    ) -> tuple[list[Response], wire.WireError | None]:
        responses: list[Response] = []
        for call in calls:
            try:
                responses.append(self._one(sock, function, call))
            except wire.WireError as error:
                return responses, error
        return responses, None

    def _one(self, sock: socket.socket, function: str, call: Call) -> Response:
        deadline = min(time.monotonic() + self._limits.call_seconds, self._end)
        header, body = encode_call(function, call)
        wire.send(sock, header, body, deadline=deadline)
        reply, data, _ = wire.receive(sock, deadline=deadline, max_body=call.max_bytes, max_header=2**16)
        try:
            return decode_response(reply, data, call.spec)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
            raise wire.WireError("a response that is not one") from error

    def _why(self, broken: wire.WireError, end: str) -> Problem:
        if broken.timed_out:
            return Problem("exception", f"it took more than {self._limits.call_seconds:g} s", "TimeoutError")
        ended = f" ({end})" if end.startswith(("exit", "signal")) and len(end) < 12 else ""
        return Problem("exception", f"it ended the process{ended} instead of returning", "ProcessEnded")

    def _request(self, request: Any, seconds: float, fds: Sequence[int] = ()) -> Any:
        deadline = min(time.monotonic() + seconds, self._end + GRACE)
        wire.send(self._sock, request, deadline=deadline, fds=fds)
        return wire.receive(self._sock, deadline=deadline, max_body=0)[0]


@contextlib.contextmanager
def _watch(timeout_reason: str) -> Iterator[None]:
    """Turn a broken connection into StudentProcessGone."""
    try:
        yield
    except wire.WireError as error:
        reason = timeout_reason if error.timed_out else "ended the process"
        raise StudentProcessGone(reason, timed_out=error.timed_out) from error
    except (KeyError, TypeError) as error:
        raise StudentProcessGone("took over the process and sent nonsense") from error
