"""What the tests of the library measure of a sound; all take (frames, 2) samples at 44,100 Hz."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
Samples = NDArray[np.float32]


def share(samples: Samples, low_hz: float, high_hz: float) -> float:
    """Return the part of the mono sum's power that lies in a band, 0 to 1."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1).astype(np.float64))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(power[(hz >= low_hz) & (hz < high_hz)].sum() / power.sum())


def centroid_hz(samples: Samples, start_s: float = 0.0, end_s: float | None = None) -> float:
    """Return the power spectrum's centre of gravity over a stretch."""
    part = samples[round(start_s * RATE) : None if end_s is None else round(end_s * RATE)]
    power = np.abs(np.fft.rfft(part.mean(axis=1).astype(np.float64))) ** 2
    hz = np.fft.rfftfreq(len(part), 1 / RATE)
    return float((power * hz).sum() / power.sum())


def slope_db_per_octave(samples: Samples, low_hz: float, high_hz: float) -> float:
    """Return the slope of the power density over a band, from third-octave means."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1).astype(np.float64))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE)
    centres = low_hz * 2 ** (np.arange(0, np.log2(high_hz / low_hz) + 1e-9, 1 / 3))
    means = [10 * np.log10(power[(hz >= c / 1.122) & (hz < c * 1.122)].mean()) for c in centres]
    return float(np.polyfit(np.log2(centres), means, 1)[0])


def envelope(samples: Samples, window_s: float) -> NDArray[np.float64]:
    """Return the root mean square of both channels in windows that follow one another."""
    size = round(window_s * RATE)
    whole = samples[: len(samples) // size * size].astype(np.float64)
    return np.sqrt((whole**2).mean(axis=1).reshape(-1, size).mean(axis=1))


def rise_s(samples: Samples, window_s: float = 0.001) -> float:
    """Return the time from a tenth of the peak to the peak, of the envelope."""
    level = envelope(samples, window_s)
    peak = int(level.argmax())
    below = np.flatnonzero(level[:peak] < level[peak] / 10)
    return (peak - (int(below[-1]) if len(below) else 0)) * window_s


def fall_s(samples: Samples, drop_db: float, window_s: float = 0.01) -> float:
    """Return the time from the envelope's peak until it stays this far below it."""
    level = envelope(samples, window_s)
    peak = int(level.argmax())
    above = np.flatnonzero(level[peak:] > level[peak] * 10 ** (-drop_db / 20))
    return float(above[-1] + 1) * window_s


def period(samples: Samples, low_s: float, high_s: float, window_s: float = 0.01) -> tuple[float, float]:
    """Return the lag between two limits at which the envelope is most like itself, and how like (−1 to 1)."""
    level = envelope(samples, window_s)
    level = level - level.mean()
    likeness = np.fft.irfft(np.abs(np.fft.rfft(level, 2 * len(level))) ** 2)[: len(level)]
    likeness = likeness / np.arange(len(level), 0, -1)
    lags = np.arange(round(low_s / window_s), min(round(high_s / window_s), len(level) - 2) + 1)
    best = int(lags[likeness[lags].argmax()])
    return best * window_s, float(likeness[best] / likeness[0])


def onsets(samples: Samples, over: float = 0.25, apart_s: float = 0.1, window_s: float = 0.005) -> int:
    """Return how many times the envelope rises over a part of its peak, no two nearer than `apart_s`."""
    level = envelope(samples, window_s)
    loud = level > over * level.max()
    rises = np.flatnonzero(loud[1:] & ~loud[:-1]) * window_s
    found, last = 0, -np.inf
    for time in rises:
        if time - last >= apart_s:
            found, last = found + 1, time
    return found


def spread_db(samples: Samples, window_s: float = 0.5) -> float:
    """Return the decibels between the 10th and the 90th percentile of the envelope."""
    low, high = np.quantile(envelope(samples, window_s), [0.1, 0.9])
    return float(20 * np.log10(high / low))


def correlation(samples: Samples) -> float:
    """Return the correlation of the channels."""
    return float(np.corrcoef(samples.T)[0, 1])


def reach_s(samples: Samples, part: float, window_s: float = 0.005) -> float:
    """Return when the envelope first comes to a part of its peak, counted from when it leaves silence."""
    level = envelope(samples, window_s)
    start = int(np.flatnonzero(level > level.max() / 100)[0])
    return (int(np.flatnonzero(level >= part * level.max())[0]) - start) * window_s


def kurtosis(samples: Samples, low_hz: float = 20.0) -> float:
    """Return the fourth moment over the squared second, above a corner: 3 for noise, more for knocks."""
    mono = samples.mean(axis=1).astype(np.float64)
    spectrum = np.fft.rfft(mono)
    spectrum[np.fft.rfftfreq(len(mono), 1 / RATE) < low_hz] = 0
    mono = np.fft.irfft(spectrum, len(mono))
    return float((mono**4).mean() / (mono**2).mean() ** 2)


def peaks_hz(
    samples: Samples, low_hz: float, high_hz: float, number: int, width_hz: float = 12.0
) -> list[float]:
    """Return the strongest lines of the spectrum in a band, sorted, none nearer than the width."""
    mono = samples.mean(axis=1).astype(np.float64)
    power = np.abs(np.fft.rfft(mono * np.hanning(len(mono)))) ** 2
    hz = np.fft.rfftfreq(len(mono), 1 / RATE)
    power[(hz < low_hz) | (hz > high_hz)] = 0
    found: list[float] = []
    for _ in range(number):
        best = float(hz[power.argmax()])
        found.append(best)
        power[np.abs(hz - best) < width_hz] = 0
    return sorted(found)
