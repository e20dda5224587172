"""Known wrong ways to write the softmax exercises.

A flat catalogue, longer than other files on purpose: every function stands alone, because its
source also becomes a sample submission. The whole losses come first, then the stages in order.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder.authoring import misconception

# ---- softmax_loss_vectorized: the regulariser


@misconception(
    "softmax_loss_vectorized",
    "reg-factor-2",
    "the gradient of the regulariser is reg * W instead of 2 * reg * W",
)
def reg_factor_2(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized", "reg-factor-2", "the regulariser is halved in the loss but not in the gradient"
)
def reg_factor_half(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + 0.5 * reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_half_convention(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + 0.5 * reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized", "reg-missing-in-gradient", "the gradient leaves the regulariser out"
)
def reg_missing_in_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N
    return loss, dW


@misconception("softmax_loss_vectorized", "reg-missing-in-loss", "the loss leaves the regulariser out")
def reg_missing_in_loss(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized", "reg-missing", "the regulariser is missing in the loss and in the gradient"
)
def reg_missing(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N
    return loss, dW


@misconception(
    "softmax_loss_vectorized", "reg-divided-by-n", "the regulariser is divided by the number of examples too"
)
def reg_divided_by_n(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W
    return loss / N, dW / N


@misconception(
    "softmax_loss_vectorized", "reg-wrong-constant", "a fixed ½ stands in the regulariser where reg belongs"
)
def reg_wrong_constant(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + 0.5 * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "reg-wrong-norm",
    "the regulariser in the loss sums W itself instead of its squares",
)
def reg_wrong_norm(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "reg-wrong-norm",
    "the regulariser sums W @ W.T, products of different weights included, instead of the squares of W",
)
def reg_matrix_product(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W.dot(W.T))
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized", "reg-lambda-forgotten", "the regulariser is sum(W²) without the factor reg"
)
def reg_lambda_forgotten(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized", "reg-gradient-sign", "the gradient of the regulariser is subtracted"
)
def reg_gradient_sign(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N - 2 * reg * W
    return loss, dW


@misconception("softmax_loss_vectorized", "reg-added-twice", "the regulariser is counted twice")
def reg_added_twice(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W * W)
    loss += reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    dW += 2 * reg * W
    return loss, dW


# ---- softmax_loss_vectorized: the mean


@misconception(
    "softmax_loss_vectorized",
    "mean-missing",
    "loss and gradient are summed over the examples instead of averaged",
)
def mean_missing(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples, the gradient only summed",
)
def mean_missing_in_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "mean-missing-in-loss",
    "the gradient is averaged over the examples, the loss only summed",
)
def mean_missing_in_loss(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "precedence",
    "the division by the number of examples reaches the regulariser only",
)
def precedence(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W) / N
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W / N
    return loss, dW


# ---- softmax_loss_vectorized: the softmax itself


@misconception(
    "softmax_loss_vectorized",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def unstable(W, X, y, reg):
    N = X.shape[0]
    exp_scores = np.exp(X.dot(W))
    p = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    loss = np.mean(-np.log(p[np.arange(N), y])) + reg * np.sum(W**2)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-global-shift",
    "all rows are shifted by the largest score of the batch, so that a row far below it becomes 0/0",
)
def global_shift(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    exp_scores = np.exp(scores - np.max(scores))
    p = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    loss = np.mean(-np.log(p[np.arange(N), y])) + reg * np.sum(W**2)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-one-not-subtracted",
    "the gradient at the correct class is p instead of p - 1",
)
def one_not_subtracted(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    dW = X.T @ p / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "softmax-one-subtracted-everywhere",
    "the gradient is p - 1 in every class instead of the correct one only",
)
def one_subtracted_everywhere(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    dW = X.T @ (p - 1) / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "softmax-denominator-skips-correct",
    "the denominator leaves the correct class out",
)
def denominator_skips_correct(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    exp_scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    correct = exp_scores[np.arange(N), y]
    p = exp_scores / (exp_scores.sum(axis=1) - correct)[:, None]
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-denominator-gradient-not-summed",
    "the gradient of the denominator reaches the correct class only: P*Y - Y instead of P - Y",
)
def denominator_gradient_not_summed(W, X, y, reg):
    N = X.shape[0]
    Y = np.eye(W.shape[1])[y]
    scores = X.dot(W)
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    loss = -np.sum(Y * np.log(P)) / N + reg * np.sum(W * W)
    return loss, X.T @ (P * Y - Y) / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized", "softmax-log-in-gradient", "the gradient uses -log p where p belongs"
)
def log_in_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    losses = -np.log(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True))
    loss = losses[np.arange(N), y].mean() + reg * np.sum(W * W)
    losses[np.arange(N), y] -= 1
    return loss, X.T @ losses / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-of-softmax",
    "the softmax is taken twice, the second time of the probabilities",
)
def of_softmax(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    p = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized", "softmax-log-sign", "the loss is mean(log p) without its minus sign"
)
def loss_log_sign(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-gradient-sign",
    "the data gradient has the opposite sign: Y - P instead of P - Y",
)
def gradient_sign(W, X, y, reg):
    N = X.shape[0]
    Y = np.eye(W.shape[1])[y]
    scores = X.dot(W)
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    loss = -np.sum(Y * np.log(P)) / N + reg * np.sum(W * W)
    return loss, X.T @ (Y - P) / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-log-missing",
    "the loss is the mean of 1 - p: the logarithm is missing",
)
def loss_log_missing(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = (1 - p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-log-base",
    "the logarithm of the loss is taken to base 2 instead of the natural one",
)
def loss_log2(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log2(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-log-of-mean",
    "the loss is the logarithm of the mean probability instead of the mean of the logarithms",
)
def loss_log_of_mean(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y].mean()) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-loss-over-all-classes",
    "the loss sums -log p over all classes instead of taking it at the correct one",
)
def loss_over_all_classes(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.sum(np.log(p)) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized", "mean-over-entries", "loss and gradient are divided by N * C instead of N"
)
def mean_over_classes(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / p.size + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / p.size + 2 * reg * W


@misconception("softmax_loss_vectorized", "mean-taken-twice", "the data gradient is divided by N twice")
def mean_taken_twice(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    p /= N
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-gradient-of-probabilities",
    "the data gradient stops at the probabilities: the way through the softmax is missing",
)
def gradient_of_probabilities(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    Y = np.eye(W.shape[1])[y]
    return loss, X.T @ (-Y / p) / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-exponent-sign",
    "the exponent has the wrong sign: the largest score gets the smallest probability",
)
def exponent_sign(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.min(axis=1, keepdims=True)
    p = np.exp(-scores) / np.exp(-scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-exponential-missing",
    "the scores are normalised without the exponential",
)
def exponential_missing(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = scores / scores.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "softmax-wrong-denominator",
    "the exponentials of an example are divided by their mean instead of their sum",
)
def wrong_denominator(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).mean(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    "softmax_loss_vectorized",
    "wrong-axis",
    "the probabilities of a class sum to 1 over the examples, instead of those of an example over the classes",
)
def wrong_axis(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=0)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=0)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W


@misconception("softmax_loss_vectorized", "hinge-in-softmax", "loss and gradient are those of the SVM")
def hinge(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[np.arange(N), y] = -mask.sum(axis=1)
    return loss, X.T.dot(mask) / N + 2 * reg * W


@misconception("softmax_loss_vectorized", "relu-on-scores", "negative scores are set to 0 before the softmax")
def relu_on_scores(W, X, y, reg):
    N = X.shape[0]
    scores = np.maximum(0, X.dot(W))
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W


# ---- softmax_loss_vectorized: arrays


@misconception("softmax_loss_vectorized", "transposed", "dW is returned with shape (C, D) instead of (D, C)")
def transposed(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, p.T.dot(X) / N + 2 * reg * W.T


@misconception(
    "softmax_loss_vectorized",
    "wrong-index",
    "every row meets the labels of all examples, [:, y], instead of its own",
)
def wrong_index(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[:, y])) + reg * np.sum(W * W)
    p[:, y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W


@misconception("softmax_loss_vectorized", "hard-coded-shape", "the number of classes is taken to be 10")
def hard_coded_shape(W, X, y, reg):
    N = X.shape[0]
    scores = np.zeros((N, 10))
    scores[:, : W.shape[1]] = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p)[:, : W.shape[1]] / N + 2 * reg * W


@misconception("softmax_loss_vectorized", "inputs-overwritten", "the weights passed in are changed")
def inputs_overwritten(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    W *= 2 * reg
    return loss, X.T.dot(p) / N + W


@misconception("softmax_loss_vectorized", "matrix-or-wrong-dtype", "the gradient is rounded to float32")
def wrong_dtype(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, (X.T.dot(p) / N + 2 * reg * W).astype(np.float32)


@misconception(
    "softmax_loss_vectorized", "loops-in-vectorized", "the numbers are right but a Python loop makes them"
)
def loops_in_vectorized(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - scores.max())
        p /= p.sum()
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


# ---- softmax_loss_naive: with its loops where the loop is where the mistake happens


@misconception(
    "softmax_loss_naive", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W"
)
def naive_reg_factor_2(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + reg * W


@misconception("softmax_loss_naive", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def naive_reg_missing_in_gradient(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N


@misconception(
    "softmax_loss_naive",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples, the gradient only summed",
)
def naive_mean_missing_in_gradient(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def naive_unstable(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        denominator = np.sum(np.exp(scores))
        loss += -np.log(np.exp(scores[y[i]]) / denominator)
        for j in range(W.shape[1]):
            dW[:, j] += (np.exp(scores[j]) / denominator - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "softmax-global-shift",
    "all rows are shifted by the largest score of the batch, so that a row far below it becomes 0/0",
)
def naive_global_shift(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    all_scores = X.dot(W)
    all_scores -= np.max(all_scores)
    for i in range(N):
        p = np.exp(all_scores[i]) / np.sum(np.exp(all_scores[i]))
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception(
    "softmax_loss_naive", "softmax-denominator-skips-correct", "the denominator leaves the correct class out"
)
def naive_denominator_skips_correct(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        e = np.exp(X[i].dot(W) - np.max(X[i].dot(W)))
        denominator = 0.0
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            denominator += e[j]
        loss += -np.log(e[y[i]] / denominator)
        for j in range(W.shape[1]):
            dW[:, j] += (e[j] / denominator - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "softmax-one-not-subtracted",
    "the gradient at the correct class is p instead of p - 1",
)
def naive_one_not_subtracted(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += p[j] * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "wrong-index",
    "only the last example reaches the gradient: = stands where += belongs",
)
def naive_gradient_overwritten(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] = (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


# The rest is the same mistake whether written with loops or without.
naive_reg_factor_half = replace(reg_factor_half, exercise="softmax_loss_naive")
naive_reg_half_convention = replace(reg_half_convention, exercise="softmax_loss_naive")
naive_reg_missing_in_loss = replace(reg_missing_in_loss, exercise="softmax_loss_naive")
naive_reg_missing = replace(reg_missing, exercise="softmax_loss_naive")
naive_reg_divided_by_n = replace(reg_divided_by_n, exercise="softmax_loss_naive")
naive_reg_wrong_constant = replace(reg_wrong_constant, exercise="softmax_loss_naive")
naive_reg_wrong_norm = replace(reg_wrong_norm, exercise="softmax_loss_naive")
naive_reg_matrix_product = replace(reg_matrix_product, exercise="softmax_loss_naive")
naive_reg_lambda_forgotten = replace(reg_lambda_forgotten, exercise="softmax_loss_naive")
naive_reg_gradient_sign = replace(reg_gradient_sign, exercise="softmax_loss_naive")
naive_reg_added_twice = replace(reg_added_twice, exercise="softmax_loss_naive")
naive_mean_missing = replace(mean_missing, exercise="softmax_loss_naive")
naive_mean_missing_in_loss = replace(mean_missing_in_loss, exercise="softmax_loss_naive")
naive_precedence = replace(precedence, exercise="softmax_loss_naive")
naive_one_subtracted_everywhere = replace(one_subtracted_everywhere, exercise="softmax_loss_naive")
naive_denominator_gradient = replace(denominator_gradient_not_summed, exercise="softmax_loss_naive")
naive_log_in_gradient = replace(log_in_gradient, exercise="softmax_loss_naive")
naive_of_softmax = replace(of_softmax, exercise="softmax_loss_naive")
naive_log_sign = replace(loss_log_sign, exercise="softmax_loss_naive")
naive_gradient_sign = replace(gradient_sign, exercise="softmax_loss_naive")
naive_loss_log_missing = replace(loss_log_missing, exercise="softmax_loss_naive")
naive_loss_log2 = replace(loss_log2, exercise="softmax_loss_naive")
naive_loss_log_of_mean = replace(loss_log_of_mean, exercise="softmax_loss_naive")
naive_loss_over_all_classes = replace(loss_over_all_classes, exercise="softmax_loss_naive")
naive_mean_over_classes = replace(mean_over_classes, exercise="softmax_loss_naive")
naive_mean_taken_twice = replace(mean_taken_twice, exercise="softmax_loss_naive")
naive_gradient_of_probabilities = replace(gradient_of_probabilities, exercise="softmax_loss_naive")
naive_exponent_sign = replace(exponent_sign, exercise="softmax_loss_naive")
naive_exponential_missing = replace(exponential_missing, exercise="softmax_loss_naive")
naive_wrong_denominator = replace(wrong_denominator, exercise="softmax_loss_naive")
naive_wrong_axis = replace(wrong_axis, exercise="softmax_loss_naive")
naive_hinge = replace(hinge, exercise="softmax_loss_naive")
naive_relu_on_scores = replace(relu_on_scores, exercise="softmax_loss_naive")
naive_transposed = replace(transposed, exercise="softmax_loss_naive")
naive_wrong_index = replace(wrong_index, exercise="softmax_loss_naive")
naive_hard_coded_shape = replace(hard_coded_shape, exercise="softmax_loss_naive")
naive_inputs_overwritten = replace(inputs_overwritten, exercise="softmax_loss_naive")
naive_wrong_dtype = replace(wrong_dtype, exercise="softmax_loss_naive")


# ---- softmax_initial_loss


@misconception(
    "softmax_initial_loss", "softmax-log-missing", "you give the probability 1/C itself instead of -log(1/C)"
)
def initial_log_missing(num_classes):
    return 1 / num_classes


@misconception("softmax_initial_loss", "softmax-log-sign", "the minus sign of -log p is missing")
def initial_log_sign(num_classes):
    return np.log(1 / num_classes)


@misconception(
    "softmax_initial_loss", "softmax-log-base", "the logarithm is taken to base 10 instead of the natural one"
)
def initial_log10(num_classes):
    return -np.log10(1 / num_classes)


@misconception(
    "softmax_initial_loss", "softmax-log-base", "the logarithm is taken to base 2 instead of the natural one"
)
def initial_log2(num_classes):
    return np.log2(num_classes)


@misconception("softmax_initial_loss", "hinge-in-softmax", "it is C - 1, the first loss of the SVM")
def initial_hinge(num_classes):
    return num_classes - 1.0


@misconception("softmax_initial_loss", "hard-coded-shape", "the number of classes is taken to be 10")
def initial_ten_classes(num_classes):
    return -np.log(0.1)


# ---- softmax_shifted


@misconception(
    "softmax_shifted", "softmax-global-shift", "all rows are shifted by the largest score of the batch"
)
def shifted_globally(scores):
    return scores - np.max(scores)


@misconception("softmax_shifted", "softmax-unstable", "the scores are not shifted at all")
def shifted_not(scores):
    return scores.copy()


@misconception("softmax_shifted", "wrong-axis", "each column is shifted by its maximum instead of each row")
def shifted_columns(scores):
    return scores - np.max(scores, axis=0)


@misconception(
    "softmax_shifted", "softmax-shift-not-maximum", "each row is shifted by its mean instead of its maximum"
)
def shifted_mean(scores):
    return scores - np.mean(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is shifted by its minimum, which makes its scores large instead of small",
)
def shifted_minimum(scores):
    return scores - np.min(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted", "softmax-shift-not-maximum", "the row maximum is added instead of subtracted"
)
def shifted_added(scores):
    return scores + np.max(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is shifted by its largest absolute value instead of its maximum",
)
def shifted_absolute(scores):
    return scores - np.max(np.abs(scores), axis=1, keepdims=True)


@misconception("softmax_shifted", "relu-on-scores", "negative scores are set to 0 before the shift")
def shifted_relu(scores):
    scores = np.maximum(0, scores)
    return scores - np.max(scores, axis=1, keepdims=True)


@misconception("softmax_shifted", "transposed", "the result is (C, N) instead of (N, C)")
def shifted_transposed(scores):
    return scores.T - np.max(scores, axis=1)


@misconception("softmax_shifted", "inputs-overwritten", "the scores passed in are changed")
def shifted_in_place(scores):
    scores -= np.max(scores, axis=1, keepdims=True)
    return scores


@misconception("softmax_shifted", "matrix-or-wrong-dtype", "the result is rounded to float32")
def shifted_float32(scores):
    return (scores - np.max(scores, axis=1, keepdims=True)).astype(np.float32)


@misconception("softmax_shifted", "loops-in-vectorized", "the numbers are right but a Python loop makes them")
def shifted_loop(scores):
    shifted = np.zeros_like(scores)
    for i in range(scores.shape[0]):
        shifted[i] = scores[i] - np.max(scores[i])
    return shifted


# ---- softmax_exponentials


@misconception("softmax_exponentials", "softmax-log-base", "powers of 10 are taken instead of powers of e")
def exponentials_base_10(shifted):
    return 10.0**shifted


@misconception("softmax_exponentials", "softmax-log-base", "powers of 2 are taken instead of powers of e")
def exponentials_base_2(shifted):
    return np.exp2(shifted)


@misconception(
    "softmax_exponentials",
    "softmax-exponent-sign",
    "the exponent has the wrong sign: the largest score gets the smallest number",
)
def exponentials_negative(shifted):
    return np.exp(-shifted)


@misconception(
    "softmax_exponentials",
    "softmax-of-softmax",
    "the rows are normalised already, which is the task of the next stage",
)
def exponentials_normalised(shifted):
    return np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)


@misconception(
    "softmax_exponentials",
    "softmax-exponential-missing",
    "the shifted scores are returned without the exponential",
)
def exponentials_missing(shifted):
    return shifted.copy()


@misconception(
    "softmax_exponentials", "relu-on-scores", "negative numbers are set to 0 before the exponential"
)
def exponentials_relu(shifted):
    return np.exp(np.maximum(0, shifted))


@misconception("softmax_exponentials", "inputs-overwritten", "the shifted scores passed in are changed")
def exponentials_in_place(shifted):
    return np.exp(shifted, out=shifted)


@misconception("softmax_exponentials", "matrix-or-wrong-dtype", "the result is rounded to float32")
def exponentials_float32(shifted):
    return np.exp(shifted).astype(np.float32)


@misconception(
    "softmax_exponentials", "loops-in-vectorized", "the numbers are right but a Python loop makes them"
)
def exponentials_loop(shifted):
    exponentials = np.zeros_like(shifted)
    for i in range(shifted.shape[0]):
        exponentials[i] = np.exp(shifted[i])
    return exponentials


# ---- softmax_probabilities


@misconception("softmax_probabilities", "wrong-axis", "the columns sum to 1 instead of the rows")
def probabilities_columns(exponentials):
    return exponentials / np.sum(exponentials, axis=0)


@misconception("softmax_probabilities", "wrong-axis", "the whole batch sums to 1 instead of each row")
def probabilities_batch(exponentials):
    return exponentials / np.sum(exponentials)


@misconception(
    "softmax_probabilities", "softmax-of-softmax", "the exponential is taken a second time before normalising"
)
def probabilities_twice(exponentials):
    again = np.exp(exponentials)
    return again / np.sum(again, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities", "softmax-wrong-denominator", "each row is divided by its mean instead of its sum"
)
def probabilities_mean(exponentials):
    return exponentials / np.mean(exponentials, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities",
    "softmax-wrong-denominator",
    "each row is divided by its length as a vector, so that its squares sum to 1",
)
def probabilities_euclidean(exponentials):
    return exponentials / np.linalg.norm(exponentials, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities",
    "softmax-wrong-denominator",
    "each row is divided by its largest entry, which is 1 already",
)
def probabilities_maximum(exponentials):
    return exponentials / np.max(exponentials, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities",
    "softmax-denominator-skips-correct",
    "each class is divided by the sum of the other classes: those are odds, not probabilities",
)
def probabilities_odds(exponentials):
    return exponentials / (np.sum(exponentials, axis=1, keepdims=True) - exponentials)


@misconception("softmax_probabilities", "transposed", "the result is (C, N) instead of (N, C)")
def probabilities_transposed(exponentials):
    return exponentials.T / np.sum(exponentials, axis=1)


@misconception("softmax_probabilities", "inputs-overwritten", "the exponentials passed in are changed")
def probabilities_in_place(exponentials):
    exponentials /= np.sum(exponentials, axis=1, keepdims=True)
    return exponentials


@misconception("softmax_probabilities", "matrix-or-wrong-dtype", "the result is rounded to float32")
def probabilities_float32(exponentials):
    return (exponentials / np.sum(exponentials, axis=1, keepdims=True)).astype(np.float32)


@misconception(
    "softmax_probabilities", "loops-in-vectorized", "the numbers are right but a Python loop makes them"
)
def probabilities_loop(exponentials):
    probabilities = np.zeros_like(exponentials)
    for i in range(exponentials.shape[0]):
        probabilities[i] = exponentials[i] / np.sum(exponentials[i])
    return probabilities


# ---- softmax_data_loss


@misconception(
    "softmax_data_loss", "mean-missing", "the losses of the examples are summed instead of averaged"
)
def data_loss_sum(probabilities, y):
    N = probabilities.shape[0]
    return -np.sum(np.log(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss",
    "mean-over-entries",
    "the sum is divided by N * C, the size of the one-hot product, instead of N",
)
def data_loss_mean_over_classes(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return -np.mean(Y * np.log(probabilities))


@misconception("softmax_data_loss", "softmax-log-sign", "the minus sign of -log p is missing")
def data_loss_sign(probabilities, y):
    N = probabilities.shape[0]
    return np.mean(np.log(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "softmax-log-base", "the logarithm is taken to base 2 instead of the natural one"
)
def data_loss_log2(probabilities, y):
    N = probabilities.shape[0]
    return -np.mean(np.log2(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "softmax-log-base", "the logarithm is taken to base 10 instead of the natural one"
)
def data_loss_log10(probabilities, y):
    N = probabilities.shape[0]
    return -np.mean(np.log10(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "softmax-log-missing", "it is the mean of 1 - p: the logarithm is missing"
)
def data_loss_no_log(probabilities, y):
    N = probabilities.shape[0]
    return np.mean(1 - probabilities[np.arange(N), y])


@misconception(
    "softmax_data_loss",
    "softmax-log-of-mean",
    "the logarithm is taken of the mean probability instead of the mean of the logarithms",
)
def data_loss_log_of_mean(probabilities, y):
    N = probabilities.shape[0]
    return -np.log(np.mean(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "-log p is summed over all classes instead of taken at the correct one",
)
def data_loss_all_classes(probabilities, y):
    N = probabilities.shape[0]
    return -np.sum(np.log(probabilities)) / N


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "-log(1 - p) of the wrong classes is added, as for yes-or-no questions",
)
def data_loss_binary(probabilities, y):
    N = probabilities.shape[0]
    Y = np.eye(probabilities.shape[1])[y]
    return -np.sum(Y * np.log(probabilities) + (1 - Y) * np.log(1 - probabilities)) / N


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "it is -p log p summed over the classes, the entropy, which ignores the labels",
)
def data_loss_entropy(probabilities, y):
    N = probabilities.shape[0]
    return -np.sum(probabilities * np.log(probabilities)) / N


@misconception(
    "softmax_data_loss",
    "wrong-index",
    "every row meets the labels of all examples, [:, y], instead of its own",
)
def data_loss_all_labels(probabilities, y):
    return -np.mean(np.log(probabilities[:, y]))


@misconception(
    "softmax_data_loss",
    "wrong-index",
    "the largest probability of each row is used instead of that of the correct class",
)
def data_loss_largest(probabilities, y):
    return -np.mean(np.log(np.max(probabilities, axis=1)))


@misconception(
    "softmax_data_loss", "softmax-of-softmax", "the softmax is taken once more, of the probabilities"
)
def data_loss_twice(probabilities, y):
    N = probabilities.shape[0]
    p = np.exp(probabilities) / np.sum(np.exp(probabilities), axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "hinge-in-softmax", "it is the hinge loss of the SVM, of the probabilities"
)
def data_loss_hinge(probabilities, y):
    N = probabilities.shape[0]
    margins = np.maximum(0, probabilities - probabilities[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    return np.sum(margins) / N


@misconception("softmax_data_loss", "inputs-overwritten", "the probabilities passed in are changed")
def data_loss_in_place(probabilities, y):
    N = probabilities.shape[0]
    np.log(probabilities, out=probabilities)
    return -np.sum(probabilities[np.arange(N), y]) / N


@misconception("softmax_data_loss", "loops-in-vectorized", "the number is right but a Python loop makes it")
def data_loss_loop(probabilities, y):
    loss = 0.0
    for i in range(probabilities.shape[0]):
        loss -= np.log(probabilities[i, y[i]])
    return loss / probabilities.shape[0]


# ---- softmax_reg_loss


@misconception("softmax_reg_loss", "reg-half-convention", "it is ½ reg sum(W²), another year's convention")
def reg_loss_half(W, reg):
    return 0.5 * reg * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-lambda-forgotten", "it is sum(W²) without the factor reg")
def reg_loss_without_reg(W, reg):
    return np.sum(W * W)


@misconception("softmax_reg_loss", "reg-missing", "it is always 0")
def reg_loss_zero(W, reg):
    return 0.0


@misconception("softmax_reg_loss", "reg-wrong-constant", "reg is squared")
def reg_loss_reg_squared(W, reg):
    return reg**2 * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-wrong-constant", "a fixed ½ stands where reg belongs")
def reg_loss_fixed(W, reg):
    return 0.5 * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-wrong-norm", "it sums W itself instead of its squares")
def reg_loss_sum(W, reg):
    return reg * np.sum(W)


@misconception("softmax_reg_loss", "reg-wrong-norm", "it sums absolute values instead of squares")
def reg_loss_absolute(W, reg):
    return reg * np.sum(np.abs(W))


@misconception(
    "softmax_reg_loss",
    "reg-wrong-norm",
    "it sums W @ W.T, products of different weights included, instead of the squares of W",
)
def reg_loss_matrix_product(W, reg):
    return reg * np.sum(W.dot(W.T))


@misconception("softmax_reg_loss", "reg-wrong-norm", "it is the norm of W instead of its square")
def reg_loss_root(W, reg):
    return reg * np.linalg.norm(W)


@misconception(
    "softmax_reg_loss", "reg-wrong-norm", "it is the square of the sum instead of the sum of the squares"
)
def reg_loss_square_of_sum(W, reg):
    return reg * np.sum(W) ** 2


@misconception("softmax_reg_loss", "reg-added-twice", "it is counted twice")
def reg_loss_twice(W, reg):
    return 2 * reg * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-divided-by-n", "the squares are averaged instead of summed")
def reg_loss_mean(W, reg):
    return reg * np.mean(W * W)


@misconception("softmax_reg_loss", "inputs-overwritten", "the weights passed in are changed")
def reg_loss_in_place(W, reg):
    W *= W
    return reg * np.sum(W)


@misconception("softmax_reg_loss", "loops-in-vectorized", "the number is right but a Python loop makes it")
def reg_loss_loop(W, reg):
    total = 0.0
    for row in W:
        for w in row:
            total += w * w
    return reg * total


# ---- softmax_dscores


@misconception(
    "softmax_dscores",
    "softmax-one-not-subtracted",
    "it is P / N: the 1 of the correct class is not subtracted",
)
def dscores_one_not_subtracted(probabilities, y):
    return probabilities / probabilities.shape[0]


@misconception(
    "softmax_dscores",
    "softmax-one-subtracted-everywhere",
    "1 is subtracted in every class instead of the correct one only",
)
def dscores_one_everywhere(probabilities, y):
    return (probabilities - 1) / probabilities.shape[0]


@misconception("softmax_dscores", "mean-missing", "the 1/N of the mean is missing")
def dscores_no_mean(probabilities, y):
    dscores = probabilities.copy()
    dscores[np.arange(len(y)), y] -= 1
    return dscores


@misconception("softmax_dscores", "mean-over-entries", "it is divided by N * C instead of N")
def dscores_mean_over_classes(probabilities, y):
    dscores = probabilities.copy()
    dscores[np.arange(len(y)), y] -= 1
    return dscores / dscores.size


@misconception(
    "softmax_dscores", "precedence", "the division by N reaches the one-hot labels only: P - Y / N"
)
def dscores_precedence(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return probabilities - Y / len(y)


@misconception("softmax_dscores", "precedence", "the division by N reaches the probabilities only: P / N - Y")
def dscores_precedence_other(probabilities, y):
    dscores = probabilities / len(y)
    dscores[np.arange(len(y)), y] -= 1
    return dscores


@misconception("softmax_dscores", "softmax-gradient-sign", "it has the opposite sign: Y - P instead of P - Y")
def dscores_sign(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return (Y - probabilities) / len(y)


@misconception("softmax_dscores", "softmax-log-in-gradient", "it uses -log p where p belongs")
def dscores_log(probabilities, y):
    dscores = -np.log(probabilities)
    dscores[np.arange(len(y)), y] -= 1
    return dscores / len(y)


@misconception(
    "softmax_dscores",
    "softmax-denominator-gradient-not-summed",
    "the gradient of the denominator reaches the correct class only: P*Y - Y instead of P - Y",
)
def dscores_denominator(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return (probabilities * Y - Y) / len(y)


@misconception(
    "softmax_dscores",
    "softmax-gradient-of-probabilities",
    "it is the gradient for the probabilities, -Y / P / N: the way through the softmax is missing",
)
def dscores_of_probabilities(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return -Y / probabilities / len(y)


@misconception(
    "softmax_dscores", "softmax-of-softmax", "the softmax is taken once more, of the probabilities"
)
def dscores_twice(probabilities, y):
    p = np.exp(probabilities) / np.sum(np.exp(probabilities), axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@misconception(
    "softmax_dscores", "hinge-in-softmax", "it is the gradient of the SVM: counts instead of probabilities"
)
def dscores_hinge(probabilities, y):
    N = len(y)
    margins = probabilities - probabilities[np.arange(N), y][:, None] + 1
    dscores = (margins > 0).astype(float)
    dscores[np.arange(N), y] = 0
    dscores[np.arange(N), y] = -dscores.sum(axis=1)
    return dscores / N


@misconception(
    "softmax_dscores", "wrong-index", "every row meets the labels of all examples, [:, y], instead of its own"
)
def dscores_all_labels(probabilities, y):
    dscores = probabilities.copy()
    dscores[:, y] -= 1
    return dscores / len(y)


@misconception(
    "softmax_dscores", "wrong-index", "1 is subtracted at the most probable class instead of the correct one"
)
def dscores_largest(probabilities, y):
    dscores = probabilities.copy()
    dscores[np.arange(len(y)), np.argmax(probabilities, axis=1)] -= 1
    return dscores / len(y)


@misconception("softmax_dscores", "transposed", "the result is (C, N) instead of (N, C)")
def dscores_transposed(probabilities, y):
    dscores = probabilities.T.copy()
    dscores[y, np.arange(len(y))] -= 1
    return dscores / len(y)


@misconception("softmax_dscores", "inputs-overwritten", "the probabilities passed in are changed")
def dscores_in_place(probabilities, y):
    dscores = probabilities
    dscores[np.arange(len(y)), y] -= 1
    return dscores / len(y)


@misconception("softmax_dscores", "matrix-or-wrong-dtype", "the result is rounded to float32")
def dscores_float32(probabilities, y):
    dscores = probabilities.astype(np.float32)
    dscores[np.arange(len(y)), y] -= 1
    return dscores / len(y)


@misconception("softmax_dscores", "loops-in-vectorized", "the numbers are right but a Python loop makes them")
def dscores_loop(probabilities, y):
    dscores = probabilities.copy()
    for i in range(len(y)):
        dscores[i, y[i]] -= 1
    return dscores / len(y)


# ---- softmax_dW


@misconception(
    "softmax_dW", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W"
)
def dW_reg_factor_2(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * W


@misconception("softmax_dW", "reg-missing-in-gradient", "the regulariser is left out")
def dW_reg_missing(dscores, W, X, reg):
    return X.T.dot(dscores)


@misconception("softmax_dW", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW_reg_sign(dscores, W, X, reg):
    return X.T.dot(dscores) - 2 * reg * W


@misconception(
    "softmax_dW", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W without the factor reg"
)
def dW_reg_forgotten(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * W


@misconception("softmax_dW", "reg-added-twice", "the gradient of the regulariser is counted twice")
def dW_reg_twice(dscores, W, X, reg):
    return X.T.dot(dscores) + 4 * reg * W


@misconception("softmax_dW", "reg-wrong-constant", "reg is squared")
def dW_reg_squared(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg**2 * W


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the gradient of the regulariser is that of absolute values: reg * sign(W)",
)
def dW_reg_absolute(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sign(W)


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the value reg * sum(W²) of the regulariser is added instead of its gradient",
)
def dW_reg_value(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sum(W * W)


@misconception(
    "softmax_dW", "reg-divided-by-n", "the gradient of the regulariser is divided by the number of examples"
)
def dW_reg_divided(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg * W / X.shape[0]


@misconception(
    "softmax_dW",
    "mean-taken-twice",
    "the data gradient is divided by N once more, although dscores holds the 1/N already",
)
def dW_mean_twice(dscores, W, X, reg):
    return X.T.dot(dscores) / X.shape[0] + 2 * reg * W


@misconception("softmax_dW", "transposed", "the result is (C, D) instead of (D, C)")
def dW_transposed(dscores, W, X, reg):
    return dscores.T.dot(X) + 2 * reg * W.T


@misconception("softmax_dW", "inputs-overwritten", "the weights passed in are changed")
def dW_in_place(dscores, W, X, reg):
    W *= 2 * reg
    W += X.T.dot(dscores)
    return W


@misconception("softmax_dW", "matrix-or-wrong-dtype", "the result is rounded to float32")
def dW_float32(dscores, W, X, reg):
    dW = np.zeros(W.shape, dtype=np.float32)
    dW += X.T.dot(dscores) + 2 * reg * W
    return dW


@misconception("softmax_dW", "loops-in-vectorized", "the numbers are right but a Python loop makes them")
def dW_loop(dscores, W, X, reg):
    dW = 2 * reg * W
    for i in range(X.shape[0]):
        dW += np.outer(X[i], dscores[i])
    return dW
