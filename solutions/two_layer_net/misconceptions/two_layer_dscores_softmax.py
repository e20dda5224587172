"""Known wrong ways to write two_layer_dscores: what stands where the probabilities belong, and the mean.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_dscores",
    "softmax-exponential-missing",
    "the scores themselves stand where the probabilities belong: there is no softmax",
)
def dscores_of_scores(scores, y):
    N = scores.shape[0]
    dscores = scores.copy()
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-exponential-missing",
    "the shifted scores themselves stand where the probabilities belong",
)
def dscores_of_shifted_scores(scores, y):
    N = scores.shape[0]
    dscores = scores - np.max(scores, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-axis",
    "the exponentials are divided by the sum over the whole batch",
)
def dscores_all_normalised(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-axis",
    "the softmax is taken over the whole batch at once, with one shift and one sum",
)
def dscores_softmax_of_the_batch(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "mean-over-entries",
    "the gradient is divided by all N * C entries instead of by the N examples",
)
def dscores_mean_over_entries(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / dscores.size
