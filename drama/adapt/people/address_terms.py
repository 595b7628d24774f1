"""Whom address terms refer to: "Miss Okafor" in speech is Ines in the narration.

A name that is called in a conversation belongs to one of its participants. The two names are one person's
when that participant is mostly the same person, when the names are compatible, and when the narration seldom
has both side by side.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drama.adapt.people.aliases import compatible, short_forms
from drama.adapt.people.persons import parts
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.persons import People, Person
    from drama.adapt.values import Scene

EXCHANGE = 2
"""Most paragraphs from one turn to another that answers it."""
ROUND = 3
"""Turns on each side of a turn that can belong to its conversation."""
LEAST = 2
"""How often a name has to be called at least."""
MOSTLY = 0.6
"""Share of a name's calls in which somebody has to take part to be its bearer."""
AHEAD = 1.5
"""How many times as many of the calls the bearer takes part in as anybody else."""
SURE_CALLS, SURE_SHARE = 4, 0.8
"""Calls, and share of them, from which the narration may sometimes have both names side by side."""
SIDE_BY_SIDE = 0.4


@dataclass(slots=True)
class _Calls:
    """The calls of one name."""

    count: int = 0
    heard: Counter[int] = field(default_factory=Counter)
    """In how many of the calls each person takes part without being the caller."""
    against: Counter[int] = field(default_factory=Counter)
    """How often each person calls or mentions the name."""


def resolve(scene: Scene) -> bool:
    """Merge persons who are only an address term for somebody else; return whether there were any."""
    people = scene.people
    found = _calls(scene)
    merged = False
    for number in sorted(found, key=lambda n: (people.persons[n].narration, n)):
        calls, called = found[number], people.persons[number]
        if called.into >= 0 or called.narrator or calls.count < LEAST or not _is_mostly_called(called):
            continue
        meant = _meant(people, called, calls)
        if meant is not None and not _stand_together(people, called, meant, calls):
            loser, winner = sorted((called, meant), key=lambda p: (p.narrator, p.narration, -p.number))
            people.merge(loser.number, winner.number)
            merged = True
    return merged


def _is_mostly_called(person: Person) -> bool:
    """Whether a name is called at least as often as it is mentioned in speech or acts in the narration."""
    acts = person.subjects > person.vocatives or person.tags > 1
    return not acts and person.spoken_of <= 2 * person.vocatives


def _calls(scene: Scene) -> dict[int, _Calls]:
    people, units, speakers = scene.people, scene.units, scene.speakers
    found: dict[int, _Calls] = {}
    for i, unit in enumerate(units):
        for number in {people.standing(n) for n in unit.vocatives}:
            calls = found.setdefault(number, _Calls())
            calls.count += 1
            calls.against[people.standing(speakers[i])] += 1
            round_it = {people.standing(speakers[k]) for k in _conversation(scene, i)}
            calls.heard.update(round_it - {people.standing(speakers[i]), number, -1})
        for number in {people.standing(n) for n in unit.named}:
            found.setdefault(number, _Calls()).against[people.standing(speakers[i])] += 1
    return found


def _conversation(scene: Scene, i: int) -> list[int]:
    """Return the turns around a turn that belong to its conversation."""
    units = scene.units
    found = []
    for step in (-1, 1):
        k = i
        for _ in range(ROUND):
            if not 0 <= k + step < len(units):
                break
            first, second = units[min(k, k + step)], units[max(k, k + step)]
            if second.paragraph - first.end_paragraph > EXCHANGE:
                break
            k += step
            found.append(k)
    return found


def _meant(people: People, called: Person, calls: _Calls) -> Person | None:
    """Return the one person that a name's calls can refer to; None when that isn't clear."""
    heard = calls.heard - calls.against - calls.against
    ranked = [(n, count) for n, count in heard.most_common() if _may_be(people.persons[n], called)]
    if not ranked or ranked[0][1] < max(LEAST, MOSTLY * calls.count):
        return None
    if len(ranked) > 1 and ranked[0][1] < AHEAD * ranked[1][1]:
        return None
    return people.persons[ranked[0][0]]


def _may_be(p: Person, q: Person) -> bool:
    """Whether two persons' names can be one person's: a given name and a surname, not two of one kind."""
    if p.plural or q.plural or p.narrator or not p.named or not compatible(p, q):
        return False
    if all(_is_byname(name) for name in p.names):
        return False
    if p.sex and q.sex and p.sex != q.sex:
        return False
    given_p, family_p = _kinds(p)
    given_q, family_q = _kinds(q)
    if given_p and given_q and not (given_p & given_q or _short(given_p, given_q)):
        return False
    return not (family_p and family_q and not family_p & family_q)


def _is_byname(name: str) -> bool:
    """Whether a name is an article and a noun other than a title, "the Body": no surname goes with it."""
    return name.startswith("the ") and parts(name)[1][0] not in vocabulary.TITLES


def _kinds(person: Person) -> tuple[set[str], set[str]]:
    """Return the given names and the surnames of a person, judged by titles and word lists."""
    given, family = set(), set()
    for name in person.names:
        titles, core = parts(name)
        if len(core) > 1:
            given.add(core[0])
            family.add(core[-1])
        elif core and titles and not set(titles) <= vocabulary.KIN:
            family.add(core[0])
        elif core and core[0] not in vocabulary.KIN | vocabulary.TITLES:
            given.add(core[0])
    return given - family, family


def _short(a: set[str], b: set[str]) -> bool:
    """Whether a name of one set is a short form of a name of the other, or begins like it."""
    return any(
        y in short_forms().get(x, ()) or x in short_forms().get(y, ()) or x[:3] == y[:3] for x in a for y in b
    )


def _stand_together(people: People, called: Person, meant: Person, calls: _Calls) -> bool:
    """Whether paragraphs of narration name both, as they seldom do for one person."""
    sure = calls.count >= SURE_CALLS and calls.heard[meant.number] >= SURE_SHARE * calls.count
    return people.together(called.number, meant.number) > (SIDE_BY_SIDE if sure else 0.0)
