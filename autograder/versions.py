"""Tell which verdicts an edit of an assignment touches: by what is asked and expected, not by the text.

A verdict follows from the submission and from what the judge holds against it. Where that is the same for
the seed of a stored verdict, the verdict holds, whatever was edited: prose, another exercise, a comment.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Mapping

from cs231n_lib.cases import VisibleCase

from .course import GradedExercise
from .docket import Docket
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
    cases = [VisibleCase(c.label, c.inputs, c.expected, c.rtol).to_json() for c in docket.cases]
    kinds = [[case.visible, case.large, case.pair] for case in docket.cases]
    return hashlib.sha256(json.dumps([cases, kinds, _terms(docket.graded)]).encode()).hexdigest()[:16]


def _terms(graded: GradedExercise) -> list[object]:
    """Return what decides points and messages once the answers are there."""
    exercise = graded.exercise
    wrong = [[m.id, m.says, inspect.getsource(m.function)] for m in graded.misconceptions]
    return [graded.points, repr(exercise.parts), exercise.loops_allowed, exercise.outputs, wrong]
