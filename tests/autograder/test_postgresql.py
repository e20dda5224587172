"""A department's gradebook: the same class in PostgreSQL, on a real server of the test's own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.configuration import gradebook_place
from autograder.course import Course
from autograder.gradebook import entered_scores

from .toy_course import MAX_SCORE, POINTS, hand_in, submission

SCRIPTS = Path(sys.executable).parent
OK, GRADER_FAILED = 0, 3


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL; Debian keeps them away from PATH."""
    found = [*map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), shutil.which(name)]
    if path := next((path for path in found if path), None):
        return path
    pytest.skip(f"PostgreSQL is not installed: no {name}")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the URL of an empty database; its server refuses to be run by root."""
    control, initdb = program("pg_ctl"), program("initdb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories="
    with tempfile.TemporaryDirectory(prefix="postgresql-", dir="/tmp") as folder:  # pytest's own is root's
        as_nobody(folder, initdb, "-D", "data", "-U", "grader", "-A", "trust", "--no-sync")
        as_nobody(folder, control, "-D", "data", "-w", "-l", "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://grader:secret@127.0.0.1:{port}/postgres"
        finally:
            as_nobody(folder, control, "-D", "data", "-m", "immediate", "stop")


def as_nobody(folder: str, *command: str) -> None:
    """Run a command in a folder; where the tests run as root, as the user nobody, whose folder it becomes."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    with tempfile.TemporaryFile() as said:  # not a pipe, which the server would keep open
        done = subprocess.run(command, cwd=folder, stdout=said, stderr=said, check=False, timeout=120, **user)
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def configure(course: Course, url: str) -> Course:
    """Write the URL of the gradebook into a course's configuration, as a person would."""
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + f'\nc.CourseDirectory.db_url = "{url}"\n')
    return course


def run(course: Course, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in a course."""
    return subprocess.run(
        [str(SCRIPTS / command[0]), *command[1:]],
        cwd=course.root,
        env=os.environ | {"HOME": str(course.root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_a_class_is_graded_into_postgresql(fresh_course: Course, server: str) -> None:
    """Do ``autograder grade`` and nbgrader's own commands use the gradebook that db_url names?"""
    course = configure(fresh_course, server)
    hand_in(course, "ada", submission())
    hand_in(course, "grace", submission(toy_double="    return x"))
    done = run(course, ["autograder", "grade", "toy", "--jobs", "1"])
    assert done.returncode == OK, done.stderr
    assert not (course.grading / "gradebook.db").exists()
    scores = entered_scores(gradebook_place(course).url, "toy")
    assert scores["ada"] == {f"test_{name}": points for name, points in POINTS.items()}
    assert sum(score or 0 for score in scores["grace"].values()) == MAX_SCORE - 1
    assert run(course, ["autograder", "grade", "toy"]).stderr == "toy: 0 graded, 2 unchanged, 0 to look at\n"
    done = run(course, ["nbgrader", "export"])
    assert done.returncode == 0, done.stderr
    assert "ada" in (course.grading / "grades.csv").read_text()
    done = run(course, ["nbgrader", "db", "student", "list"])
    assert "grace" in done.stdout + done.stderr


def test_results_move_to_postgresql(gradable_course: Course, server: str) -> None:
    """Is a class that was graded into SQLite entered on the server, and nobody graded again?"""
    course = gradable_course
    hand_in(course, "moved", submission())
    assert run(course, ["autograder", "grade", "toy", "--jobs", "1"]).returncode == OK
    configure(course, server)
    done = run(course, ["autograder", "grade", "toy"])
    assert done.stderr == "toy: 0 graded, 1 unchanged, 0 to look at\n"
    assert "moved" in dict(entered_scores(server, "toy"))


def test_a_server_that_is_away_is_told_without_its_password(gradable_course: Course) -> None:
    """Is a person told which server does not answer, with exit code 3, and is the class kept?"""
    course = configure(gradable_course, "postgresql+psycopg://grader:secret@127.0.0.1:1/grades")
    hand_in(course, "ada", submission())
    done = run(course, ["autograder", "grade", "toy", "--jobs", "1"])
    assert (done.returncode, done.stdout) == (GRADER_FAILED, "")
    assert "expected to use the gradebook postgresql+psycopg://grader:***@127.0.0.1:1/grades" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert course.result_file("toy", "ada").is_file()
