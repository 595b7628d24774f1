"""Spacing, levels and seats: what stands between two lines follows from what they are."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import CAST, STEADY, TIMING, line, narration, pause, script, takes

from drama.delivery import DELIVERIES, Delivery
from drama.errors import InputError
from drama.mix import editing
from drama.model import Character, Cue, Timeline
from drama.settings import Settings
from drama.timecode import HALF_STEP_S, STEP_FRAMES, frames

NEAR_S = HALF_STEP_S + 1e-4


def edited(*scenes: tuple[Cue, ...], settings: Settings = STEADY) -> Timeline:
    play = script(*scenes)
    return editing.edit(play, CAST, takes(play), settings)


def gaps_s(timeline: Timeline) -> list[float]:
    clips = timeline.clips
    return [(b.start - a.start - a.frames) / 44_100 for a, b in pairwise(clips)]


@pytest.mark.parametrize(
    ("first", "second", "expected_s"),
    [
        pytest.param(line("Ada"), line("Bo"), TIMING.new_speaker_s, id="new speaker"),
        pytest.param(line("Ada", "Who is there?"), line("Bo", "Only me."), TIMING.rapid_s, id="short lines"),
        pytest.param(
            line("Ada"), line("Bo", "Get away from the window, all of you!"), TIMING.rapid_s, id="cry"
        ),
        pytest.param(
            line("Ada", "Come in,"), narration("she said.", joined=True), TIMING.tag_s, id="own tag"
        ),
        pytest.param(
            narration("he said.", joined=True), line("Bo", joined=True), TIMING.after_tag_s, id="tag"
        ),
        pytest.param(line("Ada"), narration(), TIMING.to_narration_s, id="dialogue to narration"),
        pytest.param(narration(), line("Bo"), TIMING.to_dialogue_s, id="narration to dialogue"),
        pytest.param(line("Ada"), line("Ada"), TIMING.paragraph_s, id="same speaker goes on"),
        pytest.param(narration(), narration(), TIMING.paragraph_s, id="narration goes on"),
        pytest.param(narration(), narration(joined=True), TIMING.sentence_s, id="same paragraph"),
        pytest.param(line("Ada", "I never meant —"), line("Bo"), TIMING.cut_off_s, id="dash"),
        pytest.param(line("Ada", "I never meant--”"), line("Bo"), TIMING.cut_off_s, id="typed dash"),
        pytest.param(line("Ada", "I never", how=("cut-off",)), line("Bo"), TIMING.cut_off_s, id="direction"),
        pytest.param(
            line("Ada", "If only I had known then…"),
            line("Bo"),
            TIMING.new_speaker_s + TIMING.trailing_s,
            id="ellipsis",
        ),
        pytest.param(narration("The Bay", how=("title",)), narration(), TIMING.after_title_s, id="title"),
        pytest.param(
            narration("The Bay", how=("title",)),
            narration("by N. Body", how=("byline",)),
            TIMING.paragraph_s,
            id="byline",
        ),
        pytest.param(narration("One", how=("heading",)), narration(), TIMING.after_heading_s, id="heading"),
    ],
)
def test_a_gap_follows_from_its_neighbours(first: Cue, second: Cue, expected_s: float) -> None:
    assert gaps_s(edited((first, second))) == [pytest.approx(expected_s, abs=NEAR_S)]


def test_a_scene_break_takes_its_own_time() -> None:
    assert gaps_s(edited((line("Ada"),), (line("Bo"),))) == [pytest.approx(TIMING.scene_s, abs=NEAR_S)]


def test_nobody_is_cut_off_by_his_own_tag() -> None:
    gap_s = gaps_s(edited((line("Ada", "I never —"), narration("she said.", joined=True))))[0]
    assert gap_s == pytest.approx(TIMING.tag_s, abs=NEAR_S)


def test_a_cut_off_line_is_faded_under_the_next() -> None:
    clips = edited((line("Ada", "I never meant —"), line("Bo"))).clips
    assert clips[1].start < clips[0].start + clips[0].frames
    assert 0.015 <= clips[0].fade_out / 44_100 <= 0.03


@pytest.mark.parametrize("seconds", [1.5, 4.0])
def test_a_pause_is_at_least_as_long_as_it_says(seconds: float) -> None:
    (gap_s,) = gaps_s(edited((line("Ada"), pause(seconds), line("Bo"))))
    assert seconds <= gap_s <= seconds + 2 * HALF_STEP_S


def test_a_line_without_words_is_a_beat() -> None:
    assert gaps_s(edited((line("Ada"), line("Bo", "…"), line("Ada")))) == [
        pytest.approx(TIMING.beat_s + HALF_STEP_S, abs=NEAR_S)
    ]


def test_a_cue_of_ones_own_gap_keeps_it_to_the_nearest_step() -> None:
    settings = Settings(timing=replace(TIMING, jitter=0.5))
    timeline = edited((line("Ada"), line("Bo", settings=(("gap_s", 0.05),))), settings=settings)
    assert gaps_s(timeline) == [pytest.approx(0.05, abs=NEAR_S)]


@given(st.lists(st.sampled_from([line("Ada"), line("Bo"), narration()]), min_size=2, max_size=12))
def test_gaps_vary_within_the_jitter_and_the_same_each_time(cues: list[Cue]) -> None:
    varied = edited(tuple(cues), settings=Settings())
    assert varied == edited(tuple(cues), settings=Settings())
    for gap_s, plan_s in zip(gaps_s(varied), gaps_s(edited(tuple(cues))), strict=True):
        assert plan_s * 0.85 - 2 * HALF_STEP_S <= gap_s <= plan_s * 1.15 + 2 * HALF_STEP_S


def test_gaps_of_the_same_kind_differ() -> None:
    speech = tuple(line("Ada" if i % 2 else "Bo", f"This is the line number {i} of it.") for i in range(8))
    assert len({round(gap, 4) for gap in gaps_s(edited(speech, settings=Settings()))}) > 2


def test_a_change_elsewhere_alters_no_other_gap() -> None:
    cues = [line("Ada" if i % 2 else "Bo", f"This is the line number {i} of it.") for i in range(8)]
    before = gaps_s(edited(tuple(cues), settings=Settings()))
    cues[2] = replace(cues[2], text="Something else is said here, and at length.")
    after = gaps_s(edited(tuple(cues), settings=Settings()))
    assert before[1:3] != after[1:3]
    assert [before[0], *before[3:]] == [after[0], *after[3:]]


@given(st.lists(st.sampled_from([line("Ada"), line("Bo", "Oh —"), narration()]), min_size=1, max_size=12))
def test_every_line_begins_at_a_step_of_its_own(cues: list[Cue]) -> None:
    starts = [clip.start for clip in edited(tuple(cues), settings=Settings()).clips]
    assert all(start % STEP_FRAMES == 0 for start in starts)
    assert len(set(starts)) == len(cues)


def test_head_and_tail_frame_the_episode() -> None:
    timeline = edited((line("Ada"),))
    assert timeline.clips[0].start / 44_100 == pytest.approx(TIMING.head_s, abs=NEAR_S)
    assert timeline.frames - timeline.clips[0].start - timeline.clips[0].frames == frames(TIMING.tail_s)


def test_the_silence_around_a_voice_is_left_out() -> None:
    clip = edited((line("Ada"),)).clips[0]
    assert (clip.offset, clip.frames) == (1_000, 44_100 - 6_000)


def test_voices_are_levelled_and_their_own_volume_added() -> None:
    play = script((line("Ada"), line("Bo")))
    ada, bo = editing.edit(play, CAST, takes(play, -12.0, -12.0), STEADY).clips
    assert bo.gain_db == pytest.approx(editing.SPEECH_LUFS + 12.0)
    assert ada.gain_db == pytest.approx(bo.gain_db + 1.5)


@pytest.mark.parametrize(
    ("off_db", "left_db"), [(0.0, 0.0), (1.9, 1.9), (-1.9, -1.9), (6.0, 2.0), (-8.0, -2.0)]
)
def test_only_lines_far_off_their_voice_are_trimmed(off_db: float, left_db: float) -> None:
    play = script((line("Bo"),))
    clip = editing.edit(play, CAST, takes(play, -20.0 + off_db, -20.0), STEADY).clips[0]
    assert -20.0 + off_db + clip.gain_db == pytest.approx(editing.SPEECH_LUFS + left_db)


def test_a_characters_own_way_with_a_direction_counts_in_the_mix() -> None:
    play = script((line("Ada", how=("whispered",)),))
    own = replace(CAST.voices[0][1], deliveries=(("whispered", Delivery(gain_db=-9.0)),))
    usual, changed = (
        editing.edit(play, replace(CAST, voices=(("Ada", voice),)), takes(play), STEADY).clips[0]
        for voice in (CAST.voices[0][1], own)
    )
    assert changed.gain_db - usual.gain_db == pytest.approx(-9.0 - DELIVERIES["whispered"].gain_db)
    assert changed.treatment == ()


def test_a_silent_take_keeps_its_level() -> None:
    play = script((line("Bo"),))
    assert editing.edit(play, CAST, takes(play, -math.inf), STEADY).clips[0].gain_db == 0.0


def test_characters_sit_where_they_are_cast_and_the_narrator_in_the_centre() -> None:
    assert [clip.pan for clip in edited((line("Ada"), line("Bo"), narration())).clips] == [-0.4, 0.4, 0.0]


def test_a_house_without_seats_puts_everybody_in_the_centre() -> None:
    levels = replace(STEADY.levels, seats=0.0)
    clips = edited((line("Ada"), line("Bo")), settings=replace(STEADY, levels=levels)).clips
    assert [clip.pan for clip in clips] == [0.0, 0.0]


def test_direction_and_kind_choose_the_treatment() -> None:
    play = script(
        (line("Ada", how=("whispered",)), line("Bo", how=("radio",))),
        characters=(Character(name="Ada"), Character(name="Bo", kind="robot")),
    )
    clips = editing.edit(play, CAST, takes(play), STEADY).clips
    assert [clip.treatment for clip in clips] == [("whisper",), ("radio", "robot")]
    assert clips[0].gain_db < editing.SPEECH_LUFS + 20.0


def test_headings_become_marks_and_scene_breaks_do_not() -> None:
    play = script((line("Ada"),), (narration(),), (narration(),))
    headed = replace(play, scenes=(play.scenes[0], replace(play.scenes[1], title="Noon"), play.scenes[2]))
    marks = editing.edit(headed, CAST, takes(headed), STEADY).marks
    assert [mark.title for mark in marks] == ["The Bay", "Noon"]
    assert marks[0].start == 0
    assert marks[1].start > 0


def test_a_story_of_one_scene_has_its_title_for_a_mark() -> None:
    assert [mark.title for mark in edited((line("Ada"),)).marks] == ["The Bay"]


def test_a_script_with_nothing_to_speak_makes_an_empty_timeline() -> None:
    assert edited((pause(2.0),)) == Timeline(clips=(), frames=0, marks=())


def test_lines_sound_in_their_scenes_room_and_narration_in_none() -> None:
    play = script((line("Ada"), narration(), line("Bo", settings=(("room", "none"),))))
    play = replace(play, scenes=tuple(replace(scene, room="cave") for scene in play.scenes))
    assert [clip.room for clip in editing.edit(play, CAST, takes(play), STEADY).clips] == ["cave", "", ""]


def test_a_cues_own_treatment_and_place_stand_in_for_the_direction() -> None:
    own = (("pan", -0.9), ("treatment", "telephone robot"))
    clip = edited((line("Ada", how=("whispered",), settings=own),)).clips[0]
    assert (clip.treatment, clip.pan) == (("telephone", "robot"), -0.9)


def test_every_unknown_room_and_treatment_is_reported_with_the_nearest() -> None:
    play = script(
        (line("Ada", settings=(("room", "cavern"),)), line("Bo", settings=(("treatment", "telefone"),)))
    )
    with pytest.raises(InputError) as caught:
        editing.edit(play, CAST, takes(play), STEADY)
    assert [problem.message for problem in caught.value.problems] == [
        "there is no room 'cavern'",
        "there is no treatment 'telefone'",
    ]
    assert "telephone" in caught.value.problems[1].hint
