"""Acoustic features that tell voices apart: pitch, noise, brightness, timbre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drama.audio.samples import level_lufs, resample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drama.audio.samples import Sound

_RATE_HZ = 16_000
"""Voices are compared up to 8 kHz, the band that every engine has."""
_HOP = 160
_WINDOW = 960
"""60 ms: three periods of 50 Hz, as Boersma (1993) asks of a Hann window."""
_FFT = 2_048
_F0_HZ = (50.0, 600.0)
_VOICED_STRENGTH = 0.45
"""Least normalised autocorrelation of a voiced frame (Praat's default)."""
_LEAST_VOICED = 0.03
"""A voice with a smaller share of voiced frames is a whisper: it has no F0.

Of whispers 0 to 1.2 % of the frames are voiced, of people's voices 5 % (breathy, creaking) to 65 %.
"""
_STEADY_ST = 9.0
_FLATTEN_BINS = 77
"""600 Hz: more than the spacing of a child's harmonics."""
_PITCH_BINS = 385
"""F0 is estimated from the spectrum under 3 kHz."""
_VOICED_RANGE_DB = 30.0
_OCTAVE_COST = 0.85
"""A shorter period wins when its peak reaches this share of the highest one: against octave errors."""
_BANDS = 28
_COEFFICIENTS = 12
_THIRDS_HZ = (315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300)
_HUMAN_DB = (59.0, 62.1, 62.1, 60.5, 56.8, 53.7, 53.0, 52.0, 48.7, 48.1, 46.8, 45.6, 44.5, 44.3)
"""Long-term average speech spectrum in third octaves: Byrne et al., JASA 96 (1994), table II, both sexes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiceprint:
    """Measures of a recording of one voice; a few seconds give stable values."""

    f0_hz: float
    """Median over the voiced frames; 0 when there are none."""
    f0_range_st: float
    """Semitones between the 10th and 90th percentile of the steady frames."""
    steady: float
    """Share of the voiced frames with F0 within 9 semitones of the median: creaking and echoes lower it."""
    voiced: float
    """Share of the speaking time that has a pitch."""
    hnr_db: float
    """Median harmonics-to-noise ratio of the voiced frames (Boersma 1993); −20 when there are none."""
    tilt_db: float
    """Energy of 1–5 kHz over that of 50–1,000 Hz."""
    strangeness_db: float
    """Long-term spectrum against people's: standard deviation in third octaves of 315–6,300 Hz."""
    level_lufs: float
    """K-weighted level of the voiced part; −inf for silence."""
    timbre: tuple[float, ...]
    """Mean mel-frequency cepstral coefficients (MFCC) 1 to 12, in dB; independent of pitch and level."""


def voiceprint(samples: Sound, rate_hz: int) -> Voiceprint:
    """Return the measures of a sound of shape (frames,); all zero and −inf for silence."""
    sound = resample(samples, rate_hz, _RATE_HZ)
    frames = _frames(sound)
    energy = (frames**2).sum(axis=1)
    loud = energy > max(float(energy.max(initial=0.0)) * 10.0 ** (-_VOICED_RANGE_DB / 10.0), 1e-9)
    if not loud.any():
        return Voiceprint(
            f0_hz=0.0, f0_range_st=0.0, steady=0.0, voiced=0.0, hnr_db=-20.0, tilt_db=0.0, strangeness_db=0.0,
            level_lufs=-math.inf, timbre=(0.0,) * _COEFFICIENTS,
        )  # fmt: skip
    spectra = np.abs(np.fft.rfft(frames[loud] * np.hanning(_WINDOW), _FFT)) ** 2
    f0_hz, strength, harmonic = _pitches(spectra)
    pitched = strength > _VOICED_STRENGTH
    average = spectra.mean(axis=0)
    melody = f0_hz[pitched] if pitched.mean() > _LEAST_VOICED else np.zeros(0)
    middle_hz = float(np.median(melody)) if len(melody) else 0.0
    near = melody[np.abs(12.0 * np.log2(melody / middle_hz)) < _STEADY_ST] if len(melody) else np.ones(1)
    low_hz, high_hz = np.percentile(near, (10, 90))
    clear = float(np.median(harmonic[pitched])) if len(melody) else 0.01
    return Voiceprint(
        f0_hz=middle_hz,
        f0_range_st=12.0 * math.log2(high_hz / low_hz),
        steady=len(near) / len(melody) if len(melody) else 0.0,
        voiced=float(pitched.mean()),
        hnr_db=10.0 * math.log10(clear / (1.0 - clear)),
        tilt_db=_band_db(average, 1_000, 5_000) - _band_db(average, 50, 1_000),
        strangeness_db=_strangeness(average),
        level_lufs=level_lufs(samples, rate_hz),
        timbre=tuple(float(x) for x in _cepstra(spectra).mean(axis=0)),
    )


def distance(one: Voiceprint, other: Voiceprint) -> tuple[float, float]:
    """Return the distance of two voices: semitones of median F0 (0 when one has none), and dB of timbre."""
    semitones = abs(12.0 * math.log2(one.f0_hz / other.f0_hz)) if one.f0_hz and other.f0_hz else 0.0
    return semitones, math.dist(one.timbre, other.timbre)


def _frames(sound: Sound) -> NDArray[np.float64]:
    padded = np.zeros(max(len(sound), _WINDOW), np.float64)
    padded[: len(sound)] = sound
    return np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]


def _pitches(
    spectra: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return for each frame F0 in Hz, how periodic it is, and its share of harmonic energy.

    The last two are normalised autocorrelations at the period (Boersma 1993, eq. 9). The first is of the
    flattened spectrum, so that a whisper's formant isn't taken for a pitch; the second of the sound itself.
    """
    first, last = int(_RATE_HZ / _F0_HZ[1]), int(_RATE_HZ / _F0_HZ[0])
    lags = np.arange(first, last + 1)
    sums = np.cumsum(np.pad(spectra, ((0, 0), (_FLATTEN_BINS // 2 + 1, _FLATTEN_BINS // 2)), "edge"), axis=1)
    envelope = (sums[:, _FLATTEN_BINS:] - sums[:, :-_FLATTEN_BINS]) / _FLATTEN_BINS
    flat = spectra / (envelope + 1e-6 * envelope.max(axis=1, keepdims=True))
    flat[:, _PITCH_BINS:] = 0.0
    strength = _autocorrelation(flat, lags)
    harmonic = _autocorrelation(spectra, lags)
    inner = strength[:, 1:-1]
    peaks = (inner > strength[:, :-2]) & (inner >= strength[:, 2:])
    heights = np.where(peaks, inner, -1.0)
    enough = heights >= _OCTAVE_COST * heights.max(axis=1, keepdims=True)
    best = np.argmax(enough & (heights > 0), axis=1) + 1
    rows = np.arange(len(strength))
    before, at, after = (strength[rows, best + shift] for shift in (-1, 0, 1))
    curve = np.minimum(before - 2.0 * at + after, -1e-12)
    shift = np.clip(0.5 * (before - after) / curve, -0.5, 0.5)
    return (
        _RATE_HZ / (lags[best] + shift),
        at - 0.25 * (before - after) * shift,
        np.clip(harmonic[rows, best], 1e-2, 1.0 - 1e-4),
    )


def _autocorrelation(spectra: NDArray[np.float64], lags: NDArray[np.int64]) -> NDArray[np.float64]:
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(_WINDOW), _FFT)) ** 2)
    raw: NDArray[np.float64] = np.fft.irfft(spectra)
    correlation: NDArray[np.float64] = raw[:, lags] / (raw[:, :1] * (window[lags] / window[0]))
    return correlation


def _band_db(spectrum: NDArray[np.float64], low_hz: float, high_hz: float) -> float:
    first, last = (round(hz * _FFT / _RATE_HZ) for hz in (low_hz, high_hz))
    return 10.0 * math.log10(float(spectrum[first:last].sum()) + 1e-20)


def _strangeness(spectrum: NDArray[np.float64]) -> float:
    edge = 2.0 ** (1.0 / 6.0)
    measured = np.array([_band_db(spectrum, hz / edge, hz * edge) for hz in _THIRDS_HZ])
    differences = measured - np.array(_HUMAN_DB)
    return float(np.std(differences))


def _cepstra(spectra: NDArray[np.float64]) -> NDArray[np.float64]:
    filters, cosines = _mel_filters(), _cosines()
    floor = spectra.max() * 1e-9 + 1e-20
    bands: NDArray[np.float64] = 10.0 * np.log10(spectra @ filters + floor)
    return bands @ cosines


@lru_cache(maxsize=1)
def _mel_filters() -> NDArray[np.float64]:
    """Return triangles even on the mel scale of O'Shaughnessy (1987), 100 Hz to 8 kHz: (bins, bands)."""
    mels = np.linspace(_mel(100.0), _mel(_RATE_HZ / 2.0), _BANDS + 2)
    corners = 700.0 * (10.0 ** (mels / 2595.0) - 1.0)
    bins = np.arange(_FFT // 2 + 1)[:, None] * _RATE_HZ / _FFT
    up = (bins - corners[:-2]) / (corners[1:-1] - corners[:-2])
    down = (corners[2:] - bins) / (corners[2:] - corners[1:-1])
    return np.maximum(0.0, np.minimum(up, down))


def _mel(frequency_hz: float) -> float:
    return 2595.0 * math.log10(1.0 + frequency_hz / 700.0)


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    """Return the orthonormal DCT-II's columns 1 to 12: (bands, coefficients)."""
    n = np.arange(_BANDS)[:, None] + 0.5
    k = np.arange(1, _COEFFICIENTS + 1)
    cosines: NDArray[np.float64] = np.sqrt(2.0 / _BANDS) * np.cos(np.pi * n * k / _BANDS)
    return cosines
