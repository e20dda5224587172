"""Digits, toy sets, and the helpers that cut and prepare them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.datasets import load_digits as sklearn_digits
from sklearn.linear_model import LogisticRegression

from cs231n_lib import data
from cs231n_lib.data import digits as digits_module
from cs231n_lib.errors import ArgumentError, ShapeError


def rows(X: np.ndarray) -> Counter[bytes]:
    """Count equal rows, whatever their order."""
    return Counter(row.tobytes() for row in np.ascontiguousarray(X))


class TestDigits:
    """`load_digits`."""

    def test_every_image_is_in_exactly_one_set(self) -> None:
        """Is nothing lost, doubled or changed between scikit-learn and the split?"""
        digits = data.load_digits(center=False)
        X = np.concatenate([digits.X_train, digits.X_val, digits.X_test])
        y = np.concatenate([digits.y_train, digits.y_val, digits.y_test])
        pixels, labels = sklearn_digits(return_X_y=True)
        assert rows(np.column_stack([X * 16, y])) == rows(np.column_stack([pixels, labels]))

    def test_a_file_that_was_moved_is_read_by_its_owner(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Does a later scikit-learn that keeps its digits elsewhere give the same images?"""
        here = data.load_digits()
        monkeypatch.setattr(digits_module, "FILE", "datasets/data/moved.csv.gz")
        monkeypatch.setattr(digits_module, "_read", digits_module._read.__wrapped__)
        np.testing.assert_array_equal(data.load_digits().X_train, here.X_train)

    def test_what_a_student_does_to_the_arrays_is_not_kept(self) -> None:
        """Are the next digits whole again after somebody has worked in place?"""
        here = data.load_digits()
        before = here.X_train.copy()
        here.X_train[:] = 0
        np.testing.assert_array_equal(data.load_digits().X_train, before)

    def test_sizes_and_types(self) -> None:
        """Are the sizes those promised, in float64 and int64?"""
        digits = data.load_digits()
        assert [len(y) for y in (digits.y_train, digits.y_val, digits.y_test)] == [1297, 200, 300]
        assert digits.X_train.dtype == np.float64
        assert digits.y_train.dtype == np.int64
        assert digits.image_shape == (8, 8)
        assert digits.class_names == tuple("0123456789")

    def test_mean_image_is_of_the_training_images_alone(self) -> None:
        """Does no validation or test image leak into the mean?"""
        raw, digits = data.load_digits(center=False), data.load_digits()
        np.testing.assert_allclose(digits.mean_image, sum(raw.X_train) / 1297)
        np.testing.assert_allclose(digits.X_test + digits.mean_image, raw.X_test, atol=1e-15)
        assert not raw.mean_image.any()

    def test_bias_trick_appends_ones_that_are_not_centred_away(self) -> None:
        """Are the ones still ones after centring?"""
        plain, digits = data.load_digits(), data.load_digits(bias_trick=True)
        for with_bias, without in ((digits.X_train, plain.X_train), (digits.X_test, plain.X_test)):
            np.testing.assert_array_equal(with_bias, np.column_stack([without, np.ones(len(without))]))

    def test_seed_decides_the_split(self) -> None:
        """Does the same seed give the same sets, and another seed others?"""
        first, again, other = data.load_digits(seed=3), data.load_digits(seed=3), data.load_digits(seed=4)
        np.testing.assert_array_equal(first.X_test, again.X_test)
        assert rows(first.X_test) != rows(other.X_test)

    def test_global_random_state_is_left_alone(self) -> None:
        """Is the split drawn from its own Generator?"""
        before = np.random.get_state()[1].copy()  # type: ignore[index]  # noqa: NPY002
        data.load_digits()
        np.testing.assert_array_equal(before, np.random.get_state()[1])  # type: ignore[index]  # noqa: NPY002

    @pytest.mark.parametrize("bias_trick", [False, True])
    def test_to_images_undoes_the_preparation(self, bias_trick: bool) -> None:
        """Do rows turn back into the pixels they came from?"""
        digits = data.load_digits(bias_trick=bias_trick)
        originals = data.load_digits(center=False).X_val[:4].reshape(4, 8, 8)
        np.testing.assert_allclose(digits.to_images(digits.X_val[:4]), originals, atol=1e-15)

    def test_to_images_refuses_a_single_row(self) -> None:
        """Is the usual slip, X[5] for X[5:6], answered with advice?"""
        digits = data.load_digits()
        with pytest.raises(ShapeError, match=r"expected rows .* got \(64,\); try X\[:5\]"):
            digits.to_images(digits.X_train[5])

    def test_repr_is_short_and_shows_shapes(self) -> None:
        """Can a Split be the last line of a cell?"""
        shown = repr(data.load_digits(bias_trick=True))
        assert len(shown) < 120
        assert "X_train (1297, 65), X_val (200, 65), X_test (300, 65)" in shown


class TestHelpers:
    """`add_bias`, `subtract_mean`, `train_val_test_split`."""

    def test_add_bias_of_no_examples(self) -> None:
        """Does an empty set keep its number of columns plus one?"""
        assert data.add_bias(np.empty((0, 3))).shape == (0, 4)

    def test_add_bias_keeps_float32(self) -> None:
        """Does the column of ones not double the memory?"""
        assert data.add_bias(np.zeros((2, 3), dtype=np.float32)).dtype == np.float32

    def test_add_bias_refuses_a_vector(self) -> None:
        """Is a single example refused with advice?"""
        with pytest.raises(ShapeError, match=r"try X\[np\.newaxis\]"):
            data.add_bias(np.zeros(3))

    def test_subtract_mean_leaves_its_arguments_alone(self) -> None:
        """Are the arrays passed in still the same afterwards?"""
        X, X_val = np.arange(6.0).reshape(3, 2), np.ones((1, 2))
        data.subtract_mean(X, X_val)
        np.testing.assert_array_equal(X, np.arange(6.0).reshape(3, 2))
        np.testing.assert_array_equal(X_val, np.ones((1, 2)))

    @pytest.mark.parametrize("shapes", [((0, 2),), ((4,),), ((3, 2), (3, 5)), ((3, 2), (2,))])
    def test_subtract_mean_refuses_sets_that_do_not_fit(self, shapes: tuple[tuple[int, ...], ...]) -> None:
        """Are an empty training set and differing columns refused?"""
        with pytest.raises(ShapeError, match="expected"):
            data.subtract_mean(*(np.zeros(shape) for shape in shapes))

    @given(
        num_val=st.integers(0, 10),
        num_test=st.integers(0, 10),
        extra=st.integers(1, 20),
        seed=st.integers(0, 999),
    )
    def test_split_is_disjoint_and_complete(self, num_val: int, num_test: int, extra: int, seed: int) -> None:
        """Does each example land in exactly one set, with its own label?"""
        N = num_val + num_test + extra
        X, y = np.arange(N)[:, np.newaxis] * 10, np.arange(N)
        parts = data.train_val_test_split(
            X, y, num_val=num_val, num_test=num_test, rng=np.random.default_rng(seed)
        )
        assert [len(part[1]) for part in parts] == [extra, num_val, num_test]
        assert sorted(np.concatenate([part[1] for part in parts])) == list(range(N))
        for part_X, part_y in parts:
            np.testing.assert_array_equal(part_X[:, 0], 10 * part_y)

    @pytest.mark.parametrize(("num_val", "num_test"), [(-1, 2), (2, -1), (5, 5), (20, 0)])
    def test_split_refuses_sizes_that_leave_nothing(self, num_val: int, num_test: int) -> None:
        """Are negative and too large sizes refused, with the numbers in the message?"""
        with pytest.raises(ArgumentError, match=f"10 examples.*num_val={num_val}, num_test={num_test}"):
            data.train_val_test_split(
                np.zeros((10, 2)),
                np.zeros(10),
                num_val=num_val,
                num_test=num_test,
                rng=np.random.default_rng(0),
            )

    def test_split_refuses_labels_of_another_length(self) -> None:
        """Is one label too few noticed?"""
        with pytest.raises(ShapeError, match="3 examples and 2 labels"):
            data.train_val_test_split(
                np.zeros((3, 1)), np.zeros(2), num_val=0, num_test=0, rng=np.random.default_rng(0)
            )


Toy = Callable[..., tuple[NDArray[np.float64], NDArray[np.int64]]]
TOYS: list[Toy] = [data.blobs, data.spiral, data.moons]


class TestToys:
    """`blobs`, `spiral`, `moons`."""

    @pytest.mark.parametrize("toy", TOYS)
    def test_shapes_types_and_equal_classes(self, toy: Toy) -> None:
        """Is X (N, 2) float64 and y (N,) int64, each class equally often?"""
        X, y = toy(np.random.default_rng(0), num_per_class=17)
        assert X.shape == (len(y), 2)
        assert X.dtype == np.float64
        assert y.dtype == np.int64
        assert set(np.bincount(y)) == {17}

    @pytest.mark.parametrize("toy", TOYS)
    def test_generator_decides_everything(self, toy: Toy) -> None:
        """Does an equal Generator give equal points, in an order that mixes the classes?"""
        X, y = toy(np.random.default_rng(5))
        X_again, y_again = toy(np.random.default_rng(5))
        np.testing.assert_array_equal(X, X_again)
        np.testing.assert_array_equal(y, y_again)
        assert len(set(y[:20])) == len(set(y))

    @pytest.mark.parametrize("toy", TOYS)
    @pytest.mark.parametrize("options", [{"num_per_class": 0}, {"num_per_class": -3}])
    def test_senseless_numbers_are_refused(self, toy: Toy, options: dict[str, int]) -> None:
        """Is a class without points refused?"""
        with pytest.raises(ArgumentError, match="expected at least 1 class"):
            toy(np.random.default_rng(0), **options)

    def test_negative_and_nan_noise_are_refused(self) -> None:
        """Is a standard deviation below zero, or none at all, refused?"""
        for noise in (-0.1, float("nan")):
            with pytest.raises(ArgumentError, match="noise"):
                data.moons(np.random.default_rng(0), noise=noise)

    def test_a_linear_classifier_separates_blobs_and_not_the_spiral(self) -> None:
        """Do the sets teach what they are for, by an independent classifier?"""
        X, y = data.blobs(np.random.default_rng(0))
        assert LogisticRegression().fit(X, y).score(X, y) > 0.97
        X, y = data.spiral(np.random.default_rng(0))
        assert LogisticRegression().fit(X, y).score(X, y) < 0.7

    def test_spiral_without_noise_runs_from_the_centre_to_the_unit_circle(self) -> None:
        """Does each arm start at the origin and end at radius 1?"""
        X, y = data.spiral(np.random.default_rng(0), num_per_class=5, num_classes=4, noise=0)
        for label in range(4):
            radius = np.sort(np.hypot(*X[y == label].T))
            np.testing.assert_allclose(radius, [0, 0.25, 0.5, 0.75, 1], atol=1e-12)
