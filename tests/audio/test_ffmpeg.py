"""ffmpeg as the encoder: seamless joins, the planned length, tags and chapters in order, failures shown."""

from __future__ import annotations

import io
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drama.audio import Sound, aac, decibels, ffmpeg, ffmpeg_process, id3, lame, meters, mp3
from drama.errors import EngineError
from drama.master import measure

RATE_HZ = 44_100
STEREO = ffmpeg.Format(kind="mp3", rate_hz=RATE_HZ, channels=2)
pytestmark = pytest.mark.slow

TAGS = id3.Tags(
    title="Die Möwe — 1",
    artist="A. Writer; Co=",
    album="Stories",
    track="3",
    comment="Synthetic speech",
    chapters=(
        id3.Chapter(
            start_ms=0, end_ms=4000, title="A very long title of the first chapter, longer than others"
        ),
        id3.Chapter(start_ms=4000, end_ms=9000, title="Zwei"),
        id3.Chapter(start_ms=9000, end_ms=20_000, title="第三"),
    ),
)


def noise(seconds: float, channels: int = 2) -> np.ndarray:
    """Return noise that swells and falls, low-passed enough for MP3 to follow."""
    rng = np.random.default_rng(5)
    count = round(seconds * RATE_HZ)
    rough = rng.normal(0, 0.25, (count + 15, channels))
    smooth = sum(rough[i : i + count] for i in range(16)) / 16
    swell = 0.6 + 0.4 * np.sin(np.arange(count) / RATE_HZ * 3)
    return (smooth * swell[:, None]).astype(np.float32)


def written(path: Path, sound: np.ndarray, kind: ffmpeg.Kind = "mp3", jobs: int = 2) -> Path:
    encode(path, sound, ffmpeg.Format(kind=kind, rate_hz=RATE_HZ, channels=sound.shape[1]), jobs)
    return path


def encode(path: Path, sound: np.ndarray, made: ffmpeg.Format = STEREO, jobs: int = 2) -> None:
    ffmpeg.encode(ffmpeg.Source.of(sound, RATE_HZ), made, path, TAGS, ffmpeg.Work(jobs=jobs))


def pieces_of(sound: np.ndarray, frames: int = 100) -> list[bytes]:
    """Return the MP3 of a sound in pieces of so many of its frames."""
    total = ffmpeg.mp3_frames(len(sound), RATE_HZ, RATE_HZ)
    made = ffmpeg.Format(kind="mp3", rate_hz=RATE_HZ, channels=sound.shape[1])
    found = []
    for first in range(0, total, frames):
        skip, last = min(first, ffmpeg.LEAD_IN), min(total, first + frames)
        part = sound[(first - skip) * mp3.FRAME : (last + ffmpeg.LOOK_AHEAD) * mp3.FRAME]
        found.append(ffmpeg.mp3_piece(part, made, skip, last - first))
    return found


def read_back(path: Path, channels: int = 2) -> np.ndarray:
    return np.concatenate(list(ffmpeg.decode(path, RATE_HZ, channels)), axis=1).T


def noise_db(sound: np.ndarray, coded: np.ndarray) -> float:
    factor = float((sound * coded).sum() / (coded**2).sum())
    return float(10 * np.log10((sound**2).mean() / ((sound - factor * coded) ** 2).mean()))


def test_an_mp3_decodes_to_the_planned_length_without_delay(tmp_path: Path) -> None:
    sound = noise(20.123)
    coded = read_back(written(tmp_path / "a.mp3", sound))
    assert abs(len(coded) - len(sound)) <= 1
    assert noise_db(sound[: len(coded)], coded[: len(sound)]) > 15


@pytest.fixture(params=["LAME in this process", "ffmpeg"])
def either_encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Encode MP3 in one way and in the other."""
    if request.param == "ffmpeg":
        monkeypatch.setattr(lame, "library", lambda: None)
    elif lame.library() is None:
        pytest.skip("lameenc's file exports nothing here")
    return str(request.param)


def test_pieces_of_an_mp3_join_without_a_seam(tmp_path: Path, either_encoder: str) -> None:
    sound = noise(30)
    paths = tmp_path / "whole.mp3", tmp_path / "joined.mp3"
    ffmpeg.write_mp3(paths[0], TAGS, pieces_of(sound, 2_000), len(sound))
    ffmpeg.write_mp3(paths[1], TAGS, pieces_of(sound), len(sound))
    whole, joined = (read_back(path) for path in paths)
    assert len(joined) == len(whole)
    cuts = range(100 * mp3.FRAME, len(sound), 100 * mp3.FRAME)
    worst = max(
        float(np.abs(joined[cut - 1_152 : cut + 3_000] - whole[cut - 1_152 : cut + 3_000]).max())
        for cut in cuts
    )
    assert worst < 0.001, "a join is heard"
    assert noise_db(sound, joined) == pytest.approx(noise_db(sound, whole), abs=0.05)


def test_both_encoders_write_the_same_but_for_rounding() -> None:
    if lame.library() is None:
        pytest.skip("lameenc's file exports nothing here")
    sound = noise(5)
    ways = (
        lame.encode(sound, RATE_HZ, 128, 7),
        ffmpeg._mp3_by_ffmpeg(ffmpeg.Source.of(sound, RATE_HZ), STEREO),
    )
    one, other = (soundfile.read(io.BytesIO(content))[0] for content in ways)
    assert one.shape == other.shape
    assert noise_db(one, other) > 45


@pytest.mark.parametrize("channels", [1, 2])
def test_the_first_frames_are_those_of_the_whole(channels: int) -> None:
    if lame.library() is None:
        pytest.skip("lameenc's file exports nothing here")
    sound = noise(3)[:, :channels]
    whole = lame.encode(sound, RATE_HZ, 128, 7)
    for count in (1, 2, 50, mp3.count_frames(whole)):
        part = lame.encode(sound, RATE_HZ, 128, 7, count)
        # No frame more is encoded than is asked for, but at the end, where LAME pads the sound with silence.
        assert mp3.count_frames(part) == count
        assert part == mp3.whole_frames(whole, 0, count)


def test_an_ffmpeg_of_ones_own_is_preferred_to_lame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ffmpeg_process.OWN_BINARY, ffmpeg_process.executable())
    assert ffmpeg.encoder_identity().startswith(ffmpeg_process.executable())


def test_the_number_of_jobs_does_not_change_a_byte(tmp_path: Path) -> None:
    sound = noise(25)
    one = written(tmp_path / "one.mp3", sound, jobs=1).read_bytes()
    assert written(tmp_path / "three.mp3", sound, jobs=3).read_bytes() == one


def test_pieces_are_measured_as_the_whole_is(tmp_path: Path) -> None:
    sound = noise(30) * np.float32(2.5)
    pieces = pieces_of(sound)
    ffmpeg.write_mp3(tmp_path / "a.mp3", TAGS, pieces, len(sound))
    whole = measure.measured(tmp_path / "a.mp3", STEREO)
    around = zip([b"", *pieces[:-1]], pieces, [*pieces[1:], b""], strict=True)
    readings = [measure.read_piece(before, own, after, STEREO) for before, own, after in around]
    cells = np.concatenate([reading[1:] for reading in readings])
    assert decibels(max(float(reading[0]) for reading in readings)) == pytest.approx(
        whole.true_peak_dbtp, abs=1e-4
    )
    assert meters.integrated_lufs(meters.tenths(cells, RATE_HZ), 10) == pytest.approx(
        whole.integrated_lufs, abs=0.01
    )


def test_a_piece_is_interpolated_near_its_highest_samples_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    piece = pieces_of(noise(2) * np.float32(2.5))[0]
    whole, asked = meters.true_peaks, []

    def watched(sound: Sound, peaks: Sound, over: float, wing: int = 0) -> Sound:
        asked.append((over, float(peaks.max())))
        return whole(sound, peaks, over, wing)

    monkeypatch.setattr(meters, "true_peaks", watched)
    measure.read_piece(b"", piece, b"", STEREO)
    assert asked
    assert all(over >= highest for over, highest in asked)


@pytest.mark.parametrize("kind", ["flac", "wav"])
def test_lossless_files_hold_every_sample(tmp_path: Path, kind: ffmpeg.Kind) -> None:
    sound = noise(3)
    coded = read_back(written(tmp_path / f"a.{kind}", sound, kind))
    assert np.abs(coded - sound).max() < 2**-22


def test_an_m4b_plays_for_the_planned_time(tmp_path: Path) -> None:
    sound = noise(8, 1)
    coded = read_back(written(tmp_path / "a.m4b", sound, "m4b"), 1)
    assert len(coded) == pytest.approx(len(sound), abs=2048)


def test_an_m4b_in_pieces_has_no_seam_and_begins_with_its_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = noise(6)
    whole = read_back(written(tmp_path / "whole.m4b", sound, "m4b"))
    monkeypatch.setattr(aac, "_PACKETS", 50)
    pieces = read_back(written(tmp_path / "pieces.m4b", sound, "m4b"))
    # The rate control begins anew in a piece, so the noise differs; its level must not, at any seam.
    for coded in (whole, pieces):
        error = coded[: len(sound)] - sound
        assert np.abs(np.correlate(sound[5000:9000, 0], coded[4900:9100, 0])).argmax() == 100
        blocks = np.square(error[: 100 * 2048]).reshape(100, -1).mean(axis=1)
        assert blocks[1:].max() < 10 * np.median(blocks)


def test_only_pieces_that_changed_are_encoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aac, "_PACKETS", 50)
    sound, made = noise(6), ffmpeg.Format(kind="m4b", rate_hz=RATE_HZ, channels=2)
    steps = list[str]()
    coded = ffmpeg._coded
    monkeypatch.setattr(ffmpeg, "_coded", lambda *asked: steps.append("") or coded(*asked))

    def again(name: str) -> bytes:
        work = ffmpeg.Work(kept=tmp_path / "kept")
        ffmpeg.encode(ffmpeg.Source.of(sound, RATE_HZ), made, tmp_path / name, TAGS, work)
        return (tmp_path / name).read_bytes()

    first, count = again("a.m4b"), len(steps)
    assert again("b.m4b") == first
    assert len(steps) == count
    sound[165_000] = 0.9
    assert again("c.m4b") != first
    assert len(steps) == count + 1


def test_a_piece_that_lacks_packets_is_an_error() -> None:
    with pytest.raises(EngineError, match="made 0 packets of 3"):
        aac.kept(aac.Piece(start=0, stop=2048, dropped=0, kept=3), b"")


@pytest.mark.parametrize("kind", ["mp3", "m4b"])
def test_tags_and_chapters_are_read_by_players_in_order(tmp_path: Path, kind: ffmpeg.Kind) -> None:
    path = written(tmp_path / f"a.{kind}", noise(20, 1), kind)
    command = [ffmpeg_process.executable(), "-v", "error", "-i", str(path), "-f", "ffmetadata", "-"]
    seen = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    for expected in ("title=Die Möwe — 1", "artist=A. Writer\\; Co\\=", "album=Stories", "track=3"):
        assert expected in seen
    titles = [line[6:] for line in seen.split("[CHAPTER]", 1)[1].splitlines() if line.startswith("title=")]
    assert titles == [chapter.title for chapter in TAGS.chapters]


def test_what_ffmpeg_complains_of_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "not-a-sound.mp3"
    path.write_text("Once upon a time.", encoding="utf-8")
    with pytest.raises(EngineError, match=r"(?s)ffmpeg failed.*hint: .*Invalid data|ffmpeg failed.*hint: \S"):
        list(ffmpeg.decode(path, RATE_HZ, 2))


def test_a_missing_ffmpeg_of_ones_own_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ffmpeg_process.OWN_BINARY, str(tmp_path / "nowhere"))
    with pytest.raises(EngineError, match=r"(?s)does not start.*DRAMA_FFMPEG"):
        written(tmp_path / "a.mp3", noise(1))


def test_a_hanging_ffmpeg_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "stuck"
    stuck.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    stuck.chmod(0o755)
    monkeypatch.setenv(ffmpeg_process.OWN_BINARY, str(stuck))
    monkeypatch.setattr(ffmpeg.Source, "limit_s", 0.3)
    with pytest.raises(EngineError, match=r"not done after"):
        written(tmp_path / "a.mp3", noise(20))


def test_a_failed_encoding_leaves_no_file(tmp_path: Path) -> None:
    def broken(start: int, count: int) -> np.ndarray:
        raise KeyError("take")

    made = ffmpeg.Format(kind="mp3", rate_hz=RATE_HZ, channels=2)
    with pytest.raises(KeyError):
        ffmpeg.encode(ffmpeg.Source(broken, RATE_HZ, RATE_HZ), made, tmp_path / "a.mp3", TAGS)
    assert list(tmp_path.iterdir()) == []


def test_more_chapters_than_a_table_holds_are_merged() -> None:
    chapters = tuple(id3.Chapter(start_ms=i, end_ms=i + 1, title=str(i)) for i in range(1000))
    merged = id3.merged(chapters)
    assert len(merged) == id3.CHAPTERS_MOST
    assert merged[0].start_ms == 0
    assert merged[-1].end_ms == 1000
    assert all(a.end_ms == b.start_ms for a, b in pairwise(merged))


def test_a_piece_with_frames_missing_is_refused() -> None:
    with pytest.raises(EngineError, match="0 of 3"):
        mp3.whole_frames(b"no frames at all", 0, 3)
