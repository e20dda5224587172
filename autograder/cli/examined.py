"""What an examination has found, as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..examination import Examined, ExaminedMistake


def show(found: Sequence[Examined], title: str, *, in_detail: bool) -> None:
    """Print a table of the exercises, or of the mistakes of each; what needs a person; and a summary."""
    console = Console(highlight=False)
    console.width = min(console.width, 100)
    console.print(f"[bold]{title}[/]\n")
    for table in map(_in_detail, found) if in_detail else [_overview(found)]:
        console.print(table, "")
    problems = Table.grid(padding=(0, 1))
    for one in found:
        for problem in one.problems:
            problems.add_row("[red]![/]", f"[bold]{one.name}[/]: {escape(problem)}")
    if problems.row_count:
        console.print(problems, "")
    console.print(_summary(found))


def _overview(found: Sequence[Examined]) -> Table:
    """Return a line per exercise, narrow enough for 80 columns."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("\n\nexercise", no_wrap=True)
    for header in (
        "\n\nmistakes",
        "\ntold by\ncheck",
        "\n\njudge",
        "\n\nnamed",
        "\nright\nanswers",
        "nearest\nwrong, in\ntolerances",
    ):
        table.add_column(header, justify="right", no_wrap=True)
    for one in found:
        counts = one.counts
        table.add_row(
            _mark(not one.problems, one.name),
            str(counts["misconceptions"]),
            _of(counts["told_by_check"], counts["misconceptions"], "red"),
            _of(counts["told_by_judge"], counts["misconceptions"], "red"),
            _of(counts["named"], counts["misconceptions"], "yellow"),
            _of(counts["right"], counts["alternatives"], "red"),
            _power(one.tolerances),
        )
    return table


def _in_detail(one: Examined) -> Group:
    """Return two lines per mistake: how well it is told, and what it is; then the right answers."""
    lines: list[RenderableType] = [_mark(not one.problems, f"[bold]{one.name}[/]"), ""]
    lines.append(_line("[dim]mistake", "shown by", "keeps", "named", "tolerances"))
    for mistake in one.mistakes:
        name = _mark(not mistake.problems, f"[bold]{mistake.id}[/]")
        shown = _shown_by(mistake, len(one.visible))
        lines.append(_line(name, shown, _share(mistake.kept), _named(mistake), _power(mistake.tolerances)))
        lines.append(Padding(Text(_about(mistake)), (0, 0, 0, 2)))
    styles = [f"  {_mark(not why, escape(style))}" for style, why in one.styles.items()]
    return Group(*lines, "", "[dim]right in another style[/]", *styles)


def _line(name: str, *told: str) -> Table:
    line = Table.grid(padding=(0, 2), expand=True)
    line.add_column(ratio=1)
    for width in (8, 5, 6, 10):
        line.add_column(justify="right", width=width)
    line.add_row(name, *told)
    return line


def _about(mistake: ExaminedMistake) -> str:
    """Tell what a mistake is, and what an author may want to know of how it is told."""
    only = f"; only one case shows it: {mistake.shown_by[0]}" if len(mistake.shown_by) == 1 else ""
    unnamed = not any(mistake.names) and mistake.told_by_check and mistake.tolerances is None
    return mistake.says + only + ("; not named: what it raises is told instead" if unnamed else "")


def _shown_by(mistake: ExaminedMistake, visible: int) -> str:
    if not mistake.told_by_check:
        return "[red]no case[/]"
    return f"{len(mistake.shown_by)} of {visible}" if mistake.shown_by else "its text"


def _share(kept: float) -> str:
    return "[red]all[/]" if kept == 1 else f"{kept:.0%}" if kept else "–"


def _named(mistake: ExaminedMistake) -> str:
    own = sum(name == mistake.id for name in mistake.names)
    return (
        "always" if mistake.named else f"[yellow]{own} of {len(mistake.names)}[/]" if own else "[yellow]no[/]"
    )


def _mark(good: bool, text: str) -> str:
    return f"{'[green]✓[/]' if good else '[red]![/]'} {text}"


def _of(count: int, total: int, worry: str) -> str:
    if count == total:
        return "all" if total else "–"
    return f"[{worry}]{count}[/]"


def _power(tolerances: float | None) -> str:
    return "–" if tolerances is None else f"{tolerances:.0e}"


def _summary(found: Sequence[Examined]) -> str:
    """Say in a sentence how it stands."""
    total = {key: sum(one.counts[key] for one in found) for key in found[0].counts}
    problems = sum(len(one.problems) for one in found)
    if problems:
        return f"[red]{count(problems, 'thing')} to mend[/]"
    named = "all" if total["named"] == total["misconceptions"] else f"{total['named']} of them"
    return (
        f"[green]Nothing to mend[/]: {count(total['misconceptions'], 'mistake')} told by check and judge, "
        f"{named} by name; {count(total['alternatives'], 'right answer')} passed."
    )


def count(number: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{number} {what}{'' if number == 1 else 's'}"
