"""What a gradient check found, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from .. import rendering


@dataclass(frozen=True)
class GradientEntry:
    """One entry of a gradient: the array's name ("" where there is one array), its index, and both values."""

    name: str
    index: tuple[int, ...]
    analytic: float
    numerical: float
    relative_error: float

    @property
    def place(self) -> str:
        """The entry as it is written in Python: ``dW[2, 1]`` without the name of the gradient."""
        return f"{self.name}[{', '.join(map(str, self.index))}]" if self.index else self.name or "x"


@dataclass(frozen=True)
class GradientCheck:
    """The outcome of `check_gradient`: true if it passed, rich in Jupyter, a few lines of text elsewhere.

    ``error`` is the largest difference over the largest entry, and ``worst`` the entry with that difference.
    ``kinks`` are entries where the function has no gradient but a left and a right slope, with yours between
    them. ``problem`` says why nothing could be compared (a wrong shape, nan), ``pattern`` what is wrong with
    all entries alike; mostly they are None.
    """

    entries: int = 0
    wrong: int = 0
    error: float = 0.0
    worst: GradientEntry | None = None
    kinks: tuple[GradientEntry, ...] = ()
    problem: str | None = None
    pattern: str | None = None

    @property
    def passed(self) -> bool:
        """Whether every entry agrees, kinks aside."""
        return self.problem is None and not self.wrong

    def __bool__(self) -> bool:
        return self.passed

    @property
    def summary(self) -> str:
        """The outcome in one sentence."""
        if self.problem is not None:
            return self.problem
        if self.wrong:
            return f"{self.wrong} of {_entries(self.entries)} disagree with the numerical gradient"
        every = f"all {self.entries} entries agree" if self.entries > 1 else f"{_entries(self.entries)} agree"
        return f"{every} with the numerical one (relative error {self.error:.1e})"

    def _card(self) -> rendering.Card:
        blocks: list[rendering.Block] = []
        if self.wrong and self.worst is not None:
            worst = self.worst
            row = (
                worst.place,
                f"{worst.analytic:.6g}",
                f"{worst.numerical:.6g}",
                f"{worst.relative_error:.2g}",
            )
            blocks.append(rendering.Table(("worst entry", "yours", "numerical", "relative error"), (row,)))
        if self.pattern is not None:
            blocks.append(rendering.Text(self.pattern))
        if self.kinks:
            verb = "lies on a kink" if len(self.kinks) == 1 else "lie on kinks"
            why = "two slopes and no gradient, any value between them is right."
            blocks.append(rendering.Text(f"{_entries(len(self.kinks))} {verb}: {why}", quiet=True))
        word = "Passed" if self.passed else "Not the gradient"
        mark: rendering.Mark = "passed" if self.passed else "wrong"
        return rendering.Card(mark, word, "gradient check", self.summary, tuple(blocks))

    def _repr_html_(self) -> str:
        return rendering.to_html(self._card())

    def __str__(self) -> str:
        return rendering.to_text(self._card())

    __repr__ = __str__


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
