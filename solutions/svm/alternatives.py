"""Right answers to the SVM exercises in other styles: each must get full marks."""

from __future__ import annotations

import numpy as np

from autograder.authoring import alternative

# ---- svm_loss_naive


@alternative("svm_loss_naive", "scalar loops only")
def naive_scalars(W, X, y, reg):
    N, D = X.shape
    C = W.shape[1]
    loss = 0.0
    dW = np.zeros((D, C))
    for i in range(N):
        s = [sum(X[i, d] * W[d, c] for d in range(D)) for c in range(C)]
        for j in range(C):
            margin = max(0.0, s[j] - s[y[i]] + 1.0) if j != y[i] else 0.0
            loss += margin / N
            for d in range(D):
                if margin > 0:
                    dW[d, j] += X[i, d] / N
                    dW[d, y[i]] -= X[i, d] / N
    for d in range(D):
        for c in range(C):
            loss += reg * W[d, c] ** 2
            dW[d, c] += 2 * reg * W[d, c]
    return loss, dW


@alternative("svm_loss_naive", "counts the violations of an example, then one outer product")
def naive_outer(W, X, y, reg):
    loss, dW = reg * (W**2).sum(), 2 * reg * W
    for x, label in zip(X, y):
        s = W.T @ x
        over = np.delete(np.arange(len(s)), label)
        over = over[s[over] - s[label] + 1 >= 0]
        loss += (s[over] - s[label] + 1).sum() / len(X)
        pull = np.zeros(len(s))
        pull[over] = 1
        pull[label] = -len(over)
        dW += np.outer(x, pull) / len(X)
    return float(loss), dW


@alternative("svm_loss_naive", "prints, and skips the correct class with continue")
def naive_prints(W, X, y, reg):
    dW = np.zeros(W.shape)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct_class_score = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct_class_score + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i, :].T
                dW[:, y[i]] -= X[i, :].T
        print("after example", i, "the loss is", loss)
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += reg * 2 * W
    return loss, dW


# ---- svm_scores


@alternative("svm_scores", "dot")
def scores_dot(W, X):
    return X.dot(W)


@alternative("svm_scores", "einsum")
def scores_einsum(W, X):
    return np.einsum("nd,dc->nc", X, W)


@alternative("svm_scores", "transposed twice, with a warning")
def scores_transposed(W, X):
    import warnings

    warnings.warn("this takes a detour")
    return (W.T @ X.T).T


@alternative("svm_scores", "broadcast and sum")
def scores_broadcast(W, X):
    return (X[:, :, None] * W[None, :, :]).sum(axis=1)


# ---- svm_margins


@alternative("svm_margins", "zeroes the correct class by multiplying with a mask")
def margins_mask(scores, y):
    wrong = np.arange(scores.shape[1])[None, :] != y[:, None]
    correct = np.take_along_axis(scores, y[:, None], axis=1)
    return np.maximum(0.0, scores - correct + 1.0) * wrong


@alternative("svm_margins", "one-hot instead of fancy indexing")
def margins_one_hot(scores, y):
    onehot = np.eye(scores.shape[1])[y]
    correct = np.sum(scores * onehot, axis=1, keepdims=True)
    return np.clip(scores - correct + 1 - onehot, 0, None) * (1 - onehot)


@alternative("svm_margins", "changes a copy in place")
def margins_copy(scores, y):
    margins = scores.copy()
    margins -= scores[np.arange(len(y)), y][:, np.newaxis]
    margins += 1
    margins[margins < 0] = 0
    margins[range(len(y)), y] = 0
    return margins


@alternative("svm_margins", "choose and where")
def margins_where(scores, y):
    raw = scores - scores[np.arange(scores.shape[0]), y].reshape(-1, 1) + 1
    np.put_along_axis(raw, y.reshape(-1, 1), 0, axis=1)
    return np.where(raw >= 0, raw, 0)


@alternative("svm_margins", "works on the transpose, Fortran order")
def margins_fortran(scores, y):
    s = scores.T
    margins = np.maximum(0, s - s[y, np.arange(len(y))] + 1)
    margins[y, np.arange(len(y))] = 0
    return margins.T


# ---- svm_data_loss


@alternative("svm_data_loss", "sum per example, then the mean, as a Python float")
def data_loss_mean(margins):
    return float(np.mean(np.sum(margins, axis=1)))


@alternative("svm_data_loss", "0-dimensional array, with a print")
def data_loss_0d(margins):
    print("margins", margins.shape)
    return np.array(margins.sum() / len(margins))


@alternative("svm_data_loss", "product of vectors of ones")
def data_loss_ones(margins):
    N, C = margins.shape
    return np.ones(N) @ margins @ np.ones(C) / N


# ---- svm_reg_loss


@alternative("svm_reg_loss", "squared Frobenius norm")
def reg_loss_norm(W, reg):
    return reg * np.linalg.norm(W) ** 2


@alternative("svm_reg_loss", "einsum")
def reg_loss_einsum(W, reg):
    return reg * np.einsum("dc,dc->", W, W)


@alternative("svm_reg_loss", "dot product of the flattened weights, as a Python float")
def reg_loss_vdot(W, reg):
    return float(reg * W.ravel().dot(W.ravel()))


@alternative("svm_reg_loss", "trace of the matrix product, 0-dimensional array")
def reg_loss_trace(W, reg):
    return np.array(reg * np.trace(W.T @ W))


# ---- svm_dmargins


@alternative("svm_dmargins", "zeros and a boolean assignment")
def dmargins_assignment(margins):
    dmargins = np.zeros(margins.shape)
    dmargins[margins > 0] = 1.0 / margins.shape[0]
    return dmargins


@alternative("svm_dmargins", "where")
def dmargins_where(margins):
    return np.where(margins > 0, 1 / len(margins), 0)


@alternative("svm_dmargins", "sign, since no margin is negative")
def dmargins_sign(margins):
    return np.sign(margins) / margins.shape[0]


@alternative("svm_dmargins", "not <= 0, in two steps on a copy")
def dmargins_copy(margins):
    dmargins = margins.copy()
    dmargins[~(margins <= 0)] = 1
    dmargins /= len(dmargins)
    return dmargins


# ---- svm_dscores


@alternative("svm_dscores", "subtracts from the correct class of a copy")
def dscores_subtract(dmargins, y):
    dscores = np.array(dmargins)
    dscores[range(len(y)), y] -= dmargins.sum(axis=1)
    return dscores


@alternative("svm_dscores", "one-hot")
def dscores_one_hot(dmargins, y):
    onehot = (y[:, None] == np.arange(dmargins.shape[1])).astype(np.float64)
    return dmargins - onehot * dmargins.sum(axis=1, keepdims=True)


@alternative("svm_dscores", "np.add.at")
def dscores_add_at(dmargins, y):
    dscores = dmargins + 0.0
    np.add.at(dscores, (np.arange(len(y)), y), -np.sum(dmargins, 1))
    return dscores


@alternative("svm_dscores", "counts the positive margins")
def dscores_count(dmargins, y):
    count = np.count_nonzero(dmargins, axis=1)
    dscores = (dmargins > 0).astype(float)
    np.put_along_axis(dscores, y[:, None], -count[:, None], axis=1)
    return dscores / len(y)


@alternative("svm_dscores", "minus the Jacobian of the subtraction, as an einsum")
def dscores_einsum(dmargins, y):
    C = dmargins.shape[1]
    eye = np.eye(C)
    jacobian = eye[None] - np.einsum("j,nk->njk", np.ones(C), eye[y])
    return np.einsum("nj,njk->nk", dmargins, jacobian)


# ---- svm_dW


@alternative("svm_dW", "einsum")
def dW_einsum(dscores, W, X, reg):
    return np.einsum("nd,nc->dc", X, dscores) + 2 * reg * W


@alternative("svm_dW", "transpose of the transposed product")
def dW_transposed(dscores, W, X, reg):
    return (dscores.T @ X).T + reg * (W + W)


@alternative("svm_dW", "adds up in a copy")
def dW_in_place(dscores, W, X, reg):
    dW = W.copy()
    dW *= 2 * reg
    dW += np.dot(X.transpose(), dscores)
    return dW


@alternative("svm_dW", "tensordot")
def dW_tensordot(dscores, W, X, reg):
    return np.add(np.tensordot(X, dscores, axes=(0, 0)), np.multiply(2 * reg, W))


# ---- svm_loss_vectorized


@alternative("svm_loss_vectorized", "everything in one place, >= on margins before the max")
def vectorized_at_least_zero(W, X, y, reg):
    N = len(y)
    rows = np.arange(N)
    raw = X @ W
    raw -= raw[rows, y][:, None]
    raw += 1
    active = raw >= 0
    active[rows, y] = False
    loss = raw[active].sum() / N + reg * np.linalg.norm(W) ** 2
    pull = active.astype(float)
    pull[rows, y] = -active.sum(axis=1)
    return loss, X.T @ pull / N + 2 * reg * W


@alternative("svm_loss_vectorized", "one-hot and einsum")
def vectorized_einsum(W, X, y, reg):
    N = X.shape[0]
    onehot = np.eye(W.shape[1])[y]
    scores = np.einsum("nd,dc->nc", X, W)
    correct = np.einsum("nc,nc->n", scores, onehot)
    margins = np.maximum(0, scores - correct[:, None] + 1) * (1 - onehot)
    loss = np.einsum("nc->", margins) / N + reg * np.einsum("dc,dc->", W, W)
    dscores = (margins > 0).astype(np.float64)
    dscores -= onehot * dscores.sum(axis=1, keepdims=True)
    return float(loss), np.einsum("nd,nc->dc", X, dscores) / N + 2 * reg * W


@alternative("svm_loss_vectorized", "keeps the correct class's margin and takes 1 off the loss")
def vectorized_minus_delta(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    correct = scores[range(num_train), list(y)].reshape(num_train, 1)
    margins = np.maximum(0, scores - correct + 1)
    loss = np.sum(margins) / num_train - 1 + reg * np.sum(W * W)
    margins[margins > 0] = 1
    margins[range(num_train), list(y)] = 0
    margins[range(num_train), list(y)] = -np.sum(margins, axis=1)
    dW = np.dot(X.T, margins) / num_train
    dW += 2 * reg * W
    print("loss", loss)
    return loss, dW


@alternative("svm_loss_vectorized", "classes in rows")
def vectorized_classes_in_rows(W, X, y, reg):
    A, S = X.T, W.T @ X.T
    here = (y, np.arange(S.shape[1]))
    M = np.clip(S - S[here] + 1, 0, None)
    M[here] = 0
    G = np.sign(M)
    G[here] -= G.sum(axis=0)
    G = G / S.shape[1]
    return np.array(M.sum() / S.shape[1] + reg * np.square(W).sum()), A @ G.T + reg * 2 * W


# ---- svm_train


@alternative("svm_train", "a list, and no change in place")
def train_list(loss_function, W, X, y, reg, learning_rate, num_steps):
    losses = []
    for _ in range(num_steps):
        loss, dW = loss_function(W, X, y, reg)
        losses.append(loss)
        W = W - learning_rate * dW
    return W, np.array(losses)


@alternative("svm_train", "while, np.append and prints")
def train_while(loss_function, W, X, y, reg, learning_rate, num_steps):
    weights = np.copy(W)
    history = np.array([])
    while len(history) < num_steps:
        loss, grad = loss_function(weights, X, y, reg)
        history = np.append(history, loss)
        weights += -learning_rate * grad
        if len(history) % 100 == 0:
            print(f"step {len(history)}: loss {loss:.4f}")
    return weights, history


@alternative("svm_train", "keeps every W, with keyword arguments")
def train_trajectory(loss_function, W, X, y, reg, learning_rate, num_steps):
    path = [W]
    history = np.empty(num_steps)
    for t in range(num_steps):
        history[t], gradient = loss_function(path[-1], X, y, reg=reg)
        path.append(path[-1] - learning_rate * gradient)
    return path[-1].copy(), history


@alternative("svm_train", "recursion")
def train_recursive(loss_function, W, X, y, reg, learning_rate, num_steps):
    def descend(weights, steps, losses):
        if steps == 0:
            return weights, np.asarray(losses)
        loss, gradient = loss_function(weights, X, y, reg)
        return descend(weights - learning_rate * gradient, steps - 1, [*losses, loss])

    return descend(W, num_steps, [])
