"""Sound files of one's own: long ones lie on disk, and are heard as if they were in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from drama.audio import ffmpeg, meters
from drama.errors import InputError
from drama.mix import own_sounds
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    noise = 0.1 * np.random.default_rng(1).standard_normal((3 * HOUSE_RATE_HZ, 2))
    soundfile.write(tmp_path / "rain.wav", noise.astype(np.float32), HOUSE_RATE_HZ, subtype="FLOAT")
    return tmp_path / "rain.wav"


def test_a_long_sound_has_the_samples_of_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = own_sounds.read(path)
    monkeypatch.setattr(own_sounds, "_IN_MEMORY_S", 1)
    spilled = own_sounds.read(path)
    assert isinstance(whole, np.ndarray)
    assert isinstance(spilled, own_sounds.SpilledSound)
    assert spilled.shape == whole.shape
    for part in (slice(0, 10), slice(50_000, 90_000), slice(132_000, 140_000), slice(5, 5)):
        np.testing.assert_array_equal(spilled[part], whole[part])


def test_no_more_is_played_than_the_longest(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_sounds, "LONGEST_S", 2)
    assert len(own_sounds.read(path)) == own_sounds.measured(path, None)[0] == 2 * HOUSE_RATE_HZ


def test_the_loudness_is_what_the_meter_reads_of_the_whole(path: Path) -> None:
    sound = np.concatenate(list(ffmpeg.decode(path, HOUSE_RATE_HZ, 2)), axis=1)
    wanted = meters.measure(np.ascontiguousarray(sound), HOUSE_RATE_HZ).integrated_lufs
    assert own_sounds.measured(path, None) == (3 * HOUSE_RATE_HZ, pytest.approx(wanted, abs=1e-6))


def test_a_silent_file_is_told(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "no.wav", np.zeros((HOUSE_RATE_HZ, 2)), HOUSE_RATE_HZ)
    with pytest.raises(InputError, match="silent"):
        own_sounds.measured(tmp_path / "no.wav", None)
