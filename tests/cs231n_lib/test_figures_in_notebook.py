"""Figures and progress bars in a real kernel: each is shown once, never twice and never not at all."""

from __future__ import annotations

from typing import Any

import nbclient
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

CELLS = {
    "before pyplot is imported": "from cs231n_lib import figures\nfigures.loss_curve([3, 2, 1])",
    "after pyplot is imported": "import matplotlib.pyplot as plt\nfigures.loss_curve([3, 2, 1])",
    "kept in a variable": "figure = figures.loss_curve([3, 2, 1])",
    "shown from that variable": "figure",
    "with display()": "display(figure)",
    "beside a figure of pyplot": "plt.plot([1, 2])\nfigures.loss_curve([3, 2, 1])",
    "after %matplotlib inline": "%matplotlib inline\nfigures.loss_curve([3, 2, 1])",
}
TRAINING = """
import numpy as np
from cs231n_lib import training
result = training.fit(
    lambda w, X, y: (float(np.mean((w - X) ** 2)), w - X.mean(axis=0)),
    np.zeros(2), np.ones((6, 2)), np.zeros(6), update=lambda w, dw: w - dw,
    batch_size=2, num_epochs=2, rng=np.random.default_rng(0),
)
"""


@pytest.fixture(scope="module")
def outputs() -> dict[str, list[Any]]:
    """Execute all cells in one kernel, and return the outputs of each."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in [*CELLS.values(), TRAINING]])
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    nbformat.validate(notebook)
    return dict(zip([*CELLS, "training"], [cell.outputs for cell in notebook.cells], strict=True))


EXPECTED = dict.fromkeys(CELLS, 1) | {"kept in a variable": 0, "beside a figure of pyplot": 2}


@pytest.mark.parametrize("when", CELLS)
def test_each_figure_is_shown_once(outputs: dict[str, list[Any]], when: str) -> None:
    """Does the number of pictures equal the number of figures asked for?"""
    pictures = [output for output in outputs[when] if "image/png" in output.get("data", {})]
    assert len(pictures) == len(outputs[when]) == EXPECTED[when]


def test_progress_bar_is_one_widget_and_no_warning(outputs: dict[str, list[Any]]) -> None:
    """Does tqdm find what it needs for its notebook bar, and finish it?"""
    (bar,) = outputs["training"]
    assert "application/vnd.jupyter.widget-view+json" in bar["data"]
    assert "6/6" in bar["data"]["text/plain"] or "0/6" in bar["data"]["text/plain"]
