"""Wrong held-out answers to the SVM exercises, by a second author."""

from __future__ import annotations

import numpy as np

from . import wrong


@wrong("svm_scores", "transposed")
def scores_classes_in_rows(W, X):
    return W.T.dot(X.T)


@wrong("svm_margins", "svm-delta-missing")
def margins_without_delta(scores, y):
    margins = (scores - np.take_along_axis(scores, y[:, None], 1)).clip(0)
    margins[np.arange(len(y)), y] = 0
    return margins


@wrong("svm_margins", "svm-correct-class-counted")
def margins_own_class_left(scores, y):
    own = np.take_along_axis(scores, y[:, None], 1)
    return np.where(scores - own + 1 > 0, scores - own + 1, 0)


@wrong("svm_margins", "svm-max-missing")
def margins_negative_too(scores, y):
    own = scores[range(len(y)), y]
    margins = (scores.T - own + 1).T
    margins[range(len(y)), y] = 0
    return margins


@wrong("svm_margins", "svm-sign-reversed")
def margins_other_way_round(scores, y):
    own = scores[range(len(y)), y].reshape(len(y), 1)
    return np.maximum(own - scores + 1, 0) * (np.arange(scores.shape[1]) != y[:, None])


@wrong("svm_margins", "wrong-index")
def margins_from_the_best(scores, y):
    margins = np.maximum(0, scores - np.amax(scores, axis=1, keepdims=True) + 1)
    margins[np.arange(len(y)), y] = 0
    return margins


@wrong("svm_data_loss", "mean-over-entries")
def data_loss_averages_everything(margins):
    return np.average(margins)


@wrong("svm_data_loss", "svm-largest-margin-only")
def data_loss_of_the_worst(margins):
    return np.amax(margins, axis=1).sum() / len(margins)


@wrong("svm_reg_loss", "reg-wrong-norm")
def reg_loss_not_squared(W, reg):
    return reg * np.sqrt(np.einsum("ij,ij", W, W))


@wrong("svm_reg_loss", "reg-wrong-norm")
def reg_loss_of_another_norm(W, reg):
    return reg * np.linalg.norm(W.ravel(), 1)


@wrong("svm_dmargins", "svm-gradient-times-margin")
def dmargins_keeps_values(margins):
    return np.maximum(margins, 0) / margins.shape[0]


@wrong("svm_dmargins", "svm-mask-not-applied")
def dmargins_not_strict(margins):
    return np.where(margins >= 0, 1, 0) / margins.shape[0]


@wrong("svm_dscores", "gradient-sign")
def dscores_adds_the_sum(dmargins, y):
    out = dmargins.copy()
    np.put_along_axis(out, y[:, None], dmargins.sum(1, keepdims=True), 1)
    return out


@wrong("svm_dscores", "svm-margins-not-counted")
def dscores_minus_one_only(dmargins, y):
    return np.where(np.eye(dmargins.shape[1], dtype=bool)[y], -1 / len(y), dmargins)


@wrong("svm_dW", "mean-taken-twice")
def dW_averaged_again(dscores, W, X, reg):
    return np.einsum("nd,nc->dc", X, dscores) / X.shape[0] + 2 * reg * W


@wrong("svm_train", "gradient-not-recomputed")
def train_keeps_the_first_gradient(loss_function, W, X, y, reg, learning_rate, num_steps):
    loss, dW = loss_function(W, X, y, reg)
    W, losses = W.copy(), []
    for _ in range(num_steps):
        W -= learning_rate * dW
        losses.append(loss)
    return W, losses


@wrong("svm_train", "loss-after-update")
def train_records_late(loss_function, W, X, y, reg, learning_rate, num_steps):
    losses = []
    for _ in range(num_steps):
        W = W - learning_rate * loss_function(W, X, y, reg)[1]
        losses.append(loss_function(W, X, y, reg)[0])
    return W, losses


@wrong("svm_loss_naive", "svm-only-wrong-classes")
def loss_gradient_of_others_only(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for x, label in zip(X, y, strict=True):
        margins = x @ W - x @ W[:, label] + 1
        margins[label] = 0
        loss += margins[margins > 0].sum()
        dW[:, margins > 0] += x[:, None]
    return loss / len(X) + reg * np.sum(W**2), dW / len(X) + 2 * reg * W


@wrong("svm_loss_vectorized", "svm-margins-not-counted")
def loss_subtracts_once(W, X, y, reg):
    n = len(X)
    S = X @ W
    M = np.maximum(0, S - S[range(n), y][:, None] + 1)
    M[range(n), y] = 0
    G = (M > 0).astype(float)
    G[range(n), y] -= 1
    return M.sum() / n + reg * (W**2).sum(), X.T @ G / n + 2 * reg * W


@wrong("svm_loss_vectorized", "svm-squared-hinge")
def loss_of_squares(W, X, y, reg):
    n = len(X)
    S = X @ W
    M = np.maximum(0, S - S[range(n), y][:, None] + 1)
    M[range(n), y] = 0
    G = 2 * M
    G[range(n), y] = -G.sum(1)
    return (M**2).sum() / n + reg * (W**2).sum(), X.T @ G / n + 2 * reg * W


@wrong("svm_loss_naive", "mean-missing-in-loss")
def loss_mean_of_gradient_only(W, X, y, reg):
    loss, dW = 0.0, 2 * reg * W
    for x, label in zip(X, y, strict=True):
        for j in set(range(W.shape[1])) - {label}:
            margin = x @ (W[:, j] - W[:, label]) + 1
            if margin > 0:
                loss += margin
                dW[:, j] += x / len(X)
                dW[:, label] -= x / len(X)
    return loss + reg * np.sum(W**2), dW


@wrong("svm_loss_vectorized", "reg-missing-in-gradient")
def loss_gradient_of_data_only(W, X, y, reg):
    hot = np.eye(W.shape[1])[y]
    S = X @ W
    M = np.clip(S - np.sum(S * hot, axis=1, keepdims=True) + 1, 0, None) * (1 - hot)
    G = np.heaviside(M, 0)
    return M.sum() / len(X) + reg * np.vdot(W, W), X.T @ (G - hot * G.sum(1, keepdims=True)) / len(X)


@wrong("svm_dmargins", "mean-missing-in-gradient")
def dmargins_as_booleans(margins):
    return margins > 0


@wrong("svm_train", "learning-rate-forgotten")
def train_full_steps(loss_function, W, X, y, reg, learning_rate, num_steps):
    losses = []
    while len(losses) < num_steps:
        loss, dW = loss_function(W, X, y, reg)
        losses.append(loss)
        W = W - dW
    return W, losses


@wrong("svm_train", "one-step-short")
def train_stops_early(loss_function, W, X, y, reg, learning_rate, num_steps):
    losses = [loss_function(W, X, y, reg)[0]]
    for _ in range(1, num_steps):
        W = W - learning_rate * loss_function(W, X, y, reg)[1]
        losses.append(loss_function(W, X, y, reg)[0])
    return W, losses


@wrong("svm_train")
def train_keeps_the_last_loss(loss_function, W, X, y, reg, learning_rate, num_steps):
    for _ in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        W = W - learning_rate * dW
    return W, np.full(num_steps, loss)


@wrong("svm_margins", "svm-sign-reversed")
def margins_minus_one(scores, y):
    own = np.take_along_axis(scores, y[:, None], 1)
    return np.fmax(scores - own - 1, 0)


@wrong("svm_loss_naive", "svm-correct-class-counted")
def loss_counts_the_label(W, X, y, reg):
    n = len(y)
    S = X @ W
    M = np.fmax(0, S - S[range(n), y][:, None] + 1)
    G = np.sign(M) * (np.arange(W.shape[1]) != y[:, None])
    G[range(n), y] = -G.sum(1)
    return M.sum() / n + reg * np.vdot(W, W), X.T @ G / n + 2 * reg * W


@wrong("svm_reg_loss", "reg-gradient-sign")
def reg_loss_as_a_reward(W, reg):
    return -reg * (W**2).sum()


@wrong("svm_data_loss", "loss-sign")
def data_loss_like_a_log(margins):
    return -margins.sum() / margins.shape[0]


@wrong("svm_train", "loss-function-ignored")
def train_on_the_own_loss(loss_function, W, X, y, reg, learning_rate, num_steps):
    def svm_loss_vectorized(W):
        scores = X @ W
        over = np.clip(scores - np.take_along_axis(scores, y[:, None], 1) + 1, 0, None)
        np.put_along_axis(over, y[:, None], 0, 1)
        pulls = np.sign(over)
        np.put_along_axis(pulls, y[:, None], -pulls.sum(1, keepdims=True), 1)
        return over.sum() / len(X) + reg * (W**2).sum(), X.T @ pulls / len(X) + 2 * reg * W

    history = []
    for _ in range(num_steps):
        loss, grad = svm_loss_vectorized(W)
        history.append(loss)
        W = W - learning_rate * grad
    return W, history
