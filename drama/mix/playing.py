"""Which of the sounds in a script are played: those of a person, and those that drama is sure enough of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.places import is_bed_of
from drama.settings import PLACE_SURE, SURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.model import Script
    from drama.settings import Settings

LIGHT_APART = 3
"""With `sound: light`, cues from one effect to the next at least."""


def played(script: Script, settings: Settings) -> Iterator[int]:
    """Yield the numbers of the sound cues that the settings play: those a person wrote, and sure ones.

    A full `sound` is everything; light has no music, and no effect within three cues of another; none is
    nothing. Of the music it is what the setting `music` says: all, bridges alone, or none.
    """
    wanted = settings.sound
    if wanted not in SURE:
        return
    last = -LIGHT_APART
    beds = {cue.number for scene in script.scenes for cue in scene.cues if is_bed_of(cue.text, scene.place)}
    for place, cue in enumerate(cue for cue in script.cues if cue.kind != "pause"):
        if not cue.is_sound:
            continue
        play = str(dict(cue.settings).get("play", ""))
        if play == "no":
            continue
        own = cue.by_hand or cue.sure is None or play == "yes"
        least = PLACE_SURE[wanted] if cue.number in beds else SURE[wanted]
        if not own and cue.sure is not None and cue.sure < least:
            continue
        if not own and cue.kind == "music" and not _is_wanted(cue.text, settings.music):
            continue
        if not own and wanted == "light":
            if cue.kind == "music" or (cue.kind == "sound" and place - last < LIGHT_APART):
                continue
            last = place if cue.kind == "sound" else last
        yield cue.number


def _is_wanted(name: str, music: str) -> bool:
    """Return whether a setting of music wants a piece of it."""
    return music == "full" or (music == "bridges" and name.startswith("bridge"))
