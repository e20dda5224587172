"""Known wrong ways to write softmax_dscores: signs and factors of its two terms, and logarithms.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_dscores",
    "gradient-sign",
    "dscores at the correct class has the opposite sign: 1 - p, not p - 1",
)
def dscores_correct_negated(probabilities, y):
    N = len(y)
    dscores = probabilities / N
    dscores[np.arange(N), y] = (1 - probabilities[np.arange(N), y]) / N
    return dscores


@misconception(
    "softmax_dscores",
    "gradient-sign",
    "dscores has -p where p belongs, so that it is -p - 1 at the correct class",
)
def dscores_probabilities_negated(probabilities, y):
    N = len(y)
    dscores = -probabilities / N
    dscores[np.arange(N), y] -= 1 / N
    return dscores


@misconception("softmax_dscores", "softmax-sigmoid-gradient", "dscores has a factor p too many")
def dscores_times_p(probabilities, y):
    N = len(y)
    dscores = probabilities / N
    dscores[np.arange(N), y] -= 1 / N
    return dscores * probabilities


@misconception(
    "softmax_dscores",
    "softmax-log-in-gradient",
    "dscores is -log p in every class, where p - 1 and p belong",
)
def dscores_losses(probabilities, y):
    return -np.log(probabilities) / len(y)


@misconception(
    "softmax_dscores",
    "softmax-log-in-gradient",
    "dscores is the loss of the example, -log p at the correct class and 0 elsewhere",
)
def dscores_loss_of_label(probabilities, y):
    return -np.eye(probabilities.shape[1])[y] * np.log(probabilities) / len(y)


@misconception(
    "softmax_dscores", "softmax-one-added", "dscores is 1/N at the correct class instead of (p - 1)/N"
)
def dscores_one_alone(probabilities, y):
    dscores = probabilities.copy()
    dscores[np.arange(len(y)), y] = 1
    return dscores / len(y)


@misconception(
    "softmax_dscores",
    "softmax-shifted-again",
    "the largest probability of its row is subtracted from each, a shift that belongs to the scores",
)
def dscores_shifted(probabilities, y):
    dscores = probabilities - np.max(probabilities, axis=1, keepdims=True)
    dscores[np.arange(len(y)), y] -= 1
    return dscores / len(y)
