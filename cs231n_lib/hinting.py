"""Hints, one at a time: a question, then the principle, then the line of the derivation.

What is said comes packaged with the exercise; here is only which step is next and what it looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .cases import GENERAL, Hints, VisibleExercise
from .rendering import Block, Card, Shown, Text

TITLES = ("Think about this", "The principle", "The derivation")
_OF_ONE = "on the mistake that `check` found"
_OF_TWO = ("on the first mistake that `check` found", "on the second mistake that `check` found")


@dataclass(frozen=True, repr=False)
class Hint(Shown):
    """One hint, shown below those that came before it; rich in Jupyter, and `str` of it is plain text.

    Attributes
    ----------
    name
        The exercise.
    text
        What this hint says; empty where there is none to give.
    number, left
        Which hint it is, from 1 on, and how many are left after it.
    misconception
        The id of the mistake that it is about; None for the exercise as a whole.
    """

    name: str
    text: str = ""
    number: int = 0
    left: int = 0
    misconception: str | None = None
    card: Card = field(default=Card("hint", "", ""), repr=False)


def hint_of(
    exercise: VisibleExercise, mistakes: Sequence[str], number: int, *, asked: str, checked: bool
) -> Hint:
    """Return hint ``number`` (from 1 on) about mistakes, or about the exercise if none of them has any.

    ``asked`` is the exercise that help was asked for: ``exercise`` may be a stage of it. ``checked`` says
    whether it has been checked, so that it is no use to advise it.
    """
    about = [mistake for mistake in mistakes if mistake in exercise.hints] or [GENERAL]
    ladder = [(mistake, step) for mistake in about for step in range(len(TITLES))]
    if about == [GENERAL] and GENERAL not in exercise.hints:
        return _none(exercise.name)
    number = min(number, len(ladder))
    mistake, step = ladder[number - 1]
    hints, left = exercise.hints[mistake], len(ladder) - number
    blocks = [*_steps(hints, step + 1), Text(_what_next(exercise.name, asked, left, checked), quiet=True)]
    aside = "" if mistake == GENERAL else _OF_TWO[about.index(mistake)] if len(about) > 1 else _OF_ONE
    card = Card("hint", f"Hint {number} of {len(ladder)}", exercise.name, aside, tuple(blocks))
    named = None if mistake == GENERAL else mistake
    return Hint(exercise.name, hints.steps[step], number, left, named, card)


def no_hint_needed(name: str) -> Hint:
    """Return what is said to somebody whose answer is right."""
    text = Text("Your last check passed: there is nothing to hint at.")
    return Hint(name, card=Card("passed", "No hint needed", name, blocks=(text,)))


def _none(name: str) -> Hint:
    text = Text(f"There are no hints for this exercise. {_other_help(name)}")
    return Hint(name, card=Card("open", "No hints", name, blocks=(text,)))


def _steps(hints: Hints, number: int) -> list[Block]:
    """Show the steps so far, the newest as the one to read."""
    *earlier, newest = zip(TITLES[:number], hints.steps[:number], strict=True)
    past = [Text(f"{title}. {step}", quiet=True, maths=True) for title, step in earlier]
    title, step = newest
    return [*past, Text(f"{title}.", strong=True), Text(step, maths=True)]


def _what_next(name: str, asked: str, left: int, checked: bool) -> str:
    if not left:
        return f"This was the last hint. {_other_help(name)}"
    more = f'{left} more: run `check.hint("{asked}")` again.'
    return more if checked else f"{more} After a `check`, the hints are about your own mistake."


def _other_help(name: str) -> str:
    return f'`check.explain("{name}", {name})` sets your numbers beside the right ones.'
