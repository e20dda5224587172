"""Known wrong ways to write the SVM exercises.

A flat catalogue, longer than other files on purpose: every function stands alone, because its
source also becomes a sample submission. The whole losses come first, then the stages in order.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder.authoring import misconception

# ---- svm_loss_vectorized, and the same mistakes in svm_loss_naive


@misconception(
    "svm_loss_vectorized", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W"
)
def reg_factor_2(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * W


naive_reg_factor_2 = replace(reg_factor_2, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-factor-2", "the regulariser is halved in the loss but not in the gradient"
)
def reg_factor_half(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_factor_half = replace(reg_factor_half, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_half_convention(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * W


naive_reg_half_convention = replace(reg_half_convention, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def reg_missing_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y)


naive_reg_missing_in_gradient = replace(reg_missing_in_gradient, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-missing-in-loss", "the loss leaves the regulariser out")
def reg_missing_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_missing_in_loss = replace(reg_missing_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-missing", "the regulariser is missing in the loss and in the gradient"
)
def reg_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y)


naive_reg_missing = replace(reg_missing, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-divided-by-n", "the regulariser is divided by the number of examples too"
)
def reg_divided_by_n(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = (np.sum(margins) + reg * np.sum(W * W)) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) + 2 * reg * W) / len(y)


naive_reg_divided_by_n = replace(reg_divided_by_n, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-divided-by-n",
    "the regulariser is divided by the number of examples in the loss",
)
def reg_divided_by_n_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = (np.sum(margins) + reg * np.sum(W * W)) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_divided_by_n_in_loss = replace(reg_divided_by_n_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def reg_divided_by_n_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) + 2 * reg * W) / len(y)


naive_reg_divided_by_n_in_gradient = replace(reg_divided_by_n_in_gradient, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is"
)
def reg_wrong_constant(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + W


naive_reg_wrong_constant = replace(reg_wrong_constant, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg"
)
def reg_squared(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg**2 * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg**2 * W


naive_reg_squared = replace(reg_squared, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-wrong-norm", "the weights are summed without being squared")
def reg_of_sum(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_of_sum = replace(reg_of_sum, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-wrong-norm",
    "the regulariser sums the matrix product W Wᵀ instead of the squared weights",
)
def reg_of_product(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W.dot(W.T))
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_of_product = replace(reg_of_product, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-wrong-norm", "the regulariser sums absolute values instead of squares"
)
def reg_of_absolute_values(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(np.abs(W))
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * np.sign(W)


naive_reg_of_absolute_values = replace(reg_of_absolute_values, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-lambda-forgotten", "the squared weights are not multiplied by reg")
def reg_lambda_forgotten(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * W


naive_reg_lambda_forgotten = replace(reg_lambda_forgotten, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W, without reg"
)
def reg_lambda_forgotten_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * W


naive_reg_lambda_forgotten_in_gradient = replace(reg_lambda_forgotten_in_gradient, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def reg_gradient_sign(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) - 2 * reg * W


naive_reg_gradient_sign = replace(reg_gradient_sign, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def reg_loss_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * np.sum(W * W)


naive_reg_loss_in_gradient = replace(reg_loss_in_gradient, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-added-twice", "the regulariser is added twice")
def reg_added_twice(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W + 2 * reg * W


naive_reg_added_twice = replace(reg_added_twice, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "mean-missing",
    "the sum over examples is not divided by N, neither in the loss nor in the gradient",
)
def mean_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) + 2 * reg * W


naive_mean_missing = replace(mean_missing, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples, the gradient is not",
)
def mean_missing_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) + 2 * reg * W


naive_mean_missing_in_gradient = replace(mean_missing_in_gradient, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "mean-missing-in-loss",
    "the gradient is averaged over the examples, the loss is not",
)
def mean_missing_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_mean_missing_in_loss = replace(mean_missing_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "precedence", "the division by N covers the regulariser and not the margins"
)
def precedence(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) + reg * np.sum(W * W) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_precedence = replace(precedence, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "svm-correct-class-counted",
    "the correct class keeps its margin of 1, so that the loss is 1 too large",
)
def correct_class_counted(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    margins[rows, y] = 0
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_correct_class_counted = replace(correct_class_counted, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "svm-correct-class-counted",
    "the correct class keeps its margin of 1, in the loss and in the gradient",
)
def correct_class_counted_and_active(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_correct_class_counted_and_active = replace(correct_class_counted_and_active, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "svm-delta-missing", "the margin is max(0, s_j - s_y), without the + 1")
def delta_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None])
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_delta_missing = replace(delta_missing, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "svm-sign-reversed",
    "the margin is max(0, s_y - s_j + 1): right answers are punished",
)
def sign_reversed(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores[rows, y][:, None] - scores + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_sign_reversed = replace(sign_reversed, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "svm-max-missing", "negative margins are added as they are, without the max"
)
def max_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = scores - scores[rows, y][:, None] + 1
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_max_missing = replace(max_missing, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
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


naive_only_wrong_classes = replace(only_wrong_classes, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
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


naive_only_correct_class = replace(only_correct_class, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
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


naive_margins_not_counted = replace(margins_not_counted, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "svm-mask-not-applied", "every margin passes its gradient on, positive or not"
)
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


naive_mask_not_applied = replace(mask_not_applied, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "svm-largest-margin-only", "only the largest margin of each example counts"
)
def largest_margin_only(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    margins = margins * (margins == margins.max(axis=1, keepdims=True))
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_largest_margin_only = replace(largest_margin_only, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "svm-squared-hinge", "the margins are squared: that is the L2-SVM")
def squared_hinge(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins**2) / len(y) + reg * np.sum(W * W)
    mask = 2 * margins
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_squared_hinge = replace(squared_hinge, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
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


naive_gradient_times_margin = replace(gradient_times_margin, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "gradient-sign", "the data gradient has the opposite sign")
def gradient_sign(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, -X.T.dot(mask) / len(y) + 2 * reg * W


naive_gradient_sign = replace(gradient_sign, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "transposed", "dW is the transpose of what it should be")
def transposed(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) / len(y) + 2 * reg * W).T


naive_transposed = replace(transposed, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "wrong-index", "whole columns are set to zero where one entry per row is meant"
)
def wrong_index(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[:, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_wrong_index = replace(wrong_index, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "wrong-index", "the correct scores are read from the first example only"
)
def wrong_index_first_row(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[0, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_wrong_index_first_row = replace(wrong_index_first_row, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "hard-coded-shape", "the mean is taken over 500 examples, however many there are"
)
def hard_coded_shape(W, X, y, reg):
    rows, num_train = np.arange(len(y)), 500
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / num_train + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / num_train + 2 * reg * W


naive_hard_coded_shape = replace(hard_coded_shape, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "matrix-or-wrong-dtype", "the gradient is kept in half the precision, as float32"
)
def float32_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) / len(y) + 2 * reg * W).astype(np.float32)


naive_float32_gradient = replace(float32_gradient, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "matrix-or-wrong-dtype", "the data gradient is rounded to whole numbers"
)
def integer_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) / len(y)).astype(int) + 2 * reg * W


naive_integer_gradient = replace(integer_gradient, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "inputs-overwritten", "W is changed on the way")
def inputs_overwritten(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    W *= 2 * reg
    return loss, X.T.dot(mask) / len(y) + W


naive_inputs_overwritten = replace(inputs_overwritten, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-lambda-forgotten", "the squared weights are not multiplied by reg in the loss"
)
def reg_lambda_forgotten_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_lambda_forgotten_in_loss = replace(reg_lambda_forgotten_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-wrong-constant",
    "the regulariser is weighted with 0.5 in the loss, whatever reg is",
)
def reg_wrong_constant_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_wrong_constant_in_loss = replace(reg_wrong_constant_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "reg-wrong-constant",
    "the regulariser is weighted with 0.5 in the gradient, whatever reg is",
)
def reg_wrong_constant_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + W


naive_reg_wrong_constant_in_gradient = replace(reg_wrong_constant_in_gradient, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-added-twice", "the regulariser is counted twice in the loss")
def reg_added_twice_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 2 * reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_added_twice_in_loss = replace(reg_added_twice_in_loss, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "reg-added-twice", "the gradient of the regulariser is added twice")
def reg_added_twice_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 4 * reg * W


naive_reg_added_twice_in_gradient = replace(reg_added_twice_in_gradient, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-wrong-norm", "the regulariser is the norm of W instead of its square"
)
def reg_of_norm(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.linalg.norm(W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_of_norm = replace(reg_of_norm, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "reg-wrong-norm", "the loss sums absolute values of the weights instead of squares"
)
def reg_of_absolute_values_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(np.abs(W))
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_reg_of_absolute_values_in_loss = replace(reg_of_absolute_values_in_loss, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "bias-row-left-out", "the last row of W is not regularised")
def bias_row_left_out(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W[:-1] ** 2)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    dW = X.T.dot(mask) / len(y)
    dW[:-1] += 2 * reg * W[:-1]
    return loss, dW


naive_bias_row_left_out = replace(bias_row_left_out, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "mean-over-entries",
    "loss and gradient are divided by all N * C entries instead of by the N examples",
)
def mean_over_entries(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.mean(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / margins.size + 2 * reg * W


naive_mean_over_entries = replace(mean_over_entries, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "mean-over-entries",
    "the loss is divided by all N * C entries instead of by the N examples",
)
def mean_over_entries_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.mean(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_mean_over_entries_in_loss = replace(mean_over_entries_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "wrong-axis",
    "loss and gradient are divided by the number of classes C instead of by the number of examples N",
)
def mean_over_classes(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / W.shape[1] + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / W.shape[1] + 2 * reg * W


naive_mean_over_classes = replace(mean_over_classes, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "mean-taken-twice", "the data gradient is divided by N twice")
def mean_taken_twice(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0) / len(y)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_mean_taken_twice = replace(mean_taken_twice, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
    "svm-delta-subtracted-again",
    "1 is subtracted from the loss for the correct class, whose margin is 0 already",
)
def delta_subtracted_again(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) - 1 + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_delta_subtracted_again = replace(delta_subtracted_again, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized", "svm-squared-hinge", "the margins are squared in the loss, but not in the gradient"
)
def squared_hinge_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins**2) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_squared_hinge_in_loss = replace(squared_hinge_in_loss, exercise="svm_loss_naive")


@misconception(
    "svm_loss_vectorized",
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


naive_correct_class_not_cleared = replace(correct_class_not_cleared, exercise="svm_loss_naive")


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
    "svm_loss_vectorized",
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


naive_correct_class_pushed = replace(correct_class_pushed, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "relu-on-scores", "negative scores are cut off at 0")
def relu_on_scores(W, X, y, reg):
    rows = np.arange(len(y))
    scores = np.maximum(0, X.dot(W))
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


naive_relu_on_scores = replace(relu_on_scores, exercise="svm_loss_naive")


@misconception("svm_loss_vectorized", "loops-in-vectorized", "a Python loop runs over the examples")
def looped(W, X, y, reg):
    N = X.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = X[i].dot(W)
        margins = np.maximum(0, scores - scores[y[i]] + 1)
        margins[y[i]] = 0
        loss += np.sum(margins)
        mask = (margins > 0).astype(float)
        mask[y[i]] = -np.sum(mask)
        dW += np.outer(X[i], mask)
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


# ---- svm_loss_naive: mistakes that come with its loops


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
    "svm_loss_naive", "reg-added-twice", "the regulariser is added once per example, inside the loop"
)
def naive_reg_in_the_loop(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin / X.shape[0]
                dW[:, j] += X[i] / X.shape[0]
                dW[:, y[i]] -= X[i] / X.shape[0]
        loss += reg * np.sum(W * W)
        dW += 2 * reg * W
    return loss, dW


@misconception("svm_loss_naive", "hard-coded-shape", "the loop runs over the first three classes only")
def naive_three_classes(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(3):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / X.shape[0] + reg * np.sum(W * W), dW / X.shape[0] + 2 * reg * W


@misconception(
    "svm_loss_naive",
    "matrix-or-wrong-dtype",
    "dW starts as an array of whole numbers and every contribution is cut off",
)
def naive_integer_dW(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape, dtype=int)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] = dW[:, j] + X[i]
                dW[:, y[i]] = dW[:, y[i]] - X[i]
    return loss / X.shape[0] + reg * np.sum(W * W), dW / X.shape[0] + 2 * reg * W


# ---- svm_scores


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


# ---- svm_margins


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


# ---- svm_data_loss


@misconception("svm_data_loss", "mean-missing", "the margins are summed and not divided by N")
def data_loss_mean_missing(margins):
    return np.sum(margins)


@misconception(
    "svm_data_loss",
    "mean-over-entries",
    "the mean is taken over all N * C entries instead of over the N examples",
)
def data_loss_mean_over_entries(margins):
    return np.mean(margins)


@misconception(
    "svm_data_loss",
    "wrong-axis",
    "the sum is divided by the number of classes C instead of the number of examples N",
)
def data_loss_divided_by_classes(margins):
    return np.sum(margins) / margins.shape[1]


@misconception(
    "svm_data_loss", "wrong-axis", "each example keeps its own loss: the mean over examples is missing"
)
def data_loss_per_example(margins):
    return np.sum(margins, axis=1)


@misconception(
    "svm_data_loss", "wrong-axis", "the mean over examples is taken, but the classes are not summed"
)
def data_loss_per_class(margins):
    return np.mean(margins, axis=0)


@misconception("svm_data_loss", "svm-largest-margin-only", "only the largest margin of each example counts")
def data_loss_largest_only(margins):
    return np.mean(np.max(margins, axis=1))


@misconception("svm_data_loss", "svm-squared-hinge", "the margins are squared: that is the L2-SVM")
def data_loss_squared(margins):
    return np.sum(margins**2) / margins.shape[0]


@misconception(
    "svm_data_loss",
    "svm-margins-counted-in-loss",
    "the positive margins are counted where their sizes should be added up",
)
def data_loss_counted(margins):
    return np.sum(margins > 0) / margins.shape[0]


@misconception(
    "svm_data_loss",
    "svm-delta-subtracted-again",
    "1 is subtracted for the correct class, whose margin is 0 already",
)
def data_loss_delta_subtracted(margins):
    return np.sum(margins) / margins.shape[0] - 1


@misconception(
    "svm_data_loss", "hard-coded-shape", "the mean is taken over 500 examples, however many there are"
)
def data_loss_500(margins):
    num_train = 500
    return np.sum(margins) / num_train


@misconception("svm_data_loss", "matrix-or-wrong-dtype", "the division is a whole-number division")
def data_loss_rounded(margins):
    return np.sum(margins) // margins.shape[0]


@misconception("svm_data_loss", "loops-in-vectorized", "a Python loop runs over the examples")
def data_loss_looped(margins):
    total = 0.0
    for row in margins:
        total += np.sum(row)
    return total / len(margins)


# ---- svm_reg_loss


@misconception(
    "svm_reg_loss",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_loss_half(W, reg):
    return 0.5 * reg * np.sum(W * W)


@misconception("svm_reg_loss", "reg-missing-in-loss", "the regulariser is left out")
def reg_loss_missing(W, reg):
    return 0.0


@misconception("svm_reg_loss", "reg-wrong-norm", "the weights are summed without being squared")
def reg_loss_of_sum(W, reg):
    return reg * np.sum(W)


@misconception("svm_reg_loss", "reg-wrong-norm", "the weights are summed first and then squared")
def reg_loss_squared_sum(W, reg):
    return reg * np.sum(W) ** 2


@misconception(
    "svm_reg_loss", "reg-wrong-norm", "the matrix product W Wᵀ is summed instead of the squared weights"
)
def reg_loss_of_product(W, reg):
    return reg * np.sum(W.dot(W.T))


@misconception("svm_reg_loss", "reg-wrong-norm", "absolute values are summed instead of squares")
def reg_loss_of_absolute_values(W, reg):
    return reg * np.sum(np.abs(W))


@misconception(
    "svm_reg_loss", "reg-wrong-norm", "the square root of the sum is taken: the norm instead of its square"
)
def reg_loss_of_norm(W, reg):
    return reg * np.linalg.norm(W)


@misconception("svm_reg_loss", "reg-lambda-forgotten", "the squared weights are not multiplied by reg")
def reg_loss_lambda_forgotten(W, reg):
    return np.sum(W * W)


@misconception("svm_reg_loss", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is")
def reg_loss_constant(W, reg):
    return 0.5 * np.sum(W * W)


@misconception("svm_reg_loss", "reg-wrong-constant", "reg is squared together with the weights")
def reg_loss_reg_squared(W, reg):
    return np.sum((reg * W) ** 2)


@misconception("svm_reg_loss", "reg-added-twice", "the regulariser is counted twice")
def reg_loss_twice(W, reg):
    return 2 * reg * np.sum(W * W)


@misconception(
    "svm_reg_loss", "reg-mean-of-squares", "the mean of the squared weights is taken instead of their sum"
)
def reg_loss_mean(W, reg):
    return reg * np.mean(W * W)


@misconception(
    "svm_reg_loss", "reg-divided-by-n", "the sum is divided by a number of rows; the regulariser has no mean"
)
def reg_loss_divided_by_rows(W, reg):
    return reg * np.sum(W * W) / W.shape[0]


@misconception("svm_reg_loss", "bias-row-left-out", "the last row of W is left out")
def reg_loss_without_last_row(W, reg):
    return reg * np.sum(W[:-1] ** 2)


@misconception(
    "svm_reg_loss", "reg-gradient-in-loss", "the gradient 2 * reg * W is returned where the loss is asked for"
)
def reg_loss_gradient(W, reg):
    return 2 * reg * W


@misconception("svm_reg_loss", "wrong-axis", "each class keeps its own sum")
def reg_loss_per_class(W, reg):
    return reg * np.sum(W * W, axis=0)


@misconception("svm_reg_loss", "inputs-overwritten", "W is squared in place")
def reg_loss_overwrites(W, reg):
    W *= W
    return reg * np.sum(W)


@misconception("svm_reg_loss", "loops-in-vectorized", "a Python loop runs over the weights")
def reg_loss_looped(W, reg):
    total = 0.0
    for w in W.ravel():
        total += w * w
    return reg * total


# ---- svm_dmargins


@misconception(
    "svm_dmargins", "svm-mask-not-applied", "every entry passes its gradient on, margins of exactly 0 too"
)
def dmargins_at_zero(margins):
    return (margins >= 0) / margins.shape[0]


@misconception("svm_dmargins", "mean-missing-in-gradient", "the 1/N of the mean is missing")
def dmargins_mean_missing(margins):
    return (margins > 0).astype(float)


@misconception(
    "svm_dmargins",
    "svm-gradient-times-margin",
    "the margins themselves are passed on, where a 0 or a 1 belongs",
)
def dmargins_times_margin(margins):
    return margins / margins.shape[0]


@misconception(
    "svm_dmargins", "svm-largest-margin-only", "only the largest margin of each row passes its gradient on"
)
def dmargins_largest_only(margins):
    dmargins = np.zeros_like(margins)
    dmargins[np.arange(len(margins)), np.argmax(margins, axis=1)] = 1 / len(margins)
    return dmargins


@misconception(
    "svm_dmargins",
    "wrong-axis",
    "the gradient is divided by the number of classes C instead of the number of examples N",
)
def dmargins_divided_by_classes(margins):
    return (margins > 0) / margins.shape[1]


@misconception(
    "svm_dmargins",
    "mean-over-entries",
    "the gradient is divided by all N * C entries instead of the N examples",
)
def dmargins_over_entries(margins):
    return (margins > 0) / margins.size


@misconception(
    "svm_dmargins",
    "mean-over-entries",
    "the gradient is divided by the number of positive margins instead of the N examples",
)
def dmargins_divided_by_positives(margins):
    return (margins > 0) / np.sum(margins > 0)


@misconception("svm_dmargins", "gradient-sign", "the gradient has the opposite sign")
def dmargins_sign(margins):
    return -1.0 * (margins > 0) / margins.shape[0]


@misconception(
    "svm_dmargins", "hard-coded-shape", "the mean is taken over 500 examples, however many there are"
)
def dmargins_500(margins):
    num_train = 500
    return (margins > 0) / num_train


@misconception(
    "svm_dmargins", "matrix-or-wrong-dtype", "1/N is put into an array of whole numbers and becomes 0"
)
def dmargins_integer(margins):
    dmargins = np.zeros(margins.shape, dtype=int)
    dmargins[margins > 0] = 1 / margins.shape[0]
    return dmargins


@misconception("svm_dmargins", "inputs-overwritten", "the margins are overwritten by their gradient")
def dmargins_in_place(margins):
    margins[margins > 0] = 1 / margins.shape[0]
    return margins


@misconception("svm_dmargins", "loops-in-vectorized", "a Python loop runs over the examples")
def dmargins_looped(margins):
    dmargins = np.zeros_like(margins)
    for i in range(margins.shape[0]):
        dmargins[i] = (margins[i] > 0) / margins.shape[0]
    return dmargins


# ---- svm_dscores


@misconception(
    "svm_dscores",
    "svm-only-wrong-classes",
    "the gradient reaches the wrong classes but not the correct class",
)
def dscores_only_wrong_classes(dmargins, y):
    return dmargins.copy()


@misconception(
    "svm_dscores",
    "svm-only-correct-class",
    "the gradient reaches the correct class but not the wrong classes",
)
def dscores_only_correct_class(dmargins, y):
    dscores = np.zeros_like(dmargins)
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores


@misconception(
    "svm_dscores",
    "svm-margins-not-counted",
    "the correct class gets -1/N instead of minus the sum of its row",
)
def dscores_not_counted(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -1 / len(y)
    return dscores


@misconception(
    "svm_dscores", "svm-margins-not-counted", "the correct class gets -1 instead of minus the sum of its row"
)
def dscores_minus_one(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -1
    return dscores


@misconception(
    "svm_dscores",
    "svm-margins-not-counted",
    "the correct class is pulled once per example instead of once per positive margin",
)
def dscores_one_margin(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.max(dmargins, axis=1)
    return dscores


@misconception(
    "svm_dscores",
    "mean-missing-in-gradient",
    "the correct class gets the number of positive margins, without the 1/N",
)
def dscores_whole_counts(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins > 0, axis=1)
    return dscores


@misconception(
    "svm_dscores", "wrong-axis", "the correct class gets minus the mean of its row instead of minus the sum"
)
def dscores_mean(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.mean(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "wrong-axis", "the sum runs over the examples instead of over the classes")
def dscores_over_examples(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=0)[y]
    return dscores


@misconception("svm_dscores", "gradient-sign", "the correct class gets plus the sum of its row")
def dscores_plus(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "mean-taken-twice", "the gradient is divided by N, which dmargins already is")
def dscores_averaged_again(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores / len(y)


@misconception(
    "svm_dscores", "wrong-index", "the sum is subtracted from whole columns where one entry per row is meant"
)
def dscores_columns(dmargins, y):
    dscores = dmargins.copy()
    dscores[:, y] -= np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "wrong-index", "the sum of the row is subtracted from every class")
def dscores_every_class(dmargins, y):
    return dmargins - np.sum(dmargins, axis=1, keepdims=True)


@misconception("svm_dscores", "transposed", "dscores is (C, N), with classes in rows")
def dscores_transposed(dmargins, y):
    dscores = dmargins.copy()
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores.T


@misconception("svm_dscores", "matrix-or-wrong-dtype", "dscores is kept in half the precision, as float32")
def dscores_float32(dmargins, y):
    dscores = dmargins.astype(np.float32)
    dscores[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dscores


@misconception("svm_dscores", "inputs-overwritten", "dmargins is overwritten by dscores")
def dscores_in_place(dmargins, y):
    dmargins[np.arange(len(y)), y] = -np.sum(dmargins, axis=1)
    return dmargins


@misconception("svm_dscores", "loops-in-vectorized", "a Python loop runs over the examples")
def dscores_looped(dmargins, y):
    dscores = dmargins.copy()
    for i in range(len(y)):
        dscores[i, y[i]] = -np.sum(dmargins[i])
    return dscores


# ---- svm_dW


@misconception("svm_dW", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W")
def dW_reg_factor_2(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * W


@misconception("svm_dW", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def dW_reg_missing(dscores, W, X, reg):
    return X.T.dot(dscores)


@misconception("svm_dW", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW_reg_sign(dscores, W, X, reg):
    return X.T.dot(dscores) - 2 * reg * W


@misconception(
    "svm_dW", "reg-divided-by-n", "the gradient of the regulariser is divided by the number of examples"
)
def dW_reg_divided_by_n(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg * W / X.shape[0]


@misconception("svm_dW", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is")
def dW_reg_constant(dscores, W, X, reg):
    return X.T.dot(dscores) + W


@misconception("svm_dW", "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg")
def dW_reg_squared(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg**2 * W


@misconception("svm_dW", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W, without reg")
def dW_reg_lambda_forgotten(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * W


@misconception("svm_dW", "reg-added-twice", "the gradient of the regulariser is added twice")
def dW_reg_twice(dscores, W, X, reg):
    return X.T.dot(dscores) + 4 * reg * W


@misconception("svm_dW", "reg-wrong-norm", "the gradient is that of reg * sum(W), which is reg everywhere")
def dW_reg_of_sum(dscores, W, X, reg):
    return X.T.dot(dscores) + reg


@misconception("svm_dW", "reg-wrong-norm", "the gradient is that of absolute values instead of squares")
def dW_reg_of_absolute_values(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sign(W)


@misconception("svm_dW", "reg-wrong-norm", "the squares of the weights stand where their derivative belongs")
def dW_reg_of_squares(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * W**2


@misconception(
    "svm_dW", "reg-loss-in-gradient", "the loss of the regulariser, one number, is added to every entry"
)
def dW_reg_loss(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sum(W * W)


@misconception("svm_dW", "bias-row-left-out", "the last row of W is not regularised")
def dW_reg_without_last_row(dscores, W, X, reg):
    dW = X.T.dot(dscores)
    dW[:-1] += 2 * reg * W[:-1]
    return dW


@misconception("svm_dW", "mean-taken-twice", "the data gradient is divided by N, which dscores already is")
def dW_averaged_again(dscores, W, X, reg):
    return X.T.dot(dscores) / X.shape[0] + 2 * reg * W


@misconception("svm_dW", "gradient-sign", "the data gradient has the opposite sign")
def dW_sign(dscores, W, X, reg):
    return -X.T.dot(dscores) + 2 * reg * W


@misconception("svm_dW", "transposed", "dW is the transpose of what it should be")
def dW_transposed(dscores, W, X, reg):
    return dscores.T.dot(X) + 2 * reg * W.T


@misconception("svm_dW", "matrix-or-wrong-dtype", "dW is kept in half the precision, as float32")
def dW_float32(dscores, W, X, reg):
    return (X.T.dot(dscores) + 2 * reg * W).astype(np.float32)


@misconception("svm_dW", "matrix-or-wrong-dtype", "dW is an np.matrix")
def dW_matrix(dscores, W, X, reg):
    return np.matrix(X).T * np.matrix(dscores) + 2 * reg * np.matrix(W)


@misconception("svm_dW", "inputs-overwritten", "W is changed on the way")
def dW_overwrites(dscores, W, X, reg):
    W *= 2 * reg
    return X.T.dot(dscores) + W


@misconception("svm_dW", "loops-in-vectorized", "a Python loop runs over the examples")
def dW_looped(dscores, W, X, reg):
    dW = 2 * reg * W
    for i in range(X.shape[0]):
        dW += np.outer(X[i], dscores[i])
    return dW


# ---- svm_train


@misconception("svm_train", "gradient-ascent", "the update adds the gradient and climbs")
def train_ascent(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W = W + learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train", "gradient-not-recomputed", "the gradient of the first weights is used for every step"
)
def train_gradient_once(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    loss, dW = loss_function(W, X, y, reg)
    for t in range(num_steps):
        loss_history[t] = loss
        W -= learning_rate * dW
        loss, _ = loss_function(W, X, y, reg)
    return W, loss_history


@misconception("svm_train", "loss-after-update", "the loss is recorded after the step instead of before it")
def train_loss_after(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        _, dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
        loss_history[t] = loss_function(W, X, y, reg)[0]
    return W, loss_history


@misconception(
    "svm_train",
    "loss-history-length",
    "the loss history also holds the loss after the last step, so it is one longer than num_steps",
)
def train_one_loss_more(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = []
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        loss_history.append(loss)
        W -= learning_rate * dW
    loss_history.append(loss_function(W, X, y, reg)[0])
    return W, np.array(loss_history)


@misconception("svm_train", "one-step-short", "the weights are returned before the last update")
def train_last_update_missing(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        if t < num_steps - 1:
            W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "reg-missing", "reg is not handed on to the loss function")
def train_reg_ignored(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, 0.0)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "reg-wrong-constant", "the loss function gets a fixed number for reg")
def train_reg_constant(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, 1e-3)
        W -= learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train",
    "reg-added-twice",
    "the gradient of the regulariser is added to a gradient that has it already",
)
def train_reg_twice(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * (dW + 2 * reg * W)
    return W, loss_history


@misconception(
    "svm_train", "learning-rate-forgotten", "the step is 0.001 times the gradient, whatever learning_rate is"
)
def train_rate_constant(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= 1e-3 * dW
    return W, loss_history


@misconception(
    "svm_train", "learning-rate-forgotten", "the whole gradient is subtracted, without the learning rate"
)
def train_rate_forgotten(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= dW
    return W, loss_history


@misconception(
    "svm_train",
    "mean-taken-twice",
    "the gradient is divided by N, although the loss function has taken the mean",
)
def train_averaged_again(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW / X.shape[0]
    return W, loss_history


@misconception("svm_train", "start-ignored", "training starts from zeros instead of from the W passed in")
def train_starts_at_zero(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = np.zeros_like(W)
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "mean-taken-twice", "the recorded loss is divided by N once more")
def train_loss_scaled(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        loss_history[t] = loss / X.shape[0]
        W -= learning_rate * dW
    return W, loss_history


@misconception(
    "svm_train", "one-example-per-step", "each step looks at a single example instead of the whole batch"
)
def train_example_by_example(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        i = t % X.shape[0]
        loss_history[t], dW = loss_function(W, X[i : i + 1], y[i : i + 1], reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "matrix-or-wrong-dtype", "the losses are rounded to whole numbers")
def train_integer_history(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = W.copy()
    loss_history = np.zeros(num_steps, dtype=int)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
    return W, loss_history


@misconception("svm_train", "inputs-overwritten", "the W passed in is changed by the steps")
def train_in_place(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss_history[t], dW = loss_function(W, X, y, reg)
        W -= learning_rate * dW
    return W, loss_history
