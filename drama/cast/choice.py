"""The choice of a voice for a part: the best one of the catalogue beside those who are heard with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drama.cast.suitability import ENOUGH_HEARD, Catalogue, chance, pitch_cost
from drama.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drama.cast.likeness import Sound
    from drama.cast.suitability import Array, Wanted
    from drama.model import VoiceInfo
    from drama.project import VoicesFile

SHIFTS_ST = np.array([0.0, -1.5, 1.5, -3.0, 3.0, -4.5, 4.5])[:, None]
"""Pitch shifts (semitones) tried with each voice, so that a few good voices serve many characters."""
CHANCE_WEIGHT = {"narrator": 0.5, "lead": 1.0, "supporting": 1.5, "bit": 1.5}
"""Weight of the seeded tie-break by name, against 5 for a lead's naturalness from 0 to 1; half for the pitch.
It is smallest for those who are heard most: for them quality decides."""
TOO_LIKE, SAME_VOICE = 6.0, 40.0
"""Cost of being confusable with somebody of the same scene, and of having the same voice."""
BARELY, BARELY_APART = 1.15, 2.0
"""Distance up to which two are only just distinct, and its cost: rooms and treatments make voices more alike.
For speaker embeddings it is a likeness of 0.77."""
ENOUGH = 2.0
"""Distance beyond which more is no better; 1 is clearly distinct."""
GOLDEN = 0.618
"""The golden ratio's fractional part: spreads the tie-break over a voice's pitch shifts evenly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Somebody from whom a new voice should be distinct."""

    voice: str
    sound: Sound
    weight: float = 1.0
    """1 for somebody in the same scene; less for others of the story."""
    here: bool = True
    """Whether they are heard in the same scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A voice chosen from the catalogue."""

    info: VoiceInfo
    pitch: float
    """Semitones."""
    like: int
    """Number of others with whom it could be confused."""
    rate: float = 1.0


class Choice:
    """Chooses from the voices that the project's engine has of its language."""

    def __init__(self, file: VoicesFile, catalogue: Sequence[VoiceInfo]) -> None:
        """Take the voices of every engine in use."""
        self._settings = file.settings
        own = [info for info in catalogue if info.engine == file.settings.engine]
        self._catalogue = Catalogue(_castable([i for i in own if _speaks(i, file.settings.language)]))
        self._made_costs: dict[tuple[Wanted, Sound], tuple[Array, NDArray[np.bool_]]] = {}

    def pick(self, wanted: Wanted, luck: str, others: Iterable[Other]) -> Pick:
        """Return the best voice for a part beside others; InputError when there is none to choose from."""
        if not self._catalogue.voices:
            message = (
                f"engine {self._settings.engine} lists no voice for the language {self._settings.language!r}"
            )
            hint = f"`drama voices --engine {self._settings.engine}` lists voices; or name everybody's voice"
            raise InputError(Problem(message=message, hint=hint))
        short = self._catalogue.shortlist(wanted)
        names = np.array([self._catalogue.voices[i].name for i in short.voices])
        luckiest = CHANCE_WEIGHT[wanted.rank]
        # Pitch shifts degrade people's voices more than a synthesiser's, and there are enough unshifted ones.
        movable = (self._catalogue.f0_hz > 0) & ~self._catalogue.heard
        shifts = (short.shift_st + SHIFTS_ST) * movable[short.voices]
        lots = np.array([chance(str(self._settings.figures.seed), luck, name) for name in names])
        score = short.fit + luckiest * lots - pitch_cost(short.off_st, shifts)
        score += luckiest / 2 * ((lots * 1000 + np.arange(len(shifts))[:, None] * GOLDEN) % 1)
        like = np.zeros(score.shape)
        for (voice, heard), (weight, here) in _alike(others).items():
            cost, too_like = self._costs(wanted, shifts, heard)
            score -= weight * (cost + SAME_VOICE * (names == voice))
            like += too_like * here
        row, column = np.unravel_index(int(np.argmax(score)), score.shape)
        return Pick(
            info=self._catalogue.voices[short.voices[column]],
            pitch=float(shifts[row, column]),
            like=int(like[row, column]),
        )

    def _costs(self, wanted: Wanted, shifts: Array, heard: Sound) -> tuple[Array, NDArray[np.bool_]]:
        """Return the cost of each shortlisted voice beside a sound, and which are too similar to it."""
        if (wanted, heard) not in self._made_costs:
            far, apart = self._catalogue.apart(self._catalogue.shortlist(wanted).voices, shifts, heard)
            cost = np.maximum(ENOUGH - far, 0) + BARELY_APART * (far < BARELY) + TOO_LIKE * ~apart
            self._made_costs[wanted, heard] = cost, ~apart
        return self._made_costs[wanted, heard]


def _alike(others: Iterable[Other]) -> dict[tuple[str, Sound], tuple[float, int]]:
    """Return the total weight for each voice and sound, and how many who have it are in the same scene.

    A story may have many hundred people, but an engine has far fewer sounds.
    """
    found: dict[tuple[str, Sound], tuple[float, int]] = {}
    for other in others:
        weight, here = found.get((other.voice, other.sound), (0.0, 0))
        found[other.voice, other.sound] = weight + other.weight, here + other.here
    return found


def _speaks(info: VoiceInfo, language: str) -> bool:
    """Return whether a voice is of a language; no tag, or a private one (RFC 5646, "x-…"), matches any."""
    return f"{info.language}-".lower().startswith((f"{language}-".lower(), "-", "x-"))


def _castable(voices: list[VoiceInfo]) -> list[VoiceInfo]:
    """Return the voices that somebody has heard, where they are enough, else all."""
    heard = [info for info in voices if info.speaker]
    return heard if len(heard) >= ENOUGH_HEARD else voices
