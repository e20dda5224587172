"""The class of all threats with its honest members, handed in and graded by a command."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course
from tests.autograder.toy_course import make_course

from .register import THREATS
from .threat import SECONDS, Threat

SEED = 7
GRADE = (
    "autograder",
    "grade",
    "toy",
    "--json",
    "--sandbox=namespaces",
    "--jobs=2",
    f"--seed={SEED}",
    f"--call-seconds={SECONDS}",
    f"--cell-seconds={SECONDS}",
    "--memory=1024",
)
NO_NAMESPACES = "expected a sandbox of level namespaces"


@dataclass(frozen=True)
class GradedClass:
    """What grading the class gave: the course, and the result by student."""

    course: Course
    results: Mapping[str, Mapping[str, Any]]

    def told(self, student: str) -> str:
        """Return all that a person reads about a submission: its notes, and messages on points lost."""
        result = self.results[student]
        lost = [e["message"] for e in result["exercises"] if e["score"] < e["max_score"]]
        return "\n".join([*result["notes"], *lost])


def hand_in(root: Path, threats: Iterable[Threat] = THREATS.values()) -> Course:
    """Make a course in which these threats, and honest students, have handed in."""
    course = make_course(root)
    for threat in threats:
        threat.hand_in(course.notebook_file("submitted", threat.name, "toy"))
    return course


def graded_class(course: Course, printed: str) -> GradedClass:
    """Read what ``autograder grade --json`` has printed."""
    results = [json.loads(line) for line in printed.splitlines()]
    return GradedClass(course, {result["student"]: result for result in results})
