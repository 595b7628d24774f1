"""How Kokoro whispers: what its decoder is given instead of a pitch, and by how much a throat is breathier.

docs/voices-judged.md has what was measured of these figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drama.speech.engines import kokoro_graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Styles = NDArray[np.float32]

SOFTER_DB = 2.6
"""Than the same line with pitch, in the mean of eight voices; where the voice's own level isn't known."""
_BREATHIEST, _BREATHINESS = "af_nicole", 0.5
"""Whose timbre comes nearest to a whisper, and by what share of its difference from the other women's a voice
is moved that whispers: what sets two voices apart stays."""
_WOMEN = ("af", "bf")
_NOISE = 0.051
"""Deviation of the noise: twice what the source had in training, 0.033 in each of its nine harmonics."""
_NOISE_FRAMES, _SEED = 8 * 24_000, 20_050
_LOUDER = -1.5
"""A whispered vowel has less energy than one that is sung; the model knows so little in voiceless sounds."""


@lru_cache(maxsize=1)
def inputs() -> Mapping[str, float | NDArray[np.float32]]:
    """Return the inputs of the model for a whisper."""
    noise = np.random.default_rng(_SEED).standard_normal(_NOISE_FRAMES).astype(np.float32)
    return {
        kokoro_graph.PITCH: 0.0,
        kokoro_graph.NOISE: noise * np.float32(_NOISE),
        kokoro_graph.LOUDER: _LOUDER,
    }


def breathier(style: Styles, voices: Mapping[str, Styles], timbre: slice) -> Styles:
    """Return the style with which a voice whispers, of the model's voices; `timbre` is that part of it."""
    if _BREATHIEST not in voices:
        return style
    women = [styles for name, styles in voices.items() if name[:2] in _WOMEN]
    breath = (voices[_BREATHIEST] - np.mean(women, axis=0))[:, :, timbre]
    changed = style.copy()
    changed[:, :, timbre] += np.float32(_BREATHINESS) * breath
    return changed
