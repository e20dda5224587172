"""Known wrong ways to write two_layer_scores.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_scores", "relu-on-scores", "a ReLU cuts the scores off at 0: the last layer has none"
)
def scores_relu(W2, b2, h1):
    return np.maximum(0, h1.dot(W2) + b2)


@misconception("two_layer_scores", "bias-missing", "b2 is left out")
def scores_bias_missing(W2, b2, h1):
    return h1.dot(W2)


@misconception("two_layer_scores", "bias-added-twice", "b2 is added twice")
def scores_bias_twice(W2, b2, h1):
    scores = h1.dot(W2) + b2
    scores += b2
    return scores


@misconception(
    "two_layer_scores",
    "bias-added-twice",
    "b2 is added to the weights, so that it counts once per hidden unit",
)
def scores_bias_per_unit(W2, b2, h1):
    return h1.dot(W2 + b2)


@misconception(
    "two_layer_scores",
    "softmax-of-softmax",
    "the scores are already turned into probabilities, which is the next stage's job",
)
def scores_softmax(W2, b2, h1):
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return exps / np.sum(exps, axis=1, keepdims=True)


@misconception("two_layer_scores", "relu-on-scores", "a sigmoid squashes the scores: the last layer has none")
def scores_sigmoid(W2, b2, h1):
    return 1 / (1 + np.exp(-(h1.dot(W2) + b2)))


@misconception("two_layer_scores", "transposed", "the scores are (C, N), with classes in rows")
def scores_transposed(W2, b2, h1):
    return W2.T.dot(h1.T) + b2[:, None]


@misconception("two_layer_scores", "transposed", "h1 is multiplied by the transpose of W2")
def scores_transposed_weights(W2, b2, h1):
    return h1.dot(W2.T) + b2


@misconception("two_layer_scores", "hard-coded-shape", "there is room for 10 classes, however many there are")
def scores_hard_coded(W2, b2, h1):
    scores = np.zeros((h1.shape[0], 10))
    scores[:] = h1.dot(W2) + b2
    return scores


@misconception(
    "two_layer_scores", "matrix-or-wrong-dtype", "the scores are kept in half the precision, as float32"
)
def scores_float32(W2, b2, h1):
    return (h1.dot(W2) + b2).astype(np.float32)


@misconception("two_layer_scores", "matrix-or-wrong-dtype", "the scores are an np.matrix")
def scores_matrix(W2, b2, h1):
    return np.matrix(h1) * np.matrix(W2) + b2


@misconception(
    "two_layer_scores", "inputs-overwritten", "h1 is scaled on the way, and the caller's h1 with it"
)
def scores_changes_h1(W2, b2, h1):
    h1 *= 0.5
    return h1.dot(W2) + b2


@misconception("two_layer_scores", "loops-in-vectorized", "a Python loop runs over the examples")
def scores_loop(W2, b2, h1):
    return np.array([h.dot(W2) + b2 for h in h1])


@misconception("two_layer_scores", "bias-sign", "b2 is subtracted instead of added")
def scores_bias_subtracted(W2, b2, h1):
    return h1.dot(W2) - b2
