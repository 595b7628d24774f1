"""How Kokoro whispers, on made styles."""

from __future__ import annotations

import numpy as np

from drama.speech.engines import kokoro_graph, kokoro_whisper

TIMBRE = slice(0, 2)
VOICES = {
    name: np.full((3, 1, 4), value, np.float32)
    for name, value in {"af_nicole": 1.0, "af_heart": 0.0, "bf_emma": 0.5, "am_adam": 9.0}.items()
}


def test_whoever_whispers_is_moved_alike_so_that_two_stay_as_far_apart() -> None:
    heart, emma = (kokoro_whisper.breathier(VOICES[name], VOICES, TIMBRE) for name in ("af_heart", "bf_emma"))
    np.testing.assert_allclose(emma - heart, VOICES["bf_emma"] - VOICES["af_heart"], atol=1e-6)
    assert (heart[:, :, TIMBRE] > VOICES["af_heart"][:, :, TIMBRE]).all()
    np.testing.assert_array_equal(heart[:, :, 2:], VOICES["af_heart"][:, :, 2:])


def test_without_the_breathy_voice_a_style_stays() -> None:
    voices = {"af_heart": VOICES["af_heart"]}
    assert kokoro_whisper.breathier(VOICES["af_heart"], voices, TIMBRE) is VOICES["af_heart"]


def test_a_whisper_has_noise_instead_of_a_pitch() -> None:
    given = kokoro_whisper.inputs()
    assert given[kokoro_graph.PITCH] == 0.0
    assert 0.04 < float(np.std(given[kokoro_graph.NOISE])) < 0.06
