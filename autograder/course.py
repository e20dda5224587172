"""The instructor's side: where a course keeps its files, and what an assignment consists of.

Everything here is trusted: references, points and cases come from ``solutions/`` alone.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import sys
import traceback
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from cs231n_lib.cases import Hints

from .authoring import Alternative, Exercise, Inputs, Misconception
from .composition import stages_of, through_stages
from .errors import CourseError
from .hints import Section, check_used, hints_for, read_hints
from .source import TEST_PREFIX, Node, explores, points_of, read_source, reference_functions

T = TypeVar("T")


@dataclass(frozen=True)
class Course:
    """A folder with ``solutions/``; the other folders are made when they are needed."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Course:
        """Return the course that ``start`` lies in: the nearest folder with solutions and a config.

        Raises
        ------
        CourseError
            If no folder from ``start`` up to the root is a course.
        """
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
                return cls(folder)
        raise CourseError(
            f"expected a course (a folder with solutions/ and nbgrader_config.py) at or above {start}, "
            "found none; change into the course, or name it: autograder --course FOLDER ..."
        )

    @property
    def assignments(self) -> Path:
        """Released notebooks."""
        return self.root / "assignments"

    @property
    def grading(self) -> Path:
        """Everything made while grading; never in git."""
        return self.root / "grading"

    @property
    def submitted(self) -> Path:
        """Submissions: ``<student>/<assignment>/<assignment>.ipynb``."""
        return self.grading / "submitted"

    def result_file(self, assignment: str, student: str) -> Path:
        """Return the path of one student's result."""
        return self.grading / "results" / assignment / f"{student}.json"

    def feedback_file(self, assignment: str, student: str) -> Path:
        """Return the path of one student's page; ``nbgrader generate_feedback`` has a folder of its own."""
        return self.grading / "reports" / assignment / f"{student}.html"

    def notebook_file(self, step: str, student: str, assignment: str) -> Path:
        """Return the path of one student's notebook in ``submitted`` or ``autograded``."""
        return self.grading / step / student / assignment / f"{assignment}.ipynb"

    def assignment_names(self) -> list[str]:
        """Return the names of all assignments in ``solutions/``, sorted."""
        return sorted(
            path.parent.name
            for path in self.root.glob("solutions/*/*.ipynb")
            if path.stem == path.parent.name
        )

    def source(self, assignment: str) -> Path:
        """Return the instructor's notebook.

        Raises
        ------
        CourseError
            If the course has no such assignment.
        """
        if assignment not in (names := self.assignment_names()):
            raise CourseError(
                f"expected one of the assignments {', '.join(names) or '(none)'}, got {assignment!r}"
            )
        return self.root / "solutions" / assignment / f"{assignment}.ipynb"

    def graded_cells(self, assignment: str) -> set[str]:
        """Return the grade_ids of an assignment's stub and test cells."""
        cells = read_source(self.source(assignment)).cells
        return {cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata}

    def students(self, assignment: str) -> list[str]:
        """Return the ids of all students who have handed in something for ``assignment``, sorted."""
        return sorted(
            folder.parent.name for folder in self.submitted.glob(f"*/{assignment}") if folder.is_dir()
        )


@dataclass(frozen=True)
class GradedExercise:
    """An exercise with all that judging it takes.

    ``stages`` are the references of the exercises that a composed function calls. ``through_stages`` are
    what the misconceptions of its stages make of it: known when graded, and shipped as sketches
    (`cs231n_lib.sketches`), for they are many. ``example`` is a call that is small enough for paper.
    """

    exercise: Exercise
    points: float
    reference: Callable[..., Any]
    misconceptions: tuple[Misconception, ...]
    alternatives: tuple[Alternative, ...]
    hints: Mapping[str, Hints] = field(default_factory=dict)
    through_stages: tuple[Misconception, ...] = ()
    example: Inputs | None = None
    stages: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The exercise's name."""
        return self.exercise.name


@dataclass(frozen=True)
class Assignment:
    """An assignment as the instructor wrote it. ``version`` changes with any file of its folder."""

    name: str
    version: str
    notebook: Node
    exercises: Mapping[str, GradedExercise]

    @property
    def max_score(self) -> float:
        """The sum of all points."""
        return sum(graded.points for graded in self.exercises.values())

    @property
    def explorations(self) -> frozenset[str]:
        """The sources of the cells that the author marked as only exploring; no graded cell needs them."""
        return frozenset(cell.source.strip() for cell in self.notebook.cells if explores(cell))

    def exercise_of_test(self, cell_name: str | None) -> str | None:
        """Return the exercise that a cell of this name tests, or None."""
        name = (cell_name or "").removeprefix(TEST_PREFIX)
        return name if cell_name != name and name in self.exercises else None


def load_assignment(course: Course, name: str) -> Assignment:
    """Read the instructor's notebook and its exercises, and check that they fit together.

    Raises
    ------
    CourseError
        If a test cell has no exercise, an exercise no test cell or reference, or the like.
    """
    source = course.source(name)
    notebook = read_source(source)
    points = points_of(notebook)
    package = _package(source.parent)
    declared: tuple[Exercise, ...] = _submodule(package, "exercises").EXERCISES
    references = reference_functions(notebook)
    _check_names(name, points, declared, references)
    wrong = _declarations(package, "misconceptions", Misconception)
    other = _declarations(package, "alternatives", Alternative)
    if odd := sorted(({d.exercise for d in wrong} | {d.exercise for d in other}) - points.keys()):
        raise CourseError(
            f"expected misconceptions and alternatives of exercises of {name}, got {', '.join(odd)}"
        )
    sections = _hints(course, name, {n: {m.id for m in wrong if m.exercise == n} for n in points})
    examples = _examples(package, name, points)
    by_exercise = {n: tuple(m for m in wrong if m.exercise == n) for n in points}
    exercises = {
        e.name: GradedExercise(
            e,
            points[e.name],
            references[e.name],
            by_exercise[e.name],
            tuple(a for a in other if a.exercise == e.name),
            hints_for(e.name, sections),
            through_stages(e.name, references[e.same_as or e.name], by_exercise),
            examples.get(e.name),
            {stage: references[stage] for stage in stages_of(references[e.name], points) if stage != e.name},
        )
        for e in sorted(declared, key=lambda e: list(points).index(e.name))
    }
    return Assignment(name, _version(source.parent), notebook, exercises)


def _hints(course: Course, assignment: str, declared: Mapping[str, set[str]]) -> list[Section]:
    """Return an assignment's hints, and then the course's, which count where there is nothing better."""
    path = course.source(assignment).parent / "hints.md"
    own = read_hints(path)
    check_used(path, own, declared)
    return [*own, *read_hints(path.parent.parent / "hints.md")]


def _examples(package: ModuleType, assignment: str, known: Container[str]) -> Mapping[str, Inputs]:
    """Return what ``examples.py`` holds by exercise; an assignment may do without."""
    if not Path(_file(package, "examples")).is_file():
        return {}
    examples: Mapping[str, Inputs] = _submodule(package, "examples").EXAMPLES
    if odd := [name for name in examples if name not in known]:
        raise CourseError(f"expected examples of exercises of {assignment}, got {', '.join(odd)}")
    return examples


def _check_names(
    name: str, points: Mapping[str, float], declared: tuple[Exercise, ...], references: Mapping[str, Any]
) -> None:
    names = {exercise.name for exercise in declared}
    if names != points.keys():
        odd = ", ".join(sorted(names ^ points.keys()))
        raise CourseError(f"expected one test cell per exercise in {name}, but only one side has: {odd}")
    if absent := [n for n in points if not callable(references.get(n))]:
        raise CourseError(f"expected a reference function in {name}.ipynb for: {', '.join(absent)}")
    if absent := [e.same_as for e in declared if e.same_as and e.same_as not in points]:
        raise CourseError(f"expected same_as to name exercises of {name}, got {', '.join(absent)}")
    for exercise in declared:
        shares = [part.credit for part in exercise.parts]
        if shares and abs(sum(shares) - 1) > 1e-9:
            raise CourseError(f"expected the credits of {exercise.name} to sum to 1, got {shares}")


def _package(folder: Path) -> ModuleType:
    """Load ``solutions/<assignment>/`` as a package of its own, so that two courses never mix."""
    digest = hashlib.sha256(str(folder.resolve()).encode() + _version(folder).encode()).hexdigest()[:12]
    name = f"_course_{folder.name}_{digest}"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return sys.modules[name]


def _submodule(package: ModuleType, name: str) -> ModuleType:
    try:
        return importlib.import_module(f"{package.__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"{package.__name__}.{name}":
            raise CourseError(f"expected a file {_file(package, name)}, found none") from error
        raise _author_error(package, name, error) from error
    except Exception as error:
        raise _author_error(package, name, error) from error


def _file(package: ModuleType, name: str) -> str:
    return f"{package.__path__[0]}/{name.replace('.', '/')}.py"


def _author_error(package: ModuleType, name: str, error: Exception) -> CourseError:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return CourseError(
        f"expected {_file(package, name)} to run, but {type(error).__name__}: {error} "
        f"({where.filename}, line {where.lineno})"
    )


def _declarations(package: ModuleType, name: str, kind: type[T]) -> list[T]:
    """Return what ``<name>.py`` declares, or all modules of the folder ``<name>/``, sorted by name."""
    folder = Path(package.__path__[0])
    modules = [f"{name}.{module.name}" for module in pkgutil.iter_modules([str(folder / name)])]
    if (folder / f"{name}.py").is_file():
        if modules:
            raise CourseError(
                f"expected {name}.py or {name}/ in {folder}, found both; move one into the other"
            )
        modules = [name]
    values = [value for module in modules for value in vars(_submodule(package, module)).values()]
    return [one for value in values if isinstance(value, tuple) for one in value if isinstance(one, kind)]


def _version(folder: Path) -> str:
    """Return a digest of the notebook and the modules that define the assignment."""
    digest = hashlib.sha256()
    for name in assignment_files(folder):
        digest.update(name.as_posix().encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def assignment_files(folder: Path) -> list[Path]:
    """Return what an assignment's folder defines it with, sorted, relative to the folder."""
    names = [path.relative_to(folder) for path in (*folder.glob("*.ipynb"), *folder.rglob("*.py"))]
    return sorted(name for name in names if not any(part.startswith(".") for part in name.parts))
