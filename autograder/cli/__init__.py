"""The command line: the only part that prints. stdout is data; stderr is log and progress.

The exit codes stand in `base`. Commands import what they need when they run, so that each starts fast.
"""

from __future__ import annotations

import click

from . import author, course, grading
from .base import COURSE, EXIT_CODES, Group

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="cs231n-kit")
def main() -> None:
    """Release, grade and report the assignments of a course."""


main.params.insert(0, COURSE)
for _command in (
    course.release,
    author.author,
    grading.check,
    course.collect,
    grading.grade,
    course.report,
    course.feedback,
    course.export,
    grading.demo,
    course.doctor,
):
    _command.params.append(COURSE)
    _command.epilog = EXIT_CODES
    main.add_command(_command)
