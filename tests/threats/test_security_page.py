"""SECURITY.md says what becomes of each odd file, and says it in the words that the grader uses."""

from __future__ import annotations

import re
from pathlib import Path

from .e_notebook import FORMATS
from .f_files import THREATS
from .threat import Threat

MARKED = re.compile(r"(?<=<!-- outcomes -->\n).*(?=<!-- end of outcomes -->)", re.DOTALL)
HEAD = "| handed in | outcome | what is said |\n|---|---|---|\n"


def row(threat: Threat) -> str:
    """Return the line of the table on one file."""
    outcome = "graded" if threat.status == "graded" else "0 points"
    return f"| {threat.name.replace('_', ' ')} | {outcome} | {threat.says or '—'} |\n"


def test_the_page_tells_the_outcome_of_every_odd_file(root: Path, renew: bool) -> None:
    """Does the table hold every odd file of the tests, with its outcome and its message?"""
    page = root / "SECURITY.md"
    names = re.compile(r"[a-z0-9_]+")  # hostile names are no kinds of files
    table = HEAD + "".join(row(threat) for threat in [*THREATS, *FORMATS] if names.fullmatch(threat.name))
    text = page.read_text("utf-8")
    if renew:
        page.write_text(MARKED.sub(lambda _: table, text), "utf-8")
    else:
        assert MARKED.findall(text) == [table]
