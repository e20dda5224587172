"""Seeds of hidden cases: drawn from the system's randomness after a submission was handed in."""

from __future__ import annotations

import secrets


def fresh_seed() -> int:
    """Return a seed that nobody could have known before."""
    return secrets.randbits(48)
