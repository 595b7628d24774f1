"""Who arrives when called: "Rolf!", and a tall servant appears, who is then Rolf."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.people.persons import People
    from drama.adapt.values import Unit

LATEST = 2
"""Paragraphs after the call in which whoever was called appears."""


def merge_arrivals(people: People, units: list[Unit]) -> None:
    """Merge a name that nobody had before it was shouted with the newcomer who is the first to act after it.

    A name in the middle of a line calls nobody: whoever comes then is somebody else as a rule.
    """
    firsts: dict[int, int] = {}
    for index, mentions in enumerate(people.narration):
        for mention in mentions:
            firsts.setdefault(people.of(mention), index)
    for unit in units:
        after = unit.end_paragraph + 1
        called = [n for n in unit.summons if firsts.get(n, after) >= after]
        if len(called) != 1 or people.persons[called[0]].titles:
            continue
        heard = (m for mentions in people.narration[after : after + LATEST] for m in mentions)
        acts = next((m for m in heard if m.subject and people.of(m) >= 0), None)
        if acts is None or acts.determiner not in {"a", "an"}:
            continue
        comer = people.persons[people.of(acts)]
        if firsts[comer.number] >= after and not comer.named and not comer.plural:
            people.merge(comer.number, called[0])
