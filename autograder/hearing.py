"""Who answers for an exercise, and what was answered.

A fork is most of what an exercise costs, so exercises share one where they can. It answers for each as the
notebook stood at that test. What is right there is right; whatever is not, the code of another exercise may
have spoilt, and a process that has answered for nobody else is asked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cs231n_lib.comparison import Comparison
from cs231n_lib.outputs import Response

from .errors import StudentProcessGone
from .sandbox.replies import Call
from .sandbox.student import Respondent, StudentProcess

Compare = Callable[[Sequence[Response], Sequence[Comparison]], Sequence[Comparison]]
MAX_DEATHS = 2  # of the process while an exercise answers: one may be of another's making


class Era:
    """A time in which a notebook does nothing but name things, so that what was before can be had again.

    ``base`` is the notebook's process, or a fork of it that was made when the era ended.
    """

    def __init__(self, base: StudentProcess) -> None:
        self._base = base
        self._shared: Respondent | None = None

    def shared(self) -> Respondent | None:
        """Return the process that answers for all exercises of this time; a new one where it has ended."""
        if self._shared is None or self._shared.broken:
            self._shared = self.alone()
        return self._shared

    def alone(self) -> Respondent | None:
        """Return a process that has answered for nobody; None if there can be none."""
        return self._base.forked_respondent()

    def leave(self, respondent: Respondent) -> None:
        """Give a process away: whoever comes next gets another one."""
        if respondent is self._shared:
            self._shared = None


@dataclass
class Hearing:
    """An exercise whose test cell has come: who answers for it, and the answers so far.

    ``sources`` are the cells up to the test; ``failed`` tells of the last that was to define it, and raised.
    While others may have been answered for by the same process, ``era`` says where that comes from;
    ``compared`` says what the first responses are worth, as far as that had to be known.
    """

    name: str
    sources: tuple[str, ...]
    failed: str
    respondent: Respondent | None = None
    era: Era | None = None
    responses: list[Response] = field(default_factory=list)
    compared: Sequence[Comparison] = ()
    deaths: int = 0
    _calls: Sequence[Call] = ()

    def ask(self, calls: Sequence[Call], end: float, compare: Compare) -> None:
        """Ask for more responses; those of a shared process stand where all so far are right."""
        responses = [*self.responses, *self.answers(calls, end)]
        if self.era is not None:
            compared = compare(responses, self.compared)
            if self.respondent is not None and all(comparison.passed for comparison in compared):
                self.compared = compared
            else:
                responses = self._alone(self.era, responses, calls, end)
        self.responses, self._calls = responses, [*self._calls, *calls]

    def _alone(
        self, era: Era, responses: list[Response], calls: Sequence[Call], end: float
    ) -> list[Response]:
        """Return the responses of a process that no other exercise's code has run in."""
        self.era = None
        if self.respondent is not None and self.respondent.asked <= {self.name}:
            era.leave(self.respondent)
            return responses
        self.respondent = era.alone()
        if self.respondent is None:
            return self.responses
        again = self.answers([*self._calls, *calls], end)  # all of them, for functions that remember
        stands = max(0, min(len(self.responses), len(again) - 1))  # heard before a hidden case was known
        self.compared = self.compared[:stands]
        return [*self.responses[:stands], *again[stands:]]

    def answers(self, calls: Sequence[Call], end: float) -> list[Response]:
        """Return what is answered now; nobody answers after a call that did not come back."""
        if self.era is not None:
            self.respondent = self.era.shared()
        return self.respondent.ask(calls, end) if self.respondent is not None else []

    @contextlib.contextmanager
    def counting(self) -> Iterator[None]:
        """Count a death of the notebook's process, which may have come of asking."""
        try:
            yield
        except StudentProcessGone:
            self.deaths += 1
            raise

    @property
    def lost(self) -> bool:
        """Whether there is nobody left to be asked, though there is more to ask."""
        if self.deaths >= MAX_DEATHS:
            return False
        if self.respondent is None:
            return True
        return self.respondent.waits and not self.respondent.broken and not self.respondent.lives()
