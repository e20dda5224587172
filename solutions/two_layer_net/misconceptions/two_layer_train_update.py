"""Known wrong ways to write two_layer_train: the update and the record of losses.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_train",
    "gradient-ascent",
    "the update adds the gradient instead of subtracting it: the loss grows",
)
def train_ascent(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] += learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "inputs-overwritten", "the weights passed in are changed in place")
def train_changes_params(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "inputs-overwritten",
    "the dictionary is copied but its arrays are not, so that the weights passed in change",
)
def train_shallow_copy(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = params.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "gradient-not-recomputed",
    "loss and gradients of the first weights are used for every step",
)
def train_called_once(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    rows = rng.integers(len(X), size=batch_size)
    loss, grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
    moved = {name: value - num_steps * learning_rate * grads[name] for name, value in params.items()}
    return moved, np.full(num_steps, loss)


@misconception(
    "two_layer_train",
    "loss-after-update",
    "loss_history holds the loss after each update instead of before it",
)
def train_loss_after(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        for name in params:
            params[name] -= learning_rate * grads[name]
        loss_history[t], _ = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
    return params, loss_history


@misconception(
    "two_layer_train", "mean-taken-twice", "the recorded losses are divided by the batch size again"
)
def train_history_mean(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss / batch_size
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "mean-taken-twice",
    "the gradient is divided by the batch size again, though the loss is a mean already",
)
def train_gradient_mean(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name] / batch_size
    return params, loss_history


@misconception(
    "two_layer_train", "loss-history-length", "loss_history holds one loss more than there are steps"
)
def train_history_too_long(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps + 1)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "loss-history-length", "the loop stops one step early")
def train_one_step_less(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps - 1):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "biases-not-updated", "the weights are updated but the biases stay as they are"
)
def train_biases_not_updated(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in ("W1", "W2"):
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "layer-not-updated", "only the second layer is updated")
def train_first_layer_not_updated(
    loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng
):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in ("W2", "b2"):
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "reg-missing", "the loss is called with reg = 0")
def train_reg_ignored(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], 0.0
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "reg-added-twice",
    "the update subtracts 2 * reg times every parameter once more, though the gradient holds it already",
)
def train_weight_decay(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * (grads[name] + 2 * reg * params[name])
    return params, loss_history


@misconception(
    "two_layer_train",
    "learning-rate-forgotten",
    "the update subtracts the whole gradient, without the learning rate",
)
def train_rate_missing(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "matrix-or-wrong-dtype", "the weights are kept in half the precision, as float32"
)
def train_float32(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.astype(np.float32) for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] = (params[name] - learning_rate * grads[name]).astype(np.float32)
    return params, loss_history


@misconception(
    "two_layer_train",
    "learning-rate-changed",
    "the learning rate shrinks by 5 % after every step, which nobody asked for",
)
def train_rate_decays(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in params:
            params[name] -= learning_rate * grads[name]
        learning_rate *= 0.95
    return params, loss_history
