"""The SVM notebook's batch for paper, stage by stage: what `check.explain` works through."""

from __future__ import annotations

import numpy as np

from autograder.authoring import Inputs
from cs231n_lib.probes import quadratic_loss

X = np.array([[2.0, 1.0, 0.5, 0.0], [1.0, 1.0, 0.0, 1.0]])
W = np.array([[1.0, 0.0, -1.0], [0.0, 2.0, -1.0], [0.0, -1.0, 1.0], [-1.0, 0.0, 1.0]])
y = np.array([0, 2])
reg = 0.1
scores = np.array([[2.0, 1.5, -2.5], [0.0, 2.0, -1.0]])
margins = np.array([[0.0, 0.5, 0.0], [2.0, 4.0, 0.0]])
dmargins = np.array([[0.0, 0.5, 0.0], [0.5, 0.5, 0.0]])
dscores = np.array([[-0.5, 0.5, 0.0], [0.5, 0.5, -1.0]])

EXAMPLES: dict[str, Inputs] = {
    "svm_loss_naive": {"W": W, "X": X, "y": y, "reg": reg},
    "svm_scores": {"W": W, "X": X},
    "svm_margins": {"scores": scores, "y": y},
    "svm_data_loss": {"margins": margins},
    "svm_reg_loss": {"W": W, "reg": reg},
    "svm_dmargins": {"margins": margins},
    "svm_dscores": {"dmargins": dmargins, "y": y},
    "svm_dW": {"dscores": dscores, "W": W, "X": X, "reg": reg},
    "svm_loss_vectorized": {"W": W, "X": X, "y": y, "reg": reg},
    "svm_train": {
        "loss_function": quadratic_loss,
        "W": np.array([[1.0, 2.0], [0.0, -1.0]]),
        "X": np.array([[2.0, 1.0], [0.0, 3.0]]),
        "y": np.array([0, 1]),
        "reg": 1.0,
        "learning_rate": 0.5,
        "num_steps": 2,
    },
}
