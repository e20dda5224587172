"""What the doctor finds, on machines good and bad."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from autograder import doctor
from autograder.course import Course
from autograder.doctor import Finding, examine
from autograder.sandbox.limits import LEVELS

LACKING = "expected a course"


def named(findings: list[Finding], name: str) -> Finding:
    """Return the one finding of a name."""
    (found,) = [finding for finding in findings if finding.name == name]
    return found


@pytest.fixture
def empty_course(tmp_path: Path) -> Course:
    """Return a course without assignments."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "nbgrader_config.py").touch()
    return Course(tmp_path)


def test_healthy_course_has_nothing_to_do(empty_course: Course) -> None:
    """Is everything in order where everything was set up, and is nothing left behind?"""
    before = set(empty_course.root.rglob("*"))
    findings = examine(
        empty_course.root / "solutions", sandbox=lambda: {"namespaces": ""}, outdated=lambda _: []
    )
    assert not [finding for finding in findings if finding.ok is False]
    assert str(empty_course.root) in named(findings, "course").found
    assert named(findings, "releases") == Finding("releases", True, "current")
    assert named(findings, "sandbox").ok
    assert set(empty_course.root.rglob("*")) == before


def test_folder_that_is_no_course_is_a_finding(tmp_path: Path) -> None:
    """Does the doctor still examine the machine where there is no course?"""
    findings = examine(tmp_path)
    assert named(findings, "course").ok is False
    assert LACKING in named(findings, "course").found
    assert named(findings, "python").ok


def test_probe_that_fails_is_a_finding(empty_course: Course) -> None:
    """Does the doctor survive what it examines?"""

    def broken() -> dict[str, str]:
        raise RuntimeError("no clone for you")

    def stale(_: Course) -> list[str]:
        raise KeyError("svm")

    findings = examine(empty_course.root, sandbox=broken, outdated=stale)
    assert named(findings, "sandbox").found == "RuntimeError: no clone for you"
    assert named(findings, "releases").ok is False


def test_every_problem_comes_with_advice(empty_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is nobody told that something is wrong without what to do about it?"""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    findings = examine(empty_course.root, sandbox=lambda: {"plain": "no luck"}, outdated=lambda _: ["svm"])
    bad = [finding for finding in findings if finding.ok is False]
    assert {finding.name for finding in bad} == {"gradebook", "sandbox", "releases"}
    assert all(finding.advice for finding in bad)


@pytest.mark.parametrize(
    ("best", "ok"), [("namespaces", True), ("bubblewrap", True), ("landlock", None), ("process", None)]
)
def test_sandbox_levels_are_judged(best: str, ok: bool | None) -> None:
    """Is full isolation good, less of it worth knowing, and every better level's absence explained?"""
    better = LEVELS.index(best)
    found = doctor.isolation({level: "no luck" if n < better else "" for n, level in enumerate(LEVELS)})
    assert [finding.found.split(":")[0] for finding in found] == list(LEVELS)
    assert all(finding.found.endswith("not here: no luck") for finding in found[:better])
    assert (found[better].ok, found[better].found) == (ok, f"{best}: in force")
    assert bool(found[better].advice) == (ok is not True)


def test_releases_out_of_date_are_named() -> None:
    """Does the instructor learn which, and the command?"""
    found = doctor.releases(["svm", "softmax"])
    assert found == Finding("releases", False, "out of date: svm, softmax", "autograder release")


def test_declared_packages_are_those_of_the_distribution() -> None:
    """Is every dependency of students and graders listed with its version, and none of developers?"""
    names = [finding.name for finding in doctor.packages()]
    assert names[0] == "cs231n-kit"
    assert {"numpy", "matplotlib", "nbgrader", "click"} <= set(names)
    assert not {"ruff", "mypy", "pytest"} & set(names)
    assert named(doctor.packages(), "numpy").found == importlib.metadata.version("numpy")


def test_kit_that_is_not_installed_is_a_finding() -> None:
    """Does the doctor run from a bare checkout?"""
    assert doctor.packages("no-such-kit") == [
        Finding("no-such-kit", False, "not installed", "install the kit with `make setup` or pip")
    ]


def test_missing_and_old_packages_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a package that is absent or too old told apart from a good one?"""

    def version(name: str) -> str:
        if name == "absent":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1.9"

    needs = ["absent>=1", "old>=2", "fine>=1,<2", "tool; extra == 'dev'", "gone; python_version < '3'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: needs)
    monkeypatch.setattr(importlib.metadata, "version", version)
    assert doctor.packages("kit")[1:] == [
        Finding("absent", False, "not installed", "pip install 'absent>=1'"),
        Finding("old", False, "1.9, expected >=2", "pip install 'old>=2'"),
        Finding("fine", True, "1.9"),
    ]


def test_old_python_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a Python that the kit does not support named as such?"""
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    found = doctor.python()
    assert found.ok is False
    assert "3.11" in found.advice


@pytest.mark.parametrize(
    ("available", "limit", "shown", "ok"),
    [
        (8 * 2**20, "max", "8.0 GiB", True),
        (8 * 2**20, str(2**30), "1.0 GiB", None),
        (2**20, None, "1.0 GiB", None),
    ],
)
def test_memory_is_the_least_of_machine_and_container(
    available: int, limit: str | None, shown: str, ok: bool | None, tmp_path: Path
) -> None:
    """Is a container's limit seen, and little memory worth a word?"""
    (tmp_path / "meminfo").write_text(f"MemTotal: 99 kB\nMemAvailable: {available} kB\n")
    if limit is not None:
        (tmp_path / "max").write_text(f"{limit}\n")
    found = doctor.memory(tmp_path / "meminfo", tmp_path / "max")
    assert (found.found, found.ok) == (shown, ok)


def test_cores_are_those_this_process_may_use() -> None:
    """Is a machine's number of cores not promised to a process that is bound to fewer?"""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert doctor.cores().found.startswith(f"{usable} usable")


def test_grading_folder_need_not_exist_yet(tmp_path: Path) -> None:
    """Is a folder that grading will make good if it can be made, and not made now?"""
    found = doctor.writable(tmp_path / "grading")
    assert found.ok
    assert "GiB free" in found.found
    assert not (tmp_path / "grading").exists()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder in which not even root may write")
def test_folder_that_cannot_be_written_is_a_finding() -> None:
    """Is it found out by writing, so that also a full disk or a read-only mount is seen?"""
    found = doctor.writable(Path("/proc/grading"))
    assert found.ok is False
    assert found.advice
