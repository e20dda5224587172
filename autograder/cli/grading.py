"""Commands that run submissions: check, grade and demo."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..course import Course
from ..errors import CourseError
from ..options import Options
from ..sandbox.limits import LEVELS, Limits
from .base import exit_code, grading_options, log
from .course import write_report

if TYPE_CHECKING:
    from ..results import Standing


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@grading_options
@click.pass_obj
def check(folder: Path, notebook: Path, as_json: bool, options: Options) -> None:
    """Grade one NOTEBOOK on the spot, with no gradebook."""
    from ..checking import check_notebook
    from ..tables import result_lines

    course = _course_of(folder, notebook)
    result = check_notebook(notebook, course, options)
    click.echo(result.to_json() if as_json else "\n".join(result_lines(result)))
    sys.exit(exit_code([result.standing]))


@click.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, help="Only this student; may be given several times.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    help="Submissions at a time. Default: one per core of this machine, or of the cluster.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on the Dask cluster whose scheduler is there: tcp://host:8786 or tls://host:8786.",
)
@click.option("--force", is_flag=True, help="Grade again what has been graded; if stopped, go on without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per submission.")
@grading_options
@click.pass_obj
def grade(
    folder: Path,
    assignment: str,
    students: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    force: bool,
    as_json: bool,
    options: Options,
) -> None:
    """Grade the submissions of ASSIGNMENT that have no result yet."""
    from ..tables import class_lines

    course = Course.find(folder)
    class_ = grade_with_progress(
        course, assignment, options, students, jobs=jobs, cluster=cluster, force=force, as_json=as_json
    )
    if not as_json:
        click.echo("\n".join(class_lines(class_)))
    sys.exit(exit_code(class_))


def grade_with_progress(
    course: Course,
    assignment: str,
    options: Options,
    students: Sequence[str] = (),
    *,
    jobs: int | None = None,
    cluster: str | None = None,
    force: bool = False,
    as_json: bool = False,
) -> list[Standing]:
    """Grade a class with progress on stderr; return how everybody stands, by student."""
    if cluster is None:
        _demand(options)
    present = course.students(assignment)
    course.source(assignment)
    if absent := sorted(set(students) - set(present)):
        raise CourseError(f"expected submissions of {', '.join(absent)} in {course.submitted}, found none")
    if not present:
        log(f"{assignment}: nothing in {course.submitted}; try: autograder collect {assignment} DOWNLOAD")
        return []
    from ..engine import Setup, make_engine

    engine = make_engine(Setup(course.root, assignment, options), jobs, cluster, tell=log)
    chosen = list(students) or present
    if force or not all(course.result_file(assignment, student).is_file() for student in chosen):
        engine.get_ready()
    from ..batch import disown, grade_class, plan_work, still_graded  # beside what gets ready
    from ..store import only_run
    from .progress import ClassProgress

    class_: list[Standing] = []
    with only_run(course, assignment):
        if force:
            disown(course, assignment, chosen)
        work = plan_work(course, assignment, chosen, options)
        with ClassProgress(assignment, len(work.students), len(work.current)) as progress:
            graded = progress.of_graded(grade_class(course, work, engine))
            unchanged = progress.of_unchanged(still_graded(course, work))
            for result in chain(unchanged, graded):
                class_.append(result.standing)
                if as_json:
                    click.echo(result.to_json())
    return sorted(class_, key=lambda one: one.student)


def _demand(options: Options) -> None:
    """Refuse to begin on a machine that cannot do the level that is demanded, if one is.

    Raises
    ------
    LevelUnavailable
        With the reason for each level.
    """
    from ..sandbox.process import Sandbox

    if options.sandbox != LEVELS[-1]:
        with Sandbox(options.limits, options.sandbox) as sandbox:
            sandbox.start()


@click.command()
@click.option(
    "--into", type=click.Path(path_type=Path), help="The course to make. Default: a temporary folder."
)
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes. Default: one per core.")
@click.pass_obj
def demo(folder: Path, into: Path | None, jobs: int | None) -> None:
    """Make a sample class of every assignment, then release, collect, grade and report it."""
    import tempfile

    from .. import release as releasing
    from ..demo import hand_in, make_course

    course = make_course(
        Course.find(folder), into or Path(tempfile.mkdtemp(prefix="autograder-demo-")) / "course"
    )
    log(f"sample course in {course.root}")
    releasing.write(releasing.build(course, course.assignment_names()))
    options = Options(limits=Limits(call_seconds=4, cell_seconds=20))
    reports = [
        _demo_assignment(course, name, hand_in(course, name), options, jobs)
        for name in course.assignment_names()
    ]
    for path in reports:
        click.echo(f"report: {path}")


def _demo_assignment(course: Course, name: str, download: Path, options: Options, jobs: int | None) -> Path:
    """Collect, grade and report one assignment of the sample course; return the report's path."""
    from ..collect import collect as take_in
    from ..tables import class_lines

    take_in(download, name, course.submitted)
    class_ = grade_with_progress(course, name, options, jobs=jobs)
    click.echo("\n".join([f"== {name}", *class_lines(class_), ""]))
    return write_report(course, name)


def _course_of(folder: Path, notebook: Path) -> Course:
    """Return the course that was asked for, or else the one that the notebook lies in.

    Raises
    ------
    CourseError
        If there is none: an installed kit holds no references, so it says where to get them.
    """
    for place in (folder, notebook.parent):
        with contextlib.suppress(CourseError):
            return Course.find(place)
    raise CourseError(
        f"expected the course's repository (with solutions/) around {notebook} or here, found none: grading "
        "needs its references, which the installed package leaves out. Get the repository, then run: "
        f"autograder check --course REPOSITORY {shlex.quote(str(notebook))} "
        "(the checks inside the notebook need no repository)"
    )
