"""Known wrong ways to write svm_train: loops that end early, and what they add up.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("svm_train", "loss-history-summed", "the loss history adds up the losses of all steps so far")
def train_losses_added_up(loss_function, W, X, y, reg, learning_rate, num_steps):
    losses = []
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        losses.append(loss)
        W = W - learning_rate * dW
    return W, np.cumsum(losses)


@misconception(
    "svm_train",
    "loss-history-length",
    "only the last loss is returned instead of one for every step",
)
def train_last_loss(loss_function, W, X, y, reg, learning_rate, num_steps):
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        W = W - learning_rate * dW
    return W, loss


@misconception(
    "svm_train",
    "one-step-short",
    "the loop stops one step early: the last update and the last loss are missing",
)
def train_stops_early(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps - 1):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W = W - learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train",
    "return-inside-loop",
    "the function returns after the first step, with a single loss: the return stands inside the loop",
)
def train_returns_in_loop(loss_function, W, X, y, reg, learning_rate, num_steps):
    losses = []
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        losses.append(loss)
        W = W - learning_rate * dW
        return W, np.array(losses)


@misconception(
    "svm_train",
    "return-inside-loop",
    "the function returns after the first step, the other losses still 0: the return stands inside the loop",
)
def train_returns_in_loop_with_zeros(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W = W - learning_rate * dW
        return W, loss_history


@misconception(
    "svm_train",
    "gradient-added-up",
    "every step goes along the sum of all gradients so far instead of the gradient of the moment",
)
def train_gradients_added_up(loss_function, W, X, y, reg, learning_rate, num_steps):
    total = np.zeros_like(W)
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        total += dW
        W = W - learning_rate * total
    return W, loss_history
