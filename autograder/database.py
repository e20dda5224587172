"""The database of a gradebook: how to wait for it, and what it says, in words."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from .errors import KEPT, GradebookUnavailable

PATIENCE = 30  # seconds that another program may keep the gradebook locked
QUIET = 2  # seconds of them before a person is told

_log = logging.getLogger(__name__)


@contextmanager
def available(url: str) -> Iterator[None]:
    """Tell in words why the gradebook cannot be opened, read or written.

    Raises
    ------
    GradebookUnavailable
        For whatever the database says.
    """
    where = make_url(url).render_as_string(hide_password=True)
    try:
        yield
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise GradebookUnavailable(
            f"expected a driver for the gradebook {where}, but {error}; "
            "try: pip install 'cs231n-kit[postgresql]'"
        ) from error
    except DBAPIError as error:
        raise GradebookUnavailable(f"{_complaint(where, str(error.orig))}; {KEPT}") from error


@contextmanager
def soon_available(url: str) -> Iterator[None]:
    """Do the same for a transaction that is brief; if it is not, say that another program is waited for."""
    done = threading.Event()
    threading.Thread(target=_tell_of_a_lock, args=(url, done), daemon=True).start()
    try:
        with available(url):
            yield
    finally:
        done.set()


def patient(url: str) -> str:
    """Return the URL with the time to wait while another program writes; a server waits by itself."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        made = made.update_query_dict({"timeout": str(PATIENCE)})
    return made.render_as_string(hide_password=False)


def _tell_of_a_lock(url: str, done: threading.Event) -> None:
    """Say that a gradebook is waited for, once: SQLite waits without a word."""
    made = make_url(url)
    if made.get_backend_name() != "sqlite":
        return
    while not done.wait(QUIET):
        if _is_locked(str(made.database)):
            _log.warning(
                "waiting up to %s s for the gradebook %s: another program keeps it locked", PATIENCE, url
            )
            return


def _is_locked(file: str) -> bool:
    """Try to lock a gradebook; one that is not there must not come to be."""
    there = f"{Path(file).absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(there, uri=True, timeout=0)) as database:
            database.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return False


def _complaint(where: str, said: str) -> str:
    if "locked" in said:
        return (
            f"expected to use the gradebook {where}, but it was kept locked for {PATIENCE} s; end the other "
            "program that uses it (a formgrader, another grader, a database browser)"
        )
    if "full" in said or "I/O error" in said:
        return f"expected to write the gradebook {where}, but {said}; free some room on its disk"
    if "readonly" in said or "unable to open" in said:
        return f"expected to write the gradebook {where}, but {said}; let your user write it and its folder"
    return f"expected to use the gradebook {where}, but {said.strip()}"
