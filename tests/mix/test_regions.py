"""Regions: where a timeline is cut, and how little of it a line that takes longer changes."""

from __future__ import annotations

import random
from itertools import pairwise
from statistics import fmean

from drama.mix import regions
from drama.model import REGION_MARGINS, Clip, Timeline
from drama.timecode import STEP_FRAMES

LEAST = 153 * STEP_FRAMES
"""4 s."""


def told(*, longer: int = -1) -> Timeline:
    """Return lines of 1 to 9 s, as prose has them; one of them may be another take, 0.4 s longer."""
    rng, clips, at = random.Random(5), [], 400
    for i in range(150):
        steps = rng.randrange(38, 340) + (15 if i == longer else 0)
        source = f"take {i}{'!' if i == longer else ''}"
        clip = Clip(cue=i, source=source, start=at * STEP_FRAMES, frames=steps * STEP_FRAMES, bus="narration")
        clips.append(clip)
        at += steps + rng.randrange(8, 25)
    return Timeline(clips=tuple(clips), frames=(at + 200) * STEP_FRAMES, marks=())


def parts(timeline: Timeline) -> set[tuple[tuple[str, int], ...]]:
    """Return each region as what is heard in it and in its margins: the takes and where they begin in it."""
    edges = (*regions.cuts(timeline, LEAST), timeline.frames)
    return {
        tuple(
            (clip.source, clip.start - start)
            for clip in timeline.clips
            if clip.start < stop + REGION_MARGINS[1] and clip.start + clip.frames > start - REGION_MARGINS[0]
        )
        for start, stop in pairwise(edges)
    }


def test_regions_are_four_to_eight_seconds_long_and_whole_steps() -> None:
    edges = regions.cuts(told(), LEAST)
    assert edges[0] == 0
    assert all(edge % STEP_FRAMES == 0 for edge in edges)
    assert all(LEAST <= stop - start <= 2 * LEAST for start, stop in pairwise(edges))


def test_a_longer_line_changes_the_regions_that_it_is_heard_in_and_hardly_another() -> None:
    before = parts(told())
    changed = [parts(told(longer=i)) - before for i in range(0, 150, 3)]
    others = [sum(not any("!" in source for source, _ in part) for part in one) for one in changed]
    assert fmean(others) < 0.3


def test_the_region_before_a_line_does_not_reach_to_it() -> None:
    timeline = told()
    edges = (*regions.cuts(timeline, LEAST), timeline.frames)
    at_lines = {clip.start - regions.LEAD_FRAMES for clip in timeline.clips}
    assert sum(edge in at_lines for edge in edges) > len(edges) / 3
    assert REGION_MARGINS[1] < regions.LEAD_FRAMES
