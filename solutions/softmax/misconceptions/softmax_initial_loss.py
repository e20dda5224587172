"""Known wrong ways to write softmax_initial_loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


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


@misconception("softmax_initial_loss", "hinge-in-softmax", "the loss is C - 1, the first loss of the SVM")
def initial_hinge(num_classes):
    return num_classes - 1.0


@misconception("softmax_initial_loss", "hard-coded-shape", "the number of classes is taken to be 10")
def initial_ten_classes(num_classes):
    return -np.log(0.1)


@misconception(
    "softmax_initial_loss",
    "softmax-loss-over-all-classes",
    "-log p is summed over all classes: C log C",
)
def initial_over_all_classes(num_classes):
    return num_classes * np.log(num_classes)


@misconception("softmax_initial_loss", "mean-over-classes", "log C is divided by C, the number of classes")
def initial_over_classes(num_classes):
    return np.log(num_classes) / num_classes


@misconception(
    "softmax_initial_loss",
    "softmax-log-missing",
    "you give 1 - 1/C, the probability of being wrong",
)
def initial_probability_of_wrong(num_classes):
    return 1 - 1 / num_classes


@misconception(
    "softmax_initial_loss",
    "softmax-denominator-skips-correct",
    "the loss is log(C - 1): the correct class is not counted among those that share the probability",
)
def initial_without_correct(num_classes):
    return np.log(num_classes - 1)
