"""How loud a library sound is, by ITU-R BS.1770-4, without filtering sample by sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.sounds.shaping import fast_length
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from drama.sounds.recipe import Samples

BLOCK_S, HOP_S = 0.4, 0.1
OFFSET_LU = -0.691
"""ITU-R BS.1770-4, eq. 2."""


def k_weighting(hz: Samples, rate_hz: int = HOUSE_RATE_HZ) -> Samples:
    """Return the gain of BS.1770's two filters at each frequency.

    The analogue prototypes are De Man's ("Evaluation of implementations of the EBU R128 loudness
    measurement", AES 145, 2018), which give the
    standard's coefficients at 48 kHz and carry over to other rates.
    """
    shelf_hz, shelf_q, shelf_db = 1681.974450955533, 0.7071752369554196, 3.999843853973347
    pass_hz, pass_q = 38.13547087602444, 0.5003270373238773
    z = np.exp(-2j * np.pi * hz / rate_hz)
    k = np.tan(np.pi * shelf_hz / rate_hz)
    high = 10 ** (shelf_db / 20)
    band = high**0.4996667741545416
    shelf = (high + band * k / shelf_q + k * k) + 2 * (k * k - high) * z
    shelf = shelf + (high - band * k / shelf_q + k * k) * z * z
    shelf = shelf / ((1 + k / shelf_q + k * k) + 2 * (k * k - 1) * z + (1 - k / shelf_q + k * k) * z * z)
    k = np.tan(np.pi * pass_hz / rate_hz)
    low_cut = (1 - z) ** 2
    low_cut = low_cut / ((1 + k / pass_q + k * k) + 2 * (k * k - 1) * z + (1 - k / pass_q + k * k) * z * z)
    low_cut = low_cut * (1 + k / pass_q + k * k)
    return np.asarray(np.abs(shelf * low_cut))


def block_powers(samples: Samples, rate_hz: int = HOUSE_RATE_HZ) -> Samples:
    """Return the K-weighted power, channels summed, of each 400 ms block, one every 100 ms.

    A sound shorter than a block is measured as if silence followed it.
    """
    block, hop = round(BLOCK_S * rate_hz), round(HOP_S * rate_hz)
    frames = fast_length(max(len(samples), block))
    gain = k_weighting(np.fft.rfftfreq(frames, 1 / rate_hz)).astype(np.float32)
    power = np.zeros(frames)
    for channel in samples.T:
        spectrum = np.fft.rfft(channel.astype(np.float32), frames) * gain
        power += np.fft.irfft(spectrum, frames).astype(np.float64) ** 2
    energy = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, max(len(samples), block) - block + 1, hop)
    return np.asarray(np.maximum((energy[starts + block] - energy[starts]) / block, 0.0))


def lufs(power: float) -> float:
    """Return a K-weighted power as LUFS; −inf for silence."""
    return OFFSET_LU + 10 * float(np.log10(power)) if power > 0 else -np.inf


def momentary_max_lufs(samples: Samples) -> float:
    """Return the loudest 400 ms of (frames, 2) samples (EBU Tech 3341)."""
    return lufs(float(block_powers(samples).max()))


def gated_lufs(samples: Samples) -> float:
    """Return the gated loudness of (frames, 2) samples (BS.1770-4, gates at −70 LUFS and −10 LU)."""
    powers = block_powers(samples)
    powers = powers[powers > 10 ** ((-70 - OFFSET_LU) / 10)]
    if not len(powers):
        return -np.inf
    powers = powers[powers > powers.mean() / 10]
    return lufs(float(powers.mean()))
