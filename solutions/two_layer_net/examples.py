"""The 2-layer notebook's net for paper, stage by stage: what `check.explain` works through."""

from __future__ import annotations

import numpy as np

from autograder.authoring import Inputs
from cs231n_lib.probes import quadratic_net_loss

X, y, reg = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1, 0]), 0.1
W1, b1 = np.array([[0.0, 1.0, -1.0], [1.0, -1.0, -1.0]]), np.array([-1.0, -2.0, 4.0])
W2, b2 = np.array([[2.0, 1.0], [0.0, -1.0], [-1.0, 0.0]]), np.array([0.0, np.log(3.0)])
h1 = np.array([[1.0, 0.0, 1.0], [0.0, 2.0, 2.0]])
scores = np.array([[1.0, 1.0], [-2.0, -2.0]]) + b2
dscores = np.array([[1.0, -1.0], [-3.0, 3.0]]) / 8
dh1 = np.array([[1.0, 1.0, -1.0], [-3.0, -3.0, 3.0]]) / 8

EXAMPLES: dict[str, Inputs] = {
    "two_layer_h1": {"W1": W1, "b1": b1, "X": X},
    "two_layer_scores": {"W2": W2, "b2": b2, "h1": h1},
    "two_layer_total_loss": {"scores": scores, "y": y, "W1": W1, "W2": W2, "reg": reg},
    "two_layer_dscores": {"scores": scores, "y": y},
    "two_layer_dh1": {"dscores": dscores, "W2": W2},
    "two_layer_dW2": {"dscores": dscores, "h1": h1, "W2": W2, "reg": reg},
    "two_layer_db2": {"dscores": dscores},
    "two_layer_dW1": {"dh1": dh1, "h1": h1, "X": X, "W1": W1, "reg": reg},
    "two_layer_db1": {"dh1": dh1, "h1": h1},
    "two_layer_loss": {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "X": X, "y": y, "reg": reg},
    "two_layer_train": {
        "loss_function": quadratic_net_loss,
        "params": {"W1": W1, "b1": b1, "W2": W2, "b2": b2},
        "X": np.array([[1.0, 3.0], [1.0, 3.0]]),  # equal rows: the same steps, however they are drawn
        "y": np.array([1, 1]),
        "reg": 1.0,
        "learning_rate": 0.5,
        "num_steps": 2,
        "batch_size": 2,
        "rng": np.random.default_rng(0),
    },
}
