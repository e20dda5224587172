"""The softmax notebook's batch for paper, stage by stage: what `check.explain` works through.

From the exponentials on, the numbers are round ones instead, so that they can be followed in the head.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import Inputs

X = np.array([[2.0, 1.0, 0.5, 0.0], [1.0, 1.0, 0.0, 1.0]])
W = np.array([[1.0, 0.0, -1.0], [0.0, 2.0, -1.0], [0.0, -1.0, 1.0], [-1.0, 0.0, 1.0]])
y = np.array([0, 2])
reg = 0.1
scores = np.array([[2.0, 1.5, -2.5], [0.0, 1.0, -1.0]])  # rows of different maxima
shifted = np.array([[0.0, -0.5, -4.5], [-2.0, 0.0, -3.0]])
exponentials = np.array([[1.0, 0.5, 0.5], [0.25, 1.0, 0.75]])
probabilities = np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]])
dscores = np.array([[-0.25, 0.15, 0.1], [0.05, 0.4, -0.45]])

EXAMPLES: dict[str, Inputs] = {
    "softmax_loss_naive": {"W": W, "X": X, "y": y, "reg": reg},
    "softmax_initial_loss": {"num_classes": 4},
    "softmax_shifted": {"scores": scores},
    "softmax_exponentials": {"shifted": shifted},
    "softmax_probabilities": {"exponentials": exponentials},
    "softmax_data_loss": {"probabilities": probabilities, "y": y},
    "softmax_reg_loss": {"W": W, "reg": reg},
    "softmax_dscores": {"probabilities": probabilities, "y": y},
    "softmax_dW": {"dscores": dscores, "W": W, "X": X, "reg": reg},
    "softmax_loss_vectorized": {"W": W, "X": X, "y": y, "reg": reg},
}
