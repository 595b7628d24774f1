"""Parts of voices.yaml: what a story says of a character, what that asks of a voice, the voice chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drama.cast.names import proper_aliases
from drama.cast.suitability import Wanted, chance
from drama.project import Part

if TYPE_CHECKING:
    from drama.cast.choice import Pick
    from drama.cast.roles import Role
    from drama.model import Character


def described(character: Character) -> Part:
    """Return a character as a part of voices.yaml, from what the story says."""
    return Part(
        name=character.name,
        aliases=proper_aliases(character),
        gender=character.gender,
        age="unknown" if character.age == "adult" else character.age,
        kind=None if character.kind == "person" else character.kind,
    )


def completed(part: Part, character: Character) -> Part:
    """Return a part of voices.yaml with the traits that it leaves open as the story tells them."""
    told = described(character)
    return replace(
        part,
        gender=told.gender if part.gender == "unknown" else part.gender,
        age=told.age if part.age == "unknown" else part.age,
        kind=told.kind if part.kind is None else part.kind,
    )


def wanted_of(given: Part, role: Role, luck: str) -> Wanted:
    """Return a part's requirements; an unknown sex is chosen by a hash of `luck`."""
    kind = given.kind or "person"
    gender = given.gender
    if gender == "unknown" and kind in ("person", "spirit"):
        gender = "female" if chance("sex", luck) < 0.5 else "male"
    rank = "narrator" if role.character.narrator else role.rank
    return Wanted(gender=gender, age=given.age, kind=kind, rank=rank)


def with_voice(given: Part, engine: str, pick: Pick) -> Part:
    """Return a part with the voice picked; values from voices.yaml stay."""
    voices = tuple(sorted({**dict(given.voices), engine: pick.info.name}.items()))
    rate = pick.rate if pick.rate != 1 and pick.info.f0_hz else None  # not every engine can change its speed
    return replace(
        given,
        voice=pick.info.name,
        voices=voices,
        rate=rate if given.rate is None else given.rate,
        pitch=(pick.pitch or None) if given.pitch is None else given.pitch,
    )


def reason(role: Role, wanted: Wanted, pick: Pick) -> str:
    """Return in words why a voice was chosen: the size of the part, who it is, and how high it speaks."""
    words: list[str] = [word for word in (wanted.age, wanted.gender) if word != "unknown"]
    words += [wanted.kind] if wanted.kind != "person" else []
    f0 = f", {pick.info.f0_hz * 2 ** (pick.pitch / 12):.0f} Hz" if pick.info.f0_hz else ""
    return f"{pick.info.name}: {role.rank} part, {' '.join(words) or 'anybody'}{f0}"
