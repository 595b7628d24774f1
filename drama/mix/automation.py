"""Automation: levels in dB at frames of the timeline, straight between them, as a clip has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.timecode import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    Points = Sequence[tuple[int, float]]

JOINED_S = 0.5
"""In this time one automation goes over into another."""


def handed_over(first: Points, second: Points, at: int) -> tuple[tuple[int, float], ...]:
    """Return the points of one automation up to a frame, and from JOINED_S later on those of another."""
    till = at + frames(JOINED_S)
    before = [*(point for point in first if point[0] < at), (at, level_at(first, at))]
    return (*before, (till, level_at(second, till)), *(point for point in second if point[0] > till))


def level_at(points: Points, place: int) -> float:
    """Return the level at a frame, in dB; before the first point and after the last one theirs."""
    return float(np.interp(place, [at for at, _ in points], [level_db for _, level_db in points]))
