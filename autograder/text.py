"""Make text from a submission safe to show: in a terminal, a page, a table cell or a file name.

Student names, exception texts and notebook sources pass through here before a person sees
them. Nothing here escapes HTML; that is the templates' job.
"""

from __future__ import annotations

import re
import unicodedata

from cs231n_lib.words import shortened

MAX_MARKS = 4  # combining marks on one letter: enough for every living script, too few to climb over a line
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves, erasing
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"  # OSC, ended
    r"|\x1b[ -/]*[0-~]"  # other two-character escapes
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MANY_BREAKS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def plain(text: str, *, limit: int = 2_000, lines: bool = False) -> str:
    r"""Return ``text`` without control sequences, invisible characters and excess length.

    Parameters
    ----------
    text : str
        Anything, as it came from a submission.
    limit : int
        Longest result in characters; an ellipsis stands for what is cut.
    lines : bool
        Keep line breaks (at most two in a row) and tabs; otherwise all white space becomes single spaces.

    Returns
    -------
    str
        Without control, bidirectional and zero-width characters and lone surrogates; every
        remaining character can be encoded as UTF-8.

    Examples
    --------
    >>> plain("ok\x1b[2J\x1b]0;title\x07 \u202egnp.exe")
    'ok gnp.exe'
    >>> plain("one\r\ntwo")
    'one two'
    >>> plain("one two three", limit=10)
    'one two …'
    """
    text = _ESCAPES.sub("", text[: 8 * limit])
    text = _visible(_BREAKS.sub("\n", text))
    text = _MANY_BREAKS.sub("\n\n", text).strip() if lines else " ".join(text.split())
    return shortened(text, limit)


def source(text: str, *, limit: int = 20_000) -> str:
    r"""Return program text for display: like `plain`, with indentation and blank lines kept.

    >>> source("def f():\n\n\n\n    return 1\x00\n")
    'def f():\n\n\n\n    return 1'
    """
    text = _visible(_BREAKS.sub("\n", _ESCAPES.sub("", text[: 2 * limit]))).rstrip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def one_line(text: str, limit: int = 200) -> str:
    """Return ``text`` for a list or a table cell."""
    return plain(text, limit=limit)


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif character in "\n\t" or (category not in ("Cc", "Cf") and marks <= MAX_MARKS):
            kept.append(character)
    return "".join(kept)
