"""Which part of an answer is right: a loss or a gradient, its data term or its regularisation term.

A loss and its gradients are affine in ``reg``. So a case comes with a *twin*, the same inputs with reg = 0:
what the twin returns is the data term, and what the case adds to it is the regularisation term.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from .comparison import Comparison, agrees
from .outputs import Array, Response
from .words import listed

REG = "reg"
_SINGLE = 1e-5  # what of a number survives in float32, and more
Term = Literal["whole", "data", "regularisation"]


@dataclass(frozen=True)
class Part:
    """A part of an answer, with the share of the points that it is worth.

    Parameters
    ----------
    name
        What it is called, in the middle of a sentence: ``"the data loss"``.
    of
        The output that it belongs to.
    term
        ``"data"`` and ``"regularisation"`` are the two terms of an output that is affine in ``reg``.
    labels
        The input that says which column of the output belongs to the correct class, if one does.
    """

    name: str
    of: str
    credit: float
    term: Term = "whole"
    labels: str = ""


@dataclass(frozen=True)
class PartFinding:
    """Whether a part is right in every case.

    ``where`` says which columns are wrong, where that is clear. ``form`` says that the numbers of the output
    are right, and what else is not: its ``"shape"``, its ``"dtype"`` or its ``"type"``.
    """

    part: Part
    right: bool
    where: str = ""
    form: str = ""

    def __str__(self) -> str:
        """Return what it is about, in words."""
        if self.form:
            return f"the {self.form} of {self.part.of}"
        return f"{self.part.name}{f' ({self.where})' if self.where else ''}"


class TriedCase(Protocol):
    """What a case must tell, be it visible or drawn afresh."""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The inputs by name."""

    @property
    def expected(self) -> Mapping[str, Array]:
        """The right outputs by name."""

    @property
    def rtol(self) -> float:
        """The relative tolerance."""

    @property
    def pair(self) -> int | None:
        """A number that only a case and its twin share; None where there is no twin."""


def is_twin(case: TriedCase) -> bool:
    """Whether a case is there for the data term alone."""
    return case.pair is not None and case.inputs.get(REG) == 0


def twins(cases: Sequence[TriedCase]) -> list[tuple[int, int]]:
    """Return the positions of every case that has a twin, and of its twin."""
    without = {case.pair: position for position, case in enumerate(cases) if is_twin(case)}
    return [
        (position, without[case.pair])
        for position, case in enumerate(cases)
        if case.pair in without and not is_twin(case)
    ]


def find_parts(
    parts: Sequence[Part],
    cases: Sequence[TriedCase],
    responses: Sequence[Response],
    comparisons: Sequence[Comparison],
) -> tuple[PartFinding, ...]:
    """Say which parts are right in every case; none are where a case brought no answer."""
    if len(responses) < len(cases) or any(comparison.whole for comparison in comparisons):
        return tuple(PartFinding(part, False) for part in parts)
    return tuple(_find(part, cases, responses, comparisons) for part in parts)


def share_of(findings: Sequence[PartFinding]) -> float:
    """Return the share of the points for the right parts.

    A regularisation term is worth nothing on its own: it takes no look at the data.
    """
    right = [finding.part for finding in findings if finding.right]
    if all(part.term == "regularisation" for part in right):
        return 0.0
    return sum(part.credit for part in right)


def parts_in_words(findings: Sequence[PartFinding]) -> str:
    """Say which parts are right and which are wrong, or only these where all but one or two are right.

    Nothing is said where all are the same, and no columns known.

    >>> loss, dW = Part("the data loss", "loss", 0.5), Part("dW", "dW", 0.5)
    >>> parts_in_words([PartFinding(loss, True), PartFinding(dW, False)])
    'the data loss is right; dW is wrong'
    """
    right = [finding.part.name for finding in findings if finding.right]
    wrong = [str(finding) for finding in findings if not finding.right]
    if not wrong or not (right or any(finding.where or finding.form for finding in findings)):
        return ""
    if len(right) > 3 and len(wrong) < 3:
        return f"only {listed(wrong)} {'is' if len(wrong) == 1 else 'are'} wrong"
    return "; ".join(
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} {what}"
        for names, what in ((right, "right"), (wrong, "wrong"))
        if names
    )


def _find(
    part: Part,
    cases: Sequence[TriedCase],
    responses: Sequence[Response],
    comparisons: Sequence[Comparison],
) -> PartFinding:
    pairs = twins(cases)
    right = [part.of not in c.outputs or c.outputs[part.of].ok for c in comparisons]
    form = _form(part.of, cases, responses, comparisons)
    if part.term == "whole":
        return PartFinding(part, all(right), form=form)
    added = [_adds_up(part.of, *pair, cases, responses, right) for pair in pairs]
    regularised = {found for found in added if found is not None} == {True}
    if part.term == "regularisation":
        return PartFinding(part, regularised)
    counted = {twin for _, twin in pairs}
    if regularised:  # else a case without a twin is wrong whatever its data term is
        counted |= {i for i, case in enumerate(cases) if case.pair is None}
    where = "" if form else _columns(part, [(cases[i], responses[i]) for i in sorted(counted)])
    return PartFinding(part, all(right[i] for i in counted), where, form)


def _form(
    name: str, cases: Sequence[TriedCase], responses: Sequence[Response], comparisons: Sequence[Comparison]
) -> str:
    """Say what is wrong with an output of which the numbers are right: it counts once, as the data term."""
    found = [
        (comparison.outputs[name].kind, case, response)
        for case, response, comparison in zip(cases, responses, comparisons, strict=True)
        if name in comparison.outputs
    ]
    kinds = {kind for kind, _, _ in found} - {"ok"}
    if len(kinds) != 1 or not kinds <= {"shape", "dtype", "type"}:
        return ""
    same = all(agrees(c.expected[name], _numbers(name, c, r), max(c.rtol, _SINGLE)) for _, c, r in found)
    return kinds.pop() if same else ""


def _numbers(name: str, case: TriedCase, response: Response) -> Array:
    """Return the numbers of an output in the shape that they should have, if only axes of length 1 differ."""
    array, shape = response.leaves[name].array, case.expected[name].shape
    alike = [n for n in array.shape if n != 1] == [n for n in shape if n != 1]
    return array.reshape(shape) if alike else array


def _adds_up(
    name: str,
    position: int,
    twin: int,
    cases: Sequence[TriedCase],
    responses: Sequence[Response],
    right: Sequence[bool],
) -> bool | None:
    """Whether a case adds to its twin what it should; None where the twin has no numbers to add to."""
    if right[twin]:
        return right[position]
    got, without = (_numbers(name, cases[i], responses[i]) for i in (position, twin))
    expected, less = cases[position].expected[name], cases[twin].expected[name]
    if got.shape != expected.shape or without.shape != less.shape:
        return False
    if not np.all(np.isfinite(without)):
        return None
    with np.errstate(invalid="ignore", over="ignore"):
        added = np.subtract(
            got, without, dtype=np.float64
        )  # booleans have no difference, integers wrap around
        return agrees(expected, added + less, cases[position].rtol)


def _columns(part: Part, tried: Sequence[tuple[TriedCase, Response]]) -> str:
    """Say which columns are wrong where a single example leaves no doubt."""
    kinds = {
        kind
        for case, response in tried
        if part.labels and len(case.inputs[part.labels]) == 1
        for kind in [_kind_of_columns(part, case, response)]
    }
    return _COLUMNS.get(kinds.pop(), "") if len(kinds) == 1 else ""


def _kind_of_columns(part: Part, case: TriedCase, response: Response) -> str:
    expected, got = case.expected[part.of], response.leaves[part.of].array
    if expected.shape != got.shape:
        return "shape"
    label = int(case.inputs[part.labels][0])
    wrong = [
        not agrees(expected[..., column], got[..., column], case.rtol) for column in range(expected.shape[-1])
    ]
    others = any(wrong[:label] + wrong[label + 1 :])
    return "none" if not any(wrong) else "both" if wrong[label] and others else "other" if others else "own"


_COLUMNS = {
    "own": "in the column of the correct class",
    "other": "in the columns of the wrong classes",
}
