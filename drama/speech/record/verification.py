"""Verification: checks whether an engine's answer can be the line that it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.errors import EngineError, Problem
from drama.speech.engine import Speech
from drama.speech.phonemes import plain

if TYPE_CHECKING:
    from drama.model import Utterance
    from drama.speech.engine import Engine

ATTEMPTS = 2
_RATES_HZ = (4_000, 384_000)
"""Lowest and highest sample rate of speech; any other means a damaged header."""
_BEAT_S = 0.3
"""Length of a line without a letter or digit: a silent beat, which no engine is asked for."""


def verified(utterance: Utterance, engine: Engine) -> Speech:
    """Return a good take, from the second attempt if need be; EngineError when both are bad."""
    if not any(c.isalnum() for c in plain(utterance.text)):
        return Speech(samples=np.zeros(round(_BEAT_S * 22_050), np.float32), rate_hz=22_050)
    for attempt in range(ATTEMPTS):
        try:
            speech = engine.speak(utterance)
            fault = verify(speech, utterance)
        except EngineError:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        if not fault:
            return speech
    raise EngineError(Problem(message=fault, hint="try other words, or another voice for this line"))


def verify(speech: Speech, utterance: Utterance) -> str:
    """Return what is wrong with an engine's answer, or an empty string.

    A length is plausible between 50 characters a second and half a second a character (one and a half for
    characters beyond ASCII, which engines may spell out), at rate 1, with 3 s to spare.
    """
    samples = speech.samples
    if samples.dtype != np.float32 or samples.ndim != 1 or not _RATES_HZ[0] <= speech.rate_hz <= _RATES_HZ[1]:
        return f"it answered {samples.dtype} of shape {samples.shape} at {speech.rate_hz} Hz"
    if not len(samples) or not np.isfinite(samples).all() or float(np.abs(samples).max()) < 1e-4:
        return "it answered silence"
    length_s = len(samples) / speech.rate_hz
    text = plain(utterance.text)
    ascii_count = sum(c.isascii() for c in text)
    letters = sum(c.isalnum() and c.isascii() for c in text)
    shortest_s = letters / 50.0 / utterance.rate
    longest_s = 3.0 + (ascii_count * 0.5 + (len(text) - ascii_count) * 1.5) / utterance.rate
    if not shortest_s <= length_s <= longest_s:
        return f"it took {length_s:.1f} s, where {shortest_s:.1f} to {longest_s:.1f} s are plausible"
    return ""
