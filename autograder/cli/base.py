"""What the commands share: exit codes, errors as one line, and the options on grading."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..errors import AutograderError, ClusterLost, LevelUnavailable, SandboxError, StorageError
from ..options import Options
from ..sandbox.limits import LEVELS, Limits
from ..seeds import fresh_seed

if TYPE_CHECKING:
    from ..results import Standing

OK, NEEDS_A_PERSON, USAGE, GRADER_FAILED = 0, 1, 2, 3
STOPPED = 130  # by Ctrl-C, as shells have it
EXIT_CODES = (
    "Exit codes: 0 ok; 1 done, but something needs a person (it is named); 2 usage or configuration; "
    "3 the grader itself failed, or could not keep its results; 130 stopped by Ctrl-C."
)


def _set_course(ctx: click.Context, _: click.Parameter, folder: Path | None) -> None:
    if folder is not None or ctx.obj is None:
        ctx.obj = folder or Path()


COURSE = click.Option(
    ["--course"],
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_set_course,
    expose_value=False,
    help="The course: a folder with solutions/. Default: the current folder or one above it.",
)


class Group(click.Group):
    """Turns the package's errors into one line and the right exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except LevelUnavailable as error:
            die(USAGE, str(error))
        except (ClusterLost, SandboxError, StorageError) as error:
            die(GRADER_FAILED, str(error))
        except AutograderError as error:
            die(USAGE, str(error))
        except KeyboardInterrupt:
            sys.exit(STOPPED)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 (anything else is our own fault, not a student's)
            traceback.print_exc()
            die(GRADER_FAILED, f"the grader itself failed: {type(error).__name__}: {error}")


def grading_options(function: Any) -> Any:
    """Add the options on how a submission is graded; they reach the command as one `Options`."""
    default = Limits()

    @functools.wraps(function)
    def command(*args: Any, seed: int | None, run_all: bool, sandbox: str, **kwargs: Any) -> Any:
        chosen = ("memory_mib", "call_seconds", "cell_seconds")
        limits = Limits(**{name: kwargs.pop(name) for name in chosen})
        options = Options(fresh_seed() if seed is None else seed, limits, sandbox, run_all, seed is not None)
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
            help="Isolation to demand at least, the best first; the best that the machine can do is used.",
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


def exit_code(class_: Sequence[Standing]) -> int:
    """Return the exit code that sums a class up."""
    if any(one.status == "grader_error" for one in class_):
        return GRADER_FAILED
    return NEEDS_A_PERSON if any(one.needs_a_person for one in class_) else OK


def log(text: str) -> None:
    """Tell a person something that is not data."""
    click.echo(text, err=True)


def die(code: int, text: str) -> NoReturn:
    """Say why on one line, and end with an exit code."""
    log(f"autograder: {text}")
    sys.exit(code)
