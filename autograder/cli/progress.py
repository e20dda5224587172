"""What a person sees on stderr while a class is graded: a bar where there is a terminal, and a summary."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeftColumn
from rich.text import Text

from ..text import plain
from .base import log

if TYPE_CHECKING:
    from ..results import SubmissionResult


class RateColumn(ProgressColumn):
    """How many submissions are graded per second, or per minute where that is less than one."""

    def render(self, task: Task) -> Text:
        """Return the rate of the last seconds."""
        return Text(rate(task.speed or 0.0), style="progress.data.speed")


def rate(per_second: float) -> str:
    """Return a rate in the unit that gives a number above one.

    >>> rate(2.5), rate(0.2), rate(0)
    ('2.5 a second', '12.0 a minute', '')
    """
    if per_second >= 1:
        return f"{per_second:.1f} a second"
    return f"{60 * per_second:.1f} a minute" if per_second else ""


class ClassProgress:
    """Follows the grading of a class. Use as a context manager; it ends with a summary.

    Parameters
    ----------
    title
        What is graded.
    total
        How many submissions are to be graded.
    unchanged
        How many have a result that holds.
    """

    def __init__(self, title: str, total: int, unchanged: int) -> None:
        self._title, self._total, self._unchanged = title, total, unchanged
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            RateColumn(),
            TimeLeftColumn(elapsed_when_finished=True),
            TextColumn("{task.fields[problems]}"),
            console=self._console,
            disable=not self._console.is_terminal or not total,
        )
        self._task = self._bar.add_task(f"grading {title}", total=total, problems="")
        self._done = self._problems = 0
        self._start = time.monotonic()

    def __enter__(self) -> ClassProgress:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._bar.stop()
        if kind is None:
            log(self._summary())
        elif issubclass(kind, KeyboardInterrupt):
            log(
                f"\nstopped: {self._done} of {self._total} submissions have been graded, and are kept; "
                "to go on, run the same command again (without --force)"
            )

    def of_unchanged(self, results: Iterable[SubmissionResult]) -> Iterator[SubmissionResult]:
        """Name the problems of results that hold, for they are problems still."""
        for result in results:
            self._name_problems(result)
            yield result

    def of_graded(self, results: Iterable[SubmissionResult]) -> Iterator[SubmissionResult]:
        """Count results as they are made, and name their problems."""
        for result in results:
            self._done += 1
            self._name_problems(result)
            self._bar.update(self._task, advance=1)
            yield result

    def _name_problems(self, result: SubmissionResult) -> None:
        """Name what a person should know about a result, one line each, safe to print."""
        if result.needs_a_person:
            self._problems += 1
            self._bar.update(self._task, problems=f"{self._problems} to look at")
        for note in result.notes:
            line = escape(f"{result.assignment}, {result.student}: {plain(note)}")
            self._console.print(line, highlight=False, soft_wrap=True)

    def _summary(self) -> str:
        seconds = time.monotonic() - self._start
        speed = f" in {seconds:.1f} s ({rate(self._done / seconds)})" if self._done else ""
        return (
            f"{self._title}: {self._done} graded{speed}, {self._unchanged} unchanged, "
            f"{self._problems} to look at"
        )
