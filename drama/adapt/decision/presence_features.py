"""What the narration around a line says for and against a candidate: who is named, acts, or is long gone."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from drama.adapt.decision.candidacy import NEAR
from drama.adapt.decision.surroundings import MIDDLE

if TYPE_CHECKING:
    from drama.adapt.decision.candidacy import Candidacy
    from drama.adapt.values import Unit

TALKING = 6
"""Whoever speaks within this many turns is part of the conversation."""


def mark_own_paragraph(here: Candidacy, *, tagged: bool) -> None:
    """Mark whether the narration of the line's own paragraphs names the person."""
    own = [m for n, m in here.around.own if n == here.number]
    here.mark("paragraph mention", own)
    here.mark("paragraph object", tagged and any(not m.subject for m in own))


def mark_narration(here: Candidacy) -> None:
    """Mark who was named last, in the narration since the turn before, and in the next paragraph."""
    around, number = here.around, here.number
    share = around.mind.get(number, 0.0)
    here.mark("first in mind", share and share == max(around.mind.values()))
    here.mark("last subject", around.last_subject == number)
    here.mark("last mention", around.before[:1] == [number])
    here.mark("second mention", around.before[1:2] == [number])
    subjects = [n for n, m in around.gap if m.subject]
    if around.acted is not None and around.acted.kind == "pronoun":
        subjects.append(here.scene.memory.meant.get(around.acted.start, -1))
    here.mark("gap subject", number in subjects)
    here.mark("gap last subject", subjects[-1:] == [number])
    here.mark("gap mention", any(n == number for n, _ in around.gap))
    here.mark("gap reaction", around.reacting == number)
    here.mark("entering", number in around.entering)
    if around.narration_next:
        acts = any(n == number and m.subject for n, m in around.ahead[:1])
        here.mark("next subject", acts)
        here.mark("next mention", any(n == number for n, _ in around.ahead))
        here.mark("next new", acts and number not in around.distance)


def mark_presence(here: Candidacy) -> None:
    """Mark how long ago the person was mentioned, referred to by a pronoun, or heard."""
    known = [here.around.distance.get(here.number), here.around.meant.get(here.number)]
    where = here.scene.spoke.get(here.number, [])
    k = bisect_left(where, here.i)
    if k:
        known.append(_since(here, here.scene.units[where[k - 1]].end_paragraph))
    known += [_since(here, unit.paragraph) for unit in _turns_before(here) if here.number in unit.vocatives]
    if here.person.narrator:
        known += [_since(here, p) for p in _told(here)]
    distances = [d for d in known if d is not None]
    if distances:
        nearest = min(distances)
        here.mark("near" if nearest <= NEAR else "middle" if nearest <= MIDDLE else "far", value=True)
    else:
        here.mark("never", value=True)
    named_ahead = any(n == here.number for n, _ in here.around.ahead)
    here.mark("ahead", named_ahead and (not distances or min(distances) > NEAR))
    if here.scene.spoke:
        others = [w for w in where[max(0, k - 2) : k + 3] if w != here.i]
        here.mark("spoke near", any(abs(w - here.i) <= TALKING for w in others))
        here.mark("spoke never", not others)


def mark_acting(here: Candidacy) -> None:
    """Mark how near the person acts, and who is only called or talked about and never acts."""
    person, hinted = here.person, here.number in here.scene.hinted
    known = person.named and not person.narrator and not hinted
    here.mark("phantom", known and not person.acts and not person.vocatives)
    here.mark("called only", known and person.vocatives)
    acts, other = here.around.acting.get(here.number), here.around.distance.get(here.number)
    here.mark("acts near", acts is not None and acts <= NEAR)
    here.mark("object near", other is not None and other <= NEAR and (acts is None or acts > NEAR))


def _told(here: Candidacy) -> list[int]:
    """Return the paragraphs right before this turn in which the narrator is mentioned."""
    last, narration = here.unit.paragraph, here.people.narration
    return [p for p in range(max(0, last - MIDDLE), last) if any(m.kind == "first" for m in narration[p])]


def _since(here: Candidacy, paragraph: int) -> int:
    """Return the distance to an earlier paragraph; one in another scene counts MIDDLE more."""
    paragraphs = here.scene.reading.paragraphs
    left = paragraphs[paragraph].scene != paragraphs[here.unit.paragraph].scene
    return here.unit.paragraph - paragraph + MIDDLE * left


def _turns_before(here: Candidacy) -> list[Unit]:
    return here.scene.units[max(0, here.i - 3) : here.i]
