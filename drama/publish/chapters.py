"""Chapters: an episode's timeline split for shops that want one file a chapter.

Each begins and ends with its own room tone. No sound of a neighbouring chapter reaches into it, and beds stay
out of its head and tail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from drama.model import SPEECH, Mark
from drama.timecode import frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drama.model import Clip, Script, Timeline

SHORTEST_S = 2.5
"""An opening with less speech, such as a bare title, is joined to the first chapter."""
TAIL_SHARE = 0.75
"""Longest tail as a share of the speech: ACX includes it in a file's RMS, where 3 dB are to spare."""
SAMPLE_S = 180.0
"""Of a sample for shops, about; LONGEST_SAMPLE_S is the most that Audible takes."""
LONGEST_SAMPLE_S = 300.0
_LEAST_FADE_S = 0.3
"""Shortest fade of a bed that is cut, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of an episode with a heading of its own, on a timeline that begins with it."""

    title: str
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The quiet before a chapter's first word and after its last sound, in seconds."""

    head_s: float
    tail_s: float
    """Upper limit: a short chapter has a shorter tail."""
    quiet_head_s: float
    """Time without beds at the beginning of the head; `quiet_tail_s` is that at the end of the tail."""
    quiet_tail_s: float
    air_db: float = 0.0
    """Gain of the room tone: ACX allows less noise than other shops."""


_SAMPLE_EDGES = Edges(head_s=0.75, tail_s=2.0, quiet_head_s=0.5, quiet_tail_s=1.0)


def split(script: Script, timeline: Timeline, edges: Edges) -> tuple[Chapter, ...]:
    """Return a timeline's chapters: from one scene with a heading to the next.

    What comes before the first heading is a chapter with the story's title, unless it is too short for one; a
    story without headings is one. Chapters in which nothing is spoken are left out.
    """
    headed = list(_headed(script))
    numbers = headed[0][1]
    if len(headed) > 1 and _spoken_s(clip for clip in timeline.clips if clip.cue in numbers) < SHORTEST_S:
        headed[:2] = [(headed[1][0], numbers | headed[1][1])]
    parts = []
    for title, numbers in headed:
        clips = [clip for clip in timeline.clips if clip.cue in numbers or not clip.cue]
        if any(clip.bus in SPEECH for clip in clips):
            parts.append(_chapter(title, clips, timeline, edges))
    return tuple(parts)


def sample(script: Script, timeline: Timeline, edges: Edges | None = None) -> Chapter:
    """Return the beginning of the story as a sample for shops, which ask for one to five minutes.

    It begins with the first chapter that is longer than a title, and ends with a paragraph after about three
    minutes, or with the story; `script` has no credits, so that none are in it.
    """
    numbers = next(
        (
            numbers
            for _, numbers in _headed(script)
            if _spoken_s(clip for clip in timeline.clips if clip.cue in numbers) >= SHORTEST_S
        ),
        {cue.number for cue in script.cues},
    )
    own = {cue.number for cue in script.cues}
    joined = {cue.number for cue in script.cues if cue.joined}
    speech = [clip for clip in timeline.clips if clip.bus in SPEECH and clip.cue in own]
    begin = min(clip.start for clip in speech if clip.cue in numbers)
    speech = [clip for clip in speech if clip.start >= begin]
    end = speech[0].start + speech[0].frames
    for clip, following in pairwise([*speech, None]):
        stop = clip.start + clip.frames if clip else end
        if seconds(stop - begin) > LONGEST_SAMPLE_S:
            break
        end = stop
        if seconds(stop - begin) >= SAMPLE_S and (following is None or following.cue not in joined):
            break
    within = [
        clip
        for clip in timeline.clips
        if not clip.cue or (clip.start < end and clip.start + clip.frames > begin)
    ]
    kept = [clip for clip in within if clip.bus not in ("effects", *SPEECH) or clip.start >= begin]
    return _chapter(script.title, kept, timeline, edges or _SAMPLE_EDGES)


def _spoken_s(clips: Iterable[Clip]) -> float:
    return seconds(sum(clip.frames for clip in clips if clip.bus in SPEECH))


def _headed(script: Script) -> Iterator[tuple[str, set[int]]]:
    """Yield the title of each chapter and the numbers of its cues."""
    title, numbers = script.title, set[int]()
    for scene in script.scenes:
        if scene.title:
            yield title, numbers
            title, numbers = scene.title, set()
        numbers.update(cue.number for cue in scene.cues)
    yield title, numbers


def _chapter(title: str, clips: Sequence[Clip], timeline: Timeline, edges: Edges) -> Chapter:
    clips = [clip if clip.cue else replace(clip, gain_db=clip.gain_db + edges.air_db) for clip in clips]
    first = min(clip.start for clip in clips if clip.bus in SPEECH)
    last = max(clip.start + clip.frames for clip in clips if clip.bus in (*SPEECH, "effects"))
    begin = first - frames(edges.head_s)
    tail_s = max(edges.quiet_tail_s, min(edges.tail_s, TAIL_SHARE * _spoken_s(clips)))
    length = last + frames(tail_s) - begin
    inside = (frames(edges.quiet_head_s), length - frames(edges.quiet_tail_s))
    moved = [_moved(clip, begin) for clip in clips]
    kept = [
        clip if clip.bus in SPEECH else _cut(clip, *(inside if clip.cue else (0, length))) for clip in moved
    ]
    within = [mark for mark in timeline.marks if first < mark.start < last]
    marks = (Mark(start=0, title=title), *(replace(mark, start=mark.start - begin) for mark in within))
    ordered = tuple(clip for clip in kept if clip.frames > 0)
    return Chapter(title=title, timeline=replace(timeline, clips=ordered, frames=length, marks=marks))


def _moved(clip: Clip, begin: int) -> Clip:
    points = tuple((at - begin, level_db) for at, level_db in clip.automation)
    return replace(clip, start=clip.start - begin, automation=points)


def _cut(clip: Clip, begin: int, end: int) -> Clip:
    """Return the part of a bed between two frames, faded where it was cut; 0 frames when there is none."""
    early, late = max(0, begin - clip.start), max(0, clip.start + clip.frames - end)
    if not early and not late:
        return clip
    length = max(0, clip.frames - early - late)
    fade_in, fade_out = clip.fade_in, clip.fade_out
    least = frames(_LEAST_FADE_S)
    return replace(
        clip,
        start=clip.start + early,
        offset=clip.offset + early,
        frames=length,
        fade_in=min(max(fade_in, least) if early else fade_in, length // 2),
        fade_out=min(max(fade_out, least) if late else fade_out, length // 2),
    )
