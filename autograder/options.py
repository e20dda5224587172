"""How submissions are graded: what a person can choose, for one notebook as for a class."""

from __future__ import annotations

from dataclasses import dataclass, field

from .sandbox.limits import LEVELS, Limits
from .seeds import fresh_seed


@dataclass(frozen=True)
class Options:
    """How submissions are graded.

    Parameters
    ----------
    seed
        Seed of the hidden cases; a fresh one unless a verdict is replayed.
    limits
        What a submission may use.
    sandbox
        The level of isolation that is demanded at least: one of `LEVELS`.
    run_all
        Run also the cells that only explore; no score changes.
    seed_asked
        A person asked for this seed: verdicts given with another one do not hold.
    """

    seed: int = field(default_factory=fresh_seed)
    limits: Limits = field(default_factory=Limits)
    sandbox: str = LEVELS[-1]
    run_all: bool = False
    seed_asked: bool = False
