"""The author's command: can the cases of an assignment tell every known mistake from a right answer?"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from ..course import Course, load_assignment
from .base import NEEDS_A_PERSON, OK

if TYPE_CHECKING:
    from ..examination import Examined


@click.command()
@click.argument("assignment")
@click.argument("exercises", nargs=-1)
@click.option(
    "--seeds", type=click.IntRange(1), default=3, show_default=True, help="Hidden draws to examine."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per exercise.")
@click.pass_obj
def author(folder: object, assignment: str, exercises: tuple[str, ...], seeds: int, as_json: bool) -> None:
    """Tell whether an assignment's cases show every misconception, and no right answer as wrong."""
    from pathlib import Path

    from ..examination import examine

    loaded = load_assignment(Course.find(Path(str(folder))), assignment)
    if odd := sorted(set(exercises) - set(loaded.exercises)):
        known = ", ".join(loaded.exercises)
        raise click.UsageError(f"expected exercises of {assignment} ({known}), got {', '.join(odd)}")
    names = [name for name in loaded.exercises if not exercises or name in exercises]
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        found = [
            examine(loaded, name, range(seeds)) for name in progress.track(names, description=assignment)
        ]
    if as_json:
        for one in found:
            click.echo(json.dumps(dataclasses.asdict(one)))
    else:
        show(found)
    sys.exit(NEEDS_A_PERSON if any(one.problems for one in found) else OK)


def show(found: Sequence[Examined]) -> None:
    """Print a table, and below it what needs a person."""
    table = Table(title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("exercise", no_wrap=True)
    for header in (  # narrow enough for 80 columns
        "mistakes",
        "told by\ncheck",
        "told by\njudge",
        "named",
        "right\nanswers",
        "nearest\nwrong, in\ntolerances",
    ):
        table.add_column(header, justify="right")
    for one in found:
        table.add_row(
            ("[red]![/] " if one.problems else "[green]✓[/] ") + one.name,
            str(one.misconceptions),
            _of(one.told_by_check, one.misconceptions),
            _of(one.told_by_judge, one.misconceptions),
            _of(one.named, one.misconceptions, needed=False),
            _of(one.right, one.alternatives),
            "–" if one.tolerances is None else f"{one.tolerances:.0e}",
        )
    console = Console()
    console.print(table)
    for one in found:
        for problem in one.problems:
            console.print(f"[red]![/] [bold]{one.name}[/]: ", problem, markup=True, highlight=False)


def _of(count: int, total: int, *, needed: bool = True) -> str:
    if count == total:
        return "all" if total else "–"
    return f"[{'red' if needed else 'yellow'}]{count}[/]"
