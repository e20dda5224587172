"""What every worker has, whichever engine it belongs to: a judge, and a sandbox for each of its threads."""

from __future__ import annotations

import socket
import weakref
from collections import deque

from ..course import Course, load_assignment
from ..grading import Graded, grade
from ..judge import Judge
from ..options import Options
from ..sandbox.process import Sandbox
from ..store import Earlier


class Grader:
    """Grades submissions of one assignment, from any number of threads at a time.

    ``nursery`` is where the warm process of its first sandbox may come from (`Nursery.requests`). Its
    sandboxes end with `close`, or when nobody holds the grader any more.
    """

    def __init__(
        self, course: Course, assignment: str, options: Options, nursery: socket.socket | None = None
    ) -> None:
        self._options = options
        self._free: deque[Sandbox] = deque()
        self.close = weakref.finalize(self, _close_all, self._free)
        first = self._sandbox(nursery)
        first.launch()  # its imports run beside ours
        self._free.append(first)
        self._judges = {options.seed: Judge(load_assignment(course, assignment), options.seed)}

    def start(self) -> str:
        """Start a sandbox and return its level.

        Raises
        ------
        SandboxError
            If this machine cannot do the level that is demanded.
        """
        sandbox = self._free[0]
        sandbox.start()
        return sandbox.level

    def grade(self, data: bytes, student: str | None = None, earlier: Earlier | None = None) -> Graded:
        """Grade the bytes of one submission, with an earlier seed and verdicts if there are any."""
        judge = self._judge(earlier.seed if earlier else self._options.seed)
        kept = earlier.verdicts if earlier else ()
        sandbox = self._take()
        try:
            return grade(data, judge, sandbox, student, run_all=self._options.run_all, kept=kept)
        finally:
            self._free.append(sandbox)

    def _judge(self, seed: int) -> Judge:
        """Return the judge of a seed; of other seeds than the run's own, the last one is kept."""
        if seed not in self._judges:
            own = self._judges[self._options.seed]
            self._judges = {self._options.seed: own, seed: Judge(own.assignment, seed)}
        return self._judges[seed]

    def _take(self) -> Sandbox:
        try:
            return self._free.pop()
        except IndexError:  # this thread is one more than there have been
            return self._sandbox()

    def _sandbox(self, nursery: socket.socket | None = None) -> Sandbox:
        return Sandbox(self._options.limits, self._options.sandbox, nursery)


def _close_all(sandboxes: deque[Sandbox]) -> None:
    while sandboxes:
        sandboxes.pop().close()
