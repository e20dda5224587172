"""The packaged cases: exact and reproducible text, found by name from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_lib import cases
from cs231n_lib.cases import Fingerprint, Hints, VisibleCase, VisibleExercise
from cs231n_lib.errors import CheckError
from cs231n_lib.outputs import Array, LeafSpec


def visible(inputs: dict[str, Any], expected: dict[str, Array], *wrong: Fingerprint) -> VisibleExercise:
    """Return an exercise of one case."""
    spec = LeafSpec("dW", 1, None, (2,))
    case = VisibleCase("the weights are large", inputs, expected, 1e-6, wrong)
    return VisibleExercise("toy", False, (spec,), (case,))


WRONG = Fingerprint("reg-factor-2", "the factor 2 is missing", {"dW": np.array([np.nan, 1 / 3])})
RAISES = Fingerprint("wrong-axis", "rows and columns are mixed up", None)
INPUTS = {"W": np.array([0.1, 1 / 3]), "y": np.array([2, 0]), "reg": 0.7, "rng": np.random.default_rng(5)}


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that stands for the library's, with three exercises."""
    folder = tmp_path / "visible"
    folder.mkdir()
    monkeypatch.setattr(cases, "files", lambda _package: tmp_path)
    for name in ("svm_margins", "svm_scores", "two_layer_h1"):
        made = visible(INPUTS, {"dW": np.ones(2)})
        (folder / f"{name}.json").write_text(VisibleExercise(name, True, made.specs, made.cases).dumps())
    (folder / "README.md").write_text("not an exercise")
    cases.load.cache_clear()
    yield folder
    cases.load.cache_clear()


def test_an_exercise_comes_back_whole() -> None:
    """Does `check` read what the release wrote, number for number?"""
    made = visible(INPUTS, {"dW": np.array([1 / 3, -0.0])}, WRONG, RAISES)
    read = VisibleExercise.loads(made.dumps())
    assert (read.name, read.loops_allowed, read.specs) == (made.name, made.loops_allowed, made.specs)
    (case,) = read.cases
    assert (case.label, case.rtol) == ("the weights are large", 1e-6)
    assert list(case.inputs) == list(INPUTS)
    assert case.inputs["W"].tolist() == [0.1, 1 / 3]
    assert case.inputs["y"].dtype == np.int64
    assert case.expected["dW"].tolist() == [1 / 3, -0.0]
    first, second = case.fingerprints
    assert (first.id, first.says) == (WRONG.id, WRONG.says)
    assert first.outputs is not None
    assert np.array_equal(first.outputs["dW"], [np.nan, 1 / 3], equal_nan=True)
    assert second == RAISES


def test_the_text_is_the_same_every_time() -> None:
    """Does git see no change where nothing has changed?"""
    made = visible(INPUTS, {"dW": np.array([np.inf, 1 / 3])}, WRONG, RAISES)
    assert VisibleExercise.loads(made.dumps()).dumps() == made.dumps()


def test_hints_and_example_come_back() -> None:
    """Does `check` read the hints with their formulas, and the example for paper?"""
    hints = {"reg-factor-2": Hints("Why a 2?", "(w²)′ = 2w", "∂/∂W_dc of reg·ΣW² is 2·reg·W_dc")}
    bare = visible(INPUTS, {"dW": np.ones(2)})
    read = VisibleExercise.loads(replace(bare, hints=hints, example=bare.cases[0]).dumps())
    assert read.hints == hints
    assert read.example is not None
    assert read.example.inputs["W"].tolist() == [0.1, 1 / 3]
    assert VisibleExercise.loads(bare.dumps()).example is None


def test_the_text_has_one_line_per_case_and_hint() -> None:
    """Does a diff show which case or hint has changed, and can any JSON reader read it?"""
    made = visible(INPUTS, {"dW": np.array([np.nan, 1.0])}, WRONG)
    hints = Hints("a", "b", "c")
    made = replace(made, cases=made.cases * 3, hints={"general": hints, "transposed": hints})
    assert len(made.dumps().splitlines()) == 8 + 3 + 2
    record = json.loads(made.dumps(), parse_constant=pytest.fail)
    assert len(record["cases"]) == 3


def test_fingerprints_with_empty_outputs_stay_empty() -> None:
    """Is a wrong way without outputs told from one that raises?"""
    made = visible(INPUTS, {}, Fingerprint("a", "b", {}))
    (fingerprint,) = VisibleExercise.loads(made.dumps()).cases[0].fingerprints
    assert fingerprint.outputs == {}


def test_names_are_those_of_the_files(packaged: Path) -> None:
    """Are all exercises listed, and nothing that merely lies beside them?"""
    assert cases.exercise_names() == ["svm_margins", "svm_scores", "two_layer_h1"]


def test_an_exercise_is_found_by_name(packaged: Path) -> None:
    """Does a name give its cases, read only once?"""
    assert cases.load("svm_scores").name == "svm_scores"
    assert cases.load("svm_scores") is cases.load("svm_scores")


@pytest.mark.parametrize(
    ("name", "suggested", "not_suggested"),
    [
        ("svm_margin", "svm_margins", "two_layer_h1"),
        ("two_layer_h2", "two_layer_h1", "svm_margins"),
        ("zzz", "svm_margins, svm_scores, two_layer_h1", "README"),
        ("../svm_margins", "svm_margins", "two_layer_h1"),
        ("", "svm_margins, svm_scores, two_layer_h1", "README"),
    ],
    ids=["plural", "number", "unlike_all", "path", "empty"],
)
def test_an_unknown_name_suggests_near_ones(
    packaged: Path, name: str, suggested: str, not_suggested: str
) -> None:
    """Does a slip in a name say which was probably meant?"""
    with pytest.raises(CheckError) as caught:
        cases.load(name)
    message = str(caught.value)
    assert message.startswith(f"expected the name of an exercise, in quotes, got {name!r}; try one of: ")
    assert suggested in message
    assert not_suggested not in message


def test_a_function_given_as_a_name_is_told(packaged: Path) -> None:
    """Does ``check(svm_margins)`` without quotes get the usual words?"""
    with pytest.raises(
        CheckError, match="expected the name of an exercise, in quotes, got a builtin_function_or_method"
    ):
        cases.load(len)


def test_cases_are_found_wherever_python_runs(tmp_path: Path) -> None:
    """Are the packaged cases found from an empty folder, where a notebook is opened alone?"""
    program = "from cs231n_lib.cases import exercise_names; print(exercise_names())"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == str(cases.exercise_names())
