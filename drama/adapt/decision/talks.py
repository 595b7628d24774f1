"""Who takes part in each talk, according to the narration: tags and beats that name or describe.

A talk is a run of turns with hardly any narration between them. Nothing here comes from an earlier pass, so
that no guess can reinforce itself.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from drama.adapt.values import Talk

if TYPE_CHECKING:
    from drama.adapt.values import Scene, Unit

PARTED = 5
"""A new talk begins where two turns are more paragraphs apart than this."""
AROUND = 8
"""Whoever is heard within this many turns before or after a turn takes part in the talk around it."""


def find(scene: Scene) -> list[Talk]:
    """Return for each turn the talk that it is part of."""
    found: list[Talk] = []
    talk = Talk(0, -1)
    for i, unit in enumerate(scene.units):
        if not i or _is_parted(scene, scene.units[i - 1], unit):
            talk = Talk(i, i)
        talk.last = i
        for number in heard(scene, unit):
            talk.heard.setdefault(number, []).append(i)
            talk.turns.setdefault(i, []).append(number)
        found.append(talk)
    return found


def _is_parted(scene: Scene, last: Unit, here: Unit) -> bool:
    paragraphs = scene.reading.paragraphs
    return (
        paragraphs[last.end_paragraph].scene != paragraphs[here.paragraph].scene
        or here.paragraph - last.end_paragraph > PARTED
    )


def heard(scene: Scene, unit: Unit) -> set[int]:
    """Return whom the tag of a turn names or describes; without a tag, its beats."""
    people = scene.people
    hint = unit.hint("tag", "loose", "intro", "before", "after")
    if hint is None:
        return set()
    number = people.narrator if hint.mention.kind == "first" else people.of(hint.mention)
    return {number} if number >= 0 else set()


def meant(scene: Scene, unit: Unit) -> set[int]:
    """Return whom the pronoun of a tag means where the paragraph before tells of one such person alone."""
    people, before = scene.people, unit.paragraph - 1
    tag = unit.hint("tag", "loose")
    if tag is None or tag.mention.kind != "pronoun" or before < 0 or scene.reading.paragraphs[before].quotes:
        return set()
    here = {people.of(m) for p in (before, unit.paragraph) for m in people.narration[p]} - {-1}
    fitting = {
        n for n in here if people.persons[n].sex in {None, tag.mention.sex} and people.persons[n].is_person
    }
    acts = {people.of(m) for m in people.narration[before] if m.subject}
    return fitting if len(fitting) == 1 and fitting <= acts else set()


def shown(scene: Scene, unit: Unit) -> set[int]:
    """Return who alone acts in the paragraph right before a turn that has no narration of its own."""
    people, before = scene.people, unit.paragraph - 1
    if unit.hints or before < 0 or scene.reading.paragraphs[before].quotes:
        return set()
    there = {people.of(m) for m in people.narration[before] if m.kind in {"name", "description", "first"}}
    acts = {people.of(m) for m in people.narration[before] if m.subject}
    return there if len(there) == 1 and there == acts and there != {-1} else set()


def heard_around(talk: Talk, i: int) -> dict[int, int]:
    """Return who is surely heard in the turns of a talk around one, and in how many, that one left out."""
    counts: dict[int, int] = {}
    for k in range(i - AROUND, i + AROUND + 1):
        for number in talk.turns.get(k, ()) if k != i else ():
            counts[number] = counts.get(number, 0) + 1
    return counts


def near(talk: Talk, number: int, i: int) -> tuple[int, int]:
    """Return how many turns before and after a turn a person is surely heard; 0 for not in this talk."""
    where = talk.heard.get(number, [])
    k = bisect_left(where, i)
    before = i - where[k - 1] if k else 0
    after = k + (k < len(where) and where[k] == i)
    return before, (where[after] - i if after < len(where) else 0)
