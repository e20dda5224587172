"""Commands about a course's files: release, collect, report, feedback, export and doctor."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..course import Course, load_assignment
from ..text import plain
from .base import NEEDS_A_PERSON, OK, log

if TYPE_CHECKING:
    from ..results import SubmissionResult


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if assignments/ is out of date.")
@click.pass_obj
def release(folder: Path, assignments: tuple[str, ...], check: bool) -> None:
    """Build assignments/ from solutions/."""
    from .. import release as releasing

    course = Course.find(folder)
    released = releasing.build(course, assignments or course.assignment_names())
    if check:
        stale = releasing.out_of_date(released)
        for path in stale:
            log(f"out of date: {path.relative_to(course.root)}; run `autograder release`")
        sys.exit(NEEDS_A_PERSON if stale else OK)
    for path, copy in releasing.keep_work(released).items():
        log(f"somebody has worked in {path.relative_to(course.root)}; kept as {copy.name} beside it")
    for path in releasing.write(released):
        click.echo(path.relative_to(course.root))
    from ..bridge import register

    for name in assignments or course.assignment_names():
        register(course, load_assignment(course, name))


@click.command()
@click.argument("assignment")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def collect(folder: Path, assignment: str, source: Path) -> None:
    """Take in an LMS download: a ZIP file or a folder."""
    from ..collect import collect as take_in

    course = Course.find(folder)
    course.source(assignment)
    report = take_in(source, assignment, course.submitted)
    for taken in report.taken:
        click.echo(taken.student)
    for skipped in report.skipped:
        log(f"skipped {skipped.what}: {skipped.why}")
    log(f"{len(report.taken)} taken, {len(report.unchanged)} unchanged, {len(report.skipped)} skipped")
    sys.exit(NEEDS_A_PERSON if report.needs_a_person else OK)


def _results(course: Course, assignment: str) -> list[SubmissionResult]:
    """Return the results of what is handed in; tell what was withdrawn, or what to do if none is left."""
    from ..store import stored_results

    course.source(assignment)
    present = set(course.students(assignment))
    stored = stored_results(course, assignment)
    for result in stored:
        if result.student not in present:
            log(f"{assignment}, {plain(str(result.student))}: left out, for the submission was withdrawn")
    if not (results := [result for result in stored if result.student in present]):
        log(f"{assignment}: nothing has been graded yet; try: autograder grade {assignment}")
    return results


@click.command()
@click.argument("assignment")
@click.pass_obj
def report(folder: Path, assignment: str) -> None:
    """Write the class report, one self-contained HTML file; print its path."""
    course = Course.find(folder)
    click.echo(write_report(course, assignment))


def write_report(course: Course, assignment: str) -> Path:
    """Write the class report of an assignment and return its path."""
    from ..report import class_report
    from ..store import write_whole

    path = course.grading / "reports" / f"{assignment}.html"
    created = datetime.datetime.now(datetime.UTC)
    says: dict[tuple[str, str], list[str]] = {}
    for graded in load_assignment(course, assignment).exercises.values():
        for m in (*graded.misconceptions, *graded.through_stages):
            says.setdefault((m.exercise, m.id), []).append(m.says)
    results = _results(course, assignment)
    write_whole(path, class_report(results, title=assignment, created=created, says=says))
    return path


@click.command()
@click.argument("assignment")
@click.pass_obj
def feedback(folder: Path, assignment: str) -> None:
    """Write one HTML file per student; print their paths."""
    from ..batch import student_sources
    from ..feedback import student_feedback
    from ..store import write_whole

    course = Course.find(folder)
    hints = {name: graded.hints for name, graded in load_assignment(course, assignment).exercises.items()}
    paths = []
    for result in _results(course, assignment):
        paths.append(course.feedback_file(assignment, str(result.student)))
        sources = student_sources(course, assignment, str(result.student))
        write_whole(paths[-1], student_feedback(result, sources, hints))
    for path in paths:  # afterwards: whoever reads the first lines only has all pages all the same
        click.echo(path)


def _only_csv(_: click.Context, __: click.Parameter, value: str) -> None:
    if value != "csv":
        raise click.BadParameter(
            f"{value!r} is not 'csv', which is all there is; copy its scores into the file that "
            "your LMS exports: the number that ends a student's name is Canvas' ID, or Moodle's identifier"
        )


@click.command()
@click.argument("assignment")
@click.option(
    "--format", metavar="[csv]", default="csv", show_default=True, expose_value=False, callback=_only_csv
)
@click.pass_obj
def export(folder: Path, assignment: str) -> None:
    """Print the scores of a class for other programs."""
    from ..export import to_csv

    click.echo(to_csv(_results(Course.find(folder), assignment)), nl=False)


@click.command()
@click.pass_obj
def doctor(folder: Path) -> None:
    """Say what this machine can do, and what is missing."""
    from ..doctor import examine
    from ..tables import doctor_lines

    findings = examine(folder, sandbox=_sandbox_levels, outdated=_outdated)
    click.echo("\n".join(doctor_lines(findings)))
    sys.exit(NEEDS_A_PERSON if any(f.ok is False for f in findings) else OK)


def _sandbox_levels() -> dict[str, str]:
    from ..sandbox.process import Sandbox

    with Sandbox() as sandbox:
        return sandbox.survey()


def _outdated(course: Course) -> list[str]:
    from .. import release as releasing

    names = course.assignment_names()
    return [name for name in names if releasing.out_of_date(releasing.build(course, [name]))]
