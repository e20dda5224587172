"""Known wrong ways to write softmax_exponentials.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("softmax_exponentials", "softmax-log-base", "powers of 10 are taken instead of powers of e")
def exponentials_base_10(shifted):
    return 10.0**shifted


@misconception("softmax_exponentials", "softmax-log-base", "powers of 2 are taken instead of powers of e")
def exponentials_base_2(shifted):
    return np.exp2(shifted)


@misconception(
    "softmax_exponentials",
    "softmax-exponent-sign",
    "the exponent has the wrong sign: the largest score gets the smallest number",
)
def exponentials_negative(shifted):
    return np.exp(-shifted)


@misconception(
    "softmax_exponentials",
    "softmax-of-softmax",
    "the rows are normalised already, which is the task of the next stage",
)
def exponentials_normalised(shifted):
    return np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)


@misconception(
    "softmax_exponentials",
    "softmax-exponential-missing",
    "the shifted scores are returned without the exponential",
)
def exponentials_missing(shifted):
    return shifted.copy()


@misconception(
    "softmax_exponentials", "relu-on-scores", "negative numbers are set to 0 before the exponential"
)
def exponentials_relu(shifted):
    return np.exp(np.maximum(0, shifted))


@misconception("softmax_exponentials", "inputs-overwritten", "the shifted scores passed in are changed")
def exponentials_in_place(shifted):
    return np.exp(shifted, out=shifted)


@misconception("softmax_exponentials", "matrix-or-wrong-dtype", "the result is rounded to float32")
def exponentials_float32(shifted):
    return np.exp(shifted).astype(np.float32)


@misconception(
    "softmax_exponentials", "loops-in-vectorized", "the numbers are right but a Python loop makes them"
)
def exponentials_loop(shifted):
    exponentials = np.zeros_like(shifted)
    for i in range(shifted.shape[0]):
        exponentials[i] = np.exp(shifted[i])
    return exponentials


@misconception(
    "softmax_exponentials",
    "softmax-exponential-missing",
    "e is multiplied with the shifted scores instead of raised to them",
)
def exponentials_product(shifted):
    return np.e * shifted


@misconception(
    "softmax_exponentials",
    "softmax-exponential-missing",
    "the shifted scores are squared instead of exponentiated",
)
def exponentials_squares(shifted):
    return shifted**2
