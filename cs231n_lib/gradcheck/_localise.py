"""Find the entries at fault without measuring them all: rows and columns first, by halves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ._evidence import ENTRIES, Evidence
from ._points import Point, Positions

LINES = 16  # so many rows at fault are no pattern of rows
SAMPLE = 200  # entries that show what is wrong with many thousands


def suspects(evidence: Evidence, rng: np.random.Generator) -> tuple[Positions, bool]:
    """Return the entries to measure one by one, and whether no other can be wrong.

    Arrays that are small are suspect as a whole. In a large array, groups of rows, of columns and so on along
    every axis are moved together, and halved where they disagree, as long as few do. Of more suspects than
    `ENTRIES`, a sample is returned.
    """
    point = evidence.claim.function.point
    if point.vector.size <= ENTRIES:
        return np.arange(point.vector.size), True
    found = np.concatenate([*_in_each_array(evidence, point), np.zeros(0, np.intp)])
    if found.size <= ENTRIES:
        return found, True
    return np.sort(rng.choice(found, SAMPLE, replace=False)), False


def _in_each_array(evidence: Evidence, point: Point) -> Iterator[Positions]:
    for name in point.parts:
        positions = point.positions(name)
        if len(point.parts) > 1 and (not positions.size or evidence.agree(positions.ravel())):
            continue
        if positions.size > ENTRIES:
            lines = [_lines_at_fault(evidence, positions, axis) for axis in range(positions.ndim)]
            positions = positions[np.ix_(*lines)]
        yield positions.ravel()


def _lines_at_fault(evidence: Evidence, positions: Positions, axis: int) -> NDArray[np.intp]:
    """Return the rows (axis 0), columns (axis 1), ... with something wrong; all of them if they are many."""
    everything = np.arange(positions.shape[axis])
    groups = [everything]
    while any(group.size > 1 for group in groups):
        halves = [half for group in groups for half in np.array_split(group, 2) if half.size]
        groups = [half for half in halves if not evidence.agree(np.take(positions, half, axis).ravel())]
        if len(groups) > LINES:
            return everything
    return np.concatenate([*groups, np.zeros(0, np.intp)])
