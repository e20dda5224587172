"""Known wrong ways to write svm_train.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("svm_train", "gradient-ascent", "the update adds the gradient and climbs")
def train_ascent(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W = W + learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train", "gradient-not-recomputed", "the gradient of the first weights is used for every step"
)
def train_gradient_once(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    loss, dW = loss_function(W, X, y, reg)
    for t in range(num_steps):
        loss_history[t] = loss
        W -= learning_rate * dW
        loss, _ = loss_function(W, X, y, reg)
    return W, loss_history


@misconception(
    "svm_train", "gradient-not-recomputed", "loss and gradient of the first weights are used for every step"
)
def train_called_once(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss, dW = loss_function(W, X, y, reg)
    return W - num_steps * learning_rate * dW, np.full(num_steps, loss)


@misconception("svm_train", "loss-after-update", "the loss is recorded after the step instead of before it")
def train_loss_after(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        _, dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
        loss_history[t] = loss_function(W, X, y, reg)[0]
    return W, loss_history


@misconception(
    "svm_train",
    "loss-history-length",
    "the loss history also holds the loss after the last step, so it is one longer than num_steps",
)
def train_one_loss_more(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = []
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        loss_history.append(loss)
        W -= learning_rate * dW
    loss_history.append(loss_function(W, X, y, reg)[0])
    return W, np.array(loss_history)


@misconception("svm_train", "one-step-short", "the weights are returned before the last update")
def train_last_update_missing(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        if t < num_steps - 1:
            W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "reg-missing", "reg is not handed on to the loss function")
def train_reg_ignored(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, 0.0)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "reg-wrong-constant", "the loss function gets a fixed number for reg")
def train_reg_constant(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, 1e-3)
        W -= learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train",
    "reg-added-twice",
    "the gradient of the regulariser is added to a gradient that has it already",
)
def train_reg_twice(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * (dW + 2 * reg * W)
    return W, loss_history


@misconception(
    "svm_train", "learning-rate-forgotten", "the step is 0.001 times the gradient, whatever learning_rate is"
)
def train_rate_constant(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= 1e-3 * dW
    return W, loss_history


@misconception(
    "svm_train", "learning-rate-forgotten", "the whole gradient is subtracted, without the learning rate"
)
def train_rate_forgotten(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= dW
    return W, loss_history


@misconception(
    "svm_train",
    "mean-taken-twice",
    "the gradient is divided by N, although the loss function has taken the mean",
)
def train_averaged_again(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW / X.shape[0]
    return W, loss_history


@misconception("svm_train", "start-ignored", "training starts from zeros instead of from the W passed in")
def train_starts_at_zero(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = np.zeros_like(W)
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "mean-taken-twice", "the recorded loss is divided by N once more")
def train_loss_scaled(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        loss_history[t] = loss / X.shape[0]
        W -= learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train", "one-example-per-step", "each step looks at a single example instead of the whole batch"
)
def train_example_by_example(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        i = t % X.shape[0]
        loss_history[t], dW = loss_function(W, X[i : i + 1], y[i : i + 1], reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "matrix-or-wrong-dtype", "the losses are rounded to whole numbers")
def train_integer_history(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps, dtype=int)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "inputs-overwritten", "the W passed in is changed by the steps")
def train_in_place(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train",
    "loss-function-ignored",
    "the loss of the SVM is called, whatever loss function is passed in",
)
def train_own_loss(loss_function, W, X, y, reg, learning_rate, num_steps):
    rows = np.arange(len(y))
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        scores = X.dot(W)
        margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
        margins[rows, y] = 0
        loss_history[t] = np.sum(margins) / len(y) + reg * np.sum(W * W)
        mask = (margins > 0).astype(float)
        mask[rows, y] = -np.sum(mask, axis=1)
        W = W - learning_rate * (X.T.dot(mask) / len(y) + 2 * reg * W)
    return W, loss_history


@misconception(
    "svm_train",
    "learning-rate-changed",
    "the learning rate shrinks by 5 % after every step, which nobody asked for",
)
def train_rate_decays(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W = W - learning_rate * dW
        learning_rate *= 0.95
    return W, loss_history
