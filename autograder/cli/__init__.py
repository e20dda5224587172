"""The command line: the only part that prints. stdout is data; stderr is log and progress.

Exit codes: 0 ok; 1 done, but something needs a person (it is named); 2 usage or configuration;
3 the grader itself failed. Commands import what they need when they run, so that each starts fast.
"""

from __future__ import annotations

from pathlib import Path

import click

from . import course, grading
from .base import Group

__all__ = ["main"]


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


for _command in (
    course.release,
    grading.check,
    course.collect,
    grading.grade,
    course.report,
    course.feedback,
    course.export,
    grading.demo,
    course.doctor,
):
    main.add_command(_command)
