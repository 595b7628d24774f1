"""Meters for whole programmes: gated loudness, short-term loudness, loudness range, true peak.

The meters store little: the K-weighted energy of each cell (k_weighting) and the sample peak of each grain
of 1.5 ms. Both are measured in one pass, block by block. All readings are computed from them.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drama.audio import k_weighting
from drama.audio.samples import Sound, lufs
from drama.model import Loudness

if TYPE_CHECKING:
    from collections.abc import Iterator

Energies = NDArray[np.float64]

GRAIN = 64
"""Frames in a grain, 1.5 ms: the time step of peaks and of the limiter's gain."""
GRAINS = 6
"""Grains in a cell of the mix."""
CELL = GRAIN * GRAINS
"""Frames in a cell of the mix, 8.7 ms: a third of a timeline step. Clips move by whole steps, so the
measurements of a moved region stay valid."""
ABSOLUTE_GATE_LUFS = -70.0
_OVERSAMPLING = 4
WING = 12
"""Frames on each side of a point that the interpolation filter uses."""
_ROWS = 24
"""Grains in one matrix product: few enough that BLAS stays in the calling thread."""
_BATCHES = 32
"""Products made at a time."""
_HEADROOM_DB = 5.0
"""In speech and music a true peak lies at most this far over the sample peaks around it; in white noise the
difference stays under 4 dB."""


def loudness(mean_squares: Energies) -> Energies:
    """Return the loudness of each K-weighted mean square (ITU-R BS.1770-4, eq. 2); −200 for silence."""
    levels: Energies = 10.0 * np.log10(np.maximum(mean_squares, 1e-20)) - 0.691
    return levels


def _windows(cells: Energies, length: int, hop: int) -> Energies:
    """Return the mean of each window of so many cells; a shorter programme is a single window."""
    if len(cells) < length:
        return np.full(1, cells.mean()) if len(cells) else cells
    sums = np.concatenate([[0.0], np.cumsum(cells)])
    starts = np.arange(0, len(cells) - length + 1, hop)
    means: Energies = np.maximum(0.0, (sums[starts + length] - sums[starts]) / length)
    return means


def tenths(cells: Energies, rate_hz: int) -> Energies:
    """Return the mean energy of each 100 ms of a mix's cells; a cell across an edge is taken as uniform."""
    sums = np.zeros(len(cells) + 1)  # one array alone: an episode of ten hours has four million cells
    np.cumsum(cells, out=sums[1:])
    edges = np.arange(0, len(cells) * CELL, rate_hz // 10)
    before = sums[edges // CELL] * CELL + cells[edges // CELL] * (edges % CELL)
    parts: Energies = np.maximum(0.0, np.diff(before)) / (rate_hz // 10)
    return parts


def integrated_lufs(energies: Energies, energies_hz: int = k_weighting.CELLS_HZ) -> float:
    """Return the integrated loudness of mean squares, summed over channels; −inf when none passes the gates.

    There are `energies_hz` of them a second; by default each covers 10 ms.

    ITU-R BS.1770-4, eq. 4 to 7: blocks of 400 ms overlapping by 75 %, an absolute gate at −70 LUFS and a
    relative one 10 LU under the loudness of the blocks that pass the first.
    """
    blocks = _windows(energies, 4 * energies_hz // 10, energies_hz // 10)
    loud = blocks[loudness(blocks) > ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return -math.inf
    gated = loud[loudness(loud) > lufs(float(loud.mean())) - 10.0]
    return lufs(float(gated.mean()))


def short_term_lufs(cells: Energies) -> Energies:
    """Return the loudness of 3 s windows that start every 0.1 s (EBU Tech 3341); −200 for silence."""
    return loudness(_windows(cells, 300, 10))


def momentary_max_lufs(cells: Energies) -> float:
    """Return the loudness of the loudest 400 ms (EBU Tech 3341, maximum momentary loudness)."""
    return float(loudness(_windows(cells, 40, 10)).max(initial=-math.inf))


def range_lu(energies: Energies, energies_hz: int = k_weighting.CELLS_HZ) -> float:
    """Return the range of the gated short-term loudness, 10th to 95th percentile (EBU Tech 3342)."""
    windows = _windows(energies, 3 * energies_hz, energies_hz // 10)
    loud = windows[loudness(windows) > ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return 0.0
    levels = loudness(loud)
    gated = levels[levels > lufs(float(loud.mean())) - 20.0]
    gated.sort()
    return _percentile(gated, 95) - _percentile(gated, 10)


def _percentile(sorted_values: Energies, percent: int) -> float:
    """Return a percentile, between two values by a straight line, as np.percentile, which loads numpy.ma."""
    whole, part = divmod((len(sorted_values) - 1) * percent, 100)
    low, high = sorted_values[whole], sorted_values[min(whole + 1, len(sorted_values) - 1)]
    return float(low + (high - low) * part / 100)


def sample_peaks(sound: Sound) -> Sound:
    """Return the largest sample of each grain over all channels, (grains,); sound is (channels, frames)."""
    # Non-negative IEEE 754 floats sort in the order of their bits, and integers compare in half the time.
    bits = [np.bitwise_and(np.ascontiguousarray(channel).view(np.int32), 0x7FFF_FFFF) for channel in sound]
    magnitude = bits[0]
    for other in bits[1:]:
        np.maximum(magnitude, other, out=magnitude)
    whole = len(magnitude) // GRAIN * GRAIN
    peaks = magnitude[:whole].reshape(-1, GRAIN).max(axis=1)
    if whole < len(magnitude):
        peaks = np.append(peaks, magnitude[whole:].max())
    return np.asarray(peaks.view(np.float32))


@cache
def _interpolator() -> NDArray[np.float32]:
    """Return the matrix that maps a grain and its wings to the interpolated values, (88, 192).

    Phases of a Kaiser-windowed sinc (BS.1770-4, annex 2, asks for four times at least), laid out as one
    matrix so that BLAS does the work.
    """
    positions = np.arange(1, 2 * WING + 1, dtype=np.float64) - WING
    matrix = np.zeros((GRAIN + 2 * WING, GRAIN, _OVERSAMPLING - 1))
    for phase in range(1, _OVERSAMPLING):
        distance = positions - phase / _OVERSAMPLING
        window = np.i0(7.0 * np.sqrt(np.maximum(0.0, 1.0 - (distance / WING) ** 2))) / np.i0(7.0)
        taps = np.sinc(distance) * window
        for i in range(GRAIN):
            matrix[i + 1 : i + 1 + 2 * WING, i, phase - 1] = taps / taps.sum()
    return matrix.reshape(len(matrix), -1).astype(np.float32)


def true_peaks(sound: Sound, peaks: Sound, over: float, wing: int = 0) -> Sound:
    """Return each grain's peak: the true one, four times oversampled, wherever it may exceed `over`.

    The sound is (channels, frames) with `wing` frames of context at either end; the peaks are its sample
    peaks. Grains more than 5 dB under `over` aren't interpolated: they keep their sample peaks.
    ITU-R BS.1770-4, annex 2.
    """
    doubtful = np.flatnonzero(peaks > over * 10.0 ** (-_HEADROOM_DB / 20.0))
    if not len(doubtful):
        return peaks
    matrix = _interpolator()
    out = peaks.copy()
    for channel in sound:
        padded = np.zeros(len(peaks) * GRAIN + 2 * WING, np.float32)
        inner = channel[max(0, wing - WING) :]
        begin = max(0, WING - wing)
        length = min(len(inner), len(padded) - begin)
        padded[begin : begin + length] = inner[:length]
        spans = np.lib.stride_tricks.sliding_window_view(padded, GRAIN + 2 * WING)[::GRAIN]
        for at in range(0, len(doubtful), _BATCHES * _ROWS):
            some = doubtful[at : at + _BATCHES * _ROWS]
            laid = spans[np.resize(some, -(-len(some) // _ROWS) * _ROWS)].reshape(-1, _ROWS, spans.shape[1])
            between = laid @ matrix
            highest = np.abs(between, out=between).max(axis=2).reshape(-1)[: len(some)]
            out[some] = np.maximum(out[some], highest)
    return out


class Meter:
    """Measures a programme's energies and peaks from successive blocks of any length."""

    def __init__(self, rate_hz: int, channels: int, over_dbtp: float = -8.0) -> None:
        self.rate_hz = rate_hz
        self._cell = k_weighting.cell_frames(rate_hz)
        self._states = k_weighting.silent_state(channels)
        self._tail = np.zeros((channels, 2 * WING), np.float32)
        """The last frames received, including the interpolator's run-up."""
        self._begun = 2 * WING
        """Index in the tail from which energies aren't measured yet: less than a cell is left."""
        self._peaked = WING
        """Index in the tail from which peaks aren't measured yet: interpolation needs the next block."""
        self._cells: list[Energies] = []
        self._over = 10.0 ** (over_dbtp / 20.0)
        self._peak = 0.0

    def push(self, sound: Sound) -> None:
        """Take in the next (channels, frames)."""
        held = self._tail.shape[1]
        joined = np.empty((len(sound), held + sound.shape[1]), np.float32)
        joined[:, :held] = self._tail
        joined[:, held:] = sound
        span = max(0, (joined.shape[1] - WING - self._peaked) // GRAIN * GRAIN)
        self._measure_peaks(joined[:, self._peaked - WING : self._peaked + span + WING])
        self._peaked += span
        whole = (held - self._begun + sound.shape[1]) // self._cell * self._cell
        self._add(joined[:, self._begun : self._begun + whole])
        self._begun += whole
        kept = min(self._begun, self._peaked - WING)
        self._tail = joined[:, kept:].copy()
        self._begun -= kept
        self._peaked -= kept

    def _measure_peaks(self, around: Sound) -> None:
        """Measure the peaks of a block that is given with the interpolator's wings on both sides."""
        inner = around[:, WING : around.shape[1] - WING]
        if not inner.shape[1]:
            return
        peaks = sample_peaks(inner)
        self._peak = max(self._peak, float(peaks.max()))
        found = true_peaks(around, peaks, max(self._over, self._peak), WING)
        self._peak = max(self._peak, float(found.max()))

    def _add(self, sound: Sound) -> None:
        if not sound.shape[1]:
            return
        energies, self._states = k_weighting.cells(sound, self.rate_hz, self._states)
        self._cells.append(energies)

    def cells(self) -> Energies:
        """Return the K-weighted energy of each 10 ms so far, summed over channels; ends the measurement."""
        self._add(self._tail[:, self._begun :])
        self._begun = self._tail.shape[1]
        self._measure_peaks(np.pad(self._tail[:, self._peaked - WING :], ((0, 0), (0, WING))))
        self._peaked = self._tail.shape[1]
        return np.concatenate(self._cells) if self._cells else np.zeros(0)

    @property
    def peak_dbtp(self) -> float:
        """The true peak so far; below the level given at the start it is the sample peak."""
        return 20.0 * math.log10(self._peak) if self._peak > 0 else -math.inf

    def read(self) -> Loudness:
        """Return the readings; ends the measurement."""
        cells = self.cells()
        return Loudness(
            integrated_lufs=integrated_lufs(cells), true_peak_dbtp=self.peak_dbtp, range_lu=range_lu(cells)
        )


def measure(sound: Sound, rate_hz: int) -> Loudness:
    """Return the loudness and true peak of a sound that is in memory, (channels, frames)."""
    meter = Meter(rate_hz, len(sound))
    for block in _blocks(sound, rate_hz * 10):
        meter.push(block)
    return meter.read()


def _blocks(sound: Sound, frames: int) -> Iterator[Sound]:
    for start in range(0, sound.shape[1], frames):
        yield sound[:, start : start + frames]
