"""Who arrives when called: "Rolf!", and a tall servant appears, who is then Rolf."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.people.persons import People
    from drama.adapt.values import Unit

LATEST = 2
"""Paragraphs after the call in which whoever was called appears."""


def merge_arrivals(people: People, units: list[Unit]) -> None:
    """Merge a name first heard as a call with the only newcomer described right after it."""
    firsts: dict[int, int] = {}
    for index, mentions in enumerate(people.narration):
        for mention in mentions:
            firsts.setdefault(people.of(mention), index)
    for unit in units:
        called = [
            n
            for n in unit.summons or unit.vocatives
            if firsts.get(n, unit.end_paragraph + 1) > unit.end_paragraph
        ]
        if len(called) != 1 or people.persons[called[0]].titles:
            continue
        stretch = range(unit.end_paragraph + 1, min(unit.end_paragraph + LATEST + 1, len(people.narration)))
        comers = {
            number
            for index in stretch
            for mention in people.narration[index]
            if mention.determiner in {"a", "an"}
            and (number := people.of(mention)) >= 0
            and firsts.get(number) == index
            and not people.persons[number].named
            and not people.persons[number].plural
        }
        if len(comers) == 1:
            people.merge(comers.pop(), called[0])
