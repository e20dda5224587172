"""The visible cases of every exercise, packaged with the library: one JSON file per exercise.

The files in ``cs231n_lib/visible/`` are written by ``autograder release`` and never edited. They
hold inputs, expected outputs and the outputs of known misconceptions: arrays, and no code.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from .codec import array_from_lists, array_to_lists, decode, encode
from .errors import CheckError
from .outputs import Array, LeafSpec
from .parts import Part
from .sketches import Sketch
from .stages import StageCall

Arrays = Mapping[str, Array]
GENERAL = "general"  # the hints for a mistake that is not recognised


@dataclass(frozen=True)
class Hints:
    """Three steps towards an answer, each giving away a little more; none of them is code."""

    question: str
    principle: str
    derivation: str

    @property
    def steps(self) -> tuple[str, str, str]:
        """The three in the order in which they are given."""
        return self.question, self.principle, self.derivation


@dataclass(frozen=True)
class Fingerprint:
    """What a known wrong way to write an exercise does with one case: its outputs, None where it raises.

    ``changed_inputs`` names the inputs that it overwrites, ``exception`` is what it raises, type and text,
    ``stage`` the stage of a composed function that it is made in, if it is. The fingerprint at one position
    belongs to the same wrong way in every case of an exercise.
    """

    id: str
    says: str
    outputs: Arrays | None
    changed_inputs: tuple[str, ...] = ()
    exception: str | None = None
    stage: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the form that is packaged; what is empty is left out."""
        record: dict[str, Any] = {"id": self.id, "says": self.says}
        record["outputs"] = self.outputs and _arrays_to_json(self.outputs)
        if self.changed_inputs:
            record["changed_inputs"] = list(self.changed_inputs)
        if self.exception is not None:
            record["exception"] = self.exception
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Fingerprint:
        """Invert `to_json`."""
        outputs = record["outputs"] and _arrays_from_json(record["outputs"])
        changed = tuple(record.get("changed_inputs", ()))
        return cls(record["id"], record["says"], outputs, changed, record.get("exception"))


@dataclass(frozen=True)
class VisibleCase:
    """One set of inputs with the expected outputs by leaf name; ``pair`` leads to its twin (`parts`).

    ``stages`` are the calls that a right composed function makes of its stages.
    """

    label: str
    inputs: Mapping[str, Any]
    expected: Arrays
    rtol: float
    fingerprints: tuple[Fingerprint, ...] = ()
    pair: int | None = None
    stages: tuple[StageCall, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the form that is packaged."""
        return {
            "label": self.label,
            "rtol": self.rtol,
            "pair": self.pair,
            "inputs": {k: encode(v, array_to_lists) for k, v in self.inputs.items()},
            "expected": _arrays_to_json(self.expected),
            "stages": [[c.stage, dict(c.inputs), array_to_lists(c.output)] for c in self.stages],
            "fingerprints": [fingerprint.to_json() for fingerprint in self.fingerprints],
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> VisibleCase:
        """Invert `to_json`."""
        return cls(
            record["label"],
            {k: decode(v, array_from_lists) for k, v in record["inputs"].items()},
            _arrays_from_json(record["expected"]),
            record["rtol"],
            tuple(Fingerprint.from_json(f) for f in record["fingerprints"]),
            record["pair"],
            tuple(StageCall(name, inputs, array_from_lists(out)) for name, inputs, out in record["stages"]),
        )


@dataclass(frozen=True)
class VisibleExercise:
    """What the library knows of an exercise. Shapes in ``specs`` are those of the first case.

    ``hints`` are by misconception, and under `GENERAL`; ``example`` is small enough for paper. ``in_stages``
    are the known mistakes in the stages that a composed function calls.
    """

    name: str
    loops_allowed: bool
    specs: tuple[LeafSpec, ...]
    cases: tuple[VisibleCase, ...]
    hints: Mapping[str, Hints] = field(default_factory=dict)
    example: VisibleCase | None = None
    parts: tuple[Part, ...] = ()
    in_stages: tuple[Sketch, ...] = ()

    def dumps(self) -> str:
        """Return the text of the packaged file: a line per case, sketch and hint, exact and reproducible."""
        specs = [[s.name, s.position, s.key, list(s.shape)] for s in self.specs]
        parts = [asdict(part) for part in self.parts]
        head = {"name": self.name, "loops_allowed": self.loops_allowed, "specs": specs, "parts": parts}
        cases = ",\n".join(json.dumps(case.to_json()) for case in self.cases)
        sketches = ",\n".join(json.dumps(asdict(sketch), ensure_ascii=False) for sketch in self.in_stages)
        hints = ",\n".join(
            f"{json.dumps(mistake)}: {json.dumps(hints.steps, ensure_ascii=False)}"
            for mistake, hints in sorted(self.hints.items())
        )
        example = json.dumps(self.example and self.example.to_json())
        return (
            f'{json.dumps(head)[:-1]}, "cases": [\n{cases}\n],\n'
            f'"in_stages": [\n{sketches}\n],\n'
            f'"hints": {{\n{hints}\n}},\n"example": {example}}}\n'
        )

    @classmethod
    def loads(cls, text: str) -> VisibleExercise:
        """Invert `dumps`."""
        record = json.loads(text)
        specs = tuple(LeafSpec(n, position, key, tuple(shape)) for n, position, key, shape in record["specs"])
        cases = tuple(VisibleCase.from_json(case) for case in record["cases"])
        hints = {mistake: Hints(*steps) for mistake, steps in record["hints"].items()}
        example = record["example"] and VisibleCase.from_json(record["example"])
        parts = tuple(Part(**part) for part in record["parts"])
        in_stages = tuple(Sketch(**{**s, "marks": tuple(s["marks"])}) for s in record["in_stages"])
        return cls(record["name"], record["loops_allowed"], specs, cases, hints, example, parts, in_stages)


def exercise_names() -> list[str]:
    """Return the names of all packaged exercises, sorted."""
    folder = files("cs231n_lib") / "visible"
    return sorted(
        entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")
    )


@cache
def load(name: object) -> VisibleExercise:
    """Return the packaged exercise called ``name``.

    Raises
    ------
    CheckError
        If there is none; the message lists names that look alike.
    """
    names = exercise_names()
    if name not in names:
        given = name if isinstance(name, str) else getattr(name, "__name__", repr(name))
        near = difflib.get_close_matches(given, names, n=3) or names
        got = repr(name) if isinstance(name, str) else f"a {type(name).__name__}"
        raise CheckError(
            f"expected the name of an exercise, in quotes, got {got}; try one of: {', '.join(near)}"
        )
    return VisibleExercise.loads((files("cs231n_lib") / "visible" / f"{name}.json").read_text("utf-8"))


def _arrays_to_json(arrays: Arrays) -> dict[str, Any]:
    return {name: array_to_lists(array) for name, array in arrays.items()}


def _arrays_from_json(record: Mapping[str, Any]) -> dict[str, Array]:
    return {name: array_from_lists(content) for name, content in record.items()}
