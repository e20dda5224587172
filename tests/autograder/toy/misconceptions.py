"""Known wrong ways of the toy assignment."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.authoring import misconception


@misconception("toy_loss", "reg-factor-2", "the gradient of reg * sum(W * W) lacks its factor 2")
def half_gradient(W: Any, reg: float) -> Any:
    """Forget the factor 2 of the square's derivative."""
    return reg * np.sum(W * W), reg * W
