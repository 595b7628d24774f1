"""Coreference of descriptions and names: which description is a person who also has a name.

The evidence is only what the narration and the lines themselves say, never a guess about speakers: a name
that is called next to the tagged lines of a description, or of somebody whom the narration calls otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from drama.adapt.decision import introductions, naming, newcomers, talks, telephones
from drama.adapt.decision.salience import GENERIC
from drama.adapt.people.aliases import compatible, short_forms
from drama.adapt.people.persons import parts
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.persons import People, Person
    from drama.adapt.values import Scene

EXCHANGE = 2
"""Two turns answer each other up to this many paragraphs apart."""
TOGETHER = 0.2
"""Largest share of its sentences that a description may have in common with the same person's name."""
LEAST, AHEAD = 2, 1.5
"""How often a form of address is heard beside its bearer at least, and as a multiple of others' counts."""
BESIDE = 12
"""Turns within which two who are both heard are two people, where one call alone makes them one."""


def resolve(scene: Scene) -> None:
    """Merge the descriptions of a story with the named persons that they are, each with its reason."""
    telephones.answer(scene)
    heard = [talks.heard(scene, unit) for unit in scene.units]
    _by_calls(
        scene,
        [
            h or talks.meant(scene, u) or talks.shown(scene, u)
            for h, u in zip(heard, scene.units, strict=True)
        ],
    )
    _by_forms_of_address(scene, heard)
    introductions.name_narrator(scene, heard)
    introductions.by_own_name(scene, heard)
    telephones.speak_through(scene)
    naming.name(scene, heard)
    naming.name_by_lines(scene)
    newcomers.appear(scene)
    newcomers.name(scene)
    newcomers.recognise(scene)
    _by_only_partner(scene, heard)


# ------------------------------------------------------------------ called by name
@dataclass(slots=True)
class _Calls:
    """Who is called in the turns next to somebody's lines."""

    names: dict[int, Counter[int]] = field(default_factory=dict)
    """By whoever is heard, how often each name is called."""
    answers: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How often two who are heard answer each other."""
    answered: set[tuple[int, int]] = field(default_factory=set)
    """Whoever is heard, and a name that the turn right before calls."""


def _calls(scene: Scene, heard: list[set[int]]) -> _Calls:
    people, units, found = scene.people, scene.units, _Calls()
    for i in range(len(units) - 1):
        apart = units[i + 1].paragraph - units[i].end_paragraph
        if not 0 < apart <= EXCHANGE:
            continue
        for a, b in ((i, i + 1), (i + 1, i)):
            for number in heard[a]:
                # "No. Boil the salt. May?" answers somebody, and then calls another
                calls = units[b].vocatives - (units[b].summons if b > a else set())
                names = {people.standing(n) for n in calls}
                found.names.setdefault(number, Counter()).update(names - heard[a] - heard[b])
                found.answers.update((number, other) for other in heard[b])
                if a > b and apart == 1:
                    found.answered |= {(number, n) for n in names}
    return found


def _by_calls(scene: Scene, heard: list[set[int]]) -> None:
    """Merge a description with the one name that is called in the turns next to its lines."""
    people, calls = scene.people, _calls(scene, heard)
    own, tells = _called_by_own_lines(scene, heard), _told_of_by(scene, heard)
    sentences = _sentences(people)
    for number, called in sorted(calls.names.items()):
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
            for n, count in called.items()
            if _may_be(people.persons[n], described)
            and not calls.answers[number, n]
            and (n, number) not in own
            and (described.modifiers or described.head not in tells.get(n, set()))
            and _is_somebody(people, people.persons[n], count)
        ]
        best = max(fitting, key=lambda n: (called[n], -n), default=-1)
        once = best >= 0 and called[best] < LEAST
        if once and _is_doubtful(heard, described, best, answers=(number, best) in calls.answered):
            continue
        if best < 0 or any(called[n] >= called[best] for n in called if n != best):
            continue
        both = len(sentences.get(number, set()) & sentences.get(best, set()))
        if both <= TOGETHER * min(
            len(sentences[number]), len(sentences.get(best, set()) or sentences[number])
        ):
            people.merge(
                number, best, f'is called {people.label(best)} beside lines of "{described.description()}"'
            )


def _is_doubtful(heard: list[set[int]], described: Person, other: int, *, answers: bool) -> bool:
    """Whether a single call is too little to make a description somebody named.

    It is for what is no person: "Say that again, Oona." "Girls," said the heron. So it is for a trade, where
    both have sure lines: "Oh dear," said the banker. "Tam, the tea towel!" "He's purring," said Tam.
    It isn't where the trade `answers`: "Were you, Mr. Pym?" "Ah," said the curate.
    """
    if described.head not in vocabulary.PERSON_NOUNS:
        return True
    plain = GENERIC | vocabulary.YOUNG | vocabulary.CHILDREN | vocabulary.KIN | {"wife", "husband", "friend"}
    if described.head in plain or answers:
        return False
    where = [[i for i, numbers in enumerate(heard) if n in numbers] for n in (described.number, other)]
    return any(abs(i - k) <= BESIDE for i in where[0] for k in where[1])


def _called_by_own_lines(scene: Scene, heard: list[set[int]]) -> set[tuple[int, int]]:
    """Return each name with everybody whose own lines call or name it: theirs it isn't."""
    return {
        (scene.people.standing(n), other)
        for i, unit in enumerate(scene.units)
        for n in unit.vocatives | unit.named
        for other in heard[i]
    }


def _told_of_by(scene: Scene, heard: list[set[int]]) -> dict[int, set[str]]:
    """Return what each speaker's sure lines call others: who tells of "the chief" isn't the chief."""
    told: dict[int, set[str]] = {}
    for i, unit in enumerate(scene.units):
        said = [token.low for quote in unit.quotes for token in scene.reading.said[quote]]
        heads = {noun for the, noun in pairwise(said) if the == "the" and noun in vocabulary.PERSON_NOUNS}
        for number in heard[i] if heads else ():
            told.setdefault(number, set()).update(heads)
    return told


def _is_somebody(people: People, person: Person, count: int) -> bool:
    """Whether a name that is called `count` times is surely a person's and not the narrator's."""
    if person.subjects and (person.acts or person.tags):
        return True
    told = person.titles or (person.core and person.core[0] in vocabulary.given_names())
    often = 2 < sum(person.names.values()) <= 3 * count  # "I can count, Perrin": no list has that name
    return bool(told or often) and people.narrator < 0 and (count > 1 or person.narration > 0 or often)


def _sentences(people: People) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for mentions in people.narration:
        for mention in mentions:
            number = people.of(mention)
            if number >= 0:
                found.setdefault(number, set()).add(mention.sentence)
    return found


def _may_be(person: Person, described: Person) -> bool:
    """Whether a description may be a named person: as may_give(), and of the same kind."""
    if described.head in vocabulary.ANIMALS | vocabulary.ROBOTS | vocabulary.DEVICES | vocabulary.SPIRITS:
        same = described.head in person.roles or (person.sure_sex is None and person.it > 0)
        return same and introductions.may_give(person, described)
    if described.it > sum(described.evidence.values()) and not person.it:
        return False  # an envoy that "listened with its whole body"
    return introductions.may_give(person, described)


# ------------------------------------------------------------------ called otherwise to the face
def _by_forms_of_address(scene: Scene, heard: list[set[int]]) -> None:
    """Merge a name that is only called, "Miss Okafor", with the one whose tagged lines are next to it."""
    people, units = scene.people, scene.units
    beside: dict[int, Counter[int]] = {}
    answers = _answers(scene, heard)
    against = _called_by_own_lines(scene, heard)
    for i, unit in enumerate(units):
        for n in {people.standing(n) for n in unit.vocatives}:
            beside.setdefault(n, Counter()).update(
                {
                    other
                    for k in (i - 1, i + 1)
                    if 0 <= k < len(units) and abs(units[k].paragraph - unit.paragraph) <= EXCHANGE
                    for other in heard[k]
                }
            )
    for number in sorted(beside, key=lambda n: (people.persons[n].narration, n)):
        called = people.persons[number]
        fitting = {
            n: count
            for n, count in beside[number].items()
            if n != number and (number, n) not in against and _may_be_called(people.persons[n], called)
        }
        best = max(fitting, key=lambda n: (fitting[n], -n), default=-1)
        others = max((count for n, count in fitting.items() if n != best), default=0)
        if best < 0 or called.into >= 0 or fitting[best] < LEAST:
            continue
        if not (_is_only_called(called) or _shares_surname(people, number, best, answers)):
            continue
        if fitting[best] >= AHEAD * others and not people.together(number, best):
            people.merge(number, best, f"is called {people.label(number)} beside lines of their own")


def _answers(scene: Scene, heard: list[set[int]]) -> set[frozenset[int]]:
    """Return the pairs of persons who surely answer each other."""
    units = scene.units
    return {
        frozenset((a, b))
        for i in range(1, len(units))
        if 0 < units[i].paragraph - units[i - 1].end_paragraph <= EXCHANGE
        for a in heard[i - 1]
        for b in heard[i]
        if a != b
    }


def _shares_surname(people: People, number: int, other: int, answers: set[frozenset[int]]) -> bool:
    """Whether Noah has the surname of the Mr. Claypole who has no given name, and never answers him."""
    _, family = _kinds(people.persons[number])
    given, surname = _kinds(people.persons[other])
    return not given and bool(family & surname) and frozenset((number, other)) not in answers


def _is_only_called(person: Person) -> bool:
    """Whether a name is called at least as often as it is mentioned in speech or acts in the narration."""
    acts = person.subjects > person.vocatives or person.tags > 0
    return not acts and not person.narrator and person.spoken_of <= 2 * person.vocatives


def _may_be_called(person: Person, called: Person) -> bool:
    """Whether both names can be one person's: a given name and a surname, not two of one kind."""
    if not person.named or person.plural or person.narrator or not compatible(person, called):
        return False
    if person.sex and called.sex and person.sex != called.sex:
        return False
    if all(name.startswith("the ") and parts(name)[1][0] not in vocabulary.TITLES for name in person.names):
        return False  # "the Body" has no surname
    given, family = _kinds(person)
    given_too, family_too = _kinds(called)
    if given and given_too and not (given & given_too or _short(given, given_too)):
        return False
    return not (family and family_too and not family & family_too)


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


# ------------------------------------------------------------------ called where nobody else is
def _by_only_partner(scene: Scene, heard: list[set[int]]) -> None:
    """Merge a name that is only called with the one nameless person whom the caller talks with.

    "Bring the biscuits, Pim," says Wren, who talks with the drone and with nobody else in the whole talk.
    """
    people, units = scene.people, scene.units
    found = talks.find(scene)
    partners: dict[int, set[int]] = {}
    for i, unit in enumerate(units):
        for number in {people.standing(n) for n in unit.vocatives}:
            person, heard_here = people.persons[number], set(found[i].heard)
            mentioned = person.narration or person.spoken_of > person.vocatives
            if not person.named or mentioned or person.titles or person.narrator:
                continue
            nameless = {n for n in heard_here if not people.persons[n].named}
            beside = set().union(*heard[max(0, i - 1) : i], *heard[i + 1 : i + 2])
            tag = unit.hint("tag")
            beside -= {people.of(tag.mention)} if tag is not None else set()
            alone = len(heard_here) == introductions.PARTNERS and len(nameless) == 1 and nameless <= beside
            partners.setdefault(number, set()).update(nameless if alone else {-1, *heard_here})
    for number, others in sorted(partners.items()):
        if len(others) != 1 or -1 in others:
            continue
        described = people.persons[min(others)]
        if described.names and _may_be_named_so(people.persons[number], described):
            why = f'is called {people.label(number)} where only "{described.description()}" has no name'
            people.merge(described.number, number, why)


def _may_be_named_so(person: Person, described: Person) -> bool:
    """Whether a name that is only called may be a described person's, an animal's or a robot's included."""
    unfit = vocabulary.KIN | vocabulary.GREETED | vocabulary.STYLES | vocabulary.FAMILIAR
    if len(person.core) > 1 or set(person.core) <= unfit:
        return False
    same = not (person.sex and described.sex and person.sex != described.sex)
    return same and not described.plural and described.head not in vocabulary.SPEECH_NOUNS
