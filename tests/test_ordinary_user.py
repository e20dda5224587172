"""The ordinary user of the tests is one: another id, no privileges, and Python and the kit still work."""

from __future__ import annotations

import sys
from pathlib import Path

from .ordinary_user import run_as_ordinary_user

ASKED = """
import os, pathlib
status = dict(line.split(":\t", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines())
import numpy, autograder, cs231n_lib
pathlib.Path("written").write_text("mine")
print(os.geteuid() != 0, int(status["CapEff"], 16), os.getcwd() == os.environ["HOME"])
"""


def test_an_ordinary_user_has_no_privileges_and_can_use_the_kit(home_of_ordinary_user: Path) -> None:
    """Does Python with the kit run for a user that is not root, in a folder of its own?"""
    done = run_as_ordinary_user([sys.executable, "-c", ASKED], home_of_ordinary_user)
    assert (done.stdout, done.stderr) == ("True 0 True\n", "")
    assert (home_of_ordinary_user / "written").stat().st_uid != 0
