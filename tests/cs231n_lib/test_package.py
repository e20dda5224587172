"""The package as a whole: what it exports, what it costs to import, how its errors hang together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import cs231n_lib
from cs231n_lib import data, errors, figures, metrics, training


@pytest.mark.parametrize("module", [cs231n_lib, data, errors, figures, metrics, training])
def test_everything_in_all_exists_once(module: Any) -> None:
    """Does ``__all__`` promise only what is there?"""
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert len(set(module.__all__)) == len(module.__all__)


def test_importing_the_package_imports_nothing_heavy() -> None:
    """Is ``import cs231n_lib`` nearly free, in a process that has imported nothing yet?"""
    heavy = "{'numpy', 'matplotlib', 'sklearn', 'pooch', 'tqdm', 'IPython', 'importlib.metadata'}"
    script = f"import sys, cs231n_lib; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_digits_come_without_the_packages_that_they_do_not_need() -> None:
    """Do scikit-learn, which takes a second, and pooch stay away until somebody asks for them?"""
    heavy = "{'sklearn', 'scipy', 'pooch', 'matplotlib', 'IPython'}"
    work = "from cs231n_lib import check, data; data.load_digits()"
    script = f"import sys; {work}; print({heavy} & sys.modules.keys() or set())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_check_is_the_function_and_not_a_module() -> None:
    """Does ``from cs231n_lib import check`` give something to call?"""
    from cs231n_lib import check
    from cs231n_lib.checking import check as original

    assert check is original


def test_dir_lists_what_is_not_imported_yet() -> None:
    """Does tab completion offer the submodules?"""
    assert set(cs231n_lib.__all__) <= set(dir(cs231n_lib))


def test_version_is_that_of_the_distribution() -> None:
    """Does ``__version__`` look like one?"""
    assert cs231n_lib.__version__.count(".") == 2


def test_unknown_attribute_is_an_ordinary_attribute_error() -> None:
    """Does a misspelt name fail as with any other module?"""
    with pytest.raises(AttributeError, match="no attribute 'dada'"):
        cs231n_lib.dada  # noqa: B018  # the access itself is what is tested


def test_every_error_is_under_the_root() -> None:
    """Does ``except Cs231nError`` catch everything the library raises on purpose?"""
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(issubclass(kind, errors.Cs231nError) for kind in kinds)
    assert len(kinds) == len([kind for kind in vars(errors).values() if isinstance(kind, type)])
