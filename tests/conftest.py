"""What every test may ask for: the repository's folder, a seeded generator, and renewed golden files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import settings

from . import ordinary_user

ROOT = Path(__file__).resolve().parent.parent

# A shared machine is slow at times; a slow example is not a wrong one.
settings.register_profile("kit", deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--renew``, which rewrites golden files from what the code makes now."""
    parser.addoption(
        "--renew", action="store_true", help="rewrite the golden files instead of comparing them"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Draw figures without a screen, and take no example for wrong because it is slow."""
    mpl.use("Agg")
    settings.load_profile("kit")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's folder."""
    return ROOT


@pytest.fixture
def rng() -> np.random.Generator:
    """Return a generator that draws the same numbers in every run."""
    return np.random.default_rng(231)


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Return whether golden files are to be rewritten (``pytest --renew``)."""
    return bool(request.config.getoption("--renew"))


@pytest.fixture(scope="session")
def home_of_ordinary_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the home of an ordinary user; the test is skipped where there can be none."""
    if reason := ordinary_user.why_not():
        pytest.skip(reason)
    if os.geteuid() != 0:
        yield tmp_path_factory.mktemp("home")
        return
    with tempfile.TemporaryDirectory(prefix="home-", dir="/tmp") as home:  # pytest's own is closed to others
        yield ordinary_user.give_to_ordinary_user(Path(home))
