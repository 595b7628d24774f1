"""Where a story needs music: an opening, bridges to another place or time, few moments, an ending."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from drama.adapt.spotting.moods import mood, mood_of_text
from drama.adapt.spotting.proposals import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.model import Cue, Scene, Script

PLAIN: Final = "hopeful"
"""The mood of a story without mood words."""
MOOD_FROM: Final = 0.58
"""Least confidence from which a scene's own mood chooses its music; below it, the story's does."""
APART: Final = 8
"""Least number of spoken cues between two bridges: more music would be a medley."""
UNDERSCORED: Final = frozenset({"sad", "dark", "tense", "wonder"})
UNDER_FROM: Final = 0.66
"""Least confidence of the mood of a passage that has music under it."""
UNDER_WORDS: Final = 45
UNDER_APART: Final = 12
"""Least number of spoken cues between two such passages."""
UNDER_MOST: Final = 3
UNDER_SURE: Final = 0.8
UNTOLD: Final = frozenset({"title", "byline", "heading", "message", "letter", "song"})
OPENING_SURE, ENDING_SURE, BREAK_SURE, CHANGE_SURE = 0.9, 0.9, 0.85, 0.78
"""How surely a producer would put music there; the first three follow from the form, not from words."""


def music(script: Script) -> Iterator[Proposal]:
    """Yield the music of a script that is split into scenes, in order."""
    told = [cue for cue in script.cues if cue.is_speech]
    if not told:
        return
    felt = mood_of_text(cue.text for cue in told)
    base = felt.name or PLAIN
    yield _at(told[0].number, "before", f"opening-{base}", OPENING_SURE, f"the story begins; {felt.why}")
    since = 0
    for i, scene in enumerate(script.scenes):
        sure = _bridge_sure(scene) if i else 0.0
        spoken = [cue for cue in scene.cues if cue.is_speech]
        if sure and spoken and since >= APART:
            own = mood(scene)
            name = own.name if own.sure >= MOOD_FROM else base
            yield _at(spoken[0].number, "before", f"bridge-{name}", sure, f"a new scene; {own.why}")
            since = 0
        since += len(spoken)
    last = mood(script.scenes[-1])
    name = last.name if last.sure >= MOOD_FROM else base
    yield _at(told[-1].number, "after", f"ending-{name}", ENDING_SURE, f"the story ends; {last.why}")


def underscores(script: Script) -> Iterator[Proposal]:
    """Yield music under the few passages of narration that are surely sad, dark, tense or full of wonder."""
    passages = []
    spoken = [cue for cue in script.cues if cue.is_speech]
    numbers = {cue.number: place for place, cue in enumerate(spoken)}
    for scene in script.scenes:
        for told in _told(scene):
            felt = mood_of_text(cue.text for cue in told)
            place = numbers[told[0].number]
            words = sum(len(cue.text.split()) for cue in told)
            inner = UNDER_APART / 2 <= place < len(spoken) - UNDER_APART / 2
            if felt.name in UNDERSCORED and felt.sure >= UNDER_FROM and words >= UNDER_WORDS and inner:
                passages.append((felt, place, told[0].number))
    chosen: list[tuple[int, Proposal]] = []
    for felt, place, number in sorted(passages, key=lambda one: (-one[0].sure, one[1])):
        if len(chosen) < UNDER_MOST and all(abs(place - other) >= UNDER_APART for other, _ in chosen):
            under = _at(number, "before", f"pad-{felt.name}", UNDER_SURE, f"a moment under music; {felt.why}")
            chosen.append((place, replace(under, under="narration")))
    yield from (proposal for _, proposal in sorted(chosen, key=lambda one: one[0]))


def _told(scene: Scene) -> Iterator[list[Cue]]:
    """Yield the passages of a scene that the narrator tells without a line between."""
    for narrated, cues in groupby(
        (cue for cue in scene.cues if cue.is_speech), lambda cue: cue.kind == "narrator"
    ):
        told = [cue for cue in cues if not UNTOLD.intersection(cue.how)]
        if narrated and told:
            yield told


def _bridge_sure(scene: Scene) -> float:
    """Return how surely a scene needs a bridge before it; 0 where somebody only goes to the next room."""
    if not scene.joined:
        return BREAK_SURE
    return CHANGE_SURE if scene.why.startswith(("another time", "elsewhere")) else 0.0


def _at(cue: int, where: str, name: str, sure: float, why: str) -> Proposal:
    return Proposal(
        cue=cue,
        where="before" if where == "before" else "after",
        kind="music",
        name=name,
        offset=0,
        word="",
        sure=sure,
        why=why,
    )
