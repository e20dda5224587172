"""One student's process, seen from the judge.

What arrives from it is data to be compared or shown, never a verdict: arrays are rebuilt from raw bytes with
dtype, shape and size checked here, and everything else is clipped text.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cs231n_lib.outputs import Problem, Response

from ..errors import StudentProcessGone
from .inside import wire
from .limits import Limits
from .replies import Call, clip, decode_response, display_outputs, encode_call

GRACE = 2.0  # seconds that the student's process gets to report a time-out by itself
PATIENCE = 10.0  # seconds that it gets to fork, beside its neighbours


@dataclass(frozen=True)
class CellRun:
    """What running one cell gave, as the student's process tells it: for display only."""

    status: str
    outputs: tuple[dict[str, Any], ...]


class StudentProcess:
    """One student's process.

    ``spent`` says that it has answered calls by itself, so that nothing more should be asked of it: it has
    seen hidden inputs, and may not be as the notebook has left it. ``overuse`` says, once it has ended, why
    its keeper has ended it.
    """

    def __init__(self, sock: socket.socket, limits: Limits, end: float, *, forks: bool = True) -> None:
        self.spent = False
        self.overuse = ""
        self._sock = sock
        self._limits = limits
        self._end = end
        self._forks = forks

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
        """Call a function of the notebook on each input in turn, in a fork, or else in the process itself.

        Returns as many responses as there were calls before the first that did not come back;
        the last one then says why. Raises StudentProcessGone if the notebook's process ends.
        """
        responses = self._answer_forked(function, calls) if self._forks else None
        return self._answer_itself(function, calls) if responses is None else responses

    def _answer_forked(self, function: str, calls: Sequence[Call]) -> list[Response] | None:
        """Answer in a fork; None if the process cannot, or says that its threads would be lost."""
        ours, theirs = socket.socketpair()
        with _watch("the process ended"), ours:
            with theirs:
                pid = self._request({"op": "fork"}, PATIENCE, fds=[theirs.fileno()])["pid"]
            if pid is None:
                return None
            responses, broken = self._responses(ours, function, calls)
            gone = broken is not None and not broken.timed_out
            end = self._request({"op": "end", "pid": pid, "gone": gone}, PATIENCE)["end"]
        return responses if broken is None else [*responses, Response(problem=self._why(broken, str(end)))]

    def _answer_itself(self, function: str, calls: Sequence[Call]) -> list[Response]:
        responses, broken = self._responses(self._sock, function, calls)
        self.spent = self._forks or broken is not None  # without forks, an answer is worth no new process
        return responses if broken is None else [*responses, Response(problem=self._why(broken, ""))]

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
