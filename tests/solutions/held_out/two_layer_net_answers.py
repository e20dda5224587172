"""Held-out answers to the exercises of the 2-layer net."""

from __future__ import annotations

import numpy as np

from . import right, wrong

# Stages, right


@right("two_layer_h1")
def h1_gated(W1, b1, X):
    z = X @ W1 + b1
    return z * (z > 0)


@right("two_layer_h1")
def h1_half_abs(W1, b1, X):
    z = np.dot(X, W1) + b1[None, :]
    return 0.5 * (z + abs(z))


@right("two_layer_h1")
def h1_bias_column(W1, b1, X):
    augmented = np.column_stack([X, np.ones(X.shape[0])])
    return np.clip(augmented @ np.vstack([W1, b1]), 0, None)


@right("two_layer_scores")
def scores_einsum(W2, b2, h1):
    return b2 + np.einsum("nh,hc->nc", h1, W2)


@right("two_layer_scores")
def scores_transposed(W2, b2, h1):
    return (W2.T.dot(h1.T) + b2.reshape(-1, 1)).T


@right("two_layer_total_loss")
def total_loss_logaddexp(scores, y, W1, W2, reg):
    own = np.take_along_axis(scores, y[:, None], axis=1)[:, 0]
    weights = np.concatenate([W1.ravel(), W2.ravel()])
    return np.mean(np.logaddexp.reduce(scores, axis=1) - own) + reg * weights @ weights


@right("two_layer_total_loss")
def total_loss_relative(scores, y, W1, W2, reg):
    n = len(y)
    lead = scores - scores[np.arange(n), y][:, None]
    top = lead.max(axis=1)
    data = (top + np.log(np.exp(lead - top[:, None]).sum(axis=1))).sum() / n
    return data + reg * sum(np.linalg.norm(W) ** 2 for W in (W1, W2))


@right("two_layer_dscores")
def dscores_one_hot(scores, y):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(scores.shape[1])[y]) / len(scores)


@right("two_layer_dscores")
def dscores_of_log(scores, y):
    logs = scores - np.logaddexp.reduce(scores, axis=1)[:, None]
    out = np.exp(logs - np.log(y.size))
    out[np.arange(y.size), y] -= 1.0 / y.size
    return out


@right("two_layer_dh1")
def dh1_einsum(dscores, W2):
    return np.einsum("nc,hc->nh", dscores, W2)


@right("two_layer_dh1")
def dh1_inner(dscores, W2):
    return np.inner(dscores, W2)


@right("two_layer_dW2")
def dW2_einsum(dscores, h1, W2, reg):
    return np.einsum("nh,nc->hc", h1, dscores) + 2 * reg * W2


@right("two_layer_dW2")
def dW2_reversed(dscores, h1, W2, reg):
    return (dscores.T @ h1).T + W2 * (reg + reg)


@right("two_layer_db2")
def db2_matmul(dscores):
    return np.ones(dscores.shape[0]) @ dscores


@right("two_layer_db2")
def db2_mean_times(dscores):
    return dscores.mean(axis=0) * len(dscores)


@right("two_layer_dW1")
def dW1_where(dh1, h1, X, W1, reg):
    return X.T @ np.where(h1 > 0, dh1, 0) + 2 * reg * W1


@right("two_layer_dW1")
def dW1_sign(dh1, h1, X, W1, reg):
    return 2 * reg * W1 + np.tensordot(X, dh1 * np.sign(h1), axes=(0, 0))


@right("two_layer_dW1")
def dW1_masked_copy(dh1, h1, X, W1, reg):
    through = np.array(dh1, copy=True)
    through[~h1.astype(bool)] = 0
    return np.matmul(np.transpose(X), through) + np.multiply(2 * reg, W1)


@right("two_layer_db1")
def db1_einsum(dh1, h1):
    return np.einsum("nh,nh->h", dh1, (h1 > 0).astype(float))


@right("two_layer_db1")
def db1_where_argument(dh1, h1):
    return np.sum(dh1, axis=0, where=h1 > 0)


# The whole net, right


@right("two_layer_loss")
def loss_one_hot(W1, b1, W2, b2, X, y, reg):
    N = len(y)
    z = X @ W1 + b1
    gate = (z > 0).astype(float)
    s = (z * gate) @ W2 + b2
    e = np.exp(s - s.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    Y = np.eye(P.shape[1])[y]
    D = (P - Y) / N
    B = D @ W2.T * gate
    loss = -np.log(P[Y > 0]).mean() + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return loss, dict(W1=X.T @ B + 2 * reg * W1, b1=B.sum(0), W2=(z * gate).T @ D + 2 * reg * W2, b2=D.sum(0))


@right("two_layer_loss")
def loss_augmented(W1, b1, W2, b2, X, y, reg):
    n = X.shape[0]
    A = np.hstack([X, np.ones((n, 1))])
    H = np.hstack([np.maximum(A @ np.vstack([W1, b1]), 0), np.ones((n, 1))])
    S = H @ np.vstack([W2, b2])
    L = np.logaddexp.reduce(S, axis=1)
    loss = (L - S[range(n), y]).mean() + reg * (W1**2).sum() + reg * (W2**2).sum()
    G = np.exp(S - L[:, None]) / n
    G[range(n), y] -= 1 / n
    V2 = H.T @ G
    V1 = A.T @ ((G @ W2.T) * (H[:, :-1] > 0))
    return loss, {"b2": V2[-1], "W2": V2[:-1] + 2 * reg * W2, "b1": V1[-1], "W1": V1[:-1] + 2 * reg * W1}


@right("two_layer_loss")
def loss_classes_in_rows(W1, b1, W2, b2, X, y, reg):
    n = y.size
    h = np.maximum(W1.T @ X.T + b1[:, None], 0)
    f = W2.T @ h + b2[:, None]
    f = f - f.max(axis=0)
    p = np.exp(f) / np.exp(f).sum(axis=0)
    data = -np.log(p[y, np.arange(n)]).sum() / n
    p[y, np.arange(n)] -= 1
    p /= n
    back = (W2 @ p) * (h != 0)
    grads = {"W2": h @ p.T, "b2": p.sum(axis=1), "W1": (back @ X).T, "b1": back.sum(axis=1)}
    grads["W1"] += 2 * reg * W1
    grads["W2"] += 2 * reg * W2
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@right("two_layer_train")
def train_choice(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    p, history = {k: v.copy() for k, v in params.items()}, []
    for _ in range(num_steps):
        rows = rng.choice(X.shape[0], batch_size)
        loss, g = loss_function(p["W1"], p["b1"], p["W2"], p["b2"], X[rows], y[rows], reg)
        history.append(loss)
        p = {k: p[k] - learning_rate * g[k] for k in p}
    return p, history


@right("two_layer_train")
def train_floats(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    losses = np.zeros(num_steps)
    current = dict(params)
    for step in range(num_steps):
        pick = (rng.random(batch_size) * len(y)).astype(int)
        losses[step], grads = loss_function(
            **current, X=np.take(X, pick, axis=0), y=np.take(y, pick), reg=reg
        )
        for name in grads:
            current[name] = current[name] - learning_rate * grads[name]
    return current, losses


@right("two_layer_h1")
def h1_piecewise(W1, b1, X):
    z = X.dot(W1)
    z += b1
    z[z < 0] = 0
    return z


@right("two_layer_dh1")
def dh1_broadcast(dscores, W2):
    return np.sum(dscores[:, None, :] * W2, axis=-1)


# Stages, wrong


@wrong("two_layer_h1", "bias-missing")
def h1_no_bias(W1, b1, X):
    return np.clip(np.inner(X, W1.T), 0, None)


@wrong("two_layer_scores", "relu-on-scores")
def scores_clipped(W2, b2, h1):
    return np.fmax(h1 @ W2 + b2, 0)


@wrong("two_layer_total_loss", "reg-half-convention")
def total_loss_half(scores, y, W1, W2, reg):
    own = scores[np.arange(len(y)), y]
    data = (np.logaddexp.reduce(scores, axis=1) - own).mean()
    return data + reg / 2 * (np.linalg.norm(W1) ** 2 + np.linalg.norm(W2) ** 2)


@wrong("two_layer_total_loss", "mean-missing-in-loss", "reg-half-convention")
def total_loss_two(scores, y, W1, W2, reg):
    own = scores[np.arange(len(y)), y]
    return (np.logaddexp.reduce(scores, axis=1) - own).sum() + reg / 2 * (np.vdot(W1, W1) + np.vdot(W2, W2))


@wrong("two_layer_dscores", "mean-missing-in-gradient")
def dscores_summed(scores, y):
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None]) - np.eye(scores.shape[1])[y]


@wrong("two_layer_db2", "bias-gradient-not-summed")
def db2_averaged(dscores):
    return np.average(dscores, axis=0)


@wrong("two_layer_db2", "bias-gradient-shape")
def db2_row(dscores):
    return np.ones((1, len(dscores))) @ dscores


@wrong("two_layer_dW1", "relu-mask-missing")
def dW1_ungated(dh1, h1, X, W1, reg):
    return np.tensordot(X, dh1, axes=(0, 0)) + (reg + reg) * W1


@wrong("two_layer_dW1", "relu-mask-missing", "reg-factor-2")
def dW1_two(dh1, h1, X, W1, reg):
    return np.tensordot(X, dh1, axes=(0, 0)) + reg * W1


@wrong("two_layer_db1", "relu-overwrites-upstream")
def db1_in_place(dh1, h1):
    dh1[h1 == 0] = 0
    return np.ones(len(dh1)) @ dh1


@wrong("two_layer_db1", "relu-mask-wrong")
def db1_times_h(dh1, h1):
    return np.einsum("nh,nh->h", dh1, h1)


# The whole net, wrong


def _net(W1, b1, W2, b2, X, y):
    h = np.clip(X @ W1 + b1, 0, None)
    s = h @ W2 + b2
    logs = s - np.logaddexp.reduce(s, axis=1)[:, None]
    D = (np.exp(logs) - np.eye(s.shape[1])[y]) / y.size
    return h, -logs[np.arange(y.size), y].mean(), D, (D @ W2.T) * np.sign(h)


@wrong("two_layer_loss", "reg-missing-in-gradient")
def loss_no_reg_in_W2(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return loss, {"W1": X.T @ B + 2 * reg * W1, "b1": B.sum(0), "W2": h.T @ D, "b2": D.sum(0)}


@wrong("two_layer_loss", "reg-factor-2")
def loss_half_in_W1(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return loss, {"W1": X.T @ B + reg * W1, "b1": B.sum(0), "W2": h.T @ D + 2 * reg * W2, "b2": D.sum(0)}


@wrong("two_layer_loss", "reg-missing-in-loss")
def loss_regularises_W1_alone(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    grads = {"W1": X.T @ B + 2 * reg * W1, "b1": B.sum(0), "W2": h.T @ D + 2 * reg * W2, "b2": D.sum(0)}
    return data + reg * np.vdot(W1, W1), grads


@wrong("two_layer_loss", "relu-mask-missing", "reg-half-convention")
def loss_ungated_other_year(W1, b1, W2, b2, X, y, reg):
    h, data, D, _ = _net(W1, b1, W2, b2, X, y)
    B = np.inner(D, W2)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2)) / 2
    return loss, {"W1": X.T @ B + reg * W1, "b1": B.sum(0), "W2": h.T @ D + reg * W2, "b2": D.sum(0)}


@wrong("two_layer_loss", "bias-gradient-shape", "reg-missing-in-gradient")
def loss_rows_and_no_reg(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return loss, {"W1": X.T @ B, "b1": B.sum(0, keepdims=True), "W2": h.T @ D, "b2": D.sum(0, keepdims=True)}


@wrong("two_layer_loss", "mean-missing-in-gradient", "reg-gradient-sign")
def loss_summed_gradient_minus(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    n, loss = y.size, data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    grads = {"W1": n * X.T @ B - 2 * reg * W1, "b1": n * B.sum(0), "W2": n * h.T @ D - 2 * reg * W2}
    return loss, {**grads, "b2": n * D.sum(0)}


@wrong("two_layer_loss", "softmax-one-subtracted-everywhere")
def loss_one_everywhere(W1, b1, W2, b2, X, y, reg):
    h, data, D, _ = _net(W1, b1, W2, b2, X, y)
    D = D + np.eye(D.shape[1])[y] / y.size - 1 / y.size
    B = (D @ W2.T) * (h > 0)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return loss, {"W1": X.T @ B + 2 * reg * W1, "b1": B.sum(0), "W2": h.T @ D + 2 * reg * W2, "b2": D.sum(0)}


@wrong("two_layer_loss", "biases-regularised")
def loss_biases_too(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    grads = {"W1": X.T @ B, "b1": B.sum(0), "W2": h.T @ D, "b2": D.sum(0)}
    loss = data + reg * sum(np.vdot(p, p) for p in params.values())
    return loss, {k: grads[k] + 2 * reg * params[k] for k in params}


@wrong("two_layer_loss", "bias-missing")
def loss_first_bias_forgotten(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, 0 * b1, W2, b2, X, y)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return loss, {"W1": X.T @ B + 2 * reg * W1, "b1": B.sum(0), "W2": h.T @ D + 2 * reg * W2, "b2": D.sum(0)}


@wrong("two_layer_loss", "relu-mask-missing")
def loss_db1_before_the_gate(W1, b1, W2, b2, X, y, reg):
    h, data, D, B = _net(W1, b1, W2, b2, X, y)
    loss = data + reg * (np.vdot(W1, W1) + np.vdot(W2, W2))
    grads = {"W1": X.T @ B + 2 * reg * W1, "b1": (D @ W2.T).sum(0), "W2": h.T @ D + 2 * reg * W2}
    return loss, {**grads, "b2": D.sum(0)}


@wrong("two_layer_train", "gradient-ascent")
def train_uphill(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    p, history = dict(params), []
    for _ in range(num_steps):
        rows = rng.integers(len(X), size=batch_size)
        loss, g = loss_function(**p, X=X[rows], y=y[rows], reg=reg)
        history.append(loss)
        p = {k: v + learning_rate * g[k] for k, v in p.items()}
    return p, history


# Where chance comes from


def _train(loss_function, params, X, y, reg, learning_rate, num_steps, draw):
    params, history = dict(params), []
    for _ in range(num_steps):
        rows = draw()
        loss, grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        params = {name: value - learning_rate * grads[name] for name, value in params.items()}
        history.append(loss)
    return params, history


@wrong("two_layer_train", "generator-ignored")
def train_seeded_legacy(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    own = np.random.RandomState(42)
    draw = lambda: own.choice(len(X), batch_size)  # noqa: E731
    return _train(loss_function, params, X, y, reg, learning_rate, num_steps, draw)


@wrong("two_layer_train", "generator-ignored")
def train_seeded_by_size(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    own = np.random.default_rng(len(X) + num_steps)
    draw = lambda: own.integers(0, len(X), batch_size)  # noqa: E731
    return _train(loss_function, params, X, y, reg, learning_rate, num_steps, draw)


@right("two_layer_train")
def train_by_floats(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    draw = lambda: (rng.random(batch_size) * len(X)).astype(int)  # noqa: E731
    return _train(loss_function, params, X, y, reg, learning_rate, num_steps, draw)


@right("two_layer_train")
def train_by_seed_drawn(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    own = np.random.RandomState(rng.integers(2**31))
    draw = lambda: own.randint(0, len(X), batch_size)  # noqa: E731
    return _train(loss_function, params, X, y, reg, learning_rate, num_steps, draw)


@wrong("two_layer_dW1", "reg-gradient-sign", "reg-factor-2")
def dW1_minus_single(dh1, h1, X, W1, reg):
    return X.T @ np.where(h1 > 0, dh1, 0) - W1 * reg
