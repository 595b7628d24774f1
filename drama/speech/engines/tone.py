"""A deterministic engine of tones for tests and rehearsals, with the length, level and rhythm of speech.

Every letter becomes a short tone of its voice's harmonics; vowels are long and loud, spaces silent. The
letters choose the pitches, so that two lines hardly correlate and a line can be found again in a mix.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drama.errors import EngineError, InputError, Problem, did_you_mean
from drama.model import VoiceInfo
from drama.speech.engine import Capabilities, Speech

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drama.model import Age, Gender, Utterance

RATE_HZ = 22_050
CHARACTERS_A_SECOND = 13.0
_VOICES: dict[str, tuple[float, Gender, Age]] = {
    "alto": (196.0, "female", "adult"),
    "baritone": (123.0, "male", "adult"),
    "bass": (87.0, "male", "old"),
    "soprano": (247.0, "female", "young"),
    "tenor": (147.0, "male", "young"),
    "treble": (311.0, "unknown", "child"),
}
"""Median F0 in Hz, gender and age of each voice."""
_PEAK = 0.5
_OPTIONS = {"fail"}


class Tone:
    """Speaks in tones, fast and deterministically."""

    name = "tone"
    capabilities = Capabilities(deterministic=True, parallel="thread", packaged=True)

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take the settings; there are none."""
        if settings:
            unknown = ", ".join(sorted(settings))
            raise InputError(Problem(message=f"engine tone has no setting {unknown}"))

    def fingerprint(self, voice: str) -> str:
        """Return the version of the tones."""
        return f"tone 2 {_VOICES[voice][0]} Hz"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return six voices from bass to treble."""
        return tuple(
            VoiceInfo(
                engine=self.name,
                name=name,
                language="x-tone",
                gender=gender,
                age=age,
                f0_hz=f0_hz,
                f0_range_st=5.0,
            )
            for name, (f0_hz, gender, age) in sorted(_VOICES.items())
        )

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for an unknown voice or option."""
        if utterance.voice not in _VOICES:
            hint = did_you_mean(utterance.voice, _VOICES) or f"the voices are {', '.join(sorted(_VOICES))}"
            raise InputError(Problem(message=f"engine tone has no voice {utterance.voice!r}", hint=hint))
        for option, _ in utterance.options:
            if option not in _OPTIONS:
                raise InputError(Problem(message=f"engine tone has no option {option!r}"))

    def speak(self, utterance: Utterance) -> Speech:
        """Return one tone a character; with the option "fail", raise what a failing engine would."""
        self.check(utterance)
        if dict(utterance.options).get("fail"):
            raise EngineError(Problem(message="the tone engine was told to fail"))
        seed = int.from_bytes(
            hashlib.sha256(utterance.text.encode("utf-8", "replace")).digest()[:8], "little"
        )
        pitches = np.random.default_rng(seed).normal(0.0, 2.0, len(utterance.text) + 1)
        length = max(1, round(RATE_HZ / CHARACTERS_A_SECOND / utterance.rate))
        base_hz = _VOICES[utterance.voice][0] * 2.0 ** (utterance.pitch / 12.0)
        tones = [
            _tone(character, base_hz * 2.0 ** (pitch / 12.0), length)
            for character, pitch in zip(utterance.text, pitches, strict=False)
        ]
        samples = np.concatenate(tones) if tones else np.zeros(0, np.float32)
        return Speech(samples=samples, rate_hz=RATE_HZ, words=_words(utterance.text, length / RATE_HZ))

    def close(self) -> None:
        """Release nothing."""


def _tone(character: str, pitch_hz: float, length: int) -> NDArray[np.float32]:
    if not character.isalnum():
        return np.zeros(length, np.float32)
    angle = 2.0 * np.pi * pitch_hz / RATE_HZ * np.arange(length)
    before, overtone, twice_cosine = np.zeros(length), np.sin(angle), 2.0 * np.cos(angle)
    wave = overtone.copy()
    for n in range(2, 9):
        # Chebyshev: sin nx = 2 cos x · sin (n − 1)x − sin (n − 2)x. A fifth of the time of eight sines.
        before, overtone = overtone, twice_cosine * overtone - before
        wave += overtone / n
    loudness = _PEAK if character.lower() in "aeiouy" else _PEAK / 2.0
    return np.asarray(wave * _envelope(length) * loudness / 2.0, np.float32)


@lru_cache(maxsize=16)
def _envelope(length: int) -> NDArray[np.float64]:
    """Return the amplitude envelope of a tone; not to be written to."""
    return np.asarray(np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 0.5)


def _words(text: str, character_s: float) -> tuple[tuple[float, int, int], ...]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at * character_s, at, len(word)))
        at += len(word)
    return tuple(found)
