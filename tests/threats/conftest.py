"""The hostile class, graded once by ``autograder grade``; every test looks up what it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .hostile_class import GRADE, NO_NAMESPACES, GradedClass, graded_class, hand_in


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """Return the class as ``autograder grade`` has graded it, by whoever runs the tests."""
    course = hand_in(tmp_path_factory.mktemp("hostile") / "course")
    done = subprocess.run(
        [str(Path(sys.executable).parent / GRADE[0]), *GRADE[1:]],
        cwd=course.root,
        env=dict(os.environ) | {"HOME": str(course.root)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if NO_NAMESPACES in done.stderr:
        pytest.skip("without namespaces, attacks would reach this machine")
    assert done.returncode == 1, done.stderr[-2_000:]
    return graded_class(course, done.stdout)
