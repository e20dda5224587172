"""What every test may ask for: the repository's folder, a seeded generator, and renewed golden files."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import settings

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
