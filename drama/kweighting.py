"""The K-weighting filter of ITU-R BS.1770-4, as energies of 10 ms, fast without a compiled filter.

The recursive filter is run block by block in state-space form: within a block of some 60 frames its output
is a matrix product (a triangular Toeplitz matrix of its impulse response), and only the four numbers of its
state pass from block to block. numpy does the former at BLAS's speed; the latter is a scan in two levels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CELLS_HZ = 100
"""Cells of 10 ms: the grain in which loudness is gathered."""
_ROWS = 35
"""Blocks in one matrix product: so small that BLAS stays in the calling thread; five cells at 44,100 Hz."""
_BATCHES = 16
"""Products made at a time: what they leave stays in the processor's cache."""
_ORDER = 4

Matrix = NDArray[np.float64]
_Coefficients = tuple[tuple[float, float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Filter:
    """The filter of one rate, ready for blocks of `block` frames."""

    block: int
    within: NDArray[np.float32]
    """(block, block): what the frames of a block add to its own output."""
    into: NDArray[np.float32]
    """(block, 4): what they add to the state after it."""
    out: NDArray[np.float32]
    """(4, block): what the state before a block adds to its output."""
    onward: Matrix
    """(4, 4): what becomes of the state over a block, for row vectors."""


def cell_frames(rate_hz: int) -> int:
    """Return the length of a cell: 10 ms, rounded down to a frame."""
    return rate_hz // CELLS_HZ


def sections(rate_hz: int) -> tuple[_Coefficients, _Coefficients]:
    """Return numerator and denominator (without its leading 1) of the shelf and of the high-pass.

    ITU-R BS.1770-4, tables 1 and 2, gives them at 48 kHz only; their analogue prototypes (a shelf of +4 dB
    at 1,682 Hz, a high-pass at 38 Hz) are as libebur128 works them out, mapped by the bilinear transform.
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
def _filter(rate_hz: int) -> _Filter:
    """Return the filter for a rate; its blocks divide a cell."""
    cell = cell_frames(rate_hz)
    block = max(size for size in range(1, 65) if cell % size == 0)
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


def _scan(steps: Matrix, onward: Matrix, first: Matrix) -> tuple[Matrix, Matrix]:
    """Return the state before each block, (blocks, 4), and the one after the last.

    The blocks are laid out as rows; all rows are scanned at once from nothing, then each one gets what the
    rows before it leave over.
    """
    count = len(steps)
    width = max(1, math.isqrt(count))
    rows = -(-count // width)
    padded = np.zeros((rows * width, _ORDER))
    padded[:count] = steps
    grid = padded.reshape(rows, width, _ORDER)
    states = np.empty_like(grid)
    state = np.zeros((rows, _ORDER))
    powers = np.empty((width, _ORDER, _ORDER))
    power = np.eye(_ORDER)
    for i in range(width):
        states[:, i] = state
        powers[i] = power
        state = state @ onward + grid[:, i]
        power = power @ onward
    carried = np.empty((rows, _ORDER))
    carry = first
    for i in range(rows):
        carried[i] = carry
        carry = carry @ power + state[i]
    states += (carried @ powers.transpose(1, 0, 2).reshape(_ORDER, -1)).reshape(states.shape)
    flat = states.reshape(-1, _ORDER)
    return flat[:count], (flat[count] if count < len(flat) else carry)


def silent_state() -> Matrix:
    """Return the filter's state before the first frame."""
    return np.zeros(_ORDER)


def energies(sound: NDArray[np.float32], rate_hz: int) -> Matrix:
    """Return the K-weighted mean square of each 10 ms of a sound, (channels, frames), the channels summed."""
    total: Matrix = np.sum([cells(channel, rate_hz, silent_state())[0] for channel in sound], axis=0)
    return total


def cells(samples: NDArray[np.float32], rate_hz: int, state: Matrix) -> tuple[Matrix, Matrix]:
    """Return the K-weighted mean square of each 10 ms of one channel, and the filter's state after them.

    The samples, (frames,), are taken in whole cells; the last one is padded with silence, so a long sound is
    measured in pieces of whole cells, each with the state that the piece before it returned.
    """
    kit = _filter(rate_hz)
    cell = cell_frames(rate_hz)
    count = -(-len(samples) // cell)
    blocks = count * cell // kit.block
    batches = -(-blocks // _ROWS)
    total = batches * _ROWS * kit.block
    if total == len(samples) and samples.flags.c_contiguous:
        laid = samples.reshape(batches, _ROWS, kit.block)
    else:
        padded = np.zeros(total, np.float32)
        padded[: len(samples)] = samples
        laid = padded.reshape(batches, _ROWS, kit.block)
    steps = (laid @ kit.into).reshape(-1, _ORDER)[:blocks].astype(np.float64)
    states, last = _scan(steps, kit.onward, state)
    before = np.zeros((batches * _ROWS, _ORDER), np.float32)
    before[:blocks] = states
    seeds = before.reshape(batches, _ROWS, _ORDER)
    energies = np.empty(batches * _ROWS)
    for at in range(0, batches, _BATCHES):
        weighted = laid[at : at + _BATCHES] @ kit.within
        weighted += seeds[at : at + _BATCHES] @ kit.out
        by_block = weighted.reshape(-1, kit.block)
        energies[at * _ROWS : at * _ROWS + len(by_block)] = np.einsum("ij,ij->i", by_block, by_block)
    return energies[:blocks].reshape(count, cell // kit.block).sum(axis=1) / cell, last
