"""Student-side library of the CS231n Lecture 4 kit: data, checks, figures and a small trainer.

``from cs231n_lib import check, data, figures`` is all a notebook needs. Nothing a student is asked
to write lives here. Submodules are imported on first use, so that importing the package is nearly free.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cs231n_lib import data, errors, figures, gradcheck, metrics, training
    from cs231n_lib.checking import check

    __version__: str

__all__ = ["__version__", "check", "data", "errors", "figures", "gradcheck", "metrics", "training"]

_SUBMODULES = frozenset({"data", "errors", "figures", "gradcheck", "metrics", "training"})


def __getattr__(name: str) -> Any:
    """Import a public name on first use, and keep it."""
    value: Any
    if name in _SUBMODULES:
        value = importlib.import_module(f"{__name__}.{name}")
    elif name == "check":
        value = importlib.import_module(f"{__name__}.checking").check
    elif name == "__version__":
        value = importlib.import_module("importlib.metadata").version("cs231n-kit")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
