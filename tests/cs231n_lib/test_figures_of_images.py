"""Figures of images: pixels, captions, templates and hidden units are what was passed in."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from cs231n_lib import figures
from cs231n_lib.errors import ArgumentError, ShapeError

RNG = np.random.default_rng(0)


class TestImages:
    """`image_grid`, `templates`, `hidden_units`."""

    def test_pixels_are_drawn_as_given(self) -> None:
        """Does an image on the figure equal the image passed in, in its own frame?"""
        images = RNG.random((3, 4, 5))
        shown = [axes.images[0].get_array() for axes in figures.image_grid(images).axes]
        np.testing.assert_array_equal(shown, images)

    def test_bytes_and_fractions_look_the_same(self) -> None:
        """Is 255 white just as 1.0 is?"""
        by_bytes = figures.image_grid(np.array([[[0, 51], [102, 255]]], dtype=np.uint8))
        np.testing.assert_allclose(np.asarray(by_bytes.axes[0].images[0].get_array()), [[0, 0.2], [0.4, 1.0]])

    def test_grey_means_the_same_in_every_image(self) -> None:
        """Is the scale fixed, so that a pale image stays pale?"""
        (axes,) = figures.image_grid(np.full((1, 2, 2), 0.2)).axes
        assert axes.images[0].get_clim() == (0, 1)

    def test_captions_are_names_where_names_are_given(self) -> None:
        """Do class numbers become names, and other labels stay what they are?"""
        images = RNG.random((2, 4, 4))
        named = figures.image_grid(images, np.array([1, 0]), class_names=["cat", "dog"])
        assert [axes.get_title() for axes in named.axes] == ["dog", "cat"]
        plain = figures.image_grid(images, ["?", 7])
        assert [axes.get_title() for axes in plain.axes] == ["?", "7"]

    def test_columns_decide_the_rows(self) -> None:
        """Do seven images in three columns take three rows?"""
        grid = figures.image_grid(RNG.random((7, 4, 4)), columns=3).axes[0].get_subplotspec()
        assert grid is not None
        assert grid.get_gridspec().get_geometry() == (3, 3)

    @pytest.mark.parametrize("shape", [(8, 8), (64,), (2, 8, 8, 4), (0, 8, 8), (2, 3, 8, 8)])
    def test_what_is_not_a_list_of_images_is_refused(self, shape: tuple[int, ...]) -> None:
        """Does the message say what shape was expected and how to get it?"""
        with pytest.raises(ShapeError, match=r"expected images of shape .* got .*; try split.to_images"):
            figures.image_grid(np.zeros(shape))

    def test_labels_must_be_as_many_as_images(self) -> None:
        """Is one label too few noticed?"""
        with pytest.raises(ShapeError, match="one label for each of 2 images, got 1"):
            figures.image_grid(np.zeros((2, 8, 8)), ["a"])
        with pytest.raises(ArgumentError, match="at least 1 column"):
            figures.image_grid(np.zeros((2, 8, 8)), columns=0)

    @pytest.mark.parametrize("bias", [False, True])
    def test_templates_are_the_columns_without_the_bias(self, bias: bool) -> None:
        """Is template c column c of W, row by row, the bias left out?"""
        W = RNG.standard_normal((6 + bias, 3))
        drawn = [
            axes.images[0].get_array() for axes in figures.templates(W, (2, 3), bias=bias).axes if axes.images
        ]
        for c in range(3):
            assert drawn[c] is not None
            np.testing.assert_array_equal(
                drawn[c], [[W[0, c], W[1, c], W[2, c]], [W[3, c], W[4, c], W[5, c]]]
            )

    def test_grey_templates_share_a_scale_around_zero(self) -> None:
        """Does white mean zero, and the same blue the same weight, in all of them?"""
        W = np.array([[0.5, -2.0], [0.0, 1.0]])
        limits = {axes.images[0].get_clim() for axes in figures.templates(W, (1, 2)).axes if axes.images}
        assert limits == {(-2.0, 2.0)}

    def test_colour_templates_use_the_whole_range(self) -> None:
        """Is each colour template stretched to black and white?"""
        W = RNG.standard_normal((12, 2)) * 1e-4 + 5
        for axes in figures.templates(W, (2, 2, 3)).axes:
            picture = np.asarray(axes.images[0].get_array())
            assert (picture.min(), picture.max()) == (0, 1)

    def test_untrained_weights_can_be_shown(self) -> None:
        """Do all-zero weights give white and grey rather than a division by zero?"""
        figures.templates(np.zeros((64, 2)), (8, 8)).savefig(BytesIO())
        figures.templates(np.zeros((12, 2)), (2, 2, 3)).savefig(BytesIO())

    @pytest.mark.parametrize(
        ("shape", "image_shape", "hint"),
        [
            ((65, 10), (8, 8), "try bias=True"),
            ((10, 64), (8, 8), "one column per image"),
            ((64,), (8, 8), "one column per image"),
            ((64, 0), (8, 8), "one column per image"),
            ((64, 10), (64,), r"expected image_shape \(height, width\)"),
            ((64, 10), (4, 4, 4), r"expected image_shape \(height, width\)"),
        ],
    )
    def test_weights_that_are_no_images_are_refused(
        self, shape: tuple[int, ...], image_shape: tuple[int, ...], hint: str
    ) -> None:
        """Is a forgotten bias told apart from a transposed matrix?"""
        with pytest.raises(ShapeError, match=hint):
            figures.templates(np.zeros(shape), image_shape)

    def test_hidden_units_come_largest_first(self) -> None:
        """Are the shown units those with the largest weights, in order?"""
        W1 = np.eye(4) * np.array([1.0, -4.0, 2.0, 3.0])
        drawn = figures.hidden_units(W1, (2, 2), max_units=3).axes
        peaks = [np.abs(np.asarray(axes.images[0].get_array())).max() for axes in drawn if axes.images]
        assert peaks == [4, 3, 2]
        with pytest.raises(ArgumentError, match="max_units of at least 1, got 0"):
            figures.hidden_units(W1, (2, 2), max_units=0)
