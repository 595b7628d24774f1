"""Acting: applies an utterance's pitch, intonation and manner to the sound that a neural engine returned.

Such an engine has one way of speaking. What the default engine does in its formant synthesiser is done here
by signal processing: pitch, formants and intonation by PSOLA (drama.audio.prosody) where the engine hasn't
moved them by itself, whispers, strain, tremor and breath by source-filter separation (drama.audio.phonation).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import level_lufs, phonation, prosody
from drama.speech.engines.options import moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.audio import Sound
    from drama.delivery import Acting
    from drama.model import Utterance
    from drama.speech.engine import Speech

_VERSION = 3
"""Incremented when the sound of acting changes, so that takes are made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What a manner does to a voice. Levels are in dB, and set by judgement unless a source is named."""

    whispered: bool = False
    breath_db: float | None = None
    """Level of the speaker's own whisper under the voice."""
    high_db: float = 0.0
    """Above 1.2 kHz. A shout's spectrum is 5 to 10 dB flatter (Traunmüller and Eriksson, JASA 107, 2000)."""
    low_db: float = 0.0
    """Below 300 Hz."""
    drive: float = 0.0
    """How far quiet sounds are raised towards loud ones."""
    tremor_hz: float = 0.0
    tremor_st: float = 0.0
    tremor_depth: float = 0.0
    formants: float = 1.0
    """A smile shortens the vocal tract (Tartter, Perception & Psychophysics 27, 1980)."""
    end_s: float = 0.0
    """Length of an ending that falls in pitch, tempo and level."""
    end_st: float = 0.0
    end_tempo: float = 1.0
    end_db: float = 0.0


_ACTS: Mapping[Acting, _Act] = MappingProxyType(
    {
        "whisper": _Act(whispered=True),
        "shout": _Act(high_db=7.0, low_db=-4.0, drive=2.0),
        "sob": _Act(breath_db=-12.0, tremor_hz=5.5, tremor_st=0.45, tremor_depth=0.35),
        "laugh": _Act(breath_db=-15.0, tremor_hz=4.8, tremor_st=0.3, tremor_depth=0.45, formants=1.04),
        "breath": _Act(breath_db=-9.0),
        "murmur": _Act(breath_db=-14.0, high_db=-5.0),
        "trail": _Act(end_s=1.2, end_st=-2.0, end_tempo=0.75, end_db=-9.0),
        "tired": _Act(breath_db=-16.0, high_db=-3.0, end_s=2.0, end_st=-1.0, end_db=-4.0),
    }
)
AGED = _Act(breath_db=-18.0, tremor_hz=5.0, tremor_st=0.25, tremor_depth=0.15)
"""What age does to a larynx: a tremor of 4 to 6 Hz, and breathiness."""


def fingerprint() -> str:
    """Return what the sound of acting depends on: the version of this module, and Praat's."""
    return f"acting {_VERSION} praat {version('praat-parselmouth') if prosody.available() else '-'}"


def performed(
    speech: Speech,
    utterance: Utterance,
    *,
    pitch_st: float = 0.0,
    formants: float = 1.0,
    aged: bool = False,
    whispered: bool = False,
    sung: bool = False,
) -> Speech:
    """Return an engine's answer with the utterance's pitch, intonation and acting applied.

    `pitch_st`, `formants` and `aged` are the voice's own; `whispered` says that the engine has whispered by
    itself, `sung` that it has spoken with this pitch and intonation. Without Praat's library the pitch is
    changed by resampling, for which the engine compensates by speaking at tempo_for(); formants and
    intonation stay. The words' times are kept where the length doesn't change.
    """
    act = _ACTS.get(utterance.acting, _Act()) if utterance.acting else _Act()
    melodious = not (act.whispered or sung)
    act = replace(act, whispered=act.whispered and not whispered)
    if not prosody.available():
        speech = speech if sung else moved(speech, utterance.pitch + pitch_st)
        return _phonated(_phonated(speech, AGED), act) if aged else _phonated(speech, act)
    how = prosody.Prosody(
        pitch_st=utterance.pitch + pitch_st if melodious else 0.0,
        formants=formants * act.formants,
        intonation=utterance.intonation if melodious else 1.0,
        end_s=act.end_s,
        end_st=act.end_st,
        end_tempo=act.end_tempo,
    )
    sound = prosody.changed(speech.samples, speech.rate_hz, how)
    words = () if len(sound) != len(speech.samples) else speech.words
    speech = replace(speech, samples=sound, words=words)
    return _phonated(_phonated(speech, AGED), act) if aged else _phonated(speech, act)


def _phonated(speech: Speech, act: _Act) -> Speech:
    sound, rate_hz = speech.samples, speech.rate_hz
    if not len(sound):
        return speech
    if act.high_db or act.low_db:
        sound = phonation.tilted(sound, rate_hz, act.high_db, act.low_db)
    if act.drive:
        sound = phonation.pressed(sound, act.drive)
    if act.tremor_hz:
        sound = phonation.trembling(
            sound, rate_hz, tremor_hz=act.tremor_hz, pitch_st=act.tremor_st, depth=act.tremor_depth
        )
    if act.whispered:
        sound = phonation.whispered(sound, rate_hz)
    elif act.breath_db is not None:
        sound = phonation.breathy(sound, rate_hz, act.breath_db)
    if sound is speech.samples and not act.end_db:
        return speech
    sound = _as_loud_as(speech.samples, sound, rate_hz)
    if act.end_db:
        sound = phonation.fading(sound, rate_hz, act.end_s, act.end_db)
    return replace(speech, samples=_within(sound))


def _as_loud_as(before: Sound, after: Sound, rate_hz: int) -> Sound:
    """Return a sound at the level that it had before: the mix decides how loud a manner is."""
    change_db = level_lufs(before, rate_hz) - level_lufs(after, rate_hz)
    return np.asarray(after * 10.0 ** (change_db / 20.0), np.float32) if np.isfinite(change_db) else after


def _within(sound: Sound) -> Sound:
    """Return a sound within [−1, 1], scaled down as a whole where it exceeds that; nothing is clipped."""
    peak = float(np.abs(sound).max(initial=0.0))
    return sound if peak <= 1.0 else np.asarray(sound / np.float32(peak), np.float32)
