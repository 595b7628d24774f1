"""The curve of compressor and limiter: the ceiling kept, the target met, no seam between stretches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.audio import dynamics, k_weighting, meters, samples

RATE_HZ = 44_100
GRAIN = meters.GRAIN


def gathered(sound: samples.Sound) -> dynamics.Gathered:
    """Return what the mix's meters would gather of (channels, frames)."""
    cells = k_weighting.energies(sound, RATE_HZ, meters.CELL)
    peaks = meters.true_peaks(sound, meters.sample_peaks(sound), 0.0)

    def reader(values: np.ndarray) -> dynamics.Reader:
        def read(first: int, last: int) -> np.ndarray:
            out = np.zeros(last - first, np.float32)
            begin, end = max(0, first), min(len(values), last)
            if begin < end:
                out[begin - first : end - first] = values[begin:end]
            return out

        return read

    return dynamics.Gathered(
        cells=reader(cells), peaks=reader(peaks), count=len(cells), highest=float(peaks.max())
    )


def bursts(seed: int, seconds: int = 12) -> samples.Sound:
    """Return noise in syllables of random level, with a few spikes."""
    rng = np.random.default_rng(seed)
    levels = np.repeat(rng.uniform(0.01, 0.2, seconds * 8), RATE_HZ // 8)[: seconds * RATE_HZ]
    sound = rng.normal(0, 1, (2, len(levels))) * levels
    sound[:, rng.integers(0, len(levels), 20)] += rng.uniform(-0.8, 0.8, 20)
    return sound[:, : len(levels) // meters.CELL * meters.CELL].astype(np.float32)


def processed(sound: samples.Sound, chain: dynamics.Chain) -> samples.Sound:
    seen = gathered(sound)
    return dynamics.apply(sound, dynamics.curve_db(chain, seen, 0, seen.count))


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), gain_db=st.floats(-6, 20), ratio=st.sampled_from([1.0, 1.3, 3.0]))
def test_no_sample_passes_the_ceiling(seed: int, gain_db: float, ratio: float) -> None:
    chain = dynamics.Chain(gain_db=gain_db, ceiling_dbtp=-2.0, ratio=ratio, threshold_lufs=-20.0)
    out = processed(bursts(seed, 4), chain)
    assert samples.decibels(float(np.abs(out).max())) <= -2.0 + 0.001


def test_true_peaks_stay_under_the_ceiling() -> None:
    out = processed(bursts(1), dynamics.Chain(gain_db=15, ceiling_dbtp=-1.0))
    assert meters.measure(out, RATE_HZ).true_peak_dbtp <= -1.0 + 0.05


@pytest.mark.parametrize("target_lufs", [-30.0, -23.0, -16.0, -12.0])
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_the_solved_gain_meets_the_loudness_with_the_limiter_at_work(
    target_lufs: float, ratio: float
) -> None:
    sound = bursts(2)
    chain = dynamics.solve(gathered(sound), target_lufs, -1.0, ratio)
    reading = meters.measure(processed(sound, chain), RATE_HZ)
    assert reading.integrated_lufs == pytest.approx(target_lufs, abs=0.13)  # half a step of the gain


def test_quiet_sound_is_raised_evenly() -> None:
    sound = bursts(3) * np.float32(0.01)
    chain = dynamics.Chain(gain_db=6.0, ceiling_dbtp=-1.0)
    np.testing.assert_allclose(processed(sound, chain), sound * np.float32(samples.gain(6.0)), rtol=1e-5)


def test_silence_is_left_as_it_is() -> None:
    assert dynamics.solve(gathered(np.zeros((2, 44_100), np.float32)), -16.0, -1.0).gain_db == 0.0


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_a_curve_computed_in_stretches_is_the_curve_computed_at_once(ratio: float) -> None:
    seen = gathered(bursts(4))
    chain = dynamics.Chain(gain_db=14.0, ceiling_dbtp=-1.0, ratio=ratio, threshold_lufs=-18.0)
    whole = dynamics.curve_db(chain, seen, 0, seen.count)
    for first in range(0, seen.count - 100, 100):
        part = dynamics.curve_db(chain, seen, first, first + 100)
        np.testing.assert_allclose(
            part, whole[first * meters.GRAINS : (first + 100) * meters.GRAINS + 1], atol=1e-9
        )


def test_the_limiter_lets_go_within_a_fifth_of_a_second() -> None:
    sound = np.full((2, RATE_HZ), 0.01, np.float32)
    sound[:, 10_000] = 0.9
    curve = dynamics.curve_db(dynamics.Chain(gain_db=6.0, ceiling_dbtp=-1.0), gathered(sound), 0, 100)
    lowest = int(curve.argmin())
    assert abs(lowest * GRAIN - 10_000) <= 2 * GRAIN
    assert curve[lowest + 140] == pytest.approx(6.0, abs=0.01)
    assert curve[lowest - 6] == pytest.approx(6.0, abs=0.01)


def test_the_compressor_brings_loud_passages_nearer_to_soft_ones() -> None:
    rng = np.random.default_rng(9)
    levels = np.repeat([0.02, 0.2], 4 * RATE_HZ)
    sound = (rng.normal(0, 1, (2, len(levels))) * levels).astype(np.float32)[
        :, : 8 * RATE_HZ // meters.CELL * meters.CELL
    ]
    chain = dynamics.Chain(gain_db=0.0, ceiling_dbtp=0.0, ratio=2.0, threshold_lufs=-25.0)
    curve = dynamics.curve_db(chain, gathered(sound), 0, 800)
    before = samples.lufs(float(gathered(sound).cells(500, 700).mean()))
    assert curve[2 * 700] == pytest.approx(0.0, abs=0.2)
    assert curve[6 * 700] == pytest.approx(-(before + 25.0) / 2.0, abs=0.5)


def test_threads_work_out_the_same_energies(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = np.random.default_rng(1).normal(size=(2, 60 * 44_100)).astype(np.float32)
    measured, chain = gathered(sound), dynamics.Chain(gain_db=9.0, ceiling_dbtp=-1.0, ratio=1.5)
    monkeypatch.setattr(dynamics, "_CHUNK", 700)
    alone, shared = (dynamics.energies(chain, measured, jobs) for jobs in (1, 4))
    np.testing.assert_array_equal(alone, shared)
