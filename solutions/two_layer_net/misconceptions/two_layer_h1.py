"""Known wrong ways to write two_layer_h1.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("two_layer_h1", "relu-missing", "there is no ReLU: h1 is linear in X")
def h1_relu_missing(W1, b1, X):
    return X.dot(W1) + b1


@misconception("two_layer_h1", "bias-missing", "b1 is left out")
def h1_bias_missing(W1, b1, X):
    return np.maximum(0, X.dot(W1))


@misconception("two_layer_h1", "bias-added-twice", "b1 is added twice")
def h1_bias_twice(W1, b1, X):
    h1 = X.dot(W1) + b1
    return np.maximum(0, h1 + b1)


@misconception("two_layer_h1", "bias-after-relu", "b1 is added after the ReLU instead of before it")
def h1_bias_after_relu(W1, b1, X):
    return np.maximum(0, X.dot(W1)) + b1


@misconception(
    "two_layer_h1", "relu-wrong-function", "negative values change their sign instead of becoming 0"
)
def h1_abs(W1, b1, X):
    return np.abs(X.dot(W1) + b1)


@misconception("two_layer_h1", "relu-wrong-function", "the units are sigmoids instead of ReLUs")
def h1_sigmoid(W1, b1, X):
    return 1 / (1 + np.exp(-(X.dot(W1) + b1)))


@misconception(
    "two_layer_h1",
    "relu-wrong-function",
    "the ReLU leaks: negative values are multiplied by 0.01 instead of becoming 0",
)
def h1_leaky(W1, b1, X):
    a = X.dot(W1) + b1
    return np.maximum(0.01 * a, a)


@misconception("two_layer_h1", "relu-wrong-function", "positive values become 0 and negative ones stay")
def h1_minimum(W1, b1, X):
    return np.minimum(0, X.dot(W1) + b1)


@misconception("two_layer_h1", "transposed", "h1 is (H, N), with examples in columns")
def h1_transposed(W1, b1, X):
    a = W1.T.dot(X.T) + b1.reshape(-1, 1)
    return np.maximum(0, a)


@misconception("two_layer_h1", "transposed", "X is multiplied by the transpose of W1")
def h1_transposed_weights(W1, b1, X):
    return np.maximum(0, X.dot(W1.T) + b1)


@misconception(
    "two_layer_h1", "hard-coded-shape", "h1 has room for 5 examples and 10 units, however many there are"
)
def h1_hard_coded(W1, b1, X):
    h1 = np.zeros((5, 10))
    h1[:] = np.maximum(0, X.dot(W1) + b1)
    return h1


@misconception("two_layer_h1", "matrix-or-wrong-dtype", "h1 is kept in half the precision, as float32")
def h1_float32(W1, b1, X):
    return np.maximum(0, X.dot(W1) + b1).astype(np.float32)


@misconception("two_layer_h1", "matrix-or-wrong-dtype", "h1 is cut off to whole numbers")
def h1_whole_numbers(W1, b1, X):
    h1 = np.zeros((X.shape[0], W1.shape[1]), dtype=int)
    h1[:] = np.maximum(0, X.dot(W1) + b1)
    return h1


@misconception(
    "two_layer_h1", "inputs-overwritten", "the mean example is subtracted from X first, and X is changed"
)
def h1_centres_X(W1, b1, X):
    X -= np.mean(X, axis=0)
    return np.maximum(0, X.dot(W1) + b1)


@misconception("two_layer_h1", "loops-in-vectorized", "a Python loop runs over the examples")
def h1_loop(W1, b1, X):
    h1 = np.zeros((X.shape[0], W1.shape[1]))
    for i in range(X.shape[0]):
        h1[i] = np.maximum(0, X[i].dot(W1) + b1)
    return h1


@misconception("two_layer_h1", "relu-wrong-function", "the hidden units are tanh instead of ReLU")
def h1_tanh(W1, b1, X):
    return np.tanh(X.dot(W1) + b1)


@misconception("two_layer_h1", "bias-sign", "b1 is subtracted instead of added")
def h1_bias_subtracted(W1, b1, X):
    return np.maximum(0, X.dot(W1) - b1)


@misconception(
    "two_layer_h1",
    "relu-wrong-function",
    "the gate, 1 where a unit is on and 0 where it is off, is returned instead of what it lets through",
)
def h1_gate(W1, b1, X):
    return (X.dot(W1) + b1 > 0).astype(float)


@misconception(
    "two_layer_h1",
    "relu-wrong-function",
    "b1 is the smallest value that a unit may have, instead of being added: the max is taken of X W1 and b1",
)
def h1_bias_as_threshold(W1, b1, X):
    return np.maximum(X.dot(W1), b1)
