"""Made-up classes to measure on: a course of one's own, and submissions of every ordinary kind."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from autograder.bridge import register
from autograder.course import Assignment, Course, load_assignment
from autograder.demo import make_course
from autograder.samples import Sample, sample_class

ROOT = Course(Path(__file__).resolve().parents[2])
ASSIGNMENTS = ("svm", "softmax", "two_layer_net")


def new_course(folder: Path) -> Course:
    """Copy the kit's course into a new folder."""
    return make_course(ROOT, folder)


def ordinary(assignment: Assignment) -> list[Sample]:
    """Return samples that end by themselves: right in every style, with each known mistake, unfinished.

    (An endless loop takes as long as its limit says, with whatever grades it.)
    """
    samples = [sample for sample in sample_class(assignment) if _ends(sample)]
    right = [sample for sample in samples if sample.expect == "full"]
    rest = [sample for sample in samples if sample.expect != "full"]
    return [sample for pair in itertools.zip_longest(right, rest) for sample in pair if sample is not None]


def hand_in(course: Course, name: str, number: int) -> list[str]:
    """Hand in ``number`` submissions, no two alike, in the folders where collecting puts them.

    The gradebook knows the assignment before, as after ``autograder release``.
    """
    register(course, load_assignment(course, name))
    students = []
    for index, sample in zip(range(number), _endless(load_assignment(ROOT, name)), strict=False):
        student = f"s{index:05d}"
        path = course.notebook_file("submitted", student, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_signed(sample.data, student))
        students.append(student)
    return students


def _endless(assignment: Assignment) -> Iterator[Sample]:
    return itertools.cycle(ordinary(assignment))


def _ends(sample: Sample) -> bool:
    return sample.expect in ("full", "less", "zero") and sample.student not in ("endless-loop",)


def _signed(data: bytes, student: str) -> bytes:
    """Return a notebook with a line of its own, so that nothing can be graded by being known already."""
    notebook = json.loads(data)
    notebook["cells"][0]["source"] = f"{''.join(notebook['cells'][0]['source'])}\n\nHanded in by {student}."
    return json.dumps(notebook, indent=1).encode()
