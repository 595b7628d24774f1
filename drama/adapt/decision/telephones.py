"""Who is at the far end of a telephone, by name: "Pruitt." "It's Danny." "No," said the desk sergeant."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.values import Scene, Unit

CALL = 12
"""Turns of a call behind a name within which the device itself is said to speak."""
_DEVICES = (vocabulary.DEVICES | {"receiver"}) - {
    "announcement",
    "tape",
    "recording",
    "machine",
    "screen",
    "tv",
    "television",
}
"""Devices through which somebody speaks at the time."""
SOON = 5
"""Turns behind a name within which the narration first describes whoever answered by it."""


def answer(scene: Scene) -> None:
    """Let a name that answers a call be that of its speaker, and of whoever is first described behind it."""
    people = scene.people
    firsts = people.first_paragraphs()
    for i, (unit, after) in enumerate(pairwise(scene.units)):
        number = _answered_by(scene, unit, after)
        if number < 0:
            continue
        people.persons[number].gives_name = True
        unit.gives.add(number)
        for numbers in (unit.vocatives, unit.named, unit.asks):
            numbers.discard(number)
        for later in scene.units[i + 2 : i + SOON]:
            tag = later.hint("tag")
            other = people.of(tag.mention) if tag is not None else -1
            if other < 0 or people.persons[other].named or firsts.get(other) != later.paragraph:
                continue
            people.merge(other, number, f"answers a call as {people.label(number)}")
            break


def speak_through(scene: Scene) -> None:
    """Merge a telephone that speaks, mentioned for the first time, with the one who has given a name before.

    "My name is Vance. I have you here under reserves." … "I heard that," said the telephone.
    """
    people = scene.people
    firsts = people.first_paragraphs()
    for i, unit in enumerate(scene.units):
        tag = unit.hint("tag")
        device = people.of(tag.mention) if tag is not None else -1
        if device < 0 or people.persons[device].head not in _DEVICES or firsts[device] != unit.paragraph:
            continue
        near = scene.units[max(0, i - CALL) : i]
        given = {people.standing(n) for u in near if u.hint("tag", "loose") is None for n in u.gives}
        if len(given) == 1:
            number = given.pop()
            people.merge(device, number, f"is heard through {people.persons[device].description()}")


def _answered_by(scene: Scene, unit: Unit, after: Unit) -> int:
    """Return whose name is all of a turn that is answered by "It's Danny" or "It's me"; −1 for nobody."""
    said, reply = scene.reading.said[unit.quotes[0]], scene.reading.said[after.quotes[0]]
    names = [m for m in scene.people.said[unit.quotes[0]] if m.kind == "name" and m.person >= 0]
    if len(unit.quotes) != 1 or len(names) != 1 or after.paragraph - unit.end_paragraph != 1:
        return -1
    alone = not names[0].first and [t.text for t in said[names[0].last :]] in ([], ["."])
    begins = " ".join(t.low for t in reply[:2]) in {"it is", "this is"}
    gives = bool(after.introduces) or [t.low for t in reply[2:3]] == ["me"]
    return scene.people.of(names[0]) if alone and begins and gives else -1
