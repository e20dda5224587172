"""Gradient checkers side by side: how many wrong gradients they find, and how many right ones they accuse.

``python -m tests.benchmarks gradient_checks --seeds 200`` takes more points than `make bench` does.
"""

from __future__ import annotations

import contextlib
import math
import statistics
import warnings
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from tqdm import tqdm

from . import pages
from .gradient_checkers import CHECKERS
from .gradient_problems import MISCONCEPTIONS, MISSING_ROWS, OFF, OFF32, RIGHT, RIGHT32, SVM, problems
from .rows import Line, Row

SEEDS = 5  # of `make bench`
WRONG = (MISCONCEPTIONS, MISSING_ROWS, OFF, OFF32)
ALARMS = {RIGHT: "", SVM: ", SVM", RIGHT32: ", float32"}


@dataclass
class Tally:
    """How many problems of a kind a checker was given and refused, and what each took."""

    refused: list[bool] = field(default_factory=list)
    evaluations: list[int] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the problems that were refused."""
        return statistics.mean(self.refused)

    @property
    def bound(self) -> float:
        """What the true share is below with 95 % confidence (Wilson)."""
        n, share, z = len(self.refused), self.share, 1.645
        spread = z * math.sqrt(share * (1 - share) / n + (z / n) ** 2 / 4)
        return (share + z * z / (2 * n) + spread) / (1 + z * z / n)


Tallies = dict[tuple[str, str], Tally]  # by kind of problem and checker


def tally(seed: int) -> Tallies:
    """Give the problems of one seed to every checker."""
    tallies: Tallies = defaultdict(Tally)
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(None):
        warnings.simplefilter("ignore")
        for number, (kind, problem) in enumerate(problems(seed)):
            for name, checker in CHECKERS.items():
                accepted, evaluations = checker(problem, np.random.default_rng([seed, number]))
                tallies[kind, name].refused.append(not accepted)
                tallies[kind, name].evaluations.append(evaluations)
    return dict(tallies)


def tally_all(seeds: int) -> Tallies:
    """Give every problem to every checker, seed by seed, in a process for each core."""
    together: Tallies = defaultdict(Tally)
    with ProcessPoolExecutor(pages.machine()["cores"]) as pool:
        for part in tqdm(pool.map(tally, range(seeds)), total=seeds, unit="seed"):
            for key, found in part.items():
                together[key].refused += found.refused
                together[key].evaluations += found.evaluations
    return dict(together)


def measure(seeds: int = SEEDS) -> list[Line]:
    """Compare the checkers on wrong, slightly wrong and right gradients."""
    tallies = tally_all(seeds)
    return [line for rival in ("course", "torch-style", "JAX-style") for line in _against(rival, tallies)]


def _against(rival: str, tallies: Tallies) -> Iterable[Line]:
    for kind in WRONG:
        found, theirs = tallies[kind, "ours"], tallies[kind, rival]
        how = f"{len(found.refused)} gradients that are not those of their loss"
        yield Row(
            f"gradient check: {kind} found", 100 * found.share, rival, 100 * theirs.share, "%", how, True
        )
    for kind, where in ALARMS.items():
        alarms, theirs = tallies[kind, "ours"], tallies[kind, rival]
        how = (
            f"{len(alarms.refused)} {kind} at random points, kinks and all; "
            f"with 95 % confidence ours is below {1000 * alarms.bound:.2g}"
        )
        yield Row(
            f"gradient check: false alarms{where}",
            1000 * alarms.share,
            rival,
            1000 * theirs.share,
            "in 1,000",
            how,
        )
    calls = [statistics.median(tallies[RIGHT, name].evaluations) for name in ("ours", rival)]
    yield Row("gradient check: evaluations", calls[0], rival, calls[1], "calls", "median, right gradients")
