"""Known wrong ways to write two_layer_dscores: what happens at the correct class.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_dscores",
    "softmax-one-not-subtracted",
    "the 1 of the correct class is not subtracted from the probabilities",
)
def dscores_one_missing(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-one-subtracted-everywhere",
    "1 is subtracted from the probability of every class",
)
def dscores_one_everywhere(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores -= 1
    return dscores / N


@misconception(
    "two_layer_dscores", "softmax-one-added", "1 is added at the correct class instead of subtracted"
)
def dscores_one_added(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] += 1
    return dscores / N


@misconception(
    "two_layer_dscores", "wrong-index", "1 is subtracted from whole columns where one entry per row is meant"
)
def dscores_columns(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[:, y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-index",
    "rows are counted with the number of classes instead of the number of examples",
)
def dscores_arange_classes(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(scores.shape[1]), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores", "gradient-sign", "the gradient has the opposite sign: 1 - p where p - 1 belongs"
)
def dscores_sign(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return -dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-index",
    "1 is subtracted at the largest probability instead of at the correct class",
)
def dscores_winner(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), np.argmax(scores, axis=1)] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-only-wrong-classes",
    "dscores is 0 at the correct class: only the wrong classes get a gradient",
)
def dscores_only_wrong(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] = 0
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-minus-one-alone",
    "dscores is -1/N at the correct class instead of (p - 1)/N",
)
def dscores_minus_one(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] = -1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-label-as-number",
    "the label itself, a number, is subtracted from every class",
)
def dscores_label_as_number(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    return (dscores - y[:, None]) / N


@misconception(
    "two_layer_dscores",
    "softmax-sigmoid-gradient",
    "dscores is p(1 - p), the derivative of a sigmoid",
)
def dscores_sigmoid(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    return dscores * (1 - dscores) / N


@misconception(
    "two_layer_dscores",
    "softmax-denominator-missing",
    "the exponentials, not divided by their sum, stand where p belongs",
)
def dscores_of_exponentials(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    exps[np.arange(N), y] -= 1
    return exps / N


@misconception(
    "two_layer_dscores",
    "wrong-index",
    "1 is subtracted in the column before that of the correct class, as if the classes were counted from 1",
)
def dscores_labels_from_one(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y - 1] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-one-too-early",
    "1 is subtracted from the exponential of the correct class instead of from its probability",
)
def dscores_one_before_the_division(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    sums = np.sum(exps, axis=1, keepdims=True)
    exps[np.arange(N), y] -= 1
    return exps / sums / N


@misconception(
    "two_layer_dscores",
    "softmax-one-too-early",
    "1 is subtracted from the exponential of the correct class before the exponentials are summed",
)
def dscores_one_before_the_sum(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    exps[np.arange(N), y] -= 1
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    return dscores / N
