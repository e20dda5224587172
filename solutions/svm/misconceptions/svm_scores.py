"""Known wrong ways to write svm_scores.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("svm_scores", "transposed", "the scores are (C, N), with classes in rows")
def scores_transposed(W, X):
    return W.T.dot(X.T)


@misconception("svm_scores", "relu-on-scores", "negative scores are cut off at 0")
def scores_relu(W, X):
    return np.maximum(0, X.dot(W))


@misconception(
    "svm_scores", "softmax-in-svm", "the scores are turned into probabilities, as in the softmax classifier"
)
def scores_normalised(W, X):
    e = np.exp(X.dot(W))
    return e / e.sum(axis=1, keepdims=True)


@misconception("svm_scores", "mean-taken-twice", "the scores are divided by the number of examples")
def scores_averaged(W, X):
    return X.dot(W) / X.shape[0]


@misconception("svm_scores", "loops-in-vectorized", "a Python loop runs over the examples")
def scores_looped(W, X):
    scores = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        scores[i] = X[i].dot(W)
    return scores


@misconception("svm_scores", "matrix-or-wrong-dtype", "the scores are an np.matrix")
def scores_matrix(W, X):
    return np.matrix(X) * np.matrix(W)


@misconception("svm_scores", "matrix-or-wrong-dtype", "the scores are kept in half the precision, as float32")
def scores_float32(W, X):
    return X.dot(W).astype(np.float32)


@misconception(
    "svm_scores", "inputs-overwritten", "the mean example is subtracted from X first, and X is changed"
)
def scores_centred(W, X):
    X -= np.mean(X, axis=0)
    return X.dot(W)
