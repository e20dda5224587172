"""The edges of grading a class: whatever lies in a folder is read safely, and files are written whole."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.notebook import MAX_BYTES
from autograder.results import ExerciseResult, SubmissionResult
from autograder.store import (
    read_handed,
    stored_result,
    stored_results,
    write_graded,
    write_result,
    write_whole,
)

from .toy_course import hand_in, submission

RESULT = SubmissionResult(
    "toy",
    1.0,
    2.0,
    "graded",
    "process",
    0.1,
    (ExerciseResult("toy_sum", "passed", 1.0, 2.0, 1e-16, None, "größe \ud800"),),
    ("a note",),
    5,
    "ada",
    "digest",
    "version",
)


def place(course: Course, name: str = "toy.ipynb") -> Path:
    """Return the path of a file in ada's folder, which is there."""
    path = course.submitted / "ada" / "toy" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_what_was_handed_in_is_read_to_the_byte(fresh_course: Course) -> None:
    """Is the submission what lies there, known by its content?"""
    hand_in(fresh_course, "ada", submission())
    handed = read_handed(fresh_course, "toy", "ada")
    assert (handed.student, handed.data, handed.timestamp, handed.notes) == ("ada", submission(), None, ())
    assert len(handed.digest) == 64
    hand_in(fresh_course, "ada", submission() + b" ")
    assert read_handed(fresh_course, "toy", "ada").digest != handed.digest


def link(path: Path) -> None:
    """Put a link to a secret there."""
    secret = path.parent / "secret"
    secret.write_bytes(submission())
    path.symlink_to(secret)


def dangling(path: Path) -> None:
    """Put a link to nothing there."""
    path.symlink_to("/nowhere")


def unreadable(path: Path) -> None:
    """Put a socket there."""
    import socket

    with socket.socket(socket.AF_UNIX) as sock:
        folder = os.getcwd()  # noqa: PTH109 (the name of a socket must be short)
        os.chdir(path.parent)
        try:
            sock.bind(path.name)
        finally:
            os.chdir(folder)


ODD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "folder": (lambda path: path.mkdir(), "expected a regular file, got a folder, pipe or device"),
    "pipe": (os.mkfifo, "expected a regular file, got a folder, pipe or device"),
    "link": (link, "expected a regular file, got one that cannot be opened"),
    "dangling_link": (dangling, "expected a regular file, got one that cannot be opened"),
    "link_to_a_device": (lambda path: path.symlink_to("/dev/zero"), "expected a regular file"),
    "socket": (unreadable, "expected a regular file, got one that cannot be opened"),
}


@pytest.mark.parametrize("name", ODD)
def test_only_a_regular_file_is_opened(fresh_course: Course, name: str) -> None:
    """Is anything else named for what it is, without waiting on it or following it?"""
    make, message = ODD[name]
    make(place(fresh_course))
    handed = read_handed(fresh_course, "toy", "ada")
    assert handed.data == b""
    assert len(handed.notes) == 1
    assert handed.notes[0].startswith(message)


def test_no_file_is_told(fresh_course: Course) -> None:
    """Is an empty folder named as that?"""
    place(fresh_course)
    handed = read_handed(fresh_course, "toy", "ada")
    assert (handed.data, handed.notes) == (b"", ("expected the file toy.ipynb, found 0 other notebooks",))


def test_a_notebook_of_another_name_is_taken_and_told(fresh_course: Course) -> None:
    """Does a student who renamed the file lose nothing?"""
    place(fresh_course, "toy (1).ipynb").write_bytes(b"data")
    handed = read_handed(fresh_course, "toy", "ada")
    assert handed.data == b"data"
    assert handed.notes == ("the notebook is called toy (1).ipynb; it was graded as toy.ipynb",)


def test_two_notebooks_of_other_names_are_left_to_a_person(fresh_course: Course) -> None:
    """Is nothing guessed between two files?"""
    for name in ("a.ipynb", "b.ipynb"):
        place(fresh_course, name).write_bytes(b"data")
    handed = read_handed(fresh_course, "toy", "ada")
    assert (handed.data, handed.notes) == (b"", ("expected the file toy.ipynb, found 2 other notebooks",))


def test_the_right_name_wins(fresh_course: Course) -> None:
    """Are further notebooks beside the right one no trouble?"""
    hand_in(fresh_course, "ada", b"right")
    place(fresh_course, "a.ipynb").write_bytes(b"other")
    assert read_handed(fresh_course, "toy", "ada").data == b"right"


def test_an_endless_file_is_read_to_the_limit(fresh_course: Course) -> None:
    """Is a file too large for a notebook refused without reading it all?"""
    with place(fresh_course).open("wb") as file:
        file.truncate(10 * MAX_BYTES)
    assert len(read_handed(fresh_course, "toy", "ada").data) == MAX_BYTES + 1


@pytest.mark.parametrize(
    ("text", "timestamp"),
    [
        ("2026-01-02 03:04:05.000006 UTC\n", "2026-01-02 03:04:05.000006 UTC"),
        ("", None),
        ("x" * 60, None),
    ],
    ids=["time", "empty", "long"],
)
def test_the_time_of_handing_in_is_kept(fresh_course: Course, text: str, timestamp: str | None) -> None:
    """Does nbgrader's timestamp come along?"""
    hand_in(fresh_course, "ada", b"data")
    place(fresh_course, "timestamp.txt").write_text(text)
    assert read_handed(fresh_course, "toy", "ada").timestamp == timestamp


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, link, lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xff")],
    ids=["pipe", "link", "folder", "bytes"],
)
def test_an_odd_timestamp_is_none(fresh_course: Course, make: Callable[[Path], Any]) -> None:
    """Can a timestamp that is no file make the grader wait?"""
    hand_in(fresh_course, "ada", b"data")
    make(place(fresh_course, "timestamp.txt"))
    assert read_handed(fresh_course, "toy", "ada").timestamp is None


def test_a_result_is_found_again(fresh_course: Course) -> None:
    """Is a stored result what was written, whatever its text?"""
    write_result(fresh_course, RESULT)
    assert stored_result(fresh_course, "toy", "ada") == RESULT
    assert stored_result(fresh_course, "toy", "grace") is None
    assert stored_result(fresh_course, "other", "ada") is None


def test_results_are_listed_by_student(fresh_course: Course) -> None:
    """Are all results of an assignment found, in order, and damaged ones left out?"""
    for student in ("grace", "ada"):
        write_result(fresh_course, dataclasses.replace(RESULT, student=student))
    fresh_course.result_file("toy", "broken").write_text("{")
    assert [r.student for r in stored_results(fresh_course, "toy")] == ["ada", "grace"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", "null", "{}", '{"exercises": 5}', '{"exercises": [], "notes": null}']
)
def test_a_damaged_result_counts_as_none(fresh_course: Course, text: str) -> None:
    """Is a submission whose result was cut by a full disk graded again?"""
    write_whole(fresh_course.result_file("toy", "ada"), text)
    assert stored_result(fresh_course, "toy", "ada") is None


def test_a_graded_notebook_lies_where_nbgrader_looks(fresh_course: Course) -> None:
    """Do notebook and timestamp come to autograded/?"""
    write_graded(fresh_course, RESULT, {"cells": ["größe"]}, "2026-01-02 03:04:05 UTC")
    folder = fresh_course.grading / "autograded" / "ada" / "toy"
    assert json.loads((folder / "toy.ipynb").read_text()) == {"cells": ["größe"]}
    assert (folder / "timestamp.txt").read_text() == "2026-01-02 03:04:05 UTC"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a reader never see half a file, and an old one stay until the new one is there?"""
    path = tmp_path / "folder" / "file.json"
    write_whole(path, "old")

    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"


def test_half_written_files_are_no_results(fresh_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is what a killed run left beside the results never read as one?"""
    monkeypatch.setattr(Path, "replace", lambda *_: None)
    write_result(fresh_course, RESULT)
    assert stored_results(fresh_course, "toy") == []


def test_a_result_of_nobody_cannot_be_stored(fresh_course: Course) -> None:
    """Is a result without a student refused?"""
    with pytest.raises(ValueError, match="expected a result of a student for an assignment"):
        write_result(fresh_course, dataclasses.replace(RESULT, student=None))
