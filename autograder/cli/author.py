"""The author's command: can the cases of an assignment tell every known mistake from a right answer?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .base import NEEDS_A_PERSON, OK

if TYPE_CHECKING:
    from ..course import Assignment
    from ..examination import Examined


@click.command()
@click.argument("assignment")
@click.argument("exercises", nargs=-1)
@click.option(
    "--seeds", type=click.IntRange(1), default=3, show_default=True, help="Hidden draws to examine."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per exercise.")
@click.pass_obj
def author(folder: Path, assignment: str, exercises: tuple[str, ...], seeds: int, as_json: bool) -> None:
    """Tell whether the cases of ASSIGNMENT show every misconception, and no right answer as wrong.

    Named EXERCISES alone are examined, and shown mistake by mistake.
    """
    from ..course import Course, load_assignment
    from .examined import count, show

    loaded = load_assignment(Course.find(folder), assignment)
    if odd := sorted(set(exercises) - set(loaded.exercises)):
        known = ", ".join(loaded.exercises)
        raise click.UsageError(f"expected exercises of {assignment} ({known}), got {', '.join(odd)}")
    names = [name for name in loaded.exercises if not exercises or name in exercises]
    found = _examined(loaded, names, seeds)
    if as_json:
        for one in found:
            click.echo(json.dumps(_record(one)))
    else:
        title = f"{assignment}, judged with {count(seeds, 'draw')} of the hidden cases"
        show(found, title, in_detail=bool(exercises))
    sys.exit(NEEDS_A_PERSON if any(one.problems for one in found) else OK)


def _examined(loaded: Assignment, names: Sequence[str], seeds: int) -> list[Examined]:
    """Examine exercises with a bar on stderr, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from ..examination import answers_of, examine

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("answers"))
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=sum(answers_of(loaded.exercises[name]) for name in names))
        found = []
        for name in names:
            progress.update(task, description=name)
            found.append(examine(loaded, name, range(seeds), lambda: progress.advance(task)))
    return found


def _record(one: Examined) -> dict[str, object]:
    """Return what is known of an exercise as JSON has it."""
    mistakes = [vars(mistake) | {"named": mistake.named} for mistake in one.mistakes]
    told = {"tolerances": one.tolerances, "problems": one.problems}
    return {"name": one.name, **one.counts, **told, "styles": dict(one.styles), "mistakes": mistakes}
