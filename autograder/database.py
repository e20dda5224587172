"""The database of a gradebook: how to wait for it, and what it says, in words."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from .errors import KEPT, GradebookUnavailable

PATIENCE = 30  # seconds that another program may keep the gradebook locked
QUIET = 2  # seconds of them before a person is told

_log = logging.getLogger(__name__)


@contextmanager
def available(url: str) -> Iterator[None]:
    """Tell in words why the gradebook cannot be opened, read or written, and before that, that it takes long.

    Raises
    ------
    GradebookUnavailable
        For whatever the database says.
    """
    where = make_url(url).render_as_string(hide_password=True)
    waiting = f"waiting for the gradebook {where}: another program seems to keep it locked"
    teller = threading.Timer(QUIET, _log.warning, [waiting])
    teller.daemon = True
    teller.start()
    try:
        yield
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise GradebookUnavailable(
            f"expected a driver for the gradebook {where}, but {error}; "
            "try: pip install 'cs231n-kit[postgresql]'"
        ) from error
    except DBAPIError as error:
        raise GradebookUnavailable(f"{_complaint(where, str(error.orig))}; {KEPT}") from error
    finally:
        teller.cancel()


def patient(url: str) -> str:
    """Return the URL with the time to wait while another program writes; a server waits by itself."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        made = made.update_query_dict({"timeout": str(PATIENCE)})
    return made.render_as_string(hide_password=False)


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
