"""Adds to the graph of an ONNX model by its bytes, for which the package onnx isn't needed.

Messages of Protocol Buffers that follow each other are merged and their repeated fields joined: what is
appended to a model's file becomes part of its graph. Field numbers are those of onnx.proto3.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FLOAT, INT64 = 1, 7
"""Types of elements, as onnx.proto3 numbers them."""
END = (1 << 62) - 1
"""For a slice that goes to the end."""
_INTEGER_ATTRIBUTE = 2


class Additions:
    """Nodes, constants, inputs and outputs that are appended to a model."""

    def __init__(self) -> None:
        self._graph = bytearray()

    def node(self, operator: str, inputs: Sequence[str], output: str, **integers: int) -> str:
        """Add a node with one output and integer attributes; return the output's name."""
        content = b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(4, operator)
        for name, value in integers.items():
            attribute = _text(1, name) + _number(3, value) + _number(20, _INTEGER_ATTRIBUTE)
            content += _message(5, attribute)
        self._graph += _message(1, content)
        return output

    def integers(self, name: str, *values: int) -> str:
        """Add a constant of shape (values,), int64; return its name."""
        return self._constant(name, INT64, len(values), struct.pack(f"<{len(values)}q", *values))

    def floats(self, name: str, *values: float) -> str:
        """Add a constant of shape (values,), float32; return its name."""
        return self._constant(name, FLOAT, len(values), struct.pack(f"<{len(values)}f", *values))

    def scalar(self, name: str, value: float) -> str:
        """Add a constant without axes, float32; return its name."""
        return self._constant(name, FLOAT, None, struct.pack("<f", value))

    def _constant(self, name: str, kind: int, count: int | None, content: bytes) -> str:
        shape = b"" if count is None else _number(1, count)
        self._graph += _message(5, shape + _number(2, kind) + _text(8, name) + _message(9, content))
        return name

    def parameter(self, name: str, value: float) -> str:
        """Add an input without axes, float32, of this value where a run leaves it out; return its name."""
        self._graph += _message(11, _text(1, name) + _FLOATS)
        return self.scalar(name, value)

    def output(self, name: str) -> None:
        """Make a float32 value an output of the model."""
        self._graph += _message(12, _text(1, name) + _FLOATS)

    def append(self, model: bytearray) -> None:
        """Put what was added at the end of a model."""
        model += _message(7, bytes(self._graph))


def rename(model: bytearray, value: str, name: str) -> None:
    """Have the node that makes a value call it by another name of the same length.

    Whoever takes that value then takes it from a node that is added under the old name. ValueError unless
    exactly one node makes it.
    """
    made = _text(2, value)
    if len(name) != len(value) or model.count(made) != 1:
        message = f"{value} is made by {model.count(made)} nodes, or {name} is not as long"
        raise ValueError(message)
    at = model.index(made)
    model[at : at + len(made)] = _text(2, name)


def _text(field: int, content: str) -> bytes:
    return _message(field, content.encode())


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first; a negative one as its 64 bits."""
    value &= (1 << 64) - 1
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*groups, value])


_FLOATS = _message(2, _message(1, _number(1, FLOAT)))
"""The type of a float32 value of any shape, as field 2 of a value's description."""
