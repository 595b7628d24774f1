"""Who gives a name as their own: "My name is Ines", where only one person present has no name yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.aliases import compatible
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.persons import Person
    from drama.adapt.values import Scene, Unit

AROUND = 3
"""Turns on both sides of an answer in which nobody else may speak."""
PARTNERS = 2
"""How many people talk where only one of them can have been called."""
TALK = 8
"""Turns back in which whoever answers with a name has spoken."""
REACH = 30
"""Paragraphs back in which the narration may mention the nameless person."""


def by_own_name(scene: Scene, heard: list[set[int]]) -> None:
    """Merge a name that a line gives as its speaker's own with the only nameless person present."""
    people = scene.people
    firsts = people.first_paragraphs()
    _join_given(scene)
    for i, unit in enumerate(scene.units):
        given = {people.standing(n) for n in unit.introduces} or _presents(scene, unit, heard[i])
        if len(given) != 1 or (heard[i] and any(people.persons[n].named for n in heard[i])):
            continue
        name = people.standing(next(iter(given)))
        if firsts.get(name, unit.paragraph + 1) <= unit.paragraph:
            continue
        nameless = {
            n
            for n in (heard[i] or _about(scene, i))
            if not people.persons[n].named
            and may_give(people.persons[name], people.persons[n])
            and (heard[i] or (people.persons[n].head in _PEOPLE and not people.persons[n].owned))
            and _SPEECHLESS.isdisjoint(people.persons[n].modifiers)
        }
        nameless = nameless or {n for n in _about(scene, i) if people.persons[n].head in vocabulary.DEVICES}
        if len(nameless) > 1 and unit.introduces:
            nameless = _last_heard(heard, i, nameless)
        if len(nameless) == 1:
            number = nameless.pop()
            why = f'gives the name, and "{people.persons[number].description()}" alone has none'
            people.merge(number, name, why)


def _last_heard(heard: list[set[int]], i: int, nameless: set[int]) -> set[int]:
    """Return who of several without a name was surely heard last before an answer, but whoever asked."""
    for k in range(i - 2, max(-1, i - TALK), -1):
        if here := nameless & heard[k] - heard[i - 1]:
            return here
    return nameless


def _join_given(scene: Scene) -> None:
    """Merge the names that one line gives as its speaker's: "They call me Nineteen. I call me Marrow." """
    people = scene.people
    for unit in scene.units:
        given = sorted(
            {people.standing(n) for n in unit.gives}, key=lambda n: (-people.persons[n].narration, n)
        )
        for number in given[1:]:
            if compatible(people.persons[number], people.persons[given[0]]):
                people.merge(number, given[0], "gives both names in one line")


def _presents(scene: Scene, unit: Unit, heard: set[int]) -> set[int]:
    """Return whose name a voice gives: "This is Harrow," said a dry voice. Faces present others so."""
    people = scene.people
    if not heard or any(people.persons[n].head not in vocabulary.SPEECH_NOUNS for n in heard):
        return set()
    return {
        people.of(mention)
        for quote in unit.quotes
        for mention in people.said[quote]
        if mention.kind == "name" and mention.person >= 0
        if [t.low for t in scene.reading.said[quote][max(0, mention.first - 2) : mention.first]]
        == ["this", "is"]
    }


def name_narrator(scene: Scene, heard: list[set[int]]) -> None:
    """Merge with "I" the one name that "I" give in a tagged line, or one that the narration never says.

    The latter is given in a line without a tag.
    """
    people = scene.people
    if people.narrator < 0:
        return
    tagged = ((unit, unit.hint("tag")) for unit in scene.units)
    own = {n for unit, tag in tagged if tag and tag.mention.kind == "first" for n in unit.gives}
    own = {people.standing(n) for n in own if not people.persons[people.standing(n)].tags}
    if len(own) == 1:
        number = own.pop()
        people.merge(number, people.narrator, f"gives the name {people.label(number)}")
        return
    given = {
        number
        for i, unit in enumerate(scene.units)
        if unit.hint("tag", "loose", "intro") is None
        for number in map(people.standing, unit.introduces)
        if people.persons[number].named and not people.persons[number].narration
        if number in map(people.standing, unit.gives) or _is_the_narrators_answer(scene, heard, i, number)
    }
    called = {n for n in given if people.persons[n].vocatives}
    if len(given) == 1 and called:
        number = called.pop()
        why = f"gives the name {people.label(number)}, which the narration never says"
        people.merge(number, people.narrator, why)


def _is_the_narrators_answer(scene: Scene, heard: list[set[int]], i: int, number: int) -> bool:
    """Whether a name answers the only one who talks with "I", who then calls it: "Nell." "Far, Nell?"."""
    people = scene.people
    calls = [unit for unit in scene.units if number in map(people.standing, unit.vocatives)]
    callers = {hint.mention.kind for unit in calls if (hint := unit.hint("tag", "before", "after"))}
    around = set().union(*heard[max(0, i - AROUND) : i + AROUND + 1]) - {people.narrator}
    return bool(callers) and "first" not in callers and len(around) < PARTNERS


_PEOPLE = (
    vocabulary.PERSON_NOUNS - vocabulary.ANIMALS - vocabulary.ROBOTS - vocabulary.DEVICES - vocabulary.SPIRITS
)
"""Who may be meant by "My name is Ines" without a tag: a ship or a dog that spoke before isn't."""


_SPEECHLESS = frozenset({"dead", "late", "murdered", "unconscious", "sleeping"})
"""What somebody is who gives no name."""


def _about(scene: Scene, i: int) -> set[int]:
    """Return who acts or speaks in the narration of the same scene, up to REACH paragraphs before a turn."""
    people, here = scene.people, scene.units[i].paragraph
    paragraphs = scene.reading.paragraphs
    near = [p for p in range(max(0, here - REACH), here + 1) if paragraphs[p].scene == paragraphs[here].scene]
    acts = {people.of(mention) for p in near for mention in people.narration[p] if mention.subject}
    for p in near:
        for beside in people.hints[p].values():
            acts |= {people.of(hint.mention) for hint in beside if hint.kind == "tag"}
    return {n for n in acts if n >= 0 and not people.persons[n].plural}


def may_give(person: Person, described: Person) -> bool:
    """Whether somebody described may have a name: of the same sex, and no kinship term."""
    if not person.named or person.narrator or person.plural or not person.is_person or person.into >= 0:
        return False
    if set(person.core) <= vocabulary.KIN | vocabulary.GREETED | vocabulary.STYLES or not compatible(
        person, described
    ):
        return False
    return not (person.sex and described.sex and person.sex != described.sex)
