"""Convolution in blocks is convolution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.audio import convolution


@settings(max_examples=25)
@given(frames=st.integers(0, 70_000), taps=st.integers(1, 400), seed=st.integers(0, 9))
def test_blocks_join_to_the_whole(frames: int, taps: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sound = rng.standard_normal(frames).astype(np.float32)
    response = rng.standard_normal((2, taps)).astype(np.float32)
    out = convolution.convolved(sound, convolution.prepared(response))
    assert out.shape == (2, frames + taps - 1)
    for channel, own in zip(out, response, strict=True):
        expected = np.convolve(sound, own) if frames else np.zeros(taps - 1)
        np.testing.assert_allclose(channel, expected, atol=1e-4 * taps**0.5)


@pytest.mark.parametrize("taps", [20_000, 140_000])
def test_a_long_response_is_played_back_by_a_click(taps: int) -> None:
    response = np.random.default_rng(1).standard_normal((2, taps)).astype(np.float32)
    click = np.zeros(150_000, np.float32)
    click[100_000] = 1.0
    out = convolution.convolved(click, convolution.prepared(response))
    np.testing.assert_allclose(out[:, 100_000 : 100_000 + taps], response, atol=1e-5)
    assert float(np.abs(out[:, :100_000]).max()) < 1e-5
