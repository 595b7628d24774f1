"""AAC in pieces: what an encoder makes of stretches of a sound, so that they join to one stream.

Packets of 1,024 frames overlap by half: packet n needs the frames from (n − 1) · 1,024 to (n + 1) · 1,024,
and the first holds the encoder's delay (ISO/IEC 14496-3, 4.6.11). A piece is encoded with some packets before
it, in which the encoder settles, and some frames after it, at which it looks ahead; then both are dropped.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from drama.errors import EngineError, Problem

FRAMES = 1024
"""Of sound, in a packet; also the delay of ffmpeg's encoder."""
_LEAD_IN, _LOOK_AHEAD = 16, 3
"""Packets before and after a piece."""
_PACKETS = 1292
"""In a piece: 30 s at 44,100 Hz."""


class Piece(NamedTuple):
    """A stretch of a sound to encode by itself, and which of its packets to keep."""

    start: int
    """In frames of the sound."""
    stop: int
    dropped: int
    """Packets at its beginning."""
    kept: int


def pieces(frames: int) -> tuple[Piece, ...]:
    """Return the pieces whose packets, one after another, hold so many frames of sound."""
    total = -(-frames // FRAMES) + 1
    found = []
    for first, last in pairwise([*range(0, total, _PACKETS), total]):
        lead = min(first, _LEAD_IN)
        stop = min(frames, (last + 1 + _LOOK_AHEAD) * FRAMES)
        found.append(Piece((first - lead) * FRAMES, stop, lead, last - first))
    return tuple(found)


def kept(piece: Piece, content: bytes) -> bytes:
    """Return the packets of a piece from its stream in ADTS, whose headers tell their length (1.A.2.2).

    EngineError where the encoder made too few.
    """
    at, begin, count = 0, 0, 0
    while at + 7 <= len(content) and count < piece.dropped + piece.kept:
        if content[at] != 0xFF or content[at + 1] & 0xF0 != 0xF0:
            break
        if count == piece.dropped:
            begin = at
        at += (content[at + 3] & 3) << 11 | content[at + 4] << 3 | content[at + 5] >> 5
        count += 1
    if count < piece.dropped + piece.kept:
        raise EngineError(
            Problem(message=f"the encoder made {count} packets of {piece.dropped + piece.kept}")
        )
    return content[begin:at]
