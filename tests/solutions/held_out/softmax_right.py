"""Right held-out answers to the softmax exercises, by a second author."""

from __future__ import annotations

import sys
import warnings

import numpy as np

from . import right

BOTH = ("softmax_loss_vectorized", "softmax_loss_naive")


@right("softmax_initial_loss")
def initial_of_equal_scores(num_classes):
    scores = np.zeros(num_classes)
    return -np.log(np.exp(scores[0]) / np.exp(scores).sum())


@right("softmax_initial_loss")
def initial_by_another_base(num_classes):
    return float(np.log2(num_classes) / np.log2(np.e))


@right("softmax_shifted")
def shifted_in_place_on_a_copy(scores):
    result = scores.copy()
    result -= result.max(axis=1).reshape((-1, 1))
    return result


@right("softmax_shifted")
def shifted_by_the_best_class(scores):
    best = scores.argmax(axis=1)
    return scores - scores[np.arange(scores.shape[0]), best][..., np.newaxis]


@right("softmax_shifted")
def shifted_reduced(scores):
    return np.subtract(scores, np.maximum.reduce(scores, axis=-1, keepdims=True))


@right("softmax_exponentials")
def exponentials_plus_one(shifted):
    print("max", np.max(shifted), file=sys.stderr)
    return np.expm1(shifted) + 1


@right("softmax_exponentials")
def exponentials_base_two(shifted):
    return np.exp2(shifted * np.log2(np.e))


@right("softmax_probabilities")
def probabilities_einsum(exponentials):
    return np.einsum("ij,i->ij", exponentials, 1.0 / exponentials.sum(axis=1))


@right("softmax_probabilities")
def probabilities_diagonal(exponentials):
    totals = np.diag(exponentials.sum(axis=1) ** -1.0)
    return totals @ exponentials


@right("softmax_data_loss")
def data_loss_of_a_mask(probabilities, y):
    mask = np.arange(probabilities.shape[1])[None, :] == y[:, None]
    return float(-np.log(probabilities[mask]).sum() / mask.shape[0])


@right("softmax_data_loss")
def data_loss_of_a_product(probabilities, y):
    own = np.einsum("nc,nc->n", probabilities, np.identity(probabilities.shape[1])[y])
    return -np.log(np.prod(own)) / own.size


@right("softmax_data_loss")
def data_loss_with_a_warning(probabilities, y):
    correct = probabilities.ravel()[np.ravel_multi_index((range(len(y)), y), probabilities.shape)]
    if (correct < 0.05).any():
        warnings.warn("some examples are hopeless", stacklevel=2)
    return np.negative(np.log(correct)).mean()


@right("softmax_reg_loss")
def reg_loss_of_two_products(W, reg):
    return (reg * W * W).sum()


@right("softmax_reg_loss")
def reg_loss_of_singular_values(W, reg):
    return reg * float(np.sum(np.linalg.svd(W, compute_uv=False) ** 2))


@right("softmax_dscores")
def dscores_put(probabilities, y):
    d = np.array(probabilities)
    column = np.expand_dims(y, 1)
    np.put_along_axis(d, column, np.take_along_axis(d, column, axis=1) - 1, axis=1)
    return np.divide(d, d.shape[0])


@right("softmax_dscores")
def dscores_scattered(probabilities, y):
    target = np.zeros_like(probabilities)
    np.add.at(target, (np.arange(len(y)), y), 1)
    return np.true_divide(probabilities - target, len(y))


@right("softmax_dW")
def dW_added_in_place(dscores, W, X, reg):
    dW = np.zeros_like(W)
    dW += X.T.dot(dscores)
    dW += 2 * (reg * W)
    return dW


@right("softmax_dW")
def dW_matrix_type(dscores, W, X, reg):
    return np.array(np.asmatrix(X).T * np.asmatrix(dscores)) + reg * W * 2


@right("softmax_loss_naive")
def naive_two_loops(W, X, y, reg):
    num_train, num_classes = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        f = np.array([X[i].dot(W[:, c]) for c in range(num_classes)])
        f -= f.max()
        total = sum(np.exp(v) for v in f)
        loss += -f[y[i]] + np.log(total)
        for c in range(num_classes):
            p = np.exp(f[c]) / total
            if c == y[i]:
                dW[:, c] += (p - 1) * X[i]
            else:
                dW[:, c] += p * X[i]
    loss = loss / num_train + reg * np.sum(np.square(W))
    return loss, dW / num_train + 2 * reg * W


@right("softmax_loss_naive")
def naive_appending(W, X, y, reg):
    losses, gradients = [], []
    for x, label in zip(X, y):
        z = x @ W
        p = np.exp(z - max(z))
        p = p / p.sum()
        losses.append(-np.log(p[label]))
        p[label] -= 1
        gradients.append(np.outer(x, p))
    return np.mean(losses) + reg * np.sum(W**2), np.mean(gradients, axis=0) + 2 * reg * W


@right(*BOTH)
def loss_of_a_class(W, X, y, reg):
    class Softmax:
        def forward(self, scores, labels):
            self.labels = labels
            e = np.exp(scores - scores.max(axis=1, keepdims=True))
            self.p = e / e.sum(axis=1, keepdims=True)
            return -np.log(np.take_along_axis(self.p, labels[:, None], axis=1)).mean()

        def backward(self):
            d = self.p.copy()
            d[np.arange(len(d)), self.labels] -= 1
            return d / len(d)

    layer = Softmax()
    loss = layer.forward(X @ W, y) + reg * np.sum(W * W)
    return loss, X.T @ layer.backward() + 2 * reg * W


@right(*BOTH)
def loss_relative_to_label(W, X, y, reg):
    n = X.shape[0]
    s = X @ W
    s = s - s.max(axis=1, keepdims=True)
    e = np.exp(s)
    z = e @ np.ones(W.shape[1])
    own = s[np.arange(n), y]
    average = np.zeros_like(W)
    np.add.at(average.T, y, X / n)
    return np.log(z).mean() - own.mean() + reg * np.vdot(W, W), (
        np.einsum("nd,nc,n->dc", X, e, 1 / z) / n - average + 2 * reg * W
    )


@right(*BOTH)
def loss_with_epsilon(W, X, y, reg):
    scores = np.dot(X, W)
    scores -= np.max(scores, axis=1)[:, np.newaxis]
    probs = np.exp(scores) / np.sum(np.exp(scores), axis=1)[:, np.newaxis]
    loss = -np.sum(np.log(probs[range(len(y)), y] + 1e-12)) / len(y) + reg * np.sum(W**2)
    dscores = probs
    dscores[range(len(y)), y] -= 1
    dscores /= len(y)
    return loss, X.T.dot(dscores) + 2 * reg * W


@right("softmax_loss_vectorized")
def loss_computed_in_float32(W, X, y, reg):
    weights, images = W.astype(np.float32), X.astype(np.float32)
    scores = images @ weights
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    p[np.arange(len(y)), y] -= 1
    return loss + reg * np.sum(W**2), images.T @ p / len(y) + 2 * reg * W
