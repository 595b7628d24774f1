"""The context of a turn: who is mentioned before it, since the last turn, in it and after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.adapt.decision import gaps
from drama.adapt.decision.candidates import REACH, hint_sex
from drama.adapt.decision.salience import GENERIC
from drama.adapt.people.persons import other_kin
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.values import Scene

MIDDLE = 10
"""Paragraphs back up to which a mention, a pronoun's referent or a line counts."""
GROWN = frozenset({"mr", "mrs", "sir", "lady", "lord", "dr", "capt", "col", "gen", "maj", "prof", "rev"})
"""Titles that no boy or girl has."""
ELDERS = frozenset({"mother", "father", "aunt", "uncle", "grandmother", "grandfather"})
"""Kinship terms for elders: named persons to whom they apply are mostly called Mr or Mrs."""
REACTION = 25
"""Most words of a paragraph of narration that replaces somebody's turn: "Ines could only smile"."""


@dataclass(slots=True)
class Around:
    """The context of a turn, the same for all its candidates."""

    sex: vocabulary.Sex | None
    """The speaker's sex according to its tag."""
    before: list[int]
    """Distinct persons by nearness of their last mention before the turn, nearest first."""
    last_subject: int
    distance: dict[int, int]
    """Paragraphs since each person's last mention."""
    acting: dict[int, int]
    """Paragraphs since each person was last the subject of a sentence."""
    meant: dict[int, int]
    """Paragraphs since a pronoun was last resolved to each person."""
    gap: list[tuple[int, Mention]]
    """Persons mentioned between the turn before and this one."""
    own: list[tuple[int, Mention]]
    """Persons mentioned in its own paragraphs."""
    ahead: list[tuple[int, Mention]]
    """Persons mentioned in the next paragraph."""
    narration_next: bool
    reacting: int
    """The only subject of a short paragraph between the turn before and this one; −1 for none."""
    mind: dict[int, float]
    """Each person's share of salience at the tag, or at the beginning, among those whose sex fits."""
    described: frozenset[int]
    """Named persons nearby to whom the tag's description may refer; none when it is `introduced`."""
    introduced: bool
    """Whether the described person was introduced before: "a girl sat there"."""
    subject_before: int
    """The last subject of the narration right before the turn; −1 for none that fits."""
    entering: frozenset[int]
    """Who acts between the turn before and this one and wasn't there before."""
    acted: Mention | None
    """The last subject of the paragraphs of narration between the turn before and this one."""


def around(scene: Scene, i: int) -> Around:
    """Return the context of a turn, at most REACH paragraphs back."""
    unit = scene.units[i]
    firsts, paragraphs = scene.first_of_paragraph, scene.reading.paragraphs
    tag = unit.hint("tag", "loose")
    limit = tag.mention.start if tag is not None else scene.reading.spans[unit.quotes[0]].start
    floor = firsts[max(0, unit.paragraph - REACH)]
    before, distance, acting, last_subject = _looking_back(scene, unit.paragraph, limit, floor)
    end = unit.end_paragraph + 1
    same_scene = end < len(paragraphs) and paragraphs[end].scene == paragraphs[unit.paragraph].scene
    gap_start = max(firsts[scene.units[i - 1].end_paragraph + 1] if i else 0, floor)

    def between(first: int, last: int) -> list[tuple[int, Mention]]:
        return [scene.timeline[k][1:] for k in range(first, last)]

    sex = hint_sex(scene.people, tag)
    introduced = (
        tag is not None
        and tag.mention.kind == "description"
        and _is_introduced(scene, unit.paragraph, scene.people.of(tag.mention))
    )
    return Around(
        sex=sex,
        before=before,
        last_subject=last_subject,
        distance=distance,
        acting=acting,
        meant=_meant(scene, unit.paragraph, limit),
        gap=between(gap_start, firsts[unit.paragraph]),
        own=between(firsts[unit.paragraph], firsts[end]),
        ahead=between(firsts[end], firsts[end + 1]) if same_scene else [],
        narration_next=end < len(paragraphs) and not paragraphs[end].quotes,
        reacting=_reacting(scene, i),
        mind=_mind(scene, i, sex),
        described=frozenset() if introduced else _described(scene, i, before, distance),
        introduced=introduced,
        subject_before=_subject_before(scene, i, limit, sex),
        acted=gaps.acting(scene, i),
        entering=gaps.entering(scene, unit.paragraph, gap_start),
    )


def _looking_back(
    scene: Scene, paragraph: int, limit: int, floor: int
) -> tuple[list[int], dict[int, int], dict[int, int], int]:
    """Return the persons mentioned before an offset, nearest first, their distances, and the last subject."""
    before: list[int] = []
    distance: dict[int, int] = {}
    acting: dict[int, int] = {}
    last_subject = -1
    p = paragraph
    for k in range(bisect_left(scene.offsets, limit) - 1, floor - 1, -1):
        _, number, mention = scene.timeline[k]
        while p > 0 and k < scene.first_of_paragraph[p]:
            p -= 1
        if number not in distance:
            left = scene.reading.paragraphs[p].scene != scene.reading.paragraphs[paragraph].scene
            distance[number] = paragraph - p + MIDDLE * left
            before.append(number)
        if mention.subject and number not in acting:
            left = scene.reading.paragraphs[p].scene != scene.reading.paragraphs[paragraph].scene
            acting[number] = paragraph - p + MIDDLE * left
        if last_subject < 0 and mention.subject:
            last_subject = number
    return before, distance, acting, last_subject


def _meant(scene: Scene, paragraph: int, limit: int) -> dict[int, int]:
    followed = scene.memory.followed
    found: dict[int, int] = {}
    for k in range(bisect_left(followed, limit, key=lambda entry: entry[0]) - 1, -1, -1):
        offset, number, _ = followed[k]
        since = paragraph - bisect_right(scene.paragraph_starts, offset) + 1
        if since > MIDDLE:
            break
        found.setdefault(number, since)
    return found


def _reacting(scene: Scene, i: int) -> int:
    """Return whose turn a short paragraph of narration between two turns replaces; −1 for nobody's."""
    unit = scene.units[i]
    if not i or unit.paragraph - scene.units[i - 1].end_paragraph != 2:
        return -1
    between = unit.paragraph - 1
    if sum(t.is_word for t in scene.reading.paragraphs[between].tokens) > REACTION:
        return -1
    subjects = {
        scene.people.of(m) if m.kind in {"name", "description"} else scene.memory.meant.get(m.start, -1)
        for m in scene.people.narration[between]
        if m.subject
    }
    return next(iter(subjects)) if len(subjects) == 1 else -1


def _mind(scene: Scene, i: int, sex: vocabulary.Sex | None) -> dict[int, float]:
    persons = scene.people.persons
    weights = {
        n: weight
        for n, weight in scene.memory.before[i].items()
        if persons[n].is_person and not persons[n].plural and (sex is None or persons[n].sex in {None, sex})
    }
    total = sum(weights.values())
    return {n: weight / total for n, weight in weights.items()}


def _subject_before(scene: Scene, i: int, limit: int, sex: vocabulary.Sex | None) -> int:
    """Return the last subject of the narration in this paragraph or the one before; −1 for none that fits."""
    people, unit = scene.people, scene.units[i]
    for p in (unit.paragraph, unit.paragraph - 1):
        if p < 0 or (p != unit.paragraph and scene.reading.paragraphs[p].quotes):
            break
        for m in reversed(people.narration[p]):
            if m.start >= limit or not m.subject:
                continue
            number = (
                people.of(m) if m.kind in {"name", "description"} else scene.memory.meant.get(m.start, -1)
            )
            if m.kind == "first":
                number = people.narrator
            if number >= 0 and people.persons[number].sex in {None, sex}:
                return number
    return -1


def _described(scene: Scene, i: int, before: list[int], distance: dict[int, int]) -> frozenset[int]:
    """Return the named persons nearby whose sex and age fit a description in the tag.

    Whomever the turn calls, or the tag itself names besides its speaker, is left out.
    """
    unit, people = scene.units[i], scene.people
    tag = unit.hint("tag", "loose")
    if tag is None or tag.mention.kind != "description" or not _tells_no_more(tag.mention):
        return frozenset()
    grown = tag.mention.head in vocabulary.CHILDREN
    elder = tag.mention.head in ELDERS
    others = set(unit.vocatives) | set(unit.addressees)
    others |= {
        people.of(m)
        for m in people.narration[unit.paragraph]
        if m is not tag.mention and m.sentence == tag.mention.sentence and m.kind == "name"
    }
    return frozenset(
        n
        for n in before
        if distance[n] <= MIDDLE
        and n not in others
        and (p := people.persons[n]).named
        and p.is_person
        and p.sex == tag.mention.sex
        and p.narration > 1
        and not (grown and p.titles & GROWN)
        and not other_kin(p, tag.mention.head)
        and (not elder or p.titles & GROWN)
    )


def _tells_no_more(mention: Mention) -> bool:
    """Whether a description says only sex and age: "the old gentleman", not "the hump-backed porter"."""
    plain = mention.head in GENERIC | vocabulary.VAGUE_NOUNS | vocabulary.KIN | vocabulary.YOUNG
    return mention.sex is not None and plain and set(mention.modifiers) <= vocabulary.FAMILIAR


def _is_introduced(scene: Scene, paragraph: int, number: int) -> bool:
    """Whether somebody was introduced in the paragraphs before a turn: "a girl sat there"."""
    return any(
        mention.determiner in {"a", "an", "another", "one"} and scene.people.of(mention) == number
        for mentions in scene.people.narration[max(0, paragraph - REACH) : paragraph + 1]
        for mention in mentions
    )
