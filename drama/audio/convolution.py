"""Convolution with long responses, block by block: the response is transformed once, memory stays small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drama.audio.samples import Sound

_SMALLEST = 2**14
"""Of the transforms: below it, what is done once for each block costs more than the transform."""


@dataclass(frozen=True, slots=True)
class Response:
    """An impulse response, ready to be convolved with anything."""

    taps: int
    """Its length in frames."""
    size: int
    """Of the transforms: a power of two, at least twice the response."""
    spectra: NDArray[np.complex64]
    """(channels, size // 2 + 1)."""


def prepared(taps: Sound) -> Response:
    """Return a response of shape (channels, frames), ready for use."""
    size = max(_SMALLEST, 1 << (2 * taps.shape[1] - 1).bit_length())
    spectra = np.fft.rfft(taps.astype(np.float64), size, axis=1).astype(np.complex64)
    return Response(taps.shape[1], size, spectra)


def convolved(sound: Sound, response: Response) -> Sound:
    """Return one channel, (frames,), through a response: (its channels, frames + taps − 1).

    Overlap-add. The way there is in double precision because numpy's in single takes twice the time of it
    (2.4, measured for 16,384 points); the way back in single takes half.
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
