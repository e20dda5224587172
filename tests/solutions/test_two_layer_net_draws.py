"""What the 2-layer net exercises are judged with: what every draw must be, so that each mistake shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course import Assignment, Course, GradedExercise, load_assignment
from autograder.source import reference_functions

Functions = Mapping[str, Callable[..., Any]]


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    """Return the assignment as the grader loads it."""
    return load_assignment(Course(root), "two_layer_net")


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> Functions:
    """Return the instructor's functions by name, without their prefix."""
    functions = reference_functions(assignment.notebook)
    return {name.removeprefix("two_layer_"): functions[name] for name in assignment.exercises}


def drawn(exercise: GradedExercise, seed: int) -> Iterator[dict[str, Any]]:
    """Draw the inputs of every case of an exercise."""
    rng = np.random.default_rng(seed)
    for case in exercise.exercise.cases:
        yield dict(case.draw(rng))


@pytest.mark.parametrize("seed", range(20))
def test_draws_hide_no_mistake(assignment: Assignment, seed: int) -> None:
    """Do sizes differ, units stay off the kink and partly on, biases off 0, and labels repeat?"""
    for net in drawn(assignment.exercises["two_layer_loss"], seed):
        (N, D), H, C, y = net["X"].shape, len(net["b1"]), len(net["b2"]), net["y"]
        assert len({N, D, H, C}) == 4
        assert len(set(y.tolist())) < min(N + 1, C)
        assert not np.array_equal(y, np.arange(N))
        assert N == 1 or len(set(y.tolist())) < N
        raw = net["X"] @ net["W1"] + net["b1"]
        assert np.abs(raw).min() > 1e-3
        assert np.all((raw > 0).any(axis=1) & (raw < 0).any(axis=1))
        assert min(np.abs(net["b1"]).min(), np.abs(net["b2"]).min()) > 0.1
        assert abs(net["reg"] - 1) > 0.1


@pytest.mark.parametrize("seed", range(20))
def test_stages_meet_negative_scores_and_units_that_are_off(assignment: Assignment, seed: int) -> None:
    """Would a ReLU on the scores, or a forgotten gate, show in every case of the stages concerned?"""
    for inputs in drawn(assignment.exercises["two_layer_scores"], seed):
        assert (inputs["h1"] @ inputs["W2"] + inputs["b2"]).min() < -0.1
    for inputs in drawn(assignment.exercises["two_layer_dW1"], seed):
        off = inputs["h1"] == 0
        assert np.any(off)
        assert np.any(~off)
        assert np.abs(inputs["dh1"][off]).max() > 1e-3
    assert np.any(np.all(off, axis=0))  # the last case has a dead unit


def test_draws_reach_the_scores_that_overflow(assignment: Assignment, reference: Functions) -> None:
    """Do some scores lie beyond 709, where exp is infinite, and some rows 1400 apart?"""
    *_, common, by_row = drawn(assignment.exercises["two_layer_total_loss"], 0)
    stages = [common["scores"], by_row["scores"]]
    *_, common, by_row, _ = drawn(assignment.exercises["two_layer_loss"], 0)
    nets = [
        reference["scores"](net["W2"], net["b2"], reference["h1"](net["W1"], net["b1"], net["X"]))
        for net in (common, by_row)
    ]
    for large, apart in (stages, nets):
        assert large.min() > 709
        assert np.ptp(apart.max(axis=1)) > 1400


def test_the_two_kinds_of_examples_tell_sampling_from_luck(
    assignment: Assignment, reference: Functions
) -> None:
    """Do honest runs end within half of the tolerance, and runs that saw one kind only beyond it?"""
    case = assignment.exercises["two_layer_train"].exercise.cases[-1]
    for seed in range(20):
        inputs = dict(case.draw(np.random.default_rng(seed)))
        params, _ = reference["train"](**inputs)
        one_kind = inputs | {"X": inputs["X"][:12], "y": inputs["y"][:12]}
        biased, _ = reference["train"](**one_kind)
        assert np.all(np.abs(params["b1"] / np.mean(inputs["y"]) - 1) < case.rtol / 2)
        assert np.all(np.abs(biased["b1"] / params["b1"] - 1) > case.rtol)
