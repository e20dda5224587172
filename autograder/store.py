"""The edges of grading a class: submissions are read here, and what came of them is written here.

Every file is written all at once. A submission without a result file has not been graded; one with a
result file has, and the verdict stands: what the gradebook lacks is entered from it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .course import Course
from .errors import KEPT, RunInProgress, StorageError
from .notebook import MAX_BYTES
from .results import ExerciseResult, SubmissionResult

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Earlier:
    """What an earlier grading of the same bytes leaves: its seed, and those of its verdicts that hold."""

    seed: int
    verdicts: tuple[ExerciseResult, ...]


@dataclass(frozen=True)
class Handed:
    """What a student has handed in: the bytes to grade, the time if known, and oddities."""

    student: str
    data: bytes
    timestamp: str | None
    notes: tuple[str, ...] = ()
    earlier: Earlier | None = None

    @property
    def digest(self) -> str:
        """Identify the content."""
        return hashlib.sha256(self.data).hexdigest()


def read_handed(course: Course, assignment: str, student: str) -> Handed:
    """Read one student's submission; whatever lies there, nothing but a regular file is opened."""
    path = course.notebook_file("submitted", student, assignment)
    notes: list[str] = []
    if not path.exists() and not path.is_symlink():
        others = sorted(path.parent.glob("*.ipynb"))
        if len(others) == 1:
            path = others[0]
            notes.append(f"the notebook is called {path.name}; it was graded as {assignment}.ipynb")
        else:
            notes.append(f"expected the file {assignment}.ipynb, found {len(others)} other notebooks")
            return Handed(student, b"", _timestamp(path.parent), tuple(notes))
    data, problem = read_regular(path)
    return Handed(student, data, _timestamp(path.parent), tuple([*notes, problem] if problem else notes))


def stored_result(course: Course, assignment: str, student: str) -> SubmissionResult | None:
    """Return the result of an earlier run, or None; a damaged file counts as none."""
    path = course.result_file(assignment, student)
    try:
        return SubmissionResult.from_json(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def stored_results(course: Course, assignment: str) -> list[SubmissionResult]:
    """Return all results of an assignment, by student."""
    files = sorted(course.result_file(assignment, "x").parent.glob("*.json"))
    results = (stored_result(course, assignment, path.stem) for path in files)
    return [result for result in results if result is not None]


def write_graded(
    course: Course, result: SubmissionResult, notebook: dict[str, Any], timestamp: str | None
) -> None:
    """Write the graded notebook where nbgrader expects it."""
    path = course.notebook_file("autograded", *_whose(result))
    write_whole(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
    if timestamp:
        write_whole(path.parent / "timestamp.txt", timestamp)


def write_result(course: Course, result: SubmissionResult) -> None:
    """Write the result file, which marks the submission as done."""
    student, assignment = _whose(result)
    write_whole(course.result_file(assignment, student), result.to_json() + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there with all of its text or not at all, after a power cut too.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half.open("w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink()
        raise _not_written(path, error) from error


@contextlib.contextmanager
def only_run(course: Course, assignment: str) -> Iterator[None]:
    """Keep other runs away from an assignment; the kernel lets go when this process ends, however it ends.

    Raises
    ------
    RunInProgress
        If another run is there already.
    """
    path = course.grading / "locks" / f"{assignment}.lock"
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise RunInProgress(
            f"expected to be the only run that grades {assignment}, but another one is at work in "
            f"{course.root}; wait for it, or stop it with Ctrl-C: nothing is lost"
        ) from error
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _not_written(path: Path, error: OSError) -> StorageError:
    advice = "free some room on its disk" if error.errno in _NO_ROOM else "let your user write there"
    return StorageError(f"expected to write {path}, but {error.strerror or error}; {advice}, {KEPT}")


def _whose(result: SubmissionResult) -> tuple[str, str]:
    if result.assignment is None or result.student is None:
        raise ValueError("expected a result of a student for an assignment")
    return result.student, result.assignment


def read_regular(path: Path) -> tuple[bytes, str | None]:
    """Read a regular file up to just above `MAX_BYTES`; never follow a link, never wait on a pipe.

    Returns the content, and what is wrong where it could not be read.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        return b"", f"expected a regular file, got one that cannot be opened ({error.strerror})"
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        return b"", "expected a regular file, got a folder, pipe or device"
    with os.fdopen(fd, "rb") as file:
        return file.read(MAX_BYTES + 1), None


def _timestamp(folder: Path) -> str | None:
    """Return the time of handing in as nbgrader keeps it, if it is a time at all."""
    data, _ = read_regular(folder / "timestamp.txt")
    try:
        text = data.decode().strip()
    except UnicodeDecodeError:
        return None
    return text if text and len(text) < 60 else None
