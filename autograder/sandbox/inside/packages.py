"""Packages that are not installed for grading, because they do what the student is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

DIFFERENTIATING = (
    "aesara",
    "algopy",
    "autograd",
    "casadi",
    "cupy",
    "jax",
    "jaxlib",
    "keras",
    "micrograd",
    "minitorch",
    "mxnet",
    "pytensor",
    "tensorflow",
    "theano",
    "tinygrad",
    "torch",
)


class NotForGrading:
    """A finder of modules that refuses `DIFFERENTIATING`, also where these cannot be hidden."""

    @staticmethod
    def find_spec(
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG004 (what Python passes to every finder)
        target: ModuleType | None = None,  # noqa: ARG004
    ) -> ModuleSpec | None:
        """Refuse a module, or leave it to the next finder."""
        if name.partition(".")[0] in DIFFERENTIATING:
            why = "packages that compute gradients are not installed for grading; use NumPy"
            raise ModuleNotFoundError(f"No module named {name!r}: {why}", name=name)
        return None
