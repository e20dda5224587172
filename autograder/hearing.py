"""Who answers for an exercise, and what was answered.

A fork is most of what an exercise costs, so exercises share one where they can. It answers for each as the
notebook stood at that test. What is not right there may have been spoilt by another exercise's code, and is
asked again: visible cases in a fork that has answered for nobody else, hidden ones in a fresh sandbox, which
holds nothing of what a hidden case has told.
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
        with contextlib.suppress(StudentProcessGone):  # whoever ended it, it was not who comes next
            return self._base.forked_respondent()
        return None

    def confirm(self) -> None:
        """Raise StudentProcessGone if an answer has seen to it that there can be no more such processes."""
        self._base.confirm()

    def retire(self, respondent: Respondent) -> None:
        """Share a process no more: whoever comes next gets another one."""
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
    _unheard: Sequence[Call] = ()  # those of them that only a process before this one has heard

    def ask(self, calls: Sequence[Call], end: float, compare: Compare) -> None:
        """Ask for more responses; those of a shared process stand where all so far are right.

        Afterwards there is no respondent where a fresh sandbox has to be asked instead.
        """
        answers = self.answers([*self._unheard, *calls], end)  # for functions that remember
        responses = [*self.responses, *(answers[len(self._unheard) :] or answers[-1:])]
        if self.era is not None:
            compared = compare(responses, self.compared)
            if self.respondent is not None and all(comparison.passed for comparison in compared):
                self.compared = compared
            elif self.respondent is not None and self.respondent.asked <= {self.name}:
                self.era.retire(self.respondent)  # no other code has run in it
                self.era = None
            elif self.responses:  # a hidden case is known to this sandbox
                self.era, self.respondent, self._unheard = None, None, self._calls
                return
            else:
                self.respondent, self.era = self.era.alone(), None
                responses = self.answers(calls, end)
        self.responses, self._calls = responses, [*self._calls, *calls]

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

    def is_lost(self) -> bool:
        """Find out whether there is nobody left to be asked, though there is more to ask."""
        if self.deaths >= MAX_DEATHS:
            return False
        if self.respondent is None:
            return True
        return self.respondent.waits and not self.respondent.broken and not self.respondent.lives()
