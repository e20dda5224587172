"""Build what students get from what the instructor wrote: notebooks, and the visible cases.

Pure: `build` returns the files and their text; writing and comparing are separate steps.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from cs231n_lib.cases import Fingerprint, VisibleCase, VisibleExercise
from cs231n_lib.outputs import same_kind
from cs231n_lib.parts import is_twin
from cs231n_lib.sketches import Sketch, marks_of
from cs231n_lib.stages import StageCall

from .authoring import Misconception
from .composition import calls_of
from .course import Assignment, Course, GradedExercise, load_assignment
from .docket import VISIBLE_SEED, DrawnCase, draw_cases, draw_example, response_of, wrong_ways_of

LIBRARY_CASES = "cs231n_lib/visible"
STUB = "raise NotImplementedError"
_LESS_EXACT = {"float32": 1e-4, "float16": 1e-1}


def build(course: Course, names: Sequence[str]) -> dict[Path, str]:
    """Return the text of every released file by its path."""
    from .bridge import released_text  # nbgrader takes seconds to import

    released: dict[Path, str] = {}
    for name in names:
        assignment = load_assignment(course, name)
        released[course.assignments / name / f"{name}.ipynb"] = released_text(course, name)
        if (course.root / LIBRARY_CASES).is_dir():
            released |= _case_files(course.root / LIBRARY_CASES, assignment)
    return released


def out_of_date(released: Mapping[Path, str]) -> list[Path]:
    """Return the files that are missing or differ from what a release would write.

    Processors disagree about the last digits of a sum or a product of matrices, so that in cases
    a relative or absolute difference of 1e-9 is none, and more in the arrays of a mistake that
    computes in less than float64; of an exception, only the type counts: a release is up to date on
    every machine.
    """
    return [path for path, text in released.items() if not path.is_file() or not _holds(path, text)]


def write(released: Mapping[Path, str]) -> list[Path]:
    """Write what has changed; return its paths."""
    changed = out_of_date(released)
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(released[path], "utf-8")
    return changed


def keep_work(paths: Iterable[Path]) -> dict[Path, Path]:
    """Copy the notebooks that somebody has worked in beside themselves; return where each is kept."""
    kept: dict[Path, Path] = {}
    for path in paths:
        if path.suffix == ".ipynb" and path.is_file() and _holds_work(path):
            names = (path.with_name(f"{path.stem}-kept-{number}.ipynb") for number in count(1))
            kept[path] = next(name for name in names if not name.exists())
            shutil.copy2(path, kept[path])
    return kept


def _holds_work(path: Path) -> bool:
    """Whether a cell that is to be written holds more than its stub, as far as this can be read."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return any(
            cell["metadata"].get("nbgrader", {}).get("solution") and STUB not in "".join(cell["source"])
            for cell in cells
            if cell["cell_type"] == "code"
        )
    except (ValueError, KeyError, TypeError, AttributeError):  # no notebook: somebody's, at any rate
        return True


def visible_exercise(graded: GradedExercise) -> VisibleExercise:
    """Return what the library may know of an exercise: arrays, and no code."""
    cases = draw_cases(graded, VISIBLE_SEED, visible=True)
    ways = wrong_ways_of(graded.misconceptions, cases)
    visible = tuple(
        _visible_case(case, tuple(way[index] for way in ways), _calls(graded, case))
        for index, case in enumerate(cases)
    )
    small = draw_example(graded)
    example = None if small is None else _visible_case(small)
    exercise = graded.exercise
    return VisibleExercise(
        graded.name,
        exercise.loops_allowed,
        cases[0].spec,
        visible,
        graded.hints,
        example,
        exercise.parts,
        _in_stages(graded, cases),
    )


def _in_stages(graded: GradedExercise, cases: Sequence[DrawnCase]) -> tuple[Sketch, ...]:
    """Return what mistakes in its stages make of a composed function: nothing right, nothing known twice."""
    if not graded.through_stages:
        return ()
    reference = Misconception(graded.name, "", "", graded.reference)
    known = [_sketch(one, cases) for one in (reference, *graded.misconceptions)]
    in_stages = []
    for sketch in (_sketch(wrong, cases) for wrong in graded.through_stages):
        if not any(other.fits(sketch.marks) for other in known):
            in_stages.append(sketch)
            known.append(sketch)
    return tuple(in_stages)


def _sketch(wrong: Misconception, cases: Sequence[DrawnCase]) -> Sketch:
    responses = [response_of(wrong.function, case) for case in cases]
    return Sketch(wrong.id, wrong.says, marks_of(cases, responses), wrong.stage)


def _calls(graded: GradedExercise, case: DrawnCase) -> tuple[StageCall, ...]:
    """Return what the reference asks of its stages; a twin's calls would tell nothing more."""
    return () if is_twin(case) else calls_of(graded.reference, graded.stages, case.inputs)


def _holds(path: Path, text: str) -> bool:
    present = path.read_text("utf-8")
    if present == text or path.suffix != ".json":
        return present == text
    try:
        return _agree(json.loads(present), json.loads(text))
    except json.JSONDecodeError:
        return False


def _agree(one: Any, other: Any, tolerance: float = 1e-9) -> bool:
    """Compare two values from JSON, forgiving the last digits of floats."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        close = math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)
        return close or (math.isnan(one) and math.isnan(other))
    if isinstance(one, list):
        return len(one) == len(other) and all(
            _agree(a, b, tolerance) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, dict):
        allowed = _LESS_EXACT.get(str(one.get("dtype")), tolerance)
        return list(one) == list(other) and all(_agree(one[key], other[key], allowed) for key in one)
    if isinstance(one, str) and "Error: " in one:  # each version of NumPy has words of its own
        return same_kind(one, other)
    return bool(one == other)


def _case_files(folder: Path, assignment: Assignment) -> dict[Path, str]:
    return {folder / f"{name}.json": visible_exercise(g).dumps() for name, g in assignment.exercises.items()}


def _visible_case(
    case: DrawnCase, fingerprints: tuple[Fingerprint, ...] = (), stages: tuple[StageCall, ...] = ()
) -> VisibleCase:
    return VisibleCase(case.label, case.inputs, case.expected, case.rtol, fingerprints, case.pair, stages)
