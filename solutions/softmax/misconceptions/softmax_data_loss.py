"""Known wrong ways to write softmax_data_loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_data_loss", "mean-missing", "the losses of the examples are summed instead of averaged"
)
def data_loss_sum(probabilities, y):
    N = probabilities.shape[0]
    return -np.sum(np.log(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss",
    "mean-over-entries",
    "the sum is divided by N * C, the size of the one-hot product, instead of N",
)
def data_loss_mean_over_classes(probabilities, y):
    Y = np.eye(probabilities.shape[1])[y]
    return -np.mean(Y * np.log(probabilities))


@misconception("softmax_data_loss", "softmax-log-sign", "the minus sign of -log p is missing")
def data_loss_sign(probabilities, y):
    N = probabilities.shape[0]
    return np.mean(np.log(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "softmax-log-base", "the logarithm is taken to base 2 instead of the natural one"
)
def data_loss_log2(probabilities, y):
    N = probabilities.shape[0]
    return -np.mean(np.log2(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "softmax-log-base", "the logarithm is taken to base 10 instead of the natural one"
)
def data_loss_log10(probabilities, y):
    N = probabilities.shape[0]
    return -np.mean(np.log10(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "softmax-log-missing", "the loss is the mean of 1 - p: the logarithm is missing"
)
def data_loss_no_log(probabilities, y):
    N = probabilities.shape[0]
    return np.mean(1 - probabilities[np.arange(N), y])


@misconception(
    "softmax_data_loss", "softmax-log-missing", "the loss is the mean of -p: the logarithm is missing"
)
def data_loss_minus_p(probabilities, y):
    N = probabilities.shape[0]
    return -np.mean(probabilities[np.arange(N), y])


@misconception(
    "softmax_data_loss", "mean-over-classes", "the sum is divided by C, the number of classes, instead of N"
)
def data_loss_mean_by_classes(probabilities, y):
    N, C = probabilities.shape
    return -np.sum(np.log(probabilities[np.arange(N), y])) / C


@misconception(
    "softmax_data_loss",
    "softmax-log-of-mean",
    "the logarithm is taken of the mean probability instead of the mean of the logarithms",
)
def data_loss_log_of_mean(probabilities, y):
    N = probabilities.shape[0]
    return -np.log(np.mean(probabilities[np.arange(N), y]))


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "-log p is summed over all classes instead of taken at the correct one",
)
def data_loss_all_classes(probabilities, y):
    N = probabilities.shape[0]
    return -np.sum(np.log(probabilities)) / N


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "-log(1 - p) of the wrong classes is added, as for yes-or-no questions",
)
def data_loss_binary(probabilities, y):
    N = probabilities.shape[0]
    Y = np.eye(probabilities.shape[1])[y]
    return -np.sum(Y * np.log(probabilities) + (1 - Y) * np.log(1 - probabilities)) / N


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "the loss is -p log p summed over the classes, the entropy, which ignores the labels",
)
def data_loss_entropy(probabilities, y):
    N = probabilities.shape[0]
    return -np.sum(probabilities * np.log(probabilities)) / N


@misconception(
    "softmax_data_loss",
    "wrong-index",
    "every row meets the labels of all examples, [:, y], instead of its own",
)
def data_loss_all_labels(probabilities, y):
    return -np.mean(np.log(probabilities[:, y]))


@misconception(
    "softmax_data_loss",
    "wrong-index",
    "the largest probability of each row is used instead of that of the correct class",
)
def data_loss_largest(probabilities, y):
    return -np.mean(np.log(np.max(probabilities, axis=1)))


@misconception(
    "softmax_data_loss", "softmax-of-softmax", "the softmax is taken once more, of the probabilities"
)
def data_loss_twice(probabilities, y):
    N = probabilities.shape[0]
    p = np.exp(probabilities) / np.sum(np.exp(probabilities), axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(N), y]))


@misconception(
    "softmax_data_loss", "hinge-in-softmax", "the loss is the hinge loss of the SVM, of the probabilities"
)
def data_loss_hinge(probabilities, y):
    N = probabilities.shape[0]
    margins = np.maximum(0, probabilities - probabilities[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    return np.sum(margins) / N


@misconception("softmax_data_loss", "inputs-overwritten", "the probabilities passed in are changed")
def data_loss_in_place(probabilities, y):
    N = probabilities.shape[0]
    np.log(probabilities, out=probabilities)
    return -np.sum(probabilities[np.arange(N), y]) / N


@misconception("softmax_data_loss", "loops-in-vectorized", "the number is right but a Python loop makes it")
def data_loss_loop(probabilities, y):
    loss = 0.0
    for i in range(probabilities.shape[0]):
        loss -= np.log(probabilities[i, y[i]])
    return loss / probabilities.shape[0]


@misconception("softmax_data_loss", "mean-missing", "every example keeps its own loss: the mean is missing")
def data_loss_per_example(probabilities, y):
    return -np.log(probabilities[np.arange(len(y)), y])


@misconception("softmax_data_loss", "mean-taken-twice", "the mean is divided by N once more")
def data_loss_averaged_twice(probabilities, y):
    N = len(y)
    return -np.mean(np.log(probabilities[np.arange(N), y])) / N


@misconception(
    "softmax_data_loss",
    "softmax-log-of-mean",
    "the logarithm is taken of the summed probabilities, and divided by N",
)
def data_loss_log_of_sum(probabilities, y):
    N = len(y)
    return -np.log(np.sum(probabilities[np.arange(N), y])) / N


@misconception(
    "softmax_data_loss",
    "softmax-log-missing",
    "the loss is -log(1 - p) of the correct class: the probability of being wrong stands where p belongs",
)
def data_loss_of_the_rest(probabilities, y):
    return -np.mean(np.log(1 - probabilities[np.arange(len(y)), y]))


@misconception(
    "softmax_data_loss",
    "softmax-squared-error",
    "the loss is the squared distance between the probabilities and the one-hot labels",
)
def data_loss_squared_error(probabilities, y):
    labels = np.eye(probabilities.shape[1])[y]
    return np.sum((probabilities - labels) ** 2) / len(y)


@misconception(
    "softmax_data_loss",
    "softmax-squared-error",
    "the loss is the squared distance of the correct class's probability from 1",
)
def data_loss_squared_rest(probabilities, y):
    return np.mean((1 - probabilities[np.arange(len(y)), y]) ** 2)


@misconception("softmax_data_loss", "wrong-index", "the labels pick rows instead of classes")
def data_loss_rows(probabilities, y):
    return -np.mean(np.log(probabilities[y]))


@misconception("softmax_data_loss", "wrong-index", "the first class counts as the correct one in every row")
def data_loss_first_class(probabilities, y):
    return -np.mean(np.log(probabilities[:, 0]))


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "-log p is averaged over all classes instead of taken at the correct one",
)
def data_loss_mean_of_all(probabilities, y):
    return -np.mean(np.log(probabilities))


@misconception(
    "softmax_data_loss",
    "softmax-loss-over-all-classes",
    "the loss is the mean of -p log p over all entries, which ignores the labels",
)
def data_loss_mean_entropy(probabilities, y):
    return -np.mean(probabilities * np.log(probabilities))


@misconception(
    "softmax_data_loss",
    "softmax-loss-weighted",
    "the loss of an example is -p log p of the correct class, weighted with p, instead of -log p",
)
def data_loss_weighted(probabilities, y):
    p = probabilities[np.arange(len(y)), y]
    return -np.mean(p * np.log(p))
