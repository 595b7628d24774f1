"""FFT convolution with long impulse responses by overlap-add; each response is transformed once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drama.audio.samples import Sound

_SMALLEST = 2**14
"""Least FFT size: below it, the overhead of a block exceeds its transform."""


@dataclass(frozen=True, slots=True)
class Response:
    """An impulse response, ready to be convolved with anything."""

    taps: int
    """Its length in frames."""
    size: int
    """FFT size: a power of two, at least twice the response."""
    spectra: NDArray[np.complex64]
    """(channels, size // 2 + 1)."""


def prepared(taps: Sound) -> Response:
    """Return a response of shape (channels, frames), ready for use."""
    size = max(_SMALLEST, 1 << (2 * taps.shape[1] - 1).bit_length())
    spectra = np.fft.rfft(taps.astype(np.float64), size, axis=1).astype(np.complex64)
    return Response(taps.shape[1], size, spectra)


def convolved(sound: Sound, response: Response) -> Sound:
    """Return one channel, (frames,), convolved with a response: (its channels, frames + taps − 1).

    Overlap-add. The forward FFT is in double precision: numpy's in single precision takes twice as long (2.4
    times, measured for 16,384 points). The inverse FFT in single precision takes half the time.
    """
    size, taps = response.size, response.taps
    hop = size - taps + 1
    out = np.zeros((len(response.spectra), len(sound) + taps - 1), np.float32)
    for at in range(0, len(sound), hop):
        block = sound[at : at + hop]
        spectrum = np.fft.rfft(block.astype(np.float64), size).astype(np.complex64)
        stop = at + len(block) + taps - 1
        for channel, own in zip(out, response.spectra, strict=True):
            channel[at:stop] += np.fft.irfft(spectrum * own, size)[: stop - at]
    return out
