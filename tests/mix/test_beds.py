"""Beds: where effects, ambience and music lie, and that they keep out of the way of speech."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from plays import CAST, STEADY, line, narration, script, takes

from drama.audio import k_weighting
from drama.audio import samples as audio
from drama.errors import InputError, Place, Problem
from drama.mix import beds, editing, library, mixing, playing
from drama.mix.automation import JOINED_S
from drama.mix.sound_bank import Facts, SoundBank
from drama.model import Clip, Cue, Timeline
from drama.settings import Settings

RATE_HZ = 44_100


class Shelf:
    """A shelf with one sound of each sort."""

    SOUNDS: ClassVar = {
        "bang": Facts(source="sound:bang", frames=RATE_HZ, level_lufs=-23, weight_lu=2, loops=False),
        "steps": Facts(source="sound:steps", frames=8 * RATE_HZ, level_lufs=-23, weight_lu=0, loops=True),
        "rain": Facts(source="sound:rain", frames=10 * RATE_HZ, level_lufs=-26, weight_lu=0, loops=True),
        "wind": Facts(source="sound:wind", frames=10 * RATE_HZ, level_lufs=-26, weight_lu=0, loops=True),
        "sting": Facts(source="sound:sting", frames=5 * RATE_HZ, level_lufs=-23, weight_lu=0, loops=False),
        "pad": Facts(source="sound:pad", frames=20 * RATE_HZ, level_lufs=-23, weight_lu=0, loops=True),
    }

    def facts(self, name: str, place: Place | None = None) -> Facts:
        if name not in self.SOUNDS:
            raise InputError(Problem(message=f"there is no sound {name!r}", place=place))
        return self.SOUNDS[name]

    def samples(self, source: str) -> np.ndarray:
        facts = self.SOUNDS[source.removeprefix("sound:")]
        rng = np.random.default_rng(len(source))
        noise = rng.normal(0, 0.1, (facts.frames, 2)).astype(np.float32)
        level = 10 * np.log10(
            sum(10 ** (audio.level_lufs(np.ascontiguousarray(s), RATE_HZ) / 10) for s in noise.T)
        )
        return noise * np.float32(audio.gain(facts.level_lufs - level))


def sound(kind: str, name: str, **settings: float | str) -> Cue:
    sure = settings.pop("sure", None)
    return Cue(number=0, kind=kind, text=name, sure=sure, settings=tuple(sorted(settings.items())))  # type: ignore[arg-type]


def dressed(*scenes: tuple[Cue, ...], settings: Settings = STEADY) -> Timeline:
    play = script(*scenes)
    return editing.edit(play, CAST, takes(play), settings, sounds=Shelf())


def of(timeline: Timeline, bus: str) -> list[Clip]:
    return [clip for clip in timeline.clips if clip.bus == bus]


def end(clip: Clip) -> int:
    return clip.start + clip.frames


def test_an_effect_between_two_lines_is_given_its_time() -> None:
    timeline = dressed((line("Ada"), sound("sound", "bang"), line("Bo")))
    (bang,) = of(timeline, "effects")
    first, second = of(timeline, "dialogue")
    assert end(first) <= bang.start
    assert end(bang) <= second.start


def test_an_effect_at_a_word_falls_on_it_and_moves_nothing() -> None:
    plain = dressed((narration("The door went with a bang at last."), line("Bo")))
    timeline = dressed(
        (narration("The door went with a bang at last."), sound("sound", "bang", at="bang"), line("Bo"))
    )
    (bang,), (told,) = of(timeline, "effects"), of(timeline, "narration")
    assert 0.4 < (bang.start - told.start) / told.frames < 0.7
    assert of(timeline, "dialogue")[0].start == of(plain, "dialogue")[0].start


def test_an_effect_falls_on_its_word_when_the_engine_says_that_it_is_heard() -> None:
    play = script((narration("The door went with a bang at last."), sound("sound", "bang", at="bang")))
    (told, *others) = takes(play)
    assert told is not None
    late = replace(told, words=((0.1, 0, 3), (0.75, 21, 4), (0.8, 26, 2)))
    timeline = editing.edit(play, CAST, (late, *others), STEADY, sounds=Shelf())
    (bang,), (spoken,) = of(timeline, "effects"), of(timeline, "narration")
    assert (bang.start - spoken.start + spoken.offset) / RATE_HZ == pytest.approx(0.75, abs=0.001)


def level_at(clip: Clip, place: int) -> float:
    return float(np.interp(place, [at for at, _ in clip.automation], [level for _, level in clip.automation]))


def test_an_effect_under_speech_is_softer_than_one_in_a_gap() -> None:
    apart = of(dressed((line("Ada"), sound("sound", "bang"), line("Bo"))), "effects")[0]
    under = of(dressed((line("Ada"), sound("sound", "bang", at="light"), line("Bo"))), "effects")[0]
    in_gap, in_line = level_at(apart, apart.start + apart.frames // 2), level_at(under, under.start)
    assert in_gap == pytest.approx(STEADY.levels.effects_lu + 2, abs=1.5)
    assert in_line <= beds.EFFECT_MOST_LU + 2


def test_an_effect_that_goes_on_under_the_next_line_gets_out_of_its_way() -> None:
    timeline = dressed((line("Ada"), sound("sound", "steps", seconds=6.0), line("Bo"), line("Ada")))
    (steps,), second = of(timeline, "effects"), of(timeline, "dialogue")[1]
    assert end(steps) > end(second)
    assert level_at(steps, second.start) <= beds.EFFECT_MOST_LU + 2


def test_what_has_been_heard_for_a_while_lies_lower_under_speech() -> None:
    timeline = dressed(
        (line("Ada"), sound("sound", "steps", at="light", seconds=8.0), line("Bo"), line("Ada"))
    )
    (steps,), lines = of(timeline, "effects"), of(timeline, "dialogue")
    assert level_at(steps, steps.start) > beds.LASTING_LU + 3
    later = steps.start + round((beds.EFFECT_S + JOINED_S) * RATE_HZ)
    spoken = [place for one in lines for place in (one.start, one.start + one.frames // 2) if place > later]
    assert spoken
    assert all(level_at(steps, place) <= beds.LASTING_LU for place in spoken if place < end(steps))
    places = [place for place, _ in steps.automation]
    assert places == sorted(set(places))


def test_an_ambience_lasts_to_the_end_of_its_scene_and_crossfades_with_the_next() -> None:
    timeline = dressed(
        (sound("ambience", "rain"), line("Ada"), line("Bo")),
        (sound("ambience", "wind"), line("Ada"), line("Bo")),
    )
    rain, wind = of(timeline, "ambience")
    break_ = end(of(timeline, "dialogue")[1]), of(timeline, "dialogue")[2].start
    assert rain.start == 0
    assert break_[0] < wind.start < end(rain) < break_[1] + RATE_HZ
    assert end(wind) == timeline.frames
    assert rain.fade_out == wind.fade_in > RATE_HZ


def test_a_sting_plays_in_the_scene_break() -> None:
    timeline = dressed((line("Ada"),), (sound("music", "sting"), line("Bo")))
    (sting,) = of(timeline, "music")
    first, second = of(timeline, "dialogue")
    assert end(first) < sting.start
    assert end(sting) <= second.start


def test_music_opens_alone_and_goes_out_under_speech() -> None:
    timeline = dressed(
        (line("Ada"),), (sound("music", "pad"), line("Bo"), *(line("Ada", f"{i}") for i in range(20)))
    )
    (pad,) = of(timeline, "music")
    opening_s = (of(timeline, "dialogue")[1].start - pad.start) / RATE_HZ
    assert 2.0 <= opening_s <= 4.0
    assert end(pad) < timeline.frames


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("full", ["rain", "bang", "sting"]), ("light", ["rain"]), ("none", [])],
)
def test_the_house_says_how_much_sound_there_is(wanted: str, expected: list[str]) -> None:
    timeline = dressed(
        (sound("ambience", "rain", sure=0.9), line("Ada"), sound("sound", "bang", sure=0.8), line("Bo")),
        (sound("music", "sting", sure=0.95), sound("sound", "steps", sure=0.5), line("Ada")),
        settings=replace(STEADY, sound=wanted),
    )
    beds_ = [clip for clip in timeline.clips if clip.source.startswith("sound:")]
    assert [clip.source.removeprefix("sound:") for clip in beds_] == expected


def test_a_sound_of_a_persons_own_is_always_played() -> None:
    timeline = dressed(
        (line("Ada"), sound("sound", "bang"), line("Bo")), settings=replace(STEADY, sound="light")
    )
    assert len(of(timeline, "effects")) == 1


def test_every_unknown_sound_is_reported() -> None:
    with pytest.raises(InputError, match=r"(?s)'boom'.*'drizzle'"):
        dressed((line("Ada"), sound("sound", "boom"), line("Bo"), sound("ambience", "drizzle")))


def test_ones_own_level_length_and_fade_are_kept() -> None:
    cue = sound("ambience", "rain", level_db=-3.0, seconds=2.0, fade_s=0.5)
    (rain,) = of(dressed((line("Ada"), cue, line("Bo"), line("Ada"), line("Bo"))), "ambience")
    assert rain.frames == 2 * RATE_HZ
    assert rain.fade_in == rain.fade_out == RATE_HZ // 2
    assert rain.gain_db == beds.SPEECH_LUFS + 26 - 3


def test_a_bed_is_down_on_the_first_syllable_and_stays_down_through_short_gaps() -> None:
    timeline = dressed(
        (line("Ada"),), (sound("music", "pad", seconds=60.0), line("Bo"), line("Ada"), line("Bo"))
    )
    (pad,) = of(timeline, "music")
    points = np.array(pad.automation)
    for clip in of(timeline, "dialogue")[1:]:
        inside = np.linspace(clip.start, end(clip), 50)
        assert np.all(np.interp(inside, points[:, 0], points[:, 1]) <= STEADY.levels.music_lu + 1e-6)
    second, third = of(timeline, "dialogue")[1:3]
    gap = np.linspace(end(second), third.start, 20)
    assert np.all(np.interp(gap, points[:, 0], points[:, 1]) <= STEADY.levels.music_lu + 1e-6)
    alone = pad.start + RATE_HZ
    assert np.interp(alone, points[:, 0], points[:, 1]) == STEADY.levels.music_alone_lu


def test_a_soft_line_takes_the_bed_down_with_it() -> None:
    whispered = dressed((sound("ambience", "rain"), line("Ada"), line("Bo", how=("whispered",))))
    spoken = dressed((sound("ambience", "rain"), line("Ada"), line("Bo")))
    lowest = [min(level for _, level in of(one, "ambience")[0].automation) for one in (whispered, spoken)]
    assert lowest[0] == pytest.approx(min(lowest[1], -beds.WHISPER_DB - beds.SPEECH_OVER_LU), abs=0.1)


@pytest.mark.parametrize(("bed", "least_lu"), [("rain", 15), ("pad", 10)])
def test_speech_stays_above_the_bed_in_every_window_of_three_seconds(
    tmp_path: Path, bed: str, least_lu: float
) -> None:
    kind = "ambience" if bed == "rain" else "music"
    cues = (
        sound(kind, bed, seconds=40.0),
        *(line("Ada" if i % 2 else "Bo", f"Line {i}, and so on.") for i in range(15)),
    )
    timeline = dressed((line("Ada"),), cues)
    voice = np.random.default_rng(1).normal(0, 0.1, RATE_HZ).astype(np.float32)
    voice *= np.float32(audio.gain(-20 - audio.level_lufs(voice, RATE_HZ)))
    shelf = Shelf()

    def source(name: str) -> np.ndarray:
        return shelf.samples(name) if name.startswith("sound:") else voice

    quiet = replace(STEADY.levels, room_tone_dbfs=-120)
    made = mixing.mix(timeline, source, tmp_path, stems=True, levels=quiet)
    energies = {}
    for name in ("dialogue", kind):
        stem = np.fromfile(dict(made.stems)[name], np.float32).reshape(-1, 2)
        channels = [
            k_weighting.cells(np.ascontiguousarray(side)[None], RATE_HZ, k_weighting.silent_state())[0]
            for side in stem.T
        ]
        energies[name] = sum(channels)
    speech, under = energies["dialogue"], energies[kind]
    active = speech > speech.max() * 1e-4
    seen = 0
    for at in range(0, len(speech) - 300, 50):
        heard = np.flatnonzero(active[at : at + 300]) + at
        if len(heard) < 50 or not under[heard].max() > 0:
            continue
        seen += 1
        assert 10 * np.log10(speech[heard].mean() / under[heard].mean()) >= least_lu
    assert seen > 10


def test_a_file_of_ones_own_is_found_by_its_name_and_levelled(tmp_path: Path) -> None:
    import soundfile

    tone = 0.1 * np.sin(2 * np.pi * 997 * np.arange(RATE_HZ) / RATE_HZ)
    soundfile.write(tmp_path / "Gong.wav", tone, RATE_HZ)
    shelf = SoundBank(tmp_path)
    facts = shelf.facts("gong")
    assert facts.level_lufs == pytest.approx(-23.0, abs=0.2)
    assert shelf.samples(facts.source).shape == (RATE_HZ, 2)


def test_a_file_that_is_no_sound_is_reported(tmp_path: Path) -> None:
    (tmp_path / "gong.wav").write_text("not a sound", encoding="utf-8")
    with pytest.raises(InputError, match=r"gong\.wav can't be read"):
        SoundBank(tmp_path).facts("gong")


def test_a_made_sound_is_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = SoundBank(kept=tmp_path)
    first = shelf.samples("sound:footsteps-snow")
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr(library, "natural", None)
    np.testing.assert_array_equal(SoundBank(kept=tmp_path).samples("sound:footsteps-snow"), first)


@pytest.mark.parametrize("harm", ["zeros", "cut", "empty"])
def test_a_damaged_sound_is_made_again(tmp_path: Path, harm: str) -> None:
    first = np.array(SoundBank(kept=tmp_path).samples("sound:footsteps-snow"))
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes({"zeros": bytes(len(whole)), "cut": whole[:1001], "empty": b""}[harm])
    np.testing.assert_array_equal(SoundBank(kept=tmp_path).samples("sound:footsteps-snow"), first)
    assert kept.read_bytes() == whole


def test_takes_and_sounds_are_told_apart_by_their_source() -> None:
    read = SoundBank().source(lambda key: np.full(3, 7, np.float32))
    assert read("0a1b")[0] == 7
    assert read("sound:footsteps-snow").shape[1] == 2


def test_two_effects_never_begin_at_once() -> None:
    timeline = dressed((line("Ada"), sound("sound", "bang"), sound("sound", "bang"), line("Bo")))
    first, second = of(timeline, "effects")
    assert second.start - first.start >= 0.4 * RATE_HZ - 1


def test_a_proposal_that_a_person_lets_in_or_silences_is_heard_or_not() -> None:
    doubtful = sound("sound", "bang", sure=0.5)
    sure = sound("sound", "bang", sure=0.9)
    for cue, play, count in ((doubtful, "yes", 1), (sure, "no", 0)):
        said = replace(cue, settings=(("play", play),))
        assert len(of(dressed((line("Ada"), said, line("Bo"))), "effects")) == count


def test_the_bed_of_the_place_is_played_from_a_lower_confidence_on() -> None:
    cues = (sound("ambience", "kitchen", sure=0.65), line("Ada"), line("Bo"))
    play = script(cues)
    for place, count in (("kitchen", 1), ("", 0)):
        placed = replace(play, scenes=(replace(play.scenes[0], place=place),))
        assert len(list(playing.played(placed, STEADY))) == count


def test_no_two_pieces_of_music_play_at_once() -> None:
    pad = sound("music", "pad", seconds=60.0)
    timeline = dressed((pad, line("Ada"), line("Bo"), sound("music", "sting"), line("Ada")))
    first, second = of(timeline, "music")
    assert second.start < end(first) <= second.start + beds.MUSIC_OUT_S * RATE_HZ
    assert first.fade_out >= beds.MUSIC_OUT_S * RATE_HZ


def test_music_under_narration_ends_before_the_next_line() -> None:
    pad = sound("music", "pad", under="narration")
    timeline = dressed(
        (line("Ada"), pad, narration("Long ago."), narration("And longer."), line("Bo"), line("Ada"))
    )
    (music,) = of(timeline, "music")
    told, second = of(timeline, "narration")[-1], of(timeline, "dialogue")[1]
    assert end(told) <= end(music) <= max(second.start, end(told) + RATE_HZ)


def test_the_loudest_effect_lies_7_lu_under_the_softest_line_that_it_goes_on_under() -> None:
    quake = Facts(source="sound:bang", frames=8 * RATE_HZ, level_lufs=-23, weight_lu=8, loops=False)
    said = Clip(cue=1, source="1", start=2 * RATE_HZ, frames=RATE_HZ, bus="narration")
    stretches = beds.talks([said], [-4.4], "effects")
    clip = beds.effect(2, quake, 0, 8 * RATE_HZ, stretches, Settings().levels, 0.0)
    assert level_at(clip, said.start + RATE_HZ // 2) <= -4.4 - 7 + 1
    assert level_at(clip, 0) > 0


def test_a_whisper_takes_an_ambience_down_but_not_out() -> None:
    said = Clip(cue=1, source="1", start=2 * RATE_HZ, frames=RATE_HZ, bus="narration")
    bed = beds.ambience(2, Shelf.SOUNDS["rain"], (0, 8 * RATE_HZ), 0.0)
    stretches = beds.talks([said], [-12.6], "ambience")
    down = beds.ducked(bed, stretches, -18.0, -15.0, beds.SPEECH_OVER_LU)
    assert -31 < level_at(down, said.start + RATE_HZ // 2) <= -12.6 - 15
