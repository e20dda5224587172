"""Numerical gradients, and a check of a gradient written by hand against them.

A passed check proves that the gradient belongs to the function it was checked with, at that point. It does
not prove the function: a wrong loss with its own right gradient passes. Source: CS231n notes, "Gradient
checks" (neural-networks-3).
"""

from __future__ import annotations

from ._comparison import check_gradient
from ._numerical import numerical_gradient, relative_error
from ._outcome import GradientCheck, GradientEntry

__all__ = ["GradientCheck", "GradientEntry", "check_gradient", "numerical_gradient", "relative_error"]
