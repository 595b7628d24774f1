"""Where a story needs music: an opening, bridges where it goes on elsewhere or later, an ending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drama.adapt.spotting.moods import mood, mood_of_text
from drama.adapt.spotting.proposals import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.model import Scene, Script

PLAIN: Final = "hopeful"
"""The mood of a story without mood words."""
MOOD_FROM: Final = 0.58
"""Least confidence from which a scene's own mood chooses its music; below it, the story's does."""
APART: Final = 8
"""Least number of spoken cues between two bridges: more music would be a medley."""
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
