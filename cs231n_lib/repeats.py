"""Calls that are made again: with the same Generator the answer must be the same, with another one another.

Sampling can be right in many ways, so that no expected numbers show whether it draws from the Generator that
it is given. Two answers beside each other do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from .comparison import ROUNDING, Comparison, Finding, agrees
from .outputs import Response
from .parts import TriedCase, is_twin


def compared_with_repeats(
    cases: Sequence[TriedCase], responses: Sequence[Response], comparisons: Sequence[Comparison]
) -> list[Comparison]:
    """Return the comparisons, with what two answers to one call say in the later of the two."""
    told = list(comparisons)
    drawing = [number for number in range(len(told)) if _generators(cases[number])]
    for one, other in combinations(drawing, 2):
        if told[one].passed and told[other].passed and cases[one].pair == cases[other].pair:
            for finding in _findings(cases[one], cases[other], responses[one], responses[other]):
                told[other] = replace(told[other], whole=finding)
    return told


def _findings(one: TriedCase, other: TriedCase, first: Response, second: Response) -> Iterator[Finding]:
    """Say whether the answers follow the Generators."""
    same = all(agrees(leaf.array, second.leaves[name].array, ROUNDING) for name, leaf in first.leaves.items())
    for name in _generators(one):
        alike = one.inputs[name].bit_generator.state == other.inputs[name].bit_generator.state
        if alike and not same:
            message = f"the same inputs, `{name}` among them, give another answer: draw from `{name}` alone"
            yield Finding("generator_ignored", message)
        if same and not alike:
            message = f"another `{name}` gives exactly the same answer: draw from the one that is passed in"
            yield Finding("generator_ignored", message)


def _generators(case: TriedCase) -> list[str]:
    if case.pair is None or is_twin(case):
        return []
    return [name for name, value in case.inputs.items() if isinstance(value, np.random.Generator)]
