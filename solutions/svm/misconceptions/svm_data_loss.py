"""Known wrong ways to write svm_data_loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("svm_data_loss", "mean-missing", "the margins are summed and not divided by N")
def data_loss_mean_missing(margins):
    return np.sum(margins)


@misconception(
    "svm_data_loss",
    "mean-over-entries",
    "the mean is taken over all N * C entries instead of over the N examples",
)
def data_loss_mean_over_entries(margins):
    return np.mean(margins)


@misconception(
    "svm_data_loss",
    "wrong-axis",
    "the sum is divided by the number of classes C instead of the number of examples N",
)
def data_loss_divided_by_classes(margins):
    return np.sum(margins) / margins.shape[1]


@misconception(
    "svm_data_loss", "wrong-axis", "each example keeps its own loss: the mean over examples is missing"
)
def data_loss_per_example(margins):
    return np.sum(margins, axis=1)


@misconception(
    "svm_data_loss", "wrong-axis", "the mean over examples is taken, but the classes are not summed"
)
def data_loss_per_class(margins):
    return np.mean(margins, axis=0)


@misconception("svm_data_loss", "svm-largest-margin-only", "only the largest margin of each example counts")
def data_loss_largest_only(margins):
    return np.mean(np.max(margins, axis=1))


@misconception("svm_data_loss", "svm-squared-hinge", "the margins are squared: that is the L2-SVM")
def data_loss_squared(margins):
    return np.sum(margins**2) / margins.shape[0]


@misconception(
    "svm_data_loss",
    "svm-margins-counted-in-loss",
    "the positive margins are counted where their sizes should be added up",
)
def data_loss_counted(margins):
    return np.sum(margins > 0) / margins.shape[0]


@misconception(
    "svm_data_loss",
    "svm-delta-subtracted-again",
    "1 is subtracted for the correct class, whose margin is 0 already",
)
def data_loss_delta_subtracted(margins):
    return np.sum(margins) / margins.shape[0] - 1


@misconception(
    "svm_data_loss", "hard-coded-shape", "the mean is taken over 500 examples, however many there are"
)
def data_loss_500(margins):
    num_train = 500
    return np.sum(margins) / num_train


@misconception("svm_data_loss", "matrix-or-wrong-dtype", "the division is a whole-number division")
def data_loss_rounded(margins):
    return np.sum(margins) // margins.shape[0]


@misconception("svm_data_loss", "loops-in-vectorized", "a Python loop runs over the examples")
def data_loss_looped(margins):
    total = 0.0
    for row in margins:
        total += np.sum(row)
    return total / len(margins)


@misconception("svm_data_loss", "loss-sign", "the loss is negative: the margins are subtracted")
def data_loss_negative(margins):
    return -np.sum(margins) / len(margins)


@misconception(
    "svm_data_loss",
    "mean-over-entries",
    "the mean is taken over the positive margins instead of over the N examples",
)
def data_loss_over_positives(margins):
    return np.mean(margins[margins > 0])


@misconception(
    "svm_data_loss",
    "mean-over-entries",
    "the sum is divided by N * (C - 1), the number of wrong classes of all examples, instead of by N",
)
def data_loss_over_wrong_classes(margins):
    N, C = margins.shape
    return np.sum(margins) / (N * (C - 1))
