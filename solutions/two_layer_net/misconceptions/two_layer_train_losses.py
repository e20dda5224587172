"""Known wrong ways to write two_layer_train: which loss is called, and what is recorded of it.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_train",
    "loss-function-ignored",
    "the loss of the 2-layer net is called, whatever loss function is passed in",
)
def train_own_loss(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        h1 = np.maximum(0, X[rows].dot(W1) + b1)
        scores = h1.dot(W2) + b2
        probs = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        probs /= np.sum(probs, axis=1, keepdims=True)
        own = np.arange(batch_size), y[rows]
        loss_history[t] = -np.mean(np.log(probs[own])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        probs[own] -= 1
        da1 = probs.dot(W2.T) * (h1 > 0) / batch_size
        W2, b2 = (
            W2 - learning_rate * (h1.T.dot(probs) / batch_size + 2 * reg * W2),
            b2 - learning_rate * np.mean(probs, axis=0),
        )
        W1, b1 = (
            W1 - learning_rate * (X[rows].T.dot(da1) + 2 * reg * W1),
            b1 - learning_rate * np.sum(da1, axis=0),
        )
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, loss_history


@misconception(
    "two_layer_train",
    "loss-history-summed",
    "the loss history adds up the losses of all steps so far",
)
def train_losses_added_up(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, np.cumsum(loss_history)


@misconception(
    "two_layer_train",
    "loss-history-length",
    "only the last loss is returned instead of one for every step",
)
def train_last_loss(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history[-1]


@misconception(
    "two_layer_train",
    "gradient-not-recomputed",
    "loss and gradients are asked for at the first parameters in every step, wherever the steps have led",
)
def train_asks_at_the_start(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    moved = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in moved:
            moved[name] -= learning_rate * grads[name]
    return moved, loss_history


@misconception(
    "two_layer_train",
    "gradient-not-recomputed",
    "the gradients of the first parameters are used for every step; only the loss is asked for anew",
)
def train_first_gradient(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    rows = rng.integers(X.shape[0], size=batch_size)
    _, grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], _ = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "reg-added-twice",
    "the update subtracts 2 * reg * W of both weight matrices once more, though the gradient holds it already",
)
def train_weights_decay(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(X.shape[0], size=batch_size)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        for name in ("W1", "W2"):
            grads[name] = grads[name] + 2 * reg * params[name]
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history
