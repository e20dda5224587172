"""Held-out answers to the SVM exercises."""

from __future__ import annotations

import numpy as np

from . import right, wrong

BOTH = ("svm_loss_vectorized", "svm_loss_naive")

# Stages, right


@right("svm_scores")
def scores_einsum(W, X):
    return np.einsum("nd,dc->nc", X, W)


@right("svm_scores")
def scores_transposed_twice(W, X):
    return (W.T @ X.T).T


@right("svm_scores")
def scores_tensordot(weights, data):
    return np.tensordot(data, weights, axes=([1], [0]))


@right("svm_scores")
def scores_broadcast(W, X):
    return (X[:, :, None] * W[None]).sum(axis=1)


@right("svm_margins")
def margins_where(scores, y):
    n, c = scores.shape
    mine = np.take_along_axis(scores, y.reshape(n, 1), axis=1)
    return np.where((np.arange(c)[None, :] == y[:, None]) | (scores + 1 < mine), 0.0, scores - mine + 1)


@right("svm_margins")
def margins_clip(scores, y):
    truth = np.eye(scores.shape[1], dtype=bool)[y]
    return np.clip(1 + scores - scores[truth][:, np.newaxis], 0, None) * ~truth


@right("svm_margins")
def margins_half_abs(scores, y):
    raw = scores - scores[range(len(y)), y].reshape(-1, 1) + 1
    raw[range(len(y)), y] = 0
    return (raw + np.abs(raw)) / 2


@right("svm_data_loss")
def data_loss_rows(margins):
    return margins.sum(1).mean()


@right("svm_data_loss")
def data_loss_dot(margins):
    ones = np.ones
    return float(ones(len(margins)) @ margins @ ones(margins.shape[1]) / margins.shape[0])


@right("svm_reg_loss")
def reg_loss_vdot(W, reg):
    return reg * np.vdot(W, W)


@right("svm_reg_loss")
def reg_loss_norm(W, reg):
    return reg * np.linalg.norm(W) ** 2


@right("svm_reg_loss")
def reg_loss_trace(W, reg):
    return np.trace(W.T @ W) * reg


@right("svm_dmargins")
def dmargins_sign(margins):
    return np.sign(margins) / len(margins)


@right("svm_dmargins")
def dmargins_where(margins):
    return np.where(margins > 0, 1.0 / margins.shape[0], 0.0)


@right("svm_dscores")
def dscores_one_hot(dmargins, y):
    hot = (y[:, None] == np.arange(dmargins.shape[1])).astype(float)
    return dmargins * (1 - hot) - hot * (dmargins * (1 - hot)).sum(axis=1, keepdims=True)


@right("svm_dscores")
def dscores_subtract_at(dmargins, y):
    out = np.array(dmargins)
    np.subtract.at(out, (np.arange(y.size), y), dmargins.sum(axis=-1))
    return out


@right("svm_dW")
def dW_einsum(dscores, W, X, reg):
    return 2.0 * reg * W + np.einsum("nc,nd->dc", dscores, X)


@right("svm_dW")
def dW_in_place(dscores, W, X, reg):
    g = np.zeros(W.shape)
    g += np.dot(dscores.T, X).T
    g += reg * W
    g += reg * W
    return g


# The whole loss, right


@right(*BOTH)
def loss_one_hot(W, X, y, reg):
    N = X.shape[0]
    Y = np.eye(W.shape[1])[y]
    S = X @ W
    M = np.maximum(0, S - (S * Y).sum(1, keepdims=True) + 1) * (1 - Y)
    G = (M > 0) - Y * (M > 0).sum(1, keepdims=True)
    return M.sum() / N + reg * (W**2).sum(), X.T @ G / N + 2 * reg * W


@right(*BOTH)
def loss_minus_constant(W, X, y, reg):
    idx = np.arange(X.shape[0])
    f = X.dot(W)
    slack = np.maximum(f - f[idx, y][:, None] + 1.0, 0.0)
    loss = np.mean(slack.sum(axis=1)) - 1.0 + reg * np.square(W).sum()
    active = np.where(slack > 0, 1.0, 0.0)
    active[idx, y] -= active.sum(axis=1)
    return loss, np.matmul(X.T, active / len(idx)) + reg * (W + W)


@right(*BOTH)
def loss_flat_index(W, X, y, reg):
    n, k = len(X), W.shape[1]
    s = (X @ W).ravel()
    own = np.arange(n) * k + y
    m = s - np.repeat(s[own], k) + 1
    m[own] = 0
    on = (m > 0) * 1.0
    on[own] = -np.bincount(np.repeat(np.arange(n), k), weights=on, minlength=n)
    return m[m > 0].sum() / n + reg * np.dot(W.ravel(), W.ravel()), X.T @ on.reshape(n, k) / n + 2 * reg * W


@right("svm_loss_naive")
def naive_list_comprehension(W, X, y, reg):
    n = len(y)
    dW = np.zeros_like(W)
    losses = []
    for x, label in zip(X, y):
        s = x @ W
        bad = [j for j in range(W.shape[1]) if j != label and s[j] - s[label] + 1 > 0]
        losses.append(sum(s[j] - s[label] + 1 for j in bad))
        for j in bad:
            dW[:, j] += x / n
            dW[:, label] -= x / n
    return sum(losses) / n + reg * (W * W).sum(), dW + 2 * reg * W


@right("svm_train")
def train_while(loss_function, W, X, y, reg, learning_rate, num_steps):
    weights, seen = np.copy(W), []
    while len(seen) < num_steps:
        value, slope = loss_function(weights, X, y, reg)
        seen.append(value)
        weights -= learning_rate * slope
    return weights, seen


@right("svm_train")
def train_array_history(loss_function, W, X, y, reg, learning_rate, num_steps):
    history = np.empty(num_steps)
    for t in range(num_steps):
        history[t], dW = loss_function(W, X, y, reg)
        W = W - learning_rate * dW
    return W, history


# Stages, wrong


@wrong("svm_scores", "transposed")
def scores_the_other_way(W, X):
    return W.T.dot(X.T)


@wrong("svm_margins", "svm-delta-missing")
def margins_hinge_at_zero(scores, y):
    gap = scores - np.take_along_axis(scores, y[:, None], 1)
    return gap * (gap > 0)


@wrong("svm_margins", "svm-correct-class-counted")
def margins_forget_own(scores, y):
    return np.fmax(scores.T - scores[np.arange(y.size), y] + 1, 0).T


@wrong("svm_margins", "svm-sign-reversed")
def margins_backwards(scores, y):
    own = scores[range(y.size), y].reshape(y.size, 1)
    m = np.clip(own - scores + 1, 0, np.inf)
    m[range(y.size), y] = 0
    return m


@wrong("svm_margins", "svm-max-missing")
def margins_without_hinge(scores, y):
    m = 1 + scores - scores[np.arange(y.size), y][:, None]
    return m * (np.arange(scores.shape[1]) != y[:, None])


@wrong("svm_data_loss", "mean-over-entries")
def data_loss_np_mean(margins):
    return margins.mean()


@wrong("svm_data_loss", "mean-missing")
def data_loss_total(margins):
    total = 0.0
    total += np.add.reduce(margins, axis=None)
    return total


@wrong("svm_reg_loss", "reg-half-convention")
def reg_loss_halved(W, reg):
    return 0.5 * reg * np.linalg.norm(W) ** 2


@wrong("svm_reg_loss", "reg-lambda-forgotten")
def reg_loss_unweighted(W, reg):
    return np.vdot(W, W)


@wrong("svm_reg_loss", "reg-wrong-norm")
def reg_loss_l1(W, reg):
    return reg * np.linalg.norm(W.ravel(), 1)


@wrong("svm_dmargins", "mean-missing-in-gradient")
def dmargins_unaveraged(margins):
    return np.heaviside(margins, 0.0)


@wrong("svm_dscores", "svm-margins-not-counted")
def dscores_once(dmargins, y):
    d = dmargins.copy()
    d[np.arange(y.size), y] = -1.0 / y.size
    return d


@wrong("svm_dscores", "svm-only-wrong-classes")
def dscores_untouched(dmargins, y):
    return dmargins + 0.0


@wrong("svm_dW", "reg-factor-2")
def dW_single(dscores, W, X, reg):
    return np.einsum("nd,nc->dc", X, dscores) + W * reg


@wrong("svm_dW", "reg-missing-in-gradient")
def dW_data_only(dscores, W, X, reg):
    return (dscores.T @ X).T


@wrong("svm_train", "gradient-ascent")
def train_uphill(loss_function, W, X, y, reg, learning_rate, num_steps):
    history = []
    for _ in range(num_steps):
        loss, g = loss_function(W, X, y, reg)
        W = W + g * learning_rate
        history += [loss]
    return W, history


# The whole loss, wrong


def _parts(W, X, y, delta=1.0):
    n = len(y)
    own = np.eye(W.shape[1])[y]
    s = np.einsum("nd,dc->nc", X, W)
    m = np.clip(s - (s * own).sum(1)[:, None] + delta, 0, None) * (1 - own)
    on = np.sign(m)
    g = on - own * on.sum(1)[:, None]
    return n, own, m, on, g


@wrong("svm_loss_vectorized", "reg-factor-2")
def loss_gradient_reg_once(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    return m.sum() / n + reg * np.vdot(W, W), (g.T @ X).T / n + W * reg


@wrong("svm_loss_naive", "reg-half-convention")
def loss_other_year(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    return m.sum() / n + np.vdot(W, W) * reg / 2, (g.T @ X).T / n + W * reg


@wrong("svm_loss_vectorized", "reg-missing-in-gradient", "svm-delta-missing")
def loss_no_delta_no_reg_gradient(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y, 0.0)
    return m.sum() / n + reg * np.vdot(W, W), X.T @ g / n


@wrong("svm_loss_vectorized", "svm-margins-not-counted", "reg-missing-in-loss")
def loss_two_outputs(W, X, y, reg):
    n, own, m, on, _ = _parts(W, X, y)
    return m.sum() / n, X.T @ (on - own) / n + 2 * reg * W


@wrong("svm_loss_vectorized", "mean-missing-in-gradient", "reg-gradient-sign")
def loss_sum_and_sign(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    return m.sum(1).mean() + reg * (W * W).sum(), X.T @ g - 2 * reg * W


@wrong("svm_loss_naive", "mean-missing")
def loss_sums(W, X, y, reg):
    _, _, m, _, g = _parts(W, X, y)
    return m.sum() + reg * (W * W).sum(), X.T @ g + 2 * reg * W


@wrong("svm_loss_vectorized", "svm-only-wrong-classes", "mean-missing-in-gradient")
def loss_scaled_half_gradient(W, X, y, reg):
    n, _, m, on, _ = _parts(W, X, y)
    return m.sum() / n + reg * (W * W).sum(), X.T @ on + 2 * reg * W


@wrong("svm_loss_vectorized", "gradient-missing")
def loss_zero_gradient(W, X, y, reg):
    n, _, m, _, _ = _parts(W, X, y)
    return m.sum() / n + reg * (W * W).sum(), np.zeros_like(W)


@wrong("svm_loss_naive", "svm-squared-hinge")
def loss_l2_svm(W, X, y, reg):
    n, own, m, _, _ = _parts(W, X, y)
    g = 2 * m - own * (2 * m).sum(1)[:, None]
    return (m**2).sum() / n + reg * (W * W).sum(), X.T @ g / n + 2 * reg * W


@wrong("svm_loss_vectorized", "reg-divided-by-n")
def loss_reg_inside_the_mean(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    return (m.sum() + reg * (W * W).sum()) / n, (X.T @ g + 2 * reg * W) / n


@wrong("svm_loss_vectorized", "reg-lambda-forgotten", "svm-correct-class-counted")
def loss_reg_is_one(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    return m.sum() / n + 1 + np.sum(W * W), X.T @ g / n + 2 * reg * W


@wrong("svm_loss_vectorized", "reg-added-twice")
def loss_reg_three_times(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    return m.sum() / n + 2 * reg * np.sum(W * W), X.T @ g / n + 4 * reg * W


# Slips of other kinds


@wrong("svm_dW", "reg-gradient-sign", "reg-factor-2")
def dW_minus_single(dscores, W, X, reg):
    return np.tensordot(X, dscores, axes=(0, 0)) - W * reg


@wrong("svm_loss_naive", "loop-left-early")
def loss_stops_at_label(W, X, y, reg):
    n, total, grad = len(X), 0, np.zeros(W.shape)
    for x, label in zip(X, y, strict=True):
        s = x @ W
        for c, value in enumerate(s):
            if c == label:
                break
            if value - s[label] + 1 > 0:
                total += value - s[label] + 1
                grad[:, c] += x / n
                grad[:, label] -= x / n
    return total / n + reg * np.vdot(W, W), grad + 2 * reg * W


@wrong("svm_loss_naive", "mean-inside-loop")
def loss_averaged_each_round(W, X, y, reg):
    n, _, m, _, g = _parts(W, X, y)
    total, grad = 0.0, np.zeros(W.shape)
    for i in range(n):
        total += m[i].sum()
        grad += np.outer(X[i], g[i])
        total /= n
        grad /= n
    return total + reg * (W**2).sum(), grad + 2 * reg * W
