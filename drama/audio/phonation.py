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
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    Array = NDArray[np.float64]

_WINDOW_S = 0.030
_OVERLAP = 4
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
    spectra, hertz = _spectra(samples, rate_hz), _hertz(rate_hz)
    tract = _tract(np.abs(spectra), rate_hz)
    slope = np.clip(_WHISPER_SLOPE_DB * np.log2(np.maximum(hertz, 50.0) / 1_500.0), -15.0, 6.0)
    noise = _spectra(_noise(len(samples)), rate_hz)
    noise *= tract * 10.0 ** (slope / 20.0) / np.sqrt(np.mean(np.abs(noise) ** 2))
    low = (np.abs(spectra[:, (hertz > 80) & (hertz < 1_000)]) ** 2).sum(axis=1)
    high = (np.abs(spectra[:, hertz > 2_500]) ** 2).sum(axis=1)
    first, last = _VOICED_SHARE
    voiced = np.clip((low / (low + 2.0 * high + 1e-12) - first) / (last - first), 0.0, 1.0)[:, None]
    return _sound(noise * voiced * 0.5 + spectra * (1.0 - voiced), rate_hz, len(samples))


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
    return _sound(_spectra(samples, rate_hz) * 10.0 ** (gain_db / 20.0), rate_hz, len(samples))


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
    at = np.clip((seconds + shift_s * np.sin(phase)) * rate_hz * 4, 0, max(len(fine) - 1, 0))
    moved = np.interp(at, np.arange(len(fine)), fine)
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


def _spectra(samples: Sound, rate_hz: int) -> NDArray[np.complex128]:
    length, step = _window(rate_hz)
    padded = np.pad(samples.astype(np.float64), (length, 2 * length))
    frames = np.lib.stride_tricks.sliding_window_view(padded, length)[::step]
    return np.asarray(np.fft.rfft(frames * np.sqrt(np.hanning(length + 1)[:-1]), axis=1), np.complex128)


def _sound(spectra: NDArray[np.complex128], rate_hz: int, frames: int) -> Sound:
    """Return the overlap-add of spectra, whose window squared sums to half the overlap everywhere."""
    length, step = _window(rate_hz)
    parts = np.fft.irfft(spectra, length, axis=1) * np.sqrt(np.hanning(length + 1)[:-1])
    blocks = parts.reshape(len(parts), _OVERLAP, step)
    out = np.zeros((len(parts) + _OVERLAP, step))
    for quarter in range(_OVERLAP):
        out[quarter : quarter + len(parts)] += blocks[:, quarter]
    whole = out.reshape(-1)[length : length + frames] * (2.0 / _OVERLAP)
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
