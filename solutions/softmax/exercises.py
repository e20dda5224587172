"""How the softmax exercises are judged: outputs, credit and the inputs that are drawn.

Every draw keeps the probability of the correct class between 0.04 and 0.9, so that a harmless
``log(p + 1e-8)`` in an otherwise right answer passes. What must not pass, an unshifted or
wrongly shifted exponential, meets scores near 1000 and rows that lie 800 apart.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from autograder.authoring import Case, Draw, Exercise, Inputs, Part

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Sizes = Callable[[np.random.Generator], tuple[int, int, int]]
Offsets = Callable[[np.random.Generator, int], Floats]


# Sizes: (N, D, C), all different, and drawn, so that no shape can be hard-coded.


def many_examples(rng: np.random.Generator) -> tuple[int, int, int]:
    """N > D > C."""
    C = int(rng.integers(3, 5))
    D = C + int(rng.integers(1, 3))
    return D + int(rng.integers(1, 4)), D, C


def many_classes(rng: np.random.Generator) -> tuple[int, int, int]:
    """C > N > D."""
    D = int(rng.integers(2, 4))
    N = D + int(rng.integers(1, 3))
    return N, D, N + int(rng.integers(1, 4))


def one_example(rng: np.random.Generator) -> tuple[int, int, int]:
    """C > D > N = 1."""
    D = int(rng.integers(2, 5))
    return 1, D, D + int(rng.integers(1, 3))


# Offsets: one number per row, added to all scores of that row, which leaves its softmax as it is.


def no_offset(_: np.random.Generator, N: int) -> Floats:
    """Add nothing."""
    return np.zeros(N)


def common_offset(rng: np.random.Generator, N: int) -> Floats:
    """Add the same number, near 1000, to all rows: exp overflows without a shift."""
    return np.full(N, rng.uniform(900.0, 1100.0))


def row_offsets(rng: np.random.Generator, N: int) -> Floats:
    """Add about 0, 800 or -800, each at least once: one shift for the whole batch gives 0/0."""
    return rng.permutation(np.resize([0.0, 800.0, -800.0], N)) * rng.uniform(0.95, 1.05)


def draw_labels(rng: np.random.Generator, N: int, C: int) -> Ints:
    """Labels in which some class repeats (if N > 1), some class is missing, and which are not arange(N)."""
    first = 1 if N == 1 else 0
    num_present = max(1, min(N, C) - 1)
    present = first + rng.permutation(C - first)[:num_present]
    return rng.choice(present, size=N).astype(np.int64)


def exponentials_of(scores: Floats) -> Floats:
    """Exponentials of the scores, divided by the largest of their row."""
    return np.asarray(np.exp(scores.T - scores.T.max(axis=0)).T)


def probabilities_of(scores: Floats) -> Floats:
    """Rows of probabilities."""
    exponentials = exponentials_of(scores)
    return np.asarray((exponentials.T / exponentials.T.sum(axis=0)).T)


def is_moderate(scores: Floats, y: Ints) -> bool:
    """Say whether the correct class is neither nearly impossible nor nearly certain, in every row."""
    correct = probabilities_of(scores)[np.arange(len(y)), y]
    return bool(np.all((correct > 0.04) & (correct < 0.9)))


def draw_scores(rng: np.random.Generator, sizes: Sizes, offsets: Offsets = no_offset) -> tuple[Floats, Ints]:
    """Scores of both signs before the offsets, and their labels."""
    N, _, C = sizes(rng)
    while True:
        scores = rng.normal(size=(N, C))
        y = draw_labels(rng, N, C)
        if is_moderate(scores, y):
            return scores + offsets(rng, N)[:, np.newaxis], y


def draw_reg(rng: np.random.Generator) -> float:
    """About 1, so that a wrong regulariser shows, but never one of the numbers that hide it."""
    return float(rng.uniform(0.6, 0.9))


def loss_draw(sizes: Sizes, offsets: Offsets = no_offset) -> Draw:
    """Inputs of a whole loss function; an offset enters as a feature whose weight all classes share."""

    def draw(rng: np.random.Generator) -> Inputs:
        N, D, C = sizes(rng)
        while True:
            W = rng.normal(size=(D, C))
            X = rng.normal(size=(N, D)) / np.sqrt(D)
            y = draw_labels(rng, N, C)
            if offsets is not no_offset:
                # A shared weight of 2 to 3: the offset stays out of W, so the regulariser stays small.
                W[0] = rng.uniform(2.0, 3.0)
                X[:, 0] = offsets(rng, N) / W[0, 0]
            if is_moderate(X @ W, y):
                return {"W": W, "X": X, "y": y, "reg": draw_reg(rng)}

    return draw


def wide_draw(rng: np.random.Generator) -> Inputs:
    """Draw one image, and weights of which a gradient takes each entry once or never ends."""
    N, D, C = 1, 3073, 80 + int(rng.integers(4))
    W, X = rng.normal(size=(D, C)) / np.sqrt(D), rng.normal(size=(N, D))
    return {"W": W, "X": X, "y": draw_labels(rng, N, C), "reg": draw_reg(rng)}


def scores_draw(sizes: Sizes, offsets: Offsets = no_offset) -> Draw:
    """Scores, and nothing else."""
    return lambda rng: {"scores": draw_scores(rng, sizes, offsets)[0]}


def shifted_draw(sizes: Sizes) -> Draw:
    """Scores whose row maximum is 0."""

    def draw(rng: np.random.Generator) -> Inputs:
        scores = draw_scores(rng, sizes)[0]
        return {"shifted": (scores.T - scores.max(axis=1)).T}

    return draw


def draw_far_below(rng: np.random.Generator) -> Inputs:
    """Shifted scores, one of which is about -800: its exponential underflows to 0."""
    shifted = np.array(shifted_draw(many_examples)(rng)["shifted"])
    row = rng.integers(len(shifted))
    shifted[row, shifted[row].argmin()] = rng.uniform(-850.0, -800.0)
    return {"shifted": shifted}


def exponentials_draw(sizes: Sizes) -> Draw:
    """Exponentials whose row maximum is 1."""
    return lambda rng: {"exponentials": exponentials_of(draw_scores(rng, sizes)[0])}


def probabilities_draw(sizes: Sizes) -> Draw:
    """Probabilities and labels."""

    def draw(rng: np.random.Generator) -> Inputs:
        scores, y = draw_scores(rng, sizes)
        return {"probabilities": probabilities_of(scores), "y": y}

    return draw


def weights_draw(sizes: Sizes) -> Draw:
    """Weights and regularisation strength."""

    def draw(rng: np.random.Generator) -> Inputs:
        _, D, C = sizes(rng)
        return {"W": rng.normal(size=(D, C)), "reg": draw_reg(rng)}

    return draw


def dW_draw(sizes: Sizes) -> Draw:
    """Upstream gradients of any kind: their rows need not sum to 0."""

    def draw(rng: np.random.Generator) -> Inputs:
        N, D, C = sizes(rng)
        return {
            "dscores": rng.normal(size=(N, C)),
            "W": rng.normal(size=(D, C)),
            "X": rng.normal(size=(N, D)),
            "reg": draw_reg(rng),
        }

    return draw


def num_classes_draw(low: int, high: int) -> Draw:
    """A number of classes in [low, high)."""
    return lambda rng: {"num_classes": int(rng.integers(low, high))}


def by_size(draw: Callable[[Sizes], Draw]) -> tuple[Case, ...]:
    """Three cases that differ in the relation of N, D and C."""
    return (
        Case("there are more examples than classes", draw(many_examples)),
        Case("there are more classes than examples", draw(many_classes)),
        Case("there is a single example", draw(one_example)),
    )


def by_size_and_offset(draw: Callable[[Sizes, Offsets], Draw]) -> tuple[Case, ...]:
    """The three sizes, then the two kinds of large scores.

    Of a score near 1000, float32 keeps four digits behind the point: these cases ask for no more.
    """
    return (
        *by_size(lambda sizes: draw(sizes, no_offset)),
        Case("all scores are large", draw(many_examples, common_offset), rtol=1e-3),
        Case("the rows of scores lie far apart", draw(many_examples, row_offsets), rtol=1e-3),
    )


WIDE = Case(
    "W has some 250,000 entries, too many to nudge one by one", wide_draw, rtol=1e-5, hidden_only=True
)
LOSS_CASES = (*by_size_and_offset(loss_draw), WIDE)
LOSS_AND_GRADIENT = (
    Part("the data loss", "loss", 0.35, "data"),
    Part("the regularisation loss", "loss", 0.15, "regularisation"),
    Part("the data term of dW", "dW", 0.35, "data", labels="y"),
    Part("the regularisation term of dW", "dW", 0.15, "regularisation"),
)

EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "softmax_loss_naive",
        ("loss", "dW"),
        LOSS_CASES,
        parts=LOSS_AND_GRADIENT,
        same_as="softmax_loss_vectorized",
    ),
    Exercise(
        "softmax_initial_loss",
        ("initial_loss",),
        (
            Case("there are only two classes", num_classes_draw(2, 3)),
            Case("there are fewer than ten classes", num_classes_draw(3, 10)),
            Case("there are hundreds of classes", num_classes_draw(100, 1001)),
        ),
    ),
    Exercise("softmax_shifted", ("shifted",), by_size_and_offset(scores_draw), loops_allowed=False),
    Exercise(
        "softmax_exponentials",
        ("exponentials",),
        (*by_size(shifted_draw), Case("a score lies far below the others", draw_far_below)),
        loops_allowed=False,
    ),
    Exercise("softmax_probabilities", ("probabilities",), by_size(exponentials_draw), loops_allowed=False),
    Exercise("softmax_data_loss", ("data_loss",), by_size(probabilities_draw), loops_allowed=False),
    Exercise(
        "softmax_reg_loss",
        ("reg_loss",),
        (
            Case("there are more features than classes", weights_draw(many_examples)),
            Case("there are more classes than features", weights_draw(many_classes)),
            Case("there are few weights", weights_draw(one_example)),
        ),
        loops_allowed=False,
    ),
    Exercise("softmax_dscores", ("dscores",), by_size(probabilities_draw), loops_allowed=False),
    Exercise("softmax_dW", ("dW",), by_size(dW_draw), loops_allowed=False),
    Exercise(
        "softmax_loss_vectorized", ("loss", "dW"), LOSS_CASES, parts=LOSS_AND_GRADIENT, loops_allowed=False
    ),
)
