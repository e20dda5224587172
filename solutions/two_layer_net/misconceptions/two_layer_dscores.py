"""Known wrong ways to write two_layer_dscores.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_dscores",
    "mean-missing-in-gradient",
    "the gradient is not divided by N, though the loss is a mean over the examples",
)
def dscores_mean_missing(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores


@misconception("two_layer_dscores", "mean-taken-twice", "the gradient is divided by N twice")
def dscores_mean_twice(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N / N


@misconception(
    "two_layer_dscores",
    "precedence",
    "the division by N covers only part of the gradient: the 1 is subtracted after it",
)
def dscores_precedence(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True) / N
    dscores[np.arange(N), y] -= 1
    return dscores


@misconception(
    "two_layer_dscores",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def dscores_unstable(scores, y):
    N = scores.shape[0]
    exps = np.exp(scores)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-global-shift",
    "one number shifts the whole batch instead of one for each row, so that rows far apart become nan",
)
def dscores_global_shift(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-denominator-skips-correct",
    "the correct class is left out of the sum in the denominator",
)
def dscores_denominator_skips(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / (np.sum(exps, axis=1) - exps[np.arange(N), y])[:, None]
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-denominator-gradient-not-summed",
    "the gradient of the denominator is not summed over the classes",
)
def dscores_denominator_not_summed(scores, y):
    N = scores.shape[0]
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    P = exps / np.sum(exps, axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(N), y] = 1
    return (P * Y - Y) / N


@misconception("two_layer_dscores", "softmax-log-in-gradient", "-log p stands where p belongs")
def dscores_log(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores = -np.log(dscores)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception("two_layer_dscores", "softmax-of-softmax", "the softmax is applied twice")
def dscores_twice(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores = np.exp(dscores) / np.sum(np.exp(dscores), axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-axis",
    "the softmax normalises each class over the examples instead of each example over the classes",
)
def dscores_wrong_axis(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=0)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=0)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception("two_layer_dscores", "relu-on-scores", "a ReLU cuts the scores off at 0 before the softmax")
def dscores_relu(scores, y):
    N = scores.shape[0]
    scores = np.maximum(0, scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "relu-on-scores",
    "classes with a negative score get no gradient, as if the last layer had a ReLU",
)
def dscores_relu_gate(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    dscores[scores <= 0] = 0
    return dscores / N


@misconception("two_layer_dscores", "hinge-in-softmax", "the gradient is the SVM's instead of the softmax's")
def dscores_hinge(scores, y):
    N = scores.shape[0]
    correct = scores[np.arange(N), y].reshape(-1, 1)
    mask = (scores - correct + 1 > 0).astype(float)
    mask[np.arange(N), y] = 0
    mask[np.arange(N), y] = -np.sum(mask, axis=1)
    return mask / N


@misconception(
    "two_layer_dscores", "hard-coded-shape", "the mean is taken over 200 examples, however many there are"
)
def dscores_hard_coded(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / 200


@misconception("two_layer_dscores", "transposed", "dscores is (C, N), with classes in rows")
def dscores_transposed(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores.T / N


@misconception(
    "two_layer_dscores", "matrix-or-wrong-dtype", "dscores is kept in half the precision, as float32"
)
def dscores_float32(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return (dscores / N).astype(np.float32)


@misconception(
    "two_layer_dscores",
    "inputs-overwritten",
    "the scores are shifted in place, so that the caller's scores change",
)
def dscores_in_place(scores, y):
    N = scores.shape[0]
    scores -= np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception("two_layer_dscores", "loops-in-vectorized", "a Python loop runs over the examples")
def dscores_loop(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    for i in range(N):
        dscores[i, y[i]] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "mean-over-classes",
    "the gradient is divided by C, the number of classes, instead of N",
)
def dscores_mean_by_classes(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / scores.shape[1]
