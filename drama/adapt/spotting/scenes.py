"""Splitting a script into the scenes of its prose, each with its place, its time and its room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drama.adapt.spotting.context import told_in_the_past
from drama.adapt.spotting.places import room
from drama.adapt.spotting.scene_changes import Slugline, sluglines
from drama.places import PLACES
from drama.settings import SURE_PLACE

if TYPE_CHECKING:
    from drama.model import Cue, Scene, Script

WORTH_NAMING = 0.35
"""Least confidence of a place that is named in the reason although it isn't sure enough to be used."""
UNTOLD = frozenset({"title", "byline", "heading", "message", "letter", "song"})
"""Directions of narration that doesn't say where the story is."""


def parted(script: Script) -> Script:
    """Return a fresh script with a scene for each place and time that its narration goes to."""
    paragraphs: list[tuple[int, int, list[Cue]]] = []
    """For each paragraph its scene, whether it opens that scene, and its cues."""
    for number, scene in enumerate(script.scenes):
        for i, cue in enumerate(scene.cues):
            if i == 0 or not cue.joined:
                paragraphs.append((number, i == 0, []))
            paragraphs[-1][2].append(cue)
    told = [" ".join(cue.text for cue in cues if _tells(cue)) for _, _, cues in paragraphs]
    breaks = [i for i, (_, opens, _) in enumerate(paragraphs) if opens]
    found = sluglines(told, breaks, past=told_in_the_past(" ".join(told)))
    ends = [slug.start for slug in found[1:]] + [len(paragraphs)]
    scenes = []
    for slug, end in zip(found, ends, strict=True):
        number, opens, _ = paragraphs[slug.start]
        cues = tuple(cue for _, _, inside in paragraphs[slug.start : end] for cue in inside)
        scene = script.scenes[number]
        if not opens:
            scene = replace(scene, title="", joined=True)
        scenes.append(_placed(replace(scene, cues=cues), slug))
    return replace(script, scenes=tuple(scenes))


def _tells(cue: Cue) -> bool:
    return cue.kind == "narrator" and not UNTOLD.intersection(cue.how)


def _placed(scene: Scene, slug: Slugline) -> Scene:
    """Return a scene with the facts of its slugline; a place that isn't sure is only named in the reason."""
    known = PLACES.get(slug.place)
    if known is not None and slug.sure >= SURE_PLACE:
        return replace(scene, place=known.name, time=slug.time, room=known.room, sure=slug.sure, why=slug.why)
    why = slug.why
    if known is not None and slug.sure >= WORTH_NAMING:
        why = f"{why}; perhaps {known.name} ({slug.sure:.2f})"
    found = room(scene)
    if found.sure < SURE_PLACE:
        return replace(scene, time=slug.time, why=why)
    return replace(scene, time=slug.time, room=found.name, why=f"{why}; {found.why}")
