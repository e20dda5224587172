"""What a submission may see of this machine."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cs231n_lib

from .inside.packages import DIFFERENTIATING

SYSTEM_PATHS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")


@cache
def visible_paths() -> list[str]:
    """Return what a notebook sees of this machine: Python, its packages, system libraries, our library.

    Of the kit it is the folder of ``cs231n_lib`` alone, also where the kit is installed from its sources.
    """
    python = {sys.prefix, sys.exec_prefix, sys.base_prefix, sysconfig.get_path("stdlib")}
    packages = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    library = str(Path(cs231n_lib.__file__).parent)
    paths = sorted({os.path.realpath(p) for p in python | packages | {library}} | python)
    outer = [p for p in paths if not any(p != q and p.startswith(f"{q}/") for q in paths)]
    return [p for p in SYSTEM_PATHS if os.path.exists(p)] + [p for p in outer if not p.startswith("/usr/")]


@cache
def hidden_paths() -> list[str]:
    """Return the installed packages that would write a backward pass for the student."""
    return sorted({os.path.realpath(path) for name in DIFFERENTIATING for path in _places(name)})


def _places(package: str) -> Iterator[str]:
    spec = importlib.util.find_spec(package)
    if spec is not None and spec.submodule_search_locations:
        yield from spec.submodule_search_locations
    elif spec is not None and spec.origin:
        yield spec.origin
