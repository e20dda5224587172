"""Put calls into messages, and take what comes back apart without believing any of it.

Arrays are rebuilt from raw bytes with dtype, shape and size checked here; text is clipped and freed of
control characters; of outputs only text and PNG images are kept. Whatever is odd raises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from cs231n_lib import codec
from cs231n_lib.outputs import Leaf, LeafSpec, Problem, Response

from .inside import wire


@dataclass(frozen=True)
class Call:
    """One call of a graded function: its name, its inputs and where its outputs lie.

    ``without`` are functions that it is not to call: zeros of these shapes are there instead of what they
    return.
    """

    function: str
    inputs: Mapping[str, Any]
    spec: tuple[LeafSpec, ...]
    without: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def max_bytes(self) -> int:
        """How many bytes an answer may have: near the right number, so that a wrong shape can be told."""
        return sum(8 * wire.max_size(int(np.prod(leaf.shape, dtype=np.int64))) for leaf in self.spec)

    @cached_property
    def message(self) -> bytes:
        """The message that asks a student's process for it: the same for every submission."""
        arrays: list[Any] = []

        def store(array: Any) -> int:
            arrays.append(array)
            return len(arrays) - 1

        inputs = {name: codec.encode(value, store) for name, value in self.inputs.items()}
        layout, body = wire.pack(arrays)
        spec = [[s.name, s.position, s.key, list(s.shape)] for s in self.spec]
        header = {"op": "call", "function": self.function, "inputs": inputs, "layout": layout, "spec": spec}
        return wire.message({**header, "without": dict(self.without)}, body)


def decode_response(reply: Any, data: bytes, spec: Sequence[LeafSpec]) -> Response:
    """Rebuild a response from untrusted data; anything odd raises."""
    if reply["problem"] is not None:
        kind, message, *about = reply["problem"]
        if kind not in ("missing", "not_written", "exception", "structure"):
            raise ValueError(kind)
        exception, line, function = (text and clip(text) for text in about)
        return Response(problem=Problem(kind, clip(message), exception, line, function))
    leaves, start = {}, 0
    for leaf_spec, described in zip(spec, reply["leaves"], strict=True):
        leaves[leaf_spec.name], start = _decode_leaf(described, data, start, leaf_spec)
    return Response(leaves, changed_inputs=tuple(clip(name) for name in reply["changed"][:20]))


def _decode_leaf(described: Any, data: bytes, start: int, spec: LeafSpec) -> tuple[Leaf, int]:
    shape = tuple(int(n) for n in described["shape"])
    size = 1
    for n in shape:
        size *= n
    if len(shape) > 16 or min(shape, default=0) < 0 or described["dtype"] not in wire.KEPT_DTYPES:
        raise ValueError("shape or dtype")
    type_name = clip(described["type"])
    if size > wire.max_size(int(np.prod(spec.shape, dtype=np.int64))):
        return Leaf(np.broadcast_to(np.float64(0), shape), type_name), start
    array = np.frombuffer(data, np.float64, size, start).reshape(shape)
    if np.all(np.isfinite(array)):
        with np.errstate(
            all="ignore"
        ):  # too large for the dtype it claims: a wrong value, no trouble of ours
            array = array.astype(described["dtype"])
    return Leaf(array, type_name), start + 8 * size


def display_outputs(outputs: Any) -> tuple[dict[str, Any], ...]:
    """Keep of a cell's outputs only what nbformat allows and a page can show without harm."""
    return tuple(clean for output in outputs[:60] if (clean := _display_output(output)) is not None)


def _display_output(output: Any) -> dict[str, Any] | None:
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": clip(output["text"], 30_000)}
    if kind == "error":
        lines = [clip(line, 2_000) for line in output["traceback"][:80]]
        return {
            "output_type": "error",
            "ename": clip(output["ename"]),
            "evalue": clip(output["evalue"]),
            "traceback": lines,
        }
    if kind == "display_data":
        data = {"text/plain": clip(output["data"]["text/plain"], 30_000)}
        image = output["data"].get("image/png")
        if isinstance(image, str) and image.startswith("iVBORw0KGgo") and len(image) < 600_000:
            data["image/png"] = image
        return {"output_type": "display_data", "data": data, "metadata": {}}
    return None


def clip(text: Any, room: int = 500) -> str:
    """Return untrusted text, cut, and without control characters other than newline and tab."""
    if not isinstance(text, str):
        raise TypeError("text")
    return "".join(c for c in text[:room] if c in "\n\t" or c.isprintable())
