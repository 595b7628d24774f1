"""Whom the narration gives a name: "a voice that he began to call Lull", "a badge that said Lorna"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from drama.adapt.people.persons import TITLE_WEIGHT
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People, Person
    from drama.adapt.text.reading import Token
    from drama.adapt.values import Scene, Unit

REACH = 30
"""Paragraphs back in which whoever is named has spoken without a name."""
_WITHIN = 8
"""Words before a name within which a badge has it."""
_NAMES_SOMEBODY = frozenset(
    ["call", "called", "calling", "name", "named", "naming", "nickname", "nicknamed", "dub", "dubbed",
     "christen", "christened", "baptised", "baptized"]
)  # fmt: skip
"""Verbs that give a name to their object."""
_BADGES = frozenset(
    ["badge", "nametag", "nameplate", "name-tag", "name-plate", "name-badge", "lanyard", "tag"]
)
_SHOWS = frozenset(["said", "says", "saying", "read", "reads", "reading", "was", "named", "called"])


def name(scene: Scene, heard: list[set[int]]) -> None:
    """Merge each new name that the narration gives with the only one who spoke without a name before.

    `heard` holds who is surely heard in each turn.
    """
    people = scene.people
    known: set[int] = set()
    paragraphs = [unit.paragraph for unit in scene.units]
    for index, mentions in enumerate(people.narration):
        tokens = scene.reading.paragraphs[index].tokens
        for mention in mentions:
            number = people.of(mention)
            is_new = number >= 0 and mention.kind == "name" and number not in known
            known.add(number)
            pronoun = _is_named_so(tokens, mention.first)
            if not is_new or not (pronoun or _is_worn(tokens, mention.first)):
                continue
            sex = vocabulary.PRONOUNS[pronoun] if pronoun else people.persons[number].sex
            nameless = {
                n
                for i in range(bisect_left(paragraphs, index - REACH), bisect_right(paragraphs, index))
                for n in heard[i]
                if not people.persons[n].named
                and not people.persons[n].plural
                and (people.persons[n].sex in {None, sex} or not (pronoun or sex))
            }
            voices = {n for n in nameless if people.persons[n].head in vocabulary.SPEECH_NOUNS}
            nameless = voices or nameless  # whoever is seen has something else to be called by
            if pronoun and not nameless:
                nameless = _described_before(people, mentions, mention, sex)
            if len(nameless) == 1:
                why = f"is named {people.label(number)} by the narration"
                people.merge(nameless.pop(), number, why)
                told = vocabulary.PRONOUNS.get(pronoun)
                people.persons[number].votes += TITLE_WEIGHT * ((told == "male") - (told == "female"))


def _described_before(
    people: People, mentions: Sequence[Mention], name: Mention, sex: vocabulary.Sex | None
) -> set[int]:
    """Return who of the pronoun's sex is mentioned before a name: "The girl waited; they called her Spud"."""
    there = {people.of(m) for m in mentions if m.kind in _NAMED and m.start < name.start} - {-1}
    persons = people.persons
    return {n for n in there if sex is not None and persons[n].sex == sex and not persons[n].plural}


_NAMED = frozenset({"name", "description"})


def name_by_lines(scene: Scene) -> None:
    """Merge a name that a line tells of somebody, and that a line calls, with the only nameless one there.

    "His name's Sevens," said the nurse. "Sevens, can you hear me?" The android moved.
    """
    people, paragraphs = scene.people, scene.reading.paragraphs
    called: dict[int, set[int]] = {}
    for unit in scene.units:
        for number in map(people.standing, unit.vocatives):
            called.setdefault(number, set()).add(paragraphs[unit.paragraph].scene)
    for unit in scene.units:
        here = paragraphs[unit.paragraph].scene
        for quote in unit.quotes:
            for mention in people.said[quote]:
                number, sex = people.of(mention), _whose_name(scene.reading.said[quote], mention)
                if number < 0 or sex is None or here not in called.get(number, ()):
                    continue
                nameless = {n for n in _seen(scene, unit) if _may_be_told_of(people.persons[n], sex)}
                if len(nameless) == 1 and not people.persons[number].narration:
                    people.merge(
                        nameless.pop(), number, f"is named {people.label(number)} by what a line says"
                    )
                    people.persons[number].votes += TITLE_WEIGHT * ((sex == "male") - (sex == "female"))


def _whose_name(tokens: list[Token], mention: Mention) -> str | None:
    """Return the sex of whoever a line gives a name: "his name is X"; empty for "its", None for nobody."""
    at = mention.first - 1
    if mention.kind != "name" or at < 1:
        return None
    is_told = tokens[at].low == "is" or tokens[at].possessive
    name = at if tokens[at].low == "name" else at - 1
    if not is_told or name < 1 or tokens[name].low != "name":
        return None
    return {"his": "male", "her": "female", "its": "", "their": ""}.get(tokens[name - 1].low)


def _seen(scene: Scene, unit: Unit) -> set[int]:
    """Return who was mentioned in the narration of the same scene, up to REACH paragraphs before a turn."""
    people, paragraphs, here = scene.people, scene.reading.paragraphs, unit.paragraph
    near = range(max(0, here - REACH), here)
    same = [p for p in near if paragraphs[p].scene == paragraphs[here].scene]
    return {people.of(m) for p in same for m in people.narration[p] if people.of(m) >= 0}


def _may_be_told_of(person: Person, sex: str) -> bool:
    """Whether somebody without a name may be whom a line gives one."""
    fits = not sex or person.sex in {None, sex}
    return fits and not (person.named or person.plural or person.narrator or person.owned)


def _is_named_so(tokens: list[Token], at: int) -> str:
    """Return the pronoun of whoever is given the name that begins at a token; empty for nobody."""
    if at < 2 or tokens[at - 1].low not in {"him", "her", "it"}:
        return ""
    return tokens[at - 1].low if tokens[at - 2].low in _NAMES_SOMEBODY else ""


def _is_worn(tokens: list[Token], at: int) -> bool:
    """Whether the name that begins at a token is what a badge says."""
    before = [token.low for token in tokens[max(0, at - _WITHIN) : at]]
    return bool(before) and before[-1] in _SHOWS and not _BADGES.isdisjoint(before)
