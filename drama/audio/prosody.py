"""Prosody: pitch, formants and tempo of recorded speech, changed by Praat's PSOLA.

PSOLA (Moulines and Charpentier, Speech Communication 9, 1990) moves the pitch and leaves the formants.
Formants are moved by resampling first; pitch and tempo are then restored, as Praat's "Change gender" does.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from drama.audio.samples import resample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

_FLOOR_HZ, _CEILING_HZ = 60.0, 600.0
_STEP_S = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """What to change; the defaults change nothing."""

    pitch_st: float = 0.0
    """Semitones added to the whole line."""
    formants: float = 1.0
    """Factor of their frequencies: above 1 a smaller speaker, below a bigger one."""
    intonation: float = 1.0
    """Factor of the pitch range about the median, in semitones."""
    tempo: float = 1.0
    """Times as fast."""
    end_s: float = 0.0
    """Length of an ending with its own prosody, half the line at most."""
    end_st: float = 0.0
    """Semitones by which the pitch has moved at the end of it."""
    end_tempo: float = 1.0
    """Times as fast, within it."""


def available() -> bool:
    """Return whether Praat's library (praat-parselmouth) is installed."""
    return find_spec("parselmouth") is not None


def changed(samples: Sound, rate_hz: int, how: Prosody) -> Sound:
    """Return speech of shape (frames,) with other prosody; ImportError where available() is false."""
    if how == Prosody():
        return samples
    import parselmouth  # noqa: PLC0415 - an extra
    from parselmouth.praat import call  # noqa: PLC0415

    sound = parselmouth.Sound(samples.astype(np.float64), sampling_frequency=rate_hz * how.formants)
    if sound.duration < 3.0 / _FLOOR_HZ:
        return samples
    # Another sampling rate moves everything: the formants stay moved, pitch and tempo are restored below.
    floor, ceiling = _FLOOR_HZ * how.formants, _CEILING_HZ * how.formants
    manipulation = call(sound, "To Manipulation", _STEP_S / how.formants, floor, ceiling)
    tier = call(manipulation, "Extract pitch tier")
    count = int(call(tier, "Get number of points"))
    at_s = np.array([call(tier, "Get time from index", n) for n in range(1, count + 1)])
    hertz = np.array([call(tier, "Get value at index", n) for n in range(1, count + 1)])
    end_s = min(how.end_s / how.formants, sound.duration / 2.0)
    start_s = sound.duration - end_s
    if count:
        middle = np.median(hertz)
        semitones = 12.0 * np.log2(hertz / middle) * how.intonation + how.pitch_st
        if end_s:
            semitones += how.end_st * np.clip((at_s - start_s) / end_s, 0.0, 1.0)
        moved = middle / how.formants * 2.0 ** (semitones / 12.0)
        call(tier, "Remove points between", 0.0, sound.duration)
        for time_s, value in zip(at_s, np.clip(moved, 40.0, 900.0), strict=True):
            call(tier, "Add point", float(time_s), float(value))
        call([tier, manipulation], "Replace pitch tier")
    longer = how.formants / how.tempo
    durations = call(manipulation, "Extract duration tier")
    call(durations, "Add point", 0.0, longer)
    if end_s and how.end_tempo != 1.0:
        call(durations, "Add point", start_s, longer)
        call(durations, "Add point", sound.duration, longer / how.end_tempo)
    call([durations, manipulation], "Replace duration tier")
    spoken = call(manipulation, "Get resynthesis (overlap-add)")
    mono = np.asarray(spoken.values[0], np.float32)
    return resample(mono, round(rate_hz * how.formants), rate_hz)
