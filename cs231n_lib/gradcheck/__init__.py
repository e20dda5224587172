"""Placeholder."""

from __future__ import annotations

from ..comparison import relative_error
from ._backward import check_backward
from ._check import check_gradient
from ._numerical import numerical_gradient
from ._outcome import GradientCheck, GradientEntry

__all__ = [
    "GradientCheck",
    "GradientEntry",
    "check_backward",
    "check_gradient",
    "numerical_gradient",
    "relative_error",
]
