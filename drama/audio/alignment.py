"""Verifies that every line is in the finished episode at its planned time, by cross-correlation."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import ffmpeg
from drama.audio.samples import Sound, pan_gains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drama.model import Clip, Timeline

    Source = Callable[[Clip], Sound]
    """Returns the sound of a clip by itself: (frames,) or (frames, 2) from its start on."""

CORRELATION_LEAST = 0.85
OFFSET_MOST_MS = 5.0
_SEARCH_MS = 40.0
_SPEECH = ("narration", "dialogue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How well a line was found."""

    cue: int
    start: int
    """Where the timeline puts it, in frames."""
    correlation: float
    """1 for the take itself, 0 for anything else."""
    offset_ms: float
    """How much later than planned it was found."""

    @property
    def is_good(self) -> bool:
        """Whether the line is there and in time."""
        return self.correlation >= CORRELATION_LEAST and abs(self.offset_ms) <= OFFSET_MOST_MS


def verify(episode: Path, timeline: Timeline, source: Source) -> tuple[Found, ...]:
    """Return how well each spoken clip of the timeline was found in a finished file, decoded; in order.

    A clip, rendered by itself and panned, is searched for within 40 ms of its planned time. The normalised
    cross-correlation is 1 when the two differ only in level. The reverberation after the clip's end is left
    out: the next line may lie over it.
    """
    rate_hz = timeline.rate_hz
    search = round(_SEARCH_MS / 1000 * rate_hz)
    clips = [clip for clip in timeline.clips if clip.bus in _SPEECH]
    window = _Window(ffmpeg.decode(episode, rate_hz, 2))
    found = []
    for clip in clips:
        reference, shares = _folded(source(clip)[: clip.frames], clip)
        begin = clip.start - search
        left, right = window.part(begin, begin + len(reference) + 2 * search)
        correlation, lag = correlate(reference, np.asarray(shares[0] * left + shares[1] * right))
        found.append(
            Found(
                cue=clip.cue,
                start=clip.start,
                correlation=correlation,
                offset_ms=(lag - search) / rate_hz * 1000,
            )
        )
    return tuple(found)


def _folded(sound: Sound, clip: Clip) -> tuple[Sound, tuple[float, float]]:
    """Return a clip as one channel, and the weights that fold the episode the same way."""
    if sound.ndim == 1:
        return sound, pan_gains(clip.pan)
    return sound.mean(axis=1), (0.5, 0.5)


def correlate(reference: Sound, around: Sound) -> tuple[float, int]:
    """Return the highest normalised cross-correlation of a sound within a longer one, and its lag."""
    count = len(around) - len(reference) + 1
    energy = float(np.sum(reference.astype(np.float64) ** 2))
    if count < 1 or energy <= 0.0:
        return 0.0, 0
    size = 1 << (len(around) - 1).bit_length()
    spectrum = np.fft.rfft(around, size) * np.conj(np.fft.rfft(reference, size))
    products = np.fft.irfft(spectrum, size)[:count]
    sums = np.concatenate([[0.0], np.cumsum(around.astype(np.float64) ** 2)])
    energies = sums[len(reference) :] - sums[:count]
    values = products / np.sqrt(np.maximum(energies, 1e-12) * energy)
    best = int(values.argmax())
    return float(values[best]), best


class _Window:
    """A sliding window over a decoded file; it only moves forward."""

    def __init__(self, blocks: Iterator[Sound]) -> None:
        self._blocks = blocks
        self._held: deque[Sound] = deque()
        self._start = 0
        self._end = 0

    def part(self, begin: int, end: int) -> Sound:
        """Return (2, frames) from begin to end, silence where the file has nothing."""
        while self._end < end and (block := next(self._blocks, None)) is not None:
            self._held.append(block)
            self._end += block.shape[1]
        while self._held and self._start + self._held[0].shape[1] < begin - self._held[0].shape[1]:
            self._start += self._held.popleft().shape[1]
        out = np.zeros((2, end - begin), np.float32)
        at = self._start
        for block in self._held:
            first, last = max(begin, at), min(end, at + block.shape[1])
            if first < last:
                out[:, first - begin : last - begin] = block[:, first - at : last - at]
            at += block.shape[1]
        return out
