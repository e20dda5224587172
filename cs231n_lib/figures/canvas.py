"""How every figure of the kit looks, and how it gets into a notebook: sizes, fonts, colours.

The figures stay out of pyplot's list of open figures: pyplot would show each of them at the end of a
cell, and the notebook once more as the cell's value.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

__all__ = [
    "NotebookFigure",
    "axes_figure",
    "colour",
    "dashes",
    "grid_figure",
    "marker",
]

# Okabe and Ito's palette, made for every kind of colour vision, without its yellow, which is too faint on
# white. In grey print some of them look alike, so markers and dashes always say the same once more.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":")
INK = "#333333"
QUIET = "#8a8a8a"

# Any, because how rcParams' keys are typed differs between versions of Matplotlib.
STYLE: Any = {
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "axes.facecolor": "white",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "figure.dpi": 100,
}


class NotebookFigure(Figure):
    """A Figure that a notebook can show whether or not pyplot was ever imported."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Draw at twice the size it is shown in, sharp on any screen."""
        drawn = BytesIO()
        self.savefig(drawn, format="png", dpi=2 * self.dpi, bbox_inches="tight")
        png = drawn.getvalue()
        # A PNG states its width and height at a fixed place in its header.
        width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
        return png, {"width": width // 2, "height": height // 2}


def colour(index: int) -> str:
    """Return the colour of the class or curve with this number; they repeat after seven."""
    return COLOURS[index % len(COLOURS)]


def dashes(index: int) -> str:
    """Return the line style of the curve with this number, so that colour is never the only sign."""
    return DASHES[index % len(DASHES)]


def marker(index: int) -> str:
    """Return the marker of the class with this number, so that colour is never the only sign."""
    return MARKERS[index % len(MARKERS)]


def axes_figure(width: float = 6.4, height: float = 3.6) -> tuple[Figure, Axes]:
    """Make a figure with one pair of axes in the kit's style; inches."""
    with rc_context(STYLE):
        figure = NotebookFigure(figsize=(width, height), layout="constrained")
        return figure, figure.add_subplot()


def grid_figure(rows: int, columns: int, *, cell: float, caption: float = 0.0) -> tuple[Figure, list[Axes]]:
    """Make a figure with `rows` x `columns` picture frames without ticks, row by row.

    Parameters
    ----------
    cell, caption : float
        Inches for each picture, and for the line of text above it.
    """
    with rc_context({**STYLE, "axes.grid": False, "axes.titlelocation": "center"}):
        layout = ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02, wspace=0.02, hspace=0.02)
        figure = NotebookFigure(figsize=(columns * cell, rows * (cell + caption)), layout=layout)
        frames = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for frame in frames:
        frame.set_axis_off()
    return figure, frames
