"""Figures: that they show what they were given, refuse what they cannot show, and leave pyplot alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from cs231n_lib import data, figures
from cs231n_lib.errors import ArgumentError, ShapeError
from cs231n_lib.figures.canvas import NotebookFigure
from cs231n_lib.training import History

RNG = np.random.default_rng(0)
PLANE = (np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]), np.array([0, 1, 1]))
EVERY_FIGURE = {
    "image_grid": lambda: figures.image_grid(RNG.random((3, 8, 8)), [1, 2, 3]),
    "image_grid of colours": lambda: figures.image_grid(RNG.random((3, 4, 5, 3))),
    "templates": lambda: figures.templates(
        RNG.standard_normal((65, 10)), (8, 8), list("0123456789"), bias=True
    ),
    "templates of colours": lambda: figures.templates(RNG.standard_normal((3072, 3)), (32, 32, 3)),
    "hidden_units": lambda: figures.hidden_units(RNG.standard_normal((64, 7)), (8, 8), title="units"),
    "loss_curve": lambda: figures.loss_curve(RNG.random(100), label="svm", title="Loss"),
    "loss_curve that explodes": lambda: figures.loss_curve({"a": [1.0, 1e300, np.nan], "b": [3.0, 2.0, 1.0]}),
    "accuracy_curves": lambda: figures.accuracy_curves(
        History(np.ones(3), np.array([0.1, 0.9]), np.array([]))
    ),
    "decision_boundary": lambda: figures.decision_boundary(lambda X: (X[:, 0] > 0.5).astype(int), *PLANE),
}


@pytest.fixture(autouse=True)
def no_figure_left_open() -> Iterator[None]:
    """Fail a test that leaves a figure in pyplot's list, or a changed setting behind."""
    settings = dict(mpl.rcParams)
    yield
    assert plt.get_fignums() == []
    assert dict(mpl.rcParams) == settings


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_can_be_saved_and_is_not_blank(name: str) -> None:
    """Is there something to see, drawn without a warning?"""
    figure = EVERY_FIGURE[name]()
    assert isinstance(figure, Figure)
    saved = BytesIO()
    figure.savefig(saved, format="png")
    with Image.open(saved) as picture:
        assert len(picture.convert("RGB").getcolors(maxcolors=10**6) or []) > 20


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_a_notebook_gets_a_sharp_picture_of_the_right_size(name: str) -> None:
    """Has the PNG twice the pixels of the size it is shown in?"""
    figure = EVERY_FIGURE[name]()
    assert isinstance(figure, NotebookFigure)
    png, size = figure._repr_png_()
    with Image.open(BytesIO(png)) as picture:
        assert picture.width // 2 == size["width"]
        assert picture.height // 2 == size["height"]
        assert 100 < size["width"] < 1000


class TestCurves:
    """`loss_curve` and `accuracy_curves`."""

    def test_a_short_history_is_drawn_as_it_is(self) -> None:
        """Is every step on the line?"""
        (line,) = figures.loss_curve([3, 2, 4]).axes[0].lines
        np.testing.assert_array_equal(line.get_xydata(), [[0, 3], [1, 2], [2, 4]])

    def test_a_long_noisy_history_has_its_running_mean_in_the_middle_of_its_window(self) -> None:
        """Does the mean of a line with equal ups and downs lie on that line?"""
        jumping = np.arange(200.0) + np.tile([10, -10], 100)
        raw, mean = figures.loss_curve(jumping).axes[0].lines
        np.testing.assert_array_equal(raw.get_ydata(), jumping)
        np.testing.assert_allclose(*np.asarray(mean.get_xydata()).T)

    def test_a_long_smooth_history_is_drawn_as_it_is(self) -> None:
        """Is gradient descent on the whole set shown without a mean that would lag behind it?"""
        (line,) = figures.loss_curve(np.exp(-np.arange(200) / 5)).axes[0].lines
        assert len(np.asarray(line.get_ydata())) == 200

    def test_the_loss_axis_starts_at_zero_unless_losses_differ_a_thousandfold(self) -> None:
        """Is a small drop not blown up, and a collapse still readable?"""
        assert figures.loss_curve([2.3, 2.2]).axes[0].get_ylim()[0] == 0
        assert figures.loss_curve([2.3, 0.001]).axes[0].get_yscale() == "log"
        assert figures.loss_curve([2.3, 0.0]).axes[0].get_yscale() == "linear"
        assert figures.loss_curve([1.0, -1.0]).axes[0].get_ylim()[0] < -1

    @pytest.mark.parametrize(
        ("history", "said"),
        [
            ([1.0, np.nan], "nan from step 1"),
            ([np.inf], "inf from step 0"),
            ([1, 2, 1e120], "1e+120 from step 2"),
        ],
    )
    def test_an_exploded_loss_says_when(self, history: list[float], said: str) -> None:
        """Does the legend name the step at which the loss stopped making sense?"""
        legend = figures.loss_curve(history).axes[0].get_legend()
        assert legend is not None
        assert said in legend.get_texts()[0].get_text()

    def test_a_single_nameless_curve_needs_no_legend(self) -> None:
        """Is there a legend only when there is something to tell apart?"""
        assert figures.loss_curve([2, 1]).axes[0].get_legend() is None
        assert figures.loss_curve([2, 1], label="svm").axes[0].get_legend() is not None

    def test_accuracies_of_a_history_name_both_sets(self) -> None:
        """Are training and validation on the axes, with their last values, in percent from zero?"""
        (axes,) = figures.accuracy_curves(
            History(np.ones(1), np.array([0.1, 0.98]), np.array([0.1, 0.9]))
        ).axes
        assert [line.get_label() for line in axes.lines] == [
            "training (98.0% at the end)",
            "validation (90.0% at the end)",
        ]
        assert axes.get_ylim()[0] == 0

    @pytest.mark.parametrize("history", [[], np.zeros((2, 2)), 3.0, {}, {"a": []}])
    def test_what_is_no_history_is_refused(self, history: Any) -> None:
        """Are empty and two-dimensional histories refused?"""
        with pytest.raises(ShapeError, match="expected"):
            figures.loss_curve(history)

    def test_no_accuracies_are_refused_with_advice(self) -> None:
        """Does the message say that fit needs scores?"""
        with pytest.raises(ShapeError, match=r"try fit\(..., scores=...\)"):
            figures.accuracy_curves(History(np.ones(1), np.array([]), np.array([])))


class TestDecisionBoundary:
    """`decision_boundary`."""

    def test_regions_are_what_predict_says(self) -> None:
        """Is the plane coloured by the classifier, with x1 to the right and x2 upwards?"""
        X = np.array([[-1.0, -1.0], [1.0, 1.0]])
        figure = figures.decision_boundary(
            lambda points: 2 * (points[:, 0] > 0) + (points[:, 1] > 0), X, np.array([0, 3]), resolution=4
        )
        image = figure.axes[0].images[0]
        np.testing.assert_array_equal(image.get_array(), [[0, 0, 2, 2]] * 2 + [[1, 1, 3, 3]] * 2)
        assert image.origin == "lower"
        assert tuple(image.get_extent()) == pytest.approx((-1.2, 1.2, -1.2, 1.2))

    def test_title_counts_the_examples_on_the_wrong_side(self) -> None:
        """Is the verdict counted independently of the drawing?"""
        X, y = data.moons(np.random.default_rng(0), num_per_class=20)
        guess = (X[:, 0] > 0.5).astype(int)
        figure = figures.decision_boundary(lambda points: (points[:, 0] > 0.5).astype(int), X, y)
        wrong = sum(a != b for a, b in zip(guess.tolist(), y.tolist(), strict=True))
        assert figure.axes[0].get_title("left") == f"{wrong} of 40 examples on the wrong side (ringed)"

    def test_a_classifier_with_one_answer_can_be_shown(self) -> None:
        """Does a plane without any boundary draw without a warning?"""
        figures.decision_boundary(lambda points: np.zeros(len(points), dtype=int), *PLANE).savefig(BytesIO())

    def test_a_class_that_is_never_predicted_can_be_shown(self) -> None:
        """Does a class without a region draw without a warning?"""
        figures.decision_boundary(
            lambda points: (points[:, 0] > 1).astype(int), PLANE[0], np.array([0, 1, 5])
        )

    def test_one_example_can_be_shown(self) -> None:
        """Does N = 1, whose range is empty, get room around it?"""
        figures.decision_boundary(
            lambda points: np.zeros(len(points), dtype=int), np.ones((1, 2)), np.zeros(1, int)
        )

    def test_scores_in_place_of_labels_are_refused_with_advice(self) -> None:
        """Is a forgotten argmax named?"""
        with pytest.raises(ShapeError, match=r"try predict returning np.argmax\(scores, axis=1\)"):
            figures.decision_boundary(lambda points: np.zeros((len(points), 3)), *PLANE)

    @pytest.mark.parametrize("y", [np.array([-1, 1, 1]), np.array([0.5, 1, 1])])
    def test_labels_that_are_no_class_numbers_are_refused(self, y: np.ndarray) -> None:
        """Are the -1 of another convention and scores in place of y noticed?"""
        with pytest.raises(ArgumentError, match="expected class numbers 0, 1"):
            figures.decision_boundary(lambda points: np.zeros(len(points), dtype=int), PLANE[0], y)

    @pytest.mark.parametrize(("X", "y"), [((3, 4), (3,)), ((0, 2), (0,)), ((3,), (3,)), ((3, 2), (2,))])
    def test_points_that_are_not_in_the_plane_are_refused(
        self, X: tuple[int, ...], y: tuple[int, ...]
    ) -> None:
        """Are digits, no points, and labels of another length refused?"""
        with pytest.raises(ShapeError, match="expected"):
            figures.decision_boundary(lambda points: points[:, 0], np.zeros(X), np.zeros(y, dtype=int))
        with pytest.raises(ArgumentError, match="resolution"):
            figures.decision_boundary(lambda points: points[:, 0], *PLANE, resolution=1)


def test_colour_is_never_the_only_sign() -> None:
    """Do classes differ in marker too, and curves in their dashes, as print needs?"""
    X = np.repeat(np.arange(7.0), 2).reshape(7, 2)
    figure = figures.decision_boundary(lambda points: np.zeros(len(points), dtype=int), X, np.arange(7))
    classes = figure.axes[0].collections[:7]
    outlines = {np.asarray(points.get_paths()[0].vertices).tobytes() for points in classes}
    assert len(outlines) == 7
    lines = figures.loss_curve({name: [2, 1] for name in "abcd"}).axes[0].lines
    assert len({line.get_linestyle() for line in lines}) == len({line.get_color() for line in lines}) == 4
