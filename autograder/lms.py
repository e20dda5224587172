"""Whose file is this? How learning management systems name what students hand in.

Pure functions of paths. Moodle, Canvas and nbgrader mark the student unmistakably; in any other
download it is the folder, or in a flat one the file, that bears the student's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .errors import AutograderError

MAX_CHARACTERS, MAX_BYTES = 100, 200
_MOODLE = re.compile(r"(?P<who>.+_\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_]+)(?:_LATE)?_(?P<user>\d+)_(?P<submission>\d+)_(?P<file>.+)", re.DOTALL)
_ATTEMPT = re.compile(r"(?P<stem>.+?)(?:-(?P<canvas>\d{1,3})| ?\((?P<copy>\d{1,3})\))", re.DOTALL)
_WORDS = re.compile(r"[\W_]+")
_GENERIC = frozenset(
    ["assignment", "collected", "download", "downloads", "export", "homework", "submissions", "submitted"]
)
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])


class StudentNameError(AutograderError):
    """A name that cannot be a student's id; the message says why."""


@dataclass(frozen=True)
class Claim:
    """Whose a file says it is.

    ``student`` is the name as it stands, not yet an id. ``attempt`` is the number that the LMS appended
    to a file handed in again. ``named`` tells whether the file's name contains the assignment's;
    ``other`` is the assignment whose folder the file lies in, where that is another one.
    """

    student: str
    attempt: int = 0
    named: bool = False
    other: str | None = None
    certain: bool = True


def claims(paths: Sequence[Sequence[str]], assignment: str) -> list[Claim | None]:
    """Return for each path, given in parts, whose it is; None where it bears no student's name.

    >>> [c.student for c in claims([("Jane Doe_12_assignsubmission_file_", "x.ipynb")], "svm")]
    ['Jane Doe_12']
    >>> claims([("doejane_LATE_12_34_svm-2.ipynb",)], "svm")
    [Claim(student='doejane_12', attempt=2, named=True, other=None, certain=True)]
    >>> [c.student for c in claims([("ada", "svm", "svm.ipynb"), ("bob.ipynb",), ("svm_cy.ipynb",)], "svm")]
    ['ada', 'bob', 'cy']
    """
    marked = [_marked(parts, assignment) for parts in paths]
    unmarked = [p for p, claim in zip(paths, marked, strict=True) if claim is None]
    depth = _wrapping([p for p in unmarked if p[-1].lower().endswith(".ipynb")], assignment)
    top = next((tuple(p[:depth]) for p in unmarked if len(p) > depth), ())
    return [
        claim or _plain(parts[depth:] if tuple(parts[:depth]) == top else parts, assignment)
        for parts, claim in zip(paths, marked, strict=True)
    ]


def student_id(name: str) -> str:
    """Return the id under which a student's folders are made.

    Letters and digits of any script and ``. _ - @ +`` stay; anything else becomes ``_``.

    Raises
    ------
    StudentNameError
        If the name is empty, too long, reserved by Windows, starts like an option or a hidden file,
        or has characters that cannot be seen.

    Examples
    --------
    >>> student_id("Doe, Jane_123"), student_id("$(touch x)")
    ('Doe_Jane_123', '_touch_x_')
    """
    name = unicodedata.normalize("NFC", name).strip()
    if any(unicodedata.category(c) in _INVISIBLE for c in name):
        raise StudentNameError("the student's name has control or invisible characters")
    if name.startswith((".", "-")) or not any(c.isalnum() for c in name):
        raise StudentNameError(
            "the student's name must have a letter or digit and not start with a dot or dash"
        )
    safe = re.sub("_?\0+", "_", "".join(c if _allowed(c) else "\0" for c in name)).rstrip(".")
    if len(safe) > MAX_CHARACTERS or len(safe.encode()) > MAX_BYTES:
        raise StudentNameError(f"the student's name has more than {MAX_CHARACTERS} characters")
    if safe.split(".")[0].casefold() in _RESERVED:
        raise StudentNameError("the student's name is reserved by Windows")
    return safe


def _allowed(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in "._-@+"


def _marked(parts: Sequence[str], assignment: str) -> Claim | None:
    """Recognise Moodle, Canvas and nbgrader."""
    for part in parts:
        if match := _MOODLE.fullmatch(part):
            return _claim(match["who"], parts[-1], assignment)
    if match := _CANVAS.fullmatch(parts[-1]):
        return _claim(f"{match['name']}_{match['user']}", match["file"], assignment)
    if len(parts) >= 3 and _stem(parts[-1]) == parts[-2] and parts[-1].endswith(".ipynb"):
        mine = parts[-2] == assignment
        return Claim(parts[-3], named=mine, other=None if mine else parts[-2])
    return None


def _claim(student: str, file: str, assignment: str) -> Claim:
    stem, attempt = _attempt(_stem(file))
    return Claim(student, attempt, _names(stem, assignment))


def _plain(parts: Sequence[str], assignment: str) -> Claim | None:
    """Take the first folder, or else the file's name without the assignment's, for the student's name."""
    stem, attempt = _copy(_stem(parts[-1]))
    who = _who(parts[0] if len(parts) > 1 else stem, assignment)
    return Claim(who, attempt, _names(stem, assignment), certain=len(parts) > 1) if who else None


def _who(name: str, assignment: str) -> str | None:
    """Return a name without the assignment's before or after it.

    >>> _who("jane_svm", "svm"), _who("svm-jane", "svm"), _who("svm-2", "svm"), _who("jane", "svm")
    ('jane', 'jane', None, 'jane')
    """
    word = re.escape(assignment)
    bare = re.sub(rf"(?i)^{word}(?:[ _-]+|$)|[ _-]+{word}(?:-\d{{1,3}})?$", "", name)
    return None if bare != name and not re.search(r"[^\W\d_]|\d{3}", bare) else bare


def _wrapping(paths: Sequence[Sequence[str]], assignment: str) -> int:
    """Return how many folders lie around the students' own in all of ``paths``."""
    depth = 0
    while paths and all(len(p) > depth + 1 and p[depth] == paths[0][depth] for p in paths):
        inner = {p[depth + 1] for p in paths if len(p) > depth + 2}
        if len(inner) < 2 and not _generic(paths[0][depth], assignment):
            break
        depth += 1
    return depth


def _generic(folder: str, assignment: str) -> bool:
    """Tell whether a folder's name consists of words that no student is called by."""
    words = [word for word in _WORDS.split(folder.casefold()) if word and not word.isdigit()]
    known = _GENERIC | set(_WORDS.split(assignment.casefold()))
    return bool(words) and all(word in known for word in words)


def _names(stem: str, assignment: str) -> bool:
    return (
        f"_{'_'.join(_WORDS.split(assignment.casefold()))}_" in f"_{'_'.join(_WORDS.split(stem.casefold()))}_"
    )


def _attempt(stem: str) -> tuple[str, int]:
    """Split the number off that an LMS or a browser appends to a file handed in again."""
    match = _ATTEMPT.fullmatch(stem)
    return (match["stem"], int(match["canvas"] or match["copy"])) if match else (stem, 0)


def _copy(stem: str) -> tuple[str, int]:
    """Split off a browser's number alone: in a flat folder, team-1 and team-2 are two students."""
    match = _ATTEMPT.fullmatch(stem)
    return (match["stem"], int(match["copy"])) if match and match["copy"] else (stem, 0)


def _stem(file: str) -> str:
    return file[: -len(".ipynb")] if file.lower().endswith(".ipynb") else file
