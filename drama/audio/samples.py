"""Sound as float32 arrays: decibels, resampling, panning, the level and the voiced part of a take.

Shapes are (frames,) for one channel or (frames, channels); values are within [−1, 1]. These functions take
sounds that fit in one array; drama.audio.meters measures whole programmes, block by block.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import soxr
from numpy.typing import NDArray

from drama.audio import k_weighting

Sound = NDArray[np.float32]

_VOICED_RANGE_DB = 40.0
"""Cells this far under the loudest one are pauses, not voice."""
_HOP_S = 0.005
_EDGE_RANGE_DB = 45.0
_EDGE_FLOOR_DBFS = -66.0


def gain(level_db: float) -> float:
    """Return the amplitude factor of a level in dB."""
    return float(10.0 ** (level_db / 20.0))


def decibels(factor: float) -> float:
    """Return the level in dB of an amplitude; −inf for zero."""
    return 20.0 * math.log10(factor) if factor > 0 else -math.inf


def lufs(mean_square: float) -> float:
    """Return the loudness of a K-weighted mean square (ITU-R BS.1770-4, eq. 2); −inf for zero."""
    return -0.691 + 10.0 * math.log10(mean_square) if mean_square > 0 else -math.inf


def pan_gains(pan: float) -> tuple[float, float]:
    """Return the factors for left and right of a pan position from −1 to 1: constant power, 0 dB in sum."""
    angle = (min(1.0, max(-1.0, pan)) + 1.0) * math.pi / 4.0
    return math.cos(angle), math.sin(angle)


def resample(samples: Sound, from_hz: int, to_hz: int) -> Sound:
    """Return the sound at another rate, float32, same length in time (soxr, high quality)."""
    if from_hz == to_hz:
        return samples
    out: Sound = soxr.resample(samples, from_hz, to_hz, quality="HQ").astype(np.float32, copy=False)
    return out


@lru_cache(maxsize=32)
def raised_cosine(count: int) -> Sound:
    """Return a fade-in of so many frames, from just above 0 to just under 1; not to be written to."""
    steps = (np.arange(count, dtype=np.float64) + 0.5) / max(1, count)
    fade = (0.5 - 0.5 * np.cos(np.pi * steps)).astype(np.float32)
    fade.setflags(write=False)
    return fade


def level_lufs(samples: Sound, rate_hz: int) -> float:
    """Return the K-weighted level of one channel's voiced part, without gates; −inf for silence.

    A cell of 10 ms counts as voiced within 40 dB of the loudest one. Pauses don't count, so slow and fast
    speakers are measured alike.
    """
    if not len(samples):
        return -math.inf
    cells, _ = k_weighting.cells(samples[None], rate_hz, k_weighting.silent_state())
    loud = cells[cells > cells.max() * 10.0 ** (-_VOICED_RANGE_DB / 10.0)]
    return lufs(float(loud.mean())) if len(loud) else -math.inf


def voiced_span(samples: Sound, rate_hz: int) -> tuple[int, int]:
    """Return where the voice of a take begins and ends, in frames; (0, 0) for silence.

    Measured in steps of 5 ms. The threshold is 45 dB below the take's peak, but at least −66 dBFS: breath and
    fricatives stay, an engine's silence goes.
    """
    hop = max(1, round(rate_hz * _HOP_S))
    count = len(samples) // hop
    if not count:
        return (0, len(samples)) if len(samples) and float(np.abs(samples).max()) > 0 else (0, 0)
    hops = samples[: count * hop].reshape(count, hop)
    peaks = np.maximum(hops.max(axis=1), -hops.min(axis=1))
    loud = np.flatnonzero(peaks > max(float(peaks.max()) * gain(-_EDGE_RANGE_DB), gain(_EDGE_FLOOR_DBFS)))
    if not len(loud):
        return (0, 0)
    last = len(samples) if loud[-1] == count - 1 else int(loud[-1] + 1) * hop
    return int(loud[0]) * hop, last


_GRAIN = 63
_SMOOTH = 35
_ROWS = 4096
"""Grains in one product: few enough that BLAS stays in the calling thread, however many it has."""


def without_rumble(sound: Sound) -> Sound:
    """Return one channel without its DC offset and rumble; zero phase.

    A running mean of 50 ms is subtracted: −3 dB at about 24 Hz, −1 dB at 33 Hz, nothing above 60 Hz.
    """
    count = -(-len(sound) // _GRAIN)
    if count < 2:
        return sound
    clean = np.zeros(count * _GRAIN, np.float32)
    clean[: len(sound)] = sound
    grid = clean.reshape(count, _GRAIN)
    window = np.hanning(_SMOOTH + 2)[1:-1]
    own = [grid[at : at + _ROWS] @ np.full(_GRAIN, 1.0 / _GRAIN, np.float32) for at in range(0, count, _ROWS)]
    means = np.pad(np.concatenate(own), _SMOOTH // 2)
    slow = np.convolve(means, window / window.sum(), mode="valid").astype(np.float32)
    borders = np.concatenate([slow[:1], (slow[:-1] + slow[1:]) / 2, slow[-1:]])
    grid -= borders[:-1, None]
    grid -= np.diff(borders)[:, None] * (np.arange(_GRAIN, dtype=np.float32) / _GRAIN)
    return clean[: len(sound)]
