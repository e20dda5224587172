"""All threats, by the sections of the catalogue they answer."""

from __future__ import annotations

from . import (
    a_checker,
    b_answers,
    c_secrets,
    d_dying,
    e_notebook,
    f_files,
    g_reading,
    innocent,
)
from .threat import Threat

SECTIONS: dict[str, list[Threat]] = {
    "checker": a_checker.THREATS,
    "answers": b_answers.THREATS,
    "secrets": c_secrets.THREATS,
    "dying": d_dying.THREATS,
    "notebook": e_notebook.THREATS,
    "files": f_files.THREATS,
    "reading": g_reading.THREATS,
    "innocent": innocent.THREATS,
}
THREATS: dict[str, Threat] = {threat.name: threat for section in SECTIONS.values() for threat in section}


def some_of_each(nth: int) -> list[Threat]:
    """Return the threats that reach more than the judge (files, names, cells, outputs), and every nth of the others."""
    whole = ("notebook", "files", "reading")
    return [t for section, ts in SECTIONS.items() for t in (ts if section in whole else ts[::nth])]


SCORES: dict[str, float] = {threat.name: threat.score for threat in THREATS.values()}
