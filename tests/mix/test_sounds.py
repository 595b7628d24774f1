"""Library sounds: the promises that hold for all of them."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import numpy as np
import pytest

from drama.errors import InputError
from drama.mix import library
from drama.mix.library.library import level_lufs

RATE = 44_100


def one_by_one(names: list[str]) -> list[pytest.ParameterSet]:
    return [pytest.param(name, marks=pytest.mark.slow) for name in names]


ALL = one_by_one(list(library.names()))
LOOPS = one_by_one([name for name in library.names() if library.get(name).loops])
ONE_SHOTS = one_by_one([name for name in library.names() if not library.get(name).loops])


@pytest.fixture(scope="module")
def sound(request: pytest.FixtureRequest) -> tuple[library.SoundInfo, np.ndarray]:
    """A sound, made once for all the tests of it, which pytest runs together: one is held at a time."""
    return library.get(request.param), library.natural(request.param, seed=1)


@pytest.mark.parametrize("sound", ALL, indirect=True)
def test_a_sound_is_stereo_float32_of_its_natural_length(sound: tuple[library.SoundInfo, np.ndarray]) -> None:
    info, samples = sound
    assert samples.dtype == np.float32
    assert samples.shape == (round(info.seconds * RATE), 2)


@pytest.mark.parametrize("sound", ALL, indirect=True)
def test_no_sample_is_beyond_minus_1_dbfs(sound: tuple[library.SoundInfo, np.ndarray]) -> None:
    _, samples = sound
    assert np.abs(samples).max() <= 10 ** (-1 / 20) + 1e-6


@pytest.mark.parametrize("sound", ALL, indirect=True)
def test_a_sound_has_the_level_it_says(sound: tuple[library.SoundInfo, np.ndarray]) -> None:
    info, samples = sound
    assert level_lufs(samples, info.kind) == pytest.approx(info.level_lufs, abs=0.2)


@pytest.mark.parametrize("sound", LOOPS, indirect=True)
def test_the_end_of_a_loop_joins_its_beginning(sound: tuple[library.SoundInfo, np.ndarray]) -> None:
    _, samples = sound
    steps = np.abs(np.diff(samples, axis=0)).max(axis=1)
    joint = np.abs(samples[0] - samples[-1]).max()
    assert joint <= np.quantile(steps, 0.9999) + 1e-4


@pytest.mark.parametrize("sound", ONE_SHOTS, indirect=True)
def test_a_sound_that_does_not_loop_starts_and_ends_in_silence(
    sound: tuple[library.SoundInfo, np.ndarray],
) -> None:
    _, samples = sound
    assert np.abs(samples[0]).max() < 0.02
    assert np.abs(samples[-1]).max() < 1e-3


@pytest.mark.parametrize("sound", ALL, indirect=True)
def test_a_sound_folds_to_mono_with_little_loss(sound: tuple[library.SoundInfo, np.ndarray]) -> None:
    _, samples = sound
    assert np.corrcoef(samples.T)[0, 1] > 0
    power = np.mean(samples.astype(float) ** 2)
    assert 10 * np.log10(power / np.mean(samples.mean(axis=1).astype(float) ** 2)) < 3


@pytest.mark.parametrize("sound", ALL, indirect=True)
def test_a_sound_leans_to_no_side(sound: tuple[library.SoundInfo, np.ndarray]) -> None:
    _, samples = sound
    left, right = np.mean(samples.astype(float) ** 2, axis=0)
    assert abs(10 * np.log10(left / right)) < 4


@pytest.mark.slow
def test_an_ambience_gives_way_where_words_are_understood() -> None:
    recipe, name = library.library.RECIPES["rain"], "rain"
    raw = recipe.make(
        np.random.Generator(np.random.PCG64([zlib.crc32(name.encode()), 1])), 30 * RATE
    )  # as natural() makes it
    level_db = {
        hertz: 10 * np.log10(power(library.natural(name), hertz) / power(raw, hertz))
        for hertz in (150, 2_000)
    }
    assert level_db[2_000] - level_db[150] == pytest.approx(-6.0, abs=0.5)


def power(sound: np.ndarray, hertz: float) -> float:
    """Return the power of a sound in a tenth of an octave around a frequency."""
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    at_hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(spectrum[np.abs(np.log2(np.maximum(at_hz, 1.0) / hertz)) < 0.05].mean())


def test_equal_seeds_give_equal_samples_and_others_do_not() -> None:
    first = library.natural("spell", seed=5)
    assert np.array_equal(first, library.natural("spell", seed=5))
    assert not np.array_equal(first, library.natural("spell", seed=6))


def test_an_unknown_sound_is_an_error_with_a_hint() -> None:
    with pytest.raises(InputError, match="did you mean 'thunder'"):
        library.get("thundr")


@pytest.mark.parametrize("seconds", [0.0, 0.5, 3.0, 61.25])
@pytest.mark.parametrize("name", ["clock", "door-slam"])
def test_render_has_exactly_the_length_asked_for(name: str, seconds: float) -> None:
    assert library.render(name, seconds=seconds).shape == (round(seconds * RATE), 2)


@pytest.mark.parametrize("name", ["clock", "door-slam"])
def test_blocks_are_the_same_samples_as_render(name: str) -> None:
    whole = library.render(name, seconds=7.3, seed=2)
    pieces = list(library.blocks(name, 7.3, seed=2, block_frames=10_000))
    assert max(map(len, pieces)) == 10_000
    assert np.array_equal(np.concatenate(pieces), whole)


@pytest.mark.parametrize("name", ["clock", "door-slam"])
def test_a_sound_cut_short_starts_and_ends_in_silence(name: str) -> None:
    samples = library.render(name, seconds=0.9)
    assert np.abs(samples[[0, -1]]).max() < 0.02


def test_a_loop_goes_on_for_as_long_as_is_asked() -> None:
    natural = library.natural("clock")
    long = library.render("clock", seconds=40)
    middle = len(natural)
    assert np.array_equal(long[middle : middle + 1000], natural[:1000])


def test_a_file_of_the_project_wins_over_the_library(tmp_path: Path) -> None:
    (tmp_path / "Rain.mp3").write_bytes(b"")
    assert library.find("rain", tmp_path) == tmp_path / "Rain.mp3"


def test_without_a_file_the_library_is_used(tmp_path: Path) -> None:
    assert library.find("rain", tmp_path / "missing") == library.get("rain")


def test_a_better_format_wins_over_another_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "hush.mp3").write_bytes(b"")
    (tmp_path / "hush.wav").write_bytes(b"")
    assert library.find("hush", tmp_path) == tmp_path / "hush.wav"


def test_a_sound_that_is_nowhere_is_an_error_naming_the_nearest_file(tmp_path: Path) -> None:
    (tmp_path / "foghorn.wav").write_bytes(b"")
    with pytest.raises(InputError, match="did you mean 'foghorn'"):
        library.find("fogorn", tmp_path)


@pytest.mark.parametrize("name", ["../secret", "a/b", ""])
def test_a_name_never_becomes_a_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        library.find(name, tmp_path)


def test_the_manual_lists_every_sound_and_no_other() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "sounds.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", manual, re.MULTILINE)) == set(library.names())


def test_a_picture_shows_a_tone_at_its_height() -> None:
    times = np.arange(RATE) / RATE
    tone = np.sin(2 * np.pi * 1000 * times)[:, None].repeat(2, axis=1)
    image = library.picture(tone, width=60, height=200)[50:].astype(int).sum(axis=2)
    row = int(image[:, 30].argmax())
    hz = 30 * (18_000 / 30) ** (1 - row / 149)
    assert 900 < hz < 1100


@pytest.mark.parametrize("frames", [0, 1, 500])
def test_even_next_to_nothing_has_a_picture(frames: int) -> None:
    assert library.picture(np.zeros((frames, 2))).shape == (420, 900, 3)


def test_a_picture_is_written_as_a_png() -> None:
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    written = library.png(image)
    assert written.startswith(b"\x89PNG\r\n\x1a\n")
    start = written.index(b"IDAT") + 4
    size = int.from_bytes(written[start - 8 : start - 4], "big")
    rows = np.frombuffer(zlib.decompress(written[start : start + size]), np.uint8).reshape(2, 10)
    assert np.array_equal(rows[:, 1:].reshape(2, 3, 3), image)


def test_a_file_called_opening_is_the_opening_in_every_mood_but_one_of_that_mood_wins(tmp_path: Path) -> None:
    (tmp_path / "opening.wav").touch()
    (tmp_path / "opening-sad.wav").touch()
    names = [library.find(name, tmp_path) for name in ("opening-tense", "opening-sad", "bridge-sad")]
    assert [name.name for name in names] == ["opening.wav", "opening-sad.wav", "bridge-sad"]


def test_an_installed_package_brings_sounds_between_ones_own_and_the_built_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, about, own = tmp_path / "creaky", tmp_path / "creaky-1.0.dist-info", tmp_path / "own"
    for folder in (package, about, own):
        folder.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('nothing of it is run')")
    (package / "knock.wav").touch()
    (package / "rain.wav").touch()
    (own / "rain.wav").touch()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: creaky\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[drama.sounds]\ncreaky = creaky\n")
    monkeypatch.syspath_prepend(tmp_path)
    library.packaged.cache_clear()
    try:
        found = [library.find(name, own) for name in ("knock", "rain", "doorbell")]
    finally:
        library.packaged.cache_clear()
    assert found[:2] == [package / "knock.wav", own / "rain.wav"]
    assert found[2].name == "doorbell"
