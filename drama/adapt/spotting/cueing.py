"""From proposals to cues of the script, where a person can read, change and delete them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from drama.adapt.spotting.blocking import blocked
from drama.adapt.spotting.proposals import Proposal, spot
from drama.adapt.spotting.scenes import parted
from drama.adapt.spotting.scoring import music, underscores
from drama.model import Cue
from drama.places import PLACES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from drama.model import Scene, Script

WORTH_SHOWING = 0.5
"""Proposals less sure than this are not shown."""
MOST_WORDS = 6
"""Most words that say where in a cue a sound is heard."""
SIGNS = ".,;:!?…—–-_*\"'“”‘’"
OPENING = frozenset({"title", "byline", "heading"})


def spotted(script: Script, ambiences: Container[str]) -> Script:
    """Return a fresh script split into scenes, with cues for sounds, and directions for where people stand.

    `ambiences` are the names of the library's continuous sounds. A cue that isn't sure enough to be played is
    written all the same, so that a person can confirm it.
    """
    script = blocked(parted(script))
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for scene in script.scenes:
        for bed in _bed(scene):
            proposals[bed.cue].append(bed)
    for proposal in (*music(script), *underscores(script), *spot(script, ambiences)):
        if proposal.sure >= WORTH_SHOWING:
            proposals[proposal.cue].append(proposal)
    numbers = count(script.numbered + 1)
    scenes = []
    for scene in script.scenes:
        cues = [
            cue for spoken in scene.cues for cue in _around(spoken, proposals.get(spoken.number, []), numbers)
        ]
        scenes.append(replace(scene, cues=tuple(cues)))
    return replace(script, scenes=tuple(scenes), numbered=next(numbers) - 1)


def _bed(scene: Scene) -> Iterator[Proposal]:
    """Yield the ambience of a scene's place, before its first cue that isn't a title or heading."""
    place = PLACES.get(scene.place)
    first = next((cue for cue in scene.cues if not OPENING.intersection(cue.how)), None)
    if place is None or first is None or scene.time == "memory":
        return
    name = place.night_bed if scene.time == "night" else place.bed
    if name:
        yield Proposal(
            cue=first.number, where="before", kind="ambience", name=name, offset=0, word="",
            sure=scene.sure or 0.0, why=f"the sound of the place: {scene.place}",
        )  # fmt: skip


def _around(spoken: Cue, proposals: list[Proposal], numbers: Iterator[int]) -> Iterator[Cue]:
    """Yield a spoken cue with its proposals as cues before and after it."""
    for proposal in proposals:
        if proposal.where == "before":
            yield _cue(proposal, next(numbers), spoken.text)
    yield spoken
    for proposal in proposals:
        if proposal.where != "before":
            yield _cue(proposal, next(numbers), spoken.text)


def _cue(proposal: Proposal, number: int, text: str) -> Cue:
    at = _words_at(text, proposal.offset) if proposal.where == "under" else ""
    settings: list[tuple[str, float | str]] = [("at", at)] if at else []
    if proposal.under:
        settings.append(("under", proposal.under))
    if proposal.level_db:
        settings.append(("level_db", proposal.level_db))
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


def _words_at(text: str, offset: int) -> str:
    """Return the word at an offset, with as many after it as it takes to be the first of their kind."""
    words = text[offset:].split()
    found = ""
    for count_ in range(1, min(len(words), MOST_WORDS) + 1):
        found = " ".join(words[:count_]).strip(SIGNS)
        if text.lower().find(found.lower()) >= offset:
            break
    return found
