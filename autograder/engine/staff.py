"""Who of a cluster's workers takes part: each is asked for its kit, then given the assignment, or refused.

A worker is asked first for what any Python can tell, so that one without the kit can be named, too.
"""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .distant import WorkerRefused, open_post
from .parcels import Parcel
from .vetting import DISTRIBUTION, wrong_version

SILENCE = 30.0  # seconds: workers send a sign of life every other second, or every few in a large cluster


@dataclass
class _Worker:
    """One worker; ``answer`` is the future that is waited for, and then the one that holds its grader.

    ``sign`` is the scheduler's time of the worker's last sign of life, and ``heard`` is ours of noticing it.
    """

    name: str
    threads: int
    answer: Any
    state: Literal["asked", "preparing", "fit", "refused"] = "asked"
    reason: str = ""
    sign: float = 0.0
    heard: float = field(default_factory=time.monotonic)
    silent: bool = False

    @property
    def fit(self) -> bool:
        return self.state == "fit" and not self.silent


class Staff:
    """The workers of a client's cluster, as `look` found them the last time.

    Raises
    ------
    OSError
        From methods that ask the scheduler, if it does not answer in time.
    """

    def __init__(self, client: Any, parcel: Parcel, tell: Callable[[str], None]) -> None:
        self._client = client
        self._parcel = parcel
        self._tell = tell
        self._workers: dict[str, _Worker] = {}

    @property
    def fit(self) -> frozenset[str]:
        """The addresses of the workers that may grade."""
        return frozenset(address for address, worker in self._workers.items() if worker.fit)

    @property
    def threads(self) -> int:
        """How many submissions the fit workers can grade at a time."""
        return sum(worker.threads for worker in self._workers.values() if worker.fit)

    @property
    def absent(self) -> bool:
        """True when there are no workers at all."""
        return not self._workers

    @property
    def hopeless(self) -> bool:
        """True when there are workers, and all of them have been refused."""
        return bool(self._workers) and all(worker.state == "refused" for worker in self._workers.values())

    def why_nobody(self, address: str) -> str:
        """Say why no worker is fit."""
        if not self._workers:
            return (
                f"expected workers on the cluster at {address}, found none; start one on each machine: "
                f"dask worker {address} --nworkers -1 --nthreads 1"
            )
        said = "; ".join(f"{w.name}: {w.reason or 'did not answer in time'}" for w in self._workers.values())
        return f"expected a worker that may grade on the cluster at {address}, found none: {said}"

    def look(self) -> None:
        """Drop workers that have gone, greet those that are new, and go on with those that have answered."""
        present = self._scheduler("identity", n_workers=-1)["workers"]
        for address in self._workers.keys() - present.keys():
            del self._workers[address]
        for address, about in present.items():
            if address not in self._workers:
                answer = self._ask(address, importlib.metadata.version, DISTRIBUTION)
                self._workers[address] = _Worker(_name(address, about), about["nthreads"], answer)
            self._listen(self._workers[address], about)
        for address, worker in self._workers.items():
            if worker.answer is not None and worker.answer.done():
                self._go_on(address, worker)

    def held_up(self) -> set[str]:
        """Return the names of the tasks that workers have which are silent now."""
        silent = {address for address, worker in self._workers.items() if worker.silent}
        given = self._scheduler("processing") if silent else {}
        return {task for address in silent & given.keys() for task in given[address]}

    def vet_again(self) -> None:
        """Forget who is fit, since somebody is not any more; the next look finds out who."""
        self._workers = {a: worker for a, worker in self._workers.items() if worker.state != "fit"}

    def _listen(self, worker: _Worker, about: dict[str, Any]) -> None:
        """Note a sign of life. A frozen worker gives none; one that is short of memory takes no work."""
        if about["last_seen"] != worker.sign and about["status"] == "running":
            worker.sign, worker.heard = about["last_seen"], time.monotonic()
        silent = time.monotonic() > worker.heard + SILENCE
        if silent and not worker.silent:
            self._tell(
                f"the worker {worker.name} has been out of reach or short of memory for {SILENCE:.0f} s; "
                "it gets no work until it is back"
            )
        elif worker.silent and not silent:
            self._tell(f"the worker {worker.name} is back")
        worker.silent = silent

    def _go_on(self, address: str, worker: _Worker) -> None:
        expected = self._parcel.kit.version
        if worker.answer.status == "error":
            self._refuse(worker, _reason(worker.answer.exception(), expected))
        elif worker.answer.status != "finished":
            return  # the connection is lost, which others look after
        elif worker.state == "preparing":
            worker.state = "fit"
        elif worker.state == "asked":
            if (found := worker.answer.result()) != expected:
                self._refuse(worker, wrong_version(expected, found))
            else:
                worker.answer, worker.state = self._ask(address, open_post, self._parcel), "preparing"

    def _refuse(self, worker: _Worker, reason: str) -> None:
        worker.state, worker.reason, worker.answer = "refused", reason, None
        self._tell(f"the worker {worker.name} is refused: {reason}")

    def _scheduler(self, what: str, **arguments: Any) -> Any:
        """Ask the scheduler. Dask's own methods do the same, but wait for ever for one that is frozen."""
        question = getattr(self._client.scheduler, what)
        return self._client.sync(question, callback_timeout=SILENCE, **arguments)

    def _ask(self, address: str, function: Callable[..., Any], *arguments: Any) -> Any:
        return self._client.submit(
            function, *arguments, workers=[address], pure=False, allow_other_workers=False
        )


def _name(address: str, about: dict[str, Any]) -> str:
    name = str(about.get("name", address))
    return address if name == address else f"{name} ({address})"


def _reason(error: BaseException, expected: str) -> str:
    if isinstance(error, WorkerRefused):
        return str(error)
    if isinstance(error, importlib.metadata.PackageNotFoundError):
        return wrong_version(expected, "none")
    return wrong_version(expected, f"one that cannot be used ({type(error).__name__}: {error})")
