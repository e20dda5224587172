"""Finds the files of CIFAR-10, in a folder or in the official archive, and reads what is in them.

Knows the official "python version" layout: pickles ``data_batch_1`` to ``data_batch_5``,
``test_batch`` and ``batches.meta``. Pixels stay uint8; which of them are wanted is `cifar10`'s business.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_lib.data import unpickle
from cs231n_lib.errors import DataError

__all__ = ["Batches", "files", "find", "read"]

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
MD5 = "c58f30108f718f92721af3bb95e74349"
FOLDER = "cifar-10-batches-py"
VARIABLE = "CS231N_CIFAR10"

META = "batches.meta"
TRAIN = tuple(f"data_batch_{number}" for number in range(1, 6))
TEST = "test_batch"
NAMES = (META, *TRAIN, TEST)
NUM_PIXELS = 3 * 32 * 32
ORIGINAL = URL.rpartition("/")[2]
MAX_FILE_BYTES = 100_000_000  # an official batch has 31 MB; more than this is something else


Part = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True)
class Batches:
    """All images: uint8 (N, 3072), a row being an image (32, 32, 3) laid flat, and labels int64 (N,)."""

    train: Part
    test: Part
    class_names: tuple[str, ...]


def find(path: str | os.PathLike[str] | None) -> Path:
    """Say where CIFAR-10 is: `path`, else the environment variable, else a checked download.

    Raises
    ------
    DataError
        If the place named does not exist, or the download fails.
    """
    place = path or os.environ.get(VARIABLE)
    if not place:
        return _download()
    found = Path(place).expanduser()
    if not found.exists():
        named_by = "path" if path else f"the environment variable {VARIABLE}"
        raise DataError(
            f"expected the CIFAR-10 folder or archive at {found}, as {named_by} says, but nothing is there; "
            f"try the folder {FOLDER} or the file {ORIGINAL}"
        )
    return found


def files(place: Path) -> list[Path]:
    """Return the files that `read` would read."""
    if not place.is_dir():
        return [place]
    folder = place / FOLDER if (place / FOLDER).is_dir() else place
    return [folder / name for name in NAMES if (folder / name).is_file()]


def read(place: Path) -> Batches:
    """Read every image from a folder or an archive.

    Raises
    ------
    DataError
        If a file is missing, damaged, or not what CIFAR-10 has under that name.
    """
    contents = _read_folder(place) if place.is_dir() else _read_archive(place)
    missing = [name for name in NAMES if name not in contents]
    if missing:
        raise DataError(
            f"expected the files of CIFAR-10 in {place}, got none named {', '.join(missing)}; "
            f"try the folder that directly contains them"
        )
    records = {name: _record(contents.pop(name), f"{place} ({name})") for name in NAMES}
    class_names = tuple(_class_names(records[META], f"{place} ({META})"))
    parts = {name: _part(records.pop(name), len(class_names), f"{place} ({name})") for name in (*TRAIN, TEST)}
    pixels, labels = zip(*(parts.pop(name) for name in TRAIN), strict=True)
    return Batches((np.concatenate(pixels), np.concatenate(labels)), parts[TEST], class_names)


def _download() -> Path:
    # Only who downloads needs pooch, and with it requests.
    import pooch

    try:
        archive = pooch.retrieve(
            url=URL,
            known_hash=f"md5:{MD5}",
            fname=ORIGINAL,
            path=pooch.os_cache("cs231n-kit"),
            progressbar=True,
        )
    # requests' errors are OSErrors; pooch says with a ValueError that the checksum is wrong.
    except (OSError, ValueError) as error:
        raise DataError(
            f"expected to download {URL} (170 MB), got {type(error).__name__}: {error}; try again, or "
            f"download it by other means and say where it is: load_cifar10(path), or the variable {VARIABLE}"
        ) from error
    return Path(archive)


def _read_folder(place: Path) -> dict[str, bytes]:
    present = files(place)
    for file in present:
        _check_size(file.stat().st_size, str(file))
    return {file.name: file.read_bytes() for file in present}


def _read_archive(place: Path) -> dict[str, bytes]:
    """Read the known names from a tar file in one pass; nothing is ever unpacked onto the disk."""
    contents: dict[str, bytes] = {}
    try:
        with tarfile.open(place, "r|*") as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if member.isreg() and name in NAMES:
                    _check_size(member.size, f"{place} ({name})")
                    file = archive.extractfile(member)
                    contents[name] = file.read() if file else b""
                if len(contents) == len(NAMES):
                    break  # what follows, however large, is not needed
    except (tarfile.TarError, EOFError, OSError) as error:
        raise DataError(
            f"expected {place} to be the CIFAR-10 folder or the archive {ORIGINAL}, "
            f"got {type(error).__name__}: {error}; try downloading it again"
        ) from error
    return contents


def _check_size(size: int, source: str) -> None:
    if size > MAX_FILE_BYTES:
        raise DataError(f"{source}: expected at most {MAX_FILE_BYTES:,} bytes, got {size:,}; try {ORIGINAL}")


def _record(content: bytes, source: str) -> dict[str, Any]:
    """Unpickle one file; keys are bytes as Python 2 wrote them, or text if somebody saved it anew."""
    record = unpickle.loads(content, source)
    if not isinstance(record, dict):
        raise DataError(f"{source}: expected a dict, got {type(record).__name__}; try {ORIGINAL}")
    return {_text(key): value for key, value in record.items()}


def _class_names(record: Mapping[str, Any], source: str) -> list[str]:
    names = record.get("label_names")
    if not isinstance(names, list) or not names or not all(isinstance(name, str | bytes) for name in names):
        raise DataError(
            f"{source}: expected a list of text 'label_names', got something else; try {ORIGINAL}"
        )
    return [_text(name) for name in names]


def _text(value: Any) -> str:
    return value.decode("latin1") if isinstance(value, bytes) else str(value)


def _part(record: Mapping[str, Any], num_classes: int, source: str) -> Part:
    pixels, labels = record.get("data"), record.get("labels")
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or pixels.shape[1:] != (NUM_PIXELS,):
        got = f"{pixels.dtype} {pixels.shape}" if isinstance(pixels, np.ndarray) else type(pixels).__name__
        raise DataError(f"{source}: expected 'data' to be uint8 (N, {NUM_PIXELS}), got {got}; try {ORIGINAL}")
    if not isinstance(labels, list) or not all(type(y) is int and 0 <= y < num_classes for y in labels):
        raise DataError(
            f"{source}: expected 'labels' to be a list of integers below {num_classes}; try {ORIGINAL}"
        )
    if len(labels) != len(pixels):
        raise DataError(f"{source}: expected {len(pixels)} labels, got {len(labels)}; try {ORIGINAL}")
    return _interleaved(pixels), np.array(labels, dtype=np.int64)


def _interleaved(planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Turn the channel planes of the files into pixels: (3, 32, 32) to (32, 32, 3)."""
    return planes.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).reshape(planes.shape)
