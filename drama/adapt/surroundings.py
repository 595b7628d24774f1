"""What stands round a turn: who was mentioned before, between, in and after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.adapt.candidates import REACH, hint_sex

if TYPE_CHECKING:
    from drama.adapt import words
    from drama.adapt.mention import Mention
    from drama.adapt.turns import Scene

MIDDLE = 10
"""Paragraphs back up to which it counts that somebody was mentioned, meant or heard."""
REACTION = 25
"""Words up to which a paragraph of narration may stand for somebody's turn: "Ines could only smile"."""


@dataclass(slots=True)
class Around:
    """What stands round a turn: the same for all its candidates."""

    sex: words.Sex | None
    """What its tag tells."""
    before: list[int]
    """Distinct persons by nearness of their last mention before the turn, nearest first."""
    last_subject: int
    distance: dict[int, int]
    """Paragraphs since each person's last mention."""
    meant: dict[int, int]
    """Paragraphs since a pronoun last seemed to mean each person."""
    gap: list[tuple[int, Mention]]
    """Persons mentioned between the turn before and this one."""
    own: list[tuple[int, Mention]]
    """Persons mentioned in its own paragraphs."""
    ahead: list[tuple[int, Mention]]
    """Persons mentioned in the next paragraph."""
    narration_next: bool
    reacting: int
    """The one person that a short paragraph between the turn before and this one is about; −1 for none."""


def around(scene: Scene, i: int) -> Around:
    """Return what stands round a turn, at most REACH paragraphs back."""
    unit = scene.units[i]
    firsts, paragraphs = scene.first_of_paragraph, scene.reading.paragraphs
    tag = unit.hint("tag", "loose")
    limit = tag.mention.start if tag is not None else scene.reading.spans[unit.quotes[0]].start
    floor = firsts[max(0, unit.paragraph - REACH)]
    before, distance, last_subject = _looking_back(scene, unit.paragraph, limit, floor)
    end = unit.end_paragraph + 1
    same_scene = end < len(paragraphs) and paragraphs[end].scene == paragraphs[unit.paragraph].scene
    gap_start = max(firsts[scene.units[i - 1].end_paragraph + 1] if i else 0, floor)

    def between(first: int, last: int) -> list[tuple[int, Mention]]:
        return [scene.timeline[k][1:] for k in range(first, last)]

    return Around(
        sex=hint_sex(scene.people, tag),
        before=before,
        last_subject=last_subject,
        distance=distance,
        meant=_meant(scene, unit.paragraph, limit),
        gap=between(gap_start, firsts[unit.paragraph]),
        own=between(firsts[unit.paragraph], firsts[end]),
        ahead=between(firsts[end], firsts[end + 1]) if same_scene else [],
        narration_next=end < len(paragraphs) and not paragraphs[end].quotes,
        reacting=_reacting(scene, i),
    )


def _looking_back(
    scene: Scene, paragraph: int, limit: int, floor: int
) -> tuple[list[int], dict[int, int], int]:
    """Return the persons mentioned before an offset, nearest first, their distances, and the last subject."""
    before: list[int] = []
    distance: dict[int, int] = {}
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
        if last_subject < 0 and mention.subject:
            last_subject = number
    return before, distance, last_subject


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
    """Return whose turn a short paragraph of narration between two turns stands for; −1 for nobody's."""
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
