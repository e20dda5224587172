"""The far end of a cluster: what runs on a worker, whichever machine it is on. Knows nothing of Dask."""

from __future__ import annotations

import sys
import threading
import weakref
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import AutograderError
from ..sandbox.folders import Home
from ..store import Earlier
from .grader import Grader
from .parcels import Parcel, encode, unpack
from .vetting import Kit


class WorkerRefused(AutograderError):
    """The worker must not grade; the text says why."""


class NoGrader(AutograderError):
    """The worker has no grader any more, as after handing its memory on."""


class Post:
    """A grader on one worker, for as long as somebody holds on to it.

    The scheduler keeps it for the coordinator, on the worker where it was made. When the coordinator lets go,
    or is gone, so is the post: then its processes end and its files are removed.
    """

    def __init__(self, parcel: Parcel, grader: Grader, home: Home) -> None:
        self.grader = grader
        self._clear = weakref.finalize(Post, _clear, grader, home)  # at the latest when this process ends
        _posts[parcel.key] = self

    def __del__(self) -> None:
        """Clear up in a thread, for Dask lets go in its event loop.

        A worker without a nanny that is stopped while its loop is held up may wait for itself for ever.
        """
        if self._clear.alive:
            threading.Thread(target=self._clear).start()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as a word: a worker that retires hands its memory on, but processes stay where they are."""
        return str, ("a grader that has stayed on its worker",)


_posts: weakref.WeakValueDictionary[str, Post] = weakref.WeakValueDictionary()


def open_post(parcel: Parcel) -> Post:
    """Make this worker one that grades, for as long as the coordinator holds on to the result.

    Raises
    ------
    WorkerRefused
        If the worker's kit is not the coordinator's, or it cannot do the sandbox that is demanded.
    """
    if reason := parcel.kit.refusal(Kit.here()):
        raise WorkerRefused(reason)
    home = Home()  # should this worker be killed, the next one to start on its machine removes it
    try:
        course = unpack(parcel.archive, parcel.assignment, Path(home.path))
        grader = Grader(course, parcel.assignment, parcel.options)
        try:
            grader.start()
        except AutograderError as error:
            grader.close()
            raise WorkerRefused(f"{error}; run `autograder doctor` there") from error
        return Post(parcel, grader, home)
    except BaseException:
        home.remove()
        raise


def grade_there(key: str, data: bytes, earlier: Earlier | None = None) -> bytes:
    """Grade a submission with this worker's grader for ``key``: compressed bytes in, and out.

    Raises
    ------
    NoGrader
        If there is none any more.
    """
    post = _posts.get(key)
    if post is None:
        raise NoGrader(f"expected a grader for {key} on this worker, found none")
    return encode(post.grader.grade(zlib.decompress(data), earlier=earlier))


def _clear(grader: Grader, home: Home) -> None:
    """Remove a post's files, forget the modules that were loaded from them, and end its processes.

    In this order, for the solutions must not stay should the process be killed meanwhile.
    """
    home.remove()
    packages = [name for name, module in list(sys.modules.items()) if _lies_in(Path(home.path), module)]
    for name in list(sys.modules):
        if any(name == package or name.startswith(f"{package}.") for package in packages):
            del sys.modules[name]
    grader.close()


def _lies_in(folder: Path, module: ModuleType) -> bool:
    """Tell whether a module is the package that an assignment was loaded as, from this folder."""
    name = getattr(module, "__name__", "")
    return name.startswith("_course_") and "." not in name and Path(module.__path__[0]).is_relative_to(folder)
