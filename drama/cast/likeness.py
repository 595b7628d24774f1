"""The distance between two voices: in pitch, timbre and accent."""

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
"""Distance of mean MFCCs from which two voices clearly differ in timbre: 4 dB rms in each of 28 mel bands,
the coefficients being dB of an orthonormal cosine transform. It is half the
median distance of two natural voices of espeak-ng; one voice over two texts of 15 s differs by 7 to 11."""
ALIKE = 0.80
"""Cosine similarity of two speaker embeddings from which two voices are taken for one person. One voice over
different sentences has 0.86 to 0.98, two voices of Kokoro 0.62 in the median, two of espeak-ng 0.67
(Resemblyzer's encoder)."""
ACCENT_WEIGHT = 0.5
"""What a different accent adds to the squared distance (judgement)."""
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
    """The measurements of a voice that are compared."""

    f0_hz: float = 0.0
    """Median fundamental frequency as spoken, with the part's pitch; 0 where unmeasured."""
    timbre: tuple[float, ...] = ()
    accent: str = ""
    speaker: tuple[float, ...] = ()
    """Speaker embedding of unit length; empty for an unmeasured voice or a shifted pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """The distance between two voices."""

    pitch_st: float
    """Semitones between their median F0; nan where one is unmeasured."""
    timbre: float
    """Euclidean distance of their mean MFCCs; nan where one is unmeasured."""
    other_accent: bool
    likeness: float = math.nan
    """Cosine similarity of their speaker embeddings; nan where one is missing."""

    @property
    def apart(self) -> bool:
        """Whether a listener easily tells the two apart: by pitch, by timbre, or by accent and some of both.

        Where both have speaker embeddings, these alone decide: the encoder was trained on people. An accent
        alone isn't enough: a synthesiser's voice is recognisable in another accent.
        """
        if not math.isnan(self.likeness):
            return self.likeness < ALIKE
        by_sound = self.pitch_st >= PITCH_APART_ST or self.timbre >= TIMBRE_APART
        return by_sound or (self.other_accent and self.total >= 1)

    @property
    def known(self) -> bool:
        """Whether any of the measures is known."""
        return not (math.isnan(self.pitch_st) and math.isnan(self.timbre) and math.isnan(self.likeness))

    @property
    def total(self) -> float:
        """The combined distance: 1 is clearly apart by one measure; unmeasured ones add nothing."""
        if not math.isnan(self.likeness):
            return (1.0 - self.likeness) / (1.0 - ALIKE)
        pitch = 0.0 if math.isnan(self.pitch_st) else self.pitch_st / PITCH_APART_ST
        timbre = 0.0 if math.isnan(self.timbre) else self.timbre / TIMBRE_APART
        return math.sqrt(pitch**2 + timbre**2 + ACCENT_WEIGHT * self.other_accent)


def sound(info: VoiceInfo, pitch_st: float = 0.0) -> Sound:
    """Return the measurements of a catalogue voice at a pitch shift."""
    return Sound(
        f0_hz=info.f0_hz * 2 ** (pitch_st / 12),
        timbre=info.timbre,
        accent=accent(info.language),
        speaker=() if pitch_st else info.speaker,
    )


def accent(language: str) -> str:
    """Return the accent group of a language tag."""
    tag = language.lower()
    return _ACCENTS.get(tag, tag)


def distance(one: Sound, other: Sound) -> Distance:
    """Return the distance of two sounds; symmetric, and zero between a sound and itself."""
    known = one.f0_hz > 0 and other.f0_hz > 0
    return Distance(
        pitch_st=abs(12 * math.log2(one.f0_hz / other.f0_hz)) if known else math.nan,
        timbre=_euclidean(one.timbre, other.timbre),
        other_accent=bool(one.accent and other.accent and one.accent != other.accent),
        likeness=_product(one.speaker, other.speaker),
    )


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the dot product of two speaker embeddings; nan where one is missing."""
    return sum(a * b for a, b in zip(one, other, strict=True)) if one and len(one) == len(other) else math.nan


def _euclidean(one: Sequence[float], other: Sequence[float]) -> float:
    return math.dist(one, other) if one and len(one) == len(other) else math.nan
