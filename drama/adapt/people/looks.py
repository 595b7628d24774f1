"""Epithets by looks and by age: "the redhead" is Keto, whose copper braid came undone a paragraph before.

What the narration says of somebody's hair or years ties an epithet to its bearer when nobody else of that sex
has the same; an old woman of whom nothing else is told is the only Mrs who is there. "The younger woman"
compares those who are there: it is one of them and nobody new, and like a pronoun it is resolved anew
wherever it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.descriptions import noun_sex
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People, Person
    from drama.adapt.text.reading import Reading, Token

OLD_YEARS = 60
"""Years from which somebody is "the old man"."""
_COLOURS = {
    word: sort
    for sort, words in {
        "red": "red copper coppery auburn ginger carroty russet titian",
        "fair": "blond blonde fair golden gold flaxen yellow honey tow",
        "dark": "dark black raven brown chestnut ebony",
        "grey": "grey gray white silver silvery",
    }.items()
    for word in words.split()
}
"""The sort of hair that a colour tells."""
_HEADS = {"redhead": "red", "blonde": "fair", "blond": "fair", "brunette": "dark"}
COMPARED = frozenset(
    ["younger", "older", "elder", "taller", "shorter", "bigger", "smaller", "larger", "slighter", "heavier"]
)
"""Adjectives that tell one of two who are both there."""
_PLAIN = frozenset(["man", "woman", "boy", "girl", "lady", "gentleman", "fellow", "one"]) | _HEADS.keys()


def tie(people: People, reading: Reading) -> None:
    """Merge epithets with the one named person whose looks they tell; comparisons stand for nobody new."""
    first, scenes = _places(people, reading)
    looks = _looks(people)
    for tokens, mentions in zip((p.tokens for p in reading.paragraphs), people.narration, strict=True):
        for number, sort in _hair(people, tokens, mentions):
            looks.setdefault(sort, set()).add(number)
    for person in people.persons:
        sort = _sort(person)
        if person.into >= 0 or not sort or person.indefinite or person.owned:
            continue
        bearers = {
            n
            for n in map(people.standing, looks.get(sort, ()))
            if _agree(people.persons[n], person) and first.get(n, 0) < first.get(person.number, -1)
        }
        if sort == "old" and not bearers and noun_sex(person.head) == "female":
            bearers = _married(people, person, scenes, first)
        if len(bearers) == 1:
            (bearer,) = bearers
            told = "age" if sort == "old" else "hair"
            people.merge(person.number, bearer, f"{person.description()}: the story tells the {told}")
        elif sort != "old" and person.head in _PLAIN:
            _stand_for_present(people, person, scenes, first)


def _places(people: People, reading: Reading) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Return the offset of each person's first mention, and the persons that each scene mentions."""
    first: dict[int, int] = {}
    scenes: dict[int, set[int]] = {}
    for paragraph, mentions in zip(reading.paragraphs, people.narration, strict=True):
        for mention in mentions:
            number = people.of(mention)
            if number >= 0:
                first.setdefault(number, mention.start)
                scenes.setdefault(paragraph.scene, set()).add(number)
    return first, scenes


def _looks(people: People) -> dict[str, set[int]]:
    """Return who is old by years or by an epithet, and whose hair an epithet tells."""
    found: dict[str, set[int]] = {}
    for person in people.alive():
        if not person.named or person.plural:
            continue
        words = {word.lower() for epithet in person.epithets for word in epithet.split()}
        if person.years >= OLD_YEARS or words & vocabulary.OLD_ADJECTIVES:
            found.setdefault("old", set()).add(person.number)
        for word in words:
            if (sort := _hair_of(word)) is not None:
                found.setdefault(sort, set()).add(person.number)
    return found


def _hair_of(word: str) -> str | None:
    """Return the sort of hair that a word tells of its bearer: "raven-haired", "redhead"."""
    colour, dash, rest = word.partition("-")
    return _HEADS.get(word) or (_COLOURS.get(colour) if dash and rest in {"haired", "headed"} else None)


def _hair(people: People, tokens: list[Token], mentions: list[Mention]) -> Iterator[tuple[int, str]]:
    """Yield whose hair a paragraph tells: "Keto's copper braid", "Keto shook her copper braid"."""
    last = -1
    for mention in mentions:
        if mention.kind == "name":
            last = people.of(mention)
        elif mention.kind != "pronoun":
            last = -1
        if mention.possessive and last >= 0:
            after = [t.low for t in tokens[mention.last : mention.last + 4]]
            sorts = {_COLOURS[word] for word in after[:-1] if word in _COLOURS}
            if len(sorts) == 1 and vocabulary.HAIR.intersection(after[1:]):
                yield last, sorts.pop()


def _sort(person: Person) -> str:
    """Return what a description tells of looks: a sort of hair, "old", "compared"; empty for nothing."""
    if person.named or person.plural or not person.head:
        return ""
    for word in (person.head, *person.modifiers):
        if (sort := _hair_of(word)) is not None:
            return sort
    if COMPARED.intersection(person.modifiers):
        return "compared"
    old = set(person.modifiers) <= vocabulary.OLD_ADJECTIVES and person.modifiers
    return "old" if old and person.head in _PLAIN else ""


def _agree(bearer: Person, described: Person) -> bool:
    """Whether somebody named may be what a description says: of its sex, where both are known."""
    sex = noun_sex(described.head) or described.sex
    return bearer.named and not bearer.plural and (sex is None or bearer.sex in {None, sex})


def _married(people: People, person: Person, scenes: dict[int, set[int]], first: dict[int, int]) -> set[int]:
    """Return each Mrs or Signora who was there before an old woman from nowhere, where she first comes.

    An old man is as often another as the Mr or the Captain of the scene.
    """
    begins = first.get(person.number, -1)
    present = next((numbers for numbers in scenes.values() if person.number in numbers), set())
    return {n for n in present if people.persons[n].titles & _WIVES and first.get(n, 0) < begins}


_WIVES = frozenset({"mrs", "mme", "signora", "senora", "señora", "frau", "mistress"})
"""Titles of women who are, or have been, married."""


def _stand_for_present(
    people: People, person: Person, scenes: dict[int, set[int]], first: dict[int, int]
) -> None:
    """Let a comparison or a colour stand for those who are there, where enough of them are of its sex.

    A blonde before anybody of her sex has a name is somebody new.
    """
    enough = 2 if COMPARED.intersection(person.modifiers) else 1
    sex = noun_sex(person.head)
    for present in scenes.values():
        if person.number not in present:
            continue
        begins = first.get(person.number, -1)
        fitting = {n for n in present if _agree(people.persons[n], person) and first.get(n, 0) < begins}
        known = any(people.persons[n].sex == sex for n in fitting)
        if sex is None or len(fitting) < enough or not known:
            return
    for mention in (m for mentions in people.narration for m in mentions if people.of(m) == person.number):
        mention.person = -1
    person.narration = 0
