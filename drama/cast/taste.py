"""Which voices suit a part: by sex, age and kind, the most natural ones for the leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

import numpy as np

from drama.cast.likeness import PITCH_APART_ST, TIMBRE_APART, accent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drama.cast.likeness import Sound
    from drama.model import Age, Gender, Kind
    from drama.speech import VoiceInfo

    Array = NDArray[np.float64]

NATURAL_WEIGHT = {"narrator": 6.0, "lead": 5.0, "supporting": 3.0, "bit": 1.5}
SHORTLIST = 64
"""Voices that are looked at for one part; the best suited of the whole catalogue."""
MAX_SHIFT_ST = 5.0
"""Semitones by which a voice may be moved to sound like a child or a god."""
ROBOTIC = frozenset({"robot", "machine", "monotone", "metallic", "buzz"})
ODD = frozenset({"whisper", "croak", "creak", "noise", "joke", "echo", "shout"})
TARGET_HZ: dict[tuple[str, str], float] = {
    ("male", "adult"): 118, ("male", "young"): 130, ("male", "old"): 112, ("male", "child"): 265,
    ("female", "adult"): 205, ("female", "young"): 222, ("female", "old"): 185, ("female", "child"): 280,
    ("nonbinary", "adult"): 160, ("unknown", "child"): 272,
}  # fmt: skip
"""Median F0 that a listener expects: adults after Traunmüller and Eriksson (The frequency range of the voice
fundamental in the speech of male and female adults, 1995); the others by judgement."""
KIND_HZ: dict[str, float] = {"god": 85.0, "robot": 120.0, "device": 170.0}
TOLERANCE_ST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a part asks of a voice."""

    gender: Gender
    age: Age = "unknown"
    kind: Kind = "person"
    rank: Literal["narrator", "lead", "supporting", "bit"] = "bit"

    @property
    def target_hz(self) -> float:
        """Return the median F0 that one expects; 0 when any will do."""
        if self.kind in KIND_HZ:
            return KIND_HZ[self.kind]
        age = "adult" if self.age == "unknown" else self.age
        return TARGET_HZ.get((self.gender, age), TARGET_HZ.get((self.gender, "adult"), 0.0))


class Catalogue:
    """An engine's voices as arrays, with the shortlists made so far."""

    def __init__(self, voices: Sequence[VoiceInfo]) -> None:
        self.voices = tuple(sorted(voices, key=lambda info: info.name))
        self.f0_hz = np.array([info.f0_hz for info in self.voices], dtype=np.float64)
        self.natural = np.array([info.natural for info in self.voices], dtype=np.float64)
        self.accents = np.array([accent(info.language) for info in self.voices])
        longest = max((len(info.timbre) for info in self.voices), default=0)
        self.timbre = np.full((len(self.voices), longest), np.nan)
        for row, info in zip(self.timbre, self.voices, strict=True):
            if info.timbre:
                row[: len(info.timbre)] = info.timbre
        self.shortlist = lru_cache(maxsize=None)(self._shortlist)

    def _shortlist(self, wanted: Wanted) -> tuple[NDArray[np.intp], Array, Array]:
        """Return the voices that suit best, how well each does, and the semitones to move each by."""
        shift = self._shifts(wanted)
        fit = self.fit(wanted, shift)
        best = np.argsort(-fit, kind="stable")[:SHORTLIST]
        return best, fit[best], shift[best]

    def _shifts(self, wanted: Wanted) -> Array:
        """Return the semitones that bring each voice near what is expected of a child or a god."""
        if not (wanted.age == "child" or wanted.kind == "god"):
            return np.zeros(len(self.voices))
        off = self._semitones_off(wanted)
        beyond = np.sign(off) * np.maximum(np.abs(off) - TOLERANCE_ST / 2, 0)
        shifts: Array = np.round(np.clip(-beyond, -MAX_SHIFT_ST, MAX_SHIFT_ST) * 2) / 2
        return shifts

    def _semitones_off(self, wanted: Wanted) -> Array:
        """Return how far each voice lies above what is expected; 0 where nobody can tell."""
        if not wanted.target_hz:
            return np.zeros(len(self.voices))
        known = np.where(self.f0_hz > 0, self.f0_hz, wanted.target_hz)
        off: Array = 12 * np.log2(known / wanted.target_hz)
        return off

    def fit(self, wanted: Wanted, shift: Array) -> Array:
        """Return how well each voice suits, moved by so many semitones; higher is better."""
        off = np.abs(self._semitones_off(wanted) + shift)
        fit: Array = NATURAL_WEIGHT[wanted.rank] * self.natural
        fit -= 0.5 * np.maximum(off - TOLERANCE_ST, 0) + 0.15 * np.abs(shift)
        fit += np.array([_trait_fit(info, wanted) for info in self.voices])
        return fit

    def apart(self, chosen: NDArray[np.intp], shift: Array, other: Sound) -> tuple[Array, NDArray[np.bool_]]:
        """Return how far the chosen voices are from another sound, 1 being plainly apart, and which are."""
        pitch = np.zeros(len(chosen))
        if other.f0_hz > 0:
            known = self.f0_hz[chosen] > 0
            f0_hz = np.where(known, self.f0_hz[chosen], other.f0_hz)
            pitch = np.where(known, np.abs(12 * np.log2(f0_hz / other.f0_hz) + shift), 0)
        timbre = np.zeros(len(chosen))
        if other.timbre and self.timbre.shape[1] == len(other.timbre):
            timbre = np.nan_to_num(np.linalg.norm(self.timbre[chosen] - np.array(other.timbre), axis=1))
        accents = (self.accents[chosen] != other.accent) & bool(other.accent)
        far = np.sqrt((pitch / PITCH_APART_ST) ** 2 + (timbre / TIMBRE_APART) ** 2 + 0.5 * accents)
        return far, (pitch >= PITCH_APART_ST) | (timbre >= TIMBRE_APART) | accents


def _trait_fit(info: VoiceInfo, wanted: Wanted) -> float:
    """Return what a voice's own sex, age and character add for a part."""
    fit = 0.0
    if wanted.gender in ("female", "male") and info.gender != wanted.gender:
        fit -= 2.0 if info.gender == "unknown" else 8.0
    if wanted.age == "child":
        fit += 3.0 if info.age == "child" else 0.0
    elif info.age == "child":
        fit -= 4.0
    if wanted.age == "old":
        fit += 2.5 if info.age == "old" else 0.0
    elif info.age == "old":
        fit -= 1.5
    robotic, odd = info.character in ROBOTIC, info.character in ODD
    if wanted.kind in ("robot", "device"):
        return fit + (4.0 if robotic else -3.0 if odd else 0.0)
    if robotic:
        return fit - 5.0
    if odd:
        return fit - (
            0.0 if wanted.kind in ("spirit", "animal") else 0.5 if info.character == "croak" else 4.0
        )
    return fit


def chance(*words: str) -> float:
    """Return a number from 0 to 1 that depends on these words alone, evenly spread."""
    digest = blake2b("\n".join(words).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
