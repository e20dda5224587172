"""F. Files and names: what is not a notebook is told as what it is, and read no further than it takes."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from tests.autograder.toy_course import MAX_SCORE, insert, submission

from .threat import WITHOUT_DOUBLE, WRONG, Threat, fifo

RIGHT = submission()
TEXT = submission(toy_double=WRONG).decode()
LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
CONFLICT = '{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n]}'
DUPLICATE = TEXT.replace('"cells":', '"cells": [], "cells":', 1)


def unreadable(name: str, data: bytes, says: str) -> Threat:
    """Return a file that is no notebook."""
    return Threat(name, data, 0, says, "unreadable")


def odd(name: str, place: object, says: str) -> Threat:
    """Return something that is no regular file."""
    assert callable(place)
    return Threat(name, b"", 0, says, "unreadable", place=place)


def link_to_a_secret(path: Path) -> None:
    """Link to a file that is none of the student's business."""
    path.symlink_to("/etc/passwd")


def link_to_the_solution(path: Path) -> None:
    """Link to the instructor's own notebook."""
    path.symlink_to(path.parents[4] / "solutions" / "toy" / "toy.ipynb")


def link_to_itself(path: Path) -> None:
    """Link to itself."""
    path.symlink_to(path.name)


def large(path: Path) -> None:
    """Put a sparse file of 60 MB there."""
    path.touch()
    os.truncate(path, 60 * 2**20)


LINK = "expected a regular file, got one that cannot be opened"
NO_FILE = "expected a regular file, got a folder, pipe or device"

THREATS = [
    odd("symlink_to_a_secret", link_to_a_secret, LINK),
    odd("symlink_to_the_solution", link_to_the_solution, LINK),
    odd("symlink_to_itself", link_to_itself, LINK),
    odd("pipe", fifo, NO_FILE),
    odd("folder", Path.mkdir, NO_FILE),
    odd("sixty_megabytes", large, "expected at most 50 MB"),
    unreadable("empty_file", b"", "got an empty file"),
    unreadable("blank_file", b" \n\t\n", "got an empty file"),
    unreadable(
        "python_file",
        b"def toy_double(x):\n    return 2 * x\n",
        "expected JSON, got something else at line 1",
    ),
    unreadable("html_file", b"<!doctype html><title>toy</title>", "expected JSON"),
    unreadable("zip_file", b"PK\x03\x04" + bytes(40), "expected JSON"),
    unreadable("truncated", RIGHT[: len(RIGHT) // 2], "the file is damaged"),
    unreadable("lfs_pointer", LFS.encode(), "got a Git LFS pointer; run `git lfs pull`"),
    unreadable("merge_conflict", CONFLICT.encode(), "got Git merge conflict markers"),
    unreadable("latin_1", TEXT.replace("A toy", "A toy for José").encode("latin-1"), "expected UTF-8 text"),
    unreadable("null_bytes", b"\x00" * 100, "expected JSON"),
    unreadable("keys_twice", DUPLICATE.encode(), "expected every JSON key once, got 'cells' twice"),
    unreadable("nested_beyond_use", b"[" * 100_000, "nested or numbered beyond all use"),
    unreadable(
        "number_beyond_use", b'{"nbformat": ' + b"9" * 100_000 + b"}", "nested or numbered beyond all use"
    ),
    unreadable(
        "cell_of_a_megabyte",
        submission(toy_double="    return x #" + "x" * 2**20),
        "expected at most 200000 characters in cell 3",
    ),
    unreadable(
        "half_a_megabyte_of_code",
        submission(
            insert("x = [" + "[]," * 50_000 + "]"), toy_sum="    x = " + "[]," * 60_000 + "\n    return x"
        ).replace(b"import matplotlib", b"#" * 190_000 + b"\\nimport matplotlib"),
        "expected at most 400000 characters of code",
    ),
    Threat("utf_8_with_bom", codecs.BOM_UTF8 + TEXT.encode(), WITHOUT_DOUBLE),
    Threat("utf_16", TEXT.encode("utf-16"), WITHOUT_DOUBLE),
    Threat("utf_16_big_endian", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), WITHOUT_DOUBLE),
    Threat("line_ends_of_windows", RIGHT.replace(b"\\n", b"\\r\\n"), MAX_SCORE),
    Threat("half_a_character", submission(toy_double="    return x  # \ud800"), WITHOUT_DOUBLE),
    Threat("nan_in_json", TEXT.replace('"version": 1', '"version": NaN').encode(), WITHOUT_DOUBLE),
    Threat("unicode_names", submission(toy_double="    ｘ = x\n    return 2.0 * ｘ"), MAX_SCORE),
    Threat(
        "invisible_characters",
        submission(toy_double="    return x  # \u202e\u200b\u2066\x1b]0;owned\x07"),
        WITHOUT_DOUBLE,
    ),
    Threat("-rf", TEXT.encode(), WITHOUT_DOUBLE),
    Threat("a name; with $(touch x) `and` %s {}", TEXT.encode(), WITHOUT_DOUBLE),
    Threat("=HYPERLINK(1)", TEXT.encode(), WITHOUT_DOUBLE),
    Threat("مريم {bold}", TEXT.encode(), WITHOUT_DOUBLE),
    Threat("<script>alert(1)<", TEXT.encode(), WITHOUT_DOUBLE),
    Threat("'; DROP TABLE student; --", TEXT.encode(), WITHOUT_DOUBLE),
]
