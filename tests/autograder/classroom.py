"""Made-up classes with every kind of verdict, and names and messages that try to get out of their place."""

from __future__ import annotations

import random
import re
import unicodedata
from html.parser import HTMLParser

from autograder.results import ExerciseResult, ExerciseStatus, SubmissionResult

EXERCISES = {
    "svm_loss_naive": 3.0,
    "svm_scores": 1.0,
    "svm_margins": 2.0,
    "svm_data_loss": 1.0,
    "svm_dscores": 3.0,
    "svm_dW": 2.0,
    "svm_loss_vectorized": 3.0,
}
MAX_SCORE = sum(EXERCISES.values())
HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style></svg><img src=x onerror=alert(1)>",
    '"><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "' onmouseover='alert(1)' x='",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "https://tracker.example/pixel.png",
    '=HYPERLINK("https://tracker.example","look")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\u202egnp.exe\u202c\u2066\u200b\u200f",
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://tracker.example\x07PASS\x1b]8;;\x07",
    "a" * 5_000,
    "Z" + "\u0335\u0301\u0489" * 200 + "o",
    "\ud800 lone",
    "two\nlines\r\nand\ttabs\x00\x0b\u2028end",
    "`unfinished <b>",
    "مريم الحسن",
    "]]><!--",
    "$(touch x); `rm` %s {}",
)
STATUSES: tuple[ExerciseStatus, ...] = (
    "passed",
    "partial",
    "failed",
    "missing",
    "error",
    "timeout",
    "grader_error",
)


def verdict(
    name: str = "svm_scores",
    status: ExerciseStatus = "passed",
    score: float | None = None,
    *,
    misconception: str | None = None,
    message: str = "",
) -> ExerciseResult:
    """Return one verdict; without a score, all or nothing."""
    points = EXERCISES.get(name, 1.0)
    got = (points if status == "passed" else 0.0) if score is None else score
    return ExerciseResult(name, status, got, points, None, misconception, message)


def result(
    student: str | None, *exercises: ExerciseResult, notes: tuple[str, ...] = (), sandbox: str = "namespaces"
) -> SubmissionResult:
    """Return a graded submission with these verdicts."""
    score = sum(e.score for e in exercises)
    return SubmissionResult(
        "svm", score, MAX_SCORE, "graded", sandbox, 0.4, exercises, notes, 7, student
    )  # fmt: skip


def a_class(size: int, seed: int = 231) -> list[SubmissionResult]:
    """Return a class with every status, a few notes and named mistakes."""
    rng = random.Random(seed)
    return [_student(f"student{i:04d}", rng) for i in range(size)]


def hostile_class() -> list[SubmissionResult]:
    """Return one submission per hostile text, with that text wherever a submission can put one."""
    return [
        result(
            text,
            *(verdict(name, status, misconception=text if status == "failed" else None, message=text)
              for name, status in zip(EXERCISES, STATUSES, strict=True)),
            notes=(text,),
        )
        for text in HOSTILE
    ]  # fmt: skip


def _student(name: str, rng: random.Random) -> SubmissionResult:
    skill = rng.choice([1.0, 0.9, 0.7, 0.4])
    verdicts = []
    for exercise, points in EXERCISES.items():
        status = "passed" if rng.random() < skill else rng.choice(STATUSES[1:6])
        mistake = (
            rng.choice(["reg-factor-2", "transposed", None]) if status in ("partial", "failed") else None
        )
        score = points / 2 if status == "partial" else None
        verdicts.append(verdict(exercise, status, score, misconception=mistake, message=f"{status}: [0, 3]"))
    notes = ("the test cell of svm_dW was deleted",) if rng.random() < 0.05 else ()
    return result(name, *verdicts, notes=notes)


class Page(HTMLParser):
    """A page as Python's own parser sees it: elements with attributes, text, and whether all is closed."""

    VOID = frozenset(["meta", "line", "rect"])

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.comments: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html.replace("<wbr>", ""))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and that it is open."""
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, or note that another one was open."""
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        """Note text and the element around it."""
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.comments.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, white space made even."""
        words = " ".join(" ".join(text for tag, text in self.texts if tag != "style").split())
        return words.replace(" ,", ",").replace(" .", ".")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of this kind."""
        return [attributes for name, attributes in self.elements if name == tag]


ALLOWED_TAGS = re.compile(
    "html|head|meta|title|style|body|main|header|nav|a|section|article|footer|h[123]|p|dl|dt|dd|div|span|small|i"
    "|code|pre|bdi|figure|figcaption|svg|g|rect|line|text|table|thead|tbody|tr|th|td|ul|ol|li|details|summary"
)
ALLOWED_ATTRIBUTES = re.compile(
    "lang|charset|http-equiv|content|name|class|id|href|role|aria-(label|hidden)|tabindex|scope|colspan|title"
    "|open|width|height|rx|[xy][12]?"
)


def assert_harmless(html: str) -> Page:
    """Fail if a page could run, load, submit or leave anything, or if text has got out of its place."""
    page = Page(html)
    assert not page.open
    assert not page.unbalanced
    assert not page.comments
    assert not [tag for tag, _ in page.elements if not ALLOWED_TAGS.fullmatch(tag)]
    assert not [
        a for _, attributes in page.elements for a in attributes if not ALLOWED_ATTRIBUTES.fullmatch(a)
    ]
    assert all((a.get("href") or "#").startswith("#") for a in page.all("a"))
    policies = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert html.index("Content-Security-Policy") < html.index("<style")
    styles = "".join(text for tag, text in page.texts if tag == "style")
    assert not re.search(r"url\(|@import|expression", styles)
    assert not [
        c for c in set(html) - {"\n", "\t"} if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]
    html.encode("utf-8")
    return page
