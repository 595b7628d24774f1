"""Prosody: pitch, formants and tempo of recorded speech, changed by Praat's PSOLA.

PSOLA (Moulines and Charpentier, Speech Communication 9, 1990) moves the pitch and leaves the formants.
Formants are moved by resampling first; pitch and tempo are then restored, as Praat's "Change gender" does.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from drama.audio.samples import resample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

_FLOOR_HZ, _CEILING_HZ = 60.0, 600.0
_STEP_S = 0.01
_RANDOM = Lock()
"""Held while Praat draws random numbers: its generator is one for all threads."""


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


_STRESS_ST, _STRESS_DB, _STRESS_LONGER = 2.5, 2.5, 1.2
"""What stress does to a word in English: higher, louder and longer, the pitch first (Fry, Language and Speech
1, 1958). The amounts are those that espeak-ng's voices are given."""
_STRESS_RAMP_S = 0.06


def available() -> bool:
    """Return whether Praat's library (praat-parselmouth) is installed."""
    try:
        return find_spec("parselmouth") is not None
    except ValueError:  # another thread is just importing it: it is known, and its spec isn't set yet
        return True


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
    at_s, hertz = _points(tier)
    end_s = min(how.end_s / how.formants, sound.duration / 2.0)
    start_s = sound.duration - end_s
    if len(at_s):
        middle = np.median(hertz)
        semitones = 12.0 * np.log2(hertz / middle) * how.intonation + how.pitch_st
        if end_s:
            semitones += how.end_st * np.clip((at_s - start_s) / end_s, 0.0, 1.0)
        moved = middle / how.formants * 2.0 ** (semitones / 12.0)
        _set_points(tier, at_s, moved, sound.duration)
        call([tier, manipulation], "Replace pitch tier")
    longer = how.formants / how.tempo
    durations = call(manipulation, "Extract duration tier")
    call(durations, "Add point", 0.0, longer)
    if end_s and how.end_tempo != 1.0:
        call(durations, "Add point", start_s, longer)
        call(durations, "Add point", sound.duration, longer / how.end_tempo)
    call([durations, manipulation], "Replace duration tier")
    return resample(_resynthesised(manipulation), round(rate_hz * how.formants), rate_hz)


def stressed(samples: Sound, rate_hz: int, words_s: Sequence[tuple[float, float]]) -> Sound:
    """Return speech of shape (frames,) with some words stressed, given by begin and end in seconds, in order.

    ImportError where available() is false.
    """
    import parselmouth  # noqa: PLC0415 - an extra
    from parselmouth.praat import call  # noqa: PLC0415

    inside = _inside(np.arange(len(samples)) / rate_hz, words_s)
    louder = samples * 10.0 ** (_STRESS_DB / 20.0 * inside)
    sound = parselmouth.Sound(louder, sampling_frequency=rate_hz)
    if sound.duration < 3.0 / _FLOOR_HZ:
        return samples
    manipulation = call(sound, "To Manipulation", _STEP_S, _FLOOR_HZ, _CEILING_HZ)
    tier = call(manipulation, "Extract pitch tier")
    at_s, hertz = _points(tier)
    if len(at_s):
        _set_points(tier, at_s, hertz * 2.0 ** (_STRESS_ST / 12.0 * _inside(at_s, words_s)), sound.duration)
        call([tier, manipulation], "Replace pitch tier")
    durations = call(manipulation, "Extract duration tier")
    at_s = np.arange(0.0, sound.duration, _STEP_S)
    for time_s, share in zip(at_s, _inside(at_s, words_s), strict=True):
        call(durations, "Add point", float(time_s), 1.0 + (_STRESS_LONGER - 1.0) * float(share))
    call([durations, manipulation], "Replace duration tier")
    return np.clip(_resynthesised(manipulation), -1.0, 1.0)


def _inside(at_s: NDArray[np.float64], words_s: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return how far within a word each time is: 1 inside, 0 outside, ramps before and after."""
    share = np.zeros(len(at_s))
    for begin_s, end_s in words_s:
        outside_s = np.maximum(begin_s - at_s, at_s - end_s)
        share = np.maximum(share, np.clip(1.0 - outside_s / _STRESS_RAMP_S, 0.0, 1.0))
    return share


def _resynthesised(manipulation: Any) -> Sound:
    """Return the sound of a manipulation, always the same: Praat lays voiceless sounds at random places."""
    from parselmouth.praat import call, run  # noqa: PLC0415 - an extra

    with _RANDOM:
        run("random_initializeWithSeedUnsafelyButPredictably(1)")
        spoken = call(manipulation, "Get resynthesis (overlap-add)")
    return np.asarray(spoken.values[0], np.float32)


def _points(tier: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the times and values of a pitch tier, in seconds and Hz."""
    from parselmouth.praat import call  # noqa: PLC0415 - an extra

    numbers = range(1, int(call(tier, "Get number of points")) + 1)
    at_s, hertz = (
        np.array([call(tier, f"Get {what} index", n) for n in numbers], np.float64)
        for what in ("time from", "value at")
    )
    return at_s, hertz


def _set_points(tier: Any, at_s: NDArray[np.float64], hertz: NDArray[np.float64], duration_s: float) -> None:
    """Replace the points of a pitch tier."""
    from parselmouth.praat import call  # noqa: PLC0415 - an extra

    call(tier, "Remove points between", 0.0, duration_s)
    for time_s, value in zip(at_s, np.clip(hertz, 40.0, 900.0), strict=True):
        call(tier, "Add point", float(time_s), float(value))
