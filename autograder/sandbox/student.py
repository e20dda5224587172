"""One student's process, seen from the judge.

What arrives from it is data to be compared or shown, never a verdict: arrays are rebuilt from raw bytes with
dtype, shape and size checked here, and everything else is clipped text.
"""

from __future__ import annotations

import contextlib
import functools
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cs231n_lib.outputs import Problem, Response

from ..errors import StudentProcessGone
from .inside import wire
from .limits import Limits
from .replies import Call, clip, decode_response, display_outputs

GRACE = 2.0  # seconds that the student's process gets to report a time-out by itself
PATIENCE = 10.0  # seconds that it gets to fork, beside its neighbours


@dataclass(frozen=True)
class CellRun:
    """What running one cell gave, as the student's process tells it: for display only."""

    status: str
    outputs: tuple[dict[str, Any], ...]


class Respondent:
    """Answers calls of functions, each as the notebook had defined it at its test.

    It is a fork of the notebook's process, or that process itself where there can be no fork. Unless it
    ``waits``, the notebook goes on in the same process, and whatever is to be asked must be asked at once.
    ``asked`` are the functions it has been asked for: the code of each may have spoilt it for the others.
    """

    def __init__(
        self,
        sock: socket.socket,
        call_seconds: float,
        *,
        waits: bool = True,
        ending: Callable[[bool], str] | None = None,
    ) -> None:
        self.waits = waits
        self.broken = False
        self.asked: set[str] = set()
        self._sock = sock
        self._call_seconds = call_seconds
        self._ending = ending

    def ask(self, calls: Sequence[Call], end: float) -> list[Response]:
        """Make one call after the other, until ``end`` (`time.monotonic`) at the latest.

        Returns as many responses as there were calls before the first that did not come back; the last one
        then says why, and there will be no more. Raises StudentProcessGone if the notebook's process ends.
        """
        self.asked.update(call.function for call in calls)
        responses: list[Response] = []
        for call in [] if self.broken else calls:
            try:
                responses.append(self._one(call, end))
            except wire.WireError as error:
                how = self._ending(not error.timed_out) if self._ending else ""
                self.broken = True
                return [*responses, Response(problem=self._why(error, how))]
        return responses

    def lives(self) -> bool:
        """Whether it is still there to be asked: a later cell may have killed it."""
        deadline = time.monotonic() + PATIENCE
        try:
            wire.send(self._sock, {"op": "ping"}, deadline=deadline)
            wire.receive(self._sock, deadline=deadline, max_body=0)
        except wire.WireError:
            return False
        return True

    def _one(self, call: Call, end: float) -> Response:
        deadline = min(time.monotonic() + self._call_seconds, end)
        wire.send_bytes(self._sock, call.message, deadline=deadline)
        reply, data, _ = wire.receive(
            self._sock, deadline=deadline, max_body=call.max_bytes, max_header=2**16
        )
        try:
            return decode_response(reply, data, call.spec)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
            raise wire.WireError("a response that is not one") from error

    def _why(self, broken: wire.WireError, end: str) -> Problem:
        if broken.timed_out:
            return Problem("exception", f"it took more than {self._call_seconds:g} s", "TimeoutError")
        ended = f" ({end})" if end.startswith(("exit", "signal")) and len(end) < 12 else ""
        return Problem("exception", f"it ended the process{ended} instead of returning", "ProcessEnded")


class StudentProcess:
    """One student's process. Close it when it has ended.

    ``spent`` says that it has become a respondent itself, so that no other cell should be run in it.
    ``overuse`` says, once it has ended, why its keeper has ended it.
    """

    def __init__(self, sock: socket.socket, limits: Limits, end: float, *, forks: bool = True) -> None:
        self.spent = False
        self.overuse = ""
        self._sock = sock
        self._limits = limits
        self._end = end
        self._forks = forks
        self._connections = contextlib.ExitStack()

    def run_cell(self, source: str) -> CellRun:
        """Run one cell of the notebook.

        Raises
        ------
        StudentProcessGone
            If the process ends, or does not stop when its time is up.
        """
        seconds = self._limits.cell_seconds
        patience = min(seconds, self._end - time.monotonic()) + GRACE
        with _watch(f"ran for more than {seconds:g} s and could not be interrupted"):
            reply = self._request({"op": "run", "source": source, "seconds": seconds}, patience)
            return CellRun(clip(reply["status"]), display_outputs(reply["outputs"]))

    def mark(self, exercise: str) -> bool:
        """Have it remember how the notebook stands, for respondents made later; return whether it can fork.

        Raises StudentProcessGone if it has ended.
        """
        with _watch("the process ended"):
            return (
                self._forks and self._request({"op": "mark", "exercise": exercise}, PATIENCE)["forks"] is True
            )

    def respondent(self) -> Respondent:
        """Return a fork that answers, or this process itself where there can be none.

        Raises StudentProcessGone if it has ended.
        """
        if (fork := self.forked_respondent()) is not None:
            return fork
        self.spent = self._forks  # without forks, an answer is worth no new process
        return Respondent(self._sock, self._limits.call_seconds, waits=self.spent)

    def forked_respondent(self) -> Respondent | None:
        """Return a fork that answers: for exercises marked as things stood then, for others as they stand.

        None if there can be none. It lives as long as the process does; raises StudentProcessGone if that has
        ended.
        """
        if (fork := self._fork()) is None:
            return None
        sock, pid = fork
        return Respondent(sock, self._limits.call_seconds, ending=functools.partial(self._ended, pid))

    def branch(self) -> StudentProcess | None:
        """Return a fork that stays as it is now, to fork respondents later; None if there can be none.

        It lives as long as the process does. Raises StudentProcessGone if that has ended.
        """
        if (fork := self._fork()) is None:
            return None
        branch = StudentProcess(fork[0], self._limits, self._end)
        return self._connections.enter_context(contextlib.closing(branch))

    def confirm(self) -> None:
        """Raise StudentProcessGone unless the process is still there: an answer may have killed it."""
        with _watch("the process ended"):
            self._request({"op": "ping"}, PATIENCE)

    def close(self) -> None:
        """Close the connections to its forks."""
        self._connections.close()

    def _fork(self) -> tuple[socket.socket, int] | None:
        """Return a fork's socket and pid; None if the process cannot fork, or would lose its threads."""
        if not self._forks:
            return None
        ours, theirs = socket.socketpair()
        self._connections.enter_context(ours)
        with _watch("the process ended"), theirs:
            pid = self._request({"op": "fork"}, PATIENCE, fds=[theirs.fileno()])["pid"]
        return None if pid is None else (ours, pid)

    def _ended(self, pid: int, gone: bool) -> str:
        """End a fork, and say how it ended if it was ``gone`` already."""
        with _watch("the process ended"):
            return str(self._request({"op": "end", "pid": pid, "gone": gone}, PATIENCE)["end"])

    def _request(self, request: Any, seconds: float, fds: Sequence[int] = ()) -> Any:
        deadline = time.monotonic() + seconds
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
