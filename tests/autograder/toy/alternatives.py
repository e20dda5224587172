"""Right answers of the toy assignment in other styles."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.authoring import alternative


@alternative("toy_sum", "product with ones")
def product_with_ones(X: Any) -> Any:
    """Add up the rows by a matrix product."""
    return np.ones(len(X)) @ X


@alternative("toy_double", "in place, on a copy")
def in_place(x: Any) -> Any:
    """Change a copy in place."""
    doubled = x.copy()
    doubled += x
    return doubled
