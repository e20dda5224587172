"""Known wrong ways to write two_layer_train: where its chance comes from.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_train",
    "generator-ignored",
    "the batches come from a generator with a seed of its own, whatever rng is passed in",
)
def train_own_seed(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    rng = np.random.default_rng(0)
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history
