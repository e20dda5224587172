"""Known wrong ways to write two_layer_train: how minibatches are drawn.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_train",
    "minibatch-out-of-range",
    "the batches run off the end of the data, and later ones are empty",
)
def train_off_the_end(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = slice(t * batch_size, (t + 1) * batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-out-of-range",
    "examples are drawn without replacement, which fails when the batch is larger than the training set",
)
def train_without_replacement(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size, replace=False)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-out-of-range", "the row numbers go up to N, one more than there are"
)
def train_index_N(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(0, X.shape[0] + 1, size=batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-out-of-range", "batches that reach the end of the data are cut short"
)
def train_short_batches(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        start = (t * batch_size) % X.shape[0]
        rows = slice(start, start + batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-size-ignored", "every step uses all examples instead of a minibatch"
)
def train_full_batch(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss, grads = loss_function(params["W1"], params["b1"], params["W2"], params["b2"], X, y, reg)
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-size-ignored", "every minibatch holds one example, whatever batch_size is"
)
def train_one_example(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], 1)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-not-redrawn",
    "one minibatch is drawn before the loop and used in every step",
)
def train_drawn_once(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    rows = rng.choice(X.shape[0], batch_size)
    for t in range(num_steps):
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-not-redrawn", "every step uses the first examples of the training set"
)
def train_first_rows(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = np.arange(min(batch_size, X.shape[0]))
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-not-redrawn",
    "the generator is seeded anew in every step, so that every step draws the same minibatch",
)
def train_same_seed(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = np.random.default_rng(0).choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "wrong-index", "the labels of a minibatch are drawn apart from its examples"
)
def train_labels_drawn_apart(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"],
            params["b1"],
            params["W2"],
            params["b2"],
            X[rows],
            y[rng.choice(X.shape[0], batch_size)],
            reg,
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "wrong-index", "the labels belong to the first examples instead of to the minibatch"
)
def train_labels_of_first_rows(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[: X[rows].shape[0]], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-out-of-range",
    "the last example of the training set is never drawn",
)
def train_without_the_last(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(0, X.shape[0] - 1, size=batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-out-of-range",
    "only the first 100 examples are ever drawn",
)
def train_first_hundred(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(0, min(X.shape[0], 100), size=batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-not-redrawn",
    "the examples are taken one after another in the order of the training set, and not drawn",
)
def train_in_order(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = np.arange(t * batch_size, (t + 1) * batch_size) % X.shape[0]
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history
