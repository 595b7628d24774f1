"""The voices of an episode as they are heard: levels, pitch, and who could be taken for whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from plays import CAST, STEADY, line, script, syllables

from drama.audio import samples
from drama.mix import editing
from drama.model import Clip, Script, Take
from drama.qc import voice_separation

RATE_HZ = 44_100


def heard(play: Script, semitones: float) -> tuple[voice_separation.HeardVoice, ...]:
    """Return the voices of a play in which Bo is Ada, played so much higher."""
    low = syllables(6)
    high = samples.resample(low, RATE_HZ, round(RATE_HZ / 2 ** (semitones / 12)))
    sounds = {str(cue.number): low if cue.speaker == "Ada" else high for cue in play.cues}
    takes = [Take(key=key, frames=len(sound), lufs=-20.0, voice_lufs=-20.0) for key, sound in sounds.items()]
    clips = editing.edit(play, CAST, takes, STEADY).clips
    return voice_separation.voices(play, clips, sounds.__getitem__, cells(clips))


def cells(clips: tuple[Clip, ...]) -> np.ndarray:
    """Return energies at which Ada's lines lie at −20 LUFS and Bo's 3 LU under them."""
    out = np.full(10_000, 1e-12)
    for clip in clips:
        power = 10 ** ((-20.0 + 0.691) / 10) * (0.5 if clip.pan > 0 else 1.0)
        out[clip.start // 441 : (clip.start + clip.frames) // 441 + 1] = power
    return out


TOGETHER = script((line("Ada"), line("Bo"), line("Ada"), line("Bo")))
APART = script((line("Ada"), line("Ada")), (line("Bo"), line("Bo")))


def test_each_voice_is_told_with_its_level_in_the_file_and_its_pitch() -> None:
    ada, bo = heard(TOGETHER, 5.0)
    assert (ada.name, ada.lines, bo.name) == ("Ada", 2, "Bo")
    assert (ada.level_lufs, bo.level_lufs) == (pytest.approx(-20.0, abs=0.1), pytest.approx(-23.0, abs=0.1))
    assert ada.f0_hz == pytest.approx(110, rel=0.02)
    assert bo.f0_hz == pytest.approx(110 * 2 ** (5 / 12), rel=0.02)


@pytest.mark.parametrize(("semitones", "warns"), [(0.0, True), (5.0, False)])
def test_two_of_one_scene_who_sound_alike_are_worth_a_look(semitones: float, warns: bool) -> None:
    assert voice_separation.apart(TOGETHER, heard(TOGETHER, semitones)).warns == warns


@pytest.mark.parametrize(("treated", "lines"), [(3, 3), (1, 2)])
def test_a_voice_is_heard_as_it_is_treated_most(treated: int, lines: int) -> None:
    play = script((line("Ada"), line("Ada"), line("Ada")))
    takes = [Take(key=str(i), frames=RATE_HZ, lufs=-20.0, voice_lufs=-20.0) for i in range(1, 4)]
    plain = editing.edit(play, CAST, takes, STEADY).clips
    clips = (*(replace(clip, treatment=("robot",)) for clip in plain[:treated]), *plain[treated:])
    (ada,) = voice_separation.voices(play, clips, lambda key: syllables(1), cells(clips))
    assert ada.lines == lines


def test_who_never_share_a_scene_are_not_compared() -> None:
    check = voice_separation.apart(APART, heard(APART, 0.0))
    assert (check.value, check.warns) == ("nobody to compare", False)


def test_a_voice_with_little_to_say_is_compared_with_nobody() -> None:
    play = script((line("Ada"),))
    clips = editing.edit(
        play, CAST, [Take(key="1", frames=RATE_HZ, lufs=-20.0, voice_lufs=-20.0)], STEADY
    ).clips
    (ada,) = voice_separation.voices(play, clips, lambda key: syllables(1), cells(clips))
    assert (ada.f0_hz, ada.timbre) == (0.0, ())


@pytest.mark.parametrize(("flattened_db", "warns"), [(0.0, False), (-2.5, True)])
def test_a_shout_that_the_master_flattened_is_worth_a_look(flattened_db: float, warns: bool) -> None:
    play = script((line("Ada"), line("Bo"), line("Ada", how=("shouted",))))
    takes = [Take(key=str(i), frames=RATE_HZ, lufs=-20.0, voice_lufs=-20.0) for i in range(1, 4)]
    clips = editing.edit(play, CAST, takes, STEADY).clips
    energies = np.full(2_000, 1e-12)
    for clip, level_db in zip(clips, (0.0, 0.0, 3.0 + flattened_db), strict=True):
        energies[clip.start // 441 : (clip.start + clip.frames) // 441 + 1] = 1e-3 * 10 ** (level_db / 10)
    (check,) = voice_separation.directed(play, clips, energies)
    assert (check.name, check.warns) == ("shouted lines", warns)
