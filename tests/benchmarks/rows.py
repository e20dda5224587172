"""What a topic hands to the runner: rows of one table, each a figure beside the one it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

TARGET = "target"


@dataclass(frozen=True)
class Row:
    """One figure against another, both measured in this run unless ``against`` is a target.

    Attributes
    ----------
    what : str
        What was measured: "a class of 24, autograder grade".
    ours : float
        What came out, in ``unit``.
    against : str
        What it is compared with: "nbgrader autograde", or `TARGET`.
    theirs : float
        The same quantity there.
    unit : str
        "s", "ms", "MiB", "core-s per notebook", ...
    how : str
        How it was measured, in one line: rounds, medians, what is in it and what is not.
    more_is_better : bool
        For rates and counts; all else costs something, and less of it is better.

    Examples
    --------
    >>> Row("grade", 2.0, "nbgrader autograde", 50.0, "s", "median of 3").ratio
    25.0
    """

    what: str
    ours: float
    against: str
    theirs: float
    unit: str
    how: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times better ours is: 1 where both are 0, and infinitely where one is."""
        better, worse = (self.ours, self.theirs) if self.more_is_better else (self.theirs, self.ours)
        if better == worse:
            return 1.0
        return better / worse if worse else float("inf")


@dataclass(frozen=True)
class Skipped:
    """A line that could not be measured here, and what it would take: "torch is not installed"."""

    what: str
    why: str


Line = Row | Skipped
