"""Who is in a story: names and descriptions are grouped into persons, with sex, age and kind.

Names are merged when they can only be one person's ("Captain Vane" and "Vane") and stay separate when they
can't (Mr and Mrs Vane). The evidence for a person's traits is titles, given names, nouns, and the pronouns
that the narration uses for them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from drama.adapt.evidence.tags import hints
from drama.adapt.people import contrasts, looks, metonyms, spouses
from drama.adapt.people.ages import note_ages
from drama.adapt.people.aliases import merge_names
from drama.adapt.people.descriptions import noun_sex
from drama.adapt.people.letters import note_letters
from drama.adapt.people.mentions import find
from drama.adapt.people.own_names import asks_name, introduces, is_answer
from drama.adapt.people.persons import NAME_WEIGHT, TITLE_WEIGHT, People, Person, name_vote, parts
from drama.adapt.people.pronouns import note_pronouns, note_said_pronouns
from drama.adapt.people.roles import INDEFINITE, link, merge_descriptions
from drama.adapt.people.vocatives import is_vocative
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Paragraph, Reading, Token


def gather(reading: Reading, apart: Iterable[tuple[Collection[str], Collection[str]]] = ()) -> People:
    """Return the persons of a story, with the mentions that are names or descriptions assigned to them.

    `apart` are pairs of people, each by all names, who are never one.
    """
    narration = [[] if _is_row(p) else find(reading, p.tokens) for p in reading.paragraphs]
    _note_names(reading, narration)
    said = [find(reading, tokens, quoted=True) for tokens in reading.said]
    contrasted = contrasts.mark(reading.paragraphs, narration)
    people = People([], narration, said)
    known = _Known()
    for index, mentions in enumerate(narration):
        for mention in mentions:
            _enter(people, mention, known, quoted=False)
            _note_place(people, mention, reading.paragraphs[index].tokens)
    for index, mentions in enumerate(said):
        for mention in mentions:
            if mention.kind == "name":
                _enter(people, mention, known, quoted=True)
                if mention.person >= 0 and is_vocative(reading.said[index], mention):
                    people.persons[mention.person].vocatives += 1
    people.hints = [
        hints(reading, p, m) if p.quotes else {} for p, m in zip(reading.paragraphs, narration, strict=True)
    ]
    _tell_apart(people, reading)
    people.two |= {frozenset((a.person, b.person)) for a, b in contrasted if a.person != b.person}
    for one, other in apart:
        called = [{p.number for p in people.persons if _goes_by(p, names)} for names in (one, other)]
        people.two |= {frozenset(pair) for pair in product(*called) if pair[0] != pair[1]}
    merge_names(people)
    note_pronouns(people, reading)
    note_said_pronouns(people, reading)
    link(people, reading)
    spouses.settle(people, reading)
    merge_descriptions(people)
    note_ages(people, reading)
    looks.tie(people, reading)
    metonyms.tie(people, reading)
    _find_narrator(people, reading)
    note_letters(people, reading)
    return people


def _goes_by(person: Person, names: Collection[str]) -> bool:
    """Whether a person has one of these names, or is shown by one."""
    return not person.names.keys().isdisjoint(names) or (not person.named and person.description() in names)


def _tell_apart(people: People, reading: Reading) -> None:
    """Enter that whoever calls somebody by name isn't that person: "Nives," the Signora said."""
    titled: dict[str, list[int]] = defaultdict(list)
    for person in people.persons:
        for title in person.titles if person.named else ():
            titled[title].append(person.number)
    for index, found in enumerate(people.hints):
        tokens = reading.paragraphs[index].tokens
        given = {
            m.person
            for quote in reading.paragraphs[index].quotes
            for m in people.said[quote]
            if introduces(reading.said[quote], m)
        }
        for quote, beside in found.items():
            tag = next((hint for hint in beside if hint.kind == "tag"), None)
            if tag is None or tag.mention.person < 0 or _is_to_oneself(tokens[tag.last : tag.last + 2]):
                continue
            for mention in people.said[quote]:
                if mention.person not in {-1, tag.mention.person, *given} and _is_called(
                    reading, quote, mention
                ):
                    people.two |= {
                        frozenset((mention.person, n)) for n in _bearers(people, tag.mention, titled)
                    }


def _bearers(people: People, mention: Mention, titled: Mapping[str, list[int]]) -> set[int]:
    """Return who is mentioned; with a lone title, "the Signora", also the only one who has it with a name."""
    core = people.persons[mention.person].core
    bearers = titled.get(core[0], []) if len(core) == 1 else []
    return {mention.person, *(bearers if len(bearers) == 1 else ())}


def _is_called(reading: Reading, quote: int, mention: Mention) -> bool:
    """Whether a line calls a name that can't be its speaker's own, as the answer to a question may be."""
    tokens = reading.said[quote]
    if mention.kind != "name" or not is_vocative(tokens, mention):
        return False
    if quote and asks_name(reading, quote - 1) and is_answer(tokens, mention):
        return False
    alone = sum(token.is_word for token in reading.said[quote]) == mention.last - mention.first
    return not alone or not quote or reading.text[reading.spans[quote - 1].end - 1] != "?"


def _is_to_oneself(tokens: list[Token]) -> bool:
    """Whether a tag goes on with "himself" or "to herself": the line may call its own speaker."""
    return any(token.low in {"himself", "herself", "myself", "themselves"} for token in tokens)


def _note_names(reading: Reading, narration: list[list[Mention]]) -> None:
    """Make the names of those who act in the narration known inside quotations, too: "Kolya!"."""
    for mention in (m for mentions in narration for m in mentions if m.kind == "name" and m.subject):
        for word in mention.text.lower().split():
            reading.inner[word] = max(reading.inner[word], 1)


# ------------------------------------------------------------------ entering
@dataclass(slots=True)
class _Known:
    """Index of persons by name and by description."""

    named: dict[tuple[str, ...], int] = field(default_factory=dict)
    described: dict[tuple[str, ...], int] = field(default_factory=dict)


def _enter(people: People, mention: Mention, known: _Known, *, quoted: bool) -> None:
    """Assign a mention to its person, a new one if the name or description is new."""
    if mention.kind == "name":
        number = _named(people, mention, known)
    elif mention.kind == "description" and not quoted and mention.head not in {"other", "others"}:
        if mention.modifiers[:1] == ("other",) and (mention.head, _ANOTHER) not in known.described:
            return
        number = _described(people, mention, known)
    else:
        return
    mention.person = number
    person = people.persons[number]
    person.names[mention.text] += 1
    person.begins = min(person.begins, mention.start)
    if quoted:
        person.spoken_of += 1
        return
    person.told[mention.text] += 1
    person.narration += 1
    person.subjects += mention.subject
    person.acts += mention.subject and mention.verb in vocabulary.HUMAN_VERBS


def _named(people: People, mention: Mention, known: _Known) -> int:
    titles, core = parts(mention.text)
    key = (mention.sex or "", *sorted(titles), "|", *core)
    if key not in known.named:
        sex = mention.sex or ("female" if titles[:1] == ("mrs",) else None)
        person = Person(number=len(people.persons), named=True, core=core, titles=set(titles), title_sex=sex)
        _vote_by_name(person)
        people.persons.append(person)
        known.named[key] = person.number
    return known.named[key]


def _described(people: People, mention: Mention, known: _Known) -> int:
    modifiers = tuple(m for m in mention.modifiers if m not in _EMPTY and m not in vocabulary.DETERMINERS)
    key = (mention.head, "own" if mention.owner else "", *modifiers)
    if mention.determiner == "another" or modifiers[:1] == ("other",):
        key = (mention.head, _ANOTHER)
    if key not in known.described:
        person = Person(number=len(people.persons), named=False, head=mention.head, modifiers=modifiers)
        person.owned = mention.owner is not None
        person.plural = mention.head in vocabulary.CROWDS
        person.roles.add(mention.head)
        person.title_sex = noun_sex(mention.head)
        if person.title_sex:
            person.votes += TITLE_WEIGHT if person.title_sex == "male" else -TITLE_WEIGHT
            person.evidence[f'called "{mention.head}"'] += 1
        people.persons.append(person)
        known.described[key] = person.number
    number = known.described[key]
    people.persons[number].indefinite |= mention.determiner in INDEFINITE
    return number


_ANOTHER = "another"
"""Mark of the second of a kind: "another guard", "the other guard"."""
_EMPTY = frozenset(
    [
        "very",
        "poor",
        "same",
        "good",
        "dear",
        "own",
        "said",
        "whole",
        "now",
        "still",
        "this",
        "that",
        "aforesaid",
    ]
)


def _vote_by_name(person: Person) -> None:
    if person.title_sex:
        person.votes += TITLE_WEIGHT if person.title_sex == "male" else -TITLE_WEIGHT
        person.evidence["title"] += 1
    elif person.core:
        person.votes += name_vote(person.core)
        if person.votes:
            person.evidence["given name"] += 1


_PLACE_PREPOSITIONS = frozenset(
    ["in", "at", "into", "from", "near", "through", "across", "toward", "towards"]
)


def _note_place(people: People, mention: Mention, tokens: list[Token]) -> None:
    if mention.person >= 0 and mention.first and tokens[mention.first - 1].low in _PLACE_PREPOSITIONS:
        people.persons[mention.person].places += 1


def _is_row(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a row of a table, in which nobody acts: "Nora, 17:30, $6."."""
    words = [token for token in paragraph.tokens if token.is_word]
    numbers = sum(token.text[0].isdecimal() for token in words)
    commas = any(token.text == "," for token in paragraph.tokens)
    return (
        0 < numbers < len(words)
        and commas
        and not paragraph.quotes
        and not any(t.text.islower() for t in words)
    )


# ------------------------------------------------------------------ the narrator
FEWEST_I, FEWEST_I_TAGGED = 3, 2
"""Sentences with "I" as subject from which a narrator is one, and from which where a tag says "I said"."""


def _find_narrator(people: People, reading: Reading) -> None:
    """Enter a first-person narrator when the narration says "I"."""
    firsts = sum(m.kind == "first" for mentions in people.narration for m in mentions)
    subjects = sum(
        m.kind == "first" and m.head in {"i", "you"} for mentions in people.narration for m in mentions
    )
    narrated = sum(t.is_word for p in reading.paragraphs for t in p.tokens)
    tagged = any(
        hint.kind == "tag" and hint.mention.kind == "first"
        for found in people.hints
        for beside in found.values()
        for hint in beside
    )
    if subjects < (FEWEST_I_TAGGED if tagged else FEWEST_I) or firsts < 0.0015 * narrated:
        return
    person = Person(number=len(people.persons), named=True, narrator=True)
    for mention in (m for mentions in people.narration for m in mentions if m.kind == "description"):
        if mention.owner is not None and mention.owner.kind == "first" and mention.head in _SPOUSES:
            person.votes = NAME_WEIGHT if _SPOUSES[mention.head] == "male" else -NAME_WEIGHT
            person.evidence[f'"my {mention.head}"'] += 1
            break
    people.persons.append(person)
    people.narrator = person.number
    people.second_person = reading.second_person


_SPOUSES: dict[str, vocabulary.Sex] = {"wife": "male", "husband": "female"}
"""The usual sex of somebody who says "my" before these nouns."""
