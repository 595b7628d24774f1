"""The measures of a voice, on sounds whose figures are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from drama.audio.voice_features import distance, voiceprint

RATE_HZ = 22_050


def buzz(f0_hz: float, seconds: float = 2.0, *, glide_st: float = 0.0, noise: float = 0.0) -> np.ndarray:
    count = round(seconds * RATE_HZ)
    bend = 2.0 ** (glide_st / 12.0 * np.sin(2 * np.pi * 0.5 * np.arange(count) / RATE_HZ))
    phase = 2 * np.pi * np.cumsum(f0_hz * bend) / RATE_HZ
    wave = sum(np.sin(n * phase) / n for n in range(1, int(4_000 / f0_hz)))
    hiss = np.random.default_rng(1).normal(0.0, 1.0, count)
    wave = wave / np.sqrt(np.mean(wave**2)) + noise * hiss
    return (0.1 * wave).astype(np.float32)


@pytest.mark.parametrize("f0_hz", [70, 105, 180, 240, 350, 480])
def test_the_median_pitch_is_found_within_a_fifth_of_a_semitone(f0_hz: float) -> None:
    assert 12 * math.log2(voiceprint(buzz(f0_hz), RATE_HZ).f0_hz / f0_hz) == pytest.approx(0.0, abs=0.2)


def test_the_range_of_the_melody_is_between_its_tenth_and_ninetieth_percentile() -> None:
    # A sine spends 80 % of its time within sin(0.4 π) = 0.951 of its swing.
    found = voiceprint(buzz(150, 8.0, glide_st=3.0), RATE_HZ).f0_range_st
    assert found == pytest.approx(2 * 3.0 * 0.951, abs=0.3)


def test_noise_of_a_tenth_of_the_power_reads_as_ten_decibels() -> None:
    found = voiceprint(buzz(150, noise=10 ** (-10 / 20)), RATE_HZ).hnr_db
    assert found == pytest.approx(10.0 + 10 * math.log10(RATE_HZ / 16_000), abs=1.5)


def test_a_whisper_has_no_pitch() -> None:
    hiss = np.random.default_rng(2).normal(0.0, 0.05, RATE_HZ * 2)
    ring = np.exp(-np.pi * 160.0 * np.arange(2_000) / RATE_HZ)
    formants = (
        np.sin(2 * np.pi * hz * np.arange(2_000) / RATE_HZ) * ring for hz in (490.0, 1_400.0, 2_600.0)
    )
    sound = sum(np.convolve(hiss, formant, "same") for formant in formants)
    assert voiceprint((sound / 20).astype(np.float32), RATE_HZ).f0_hz == 0.0


def test_silence_has_no_level() -> None:
    assert voiceprint(np.zeros(RATE_HZ, np.float32), RATE_HZ).level_lufs == -math.inf


def test_timbre_leaves_out_level_and_pitch() -> None:
    voice, louder = voiceprint(buzz(110), RATE_HZ), voiceprint(2 * buzz(110), RATE_HZ)
    dull = voiceprint(np.convolve(buzz(110), np.ones(12) / 12, "same").astype(np.float32), RATE_HZ)
    assert distance(voice, louder)[1] < 0.5 < 5.0 < distance(voice, dull)[1]


def test_an_octave_is_twelve_semitones_apart() -> None:
    one, other = (voiceprint(buzz(f0_hz), RATE_HZ) for f0_hz in (110, 220))
    assert distance(one, other)[0] == pytest.approx(12.0, abs=0.2)
