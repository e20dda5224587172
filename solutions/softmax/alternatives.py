"""Right answers to the softmax exercises in other styles: each must get full marks."""

from __future__ import annotations

import numpy as np

from autograder.authoring import alternative

# ---- softmax_loss_naive


@alternative("softmax_loss_naive", "scalar loops only")
def naive_scalars(W, X, y, reg):
    N, D = X.shape
    C = W.shape[1]
    loss, dW = 0.0, np.zeros((D, C))
    for i in range(N):
        s = [sum(X[i, d] * W[d, c] for d in range(D)) for c in range(C)]
        e = [np.exp(value - max(s)) for value in s]
        loss -= np.log(e[y[i]] / sum(e)) / N
        for c in range(C):
            for d in range(D):
                dW[d, c] += X[i, d] * (e[c] / sum(e) - (1 if c == y[i] else 0)) / N
    for d in range(D):
        for c in range(C):
            loss += reg * W[d, c] ** 2
            dW[d, c] += 2 * reg * W[d, c]
    return loss, dW


@alternative("softmax_loss_naive", "log-sum-exp per example, outer products")
def naive_log_sum_exp(W, X, y, reg):
    loss, dW = 0.0, 2 * reg * W
    for x, label in zip(X, y):
        s = x @ W
        lse = s.max() + np.log(np.exp(s - s.max()).sum())
        loss += lse - s[label]
        p = np.exp(s - lse)
        p[label] -= 1
        dW += np.outer(x, p) / len(X)
    return float(loss / len(X) + reg * (W**2).sum()), dW


@alternative("softmax_loss_naive", "an epsilon in the logarithm, prints, shifted by the mean")
def naive_epsilon(W, X, y, reg):
    loss = 0
    dW = np.zeros(W.shape)
    num_train = X.shape[0]
    for i in range(num_train):
        f = X[i].dot(W)
        f = f - np.mean(f)
        p = np.exp(f) / np.sum(np.exp(f))
        print("example", i, "p =", p[y[i]])
        loss = loss - np.log(p[y[i]] + 1e-12)
        for j in range(W.shape[1]):
            dW[:, j] += p[j] * X[i]
        dW[:, y[i]] -= X[i]
    return loss / num_train + reg * np.sum(np.square(W)), dW / num_train + reg * 2 * W


@alternative("softmax_loss_naive", "no loop at all")
def naive_without_loop(W, X, y, reg):
    scores = X @ W
    P = np.exp(scores - scores.max(1)[:, None])
    P = P / P.sum(1)[:, None]
    Y = np.eye(W.shape[1])[y]
    return -(Y * np.log(P)).sum(1).mean() + reg * (W * W).sum(), X.T @ (P - Y) / len(X) + 2 * reg * W


# ---- softmax_initial_loss


@alternative("softmax_initial_loss", "from the probability")
def initial_from_probability(num_classes):
    return -np.log(1.0 / num_classes)


@alternative("softmax_initial_loss", "the loss of zero scores, computed")
def initial_from_zero_scores(num_classes):
    e = np.exp(np.zeros(num_classes))
    p = e / e.sum()
    return (-np.log(p)).mean()


@alternative("softmax_initial_loss", "the math module")
def initial_math(num_classes):
    import math

    return math.log(num_classes)


@alternative("softmax_initial_loss", "a 0-d array")
def initial_array(num_classes):
    return np.array(np.log(num_classes))


# ---- softmax_shifted


@alternative("softmax_shifted", "a new axis")
def shifted_new_axis(scores):
    return scores - scores.max(axis=1)[:, np.newaxis]


@alternative("softmax_shifted", "in place, on a copy")
def shifted_copy(scores):
    shifted = scores.copy()
    shifted -= np.amax(shifted, axis=-1, keepdims=True)
    return shifted


@alternative("softmax_shifted", "transposed twice")
def shifted_transposes(scores):
    return (scores.T - np.max(scores, axis=1)).T


@alternative("softmax_shifted", "sorting, take_along_axis, a warning and a print")
def shifted_take_along_axis(scores):
    import warnings

    warnings.warn("sorting costs more than a maximum")
    top = np.argsort(scores, axis=1)[:, -1:]
    print("largest classes:", top.ravel())
    return np.subtract(scores, np.take_along_axis(scores, top, axis=1))


# ---- softmax_exponentials


@alternative("softmax_exponentials", "a power of e")
def exponentials_power(shifted):
    return np.e**shifted


@alternative("softmax_exponentials", "into a new array")
def exponentials_out(shifted):
    exponentials = np.empty_like(shifted)
    np.exp(shifted, out=exponentials)
    return exponentials


@alternative("softmax_exponentials", "shifted once more, which changes nothing")
def exponentials_shifted_again(shifted):
    return np.exp(shifted - shifted.max(axis=1, keepdims=True))


# ---- softmax_probabilities


@alternative("softmax_probabilities", "einsum")
def probabilities_einsum(exponentials):
    return np.einsum("nc,n->nc", exponentials, 1 / np.einsum("nc->n", exponentials))


@alternative("softmax_probabilities", "transposed twice")
def probabilities_transposes(exponentials):
    return (exponentials.T / exponentials.sum(axis=1)).T


@alternative("softmax_probabilities", "through logarithms")
def probabilities_logarithms(exponentials):
    return np.exp(np.log(exponentials) - np.log(exponentials.sum(axis=1))[:, None])


@alternative("softmax_probabilities", "in place on a copy, sums by a product with ones")
def probabilities_product(exponentials):
    P = np.array(exponentials)
    P /= P @ np.ones((P.shape[1], 1))
    return P


@alternative("softmax_probabilities", "an epsilon in the denominator")
def probabilities_epsilon(exponentials):
    return exponentials / (np.sum(exponentials, axis=1).reshape(-1, 1) + 1e-12)


# ---- softmax_data_loss


@alternative("softmax_data_loss", "one-hot labels")
def data_loss_one_hot(probabilities, y):
    Y = np.zeros_like(probabilities)
    Y[np.arange(len(y)), y] = 1
    return -np.sum(Y * np.log(probabilities)) / len(y)


@alternative("softmax_data_loss", "take_along_axis, a Python float")
def data_loss_take_along_axis(probabilities, y):
    correct = np.take_along_axis(probabilities, y[:, None], axis=1)
    return float(np.mean(-np.log(correct)))


@alternative("softmax_data_loss", "an epsilon in the logarithm")
def data_loss_epsilon(probabilities, y):
    return -np.log(probabilities[range(len(y)), y] + 1e-8).mean()


@alternative("softmax_data_loss", "the logarithm of the product, a 0-d array")
def data_loss_product(probabilities, y):
    picked = (probabilities * (y[:, None] == np.arange(probabilities.shape[1]))).sum(axis=1)
    return np.array(-np.log(np.prod(picked)) / picked.size)


@alternative("softmax_data_loss", "clipped probabilities, choose")
def data_loss_choose(probabilities, y):
    p = np.choose(y, np.clip(probabilities, 1e-15, 1 - 1e-15).T)
    return np.average(-np.log(p))


# ---- softmax_reg_loss


@alternative("softmax_reg_loss", "einsum")
def reg_loss_einsum(W, reg):
    return reg * np.einsum("dc,dc->", W, W)


@alternative("softmax_reg_loss", "the squared norm")
def reg_loss_norm(W, reg):
    return reg * np.linalg.norm(W) ** 2


@alternative("softmax_reg_loss", "a dot product with itself")
def reg_loss_ravel(W, reg):
    return float(W.ravel().dot(W.ravel()) * reg)


@alternative("softmax_reg_loss", "the trace")
def reg_loss_trace(W, reg):
    return np.trace(W.T @ W) * reg


# ---- softmax_dscores


@alternative("softmax_dscores", "one-hot labels")
def dscores_one_hot(probabilities, y):
    N, C = probabilities.shape
    return (probabilities - np.eye(C)[y]) / N


@alternative("softmax_dscores", "add.at on a copy")
def dscores_add_at(probabilities, y):
    N = probabilities.shape[0]
    dscores = probabilities / N
    np.add.at(dscores, (np.arange(N), y), -1 / N)
    return dscores


@alternative("softmax_dscores", "a comparison as mask, divided in place")
def dscores_mask(probabilities, y):
    dscores = np.where(
        np.arange(probabilities.shape[1]) == y.reshape(-1, 1), probabilities - 1, probabilities
    )
    dscores /= probabilities.shape[0]
    return dscores


@alternative("softmax_dscores", "stage by stage through log, division and exp")
def dscores_stages(probabilities, y):
    N, C = probabilities.shape
    dP = np.zeros((N, C))
    dP[np.arange(N), y] = -1 / (N * probabilities[np.arange(N), y])
    return probabilities * (dP - np.sum(dP * probabilities, axis=1, keepdims=True))


@alternative("softmax_dscores", "the full Jacobian, by einsum")
def dscores_jacobian(probabilities, y):
    N, C = probabilities.shape
    Y = np.eye(C)[y]
    J = np.einsum("nc,ck->nck", probabilities, np.eye(C)) - np.einsum(
        "nc,nk->nck", probabilities, probabilities
    )
    return np.einsum("nk,nck->nc", -Y / probabilities / N, J)


# ---- softmax_dW


@alternative("softmax_dW", "einsum")
def dW_einsum(dscores, W, X, reg):
    return np.einsum("nd,nc->dc", X, dscores) + reg * (W + W)


@alternative("softmax_dW", "transposed twice")
def dW_transposes(dscores, W, X, reg):
    return (dscores.T.dot(X) + 2 * reg * W.T).T


@alternative("softmax_dW", "a sum of outer products by broadcasting")
def dW_broadcast(dscores, W, X, reg):
    dW = (X[:, :, None] * dscores[:, None, :]).sum(axis=0)
    dW += 2 * reg * W
    return dW


@alternative("softmax_dW", "tensordot, prints")
def dW_tensordot(dscores, W, X, reg):
    dW = np.tensordot(X, dscores, axes=(0, 0))
    print("dW", dW.shape)
    return np.add(dW, np.multiply(2 * reg, W))


# ---- softmax_loss_vectorized


@alternative("softmax_loss_vectorized", "log-sum-exp")
def vectorized_log_sum_exp(W, X, y, reg):
    N = len(X)
    S = X @ W
    m = S.max(axis=1, keepdims=True)
    log_P = S - m - np.log(np.exp(S - m).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * np.linalg.norm(W) ** 2
    dS = np.exp(log_P)
    dS[np.arange(N), y] -= 1
    return loss, X.T @ (dS / N) + 2 * reg * W


@alternative("softmax_loss_vectorized", "einsum and one-hot labels")
def vectorized_einsum(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    Y = (y[:, None] == np.arange(C)).astype(float)
    S = np.einsum("nd,dc->nc", X, W)
    E = np.exp(S - S.max(axis=1)[:, None])
    P = np.einsum("nc,n->nc", E, 1 / E.sum(axis=1))
    loss = -np.einsum("nc,nc->", Y, np.log(P)) / N + reg * np.einsum("dc,dc", W, W)
    return loss, np.einsum("nd,nc->dc", X, P - Y) / N + 2 * reg * W


@alternative("softmax_loss_vectorized", "classes by examples, as in the 2015 notes")
def vectorized_columns(W, X, y, reg):
    scores = W.T.dot(X.T)
    scores = scores - np.max(scores, axis=0)
    P = np.exp(scores) / np.exp(scores).sum(axis=0)
    N = y.shape[0]
    loss = -np.log(P[y, range(N)]).sum() / N + reg * (W * W).sum()
    P[y, range(N)] -= 1
    return loss, P.dot(X).T / N + reg * 2 * W


@alternative("softmax_loss_vectorized", "an epsilon, in place, a Python float, prints and a warning")
def vectorized_epsilon(W, X, y, reg):
    import warnings

    warnings.warn("adding an epsilon")
    N = X.shape[0]
    P = X.dot(W)
    P -= P.max(axis=1, keepdims=True)
    np.exp(P, out=P)
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(P[np.arange(N), y] + 1e-8).sum()
    P[np.arange(N), y] -= 1
    dW = X.T.dot(P)
    print("loss", loss, "dW", dW.shape)
    return float(loss / N + reg * np.sum(W * W)), dW / N + 2 * reg * W


@alternative("softmax_loss_vectorized", "minus the score plus the logarithm of the sum, staged backward")
def vectorized_staged(W, X, y, reg):
    N = X.shape[0]
    f = X @ W
    f -= np.max(f, axis=1).reshape(N, 1)
    denominator = np.sum(np.exp(f), axis=1)
    loss = np.mean(np.log(denominator) - f[np.arange(N), y]) + reg * np.sum(np.square(W))
    d_denominator = 1 / denominator / N
    df = np.exp(f) * d_denominator[:, np.newaxis]
    np.subtract.at(df, (np.arange(N), y), 1 / N)
    dW = 2 * reg * W.copy()
    dW += np.dot(np.transpose(X), df)
    return loss, dW
