"""Exercises of the assignment that the autograder's own tests use."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.authoring import Case, Exercise, Part
from cs231n_lib.probes import quadratic_net_loss


def draw_matrix(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a matrix of any sign."""
    return {"x": rng.normal(0, 1, (4, 3))}


def draw_row(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a matrix of one row."""
    return {"x": rng.normal(0, 1, (1, 5))}


def draw_loss(rng: np.random.Generator) -> dict[str, Any]:
    """Draw weights and a strength."""
    return {"W": rng.normal(0, 1, (3, 2)), "reg": float(rng.uniform(1.1, 1.4))}


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a function, parameters by name, examples and a Generator."""
    sizes = {"W1": (3, 2), "b1": (2,), "W2": (2, 4), "b2": (4,)}
    return {
        "loss_function": quadratic_net_loss,
        "params": {name: rng.normal(0, 1, size) for name, size in sizes.items()},
        "X": rng.normal(0, 1, (5, 3)),
        "y": rng.integers(0, 4, 5),
        "rng": np.random.default_rng(int(rng.integers(1000))),
    }


EXERCISES = (
    Exercise(
        "toy_double",
        ("doubled",),
        (Case("there are many rows", draw_matrix), Case("there is one row", draw_row)),
    ),
    Exercise(
        "toy_loss",
        ("loss", "dW"),
        (Case("the weights are of both signs", draw_loss),),
        (Part("the loss", "loss", 0.5), Part("dW", "dW", 0.5)),
    ),
    Exercise("toy_sum", ("total",), (Case("there are many rows", draw_matrix),), loops_allowed=False),
    Exercise("toy_step", ("params", "loss"), (Case("the rows come in any order", draw_step),)),
)
