"""Known wrong ways to write svm_margins.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("svm_margins", "svm-correct-class-counted", "the correct class keeps its margin of 1")
def margins_correct_class_counted(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.maximum(0, scores - correct + 1)


@misconception("svm_margins", "svm-delta-missing", "the margin is max(0, s_j - s_y), without the + 1")
def margins_delta_missing(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception(
    "svm_margins", "svm-sign-reversed", "the margin is max(0, s_y - s_j + 1): right answers are punished"
)
def margins_sign_reversed(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, correct - scores + 1)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception(
    "svm_margins", "svm-sign-reversed", "the margin is max(0, s_j - s_y - 1), with the 1 subtracted"
)
def margins_delta_subtracted(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct - 1)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "svm-max-missing", "negative margins are kept, without the max")
def margins_max_missing(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = scores - correct + 1
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "svm-squared-hinge", "the margins are squared: that is the L2-SVM")
def margins_squared(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1) ** 2
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "svm-largest-margin-only", "only the largest margin of each row is kept")
def margins_largest_only(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(len(y)), y] = 0
    return margins * (margins == margins.max(axis=1, keepdims=True))


@misconception(
    "svm_margins", "mean-taken-twice", "the margins are already divided by N, which is the next stage's job"
)
def margins_averaged(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1) / len(y)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "wrong-index", "whole columns are set to zero where one entry per row is meant")
def margins_columns_zeroed(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1)
    margins[:, y] = 0
    return margins


@misconception("svm_margins", "wrong-index", "the correct scores are read from the first example only")
def margins_first_row(scores, y):
    correct = scores[0, y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception(
    "svm_margins",
    "wrong-index",
    "scores are compared with the best score of the row instead of the correct class's",
)
def margins_best_score(scores, y):
    margins = np.maximum(0, scores - scores.max(axis=1, keepdims=True) + 1)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "transposed", "the margins are (C, N), with classes in rows")
def margins_transposed(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(len(y)), y] = 0
    return margins.T


@misconception("svm_margins", "matrix-or-wrong-dtype", "the margins are rounded to whole numbers")
def margins_integer(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1).astype(int)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "inputs-overwritten", "the scores are changed in place")
def margins_in_place(scores, y):
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    scores -= correct - 1
    margins = np.maximum(0, scores)
    margins[np.arange(len(y)), y] = 0
    return margins


@misconception("svm_margins", "loops-in-vectorized", "a Python loop runs over the examples")
def margins_looped(scores, y):
    margins = np.zeros_like(scores)
    for i in range(len(y)):
        margins[i] = np.maximum(0, scores[i] - scores[i, y[i]] + 1)
        margins[i, y[i]] = 0
    return margins


@misconception(
    "svm_margins",
    "svm-delta-outside",
    "the 1 is added after the max, where it reaches margins that are 0 as well",
)
def margins_delta_outside(scores, y):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, None]) + 1
    margins[rows, y] = 0
    return margins


@misconception(
    "svm_margins",
    "svm-margins-counted-in-loss",
    "there is a 1 for every positive margin, where its size belongs",
)
def margins_counted(scores, y):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    return (margins > 0).astype(float)
