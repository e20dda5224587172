"""Right held-out answers to the exercises of the 2-layer net, by a second author."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from . import right


@right("two_layer_h1")
def h1_where(W1, b1, X):
    z = np.einsum("nd,dh->nh", X, W1) + b1
    return np.where(z < 0, 0, z)


@right("two_layer_h1")
def h1_transposed_max(W1, b1, X):
    return np.maximum((W1.T @ X.T).T + np.tile(b1, (len(X), 1)), np.zeros((1, 1)))


@right("two_layer_scores")
def scores_bias_outer(W2, b2, h1):
    return h1.dot(W2) + np.outer(np.ones(h1.shape[0]), b2)


@right("two_layer_scores")
def scores_broadcast(W2, b2, h1):
    return (h1[:, :, None] * W2[None, :, :]).sum(axis=1) + b2.reshape(1, -1)


@right("two_layer_total_loss")
def total_loss_masked(scores, y, W1, W2, reg):
    s = scores - scores.max(axis=1, keepdims=True)
    label = y[:, None] == np.arange(s.shape[1])
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    squares = lambda V: float(np.vdot(V, V))  # noqa: E731
    return float(-np.log(p[label]).mean()) + reg * squares(W1) + reg * squares(W2)


@right("two_layer_total_loss")
def total_loss_printed(scores, y, W1, W2, reg):
    top = np.amax(scores, axis=1)
    lse = np.log(np.sum(np.exp((scores.T - top).T), axis=1)) + top
    data_loss = np.sum(lse - np.choose(y, scores.T)) / y.shape[0]
    reg_loss = reg * np.sum(W1**2) + reg * np.sum(W2**2)
    print("data loss:", data_loss, "reg loss:", reg_loss)
    return data_loss + reg_loss


@right("two_layer_dscores")
def dscores_helper(scores, y):
    def softmax(z):
        e = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)

    gradient = softmax(scores)
    np.subtract.at(gradient, (np.arange(len(y)), y), 1)
    gradient *= 1.0 / len(y)
    return gradient


@right("two_layer_dh1")
def dh1_transposed(dscores, W2):
    return np.dot(W2, dscores.transpose()).transpose()


@right("two_layer_dh1")
def dh1_tensordot(dscores, W2):
    return np.tensordot(dscores, W2, axes=([1], [1]))


@right("two_layer_dW2")
def dW2_outer(dscores, h1, W2, reg):
    return sum(h1[:, :, None] * dscores[:, None, :]) + 2 * reg * W2


@right("two_layer_dW2")
def dW2_out_argument(dscores, h1, W2, reg):
    out = np.empty(W2.shape)
    np.matmul(h1.T, dscores, out=out)
    out += 2 * reg * W2
    return out


@right("two_layer_db2")
def db2_einsum(dscores):
    return np.einsum("nc->c", dscores)


@right("two_layer_db2")
def db2_transposed(dscores):
    return dscores.T.sum(axis=1)


@right("two_layer_dW1")
def dW1_multiplied_gate(dh1, h1, X, W1, reg):
    gate = np.zeros_like(h1)
    gate[h1 > 0] = 1
    return np.einsum("nd,nh,nh->dh", X, dh1, gate) + reg * 2 * W1


@right("two_layer_db1")
def db1_matmul(dh1, h1):
    return np.ones(len(h1)).dot(np.where(h1 == 0, 0, dh1))


@right("two_layer_db1")
def db1_masked_array(dh1, h1):
    return np.ma.array(dh1, mask=h1 <= 0).filled(0.0).sum(axis=0)


@right("two_layer_loss")
def loss_of_layers(W1, b1, W2, b2, X, y, reg):
    class Affine:
        def __init__(self, W, b):
            self.W, self.b = W, b

        def forward(self, x):
            self.x = x
            return x @ self.W + self.b

        def backward(self, dout):
            self.dW, self.db = self.x.T @ dout + 2 * reg * self.W, dout.sum(axis=0)
            return dout @ self.W.T

    first, second = Affine(W1, b1), Affine(W2, b2)
    z = first.forward(X)
    scores = second.forward(np.maximum(z, 0))
    shifted = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(shifted)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(y)), y]).mean()
    p[np.arange(len(y)), y] -= 1
    first.backward(second.backward(p / len(y)) * (z > 0))
    loss += reg * (np.square(W1).sum() + np.square(W2).sum())
    return loss, {"W1": first.dW, "b1": first.db, "W2": second.dW, "b2": second.db}


@right("two_layer_loss")
def loss_with_a_cache(W1, b1, W2, b2, X, y, reg):
    N, grads = X.shape[0], {}
    cache = SimpleNamespace(h=(X.dot(W1) + b1).clip(min=0))
    cache.scores = cache.h.dot(W2) + b2
    cache.scores -= np.max(cache.scores, axis=1, keepdims=True)
    sums = np.sum(np.exp(cache.scores), axis=1, keepdims=True)
    log_probs = cache.scores - np.log(sums)
    loss = float(-np.sum(log_probs[range(N), y]) / N)
    loss += reg * np.sum(W1 * W1)
    loss += reg * np.sum(W2 * W2)
    dx = np.exp(log_probs)
    dx[range(N), y] -= 1
    dx /= N
    grads["W2"] = np.dot(cache.h.T, dx)
    grads["b2"] = np.sum(dx, axis=0)
    hidden = np.dot(dx, W2.T)
    hidden[cache.h <= 0] = 0
    grads["W1"] = np.dot(X.T, hidden)
    grads["b1"] = np.sum(hidden, axis=0)
    grads["W2"] += 2 * reg * W2
    grads["W1"] += 2 * reg * W1
    return loss, grads


@right("two_layer_train")
def train_printing(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    weights = {}
    weights.update((k, np.array(v)) for k, v in params.items())
    history = []
    for it in range(num_steps):
        idx = rng.choice(np.arange(len(X)), size=batch_size, replace=True)
        loss, grads = loss_function(*map(weights.get, ("W1", "b1", "W2", "b2")), X[idx], y[idx], reg)
        history.append(float(loss))
        for k, g in grads.items():
            weights[k] -= learning_rate * g
        if it % 100 == 0:
            print(f"iteration {it} / {num_steps}: loss {loss}")
    return weights, np.asarray(history)
