"""Whom kin terms call, by who says them: Mom's "Dad" is Grandpa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision import talks
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.persons import People, Person
    from drama.adapt.values import Scene

PARENT, GRANDPARENT = 1, 2
_AS_OLD = frozenset({"uncle", "aunt"})
"""Titles of whoever is of the parents' generation."""


def settle(scene: Scene) -> None:
    """Let the parent whom a parent, an uncle or an aunt calls be the story's grandparent."""
    people = scene.people
    elders = {p.number for p in people.alive() if p.named and _generation(p) == GRANDPARENT and p.narration}
    if not elders:
        return
    for i, unit in enumerate(scene.units):
        called = {people.standing(n) for n in unit.kin or unit.vocatives}
        called = {n for n in called if _generation(people.persons[n]) == PARENT}
        if not called:
            continue
        unit.kin = called
        unit.vocatives -= called | elders
        unit.vocatives |= {_meant(people, n, elders) if _is_parent(scene, i) else n for n in called}


def _is_parent(scene: Scene, i: int) -> bool:
    """Whether the narration, or else an earlier pass, has a parent, an uncle or an aunt speak a turn."""
    heard = talks.heard(scene, scene.units[i])
    speakers = heard or {scene.people.standing(n) for n in scene.speakers[i : i + 1]}
    return any(n >= 0 and _generation(scene.people.persons[n]) == PARENT for n in speakers)


def _meant(people: People, number: int, elders: set[int]) -> int:
    """Return the only grandparent of a parent's sex, or that parent."""
    sex = people.persons[number].sex
    fitting = [n for n in elders if people.persons[n].sex == sex]
    return fitting[0] if len(fitting) == 1 else number


def _generation(person: Person) -> int:
    """Return the generation that a name tells, as vocabulary.GENERATIONS; 0 for none."""
    if not person.named or person.titles & _AS_OLD:
        return PARENT if person.named else 0
    words = person.core if len(person.core) == 1 else ()
    found = [vocabulary.GENERATIONS[w] for w in (*person.titles, *words) if w in vocabulary.GENERATIONS]
    return max(found, default=0)
