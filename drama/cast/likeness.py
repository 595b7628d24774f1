"""How unlike two voices sound: in pitch, in timbre, in accent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.model import VoiceInfo

PITCH_APART_ST = 2.0
"""Semitones of median F0 from which two voices are told apart by pitch alone (trade practice). Vestergaard,
Fyson and Patterson (JASA 125, 2009) found two semitones worth as much to a listener as a 20 % longer vocal
tract, and that any mixture of the two serves."""
TIMBRE_APART = 21.0
"""Distance of mean MFCCs from which two voices are plainly other in timbre: 4 dB rms in each of 28 mel bands,
the coefficients being dB of an orthonormal cosine transform. Half of what lies between a median pair of
espeak-ng's natural voices; one voice is 7 to 11 from itself over two texts of 15 s."""
ALIKE = 0.80
"""Product of two speaker vectors from which two voices are taken for one person. A voice is 0.86 to 0.98 like
itself over other sentences, and different voices of Kokoro 0.62 in the median (Resemblyzer's encoder)."""
ACCENT_WEIGHT = 0.5
"""What another accent adds to the square of a distance (judgement)."""
_ACCENTS = {
    "en": "en-gb",
    "en-gb-x-rp": "en-gb",
    "en-gb-x-gbclan": "en-gb",
    "en-gb-x-gbcwmd": "en-gb",
    "en-us-nyc": "en-us",
}
"""Accents that a listener takes for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What matters of a voice beside another."""

    f0_hz: float = 0.0
    """Median fundamental frequency as spoken, with the part's pitch; 0 where unmeasured."""
    timbre: tuple[float, ...] = ()
    accent: str = ""
    speaker: tuple[float, ...] = ()
    """A speaker encoder's vector of length 1; empty where the voice or its pitch isn't what was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far two voices are apart."""

    pitch_st: float
    """Semitones between their median F0; nan where one is unmeasured."""
    timbre: float
    """Euclidean distance of their mean MFCCs; nan where one is unmeasured."""
    other_accent: bool
    likeness: float = math.nan
    """What a speaker encoder makes of the two, 0 to 1; nan where it wasn't asked."""

    @property
    def apart(self) -> bool:
        """Whether a listener tells the two at ease: by pitch, by timbre, or by accent and some of both.

        Where a speaker encoder has heard both, what it says rules: it was trained on people. An accent alone
        isn't enough: a synthesiser's voice is plainly the same one in another accent.
        """
        if not math.isnan(self.likeness):
            return self.likeness < ALIKE
        by_sound = self.pitch_st >= PITCH_APART_ST or self.timbre >= TIMBRE_APART
        return by_sound or (self.other_accent and self.total >= 1)

    @property
    def known(self) -> bool:
        """Whether anything was measured to tell them apart by."""
        return not (math.isnan(self.pitch_st) and math.isnan(self.timbre) and math.isnan(self.likeness))

    @property
    def total(self) -> float:
        """All differences together: 1 is plainly apart by one of them; what is unmeasured adds nothing."""
        if not math.isnan(self.likeness):
            return (1.0 - self.likeness) / (1.0 - ALIKE)
        pitch = 0.0 if math.isnan(self.pitch_st) else self.pitch_st / PITCH_APART_ST
        timbre = 0.0 if math.isnan(self.timbre) else self.timbre / TIMBRE_APART
        return math.sqrt(pitch**2 + timbre**2 + ACCENT_WEIGHT * self.other_accent)


def sound(info: VoiceInfo, pitch_st: float = 0.0) -> Sound:
    """Return how a voice of the catalogue sounds at a pitch."""
    return Sound(
        f0_hz=info.f0_hz * 2 ** (pitch_st / 12),
        timbre=info.timbre,
        accent=accent(info.language),
        speaker=() if pitch_st else info.speaker,
    )


def accent(language: str) -> str:
    """Return what a language tag sounds like beside others."""
    tag = language.lower()
    return _ACCENTS.get(tag, tag)


def distance(one: Sound, other: Sound) -> Distance:
    """Return how far two sounds are apart; symmetric, nought for a sound and itself."""
    known = one.f0_hz > 0 and other.f0_hz > 0
    return Distance(
        pitch_st=abs(12 * math.log2(one.f0_hz / other.f0_hz)) if known else math.nan,
        timbre=_euclidean(one.timbre, other.timbre),
        other_accent=bool(one.accent and other.accent and one.accent != other.accent),
        likeness=_product(one.speaker, other.speaker),
    )


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how alike two speaker vectors are; nan where one is missing."""
    return sum(a * b for a, b in zip(one, other, strict=True)) if one and len(one) == len(other) else math.nan


def _euclidean(one: Sequence[float], other: Sequence[float]) -> float:
    return math.dist(one, other) if one and len(one) == len(other) else math.nan
