"""Sections: a long background from short material, without a loop that anybody could hear.

A background is laid in sections that start at different offsets in the material and crossfade into each
other. A section begins with a line, or seconds after its beginning, and that line chooses the offset, so that
a change to a line elsewhere leaves it as it was. The crossfade comes after that beginning, under the words.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from drama.mix.regions import Cut, cut_at
from drama.model import SPEECH, Clip
from drama.timecode import STEP_FRAMES, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.mix.sound_bank import Facts
    from drama.settings import Levels

SECTION_S: Final = 3.0
"""A section is so long at least. A room's air is so even that nobody hears it begin elsewhere, and does so
twice as often: as long as a region of the mix, so that a changed line changes no more than it is heard in."""
SOON_S: Final = 12.0
"""A section that is longer than this ends with the next line."""
DISSOLVE_S: Final = 1.6
TONE_RMS_DB: Final = -1.7
"""RMS of one channel of a room tone, in dBFS, against its loudness in LUFS: what the recipes measure."""
TONE_WEIGHT_LU: Final = -14.0
"""Weight of a room tone at the level that is set; others are louder or softer by what theirs differs."""


def in_sections(clip: Clip, length: int, speech: Sequence[Clip], *, even: bool = False) -> tuple[Clip, ...]:
    """Return a clip of a sound that loops after `length` frames as sections that dissolve into each other.

    `speech` is the clips of what is spoken, in order; an `even` sound has a section for each that is long
    enough. The whole is as long as the clip and keeps its fades.
    """
    end, dissolve = clip.start + clip.frames, 2 * frames(DISSOLVE_S / 2)
    near = [one for one in speech if clip.start <= one.start < end and one.bus in SPEECH]
    cuts = cut_at(near, clip.start, end, frames(SECTION_S) // STEP_FRAMES * STEP_FRAMES)
    begins = [cut for cut in (cuts if even else _every_other(cuts)) if cut.at + dissolve < end] or cuts[:1]
    made = []
    for cut, until in pairwise((*begins, Cut(end, 0))):
        first, last = cut.at == clip.start, until.at == end
        stop = until.at + (0 if last else dissolve)
        made.append(
            replace(
                clip,
                start=cut.at,
                frames=stop - cut.at,
                offset=zlib.crc32(f"{clip.source} {cut.chance}".encode()) % length,
                fade_in=clip.fade_in if first else dissolve,
                fade_out=clip.fade_out if last else dissolve,
            )
        )
    return tuple(made)


def _every_other(cuts: Sequence[Cut]) -> list[Cut]:
    """Return about half of the cuts. Each goes by its own chance: one that is another changes no other."""
    kept = list(cuts[:1])
    for cut in cuts[1:]:
        if cut.chance % 2 or cut.at - kept[-1].at > frames(SOON_S):
            kept.append(cut)
    return kept


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
        made += in_sections(clip, tone.frames, speech, even=True)
    return tuple(clip for clip in made if clip.frames > 0)
