"""Right answers to the 2-layer net exercises in the styles of other people.

Each must get full marks. Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import alternative

# ---- two_layer_h1


@alternative("two_layer_h1", "a mask on a copy")
def h1_mask(W1, b1, X):
    h1 = X.dot(W1) + b1
    h1[h1 < 0] = 0
    return h1


@alternative("two_layer_h1", "einsum and where")
def h1_einsum(W1, b1, X):
    a = np.einsum("nd,dh->nh", X, W1) + b1[None, :]
    return np.where(a > 0, a, 0.0)


@alternative("two_layer_h1", "the bias trick, and a product with the mask")
def h1_bias_trick(W1, b1, X):
    W = np.vstack([W1, b1])
    a = np.hstack([X, np.ones((X.shape[0], 1))]) @ W
    return a * (a > 0)


@alternative("two_layer_h1", "half of a + |a|, with a print")
def h1_absolute(W1, b1, X):
    a = np.matmul(W1.T, X.T).T + np.reshape(b1, (1, -1))
    print("pre-activations", a.shape, a.mean())
    return (a + np.abs(a)) / 2


@alternative("two_layer_h1", "clip and out=")
def h1_clip(W1, b1, X):
    h1 = np.dot(X, W1)
    h1 += b1
    np.clip(h1, 0, None, out=h1)
    return h1


@alternative("two_layer_h1", "a helper inside, applied with a lambda")
def h1_helper(W1, b1, X):
    relu = lambda a: np.maximum(a, np.zeros_like(a))
    return relu(b1 + X @ W1)


# ---- two_layer_scores


@alternative("two_layer_scores", "einsum")
def scores_einsum(W2, b2, h1):
    return np.einsum("nh,hc->nc", h1, W2) + b2


@alternative("two_layer_scores", "transposed twice")
def scores_transposes(W2, b2, h1):
    return (W2.T @ h1.T + b2[:, np.newaxis]).T


@alternative("two_layer_scores", "the bias as a row of ones times b2")
def scores_ones(W2, b2, h1):
    return h1.dot(W2) + np.ones((len(h1), 1)).dot(b2.reshape(1, -1))


@alternative("two_layer_scores", "broadcasting and a sum")
def scores_broadcast(W2, b2, h1):
    return (h1[:, :, None] * W2[None, :, :]).sum(axis=1) + b2


# ---- two_layer_total_loss


@alternative("two_layer_total_loss", "a Python float from probabilities")
def total_probabilities(scores, y, W1, W2, reg):
    N = scores.shape[0]
    exp_scores = np.exp(scores - scores.max(1).reshape(N, 1))
    P = exp_scores / exp_scores.sum(1).reshape(N, 1)
    loss = -np.log(P[range(N), y]).sum() / N
    loss += reg * np.sum(W1**2)
    loss += reg * np.sum(W2**2)
    return float(loss)


@alternative("two_layer_total_loss", "log-sum-exp, and a dot product of the flattened weights")
def total_log_sum_exp(scores, y, W1, W2, reg):
    top = scores.max(axis=1)
    log_sum = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    weights = np.concatenate([W1.ravel(), W2.ravel()])
    return np.mean(log_sum - scores[np.arange(len(y)), y]) + reg * weights.dot(weights)


@alternative("two_layer_total_loss", "one-hot, logaddexp.reduce and Frobenius norms")
def total_one_hot(scores, y, W1, W2, reg):
    Y = np.eye(scores.shape[1])[y]
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    data_loss = -(Y * log_p).sum(axis=1).mean()
    return data_loss + reg * (np.linalg.norm(W1) ** 2 + np.linalg.norm(W2) ** 2)


@alternative("two_layer_total_loss", "take_along_axis, traces and a 0-d array")
def total_take_along_axis(scores, y, W1, W2, reg):
    shifted = scores - np.amax(scores, axis=1, keepdims=True)
    correct = np.take_along_axis(shifted, y[:, None], axis=1)
    losses = np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - correct
    return np.array(losses.mean() + reg * np.trace(W1.T @ W1) + reg * np.trace(W2 @ W2.T))


@alternative(
    "two_layer_total_loss", "a small eps in the logarithm, a warning and a comprehension over the two weights"
)
def total_warning(scores, y, W1, W2, reg):
    import warnings

    warnings.warn("the loss does not include the biases")
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    p = exps[np.arange(y.size), y] / exps.sum(axis=1)
    return -np.log(p + 1e-12).mean() + reg * sum(np.sum(W * W) for W in (W1, W2))


# ---- two_layer_dscores


@alternative("two_layer_dscores", "one-hot")
def dscores_one_hot(scores, y):
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    P = exps / np.sum(exps, axis=1, keepdims=True)
    Y = np.zeros(scores.shape)
    Y[np.arange(len(y)), y] = 1
    return (P - Y) / len(y)


@alternative("two_layer_dscores", "in place on a copy, with np.subtract.at")
def dscores_in_place(scores, y):
    d = scores.copy()
    d -= d.max(axis=1, keepdims=True)
    np.exp(d, out=d)
    d /= d.sum(axis=1, keepdims=True)
    np.subtract.at(d, (np.arange(d.shape[0]), y), 1.0)
    d /= d.shape[0]
    return d


@alternative("two_layer_dscores", "exp of log-probabilities, and a comparison for one-hot")
def dscores_log_probabilities(scores, y):
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    onehot = y[:, None] == np.arange(scores.shape[1])[None, :]
    return (np.exp(log_p) - onehot) / scores.shape[0]


@alternative("two_layer_dscores", "the wrong classes first, then minus their sum in column y")
def dscores_from_wrong_classes(scores, y):
    N = len(scores)
    e = np.exp((scores.T - scores.max(axis=1)).T)
    d = e / e.sum(axis=1)[:, None] / N
    d[np.arange(N), y] = 0
    d[np.arange(N), y] = -d.sum(axis=1)
    return d


# ---- two_layer_dh1


@alternative("two_layer_dh1", "einsum")
def dh1_einsum(dscores, W2):
    return np.einsum("nc,hc->nh", dscores, W2)


@alternative("two_layer_dh1", "transposed twice")
def dh1_transposes(dscores, W2):
    return np.dot(W2, dscores.T).T


@alternative("two_layer_dh1", "tensordot")
def dh1_tensordot(dscores, W2):
    return np.tensordot(dscores, W2, axes=([1], [1]))


@alternative("two_layer_dh1", "broadcasting and a sum")
def dh1_broadcast(dscores, W2):
    return np.sum(dscores[:, None, :] * W2[None, :, :], axis=2)


# ---- two_layer_dW2


@alternative("two_layer_dW2", "einsum")
def dW2_einsum(dscores, h1, W2, reg):
    return np.einsum("nh,nc->hc", h1, dscores) + reg * 2 * W2


@alternative("two_layer_dW2", "transposed twice, and +=")
def dW2_transposes(dscores, h1, W2, reg):
    dW2 = dscores.T.dot(h1).T
    dW2 = dW2 + W2 * (2 * reg)
    return dW2


@alternative("two_layer_dW2", "a sum of outer products")
def dW2_outer(dscores, h1, W2, reg):
    dW2 = (h1[:, :, np.newaxis] * dscores[:, np.newaxis, :]).sum(axis=0)
    dW2 += reg * W2
    dW2 += reg * W2
    return dW2


# ---- two_layer_db2


@alternative("two_layer_db2", "the method")
def db2_method(dscores):
    return dscores.sum(0)


@alternative("two_layer_db2", "a product with ones")
def db2_ones(dscores):
    return np.ones(dscores.shape[0]) @ dscores


@alternative("two_layer_db2", "einsum")
def db2_einsum(dscores):
    return np.einsum("nc->c", dscores)


@alternative("two_layer_db2", "keepdims, then squeezed")
def db2_squeezed(dscores):
    return np.sum(dscores, axis=0, keepdims=True).squeeze(axis=0)


@alternative("two_layer_db2", "the mean times N")
def db2_mean(dscores):
    return dscores.mean(axis=0) * len(dscores)


# ---- two_layer_dW1


@alternative("two_layer_dW1", "a mask on a copy")
def dW1_mask(dh1, h1, X, W1, reg):
    da = dh1.copy()
    da[h1 <= 0] = 0
    return np.dot(X.T, da) + 2 * reg * W1


@alternative("two_layer_dW1", "where and einsum")
def dW1_where(dh1, h1, X, W1, reg):
    return np.einsum("nd,nh->dh", X, np.where(h1 > 0, dh1, 0)) + 2 * reg * W1


@alternative("two_layer_dW1", "sign")
def dW1_sign(dh1, h1, X, W1, reg):
    return (dh1 * np.sign(h1)).T.dot(X).T + 2.0 * reg * W1


@alternative("two_layer_dW1", "h1 != 0 as numbers, in place on a new array")
def dW1_not_zero(dh1, h1, X, W1, reg):
    gate = (h1 != 0).astype(np.float64)
    gate *= dh1
    dW1 = X.transpose() @ gate
    dW1 += 2 * reg * W1
    return dW1


@alternative("two_layer_dW1", "dh1 rebound, not changed")
def dW1_rebound(dh1, h1, X, W1, reg):
    dh1 = np.multiply(dh1, np.heaviside(h1, 0.0))
    return np.matmul(X.T, dh1) + reg * (W1 + W1)


# ---- two_layer_db1


@alternative("two_layer_db1", "a mask on a copy")
def db1_mask(dh1, h1):
    da = np.array(dh1)
    da[h1 == 0] = 0
    return np.sum(da, axis=0)


@alternative("two_layer_db1", "einsum")
def db1_einsum(dh1, h1):
    return np.einsum("nh,nh->h", dh1, (h1 > 0) * 1.0)


@alternative("two_layer_db1", "sum with where=")
def db1_where(dh1, h1):
    return np.sum(dh1, axis=0, where=h1 > 0)


@alternative("two_layer_db1", "the diagonal of a product")
def db1_diagonal(dh1, h1):
    return np.diag(np.sign(h1).T @ dh1).copy()


# ---- two_layer_loss


@alternative("two_layer_loss", "the notes' case study: probabilities, and dhidden changed in place")
def loss_case_study(W1, b1, W2, b2, X, y, reg):
    num_examples = X.shape[0]
    hidden_layer = np.maximum(0, np.dot(X, W1) + b1)
    scores = np.dot(hidden_layer, W2) + b2
    scores -= np.max(scores, axis=1, keepdims=True)
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    correct_logprobs = -np.log(probs[range(num_examples), y])
    loss = np.sum(correct_logprobs) / num_examples + reg * np.sum(W1 * W1) + reg * np.sum(W2 * W2)
    probs[range(num_examples), y] -= 1
    probs /= num_examples
    dhidden = np.dot(probs, W2.T)
    dhidden[hidden_layer <= 0] = 0
    dW1 = np.dot(X.T, dhidden) + 2 * reg * W1
    dW2 = np.dot(hidden_layer.T, probs) + 2 * reg * W2
    return loss, {"W1": dW1, "b1": np.sum(dhidden, axis=0), "W2": dW2, "b2": np.sum(probs, axis=0)}


@alternative("two_layer_loss", "einsum, one-hot and log-sum-exp")
def loss_einsum(W1, b1, W2, b2, X, y, reg):
    a = np.einsum("nd,dh->nh", X, W1) + b1
    h = np.where(a > 0, a, 0)
    s = np.einsum("nh,hc->nc", h, W2) + b2
    log_p = s - np.logaddexp.reduce(s, axis=1, keepdims=True)
    Y = np.eye(W2.shape[1])[y]
    loss = -np.einsum("nc,nc->", Y, log_p) / len(y) + reg * ((W1**2).sum() + (W2**2).sum())
    ds = (np.exp(log_p) - Y) / len(y)
    da = np.einsum("nc,hc->nh", ds, W2) * (a > 0)
    grads = dict(b2=ds.sum(0), b1=da.sum(0))
    grads["W2"] = np.einsum("nh,nc->hc", h, ds) + 2 * reg * W2
    grads["W1"] = np.einsum("nd,nh->dh", X, da) + 2 * reg * W1
    return float(loss), grads


@alternative("two_layer_loss", "the bias trick in both layers, and helpers inside")
def loss_bias_trick(W1, b1, W2, b2, X, y, reg):
    def with_ones(A):
        return np.c_[A, np.ones(len(A))]

    N = len(X)
    X1, V1, V2 = with_ones(X), np.vstack([W1, b1]), np.vstack([W2, b2])
    H1 = with_ones(np.maximum(X1 @ V1, 0))
    S = H1 @ V2
    E = np.exp(S - S.max(axis=1)[:, None])
    P = E / E.sum(axis=1)[:, None]
    loss = np.mean(-np.log(P[np.arange(N), y])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    P[np.arange(N), y] -= 1
    D2 = H1.T @ (P / N)
    D1 = X1.T @ ((P / N @ W2.T) * (H1[:, :-1] > 0))
    return loss, {"W2": D2[:-1] + 2 * reg * W2, "b2": D2[-1], "W1": D1[:-1] + 2 * reg * W1, "b1": D1[-1]}


@alternative(
    "two_layer_loss", "examples in columns, a list instead of a tuple, regularised in a loop over the weights"
)
def loss_columns(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    A = W1.T @ X.T + b1[:, None]
    H = A * (A > 0)
    S = W2.T @ H + b2[:, None]
    S = S - S.max(axis=0)
    P = np.exp(S) / np.exp(S).sum(axis=0)
    loss = -np.log(P[y, np.arange(N)]).sum() / N
    G = P.copy()
    G[y, np.arange(N)] -= 1.0
    G = G / N
    back = (W2 @ G) * (A >= 0)
    grads = {"W1": X.T @ back.T, "b1": back.sum(axis=1), "W2": H @ G.T, "b2": G.sum(axis=1)}
    for name, W in (("W1", W1), ("W2", W2)):
        loss += reg * np.sum(W * W)
        grads[name] += 2 * reg * W
    return [loss, grads]


# ---- two_layer_train


@alternative("two_layer_train", "rng.choice with replacement, spelled out")
def train_choice(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    W1, b1, W2, b2 = (params[name].copy() for name in ("W1", "b1", "W2", "b2"))
    history = []
    for _ in range(num_steps):
        rows = rng.choice(np.arange(X.shape[0]), batch_size)
        loss, grads = loss_function(W1, b1, W2, b2, X[rows], y[rows], reg)
        history.append(loss)
        W1 -= learning_rate * grads["W1"]
        b1 -= learning_rate * grads["b1"]
        W2 -= learning_rate * grads["W2"]
        b2 -= learning_rate * grads["b2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, np.array(history)


@alternative("two_layer_train", "rng.choice without replacement, at most N examples")
def train_choice_without_replacement(
    loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng
):
    params = dict(params)
    loss_history = np.empty(num_steps)
    for t in range(num_steps):
        rows = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)
        loss_history[t], grads = loss_function(**params, X=X[rows], y=y[rows], reg=reg)
        params = {name: params[name] - learning_rate * grads[name] for name in params}
    return params, loss_history


@alternative("two_layer_train", "the head of a permutation in every step")
def train_permutation(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: np.array(value) for name, value in params.items()}
    loss_history = np.zeros((num_steps,))
    for t in range(num_steps):
        rows = rng.permutation(X.shape[0])[:batch_size]
        batch = (X[rows], y[rows], reg)
        loss_history[t], grads = loss_function(params["W1"], params["b1"], params["W2"], params["b2"], *batch)
        for name, grad in grads.items():
            params[name] -= learning_rate * grad
    return params, loss_history


@alternative("two_layer_train", "epochs over a shuffled order")
def train_epochs(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    import copy

    params = copy.deepcopy(params)
    loss_history = np.zeros(num_steps)
    order = np.array([], dtype=int)
    for t in range(num_steps):
        while len(order) < batch_size:
            order = np.concatenate([order, rng.permutation(len(X))])
        rows, order = order[:batch_size], order[batch_size:]
        loss, grads = loss_function(X=X[rows], y=y[rows], reg=reg, **params)
        loss_history[t] = loss
        for name in ("W1", "b1", "W2", "b2"):
            params[name] = params[name] - learning_rate * grads[name]
    return params, loss_history


@alternative("two_layer_train", "a copy shuffled in every epoch, cut into whole batches, with prints")
def train_shuffled_copy(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.zeros(num_steps)
    size = min(batch_size, len(X))
    per_epoch = len(X) // size
    for t in range(num_steps):
        if t % per_epoch == 0:
            rows = np.arange(len(X))
            rng.shuffle(rows)
        batch = rows[size * (t % per_epoch) : size * (t % per_epoch + 1)]
        loss_history[t], grads = loss_function(
            params["W1"], params["b1"], params["W2"], params["b2"], X[batch], y[batch], reg
        )
        if t % 100 == 0:
            print("step", t, "loss", loss_history[t])
        for name in grads:
            params[name] += -learning_rate * grads[name]
    return params, loss_history


@alternative("two_layer_train", "all rows drawn before the loop")
def train_drawn_ahead(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    w = {k: v * 1.0 for k, v in params.items()}
    rows = rng.integers(0, len(X), size=(num_steps, batch_size))
    history = np.zeros(num_steps)
    for step, batch in enumerate(rows):
        history[step], g = loss_function(
            w["W1"], w["b1"], w["W2"], w["b2"], np.take(X, batch, axis=0), np.take(y, batch), reg
        )
        w = {k: w[k] - learning_rate * g[k] for k in w}
    return w, history


@alternative("two_layer_train", "uniform numbers rounded down, and an own generator")
def train_own_generator(loss_function, params, X, y, reg, learning_rate, num_steps, batch_size, rng):
    own = np.random.default_rng(rng.integers(1_000_000))
    params = {name: value.copy() for name, value in params.items()}
    loss_history = np.full(num_steps, np.nan)
    t = 0
    while t < num_steps:
        rows = (own.random(batch_size) * len(X)).astype(int)
        loss, grads = loss_function(*(params[k] for k in ("W1", "b1", "W2", "b2")), X[rows], y[rows], reg)
        loss_history[t] = loss
        for name in params:
            params[name] -= learning_rate * grads[name]
        t += 1
    return params, loss_history
