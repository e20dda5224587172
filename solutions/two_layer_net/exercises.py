"""How the 2-layer net exercises are judged: outputs, cases and credit; `draws` makes their inputs."""

from __future__ import annotations

from collections.abc import Callable

from autograder.authoring import Case, Draw, Exercise, Part

from .draws import (
    ORDERS,
    WHOLE,
    few_batches,
    identical,
    picked,
    roll_call,
    row_offsets,
    scored,
    shared_offset,
    two_kinds,
    upstream,
    wide,
    with_dead_unit,
    with_row_offsets,
    with_shared_offset,
)

SHARED_OFFSET = "all scores are large"
ROW_OFFSETS = "the rows of scores lie far apart"
LARGE = 1e-3
"""The tolerance where scores are near 1000, of which float32 keeps four digits behind the point."""

FEATURES = "there are more hidden units than features", "there are more features than hidden units"
UNITS = "there are more hidden units than classes", "there are more classes than hidden units"
EXAMPLES_AND_CLASSES = "there are more examples than classes", "there are more classes than examples"
GATES = "there are many hidden units", "there are few hidden units"
"""What the first two orders of sizes mean, for exercises that know of some of the sizes only."""


def _by_size(draw_for: Callable[[str], Draw], labels: tuple[str, str] = FEATURES) -> tuple[Case, ...]:
    """Make a case of every order of sizes."""
    all_labels = (*labels, "the batch holds a single example")
    return tuple(Case(label, draw_for(order)) for label, order in zip(all_labels, ORDERS, strict=True))


def _by_offset(*names: str) -> tuple[Case, ...]:
    """Make the two cases in which a softmax without the right shift overflows."""
    return (
        Case(SHARED_OFFSET, scored(names, shared_offset), LARGE),
        Case(ROW_OFFSETS, scored(names, row_offsets), LARGE),
    )


def _by_gate(*names: str, labels: tuple[str, str] = FEATURES) -> tuple[Case, ...]:
    """Make the cases of a backward stage that a unit's gate decides on."""
    dead = Case("a hidden unit is off for every example", with_dead_unit(*names))
    return (*_by_size(upstream(*names, shape="h1"), labels), dead)


def _stage(name: str, cases: tuple[Case, ...], parts: tuple[Part, ...] = ()) -> Exercise:
    """Declare an exercise that returns one array, named like itself."""
    output = name.removeprefix("two_layer_").removeprefix("total_")
    return Exercise(name, (output,), cases, parts, loops_allowed=False)


LOSS_INPUTS = ("scores", "y", "W1", "W2", "reg")

EXERCISES: tuple[Exercise, ...] = (
    _stage("two_layer_h1", _by_size(picked("W1", "b1", "X"))),
    _stage("two_layer_scores", _by_size(picked("W2", "b2", "h1"), UNITS)),
    _stage(
        "two_layer_total_loss",
        (*_by_size(picked(*LOSS_INPUTS)), *_by_offset(*LOSS_INPUTS)),
        parts=(
            Part("the data loss", "loss", 0.6, "data"),
            Part("the regularisation loss", "loss", 0.4, "regularisation"),
        ),
    ),
    _stage(
        "two_layer_dscores",
        (*_by_size(picked("scores", "y"), EXAMPLES_AND_CLASSES), *_by_offset("scores", "y")),
    ),
    _stage("two_layer_dh1", _by_size(upstream("dscores", "W2", shape="scores"), UNITS)),
    _stage("two_layer_dW2", _by_size(upstream("dscores", "h1", "W2", "reg", shape="scores"), UNITS)),
    _stage("two_layer_db2", _by_size(upstream("dscores", shape="scores"), EXAMPLES_AND_CLASSES)),
    _stage("two_layer_dW1", _by_gate("dh1", "h1", "X", "W1", "reg")),
    _stage("two_layer_db1", _by_gate("dh1", "h1", labels=GATES)),
    Exercise(
        "two_layer_loss",
        ("loss", "grads"),
        (
            *_by_size(picked(*WHOLE)),
            Case(SHARED_OFFSET, with_shared_offset, LARGE),
            Case(ROW_OFFSETS, with_row_offsets, LARGE),
            Case("W1 has some 250,000 entries, too many to nudge one by one", wide, hidden_only=True),
        ),
        parts=(
            Part("the data loss", "loss", 0.25, "data"),
            Part("the regularisation loss", "loss", 0.15, "regularisation"),
            Part("the data term of dW1", "W1", 0.1, "data"),
            Part("the regularisation term of dW1", "W1", 0.05, "regularisation"),
            Part("db1", "b1", 0.15),
            Part("the data term of dW2", "W2", 0.1, "data", labels="y"),
            Part("the regularisation term of dW2", "W2", 0.05, "regularisation"),
            Part("db2", "b2", 0.15),
        ),
        loops_allowed=False,
    ),
    Exercise(
        "two_layer_train",
        ("params", "loss_history"),
        (
            Case("all examples are equal", identical(N=6, num_steps=7, batch_size=2)),
            Case("the batch is larger than the training set", identical(N=5, num_steps=4, batch_size=8)),
            Case("every example must have its turn, in an order of chance", roll_call, compare=("W2", "b1")),
            Case("the batches are left to rng", few_batches, compare=("W1",), follows="rng"),
            Case("the examples are of two kinds", two_kinds, rtol=0.65, compare=("params",)),
        ),
    ),
)
