"""Beds: effects, ambience and music laid under and between the speech, ducked by automation.

Since every line's time is known, nothing has to be detected: the level of a bed comes down before a first
syllable and stays down through short gaps.
"""

from __future__ import annotations

import bisect
import math
import zlib
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from drama.mix.automation import JOINED_S, handed_over
from drama.mix.onsets import CROSSFADE_S, EFFECT_LEAD_S, onset
from drama.mix.sections import in_sections
from drama.mix.sound_bank import FILE, Facts
from drama.model import Clip
from drama.timecode import HOUSE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.mix.onsets import Words
    from drama.model import Cue
    from drama.settings import Levels

SPEECH_LUFS = -23.0
"""Where every voice is levelled to in the mix: 20 dB and more of room for peaks before mastering."""
DOWN_S = 0.15
"""A bed comes down in this time, ending on the first syllable."""
HOLD_S = 0.2
"""It stays down for so long after the last one."""
UP_S = 0.5
"""And comes up again in this time."""
THROUGH_S = {"music": 2.0, "ambience": 3.0, "effects": 0.25}
"""Seconds of a gap up to which a bed of this kind isn't brought up again."""
AMBIENCE_ALONE_LU = 3.0
"""Ambience lies so much higher where nobody speaks."""
UNDER_EFFECT_LU = -6.0
"""Added to an effect's level in a gap where it falls under speech."""
EFFECT_MOST_LU = -10.0
"""The most that an effect may have against the speech over it, or words would be lost. A loud one has its
weight more (Facts.weight_lu), as far as EFFECT_LOUDER_LU."""
EFFECT_LOUDER_LU = 3.0
"""The most that a loud effect has beyond EFFECT_MOST_LU: an earthquake must leave a whisper its words."""
LASTING_LU = -16.0
"""The most that an effect may have under speech once it has been heard for EFFECT_S: a rocket as loud as 7 LU
under a line takes 1.4 points of five from how natural the line is heard, as loud as this half of it
(docs/voices-judged.md)."""
SPEECH_OVER_LU = 23.0
"""The softest line of a passage lies so far over its ambience: 15 LU (Torcoli et al., JAES 2019), and some
for what comes up in the gaps. Steady noise as loud as 19 LU under it takes a point of five from how natural a
voice is heard (docs/voices-judged.md)."""
QUIET_LINE_DB = 12.0
"""The most by which a soft line takes music and effects down with it."""
WHISPER_DB = 6.0
"""The most by which it takes ambience down: under a whisper 13 dB softer than speech it lies 16 LU, and a
place stays a place."""
MUSIC_FADE_S = 0.6
"""Music that loops fades in over this time."""
MUSIC_OUT_S = 2.0
"""Music that is cut off fades out over this time."""
EFFECT_S = 1.6
"""An effect between two lines is given so much time at most before speech goes on over its end."""
ROUND_S = 4.0
"""A looping effect, such as footsteps, lasts this long unless the script says how long."""
STING_S = 6.0
"""A sting before a scene is given so much time at most."""
OPENING_S = 3.0
"""Music that goes on under speech is heard alone for so long before it."""
UNDER_S = 8.0
"""And goes out so long after speech has begun."""
NARRATION = "narration"
"""Music with this setting goes on only while the narrator speaks."""
UNDER_TAIL_S = 0.6
"""Such music ends so long after the narrator's last word."""
UNDER_LONGEST_S = 40.0
"""And after so long at most: a moment, not a chapter."""
ENDS = "none"
"""An ambience of this name only ends the one before it."""
NO_SOUND = Facts(source="", frames=0, level_lufs=0.0, weight_lu=0.0, loops=False)
BESIDE = frozenset({"door", "footsteps", "animal", "steps"})
"""Tags of effects that come from one side of the scene."""
BESIDE_PAN = 0.5
"""The farthest from the centre that such an effect is, of 1; by its words it is half as far or more."""
APART_S = 0.4
"""No two effects begin nearer to each other, in seconds."""
LEVEL_STEP_DB = 3.0
"""A soft line takes beds down by whole steps: a new take of a plain line leaves them as they were."""
EFFECT_OVER = 1 / 3
"""Share of LEVEL_STEP_DB by which an effect may be louder than a line's level asks for; others by half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A sound that the script calls for."""

    cue: Cue
    facts: Facts
    scene: int
    after: int = -1
    """Index of the spoken clip before it; −1 before the first."""

    def setting(self, name: str, otherwise: float) -> float:
        """Return one of the cue's own settings."""
        return float(dict(self.cue.settings).get(name, otherwise))


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A region of speech without a gap that a bed would rise in, and the level of its softest line."""

    start: int
    end: int
    level_db: float
    """0 for a line at the mix's speech level, less for softer ones."""


def talks(speech: Sequence[Clip], levels_db: Sequence[float], kind: str) -> tuple[Talk, ...]:
    """Return the regions of speech: clips in order, with their levels, joined over the short gaps of a kind.

    Levels are whole steps: for effects, which come nearest to a line, sooner the lower one.
    """
    through_s, over = THROUGH_S[kind], EFFECT_OVER if kind == "effects" else 0.5
    joined: list[Talk] = []
    for clip, exact_db in zip(speech, levels_db, strict=True):
        level_db = LEVEL_STEP_DB * min(0, math.floor(exact_db / LEVEL_STEP_DB + over))
        end = clip.start + clip.frames
        if joined and clip.start - joined[-1].end <= frames(through_s):
            last = joined[-1]
            joined[-1] = replace(last, end=max(last.end, end), level_db=min(last.level_db, level_db))
        else:
            joined.append(Talk(start=clip.start, end=end, level_db=level_db))
    return tuple(joined)


def ducked(
    clip: Clip, stretches: Sequence[Talk], under_db: float, alone_db: float, over_lu: float | None = None
) -> Clip:
    """Return a bed with its automation: alone_db where nobody speaks, under_db and less under speech.

    A soft line takes the bed down with it; one with `over_lu` only as far as it takes to lie so far under.
    """
    begin, end = clip.start, clip.start + clip.frames
    down, hold, up = frames(DOWN_S), frames(HOLD_S), frames(UP_S)
    points: list[tuple[int, float]] = []
    first = max(0, bisect.bisect_left([talk.end for talk in stretches], begin) - 1)
    for talk in stretches[first:]:
        if talk.end + hold + up <= begin:
            continue
        if talk.start - down >= end:
            break
        if over_lu is None:
            low_db = under_db + max(-QUIET_LINE_DB, talk.level_db)
        else:
            low_db = min(under_db, max(-WHISPER_DB, talk.level_db) - over_lu)
        points += [
            (talk.start - down, alone_db),
            (talk.start, low_db),
            (talk.end + hold, low_db),
            (talk.end + hold + up, alone_db),
        ]
    points = _in_order(points) or [(begin, alone_db)]
    return replace(clip, automation=tuple(points))


def _in_order(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return points whose times rise; where ramps meet, the lower level stays."""
    out: list[tuple[int, float]] = []
    for at, level_db in points:
        if out and at <= out[-1][0]:
            out[-1] = (out[-1][0], min(out[-1][1], level_db))
        else:
            out.append((at, level_db))
    return out


def ambience(cue: int, facts: Facts, span: tuple[int, int], own_db: float) -> Clip:
    """Return an ambience over a span of the timeline, its fades reaching out of it on both sides."""
    begin, end = span
    return Clip(
        cue=cue,
        source=facts.source,
        start=begin,
        frames=(end - begin) if facts.loops else min(end - begin, facts.frames),
        bus="ambience",
        gain_db=SPEECH_LUFS - facts.level_lufs + own_db,
        fade_in=min(frames(CROSSFADE_S), (end - begin) // 2),
        fade_out=min(frames(CROSSFADE_S), (end - begin) // 2),
        loops=facts.loops,
    )


def laid(
    clip: Clip, facts: Facts, speech: Sequence[Clip], stretches: Sequence[Talk], levels: Levels
) -> list[Clip]:
    """Return an ambience as it is played: in sections where it loops, down under speech, up between."""
    under_db = levels.ambience_lu + min(0.0, facts.weight_lu)
    parts = in_sections(clip, facts.frames, speech) if clip.loops else (clip,)
    alone_db = under_db + AMBIENCE_ALONE_LU
    return [ducked(part, stretches, under_db, alone_db, SPEECH_OVER_LU) for part in parts]


def music(
    cue: int, facts: Facts, span: tuple[int, int], stretches: Sequence[Talk], levels: Levels, own_db: float
) -> Clip:
    """Return music over a span: at its own level alone, at the level for speech under it."""
    begin, end = span
    length = (end - begin) if facts.loops else min(end - begin, facts.frames)
    cut = length < facts.frames or facts.loops
    clip = Clip(
        cue=cue,
        source=facts.source,
        start=begin,
        frames=length,
        bus="music",
        gain_db=SPEECH_LUFS - facts.level_lufs + own_db,
        fade_in=min(frames(MUSIC_FADE_S), length // 4) if facts.loops else 0,
        fade_out=min(frames(MUSIC_OUT_S), length // 2) if cut else 0,
        loops=facts.loops,
    )
    return ducked(clip, stretches, levels.music_lu + facts.weight_lu, levels.music_alone_lu + facts.weight_lu)


def effect(
    cue: int, facts: Facts, start: int, length: int, stretches: Sequence[Talk], levels: Levels, own_db: float
) -> Clip:
    """Return an effect at a place: at its own level in a gap, softer where it falls under speech."""
    clip = Clip(
        cue=cue,
        source=facts.source,
        start=start,
        frames=length,
        bus="effects",
        gain_db=SPEECH_LUFS - facts.level_lufs + own_db,
        fade_out=min(frames(0.3), length // 3) if length < facts.frames or facts.loops else 0,
        loops=facts.loops,
    )
    alone_db = levels.effects_lu + facts.weight_lu
    most_lu = EFFECT_MOST_LU + min(EFFECT_LOUDER_LU, max(0.0, facts.weight_lu))
    struck = ducked(clip, stretches, min(alone_db + UNDER_EFFECT_LU, most_lu), alone_db)
    if length <= frames(EFFECT_S + JOINED_S):
        return struck
    lasting = ducked(clip, stretches, min(alone_db + UNDER_EFFECT_LU, LASTING_LU), alone_db)
    return replace(
        clip, automation=handed_over(struck.automation, lasting.automation, start + frames(EFFECT_S))
    )


def room_for(calls: Sequence[Called], *, opens: bool) -> float:
    """Return how long a gap must be for what is called for in it, in seconds; `opens` a scene or not."""
    needed_s = 0.0
    for call in calls:
        length_s = call.facts.frames / HOUSE_RATE_HZ
        if "at" in dict(call.cue.settings) or call.cue.kind == "ambience":
            continue
        if call.cue.kind == "sound":
            needed_s = max(needed_s, EFFECT_LEAD_S + min(call.setting("seconds", length_s), EFFECT_S))
        elif opens:
            needed_s = max(
                needed_s,
                OPENING_S
                if call.facts.goes_under or call.facts.loops
                else min(length_s, STING_S) + 2 * EFFECT_LEAD_S,
            )
    return needed_s


def dressed(
    called: Sequence[Called],
    speech: Sequence[Clip],
    scenes: Sequence[int],
    levels_db: Sequence[float],
    words: Words,
    total: int,
    levels: Levels,
) -> tuple[Clip, ...]:
    """Return a clip for each sound that is called for, out of the way of speech.

    Speech is its clips in order; scenes and levels are theirs; `words` answers the words of each.
    """
    stretches = {kind: talks(speech, levels_db, kind) for kind in THROUGH_S}
    clips: list[Clip] = []
    struck = -frames(APART_S)
    for i, call in enumerate(called):
        if call.cue.text == ENDS:
            continue
        begin = onset(call, speech, scenes, words)
        if call.cue.kind == "sound":
            begin = struck = (
                max(begin, struck + frames(APART_S)) if begin < struck + frames(APART_S) else begin
            )
        own_db = call.setting("level_db", 0.0)
        own_s = call.setting("seconds", 0.0)
        if call.cue.kind == "ambience":
            end = (
                begin + frames(own_s)
                if own_s
                else _scene_end(call, called[i + 1 :], speech, scenes, words, total)
            )
            clip = ambience(call.cue.number, call.facts, (begin, min(end, total)), own_db)
        elif call.cue.kind == "music":
            end = begin + frames(own_s) if own_s else _music_end(call, begin, speech, total)
            clip = music(
                call.cue.number, call.facts, (begin, min(end, total)), stretches["music"], levels, own_db
            )
        else:
            length = min(frames(own_s or ROUND_S), 10**9) if call.facts.loops else call.facts.frames
            length = min(length, frames(own_s)) if own_s else length
            length = min(length, total - begin)
            clip = effect(call.cue.number, call.facts, begin, length, stretches["effects"], levels, own_db)
            clip = replace(clip, pan=call.setting("pan", _place_of(call)))
        fade = frames(call.setting("fade_s", -1.0))
        if fade >= 0:
            fade = min(fade, clip.frames // 2)
            clip = replace(clip, fade_in=fade, fade_out=fade)
        if clip.frames <= 0:
            continue
        if clip.bus == "ambience":
            clips += laid(clip, call.facts, speech, stretches["ambience"], levels)
        else:
            clips.append(clip)
    return tuple(_one_music_at_a_time(clips))


def _one_music_at_a_time(clips: Sequence[Clip]) -> list[Clip]:
    """Return the clips with each piece of music faded out where the next one begins."""
    out = list(clips)
    playing = [i for i, clip in enumerate(out) if clip.bus == "music"]
    for i, following in pairwise(playing):
        one, fade = out[i], frames(MUSIC_OUT_S)
        left = max(0, out[following].start - one.start) + fade
        if left < one.frames:
            out[i] = replace(one, frames=left, fade_out=min(fade, left))
    return out


def _music_end(call: Called, begin: int, speech: Sequence[Clip], total: int) -> int:
    """Return where music ends: with its file, under the speech that follows, or with the narration."""
    following = speech[call.after + 1 :]
    if dict(call.cue.settings).get("under") == NARRATION:
        told = list(takewhile(lambda clip: clip.bus == "narration", following))
        if told:
            end = told[-1].start + told[-1].frames + frames(UNDER_TAIL_S)
            return min(end, begin + frames(UNDER_LONGEST_S))
    if call.facts.loops or (call.facts.goes_under and call.facts.source.startswith(FILE)):
        return (following[0].start if following else total) + frames(UNDER_S)
    return begin + call.facts.frames


def _place_of(call: Called) -> float:
    """Return where an effect comes from: a door, steps or an animal to one side, by its words."""
    if not BESIDE.intersection(call.facts.tags):
        return 0.0
    chance = zlib.crc32(f"{call.cue.text} {call.cue.why} {dict(call.cue.settings).get('at', '')}".encode())
    return BESIDE_PAN * (-1 if chance % 2 else 1) * (0.5 + (chance >> 1) % 51 / 100)


def _scene_end(
    call: Called,
    later: Sequence[Called],
    speech: Sequence[Clip],
    scenes: Sequence[int],
    words: Words,
    total: int,
) -> int:
    """Return where an ambience ends: under the next one of its scene, or inside the scene break."""
    over = frames(CROSSFADE_S / 2)
    for other in later:
        ends = other.cue.text == ENDS or other.facts.layer == call.facts.layer
        passes = other.setting("seconds", 0.0) > 0  # it is heard over what goes on
        if other.cue.kind == "ambience" and other.scene == call.scene and ends and not passes:
            return onset(other, speech, scenes, words) + 2 * over
    last = max((i for i, scene in enumerate(scenes) if scene == call.scene), default=-1)
    if last < 0 or last + 1 >= len(speech):
        return total
    return (speech[last].start + speech[last].frames + speech[last + 1].start) // 2 + over
