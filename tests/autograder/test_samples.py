"""The sample class: made from what authors declare, every submission different and named by its fault."""

from __future__ import annotations

import nbformat
import pytest

from autograder.course import Assignment
from autograder.errors import UnreadableNotebook
from autograder.notebook import read_submission
from autograder.samples import function_source, sample_class, stubs, submission
from autograder.seeds import fresh_seed

from .toy_course import NAMES, STUB


def decorated(x: float, *, scale: float = 2.0) -> float:
    """Return ``x`` scaled."""
    return scale * x  # by two


def test_a_class_has_every_kind_of_student(toy: Assignment) -> None:
    """Are there right, mistaken, unfinished and broken submissions, under different names?"""
    samples = sample_class(toy)
    names = [sample.student for sample in samples]
    assert len(set(names)) == len(names)
    assert {sample.expect for sample in samples} == {"full", "less", "zero", "unreadable"}
    assert {"right-reference", "right-style-1", "reg-factor-2", "untouched", "endless-loop"} < set(names)
    assert {"not-json", "exits-the-process", "deleted-solution-cell", "duplicated-cells"} < set(names)


def test_what_a_sample_loses_fits_what_is_expected_of_it(toy: Assignment) -> None:
    """Do right samples lose nothing, wrong ones something, and empty ones all?"""
    for sample in sample_class(toy):
        expected = {"full": {0}, "less": {1, 2}, "zero": {len(NAMES)}, "unreadable": {0}}[sample.expect]
        assert len(sample.loses) in expected, sample.student
        assert sample.loses <= set(NAMES)


def test_samples_are_what_they_say(toy: Assignment) -> None:
    """Is only the unreadable one unreadable?"""
    for sample in sample_class(toy):
        if sample.expect == "unreadable":
            with pytest.raises(UnreadableNotebook):
                read_submission(sample.data)
        else:
            assert read_submission(sample.data).assignment == "toy"


def test_stubs_are_those_of_the_release(toy: Assignment) -> None:
    """Does the untouched sample hold what students get?"""
    assert stubs(toy)["toy_double"] == f"def toy_double(x):\n    {STUB}"
    assert list(stubs(toy)) == list(NAMES)


def test_a_function_becomes_a_students_cell() -> None:
    """Are name, decorators and types those of a student's cell?"""
    source = function_source(decorated, "toy_double")
    namespace: dict[str, object] = {}
    exec(source, namespace)
    assert source.startswith("def toy_double(x, *, scale=2.0):\n")
    assert callable(namespace["toy_double"])
    with pytest.raises(TypeError, match="expected a function, got ClassDef"):
        function_source(Assignment, "x")


def test_a_submission_leaves_the_original_alone(toy: Assignment) -> None:
    """Is the instructor's notebook the same after samples were made of it?"""
    before = nbformat.writes(toy.notebook)
    made = submission(toy, {"toy_sum": "changed"})
    assert [cell.source for cell in made.cells if cell.source == "changed"] == ["changed"]
    assert nbformat.writes(toy.notebook) == before


def test_seeds_are_fresh_and_fit_into_json() -> None:
    """Can nobody guess a seed, and every program read it?"""
    seeds = {fresh_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert all(0 <= seed < 2**53 for seed in seeds)
