"""Known wrong ways to write two_layer_total_loss: the softmax loss and its mean.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_total_loss",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def total_unstable(scores, y, W1, W2, reg):
    N = scores.shape[0]
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-global-shift",
    "one number shifts the whole batch instead of one for each row, so that rows far apart become nan",
)
def total_global_shift(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-denominator-skips-correct",
    "the correct class is left out of the sum in the denominator",
)
def total_one_not_correct(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    correct = exps[np.arange(N), y]
    probs = exps / (np.sum(exps, axis=1) - correct)[:, None]
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-axis",
    "the softmax normalises each class over the examples instead of each example over the classes",
)
def total_wrong_axis(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=0)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=0)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "wrong-axis", "the exponentials are divided by the sum over the whole batch"
)
def total_all_normalised(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-index",
    "whole columns of probabilities are picked where one entry per row is meant",
)
def total_columns(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[:, y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-index",
    "rows are counted with the number of classes instead of the number of examples",
)
def total_arange_classes(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(scores.shape[1]), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "softmax-log-sign", "the minus in front of the logarithm is missing")
def total_log_sign(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-log-base",
    "the logarithm is the one to base 10 instead of the natural one",
)
def total_log_base(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log10(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "softmax-log-missing", "the loss is 1 - p instead of -log p")
def total_no_log(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = np.sum(1 - probs[np.arange(N), y]) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "relu-on-scores", "a ReLU cuts the scores off at 0 before the softmax")
def total_relu(scores, y, W1, W2, reg):
    N = scores.shape[0]
    scores = np.maximum(0, scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "softmax-of-softmax", "the softmax is applied twice")
def total_twice(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    probs = np.exp(probs) / np.sum(np.exp(probs), axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "hinge-in-softmax", "the data loss is the SVM's instead of the softmax's"
)
def total_hinge(scores, y, W1, W2, reg):
    N = scores.shape[0]
    correct = scores[np.arange(N), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(N), y] = 0
    return np.sum(margins) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))


@misconception(
    "two_layer_total_loss", "hard-coded-shape", "the mean is taken over 200 examples, however many there are"
)
def total_hard_coded(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / 200
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "inputs-overwritten",
    "the scores are shifted in place, so that the caller's scores change",
)
def total_shifts_in_place(scores, y, W1, W2, reg):
    N = scores.shape[0]
    scores -= np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "loops-in-vectorized", "a Python loop runs over the examples")
def total_loop(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = 0.0
    for i in range(N):
        data_loss -= np.log(probs[i, y[i]]) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-index",
    "the largest probability of each row is used instead of that of the correct class",
)
def total_winner(scores, y, W1, W2, reg):
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.mean(np.log(np.max(probs, axis=1)))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "softmax-log-missing", "the loss is the mean of -p: the logarithm is missing"
)
def total_minus_p(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.mean(probs[np.arange(N), y])
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-shift-not-undone",
    "the largest score is subtracted from the sum's exponents, but not from the score of the correct class",
)
def total_shift_not_undone(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    data_loss = np.mean(log_sums - scores[np.arange(N), y])
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-log-missing",
    "the loss is -s of the correct class plus the sum of the exponentials, without its logarithm",
)
def total_sum_without_log(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    sums = np.sum(np.exp(shifted), axis=1)
    data_loss = np.mean(sums - shifted[np.arange(N), y])
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-denominator-missing",
    "the loss is the mean of -s of the correct class, shifted: the denominator of the softmax is missing",
)
def total_of_the_score(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    data_loss = -np.mean(shifted[np.arange(N), y])
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss
