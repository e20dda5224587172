"""Run the benchmarks: ``make bench``, or ``python -m tests.benchmarks [TOPIC...] [--seeds N] [--publish]``.

Progress goes to stderr; the table to stdout; the figures to ``bench.json``. ``--publish`` also renews
what the README shows: its table, docs/benchmarks.json and docs/images/bench.png. Topics that were not asked
for keep their published figures.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests import benchmarks

from . import figure, gradient_checks, pages
from .rows import Line, Skipped

ROOT = Path(__file__).resolve().parents[2]
Measure = Callable[[], list[Line]]


def topics() -> dict[str, Measure]:
    """Return every module of this package that has something to measure, by name."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__"]
    modules = {name: importlib.import_module(f"{benchmarks.__name__}.{name}") for name in names}
    return {name: module.measure for name, module in modules.items() if hasattr(module, "measure")}


def run(chosen: Iterable[tuple[str, Measure]]) -> Iterator[Line]:
    """Measure one topic after the other; one that fails is a line of the table, and the others go on."""
    for name, measure in chosen:
        start = time.monotonic()
        sys.stderr.write(f"{name} ... ")
        sys.stderr.flush()
        try:
            yield from measure()
        except Exception as error:  # noqa: BLE001 (whatever it is, hours of other measurements are kept)
            traceback.print_exc()
            yield Skipped(name, f"failed: {type(error).__name__}: {error}")
        sys.stderr.write(f"{time.monotonic() - start:.0f} s\n")


def main() -> None:
    """Measure the topics that were asked for, show the table and write it down."""
    known = topics()
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("topics", nargs="*", help=f"of {', '.join(known)}; default: all")
    parser.add_argument("--seeds", type=int, help="of gradient_checks: random points for each function")
    parser.add_argument("--publish", action="store_true", help="renew what the README shows")
    options = parser.parse_args()
    if odd := sorted(set(options.topics) - known.keys()):
        parser.error(f"expected topics of {', '.join(known)}, got {', '.join(odd)}")
    if options.seeds:
        known["gradient_checks"] = functools.partial(gradient_checks.measure, options.seeds)
    lines = list(run((name, known[name]) for name in options.topics or known))
    sys.stdout.write(pages.table(lines))
    pages.write_json(ROOT / "bench.json", lines)
    if options.publish:
        published = ROOT / "docs/benchmarks.json"
        shown = pages.renewed(pages.read_json(published), lines) if options.topics else lines
        pages.write_json(published, shown)
        pages.write_readme(ROOT / "README.md", shown)
        figure.write(ROOT / "docs/images/bench.png", shown)


if __name__ == "__main__":
    main()
