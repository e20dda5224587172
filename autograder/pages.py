"""Self-contained HTML pages: one Jinja environment that escapes everything, and the words of a verdict.

A page made here carries no script, loads nothing, and forbids both in its Content-Security-Policy.
Text from a submission goes through `autograder.text` before it goes into a template.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import jinja2
from markupsafe import Markup, escape

from . import text

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Look:
    """How a status is shown: never by colour alone."""

    css: str
    symbol: str
    word: str
    to_student: str


LOOKS: dict[str, Look] = {
    "passed": Look("passed", "✓", "passed", "Right"),
    "partial": Look("partial", "◐", "partial", "Partly right"),
    "failed": Look("failed", "✗", "wrong", "Not right yet"),
    "error": Look("error", "!", "error", "Stopped with an error"),
    "timeout": Look("timeout", "∞", "too slow", "Ran out of time"),
    "missing": Look("missing", "–", "missing", "Not written yet"),
    "grader_error": Look("grader", "?", "grader failed", "Will be looked at"),
}


def look(status: str) -> Look:
    """Return how ``status`` is shown; a status of a later version is shown by its name."""
    return LOOKS.get(status, Look("grader", "?", status, status))


def points(value: float | None) -> str:
    """Return a score for reading: at most two decimals, none where it is whole.

    >>> points(17.0), points(2.5), points(1 / 3), points(None)
    ('17', '2.5', '0.33', '–')
    """
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float | None) -> str:
    """Return a share in [0, 1] as whole percent; only all is 100%, only nothing is 0%.

    >>> percent(0.5), percent(0.999), percent(0.001), percent(None)
    ('50%', '99%', '1%', '–')
    """
    if value is None:
        return "–"
    whole = round(100 * value)
    return f"{min(max(whole, 1), 99) if 0 < value < 1 else whole}%"


def prose(value: str, limit: int = 2_000) -> Markup:
    """Return a message as safe HTML: cleaned, escaped, `text in back quotes` set as code.

    >>> prose("your `dW` is <big>")
    Markup('your <code>dW</code> is &lt;big&gt;')
    """
    parts = text.plain(value, limit=limit, lines=True).split("`")
    if len(parts) % 2 == 0:  # an unmatched quote is just a character
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )


def breakable(name: str) -> Markup:
    """Return an identifier that may be broken after its underscores."""
    return Markup("_<wbr>").join(text.one_line(name, 100).split("_"))


def render(template: str, **context: Any) -> str:
    """Fill in ``templates/<template>``; an unknown name in a template is an error."""
    page: str = _environment().get_template(template).render(csp=CONTENT_SECURITY_POLICY, **context)
    return page


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        plain=text.plain, line=text.one_line, source=text.source, prose=prose, points=points,
        percent=percent, breakable=breakable, look=look,
    )  # fmt: skip
    return environment
