"""The command line: the only part that prints. stdout is data; stderr is log and progress.

Exit codes: 0 ok; 1 done, but something needs a person (it is named); 2 usage or configuration;
3 the grader itself failed. Commands import what they need when they run, so that each starts fast.
"""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .course import Course, load_assignment
from .errors import AutograderError, CourseError, SandboxError
from .options import Options
from .sandbox.limits import LEVELS, Limits
from .seeds import fresh_seed

if TYPE_CHECKING:
    from .results import SubmissionResult

OK, NEEDS_A_PERSON, USAGE, GRADER_FAILED = 0, 1, 2, 3


class Group(click.Group):
    """Turns the package's errors into one line and the right exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except SandboxError as error:
            _die(GRADER_FAILED, str(error))
        except AutograderError as error:
            _die(USAGE, str(error))
        except (click.exceptions.Exit, click.ClickException, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 (anything else is our own fault, not a student's)
            traceback.print_exc()
            _die(GRADER_FAILED, f"the grader itself failed: {type(error).__name__}: {error}")


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cs231n-kit")
@click.option(
    "--course",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The course: a folder with solutions/. Default: the current folder or one above it.",
)
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Release, grade and report the assignments of a course."""
    ctx.obj = folder


def _grading_options(function: Any) -> Any:
    """Add the options on how a submission is graded; they reach the command as one `Options`."""
    default = Limits()

    @functools.wraps(function)
    def command(*args: Any, seed: int | None, run_all: bool, sandbox: str, **kwargs: Any) -> Any:
        chosen = ("memory_mib", "call_seconds", "cell_seconds")
        limits = Limits(**{name: kwargs.pop(name) for name in chosen})
        options = Options(fresh_seed() if seed is None else seed, limits, sandbox, run_all)
        return function(*args, options=options, **kwargs)

    def number(name: str, flag: str, value: float, text: str) -> Any:
        return click.option(
            flag, name, type=click.FloatRange(0.1), default=value, show_default=True, help=text
        )

    for option in (
        click.option(
            "--sandbox",
            type=click.Choice(LEVELS),
            default=LEVELS[-1],
            show_default=True,
            help="Isolation to demand at least; the best that the machine can do is used.",
        ),
        click.option(
            "--memory",
            "memory_mib",
            type=click.IntRange(256),
            default=default.memory_mib,
            show_default=True,
            help="MiB of memory for a submission.",
        ),
        number("call_seconds", "--call-seconds", default.call_seconds, "Seconds for one call of a function."),
        number("cell_seconds", "--cell-seconds", default.cell_seconds, "Seconds for one cell."),
        click.option(
            "--run-all", is_flag=True, help="Run also the cells that only explore; no score changes."
        ),
        click.option(
            "--seed", type=click.IntRange(0), help="Seed of the hidden cases. Default: a fresh one."
        ),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("assignments", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if assignments/ is out of date.")
@click.pass_obj
def release(folder: Path, assignments: tuple[str, ...], check: bool) -> None:
    """Build assignments/ from solutions/."""
    from . import release as releasing

    course = Course.find(folder)
    released = releasing.build(course, assignments or course.assignment_names())
    if check:
        stale = releasing.out_of_date(released)
        for path in stale:
            _log(f"out of date: {path.relative_to(course.root)}; run `autograder release`")
        sys.exit(NEEDS_A_PERSON if stale else OK)
    for path in releasing.write(released):
        click.echo(path.relative_to(course.root))


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_grading_options
@click.pass_obj
def check(folder: Path, notebook: Path, as_json: bool, options: Options) -> None:
    """Grade one NOTEBOOK on the spot, with no gradebook."""
    from .checking import check_notebook
    from .tables import result_lines

    course = _course_of(folder, notebook)
    result = check_notebook(notebook, course, options)
    click.echo(result.to_json() if as_json else "\n".join(result_lines(result)))
    sys.exit(_exit_code([result]))


@main.command()
@click.argument("assignment")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def collect(folder: Path, assignment: str, source: Path) -> None:
    """Take in an LMS download: a ZIP file or a folder."""
    from .collect import collect as take_in

    course = Course.find(folder)
    course.source(assignment)
    report = take_in(source, assignment, course.submitted)
    for taken in report.taken:
        click.echo(taken.student)
    for skipped in report.skipped:
        _log(f"skipped {skipped.what}: {skipped.why}")
    _log(f"{len(report.taken)} taken, {len(report.unchanged)} unchanged, {len(report.skipped)} skipped")
    sys.exit(NEEDS_A_PERSON if report.needs_a_person else OK)


@main.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, help="Only this student; may be given several times.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes. Default: one per core.")
@click.option("--force", is_flag=True, help="Grade again what has been graded.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per submission.")
@_grading_options
@click.pass_obj
def grade(
    folder: Path,
    assignment: str,
    students: tuple[str, ...],
    jobs: int | None,
    force: bool,
    as_json: bool,
    options: Options,
) -> None:
    """Grade the submissions of ASSIGNMENT that have no result yet."""
    from .tables import class_lines

    course = Course.find(folder)
    results = grade_with_progress(
        course, assignment, options, students, jobs=jobs, force=force, as_json=as_json
    )
    if not as_json:
        click.echo("\n".join(class_lines(results)))
    sys.exit(_exit_code(results))


def grade_with_progress(
    course: Course,
    assignment: str,
    options: Options,
    students: Sequence[str] = (),
    *,
    jobs: int | None = None,
    force: bool = False,
    as_json: bool = False,
) -> list[SubmissionResult]:
    """Grade a class with a progress bar on stderr; return all results, by student."""
    from .batch import grade_class, plan_work
    from .engine import Setup, default_jobs

    present = course.students(assignment)
    course.source(assignment)
    if absent := sorted(set(students) - set(present)):
        raise CourseError(f"expected submissions of {', '.join(absent)} in {course.submitted}, found none")
    work = plan_work(course, assignment, list(students) or present, force=force)
    results = list(work.current)
    setup = Setup(course.root, assignment, options)
    graded = grade_class(course, work, setup, jobs or default_jobs())
    if as_json:
        for result in results:
            click.echo(result.to_json())
    for result in _with_progress(graded, len(work.students), assignment):
        results.append(result)
        if as_json:
            click.echo(result.to_json())
    return sorted(results, key=lambda r: str(r.student))


@main.command()
@click.argument("assignment")
@click.pass_obj
def report(folder: Path, assignment: str) -> None:
    """Write the class report, one self-contained HTML file; print its path."""
    course = Course.find(folder)
    click.echo(write_report(course, assignment))


def write_report(course: Course, assignment: str) -> Path:
    """Write the class report of an assignment and return its path."""
    import datetime

    from .report import class_report
    from .store import stored_results, write_whole

    path = course.grading / "reports" / f"{assignment}.html"
    created = datetime.datetime.now(datetime.UTC)
    exercises = load_assignment(course, assignment).exercises.values()
    says = {(m.exercise, m.id): m.says for graded in exercises for m in graded.misconceptions}
    results = stored_results(course, assignment)
    write_whole(path, class_report(results, title=assignment, created=created, says=says))
    return path


@main.command()
@click.argument("assignment")
@click.pass_obj
def feedback(folder: Path, assignment: str) -> None:
    """Write one HTML file per student; print their paths."""
    from .batch import student_sources
    from .feedback import student_feedback
    from .store import stored_results, write_whole

    course = Course.find(folder)
    course.source(assignment)
    for result in stored_results(course, assignment):
        path = course.notebook_file("feedback", str(result.student), assignment).with_suffix(".html")
        write_whole(path, student_feedback(result, student_sources(course, assignment, str(result.student))))
        click.echo(path)


@main.command()
@click.argument("assignment")
@click.option("--format", type=click.Choice(["csv"]), default="csv", show_default=True, expose_value=False)
@click.pass_obj
def export(folder: Path, assignment: str) -> None:
    """Print the scores of a class for other programs."""
    from .export import to_csv
    from .store import stored_results

    course = Course.find(folder)
    course.source(assignment)
    click.echo(to_csv(stored_results(course, assignment)), nl=False)


@main.command()
@click.option(
    "--into", type=click.Path(path_type=Path), help="The course to make. Default: a temporary folder."
)
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes. Default: one per core.")
@click.pass_obj
def demo(folder: Path, into: Path | None, jobs: int | None) -> None:
    """Make a sample class of every assignment, then release, collect, grade and report it."""
    import tempfile

    from . import release as releasing
    from .demo import hand_in, make_course

    course = make_course(
        Course.find(folder), into or Path(tempfile.mkdtemp(prefix="autograder-demo-")) / "course"
    )
    _log(f"sample course in {course.root}")
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
    from .collect import collect as take_in
    from .tables import class_lines

    take_in(download, name, course.submitted)
    results = grade_with_progress(course, name, options, jobs=jobs)
    click.echo("\n".join([f"== {name}", *class_lines(results), ""]))
    return write_report(course, name)


@main.command()
@click.pass_obj
def doctor(folder: Path) -> None:
    """Say what this machine can do, and what is missing."""
    from .doctor import examine
    from .tables import doctor_lines

    findings = examine(folder, sandbox=_sandbox_level, outdated=_outdated)
    click.echo("\n".join(doctor_lines(findings)))
    sys.exit(NEEDS_A_PERSON if any(f.ok is False for f in findings) else OK)


def _sandbox_level() -> str:
    from .sandbox.process import Sandbox

    with Sandbox() as sandbox:
        sandbox.start()
        return sandbox.level


def _outdated(course: Course) -> list[str]:
    from . import release as releasing

    names = course.assignment_names()
    return [name for name in names if releasing.out_of_date(releasing.build(course, [name]))]


def _course_of(folder: Path, notebook: Path) -> Course:
    """Return the course that was asked for, or else the one that the notebook lies in."""
    try:
        return Course.find(folder)
    except CourseError:
        return Course.find(notebook.parent)


def _with_progress(results: Iterable[SubmissionResult], total: int, title: str) -> Iterable[SubmissionResult]:
    """Show a progress bar where there is a terminal, and name every problem on a line of its own."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"grading {title}", total=total)
        for result in results:
            progress.advance(task)
            for note in problems(result):
                console.print(escape(f"{result.student}: {note}"), highlight=False, soft_wrap=True)
            yield result


def problems(result: SubmissionResult) -> list[str]:
    """Return what a person should know about a result, one line each, safe to print."""
    from .text import plain

    return [plain(note) for note in result.notes]


def _exit_code(results: Sequence[SubmissionResult]) -> int:
    if any(r.status == "grader_error" for r in results):
        return GRADER_FAILED
    return NEEDS_A_PERSON if any(r.needs_a_person for r in results) else OK


def _log(text: str) -> None:
    click.echo(text, err=True)


def _die(code: int, text: str) -> NoReturn:
    _log(f"autograder: {text}")
    sys.exit(code)
