"""What a larynx does otherwise is heard, and the mouth stays whose it is."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from drama.audio import phonation, prosody, voiceprint

RATE_HZ = 24_000
FORMANTS_HZ = ((700.0, 90.0), (1_200.0, 110.0), (2_600.0, 160.0))
"""Frequency and bandwidth: an open vowel."""


def vowel(f0_hz: float, seconds: float) -> phonation.Sound:
    """Return a train of pulses, shape (frames,), through three resonators (Klatt, JASA 67, 1980)."""
    sound = np.zeros(round(seconds * RATE_HZ))
    sound[:: round(RATE_HZ / f0_hz)] = 1.0
    for hertz, width_hz in FORMANTS_HZ:
        radius = np.exp(-np.pi * width_hz / RATE_HZ)
        first, second = 2.0 * radius * np.cos(2.0 * np.pi * hertz / RATE_HZ), -(radius**2)
        before, last = 0.0, 0.0
        for at, pulse in enumerate(sound):
            before, last = last, pulse + first * last + second * before
            sound[at] = last
    return np.asarray(sound / np.abs(sound).max() * 0.5, np.float32)


@pytest.fixture(scope="module")
def voice() -> phonation.Sound:
    return vowel(150.0, 1.5)


def test_a_whisper_has_no_pitch_and_the_speaker_s_formants(voice: phonation.Sound) -> None:
    whisper = phonation.whispered(voice, RATE_HZ)
    assert voiceprint(whisper, RATE_HZ).f0_hz == 0.0
    assert formant(whisper) == pytest.approx(
        1_200.0, rel=0.1
    )  # the second, with the slope of the glottis gone


def test_a_whisper_is_the_same_each_time(voice: phonation.Sound) -> None:
    np.testing.assert_array_equal(phonation.whispered(voice, RATE_HZ), phonation.whispered(voice, RATE_HZ))


def test_breath_comes_at_the_level_that_was_asked_for(voice: phonation.Sound) -> None:
    breath = phonation.breathy(voice, RATE_HZ, -12.0) - voice
    assert power_db(breath) - power_db(voice) == pytest.approx(-12.0, abs=0.5)


def test_effort_makes_a_voice_brighter(voice: phonation.Sound) -> None:
    before, after = (
        voiceprint(sound, RATE_HZ).tilt_db for sound in (voice, phonation.tilted(voice, RATE_HZ, 7.0, -4.0))
    )
    assert after > before + 2.0


def test_nothing_changes_where_no_tilt_is_asked_for(voice: phonation.Sound) -> None:
    np.testing.assert_allclose(phonation.tilted(voice, RATE_HZ, 0.0), voice, atol=1e-4)


def test_an_ending_fades_by_what_was_asked_for(voice: phonation.Sound) -> None:
    faded = phonation.fading(voice, RATE_HZ, 0.5, -9.0)
    assert faded[-1] == pytest.approx(voice[-1] * 10 ** (-9 / 20), abs=1e-3)
    np.testing.assert_array_equal(faded[: RATE_HZ // 2], voice[: RATE_HZ // 2])


def test_psola_moves_the_pitch_and_leaves_formants_and_length(voice: phonation.Sound) -> None:
    pytest.importorskip("parselmouth")
    higher = prosody.changed(voice, RATE_HZ, prosody.Prosody(pitch_st=4.0))
    assert voiceprint(higher, RATE_HZ).f0_hz == pytest.approx(150.0 * 2 ** (4 / 12), rel=0.03)
    assert formant(higher) == pytest.approx(formant(voice), rel=0.15)
    assert len(higher) == pytest.approx(len(voice), rel=0.01)


def test_formants_move_without_the_pitch(voice: phonation.Sound) -> None:
    pytest.importorskip("parselmouth")
    smaller = prosody.changed(voice, RATE_HZ, prosody.Prosody(formants=1.25))
    assert voiceprint(smaller, RATE_HZ).f0_hz == pytest.approx(150.0, rel=0.03)
    assert formant(smaller) == pytest.approx(formant(voice) * 1.25, rel=0.15)


def test_psola_is_the_same_each_time(voice: phonation.Sound) -> None:
    pytest.importorskip("parselmouth")
    hiss = np.random.default_rng(0).normal(0.0, 0.05, RATE_HZ // 2).astype(np.float32)
    how = prosody.Prosody(formants=1.1, tempo=0.9)
    first, second = (prosody.changed(np.concatenate([voice, hiss]), RATE_HZ, how) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_stressed_word_is_higher_longer_and_louder(voice: phonation.Sound) -> None:
    pytest.importorskip("parselmouth")
    sound = prosody.stressed(voice, RATE_HZ, [(0.5, 1.0)])
    before, word = sound[: int(0.4 * RATE_HZ)], sound[int(0.55 * RATE_HZ) : RATE_HZ]
    pitches = [voiceprint(part, RATE_HZ).f0_hz for part in (before, word)]
    assert pitches[1] == pytest.approx(pitches[0] * 2 ** (2.5 / 12), rel=0.03)
    assert power_db(word) == pytest.approx(power_db(before) + 2.5, abs=1.0)
    assert len(sound) == pytest.approx(len(voice) + 0.2 * 0.5 * RATE_HZ, rel=0.02)


def power_db(sound: phonation.Sound) -> float:
    return 10.0 * float(np.log10(np.mean(sound.astype(np.float64) ** 2)))


def formant(sound: phonation.Sound) -> float:
    """Return the frequency of the strongest band of a smoothed spectrum above 400 Hz, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound.astype(np.float64) * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1.0 / RATE_HZ)
    centres = np.arange(400, 3_000, 25)
    bands = [spectrum[(hertz > c - 150) & (hertz < c + 150)].sum() for c in centres]
    return float(centres[int(np.argmax(bands))])


def test_praat_s_library_is_known_while_another_thread_imports_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "parselmouth", ModuleType("parselmouth"))  # its spec is set last
    assert prosody.available()
