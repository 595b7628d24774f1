"""The K-weighting filter of ITU-R BS.1770-4, as energies of short cells, fast without a compiled filter.

The recursive filter is run block by block in state-space form: within a block of some 64 frames its output
is a matrix product (a triangular Toeplitz matrix of its impulse response), and only the four numbers of its
state pass from block to block. That recurrence is a hierarchical scan, itself made of matrix products: over
rows of blocks, then over rows of rows (a block-parallel IIR scan).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CELLS_HZ = 100
"""Cells of 10 ms: the time resolution of loudness."""
_ROWS = 24
"""Blocks in one matrix product: so small that BLAS stays in the calling thread, and what its kernels take."""
_LONGEST_BLOCK = 64
"""Frames. With 24 rows 64 take 0.27 ms a second of stereo, 96 take 0.31; 48 with 35 rows take 0.35."""
_BATCHES = 32
"""Products made at a time: few enough that their results stay in the processor's cache."""
_ORDER = 4
_WIDTH = 16
"""Blocks in a row of the scan."""
_ROWS_AT_ONCE = 64
"""Rows in one of its products: (64 · 64) · 64 is the most that OpenBLAS does without threads of its own."""

Matrix = NDArray[np.float64]
_Coefficients = tuple[tuple[float, float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Filter:
    """The filter of one rate, ready for blocks of `block` frames, which divide a cell."""

    block: int
    within: NDArray[np.float32]
    """(block, block): contribution of a block's frames to its own output."""
    into: NDArray[np.float32]
    """(block, 4): their contribution to the state after it."""
    out: NDArray[np.float32]
    """(4, block): contribution of the state before a block to its output."""
    onward: Matrix
    """(4, 4): transition of the state over a block, for row vectors."""


def cell_frames(rate_hz: int) -> int:
    """Return the length of a cell: 10 ms, rounded down to a frame."""
    return rate_hz // CELLS_HZ


def sections(rate_hz: int) -> tuple[_Coefficients, _Coefficients]:
    """Return numerator and denominator (without its leading 1) of the shelf and of the high-pass.

    ITU-R BS.1770-4, tables 1 and 2, gives them at 48 kHz only; their analogue prototypes (a shelf of +4 dB
    at 1,682 Hz, a high-pass at 38 Hz) are as libebur128 derives them, mapped by the bilinear transform.
    """
    k, quality = math.tan(math.pi * 1681.974450955533 / rate_hz), 0.7071752369554196
    high = 10.0 ** (3.999843853973347 / 20.0)
    middle = high**0.4996667741545416
    a0 = 1.0 + k / quality + k * k
    shelf = (
        (
            (high + middle * k / quality + k * k) / a0,
            2.0 * (k * k - high) / a0,
            (high - middle * k / quality + k * k) / a0,
        ),
        (2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0),
    )
    k, quality = math.tan(math.pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    a0 = 1.0 + k / quality + k * k
    high_pass = ((1.0, -2.0, 1.0), (2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0))
    return shelf, high_pass


def _state_space(section: _Coefficients) -> tuple[Matrix, Matrix, Matrix, float]:
    """Return A, B, C, D of a second-order section (transposed direct form II)."""
    (b0, b1, b2), (a1, a2) = section
    return (
        np.array([[-a1, 1.0], [-a2, 0.0]]),
        np.array([[b1 - a1 * b0], [b2 - a2 * b0]]),
        np.array([[1.0, 0.0]]),
        b0,
    )


@lru_cache(maxsize=8)
def _filter(rate_hz: int, cell: int) -> _Filter:
    """Return the filter for a rate and a length of cells."""
    block = max(size for size in range(1, _LONGEST_BLOCK + 1) if cell % size == 0)
    (a1, b1, c1, d1), (a2, b2, c2, d2) = (_state_space(section) for section in sections(rate_hz))
    a = np.block([[a1, np.zeros((2, 2))], [b2 @ c1, a2]])
    b, c, d = np.vstack([b1, b2 * d1]), np.hstack([d2 * c1, c2]), d1 * d2
    powers = [np.eye(_ORDER)]
    for _ in range(block):
        powers.append(powers[-1] @ a)
    impulse = np.array([d, *((c @ power @ b).item() for power in powers[: block - 1])])
    within = np.zeros((block, block))
    for i in range(block):
        within[i, i:] = impulse[: block - i]
    return _Filter(
        block,
        within.astype(np.float32),
        np.array([(power @ b)[:, 0] for power in powers[block - 1 :: -1]]).astype(np.float32),
        np.array([(c @ power)[0] for power in powers[:block]]).T.astype(np.float32),
        powers[block].T.copy(),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Propagation of the state along a row of _WIDTH blocks, as matrices for row vectors."""

    within: Matrix
    """(width · 4, width · 4): contribution of a row's steps to the state before each of its blocks."""
    after: Matrix
    """(width · 4, 4): their contribution to the state after it."""
    along: Matrix
    """(4, width · 4): contribution of the state before a row to the state before each of its blocks."""


@lru_cache(maxsize=16)
def _row(rate_hz: int, cell: int, level: int) -> _Row:
    """Return a row of blocks, at level 0, or of rows of the level below."""
    onward = np.linalg.matrix_power(_filter(rate_hz, cell).onward, _WIDTH**level)
    powers = [np.linalg.matrix_power(onward, i) for i in range(_WIDTH)]
    within = np.zeros((_WIDTH, _ORDER, _WIDTH, _ORDER))
    for block in range(_WIDTH):
        for to in range(block + 1, _WIDTH):
            within[block, :, to] = powers[to - block - 1]
    return _Row(within.reshape(_WIDTH * _ORDER, -1), np.vstack(powers[::-1]), np.hstack(powers))


def _scan(steps: Matrix, first: Matrix, rate_hz: int, cell: int, level: int = 0) -> Matrix:
    """Return the state before each block and after the last, (channels, blocks + 1, 4).

    `steps` is each block's contribution to the state, (channels, blocks, 4); `first` is the initial states.
    """
    channels, count, _ = steps.shape
    rows = count // _WIDTH + 1
    at_once = min(rows, _ROWS_AT_ONCE)
    rows = -(-rows // at_once) * at_once
    padded = np.zeros((channels, rows * _WIDTH, _ORDER))
    padded[:, :count] = steps
    grid = padded.reshape(-1, at_once, _WIDTH * _ORDER)
    kit = _row(rate_hz, cell, level)
    before = first
    if rows > 1:
        added = (grid @ kit.after).reshape(channels, rows, _ORDER)
        before = _scan(added, first, rate_hz, cell, level + 1)[:, :rows]
    states = grid @ kit.within
    states += before.reshape(-1, at_once, _ORDER) @ kit.along
    return states.reshape(channels, -1, _ORDER)[:, : count + 1]


def silent_state(channels: int = 1) -> Matrix:
    """Return the filter's state before the first frame, for each channel."""
    return np.zeros((channels, _ORDER))


def energies(sound: NDArray[np.float32], rate_hz: int, cell: int | None = None) -> Matrix:
    """Return the K-weighted mean square of each cell of a sound, (channels, frames), the channels summed."""
    return cells(sound, rate_hz, silent_state(len(sound)), cell)[0]


def cells(
    sound: NDArray[np.float32], rate_hz: int, states: Matrix, cell: int | None = None
) -> tuple[Matrix, Matrix]:
    """Return the K-weighted mean square of each cell, summed over channels, and the states after them.

    A cell has `cell` frames, 10 ms by default. The last cell of the sound, (channels, frames), is padded with
    silence, so measure a long sound in pieces of whole cells, each with the states that the piece before it
    returned.
    """
    cell = cell or cell_frames(rate_hz)
    kit = _filter(rate_hz, cell)
    channels, frames = sound.shape
    count = -(-frames // cell)
    blocks = count * cell // kit.block
    batches = -(-blocks // _ROWS)
    total = batches * _ROWS * kit.block
    if total != frames or not sound.flags.c_contiguous:
        padded = np.zeros((channels, total), np.float32)
        padded[:, :frames] = sound
        sound = padded
    laid = sound.reshape(channels * batches, _ROWS, kit.block)
    steps = (laid @ kit.into).reshape(channels, -1, _ORDER)[:, :blocks].astype(np.float64)
    scanned = _scan(steps, states, rate_hz, cell)
    before = np.zeros((channels, batches * _ROWS, _ORDER), np.float32)
    before[:, :blocks] = scanned[:, :-1]
    seeds = before.reshape(laid.shape[0], _ROWS, _ORDER)
    energies = np.empty((len(laid), _ROWS), np.float32)
    for at in range(0, len(laid), _BATCHES):
        weighted = laid[at : at + _BATCHES] @ kit.within
        weighted += seeds[at : at + _BATCHES] @ kit.out
        np.einsum("ijk,ijk->ij", weighted, weighted, out=energies[at : at + len(weighted)])
    by_block = energies.reshape(channels, -1)[:, :blocks].sum(axis=0, dtype=np.float64)
    return by_block.reshape(count, cell // kit.block).sum(axis=1) / cell, scanned[:, -1]
