"""Sound arrays: levels against ITU-R BS.1770-4, the voiced part of a take, panning."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest

from drama.audio import k_weighting, samples

RATE_HZ = 44_100


def sine(frequency_hz: float, level_dbfs: float, seconds: float, rate_hz: int = RATE_HZ) -> samples.Sound:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return (samples.gain(level_dbfs) * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000, 96_000])
def test_a_full_scale_sine_of_997_hz_in_one_channel_measures_minus_3_01_lufs(rate_hz: int) -> None:
    """The calibration that ITU-R BS.1770-4 itself gives."""
    assert samples.level_lufs(sine(997, 0, 2, rate_hz), rate_hz) == pytest.approx(-3.01, abs=0.03)


@pytest.mark.parametrize(
    ("frequency_hz", "weight_db"),
    [(20, -13.3), (50, -4.0), (100, -1.1), (997, 0.69), (2_000, 3.0), (10_000, 4.0)],
)
def test_k_weighting_follows_the_curve_of_the_standard(frequency_hz: float, weight_db: float) -> None:
    tone = sine(frequency_hz, -6, 2, 48_000)
    cells, _ = k_weighting.cells(tone[None], 48_000, k_weighting.silent_state())
    plain = float(np.mean(tone[48_000:] ** 2))
    assert 10 * math.log10(float(cells[100:].mean()) / plain) == pytest.approx(weight_db, abs=0.1)


def test_weighting_in_pieces_equals_weighting_at_once() -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, 441 * 333 + 17).astype(np.float32)
    whole, _ = k_weighting.cells(noise[None], RATE_HZ, k_weighting.silent_state())
    state, parts = k_weighting.silent_state(), []
    for start in range(0, len(noise), 441 * 50):
        part, state = k_weighting.cells(noise[None, start : start + 441 * 50], RATE_HZ, state)
        parts.append(part)
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-5)


def test_the_level_of_silence_is_minus_infinity() -> None:
    assert samples.level_lufs(np.zeros(RATE_HZ, np.float32), RATE_HZ) == -math.inf
    assert samples.level_lufs(np.zeros(0, np.float32), RATE_HZ) == -math.inf


def test_pauses_do_not_lower_a_level() -> None:
    tone = sine(500, -20, 1)
    with_pause = np.concatenate([tone, np.zeros(RATE_HZ, np.float32), tone])
    assert samples.level_lufs(with_pause, RATE_HZ) == pytest.approx(
        samples.level_lufs(tone, RATE_HZ), abs=0.1
    )


@pytest.mark.parametrize("seconds", [0.2, 0.2801, 0.333, 0.5608, 1.0])
def test_a_level_does_not_depend_on_how_blocks_fall(seconds: float) -> None:
    tone = sine(2_000, -12, seconds)
    expected = samples.lufs(float(np.mean(tone.astype(np.float64) ** 2)) * 10 ** (3.0 / 10))
    assert samples.level_lufs(tone, RATE_HZ) == pytest.approx(expected, abs=0.25)


def test_the_voiced_span_leaves_silence_and_hiss_out() -> None:
    hiss = np.random.default_rng(1).normal(0, samples.gain(-80), RATE_HZ).astype(np.float32)
    take = hiss.copy()
    take[10_000:30_000] += sine(300, -12, 20_000 / RATE_HZ)
    start, end = samples.voiced_span(take, RATE_HZ)
    assert 10_000 - 220 <= start <= 10_000
    assert 30_000 <= end <= 30_000 + 220


def test_silence_has_no_voiced_span() -> None:
    assert samples.voiced_span(np.zeros(RATE_HZ, np.float32), RATE_HZ) == (0, 0)
    assert samples.voiced_span(np.zeros(3, np.float32), RATE_HZ) == (0, 0)


@pytest.mark.parametrize("pan", [-1.0, -0.4, 0.0, 0.7, 1.0])
def test_panning_keeps_the_power(pan: float) -> None:
    left, right = samples.pan_gains(pan)
    assert left**2 + right**2 == pytest.approx(1.0)
    assert (right > left) == (pan > 0) or pan == 0


def test_resampling_keeps_the_duration_and_the_level() -> None:
    tone = sine(1_000, -6, 1, 22_050)
    out = samples.resample(tone, 22_050, RATE_HZ)
    assert len(out) == RATE_HZ
    assert out.dtype == np.float32
    assert samples.level_lufs(out, RATE_HZ) == pytest.approx(samples.level_lufs(tone, 22_050), abs=0.05)


def test_a_fade_rises_from_nothing_to_all() -> None:
    fade = samples.raised_cosine(100)
    assert np.all(np.diff(fade) > 0)
    assert fade[0] < 0.001
    assert fade[-1] > 0.999


def test_an_offset_and_rumble_are_taken_away_and_the_voice_stays() -> None:
    voice = sine(110, -12, 1)
    rough = (voice + 0.05 + sine(5, -30, 1)).astype(np.float32)
    clean = samples.without_rumble(rough)
    assert abs(float(clean[4_410:-4_410].mean())) < samples.gain(-70)
    assert samples.decibels(float(np.abs(clean - voice)[4_410:-4_410].max())) < -45


@pytest.mark.parametrize(("frequency_hz", "loss_db"), [(10, -16.0), (24, -3.0), (60, 0.0), (200, 0.0)])
def test_only_what_is_slower_than_a_voice_is_taken_away(frequency_hz: float, loss_db: float) -> None:
    tone = sine(frequency_hz, -12, 2)
    middle = slice(RATE_HZ // 2, 3 * RATE_HZ // 2)
    kept = float(np.std(samples.without_rumble(tone)[middle]) / np.std(tone[middle]))
    assert samples.decibels(kept) == pytest.approx(loss_db, abs=1.0)


@pytest.mark.slow
def test_a_long_line_has_the_same_samples_with_any_number_of_threads() -> None:
    """OpenBLAS shares a large product out to its threads, and each share rounds otherwise."""
    code = (
        "import hashlib, numpy as np; from drama.audio import samples\n"
        "line = np.random.default_rng(1).standard_normal(900_000).astype(np.float32)\n"
        "print(hashlib.sha256(samples.without_rumble(line)).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1
