"""From proposals to cues of the script, where a person can read, change and delete them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from drama.adapt.spotting.places import room
from drama.adapt.spotting.proposals import spot
from drama.model import Cue

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from drama.adapt.spotting.proposals import Proposal
    from drama.model import Scene, Script

WORTH_SHOWING = 0.5
"""Proposals less sure than this would only be in a reader's way."""
ROOM_FROM = 0.6
"""A scene's room is set from here on; a wrong one is heard on every line of it."""


def spotted(script: Script, ambiences: Container[str]) -> Script:
    """Return a fresh script with what its narration calls for as cues, and with the rooms of its scenes.

    `ambiences` are the names of the library's sounds that last. A cue that isn't sure enough to be played
    stands there all the same, to be made sure by a person.
    """
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in spot(script, ambiences):
        if proposal.sure >= WORTH_SHOWING:
            proposals[proposal.cue].append(proposal)
    numbers = count(script.numbered + 1)
    scenes = []
    for scene in script.scenes:
        cues = [
            cue for spoken in scene.cues for cue in _around(spoken, proposals.get(spoken.number, []), numbers)
        ]
        scenes.append(replace(scene, cues=tuple(cues), room=scene.room or _room(scene)))
    return replace(script, scenes=tuple(scenes), numbered=next(numbers) - 1)


def _around(spoken: Cue, proposals: list[Proposal], numbers: Iterator[int]) -> Iterator[Cue]:
    """Yield a spoken cue between what comes before it and what it calls for."""
    for proposal in proposals:
        if proposal.where == "before":
            yield _cue(proposal, next(numbers), spoken.text)
    yield spoken
    for proposal in proposals:
        if proposal.where != "before":
            yield _cue(proposal, next(numbers), spoken.text)


def _cue(proposal: Proposal, number: int, text: str) -> Cue:
    word = text[proposal.offset :].split(maxsplit=1)[:1] if proposal.where == "under" else []
    settings: list[tuple[str, float | str]] = [("at", one.strip(".,;:!?…—–-\"'“”‘’")) for one in word]
    if proposal.seconds:
        settings.append(("seconds", proposal.seconds))
    return Cue(
        number=number,
        kind=proposal.kind,
        text=proposal.name,
        sure=proposal.sure,
        why=proposal.why,
        settings=tuple(settings),
    )


def _room(scene: Scene) -> str:
    found = room(scene)
    return found.name if found.sure >= ROOM_FROM else ""
