"""A picture of a sound: its waveform over its spectrogram, drawn without a plotting library."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples

Image = NDArray[np.uint8]
"""Shape (height, width, 3), red, green and blue."""

RANGE_DB = 80.0
"""From the brightest point of a spectrogram down to black."""
LOW_HZ, HIGH_HZ = 30.0, 18_000.0
GRID_HZ = (100.0, 1000.0, 10_000.0)
PAPER, INK, GRID = (250, 250, 247), (38, 70, 110), (120, 120, 130)
HEAT = (
    (0.0, (0, 0, 4)),
    (0.35, (90, 22, 110)),
    (0.65, (205, 70, 70)),
    (0.85, (250, 160, 50)),
    (1.0, (252, 250, 190)),
)
"""Dark to light, near to even steps of brightness, so that a level can be read from it."""


def picture(samples: Samples, *, width: int = 900, height: int = 420) -> Image:
    """Return a sound's waveform (upper quarter) over its spectrogram.

    Time runs to the right over the whole sound; frequency up from 30 Hz to 18 kHz in octaves of one height.
    Grey lines stand at 100 Hz, 1 kHz and 10 kHz, and ticks at each second.
    """
    mono = np.asarray(samples, dtype=np.float64).mean(axis=1)
    top = height // 4
    image = np.empty((height, width, 3), dtype=np.uint8)
    image[:top] = waveform(mono, width, top)
    image[top:] = spectrogram(mono, width, height - top)
    seconds = len(mono) / HOUSE_RATE_HZ
    every = next(step for step in (0.1, 0.5, 1, 5, 10, 60, 600, 3600) if seconds / step <= 20 or step == 3600)
    for at in np.arange(every, seconds, every):
        column = int(at / seconds * width)
        image[top : top + 8, column] = GRID
    return image


def waveform(mono: Samples, width: int, height: int) -> Image:
    """Return the lowest and highest sample of each column as a filled shape."""
    image = np.full((height, width, 3), PAPER, dtype=np.uint8)
    edges = np.linspace(0, len(mono), width + 1).astype(int)
    scale = (height / 2 - 2) / max(float(np.abs(mono).max(initial=0.0)), 1e-9)
    for x in range(width):
        piece = mono[edges[x] : max(edges[x + 1], edges[x] + 1)]
        first = round(height / 2 - float(piece.max(initial=-1.0)) * scale)
        last = round(height / 2 - float(piece.min(initial=1.0)) * scale)
        image[max(0, first) : last + 1, x] = INK
    return image


def spectrogram(mono: Samples, width: int, height: int) -> Image:
    """Return the power of each column and row in colour, by windows of 46 ms (Hann)."""
    size = 2048
    padded = np.pad(mono, (size // 2, size // 2 + 1))
    starts = np.linspace(0, len(mono), width).astype(int)
    hz = LOW_HZ * (HIGH_HZ / LOW_HZ) ** (np.arange(height)[::-1] / (height - 1))
    lines = np.fft.rfftfreq(size, 1 / HOUSE_RATE_HZ)
    window = np.hanning(size)
    level_db = np.empty((height, width))
    for x, start in enumerate(starts):
        power = np.abs(np.fft.rfft(padded[start : start + size] * window)) ** 2
        level_db[:, x] = 10 * np.log10(np.interp(hz, lines, power) * np.sqrt(hz) + 1e-12)
    bright = np.clip((level_db - level_db.max()) / RANGE_DB + 1, 0, 1)
    stops = [stop for stop, _ in HEAT]
    image = np.stack([np.interp(bright, stops, [c[i] for _, c in HEAT]) for i in range(3)], axis=2)
    for grid_hz in GRID_HZ:
        row = int(np.abs(hz - grid_hz).argmin())
        image[row, ::4] = GRID
    return image.astype(np.uint8)


def png(image: Image) -> bytes:
    """Return an image as a PNG file (ISO/IEC 15948), 8-bit RGB."""
    height, width, _ = image.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), image.reshape(height, -1)], axis=1)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
