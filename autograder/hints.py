"""Read the hints of a course: three steps for every misconception, written in Markdown beside the notebooks.

``solutions/<assignment>/hints.md`` speaks of one assignment, ``solutions/hints.md`` of all of them. A section
is headed by a misconception's id, or by ``general`` for a mistake that nobody recognises; below stand the
exercises that it is meant for (``*`` stands for any part of a name), and then the steps::

    ## reg-factor-2
    svm_dW, svm_loss_*

    1. A question to think about?
    2. The principle with its formula.
    3. The line of the derivation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from cs231n_lib.cases import GENERAL, Hints

from .errors import CourseError

_SECTION = re.compile(r"(\S+)\n(.+)\n\n1\. (.+)\n2\. (.+)\n3\. (.+)\s*")


@dataclass(frozen=True)
class Section:
    """The hints about one mistake, and the names or patterns of the exercises that they are meant for."""

    id: str
    exercises: tuple[str, ...]
    hints: Hints

    def is_for(self, exercise: str) -> bool:
        """Whether an exercise is among those named."""
        return any(fnmatchcase(exercise, pattern) for pattern in self.exercises)


def read_hints(path: Path) -> list[Section]:
    """Return the sections of a file in order; none if there is no such file.

    Raises
    ------
    CourseError
        If a section is not built as it should be.
    """
    if not path.is_file():
        return []
    text = re.sub(r"^# .*$", "", path.read_text("utf-8"), flags=re.MULTILINE)  # chapters are for the reader
    _, *headed = re.split(r"^## ", text, flags=re.MULTILINE)
    return [_section(path, text) for text in headed]


def _section(path: Path, text: str) -> Section:
    found = _SECTION.fullmatch(text)
    if found is None:
        raise CourseError(
            f"expected an id, a line of exercises, an empty line and steps 1., 2. and 3. in {path}, "
            f"got {text.splitlines()[0]!r} with something else below it"
        )
    mistake, exercises, *steps = found.groups()
    return Section(mistake, tuple(exercises.split(", ")), Hints(*steps))


def hints_for(exercise: str, sections: Sequence[Section]) -> Mapping[str, Hints]:
    """Return the hints for an exercise by id: of several for one id, those that name it come first."""
    found: dict[str, Hints] = {}
    for section in sorted(sections, key=lambda section: exercise not in section.exercises):
        if section.is_for(exercise):
            found.setdefault(section.id, section.hints)
    return found


def check_used(path: Path, sections: Sequence[Section], declared: Mapping[str, Collection[str]]) -> None:
    """Refuse a section that nobody will ever see, for a slip in its id or in the name of an exercise.

    ``declared`` holds the ids of each exercise's misconceptions.
    """
    for section in sections:
        for pattern in section.exercises:
            meant = [ids for name, ids in declared.items() if fnmatchcase(name, pattern)]
            if not any(section.id in (GENERAL, *ids) for ids in meant):
                raise CourseError(
                    f"expected hints about misconceptions of the exercises in {path.parent}, "
                    f"got {section.id!r} for {pattern}, which has no such misconception"
                )
