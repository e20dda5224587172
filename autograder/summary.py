"""What a class's results say together: averages, counts per exercise, misconceptions, problems.

Pure numbers and names, in the order in which a reader wants them; how they look is decided elsewhere.
Every number of a class is one of its graded submissions: what could not be read, is of another assignment or
met a fault of the grader counts nowhere, but needs a person. So the means of the exercises add up to that of
the class.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .results import ExerciseResult, SubmissionResult

NO_NAME = "(no name)"
_KINDS = {
    "unreadable": "not a notebook",
    "unknown_assignment": "unknown assignment",
    "grader_error": "grader failed",
}
_REASONS = {
    "unreadable": "the file could not be read as a notebook",
    "unknown_assignment": "the notebook does not say which assignment it is",
    "grader_error": "the grader itself failed; there is no score yet, grade the submission again",
}


@dataclass(frozen=True)
class Scores:
    """The scores of the graded submissions; without any, the averages are None."""

    values: tuple[float, ...]
    max_score: float
    mean: float | None
    median: float | None
    full_marks: int


@dataclass(frozen=True)
class Bin:
    """One bar of the histogram: scores from ``low`` up to ``high``, which only the last bar includes."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class ExerciseSummary:
    """How the class did on one exercise; ``counts`` maps each status that occurs to its number.

    ``average`` is the mean share of the points in [0, 1]; None where there are no points to share.
    """

    name: str
    max_score: float
    counts: dict[str, int]
    average: float | None

    @property
    def total(self) -> int:
        """Graded submissions that have a verdict on the exercise."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class MisconceptionCount:
    """A named mistake in one exercise, who made it, by name, and what was said of it."""

    exercise: str
    id: str
    students: tuple[str, ...]
    attempts: int
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A mistake to teach again: who made it, anywhere, and in which exercises, the most frequent first."""

    id: str
    students: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """Why a person should look at a submission: all reasons of a kind."""

    student: str
    kind: str
    reasons: tuple[str, ...]


def student_name(result: SubmissionResult) -> str:
    """Return the student's id, or words that stand for it."""
    return result.student if result.student is not None else NO_NAME


def by_name(results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """Return the results by the students' ids, capital letters aside."""
    return sorted(results, key=lambda r: (student_name(r).casefold(), student_name(r)))


def by_score(results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """Return the highest scores first, equal scores by name; what was not graded comes last."""
    return sorted(by_name(results), key=lambda r: (r.status != "graded", -r.score))


def graded(results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """Return those that the numbers of the class are of."""
    return [result for result in results if result.status == "graded"]


def _verdicts(results: Sequence[SubmissionResult]) -> Iterator[ExerciseResult]:
    return (exercise for result in graded(results) for exercise in result.exercises)


def scores(results: Sequence[SubmissionResult]) -> Scores:
    """Return the averages over the graded submissions.

    >>> scores([]).median is None
    True
    """
    values = tuple(r.score for r in graded(results))
    return Scores(
        values,
        max((r.max_score for r in results), default=0.0),
        statistics.fmean(values) if values else None,
        statistics.median(values) if values else None,
        sum(r.score >= r.max_score - 1e-9 for r in graded(results)),
    )


def histogram(values: Sequence[float], max_score: float, bins: int = 10) -> list[Bin]:
    """Count the scores in ``bins`` intervals of equal width over [0, max_score].

    A score below 0 or above ``max_score`` counts in the first or last interval.

    >>> [b.count for b in histogram([0, 1.9, 2, 19, 20], 20)]
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    width = max_score / bins
    if width <= 0:
        return []
    counts = Counter(min(max(int(value / width + 1e-9), 0), bins - 1) for value in values)
    return [Bin(i * width, (i + 1) * width, counts[i]) for i in range(bins)]


def exercise_names(results: Sequence[SubmissionResult]) -> list[str]:
    """Return every exercise that occurs, in the notebook's order."""
    longest_first = sorted(results, key=lambda r: -len(r.exercises))
    return list(dict.fromkeys(e.name for r in longest_first for e in r.exercises))


def exercises(results: Sequence[SubmissionResult]) -> list[ExerciseSummary]:
    """Return how the class did on each exercise, in the notebook's order."""
    verdicts: defaultdict[str, list[ExerciseResult]] = defaultdict(list)
    for exercise in _verdicts(results):
        verdicts[exercise.name].append(exercise)
    return [_exercise(name, verdicts[name]) for name in exercise_names(results) if name in verdicts]


def _exercise(name: str, verdicts: Sequence[ExerciseResult]) -> ExerciseSummary:
    shares = [v.score / v.max_score for v in verdicts if v.max_score > 0]
    return ExerciseSummary(
        name,
        max(v.max_score for v in verdicts),
        dict(Counter(v.status for v in verdicts)),
        statistics.fmean(shares) if shares else None,
    )


def misconceptions(results: Sequence[SubmissionResult]) -> list[MisconceptionCount]:
    """Return the named mistakes of each exercise, the most frequent first; of two at once, both count."""
    made: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    attempts = Counter(e.name for e in _verdicts(results))
    for result in graded(results):
        for e in result.exercises:
            for name in filter(None, {e.misconception, e.also}):
                made[e.name, name].append((student_name(result), e.message))
    order = {name: i for i, name in enumerate(exercise_names(results))}
    ranked = sorted(made.items(), key=lambda item: (order[item[0][0]], -len(item[1]), item[0][1]))
    return [
        MisconceptionCount(
            *key,
            tuple(sorted(student for student, _ in pairs)),
            attempts[key[0]],
            tuple(message for _, message in pairs),
        )
        for key, pairs in ranked
    ]


def lessons(results: Sequence[SubmissionResult]) -> list[Lesson]:
    """Return what to teach again, across all exercises: what the most students got wrong comes first."""
    found: defaultdict[str, list[MisconceptionCount]] = defaultdict(list)
    for count in misconceptions(results):
        found[count.id].append(count)
    made = [
        Lesson(
            name,
            tuple(sorted({student for count in counts for student in count.students})),
            tuple(count.exercise for count in sorted(counts, key=lambda count: -len(count.students))),
        )
        for name, counts in found.items()
    ]
    return sorted(made, key=lambda lesson: (-len(lesson.students), -len(lesson.exercises), lesson.id))


def parts_wrong(results: Sequence[SubmissionResult]) -> dict[str, Counter[str]]:
    """Return how often each part of an exercise's answer was wrong, where another part was right."""
    wrong: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for e in (e for e in _verdicts(results) if any(part.right for part in e.parts)):
        wrong[e.name].update(part.name for part in e.parts if not part.right)
    return wrong


def right_given_own_stages(results: Sequence[SubmissionResult]) -> Counter[str]:
    """Return how many wrong answers to each exercise are right given the student's own stages."""
    return Counter(e.name for e in _verdicts(results) if e.given_own_stages)


def unnamed(results: Sequence[SubmissionResult]) -> Counter[str]:
    """Return how many wrong answers of each exercise match no known misconception."""
    wrong = ("failed", "partial")
    return Counter(e.name for e in _verdicts(results) if e.status in wrong and e.misconception is None)


def problems(results: Sequence[SubmissionResult]) -> list[Problem]:
    """Return everything that needs a person, by student: one entry per kind of reason."""
    return [problem for result in by_name(results) for problem in _problems(result)]


def _problems(result: SubmissionResult) -> Iterator[Problem]:
    name = student_name(result)
    if result.status != "graded":
        reasons = result.notes or (_REASONS.get(result.status, result.status),)
        yield Problem(name, _KINDS.get(result.status, result.status), reasons)
    elif result.notes:
        yield Problem(name, "note", result.notes)
    if faults := tuple(
        f"{exercise.name}: {exercise.message or 'the grader itself failed; grade it again'}"
        for exercise in result.exercises
        if exercise.status == "grader_error"
    ):
        yield Problem(name, "grader failed", faults)
