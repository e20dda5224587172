"""The SVM exercises: what each function is called with when it is checked and graded.

Every draw avoids what would make a right answer ambiguous (a margin next to the kink at 0)
and what would let a wrong answer pass (reg near 1, every margin positive, a batch whose
labels are 0, 1, 2, ...). No draw knows the reference solution.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.authoring import Case, Exercise, Part
from cs231n_lib.probes import quadratic_loss

Rng = np.random.Generator
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Sizes = tuple[int, int, int]

KINK = 1e-3
CLASSIFIERS = {
    "there are more examples than features": (8, 4, 3),
    "there are more classes than features": (7, 3, 6),
    "there are more features than examples": (4, 9, 5),
    "the batch holds a single example": (1, 3, 4),
}
"""The least (N, D, C) of the cases of every exercise that sees X, by what makes them special."""
BATCHES = {
    "there are more examples than classes": (7, 4, 3),
    "there are more classes than examples": (3, 9, 5),
    "the batch holds a single example": (1, 3, 4),
}
"""The same for exercises that see only scores or margins (N, C)."""
WEIGHTS = {
    "W has more columns than rows": (7, 3, 6),
    "W has more rows than columns": (4, 9, 5),
    "W is a single column": (2, 4, 1),
}
"""The same for the exercise that sees only W (D, C)."""


# What the inputs are drawn from


def _reg(rng: Rng) -> float:
    """About 1, but never so close that reg, reg * reg and 1 look alike."""
    return float(rng.choice([rng.uniform(0.6, 0.85), rng.uniform(1.15, 1.4)]))


def _labels(rng: Rng, N: int, C: int) -> Integers:
    """Two classes or more, one of them repeated and one absent; a single label is not 0."""
    if N == 1:
        return rng.integers(1, C, size=1)
    while True:
        y = rng.integers(0, C, size=N)
        if 2 <= len(np.unique(y)) < min(N, C):
            return y


def _telling(raw: Floats, y: Integers) -> bool:
    """Say whether the raw margins show every mistake: off the kink, of both signs, two in one row."""
    wrong = np.ones(raw.shape, dtype=bool)
    wrong[np.arange(len(y)), y] = False
    positive = (raw > 0) & wrong
    off_the_kink = bool((np.abs(raw[wrong]) > KINK).all())
    return off_the_kink and bool((wrong & ~positive).any()) and bool((positive.sum(axis=1) >= 2).any())


def _all_kinds(scores: Floats, y: Integers) -> bool:
    """Say whether there are scores of both signs, and margins that show every mistake."""
    raw = scores - scores[np.arange(len(y)), y][:, None] + 1.0
    return bool(scores.min() < 0 < scores.max()) and _telling(raw, y)


def _scored(rng: Rng, N: int, C: int) -> tuple[Floats, Integers]:
    """Draw scores with labels."""
    while True:
        scores, y = rng.normal(0.0, 2.0, (N, C)), _labels(rng, N, C)
        if _all_kinds(scores, y):
            return scores, y


def _margins(rng: Rng, N: int, C: int) -> tuple[Floats, Integers]:
    """Draw margins as they leave the max: none negative, zeros in the correct column and elsewhere."""
    while True:
        raw, y = rng.normal(0.5, 2.0, (N, C)), _labels(rng, N, C)
        if _telling(raw, y):
            raw[np.arange(N), y] = 0.0
            return np.maximum(raw, 0.0), y


# One draw per signature


def _classifier(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    N, D, C = sizes
    while True:
        W, X, y = rng.normal(0.0, 1.0, (D, C)), rng.normal(0.0, 1.0, (N, D)), _labels(rng, N, C)
        if _all_kinds(X @ W, y):
            return {"W": W, "X": X, "y": y, "reg": _reg(rng)}


def _wide_classifier(rng: Rng) -> dict[str, Any]:
    """Draw one image, and weights of which a gradient takes each entry once or never ends."""
    N, D, C = 1, 3073, 80 + int(rng.integers(4))
    while True:
        W, X = rng.normal(0.0, 1.0 / np.sqrt(D), (D, C)), rng.normal(0.0, 1.0, (N, D))
        y = _labels(rng, N, C)
        if _all_kinds(X @ W, y):
            return {"W": W, "X": X, "y": y, "reg": _reg(rng)}


def _for_scores(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    N, D, C = sizes
    return {"W": rng.normal(0.0, 1.0, (D, C)), "X": rng.normal(0.0, 1.0, (N, D))}


def _for_margins(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    N, _, C = sizes
    scores, y = _scored(rng, N, C)
    return {"scores": scores, "y": y}


def _for_data_loss(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    N, _, C = sizes
    margins, _ = _margins(rng, N, C)
    return {"margins": margins}


def _for_reg_loss(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    _, D, C = sizes
    return {"W": rng.normal(0.3, 1.0, (D, C)), "reg": _reg(rng)}


def _for_dscores(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    N, _, C = sizes
    margins, y = _margins(rng, N, C)
    return {"dmargins": (margins > 0) / N, "y": y}


def _for_dW(rng: Rng, sizes: Sizes) -> dict[str, Any]:
    N, D, C = sizes
    margins, y = _margins(rng, N, C)
    dscores = (margins > 0) / N
    dscores[np.arange(N), y] = -dscores.sum(axis=1)
    W, X = rng.normal(0.0, 1.0, (D, C)), rng.normal(0.0, 1.0, (N, D))
    return {"dscores": dscores, "W": W, "X": X, "reg": _reg(rng)}


def _for_train(rng: Rng, sizes: Sizes, most_steps: int) -> dict[str, Any]:
    num_steps = int(rng.integers((most_steps + 1) // 2, most_steps + 1))
    rate = float(rng.uniform(0.1, 0.3))
    start = {"loss_function": quadratic_loss, **_classifier(rng, sizes)}
    return {**start, "learning_rate": rate, "num_steps": num_steps}


def _grown(rng: Rng, draw: Callable[..., dict[str, Any]], sizes: Sizes) -> dict[str, Any]:
    """Draw with all sizes grown alike, so that none can be known: only a single example stays single."""
    more = int(rng.integers(4))
    N, D, C = (size if size == 1 else size + more for size in sizes)
    return draw(rng, (N, D, C))


def _cases(sizes: dict[str, Sizes], draw: Callable[..., dict[str, Any]]) -> tuple[Case, ...]:
    return tuple(Case(label, partial(_grown, draw=draw, sizes=shape)) for label, shape in sizes.items())


TRAINING = tuple(
    Case(label, partial(_grown, draw=partial(_for_train, most_steps=most_steps), sizes=sizes))
    for label, sizes, most_steps in (
        ("it takes a single step", (6, 4, 3), 1),
        ("it takes several steps", (7, 3, 5), 12),
        ("the batch holds a single example", (1, 3, 4), 6),
    )
)
WIDE = Case("W has some 250,000 entries, too many to nudge one by one", _wide_classifier, hidden_only=True)
LOSS_AND_GRADIENT = (
    Part("the data loss", "loss", 0.35, "data"),
    Part("the regularisation loss", "loss", 0.15, "regularisation"),
    Part("the data term of dW", "dW", 0.35, "data", labels="y"),
    Part("the regularisation term of dW", "dW", 0.15, "regularisation"),
)

EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "svm_loss_naive",
        ("loss", "dW"),
        (*_cases(CLASSIFIERS, _classifier), WIDE),
        LOSS_AND_GRADIENT,
        same_as="svm_loss_vectorized",
    ),
    Exercise("svm_scores", ("scores",), _cases(CLASSIFIERS, _for_scores), loops_allowed=False),
    Exercise("svm_margins", ("margins",), _cases(BATCHES, _for_margins), loops_allowed=False),
    Exercise("svm_data_loss", ("data_loss",), _cases(BATCHES, _for_data_loss), loops_allowed=False),
    Exercise("svm_reg_loss", ("reg_loss",), _cases(WEIGHTS, _for_reg_loss), loops_allowed=False),
    Exercise("svm_dmargins", ("dmargins",), _cases(BATCHES, _for_data_loss), loops_allowed=False),
    Exercise("svm_dscores", ("dscores",), _cases(BATCHES, _for_dscores), loops_allowed=False),
    Exercise("svm_dW", ("dW",), _cases(CLASSIFIERS, _for_dW), loops_allowed=False),
    Exercise(
        "svm_loss_vectorized",
        ("loss", "dW"),
        (*_cases(CLASSIFIERS, _classifier), WIDE),
        LOSS_AND_GRADIENT,
        loops_allowed=False,
    ),
    Exercise("svm_train", ("W", "loss_history"), TRAINING),
)
