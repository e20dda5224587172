"""Known wrong ways to write two_layer_total_loss: the mean over the examples, and what it is taken of.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_total_loss", "mean-missing-in-loss", "the losses of the examples are summed and not averaged"
)
def total_mean_missing(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "mean-over-entries",
    "the sum is divided by all N * C entries instead of by the N examples",
)
def total_mean_over_entries(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / scores.size
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "mean-over-classes",
    "the sum is divided by C, the number of classes, instead of by the N examples",
)
def total_mean_by_classes(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / scores.shape[1]
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "precedence", "the division by N covers the regulariser and not the data loss"
)
def total_precedence(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss / N


@misconception(
    "two_layer_total_loss",
    "wrong-axis",
    "the logarithm is taken of the mean probability instead of the mean of the logarithms",
)
def total_log_of_sum(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.log(np.mean(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "wrong-axis", "each example keeps its own loss: the mean over examples is missing"
)
def total_per_example(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.log(probs[np.arange(N), y])
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-numerator-missing",
    "the loss is the mean of log Σ exp(s): the score of the correct class is not subtracted from it",
)
def total_log_sum_alone(scores, y, W1, W2, reg):
    highest = np.max(scores, axis=1)
    log_sums = highest + np.log(np.sum(np.exp(scores - highest[:, None]), axis=1))
    return np.mean(log_sums) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
