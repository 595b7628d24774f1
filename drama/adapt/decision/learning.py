"""What one pass passes on to the next: who spoke where, how people address others, the sex in tags."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drama.adapt.decision import turns
from drama.adapt.people import epithets
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.values import Scene, Unit

LIKELY = 0.6
"""Probability from which the pronoun of a tag counts as evidence of its speaker's sex."""
SURE = 0.9
"""Probability from which a turn's forms of address count as its speaker's habit."""
EXCHANGE = 2
"""Two turns answer each other up to this many paragraphs apart."""


def learn(scene: Scene, speakers: list[int], sure: list[float], *, more: bool) -> None:
    """Enter the outcome of a pass: speakers by unit (−1 for nobody) and how probable each is.

    When more passes follow, descriptions are resolved. The narrator is named after the last, because a wrong
    name would draw all that "I" say and do to somebody else in the next.
    """
    scene.speakers = speakers
    if not more:
        _name_narrator(scene)
    elif epithets.resolve(scene):
        turns.stand(scene)
    speakers = scene.speakers
    scene.spoke = {}
    for i, number in enumerate(speakers):
        if number >= 0:
            scene.spoke.setdefault(number, []).append(i)
    _learn_sexes(scene, sure)
    scene.callers = {}
    for i, number in enumerate(speakers):
        if sure[i] > SURE:
            for call in scene.units[i].calls:
                scene.callers.setdefault(call, {}).setdefault(number, []).append(i)


def _learn_sexes(scene: Scene, sure: list[float]) -> None:
    """Count the pronouns of tags, and "sir" and "madam", for whoever seems to speak or to be spoken to."""
    persons = scene.people.persons
    for person in persons:
        person.heard = person.addressed = 0
    for i, number in enumerate(scene.speakers):
        if number < 0:
            continue
        tag = scene.units[i].hint("tag", "after", "before")
        if tag is not None and tag.mention.kind == "pronoun" and sure[i] > LIKELY:
            persons[number].heard += (tag.mention.sex == "male") - (tag.mention.sex == "female")
        persons[number].heard += sum(_sexes_told(scene, scene.units[i]))
        for unit in _answering(scene, i):
            if unit.address is not None:
                persons[number].addressed += 1 if unit.address == "male" else -1


def _sexes_told(scene: Scene, unit: Unit) -> Iterator[int]:
    """Yield 1 for "It was a man" and −1 for "A woman's voice" beside a turn."""
    tokens = scene.reading.paragraphs[unit.paragraph].tokens
    for mention in scene.people.narration[unit.paragraph]:
        if mention.kind != "description" or mention.sex is None or mention.determiner not in {"a", "an"}:
            continue
        before = [t.low for t in tokens[max(0, mention.first - 2) : mention.first]]
        voice = mention.possessive and [t.low for t in tokens[mention.last : mention.last + 1]] == ["voice"]
        if before in (["it", "was"], ["it", "is"]) or voice:
            yield 1 if mention.sex == "male" else -1


def _answering(scene: Scene, i: int) -> list[Unit]:
    """Return the turns right before and after one that somebody else seems to speak."""
    units, speakers = scene.units, scene.speakers
    return [
        units[k]
        for k in (i - 1, i + 1)
        if 0 <= k < len(units)
        and speakers[k] != speakers[i]
        and abs(units[k].paragraph - units[i].paragraph) <= EXCHANGE
    ]


def _name_narrator(scene: Scene) -> None:
    """Give the first-person narrator the name that is called next to the narrator's lines.

    Whoever is told about the narrator there isn't the narrator: "Look at his tongue, Simon."
    """
    people = scene.people
    votes: Counter[int] = Counter()
    told: Counter[int] = Counter()
    for i, unit in enumerate(scene.units):
        if people.narrator < 0:
            return
        speaks = _says_i(unit)
        if speaks:
            own = {people.standing(n) for n in unit.introduces}
            votes.update({n: 2 for n in own if not people.persons[n].tags})
        answered = any(
            0 <= k < len(scene.units)
            and _says_i(scene.units[k])
            and abs(scene.units[k].paragraph - unit.paragraph) <= EXCHANGE
            for k in (i - 1, i + 1)
        )
        if answered and not speaks and _speaks_of_another(scene, unit):
            told.update({people.standing(n) for n in unit.vocatives})
            continue
        for number in {people.standing(n) for n in unit.vocatives}:
            if _may_be_narrator(scene, number):
                votes[number] += -2 if speaks else answered
    best = max(votes, key=lambda n: (votes[n], -n), default=-1)
    if best >= 0 and votes[best] - told[best] >= 2 and 2 * votes[best] >= people.persons[best].vocatives:
        people.merge(best, people.narrator, f"is called {people.label(best)} next to what the narrator says")
        turns.stand(scene)


def _says_i(unit: Unit) -> bool:
    """Whether the narration itself has "I" speak or act beside a turn: only this may name the narrator."""
    hint = unit.hint("tag", "loose", "intro", "after", "before")
    return hint is not None and hint.mention.kind == "first"


def _speaks_of_another(scene: Scene, unit: Unit) -> bool:
    """Whether a line says "he" or "she": "Pass him the salt, Clara" may be about "I" and doesn't call "I"."""
    return any(token.low in _ANOTHER for quote in unit.quotes for token in scene.reading.said[quote])


_ANOTHER = frozenset({"he", "him", "his", "she", "her", "hers"})


def _may_be_narrator(scene: Scene, number: int) -> bool:
    """Whether a name may be the narrator's: the narration never has somebody of that name act or speak."""
    person = scene.people.persons[number]
    if not person.named or person.narrator or not person.core or person.tags:
        return False
    return person.subjects <= person.vocatives and person.core[0] not in vocabulary.GREETED
