"""Phonation: makes a recorded voice whisper, breathe, strain or tremble.

Source and filter are separated by cepstral liftering (Oppenheim and Schafer, Discrete-Time Signal Processing,
ch. 13). Quefrencies below a few milliseconds are the vocal tract, which stays, so that two people who whisper
sound different. Every function takes and returns samples of shape (frames,), float32, and is deterministic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    Array = NDArray[np.float64]
    Spectra = NDArray[np.complex128]

_WINDOW_S = 0.030
_OVERLAP = 4
_BLOCK = 256
"""Windows worked on at a time, two seconds: a line of 20 s at once would take 200 MB."""
_TRACT_S = 0.0022
"""Quefrencies below this are the vocal tract's: under the period of a voice of 450 Hz."""
_ENVELOPE_STEPS = 4
"""Passes of the true envelope (Röbel and Rodet, DAFx 2005): it follows the peaks, not the mean."""
_WHISPER_SLOPE_DB = 6.0
"""An open glottis lacks the slope of −12 dB an octave: this much an octave is restored up to 3 kHz."""
_VOICED_SHARE = (0.35, 0.65)
"""Share of a frame's energy below 1 kHz, with that above 2.5 kHz counted twice. Below the first value a frame
passes unchanged, as a fricative; from the second on it is whispered, as a vowel."""
_SEED = 20_050


def whispered(samples: Sound, rate_hz: int) -> Sound:
    """Return a line as its speaker whispers it: noise through the same vocal tract, fricatives unchanged."""
    hertz = _hertz(rate_hz)
    slope = np.clip(_WHISPER_SLOPE_DB * np.log2(np.maximum(hertz, 50.0) / 1_500.0), -15.0, 6.0)
    noise_windows = _windows(_noise(len(samples)), rate_hz)
    shape = 0.5 * 10.0 ** (slope / 20.0) / np.sqrt(_window(rate_hz)[0] / 2.0)  # of a spectrum of level 1
    is_low, is_high = (hertz > 80) & (hertz < 1_000), hertz > 2_500
    first, last = _VOICED_SHARE

    def whisper(spectra: Spectra, begin: int) -> Spectra:
        magnitudes = np.abs(spectra)
        low = (magnitudes[:, is_low] ** 2).sum(axis=1)
        high = (magnitudes[:, is_high] ** 2).sum(axis=1)
        voiced = np.clip((low / (low + 2.0 * high + 1e-12) - first) / (last - first), 0.0, 1.0)[:, None]
        noise = _spectra(noise_windows[begin : begin + len(spectra)])
        whispered: Spectra = noise * _tract(magnitudes, rate_hz) * shape * voiced + spectra * (1.0 - voiced)
        return whispered

    return _filtered(samples, rate_hz, whisper)


def breathy(samples: Sound, rate_hz: int, breath_db: float) -> Sound:
    """Return a line with the speaker's own whisper under it, at so many dB to the voice's energy."""
    breath = whispered(samples, rate_hz)
    wanted = np.sqrt(np.mean(samples**2)) * 10.0 ** (breath_db / 20.0)
    mixed: Sound = samples + breath * np.float32(wanted / (np.sqrt(np.mean(breath**2)) + 1e-9))
    return mixed


def tilted(samples: Sound, rate_hz: int, high_db: float, low_db: float = 0.0) -> Sound:
    """Return a line with more or less above 1.2 kHz and below 300 Hz: a louder voice is a brighter one.

    The shelves are an octave wide on either side (Traunmüller and Eriksson, JASA 107, 2000, on vocal effort).
    """
    hertz = np.maximum(_hertz(rate_hz), 1.0)
    gain_db = high_db / (1.0 + (1_200.0 / hertz) ** 3) + low_db / (1.0 + (hertz / 300.0) ** 3)
    factors = 10.0 ** (gain_db / 20.0)
    return _filtered(samples, rate_hz, lambda spectra, _: spectra * factors)


def pressed(samples: Sound, drive: float) -> Sound:
    """Return a line with less dynamic range, by soft clipping: a shout varies little in level."""
    peak = float(np.abs(samples).max(initial=0.0))
    if not peak:
        return samples
    pushed: Sound = (np.tanh(samples / peak * drive) / np.tanh(drive) * peak).astype(np.float32)
    return pushed


def trembling(samples: Sound, rate_hz: int, *, tremor_hz: float, pitch_st: float, depth: float) -> Sound:
    """Return a line with vibrato and tremolo: `pitch_st` in semitones, `depth` as a share of the level."""
    seconds = np.arange(len(samples)) / rate_hz
    # The tremor wanders: a period's length varies by a fifth, so that it isn't heard as a machine's.
    phase = 2.0 * np.pi * tremor_hz * seconds + 1.3 * np.sin(2.0 * np.pi * 0.7 * seconds)
    shift_s = (2.0 ** (pitch_st / 12.0) - 1.0) / (2.0 * np.pi * tremor_hz)
    fine = soxr.resample(samples, 1, 4)  # linear interpolation between four times as many loses no treble
    at = np.clip((seconds + shift_s * np.sin(phase)) * rate_hz * 4, 0, max(len(fine) - 2, 0))
    before = at.astype(np.int32)
    moved = fine[before] + (at - before) * (fine[np.minimum(before + 1, len(fine) - 1)] - fine[before])
    level = 1.0 - depth * (0.5 - 0.5 * np.cos(phase))
    return np.asarray(moved * level, np.float32)


def fading(samples: Sound, rate_hz: int, seconds: float, fall_db: float) -> Sound:
    """Return a line whose last seconds, at most half of it, fall by so many dB, linearly."""
    count = min(round(seconds * rate_hz), len(samples) // 2)
    gain = np.ones(len(samples))
    gain[len(samples) - count :] = 10.0 ** (np.linspace(0.0, fall_db, count) / 20.0)
    return np.asarray(samples * gain, np.float32)


def _window(rate_hz: int) -> tuple[int, int]:
    step = round(rate_hz * _WINDOW_S / _OVERLAP)
    return step * _OVERLAP, step


def _hertz(rate_hz: int) -> Array:
    length, _ = _window(rate_hz)
    return np.asarray(np.fft.rfftfreq(length, 1.0 / rate_hz), np.float64)


def _windows(samples: Sound, rate_hz: int) -> Array:
    """Return a view of the windows of a line, (windows, frames of one), silence before and after it."""
    length, step = _window(rate_hz)
    padded = np.pad(samples.astype(np.float64), (length, 2 * length))
    return np.lib.stride_tricks.sliding_window_view(padded, length)[::step]


def _taper(length: int) -> Array:
    """Return the window, whose square sums to half the overlap everywhere."""
    return np.asarray(np.sqrt(np.hanning(length + 1)[:-1]), np.float64)


def _spectra(windows: Array) -> Spectra:
    return np.asarray(np.fft.rfft(windows * _taper(windows.shape[1]), axis=1), np.complex128)


def _filtered(samples: Sound, rate_hz: int, change: Callable[[Spectra, int], Spectra]) -> Sound:
    """Return the overlap-add of a line's spectra as `change` makes them, from some and the first's number."""
    length, step = _window(rate_hz)
    windows = _windows(samples, rate_hz)
    out = np.zeros((len(windows) + _OVERLAP, step))
    for begin in range(0, len(windows), _BLOCK):
        changed = change(_spectra(windows[begin : begin + _BLOCK]), begin)
        parts = (np.fft.irfft(changed, length, axis=1) * _taper(length)).reshape(-1, _OVERLAP, step)
        for quarter in range(_OVERLAP):
            out[begin + quarter : begin + quarter + len(parts)] += parts[:, quarter]
    whole = out.reshape(-1)[length : length + len(samples)] * (2.0 / _OVERLAP)
    return np.asarray(whole, np.float32)


def _tract(magnitudes: Array, rate_hz: int) -> Array:
    logs = np.log(magnitudes + 1e-7)
    length, _ = _window(rate_hz)
    cut = round(_TRACT_S * rate_hz)
    raised = logs
    for _ in range(_ENVELOPE_STEPS):
        cepstra = np.fft.irfft(raised, axis=1)
        cepstra[:, cut : length - cut + 1] = 0.0
        envelope = np.fft.rfft(cepstra, axis=1).real
        raised = np.maximum(logs, envelope)
    return np.asarray(np.exp(envelope), np.float64)


def _noise(frames: int) -> Sound:
    return np.random.default_rng(_SEED).standard_normal(frames).astype(np.float32)
