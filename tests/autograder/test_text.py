"""Text from submissions, made safe to show."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.text import one_line, plain, source

from .classroom import HOSTILE

anything = st.text(st.characters(), max_size=200)  # lone surrogates included


@given(anything, st.booleans())
def test_plain_text_has_nothing_that_cannot_be_seen(text: str, lines: bool) -> None:
    """Can any text move a cursor, change direction, hide something or fail to encode?"""
    shown = plain(text, lines=lines, limit=100)
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    kept = "\n\t" if lines else ""
    assert not [c for c in shown if unicodedata.category(c) in hidden and c not in kept]
    assert len(shown) <= 100
    assert "\n\n\n" not in shown
    assert shown.encode("utf-8").decode("utf-8") == shown


@given(anything)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Is what was cleaned clean?"""
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("\x1b]0;never ended", "0;never ended"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("José Ångström, 李", "José Ångström, 李"),
        ("\ud800", "\ufffd"),
        ("  many \t\n spaces ", "many spaces"),
    ],
)
def test_known_tricks(raw: str, shown: str) -> None:
    """Is each trick gone and the rest still there?"""
    assert plain(raw) == shown


def test_marks_cannot_climb_over_the_line() -> None:
    """Do two hundred accents on one letter become few, while a real word keeps its own?"""
    assert len(plain("Z" + "\u0301" * 200)) == 5
    assert plain("Việt") == "Việt"
    assert plain("นี้") == "นี้"


def test_source_keeps_what_makes_it_a_program() -> None:
    """Do indentation, tabs and blank lines stay, and page breaks not?"""
    code = "def f(x):\n\tif x:\n\n\n\n        return 1"
    assert source(code.replace("\n", "\r\n") + "\x0c\n") == code
    assert len(source("x" * 100_000)) == 20_000


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b]" * 100_000, "\x9d" * 100_000, "\n " * 100_000])
def test_hostile_text_is_cleaned_at_once(text: str) -> None:
    """Can a text be made that takes long to clean?"""
    start = time.process_time()
    one_line(text)
    plain(text, lines=True)
    source(text)
    assert time.process_time() - start < 5  # squares of their lengths would take minutes
