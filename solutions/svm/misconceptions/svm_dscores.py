"""Known wrong ways to write svm_dscores.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "svm_dscores",
    "svm-only-wrong-classes",
    "the gradient reaches the wrong classes but not the correct class",
)
def dscores_only_wrong_classes(dmargins, y):
    return dmargins.copy()


@misconception(
    "svm_dscores",
    "svm-only-correct-class",
    "the gradient reaches the correct class but not the wrong classes",
)
def dscores_only_correct_class(dmargins, y):
    dscores = np.zeros_like(dmargins)
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores


@misconception(
    "svm_dscores",
    "svm-margins-not-counted",
    "the correct class gets -1/N instead of minus the sum of its row",
)
def dscores_not_counted(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -1 / len(y)
    return dscores


@misconception(
    "svm_dscores", "svm-margins-not-counted", "the correct class gets -1 instead of minus the sum of its row"
)
def dscores_minus_one(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -1
    return dscores


@misconception(
    "svm_dscores",
    "svm-margins-not-counted",
    "the correct class is pulled once per example instead of once per positive margin",
)
def dscores_one_margin(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.max(dmargins, axis=1)
    return dscores


@misconception(
    "svm_dscores",
    "mean-missing-in-gradient",
    "the correct class gets the number of positive margins, without the 1/N",
)
def dscores_whole_counts(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins > 0, axis=1)
    return dscores


@misconception(
    "svm_dscores", "wrong-axis", "the correct class gets minus the mean of its row instead of minus the sum"
)
def dscores_mean(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.mean(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "wrong-axis", "the sum runs over the examples instead of over the classes")
def dscores_over_examples(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=0)[y]
    return dscores


@misconception("svm_dscores", "gradient-sign", "the correct class gets plus the sum of its row")
def dscores_plus(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "mean-taken-twice", "the gradient is divided by N, which dmargins already is")
def dscores_averaged_again(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores / len(y)


@misconception(
    "svm_dscores", "wrong-index", "the sum is subtracted from whole columns where one entry per row is meant"
)
def dscores_columns(dmargins, y):
    dscores = dmargins.copy()
    dscores[:, y] -= np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "wrong-index", "the sum of the row is subtracted from every class")
def dscores_every_class(dmargins, y):
    return dmargins - np.sum(dmargins, axis=1, keepdims=True)


@misconception("svm_dscores", "transposed", "dscores is (C, N), with classes in rows")
def dscores_transposed(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores.T


@misconception("svm_dscores", "matrix-or-wrong-dtype", "dscores is kept in half the precision, as float32")
def dscores_float32(dmargins, y):
    dscores = dmargins.astype(np.float32)
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "inputs-overwritten", "dmargins is overwritten by dscores")
def dscores_in_place(dmargins, y):
    dmargins[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dmargins


@misconception("svm_dscores", "loops-in-vectorized", "a Python loop runs over the examples")
def dscores_looped(dmargins, y):
    dscores = dmargins.copy()
    for i in range(len(y)):
        dscores[i, y[i]] = -np.sum(dmargins[i])
    return dscores


@misconception("svm_dscores", "gradient-sign", "dscores has the opposite sign")
def dscores_negated(dmargins, y):
    dscores = -dmargins
    dscores[np.arange(len(y)), y] = np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "gradient-sign", "the wrong classes get minus dmargins instead of plus")
def dscores_wrong_negated(dmargins, y):
    dscores = -dmargins
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "gradient-missing", "dscores is 0 everywhere")
def dscores_zero(dmargins, y):
    return np.zeros_like(dmargins)
