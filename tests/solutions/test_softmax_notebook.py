"""The softmax notebook, run top to bottom: its checks, its training, and what it says of its figures."""

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
from cs231n_lib.checking import CheckResult, check_exercise
from cs231n_lib.metrics import accuracy


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    """Return the assignment as the grader loads it."""
    return load_assignment(Course(root), "softmax")


@pytest.fixture(scope="module")
def after_run_all(assignment: Assignment) -> dict[str, Any]:
    """Return what the notebook's cells leave behind, run top to bottom, with the checks' results."""
    checks: dict[str, CheckResult] = {}

    def check(name: str, function: Callable[..., Any]) -> None:
        checks[name] = check_exercise(visible_exercise(assignment.exercises[name]), function)

    namespace: dict[str, Any] = {"__name__": "notebook", "checks": checks}
    with mpl.rc_context(), contextlib.redirect_stdout(io.StringIO()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(plt, "show", lambda: plt.close("all"))
        patch.setattr("cs231n_lib.check", check)
        for cell in assignment.notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), namespace)
    return namespace


def test_the_reference_passes_every_check(assignment: Assignment, after_run_all: dict[str, Any]) -> None:
    """Does the notebook, solutions in place, show ten green checks?"""
    assert list(after_run_all["checks"]) == list(assignment.exercises)
    assert all(after_run_all["checks"].values())


def test_training_reaches_91_percent_on_the_digits(after_run_all: dict[str, Any]) -> None:
    """Does the update rule written in the notebook learn the test digits?"""
    assert after_run_all["test_accuracy"] >= 0.91


def test_what_the_notebook_says_of_its_figures_is_true(after_run_all: dict[str, Any]) -> None:
    """Do the numbers that the prose reads off the figures hold?"""
    right, sure = (
        dict(zip(after_run_all["strengths"], after_run_all[k], strict=True)) for k in ("correct", "sure")
    )
    assert 0.8 < right[0.1] < 0.9
    assert sure[0.1] == pytest.approx(0.2, abs=0.03)
    assert np.mean(after_run_all["svm_pull"] > 0) < 0.1
    assert np.all(after_run_all["softmax_pull"] > 0)
    runs = after_run_all["runs"].values()
    slow, good, leaping = (run.history.loss[-20:].mean() for run in runs)
    assert good < slow
    assert good < leaping


def test_templates_sum_to_zero_over_the_classes(after_run_all: dict[str, Any]) -> None:
    """Is the answer to the closing question what the reader finds?"""
    np.testing.assert_allclose(after_run_all["W_trained"].sum(axis=1), 0, atol=0.02)


@pytest.mark.skipif("CS231N_CIFAR10" not in os.environ, reason="CS231N_CIFAR10 names no folder of CIFAR-10")
def test_the_same_code_learns_cifar10(assignment: Assignment, after_run_all: dict[str, Any]) -> None:
    """Does the last code block of the notebook reach about what it promises on colour images?"""
    block = re.search(r"```python\n(.*)```", assignment.notebook.cells[-1].source, re.S)
    assert block is not None
    # 4,000 images are enough, and are there in any excerpt of 5,000.
    source = block[1].replace("num_train=5000", "num_train=4000, num_val=500, num_test=1000")
    exec(source, after_run_all)
    cifar, result = after_run_all["cifar"], after_run_all["result"]
    assert accuracy(cifar.X_test @ result.params, cifar.y_test) > 0.3
