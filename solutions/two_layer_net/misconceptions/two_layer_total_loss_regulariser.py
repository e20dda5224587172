"""Known wrong ways to write two_layer_total_loss: the regulariser.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_total_loss",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def total_reg_half(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-missing-in-loss", "the regulariser is left out")
def total_reg_missing(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    return data_loss


@misconception("two_layer_total_loss", "reg-missing-in-loss", "W2 alone is regularised: W1 is left out")
def total_reg_without_W1(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W2 * W2)
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-missing-in-loss", "W1 alone is regularised: W2 is left out")
def total_reg_without_W2(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W1 * W1)
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-divided-by-n", "the regulariser is divided by the number of examples too"
)
def total_reg_divided_by_n(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return (data_loss + reg_loss) / N


@misconception(
    "two_layer_total_loss", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is"
)
def total_reg_constant(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = 0.5 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg"
)
def total_reg_squared(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg**2 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-wrong-norm", "the weights are summed without being squared")
def total_reg_not_squared(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1) + np.sum(W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-wrong-norm", "the regulariser sums absolute values instead of squares"
)
def total_reg_abs(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(np.abs(W1)) + np.sum(np.abs(W2)))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "reg-wrong-norm",
    "the regulariser sums the matrix products W Wᵀ instead of the squared weights",
)
def total_reg_matrix_product(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1.dot(W1.T)) + np.sum(W2.dot(W2.T)))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-lambda-forgotten", "the squared weights are not multiplied by reg"
)
def total_reg_lambda_forgotten(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = np.sum(W1 * W1) + np.sum(W2 * W2)
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-added-twice", "a misplaced parenthesis regularises W2 with 1 instead of reg"
)
def total_reg_parenthesis(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W1 * W1) + np.sum(W2 * W2)
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-added-twice", "the regulariser is added twice")
def total_reg_twice(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-gradient-sign", "the regulariser is subtracted from the data loss"
)
def total_reg_subtracted(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss - reg_loss


@misconception(
    "two_layer_total_loss",
    "reg-wrong-norm",
    "the regulariser adds the norms of W1 and W2 instead of their squares",
)
def total_reg_of_norms(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    return data_loss + reg * (np.linalg.norm(W1) + np.linalg.norm(W2))


@misconception(
    "two_layer_total_loss",
    "reg-divided-by-n",
    "the regulariser is reg/(2N) times the squares, another course's convention",
)
def total_reg_over_twice_n(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    return data_loss + reg / (2 * N) * (np.sum(W1 * W1) + np.sum(W2 * W2))


@misconception(
    "two_layer_total_loss",
    "reg-wrong-norm",
    "the sums of squares of W1 and of W2 are multiplied with each other instead of added",
)
def total_reg_product(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W1 * W1) * np.sum(W2 * W2)
    return data_loss + reg_loss
