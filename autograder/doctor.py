"""What this machine can do for the kit, and what is missing: facts and advice, nothing is changed.

Each finding is a function of what it looks at. The sandbox and the releases are examined by those who
know them, and passed in.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from .course import Course
from .errors import AutograderError
from .sandbox.levels import BY_NAME

DISTRIBUTION = "cs231n-kit"
GRADING_EXTRA = "grader"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_GIB = 2**30


@dataclass(frozen=True)
class Finding:
    """One fact. ``ok`` is True, False (something has to be done) or None (good to know)."""

    name: str
    ok: bool | None
    found: str
    advice: str = ""


def examine(
    folder: Path,
    *,
    sandbox: Callable[[], Mapping[str, str]] | None = None,
    outdated: Callable[[Course], Sequence[str]] | None = None,
) -> list[Finding]:
    """Look at Python, the machine, the packages, the course and the sandbox.

    Parameters
    ----------
    folder : Path
        Where the course is looked for: this folder and those above it.
    sandbox : callable, optional
        Returns the levels of isolation, the best first, each with the reason why it cannot be had, if any.
    outdated : callable, optional
        Returns the names of the assignments whose releases are not current.

    Returns
    -------
    list of Finding
        In the order in which a reader wants them. A probe that fails is a finding, not an error.
    """
    findings = [python(), system(), cores(), memory(), *packages(), nbgrader(), uv(), browser()]
    findings += [] if sandbox is None else _probe_all("sandbox", lambda: isolation(sandbox()))
    try:
        course = Course.find(folder)
    except AutograderError as error:
        advice = "change into a course, or name one with --course"
        return [*findings, Finding("course", False, str(error), advice)]
    names = course.assignment_names()
    findings.append(Finding("course", True, f"{course.root}: {', '.join(names) or 'no assignments yet'}"))
    if outdated is not None:
        findings.append(_probe("releases", lambda: releases(outdated(course))))
    return [*findings, writable(course.grading)]


def python() -> Finding:
    """Which Python runs, and whether the kit supports it."""
    wanted = (3, 11)
    ok = sys.version_info >= wanted
    found = f"{platform.python_implementation()} {platform.python_version()} at {sys.executable}"
    return Finding("python", ok, found, "" if ok else f"install Python {wanted[0]}.{wanted[1]} or newer")


def system() -> Finding:
    """Operating system, release and processor."""
    return Finding("system", None, f"{platform.system()} {platform.release()} on {platform.machine()}")


def cores() -> Finding:
    """How many cores this process may use; that many submissions are graded at once."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        usable = os.cpu_count() or 1
    return Finding("cores", None, f"{usable} usable of {os.cpu_count()}")


def memory(
    meminfo: Path = Path("/proc/meminfo"), cgroup: Path = Path("/sys/fs/cgroup/memory.max")
) -> Finding:
    """How much memory can be used: what the machine has free, within the limit of a container."""
    amounts = list(_memory_limits(meminfo, cgroup))
    if not amounts:
        return Finding("memory", None, "not known on this system")
    available = min(amounts)
    ok = available >= 2 * _GIB
    return Finding("memory", ok or None, f"{available / _GIB:.1f} GiB", "" if ok else "grade with --jobs 1")


def _memory_limits(meminfo: Path, cgroup: Path) -> Iterator[int]:
    if meminfo.is_file():
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        if "MemAvailable" in lines:
            yield int(lines["MemAvailable"].split()[0]) * 1024
    elif hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if cgroup.is_file() and (limit := cgroup.read_text().strip()).isdigit():
        yield int(limit)


def packages(distribution: str = DISTRIBUTION) -> list[Finding]:
    """The kit and every package that it declares, with versions; extras other than grading's are left out."""
    try:
        declared = [Requirement(line) for line in importlib.metadata.requires(distribution) or []]
        version = importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return [Finding(distribution, False, "not installed", "install the kit with `make setup` or pip")]
    wanted = [r for r in declared if r.marker is None or r.marker.evaluate({"extra": GRADING_EXTRA})]
    return [Finding(distribution, True, version), *map(_package, wanted)]


def _package(wanted: Requirement) -> Finding:
    extra = wanted.marker is not None and "extra" in str(wanted.marker)
    advice = (
        f"pip install '{DISTRIBUTION}[{GRADING_EXTRA}]'"
        if extra
        else f"pip install '{wanted.name}{wanted.specifier}'"
    )
    try:
        version = importlib.metadata.version(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(wanted.name, False, "not installed", advice)
    if wanted.specifier.contains(version, prereleases=True):
        return Finding(wanted.name, True, version)
    return Finding(wanted.name, False, f"{version}, expected {wanted.specifier}", advice)


def nbgrader() -> Finding:
    """Whether nbgrader's gradebook can be used."""
    if importlib.util.find_spec("nbgrader") is None:
        return Finding(
            "gradebook",
            False,
            "nbgrader cannot be imported",
            f"pip install '{DISTRIBUTION}[{GRADING_EXTRA}]'",
        )
    return Finding("gradebook", True, "nbgrader can be imported")


def uv() -> Finding:
    """Whether uv, which sets up environments faster than pip, is there."""
    beside = str(Path(sys.executable).parent)  # an environment need not be activated
    path = shutil.which("uv") or shutil.which("uv", path=beside)
    return Finding("uv", None, path or "not found", "" if path else "not needed: pip does the same, slower")


def browser() -> Finding:
    """Whether a browser is there for the tests of pages."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return Finding(
        "browser", None, path or "not found", "" if path else "only the browser tests need Chromium"
    )


def isolation(survey: Mapping[str, str]) -> list[Finding]:
    """What protects the machine and the grades from submitted code: each level, and why it cannot be had."""
    best = next((name for name, refused in survey.items() if not refused), None)
    if best is None:
        advice = "nothing can be graded without one of the levels; see the reasons"
        return [Finding("sandbox", False, f"{name}: {why}", advice) for name, why in survey.items()]
    return [_level(name, refused, best) for name, refused in survey.items()]


def _level(name: str, refused: str, best: str) -> Finding:
    if refused:
        return Finding("sandbox", None, f"{name}: not here: {refused}")
    if name != best:
        return Finding("sandbox", None, f"{name}: not needed, there is better")
    left_open = BY_NAME[name].leaves_open
    return Finding("sandbox", None if left_open else True, f"{name}: in force", left_open)


def releases(outdated: Sequence[str]) -> Finding:
    """Whether ``assignments/`` is what ``solutions/`` makes."""
    if outdated:
        return Finding("releases", False, f"out of date: {', '.join(outdated)}", "autograder release")
    return Finding("releases", True, "current")


def writable(folder: Path) -> Finding:
    """Whether grades can be written, and how much room there is."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing) as file:
            file.write(bytes(4096))
    except OSError as error:
        return Finding(
            "grading folder", False, f"{folder}: {error.strerror}", "make it writable, or free some room"
        )
    free = shutil.disk_usage(existing).free / _GIB
    ok = free >= 1
    return Finding(
        "grading folder", ok, f"{folder}: writable, {free:.1f} GiB free", "" if ok else "free some room"
    )


def _probe(name: str, look: Callable[[], Finding]) -> Finding:
    return _probe_all(name, lambda: [look()])[0]


def _probe_all(name: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except Exception as error:  # noqa: BLE001  whatever is broken, saying so is what a doctor is for
        advice = "see the message; run `make setup` again"
        return [Finding(name, False, f"{type(error).__name__}: {error}", advice)]
