"""Who takes part in each talk, by what the narration itself says: tags and beats that name or describe.

A talk is a run of turns that hardly any narration parts. Nothing here comes from an earlier pass, so that no
guess can feed on itself.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from drama.adapt.values import Talk

if TYPE_CHECKING:
    from drama.adapt.values import Scene, Unit

PARTED = 5
"""Paragraphs of narration between two turns that make two talks of one."""
AROUND = 8
"""Turns before and after one within which somebody has to be heard or act to take part round it."""


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
        found.append(talk)
    return found


def _is_parted(scene: Scene, last: Unit, here: Unit) -> bool:
    paragraphs = scene.reading.paragraphs
    return (
        paragraphs[last.end_paragraph].scene != paragraphs[here.paragraph].scene
        or here.paragraph - last.end_paragraph > PARTED
    )


def heard(scene: Scene, unit: Unit) -> set[int]:
    """Return whom the tag of a turn names or describes, or without a tag its beats."""
    people = scene.people
    hint = unit.hint("tag", "loose", "intro", "before", "after")
    if hint is None:
        return set()
    number = people.narrator if hint.mention.kind == "first" else people.of(hint.mention)
    return {number} if number >= 0 else set()


def near(talk: Talk, number: int, i: int) -> tuple[int, int]:
    """Return how many turns before and after one somebody is surely heard; 0 for not in this talk."""
    where = talk.heard.get(number, [])
    k = bisect_left(where, i)
    before = i - where[k - 1] if k else 0
    after = k + (k < len(where) and where[k] == i)
    return before, (where[after] - i if after < len(where) else 0)
