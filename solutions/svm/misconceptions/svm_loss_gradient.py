"""Known wrong ways to write svm_loss_vectorized and svm_loss_naive: the gradient of the margins.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("svm_loss_vectorized", "svm_loss_naive")


@misconception(
    LOSSES,
    "svm-only-wrong-classes",
    "the gradient reaches the columns of the wrong classes but not the column of the correct class",
)
def only_wrong_classes(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "svm-only-correct-class",
    "the gradient reaches the column of the correct class but not the columns of the wrong classes",
)
def only_correct_class(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    only = np.zeros_like(mask)
    only[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(only) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "svm-margins-not-counted",
    "the column of the correct class gets -1 instead of minus the number of positive margins",
)
def margins_not_counted(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -1
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "svm-mask-not-applied", "every margin passes its gradient on, positive or not")
def mask_not_applied(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = np.ones_like(margins)
    mask[rows, y] = 0
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "svm-gradient-times-margin",
    "the gradient passes the margins themselves on, where a 0 or a 1 belongs",
)
def gradient_times_margin(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = margins.copy()
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "gradient-sign", "the data gradient has the opposite sign")
def gradient_sign(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, -X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "svm-mask-not-applied",
    "every entry passes its gradient on, margins of exactly 0 too",
)
def correct_class_not_cleared(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins >= 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    "svm_loss_vectorized",
    "svm-margins-not-counted",
    "the correct class is pulled once per example instead of once per positive margin",
)
def pulled_once(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.max(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    "svm_loss_naive",
    "svm-margins-not-counted",
    "the correct class is pulled once per example instead of once per positive margin",
)
def naive_pulled_once(W, X, y, reg):
    num_train, num_classes = X.shape[0], W.shape[1]
    dW = np.zeros(W.shape)
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        violated = False
        for j in range(num_classes):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                violated = True
        if violated:
            dW[:, y[i]] -= X[i]
    return loss / num_train + reg * np.sum(W * W), dW / num_train + 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the correct class gets plus the number of positive margins instead of minus",
)
def correct_class_pushed(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "gradient-missing", "the gradient stays at 0: nothing is ever added to it")
def gradient_stays_zero(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    return np.sum(margins) / len(y) + reg * np.sum(W * W), np.zeros(W.shape)


@misconception(
    LOSSES, "gradient-missing", "the gradient is the regulariser's alone, without that of the data"
)
def data_gradient_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    return np.sum(margins) / len(y) + reg * np.sum(W * W), 2 * reg * W


@misconception(
    LOSSES,
    "svm-mask-not-applied",
    "the column of the correct class gets -1 for every wrong class, margin positive or not",
)
def own_column_not_masked(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = 1 - W.shape[1]
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the columns of the wrong classes get minus their examples instead of plus",
)
def wrong_classes_pulled(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = -(margins > 0).astype(float)
    mask[rows, y] = np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "svm-correct-class-counted",
    "the correct class is counted among its own positive margins, which pulls its column once too often",
)
def correct_class_counted_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    mask = (margins > 0).astype(float)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "svm-gradient-times-margin",
    "the column of the correct class gets minus the sum of its margins instead of minus their number",
)
def margins_summed_at_own(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(margins, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W
