"""The same class on a Dask cluster and on local processes, as many of each, on this machine."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.dask_cluster import Cluster

from .classes import hand_in, new_course
from .clock import Cost, in_turns
from .grading import grade
from .rows import Line, Row

CLASS = 16
WORKERS = 2
ROUNDS = 3


def measure() -> list[Line]:
    """Grade a class again and again, in turns; the cluster is there before, as a cluster is."""
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder)) as cluster:
        course = new_course(Path(folder) / "course")
        hand_in(course, "svm", CLASS)
        for number in range(WORKERS):
            cluster.start_worker(f"worker-{number}")
        cluster.wait_for_workers(WORKERS)

        def graded(*how: str) -> Cost:
            return grade(course, "svm", "--force", *how)

        costs = in_turns(
            ROUNDS,
            there=lambda: graded("--cluster", cluster.address),
            here=lambda: graded("--jobs", str(WORKERS)),
        )
    return _rows(costs)


def _rows(costs: dict[str, list[Cost]]) -> list[Line]:
    seconds = {where: statistics.median(cost.seconds for cost in taken) for where, taken in costs.items()}
    memory = {where: max(cost.peak_mib for cost in taken) for where, taken in costs.items()}
    local = f"--jobs {WORKERS}"
    how = f"{CLASS} submissions in svm, {WORKERS} Dask workers on this machine; median of {ROUNDS}, in turns"
    return [
        Row("grade a class on a cluster", seconds["there"], local, seconds["here"], "s", how),
        Row("the coordinator of a cluster", memory["there"], local, memory["here"], "MiB", f"peak; {how}"),
    ]
