"""Students' names: what becomes an id, and what is left of it."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from autograder.lms import StudentNameError, claims, student_id


def id_or_none(name: str) -> str | None:
    """Return the id, or None where the name is refused."""
    try:
        return student_id(name)
    except StudentNameError:
        return None


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # of odd characters, many names are refused
@given(st.text(st.characters(), max_size=150))
def test_id_is_one_harmless_part_of_a_path(name: str) -> None:
    """Is any id safe as a folder on every system, as an option, in a pattern and on a screen?"""
    made = id_or_none(name)
    assume(made is not None)
    assert made is not None
    assert PurePosixPath(made).parts == (made,)
    assert PureWindowsPath(made).parts == (made,)
    assert 0 < len(made) <= 100
    assert len(made.encode()) <= 200
    assert made[0] not in ".-"
    assert made[-1] not in ". "
    assert made.isprintable()
    assert not set(made) & set("/\\:*?\"<>|[]{}$`;&%'!~#() \t\n=,")
    assert not [c for c in made if unicodedata.category(c) in ("Cc", "Cf", "Cs")]


@given(st.text(st.characters(), max_size=100))
def test_id_of_an_id_is_itself(name: str) -> None:
    """Can what was collected be collected again from where it lies?"""
    made = id_or_none(name)
    assert made is None or student_id(made) == made


@given(st.from_regex(r"[A-Za-z0-9_@+][A-Za-z0-9_@+.-]{3,60}[A-Za-z0-9]", fullmatch=True))
def test_ordinary_ids_stay_as_they_are(name: str) -> None:
    """Does a user name or an e-mail address remain what the instructor's list has?"""
    assume(id_or_none(name) is not None)
    assert student_id(name) == name


@given(
    st.lists(st.lists(st.text(st.characters(), min_size=1, max_size=30), min_size=1, max_size=5), max_size=6),
    st.sampled_from(["svm", "two_layer_net", "a.*b"]),
)
def test_any_paths_can_be_asked_about(paths: list[list[str]], assignment: str) -> None:
    """Is there one answer per path, whatever the paths are?"""
    assert len(claims(paths, assignment)) == len(paths)


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("two_layer_net/jane.ipynb", "jane"),
        ("jane_two_layer_net.ipynb", "jane"),
        ("jane-two_layer_net-3.ipynb", "jane"),
        ("Two_Layer_Net_jane.ipynb", "jane"),
        ("jane doe/net.ipynb", "jane doe"),
        ("12345/two_layer_net.ipynb", "12345"),
        ("12345.ipynb", "12345"),
        ("two_layer_net_12345.ipynb", "12345"),
        ("two_layer_net.ipynb", None),
        ("two_layer_net-1.ipynb", None),
    ],
)
def test_name_of_the_assignment_is_not_the_students(path: str, student: str | None) -> None:
    """Is what is left of a name without the assignment's the student's?"""
    (claim,) = claims([path.split("/")], "two_layer_net")
    assert (claim and claim.student) == student


def test_one_students_folder_is_not_taken_for_a_wrapping() -> None:
    """Do two notebooks in one folder belong to one student?"""
    found = claims([("jane", "svm.ipynb"), ("jane", "svm-2.ipynb"), ("jane", "Untitled.ipynb")], "svm")
    assert {claim.student for claim in found if claim} == {"jane"}


def test_marked_names_are_read_among_others() -> None:
    """Can a folder hold files of several systems?"""
    paths = ["doe_1_2_svm.ipynb", "A B_3_assignsubmission_file_/x.ipynb", "cy/svm.ipynb", "dan.ipynb"]
    found = claims([path.split("/") for path in paths], "svm")
    assert [claim and claim.student for claim in found] == ["doe_1", "A B_3", "cy", "dan"]
