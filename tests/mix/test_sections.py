"""Sections: backgrounds that never repeat, the air of each place, what a mended line leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from plays import CAST, STEADY, line, takes

from drama.audio import k_weighting
from drama.mix import editing, sections
from drama.mix.renderer import Renderer
from drama.mix.sound_bank import Facts, SoundBank
from drama.model import Clip, Scene, Script, Timeline
from drama.settings import Levels
from drama.timecode import STEP_FRAMES

RATE_HZ = 44_100
ROUND = Facts(source="sound:hiss", frames=20 * RATE_HZ, level_lufs=-26, weight_lu=0, loops=True)


def spoken(count: int, *, every_s: float = 3.0, changed: int = -1) -> list[Clip]:
    return [
        Clip(
            cue=i, source=f"take {i}{'!' if i == changed else ''}", start=round(i * every_s * RATE_HZ),
            frames=RATE_HZ, bus="dialogue",
        )
        for i in range(count)
    ]  # fmt: skip


def bed(seconds: float) -> Clip:
    fade = RATE_HZ
    return Clip(
        cue=1, source="sound:hiss", start=0, frames=round(seconds * RATE_HZ), bus="ambience", loops=True,
        fade_in=fade, fade_out=fade,
    )  # fmt: skip


def test_sections_dissolve_from_the_beginning_of_the_bed_to_its_end() -> None:
    made = sections.in_sections(bed(90), ROUND.frames, spoken(30))
    assert len(made) >= 5
    assert made[0].start == 0
    assert made[-1].start + made[-1].frames == 90 * RATE_HZ
    for one, other in pairwise(made):
        assert one.start + one.frames - other.start == other.fade_in == one.fade_out


def test_a_background_never_lines_up_with_itself_again() -> None:
    rng = np.random.default_rng(1)
    hiss = rng.standard_normal((ROUND.frames, 2)).astype(np.float32) * np.float32(0.1)
    clips = sections.in_sections(bed(90), ROUND.frames, spoken(30))
    timeline = Timeline(clips=clips, frames=90 * RATE_HZ, marks=())
    heard = Renderer(timeline, lambda _: hiss, Levels()).buses(0, timeline.frames, apart=False)["mix"][0]
    size = 1 << 23
    spectrum = np.fft.rfft(heard - heard.mean(), size)
    again = np.fft.irfft(np.abs(spectrum) ** 2, size)
    assert np.abs(again[2 * RATE_HZ : 80 * RATE_HZ]).max() < 0.4 * again[0]


def test_a_dissolve_is_as_loud_as_what_it_joins() -> None:
    rng = np.random.default_rng(2)
    hiss = rng.standard_normal((ROUND.frames, 2)).astype(np.float32) * np.float32(0.1)
    clips = sections.in_sections(bed(60), ROUND.frames, spoken(20))
    timeline = Timeline(clips=clips, frames=60 * RATE_HZ, marks=())
    heard = Renderer(timeline, lambda _: hiss, Levels()).buses(0, timeline.frames, apart=False)["mix"]
    levels = [
        np.sqrt(np.mean(heard[:, at : at + RATE_HZ // 4] ** 2))
        for at in range(2 * RATE_HZ, 58 * RATE_HZ, RATE_HZ // 4)
    ]
    assert max(levels) / min(levels) < 1.25


def test_a_changed_line_leaves_sections_that_it_did_not_choose() -> None:
    before = sections.in_sections(bed(300), ROUND.frames, spoken(100))
    after = sections.in_sections(bed(300), ROUND.frames, spoken(100, changed=50))
    same = {clip for clip in before if clip in after}
    assert len(same) >= len(before) - 8


@pytest.mark.parametrize(
    ("place", "tone"), [("cave", "room-tone-cave"), ("office", "room-tone-vent"), ("", "room-tone")]
)
def test_each_scene_has_the_air_of_its_place(place: str, tone: str) -> None:
    scene = Scene(cues=(line("Ada"), line("Bo")), place=place)
    play = Script(key="1", title="", author="", sha256="", characters=(), scenes=(scene,))
    settings = replace(STEADY, levels=Levels())
    timeline = editing.edit(play, CAST, takes(play), settings, sounds=SoundBank())
    assert {clip.source for clip in timeline.clips if clip.bus == "ambience"} == {f"sound:{tone}"}


def test_between_two_lines_there_is_air_at_the_level_that_is_set() -> None:
    shelf = SoundBank()
    scene = Scene(cues=(line("Ada"), line("Bo")))
    play = Script(key="1", title="", author="", sha256="", characters=(), scenes=(scene,))
    timeline = editing.edit(
        play, CAST, takes(play), replace(STEADY, levels=Levels(room_tone_dbfs=-60)), sounds=shelf
    )
    alone = replace(timeline, clips=tuple(clip for clip in timeline.clips if clip.bus == "ambience"))
    heard = Renderer(alone, shelf.samples, Levels()).buses(RATE_HZ, 4 * RATE_HZ, apart=False)["mix"]
    assert 10 * np.log10(np.mean(heard.astype(np.float64) ** 2)) == pytest.approx(-60, abs=1.5)
    assert k_weighting.energies(heard, RATE_HZ).min() > 0


def test_a_changed_line_leaves_the_background_before_it() -> None:
    before = sections.in_sections(bed(300), ROUND.frames, spoken(100))
    for changed in range(10, 90, 3):
        after = sections.in_sections(bed(300), ROUND.frames, spoken(100, changed=changed))
        begins = round(changed * 3.0 * RATE_HZ) - STEP_FRAMES
        one, other = ([(c.start, c.offset) for c in made if c.start < begins] for made in (before, after))
        assert one == other
