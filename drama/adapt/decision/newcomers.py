"""Who is heard before being seen: "a voice" is whoever appears behind its line, or gives a name next.

"Stop that," said a voice. Everybody turned. Miss Okafor stood in the door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.values import Scene, Unit

ANSWERS = 5
"""Turns within which a voice gives its name."""
SOON = 2
"""Paragraphs behind the line within which whoever spoke appears."""
ABSENT = 10
"""Paragraphs without a mention after which somebody appears anew."""


def appear(scene: Scene) -> None:
    """Merge each new voice with who appears behind its line, or is the next to give a new name."""
    people = scene.people
    firsts: dict[int, int] = {}
    for index, mentions in enumerate(people.narration):
        for mention in mentions:
            firsts.setdefault(people.of(mention), index)
    for i, unit in enumerate(scene.units):
        tag = unit.hint("tag", "loose")
        if tag is None or not _is_new_voice(people, tag.mention):
            continue
        given = {n for later in scene.units[i + 1 : i + ANSWERS] for n in map(people.standing, later.gives)}
        new = {n for n in given if firsts.get(n, unit.paragraph) >= unit.paragraph}
        number = min(new) if len(new) == 1 else _who_appears(people, unit, tag.mention)
        voice = people.persons[people.of(tag.mention)]
        if number < 0 or number == voice.number:
            continue
        if sum(voice.names.values()) == voice.tags:
            people.merge(voice.number, number, f"appears behind the line of {voice.description()}")
        else:  # the story has others who are only voices
            tag.mention.person = number


def _is_new_voice(people: People, mention: Mention) -> bool:
    """Whether somebody is only heard: "a voice", "another voice"."""
    voice = mention.kind == "description" and mention.head in vocabulary.SPEECH_NOUNS
    return voice and mention.determiner in {"a", "an", "another"} and people.of(mention) >= 0


def _who_appears(people: People, unit: Unit, voice: Mention) -> int:
    """Return the first subject behind a turn, when it comes into sight and wasn't there; −1 for nobody."""
    for mention in _behind(people, unit, voice):
        number = people.of(mention)
        person = people.persons[number]
        if person.plural or person.narrator or not person.is_person or number == people.of(voice):
            continue
        new = mention.kind == "name" or mention.determiner in {"a", "an"}
        before = people.narration[max(0, unit.paragraph - ABSENT) : unit.paragraph]
        there = any(people.of(m) == number for mentions in before for m in mentions)
        return number if new and mention.verb in _APPEARS and not there else -1
    return -1


def _behind(people: People, unit: Unit, voice: Mention) -> Iterator[Mention]:
    """Yield the subjects behind a tag up to SOON paragraphs further on."""
    for mentions in people.narration[unit.paragraph : unit.end_paragraph + 1 + SOON]:
        yield from (m for m in mentions if m.start > voice.start and m.subject and people.of(m) >= 0)


_APPEARS = frozenset(
    ["was", "is", "stood", "stands", "sat", "sits", "hung", "appeared", "appears", "came", "comes", "stepped",
     "steps", "emerged", "emerges", "loomed", "leaned", "leant", "rose", "started", "entered", "walked",
     "strode", "floated", "rolled", "hovered", "dropped", "crawled", "climbed"]
)  # fmt: skip
"""Verbs of somebody who comes into sight."""
