"""Addresses for ``--cluster`` where nobody is, or a server of another kind, which may be silent."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.course import Course
from autograder.engine import cluster
from tests.dask_cluster import Cluster

from .toy_course import hand_in, submission


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait only for a moment for who is not there."""
    monkeypatch.setattr(cluster, "REACH_SECONDS", 0.5)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)


@contextlib.contextmanager
def server(says: bytes) -> Iterator[str]:
    """Listen on 127.0.0.1, say the same to everybody and then no more; yield the address."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(says)
            with contextlib.suppress(ConnectionResetError):
                while self.request.recv(4096):
                    pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever).start()
        yield f"tcp://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


def grade(course: Course, address: str) -> Result:
    """Grade one submission on a cluster."""
    hand_in(course, "ada", submission())
    return CliRunner().invoke(main, ["--course", str(course.root), "grade", "toy", "--cluster", address])


def assert_said(result: Result, address: str, reason: str) -> None:
    """Fail unless a command ended with one line that says what is wrong with an address."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert f"expected a Dask scheduler at {address}, but {reason}" in line
    assert "start one (dask scheduler)" in line


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("tcp://127.0.0.1:1", "Timed out"),
        ("nonsense", "missing port"),
        ("abc://127.0.0.1:1", "unknown address scheme"),
        ("tls://127.0.0.1:1", "TLS expects"),
    ],
)
def test_nobody_is_there(address: str, reason: str, gradable_course: Course) -> None:
    """Does a wrong address end with what to do, and nothing graded?"""
    assert_said(grade(gradable_course, address), address, reason)


@pytest.mark.parametrize(
    ("says", "reason"),
    [(b"", "no answer came"), (b"SSH-2.0-OpenSSH_9.2\r\n", "Unable to allocate"), (bytes(8), "unpack")],
)
def test_somebody_else_is_there(says: bytes, reason: str, gradable_course: Course) -> None:
    """Is nobody kept waiting, or shown a traceback, whatever a server of another kind does?"""
    with server(says) as address:
        assert_said(grade(gradable_course, address), address, reason)


def test_a_worker_is_there(gradable_course: Course, tmp_path: Path) -> None:
    """Is the address of a worker told from its scheduler's?"""
    with Cluster(tmp_path) as used:
        used.start_worker("ann")
        used.wait_for_workers(1)
        with used.client() as client:
            (address,) = client.scheduler_info()["workers"]
        assert_said(grade(gradable_course, address), address, "a Worker is there")
