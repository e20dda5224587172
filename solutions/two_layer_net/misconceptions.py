"""Known wrong ways to write the 2-layer net exercises.

A flat catalogue, longer than other files on purpose: every function stands alone, because its
source also becomes a sample submission. The stages come first, in order, then the whole loss and
the training loop.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


# ---- two_layer_h1


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


# ---- two_layer_scores


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


# ---- two_layer_total_loss


@misconception(
    "two_layer_total_loss",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def total_reg_half(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-missing-in-loss", "the regulariser is left out")
def total_reg_missing(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    return data_loss


@misconception("two_layer_total_loss", "reg-missing-in-loss", "W2 alone is regularised: W1 is left out")
def total_reg_without_W1(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W2 * W2)
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-missing-in-loss", "W1 alone is regularised: W2 is left out")
def total_reg_without_W2(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W1 * W1)
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-divided-by-n", "the regulariser is divided by the number of examples too"
)
def total_reg_divided_by_n(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return (data_loss + reg_loss) / N


@misconception(
    "two_layer_total_loss", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is"
)
def total_reg_constant(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = 0.5 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg"
)
def total_reg_squared(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg**2 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-wrong-norm", "the weights are summed without being squared")
def total_reg_not_squared(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1) + np.sum(W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-wrong-norm", "the regulariser sums absolute values instead of squares"
)
def total_reg_abs(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(np.abs(W1)) + np.sum(np.abs(W2)))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "reg-wrong-norm",
    "the regulariser sums the matrix products W Wᵀ instead of the squared weights",
)
def total_reg_matrix_product(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1.dot(W1.T)) + np.sum(W2.dot(W2.T)))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-lambda-forgotten", "the squared weights are not multiplied by reg"
)
def total_reg_lambda_forgotten(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = np.sum(W1 * W1) + np.sum(W2 * W2)
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-added-twice", "a misplaced parenthesis regularises W2 with 1 instead of reg"
)
def total_reg_parenthesis(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * np.sum(W1 * W1) + np.sum(W2 * W2)
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "reg-added-twice", "the regulariser is added twice")
def total_reg_twice(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss + reg_loss


@misconception(
    "two_layer_total_loss", "reg-gradient-sign", "the regulariser is subtracted from the data loss"
)
def total_reg_subtracted(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss - reg_loss


@misconception(
    "two_layer_total_loss", "mean-missing-in-loss", "the losses of the examples are summed and not averaged"
)
def total_mean_missing(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "mean-over-entries",
    "the sum is divided by all N * C entries instead of by the N examples",
)
def total_mean_over_entries(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / scores.size
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "precedence", "the division by N covers the regulariser and not the data loss"
)
def total_precedence(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss / N


@misconception(
    "two_layer_total_loss",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def total_unstable(scores, y, W1, W2, reg):
    N = scores.shape[0]
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-global-shift",
    "one maximum shifts the whole batch, so that rows far below it become 0 / 0",
)
def total_global_shift(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-denominator-skips-correct",
    "the correct class is left out of the sum in the denominator",
)
def total_one_not_correct(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    correct = exps[np.arange(N), y]
    probs = exps / (np.sum(exps, axis=1) - correct)[:, None]
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-axis",
    "the softmax normalises each class over the examples instead of each example over the classes",
)
def total_wrong_axis(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=0)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=0)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "wrong-axis", "the exponentials are divided by the sum over the whole batch"
)
def total_all_normalised(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-index",
    "whole columns of probabilities are picked where one entry per row is meant",
)
def total_columns(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[:, y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-index",
    "rows are counted with the number of classes instead of the number of examples",
)
def total_arange_classes(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(scores.shape[1]), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "wrong-axis",
    "the logarithm is taken of the mean probability instead of the mean of the logarithms",
)
def total_log_of_sum(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.log(np.mean(probs[np.arange(N), y]))
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "softmax-log-sign", "the minus in front of the logarithm is missing")
def total_log_sign(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "softmax-log-base",
    "the logarithm is the one to base 10 instead of the natural one",
)
def total_log_base(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log10(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "softmax-log-missing", "the loss is 1 - p instead of -log p")
def total_no_log(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = np.sum(1 - probs[np.arange(N), y]) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "relu-on-scores", "a ReLU cuts the scores off at 0 before the softmax")
def total_relu(scores, y, W1, W2, reg):
    N = scores.shape[0]
    scores = np.maximum(0, scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "softmax-of-softmax", "the softmax is applied twice")
def total_twice(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    probs = np.exp(probs) / np.sum(np.exp(probs), axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "hinge-in-softmax", "the data loss is the SVM's instead of the softmax's"
)
def total_hinge(scores, y, W1, W2, reg):
    N = scores.shape[0]
    correct = scores[np.arange(N), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(N), y] = 0
    return np.sum(margins) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))


@misconception(
    "two_layer_total_loss", "hard-coded-shape", "the mean is taken over 200 examples, however many there are"
)
def total_hard_coded(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / 200
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss",
    "inputs-overwritten",
    "the scores are shifted in place, so that the caller's scores change",
)
def total_shifts_in_place(scores, y, W1, W2, reg):
    N = scores.shape[0]
    scores -= np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception(
    "two_layer_total_loss", "wrong-axis", "each example keeps its own loss: the mean over examples is missing"
)
def total_per_example(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.log(probs[np.arange(N), y])
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


@misconception("two_layer_total_loss", "loops-in-vectorized", "a Python loop runs over the examples")
def total_loop(scores, y, W1, W2, reg):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = 0.0
    for i in range(N):
        data_loss -= np.log(probs[i, y[i]]) / N
    reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    return data_loss + reg_loss


# ---- two_layer_dscores


@misconception(
    "two_layer_dscores",
    "mean-missing-in-gradient",
    "the gradient is not divided by N, though the loss is a mean over the examples",
)
def dscores_mean_missing(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores


@misconception("two_layer_dscores", "mean-taken-twice", "the gradient is divided by N twice")
def dscores_mean_twice(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N / N


@misconception(
    "two_layer_dscores",
    "precedence",
    "the division by N covers only part of the gradient: the 1 is subtracted after it",
)
def dscores_precedence(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True) / N
    dscores[np.arange(N), y] -= 1
    return dscores


@misconception(
    "two_layer_dscores",
    "softmax-one-not-subtracted",
    "the 1 of the correct class is not subtracted from the probabilities",
)
def dscores_one_missing(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-one-subtracted-everywhere",
    "1 is subtracted from the probability of every class",
)
def dscores_one_everywhere(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def dscores_unstable(scores, y):
    N = scores.shape[0]
    exps = np.exp(scores)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-global-shift",
    "one maximum shifts the whole batch, so that rows far below it become 0 / 0",
)
def dscores_global_shift(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-denominator-skips-correct",
    "the correct class is left out of the sum in the denominator",
)
def dscores_denominator_skips(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / (np.sum(exps, axis=1) - exps[np.arange(N), y])[:, None]
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "softmax-denominator-gradient-not-summed",
    "the gradient of the denominator is not summed over the classes",
)
def dscores_denominator_not_summed(scores, y):
    N = scores.shape[0]
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    P = exps / np.sum(exps, axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(N), y] = 1
    return (P * Y - Y) / N


@misconception("two_layer_dscores", "softmax-log-in-gradient", "-log p stands where p belongs")
def dscores_log(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores = -np.log(dscores)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception("two_layer_dscores", "softmax-of-softmax", "the softmax is applied twice")
def dscores_twice(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores = np.exp(dscores) / np.sum(np.exp(dscores), axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-axis",
    "the softmax normalises each class over the examples instead of each example over the classes",
)
def dscores_wrong_axis(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=0)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=0)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores", "wrong-index", "1 is subtracted from whole columns where one entry per row is meant"
)
def dscores_columns(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[:, y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "wrong-index",
    "rows are counted with the number of classes instead of the number of examples",
)
def dscores_arange_classes(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(scores.shape[1]), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores", "gradient-sign", "the gradient has the opposite sign: 1 - p where p - 1 belongs"
)
def dscores_sign(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return -dscores / N


@misconception("two_layer_dscores", "relu-on-scores", "a ReLU cuts the scores off at 0 before the softmax")
def dscores_relu(scores, y):
    N = scores.shape[0]
    scores = np.maximum(0, scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception(
    "two_layer_dscores",
    "relu-on-scores",
    "classes with a negative score get no gradient, as if the last layer had a ReLU",
)
def dscores_relu_gate(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    dscores[scores <= 0] = 0
    return dscores / N


@misconception("two_layer_dscores", "hinge-in-softmax", "the gradient is the SVM's instead of the softmax's")
def dscores_hinge(scores, y):
    N = scores.shape[0]
    correct = scores[np.arange(N), y].reshape(-1, 1)
    mask = (scores - correct + 1 > 0).astype(float)
    mask[np.arange(N), y] = 0
    mask[np.arange(N), y] = -np.sum(mask, axis=1)
    return mask / N


@misconception(
    "two_layer_dscores", "hard-coded-shape", "the mean is taken over 200 examples, however many there are"
)
def dscores_hard_coded(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / 200


@misconception("two_layer_dscores", "transposed", "dscores is (C, N), with classes in rows")
def dscores_transposed(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores.T / N


@misconception(
    "two_layer_dscores", "matrix-or-wrong-dtype", "dscores is kept in half the precision, as float32"
)
def dscores_float32(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return (dscores / N).astype(np.float32)


@misconception(
    "two_layer_dscores",
    "inputs-overwritten",
    "the scores are shifted in place, so that the caller's scores change",
)
def dscores_in_place(scores, y):
    N = scores.shape[0]
    scores -= np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    dscores[np.arange(N), y] -= 1
    return dscores / N


@misconception("two_layer_dscores", "loops-in-vectorized", "a Python loop runs over the examples")
def dscores_loop(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(shifted)
    dscores = exps / np.sum(exps, axis=1, keepdims=True)
    for i in range(N):
        dscores[i, y[i]] -= 1
    return dscores / N


# ---- two_layer_dh1


@misconception("two_layer_dh1", "transposed", "dh1 is (H, N), with examples in columns")
def dh1_transposed(dscores, W2):
    return W2.dot(dscores.T)


@misconception("two_layer_dh1", "transposed", "W2 is not transposed on the way back")
def dh1_not_transposed(dscores, W2):
    return dscores.dot(W2)


@misconception(
    "two_layer_dh1",
    "relu-mask-wrong",
    "the gradient is cut off where it is negative itself, instead of where the unit is off",
)
def dh1_gated_by_upstream(dscores, W2):
    dh1 = dscores.dot(W2.T)
    dh1[dh1 <= 0] = 0
    return dh1


@misconception(
    "two_layer_dh1", "relu-on-scores", "negative upstream gradients are cut off, as if the scores had a ReLU"
)
def dh1_upstream_cut(dscores, W2):
    return np.maximum(0, dscores).dot(W2.T)


@misconception(
    "two_layer_dh1", "relu-overwrites-upstream", "negative upstream gradients are set to 0 in place"
)
def dh1_upstream_changed(dscores, W2):
    dscores[dscores <= 0] = 0
    return dscores.dot(W2.T)


@misconception(
    "two_layer_dh1",
    "mean-taken-twice",
    "the gradient is divided by N again, though dscores holds the 1/N already",
)
def dh1_mean(dscores, W2):
    return dscores.dot(W2.T) / dscores.shape[0]


@misconception("two_layer_dh1", "gradient-sign", "the gradient has the opposite sign")
def dh1_sign(dscores, W2):
    return -dscores.dot(W2.T)


@misconception(
    "two_layer_dh1", "hard-coded-shape", "there is room for 10 hidden units, however many there are"
)
def dh1_hard_coded(dscores, W2):
    dh1 = np.zeros((dscores.shape[0], 10))
    dh1[:] = dscores.dot(W2.T)
    return dh1


@misconception("two_layer_dh1", "matrix-or-wrong-dtype", "dh1 is kept in half the precision, as float32")
def dh1_float32(dscores, W2):
    return dscores.astype(np.float32).dot(W2.T.astype(np.float32))


@misconception("two_layer_dh1", "loops-in-vectorized", "a Python loop runs over the examples")
def dh1_loop(dscores, W2):
    dh1 = np.zeros((dscores.shape[0], W2.shape[0]))
    for i in range(dscores.shape[0]):
        dh1[i] = W2.dot(dscores[i])
    return dh1


# ---- two_layer_dW2


@misconception(
    "two_layer_dW2", "reg-factor-2", "the gradient of the regulariser is reg * W2 instead of 2 * reg * W2"
)
def dW2_reg_factor_2(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * W2


@misconception("two_layer_dW2", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def dW2_reg_missing(dscores, h1, W2, reg):
    return h1.T.dot(dscores)


@misconception(
    "two_layer_dW2", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W2, without reg"
)
def dW2_reg_lambda_forgotten(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * W2


@misconception("two_layer_dW2", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW2_reg_sign(dscores, h1, W2, reg):
    return h1.T.dot(dscores) - 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "reg-wrong-constant",
    "the gradient of the regulariser is W2 times a fixed 0.5, whatever reg is",
)
def dW2_reg_constant(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 0.5 * W2


@misconception("two_layer_dW2", "reg-wrong-constant", "the gradient of the regulariser is 2 * reg² * W2")
def dW2_reg_squared(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * reg**2 * W2


@misconception(
    "two_layer_dW2", "reg-wrong-norm", "the gradient is that of a sum of absolute values instead of squares"
)
def dW2_reg_abs(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * np.sign(W2)


@misconception("two_layer_dW2", "reg-wrong-norm", "the regulariser's gradient still squares W2")
def dW2_reg_still_squared(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * reg * W2 * W2


@misconception(
    "two_layer_dW2",
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def dW2_reg_loss_added(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * np.sum(W2 * W2)


@misconception("two_layer_dW2", "reg-added-twice", "the gradient of the regulariser is added twice")
def dW2_reg_twice(dscores, h1, W2, reg):
    dW2 = h1.T.dot(dscores) + 2 * reg * W2
    dW2 += 2 * reg * W2
    return dW2


@misconception(
    "two_layer_dW2",
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def dW2_reg_divided(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * reg * W2 / h1.shape[0]


@misconception(
    "two_layer_dW2",
    "mean-taken-twice",
    "the data gradient is divided by N again, though dscores holds the 1/N already",
)
def dW2_mean(dscores, h1, W2, reg):
    return h1.T.dot(dscores) / h1.shape[0] + 2 * reg * W2


@misconception(
    "two_layer_dW2", "reg-divided-by-n", "everything is divided by N, though dscores holds the 1/N already"
)
def dW2_mean_all(dscores, h1, W2, reg):
    return (h1.T.dot(dscores) + 2 * reg * W2) / h1.shape[0]


@misconception("two_layer_dW2", "transposed", "dW2 is (C, H), the transpose of what it should be")
def dW2_transposed(dscores, h1, W2, reg):
    return dscores.T.dot(h1) + 2 * reg * W2.T


@misconception(
    "two_layer_dW2", "transposed", "h1 is not transposed, so that the sum over examples has no matching sizes"
)
def dW2_not_transposed(dscores, h1, W2, reg):
    return h1.dot(dscores) + 2 * reg * W2


@misconception("two_layer_dW2", "wrong-index", "only the first example contributes")
def dW2_first_example(dscores, h1, W2, reg):
    return np.outer(h1[0], dscores[0]) + 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "mul-gradient-not-switched",
    "h1 and dscores are summed over the examples before they are multiplied",
)
def dW2_sum_before_product(dscores, h1, W2, reg):
    return np.outer(np.sum(h1, axis=0), np.sum(dscores, axis=0)) + 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "relu-mask-wrong",
    "the gates (0 or 1) of the hidden units stand where their values h1 belong",
)
def dW2_gate_instead_of_h1(dscores, h1, W2, reg):
    return (h1 > 0).T.dot(dscores) + 2 * reg * W2


@misconception(
    "two_layer_dW2", "relu-on-scores", "negative upstream gradients are cut off, as if the scores had a ReLU"
)
def dW2_upstream_cut(dscores, h1, W2, reg):
    return h1.T.dot(np.maximum(0, dscores)) + 2 * reg * W2


@misconception(
    "two_layer_dW2", "relu-overwrites-upstream", "negative upstream gradients are set to 0 in place"
)
def dW2_upstream_changed(dscores, h1, W2, reg):
    dscores[dscores <= 0] = 0
    return h1.T.dot(dscores) + 2 * reg * W2


@misconception("two_layer_dW2", "gradient-sign", "the data gradient has the opposite sign")
def dW2_sign(dscores, h1, W2, reg):
    return -h1.T.dot(dscores) + 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "hard-coded-shape",
    "there is room for 10 hidden units and 10 classes, however many there are",
)
def dW2_hard_coded(dscores, h1, W2, reg):
    dW2 = np.zeros((10, 10))
    dW2[:] = h1.T.dot(dscores) + 2 * reg * W2
    return dW2


@misconception("two_layer_dW2", "matrix-or-wrong-dtype", "dW2 is kept in half the precision, as float32")
def dW2_float32(dscores, h1, W2, reg):
    return (h1.T.dot(dscores) + 2 * reg * W2).astype(np.float32)


@misconception(
    "two_layer_dW2", "inputs-overwritten", "the gradient is added into W2 itself, so that the weights change"
)
def dW2_changes_W2(dscores, h1, W2, reg):
    W2 *= 2 * reg
    W2 += h1.T.dot(dscores)
    return W2


@misconception("two_layer_dW2", "loops-in-vectorized", "a Python loop runs over the examples")
def dW2_loop(dscores, h1, W2, reg):
    dW2 = 2 * reg * W2
    for i in range(h1.shape[0]):
        dW2 = dW2 + np.outer(h1[i], dscores[i])
    return dW2


# ---- two_layer_db2


@misconception(
    "two_layer_db2",
    "bias-gradient-not-summed",
    "the mean over the examples is taken instead of the sum: dscores holds the 1/N already",
)
def db2_mean(dscores):
    return np.mean(dscores, axis=0)


@misconception("two_layer_db2", "bias-gradient-not-summed", "only the first example counts")
def db2_first(dscores):
    return dscores[0].copy()


@misconception("two_layer_db2", "bias-gradient-not-summed", "only the last example counts")
def db2_last(dscores):
    return dscores[-1].copy()


@misconception(
    "two_layer_db2",
    "bias-gradient-not-summed",
    "every example keeps its own gradient: the sum over the examples is missing",
)
def db2_rows_kept(dscores):
    return dscores.copy()


@misconception(
    "two_layer_db2", "bias-gradient-shape", "the gradient is (1, C), because the summed axis is kept"
)
def db2_keepdims(dscores):
    return np.sum(dscores, axis=0, keepdims=True)


@misconception("two_layer_db2", "bias-gradient-shape", "the gradient is a column, (C, 1)")
def db2_column(dscores):
    return np.sum(dscores, axis=0).reshape(-1, 1)


@misconception("two_layer_db2", "wrong-axis", "the sum runs over the classes instead of over the examples")
def db2_wrong_axis(dscores):
    return np.sum(dscores, axis=1)


@misconception(
    "two_layer_db2", "wrong-axis", "the sum runs over examples and classes, which leaves one number"
)
def db2_one_number(dscores):
    return np.sum(dscores)


@misconception(
    "two_layer_db2", "relu-on-scores", "negative upstream gradients are cut off, as if the scores had a ReLU"
)
def db2_upstream_cut(dscores):
    return np.sum(dscores * (dscores > 0), axis=0)


@misconception(
    "two_layer_db2",
    "add-gate-gradient",
    "the gradient is the number of examples: the upstream gradient is left out",
)
def db2_ones(dscores):
    return np.ones(dscores.shape[1]) * dscores.shape[0]


@misconception("two_layer_db2", "gradient-sign", "the gradient has the opposite sign")
def db2_sign(dscores):
    return -np.sum(dscores, axis=0)


@misconception("two_layer_db2", "hard-coded-shape", "there is room for 10 classes, however many there are")
def db2_hard_coded(dscores):
    db2 = np.zeros(10)
    db2[: dscores.shape[1]] = np.sum(dscores, axis=0)
    return db2


@misconception("two_layer_db2", "matrix-or-wrong-dtype", "db2 is kept in half the precision, as float32")
def db2_float32(dscores):
    return np.sum(dscores, axis=0, dtype=np.float32)


@misconception("two_layer_db2", "loops-in-vectorized", "a Python loop runs over the examples")
def db2_loop(dscores):
    db2 = np.zeros(dscores.shape[1])
    for row in dscores:
        db2 += row
    return db2


# ---- two_layer_dW1


@misconception(
    "two_layer_dW1", "reg-factor-2", "the gradient of the regulariser is reg * W1 instead of 2 * reg * W1"
)
def dW1_reg_factor_2(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * W1


@misconception("two_layer_dW1", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def dW1_reg_missing(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1)


@misconception(
    "two_layer_dW1", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W1, without reg"
)
def dW1_reg_lambda_forgotten(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * W1


@misconception("two_layer_dW1", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW1_reg_sign(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) - 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "reg-wrong-constant",
    "the gradient of the regulariser is W1 times a fixed 0.5, whatever reg is",
)
def dW1_reg_constant(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 0.5 * W1


@misconception("two_layer_dW1", "reg-wrong-constant", "the gradient of the regulariser is 2 * reg² * W1")
def dW1_reg_squared(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * reg**2 * W1


@misconception(
    "two_layer_dW1", "reg-wrong-norm", "the gradient is that of a sum of absolute values instead of squares"
)
def dW1_reg_abs(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * np.sign(W1)


@misconception("two_layer_dW1", "reg-wrong-norm", "the regulariser's gradient still squares W1")
def dW1_reg_still_squared(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * reg * W1 * W1


@misconception(
    "two_layer_dW1",
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def dW1_reg_loss_added(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * np.sum(W1 * W1)


@misconception("two_layer_dW1", "reg-added-twice", "the gradient of the regulariser is added twice")
def dW1_reg_twice(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    dW1 = X.T.dot(da1) + 2 * reg * W1
    dW1 += 2 * reg * W1
    return dW1


@misconception(
    "two_layer_dW1",
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def dW1_reg_divided(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * reg * W1 / X.shape[0]


@misconception(
    "two_layer_dW1",
    "mean-taken-twice",
    "the data gradient is divided by N again, though the upstream gradient holds the 1/N already",
)
def dW1_mean(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) / X.shape[0] + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-missing",
    "the gradient passes every unit, on or off: the ReLU's gate is missing",
)
def dW1_mask_missing(dh1, h1, X, W1, reg):
    da1 = dh1
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "the gate is the wrong way round: units that are off pass the gradient, units that are on block it",
)
def dW1_mask_is_zero(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 == 0)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "the gradient is multiplied by the value h1 instead of by 1 where the unit is on",
)
def dW1_mask_times_h1(dh1, h1, X, W1, reg):
    da1 = dh1 * h1
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1", "relu-mask-wrong", "the gate looks at the sign of the upstream gradient instead of at h1"
)
def dW1_mask_of_upstream(dh1, h1, X, W1, reg):
    da1 = dh1 * (dh1 > 0)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "the gate itself, 0 or 1, is passed on, and the upstream gradient is lost",
)
def dW1_mask_replaces_upstream(dh1, h1, X, W1, reg):
    da1 = (h1 > 0).astype(float)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "units that are off pass a hundredth of the gradient, as a leaky ReLU does",
)
def dW1_mask_leaky(dh1, h1, X, W1, reg):
    da1 = np.where(h1 > 0, dh1, 0.01 * dh1)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-overwrites-upstream",
    "the gate is applied to the caller's dh1 in place, which changes it",
)
def dW1_upstream_changed(dh1, h1, X, W1, reg):
    da1 = dh1
    da1[h1 <= 0] = 0
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-overwrites-upstream",
    "the caller's dh1 is multiplied by the gate in place, which changes it",
)
def dW1_upstream_scaled(dh1, h1, X, W1, reg):
    dh1 *= h1 > 0
    da1 = dh1
    return X.T.dot(da1) + 2 * reg * W1


@misconception("two_layer_dW1", "transposed", "dW1 is (H, D), the transpose of what it should be")
def dW1_transposed(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return da1.T.dot(X) + 2 * reg * W1.T


@misconception(
    "two_layer_dW1", "transposed", "X is not transposed, so that the sum over examples has no matching sizes"
)
def dW1_not_transposed(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.dot(da1) + 2 * reg * W1


@misconception("two_layer_dW1", "wrong-index", "only the first example contributes")
def dW1_first_example(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return np.outer(X[0], da1[0]) + 2 * reg * W1


@misconception("two_layer_dW1", "gradient-sign", "the data gradient has the opposite sign")
def dW1_sign(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return -X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "hard-coded-shape",
    "there is room for 10 features and 10 hidden units, however many there are",
)
def dW1_hard_coded(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    dW1 = np.zeros((10, 10))
    dW1[:] = X.T.dot(da1) + 2 * reg * W1
    return dW1


@misconception("two_layer_dW1", "matrix-or-wrong-dtype", "dW1 is kept in half the precision, as float32")
def dW1_float32(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return (X.T.dot(da1) + 2 * reg * W1).astype(np.float32)


@misconception(
    "two_layer_dW1",
    "inputs-overwritten",
    "h1 is turned into the gate in place, which changes the caller's h1",
)
def dW1_changes_h1(dh1, h1, X, W1, reg):
    h1[h1 > 0] = 1
    da1 = dh1 * h1
    return X.T.dot(da1) + 2 * reg * W1


@misconception("two_layer_dW1", "loops-in-vectorized", "a Python loop runs over the examples")
def dW1_loop(dh1, h1, X, W1, reg):
    dW1 = 2 * reg * W1
    for i in range(X.shape[0]):
        dW1 = dW1 + np.outer(X[i], dh1[i] * (h1[i] > 0))
    return dW1


# ---- two_layer_db1


@misconception(
    "two_layer_db1",
    "relu-mask-missing",
    "the gradient passes every unit, on or off: the ReLU's gate is missing",
)
def db1_mask_missing(dh1, h1):
    da1 = dh1
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gate is the wrong way round: units that are off pass the gradient, units that are on block it",
)
def db1_mask_is_zero(dh1, h1):
    da1 = dh1 * (h1 == 0)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gradient is multiplied by the value h1 instead of by 1 where the unit is on",
)
def db1_mask_times_h1(dh1, h1):
    da1 = dh1 * h1
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1", "relu-mask-wrong", "the gate looks at the sign of the upstream gradient instead of at h1"
)
def db1_mask_of_upstream(dh1, h1):
    da1 = dh1 * (dh1 > 0)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gate itself, 0 or 1, is passed on, and the upstream gradient is lost",
)
def db1_mask_replaces_upstream(dh1, h1):
    da1 = (h1 > 0).astype(float)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "units that are off pass a hundredth of the gradient, as a leaky ReLU does",
)
def db1_mask_leaky(dh1, h1):
    da1 = np.where(h1 > 0, dh1, 0.01 * dh1)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-overwrites-upstream",
    "the gate is applied to the caller's dh1 in place, which changes it",
)
def db1_upstream_changed(dh1, h1):
    da1 = dh1
    da1[h1 <= 0] = 0
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-overwrites-upstream",
    "the caller's dh1 is multiplied by the gate in place, which changes it",
)
def db1_upstream_scaled(dh1, h1):
    dh1 *= h1 > 0
    da1 = dh1
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "bias-gradient-not-summed",
    "the mean over the examples is taken instead of the sum: the upstream gradient holds the 1/N already",
)
def db1_mean(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.mean(da1, axis=0)


@misconception("two_layer_db1", "bias-gradient-not-summed", "only the first example counts")
def db1_first(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return da1[0]


@misconception(
    "two_layer_db1",
    "bias-gradient-not-summed",
    "every example keeps its own gradient: the sum over the examples is missing",
)
def db1_rows_kept(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return da1


@misconception(
    "two_layer_db1", "bias-gradient-shape", "the gradient is (1, H), because the summed axis is kept"
)
def db1_keepdims(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=0, keepdims=True)


@misconception("two_layer_db1", "bias-gradient-shape", "the gradient is a column, (H, 1)")
def db1_column(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=0).reshape(-1, 1)


@misconception(
    "two_layer_db1", "wrong-axis", "the sum runs over the hidden units instead of over the examples"
)
def db1_wrong_axis(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=1)


@misconception("two_layer_db1", "relu-mask-wrong", "the sum is taken first and the gate applied to it")
def db1_gate_after_sum(dh1, h1):
    return np.sum(dh1, axis=0) * (np.sum(h1, axis=0) > 0)


@misconception("two_layer_db1", "gradient-sign", "the gradient has the opposite sign")
def db1_sign(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return -np.sum(da1, axis=0)


@misconception(
    "two_layer_db1", "hard-coded-shape", "there is room for 10 hidden units, however many there are"
)
def db1_hard_coded(dh1, h1):
    da1 = dh1 * (h1 > 0)
    db1 = np.zeros(10)
    db1[: h1.shape[1]] = np.sum(da1, axis=0)
    return db1


@misconception("two_layer_db1", "matrix-or-wrong-dtype", "db1 is kept in half the precision, as float32")
def db1_float32(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=0).astype(np.float32)


@misconception("two_layer_db1", "loops-in-vectorized", "a Python loop runs over the examples")
def db1_loop(dh1, h1):
    db1 = np.zeros(h1.shape[1])
    for upstream, unit in zip(dh1, h1):
        db1 += upstream * (unit > 0)
    return db1


# ---- two_layer_loss


@misconception(
    "two_layer_loss", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W"
)
def reg_factor_2(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "reg-factor-2", "the regulariser is halved in the loss but not in the gradient"
)
def reg_factor_half(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_half_convention(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def reg_missing_in_gradient(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores)
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1)
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-missing-in-gradient", "the gradient of W1 leaves the regulariser out")
def reg_missing_in_dW1(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1)
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-missing-in-loss", "the loss leaves the regulariser out")
def reg_missing_in_loss(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-missing-in-loss", "the loss regularises W2 alone")
def reg_missing_for_W1(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * np.sum(W2 * W2)
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-missing", "the regulariser is missing in the loss and in the gradient")
def reg_missing(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores)
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1)
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "reg-divided-by-n", "the regulariser is divided by the number of examples too"
)
def reg_divided_by_n(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)) / N
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2 / N
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1 / N
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is"
)
def reg_constant(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 0.5 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-wrong-norm", "the weights are summed without being squared")
def reg_not_squared(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1) + np.sum(W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-wrong-norm", "the regulariser sums absolute values instead of squares")
def reg_abs(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(np.abs(W1)) + np.sum(np.abs(W2)))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg * np.sign(W2)
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + reg * np.sign(W1)
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-lambda-forgotten", "the squared weights are not multiplied by reg")
def reg_lambda_forgotten(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + np.sum(W1 * W1) + np.sum(W2 * W2)
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def reg_gradient_sign(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) - 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) - 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "reg-added-twice", "a misplaced parenthesis regularises W2 with 1 instead of reg"
)
def reg_parenthesis(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * np.sum(W1 * W1) + np.sum(W2 * W2)
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-added-twice", "the regulariser is added twice")
def reg_twice(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 2 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 4 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 4 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "biases-regularised",
    "the biases are regularised as well, in the loss and in the gradient",
)
def biases_regularised(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (
        np.sum(W1 * W1) + np.sum(W2 * W2) + np.sum(b1 * b1) + np.sum(b2 * b2)
    )
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0) + 2 * reg * b2
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0) + 2 * reg * b1
    return loss, grads


@misconception("two_layer_loss", "biases-regularised", "the loss regularises the biases as well")
def biases_regularised_in_loss(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (
        np.sum(W1 * W1) + np.sum(W2 * W2) + np.sum(b1 * b1) + np.sum(b2 * b2)
    )
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "biases-regularised", "the gradient of the biases holds a regulariser")
def biases_regularised_in_gradient(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0) + 2 * reg * b2
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0) + 2 * reg * b1
    return loss, grads


@misconception(
    "two_layer_loss",
    "mean-missing",
    "the sum over examples is not divided by N, neither in the loss nor in the gradient",
)
def mean_missing(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples, the gradient is not",
)
def mean_missing_in_gradient(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "mean-missing-in-loss", "the gradient is averaged over the examples, the loss is not"
)
def mean_missing_in_loss(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "softmax-unstable",
    "the scores are not shifted before the exponential, which overflows for large scores",
)
def unstable(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "softmax-global-shift",
    "one maximum shifts the whole batch, so that rows far below it become 0 / 0",
)
def global_shift(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "softmax-one-not-subtracted",
    "the 1 of the correct class is not subtracted from the probabilities",
)
def one_not_subtracted(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "relu-missing", "there is no ReLU, neither forward nor backward: the net is linear"
)
def relu_missing(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = X.dot(W1) + b1
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "relu-on-scores", "a ReLU cuts the scores off at 0: the last layer has none")
def relu_on_scores(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = np.maximum(0, h1.dot(W2) + b2)
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "relu-mask-missing",
    "the gradient passes every unit, on or off: the ReLU's gate is missing",
)
def relu_mask_missing(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "relu-mask-wrong",
    "the gate is the wrong way round: units that are off pass the gradient, units that are on block it",
)
def relu_mask_is_zero(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1 *= h1 == 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "relu-mask-wrong",
    "the gradient is multiplied by the value h1 instead of by 1 where the unit is on",
)
def relu_mask_times_h1(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1 *= h1
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "relu-mask-wrong",
    "the gate looks at the sign of the upstream gradient instead of at h1",
)
def relu_mask_of_upstream(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[dh1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "bias-missing", "both biases are left out of the forward pass")
def bias_missing(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1))
    scores = h1.dot(W2)
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "bias-gradient-shape",
    "the gradients of the biases are (1, H) and (1, C), because the summed axis is kept",
)
def bias_gradient_shape(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0, keepdims=True)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0, keepdims=True)
    return loss, grads


@misconception(
    "two_layer_loss",
    "bias-gradient-not-summed",
    "the gradients of the biases are means over the examples instead of sums",
)
def bias_gradient_mean(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.mean(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.mean(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "gradient-sign", "the data gradient has the opposite sign")
def gradient_sign(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= -N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "transposed", "the gradients of both weight matrices are transposed")
def transposed(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    grads["W1"] = grads["W1"].T
    grads["W2"] = grads["W2"].T
    return loss, grads


@misconception(
    "two_layer_loss",
    "wrong-index",
    "rows are counted with the number of classes instead of the number of examples",
)
def arange_classes(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(W2.shape[1]), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(W2.shape[1]), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "hard-coded-shape", "the mean is taken over 200 examples, however many there are"
)
def hard_coded(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / 200 + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= 200
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "matrix-or-wrong-dtype", "everything is computed in half the precision, as float32"
)
def float32(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    W1, b1, W2, b2, X = [np.asarray(a, dtype=np.float32) for a in (W1, b1, W2, b2, X)]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "inputs-overwritten", "the mean example is subtracted from X first, and X is changed"
)
def changes_X(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    X -= np.mean(X, axis=0)
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "loops-in-vectorized", "a Python loop runs over the examples")
def loop(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    for i in range(N):
        dscores[i, y[i]] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


# ---- two_layer_train


@misconception(
    "two_layer_train",
    "gradient-ascent",
    "the update adds the gradient instead of subtracting it: the loss grows",
)
def train_ascent(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] += learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-out-of-range",
    "the batches run off the end of the data, and later ones are empty",
)
def train_off_the_end(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = slice(t * batch_size, (t + 1) * batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-out-of-range",
    "examples are drawn without replacement, which fails when the batch is larger than the training set",
)
def train_without_replacement(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size, replace=False)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-out-of-range", "the row numbers go up to N, one more than there are"
)
def train_index_N(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.integers(0, X.shape[0] + 1, size=batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-out-of-range", "batches that reach the end of the data are cut short"
)
def train_short_batches(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        start = (t * batch_size) % X.shape[0]
        rows = slice(start, start + batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-size-ignored", "every step uses all examples instead of a minibatch"
)
def train_full_batch(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        loss, grads = loss_function(params["W1"], params["b1"], params["W2"], params["b2"], X, y, reg)
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-size-ignored", "every minibatch holds one example, whatever batch_size is"
)
def train_one_example(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], 1)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-not-redrawn",
    "one minibatch is drawn before the loop and used in every step",
)
def train_drawn_once(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    rows = rng.choice(X.shape[0], batch_size)
    for t in range(num_steps):
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "minibatch-not-redrawn", "every step uses the first examples of the training set"
)
def train_first_rows(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = np.arange(min(batch_size, X.shape[0]))
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "minibatch-not-redrawn",
    "the generator is seeded anew in every step, so that every step draws the same minibatch",
)
def train_same_seed(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = np.random.default_rng(0).choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "wrong-index", "the labels of a minibatch are drawn apart from its examples"
)
def train_labels_drawn_apart(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"],
            params["b1"],
            params["W2"],
            params["b2"],
            X[rows],
            y[rng.choice(X.shape[0], batch_size)],
            reg,
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "wrong-index", "the labels belong to the first examples instead of to the minibatch"
)
def train_labels_of_first_rows(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[: X[rows].shape[0]], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "inputs-overwritten", "the weights passed in are changed in place")
def train_changes_params(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "inputs-overwritten",
    "the dictionary is copied but its arrays are not, so that the weights passed in change",
)
def train_shallow_copy(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = params.copy()
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "loss-after-update",
    "loss_history holds the loss after each update instead of before it",
)
def train_loss_after(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        for name in params:
            params[name] -= learning_rate * grads[name]
        loss_history[t], _ = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
    return params, loss_history


@misconception(
    "two_layer_train", "mean-taken-twice", "the recorded losses are divided by the batch size again"
)
def train_history_mean(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss / batch_size
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "mean-taken-twice",
    "the gradient is divided by the batch size again, though the loss is a mean already",
)
def train_gradient_mean(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name] / batch_size
    return params, loss_history


@misconception(
    "two_layer_train", "loss-history-length", "loss_history holds one loss more than there are steps"
)
def train_history_too_long(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps + 1)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "loss-history-length", "the loop stops one step early")
def train_one_step_less(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps - 1):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "biases-not-updated", "the weights are updated but the biases stay as they are"
)
def train_biases_not_updated(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in ("W1", "W2"):
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "layer-not-updated", "only the second layer is updated")
def train_first_layer_not_updated(
    loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng
):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in ("W2", "b2"):
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception("two_layer_train", "reg-missing", "the loss is called with reg = 0")
def train_reg_ignored(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], 0.0
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
    return params, loss_history


@misconception(
    "two_layer_train",
    "reg-added-twice",
    "the update subtracts 2 * reg * W once more, though the gradient holds it already",
)
def train_weight_decay(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * (grads[name] + 2 * reg * params[name])
    return params, loss_history


@misconception(
    "two_layer_train",
    "learning-rate-forgotten",
    "the update subtracts the whole gradient, without the learning rate",
)
def train_rate_missing(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] -= grads[name]
    return params, loss_history


@misconception(
    "two_layer_train", "matrix-or-wrong-dtype", "the weights are kept in half the precision, as float32"
)
def train_float32(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.astype(np.float32) for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    for t in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[rows], y[rows], reg
        )
        loss_history[t] = loss
        for name in params:
            params[name] = (params[name] - learning_rate * grads[name]).astype(np.float32)
    return params, loss_history
