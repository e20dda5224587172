"""Whether the thousandth submission costs as much as the tenth: time, memory, and doing nothing again."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder.course import Course

from .classes import hand_in, new_course
from .clock import Cost
from .grading import grade
from .rows import TARGET, Line, Row

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "10,60,200").split(","))
TARGET_START, TARGET_AGAIN = 1.0, 5.0
CLOCK: dict[str, Any] = {
    "cell_type": "code",
    "id": "clock",
    "metadata": {},
    "outputs": [],
    "execution_count": None,
}


def measure() -> list[Line]:
    """Grade three classes of growing size, the largest twice; ``BENCH_SIZES=10,100,2000`` chooses others."""
    with tempfile.TemporaryDirectory() as folder:
        courses = {size: new_course(Path(folder) / str(size)) for size in SIZES}
        for size, course in courses.items():
            hand_in(course, "svm", size)
        costs = {size: grade(course, "svm") for size, course in courses.items()}
        again = grade(courses[SIZES[-1]], "svm").seconds
        start = _seconds_to_first_cell(new_course(Path(folder) / "first"))
    how = f"the class of {SIZES[-1]} once more, unchanged"
    return [
        *_growth(costs),
        Row("grade again what has not changed", again, TARGET, TARGET_AGAIN, "s", how),
        Row(
            "start-up of autograder grade",
            start,
            TARGET,
            TARGET_START,
            "s",
            "from the command to the first cell of the first submission, which prints the time; median of 3",
        ),
    ]


def _growth(costs: dict[int, Cost]) -> list[Line]:
    few, some, many = SIZES

    def each(small: int, large: int) -> float:
        return (costs[large].core_seconds - costs[small].core_seconds) / (large - small)

    how = f"svm in classes of {few}, {some} and {many}: what each further submission adds"
    memory = "peak of its resident memory, in the same runs"
    here, there = costs[many].peak_mib, costs[few].peak_mib
    return [
        Row(
            f"a submission beyond {some}",
            each(some, many),
            f"one beyond {few}",
            each(few, some),
            "core-s",
            how,
        ),
        Row(f"the coordinator at {many} submissions", here, f"at {few}", there, "MiB", memory),
    ]


def _seconds_to_first_cell(course: Course) -> float:
    """Let the first cell of two submissions print the time, and take the earlier, in the median of three."""
    students = hand_in(course, "svm", 2)
    for student in students:
        path = course.notebook_file("submitted", student, "svm")
        notebook = json.loads(path.read_bytes())
        notebook["cells"].insert(0, CLOCK | {"source": "import time; print('clock', time.time())"})
        path.write_text(json.dumps(notebook))
    return sorted(_one_start(course, students) for _ in range(3))[1]


def _one_start(course: Course, students: list[str]) -> float:
    start = time.time()
    grade(course, "svm", "--force")
    graded = (course.notebook_file("autograded", student, "svm").read_text("utf-8") for student in students)
    return min(float(told[1]) for text in graded if (told := re.search(r"clock (\d+\.\d+)", text))) - start
