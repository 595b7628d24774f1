"""Finding a line in an episode: right ones are found in time, wrong, late and missing ones are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drama.audio import alignment, ffmpeg, id3, samples
from drama.model import Clip, Timeline

RATE_HZ = 44_100


def speech(seed: int, seconds: float = 2.0) -> samples.Sound:
    rng = np.random.default_rng(seed)
    rough = rng.normal(0, 0.3, round(seconds * RATE_HZ))
    return np.convolve(rough, np.ones(12) / 12, mode="same").astype(np.float32)


def test_a_sound_is_found_where_it_lies() -> None:
    sound = speech(1)
    around = np.concatenate([np.zeros(777, np.float32), 0.3 * sound, np.zeros(900, np.float32)])
    correlation, place = alignment.correlate(sound, around.astype(np.float32))
    assert place == 777
    assert correlation == pytest.approx(1.0, abs=1e-4)


def test_another_sound_is_not_taken_for_it() -> None:
    assert alignment.correlate(speech(1), np.pad(speech(2), 500))[0] < 0.3


def test_silence_correlates_with_nothing() -> None:
    assert alignment.correlate(np.zeros(100, np.float32), speech(1)) == (0.0, 0)
    assert alignment.correlate(speech(1)[:100], np.zeros(300, np.float32))[0] == 0.0


@pytest.mark.slow
def test_lines_are_found_in_an_mp3_and_wrong_late_or_missing_ones_are_not_good(tmp_path: Path) -> None:
    sounds = {str(i): speech(i) for i in range(4)}
    clips = tuple(
        Clip(
            cue=i,
            source=str(i),
            start=RATE_HZ * 3 * i + 4_000,
            frames=2 * RATE_HZ,
            bus="dialogue",
            pan=0.2 * i,
        )
        for i in range(4)
    )
    whole = np.zeros((RATE_HZ * 12, 2), np.float32)
    for clip, late in zip(clips, (0, 441, 0, 0), strict=True):
        heard = {"2": sounds["1"], "3": sounds["3"] * 0}.get(clip.source, sounds[clip.source])
        for side, share in enumerate(samples.pan_gains(clip.pan)):
            whole[clip.start + late : clip.start + late + clip.frames, side] += heard * np.float32(share)
    made = ffmpeg.Format(kind="mp3", rate_hz=RATE_HZ, channels=2)
    path = tmp_path / "a.mp3"
    ffmpeg.encode(ffmpeg.Source.of(whole, RATE_HZ), made, path, id3.Tags())
    timeline = Timeline(clips=clips, frames=len(whole), marks=())
    found = alignment.verify(path, timeline, lambda clip: sounds[clip.source])
    assert [one.is_good for one in found] == [True, False, False, False]
    assert found[0].offset_ms == pytest.approx(0.0, abs=0.1)
    assert found[1].offset_ms == pytest.approx(10.0, abs=0.1)
