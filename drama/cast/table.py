"""The table of distances: how well those who are heard together are told apart, and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.cast.likeness import Distance, Sound, accent, distance
from drama.cast.roles import roles
from drama.voices import NARRATOR
from drama.voiceprint import voiceprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from drama.cast.director import Director
    from drama.model import Cast, Script, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two who are heard together."""

    one: str
    other: str
    one_sound: Sound
    other_sound: Sound
    distance: Distance
    advice: str = ""
    """What to change in voices.yaml; empty when they are told apart."""

    @property
    def apart(self) -> bool:
        """Whether a listener tells the two without effort."""
        return self.distance.apart


def distances(
    script: Script, made: Cast, director: Director, heard: Mapping[str, Sound] | None = None
) -> tuple[Pair, ...]:
    """Return every pair of characters with a scene in common, and each with the narrator; the worst first.

    `heard` holds sounds measured on takes, by character's name or "narrator"; who isn't in it goes by the
    catalogue. A first-person narrator and their own character are no pair.
    """
    voices = {**dict(made.voices), NARRATOR: made.narrator}
    sounds = {name: director.sound_of(voice) for name, voice in voices.items()} | dict(heard or {})
    size = {role.character.name: role.words for role in roles(script)}
    met = {tuple(sorted((r.character.name, other))) for r in roles(script) for other, _ in r.partners}
    told = {(NARRATOR, name) for name in size if not _same(voices[name], made.narrator)}
    pairs = []
    for one, other in sorted(met | told):
        far = distance(sounds[one], sounds[other])
        smaller = min((one, other), key=lambda name: (size.get(name, 1 << 30), name))
        advice = "" if far.apart else _advice(script, made, director, smaller)
        pairs.append(
            Pair(
                one=one,
                other=other,
                one_sound=sounds[one],
                other_sound=sounds[other],
                distance=far,
                advice=advice,
            )
        )
    return tuple(sorted(pairs, key=lambda pair: (pair.apart, pair.distance.likeness, pair.one, pair.other)))


def heard_in(
    takes: Mapping[str, Iterable[NDArray[np.float32]]], rate_hz: int, made: Cast, director: Director
) -> dict[str, Sound]:
    """Return how each of a cast sounds in takes, shape (frames,), given by name; by about their first 20 s.

    Who has no pitch in them is unmeasured.
    """
    return {}


def _advice(script: Script, made: Cast, director: Director, name: str) -> str:
    better = director.alternatives(script, made, name, count=1)
    if not better:
        return "the engine has no other voice that would do"
    pitch = f", pitch: {better[0].pitch:g}" if better[0].pitch else ""
    return f"give {name} voice: {better[0].voice}{pitch}"


def _same(one: Voice, other: Voice) -> bool:
    return (one.engine, one.name, one.pitch) == (other.engine, other.name, other.pitch)
