"""Who is heard before being seen, and who is there before being named.

"Stop that," said a voice. Everybody turned. Miss Okafor stood in the door: "a voice" is whoever appears
behind its line, or gives a name next. The landlady gave me the key. "It is shy," said Mrs. Varga: a full
name that comes out of nowhere is that of the only nameless one of its sex who is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision import talks
from drama.adapt.people.aliases import compatible
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People, Person
    from drama.adapt.text.reading import Token
    from drama.adapt.values import Scene, Unit

ANSWERS = 5
"""Turns within which a voice gives its name."""
SOON = 2
"""Paragraphs behind the line within which whoever spoke appears."""
CALLS = 4
"""Turns within which a voice is called by name."""
GONE = 100
"""Paragraphs after which somebody who acted in the same scene may appear anew."""
_SOMEBODY = frozenset({"somebody", "someone"})
AROUND = 12
"""Paragraphs before a name's first line in which whoever has it is mentioned."""
ABSENT = 10
"""Paragraphs without a mention after which somebody appears anew."""


def appear(scene: Scene) -> None:
    """Merge each new voice with who appears behind its line, or is the next to give a new name."""
    people = scene.people
    firsts = people.first_paragraphs()
    for i, unit in enumerate(scene.units):
        tag = unit.hint("tag", "loose", "intro")
        if tag is None or not _is_new_voice(people, tag.mention):
            continue
        given = {n for later in scene.units[i + 1 : i + ANSWERS] for n in map(people.standing, later.gives)}
        # "Who's there?" "Mr. Tibble."
        given |= {n for answer in scene.units[i + 2 : i + 3] for n in map(people.standing, answer.introduces)}
        new = {n for n in given if firsts.get(n, unit.paragraph) >= unit.paragraph}
        number = min(new) if len(new) == 1 else _who_appears(scene, unit, tag.mention)
        if number < 0:
            number = _who_is_called(scene, i)
        voice = people.persons[people.of(tag.mention)]
        if number < 0 or number == voice.number:
            continue
        if sum(voice.names.values()) == voice.tags:
            people.merge(voice.number, number, f"appears behind the line of {voice.description()}")
        else:  # the story has others who are only voices
            tag.mention.person = number


def name(scene: Scene) -> None:
    """Merge the only nameless person of a sex in a scene with a full name whose first mention has a line."""
    people, paragraphs = scene.people, scene.reading.paragraphs
    firsts: dict[int, Mention] = {}
    for mention in (m for mentions in people.narration for m in mentions):
        firsts.setdefault(people.of(mention), mention)
    given: dict[int, int] = {}
    for i, unit in enumerate(scene.units):
        for number in map(people.standing, unit.introduces):
            given.setdefault(number, i)
    for i, unit in enumerate(scene.units):
        hint = unit.hint("tag", "loose", "after", "before")
        number = people.of(hint.mention) if hint is not None else -1
        if hint is None or number < 0 or firsts.get(number) is not hint.mention:
            continue
        named = people.persons[number]
        style = hint.mention.text.startswith(("the ", "Her ", "His "))
        if style or given.get(number, i) < i or not _is_full_name(named):
            continue
        before = range(max(0, unit.paragraph - AROUND), unit.paragraph)
        there = {
            people.of(m)
            for p in before
            if paragraphs[p].scene == paragraphs[unit.paragraph].scene
            for m in people.narration[p]
            if m.kind == "description" and m.person >= 0
        }
        nameless = {n for n in there if _may_be_named(people.persons[n], named)}
        if len(nameless) == 1:
            other = people.persons[min(nameless)]
            people.merge(other.number, number, f"is named where only {other.description()} has no name")


def recognise(scene: Scene) -> None:
    """Merge the only nameless partner of a talk with whom somebody says they are: "You're Nora Varga"."""
    people = scene.people
    found = talks.find(scene)
    for i, unit in enumerate(scene.units):
        for quote in unit.quotes:
            for mention in people.said[quote]:
                number = people.of(mention)
                if number < 0 or not _is_said_of_you(scene.reading.said[quote], mention):
                    continue
                named = people.persons[number]
                heard = set(found[i].heard) - talks.heard(scene, unit)
                nameless = {n for n in heard if _may_be_named(people.persons[n], named)}
                late = min(found[i].heard.get(number, [len(scene.units)])) > i
                if len(nameless) == 1 and late:
                    people.merge(min(nameless), number, "is told so")


def _is_said_of_you(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence does nothing but tell the hearer a name: "You're Nora Varga," he said."""
    before = [t.low for t in tokens[max(0, mention.first - 3) : mention.first]]
    ends = mention.last >= len(tokens) or tokens[mention.last].text[0] in ",.!?;"
    begins = len(before) < 3 or not before[0].isalpha()
    return mention.kind == "name" and before[-2:] == ["you", "are"] and begins and ends


def _is_full_name(person: Person) -> bool:
    """Whether a name tells who somebody is: by a title, or by a given name and a surname."""
    full = len(person.core) > 1 and person.core[0] in vocabulary.given_names()
    told = bool(person.titles - vocabulary.KIN) or full
    return person.named and told


def _may_be_named(nameless: Person, named: Person) -> bool:
    """Whether somebody nameless may have this name: surely of its sex, grown, no crowd and no voice."""
    unfit = vocabulary.CHILDREN | vocabulary.YOUNG | vocabulary.SPEECH_NOUNS | {"lady"}
    distant = nameless.owned and nameless.head not in _CLOSE
    if nameless.named or nameless.plural or nameless.head in unfit or distant:
        return False
    return nameless.sex is not None and nameless.sex == named.sex and compatible(nameless, named)


_CLOSE = frozenset({"wife", "husband", "mother", "father"})
"""Kin of whom there is one."""


def _who_is_called(scene: Scene, i: int) -> int:
    """Return whom the next turns call first and who wasn't there before; −1 for nobody, or for several."""
    people, unit = scene.people, scene.units[i]
    before = people.narration[max(0, unit.paragraph - ABSENT) : unit.paragraph]
    there = {people.of(m) for mentions in before for m in mentions}
    there |= {people.standing(n) for u in scene.units[max(0, i - ABSENT) : i] for n in u.vocatives}
    calls = ({*map(people.standing, u.vocatives)} - there for u in scene.units[i + 1 : i + 1 + CALLS])
    called = next(filter(None, calls), set[int]())
    return min(called) if len(called) == 1 and people.persons[min(called)].named else -1


def _is_new_voice(people: People, mention: Mention) -> bool:
    """Whether somebody is only heard: "a voice", "another voice", "somebody"."""
    voice = mention.kind == "description" and mention.head in vocabulary.SPEECH_NOUNS | _SOMEBODY
    return voice and mention.determiner in {"a", "an", "another"} and people.of(mention) >= 0


def _who_appears(scene: Scene, unit: Unit, voice: Mention) -> int:
    """Return the first subject behind a turn, when it comes into sight and wasn't there; −1 for nobody."""
    people = scene.people
    for mention, verb in _behind(scene, unit, voice):
        number = people.of(mention)
        person = people.persons[number]
        if person.plural or person.narrator or not person.is_person or number == people.of(voice):
            continue
        new = mention.kind == "name" or mention.determiner in {"a", "an"}
        return number if new and verb in _APPEARS and not _is_there(scene, unit, number) else -1
    return -1


def _is_there(scene: Scene, unit: Unit, number: int) -> bool:
    """Whether somebody is mentioned shortly before a turn, or acts or speaks in the same scene before it."""
    people, paragraphs = scene.people, scene.reading.paragraphs
    recent = people.narration[max(0, unit.paragraph - ABSENT) : unit.paragraph]
    if any(people.of(m) == number for mentions in recent for m in mentions):
        return True
    here = paragraphs[unit.paragraph].scene
    earlier = (p for p in range(max(0, unit.paragraph - GONE), unit.paragraph) if paragraphs[p].scene == here)
    return any(people.of(m) == number and m.subject for p in earlier for m in people.narration[p])


def _behind(scene: Scene, unit: Unit, voice: Mention) -> Iterator[tuple[Mention, str]]:
    """Yield the subjects up to SOON paragraphs behind a tag, with their verbs: "there hung a parrot"."""
    people = scene.people
    for p in range(unit.paragraph, min(unit.end_paragraph + 1 + SOON, len(people.narration))):
        tokens = scene.reading.paragraphs[p].tokens
        for m in people.narration[p]:
            before = tokens[m.first - 1].low if m.first else ""
            if m.start > voice.start and people.of(m) >= 0 and (m.subject or before in _APPEARS):
                yield m, m.verb if m.subject else before


_APPEARS = frozenset(
    ["was", "is", "sounded", "sounds", "stood", "stands", "sat", "sits", "hung", "appeared", "appears",
     "came", "comes", "stepped", "steps", "emerged", "emerges", "loomed", "leaned", "leant", "rose",
     "started", "entered", "walked", "strode", "floated", "rolled", "hovered", "dropped", "crawled",
     "climbed"]
)  # fmt: skip
"""Verbs of somebody who comes into sight, or whose voice is told of."""
