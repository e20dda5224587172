"""Known wrong ways to write softmax_dscores.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_dscores",
    "softmax-one-not-subtracted",
    "dscores is P / N: the 1 of the correct class is not subtracted",
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


@misconception(
    "softmax_dscores", "softmax-one-added", "1 is added at the correct class instead of subtracted"
)
def dscores_one_added(probabilities, y):
    dscores = probabilities.copy()
    dscores[np.arange(len(y)), y] += 1
    return dscores / len(y)


@misconception(
    "softmax_dscores", "mean-over-classes", "dscores is divided by C, the number of classes, instead of N"
)
def dscores_mean_by_classes(probabilities, y):
    N, C = probabilities.shape
    dscores = probabilities.copy()
    dscores[np.arange(N), y] -= 1
    return dscores / C


@misconception("softmax_dscores", "mean-missing-in-gradient", "the 1/N of the mean is missing")
def dscores_no_mean(probabilities, y):
    dscores = probabilities.copy()
    dscores[np.arange(len(y)), y] -= 1
    return dscores


@misconception("softmax_dscores", "mean-over-entries", "dscores is divided by N * C instead of N")
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


@misconception("softmax_dscores", "gradient-sign", "dscores has the opposite sign: Y - P instead of P - Y")
def dscores_sign(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return (Y - probabilities) / len(y)


@misconception("softmax_dscores", "softmax-log-in-gradient", "dscores uses -log p where p belongs")
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
    "dscores is the gradient for the probabilities, -Y / P / N: the way through the softmax is missing",
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
    "softmax_dscores",
    "hinge-in-softmax",
    "dscores is the gradient of the SVM: counts instead of probabilities",
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


@misconception(
    "softmax_dscores",
    "softmax-only-wrong-classes",
    "dscores is 0 at the correct class: only the wrong classes get a gradient",
)
def dscores_only_wrong(probabilities, y):
    N = len(y)
    dscores = probabilities / N
    dscores[np.arange(N), y] = 0
    return dscores


@misconception(
    "softmax_dscores",
    "softmax-minus-one-alone",
    "dscores is -1/N at the correct class instead of (p - 1)/N",
)
def dscores_minus_one(probabilities, y):
    N = len(y)
    dscores = probabilities / N
    dscores[np.arange(N), y] = -1 / N
    return dscores


@misconception(
    "softmax_dscores",
    "softmax-sigmoid-gradient",
    "dscores is p(1 - p), the derivative of a sigmoid",
)
def dscores_sigmoid(probabilities, y):
    return probabilities * (1 - probabilities) / len(y)


@misconception(
    "softmax_dscores",
    "softmax-sigmoid-gradient",
    "dscores has a factor p(1 - p) too many, as if a sigmoid stood behind the scores",
)
def dscores_sigmoid_factor(probabilities, y):
    N = len(y)
    dscores = probabilities / N
    dscores[np.arange(N), y] -= 1 / N
    return dscores * probabilities * (1 - probabilities)


@misconception(
    "softmax_dscores",
    "softmax-label-as-number",
    "the label itself, a number, is subtracted from every class",
)
def dscores_label_as_number(probabilities, y):
    return (probabilities - y[:, None]) / len(y)


@misconception("softmax_dscores", "mean-taken-twice", "dscores is divided by N twice")
def dscores_averaged_twice(probabilities, y):
    N = len(y)
    dscores = probabilities / N
    dscores[np.arange(N), y] -= 1 / N
    return dscores / N


@misconception(
    "softmax_dscores",
    "softmax-squared-error",
    "dscores is 2(P - Y), the gradient of a squared distance",
)
def dscores_squared_error(probabilities, y):
    N = len(y)
    dscores = 2 * probabilities / N
    dscores[np.arange(N), y] -= 2 / N
    return dscores


@misconception(
    "softmax_dscores",
    "gradient-sign",
    "dscores of the wrong classes has the opposite sign: -p where p belongs",
)
def dscores_wrong_negated(probabilities, y):
    N = len(y)
    dscores = -probabilities / N
    dscores[np.arange(N), y] = (probabilities[np.arange(N), y] - 1) / N
    return dscores


@misconception("softmax_dscores", "softmax-log-in-gradient", "dscores uses log p where p belongs")
def dscores_log_probabilities(probabilities, y):
    N = len(y)
    dscores = np.log(probabilities)
    dscores[np.arange(N), y] -= 1
    return dscores / N
