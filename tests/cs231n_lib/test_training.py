"""The trainer: its books, its batches, its refusals. The losses are made for these tests alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cs231n_lib.errors import ArgumentError, ShapeError, TrainingError
from cs231n_lib.training import FitResult, History, fit

Array = NDArray[np.float64]
RATE = 0.1


def distance(w: Array, X: Array, _: Any) -> tuple[float, Array]:
    """Return half the mean squared distance of w from the examples, and its gradient."""
    return float(0.5 * np.mean(np.sum((w - X) ** 2, axis=1))), w - X.mean(axis=0)


def descend(w: Array, dw: Array) -> Array:
    """Take one step downhill."""
    return w - RATE * dw


def distance_of_dict(params: dict[str, Array], X: Array, y: Any) -> tuple[float, dict[str, Array]]:
    """Do the same with the parameters in a dict."""
    loss, gradient = distance(params["w"], X, y)
    return loss, {"w": gradient, "b": np.zeros_like(params["b"])}


def descend_dict(params: dict[str, Array], grads: dict[str, Array]) -> dict[str, Array]:
    """Step each parameter."""
    return {name: params[name] - RATE * grads[name] for name in params}


def returning(value: Any) -> Callable[..., Any]:
    """Return a function that returns this value whatever it is given."""
    return lambda *_: value


def examples(N: int = 12) -> tuple[Array, NDArray[np.int64]]:
    """Return N points in the plane, all different, and their numbers as labels."""
    return np.random.default_rng(1).standard_normal((N, 2)), np.arange(N)


def run(**changes: Any) -> FitResult[Array]:
    """Fit with sensible arguments, some of them changed."""
    X, y = examples()
    arguments: dict[str, Any] = {
        "loss_function": distance, "params": np.zeros(2), "X": X, "y": y, "update": descend, "batch_size": 4,
        "num_epochs": 3, "rng": np.random.default_rng(0), "progress": False,
    }  # fmt: skip
    return fit(**{**arguments, **changes})


class TestTheBooks:
    """Histories and parameters."""

    def test_full_batches_follow_the_exact_trajectory(self) -> None:
        """Do losses and parameters equal those of a plain loop over the whole set?"""
        X, y = examples()
        w, losses = np.array([3.0, -1.0]), []
        for _ in range(5):
            loss, dw = distance(w, X, y)
            losses.append(loss)
            w = w - RATE * dw
        result = run(params=np.array([3.0, -1.0]), batch_size=12, num_epochs=5)
        np.testing.assert_allclose(result.params, w, rtol=1e-12)
        np.testing.assert_allclose(result.history.loss, losses, rtol=1e-12)

    def test_a_dict_is_trained_like_an_array(self) -> None:
        """Do both forms of parameters take the same way?"""
        X, y = examples()
        params = {"w": np.zeros(2), "b": np.ones(3)}
        result = fit(
            distance_of_dict, params, X, y, update=descend_dict, batch_size=4, num_epochs=3,
            rng=np.random.default_rng(0), progress=False,
        )  # fmt: skip
        np.testing.assert_array_equal(result.params["w"], run().params)
        np.testing.assert_array_equal(result.params["b"], np.ones(3))

    def test_the_same_generator_gives_the_same_run(self) -> None:
        """Is all randomness in the Generator?"""
        np.testing.assert_array_equal(run().history.loss, run().history.loss)
        assert not np.array_equal(run().history.loss, run(rng=np.random.default_rng(9)).history.loss)

    def test_accuracy_is_measured_before_and_after_each_epoch(self) -> None:
        """Are there num_epochs + 1 accuracies, of the parameters at that moment?"""
        seen: list[Array] = []

        def scores(w: Array, X: Array) -> Array:
            seen.append(w)
            return np.column_stack([np.full(len(X), 0.5), np.full(len(X), w[0])])

        X, _ = examples()
        y = np.ones(12, dtype=np.int64)
        result = run(X=X + 10, y=y, scores=scores, X_val=X[:4], y_val=np.array([1, 1, 1, 0]), num_epochs=2)
        assert result.history.train_accuracy.tolist() == [0, 1, 1]
        assert result.history.val_accuracy.tolist() == [0.25, 0.75, 0.75]
        assert len(seen) == 6

    def test_without_scores_there_are_no_accuracies(self) -> None:
        """Are the histories empty arrays rather than None?"""
        history = run().history
        assert history.train_accuracy.shape == history.val_accuracy.shape == (0,)

    def test_params_passed_in_stay_as_they_were(self) -> None:
        """Does an update that works in place touch only the trainer's own copy?"""

        def in_place(w: Array, dw: Array) -> Array:
            w -= RATE * dw
            return w

        params = np.zeros(2)
        result = run(params=params, update=in_place)
        np.testing.assert_array_equal(params, np.zeros(2))
        np.testing.assert_array_equal(result.params, run().params)

    def test_data_stays_as_it_was_even_if_the_loss_scribbles_on_its_batch(self) -> None:
        """Is what the loss gets a copy?"""

        def scribbling(w: Array, X: Array, y: Any) -> tuple[float, Array]:
            X[:], y[:] = 0, 0
            return distance(w, X, y)

        X, y = examples()
        run(loss_function=scribbling, X=X, y=y)
        np.testing.assert_array_equal(X, examples()[0])
        np.testing.assert_array_equal(y, np.arange(12))

    def test_result_and_history_are_frozen_and_short(self) -> None:
        """Can they not be changed by accident, and be the last line of a cell?"""
        result = run()
        with pytest.raises(FrozenInstanceError):
            result.params = np.zeros(2)  # type: ignore[misc]  # what is tested
        assert repr(result.history).startswith("History(9 steps, loss ")
        assert repr(run(params=np.zeros(2))).startswith("FitResult(params (2,), History(9 steps, ")
        assert repr(FitResult({"w": np.zeros((3, 4))}, result.history)).startswith("FitResult(w (3, 4), ")
        assert "val_accuracy 0.75" in repr(History(np.ones(2), np.array([0.5]), np.array([0.75])))


class TestTheBatches:
    """Which examples each step sees."""

    @given(N=st.integers(1, 20), batch_size=st.integers(1, 25), num_epochs=st.integers(1, 3))
    def test_every_example_is_used_once_per_epoch(self, N: int, batch_size: int, num_epochs: int) -> None:
        """Do the batches of an epoch cover all examples, none twice, with their own labels?"""
        batches: list[list[int]] = []

        def noting(w: Array, X: Array, y: Any) -> tuple[float, Array]:
            np.testing.assert_array_equal(X[:, 0], y)
            batches.append(y.tolist())
            return 0.0, np.zeros_like(w)

        X = np.column_stack([np.arange(N), np.zeros(N)]).astype(float)
        run(loss_function=noting, X=X, y=np.arange(N), batch_size=batch_size, num_epochs=num_epochs)
        per_epoch = -(-N // batch_size)
        assert len(batches) == per_epoch * num_epochs
        for epoch in range(num_epochs):
            own = batches[epoch * per_epoch : (epoch + 1) * per_epoch]
            assert sorted(chain.from_iterable(own)) == list(range(N))
            assert all(len(batch) == batch_size for batch in own[:-1])

    def test_each_epoch_has_its_own_order(self) -> None:
        """Are the examples shuffled anew?"""
        firsts: list[int] = []

        def noting(w: Array, _X: Array, y: Any) -> tuple[float, Array]:
            firsts.append(int(y[0]))
            return 0.0, np.zeros_like(w)

        run(loss_function=noting, batch_size=12, num_epochs=20)
        assert len(set(firsts)) > 3


class TestRefusals:
    """What stops the training, and what the message says."""

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    def test_a_loss_that_is_not_finite_stops_at_once(self, value: float) -> None:
        """Is the step named, with what to try?"""
        calls: list[int] = []

        def exploding(w: Array, _X: Array, _y: Any) -> tuple[float, Array]:
            calls.append(1)
            return (value if len(calls) == 6 else 1.0), np.zeros_like(w)

        with pytest.raises(TrainingError, match=rf"got {value} at step 5; try a smaller learning rate"):
            run(loss_function=exploding)
        assert len(calls) == 6

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"update": returning(None)}, "update to return parameters as a ndarray, got None; try a return"),
            ({"update": returning(np.zeros(1))}, r"parameters of shape \(2,\) for W, got \(1,\)"),
            ({"update": returning({"w": 1})}, "update to return parameters as a ndarray, got a dict"),
            ({"loss_function": returning(3.0)}, r"return \(loss, grads\), got a float"),
            ({"loss_function": returning(None)}, r"return \(loss, grads\), got None"),
            ({"loss_function": returning((1.0, None))}, "return gradients as a ndarray, got None"),
            ({"loss_function": returning((1.0, np.zeros((2, 1))))}, r"of shape \(2,\) for W, got \(2, 1\)"),
        ],
    )
    def test_functions_that_return_something_else(self, change: dict[str, Any], message: str) -> None:
        """Is a forgotten return named instead of failing somewhere inside?"""
        with pytest.raises(TrainingError, match=message):
            run(**change)

    def test_a_forgotten_gradient_in_a_dict_is_named(self) -> None:
        """Does the message list what is there and what should be?"""
        X, y = examples()
        with pytest.raises(TrainingError, match=r"gradients for \['b', 'w'\], got \['w'\]"):
            fit(
                returning((1.0, {"w": np.zeros(2)})), {"w": np.zeros(2), "b": np.zeros(1)}, X, y,
                update=descend_dict, batch_size=4, num_epochs=1, rng=np.random.default_rng(0), progress=False,
            )  # fmt: skip

    @pytest.mark.parametrize("change", [{"batch_size": 0}, {"num_epochs": 0}, {"batch_size": -4}])
    def test_senseless_numbers(self, change: dict[str, int]) -> None:
        """Are batches of nothing and no epochs refused?"""
        with pytest.raises(ArgumentError, match="expected batch_size and num_epochs >= 1"):
            run(**change)

    @pytest.mark.parametrize("N", [0, 11])
    def test_labels_that_do_not_fit(self, N: int) -> None:
        """Are no examples, or one label too many, refused?"""
        with pytest.raises(ShapeError, match=f"got {N} and"):
            run(X=np.zeros((N, 2)), y=np.zeros(N and 12))

    def test_half_a_validation_set(self) -> None:
        """Is a validation set that could never be used refused rather than forgotten?"""
        X, y = examples()
        for change in ({"X_val": X}, {"y_val": y}, {"X_val": X, "y_val": y}):
            with pytest.raises(ArgumentError, match="X_val, y_val and scores together"):
                run(**change)


def test_progress_bar_goes_to_stderr_and_says_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Does the bar show steps, loss and accuracy, and leave stdout alone?"""
    run(progress=True, scores=returning(np.zeros((12, 12))))
    out, err = capsys.readouterr()
    assert out == ""
    assert "9/9" in err
    assert "loss=" in err
    assert "train_accuracy=0.083" in err


def test_no_progress_bar_when_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    """Does ``progress=False`` print nothing at all?"""
    run()
    assert capsys.readouterr() == ("", "")
