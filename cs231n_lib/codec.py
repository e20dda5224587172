"""Inputs of an exercise as JSON: in the packaged cases, and on the wire to the sandbox.

Arrays go through a pair of functions of the caller, so that a file can spell them out and the
wire can send raw bytes. Never pickle: what is decoded can only be what is listed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from . import probes
from .outputs import Array

Json = Any


def encode(value: Any, array_to_json: Callable[[Array], Json]) -> Json:
    """Turn an input value into JSON.

    Raises
    ------
    TypeError
        If the value is not an array, number, string, dict of those, Generator or probe.
    """
    if isinstance(value, np.ndarray):
        return {"array": array_to_json(value)}
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {"dict": {key: encode(item, array_to_json) for key, item in value.items()}}
    if isinstance(value, np.random.Generator):
        return {"generator": _generator_state(value)}
    if value in probes.BY_NAME.values():
        return {"probe": value.__name__}
    raise TypeError(
        f"expected an array, number, string, dict, Generator or probe, got {type(value).__name__}"
    )


def decode(value: Json, array_from_json: Callable[[Json], Array]) -> Any:
    """Invert `encode`."""
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "array":
        return array_from_json(content)
    if kind == "dict":
        return {key: decode(item, array_from_json) for key, item in content.items()}
    if kind == "generator":
        generator = np.random.Generator(np.random.PCG64())
        generator.bit_generator.state = content
        return generator
    return probes.BY_NAME[content]


def array_to_lists(array: Array) -> Json:
    """Spell an array out, exactly; numbers that are not finite become strings."""
    flat = [x if np.isfinite(x) else str(x) for x in array.ravel().tolist()]
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": flat}


def array_from_lists(content: Json) -> Array:
    """Invert `array_to_lists`.

    >>> array_from_lists(array_to_lists(np.array([[1.5, np.nan]])))
    array([[1.5, nan]])
    """
    return np.array(content["data"], dtype=content["dtype"]).reshape(content["shape"])


def _generator_state(generator: np.random.Generator) -> Json:
    state: Any = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise TypeError(f"expected a Generator on PCG64, got {state['bit_generator']}; use default_rng")
    return state
