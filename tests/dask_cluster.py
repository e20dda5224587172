"""A Dask cluster of real processes on 127.0.0.1, as ``dask scheduler`` and ``dask worker`` make them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import distributed

START_SECONDS = 60
STOP_SECONDS = 30


class Cluster:
    """A scheduler, and workers as they are started; all are stopped at the end of the ``with`` block.

    The block fails if one of them has to be killed. What the processes leave behind would lie in ``folder``;
    ``environment`` is added to theirs.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{port}"
        self._environment = os.environ | {"TMPDIR": str(folder), "OPENBLAS_NUM_THREADS": "1"} | environment
        self._workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", str(port), "--no-jupyter", **environment)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._workers:
            process.terminate()
        stuck = [worker.args for worker in self._workers if not _ends(worker)]
        self.scheduler.terminate()
        if not _ends(self.scheduler):
            stuck.append(self.scheduler.args)
        assert error is not None or not stuck, f"expected all to end by themselves, had to kill {stuck}"

    def start_worker(
        self, name: str, *, threads: int = 1, nanny: bool = False, **environment: str
    ) -> subprocess.Popen[bytes]:
        """Start a worker; it joins when it is ready."""
        options = ["--name", name, "--nthreads", str(threads), "--nanny" if nanny else "--no-nanny"]
        worker = self._start("worker", self.address, *options, **environment)
        self._workers.append(worker)
        return worker

    def wait_for_workers(self, number: int) -> None:
        """Return when so many workers have joined."""
        with self.client() as client:
            client.wait_for_workers(number, timeout=START_SECONDS)

    def client(self) -> distributed.Client:
        """Return a client of the scheduler, for looking at what others see."""
        return distributed.Client(self.address, timeout=START_SECONDS, set_as_default=False)

    def _start(self, what: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", "--no-dashboard"]
        with (self.folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, *options], env=self._environment | environment, stderr=log, stdout=log
            )


def _ends(process: subprocess.Popen[bytes]) -> bool:
    """Wait for the end of a process that was told to end; kill it and return False if it does not."""
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True
