"""What a line and the lines around it say for and against a candidate: who is called, asked and heard."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from drama.adapt.decision.factors import is_next_door
from drama.adapt.decision.talks import near
from drama.adapt.people.persons import agreement

if TYPE_CHECKING:
    from drama.adapt.decision.candidacy import Candidacy
    from drama.adapt.values import Unit

WITHIN = 3
"""The turn before or after is part of the same exchange up to this many paragraphs away."""


def mark_talk(here: Candidacy) -> None:
    """Mark whether the line, the one before or the one after calls, asks or names the person."""
    unit, number = here.unit, here.number
    here.mark("self vocative", number in unit.vocatives)
    here.mark("self mention", number in unit.named)
    here.mark("own addressee", number in unit.addressees)
    here.mark("self introduction", number in unit.introduces)
    here.mark("calls so", any(_calls_elsewhere(here, call) for call in unit.calls))
    previous = _beside(here, -1)
    if previous is not None:
        here.mark("previous vocative", number in previous.vocatives)
        here.mark("asked by name", previous.question and number in previous.asks and not here.unit.hints)
        here.mark("previous addressee", number in previous.addressees)
        here.mark("previous mention", number in previous.named)
        _addressed(here, "previous", previous)
    following = _beside(here, 1)
    if following is not None:
        here.mark("next vocative", number in following.vocatives - following.summons)
        _addressed(here, "next", following)


def _beside(here: Candidacy, step: int) -> Unit | None:
    """Return the turn before or after, when it is part of the same exchange."""
    k = here.i + step
    if not 0 <= k < len(here.scene.units):
        return None
    other, paragraphs = here.scene.units[k], here.scene.reading.paragraphs
    first, second = (other, here.unit) if step < 0 else (here.unit, other)
    beside = second.paragraph - first.end_paragraph <= WITHIN
    same_scene = paragraphs[other.paragraph].scene == paragraphs[here.unit.paragraph].scene
    return other if beside and same_scene else None


def _calls_elsewhere(here: Candidacy, call: str) -> bool:
    """Whether the person surely uses this form of address in another turn."""
    calls = here.scene.callers.get(call, {}).get(here.number, ())
    return any(i != here.i for i in calls)


def _addressed(here: Candidacy, prefix: str, other: Unit) -> None:
    if (
        other.address is not None
        and here.person.sex is not None
        and is_next_door(here.scene, here.unit, other)
    ):
        here.mark(f"{prefix} address {agreement(here.person, other.address)}", value=True)


def mark_heard(here: Candidacy) -> None:
    """Mark where in this talk the person is surely heard."""
    before, after = near(here.scene.talks[here.i], here.number, here.i)
    here.marks["heard in talk"] = log1p(here.heard.get(here.number, 0))
    here.mark("heard before and after", before and after)
    here.mark("not heard", here.number not in here.heard)
    if len(here.heard) == 2:
        here.mark("one of two" if here.number in here.heard else "outsider", value=True)
    for k in (1, 2, 3):
        here.mark(f"heard before {k}", before == k)
        here.mark(f"heard after {k}", after == k)
