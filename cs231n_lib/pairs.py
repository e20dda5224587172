"""Two mistakes at once: which pairs of known ones give a student's numbers together.

Two mistakes in different terms add up: what they give together is right + (A - right) + (B - right). One that
scales a term, such as a forgotten 1/N, scales what the other makes of it. All of it is linear algebra on one
row of numbers per mistake, so that a thousand pairs take no longer than a few products of matrices.

A sum of numbers alone proves no pair: where two reversed signs meet, the gradient is right again, and what is
left is the work of one mistake elsewhere. So each of the two must show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from .comparison import ROUNDING, agrees
from .outputs import Array
from .parts import TriedCase, twins

_HUGE = 1e100  # what cannot be squared
Outputs = Sequence[Mapping[str, Array]]


class Rows:
    """All outputs of all cases in one row of numbers, in terms, each array on its own scale.

    A case with a twin is taken apart: the twin's outputs are the data term, and what the case adds to
    them is the regularisation term.
    """

    def __init__(self, cases: Sequence[TriedCase]) -> None:
        self._twin = dict(twins(cases))
        names = list(dict.fromkeys(name for case in cases for name in case.expected))
        terms = [(name, with_reg) for name in names for with_reg in (False, True)]
        self._blocks = [
            (position, name, (name, with_reg))
            for name, with_reg in terms
            for position, case in enumerate(cases)
            if name in case.expected and (position in self._twin) == with_reg
        ]
        expected = [case.expected for case in cases]
        self._scales = [
            float(np.max(np.abs(expected[i][name]), initial=0.0)) or 1.0 for i, name, _ in self._blocks
        ]
        sizes = [int(expected[i][name].size) for i, name, _ in self._blocks]
        ends = np.cumsum(sizes).tolist()
        self.blocks = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
        self.terms = [
            (
                term[0],
                _joined([b for b, about in zip(self.blocks, self._blocks, strict=True) if about[2] == term]),
            )
            for term in dict.fromkeys(about[2] for about in self._blocks)
        ]
        self.right = self.row(expected)

    def row(self, cases: Outputs) -> Array:
        """Return the numbers of these outputs, case by case."""
        with np.errstate(invalid="ignore", over="ignore"):
            numbers = [
                self._of_block(cases, position, name) / scale
                for (position, name, _), scale in zip(self._blocks, self._scales, strict=True)
            ]
        return np.concatenate(numbers)

    def _of_block(self, cases: Outputs, position: int, name: str) -> Array:
        whole = cases[position][name].astype(np.float64).ravel()
        twin = self._twin.get(position)
        return whole if twin is None else whole - cases[twin][name].ravel()

    def deviation(self, row: Array) -> Array:
        """Return by how much a row differs from the right one; rounding error counts as nothing."""
        with np.errstate(invalid="ignore"):
            difference: Array = row - self.right
        difference[np.abs(difference) < ROUNDING] = 0.0
        return difference

    def touched(self, row: Array) -> set[str]:
        """Return the outputs that a row has otherwise than they should be."""
        deviation = self.deviation(row)
        return {name for name, part in self.terms if np.any(deviation[part])}


class Pairs:
    """All pairs of known mistakes whose outputs have the right shapes.

    Parameters
    ----------
    cases
        The cases that the mistakes were tried on.
    ways
        The outputs of each mistake, case by case.
    """

    def __init__(self, cases: Sequence[TriedCase], ways: Sequence[Outputs]) -> None:
        self._rows = Rows(cases)
        self._ways = np.stack([self._rows.row(way) for way in ways])
        self._deviations = np.stack([self._rows.deviation(way) for way in self._ways])
        self._known = _finite(self._deviations)
        self._products = self._known @ self._known.T
        factors = {i: _factors(self._rows, way) for i, way in enumerate(self._ways)}
        self._factors = {i: factor for i, factor in factors.items() if factor is not None}
        self.touched = [self._rows.touched(way) for way in self._ways]

    def that_give(self, outputs: Outputs) -> Iterator[tuple[int, int]]:
        """Find the pairs that give these outputs together."""
        aim = self._rows.row(outputs)
        if not self._rows.touched(aim):
            return
        for i, j in chain(self._that_add(self._rows.deviation(aim)), self._that_scale(aim)):
            if self._both_show(i, j, aim):
                yield i, j

    def _both_show(self, i: int, j: int, aim: Array) -> bool:
        """Whether each of two mistakes shows where it should, and neither stands in for the other.

        What one of them makes wrong is wrong in the answer: elsewhere one undoes the other. They never
        change the same few entries of a block: these can have been made wrong in one way only. And where
        both change a term there are numbers of it, for nan is all that one of them leaves of the other.
        """
        one, other = self._deviations[i] != 0, self._deviations[j] != 0
        both = one & other
        undone = both & (self._rows.deviation(aim) == 0)
        hidden = any(
            np.any(both[part]) and not np.any(np.isfinite(aim[part])) for _, part in self._rows.terms
        )
        same = any(_same_few(one[block], other[block]) for block in self._rows.blocks)
        return not (np.any(undone) or hidden or same)

    def _that_add(self, total: Array) -> Iterator[tuple[int, int]]:
        """Find mistakes in terms of their own whose deviations from right add up."""
        for i, j in self._near_sums(total):
            one, other = self._deviations[i], self._deviations[j]
            with np.errstate(invalid="ignore"):
                exact = agrees(one + other, total, ROUNDING)
            if exact and not any(_proportional(one[part], other[part]) for _, part in self._rows.terms):
                yield i, j

    def _near_sums(self, aim: Array) -> list[tuple[int, int]]:
        """Return the pairs whose deviations add up to nearly ``aim``, where that is finite."""
        usual = np.abs(aim) < _HUGE
        known, products = self._known, self._products
        if not usual.all():
            known = known[:, usual]
            products = known @ known.T
        goal = aim[usual]
        squares = np.diag(products)
        left = squares - 2 * (known @ goal)
        distance = left[:, None] + left[None, :] + 2 * products + goal @ goal
        size = squares[:, None] + squares[None, :] + goal @ goal
        near = np.triu(distance <= 1e-9 * size, k=1)
        return [(int(i), int(j)) for i, j in np.argwhere(near)]

    def _that_scale(self, aim: Array) -> Iterator[tuple[int, int]]:
        """Find mistakes that multiply each right block by a number, and the outputs of another likewise."""
        for i, factors in self._factors.items():
            with np.errstate(invalid="ignore", over="ignore"):
                scaled = factors * self._ways
                near = ~np.any(np.abs(scaled - aim) > 1e-6 * (1 + np.abs(aim)), axis=1)
            for j in np.flatnonzero(near).tolist():
                clash = j in self._factors and _of_one_term(factors, self._factors[j])
                if j != i and not clash and agrees(scaled[j], aim, ROUNDING):
                    yield i, j


def _same_few(one: Array, other: Array) -> bool:
    """Whether two mistakes change the same entries, and not all there are."""
    return bool(np.any(one) and not np.all(one) and np.array_equal(one, other))


def _proportional(one: Array, other: Array) -> bool:
    """Whether two deviations are multiples: of one thing, so that they cannot both have been made."""
    one, other = _finite(one), _finite(other)
    sizes = float(one @ one) * float(other @ other)
    return sizes > 0 and float(one @ other) ** 2 >= (1 - 1e-9) * sizes


def _factors(rows: Rows, way: Array) -> Array | None:
    """Return by what a row multiplies the right one, if each block has one factor and not all are 1."""
    factors = np.ones(len(way))
    for block in rows.blocks:
        right, got = rows.right[block], way[block]
        size = float(right @ right)
        factor = float(right @ got) / size if size else 1.0
        if not np.isfinite(factor) or not agrees(factor * right, got, ROUNDING):
            return None
        factors[block] = factor
    return None if np.allclose(factors, 1.0, rtol=ROUNDING) or np.any(factors == 0) else factors


def _of_one_term(one: Array, other: Array) -> bool:
    """Whether two rows of factors change one block, but for a sign: then only one of them can be meant."""
    changed = (np.abs(one - 1) > ROUNDING) & (np.abs(other - 1) > ROUNDING)
    signs = (np.abs(one + 1) < ROUNDING) | (np.abs(other + 1) < ROUNDING)
    return bool(np.any(changed & ~signs))


def _finite(rows: Array) -> Array:
    """Return what can be added up: no nan, and no number whose square overflows."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(rows) < _HUGE, rows, 0.0)


def _joined(parts: Sequence[slice]) -> slice:
    return slice(parts[0].start, parts[-1].stop)
