"""The class report: one self-contained HTML page about all submissions of an assignment.

A function of the results alone; the numbers come from `autograder.summary`, the words and the
escaping from `autograder.pages`. Nothing here reads or writes files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cs231n_lib.recognition import BY_KIND

from . import pages, summary, text
from .pages import Look
from .results import ExerciseResult, SubmissionResult

SHOWN_PROBLEMS = 12  # the rest folds away
SHOWN_REASONS = 3  # for each; a submission that breaks everything must not hide the others
SHOWN_NAMES = 40
MAX_ROWS_WITH_MESSAGES = 200  # beyond, messages on every cell would make the file megabytes long
HISTOGRAM_HEIGHT = 160
LESSONS = 5

Says = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True)
class _Bar:
    low: float
    high: float
    count: int
    x: float
    width: float
    center: float
    height: float
    label: str


@dataclass(frozen=True)
class _Part:
    look: Look
    count: int
    x: float
    width: float
    center: float


@dataclass(frozen=True)
class _Exercise:
    name: str
    short: str
    max_score: float
    parts: tuple[_Part, ...]
    passed: float | None
    mean_points: float | None


@dataclass(frozen=True)
class _Misconception:
    id: str
    says: str
    students: tuple[str, ...]
    attempts: int
    share: float


@dataclass(frozen=True)
class _Group:
    exercise: str
    ranked: tuple[_Misconception, ...]
    unnamed: int
    parts: tuple[tuple[str, int], ...]
    given_own_stages: int


@dataclass(frozen=True)
class _Lesson:
    id: str
    says: str
    students: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class _Cell:
    look: Look
    points: str
    title: str


@dataclass(frozen=True)
class _Row:
    name: str
    flag: bool
    graded: bool
    status: str
    score: float
    cells: tuple[_Cell | None, ...]


def class_report(
    results: Sequence[SubmissionResult],
    *,
    title: str,
    created: datetime,
    says: Says | None = None,
) -> str:
    """Return the report of a class as one HTML page without scripts or remote content.

    Parameters
    ----------
    results : sequence of SubmissionResult
        One per student, in any order; may be empty.
    title : str
        Heading of the page, such as the name of the assignment.
    created : datetime
        When the report was made; shown as it is.
    says : mapping, optional
        Every ``Misconception.says`` by (exercise, id): of several, the one that was said to most
        students is shown. An id without an entry is shown alone.

    Returns
    -------
    str
        A complete page; the same arguments give the same text.

    Examples
    --------
    >>> page = class_report([], title="svm", created=datetime(2025, 4, 14, 9, 30))
    >>> "No submissions yet" in page, "<script" in page
    (True, False)
    """
    scores = summary.scores(results)
    exercises = _exercises(summary.exercises(results))
    names = summary.exercise_names(results)
    groups, elsewhere = _groups(results, names, says or {})
    return pages.render(
        "report.html",
        title=text.one_line(title, 120),
        created=created.strftime("%d %B %Y, %H:%M %Z").strip(),
        total=len(results),
        scores=scores,
        mean=None if scores.mean is None else round(scores.mean, 1),
        full_share=scores.full_marks / len(scores.values) if scores.values else None,
        people=sum(r.needs_a_person for r in results),
        sandboxes=_sandboxes(summary.graded(results) or results),
        problems=summary.problems(results),
        shown_problems=SHOWN_PROBLEMS,
        shown_reasons=SHOWN_REASONS,
        bars=_bars(summary.histogram(scores.values, scores.max_score)) if scores.values else [],
        exercises=exercises,
        legend=_legend(results),
        lessons=_lessons(results, says or {}),
        groups=groups,
        elsewhere=elsewhere,
        shown_names=SHOWN_NAMES,
        flagged=any(r.needs_a_person for r in results),
        rows=_rows(results, names),
    )


def _sandboxes(results: Sequence[SubmissionResult]) -> list[tuple[str, int]]:
    """Return the levels of isolation that were in force, with the number of submissions, most first."""
    return sorted(Counter(r.sandbox for r in results).items(), key=lambda item: (-item[1], item[0]))


def _bars(bins: Sequence[summary.Bin]) -> list[_Bar]:
    """Lay the histogram out: x and width in percent of the figure, height in pixels."""
    step = 100 / len(bins)
    unit = HISTOGRAM_HEIGHT / max(b.count for b in bins)
    return [
        _Bar(
            b.low, b.high, b.count,
            x=round(i * step + 0.1 * step, 2),
            width=round(0.8 * step, 2),
            center=round((i + 0.5) * step, 2),
            height=round(max(unit * b.count, 2), 1),
            label=f"{pages.points(b.low)}–{pages.points(b.high)}",
        )
        for i, b in enumerate(bins)
    ]  # fmt: skip


def _exercises(summaries: Sequence[summary.ExerciseSummary]) -> list[_Exercise]:
    prefix = _common_prefix([s.name for s in summaries])
    return [
        _Exercise(
            s.name,
            s.name[len(prefix) :],
            s.max_score,
            tuple(_parts(s)),
            s.counts.get("passed", 0) / s.total,
            None if s.average is None else s.average * s.max_score,
        )
        for s in summaries
    ]


def _common_prefix(names: Sequence[str]) -> str:
    """Return what all names start with, up to an underscore: the assignment's own name.

    >>> _common_prefix(["two_layer_h1", "two_layer_dW1"]), _common_prefix(["svm_scores"])
    ('two_layer_', '')
    """
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    same = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[: first.rfind("_", 0, same) + 1]


def _parts(exercise: summary.ExerciseSummary) -> Iterable[_Part]:
    x = 0.0
    for status in _ordered(exercise.counts):
        count = exercise.counts[status]
        width = 100 * count / exercise.total
        yield _Part(pages.look(status), count, round(x, 3), round(width, 3), round(x + width / 2, 3))
        x += width


def _ordered(statuses: Iterable[str]) -> list[str]:
    """Return the statuses from best to worst, unknown ones last."""
    known = list(pages.LOOKS)
    return sorted(set(statuses), key=lambda s: (known.index(s) if s in known else len(known), s))


def _legend(results: Sequence[SubmissionResult]) -> list[Look]:
    return [pages.look(s) for s in _ordered(e.status for r in summary.graded(results) for e in r.exercises)]


def _lessons(results: Sequence[SubmissionResult], says: Says) -> list[_Lesson]:
    """Return what to teach again, in the words of the exercise where most got it wrong."""
    said = {(m.exercise, m.id): _said(m, says) for m in summary.misconceptions(results)}
    return [
        _Lesson(lesson.id, said[lesson.exercises[0], lesson.id], lesson.students, lesson.exercises)
        for lesson in summary.lessons(results)[:LESSONS]
    ]


def _said(count: summary.MisconceptionCount, says: Says) -> str:
    """Return the sentence that was said to most; what a dtype names may be no declared mistake."""
    sentences = says.get((count.exercise, count.id), ())
    told = Counter(words for words in sentences for message in count.messages if words in message)
    if told:
        return max(told, key=lambda words: told[words])
    return "" if count.id in BY_KIND.values() else next(iter(sentences), "")


def _groups(
    results: Sequence[SubmissionResult], names: Sequence[str], says: Says
) -> tuple[list[_Group], list[tuple[str, int]]]:
    """Gather the misconceptions by exercise, and count the wrong answers of exercises without any."""
    unnamed = summary.unnamed(results)
    by_exercise: defaultdict[str, list[_Misconception]] = defaultdict(list)
    for m in summary.misconceptions(results):
        share = round(100 * len(m.students) / m.attempts, 2)
        by_exercise[m.exercise].append(_Misconception(m.id, _said(m, says), m.students, m.attempts, share))
    parts, own = summary.parts_wrong(results), summary.right_given_own_stages(results)
    groups = [
        _Group(name, tuple(by_exercise[name]), unnamed[name], _most_common(parts.get(name)), own[name])
        for name in names
        if name in by_exercise
    ]
    return groups, [(name, unnamed[name]) for name in names if name not in by_exercise and unnamed[name]]


def _most_common(counts: Counter[str] | None) -> tuple[tuple[str, int], ...]:
    return tuple(counts.most_common()) if counts else ()


def _rows(results: Sequence[SubmissionResult], names: Sequence[str]) -> list[_Row]:
    with_messages = len(results) <= MAX_ROWS_WITH_MESSAGES
    rows = []
    for result in summary.by_score(results):
        found = {e.name: _cell(e, with_messages) for e in result.exercises}
        rows.append(
            _Row(
                text.one_line(summary.student_name(result), 80) or summary.NO_NAME,
                result.needs_a_person,
                result.status == "graded",
                result.status.replace("_", " "),
                result.score,
                tuple(found.get(name) for name in names),
            )
        )
    return rows


def _cell(exercise: ExerciseResult, with_message: bool) -> _Cell:
    shown = pages.look(exercise.status)
    words = f"{exercise.name}: {shown.word}" + (f". {exercise.message}" if exercise.message else "")
    ours = exercise.status == "grader_error"
    points = "" if ours else pages.points(exercise.score)  # a fault of the grader is never shown as a zero
    return _Cell(shown, points, text.one_line(words, 240) if with_message else "")
