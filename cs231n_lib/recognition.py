"""Recognise known mistakes in what a function returned: one of them, or two at once.

Used by `check` with the shipped fingerprints and by the judge on fresh inputs. A mistake is named only where
it gives the student's numbers to rounding error, in every output of every case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from .cases import Arrays, Fingerprint
from .comparison import ROUNDING, agrees
from .outputs import Response, same_kind
from .pairs import Pairs
from .parts import TriedCase

# How many students of 65 public repositories made each mistake: of two, the likelier gives its name.
SEEN = {
    "reg-factor-2": 22,
    "reg-half-convention": 20,
    "reg-missing-in-gradient": 15,
    "minibatch-out-of-range": 10,
    "relu-overwrites-upstream": 9,
    "transposed": 8,
    "wrong-index": 6,
    "hard-coded-shape": 6,
    "softmax-global-shift": 10,
    "softmax-unstable": 6,
    "bias-gradient-shape": 5,
    "biases-regularised": 4,
    "loops-in-vectorized": 4,
    "matrix-or-wrong-dtype": 4,
    "reg-missing-in-loss": 3,
    "reg-missing": 3,
    "reg-wrong-constant": 3,
    "hinge-in-softmax": 3,
    "relu-on-scores": 3,
    "relu-mask-missing": 3,
    "inputs-overwritten": 3,
    "reg-divided-by-n": 2,
    "reg-wrong-norm": 2,
    "reg-lambda-forgotten": 2,
    "reg-gradient-sign": 2,
    "reg-added-twice": 2,
    "svm-only-wrong-classes": 2,
    "softmax-denominator-skips-correct": 2,
    "relu-mask-wrong": 2,
}


BY_KIND = {
    "changed_inputs": "inputs-overwritten",
    "type": "matrix-or-wrong-dtype",
    "dtype": "matrix-or-wrong-dtype",
    "generator_ignored": "generator-ignored",
}
"""The mistakes that the kind of a finding names by itself, where no known one gives the numbers."""


@dataclass(frozen=True)
class Recognition:
    """The mistake that explains a response, or the likelier of two that explain it together.

    ``says`` completes "your answer is what you get when ..."; ``also`` is the id of the second, or None;
    ``stage`` is the stage of a composed function that the mistake is made in, or None.
    """

    id: str
    says: str
    also: str | None = None
    stage: str | None = None


Way = Sequence[Fingerprint]
"""What one known mistake gives, case by case."""


class Catalogue:
    """The known mistakes of an exercise on given cases.

    Parameters
    ----------
    cases
        The cases, in the order of the responses to come.
    ways
        The known mistakes, each with a fingerprint per case. Where several give the same numbers the
        first is named.
    """

    def __init__(self, cases: Sequence[TriedCase], ways: Sequence[Way]) -> None:
        self._cases = cases
        self._ways = ways
        self._expected = [case.expected for case in cases]
        self._outputs = list(dict.fromkeys(name for arrays in self._expected for name in arrays))

    def one(self, responses: Sequence[Response]) -> Recognition | None:
        """Return the first mistake that gives these responses."""
        way = self._way_to(responses)
        return None if way is None else Recognition(way[0].id, way[0].says, stage=way[0].stage or None)

    def several(self, responses: Sequence[Response]) -> Recognition | None:
        """Return the mistakes that give these responses together."""
        return self._two(responses) or self._besides_overwriting(responses)

    def _way_to(self, responses: Sequence[Response]) -> Way | None:
        if len(responses) < len(self._cases):
            return None
        return next((way for way in self._ways if _gives(way, responses)), None)

    def _two(self, responses: Sequence[Response]) -> Recognition | None:
        """Return the likeliest of the pairs that act together, else of those that share the outputs out."""
        answers = [_outputs_of(response) for response in responses]
        got = [arrays for arrays in answers if arrays is not None]
        if len(got) < len(self._cases):
            return None
        for pairs in (self._that_act_together(got), self._that_share(got)):
            if found := [_Pair(self._ways[a][0], self._ways[b][0], *outputs) for a, b, *outputs in pairs]:
                return max(found, key=lambda pair: pair.frequency).recognition()
        return None

    def _besides_overwriting(self, responses: Sequence[Response]) -> Recognition | None:
        """Return the mistake that gives the numbers where another is that an input is overwritten."""
        way = self._way_to([replace(response, changed_inputs=()) for response in responses])
        changed = [response.changed_inputs for response in responses]
        overwriting = next((w for w in self._ways if self._overwrites(w, changed)), None)
        if way is None or overwriting is None:
            return None
        return _Pair(way[0], overwriting[0], set(), set()).recognition()

    def _overwrites(self, way: Way, changed: Sequence[tuple[str, ...]]) -> bool:
        """Whether a way changes these inputs, and is right but for that."""
        return any(changed) and all(
            f.changed_inputs == names and f.outputs is not None and _agree(right, f.outputs)
            for f, names, right in zip(way, changed, self._expected, strict=True)
        )

    def _that_act_together(self, got: Sequence[Arrays]) -> Iterator[_Found]:
        """Find pairs that give every number by adding up, or by scaling one another."""
        if len(self._regular) < 2 or not self._has_shapes(got):
            return
        for i, j in self._pairs.that_give(got):
            by_i, by_j = self._pairs.touched[i], self._pairs.touched[j]
            yield self._regular[i], self._regular[j], by_i - by_j, by_j - by_i

    @cached_property
    def _regular(self) -> list[int]:
        """The mistakes that give numbers in every case, of the right shapes."""
        return [n for n, way in enumerate(self._ways) if self._has_shapes([f.outputs for f in way])]

    @cached_property
    def _pairs(self) -> Pairs:
        return Pairs(self._cases, [[f.outputs or {} for f in self._ways[n]] for n in self._regular])

    def _that_share(self, got: Sequence[Arrays]) -> Iterator[_Found]:
        """Find pairs of which one gives some of the wrong outputs, in every case, and the other the rest."""
        wrong = [name for name in self._outputs if not _same_output(name, self._expected, got)]
        if len(wrong) < 2:
            return
        gives = {
            number: {name for name in wrong if _same_output(name, [f.outputs for f in way], got)}
            for number, way in enumerate(self._ways)
        }
        helpful = {number: names for number, names in gives.items() if names}
        for a, b in combinations(helpful, 2):
            only_a, only_b = helpful[a] - helpful[b], helpful[b] - helpful[a]
            if only_a and only_b and helpful[a] | helpful[b] == set(wrong):
                yield a, b, only_a, only_b

    def _has_shapes(self, cases: Sequence[Arrays | None]) -> bool:
        """Whether there are numbers in every case, of the right shapes."""
        return all(
            arrays is not None and all(arrays[name].shape == right[name].shape for name in right)
            for right, arrays in zip(self._expected, cases, strict=True)
        )


_Found = tuple[int, int, set[str], set[str]]  # two ways, and the outputs that only the one of them explains


@dataclass(frozen=True)
class _Pair:
    """Two mistakes that explain a response together, and the outputs that only one of them explains."""

    one: Fingerprint
    other: Fingerprint
    by_one: set[str]
    by_other: set[str]

    @property
    def frequency(self) -> tuple[int, int]:
        """How often the two were seen, the likelier first."""
        seen = sorted((SEEN.get(self.one.id, 0), SEEN.get(self.other.id, 0)), reverse=True)
        return seen[0], seen[1]

    def recognition(self) -> Recognition:
        """Name both, the likelier first, each with its outputs where they share none."""
        pairs = [(self.one, self.by_one), (self.other, self.by_other)]
        first, second = sorted(pairs, key=lambda pair: -SEEN.get(pair[0].id, 0))
        apart = bool(self.by_one and self.by_other)
        words = [f"{f.says} (your {_and(names)})" if apart else f.says for f, names in (first, second)]
        says = f"{', and at the same time '.join(words)}; the two together give exactly your numbers"
        return Recognition(first[0].id, says, second[0].id)


def _gives(way: Way, responses: Sequence[Response]) -> bool:
    """Whether a mistake gives these responses; without a single number, what it raises must read the same."""
    if not all(map(reproduces, way, responses)):
        return False
    return any(f.outputs for f in way) or all(
        response.problem is not None and response.problem.message == f.exception
        for f, response in zip(way, responses, strict=True)
    )


def reproduces(fingerprint: Fingerprint, response: Response) -> bool:
    """Whether a response is what a mistake gives in one case."""
    if fingerprint.outputs is None or response.problem is not None:
        raised, problem = fingerprint.exception, response.problem
        return raised is not None and problem is not None and same_kind(raised, problem.message)
    got = {name: leaf.array for name, leaf in response.leaves.items()}
    return response.changed_inputs == fingerprint.changed_inputs and _agree(fingerprint.outputs, got)


def _agree(arrays: Arrays, got: Arrays) -> bool:
    return all(agrees(array, got[name], ROUNDING) for name, array in arrays.items())


def _outputs_of(response: Response) -> Arrays | None:
    """Return the arrays of a response; None where something else is to be told first."""
    if response.problem is not None or response.changed_inputs:
        return None
    return {name: leaf.array for name, leaf in response.leaves.items()}


def _same_output(name: str, cases: Sequence[Arrays | None], got: Sequence[Arrays]) -> bool:
    """Whether one output is the same in every case that has it."""
    return all(
        mine is not None and (name not in mine or agrees(mine[name], its[name], ROUNDING))
        for mine, its in zip(cases, got, strict=True)
    )


def _and(names: set[str]) -> str:
    return " and ".join(sorted(names))
