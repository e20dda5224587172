"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: from scores to probabilities.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


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
    "softmax_loss_vectorized",
    "softmax-global-shift",
    "one number shifts the whole batch instead of one for each row, so that rows far apart become nan",
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
    "softmax_loss_naive",
    "softmax-global-shift",
    "one number shifts the whole batch instead of one for each row, so that rows far apart become nan",
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
    LOSSES,
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
    LOSSES,
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
    LOSSES,
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
    LOSSES,
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
    LOSSES,
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


@misconception(LOSSES, "relu-on-scores", "negative scores are set to 0 before the softmax")
def relu_on_scores(W, X, y, reg):
    N = X.shape[0]
    scores = np.maximum(0, X.dot(W))
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
