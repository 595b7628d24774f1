"""Coreference of descriptions and names: which description is a person who also has a name.

The evidence is only what the narration and the lines themselves say, never a guess about speakers: a name
that is called next to the tagged lines of a description; a name that a speaker gives as their own, where only
one person present has no name yet.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drama.adapt.decision import talks
from drama.adapt.people.aliases import compatible
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.persons import People, Person
    from drama.adapt.values import Scene

EXCHANGE = 2
"""Two turns answer each other up to this many paragraphs apart."""
TOGETHER = 0.2
"""Largest share of its sentences that a description may have in common with the same person's name."""
REACH = 30
"""Paragraphs back in which the narration may mention the nameless person."""


def resolve(scene: Scene) -> None:
    """Merge the descriptions of a story with the named persons that they are, each with its reason."""
    heard = [talks.heard(scene, unit) for unit in scene.units]
    _by_calls(scene, heard)
    _by_own_name(scene, heard)


# ------------------------------------------------------------------ called by name
def _by_calls(scene: Scene, heard: list[set[int]]) -> None:
    """Merge a description with the one name that is called in the turns next to its lines."""
    people, units = scene.people, scene.units
    called: dict[int, Counter[int]] = {}
    answers: Counter[tuple[int, int]] = Counter()
    for i in range(len(units) - 1):
        if not 0 < units[i + 1].paragraph - units[i].end_paragraph <= EXCHANGE:
            continue
        for a, b in ((i, i + 1), (i + 1, i)):
            for number in heard[a]:
                names = {people.standing(n) for n in units[b].vocatives}
                called.setdefault(number, Counter()).update(names - heard[a] - heard[b])
                answers.update((number, other) for other in heard[b])
    sentences = _sentences(people)
    for number in sorted(called):
        described = people.persons[number]
        if (
            described.named
            or described.plural
            or described.into >= 0
            or described.head in vocabulary.SPEECH_NOUNS
        ):
            continue
        fitting = [
            n
            for n, count in called[number].items()
            if _may_be(people.persons[n], described)
            and not answers[number, n]
            and _is_somebody(people, people.persons[n], count)
        ]
        best = max(fitting, key=lambda n: (called[number][n], -n), default=-1)
        if best < 0 or any(called[number][n] >= called[number][best] for n in called[number] if n != best):
            continue
        both = len(sentences.get(number, set()) & sentences.get(best, set()))
        if both <= TOGETHER * min(
            len(sentences[number]), len(sentences.get(best, set()) or sentences[number])
        ):
            people.merge(
                number, best, f'is called {people.label(best)} beside lines of "{described.description()}"'
            )


def _is_somebody(people: People, person: Person, count: int) -> bool:
    """Whether a name that is called `count` times is surely a person's and not the narrator's."""
    if person.subjects and (person.acts or person.tags):
        return True
    told = person.titles or (person.core and person.core[0] in vocabulary.given_names())
    return bool(told) and people.narrator < 0 and (count > 1 or person.narration > 0)


def _sentences(people: People) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for mentions in people.narration:
        for mention in mentions:
            number = people.of(mention)
            if number >= 0:
                found.setdefault(number, set()).add(mention.sentence)
    return found


def _may_be(person: Person, described: Person) -> bool:
    """Whether a description may be a named person: the same sex and kind, and no kinship term as name."""
    if not person.named or person.narrator or person.plural or not person.is_person or person.into >= 0:
        return False
    if set(person.core) <= vocabulary.KIN | vocabulary.GREETED | vocabulary.STYLES or not compatible(
        person, described
    ):
        return False
    if described.head in vocabulary.ANIMALS | vocabulary.ROBOTS | vocabulary.DEVICES | vocabulary.SPIRITS:
        return described.head in person.roles
    return not (person.sex and described.sex and person.sex != described.sex)


# ------------------------------------------------------------------ gives a name
def _by_own_name(scene: Scene, heard: list[set[int]]) -> None:
    """Merge a name that a line gives as its speaker's own with the only nameless person present."""
    people = scene.people
    firsts: dict[int, int] = {}
    for index, mentions in enumerate(people.narration):
        for mention in mentions:
            firsts.setdefault(people.of(mention), index)
    for i, unit in enumerate(scene.units):
        if len(unit.introduces) != 1 or (heard[i] and any(people.persons[n].named for n in heard[i])):
            continue
        name = people.standing(next(iter(unit.introduces)))
        if firsts.get(name, unit.paragraph + 1) <= unit.paragraph:
            continue
        nameless = {
            n
            for n in (heard[i] or _about(scene, i))
            if not people.persons[n].named and _may_be(people.persons[name], people.persons[n])
        }
        if len(nameless) == 1:
            number = nameless.pop()
            why = f'gives the name, and "{people.persons[number].description()}" alone has none'
            people.merge(number, name, why)


def _about(scene: Scene, i: int) -> set[int]:
    """Return who acts or speaks in the narration of the same scene, up to REACH paragraphs before a turn."""
    people, here = scene.people, scene.units[i].paragraph
    paragraphs = scene.reading.paragraphs
    return {
        people.of(mention)
        for p in range(max(0, here - REACH), here + 1)
        if paragraphs[p].scene == paragraphs[here].scene
        for mention in people.narration[p]
        if mention.subject and people.of(mention) >= 0 and not people.persons[people.of(mention)].plural
    }
