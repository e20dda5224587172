"""The files around the code agree with each other and with the code: lists, versions, commands, notebooks."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.cli import main

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DOCUMENTS = ["README.md", "CONTRIBUTING.md"]
# In pieces, so that this file does not mention what no file may mention.
HOSTS = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("anaconda", "org"))
]


def read(name: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def tracked(pattern: str = "*") -> list[str]:
    """Return the names of the files that are in git, or skip where this is no checkout."""
    command = ["git", "-C", str(ROOT), "ls-files", "--", pattern]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("this is not a git checkout")
    return [name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def requirements(*extras: str) -> dict[str, Requirement]:
    """Return what pyproject.toml asks for, base and extras, by name."""
    groups = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    parsed = [Requirement(line) for group in groups for line in group]
    return {canonicalize_name(one.name): one for one in parsed if one.name != PROJECT["name"]}


# ---- one list of dependencies --------------------------------------------------------------------------


def test_environment_asks_for_what_pyproject_asks_for() -> None:
    """Do conda, Binder and pip install the same packages?"""
    lines = re.findall(r"^  - ([a-z].*[^:])$", read("environment.yml"), flags=re.MULTILINE)
    channels = {"conda-forge", "nodefaults"}
    asked = {one.name: one for one in map(Requirement, set(lines) - channels)}
    python, pip = asked.pop("python"), asked.pop("pip")
    assert str(python.specifier) == PROJECT["requires-python"]
    assert not pip.specifier
    assert {str(one) for one in asked.values()} == {str(one) for one in requirements("grader").values()}
    assert "- -e .[grader]" in read("environment.yml")


def test_lock_holds_every_dependency_at_an_allowed_version() -> None:
    """Has somebody changed pyproject.toml and forgotten `make lock`?"""
    pinned: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9.-]+)==([^ ]+)", read("requirements.lock"), flags=re.MULTILINE
    ):
        pinned.setdefault(name, []).append(version)
    for name, requirement in requirements("grader", "cluster", "dev").items():
        assert all(map(requirement.specifier.contains, pinned.get(name, ["none"]))), (
            f"{requirement}: run `make lock`"
        )


def test_lock_has_a_hash_for_every_package() -> None:
    """Would a package that was changed after the lock was made be refused?"""
    entries = re.split(r"\n(?=[a-z0-9])", read("requirements.lock"))
    assert len(entries) > 100
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_registry(host: str) -> None:
    """Does every install go to the registry that the machine is set up for?"""
    assert [name for name in tracked() if host.encode() in (ROOT / name).read_bytes()] == []


# ---- what is shipped -----------------------------------------------------------------------------------


def test_wheel_has_what_a_student_needs_and_nothing_hidden(tmp_path: Path) -> None:
    """Does `pip install .` bring the visible cases and the templates, and no solutions?"""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"cs231n_lib", "autograder"}
    package_files = {name for name in tracked("cs231n_lib/*") + tracked("autograder/*") if "/." not in name}
    assert package_files <= set(names)


def test_commands_can_be_imported() -> None:
    """Does every console command of pyproject.toml lead to a function?"""
    for target in PROJECT["scripts"].values():
        module, function = target.split(":")
        assert callable(getattr(importlib.import_module(module), function))


def test_changelog_knows_this_version() -> None:
    """Is the version of pyproject.toml the newest of the changelog?"""
    newest = re.search(r"^## \[(.+?)\]", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert newest is not None
    assert newest[1] == PROJECT["version"]


# ---- commands and links of the documents ---------------------------------------------------------------


def test_every_target_explains_itself() -> None:
    """Does `make help` list every target?"""
    makefile = read("Makefile")
    phony = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)[0].split()
    assert phony == re.findall(r"^([a-z]+):.*## ", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_targets_that_exist(document: str) -> None:
    """Can every `make ...` of the documents be run?"""
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", read(document), flags=re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_commands_that_exist(document: str) -> None:
    """Can every `autograder ...` of the documents be run?"""
    named = set(re.findall(r"(?:^|`|\$ )autograder ([a-z]+)", read(document), flags=re.MULTILINE))
    assert named <= set(main.commands)


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md"])
def test_links_lead_somewhere(document: str) -> None:
    """Is every file and picture that a document links to there?"""
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", read(document))
    local = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in local if not (ROOT / link).exists()] == []


# ---- setting up ----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="make and sh set up on Unix")
def test_an_old_python_is_refused_in_plain_words(tmp_path: Path) -> None:
    """Does setup say which Python it wants before it installs anything?"""
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.1\nexit 1\n')
    old.chmod(0o755)
    command = ["sh", str(ROOT / "scripts/setup.sh"), str(tmp_path / "venv")]
    run = subprocess.run(
        command, env={**os.environ, "PYTHON": str(old)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "expected Python 3.11 or newer, got Python 3.9.1; try: make PYTHON=" in run.stderr
    assert not (tmp_path / "venv").exists()


def test_ci_does_what_a_person_does() -> None:
    """Does CI run the documented targets, and can it be executed?"""
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert re.findall(r"^make (\w+)$", read(".ci/run"), flags=re.MULTILINE) == ["setup", "lint", "test"]


# ---- notebooks in git ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebooks() -> dict[str, Any]:
    """Return the notebooks that are in git, by name."""
    return {name: json.loads(read(name)) for name in tracked("*.ipynb")}


def test_notebooks_hold_no_results(notebooks: dict[str, Any]) -> None:
    """Is a notebook in git free of outputs, execution counts and an editor's metadata?"""
    for name, notebook in notebooks.items():
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code), name
        assert set(notebook["metadata"]) == {"kernelspec", "language_info", "cs231n"}, name
        assert notebook["metadata"]["language_info"] == {"name": "python"}, name


def test_cells_have_chosen_names(notebooks: dict[str, Any]) -> None:
    """Does a cell keep its name when the notebook is made again, and has a graded cell its exercise's?"""
    for name, notebook in notebooks.items():
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(ids) == len(set(ids)), name
        assert [
            i for i in ids if not re.fullmatch(r"[A-Za-z0-9_-]+", i) or re.fullmatch(r"[0-9a-f-]{8,}", i)
        ] == [], name
        graded = {
            cell["id"]: cell["metadata"]["nbgrader"]
            for cell in notebook["cells"]
            if "nbgrader" in cell["metadata"]
        }
        assert {i: metadata["grade_id"] for i, metadata in graded.items()} == {i: i for i in graded}, name


def test_every_assignment_is_released(notebooks: dict[str, Any]) -> None:
    """Has every instructor's notebook its student's half in git?"""
    solutions = {Path(name).name for name in notebooks if name.startswith("solutions/")}
    assert solutions == {Path(name).name for name in notebooks if name.startswith("assignments/")}
    assert {"svm.ipynb", "softmax.ipynb", "two_layer_net.ipynb"} <= solutions
