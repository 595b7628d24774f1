"""Sound files in every format that people bring, read as pydub segments, span by span."""

from __future__ import annotations

import subprocess
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from drama.audio import ffmpeg_process, sound_files
from drama.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from pydub import AudioSegment

RATE_HZ, PEAK = 44_100, 0.3
TONE = (PEAK * np.sin(2 * np.pi * 220 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
FORMATS = [
    ("wav", "WAV", "PCM_U8"), ("wav", "WAV", "PCM_16"), ("wav", "WAVEX", "PCM_24"), ("wav", "WAV", "PCM_32"),
    ("wav", "WAV", "FLOAT"), ("wav", "WAVEX", "FLOAT"), ("wav", "WAV", "ULAW"), ("aiff", "AIFF", "PCM_24"),
    ("flac", "FLAC", "PCM_24"), ("ogg", "OGG", "VORBIS"), ("mp3", "MP3", "MPEG_LAYER_III"),
]  # fmt: skip


def read(path: Path) -> AudioSegment:
    with sound_files.Recording(path) as recording:
        return recording.segment()


def check(path: Path) -> None:
    """Check that a second of the tone was read at its own rate and level."""
    segment = read(path)
    found = sound_files.samples(segment)
    assert (found.dtype, segment.frame_rate) == (np.float32, RATE_HZ)
    assert len(found) == pytest.approx(RATE_HZ, abs=3_000)
    middle = found[RATE_HZ // 4 : RATE_HZ // 4 * 3]
    assert np.sqrt(2 * np.mean(middle**2)) == pytest.approx(PEAK, rel=0.03)


@pytest.mark.parametrize(("suffix", "kind", "subtype"), FORMATS, ids=[" ".join(one) for one in FORMATS])
def test_every_usual_format_is_read(tmp_path: Path, suffix: str, kind: str, subtype: str) -> None:
    path = tmp_path / f"tone.{suffix}"
    soundfile.write(path, np.stack([TONE, TONE], axis=1), RATE_HZ, format=kind, subtype=subtype)
    check(path)


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "codec"), [("m4a", "aac"), ("m4a", "alac"), ("mka", "libvorbis")])
def test_what_only_ffmpeg_knows_is_read(tmp_path: Path, suffix: str, codec: str) -> None:
    plain, path = tmp_path / "tone.wav", tmp_path / f"tone.{suffix}"
    soundfile.write(plain, TONE, RATE_HZ)
    command = [ffmpeg_process.executable(), "-v", "error", "-i", str(plain), "-c:a", codec, str(path)]
    subprocess.run(command, check=True)
    check(path)


def test_the_sides_of_a_stereo_recording_are_averaged(tmp_path: Path) -> None:
    path = tmp_path / "one side.wav"
    soundfile.write(path, np.stack([TONE, np.zeros_like(TONE)], axis=1), RATE_HZ)
    assert np.abs(sound_files.samples(read(path))).max() == pytest.approx(PEAK / 2, rel=0.01)


@pytest.mark.parametrize("name", ["empty.wav", "text.mp3"])
def test_a_file_that_is_no_sound_is_an_error_with_its_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"" if name.startswith("empty") else b"hello " * 100)
    with pytest.raises(InputError, match="can't be read as a sound") as caught:
        read(path)
    assert str(caught.value.problems[0].place) == str(path)
    assert "WAV" in caught.value.problems[0].hint
    assert "0x" not in caught.value.problems[0].hint


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_32", "FLOAT"])
@pytest.mark.parametrize("cut", [1, 2, 3, 5])
def test_a_recording_that_was_cut_off_in_a_sample_is_read_to_there(
    tmp_path: Path, subtype: str, cut: int
) -> None:
    path = tmp_path / "cut.wav"
    soundfile.write(path, np.stack([TONE, TONE], axis=1), RATE_HZ, subtype=subtype)
    path.write_bytes(path.read_bytes()[:-cut])
    assert len(sound_files.samples(read(path))) == pytest.approx(RATE_HZ, abs=2)


@pytest.mark.parametrize("rate_hz", [1, 100, 4_000_000])
def test_a_header_with_a_rate_that_no_recording_has_is_told(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "rate.wav"
    soundfile.write(path, TONE, rate_hz)
    with pytest.raises(InputError, match="samples a second"):
        read(path)


def test_a_span_is_what_the_whole_has_there(tmp_path: Path) -> None:
    path = tmp_path / "noise.flac"
    noise = np.random.default_rng(1).uniform(-0.9, 0.9, 3 * 48_000)
    soundfile.write(path, noise, 48_000, subtype="PCM_16")
    with sound_files.Recording(path) as recording:
        whole, span = recording.segment(), recording.segment(1.25, 2.5)
        assert len(np.concatenate(list(recording.blocks()))) == 3 * 44_100
    np.testing.assert_array_equal(sound_files.samples(span), sound_files.samples(whole)[60_000:120_000])


@pytest.mark.slow
def test_a_long_recording_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    with soundfile.SoundFile(path, "w", 48_000, 2, "PCM_16") as file:
        for _ in range(12):
            file.write(np.zeros((60 * 48_000, 2), np.int16))
    tracemalloc.start()
    with sound_files.Recording(path) as recording:
        assert sum(len(block) for block in recording.blocks()) == 720 * 44_100
        assert len(recording.segment(710, 715)) == 5_000
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 50e6
