"""Wrong held-out answers to the exercises of the 2-layer net, by a second author."""

from __future__ import annotations

import numpy as np

from . import wrong


@wrong("two_layer_h1", "relu-missing")
def h1_affine(W1, b1, X):
    return np.einsum("nd,dh->nh", X, W1) + b1


@wrong("two_layer_h1", "bias-after-relu")
def h1_bias_last(W1, b1, X):
    return np.clip(X @ W1, 0, None) + b1


@wrong("two_layer_h1", "relu-wrong-function")
def h1_sigmoid(W1, b1, X):
    return 1 / (1 + np.exp(-(X @ W1 + b1)))


@wrong("two_layer_h1", "relu-wrong-function")
def h1_leaky(W1, b1, X):
    z = X @ W1 + b1
    return np.where(z > 0, z, 0.01 * z)


@wrong("two_layer_scores", "bias-missing")
def scores_without_bias(W2, b2, h1):
    return np.einsum("nh,hc->nc", h1, W2)


@wrong("two_layer_total_loss", "reg-added-twice")
def total_loss_parenthesis(scores, y, W1, W2, reg):
    s = scores - scores.max(axis=1, keepdims=True)
    data = np.mean(np.log(np.exp(s).sum(1)) - s[np.arange(len(y)), y])
    return data + reg * np.vdot(W1, W1) + np.vdot(W2, W2)


@wrong("two_layer_total_loss", "reg-missing-in-loss")
def total_loss_last_layer_only(scores, y, W1, W2, reg):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(s).sum(1)) - s[np.arange(len(y)), y]) + reg * np.linalg.norm(W2) ** 2


@wrong("two_layer_total_loss", "wrong-index")
def total_loss_of_the_winner(scores, y, W1, W2, reg):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(1)).mean() + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))


@wrong("two_layer_dscores", "softmax-one-not-subtracted")
def dscores_forgets_the_label(scores, y):
    e = np.exp(scores - scores.max(axis=1)[:, None])
    return np.einsum("nc,n->nc", e, 1 / e.sum(axis=1)) / len(y)


@wrong("two_layer_dscores", "softmax-unstable")
def dscores_overflowing(scores, y):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return (p - np.identity(p.shape[1])[y]) / len(y)


@wrong("two_layer_dW2", "reg-factor-2")
def dW2_single(dscores, h1, W2, reg):
    return np.einsum("nh,nc->hc", h1, dscores) + W2 * reg


@wrong("two_layer_dW2", "mean-taken-twice")
def dW2_averaged_again(dscores, h1, W2, reg):
    return np.einsum("nh,nc->hc", h1, dscores) / len(h1) + 2 * reg * W2


@wrong("two_layer_db2", "wrong-axis")
def db2_over_classes(dscores):
    return np.einsum("nc->n", dscores)


@wrong("two_layer_db2", "bias-gradient-not-summed")
def db2_not_summed(dscores):
    return np.array(dscores)


@wrong("two_layer_dW1", "relu-mask-wrong")
def dW1_gate_of_the_gradient(dh1, h1, X, W1, reg):
    return X.T @ np.clip(dh1, 0, None) + 2 * reg * W1


@wrong("two_layer_dW1", "relu-mask-wrong")
def dW1_gate_inverted(dh1, h1, X, W1, reg):
    return X.T @ np.where(h1 > 0, 0, dh1) + 2 * reg * W1


@wrong("two_layer_dW1", "reg-missing-in-gradient")
def dW1_of_data(dh1, h1, X, W1, reg):
    return np.einsum("nd,nh->dh", X, np.where(h1 > 0, dh1, 0))


@wrong("two_layer_db1", "relu-mask-missing")
def db1_ungated(dh1, h1):
    return np.einsum("nh->h", dh1)


@wrong("two_layer_db1", "bias-gradient-not-summed")
def db1_averaged(dh1, h1):
    return np.average(dh1 * np.heaviside(h1, 0), axis=0)


def _passes(W1, b1, W2, b2, X, y):
    """Return the hidden layer, the probabilities, the data loss and dscores."""
    h = np.fmax(X @ W1 + b1, 0)
    s = h @ W2 + b2
    e = np.exp(s - np.amax(s, axis=1)[:, None])
    P = e / e.sum(1)[:, None]
    return h, P, -np.log(P[range(len(y)), y]).mean(), (P - np.identity(P.shape[1])[y]) / len(y)


@wrong("two_layer_loss", "relu-mask-missing")
def loss_no_gate(W1, b1, W2, b2, X, y, reg):
    h, _, data, G = _passes(W1, b1, W2, b2, X, y)
    back = np.einsum("nc,hc->nh", G, W2)
    loss = data + reg * (np.sum(W1**2) + np.sum(W2**2))
    return loss, {
        "W1": X.T @ back + 2 * reg * W1,
        "b1": back.sum(0),
        "W2": h.T @ G + 2 * reg * W2,
        "b2": G.sum(0),
    }


@wrong("two_layer_loss", "reg-missing")
def loss_of_data(W1, b1, W2, b2, X, y, reg):
    h, _, data, G = _passes(W1, b1, W2, b2, X, y)
    back = G @ W2.T * (h > 0)
    return data, {"W1": X.T @ back, "b1": back.sum(0), "W2": h.T @ G, "b2": G.sum(0)}


@wrong("two_layer_loss", "softmax-one-not-subtracted")
def loss_forgets_the_label(W1, b1, W2, b2, X, y, reg):
    h, P, data, _ = _passes(W1, b1, W2, b2, X, y)
    G = P / len(y)
    back = G @ W2.T * (h > 0)
    return data + reg * (np.sum(W1**2) + np.sum(W2**2)), {
        "W1": X.T @ back + 2 * reg * W1,
        "b1": back.sum(0),
        "W2": h.T @ G + 2 * reg * W2,
        "b2": G.sum(0),
    }


@wrong("two_layer_loss", "mean-missing-in-gradient")
def loss_gradient_summed(W1, b1, W2, b2, X, y, reg):
    h, P, data, _ = _passes(W1, b1, W2, b2, X, y)
    G = P - np.identity(P.shape[1])[y]
    back = G @ W2.T * (h > 0)
    return data + reg * (np.sum(W1**2) + np.sum(W2**2)), {
        "W1": X.T @ back + 2 * reg * W1,
        "b1": back.sum(0),
        "W2": h.T @ G + 2 * reg * W2,
        "b2": G.sum(0),
    }


@wrong("two_layer_loss", "bias-gradient-not-summed")
def loss_biases_averaged(W1, b1, W2, b2, X, y, reg):
    h, _, data, G = _passes(W1, b1, W2, b2, X, y)
    back = G @ W2.T * (h > 0)
    return data + reg * (np.sum(W1**2) + np.sum(W2**2)), {
        "W1": X.T @ back + 2 * reg * W1,
        "b1": back.mean(0),
        "W2": h.T @ G + 2 * reg * W2,
        "b2": G.mean(0),
    }


@wrong("two_layer_loss", "relu-on-scores")
def loss_of_clipped_scores(W1, b1, W2, b2, X, y, reg):
    h = np.fmax(X @ W1 + b1, 0)
    s = np.fmax(h @ W2 + b2, 0)
    P = np.exp(s - s.max(1)[:, None])
    P /= P.sum(1)[:, None]
    G = (P - np.identity(P.shape[1])[y]) / len(y)
    back = G @ W2.T * (h > 0)
    loss = -np.log(P[range(len(y)), y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    return loss, {
        "W1": X.T @ back + 2 * reg * W1,
        "b1": back.sum(0),
        "W2": h.T @ G + 2 * reg * W2,
        "b2": G.sum(0),
    }


@wrong("two_layer_train", "minibatch-not-redrawn")
def train_first_rows(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params, losses = dict(params), []
    for _ in range(num_steps):
        loss, grads = loss_function(**params, X=X[:batch_size], y=y[:batch_size], reg=reg)
        params = {k: params[k] - learning_rate * grads[k] for k in params}
        losses.append(loss)
    return params, losses


@wrong("two_layer_train", "minibatch-size-ignored")
def train_full_batch(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params, losses = dict(params), []
    for _ in range(num_steps):
        loss, grads = loss_function(**params, X=X, y=y, reg=reg)
        params = {k: params[k] - learning_rate * grads[k] for k in params}
        losses.append(loss)
    return params, losses


@wrong("two_layer_train", "biases-not-updated")
def train_weights_only(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params, losses = dict(params), []
    for _ in range(num_steps):
        rows = rng.integers(0, len(X), batch_size)
        loss, grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        params.update({k: params[k] - learning_rate * grads[k] for k in ("W1", "W2")})
        losses.append(loss)
    return params, losses


@wrong("two_layer_train", "wrong-index")
def train_labels_drawn_apart(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params, losses = dict(params), []
    for _ in range(num_steps):
        loss, grads = loss_function(
            **params, X=rng.choice(X, batch_size), y=rng.choice(y, batch_size), reg=reg
        )
        params = {k: params[k] - learning_rate * grads[k] for k in params}
        losses.append(loss)
    return params, losses


@wrong("two_layer_train", "gradient-not-recomputed")
def train_first_slope(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    rows = rng.choice(len(X), batch_size)
    params, (loss, grads) = dict(params), loss_function(**params, X=X[rows], y=y[rows], reg=reg)
    losses = []
    while len(losses) < num_steps:
        losses.append(loss)
        params = {k: params[k] - learning_rate * grads[k] for k in params}
    return params, losses


@wrong("two_layer_dW2", "reg-wrong-norm")
def dW2_squares(dscores, h1, W2, reg):
    return np.einsum("nh,nc->hc", h1, dscores) + reg * np.square(W2)


@wrong("two_layer_dW1", "reg-loss-in-gradient")
def dW1_adds_the_loss(dh1, h1, X, W1, reg):
    return X.T @ np.where(h1 > 0, dh1, 0) + reg * np.vdot(W1, W1)


@wrong("two_layer_dh1", "relu-mask-wrong")
def dh1_never_negative(dscores, W2):
    return np.fmax(np.inner(dscores, W2), 0)


@wrong("two_layer_dh1")
def dh1_averaged_over_classes(dscores, W2):
    return np.inner(dscores, W2) / W2.shape[1]


@wrong("two_layer_scores", "bias-added-twice")
def scores_bias_twice(W2, b2, h1):
    return h1 @ W2 + b2 + b2


@wrong("two_layer_scores", "bias-sign")
def scores_minus_bias(W2, b2, h1):
    return h1 @ W2 - b2


@wrong("two_layer_h1", "bias-sign")
def h1_minus_bias(W1, b1, X):
    return np.clip(X @ W1 - b1[None], 0, None)


@wrong("two_layer_h1", "relu-wrong-function")
def h1_switches(W1, b1, X):
    return np.heaviside(X @ W1 + b1, 0.0)


@wrong("two_layer_total_loss", "softmax-numerator-missing")
def total_loss_of_all_classes(scores, y, W1, W2, reg):
    return np.logaddexp.reduce(scores, axis=1).mean() + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))


@wrong("two_layer_dscores", "softmax-one-too-early")
def dscores_label_off_the_exponential(scores, y):
    e = np.exp(scores - scores.max(1)[:, None])
    return ((e - np.eye(e.shape[1])[y]).T / e.sum(1)).T / len(e)


@wrong("two_layer_dscores", "softmax-exponential-missing")
def dscores_raw(scores, y):
    return (scores - np.eye(scores.shape[1])[y]) / len(scores)


@wrong("two_layer_dW1", "relu-mask-wrong")
def dW1_gate_before_the_bias(dh1, h1, X, W1, reg):
    return np.einsum("nd,nh->dh", X, np.where(X @ W1 > 0, dh1, 0)) + 2 * reg * W1


@wrong("two_layer_db1", "bias-gradient-not-summed")
def db1_mean_of_the_active(dh1, h1):
    return np.array([g[on].mean() if on.any() else 0.0 for g, on in zip(dh1.T, (h1 > 0).T)])


@wrong("two_layer_train", "generator-ignored")
def train_by_global_chance(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params, history = dict(params), []
    for _ in range(num_steps):
        rows = np.random.choice(len(X), batch_size)
        loss, grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        params = {name: value - learning_rate * grads[name] for name, value in params.items()}
        history.append(loss)
    return params, history


@wrong("two_layer_train", "gradient-not-recomputed")
def train_from_where_it_stood(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    moved, history = dict(params), []
    for _ in range(num_steps):
        rows = rng.choice(len(X), batch_size)
        loss, grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        moved = {name: value - learning_rate * grads[name] for name, value in moved.items()}
        history.append(loss)
    return moved, history
