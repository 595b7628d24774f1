"""The table of distances: how distinct the voices heard together are, and how to improve that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import voiceprint
from drama.cast.likeness import Distance, Sound, distance
from drama.cast.roles import roles
from drama.model import NARRATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from drama.cast.director import Director
    from drama.model import Cast, Script, Voice

MOST_S, LEAST_TIMBRE_S = 20.0, 10.0
SAME = Distance(pitch_st=0.0, timbre=0.0, other_accent=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two characters who are heard together."""

    one: str
    other: str
    one_sound: Sound
    other_sound: Sound
    distance: Distance
    advice: str = ""
    """What to change in voices.yaml; empty when they are distinct."""

    @property
    def apart(self) -> bool:
        """Whether a listener easily tells the two apart, by what was measured."""
        return self.distance.apart or not self.distance.known


def distances(
    script: Script, made: Cast, director: Director, heard: Mapping[str, Sound] | None = None
) -> tuple[Pair, ...]:
    """Return every pair of characters with a scene in common, and each with the narrator; the worst first.

    `heard` holds sounds measured on takes, by character's name or "narrator"; for anybody else
    the catalogue's are used. A first-person narrator and their own character are no pair.
    """
    voices = {**dict(made.voices), NARRATOR: made.narrator}
    sounds = {name: director.sound_of(voice) for name, voice in voices.items()} | dict(heard or {})
    size = {role.character.name: role.words for role in roles(script)}
    met = {tuple(sorted((r.character.name, other))) for r in roles(script) for other, _ in r.partners}
    told = {(NARRATOR, name) for name in size if not _same(voices[name], made.narrator)}
    pairs = []
    for one, other in sorted(met | told):
        far = SAME if _same(voices[one], voices[other]) else distance(sounds[one], sounds[other])
        pair = Pair(one=one, other=other, one_sound=sounds[one], other_sound=sounds[other], distance=far)
        if not pair.apart:
            smaller = min((one, other), key=lambda name: (size.get(name, 1 << 30), name))
            pair = replace(pair, advice=_advice(script, made, director, smaller))
        pairs.append(pair)
    return tuple(sorted(pairs, key=lambda pair: (pair.apart, pair.distance.total, pair.one, pair.other)))


def heard_in(
    takes: Mapping[str, Iterable[NDArray[np.float32]]], rate_hz: int, made: Cast, director: Director
) -> dict[str, Sound]:
    """Return everybody's measurements over their takes, of shape (frames,), by name or "narrator".

    About the first 20 s of each are measured. Below 10 s only the pitch is, and the timbre is the
    catalogue's: over a sentence or two, MFCCs reflect the words more than the voice.
    """
    voices = {**dict(made.voices), NARRATOR: made.narrator}
    return {
        name: _heard(list(of_them), rate_hz, director.sound_of(voices[name]))
        for name, of_them in takes.items()
    }


def _heard(takes: list[NDArray[np.float32]], rate_hz: int, catalogued: Sound) -> Sound:
    ends = np.cumsum([len(take) for take in takes])
    enough = takes[: int(np.searchsorted(ends, MOST_S * rate_hz)) + 1]
    if not enough:
        return catalogued
    said = np.concatenate(enough)
    found = voiceprint(said, rate_hz)
    timbre = found.timbre if len(said) >= LEAST_TIMBRE_S * rate_hz else catalogued.timbre
    return replace(catalogued, f0_hz=found.f0_hz or catalogued.f0_hz, timbre=timbre)


def _advice(script: Script, made: Cast, director: Director, name: str) -> str:
    better = director.alternatives(script, made, name, count=1)
    if not better:
        return "the engine has no other voice that would do"
    pitch = f", pitch: {better[0].pitch:g}" if better[0].pitch else ""
    return f"give {name} voice: {better[0].voice}{pitch}"


def _same(one: Voice, other: Voice) -> bool:
    return (one.engine, one.name, one.pitch) == (other.engine, other.name, other.pitch)
