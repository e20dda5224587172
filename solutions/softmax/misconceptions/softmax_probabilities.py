"""Known wrong ways to write softmax_probabilities.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("softmax_probabilities", "wrong-axis", "the columns sum to 1 instead of the rows")
def probabilities_columns(exponentials):
    return exponentials / np.sum(exponentials, axis=0)


@misconception("softmax_probabilities", "wrong-axis", "the whole batch sums to 1 instead of each row")
def probabilities_batch(exponentials):
    return exponentials / np.sum(exponentials)


@misconception(
    "softmax_probabilities", "softmax-of-softmax", "the exponential is taken a second time before normalising"
)
def probabilities_twice(exponentials):
    again = np.exp(exponentials)
    return again / np.sum(again, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities", "softmax-wrong-denominator", "each row is divided by its mean instead of its sum"
)
def probabilities_mean(exponentials):
    return exponentials / np.mean(exponentials, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities",
    "softmax-wrong-denominator",
    "each row is divided by its length as a vector, so that its squares sum to 1",
)
def probabilities_euclidean(exponentials):
    return exponentials / np.linalg.norm(exponentials, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities",
    "softmax-wrong-denominator",
    "each row is divided by its largest entry, which is 1 already",
)
def probabilities_maximum(exponentials):
    return exponentials / np.max(exponentials, axis=1, keepdims=True)


@misconception(
    "softmax_probabilities",
    "softmax-denominator-skips-correct",
    "each class is divided by the sum of the other classes: those are odds, not probabilities",
)
def probabilities_odds(exponentials):
    return exponentials / (np.sum(exponentials, axis=1, keepdims=True) - exponentials)


@misconception("softmax_probabilities", "transposed", "the result is (C, N) instead of (N, C)")
def probabilities_transposed(exponentials):
    return exponentials.T / np.sum(exponentials, axis=1)


@misconception("softmax_probabilities", "inputs-overwritten", "the exponentials passed in are changed")
def probabilities_in_place(exponentials):
    exponentials /= np.sum(exponentials, axis=1, keepdims=True)
    return exponentials


@misconception("softmax_probabilities", "matrix-or-wrong-dtype", "the result is rounded to float32")
def probabilities_float32(exponentials):
    return (exponentials / np.sum(exponentials, axis=1, keepdims=True)).astype(np.float32)


@misconception(
    "softmax_probabilities", "loops-in-vectorized", "the numbers are right but a Python loop makes them"
)
def probabilities_loop(exponentials):
    probabilities = np.zeros_like(exponentials)
    for i in range(exponentials.shape[0]):
        probabilities[i] = exponentials[i] / np.sum(exponentials[i])
    return probabilities


@misconception(
    "softmax_probabilities",
    "softmax-log-too-early",
    "the logarithm is taken already, which is the task of the next stage",
)
def probabilities_log(exponentials):
    return np.log(exponentials / np.sum(exponentials, axis=1, keepdims=True))


@misconception(
    "softmax_probabilities",
    "mean-taken-twice",
    "the probabilities are divided by N, which is the task of a later stage",
)
def probabilities_averaged(exponentials):
    return exponentials / np.sum(exponentials, axis=1, keepdims=True) / len(exponentials)


@misconception(
    "softmax_probabilities",
    "softmax-wrong-denominator",
    "each exponential is divided by 1 plus itself, as in a sigmoid",
)
def probabilities_sigmoid(exponentials):
    return exponentials / (1 + exponentials)
