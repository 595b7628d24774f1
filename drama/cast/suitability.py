"""Which voices suit a part: by sex, age and kind, the most natural ones for the leads."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

import numpy as np

from drama.cast.likeness import ACCENT_WEIGHT, ALIKE, PITCH_APART_ST, TIMBRE_APART, accent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drama.cast.likeness import Sound
    from drama.model import Age, Gender, Kind, VoiceInfo

    Array = NDArray[np.float64]

NATURAL_WEIGHT = {"narrator": 6.0, "lead": 5.0, "supporting": 3.0, "bit": 2.0}
SHORTLIST = 64
"""Number of voices considered for one part: the best suited of the whole catalogue."""
MAX_SHIFT_ST = 5.0
"""Largest usual pitch shift (semitones) towards a child's or a god's voice; more has a high cost."""
ROBOTIC = frozenset({"robot", "double", "echo"})
ODD = frozenset({"whisper", "croak", "odd", "piping"})
TARGET_HZ: dict[tuple[str, str], float] = {
    ("male", "adult"): 118, ("male", "young"): 130, ("male", "old"): 112, ("male", "child"): 265,
    ("female", "adult"): 205, ("female", "young"): 222, ("female", "old"): 185, ("female", "child"): 280,
    ("nonbinary", "adult"): 160, ("unknown", "child"): 272,
}  # fmt: skip
"""Median F0 that a listener expects: adults after Traunmüller and Eriksson (The frequency range of the voice
fundamental in the speech of male and female adults, 1995); the others by judgement."""
KIND_HZ: dict[str, float] = {"god": 85.0, "robot": 120.0, "device": 170.0}
MACHINES = frozenset({"robot", "device"})
TOLERANCE_ST = 4.0
PLAIN_ACCENTS = ("en-us", "en-gb", "en-gb-x-rp", "en")
LEAD_NATURAL, UNFIT_LEAD = 0.6, 3.0
"""How natural a voice must be to carry a story, and the cost of a worse one for a lead or the narrator."""
WORD_ERRORS_FREE, WORD_ERRORS_WEIGHT = 0.03, 15.0
"""Word error rate without a cost, and the weight of any excess: a tenth more of the words misheard costs as
much as a lead's naturalness of 0.3. A voice that reads well and isn't understood serves nobody."""
WORD_ERRORS_WORSE = 300.0
"""Weight of the excess squared: five in a hundred over what is free cost twice their weight, so that voices
of which every eighth word is lost are left for when no other is told apart from those around."""
UNHEARD = 0.2
"""Word error rate assumed for an unmeasured voice: above nearly all of the measured ones."""
ENOUGH_HEARD = 40
"""With so many measured voices of the language, casting leaves the unmeasured ones alone: whether they are
understood, and whether they are like the others, is not known."""
REGIONAL = 0.5
"""Cost of a regional accent where the story doesn't ask for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A part's requirements for a voice."""

    gender: Gender
    age: Age = "unknown"
    kind: Kind = "person"
    rank: Literal["narrator", "lead", "supporting", "bit"] = "bit"

    @property
    def target_hz(self) -> float:
        """Return the expected median F0; 0 when any will do."""
        if self.kind in KIND_HZ:
            return KIND_HZ[self.kind]
        age = "adult" if self.age == "unknown" else self.age
        return TARGET_HZ.get((self.gender, age), TARGET_HZ.get((self.gender, "adult"), 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The voices that suit a part best, each array in the order of the catalogue's best first."""

    voices: NDArray[np.intp]
    """Positions in the catalogue."""
    fit: Array
    """Suitability of each, apart from pitch; higher is better."""
    off_st: Array
    """Semitones of each above the expected pitch; 0 where unknown."""
    shift_st: Array
    """Pitch shift that brings each near that pitch, for a child or a god; 0 for everybody else."""


class Catalogue:
    """An engine's voices as arrays, with the shortlists made so far."""

    def __init__(self, voices: Sequence[VoiceInfo]) -> None:
        self.voices = tuple(sorted(voices, key=lambda info: info.name))
        self.f0_hz = np.array([info.f0_hz for info in self.voices], dtype=np.float64)
        self.accents = np.array([accent(info.language) for info in self.voices])
        self.timbre = _matrix([info.timbre for info in self.voices])
        self.speakers = _matrix([info.speaker for info in self.voices])
        self.heard = np.array([bool(info.speaker) for info in self.voices], dtype=bool)
        """Whether each has a speaker embedding."""
        self._made: dict[Wanted, Shortlist] = {}

    def shortlist(self, wanted: Wanted) -> Shortlist:
        """Return the voices that suit a part best."""
        if wanted not in self._made:
            self._made[wanted] = self._shortlist(wanted)
        return self._made[wanted]

    def _shortlist(self, wanted: Wanted) -> Shortlist:
        off_st = self._semitones_off(wanted)
        moved = wanted.age == "child" or wanted.kind == "god"
        movable = (self.f0_hz > 0) & ~self.heard
        shift_st = _shifts(off_st) * movable if moved else np.zeros(len(off_st))
        fit = np.array([trait_fit(info, wanted) for info in self.voices])
        best = np.argsort(-(fit - pitch_cost(off_st, shift_st)), kind="stable")[:SHORTLIST]
        return Shortlist(voices=best, fit=fit[best], off_st=off_st[best], shift_st=shift_st[best])

    def _semitones_off(self, wanted: Wanted) -> Array:
        if not wanted.target_hz:
            return np.zeros(len(self.voices))
        known = np.where(self.f0_hz > 0, self.f0_hz, wanted.target_hz)
        off: Array = 12 * np.log2(known / wanted.target_hz)
        return off

    def apart(self, chosen: NDArray[np.intp], shift: Array, other: Sound) -> tuple[Array, NDArray[np.bool_]]:
        """Return the distance of the chosen voices from another sound, 1 being clearly apart, and which are.

        `shift` has shape (shifts, voices), in semitones, and so have both results. Unmeasured voices count as
        just apart.
        """
        pitched = (self.f0_hz[chosen] > 0) & (other.f0_hz > 0)
        f0_hz = np.where(pitched, self.f0_hz[chosen], 1.0)
        pitch = np.where(pitched, np.abs(12 * np.log2(f0_hz / (other.f0_hz or 1.0)) + shift), 0)
        timbre = np.full(len(chosen), np.nan)
        if other.timbre and self.timbre.shape[1] == len(other.timbre):
            timbre = np.linalg.norm(self.timbre[chosen] - np.array(other.timbre), axis=1)
        unknown = ~pitched & np.isnan(timbre)
        timbre = np.nan_to_num(timbre)
        accents = (self.accents[chosen] != other.accent) & bool(other.accent)
        far: Array = np.sqrt(
            (pitch / PITCH_APART_ST) ** 2 + (timbre / TIMBRE_APART) ** 2 + ACCENT_WEIGHT * accents + unknown
        )
        are_apart = (pitch >= PITCH_APART_ST) | (timbre >= TIMBRE_APART) | ((accents | unknown) & (far >= 1))
        if other.speaker and self.speakers.shape[1] == len(other.speaker):
            # The embeddings were computed at the voices' own pitch: they don't apply to a shifted voice.
            likeness = np.where(shift == 0, self.speakers[chosen] @ np.array(other.speaker), np.nan)
            heard = ~np.isnan(likeness)
            far = np.where(heard, (1 - np.nan_to_num(likeness)) / (1 - ALIKE), far)
            are_apart = np.where(heard, np.nan_to_num(likeness) < ALIKE, are_apart)
        return far, are_apart


def _matrix(rows: Sequence[Sequence[float]]) -> Array:
    """Return rows as an array (rows, longest); a shorter row is all nan."""
    longest = max((len(row) for row in rows), default=0)
    made = np.full((len(rows), longest), np.nan)
    for at, row in enumerate(rows):
        if len(row) == longest:
            made[at] = row
    return made


def _shifts(off_st: Array) -> Array:
    """Return the shifts, in half semitones, that bring each voice within half the tolerance of the target."""
    beyond = np.sign(off_st) * np.maximum(np.abs(off_st) - TOLERANCE_ST / 2, 0)
    shifts: Array = np.round(np.clip(-beyond, -MAX_SHIFT_ST, MAX_SHIFT_ST) * 2) / 2
    return shifts


def pitch_cost(off_st: Array, shift_st: Array) -> Array:
    """Return the cost of a voice's distance from the expected pitch and of its shift."""
    beyond = np.maximum(np.abs(off_st + shift_st) - TOLERANCE_ST, 0)
    moved = np.abs(shift_st)
    cost: Array = 0.5 * beyond + 0.12 * moved + 0.5 * np.maximum(moved - MAX_SHIFT_ST, 0)
    return cost


def quality(info: VoiceInfo, wanted: Wanted) -> float:
    """Return a voice's quality: naturalness, weighted by the part's rank, and intelligibility.

    A machine needn't sound natural, but it must be understood through its treatment.
    """
    fit = 0.0
    if wanted.kind not in MACHINES:
        fit += NATURAL_WEIGHT[wanted.rank] * info.natural
        if wanted.rank in ("narrator", "lead") and info.natural < LEAD_NATURAL:
            fit -= UNFIT_LEAD
    errors = UNHEARD if info.word_errors is None else info.word_errors
    excess = max(0.0, errors - WORD_ERRORS_FREE)
    return fit - WORD_ERRORS_WEIGHT * excess - WORD_ERRORS_WORSE * excess**2


def trait_fit(info: VoiceInfo, wanted: Wanted) -> float:
    """Return how well a voice's naturalness, sex, age and character suit a part."""
    fit = quality(info, wanted)
    fit -= REGIONAL if info.language.lower() not in PLAIN_ACCENTS else 0.0
    # A boy's vocal tract is closer in length to a woman's than to a man's (Fitch and Giedd, JASA 106, 1999).
    sex = "female" if wanted.age == "child" else wanted.gender
    if sex in ("female", "male") and info.gender != sex:
        fit -= 0.0 if info.age == wanted.age == "child" else 2.0 if info.gender == "unknown" else 8.0
    if wanted.age == "child":
        fit += (5.0 + (info.gender == wanted.gender)) if info.age == "child" else 0.0
    elif info.age == "child":
        fit -= 4.0
    if wanted.age == "old":
        fit += 2.5 if info.age == "old" else 0.0
    elif info.age == "old":
        fit -= 1.5
    robotic, odd = info.character in ROBOTIC, info.character in ODD
    if wanted.kind in MACHINES:
        return fit + (1.0 if robotic else -3.0 if odd else 0.0)
    if robotic:
        return fit - 5.0
    if odd:
        return fit - (
            0.0 if wanted.kind in ("spirit", "animal") else 0.5 if info.character == "croak" else 4.0
        )
    return fit


def chance(*words: str) -> float:
    """Return a uniformly distributed number from 0 to 1 that depends on these words alone (a hash)."""
    digest = blake2b("\n".join(words).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
