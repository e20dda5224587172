"""What becomes of the measurements: a table for people, JSON for programs, a figure for the README."""

from __future__ import annotations

import datetime
import importlib.metadata
import io
import json
import math
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .rows import Line, Row, Skipped

PACKAGES = ("numpy", "nbgrader", "nbclient", "ipykernel", "matplotlib")
WIDTH = 150
MARKS = ("<!-- bench -->", "<!-- end of bench -->")


def table(lines: Sequence[Line]) -> str:
    """Return the one table: what, how much, against what, how much, ratio, how it was measured."""
    shown = Table(title=machine()["summary"], title_justify="left", pad_edge=False)
    for heading in ("what", "ours", "against", "theirs", "ratio", "how measured"):
        right = heading in ("ours", "theirs", "ratio")
        shown.add_column(heading, justify="right" if right else "left", no_wrap=right)
    for line in lines:
        shown.add_row(*map(Text, _cells(line)))
    console = Console(file=io.StringIO(), width=WIDTH)
    console.print(shown)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def markdown(lines: Sequence[Line]) -> str:
    """Return what was measured as a table for the README; how is told by the JSON."""
    rows = [_cells(line)[:5] for line in lines if isinstance(line, Row)]
    head = [("what", "ours", "against", "theirs", "ratio"), ("---", "---:", "---", "---:", "---:")]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in head + rows)


def write_readme(path: Path, lines: Sequence[Line]) -> None:
    """Put the table between the README's marks."""
    text = path.read_text("utf-8")
    before, rest = text.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    table_text = f"{MARKS[0]}\n\nMeasured on {machine()['summary']}.\n\n{markdown(lines)}\n{MARKS[1]}"
    path.write_text(before + table_text + after, "utf-8")


def read_json(path: Path) -> list[Line]:
    """Return the lines that `write_json` wrote."""
    entries = json.loads(path.read_text("utf-8"))["rows"]
    known = [{key: value for key, value in entry.items() if key != "ratio"} for entry in entries]
    return [Row(**entry) if "ours" in entry else Skipped(**entry) for entry in known]


def write_json(path: Path, lines: Sequence[Line]) -> None:
    """Write the machine and all lines, each row with its ratio."""
    entries = [asdict(line) | _ratio_of(line) for line in lines]
    path.write_text(json.dumps({"machine": machine(), "rows": entries}, indent=1, ensure_ascii=False) + "\n")


def renewed(published: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Return published lines, those measured again in their places, with new ones after these."""
    shown, place = list(published), len(published)
    for line in lines:
        names = [_name(other) for other in shown]
        known = _name(line) in names
        place = names.index(_name(line)) if known else place
        shown[place : place + known] = [line]
        place += 1
    return shown


def _name(line: Line) -> tuple[str, str]:
    return line.what, line.against if isinstance(line, Row) else ""


def _ratio_of(line: Line) -> dict[str, float | None]:
    """Return the ratio as JSON has it, which knows no infinity."""
    if not isinstance(line, Row):
        return {}
    return {"ratio": line.ratio if math.isfinite(line.ratio) else None}


def machine() -> dict[str, Any]:
    """Describe what the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    summary = f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return {
        "summary": summary,
        "cores": cores,
        "processor": _processor(),
        "load": load,
        "date": today,
        "packages": versions,
    }


def _processor() -> str:
    """Return the processor's name as Linux gives it, or what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _cells(line: Line) -> tuple[str, ...]:
    if not isinstance(line, Row):
        return line.what, "", "", "", "skipped", line.why
    ours, theirs = (f"{figures(value)} {line.unit}" for value in (line.ours, line.theirs))
    ratio = f"{figures(line.ratio)} x" if math.isfinite(line.ratio) else "–"
    return line.what, ours, line.against, theirs, ratio, line.how


def figures(value: float) -> str:
    """Return a number in three digits: 0.0123, 1.23, 12.3, 1,234."""
    if value == 0 or not math.isfinite(value):
        return f"{value:.0f}"
    digits = max(0, 2 - int(f"{value:e}".partition("e")[2]))
    return f"{value:,.{digits}f}"
