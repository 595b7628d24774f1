"""Who may have spoken a turn: persons of its tags and beats, of turns around it, of the narration near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision.salience import GENERIC
from drama.adapt.people.persons import TITLE_WEIGHT
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.persons import People, Person
    from drama.adapt.values import Scene, Unit

MOST = 9
"""Most candidates a turn may have: the CRF's cost grows with the cube of their number."""
REACH = 40
"""Paragraphs back in which candidates are looked for."""
CROWD_REACH = 4
"""Paragraphs back in which "they" may refer to a crowd."""
TURNS_BACK, TURNS_AHEAD = 12, 4
"""Turns before and after a turn whose speakers are candidates."""


class _Ranking:
    """Persons, each with the best score that any evidence gave them."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.scores: dict[int, float] = {}

    def put(self, number: int, score: float) -> None:
        """Enter a person with a score, unless the number is nobody or something that isn't a person."""
        if number >= 0 and self.people.persons[number].is_person and score > self.scores.get(number, -1.0):
            self.scores[number] = score


def candidates(scene: Scene, i: int) -> list[int]:
    """Return the persons who may speak a turn, likeliest kinds first, at most MOST; [-1] for nobody.

    Whom a person has told to speak it is the only one, and so is who gives the own name in it, without a tag.
    """
    if i in scene.told:
        return sorted({scene.people.standing(number) for number in scene.told[i]})
    unit, people = scene.units[i], scene.people
    if unit.gives and unit.hint("tag", "loose") is None:
        return sorted(unit.gives)
    ranking = _Ranking(people)
    for number, weight in scene.memory.before[i].items():
        ranking.put(number, 10.0 + 10.0 * weight)
    for hint in unit.hints:
        ranking.put(scene.memory.meant.get(hint.mention.start, -1), 45.0)
        ranking.put(people.of(hint.mention), 100.0 if hint.kind in {"tag", "loose", "intro"} else 50.0)
    ranking.put(people.narrator, 40.0)
    for number in unit.introduces:
        ranking.put(people.standing(number), 30.0)
    for call in unit.calls:
        callers = scene.callers.get(call, {})
        for number in callers if len(callers) <= MOST else ():  # what everybody says tells nobody
            ranking.put(number, 21.0)
    for number in scene.claims.get(i, {}):
        ranking.put(people.standing(number), 60.0)
    _from_turns_around(scene, i, ranking)
    _from_narration(scene, unit, ranking)
    return _chosen(scene, unit, ranking.scores)


def _from_turns_around(scene: Scene, i: int, ranking: _Ranking) -> None:
    unit, units, people = scene.units[i], scene.units, scene.people
    for other, score in ((i - 1, 30.0), (i + 1, 30.0), (i - 2, 20.0)):
        if 0 <= other < len(units) and abs(units[other].paragraph - unit.paragraph) <= 4:
            near = units[other]
            for number in near.vocatives:
                ranking.put(number, score)
            for number in near.named | near.introduces:
                ranking.put(number, 2.0)
            for hint in near.hints:
                ranking.put(people.of(hint.mention), score + (5.0 if hint.kind == "tag" else 0.0))
    for other in range(max(0, i - TURNS_BACK), min(len(units), i + TURNS_AHEAD)):
        tag = units[other].hint("tag")
        if tag is not None:
            ranking.put(people.of(tag.mention), 22.0 - abs(other - i))
        if scene.speakers and other != i:
            ranking.put(people.standing(scene.speakers[other]), 24.0 - abs(other - i))


def _from_narration(scene: Scene, unit: Unit, ranking: _Ranking) -> None:
    rank = 0
    for k in _around(scene, unit):
        number = scene.timeline[k][1]
        if ranking.scores.get(number, -1.0) < 18.0 - rank:
            ranking.put(number, max(18.0 - rank, 1.0))
            rank += 1
        if rank > 2 * MOST:
            return


def _around(scene: Scene, unit: Unit) -> Iterable[int]:
    """Yield indices into the timeline: the paragraph itself, the next one, then backwards."""
    first, end = scene.first_of_paragraph[unit.paragraph], scene.first_of_paragraph[unit.end_paragraph + 1]
    yield from range(first, end)
    beyond = min(unit.end_paragraph + 2, len(scene.first_of_paragraph) - 1)
    yield from range(end, scene.first_of_paragraph[beyond])
    floor = scene.first_of_paragraph[max(0, unit.paragraph - REACH)]
    yield from range(first - 1, floor - 1, -1)


def _chosen(scene: Scene, unit: Unit, scores: dict[int, float]) -> list[int]:
    """Return the best of the ranking; those whose sex a tag rules out come last."""
    persons = scene.people.persons
    hinted = {scene.people.of(hint.mention) for hint in unit.hints}
    near = scene.people.narration[max(0, unit.paragraph - 1) : unit.paragraph + 1]
    acting = {scene.people.of(m) for mentions in near for m in mentions if m.subject}
    scores = {
        n: score
        for n, score in scores.items()
        if persons[n].head not in vocabulary.SPEECH_NOUNS or n in scene.hinted  # "the voice was hoarse"
    }
    solid = [
        n
        for n in scores
        if (p := persons[n]).named
        or p.tags
        or p.indefinite
        or p.head not in GENERIC
        or p.narration > 2
        or (p.modifiers and p.modifiers[0] in vocabulary.PREPOSITIONS)
        or n in acting
    ]
    if len(solid) > 1:  # "the young man" before he has a name stands for somebody else in the list
        scores = {n: score for n, score in scores.items() if n in solid or n in hinted}
    told = unit.addressees - {scene.people.of(h.mention) for h in unit.hints if h.kind == "tag"}
    scores = {n: score for n, score in scores.items() if n not in told}
    scores = _several(scene, unit, scores)
    sex = hint_sex(scene.people, unit.hint("tag", "loose"))
    if (tag := unit.hint("tag")) is not None and tag.mention.kind == "pronoun":
        scores = {n: score for n, score in scores.items() if not _is_surely_other(persons[n], sex)}
        if sex and all(not {persons[n].sure_sex, persons[n].sex} & {None, sex} for n in scores):
            return [-1]  # "he asked" where the story has told of women alone
    ruled_out = {n for n in scores if sex is not None and persons[n].sex not in {None, sex}}
    return sorted(scores, key=lambda n: (n in ruled_out, -scores[n], n))[:MOST] or [-1]


def _is_surely_other(person: Person, sex: vocabulary.Sex | None) -> bool:
    """Whether a title or a noun shows that a person isn't of this sex: "she said" is no groom."""
    return sex is not None and person.votes * (1 if sex == "male" else -1) <= -TITLE_WEIGHT


def _several(scene: Scene, unit: Unit, scores: dict[int, float]) -> dict[int, float]:
    """Return only the crowd where a tag such as "they shouted" follows one nearby; otherwise everybody."""
    tag, persons = unit.hint("tag"), scene.people.persons
    if tag is None or tag.mention.head != "they":
        return scores
    about = {
        scene.people.of(mention)
        for mentions in scene.people.narration[max(0, unit.paragraph - CROWD_REACH) : unit.paragraph + 1]
        for mention in mentions
        if mention.start < tag.mention.start
    }
    crowd = {n: score for n, score in scores.items() if n in about and persons[n].plural}
    return crowd or scores


def hint_sex(people: People, hint: Hint | None) -> vocabulary.Sex | None:
    """Return the sex of a tag's speaker: the person's, or else what the words say."""
    if hint is None:
        return None
    if hint.mention.person >= 0:
        return people.persons[people.of(hint.mention)].sex
    return hint.mention.sex
