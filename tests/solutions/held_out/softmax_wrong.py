"""Wrong held-out answers to the softmax exercises, by a second author."""

from __future__ import annotations

import numpy as np

from . import wrong


@wrong("softmax_initial_loss", "hinge-in-softmax")
def initial_of_the_svm(num_classes):
    return float(num_classes - 1)


@wrong("softmax_initial_loss", "softmax-log-missing")
def initial_probability(num_classes):
    return np.divide(1, num_classes)


@wrong("softmax_initial_loss", "softmax-log-base")
def initial_in_bits(num_classes):
    return np.log2(num_classes)


@wrong("softmax_shifted", "softmax-shift-not-maximum")
def shifted_by_the_mean(scores):
    return (scores.T - np.average(scores, axis=1)).T


@wrong("softmax_shifted", "wrong-axis")
def shifted_by_columns(scores):
    return scores - np.amax(scores, axis=0, keepdims=True)


@wrong("softmax_shifted", "softmax-exponent-sign")
def shifted_upside_down(scores):
    return np.amax(scores, axis=1)[:, None] - scores


@wrong("softmax_exponentials", "softmax-exponent-sign")
def exponentials_of_minus(shifted):
    return 1 / np.exp(shifted)


@wrong("softmax_exponentials", "softmax-log-base")
def exponentials_of_two(shifted):
    return np.exp2(shifted)


@wrong("softmax_probabilities", "wrong-axis")
def probabilities_of_the_batch(exponentials):
    return exponentials / np.einsum("ij->", exponentials)


@wrong("softmax_probabilities", "softmax-wrong-denominator")
def probabilities_by_the_largest(exponentials):
    return exponentials / np.amax(exponentials, 1)[:, None]


@wrong("softmax_data_loss", "softmax-log-missing")
def data_loss_without_log(probabilities, y):
    return -np.take_along_axis(probabilities, y[:, None], 1).mean()


@wrong("softmax_data_loss", "softmax-log-of-mean")
def data_loss_log_last(probabilities, y):
    return -np.log(np.take_along_axis(probabilities, y[:, None], 1).mean())


@wrong("softmax_data_loss", "wrong-index")
def data_loss_of_the_winner(probabilities, y):
    return -np.log(np.sort(probabilities, axis=1)[:, -1]).mean()


@wrong("softmax_data_loss", "softmax-loss-over-all-classes")
def data_loss_of_all_classes(probabilities, y):
    return -np.einsum("ij->", np.log(probabilities)) / y.size


@wrong("softmax_reg_loss", "reg-wrong-norm")
def reg_loss_square_of_sum(W, reg):
    return reg * np.einsum("ij->", W) ** 2


@wrong("softmax_reg_loss", "reg-mean-of-squares")
def reg_loss_averaged(W, reg):
    return reg * np.average(np.square(W))


@wrong("softmax_dscores", "softmax-one-added")
def dscores_plus_one(probabilities, y):
    return (probabilities + np.identity(probabilities.shape[1])[y]) / len(y)


@wrong("softmax_dscores", "mean-over-classes")
def dscores_per_class(probabilities, y):
    return (probabilities - np.identity(probabilities.shape[1])[y]) / probabilities.shape[1]


@wrong("softmax_dscores", "precedence")
def dscores_averaged_too_early(probabilities, y):
    out = probabilities / len(y)
    out[range(len(y)), y] -= 1
    return out


@wrong("softmax_dW", "reg-missing-in-gradient")
def dW_of_data(dscores, W, X, reg):
    return np.einsum("nd,nc->dc", X, dscores)


def _forward(W, X):
    logits = X @ W
    logits -= logits.max(1, keepdims=True)
    exps = np.exp(logits)
    return exps / exps.sum(1, keepdims=True)


@wrong("softmax_loss_vectorized", "mean-missing-in-gradient")
def loss_gradient_not_averaged(W, X, y, reg):
    P = _forward(W, X)
    G = P - np.identity(P.shape[1])[y]
    return -np.log(P[range(len(y)), y]).mean() + reg * np.sum(W**2), X.T @ G + 2 * reg * W


@wrong("softmax_loss_naive", "reg-added-twice")
def loss_penalised_each_round(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for x, label in zip(X, y, strict=True):
        p = _forward(W, x[None])[0]
        loss += -np.log(p[label]) / len(X) + reg * np.sum(W**2)
        p[label] -= 1
        dW += np.outer(x, p) / len(X) + 2 * reg * W
    return loss, dW


@wrong("softmax_loss_vectorized", "wrong-axis")
def loss_normalises_columns(W, X, y, reg):
    P = _forward(X.T, W.T).T
    loss = -np.log(P[range(len(y)), y]).mean() + reg * np.sum(W**2)
    return loss, X.T @ (P - np.identity(P.shape[1])[y]) / len(y) + 2 * reg * W


@wrong("softmax_loss_naive", "softmax-log-sign")
def loss_log_likelihood(W, X, y, reg):
    P = _forward(W, X)
    loss = np.log(P[range(len(y)), y]).mean() + reg * np.sum(W**2)
    return loss, X.T @ (P - np.identity(P.shape[1])[y]) / len(y) + 2 * reg * W


@wrong("softmax_loss_naive", "wrong-index")
def loss_overwrites_gradient(W, X, y, reg):
    loss = 0.0
    for x, label in zip(X, y, strict=True):
        p = _forward(W, x[None])[0]
        loss -= np.log(p[label])
        p[label] -= 1
        dW = np.outer(x, p)
    return loss / len(X) + reg * np.sum(W**2), dW / len(X) + 2 * reg * W


@wrong("softmax_probabilities", "softmax-wrong-denominator")
def probabilities_of_length_one(exponentials):
    return exponentials / np.sqrt(np.einsum("nc,nc->n", exponentials, exponentials))[:, None]


@wrong("softmax_loss_vectorized", "wrong-index")
def loss_pulls_at_the_guess(W, X, y, reg):
    P = _forward(W, X)
    G = P - np.identity(P.shape[1])[P.argmax(1)]
    return -np.log(P[range(len(y)), y]).mean() + reg * np.sum(W**2), X.T @ G / len(y) + 2 * reg * W


@wrong("softmax_loss_vectorized", "reg-lambda-forgotten")
def loss_gradient_without_lambda(W, X, y, reg):
    P = _forward(W, X)
    G = P - np.identity(P.shape[1])[y]
    return -np.log(P[range(len(y)), y]).mean() + reg * np.sum(W**2), X.T @ G / len(y) + 2 * W


@wrong("softmax_loss_naive", "mean-taken-twice")
def loss_averaged_twice(W, X, y, reg):
    P = _forward(W, X)
    G = P - np.identity(P.shape[1])[y]
    loss = -np.log(P[range(len(y)), y]).mean() / len(y) + reg * np.sum(W**2)
    return loss, X.T @ G / len(y) + 2 * reg * W


@wrong("softmax_loss_naive", "reg-added-twice")
def loss_alone_penalised_each_round(W, X, y, reg):
    loss, dW = 0.0, 2 * reg * W
    for x, label in zip(X, y, strict=True):
        p = _forward(W, x[None])[0]
        loss -= np.log(p[label]) / len(X)
        loss += reg * np.sum(W**2)
        p[label] -= 1
        dW += np.outer(x, p) / len(X)
    return loss, dW


@wrong("softmax_loss_vectorized", "softmax-shift-not-undone")
def loss_with_the_score_as_it_was(W, X, y, reg):
    scores = X @ W
    top = scores.max(axis=1)
    log_sums = np.log(np.exp(scores - top[:, None]).sum(axis=1))
    P = _forward(W, X)
    loss = (log_sums - scores[range(len(y)), y]).mean() + reg * np.sum(W**2)
    return loss, X.T @ (P - np.identity(P.shape[1])[y]) / len(y) + 2 * reg * W


@wrong("softmax_dscores", "softmax-minus-one-alone")
def dscores_assigned(probabilities, y):
    out = probabilities.copy()
    out[range(len(y)), y] = -1
    return out / len(y)
