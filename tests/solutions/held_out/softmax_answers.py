"""Held-out answers to the softmax exercises."""

from __future__ import annotations

import math

import numpy as np

from . import right, wrong

BOTH = ("softmax_loss_vectorized", "softmax_loss_naive")

# Stages, right


@right("softmax_initial_loss")
def initial_of_a_fraction(num_classes):
    return -math.log(1 / num_classes)


@right("softmax_initial_loss")
def initial_by_uniform_row(num_classes):
    p = np.full(num_classes, 1 / num_classes)
    return float(-np.sum(p * np.log(p)))


@right("softmax_shifted")
def shifted_transposed(scores):
    return (scores.T - scores.max(1)).T


@right("softmax_shifted")
def shifted_amax(scores):
    top = np.amax(scores, axis=-1)
    return scores - np.expand_dims(top, -1)


@right("softmax_shifted")
def shifted_sorted(scores):
    return scores - np.sort(scores, axis=1)[:, -1:]


@right("softmax_exponentials")
def exponentials_power(shifted):
    return np.power(np.e, shifted)


@right("softmax_exponentials")
def exponentials_out(shifted):
    out = np.empty_like(shifted)
    np.exp(shifted, out=out)
    return out


@right("softmax_probabilities")
def probabilities_matmul(exponentials):
    return exponentials / (exponentials @ np.ones((exponentials.shape[1], 1)))


@right("softmax_probabilities")
def probabilities_by_rows(exponentials):
    return np.divide(exponentials.T, exponentials.sum(axis=1)).T


@right("softmax_probabilities")
def probabilities_reciprocal(exponentials):
    Z = np.einsum("ij->i", exponentials)
    return exponentials * (1 / Z)[:, None]


@right("softmax_data_loss")
def data_loss_choose(probabilities, y):
    return -np.log(np.take_along_axis(probabilities, y[:, None], axis=1)).mean()


@right("softmax_data_loss")
def data_loss_cross_entropy(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return -(Y * np.log(probabilities)).sum() / Y.shape[0]


@right("softmax_data_loss")
def data_loss_of_inverse(probabilities, y):
    return np.average(np.log(1 / probabilities[range(y.size), y]))


@right("softmax_reg_loss")
def reg_loss_einsum(W, reg):
    return reg * np.einsum("ij,ij", W, W)


@right("softmax_reg_loss")
def reg_loss_power(W, reg):
    return (W**2).sum(axis=0).sum() * reg


@right("softmax_dscores")
def dscores_one_hot(probabilities, y):
    return (probabilities - (y[:, None] == np.arange(probabilities.shape[1]))) / y.size


@right("softmax_dscores")
def dscores_scaled_first(probabilities, y):
    d = probabilities / len(y)
    d[range(len(y)), y] -= 1 / len(y)
    return d


@right("softmax_dW")
def dW_transposed_product(dscores, W, X, reg):
    return (dscores.T @ X + 2 * reg * W.T).T


@right("softmax_dW")
def dW_broadcast(dscores, W, X, reg):
    return (X[:, :, None] * dscores[:, None, :]).sum(axis=0) + reg * 2 * W


# The whole loss, right


@right(*BOTH)
def loss_log_sum_exp(W, X, y, reg):
    s = X @ W
    top = s.max(axis=1)
    lse = top + np.log(np.exp(s - top[:, None]).sum(axis=1))
    p = np.exp(s - lse[:, None])
    onehot = np.eye(W.shape[1])[y]
    loss = (lse - (s * onehot).sum(axis=1)).mean() + reg * np.square(W).sum()
    return loss, X.T @ (p - onehot) / len(y) + 2 * reg * W


@right(*BOTH)
def loss_logaddexp(W, X, y, reg):
    s = X.dot(W)
    logp = s - np.logaddexp.reduce(s, axis=1, keepdims=True)
    g = np.exp(logp)
    g[np.arange(len(s)), y] -= 1
    return -logp[np.arange(len(s)), y].mean() + reg * (W * W).sum(), np.dot(X.T / len(s), g) + reg * (2 * W)


@right(*BOTH)
def loss_classes_in_rows(W, X, y, reg):
    n = y.shape[0]
    f = W.T @ X.T
    f -= f.max(axis=0)
    e = np.exp(f)
    p = e / e.sum(axis=0)
    loss = np.sum(np.log(e.sum(axis=0)) - f[y, np.arange(n)]) / n
    p[y, np.arange(n)] -= 1
    return loss + reg * np.sum(W**2), (p @ X).T / n + 2 * reg * W


@right(*BOTH)
def loss_masked(W, X, y, reg):
    z = X @ W
    z = z - z.max(1)[:, None]
    hit = np.zeros(z.shape, dtype=bool)
    hit[np.arange(y.size), y] = True
    q = np.exp(z)
    q /= q.sum(1)[:, None]
    return np.mean(-np.log(q[hit])) + reg * np.vdot(W, W), X.T.dot(
        np.where(hit, q - 1, q)
    ) / y.size + 2 * reg * W


@right("softmax_loss_naive")
def naive_outer(W, X, y, reg):
    total, grad = 0.0, 2 * reg * W
    for row, label in zip(X, y):
        z = row @ W
        z -= z.max()
        log_z = np.log(np.sum(np.exp(z)))
        total += log_z - z[label]
        p = np.exp(z - log_z)
        p[label] -= 1
        grad += np.outer(row, p) / len(X)
    return total / len(X) + reg * np.sum(W * W), grad


# Stages, wrong


@wrong("softmax_initial_loss", "softmax-log-sign")
def initial_negative(num_classes):
    return math.log(1 / num_classes)


@wrong("softmax_shifted", "softmax-global-shift")
def shifted_by_one_number(scores):
    return scores - np.amax(scores.ravel())


@wrong("softmax_shifted", "softmax-unstable")
def shifted_not_at_all(scores):
    return scores + 0


@wrong("softmax_probabilities", "wrong-axis")
def probabilities_over_examples(exponentials):
    return exponentials / np.add.reduce(exponentials, axis=0)


@wrong("softmax_data_loss", "mean-missing")
def data_loss_summed(probabilities, y):
    return -sum(np.log(np.choose(y, probabilities.T)))


@wrong("softmax_reg_loss", "reg-half-convention")
def reg_loss_half(W, reg):
    return reg * np.einsum("ij,ij", W, W) / 2


@wrong("softmax_dscores", "softmax-one-not-subtracted")
def dscores_probabilities_only(probabilities, y):
    return probabilities / y.size


@wrong("softmax_dscores", "softmax-one-subtracted-everywhere")
def dscores_all_minus_one(probabilities, y):
    return (probabilities - np.ones_like(probabilities)) / y.size


@wrong("softmax_dscores", "mean-missing-in-gradient")
def dscores_summed(probabilities, y):
    return probabilities - np.eye(probabilities.shape[1])[y]


@wrong("softmax_dscores", "gradient-sign")
def dscores_target_minus_output(probabilities, y):
    return (np.eye(probabilities.shape[1])[y] - probabilities) / y.size


@wrong("softmax_dW", "reg-factor-2")
def dW_once(dscores, W, X, reg):
    return np.tensordot(X, dscores, axes=(0, 0)) + reg * W


@wrong("softmax_dW", "reg-gradient-sign", "reg-factor-2")
def dW_minus_once(dscores, W, X, reg):
    return X.T @ dscores - reg * W


# The whole loss, wrong


def _softmax(Z):
    Z = Z - Z.max(axis=-1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True)


def _target(P, y):
    return (np.arange(P.shape[1]) == y[:, None]).astype(float)


@wrong("softmax_loss_vectorized", "softmax-unstable")
def loss_unshifted(W, X, y, reg):
    E = np.exp(X @ W)
    P = E / E.sum(axis=1, keepdims=True)
    T = _target(P, y)
    return -np.sum(T * np.log(P), where=T > 0) / y.size + reg * np.vdot(W, W), X.T @ (
        P - T
    ) / y.size + 2 * reg * W


@wrong("softmax_loss_naive", "reg-missing")
def loss_without_reg(W, X, y, reg):
    P = _softmax(X @ W)
    T = _target(P, y)
    return -np.mean(np.log((P * T).sum(1))), X.T @ (P - T) / y.size


@wrong("softmax_loss_vectorized", "reg-factor-2", "softmax-one-not-subtracted")
def loss_two_in_gradient(W, X, y, reg):
    P = _softmax(X @ W)
    T = _target(P, y)
    return -np.mean(np.log((P * T).sum(1))) + reg * np.vdot(W, W), X.T @ P / y.size + reg * W


@wrong("softmax_loss_vectorized", "mean-missing-in-gradient", "softmax-one-not-subtracted")
def loss_product(W, X, y, reg):
    P = _softmax(X @ W)
    T = _target(P, y)
    return -np.mean(np.log((P * T).sum(1))) + reg * np.vdot(W, W), X.T @ P + 2 * reg * W


@wrong("softmax_loss_vectorized", "softmax-of-softmax")
def loss_twice(W, X, y, reg):
    P = _softmax(_softmax(X @ W))
    T = _target(P, y)
    return -np.mean(np.log((P * T).sum(1))) + reg * np.vdot(W, W), X.T @ (P - T) / y.size + 2 * reg * W


@wrong("softmax_loss_vectorized", "reg-half-convention", "mean-missing-in-loss")
def loss_sum_and_half(W, X, y, reg):
    P = _softmax(X @ W)
    T = _target(P, y)
    return -np.log((P * T).sum(1)).sum() + reg * np.vdot(W, W) / 2, X.T @ (P - T) / y.size + reg * W


@wrong("softmax_loss_vectorized", "reg-divided-by-n")
def loss_reg_averaged(W, X, y, reg):
    P = _softmax(X @ W)
    T = _target(P, y)
    return (reg * np.vdot(W, W) - np.log((P * T).sum(1)).sum()) / y.size, (
        X.T @ (P - T) + 2 * reg * W
    ) / y.size


@wrong("softmax_loss_naive", "gradient-sign")
def loss_descends(W, X, y, reg):
    P = _softmax(X @ W)
    T = _target(P, y)
    return -np.mean(np.log((P * T).sum(1))) + reg * np.vdot(W, W), X.T @ (T - P) / y.size + 2 * reg * W


@wrong("softmax_loss_vectorized", "hinge-in-softmax")
def loss_of_svm(W, X, y, reg):
    S = X @ W
    T = _target(S, y)
    M = np.clip(S - (S * T).sum(1)[:, None] + 1, 0, None) * (1 - T)
    G = np.sign(M) - T * np.sign(M).sum(1)[:, None]
    return M.sum() / y.size + reg * np.vdot(W, W), X.T @ G / y.size + 2 * reg * W


@wrong("softmax_loss_naive", "mean-inside-loop")
def loss_averaged_each_round(W, X, y, reg):
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y, strict=True):
        s = x @ W
        e = np.exp(s - s.max())
        loss = (loss - np.log(e[label] / e.sum())) / len(X)
        dW = (dW + np.outer(x, e / e.sum() - (np.arange(len(s)) == label))) / len(X)
    return loss + reg * np.vdot(W, W), dW + 2 * reg * W


@wrong("softmax_dW", "reg-gradient-sign", "reg-factor-2")
def dW_minus_single(dscores, W, X, reg):
    return np.einsum("nd,nc->dc", X, dscores) - np.multiply(reg, W)


@wrong("softmax_dW", "reg-lambda-forgotten", "reg-wrong-constant")
def dW_reg_not_used(dscores, W, X, reg):
    return X.T @ dscores + W + W


@right("softmax_dW")
def dW_stacked(dscores, W, X, reg):
    D = W.shape[0]
    return np.hstack([X.T, reg * np.eye(D), reg * np.eye(D)]) @ np.vstack([dscores, W, W])
