"""Descriptions that stand for somebody named: "the girl" is Ines where both talk with the same partner.

Two participants of one conversation answer each other sooner or later. A description that never answers
Ines, but is answered by whoever answers her, is another term of the narration for her.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import Person
    from drama.adapt.values import Scene, Unit

EXCHANGE = 2
"""Most paragraphs from one turn to another that answers it."""
APART = 40
"""Paragraphs without a description after which it may stand for somebody else."""
ENOUGH, AHEAD = 2, 1
"""Least score of the person meant, and its least lead over the next."""
DIFFERENT = 2
"""Weight of an answer of one to the other, as evidence against the two being one."""


@dataclass(slots=True)
class _Stretch:
    """A description in a segment of the story, and the evidence of its turns for whom it stands for."""

    person: int
    mentions: list[tuple[int, Mention]] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    instead: Counter[int] = field(default_factory=Counter)
    """How often each person has the turn before or after in the same exchange, with the same partner."""
    answers: Counter[int] = field(default_factory=Counter)
    """How often each person has the turn right before or after."""
    called: Counter[int] = field(default_factory=Counter)
    """How often each person is called in the turns right before and after."""
    beside: Counter[int] = field(default_factory=Counter)
    """How often each person is named in the same sentence, or by the description's own lines."""

    def says(self, number: int) -> float:
        """Return a person's score: the evidence that the description stands for them."""
        instead = self.instead[number]
        called = min(self.called[number], 2 * instead) / 2
        return instead + called - DIFFERENT * self.answers[number] - self.beside[number]


def resolve(scene: Scene) -> bool:
    """Assign mentions of descriptions to the named persons they stand for; return whether there were any."""
    found = False
    tagged = [_tagged(scene, unit) for unit in scene.units]
    for stretch in _stretches(scene, tagged):
        meant = _meant(scene, stretch, tagged)
        if meant is not None:
            found = True
            for _, mention in stretch.mentions:
                mention.person, mention.epithet = meant.number, True
                meant.epithets[mention.text] += 1
    return found


def _tagged(scene: Scene, unit: Unit) -> int:
    """Return whom the tag of a turn names or describes; −1 for a pronoun or no tag."""
    tag = unit.hint("tag")
    return -1 if tag is None else scene.people.of(tag.mention)


def _stretches(scene: Scene, tagged: list[int]) -> list[_Stretch]:
    """Return the descriptions that have lines, with mentions and turns, split at long absences."""
    people = scene.people
    speaking = {n for n in tagged if n >= 0 and not people.persons[n].named and not people.persons[n].plural}
    open_: dict[int, _Stretch] = {}
    found: list[_Stretch] = []
    for index, mentions in enumerate(people.narration):
        for mention in mentions:
            number = people.of(mention)
            if number not in speaking:
                continue
            stretch = open_.get(number)
            if stretch is None or index - stretch.mentions[-1][0] > APART:
                stretch = open_[number] = _Stretch(number)
                found.append(stretch)
            stretch.mentions.append((index, mention))
    where = {id(mention): stretch for stretch in found for _, mention in stretch.mentions}
    for i, unit in enumerate(scene.units):
        tag = unit.hint("tag")
        if tag is not None and id(tag.mention) in where:
            where[id(tag.mention)].turns.append(i)
    return [stretch for stretch in found if stretch.turns]


def _meant(scene: Scene, stretch: _Stretch, tagged: list[int]) -> Person | None:
    """Return the named person whom a description stands for; None when nobody is sure enough."""
    for i in stretch.turns:
        _count_turn(scene, stretch, i, tagged)
    people = scene.people
    for index, mention in stretch.mentions:
        for other in people.narration[index]:
            if other.sentence == mention.sentence and other.kind == "name":
                stretch.beside[people.of(other)] += 1
    described = people.persons[stretch.person]
    ranked = sorted(
        (
            (stretch.says(n), -n)
            for n in stretch.instead
            if _may_be(people.persons[n], described) and not people.are_two(n, described.number)
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD:
        return None
    return people.persons[-ranked[0][1]]


def _may_be(person: Person, described: Person) -> bool:
    """Whether a description may stand for a person: named by more than a kin term, and not of another sex."""
    if not person.named or person.narrator or person.plural or not person.is_person:
        return False
    if set(person.core) <= vocabulary.KIN or described.it > sum(described.evidence.values()):
        return False
    return not (person.sex and described.sex and person.sex != described.sex)


def _count_turn(scene: Scene, stretch: _Stretch, i: int, tagged: list[int]) -> None:
    """Count who has the turns around a description's turn, and whom those turns call."""
    units, speakers = scene.units, scene.speakers
    stretch.beside.update(units[i].vocatives | units[i].named)
    for step in (-1, 1):
        partner, other = i + step, i + 2 * step
        if not (0 <= partner < len(units) and _answers(units, i, partner)):
            continue
        stretch.called.update(units[partner].vocatives)
        if tagged[partner] >= 0:
            stretch.answers[tagged[partner]] += 1
        if not (0 <= other < len(units) and _answers(units, partner, other)) or tagged[other] < 0:
            continue
        if scene.people.standing(speakers[partner]) not in {tagged[other], stretch.person}:
            stretch.instead[tagged[other]] += 1


def _answers(units: list[Unit], a: int, b: int) -> bool:
    """Whether two turns that follow each other are in the same exchange, in paragraphs of their own."""
    first, second = sorted((a, b))
    return 0 < units[second].paragraph - units[first].end_paragraph <= EXCHANGE
