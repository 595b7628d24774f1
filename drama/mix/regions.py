"""Cuts a timeline into regions that are mixed and encoded by themselves.

This is content-defined chunking: a cut lies at the start of a line, or whole seconds after it. When a line
elsewhere changes, a region may move in time, but it stays the same and can be reused.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from drama.model import SPEECH
from drama.timecode import STEP_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.model import Clip, Timeline

LEAD_FRAMES = 20 * STEP_FRAMES
"""A region begins half a second before a line does: so far the encoder's look-ahead (REGION_MARGINS) and the
window of the compressor (drama.audio.dynamics) reach beyond the region before, which then stays as it
is when the line changes."""
_APART_FRAMES = 38 * STEP_FRAMES
"""A line that is too long for one region is cut whole seconds after its beginning."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place at which something begins anew."""

    at: int
    """A frame, a whole step."""
    chance: int
    """A number that hangs on the take that plays there and on nothing else."""


def cuts(timeline: Timeline, least: int) -> tuple[int, ...]:
    """Return the frames at which a timeline's regions begin, the first one 0; all are whole steps.

    A region has at least so many frames, itself a whole number of steps, and at most twice as many; the last
    one may have fewer.
    """
    return tuple(cut.at for cut in cut_at(timeline.clips, 0, timeline.frames, least, LEAD_FRAMES))


def cut_at(clips: Iterable[Clip], begin: int, end: int, least: int, lead: int = 0) -> tuple[Cut, ...]:
    """Return where the parts of a span begin: `lead` frames before the first line that begins in time.

    Parts are as long as cuts() has them; the first begins where the span does. Where no line begins in time,
    the one that plays is cut whole seconds after its beginning, and so is what follows it until the next.
    """
    speech = {clip.start // STEP_FRAMES * STEP_FRAMES: clip for clip in clips if clip.bus in SPEECH}
    starts = sorted(speech)
    lines = [Cut(start - lead, _chance(speech[start])) for start in starts]
    within = [
        Cut(at - lead, _chance(speech[start], at - start))
        for start, following in pairwise((*starts, end + lead))
        for at in range(start + _APART_FRAMES, following, _APART_FRAMES)
    ]
    found = [Cut(begin, 0)]
    while found[-1].at + 2 * least < end:
        first, last = found[-1].at + least, found[-1].at + 2 * least
        at = bisect_left(lines, first, key=_at)
        following = lines[at] if at < len(lines) else None
        if following and following.at <= last:
            found.append(following)
            continue
        places = within[bisect_left(within, first, key=_at) : bisect_right(within, last, key=_at)]
        # The last one from which the next line is far enough away, for there the parts fall into step again.
        good = [cut for cut in places if not following or cut.at + least <= following.at]
        found.append((good[-1:] or places[:1] or [Cut(last, zlib.crc32(str(found[-1].chance).encode()))])[0])
    return tuple(found)


def _at(cut: Cut) -> int:
    return cut.at


def _chance(clip: Clip, after: int = 0) -> int:
    return zlib.crc32(f"{clip.source} {after}".encode())
