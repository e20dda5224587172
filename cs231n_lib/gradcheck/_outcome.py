"""What a gradient check found, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import rendering
from ..comparison import relative_error
from ..rendering import Block, Table, Text
from ._claim import EPS, Claim
from ._evidence import DIRECTIONS, EntryMap, Evidence, Seen
from ._patterns import common_factor, where
from ._points import Positions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROWS = 3
LITTLE = 1e-2  # a relative error that digits lost in float32 may explain
SINGLE = 1e-10  # of the value of a function: rounding that is more is not that of float64 alone


@dataclass(frozen=True)
class GradientEntry:
    """One measured entry: the array's name ("" where there is one array), its index, and both values.

    ``slopes`` are those to the left and to the right of a kink; elsewhere None.
    """

    name: str
    index: tuple[int, ...]
    analytic: float
    numerical: float
    relative_error: float
    slopes: tuple[float, float] | None = None

    @property
    def place(self) -> str:
        """The entry as it is written in Python: ``dW[2, 1]`` without the name of the gradient."""
        return f"{self.name}[{', '.join(map(str, self.index))}]" if self.index else self.name or "x"


@dataclass(frozen=True)
class GradientCheck:
    """The outcome of a check: true if it passed, rich in Jupyter, a few lines of text elsewhere.

    Attributes
    ----------
    entries, wrong
        How many entries the gradient has, and how many of those measured one by one disagree.
    error
        The largest relative error, on the scale of the gradient.
    wrongs
        The entries that disagree, the largest difference first.
    kinks
        Entries where the function has no gradient but a left and a right slope, with yours between them.
    problem
        Why nothing could be compared (a wrong shape, nan); mostly None.
    patterns
        What the wrong entries have in common: where they lie, a factor, a sign.
    in_doubt, resolution
        How many entries are too small, beside the rounding of f, to promise that an error of 1 in 10,000 was
        seen; and the largest error that may hide in any entry.
    advice
        What to do about entries in doubt, or wrong by little, where float32 may be to blame.
    evaluations
        How often the function was called.
    """

    entries: int = 0
    wrong: int = 0
    error: float = 0.0
    wrongs: tuple[GradientEntry, ...] = ()
    kinks: tuple[GradientEntry, ...] = ()
    problem: str | None = None
    patterns: tuple[str, ...] = ()
    in_doubt: int = 0
    resolution: float = 0.0
    advice: str = ""
    evaluations: int = 0
    measured: int = 0
    maps: tuple[EntryMap, ...] = field(default=(), repr=False)

    @property
    def passed(self) -> bool:
        """Whether every entry agrees, kinks aside."""
        return self.problem is None and not self.wrong

    def __bool__(self) -> bool:
        return self.passed

    @property
    def worst(self) -> GradientEntry | None:
        """The wrong entry with the largest difference, or None."""
        return self.wrongs[0] if self.wrongs else None

    @property
    def summary(self) -> str:
        """The outcome in one sentence."""
        if self.problem is not None:
            return self.problem
        if self.wrong:
            of = f"{self.wrong} of {_entries(self.entries)}"
            if self.measured < self.entries:
                of = f"{self.wrong} of {self.measured} suspects among {_entries(self.entries)}"
            return f"{of} {'disagrees' if self.wrong == 1 else 'disagree'} with the slopes of the function"
        if self.kinks:
            lie = "lies on a kink" if len(self.kinks) == 1 else "lie on kinks"
            return f"{_entries(len(self.kinks))} of {self.entries} {lie}, the others agree"
        if self.advice and self.in_doubt:
            sure = f"nothing disagrees with the slopes of the function, {self.in_doubt} of "
            return f"{sure}{_entries(self.entries)} {'is' if self.in_doubt == 1 else 'are'} in doubt"
        every = "the one entry agrees" if self.entries == 1 else f"all {self.entries} entries agree"
        return f"{every} with the slopes of the function (relative error {self.error:.1e})"

    def figure(self) -> Figure:
        """Draw where the gradient disagrees: a heat map for each array, rows by columns.

        Returns
        -------
        matplotlib.figure.Figure
            Shown where it is the last line of a cell.
        """
        from ._figure import heat_map  # Matplotlib is for those who draw

        return heat_map(self.maps)

    def _card(self) -> rendering.Card:
        blocks = [*self._numbers(), *map(Text, self.patterns), *self._about_kinks(), *self._remarks()]
        mark: rendering.Mark = "passed" if self.passed else "wrong"
        word = "Passed" if self.passed else "Not checked" if self.problem else "Not the gradient"
        return rendering.Card(mark, word, "gradient check", self.summary, tuple(blocks))

    def _numbers(self) -> Iterator[Block]:
        if self.wrongs:
            rows = tuple(
                (e.place, f"{e.analytic + 0.0:.6g}", f"{e.numerical:.6g}", f"{e.relative_error:.2g}")
                for e in self.wrongs[:ROWS]
            )
            yield Table(("entry", "yours", "measured", "relative error"), rows)

    def _about_kinks(self) -> Iterator[Block]:
        if not self.kinks:
            return
        yield Text(
            "At a kink a function has a slope to each side and no gradient. Any value between them will do, "
            f"and {'yours does' if len(self.kinks) == 1 else 'yours do'}."
        )
        rows = tuple(
            (kink.place, f"{kink.analytic:.6g}", f"{kink.slopes[0]:.6g}", f"{kink.slopes[1]:.6g}")
            for kink in self.kinks[:ROWS]
            if kink.slopes
        )
        yield Table(("entry", "yours", "slope to the left", "to the right"), rows)

    def _remarks(self) -> Iterator[Block]:
        if self.advice and self.wrong and max(e.relative_error for e in self.wrongs) < LITTLE:
            yield Text(self.advice)
        if self.passed and self.in_doubt:
            entries = (
                f"In doubt: {self.in_doubt} of {_entries(self.entries)}; beside rounding, an error there"
            )
            text = f"{entries} of up to {self.resolution:.1g} does not show. {self.advice}"
            yield Text(text.rstrip(), quiet=not self.advice)
        if self.passed and self.entries:
            single = f" and at {_entries(self.measured)} alone" if self.measured else ""
            how = f"Looked along {DIRECTIONS} random directions{single}: {self.evaluations} evaluations."
            yield Text(how, quiet=True)

    def _repr_html_(self) -> str:
        return rendering.to_html(self._card())

    def __str__(self) -> str:
        return rendering.to_text(self._card())

    __repr__ = __str__


def outcome_of(evidence: Evidence) -> GradientCheck:
    """Sum up what was seen."""
    wrong, kinks, size = evidence.at(Seen.WRONG), evidence.at(Seen.KINK), evidence.seen.size
    measured = np.flatnonzero(np.isfinite(evidence.numerical))
    doubtful = _doubtful(evidence)
    return GradientCheck(
        entries=size,
        wrong=len(wrong),
        error=_error(evidence, measured),
        wrongs=_entries_at(evidence, wrong),
        kinks=_entries_at(evidence, kinks),
        problem=_problem(evidence),
        patterns=tuple(_patterns(evidence)),
        in_doubt=len(doubtful),
        resolution=float(np.max(evidence.resolution[doubtful], initial=0.0)),
        advice=_advice(evidence.claim) if doubtful.size or wrong.size else "",
        evaluations=evidence.claim.function.evaluations,
        measured=len(measured),
        maps=tuple(_maps(evidence)),
    )


def _doubtful(evidence: Evidence) -> Positions:
    """Return the entries that are not 0 and in which an error of the promised size may hide."""
    sizes = np.abs(evidence.claim.gradient)
    hidden = (sizes > 0) & (evidence.promise * sizes < evidence.resolution)
    return np.flatnonzero(hidden & np.isin(evidence.seen, (Seen.COVERED, Seen.RIGHT)))


def _advice(claim: Claim) -> str:
    """Say what would leave fewer entries in doubt: float64, unless that is what was used."""
    if claim.noise > SINGLE * abs(claim.function.value):
        return (
            "The function computes in float32, or as coarsely: to see more, let it compute in float64, "
            "with X.astype(float) and without .astype(np.float32)."
        )
    if claim.precision > EPS:
        return "Your gradient is in float32: to see more, compute it in float64."
    return ""


def _problem(evidence: Evidence) -> str | None:
    undefined = len(evidence.at(Seen.UNDEFINED))
    if undefined:
        return (
            f"f cannot be computed on both sides of {_entries(undefined)}: there is no slope to compare with"
        )
    if evidence.astray is not None:
        return (
            f"the slope in a random direction is off by {evidence.astray:.1e} of the gradient, but none of "
            f"the entries that were measured one by one is: many are a little wrong"
        )
    return None


def _error(evidence: Evidence, measured: Positions) -> float:
    clear = measured[np.isin(evidence.seen[measured], (Seen.RIGHT, Seen.WRONG))]
    gradient = evidence.claim.gradient
    return max(evidence.error, relative_error(evidence.numerical[clear], gradient[clear]))


def _entries_at(evidence: Evidence, positions: Positions) -> tuple[GradientEntry, ...]:
    """Return entries, the largest difference first."""
    gradient = evidence.claim.gradient
    difference = np.abs(gradient[positions] - evidence.numerical[positions])
    return tuple(_entry(evidence, int(p)) for p in positions[np.argsort(-difference, kind="stable")])


def _entry(evidence: Evidence, position: int) -> GradientEntry:
    name, index = evidence.claim.function.point.place(position)
    yours, measured = float(evidence.claim.gradient[position]), float(evidence.numerical[position])
    slope, scale = evidence.slopes[position], evidence.claim.scale[position]
    sides = (float(yours + slope.left / scale), float(yours + slope.right / scale)) if slope.kink else None
    error = relative_error(np.array(measured), np.array(yours))
    return GradientEntry(name, index, yours, measured, error, sides)


def _patterns(evidence: Evidence) -> Iterator[str]:
    """Say array by array where the wrong entries lie, and what factor they have in common."""
    point, gradient, numerical = (
        evidence.claim.function.point,
        evidence.claim.gradient,
        evidence.numerical,
    )
    for name in point.parts:
        positions = point.positions(name)
        mask = evidence.seen[positions] == Seen.WRONG
        place = where(mask, name) if len(point.parts) > 1 or not mask.all() else None
        own = positions[mask]
        errors = np.array([evidence.slopes[p].error for p in own]) / evidence.claim.scale[own]
        factor = common_factor(gradient[own], numerical[own], errors, point.vector[own], name)
        if place or factor:
            yield " ".join(filter(None, (place or (f"In {name}:" if name else None), factor)))


def _maps(evidence: Evidence) -> Iterator[EntryMap]:
    point, gradient = evidence.claim.function.point, evidence.claim.gradient
    for name in point.parts:
        positions = point.positions(name)
        largest: NDArray[np.float64] = np.fmax(np.abs(gradient), np.abs(evidence.numerical))
        with np.errstate(invalid="ignore", divide="ignore"):
            errors = np.abs(gradient - evidence.numerical) / largest
        yield EntryMap(name, evidence.seen[positions], errors[positions])


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
