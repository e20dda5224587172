"""Known wrong ways to write svm_dmargins.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "svm_dmargins", "svm-mask-not-applied", "every entry passes its gradient on, margins of exactly 0 too"
)
def dmargins_at_zero(margins):
    return (margins >= 0) / margins.shape[0]


@misconception("svm_dmargins", "mean-missing-in-gradient", "the 1/N of the mean is missing")
def dmargins_mean_missing(margins):
    return (margins > 0).astype(float)


@misconception(
    "svm_dmargins",
    "svm-gradient-times-margin",
    "the margins themselves are passed on, where a 0 or a 1 belongs",
)
def dmargins_times_margin(margins):
    return margins / margins.shape[0]


@misconception(
    "svm_dmargins", "svm-largest-margin-only", "only the largest margin of each row passes its gradient on"
)
def dmargins_largest_only(margins):
    dmargins = np.zeros_like(margins)
    dmargins[np.arange(len(margins)), np.argmax(margins, axis=1)] = 1 / len(margins)
    return dmargins


@misconception(
    "svm_dmargins",
    "wrong-axis",
    "the gradient is divided by the number of classes C instead of the number of examples N",
)
def dmargins_divided_by_classes(margins):
    return (margins > 0) / margins.shape[1]


@misconception(
    "svm_dmargins",
    "mean-over-entries",
    "the gradient is divided by all N * C entries instead of the N examples",
)
def dmargins_over_entries(margins):
    return (margins > 0) / margins.size


@misconception(
    "svm_dmargins",
    "mean-over-entries",
    "the gradient is divided by the number of positive margins instead of the N examples",
)
def dmargins_divided_by_positives(margins):
    return (margins > 0) / np.sum(margins > 0)


@misconception("svm_dmargins", "gradient-sign", "the gradient has the opposite sign")
def dmargins_sign(margins):
    return -1.0 * (margins > 0) / margins.shape[0]


@misconception(
    "svm_dmargins", "hard-coded-shape", "the mean is taken over 500 examples, however many there are"
)
def dmargins_500(margins):
    num_train = 500
    return (margins > 0) / num_train


@misconception(
    "svm_dmargins", "matrix-or-wrong-dtype", "1/N is put into an array of whole numbers and becomes 0"
)
def dmargins_integer(margins):
    dmargins = np.zeros(margins.shape, dtype=int)
    dmargins[margins > 0] = 1 / margins.shape[0]
    return dmargins


@misconception("svm_dmargins", "inputs-overwritten", "the margins are overwritten by their gradient")
def dmargins_in_place(margins):
    margins[margins > 0] = 1 / margins.shape[0]
    return margins


@misconception("svm_dmargins", "loops-in-vectorized", "a Python loop runs over the examples")
def dmargins_looped(margins):
    dmargins = np.zeros_like(margins)
    for i in range(margins.shape[0]):
        dmargins[i] = (margins[i] > 0) / margins.shape[0]
    return dmargins


@misconception(
    "svm_dmargins", "svm-gate-at-one", "only margins above 1 pass their gradient on, instead of all above 0"
)
def dmargins_above_one(margins):
    return (margins > 1) / margins.shape[0]
