"""CIFAR-10 made by hand, for every test that reads it.

The files are written opcode by opcode as Python 2 wrote the official ones, 20 images in each. Every pixel
tells where it stands, so that a mistaken axis shows.
"""

from __future__ import annotations

import struct
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cs231n_lib.data import cifar10_cache

PER_BATCH = 20
NAMES = [f"data_batch_{number}" for number in range(1, 6)] + ["test_batch"]
CLASSES = [b"airplane", b"automobile", b"bird", b"cat", b"deer", b"dog", b"frog", b"horse", b"ship", b"truck"]


def python2(value: Any) -> bytes:
    """Pickle a value with the opcodes of Python 2's cPickle and protocol 2, without the framing."""
    if isinstance(value, bytes):
        short = len(value) < 256
        return (b"U" + bytes([len(value)]) if short else b"T" + struct.pack("<i", len(value))) + value
    if isinstance(value, int):
        return b"J" + struct.pack("<i", value)
    if isinstance(value, list):
        return b"](" + b"".join(map(python2, value)) + b"e"
    if isinstance(value, dict):
        return b"}(" + b"".join(python2(key) + python2(item) for key, item in value.items()) + b"u"
    rows, columns = value.shape
    return (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01"
        + python2(rows) + python2(columns) + b"\x86cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R(K\x03U\x01|NNN"
        + python2(-1) + python2(-1) + python2(0) + b"tb\x89" + python2(value.tobytes()) + b"tb"
    )  # fmt: skip


def dump(value: Any) -> bytes:
    """Pickle a whole value as Python 2 did."""
    return b"\x80\x02" + python2(value) + b"."


def cifar10_pixel(image: int, row: NDArray[Any], column: NDArray[Any], channel: NDArray[Any]) -> NDArray[Any]:
    """Return what this pixel is: a number that depends on each of the four differently."""
    return np.asarray(image * 7 + row * 3 + column * 11 + channel * 83) % 256


def cifar10_batch(number: int) -> dict[bytes, Any]:
    """Make one batch; image i of batch b is picture number ``b * PER_BATCH + i``."""
    channel, row, column = np.indices((3, 32, 32))
    numbers = range(number * PER_BATCH, (number + 1) * PER_BATCH)
    images = [cifar10_pixel(image, row, column, channel).ravel() for image in numbers]
    return {
        b"batch_label": b"made by a test",
        b"labels": [image % 10 for image in numbers],
        b"data": np.array(images, dtype=np.uint8),
        b"filenames": [b"image_%d.png" % image for image in numbers],
    }


@pytest.fixture(scope="session")
def cifar10_contents() -> dict[str, bytes]:
    """Return the content of every official file, by name."""
    files = {name: dump(cifar10_batch(number)) for number, name in enumerate(NAMES)}
    return {
        "batches.meta": dump({b"label_names": CLASSES, b"num_vis": 3072}),
        **files,
        "readme.html": b"hello",
    }


@pytest.fixture(autouse=True)
def cifar10_kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep decoded images away from the user's own cache, and in this test."""
    place = tmp_path_factory.mktemp("kept")
    monkeypatch.setattr(cifar10_cache, "folder", lambda: place)
    return place


@pytest.fixture
def cifar10_folder(
    cifar10_contents: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Lay the official folder out; nobody's environment points elsewhere."""
    monkeypatch.delenv("CS231N_CIFAR10", raising=False)
    place = tmp_path / "cifar-10-batches-py"
    place.mkdir()
    for name, content in cifar10_contents.items():
        (place / name).write_bytes(content)
    return place


@pytest.fixture
def cifar10_archive(cifar10_folder: Path) -> Path:
    """Pack the folder as the official archive is packed."""
    place = cifar10_folder.parent / "cifar-10-python.tar.gz"
    with tarfile.open(place, "w:gz") as file:
        file.add(cifar10_folder, arcname=cifar10_folder.name)
    return place


@pytest.fixture(scope="session")
def dump_as_python2() -> Callable[[Any], bytes]:
    """Return the function that pickles as Python 2 did."""
    return dump


@pytest.fixture(scope="session")
def pixel() -> Callable[..., NDArray[Any]]:
    """Return the function that says what a pixel is: of ``(image, row, column, channel)``."""
    return cifar10_pixel


@pytest.fixture(scope="session")
def cifar10_batches() -> dict[str, dict[bytes, Any]]:
    """Return what is in each batch, by file name, before it is pickled."""
    return {name: cifar10_batch(number) for number, name in enumerate(NAMES)}
