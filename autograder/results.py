"""The result of grading one submission: what the judge says, and its JSON form.

Pure data. Everything that a person reads (table, report, feedback, CSV) is a function of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

ExerciseStatus = Literal["passed", "partial", "failed", "missing", "error", "timeout", "grader_error"]
SubmissionStatus = Literal["graded", "unreadable", "unknown_assignment", "grader_error"]


@dataclass(frozen=True)
class PartResult:
    """Whether one part of an answer is right; ``where`` says what of it is wrong, where that is clear."""

    name: str
    right: bool
    score: float
    max_score: float
    where: str = ""


@dataclass(frozen=True)
class ExerciseResult:
    """The verdict on one exercise; ``relative_error`` is None where nothing could be compared.

    ``also`` is the id of a second misconception, where only two together explain the answer. ``parts`` are
    those that the author declares, of an answer that is not right as a whole. ``given_own_stages`` says of a
    wrong composed function whether it is right given the student's own stages, where some of these are wrong.
    ``answered`` is False where all answers are right but for those that never came. ``stage`` is the stage of
    a composed function that ``misconception`` is made in, if it is.
    """

    name: str
    status: ExerciseStatus
    score: float
    max_score: float
    relative_error: float | None = None
    misconception: str | None = None
    message: str = ""
    also: str | None = None
    parts: tuple[PartResult, ...] = ()
    given_own_stages: bool | None = None
    answered: bool = True
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list of a class says of one submission; small, for a class may be thousands."""

    assignment: str | None
    student: str
    exercises: tuple[ExerciseStatus, ...]
    score: float
    max_score: float
    status: SubmissionStatus
    needs_a_person: bool


@dataclass(frozen=True)
class SubmissionResult:
    """The verdict on one notebook. ``notes`` says what a person should know.

    ``submission_digest``, ``assignment_version``, ``exercise_versions`` and ``seed`` tell what was graded
    against what, so that a second run does only what is missing. What has no digest is to be graded again.
    """

    assignment: str | None
    score: float
    max_score: float
    status: SubmissionStatus
    sandbox: str
    seconds: float
    exercises: tuple[ExerciseResult, ...]
    notes: tuple[str, ...]
    seed: int
    student: str | None = None
    submission_digest: str = ""
    assignment_version: str = ""
    exercise_versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_a_person(self) -> bool:
        """True when somebody should look: not graded, a grader's fault, or a note."""
        return (
            self.status != "graded"
            or bool(self.notes)
            or any(e.status == "grader_error" for e in self.exercises)
        )

    @property
    def standing(self) -> Standing:
        """What of it the list of a class needs."""
        statuses = tuple(exercise.status for exercise in self.exercises)
        about = (self.score, self.max_score, self.status, self.needs_a_person)
        return Standing(self.assignment, str(self.student), statuses, *about)

    def to_json(self) -> str:
        """Return one line of JSON; ``student`` is left out where there is none."""
        record = asdict(self) | {"needs_a_person": self.needs_a_person}
        if self.student is None:
            del record["student"]
        return json.dumps(record, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> SubmissionResult:
        """Read what `to_json` wrote; fields added by later versions are ignored."""
        record: dict[str, Any] = json.loads(text)
        known = {name: record[name] for name in cls.__dataclass_fields__ if name in record}
        known["exercises"] = tuple(_exercise(e) for e in record["exercises"])
        known["notes"] = tuple(record["notes"])
        return cls(**known)


def _exercise(record: dict[str, Any]) -> ExerciseResult:
    known = {name: record[name] for name in ExerciseResult.__dataclass_fields__ if name in record}
    fields = PartResult.__dataclass_fields__
    parts = record.get("parts", [])
    known["parts"] = tuple(PartResult(**{name: p[name] for name in fields if name in p}) for p in parts)
    return ExerciseResult(**known)
