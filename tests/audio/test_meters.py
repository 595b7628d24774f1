"""The meters against the test signals of EBU Tech 3341 and 3342, which are given there as tones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.audio import meters, samples

RATE_HZ = 48_000


def tones(*parts: tuple[float, float]) -> samples.Sound:
    """Return a stereo tone of 1 kHz made of (level in dBFS, seconds)."""
    levels = np.concatenate([np.full(round(s * RATE_HZ), samples.gain(level)) for level, s in parts])
    tone = levels * np.sin(2 * np.pi * 1_000 * np.arange(len(levels)) / RATE_HZ)
    return np.stack([tone, tone]).astype(np.float32)


@pytest.mark.parametrize(
    ("parts", "expected_lufs"),
    [
        pytest.param([(-23, 20)], -23.0, id="case 1"),
        pytest.param([(-33, 20)], -33.0, id="case 2"),
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23.0, id="case 3"),
        pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0, id="case 4"),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23.0, id="case 5"),
    ],
)
def test_integrated_loudness_passes_ebu_tech_3341(
    parts: list[tuple[float, float]], expected_lufs: float
) -> None:
    assert meters.measure(tones(*parts), RATE_HZ).integrated_lufs == pytest.approx(expected_lufs, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "expected_lu"),
    [
        pytest.param([(-20, 20), (-30, 20)], 10.0, id="case 1"),
        pytest.param([(-20, 20), (-15, 20)], 5.0, id="case 2"),
        pytest.param([(-40, 20), (-20, 20)], 20.0, id="case 3"),
        pytest.param([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15.0, id="case 4"),
    ],
)
def test_loudness_range_passes_ebu_tech_3342(parts: list[tuple[float, float]], expected_lu: float) -> None:
    assert meters.measure(tones(*parts), RATE_HZ).range_lu == pytest.approx(expected_lu, abs=1.0)


def test_short_term_loudness_of_a_steady_tone_is_its_loudness() -> None:
    meter = meters.Meter(RATE_HZ, 2)
    meter.push(tones((-23, 10)))
    assert np.allclose(meters.short_term_lufs(meter.cells())[1:], -23.0, atol=0.1)


@pytest.mark.parametrize(
    ("divisor", "phase_degrees", "level"),
    [(4, 0, 0.5), (4, 45, 0.5), (6, 60, 0.5), (8, 67.5, 0.5), (4, 45, 1.41)],
)
def test_true_peak_passes_ebu_tech_3341(divisor: int, phase_degrees: float, level: float) -> None:
    """Cases 15 to 19: tones whose samples miss their peaks; +0.2/−0.4 dB are allowed."""
    frames = np.arange(RATE_HZ)
    tone = level * np.sin(2 * np.pi * frames / divisor + math.radians(phase_degrees)) * np.hanning(RATE_HZ)
    reading = meters.measure(np.stack([tone, tone]).astype(np.float32), RATE_HZ).true_peak_dbtp
    assert -0.4 <= reading - samples.decibels(level) <= 0.2


def test_silence_measures_minus_infinity() -> None:
    reading = meters.measure(np.zeros((2, RATE_HZ), np.float32), RATE_HZ)
    assert reading.integrated_lufs == -math.inf
    assert reading.true_peak_dbtp == -math.inf
    assert reading.range_lu == 0.0


@settings(max_examples=20)
@given(cuts=st.lists(st.integers(1, 60_000), max_size=6), seed=st.integers(0, 99))
def test_a_reading_does_not_depend_on_how_the_sound_is_cut(cuts: list[int], seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 0.1, (2, 90_000)).astype(np.float32)
    whole, pieces = meters.Meter(RATE_HZ, 2), meters.Meter(RATE_HZ, 2)
    whole.push(noise)
    for part in np.split(noise, sorted({min(cut, 89_999) for cut in cuts}), axis=1):
        pieces.push(part)
    one, other = whole.read(), pieces.read()
    assert one.integrated_lufs == pytest.approx(other.integrated_lufs, abs=1e-4)
    assert one.true_peak_dbtp == pytest.approx(other.true_peak_dbtp, abs=1e-3)


def test_peaks_far_under_the_threshold_stay_sample_peaks() -> None:
    tone = tones((-20, 1))
    peaks = meters.sample_peaks(tone)
    assert meters.true_peaks(tone, peaks, samples.gain(-3)) is peaks


def test_only_grains_near_the_highest_sample_are_interpolated(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, asked = meters.true_peaks, []

    def watched(sound: samples.Sound, peaks: samples.Sound, over: float, wing: int = 0) -> samples.Sound:
        asked.append(over)
        return whole(sound, peaks, over, wing)

    monkeypatch.setattr(meters, "true_peaks", watched)
    meters.measure(tones((-2, 0.5)), RATE_HZ)
    assert asked[0] >= samples.gain(-2.01)


@pytest.mark.parametrize("block", [1_000, 4_410, 44_100])
def test_the_peak_of_a_low_tone_is_its_own_wherever_a_block_ends(block: int) -> None:
    tone = 0.5 * np.cos(2 * np.pi * 100 * np.arange(RATE_HZ) / RATE_HZ)
    faded = np.float32(
        tone * np.minimum(1, np.minimum(np.arange(RATE_HZ), np.arange(RATE_HZ, 0, -1)) / 4_410)
    )
    meter = meters.Meter(RATE_HZ, 1)
    for at in range(0, RATE_HZ, block):
        meter.push(faded[None, at : at + block])
    assert meter.read().true_peak_dbtp == pytest.approx(samples.decibels(0.5), abs=0.02)


@pytest.mark.parametrize("count", [1, 2, 3, 20, 21, 22, 1000])
def test_percentiles_are_numpys(count: int) -> None:
    values = np.sort(np.random.default_rng(count).normal(size=count))
    for percent in (10, 95):
        found = meters._percentile(values, percent)
        assert found == pytest.approx(float(np.percentile(values, percent)), abs=1e-12)
