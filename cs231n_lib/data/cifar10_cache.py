"""Keeps CIFAR-10 as it was decoded, so that later loads map a file instead of reading seven.

What is kept is the images and labels of `cifar10_files`, in the user's cache folder. An entry belongs to
files of one place, size and age; it can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

from cs231n_lib.data import cifar10_files
from cs231n_lib.data.cifar10_files import Batches

__all__ = ["folder", "read"]

PIXELS, LABELS, ABOUT = "pixels.npy", "labels.npy", "about.json"


def folder() -> Path:
    """Return where entries are kept, beside the archive that a download leaves."""
    return platformdirs.user_cache_path("cs231n-kit")


def read(place: Path) -> Batches:
    """Return the images of a folder or archive: mapped if they are kept, else decoded, and kept if possible.

    Raises
    ------
    DataError
        If a file is missing, damaged, or not what CIFAR-10 has under that name.
    """
    entry = folder() / f"cifar10-{_key(place)}"
    with contextlib.suppress(OSError, EOFError, ValueError, KeyError, TypeError):  # not there, or damaged
        return _opened(entry)
    batches = cifar10_files.read(place)
    with contextlib.suppress(OSError):  # a full disk or a folder to read only: then it is decoded every time
        _keep(entry, batches)
        return _opened(entry)
    return batches


def _key(place: Path) -> str:
    """Identify the files by place, size and age; to read all of them would take as long as decoding."""
    stats = [(str(path.resolve()), path.stat()) for path in cifar10_files.files(place)]
    known = [(name, stat.st_size, stat.st_mtime_ns, stat.st_ino) for name, stat in stats]
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]


def _opened(entry: Path) -> Batches:
    about = json.loads((entry / ABOUT).read_text("utf-8"))
    pixels: NDArray[np.uint8] = np.load(entry / PIXELS, mmap_mode="r").view(np.ndarray)
    labels: NDArray[np.int64] = np.load(entry / LABELS)
    if (list(pixels.shape), str(pixels.dtype)) != (about["shape"], "uint8") or len(labels) != len(pixels):
        raise ValueError(f"expected {about['shape']} pixels in {entry}, got {pixels.shape}")
    num_train = about["num_train"]
    train, test = ((pixels[part], labels[part]) for part in (slice(num_train), slice(num_train, len(labels))))
    return Batches(train, test, tuple(about["class_names"]))


def _keep(entry: Path, batches: Batches) -> None:
    """Write an entry all at once: a reader finds the whole of it or none."""
    entry.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{entry.name}-", dir=entry.parent))
    try:
        pixels = np.concatenate([batches.train[0], batches.test[0]])
        np.save(half / PIXELS, pixels)
        np.save(half / LABELS, np.concatenate([batches.train[1], batches.test[1]]))
        about = {
            "shape": pixels.shape,
            "num_train": len(batches.train[1]),
            "class_names": batches.class_names,
        }
        (half / ABOUT).write_text(json.dumps(about), "utf-8")
        shutil.rmtree(entry, ignore_errors=True)  # a damaged one
        half.rename(entry)
    finally:
        shutil.rmtree(half, ignore_errors=True)
