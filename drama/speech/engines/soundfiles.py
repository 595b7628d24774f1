"""Decodes the sound files that engines return into speech."""

from __future__ import annotations

import io
import struct

import numpy as np
import soundfile

from drama.errors import EngineError, Problem
from drama.speech.engine import Speech


def decoded(content: bytes, what: str) -> Speech:
    """Return a sound file's content as mono speech at its own rate; EngineError when it isn't one.

    A WAV whose header has a placeholder for its length, as from a streaming server, is read to its end.
    """
    try:
        samples, rate_hz = soundfile.read(
            io.BytesIO(_with_true_sizes(content)), dtype="float32", always_2d=True
        )
    except (soundfile.SoundFileError, struct.error) as error:
        shown = content[:60].decode("ascii", "replace")
        raise EngineError(Problem(message=f"{what} answered no sound that can be read: {shown!r}")) from error
    return Speech(samples=np.ascontiguousarray(samples.mean(axis=1), np.float32), rate_hz=int(rate_hz))


def _with_true_sizes(content: bytes) -> bytes:
    """Return a WAV with the true lengths in its RIFF and data chunks; other content unchanged."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        return content
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name == b"data":
            if at + 8 + size <= len(content):
                return content
            fixed = bytearray(content)
            struct.pack_into("<I", fixed, 4, len(content) - 8)
            struct.pack_into("<I", fixed, at + 4, len(content) - at - 8)
            return bytes(fixed)
        at += 8 + size + size % 2
    return content
