"""Small matters of wording that every message has in common."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_WORD = 100


def listed(names: Sequence[str]) -> str:
    """Return names in a row, as in a sentence.

    >>> listed(["W", "b", "x"])
    'W, b and x'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def shortened(text: str, room: int) -> str:
    """Return a text of at most ``room`` characters, cut between two words and marked where it is cut.

    Only what is longer than any address, or has nothing before it, is cut itself.

    >>> shortened("see https://numpy.org/doc for more", 24), shortened("xxxxxx", 5)
    ('see …', 'xxx …')
    """
    if len(text) <= room:
        return text
    kept = text[: room - 1]
    whole = kept.rpartition(" ")[0]
    return f"{whole if whole and len(kept) - len(whole) < _LONGEST_WORD else kept[:-1]} …"
