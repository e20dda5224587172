"""Tell which verdicts an edit of an assignment touches: by what is asked and expected, not by the text.

A verdict follows from the submission and from what the judge holds against it. Where that is the same for
the seed of a stored verdict, the verdict holds, whatever was edited: prose, another exercise, a comment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import CodeType

import numpy as np

from cs231n_lib import codec
from cs231n_lib.outputs import Array

from .course import GradedExercise
from .docket import Docket, DrawnCase
from .judge import Judge


def exercise_versions(judge: Judge) -> dict[str, str]:
    """Return a digest of all that each exercise's verdicts depend on, for the judge's seed."""
    return {name: _version(judge.docket(name)) for name in judge.assignment.exercises}


def changed_exercises(stored: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the exercises whose stored verdicts do not hold: all of them where one has gone."""
    if stored.keys() - now.keys():
        return set(now)
    return {name for name, version in now.items() if stored.get(name) != version}


def _version(docket: Docket) -> str:
    cases = [_asked_and_expected(case) for case in docket.cases]
    return _digest(json.dumps([cases, _terms(docket.graded)]).encode())


def _asked_and_expected(case: DrawnCase) -> list[object]:
    kind = [case.label, case.visible, case.rtol, case.large, case.pair]
    return [*kind, codec.encode(case.inputs, _array), codec.encode(case.expected, _array)]


def _array(array: Array) -> list[object]:
    return [array.dtype.str, array.shape, _digest(np.ascontiguousarray(array).tobytes())]


def _terms(graded: GradedExercise) -> list[object]:
    """Return what decides points and messages once the answers are there."""
    exercise = graded.exercise
    wrong = [[m.id, m.says, _what_it_does(m.function.__code__)] for m in graded.misconceptions]
    return [graded.points, repr(exercise.parts), exercise.loops_allowed, exercise.outputs, wrong]


def _what_it_does(code: CodeType) -> list[object]:
    """Return what decides a function's results, and not where it stands or how it is laid out."""
    constants = [_constant(constant) for constant in code.co_consts]
    return [code.co_code.hex(), constants, code.co_names, code.co_varnames, code.co_freevars]


def _constant(constant: object) -> object:
    if isinstance(constant, CodeType):
        return _what_it_does(constant)
    if isinstance(constant, frozenset):  # in another order in every run
        return sorted(map(repr, constant))
    return repr(constant)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
