"""Figures of images, weights, training curves and decision boundaries.

Every function returns a `matplotlib.figure.Figure` and never shows it: as the last line of a notebook
cell it appears once, and ``figure.savefig("name.png")`` keeps it. Nothing here learns anything.
"""

from __future__ import annotations

from cs231n_lib.figures.curves import accuracy_curves, loss_curve
from cs231n_lib.figures.images import hidden_units, image_grid, templates
from cs231n_lib.figures.plane import decision_boundary

__all__ = ["accuracy_curves", "decision_boundary", "hidden_units", "image_grid", "loss_curve", "templates"]
