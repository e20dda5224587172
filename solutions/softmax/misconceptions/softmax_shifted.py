"""Known wrong ways to write softmax_shifted.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_shifted", "softmax-global-shift", "all rows are shifted by the largest score of the batch"
)
def shifted_globally(scores):
    return scores - np.max(scores)


@misconception("softmax_shifted", "softmax-unstable", "the scores are not shifted at all")
def shifted_not(scores):
    return scores.copy()


@misconception("softmax_shifted", "wrong-axis", "each column is shifted by its maximum instead of each row")
def shifted_columns(scores):
    return scores - np.max(scores, axis=0)


@misconception(
    "softmax_shifted", "softmax-shift-not-maximum", "each row is shifted by its mean instead of its maximum"
)
def shifted_mean(scores):
    return scores - np.mean(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is shifted by its minimum, which makes its scores large instead of small",
)
def shifted_minimum(scores):
    return scores - np.min(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted", "softmax-shift-not-maximum", "the row maximum is added instead of subtracted"
)
def shifted_added(scores):
    return scores + np.max(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is shifted by its largest absolute value instead of its maximum",
)
def shifted_absolute(scores):
    return scores - np.max(np.abs(scores), axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-exponent-sign",
    "the scores are subtracted from the row maximum: the sign is reversed",
)
def shifted_reversed(scores):
    return np.max(scores, axis=1, keepdims=True) - scores


@misconception("softmax_shifted", "relu-on-scores", "negative scores are set to 0 before the shift")
def shifted_relu(scores):
    scores = np.maximum(0, scores)
    return scores - np.max(scores, axis=1, keepdims=True)


@misconception("softmax_shifted", "transposed", "the result is (C, N) instead of (N, C)")
def shifted_transposed(scores):
    return scores.T - np.max(scores, axis=1)


@misconception("softmax_shifted", "inputs-overwritten", "the scores passed in are changed")
def shifted_in_place(scores):
    scores -= np.max(scores, axis=1, keepdims=True)
    return scores


@misconception("softmax_shifted", "matrix-or-wrong-dtype", "the result is rounded to float32")
def shifted_float32(scores):
    return (scores - np.max(scores, axis=1, keepdims=True)).astype(np.float32)


@misconception("softmax_shifted", "loops-in-vectorized", "the numbers are right but a Python loop makes them")
def shifted_loop(scores):
    shifted = np.zeros_like(scores)
    for i in range(scores.shape[0]):
        shifted[i] = scores[i] - np.max(scores[i])
    return shifted


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is divided by its maximum instead of shifted by it",
)
def shifted_scaled(scores):
    return scores / np.max(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is standardised: its mean is subtracted, and its spread divided out",
)
def shifted_standardised(scores):
    return (scores - np.mean(scores, axis=1, keepdims=True)) / np.std(scores, axis=1, keepdims=True)


@misconception("softmax_shifted", "softmax-shift-not-maximum", "the row maxima themselves are returned")
def shifted_maxima(scores):
    return np.max(scores, axis=1, keepdims=True)


@misconception(
    "softmax_shifted",
    "softmax-shift-not-maximum",
    "each row is shifted by its first score instead of its maximum",
)
def shifted_first(scores):
    return scores - scores[:, :1]
