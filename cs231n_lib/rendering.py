"""How results look: a `Card` as HTML for a notebook, or as text of 80 columns for a terminal.

Pure functions. What a card says is decided elsewhere; here are only form and colour. The HTML has inline
styles alone, escapes all it is given, and takes its text colour from the page, so it reads on light and dark.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

WIDTH = 80

Mark = Literal["passed", "wrong", "open", "hint"]
# Sign for text, and a colour on which white text has a contrast of at least 4.5 to 1.
_MARKS: dict[Mark, tuple[str, str]] = {
    "passed": ("✓", "#1a7f37"),
    "wrong": ("✗", "#c62828"),
    "open": ("○", "#5f6b7a"),
    "hint": ("→", "#1f5fa8"),
}
# s_ij, W_{t+1}, e^{z_ic}: how formulas are written where there is only text.
_RAISED, _LOWERED = re.compile(r"\^\{([^{}]*)\}"), re.compile(r"_\{([^{}]*)\}")
_INDEX = re.compile(r"(?<=[A-Za-zΣδ0-9])_([A-Za-z0-9]{1,3})(?![A-Za-z0-9_])")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Text:
    """A paragraph; `code` stands between backticks. Strong is what to read first, quiet what may be left.

    In ``maths``, s_ij and W_{t+1} have indices, and e^{x} an exponent.
    """

    text: str
    strong: bool = False
    quiet: bool = False
    maths: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a header; all columns but the first are numbers or signs."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Listing:
    """Lines that keep their form (code, printed text), under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Numbers in rows under a title; ``marked`` are the places (row, column) that differ from another."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Matrices:
    """Matrices side by side, as many as there is room for."""

    items: tuple[Matrix, ...]


Block = Text | Table | Listing | Matrices


@dataclass(frozen=True)
class Card:
    """One result: its mark, the word for it, what it is about, a remark beside that, and blocks below."""

    mark: Mark
    word: str
    title: str
    aside: str = ""
    blocks: tuple[Block, ...] = ()


class Shown:
    """A result that is shown as a card: rich in Jupyter, and `str` of it is plain text."""

    card: Card

    def __str__(self) -> str:
        return to_text(self.card)

    def __repr__(self) -> str:
        return f"<{self.card.title}: {self.card.word.lower()}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": to_text(self.card), "text/html": to_html(self.card)}


def clean(text: str) -> str:
    r"""Take out colour codes and control characters, which would move a terminal's cursor.

    >>> clean("\x1b[31mred\x1b[0m\rX")
    'redX'
    """
    return _CONTROL.sub("", text).expandtabs(4)


# -- text ------------------------------------------------------------------------------------------------


def to_text(card: Card) -> str:
    """Return a card as lines of at most `WIDTH` columns (longer only where a single word or code is).

    >>> print(to_text(Card("passed", "Passed", "svm_scores", "right in all 3 cases")))
    ✓ Passed: svm_scores, right in all 3 cases
    """
    sign, _ = _MARKS[card.mark]
    head = f"{sign} {card.word}: {card.title}{', ' if card.aside else ''}{card.aside}"
    lines = [*_wrap(clean(head), 0), *(line for block in card.blocks for line in _text_lines(block))]
    return "\n".join(lines)


def _text_lines(block: Block) -> list[str]:
    if isinstance(block, Text):
        return _wrap(clean(block.text), 2)
    if isinstance(block, Matrices):
        return _side_by_side([_matrix_lines(matrix) for matrix in block.items])
    if isinstance(block, Listing):
        return [*_wrap(block.title, 2), *(part for line in block.lines for part in _wrap(clean(line), 6, 8))]
    rows = [block.header, *block.rows]
    widths = [max(len(row[i].replace("`", "")) for row in rows) for i in range(len(block.header))]
    widths[0] = min(widths[0], WIDTH - 2 - sum(width + 3 for width in widths[1:]))
    return ["    " + _text_row(row, widths) for row in rows]


def _text_row(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (clean(cell).replace("`", "") for cell in row)
    if len(first) > widths[0]:
        first = first[: widths[0] - 1] + "…"
    cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
    return "   ".join([first.ljust(widths[0]), *cells]).rstrip()


def _matrix_lines(matrix: Matrix) -> list[str]:
    """Return a matrix as lines of one width; a sign follows each marked entry."""
    room = 2 if matrix.marked else 0
    cells = [
        [cell + (" ✗" if (i, j) in matrix.marked else " " * room) for j, cell in enumerate(row)]
        for i, row in enumerate(matrix.rows)
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = ["  ".join(map(str.rjust, row, widths)) for row in cells]
    lines = [clean(matrix.title).replace("`", ""), *rows]
    return [line.ljust(max(map(len, lines))) for line in lines]


def _side_by_side(groups: Sequence[Sequence[str]]) -> list[str]:
    """Set groups of lines beside each other; the first that makes a line too long starts a new band."""
    band: list[Sequence[str]] = []
    for number, group in enumerate(groups):
        if band and sum(len(g[0]) + 4 for g in [*band, group]) > WIDTH:
            return [*_side_by_side(band), *_side_by_side(groups[number:])]
        band.append(group)
    blanks = [" " * len(group[0]) for group in band]
    height = max(map(len, band), default=0)
    columns = ([*group, *[blank] * (height - len(group))] for group, blank in zip(band, blanks, strict=True))
    return ["    " + "    ".join(row).rstrip() for row in zip(*columns, strict=True)]


def _wrap(text: str, indent: int, hanging: int | None = None) -> list[str]:
    first, rest = " " * indent, " " * (indent if hanging is None else hanging)
    wrapped = (
        textwrap.wrap(line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)
        for line in text.splitlines()
    )
    return [line for lines in wrapped for line in lines]


# -- HTML ------------------------------------------------------------------------------------------------

_CODE = (
    "font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:.95em;padding:0;color:inherit;"
    "background:transparent;white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere"
)
_CELL = (
    "border:none;padding:.1em 1.2em .1em 0;background:transparent;white-space:nowrap;vertical-align:baseline;"
    "font-variant-numeric:tabular-nums"
)
_SPACE_ABOVE = "margin:.45em 0 0"
_BESIDE = f"display:flex;flex-wrap:wrap;align-items:flex-start;gap:.5em 2.2em;{_SPACE_ABOVE}"
_BRACKETS = (
    "border-collapse:separate;border-spacing:0;margin:.15em 0 0;color:inherit;border:solid currentColor;"
    "border-width:0 1.5px;border-radius:5px"
)
_NUMBER = (
    "border:none;padding:.05em .55em;text-align:right;background:transparent;white-space:nowrap;"
    "font-variant-numeric:tabular-nums"
)
_SMALL = 'style="font-size:.75em;line-height:0"'
_MARKED = ";color:#e5484d;font-weight:700;text-decoration:underline"


def to_html(card: Card) -> str:
    """Return a card as one HTML element for a notebook."""
    sign, colour = _MARKS[card.mark]
    badge = (
        f'<span style="background:{colour};color:#fff;border-radius:3px;padding:.1em .55em;font-weight:600;'
        f'white-space:nowrap">{sign}&nbsp;{_escape(card.word)}</span>'
    )
    title = f'<span style="{_CODE};font-weight:600;margin-left:.6em">{_escape(card.title)}</span>'
    aside = f'<span style="opacity:.75;margin-left:.6em">{_inline(card.aside)}</span>' if card.aside else ""
    body = "".join(_html_block(block) for block in card.blocks)
    return (
        f'<div style="border-left:4px solid {colour};background:{colour}14;border-radius:0 4px 4px 0;'
        f'padding:.55em .9em;margin:.2em 0;max-width:56em;line-height:1.5;color:inherit">'
        f"<div>{badge}{title}{aside}</div>{body}</div>"
    )


def _html_block(block: Block) -> str:
    if isinstance(block, Text):
        style = "font-weight:600;" if block.strong else "opacity:.75;font-size:.95em;" if block.quiet else ""
        words = _formulas(_inline(block.text)) if block.maths else _inline(block.text)
        return f'<div style="{style}{_SPACE_ABOVE}">{words}</div>'
    if isinstance(block, Listing):
        lines = _escape("\n".join(block.lines))
        pre = f'<pre style="{_CODE};margin:.2em 0 0 1em">{lines}</pre>'
        return f'<div style="{_SPACE_ABOVE}">{_inline(block.title)}</div>{pre}'
    if isinstance(block, Matrices):
        return f'<div style="{_BESIDE}">{"".join(map(_html_matrix, block.items))}</div>'
    head = _html_row(block.header, "th", f"{_CELL};opacity:.75;font-weight:400")
    rows = "".join(_html_row(row, "td", _CELL) for row in block.rows)
    return f'<table style="border-collapse:collapse;{_SPACE_ABOVE};color:inherit">{head}{rows}</table>'


def _html_matrix(matrix: Matrix) -> str:
    rows = "".join(
        '<tr style="background:transparent;border:none">'
        + "".join(
            f'<td style="{_NUMBER}{_MARKED if (i, j) in matrix.marked else ""}">{_escape(cell)}</td>'
            for j, cell in enumerate(row)
        )
        + "</tr>"
        for i, row in enumerate(matrix.rows)
    )
    title = f'<div style="opacity:.75;font-size:.95em">{_inline(matrix.title)}</div>'
    return f'<div>{title}<table style="{_BRACKETS}">{rows}</table></div>'


def _html_row(row: tuple[str, ...], tag: str, style: str) -> str:
    sides = ["left", *["right"] * len(row)]
    cells = (
        f'<{tag} style="{style};text-align:{side}{_colour_of(cell)}">{_inline(cell)}</{tag}>'
        for cell, side in zip(row, sides, strict=False)
    )
    return f'<tr style="background:transparent;border:none">{"".join(cells)}</tr>'


def _colour_of(cell: str) -> str:
    """Colour a sign that stands for a mark; tones that show on white and on black."""
    return {"✓": ";color:#2e9e4f;font-weight:600", "✗": ";color:#e5484d;font-weight:600"}.get(cell[:1], "")


def _inline(text: str) -> str:
    code = rf'<code style="{_CODE}">\1</code>'
    return re.sub(r"`([^`\n]+)`", code, _escape(text)).replace("\n", "<br>")


def _formulas(text: str) -> str:
    """Lower the indices and raise the exponents of a text without code."""
    text = _LOWERED.sub(r"<sub>\1</sub>", _RAISED.sub(r"<sup>\1</sup>", text))
    return (
        _INDEX.sub(r"<sub>\1</sub>", text)
        .replace("<sub>", f"<sub {_SMALL}>")
        .replace("<sup>", f"<sup {_SMALL}>")
    )


def _escape(text: str) -> str:
    return html.escape(clean(text))
