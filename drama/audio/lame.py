"""LAME inside the process: encodes float32 samples to MP3 frames without a process for each piece.

The library comes in the wheel of lameenc. That module's own interface takes 16-bit samples and always uses
the bit reservoir, so LAME's C interface (lame.h of 3.100), which the wheel's file exports, is called instead.
ctypes releases the GIL during the call. Where the file is missing or exports nothing, as a Windows module
may, ffmpeg encodes.
"""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drama.audio.mp3 import FRAME
from drama.errors import EngineError, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

AHEAD = 224
"""Frames of sound beyond those of an MP3 frame after which LAME gives it out: where the window of its
psychoacoustic model ends (1,904 frames, of which it begins with 528 of silence; lame.c of 3.100)."""
_JOINT_STEREO, _MONO = 1, 3
_WORST_BYTES = 7_200
"""Worst-case output of LAME in bytes, plus 1.25 bytes a sample (lame.h, lame_encode_buffer)."""
_SETTINGS = (
    "num_channels", "in_samplerate", "out_samplerate", "brate", "quality", "mode", "VBR", "disable_reservoir",
    "bWriteVbrTag", "write_id3tag_automatic",
)  # fmt: skip
_OTHERS = (
    "lame_init", "lame_init_params", "lame_close", "lame_encode_flush", "lame_encode_buffer_ieee_float",
    "get_lame_version",
)  # fmt: skip


@cache
def library() -> ctypes.CDLL | None:
    """Return LAME's library; None where it is missing or can't be called."""
    found = find_spec("lameenc")
    if found is None or not found.origin:
        return None
    try:
        loaded = ctypes.CDLL(found.origin)
        for name in (*_OTHERS, *(f"lame_set_{name}" for name in _SETTINGS)):
            getattr(loaded, name)
    except (OSError, AttributeError):
        return None
    loaded.lame_init.restype = ctypes.c_void_p
    loaded.get_lame_version.restype = ctypes.c_char_p
    loaded.lame_init_params.argtypes = loaded.lame_close.argtypes = [ctypes.c_void_p]
    for name in _SETTINGS:
        getattr(loaded, f"lame_set_{name}").argtypes = [ctypes.c_void_p, ctypes.c_int]
    loaded.lame_encode_flush.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
    loaded.lame_encode_buffer_ieee_float.argtypes = [
        ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_int,
    ]  # fmt: skip
    return loaded


@cache
def identity() -> str:
    """Return which LAME this is, by its version and a digest of its file; EngineError where there is none."""
    loaded = _loaded()
    path = Path(loaded._name)  # noqa: SLF001 - where CDLL stores it
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return f"lame {loaded.get_lame_version().decode('ascii')} {digest}"


def _loaded() -> ctypes.CDLL:
    loaded = library()
    if loaded is None:
        raise EngineError(Problem(message="there is no LAME in this process", hint="pip install lameenc"))
    return loaded


def encode(
    sound: NDArray[np.float32], rate_hz: int, bitrate_kbps: int, quality: int, count: int | None = None
) -> bytes:
    """Return sound, (frames, channels) with one channel or two, as MP3 frames of constant bit rate.

    All of them, or the first `count`, and then nothing after those is encoded. Without a bit reservoir and
    without a tag: every MP3 frame stands alone. `quality` is LAME's, 0 (best) to 9.
    EngineError for a bit rate or sample rate that MP3 doesn't have.
    """
    loaded = _loaded()
    needed = len(sound) + 1 if count is None else count * FRAME + AHEAD
    is_whole = len(sound) < needed
    sound = sound[:needed]
    frames, channels = sound.shape
    mode = _MONO if channels == 1 else _JOINT_STEREO
    values = (channels, rate_hz, rate_hz, bitrate_kbps, quality, mode, 0, 1, 0, 0)
    planes = [np.ascontiguousarray(channel, np.float32) for channel in sound.T]
    room = ctypes.create_string_buffer(frames * 5 // 4 + _WORST_BYTES)
    state = loaded.lame_init()
    try:
        for name, value in zip(_SETTINGS, values, strict=True):
            getattr(loaded, f"lame_set_{name}")(state, value)
        if loaded.lame_init_params(state) < 0:
            message = f"LAME can't write {bitrate_kbps} kbit/s at {rate_hz} Hz"
            raise EngineError(Problem(message=message, hint="choose a bit rate and a rate of MP3"))
        left, right = planes[0].ctypes.data, planes[-1].ctypes.data
        size = loaded.lame_encode_buffer_ieee_float(state, left, right, frames, room, len(room))
        if size < 0:
            raise EngineError(Problem(message=f"LAME failed (code {size})"))
        content = ctypes.string_at(room, size)
        if not is_whole:
            return content
        return content + ctypes.string_at(room, loaded.lame_encode_flush(state, room, len(room)))
    finally:
        loaded.lame_close(state)
