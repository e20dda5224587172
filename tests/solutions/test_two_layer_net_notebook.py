"""The 2-layer net notebook, run top to bottom: its checks, its training, and what it says of its figures."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.course import Assignment, Course, load_assignment
from autograder.release import visible_exercise
from cs231n_lib import data
from cs231n_lib.checking import CheckResult, check_exercise


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    """Return the assignment as the grader loads it."""
    return load_assignment(Course(root), "two_layer_net")


@pytest.fixture(scope="module")
def after_run_all(assignment: Assignment) -> dict[str, Any]:
    """Return what the cells leave behind, run top to bottom, with check results and printed lines."""
    checks: dict[str, CheckResult] = {}
    printed: dict[str, str] = {}
    curves: dict[str, dict[str, Any]] = {}

    def check(name: str, function: Callable[..., Any]) -> None:
        checks[name] = check_exercise(visible_exercise(assignment.exercises[name]), function)

    namespace: dict[str, Any] = {"__name__": "notebook"}
    with mpl.rc_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(plt, "show", lambda: plt.close("all"))
        patch.setattr("cs231n_lib.check", check)
        for cell in assignment.notebook.cells:
            if cell.cell_type == "code":
                with contextlib.redirect_stdout(io.StringIO()) as output:
                    exec(compile(cell.source, cell.id, "exec"), namespace)
                printed[cell.id] = output.getvalue()
                curves[cell.id] = dict(namespace.get("curves", {}))
    return namespace | {"checks": checks, "printed": printed, "curves_of": curves}


def numbers(text: str) -> list[float]:
    """Return all numbers in a text."""
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def test_the_reference_passes_every_check(assignment: Assignment, after_run_all: dict[str, Any]) -> None:
    """Does the notebook, solutions in place, show eleven green checks?"""
    assert list(after_run_all["checks"]) == list(assignment.exercises)
    assert all(after_run_all["checks"].values())


def test_training_reaches_97_percent_on_the_digits(after_run_all: dict[str, Any]) -> None:
    """Does the notebook's own loop learn the test digits?"""
    assert after_run_all["test_accuracy"] >= 0.97


@pytest.mark.parametrize("number", range(4))
def test_every_way_of_sampling_learns_the_digits(assignment: Assignment, number: int) -> None:
    """Do loops that sample in other ways reach 0.97 too?"""
    train = assignment.exercises["two_layer_train"].alternatives[number].function
    loss_function = assignment.exercises["two_layer_loss"].reference
    digits, rng = data.load_digits(), np.random.default_rng(0)
    net = {
        "W1": rng.normal(size=(64, 100)) * np.sqrt(2 / 64),
        "b1": np.zeros(100),
        "W2": rng.normal(size=(100, 10)) * np.sqrt(2 / 100),
        "b2": np.zeros(10),
    }
    net, _ = train(loss_function, net, digits.X_train, digits.y_train, 1e-3, 0.5, 2000, 100, rng)
    h1 = np.maximum(0, digits.X_test @ net["W1"] + net["b1"])
    assert np.mean(np.argmax(h1 @ net["W2"] + net["b2"], axis=1) == digits.y_test) >= 0.97


def test_the_forgotten_gate_fails_where_the_prose_says(after_run_all: dict[str, Any]) -> None:
    """Is the column of the unit that is on in both examples right, and are the others wrong?"""
    wrong = np.abs(after_run_all["no_gate"] - after_run_all["measured"]) > 1e-6
    np.testing.assert_array_equal(wrong, [[True, True, False]] * 2)


def test_the_three_starts_end_as_told(after_run_all: dict[str, Any]) -> None:
    """Does zero not learn, does equal learn as one unit, and does random learn?"""
    zero, equal, random = after_run_all["curves_of"]["three-starts"].values()
    assert zero[-1] == pytest.approx(np.log(10), abs=0.02)
    assert 1 < equal[-50:].mean() < 2
    assert random[-50:].mean() < 0.4
    counts = numbers(after_run_all["printed"]["three-starts"])
    assert [n for n in counts if n in (1, 50)] == [50, 50, 50, 50, 1, 50]


def test_the_sanity_checks_pass(after_run_all: dict[str, Any]) -> None:
    """Are twenty images learnt by heart, whatever their labels, and is the first loss log 10?"""
    for curve in after_run_all["curves_of"]["overfit-on-purpose"].values():
        assert curve[-1] < 0.02
    tiny, usual, large = (numbers(line)[-1] for line in after_run_all["printed"]["first-loss"].splitlines())
    assert tiny == pytest.approx(np.log(10), abs=1e-3)
    assert usual < 3
    assert large > 20


def test_what_the_prose_says_of_minibatches_is_true(after_run_all: dict[str, Any]) -> None:
    """Is one image a poor adviser, and are a hundred a good one?"""
    lines = after_run_all["printed"]["how-many-to-ask"].splitlines()
    one, _, hundred, thousand = (numbers(line)[-1] for line in lines)
    assert one < 0.3
    assert hundred > 0.8
    assert thousand > 0.95


def test_what_the_prose_says_of_the_loss_is_true(after_run_all: dict[str, Any]) -> None:
    """Does the loss level off near 0.2, three quarters of it the regulariser?"""
    loss = np.mean(after_run_all["digit_losses"][-50:])
    net = after_run_all["digit_net"]
    assert loss == pytest.approx(0.2, abs=0.03)
    assert 1e-3 * (np.sum(net["W1"] ** 2) + np.sum(net["W2"] ** 2)) / loss == pytest.approx(0.75, abs=0.08)


def test_more_units_help_until_they_do_not(after_run_all: dict[str, Any]) -> None:
    """Do two units read most digits, and ten nearly all?"""
    lines = after_run_all["printed"]["hidden-size-on-digits"].splitlines()
    validation = {int(numbers(line)[0]): numbers(line)[-1] for line in lines}
    assert validation[1] < 0.5 < validation[2]
    assert validation[10] > 0.94
    assert validation[50] >= validation[20] - 0.02


def test_the_panels_of_the_moons_show_over_and_underfitting(after_run_all: dict[str, Any]) -> None:
    """Does no regularisation win on the points seen, and some on new ones?"""
    titles = [axes.get_title() for axes in after_run_all["panels"]]
    (_, seen_0, new_0), (_, _, new_1), _, (_, seen_3, new_3) = (numbers(title) for title in titles)
    assert seen_0 >= 95
    assert new_1 > new_0 + 2
    assert seen_3 < 85
    assert new_3 < new_1


def test_incoming_and_outgoing_weights_balance(after_run_all: dict[str, Any]) -> None:
    """Is the answer to the closing question what the reader finds?"""
    incoming, outgoing = after_run_all["incoming"], after_run_all["outgoing"]
    assert np.corrcoef(incoming, outgoing)[0, 1] > 0.98
    np.testing.assert_allclose(outgoing / incoming, 1, atol=0.25)


@pytest.mark.skipif("CS231N_CIFAR10" not in os.environ, reason="CS231N_CIFAR10 names no folder of CIFAR-10")
def test_the_same_code_learns_cifar10(assignment: Assignment, after_run_all: dict[str, Any]) -> None:
    """Does the last code block of the notebook learn colour images, clearly better than chance?"""
    block = re.search(r"```python\n(.*)```", assignment.notebook.cells[-1].source, re.S)
    assert block is not None
    # 4,000 images and a tenth of the steps are enough to see it, and are there in any excerpt of 5,000.
    sizes = "load_cifar10(num_train=4000, num_val=500, num_test=1000)"
    source = block[1].replace("load_cifar10()", sizes).replace("10_000", "1_000")
    namespace = dict(after_run_all)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(source, namespace)
    assert numbers(output.getvalue())[-1] > 0.3
