"""What `check` tells a student: right, wrong and why, in words, as text and as HTML."""

# ruff: noqa: ARG005, T201 - wrong answers ignore their inputs, and students print

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from cs231n_lib import checking
from cs231n_lib.cases import Fingerprint, VisibleCase, VisibleExercise, load
from cs231n_lib.checking import CheckResult, check, check_exercise
from cs231n_lib.comparison import relative_error
from cs231n_lib.errors import AnswerNotRight, CheckError
from cs231n_lib.outputs import LeafSpec, flatten

Function = Callable[..., Any]


def scores(W: Any, X: Any) -> Any:
    """Answer the exercise with one output."""
    return X @ W


def loss(W: Any, X: Any, reg: Any) -> Any:
    """Answer the exercise with a loss, smooth in W, and its gradient."""
    return float(np.sum((X @ W) ** 2) / len(X) + reg * np.sum(W * W)), 2 * X.T @ (X @ W) / len(
        X
    ) + 2 * reg * W


def loss_of_two(W: Any, b: Any) -> Any:
    """Answer the exercise with a dictionary of gradients."""
    return float(np.sum(W**3) + np.sum(b**2)), {"W": 3 * W**2, "b": 2 * b}


def no_reg_in_gradient(W: Any, X: Any, reg: Any) -> Any:
    """Forget the regulariser in the gradient."""
    value, dW = loss(W, X, reg)
    return value, dW - 2 * reg * W


SIZES = {
    "there are many examples": (5, 3, 2),
    "there are many classes": (2, 3, 4),
    "there is one example": (1, 2, 3),
}


def make(
    function: Function, outputs: tuple[str, ...], draw: Function, wrong: Function | None = None
) -> VisibleExercise:
    """Package an exercise as a release does, with one misconception."""
    cases: list[VisibleCase] = []
    for seed, (label, sizes) in enumerate(SIZES.items()):
        inputs = draw(np.random.default_rng(seed), *sizes)
        leaves = flatten(function(*inputs.values()), outputs)
        prints: tuple[Fingerprint, ...] = ()
        if wrong is not None:
            said = {spec.name: np.asarray(v) for spec, v in flatten(wrong(*inputs.values()), outputs)}
            prints = (
                Fingerprint("reg-missing-in-gradient", "the gradient leaves the regulariser out", said),
            )
        expected = {spec.name: np.asarray(value) for spec, value in leaves}
        cases.append(VisibleCase(label, inputs, expected, 1e-6, prints))
    first = flatten(function(*cases[0].inputs.values()), outputs)
    return VisibleExercise(f"toy_{function.__name__}", False, tuple(spec for spec, _ in first), tuple(cases))


def _draw_scores(rng: np.random.Generator, N: int, D: int, C: int) -> dict[str, Any]:
    return {"W": rng.normal(size=(D, C)), "X": rng.normal(size=(N, D))}


def _draw_loss(rng: np.random.Generator, N: int, D: int, C: int) -> dict[str, Any]:
    return {**_draw_scores(rng, N, D, C), "reg": float(rng.uniform(0.6, 1.4))}


def _draw_two(rng: np.random.Generator, N: int, D: int, C: int) -> dict[str, Any]:
    return {"W": rng.normal(size=(D, C)), "b": rng.normal(size=C)}


SCORES = make(scores, ("scores",), _draw_scores)
LOSS = make(loss, ("loss", "dW"), _draw_loss, no_reg_in_gradient)
TWO = make(loss_of_two, ("loss", "grads"), _draw_two)


def text_of(exercise: VisibleExercise, function: Any) -> str:
    """Return what is shown, on one line."""
    return " ".join(str(check_exercise(exercise, function)).split())


@pytest.mark.parametrize(
    ("exercise", "function"),
    [(SCORES, scores), (LOSS, loss), (TWO, loss_of_two)],
    ids=["array", "tuple", "dict"],
)
def test_right_answers_pass(exercise: VisibleExercise, function: Function) -> None:
    """Does a right answer pass, and say so in one line?"""
    result = check_exercise(exercise, function)
    assert result
    assert (result.status, result.message, result.misconception) == ("passed", "", None)
    assert result.relative_error == 0
    assert str(result) == f"✓ Passed: {exercise.name}, right in all 3 cases"


def test_a_stub_is_not_written_yet() -> None:
    """Is an untouched stub neutral, neither right nor wrong?"""

    def stub(W: Any, X: Any) -> Any:
        raise NotImplementedError("Write the body here, then delete this line")

    result = check_exercise(SCORES, stub)
    assert not result
    assert result.status == "not_written"
    assert str(result).startswith("○ Not written yet: toy_scores\n")
    assert "Write the body, delete the line with `raise`" in str(result)


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        ("svm_scores", lambda _W, _X: np.ones((2, 3)), "returns the same in every case"),
        ("softmax_initial_loss", lambda _C: 2.3026, "returns the same in every case"),
        ("svm_data_loss", lambda margins: round(float(margins.sum() / len(margins)), 2), "is nearly right"),
        ("softmax_exponentials", lambda shifted: 2.718**shifted, "is nearly right"),
        ("two_layer_h1", lambda W1, b1, X: np.max(X @ W1 + b1, 0), "the axis of 8 is gone"),
    ],
    ids=["notebook_variables", "ten_classes", "rounded", "rounded_e", "max_for_maximum"],
)
def test_signs_of_a_mistake_without_a_name_are_told(name: str, function: Any, words: str) -> None:
    """Is a student put on the track of a mistake that is in no list?"""
    result = check_exercise(load(name), function)
    assert result.misconception is None
    assert words in " ".join(str(result).split())


def test_a_function_of_another_exercise_is_told() -> None:
    """Is a check that was copied without its function named as the mistake that it is?"""

    def svm_margins(scores: Any, y: Any) -> Any:
        return scores[y]

    text = " ".join(str(check_exercise(load("svm_scores"), svm_margins)).split())
    assert "This is the check of `svm_scores`, but you gave it the function `svm_margins`." in text


def test_an_unwritten_helper_is_told_from_an_unwritten_function() -> None:
    """Is it said which other function is the one to write?"""
    text = text_of(SCORES, lambda W, X: _stub(W))
    assert "`_stub`, which this one calls, is not written yet" in text


def _stub(W: Any) -> Any:
    raise NotImplementedError


def test_wrong_entries_are_shown_side_by_side() -> None:
    """Is the first difference given with index, expected, got and relative error?"""

    def off(W: Any, X: Any) -> Any:
        answer = X @ W
        answer[0, 1] = 3 * answer[0, 1]
        return answer

    result = check_exercise(SCORES, off)
    want = SCORES.cases[0].expected["scores"][0, 1]
    assert (result.status, result.misconception) == ("wrong", None)
    assert "1 of 10 entries of `scores` is wrong." in str(result)
    row = next(line for line in str(result).splitlines() if "scores[0, 1]" in line)
    error = relative_error(SCORES.cases[0].expected["scores"], off(*SCORES.cases[0].inputs.values()))
    assert row.split()[2:] == [f"{want:.6g}", f"{3 * want:.6g}", f"{error:.2g}"]
    assert f"(relative error {error:.2g})" in result.message


def test_cases_are_listed_where_only_some_are_wrong() -> None:
    """Does the text say in which cases the answer is wrong?"""

    def for_two_classes(W: Any, X: Any) -> Any:
        return np.where(np.arange(W.shape[1]) < 2, X @ W, 0.0)

    text = str(check_exercise(SCORES, for_two_classes))
    assert "✗ Not right yet: toy_scores, wrong in 2 of 3 cases" in text
    assert "are wrong where there are many classes." in text
    assert re.search(
        r"there are many examples +✓\n +there are many classes +✗\n +there is one example +✗", text
    )


def test_a_misconception_is_named() -> None:
    """Is a known wrong way told in its own words, with its id, about the output that is wrong?"""
    result = check_exercise(LOSS, no_reg_in_gradient)
    assert result.misconception == "reg-missing-in-gradient"
    assert "Your `dW` is what you get when the gradient leaves the regulariser out." in text_of(
        LOSS, no_reg_in_gradient
    )
    assert "All 6 entries of `dW` are wrong; `loss` is right." in str(result)


def test_a_misconception_is_not_named_unless_the_numbers_agree() -> None:
    """Is a nearly known wrong way left unnamed?"""

    def nearly(W: Any, X: Any, reg: Any) -> Any:
        value, dW = no_reg_in_gradient(W, X, reg)
        return value, dW * (1 + 1e-7)

    assert check_exercise(LOSS, nearly).misconception is None


def test_a_wrong_loss_with_its_own_gradient_points_at_the_loss() -> None:
    """Does the numerical check tell that the gradient fits the student's own loss?"""
    text = text_of(LOSS, lambda W, X, reg: (loss(2 * W, X, reg)[0], 2 * loss(2 * W, X, reg)[1]))
    assert "`loss` and `dW` are wrong." in text
    assert (
        "`dW` is the gradient of your own `loss` (checked numerically): look for the mistake in the loss."
        in text
    )


def test_a_wrong_loss_with_another_gradient_is_told() -> None:
    """Does the numerical check tell that the gradient is not even that of the student's own loss?"""
    text = text_of(LOSS, lambda W, X, reg: (2 * loss(W, X, reg)[0], 3 * W))
    assert "`dW` is not the gradient of your own `loss` either" in text


def test_gradients_in_a_dictionary_are_checked_against_the_own_loss_too() -> None:
    """Are the keys W and b taken for the gradients by W and b?"""

    def shifted(W: Any, b: Any) -> Any:
        return loss_of_two(W + 1, b + 1)

    assert "`W` and `b` are the gradient of your own `loss`" in text_of(TWO, shifted)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda W, X: len(X) * (X @ W), "Every entry of `scores` is N = 5 times too large: a sum over"),
        (lambda W, X: X @ W / len(X), "Every entry of `scores` is N = 5 times too small: divided by N once"),
        (lambda W, X: -X @ W, "Every entry of `scores` has the wrong sign."),
        (lambda W, X: 0.5 * (X @ W), "Every entry of `scores` is 0.5 times the right one."),
        (lambda W, X: X @ W + 1, "Every entry of `scores` is too large by 1."),
        (lambda W, X: X @ W - 0.25, "Every entry of `scores` is too small by 0.25."),
    ],
)  # fmt: skip
def test_what_all_entries_have_in_common_is_told(function: Function, words: str) -> None:
    """Is a factor, a sign or a constant read off the numbers?"""
    assert words in text_of(SCORES, function)


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (lambda W, X: (X @ W).T, "has shape (2, 5), expected (5, 2): it is transposed"),
        (lambda W, X: np.sum(X @ W), "scores is one number, expected an array of shape (5, 2)"),
        (lambda W, X: (X @ W).astype(np.float32), "scores is float32"),
        (lambda W, X: X @ W * np.nan, "`scores` is not finite"),
        (lambda W, X: X @ W > 0, "scores[0, 0] 1.14745 1 0.13"),
        (lambda W, X: np.where(X @ W > 0, 1.7e308, -1.7e308), "scores[0, 0] 1.14745 1.7e+308"),
        (lambda W, X: None, "it returned None; is there a return line at the end?"),
        (lambda W, X: {"scores": X @ W}, "must be an array of numbers, not a dict"),
        (lambda W, X: np.ma.masked_array(X @ W), "must be a plain numpy array, not a MaskedArray"),
    ],
)
def test_other_faults_have_their_own_words(function: Function, kind: str) -> None:
    """Are wrong shapes, dtypes, nan and structures told as what they are?"""
    result = check_exercise(SCORES, function)
    assert result.status == "wrong"
    assert kind in " ".join(str(result).split())


def test_changed_inputs_are_told_with_the_way_out() -> None:
    """Is an in-place change of an input named, although the values are right?"""

    def in_place(W: Any, X: Any) -> Any:
        answer = X @ W
        X -= 1
        return answer

    result = check_exercise(SCORES, in_place)
    assert result.misconception == "inputs-overwritten"
    assert "Your function changes its input X" in str(result)
    assert "`X.copy()` gives you one of your own." in " ".join(str(result).split())


def test_an_answer_must_be_repeatable() -> None:
    """Is a function that is right only the first time found out?"""
    calls = []

    def forgetful(W: Any, X: Any) -> Any:
        calls.append(1)
        return X @ W * (len(calls) <= 3)

    assert "Right at the first call, but not at a second one with the same inputs" in text_of(
        SCORES, forgetful
    )


def test_an_exception_is_shown_with_its_line_and_advice() -> None:
    """Does a student see the line, the error and what it means?"""

    def crashes(W: Any, X: Any) -> Any:
        return W @ X

    result = check_exercise(SCORES, crashes)
    assert result.status == "error"
    assert str(result).startswith("✗ Stopped by an error: toy_scores")
    assert "\n      return W @ X\n      ValueError: matmul" in str(result)
    assert "needs as many columns in A as there are rows in B; here they are 2 and 5." in " ".join(
        str(result).split()
    )


@pytest.mark.parametrize("error", [SystemExit, GeneratorExit, RecursionError, MemoryError, StopIteration])
def test_nothing_a_function_raises_gets_out(error: type[BaseException]) -> None:
    """Is every exception of a student's function told and not raised?"""

    def raises(W: Any, X: Any) -> Any:
        raise error

    result = check_exercise(SCORES, raises)
    assert result.status == "error"
    assert error.__name__ in str(result)


def test_stopping_the_kernel_stops_the_check() -> None:
    """Does KeyboardInterrupt get out, so that an endless loop can be stopped?"""

    def interrupted(W: Any, X: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_exercise(SCORES, interrupted)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda W: W, "Your function takes (W), but is called with (W, X)."),
        (lambda X, W: X @ W, "Your function takes (X, W), but is called with (W, X)."),
    ],
)
def test_other_parameters_are_told(function: Function, words: str) -> None:
    """Is a changed signature named as the cause?"""
    assert words in text_of(SCORES, function)


@pytest.mark.parametrize("given", [np.ones((5, 2)), None, 3.0, "scores"])
def test_a_result_in_place_of_the_function_is_told(given: Any) -> None:
    """Does check(name, f(x)) say what to write instead?"""
    result = check_exercise(SCORES, given)
    assert not result
    assert "Give `check` the function itself" in str(result)


def test_a_loop_over_examples_does_not_pass() -> None:
    """Is a right answer with a loop refused where loops are not allowed, with the line?"""

    def looped(W: Any, X: Any) -> Any:
        rows = [x @ W for x in X]
        return np.array(rows)

    result = check_exercise(SCORES, looped)
    assert not result
    assert result.misconception == "loops-in-vectorized"
    assert "looped, line 2: rows = [x @ W for x in X]" in text_of(SCORES, looped)


def test_a_loop_passes_where_loops_are_allowed() -> None:
    """Is the rule the exercise's own?"""
    allowed = VisibleExercise("toy", True, SCORES.specs, SCORES.cases)
    assert check_exercise(allowed, lambda W, X: np.array([x @ W for x in X]))


def test_printing_does_not_flood(capsys: pytest.CaptureFixture[str]) -> None:
    """Is what a function prints kept from the notebook, and shown in part, once?"""

    def chatty(W: Any, X: Any) -> Any:
        for number in range(1000):
            print("shape", X.shape, number)
        return X @ W

    text = str(check_exercise(SCORES, chatty))
    assert capsys.readouterr().out == ""
    assert text.count("shape (5, 3)") == 5
    assert "Your function printed, in the first case:" in text


def test_a_long_warning_is_cut_between_words() -> None:
    """Does no address that a student may follow end in the middle?"""

    def warning(W: Any, X: Any) -> Any:
        warnings.warn(f"{'This is old. ' * 8}See https://numpy.org/doc/stable/release", stacklevel=1)
        return X @ W

    text = " ".join(str(check_exercise(SCORES, warning)).split())
    assert "This is old. See …" in text
    assert "https" not in text.partition(", in the line")[0]


def test_warnings_are_shown_and_harmless() -> None:
    """Does a warning leave a right answer right, and appear once?"""

    def warns(W: Any, X: Any) -> Any:
        np.log(np.zeros(1))
        warnings.warn("careful", stacklevel=1)
        return X @ W

    text = text_of(SCORES, warns)
    assert text.startswith("✓ Passed")
    assert (
        text.count("Python warned: divide by zero encountered in log, in the line: `np.log(np.zeros(1))`")
        == 1
    )


def test_floating_point_settings_and_streams_are_left_as_they_were() -> None:
    """Does a check leave no trace in the kernel?"""
    before = sys.stdout, warnings.filters[:], np.geterr()
    check_exercise(SCORES, scores)
    assert (sys.stdout, warnings.filters[:], np.geterr()) == before


def test_the_inputs_of_the_wrong_case_can_be_had() -> None:
    """Are the failing inputs there to try by hand, as copies?"""
    result = check_exercise(SCORES, lambda W, X: X @ W + 1)
    assert list(result.inputs) == ["W", "X"]
    np.testing.assert_array_equal(result.inputs["X"], SCORES.cases[0].inputs["X"])
    result.inputs["X"][:] = 0
    assert SCORES.cases[0].inputs["X"].any()
    assert "(in the next cell: `_.inputs`): W (3, 2), X (5, 3)." in text_of(
        SCORES, lambda W, X: X @ W + 1
    ).replace("\u00a0", " ")


def test_html_escapes_what_a_student_wrote() -> None:
    """Can a printed or raised tag not become part of the page?"""

    def hostile(W: Any, X: Any) -> Any:
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(2)> `<b>`")

    html = check_exercise(SCORES, hostile)._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_control_characters_are_taken_out() -> None:
    """Can a printed escape sequence not move the terminal's cursor?"""

    def colourful(W: Any, X: Any) -> Any:
        print("\x1b[2J\x1b[31mred\x07")
        return X @ W

    text = str(check_exercise(SCORES, colourful))
    assert "red" in text
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.mark.parametrize("function", [scores, lambda W, X: 1 + X @ W, None], ids=["passed", "wrong", "odd"])
def test_ipython_shows_html_and_text(function: Any) -> None:
    """Does IPython find rich and plain output, and no print?"""
    data, _ = DisplayFormatter().format(check_exercise(SCORES, function))
    assert data["text/html"].startswith("<div")
    assert data["text/html"].count("<div") == data["text/html"].count("</div>")
    assert data["text/plain"][0] in "✓✗"


def test_every_line_of_text_fits_in_80_columns() -> None:
    """Is plain text readable in a terminal?"""
    answers = [
        lambda W, X, reg: (np.nan, W),
        no_reg_in_gradient,
        lambda W, X, reg: (1.0, W),
        lambda W, X, reg: X @ X,
    ]
    for answer in answers:
        assert max(map(len, str(check_exercise(LOSS, answer)).splitlines())) <= 80


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `check` find the toy exercise."""
    monkeypatch.setattr(checking, "load", {"toy_scores": SCORES}.__getitem__)


@pytest.mark.usefixtures("toy")
def test_plain_python_prints_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does a check without IPython print its text and have a short repr?"""
    monkeypatch.setattr(checking, "_in_ipython", lambda: False)
    result = check("toy_scores", scores)
    assert capsys.readouterr().out == "✓ Passed: toy_scores, right in all 3 cases\n"
    assert repr(result) == "<check toy_scores: passed>"


@pytest.mark.usefixtures("toy")
def test_a_notebook_prints_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is display left to IPython where it runs?"""
    monkeypatch.setattr(checking, "_in_ipython", lambda: True)
    assert isinstance(check("toy_scores", scores), CheckResult)
    assert capsys.readouterr().out == ""


def test_an_unknown_exercise_is_an_error() -> None:
    """Is a misspelt name raised, so that it is not taken for a wrong answer?"""
    with pytest.raises(CheckError, match="got 'svm_scorse'"):
        check("svm_scorse", scores)


def test_specs_of_the_toy_exercises_are_those_of_a_release() -> None:
    """Is the fixture built as real exercises are?"""
    assert LOSS.specs == (LeafSpec("loss", 0, None, ()), LeafSpec("dW", 1, None, (3, 2)))
    assert VisibleExercise.loads(LOSS.dumps()).dumps() == LOSS.dumps()


def test_long_messages_are_cut() -> None:
    """Can a student's exception not fill the page?"""

    def shouts(W: Any, X: Any) -> Any:
        print("a " * 10_000)
        raise ValueError("word " * 10_000)

    text = str(check_exercise(SCORES, shouts))
    assert len(text) < 2000
    assert max(map(len, text.splitlines())) <= 80


def test_the_text_of_an_exception_is_whole() -> None:
    """Is the end of a long line of NumPy's, where the shapes stand, still there?"""
    assert "could not be broadcast together with shapes (5,3) (3,2)" in text_of(SCORES, lambda W, X: X + W)


@pytest.mark.parametrize("execution", ["validate", "autograde"])
def test_nbgrader_sees_what_is_wrong(execution: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a wrong answer raise where nbgrader runs the notebook, and a right one never?"""
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    with pytest.raises(AnswerNotRight, match="svm_reg_loss: "):
        check("svm_reg_loss", lambda W, reg: reg * np.sum(W))
    assert check("svm_reg_loss", lambda W, reg: reg * np.sum(W * W)).passed
