"""The heat map of a gradient check: where a gradient disagrees, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps, rc_context
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, ListedColormap, LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from ..figures.canvas import STYLE, NotebookFigure
from ._evidence import EntryMap, Seen

LEAST, MOST = 1e-6, 1.0  # relative errors between which the colours change
AGREES, KINK, UNSEEN = "#dbe9dd", "#0072B2", "#ffffff"
_WORDS = {AGREES: "agrees", KINK: "kink", UNSEEN: "not measured"}


def heat_map(maps: Sequence[EntryMap]) -> Figure:
    """Draw arrays side by side, rows by columns; a vector is a row, more axes are laid out as columns."""
    drawn = [entry_map for entry_map in maps if entry_map.seen.size]
    shapes = [_as_table(entry_map.seen).shape for entry_map in drawn]
    widths = [float(np.clip(0.28 * columns, 1.2, 5.0)) for _, columns in shapes] or [2.0]
    height = float(np.clip(max([0.28 * rows for rows, _ in shapes], default=1.0), 1.0, 5.0))
    with rc_context({**STYLE, "axes.grid": False, "axes.spines.top": True, "axes.spines.right": True}):
        figure = NotebookFigure(figsize=(sum(widths) + 2.2, height + 1.1), layout="constrained")
        frames = figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]
        for frame, entry_map in zip(frames, drawn, strict=False):
            _draw(frame, entry_map)
        _explain(figure, list(frames), drawn)
    return figure


def _as_table(array: NDArray[np.generic]) -> NDArray[np.generic]:
    return array.reshape(1, -1) if array.ndim < 2 else array.reshape(array.shape[0], -1)


def _draw(axes: Axes, entry_map: EntryMap) -> None:
    seen, errors = _as_table(entry_map.seen), _as_table(entry_map.errors)
    kinds = np.select([seen == Seen.KINK, np.isin(seen, (Seen.COVERED, Seen.RIGHT))], [1, 0], 2)
    axes.imshow(kinds, cmap=ListedColormap([AGREES, KINK, UNSEEN]), vmin=0, vmax=2, aspect="auto")
    wrong = np.ma.masked_array(np.clip(errors.astype(float), LEAST, MOST), seen != Seen.WRONG)
    axes.imshow(wrong, cmap=_colours(), norm=LogNorm(LEAST, MOST), aspect="auto")
    axes.set_title(entry_map.name or "gradient")
    axes.set_xlabel("column" if entry_map.seen.ndim > 1 else "entry")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if entry_map.seen.ndim > 1:
        axes.set_ylabel("row")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    else:
        axes.set_yticks([])


def _colours() -> Colormap:
    """Return yellow to dark red, without the palest end, which would pass for agreement."""
    return ListedColormap(colormaps["YlOrRd"](np.linspace(0.25, 1.0, 256)))


def _explain(figure: Figure, frames: list[Axes], drawn: Sequence[EntryMap]) -> None:
    """Add the scale of the errors, and a legend of the other colours that occur."""
    seen = {int(kind) for entry_map in drawn for kind in np.unique(entry_map.seen)}
    if Seen.WRONG in seen:
        scale = ScalarMappable(LogNorm(LEAST, MOST), _colours())
        figure.colorbar(scale, ax=frames, label="relative error", shrink=0.9, aspect=15)
    used = [AGREES] * bool(seen & {Seen.COVERED, Seen.RIGHT}) + [KINK] * (Seen.KINK in seen)
    used += [UNSEEN] * bool(seen & {Seen.UNSEEN, Seen.UNDEFINED})
    patches = [Patch(facecolor=colour, edgecolor="#8a8a8a", label=_WORDS[colour]) for colour in used]
    if patches:
        figure.legend(handles=patches, loc="outside lower left", ncols=len(patches), fontsize=9)
