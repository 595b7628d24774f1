"""The theme of a story: what a musician would look for in its notes, and that it is the story's own."""

from __future__ import annotations

import struct
from itertools import pairwise

import numpy as np
import pytest

from drama.mix import library
from drama.mix.library import instruments, theme
from drama.mix.library.harmony import tones
from drama.mix.library.shaping import RATE

SEEDS = range(40)


@pytest.mark.parametrize("mood", sorted(theme.STYLES))
def test_every_downbeat_of_the_melody_belongs_to_its_chord(mood: str) -> None:
    scale = theme._MODES[theme.STYLES[mood].mode]
    for seed in SEEDS:
        tune = theme.theme(seed)
        chords = theme.chords_of(tune.bars, scale, closes=True)
        for bar, chord in zip(tune.bars[:-1], chords[:-1], strict=True):
            assert theme.midi_of(bar[0][1], tune.tonic, scale) % 12 in tones(chord, tune.tonic)


@pytest.mark.parametrize("form", ["opening", "ending"])
def test_an_opening_and_an_ending_close_on_the_tonic(form: theme.Form) -> None:
    for seed in SEEDS:
        tune = theme.theme(seed)
        notes = theme.score(form, "sad", seed)
        last = max(note.start_s for note in notes if note.instrument == "solo")
        assert {note.midi % 12 for note in notes if note.start_s == last and note.instrument == "solo"} == {
            tune.tonic % 12
        }
        low = max(
            (note for note in notes if note.instrument == "strings_slow"), key=lambda note: note.start_s
        )
        assert low.midi % 12 == tune.tonic % 12


def test_no_leap_of_a_theme_is_wider_than_a_sixth() -> None:
    for seed in SEEDS:
        line = [degree for bar in theme.theme(seed).bars[:-1] for _, degree in bar]
        assert max(abs(b - a) for a, b in pairwise(line)) <= 5


def test_stories_have_themes_of_their_own() -> None:
    assert len({theme.theme(seed) for seed in range(200)}) >= 195


def test_moods_play_the_same_tune_in_other_modes() -> None:
    sad, bright = (
        [note.start_s for note in theme.score("bridge", mood, 3) if note.instrument == lead]
        for mood, lead in (("sad", "solo"), ("hopeful", "clarinet"))
    )
    assert len(sad) == len(bright)


def test_a_piece_is_over_when_it_says() -> None:
    for form in theme.FORMS:
        for mood in theme.STYLES:
            last = max(note.start_s + note.length_s for note in theme.score(form, mood, 1))
            assert last <= library.get(f"{form}-{mood}").seconds - 0.5


def test_the_notes_are_written_as_a_midi_file() -> None:
    notes = theme.score("bridge", "sad", 1)
    written = theme.written(notes)
    assert written[:4] == b"MThd"
    length = struct.unpack(">I", written[18:22])[0]
    assert len(written) == 22 + length
    assert written.count(b"\xff\x2f\x00") == 1


def test_melody_and_bass_seldom_move_in_parallel_octaves_or_fifths() -> None:
    parallel = moves = 0
    for seed in SEEDS:
        tune = theme.theme(seed)
        scale = theme._MODES["aeolian"]
        roots = [root for root, _ in theme.chords_of(tune.bars, scale, closes=True)]
        notes = [theme.midi_of(bar[0][1], 0, scale) for bar in tune.bars]
        for (was, low), (now, high) in pairwise(zip(notes, roots, strict=True)):
            if was != now:
                moves += 1
                parallel += (was - low) % 12 == (now - high) % 12 and (now - high) % 12 in {0, 7}
    assert parallel <= 0.08 * moves


@pytest.mark.parametrize("name", ["strings", "strings_slow", "pad", "solo", "clarinet", "bassoon", "harp"])
def test_an_instrument_plays_the_same_at_half_the_rate(name: str) -> None:
    play = getattr(instruments, name)
    whole, half = (play(np.random.default_rng(3), 57, 2.0, rate_hz) for rate_hz in (RATE, theme.PLAYED_HZ))
    length = min(len(half), len(whole) // 2)
    off = [np.sqrt(np.mean((half[:length] - whole[late::2][:length]) ** 2)) for late in (0, 1)]
    assert min(off) < 10 ** (-40 / 20) * np.sqrt(np.mean(half**2))


@pytest.mark.parametrize("name", sorted({style.lead for style in theme.STYLES.values()} | {"timpani"}))
def test_no_instrument_of_a_theme_is_heard_where_half_the_rate_has_nothing(name: str) -> None:
    sound = getattr(instruments, name)(np.random.default_rng(3), 76, 2.0)
    power = np.abs(np.fft.rfft(sound.T if sound.ndim > 1 else sound)) ** 2
    over = np.fft.rfftfreq(len(sound), 1 / RATE) > theme.PLAYED_HZ / 2
    assert power[..., over].sum() < 10 ** (-45 / 10) * power.sum()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ending-hopeful", "opening-comic"])
def test_a_piece_folds_to_mono_for_any_story(name: str) -> None:
    for seed in (7, 1717, 90125):
        sound = library.natural(name, seed=seed)
        seconds = sound[: len(sound) // 44_100 * 44_100].reshape(-1, 44_100, 2)
        both, middle = (seconds**2).sum(axis=(1, 2)) / 2, (seconds.mean(axis=2) ** 2).sum(axis=1)
        heard = both > 1e-3 * both.max()
        assert (10 * np.log10(both[heard] / middle[heard])).max() < 2.6
