"""Mastered files meet their presets, by our own meter and by ffmpeg's, measured from the file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from plays import syllables

from drama.audio import decibels, dynamics, ffmpeg, id3, meters, mp3
from drama.errors import EngineError
from drama.master import mastering, measure
from drama.master.pieces import Pieces
from drama.mix import mixing
from drama.model import Clip, Mix, Timeline
from drama.settings import Custom

RATE_HZ = 44_100
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mix:
    voice = syllables(40)
    clips = (Clip(cue=1, source="v", start=20_000, frames=len(voice), bus="dialogue", pan=0.2),)
    timeline = Timeline(clips=clips, frames=len(voice) + 100_000, marks=())
    return mixing.mix(timeline, lambda name: voice, tmp_path_factory.mktemp("mix"))


@pytest.mark.parametrize("name", ["podcast", "streaming", "broadcast", "acx"])
def test_a_preset_is_met_by_two_meters(made: Mix, tmp_path: Path, name: str) -> None:
    wanted = mastering.PRESETS[name]
    path = tmp_path / f"a.{wanted.kind}"
    reading = mastering.master(made, wanted, path, id3.Tags(title="A"))
    second_lufs, second_dbtp = ffmpeg.second_meter(path)
    for lufs in (reading.integrated_lufs, second_lufs):
        assert lufs == pytest.approx(wanted.loudness_lufs, abs=0.3)
    for dbtp in (reading.true_peak_dbtp, second_dbtp):
        assert dbtp <= wanted.true_peak_dbtp + 0.05


@pytest.mark.parametrize(
    "custom",
    [
        pytest.param(Custom(file="m4b", loudness_lufs=-16), id="m4b"),
        pytest.param(Custom(file="flac", loudness_lufs=-14, true_peak_dbtp=-2), id="flac"),
        pytest.param(Custom(file="mp3", channels=1, bitrate_kbps=64, loudness_lufs=-19), id="mono mp3"),
    ],
)
def test_a_house_of_its_own_taste_is_met_too(made: Mix, tmp_path: Path, custom: Custom) -> None:
    wanted = mastering.preset("custom", custom)
    reading = mastering.master(made, wanted, tmp_path / f"a.{wanted.kind}", id3.Tags())
    assert reading.integrated_lufs == pytest.approx(custom.loudness_lufs, abs=0.3)
    assert reading.true_peak_dbtp <= custom.true_peak_dbtp


def test_what_a_codec_overshoots_is_lowered_before_the_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clicks = syllables(20)
    for at in range(RATE_HZ, len(clicks) - 400, RATE_HZ // 2):
        clicks[at : at + 300] = np.sign(np.sin(np.arange(300) ** 1.3)) * 0.9
    clips = (Clip(cue=1, source="v", start=20_000, frames=len(clicks), bus="dialogue", pan=0.0),)
    mix = mixing.mix(
        Timeline(clips=clips, frames=len(clicks) + 60_000, marks=()), lambda name: clicks, tmp_path / "mix"
    )
    wanted = mastering.preset("custom", Custom(file="m4b", loudness_lufs=-16, bitrate_kbps=48))
    made, path = ffmpeg.Format(kind="m4b", rate_hz=RATE_HZ, channels=2), tmp_path / "a.m4b"
    overshoots, measured = measure.overshoots, measure.measured
    lowered, written = list[float](), list[float]()
    monkeypatch.setattr(
        measure, "overshoots", lambda *given: lowered.extend((found := overshoots(*given)).values()) or found
    )
    monkeypatch.setattr(
        measure,
        "measured",
        lambda *given: written.append((found := measured(*given)).true_peak_dbtp) or found,
    )
    reading = mastering.master(mix, wanted, path, id3.Tags())
    assert max(lowered) > 0.2, "the codec didn't overshoot: these clicks test nothing"
    assert max(written) <= wanted.true_peak_dbtp, "a file was written that overshoots"
    assert reading.true_peak_dbtp <= wanted.true_peak_dbtp
    assert reading.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert overshoots(ffmpeg.decode(path, RATE_HZ, 2), made, -1) == {}


def test_where_an_mp3_overshoots_only_the_pieces_there_are_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = syllables(40)
    for at in range(12 * RATE_HZ, 13 * RATE_HZ, RATE_HZ // 4):
        voice[at : at + 300] = np.sign(np.sin(np.arange(300) * 0.9)) * 0.95
    clips = (Clip(cue=1, source="v", start=20_000, frames=len(voice), bus="dialogue", pan=0.0),)
    timeline = Timeline(clips=clips, frames=len(voice) + 60_000, marks=())
    mix = mixing.mix(timeline, lambda name: voice, tmp_path / "mix")
    wanted = mastering.preset("custom", Custom(file="mp3", loudness_lufs=-14, bitrate_kbps=96))
    encoded, heard, solved = list[int](), list[dict[int, float]](), list[dynamics.Chain]()
    solve = dynamics.solve
    monkeypatch.setattr(dynamics, "solve", lambda *a, **k: solved.append(found := solve(*a, **k)) or found)
    one, overshoots = Pieces._encoded, Pieces.overshoots
    monkeypatch.setattr(Pieces, "_encoded", lambda self, i, *given: encoded.append(i) or one(self, i, *given))
    monkeypatch.setattr(
        Pieces, "overshoots", lambda *given: heard.append(found := overshoots(*given)) or found
    )
    path = tmp_path / "a.mp3"
    reading = mastering.master(mix, wanted, path, id3.Tags())
    assert heard, "the codec didn't overshoot: these clicks test nothing"
    assert len(solved) == 1  # lowering a place leaves the chain as it is
    places = [at for found in heard for at in found]
    assert min(places) > 20_000 + 12 * RATE_HZ - 1_000
    assert max(places) < 20_000 + 13 * RATE_HZ + 1_000
    again = Counter(encoded)
    assert set(again) == set(range(len(mix.regions)))
    assert sum(count > 1 for count in again.values()) <= 4
    assert reading.true_peak_dbtp <= wanted.true_peak_dbtp
    assert measure.measured(path, ffmpeg.Format(kind="mp3", rate_hz=RATE_HZ, channels=2)).true_peak_dbtp <= (
        wanted.true_peak_dbtp + 0.05
    )


def test_an_overshoot_at_the_edge_of_two_pieces_is_found_in_one_of_them() -> None:
    made = ffmpeg.Format(kind="mp3", rate_hz=RATE_HZ, channels=2, bitrate_kbps=128)
    noise = np.random.default_rng(1).standard_normal((mp3.FRAME * 60, 1)) * 0.01
    for step in range(-160, 164, 4):
        sound = np.repeat(noise, 2, axis=1).astype(np.float32)
        at = mp3.FRAME * 30 - mp3.ENCODER_DELAY - mp3.DECODER_DELAY + step
        sound[at - 3 : at + 4] = 0.95 * np.hanning(9)[1:-1, None]
        first = ffmpeg.mp3_piece(sound[: mp3.FRAME * 36], made, 4, 26)
        second = ffmpeg.mp3_piece(sound[mp3.FRAME * 26 :], made, 4, 26)
        beside = (b"", first, second), (first, second, b"")
        highest = max(float(measure.read_piece(*one, made)[0]) for one in beside)
        limit_dbtp = decibels(highest) - 0.05
        found = [
            begin + place
            for one, begin in zip(beside, (mp3.FRAME * 4, mp3.FRAME * 30), strict=True)
            for place in measure.piece_overshoots(*one, made, limit_dbtp)
        ]
        assert found, f"nothing is lowered, and the master fails: {step} frames from the edge"
        assert min(abs(place - at) for place in found) <= meters.GRAIN


def test_a_loudness_that_cannot_be_had_is_an_error(made: Mix, tmp_path: Path) -> None:
    wanted = mastering.preset("custom", Custom(loudness_lufs=-9, true_peak_dbtp=-12))
    with pytest.raises(EngineError, match=r"misses preset custom.*-9 and -12"):
        mastering.master(made, wanted, tmp_path / "a.mp3", id3.Tags())
    assert list(tmp_path.iterdir()) == [], "a file that misses its preset was left behind"


def test_an_unknown_preset_is_not_silently_another() -> None:
    with pytest.raises(KeyError):
        mastering.preset("cinema")


def test_exported_stems_sum_to_the_mix_also_above_full_scale(tmp_path: Path) -> None:
    voice = syllables(5)
    clips = (
        Clip(cue=1, source="v", start=5_000, frames=len(voice), bus="dialogue", pan=-0.3, gain_db=20),
        Clip(cue=2, source="v", start=9_000, frames=len(voice), bus="music", gain_db=-14),
    )
    timeline = Timeline(clips=clips, frames=300_000, marks=())
    apart = mixing.mix(timeline, lambda name: voice, tmp_path / "mix", stems=True)
    paths = mastering.export_stems(apart, tmp_path / "stems")
    assert [path.stem for path in paths] == list(mixing.BUSES)
    rest = apart.read(0, apart.frames).T - sum(
        np.concatenate(list(ffmpeg.decode(path, RATE_HZ, 2)), axis=1).T for path in paths
    )
    assert np.abs(apart.read(0, apart.frames)).max() > 1
    assert np.abs(rest).max() < 1e-6
