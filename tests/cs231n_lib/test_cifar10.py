"""CIFAR-10: what comes out of the loader, and what it refuses."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cs231n_lib import data
from cs231n_lib.errors import ArgumentError, Cs231nError, DataError


def same(first: data.Split, second: data.Split) -> bool:
    """Say whether two splits hold the same images and labels."""
    names = ["X_train", "y_train", "X_val", "y_val", "X_test", "y_test", "mean_image"]
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


class TestWhatComesOut:
    """Pixels, labels and order."""

    def test_rows_are_images_of_rows_columns_and_channels(
        self, cifar10_folder: Path, pixel: Callable[..., NDArray[Any]]
    ) -> None:
        """Does every pixel of every image stand where a picture has it?"""
        cifar = data.load_cifar10(cifar10_folder, center=False, scale=False)
        images = cifar.X_train.reshape(-1, 32, 32, 3)
        row, column, channel = np.indices((32, 32, 3))
        for image in (0, 1, 19, 20, 97):
            np.testing.assert_array_equal(images[image], pixel(image, row, column, channel))
        np.testing.assert_array_equal(cifar.X_test[0].reshape(32, 32, 3), pixel(100, row, column, channel))

    def test_order_is_that_of_the_files(self, cifar10_folder: Path) -> None:
        """Do the validation images follow the training images, as in the course?"""
        cifar = data.load_cifar10(cifar10_folder, num_train=33, num_val=5, num_test=7)
        assert cifar.y_train.tolist() == [image % 10 for image in range(33)]
        assert cifar.y_val.tolist() == [image % 10 for image in range(33, 38)]
        assert cifar.y_test.tolist() == [image % 10 for image in range(100, 107)]

    def test_by_default_everything_is_used_and_one_in_fifty_validates(self, cifar10_folder: Path) -> None:
        """Do the course's 49,000 and 1,000 come from a rule that suits any number of images?"""
        cifar = data.load_cifar10(cifar10_folder)
        assert [len(y) for y in (cifar.y_train, cifar.y_val, cifar.y_test)] == [98, 2, 20]
        assert cifar.image_shape == (32, 32, 3)
        assert cifar.class_names[0] == "airplane"
        assert cifar.y_train.dtype == np.int64

    @pytest.mark.parametrize(
        ("asked", "given"),
        [
            ({"num_train": 50}, (50, 2)),
            ({"num_train": 100}, (100, 0)),
            ({"num_train": 99}, (99, 1)),
            ({"num_val": 30}, (70, 30)),
            ({"num_val": 0}, (100, 0)),
            ({"num_train": 1, "num_val": 99}, (1, 99)),
        ],
    )
    def test_what_is_left_open_is_filled_in(
        self, cifar10_folder: Path, asked: dict[str, int], given: tuple[int, int]
    ) -> None:
        """Is only as much taken for validation as there is?"""
        cifar = data.load_cifar10(cifar10_folder, num_test=0, **asked)  # type: ignore[arg-type]  # ints by name
        assert (len(cifar.y_train), len(cifar.y_val)) == given

    def test_mean_is_of_the_chosen_training_images(self, cifar10_folder: Path) -> None:
        """Is the mean that of the images trained on, not of all there are?"""
        raw = data.load_cifar10(cifar10_folder, num_train=7, num_val=3, center=False)
        cifar = data.load_cifar10(cifar10_folder, num_train=7, num_val=3)
        np.testing.assert_allclose(cifar.mean_image, sum(raw.X_train) / 7, atol=1e-14)
        np.testing.assert_allclose(cifar.X_val + cifar.mean_image, raw.X_val, atol=1e-14)

    @pytest.mark.parametrize("scale", [True, False])
    def test_to_images_gives_the_pixels_back(self, cifar10_folder: Path, scale: bool) -> None:
        """Can prepared rows be looked at, however they were prepared?"""
        cifar = data.load_cifar10(cifar10_folder, bias_trick=True, scale=scale, num_train=5)
        raw = data.load_cifar10(cifar10_folder, center=False, num_train=5)
        np.testing.assert_allclose(
            cifar.to_images(cifar.X_train), raw.X_train.reshape(5, 32, 32, 3), atol=1e-12
        )

    def test_bias_trick_in_float32(self, cifar10_folder: Path) -> None:
        """Is the dtype kept through centring and the bias column?"""
        cifar = data.load_cifar10(cifar10_folder, bias_trick=True, dtype=np.float32)
        assert cifar.X_train.dtype == cifar.X_test.dtype == cifar.mean_image.dtype == np.float32
        assert cifar.X_train.shape == (98, 3073)
        assert (cifar.X_train[:, -1] == 1).all()

    def test_seed_shuffles_and_loses_nothing(self, cifar10_folder: Path) -> None:
        """Does a seed give other sets, the same each time, of the same images?"""
        plain = data.load_cifar10(cifar10_folder, center=False)
        first, again = (data.load_cifar10(cifar10_folder, center=False, seed=1) for _ in range(2))
        assert same(first, again)
        assert not same(first, plain)
        sums = [
            np.sort(np.append(split.X_train.sum(axis=1), split.X_val.sum(axis=1))) for split in (first, plain)
        ]
        np.testing.assert_array_equal(sums[0], sums[1])


class TestRefusals:
    """Requests that cannot be met and files that are not what they are called."""

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            (
                {"num_train": 49000, "num_val": 1000},
                "at most 100, .* got 49000 [+] 1000; try num_train=98, num_val=2",
            ),
            ({"num_train": 101}, r"got 101 \+ 0; try num_train=98"),
            ({"num_val": 101}, "at most 100"),
            ({"num_test": 21}, "at most 20, .* got 21; try num_test=20"),
        ],
    )
    def test_asking_for_more_than_there_is(
        self, cifar10_folder: Path, asked: dict[str, int], message: str
    ) -> None:
        """Does the message say what there is and what to ask for?"""
        with pytest.raises(DataError, match=message):
            data.load_cifar10(cifar10_folder, **asked)  # type: ignore[arg-type]  # ints by name

    @pytest.mark.parametrize(
        "asked",
        [
            {"num_train": -1},
            {"num_val": -1},
            {"num_test": -1},
            {"num_train": 0},
            {"num_val": 100},
            {"dtype": "i8"},
        ],
    )
    def test_asking_for_what_makes_no_sense(self, cifar10_folder: Path, asked: dict[str, Any]) -> None:
        """Are negative numbers, no training images and integer pixels refused?"""
        with pytest.raises(ArgumentError, match="expected"):
            data.load_cifar10(cifar10_folder, **asked)

    @pytest.mark.parametrize(
        ("name", "record", "message"),
        [
            ("test_batch", [], "expected a dict, got list"),
            ("test_batch", {b"data": 3, b"labels": []}, r"uint8 \(N, 3072\), got int"),
            ("test_batch", {b"data": np.zeros((2, 8), np.uint8), b"labels": [1, 2]}, r"got uint8 \(2, 8\)"),
            (
                "test_batch",
                {b"data": np.zeros((2, 3072), np.uint8), b"labels": [1]},
                "expected 2 labels, got 1",
            ),
            ("test_batch", {b"data": np.zeros((1, 3072), np.uint8), b"labels": [10]}, "integers below 10"),
            (
                "test_batch",
                {b"data": np.zeros((1, 3072), np.uint8), b"labels": [b"cat"]},
                "integers below 10",
            ),
            ("test_batch", {b"data": np.zeros((1, 3072), np.uint8)}, "expected 'labels'"),
            ("batches.meta", {b"label_names": [3]}, "list of text 'label_names'"),
            ("batches.meta", {}, "list of text 'label_names'"),
        ],
    )
    def test_a_file_with_something_else_in_it(
        self,
        cifar10_folder: Path,
        dump_as_python2: Callable[[Any], bytes],
        name: str,
        record: Any,
        message: str,
    ) -> None:
        """Is the file named, with what was expected of it?"""
        (cifar10_folder / name).write_bytes(dump_as_python2(record))
        with pytest.raises(DataError, match=f"{name}.*{message}"):
            data.load_cifar10(cifar10_folder)

    @pytest.mark.parametrize("name", ["batches.meta", "data_batch_1", "test_batch"])
    def test_a_hostile_batch_is_refused_and_named(self, cifar10_folder: Path, name: str) -> None:
        """Does no file of a downloaded folder get to run anything?"""
        (cifar10_folder / name).write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")
        with pytest.raises(DataError, match=rf"\({name}\): refused os.system"):
            data.load_cifar10(cifar10_folder)

    def test_one_except_catches_everything(self, tmp_path: Path) -> None:
        """Is every refusal under the library's root error?"""
        with pytest.raises(Cs231nError):
            data.load_cifar10(tmp_path)


@pytest.mark.skipif(
    not os.environ.get("CS231N_CIFAR10"), reason="CS231N_CIFAR10 does not name a CIFAR-10 folder"
)
def test_real_images() -> None:
    """Are real CIFAR-10 images read: ten classes, natural means, a frog first?"""
    cifar = data.load_cifar10(num_train=1000, num_val=100, num_test=100, center=False)
    assert cifar.class_names[cifar.y_train[0]] == "frog"
    assert set(cifar.y_train.tolist()) == set(range(10))
    np.testing.assert_allclose(
        cifar.X_train.reshape(-1, 3).mean(axis=0), [0.49, 0.48, 0.45], atol=0.02
    )  # the channel means known from the literature
