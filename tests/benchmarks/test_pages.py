"""The benchmarks' own arithmetic and pages; no test here looks at a clock."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from . import figure, pages
from .__main__ import run, topics
from .clock import cost_of_command, in_turns
from .rows import Line, Row, Skipped

LINES: list[Line] = [
    Row("grade a class", 2.0, "nbgrader autograde", 50.0, "s", "median of 3"),
    Row(
        "wrong gradients found", 90.0, "the course's checker", 60.0, "of 100", "counted", more_is_better=True
    ),
    Skipped("train against PyTorch", "torch is not installed"),
]


def test_ratio_says_how_many_times_better() -> None:
    """Does half the seconds count two, and twice the finds as well?"""
    assert [line.ratio for line in LINES if isinstance(line, Row)] == [25.0, 1.5]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.012345, "0.0123"), (1.2345, "1.23"), (12.345, "12.3"), (1234.5, "1,234")]
)
def test_figures_have_three_digits(value: float, text: str) -> None:
    """Is nothing printed that nobody measured?"""
    assert pages.figures(value) == text


def test_table_shows_both_sides_and_what_was_skipped() -> None:
    """Can a reader see what a ratio is made of, and what is missing?"""
    text = pages.table(LINES)
    assert "2.00 s" in text
    assert "50.0 s" in text
    assert "25.0 x" in text
    assert "torch is not installed" in text


def test_json_holds_the_machine_and_every_line(tmp_path: Path) -> None:
    """Can a program compare two runs?"""
    pages.write_json(tmp_path / "bench.json", LINES)
    read = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert read["machine"]["cores"] >= 1
    assert [row.get("ratio") for row in read["rows"]] == [25.0, 1.5, None]


def test_readme_shows_what_was_published(root: Path) -> None:
    """Is the README's table that of docs/benchmarks.json?"""
    published = pages.read_json(root / "docs/benchmarks.json")
    assert pages.markdown(published) in (root / "README.md").read_text(encoding="utf-8")


def test_a_table_is_renewed_in_its_place(tmp_path: Path) -> None:
    """Does publishing leave the rest of the README alone?"""
    readme = tmp_path / "README.md"
    readme.write_text(f"# Kit\n{pages.MARKS[0]}\nold\n{pages.MARKS[1]}\nMIT\n")
    for _ in range(2):
        pages.write_readme(readme, LINES)
        text = readme.read_text()
        assert text.startswith("# Kit\n<!--")
        assert text.endswith("-->\nMIT\n")
        assert "| grade a class | 2.00 s | nbgrader autograde | 50.0 s | 25.0 x |" in text
        assert "old" not in text


def test_json_can_be_read_again(tmp_path: Path) -> None:
    """Does nothing get lost between two runs?"""
    pages.write_json(tmp_path / "bench.json", LINES)
    assert pages.read_json(tmp_path / "bench.json") == LINES


def test_figure_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    """Does publishing twice leave nothing to commit?"""
    for name in ("one.png", "two.png"):
        figure.write(tmp_path / name, LINES)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_a_failing_topic_costs_only_its_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Are the other measurements kept?"""

    def broken() -> list[Line]:
        raise ValueError("no clock")

    lines = list(run([("broken", broken), ("works", lambda: LINES)]))
    assert lines == [Skipped("broken", "failed: ValueError: no clock"), *LINES]


def test_measures_take_turns() -> None:
    """Does a busy moment hit both sides?"""
    order: list[str] = []
    in_turns(2, ours=lambda: order.append("ours"), theirs=lambda: order.append("theirs"))
    assert order == ["ours", "theirs"] * 2


def test_a_command_that_fails_is_no_measurement() -> None:
    """Is a crash never taken for speed?"""
    with pytest.raises(RuntimeError, match="got exit 3: no"):
        cost_of_command([sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"])


def test_cost_counts_children() -> None:
    """Does work that a command leaves to another process count?"""
    burn = "import time\nwhile time.process_time() < 0.2: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}], check=True)"
    assert cost_of_command([sys.executable, "-c", child]).core_seconds >= 0.2


def test_every_topic_can_be_found() -> None:
    """Does a module that measures something need no entry anywhere?"""
    assert all(callable(measure) for measure in topics().values())


def test_topics_measured_again_replace_their_lines_alone() -> None:
    """Do figures of other topics stay published, each line in its place, and new ones come after theirs?"""
    again = Row("grade a class", 1.0, "nbgrader autograde", 50.0, "s", "median of 5")
    new = Row("grade a class", 1.0, "by hand", 5000.0, "s", "one round")
    assert pages.renewed(LINES, [again, new]) == [again, new, *LINES[1:]]
    assert pages.renewed(LINES, [new]) == [*LINES, new]
