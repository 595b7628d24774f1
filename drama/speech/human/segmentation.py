"""Cuts a long recording into an actor's lines, at silences and by each line's expected length.

Speech is detected by level; dynamic programming aligns the segments with the lines.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

CELL_S = 0.01
_LEAST_RISE_DB = 6.0
_LEAST_RANGE_DB = 30.0
_SILENCE_DB = -75.0
_RISE = 0.35
"""Threshold of speech, as a share of the range in dB from the noise to the loud passages."""
_BANG_DB = 12.0
"""The loud level is at least that of the loudest 0.08 s less this, so that a bang doesn't set it."""
_JOIN_S = 0.15
_SHORTEST_S = 0.08
_CHARACTERS_A_SECOND = 14.0
_STOP_S = 0.35
"""Pause at a full stop inside a line; half of it at a comma."""
_SPREAD = 0.3
"""Standard deviation of the natural logarithm of a line's length: about a third more or less."""
_INNER_GAP_S = 0.5
"""A pause of this length inside a line costs as much as a length that is off by one _SPREAD."""
_OUTER_GAP_S = 0.35
"""A cut at a shorter gap than this has a cost: the two sides are more likely one line."""
_SKIP = 2.0
"""Cost of a segment that belongs to no line (a cough, a slate), and the same for each second of it."""
_STRETCHES_A_LINE = 16
_DOUBTFUL = 4.5
"""Cost above which a person should check a line's cut: its length is three _SPREAD off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A segment of sound between silences, in seconds."""

    start_s: float
    end_s: float

    def later(self, by_s: float) -> Stretch:
        """Return the segment moved later by so many seconds."""
        return Stretch(start_s=self.start_s + by_s, end_s=self.end_s + by_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a line was found."""

    start_s: float
    end_s: float
    doubtful: bool = False
    """True when its length is far from what its words should take."""


def levels(blocks: Iterable[NDArray[np.float32]], rate_hz: int) -> NDArray[np.float64]:
    """Return the level in dB of each 10 ms of a sound given in blocks of shape (1, frames)."""
    cell = round(rate_hz * CELL_S)
    left = np.zeros(0, np.float32)
    found = []
    for block in blocks:
        joined = np.concatenate((left, block[0]))
        whole = len(joined) // cell * cell
        left = joined[whole:]
        found.append(np.mean(joined[:whole].reshape(-1, cell).astype(np.float64) ** 2, axis=1))
    energies = np.concatenate(found) if found else np.zeros(0)
    return np.asarray(10.0 * np.log10(energies + 1e-12))


def stretches(level_db: NDArray[np.float64]) -> tuple[Stretch, ...]:
    """Return the segments over the room's level, joined over gaps under 0.15 s, without any under 0.08 s."""
    if not len(level_db):
        return ()
    quiet_db, loud_db = np.percentile(level_db, (10, 95))
    # The 95th percentile misses one word in a long file; a bang in a long session must not set the level.
    shortest = round(_SHORTEST_S / CELL_S)
    loud_db = max(loud_db, np.sort(level_db)[-min(shortest, len(level_db))] - _BANG_DB)
    if loud_db < _SILENCE_DB:
        return ()
    # In a closely trimmed file less than a tenth is quiet, so that the percentile isn't the noise.
    noise_db = min(quiet_db, loud_db - _LEAST_RANGE_DB)
    over = level_db > noise_db + max(_LEAST_RISE_DB, _RISE * (loud_db - noise_db))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], over, [False])).astype(np.int8)))
    runs = [[start * CELL_S, end * CELL_S] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    joined: list[list[float]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < _JOIN_S:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return tuple(Stretch(start_s=a, end_s=b) for a, b in joined if b - a >= _SHORTEST_S)


def expected_s(text: str) -> float:
    """Return about how long a line takes to say."""
    stops, commas = len(re.findall(r"[.!?…—]+\s", text)), len(re.findall(r"[,;:]\s", text))
    return max(0.25, len(text) / _CHARACTERS_A_SECOND + _STOP_S * (stops + commas / 2))


def align(heard: Sequence[Stretch], lines: Sequence[str]) -> tuple[Cut, ...]:
    """Return where each line was said, in order; nothing when there are fewer segments than lines.

    Each line gets one or more neighbouring segments, and some segments get no line. Dynamic programming finds
    the assignment whose lengths and pauses fit the words best; three iterations estimate the reader's pace.
    """
    if not lines or len(heard) < len(lines):
        return ()
    expected = np.array([expected_s(line) for line in lines])
    spoken_s = sum(stretch.end_s - stretch.start_s for stretch in heard)
    pace = spoken_s / float(expected.sum())
    cuts: tuple[Cut, ...] = ()
    for _ in range(3):
        cuts = _best(heard, expected * pace)
        ratios = [math.log((cut.end_s - cut.start_s) / x) for cut, x in zip(cuts, expected, strict=True)]
        pace = math.exp(float(np.median(ratios)))
    return cuts


def _best(heard: Sequence[Stretch], expected: NDArray[np.float64]) -> tuple[Cut, ...]:
    gaps = [after.start_s - before.end_s for before, after in pairwise(heard)]
    count, lines = len(heard), len(expected)
    costs = np.full((count + 1, lines + 1), np.inf)
    taken = np.zeros((count + 1, lines + 1), np.int64)
    costs[0, 0] = 0.0
    for end in range(1, count + 1):
        length_s = heard[end - 1].end_s - heard[end - 1].start_s
        costs[end] = costs[end - 1] + _SKIP * (1.0 + length_s)
        for start in range(end - 1, max(-1, end - 1 - _STRETCHES_A_LINE), -1):
            pauses = sum((gap / _INNER_GAP_S) ** 2 / 2.0 for gap in gaps[start : end - 1])
            closeness = max(0.0, 1.0 - gaps[start - 1] / _OUTER_GAP_S) * 2.0 if start else 0.0
            fit = _misfit(heard[end - 1].end_s - heard[start].start_s, expected) + pauses + closeness
            total = costs[start, :-1] + fit
            better = total < costs[end, 1:]
            costs[end, 1:][better] = total[better]
            taken[end, 1:][better] = end - start
    cuts: list[Cut] = []
    end, line = count, lines
    while line:
        size = int(taken[end, line])
        if size:
            span = (heard[end - size].start_s, heard[end - 1].end_s)
            doubtful = float(_misfit(span[1] - span[0], expected[line - 1 : line])[0]) > _DOUBTFUL
            cuts.append(Cut(start_s=span[0], end_s=span[1], doubtful=doubtful))
            line -= 1
        end -= max(1, size)
    return tuple(reversed(cuts))


def _misfit(length_s: float, expected: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((np.log(length_s / expected) / _SPREAD) ** 2 / 2.0)
