"""The figure of the README: how many times better each line is than what it is compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from .pages import figures
from .rows import TARGET, Line, Row

INK, BAR, WORSE = "#222222", "#2a6f97", "#c1666b"


def draw(lines: Sequence[Line]) -> Figure:
    """Return bars on a logarithmic axis; 1 is a draw, and what is slower than its rival is red.

    Targets are left out: to be twice as fast as a wish is nothing to look at. So are draws, and what a bar
    cannot show, as of something against nothing.
    """
    rivals = [line for line in lines if isinstance(line, Row) and line.against != TARGET]
    rows = [row for row in rivals if row.ratio != 1 and 0 < row.ratio < math.inf][::-1]
    drawing = Figure(figsize=(9, 0.6 + 0.42 * len(rows)), layout="constrained")
    axes = drawing.subplots()
    ratios = [row.ratio for row in rows]
    colours = [BAR if ratio >= 1 else WORSE for ratio in ratios]
    axes.barh(range(len(rows)), [ratio - 1 for ratio in ratios], left=1, color=colours, height=0.62)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g} ×")
    axes.axvline(1, color=INK, linewidth=1)
    axes.set_yticks(range(len(rows)), [f"{row.what}\nagainst {row.against}" for row in rows], fontsize=8)
    for height, ratio in enumerate(ratios):
        axes.annotate(f" {figures(ratio)} ×", (max(ratio, 1), height), va="center", fontsize=9, color=INK)
    axes.set_xlim(right=max([2.0, *ratios]) * 2)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    axes.set_xlabel("times better than what it is measured against")
    return drawing


def write(path: Path, lines: Sequence[Line]) -> None:
    """Write the figure as PNG, the same bytes for the same figures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw(lines).savefig(path, dpi=120, metadata={"Software": None})
