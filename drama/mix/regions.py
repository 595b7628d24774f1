"""Cuts a timeline into regions that are mixed and encoded by themselves.

This is content-defined chunking: a cut lies at the start of a line, chosen by the hashes of the takes around
it. When a line elsewhere changes, a region may move in time, but it stays the same and can be reused.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from drama.model import SPEECH
from drama.timecode import STEP_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.model import Clip, Timeline


def cuts(timeline: Timeline, least: int) -> tuple[int, ...]:
    """Return the frames at which a timeline's regions begin, the first one 0; all are whole steps.

    A region has at least so many frames, itself a whole number of steps, and at most twice as many; the last
    one may have fewer.
    """
    return cut_at(timeline.clips, 0, timeline.frames, least)


def cut_at(clips: Iterable[Clip], begin: int, end: int, least: int) -> tuple[int, ...]:
    """Return the frames at which regions of a span begin, as cuts() has them; the first is the span's."""
    starts: dict[int, int] = {}
    for clip in clips:
        if clip.bus in SPEECH:
            starts[clip.start // STEP_FRAMES * STEP_FRAMES] = zlib.crc32(clip.source.encode())
    places = sorted(starts)
    found = [begin]
    while found[-1] + 2 * least < end:
        first, last = found[-1] + least, found[-1] + 2 * least
        within = places[bisect_left(places, first) : bisect_right(places, last)]
        found.append(min(within, key=starts.__getitem__, default=last))
    return tuple(found)
