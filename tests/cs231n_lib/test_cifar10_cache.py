"""Decoded images are kept, found again, made again when the files change, and never in the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from cs231n_lib import data
from cs231n_lib.data import cifar10_cache, cifar10_files
from cs231n_lib.errors import DataError


def same(first: data.Split, second: data.Split) -> bool:
    """Say whether two splits hold the same images and labels."""
    names = ["X_train", "y_train", "X_val", "y_val", "X_test", "y_test", "mean_image"]
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


def entry_of(kept: Path) -> Path:
    """Return the only entry."""
    (entry,) = kept.iterdir()
    return entry


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note every time that files are decoded."""
    places: list[Path] = []
    read = cifar10_files.read

    def noting(place: Path) -> cifar10_files.Batches:
        places.append(place)
        return read(place)

    monkeypatch.setattr(cifar10_files, "read", noting)
    return places


def test_later_loads_decode_nothing(cifar10_folder: Path, decoded: list[Path]) -> None:
    """Is the second load the first one's images, without its work?"""
    first, second = data.load_cifar10(cifar10_folder), data.load_cifar10(cifar10_folder)
    assert same(first, second)
    assert decoded == [cifar10_folder]


@pytest.mark.parametrize("place", ["folder", "archive"])
def test_what_is_kept_is_what_the_files_have(cifar10_folder: Path, cifar10_archive: Path, place: str) -> None:
    """Do the kept images agree with the files, whatever form these have?"""
    path = cifar10_folder if place == "folder" else cifar10_archive
    batches, kept = cifar10_files.read(path), cifar10_cache.read(path)
    for part in ("train", "test"):
        for one, other in zip(getattr(batches, part), getattr(kept, part), strict=True):
            np.testing.assert_array_equal(one, other)
    assert kept.class_names == batches.class_names


def test_pixels_stay_on_the_disk_until_they_are_looked_at(cifar10_folder: Path) -> None:
    """Are the sets views of one mapped file, which nobody can write to?"""
    cifar = data.load_cifar10(cifar10_folder)
    for pixels, _ in (cifar.train, cifar.val, cifar.test):
        assert isinstance(pixels.base, np.ndarray)
        assert not pixels.flags.owndata
        assert not pixels.flags.writeable
    repr(cifar)
    assert not {"X_train", "X_val", "X_test", "mean_image"} & vars(cifar).keys()
    assert cifar.X_val.shape == (2, 3072)
    assert {"X_train", "X_test"}.isdisjoint(vars(cifar))


def test_changed_files_are_decoded_again(
    cifar10_folder: Path, cifar10_contents: dict[str, bytes], decoded: list[Path]
) -> None:
    """Does nobody get yesterday's images after the files were replaced?"""
    before = data.load_cifar10(cifar10_folder)
    (cifar10_folder / "test_batch").write_bytes(cifar10_contents["data_batch_1"])
    os.utime(cifar10_folder / "test_batch", ns=(1, 1))
    after = data.load_cifar10(cifar10_folder)
    assert len(decoded) == 2
    assert not np.array_equal(before.X_test, after.X_test)


@pytest.mark.parametrize(
    "damage", ["pixels.npy", "labels.npy", "about.json", "empty", "cut short", "other shape"]
)
def test_a_damaged_entry_is_made_again(
    cifar10_folder: Path, cifar10_kept: Path, decoded: list[Path], damage: str
) -> None:
    """Is half an entry, or one of something else, as good as none?"""
    whole = data.load_cifar10(cifar10_folder)
    entry = entry_of(cifar10_kept)
    if damage == "empty":
        (entry / "labels.npy").write_bytes(b"")
    elif damage == "cut short":
        content = (entry / "pixels.npy").read_bytes()
        (entry / "pixels.npy").unlink()  # the first load still maps it
        (entry / "pixels.npy").write_bytes(content[:5000])
    elif damage == "other shape":
        about = json.loads((entry / "about.json").read_text())
        (entry / "about.json").write_text(json.dumps(about | {"shape": [1, 3072]}))
    else:
        (entry / damage).unlink()
    assert same(data.load_cifar10(cifar10_folder), whole)
    assert same(data.load_cifar10(cifar10_folder), whole)
    assert len(decoded) == 2
    assert entry_of(cifar10_kept) == entry


def test_where_nothing_can_be_kept_it_is_decoded_each_time(
    cifar10_folder: Path, decoded: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does a home that cannot be written to cost time, and nothing else?"""
    whole = data.load_cifar10(cifar10_folder)
    monkeypatch.setattr(cifar10_cache, "folder", lambda: cifar10_folder / "test_batch" / "no-folder")
    assert same(data.load_cifar10(cifar10_folder), whole)
    assert len(decoded) == 2


def test_damaged_files_are_not_hidden_by_what_is_kept(cifar10_folder: Path) -> None:
    """Is a folder that has lost a file refused, although it was read before?"""
    data.load_cifar10(cifar10_folder)
    (cifar10_folder / "data_batch_3").unlink()
    with pytest.raises(DataError, match="got none named data_batch_3"):
        data.load_cifar10(cifar10_folder)


def test_nothing_half_written_stays(
    cifar10_folder: Path, cifar10_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does a full disk leave no rubbish behind?"""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    assert len(data.load_cifar10(cifar10_folder).y_test) == 20
    assert list(cifar10_kept.iterdir()) == []


def test_a_minibatch_can_be_prepared_alone(cifar10_folder: Path) -> None:
    """Are a few rows the same, whether they were converted alone or with all others?"""
    cifar = data.load_cifar10(cifar10_folder, bias_trick=True, dtype=np.float32)
    rows = [5, 90, 7]
    batch = cifar.prepare(cifar.train[0][rows])
    assert "X_train" not in vars(cifar)
    np.testing.assert_array_equal(batch, cifar.X_train[rows])
