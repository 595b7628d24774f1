"""The narration between two turns: who acts in it last, and who comes in."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision.factors import BOND
from drama.adapt.evidence.silence import answers_mutely
from drama.adapt.people.persons import agreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.decision.crf import Floats
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import Person
    from drama.adapt.values import Scene

NARRATED = 2
"""Most paragraphs of narration between two turns whose last subject tells who goes on."""
SHORT = 30
"""Words and marks of a paragraph that tells of nothing but a silent answer."""
ABSENT = 10
"""Paragraphs without a mention after which whoever acts has come in."""


def stays(scene: Scene, i: int, numbers: Sequence[int]) -> tuple[tuple[int, Floats], ...]:
    """Return a turn's transition features that hold for some of its candidates alone.

    Whoever spoke last seldom goes on where a pronoun shows that another acted in between: "It's cold."
    She put the kettle on. "Is it?". They mostly do where another answered without a word: "Are you cold?"
    She shook her head. "Then come."
    """
    acted = acting(scene, i)
    if acted is None:
        return ()
    persons = scene.people.persons
    if _is_mute(scene, i, acted):
        number = scene.people.of(acted)
        others = np.array([n >= 0 and n != number for n in numbers], dtype=float)
        return ((BOND["same past silence"], others),) if others.any() else ()
    another = np.array([n >= 0 and _is_another(persons[n], acted) for n in numbers], dtype=float)
    return ((BOND["same past another"], another),) if another.any() else ()


def acting(scene: Scene, i: int) -> Mention | None:
    """Return the last subject of the paragraphs of narration between a turn and the one before."""
    last, here = scene.units[i - 1].end_paragraph if i else 0, scene.units[i].paragraph
    paragraphs = scene.reading.paragraphs
    if not i or here - last - 1 > NARRATED or paragraphs[last].scene != paragraphs[here].scene:
        return None
    narration = scene.people.narration
    return next((m for p in range(here - 1, last, -1) for m in reversed(narration[p]) if m.subject), None)


def _is_mute(scene: Scene, i: int, acted: Mention) -> bool:
    """Whether the only paragraph before a turn is short and tells of somebody's silent answer."""
    here = scene.units[i].paragraph - 1
    tokens = scene.reading.paragraphs[here].tokens
    in_it = scene.units[i - 1].end_paragraph == here - 1 and len(tokens) <= SHORT
    return in_it and answers_mutely(tokens, acted)


def _is_another(person: Person, acted: Mention) -> bool:
    """Whether "I", "he" or "she" is surely somebody else."""
    if acted.kind == "first":
        return not person.narrator
    if acted.kind != "pronoun" or acted.sex is None:
        return False
    return person.narrator or agreement(person, acted.sex) == "clash"


def entering(scene: Scene, paragraph: int, gap: int) -> frozenset[int]:
    """Return who acts before a turn, in the timeline from `gap` on, and wasn't there shortly before that."""
    firsts, paragraphs = scene.first_of_paragraph, scene.reading.paragraphs
    acting = {n for _, n, m in scene.timeline[gap : firsts[paragraph]] if m.subject}
    if not acting:
        return frozenset()
    start = bisect_right(scene.paragraph_starts, scene.timeline[gap][0]) - 1
    here = paragraphs[paragraph].scene
    floor = next(
        p for p in range(max(0, start - ABSENT), start + 1) if p == start or paragraphs[p].scene == here
    )
    return frozenset(acting - {n for _, n, _ in scene.timeline[firsts[floor] : gap]})
