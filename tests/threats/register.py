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
SCORES: dict[str, float] = {threat.name: threat.score for threat in THREATS.values()}
