"""Machines of a Dask cluster. The only module that knows Dask; imported when a cluster is asked for.

Submissions and results travel with the tasks, so that no file system is shared. The scheduler grades a lost
worker's submissions elsewhere by itself.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import queue
import time
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..course import Course, load_assignment
from ..errors import KEPT, ClusterError, ClusterLost
from ..grading import Graded
from ..seeds import fresh_seed
from ..store import Handed
from .classwork import Engine, Failure, Outcome, Setup
from .distant import NoGrader, grade_there
from .parcels import Parcel, decode, pack
from .staff import SILENCE, Staff
from .vetting import Kit

try:
    import distributed
    from distributed.comm.core import connect
    from distributed.core import send_recv
    from distributed.security import Security
except ModuleNotFoundError as error:
    raise ClusterError(
        f"expected the package {error.name} for --cluster, found none; "
        "try: pip install 'cs231n-kit[grader,cluster]'"
    ) from error

REACH_SECONDS = 3.0  # until somebody listens at the address
CONNECT_SECONDS = 10.0  # until whoever listens there has answered
PULSE = 1.0  # seconds between two looks at the workers
PATIENCE = 60.0  # seconds without a single worker: enough for a nanny or Kubernetes to start one
QUIET = 3.0  # seconds that workers may take to get ready before a person is told
RETRIES = 2  # of a task that raised, which is never a submission's doing: a full disk, say


@dataclass(frozen=True)
class _Task:
    handed: Handed
    future: Any
    workers: frozenset[str]


class ClusterEngine(Engine):
    """The workers of a Dask cluster, of which only those take part that would give the same scores.

    Parameters
    ----------
    setup
        What is to be graded and how.
    address
        Where the scheduler listens, as ``tcp://host:8786`` or ``tls://host:8786``.
    jobs
        Submissions under way at a time at most; None for as many as keeps all workers' threads busy.
    tell
        Gets one line about every worker that is refused, and one when a worker has to be waited for.
    """

    def __init__(self, setup: Setup, address: str, jobs: int | None, tell: Callable[[str], None]) -> None:
        super().__init__(setup)
        self._address = address
        self._jobs = jobs
        self._tell = tell
        self._tasks: dict[str, _Task] = {}
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._numbers = itertools.count()
        self._looked = 0.0
        self._begun = False

    def __enter__(self) -> ClusterEngine:
        self._parcel = _parcel(self.setup)
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # we say ourselves what is lost
        self._client = _connect(self._address)
        self._staff = Staff(self._client, self._parcel, self._tell)
        return self

    def __exit__(self, *_: object) -> None:
        """Cancel what is under way; with the connection, the scheduler drops all that was kept for us."""
        futures = [task.future for task in self._tasks.values()]
        self._tasks.clear()
        try:
            if futures and self._client.status == "running":
                self._client.cancel(futures)
        finally:
            self._client.close(timeout=CONNECT_SECONDS)

    @property
    def capacity(self) -> int:
        """One submission per thread of all fit workers, and one to go on with; or ``jobs``."""
        return self._jobs or max(1, 2 * self._staff.threads)

    def submit(self, handed: Handed) -> None:
        """Give a submission to the scheduler, for any worker that is fit now."""
        self._wait_for_workers()
        fit = self._staff.fit
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)  # 50 MiB are allowed
            future = self._client.submit(
                grade_there,
                self._parcel.key,
                zlib.compress(handed.data, level=1),
                handed.earlier,
                key=f"{self._parcel.key}-{next(self._numbers)}",
                pure=False,
                retries=RETRIES,
                workers=list(fit),
            )
        self._tasks[future.key] = _Task(handed, future, fit)
        future.add_done_callback(self._done.put)

    def finished(self) -> list[Outcome]:
        """Wait for the scheduler, and have an eye on the workers meanwhile."""
        while True:
            if stranded := self._look():
                return stranded
            try:
                future = self._done.get(timeout=PULSE)
            except queue.Empty:
                continue
            if task := self._tasks.pop(future.key, None):
                return [(task.handed, self._result(task))]

    def _result(self, task: _Task) -> Graded | Failure:
        if task.future.status == "finished":
            try:
                graded = decode(task.future.result(timeout=SILENCE))
            except TimeoutError:
                return Failure("its worker did not hand over the result")
            except (OSError, asyncio.CancelledError) as error:
                raise self._lost() from error
            return replace(graded, result=replace(graded.result, student=task.handed.student))
        if task.future.status != "error":
            raise self._lost()
        fault = task.future.exception()
        if isinstance(fault, distributed.KilledWorker):
            self._look_after_staff()  # before the next submission is given to a worker that is dead
            return Failure("every worker that graded it died")
        if isinstance(fault, NoGrader):
            self._staff.vet_again()
        return Failure(f"its worker failed ({type(fault).__name__}: {fault})")

    def _wait_for_workers(self) -> None:
        """Return when a worker is fit; until then, nothing is given to the scheduler."""
        start, said = time.monotonic(), False
        while not self._staff.fit:
            self._look_after_staff()
            waited = time.monotonic() - start
            if self._staff.hopeless or waited > PATIENCE:
                raise self._nobody()
            if not said and (self._staff.absent or waited > QUIET):
                self._tell(f"waiting up to {PATIENCE:.0f} s for a worker of the cluster at {self._address}")
                said = True
            time.sleep(PULSE / 10)
        self._begun = True

    def _look(self) -> list[Outcome]:
        """Look after the workers from time to time; return submissions that nobody will grade."""
        if time.monotonic() < self._looked + PULSE:
            return []
        self._looked = time.monotonic()
        held_up = self._look_after_staff()
        stranded = [
            task
            for name, task in self._tasks.items()
            if name in held_up or task.workers.isdisjoint(self._staff.fit)
        ]
        for task in stranded:
            del self._tasks[task.future.key]
            task.future.cancel()
        return [(task.handed, Failure("every worker that could grade it is gone")) for task in stranded]

    def _look_after_staff(self) -> set[str]:
        """Find out who is fit; return the tasks that lie with workers that are silent."""
        try:
            if self._client.status == "running":
                self._staff.look()
                return self._staff.held_up()
        except TimeoutError as error:
            raise self._lost(f"it has not answered for {SILENCE:.0f} s") from error
        except OSError as error:
            raise self._lost() from error
        raise self._lost()

    def _nobody(self) -> ClusterError | ClusterLost:
        why = self._staff.why_nobody(self._address)
        return ClusterLost(f"{why}; {KEPT}") if self._begun else ClusterError(why)

    def _lost(self, how: str = "the connection is lost") -> ClusterLost:
        return ClusterLost(
            f"expected the scheduler at {self._address} to stay, but {how}; start it again, {KEPT}"
        )


def _parcel(setup: Setup) -> Parcel:
    course = Course(setup.root)
    version = load_assignment(course, setup.assignment).version
    key = f"autograder-{setup.assignment}-{version}-{fresh_seed():x}"
    return Parcel(key, setup.assignment, pack(course, setup.assignment), setup.options, Kit.here())


def _connect(address: str) -> Any:
    """Return a client of the scheduler; encrypted as Dask's own configuration says.

    Raises
    ------
    ClusterError
        If there is no scheduler.
    """
    try:
        asyncio.run(_knock(address))  # a Client that fails leaves threads behind that complain at the end
        return distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="autograder")
    except Exception as error:  # a server of another kind may answer anything
        raise ClusterError(
            f"expected a Dask scheduler at {address}, but {str(error) or 'no answer came'}; "
            "start one (dask scheduler), and give its address, as tcp://host:8786"
        ) from error


async def _knock(address: str) -> None:
    """Ask who is there, with an end to the waiting: Dask itself waits for ever for the first answer."""
    arguments = Security().get_connection_args("client")
    async with asyncio.timeout(CONNECT_SECONDS):
        comm = await connect(address, timeout=REACH_SECONDS, **arguments)
        try:
            kind = (await send_recv(comm, op="identity"))["type"]
        finally:
            await comm.close()
    if kind != "Scheduler":
        raise ValueError(f"a {kind} is there")
