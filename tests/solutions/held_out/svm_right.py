"""Right held-out answers to the SVM exercises, by a second author."""

from __future__ import annotations

import warnings
from itertools import product

import numpy as np

from . import right

BOTH = ("svm_loss_vectorized", "svm_loss_naive")


@right("svm_scores")
def scores_of_a_class(W, X):
    class LinearClassifier:
        def __init__(self, weights):
            self.weights = np.asarray(weights)

        def __call__(self, data):
            return data.dot(self.weights)

    return LinearClassifier(W)(X)


@right("svm_scores")
def scores_of_matrices(W, X):
    return np.asarray(np.asmatrix(X) * np.asmatrix(W))


@right("svm_margins")
def margins_deleted_and_printed(scores, y):
    num_train, num_classes = scores.shape
    print("scores", scores.shape, "y", y.shape)
    others = np.arange(num_classes) != np.reshape(y, (-1, 1))
    correct = scores[~others]
    margins = np.zeros_like(scores)
    margins[others] = (scores[others].reshape(num_train, -1) - correct[:, None] + 1.0).clip(min=0).ravel()
    return margins


@right("svm_margins")
def margins_put_along_axis(scores, y):
    column = y[:, None]
    margins = 1 + scores - np.take_along_axis(scores, column, 1)
    np.put_along_axis(margins, column, 0, 1)
    margins[margins < 0] = 0
    return margins


@right("svm_margins")
def margins_minus_infinity(scores, y):
    others = scores.copy()
    others[range(len(others)), y] = -np.inf
    return np.fmax(0, others + 1 - scores[range(len(scores)), y, None])


@right("svm_data_loss")
def data_loss_mean_times_classes(margins):
    return np.mean(margins) * margins.shape[1]


@right("svm_data_loss")
def data_loss_of_positive_ones(margins):
    return margins[margins > 0].sum().item() / margins.shape[0]


@right("svm_reg_loss")
def reg_loss_of_a_flat_vector(W, reg):
    flat = W.reshape(-1)
    return reg * (flat @ flat)


@right("svm_reg_loss")
def reg_loss_with_a_warning(W, reg):
    warnings.warn("is this the convention of this year?", stacklevel=2)
    return float(reg) * float(np.einsum("dc,dc->", W, W))


@right("svm_dmargins")
def dmargins_heaviside(margins):
    return np.heaviside(margins, 0) / float(margins.shape[0])


@right("svm_dmargins")
def dmargins_assigned(margins):
    gradient = margins.copy()
    gradient[gradient > 0] = 1
    gradient /= len(gradient)
    return gradient


@right("svm_dscores")
def dscores_matrix_product(dmargins, y):
    one_hot = np.eye(dmargins.shape[1])[y]
    return dmargins - np.diag(dmargins.sum(axis=1)) @ one_hot


@right("svm_dscores")
def dscores_where(dmargins, y):
    is_label = np.equal.outer(y, np.arange(dmargins.shape[1]))
    return np.where(is_label, -dmargins.sum(axis=1, keepdims=True), dmargins)


@right("svm_dW")
def dW_lambda(dscores, W, X, reg):
    penalty = lambda V: 2 * reg * V  # noqa: E731
    return penalty(W) + X.T.dot(dscores)


@right("svm_dW")
def dW_outer_products(dscores, W, X, reg):
    return np.multiply(X[..., None], dscores[:, None]).sum(0) + W * reg * 2


@right("svm_train")
def train_in_place_on_a_copy(loss_function, W, X, y, reg, learning_rate, num_steps):
    W = np.array(W, copy=True)
    losses = []
    while len(losses) < num_steps:
        loss, gradient = loss_function(W, X, y, reg)
        losses.append(float(loss))
        np.subtract(W, learning_rate * gradient, out=W)
    return W, np.array(losses)


@right("svm_train")
def train_printing_progress(loss_function, W, X, y, reg, learning_rate, num_steps):
    history = [None] * num_steps
    current = W
    for it, _ in enumerate(history):
        history[it], grad = loss_function(current, X, y, reg)
        current = current + -learning_rate * grad
        if it % 10 == 0:
            print(f"iteration {it} / {num_steps}: loss {history[it]:f}")
    return current, history


@right("svm_loss_naive")
def naive_product(W, X, y, reg):
    loss, dW = 0.0, 2 * reg * W
    for i, j in product(range(X.shape[0]), range(W.shape[1])):
        if j == y[i]:
            continue
        margin = X[i].dot(W[:, j]) - X[i].dot(W[:, y[i]]) + 1
        if margin <= 0:
            continue
        loss += margin / X.shape[0]
        dW[:, j] += X[i] / X.shape[0]
        dW[:, y[i]] -= X[i] / X.shape[0]
    return loss + reg * np.sum(W**2), dW


@right("svm_loss_naive")
def naive_counting(W, X, y, reg):
    num_train = len(X)
    loss, dW = 0, np.zeros(W.shape)
    for x, label in zip(X, y, strict=True):
        scores = W.T.dot(x)
        margins = np.maximum(0, scores - scores[label] + 1)
        margins[label] = 0
        loss += margins.sum()
        coefficients = (margins > 0).astype(int)
        coefficients[label] = -coefficients.sum()
        dW += x[:, None] * coefficients[None, :]
    loss /= num_train
    dW /= num_train
    loss += reg * np.linalg.norm(W, "fro") ** 2
    dW += reg * 2 * W
    return loss, dW


@right(*BOTH)
def loss_of_nested_helpers(W, X, y, reg):
    def hinge(S, own):
        return np.maximum(S - own[:, None] + 1, 0)

    def mask(labels, C):
        return labels[:, None] != np.arange(C)[None]

    S = X @ W
    rest = mask(y, S.shape[1])
    M = hinge(S, S[~rest]) * rest
    A = np.minimum(np.ceil(M), 1)
    A = A - A.sum(1, keepdims=True) * ~rest
    return np.float64(M.sum() / len(M) + reg * (W * W).sum()), (A.T @ X).T / len(M) + 2 * reg * W


@right(*BOTH)
def loss_by_einsum(W, X, y, reg):
    scores = np.einsum("ij,jk", X, W)
    label = np.eye(W.shape[-1], dtype=int)[y]
    margins = np.maximum(0, 1 + scores - np.einsum("ij,ij->i", scores, label)[:, None]) * (label == 0)
    positive = margins > 0
    weight = np.where(label == 1, -positive.sum(axis=1, keepdims=True), positive) / X.shape[0]
    return np.einsum("ij->", margins) / X.shape[0] + reg * np.einsum("ij,ij", W, W), np.einsum(
        "ni,nj->ij", X, weight
    ) + 2 * reg * W


@right("svm_loss_naive")
def loss_added_up_in_float32(W, X, y, reg):
    loss = np.float32(0)
    dW = np.zeros_like(W, dtype=np.float32)
    for x, label in zip(X, y):
        scores = W.T @ x
        for j, score in enumerate(scores):
            margin = score - scores[label] + 1
            if j != label and margin > 0:
                loss += float(margin)
                dW[:, j] += x
                dW[:, label] -= x
    return loss / len(y) + reg * np.sum(W**2), dW / len(y) + 2 * reg * W
