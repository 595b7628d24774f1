"""Sections: a long background from short material, without a loop that anybody could hear.

A background is laid in sections that start at different offsets in the material and crossfade into each
other. A section begins with a line, and that line chooses the offset, so that a change to a line elsewhere
leaves it as it was.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from drama.mix.regions import cut_at
from drama.model import SPEECH, Clip
from drama.timecode import STEP_FRAMES, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.mix.sound_bank import Facts
    from drama.settings import Levels

SECTION_S: Final = 9.0
"""A section is so long at least, and twice as long at most."""
AIR_SECTION_S: Final = 3.0
"""The same of a room's air, which is so even that nobody hears it begin elsewhere: as long as a region of the
mix, so that a changed line changes no more of them than it lies in."""
DISSOLVE_S: Final = 1.6
TONE_RMS_DB: Final = -1.7
"""RMS of one channel of a room tone, in dBFS, against its loudness in LUFS: what the recipes measure."""
TONE_WEIGHT_LU: Final = -14.0
"""Weight of a room tone at the level that is set; others are louder or softer by what theirs differs."""


def in_sections(
    clip: Clip, length: int, speech: Sequence[Clip], section_s: float = SECTION_S
) -> tuple[Clip, ...]:
    """Return a clip of a sound that loops after `length` frames as sections that dissolve into each other.

    `speech` is the clips of what is spoken, in order. The whole is as long as the clip and keeps its fades.
    """
    end = clip.start + clip.frames
    least = frames(section_s) // STEP_FRAMES * STEP_FRAMES
    half = frames(DISSOLVE_S / 2)
    near = [one for one in speech if clip.start <= one.start < end and one.bus in SPEECH]
    starts = cut_at(near, clip.start, end, least)
    chosen_by = {one.start // STEP_FRAMES * STEP_FRAMES: one.source for one in near}
    made, chance = [], 0
    for at, until in pairwise((*starts, end)):
        chance = zlib.crc32(f"{clip.source} {chosen_by.get(at, chance)}".encode())
        first, last = at == clip.start, until == end
        begin, stop = at - (0 if first else half), until + (0 if last else half)
        made.append(
            replace(
                clip,
                start=begin,
                frames=stop - begin,
                offset=chance % length,
                fade_in=clip.fade_in if first else 2 * half,
                fade_out=clip.fade_out if last else 2 * half,
            )
        )
    return tuple(made)


def spans(speech: Sequence[Clip], scenes: Sequence[int], total: int) -> dict[int, tuple[int, int]]:
    """Return the frames of each scene, from the middle of the gap before it to that of the one behind."""
    found: dict[int, tuple[int, int]] = {}
    begin = 0
    for i, scene in enumerate(scenes):
        last = i + 1 == len(scenes)
        if last or scenes[i + 1] != scene:
            end = total if last else (speech[i].start + speech[i].frames + speech[i + 1].start) // 2
            found[scene] = (begin, end)
            begin = end
    return found


def airs(
    speech: Sequence[Clip], scenes: Sequence[int], total: int, tones: Mapping[int, Facts], levels: Levels
) -> tuple[Clip, ...]:
    """Return the room tone of each scene as clips: the air of its place, under everything from end to end.

    `scenes` has the scene of each clip of `speech`, `tones` the tone of each scene. One air dissolves into
    the next in the middle of the gap between two scenes.
    """
    half = frames(DISSOLVE_S / 2)
    made: list[Clip] = []
    for scene, (begin, end) in spans(speech, scenes, total).items():
        tone = tones[scene]
        over = max(0, min(half, begin)), max(0, min(half, total - end))
        start, stop = begin - over[0], end + over[1]
        clip = Clip(
            cue=0,
            source=tone.source,
            start=start,
            frames=stop - start,
            bus="ambience",
            gain_db=levels.room_tone_dbfs + tone.weight_lu - TONE_WEIGHT_LU - tone.level_lufs - TONE_RMS_DB,
            fade_in=2 * over[0] or frames(0.3),
            fade_out=2 * over[1] or frames(0.3),
            loops=True,
        )
        made += in_sections(clip, tone.frames, speech, AIR_SECTION_S)
    return tuple(clip for clip in made if clip.frames > 0)
