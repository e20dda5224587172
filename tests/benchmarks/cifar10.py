"""CIFAR-10 from the second load on, against loading it as the course's own `load_CIFAR10` does."""

from __future__ import annotations

import os
import pickle
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .clock import in_turns
from .rows import Line, Row

Cost = tuple[float, float]  # seconds, and MiB at the peak

PER_BATCH = 10_000
ROUNDS = 3
COURSE = """
def load_batch(name):
    batch = pickle.loads((folder / name).read_bytes(), encoding="latin1")
    return batch["data"].reshape(10000, 3, 32, 32).transpose(0, 2, 3, 1).astype("float"), batch["labels"]

batches = [load_batch(f"data_batch_{number}") for number in range(1, 6)]
X_train = np.concatenate([X for X, _ in batches])
y_train = np.concatenate([y for _, y in batches])
X_test, y_test = load_batch("test_batch")
"""
LOAD = "from cs231n_lib import data; cifar = data.load_cifar10(folder)"
BATCH = f"{LOAD}; cifar.prepare(cifar.train[0][:200])"
ALL = f"{LOAD}; cifar.X_train; cifar.X_val; cifar.X_test"
PROGRAM = """
import pickle, sys, time
from pathlib import Path
import numpy as np
folder = Path(sys.argv[1])

def peak():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024

before, start = peak(), time.perf_counter()
{body}
print(time.perf_counter() - start, peak() - before)
"""


def measure() -> list[Line]:
    """Load in fresh processes that have imported NumPy; what else an import takes is part of the load."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "cifar-10-batches-py"
        write_files(place)
        cache = {"XDG_CACHE_HOME": str(Path(folder) / "cache")}
        _run(LOAD, place, cache)  # the first load, which keeps what it decodes
        ways = {"course": COURSE, "load": LOAD, "batch": BATCH, "all": ALL}
        costs = in_turns(ROUNDS, **{name: _runner(body, place, cache) for name, body in ways.items()})
    return _rows(costs)


def write_files(place: Path) -> None:
    """Write noise in files of the official size, as Python 3 pickles it, which loads faster."""
    place.mkdir(parents=True)
    rng = np.random.default_rng(231)
    for name in (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"):
        labels = rng.integers(10, size=PER_BATCH).tolist()
        batch = {"data": rng.integers(256, size=(PER_BATCH, 3072), dtype=np.uint8), "labels": labels}
        (place / name).write_bytes(pickle.dumps(batch))
    (place / "batches.meta").write_bytes(pickle.dumps({"label_names": [f"class {i}" for i in range(10)]}))


def _runner(body: str, place: Path, environment: dict[str, str]) -> Callable[[], Cost]:
    return lambda: _run(body, place, environment)


def _run(body: str, place: Path, environment: dict[str, str]) -> Cost:
    command = [sys.executable, "-c", PROGRAM.format(body=body), str(place)]
    done = subprocess.run(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, mib = map(float, done.stdout.split())
    return seconds, mib


def _rows(costs: dict[str, list[Cost]]) -> list[Line]:
    how = "60,000 made-up images, fresh processes in turns, median of 3"
    rival = "the course's load_CIFAR10"
    whats = {
        "load": "CIFAR-10 again",
        "batch": "CIFAR-10 again, a minibatch",
        "all": "CIFAR-10 again, all as float64",
    }
    median = {
        name: tuple(statistics.median(values) for values in zip(*taken, strict=True))
        for name, taken in costs.items()
    }
    return [
        Row(f"{what}, {quantity}", median[name][i], rival, median["course"][i], unit, how)
        for i, (quantity, unit) in enumerate((("time", "s"), ("memory", "MiB")))
        for name, what in whats.items()
    ]
