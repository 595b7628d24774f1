"""Chapters: taken apart at headings, each with its own head and tail, and nothing of its neighbours."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import CAST, STEADY, line, narration, script, takes

from drama.mix import editing
from drama.model import SPEECH, Clip, Script, Timeline
from drama.publish import chapters
from drama.timecode import frames

EDGES = chapters.Edges(head_s=0.8, tail_s=1.5, quiet_head_s=0.5, quiet_tail_s=1.0)


def play(*titles: str) -> Script:
    scenes = tuple((narration(f"Here begins part {i}."), line("Ada"), line("Bo")) for i in range(len(titles)))
    plain = script(*scenes)
    titled = tuple(replace(scene, title=title) for scene, title in zip(plain.scenes, titles, strict=True))
    return replace(plain, scenes=titled)


def timeline(of: Script) -> Timeline:
    return editing.edit(of, CAST, takes(of), STEADY)


def split(of: Script, *beds: Clip) -> tuple[chapters.Chapter, ...]:
    whole = timeline(of)
    return chapters.split(of, replace(whole, clips=(*whole.clips, *beds)), EDGES)


def bed(start_s: float, end_s: float, **other: object) -> Clip:
    fields = {"cue": 2, "source": "sound:1:rain", "bus": "ambience", "fade_in": 100, "fade_out": 100}
    start = frames(start_s)
    return Clip(start=start, frames=frames(end_s) - start, **(fields | other))  # type: ignore[arg-type]


def test_a_story_without_headings_is_one_chapter_with_its_title() -> None:
    assert [one.title for one in split(play("", ""))] == ["The Bay"]


def test_what_comes_before_the_first_heading_has_the_storys_title() -> None:
    found = split(play("", "One", "", "Two"))
    assert [one.title for one in found] == ["The Bay", "One", "Two"]
    assert [len(one.timeline.clips) for one in found] == [3, 6, 3]


@given(st.lists(st.sampled_from(["", "One", "Two"]), min_size=1, max_size=6))
def test_every_line_is_in_one_chapter_as_far_from_the_next_as_it_was(titles: list[str]) -> None:
    of = play(*titles)
    starts = {clip.cue: clip.start for clip in timeline(of).clips}
    parts = [one.timeline.clips for one in split(of)]
    assert [clip.cue for clips in parts for clip in clips] == sorted(starts)
    for clips in parts:
        for a, b in pairwise(clips):
            assert b.start - a.start == starts[b.cue] - starts[a.cue]


def test_each_chapter_has_the_head_and_the_tail_that_are_asked_for() -> None:
    for one in split(play("One", "Two")):
        last = one.timeline.clips[-1]
        assert one.timeline.clips[0].start == frames(0.8)
        assert one.timeline.frames - last.start - last.frames == frames(1.5)


def test_beds_keep_out_of_the_quiet_of_head_and_tail() -> None:
    (one,) = split(play("One"), bed(0.0, 100.0))
    (clip,) = [clip for clip in one.timeline.clips if clip.bus not in SPEECH]
    begin = timeline(play("One")).clips[0].start - frames(EDGES.head_s)
    assert (clip.start, clip.offset) == (frames(0.5), begin + frames(0.5))
    assert clip.start + clip.frames == one.timeline.frames - frames(1.0)
    assert min(clip.fade_in, clip.fade_out) == frames(0.3)


def test_an_effect_after_the_last_word_is_heard_out() -> None:
    end = timeline(play("One")).frames / 44_100
    (one,) = split(play("One"), bed(end, end + 4.0, bus="effects"))
    last = one.timeline.clips[-1]
    assert last.frames == frames(4.0)
    assert one.timeline.frames - last.start - last.frames == frames(1.5)


def test_a_bare_title_stands_at_the_beginning_of_the_first_chapter() -> None:
    of = play("", "One")
    bare = replace(of, scenes=(replace(of.scenes[0], cues=of.scenes[0].cues[:1]), of.scenes[1]))
    assert [(one.title, len(one.timeline.clips)) for one in split(bare)] == [("One", 4)]


def test_a_short_chapter_has_a_short_tail() -> None:
    (one,) = chapters.split(play("One"), timeline(play("One")), replace(EDGES, tail_s=5.0))
    spoken = sum(clip.frames for clip in one.timeline.clips)
    last = one.timeline.clips[-1]
    assert one.timeline.frames - last.start - last.frames == pytest.approx(0.75 * spoken, abs=1)


def test_a_beds_automation_moves_with_it() -> None:
    of = play("One", "Two")
    begin = timeline(of).clips[3].start
    points = ((begin, -8.0), (begin + 1_000, -14.0))
    own = Clip(cue=5, source="sound:1:pad-sad", start=begin, frames=50_000, bus="music", automation=points)
    clip = next(clip for clip in split(of, own)[1].timeline.clips if clip.bus == "music")
    assert clip.automation == ((frames(0.8), -8.0), (frames(0.8) + 1_000, -14.0))
