"""Known wrong ways to write two_layer_dW1: gates of another function, or of another number.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("two_layer_dW1", "relu-mask-wrong", "the gate looks at X W1 without the bias b1")
def dW1_mask_without_bias(dh1, h1, X, W1, reg):
    da1 = dh1 * (np.dot(X, W1) > 0)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "h1 (1 - h1), the derivative of a sigmoid, stands where the gate of the ReLU belongs",
)
def dW1_mask_sigmoid(dh1, h1, X, W1, reg):
    da1 = dh1 * h1 * (1 - h1)
    return X.T.dot(da1) + 2 * reg * W1
