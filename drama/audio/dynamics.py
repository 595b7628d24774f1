"""Gain over time: a gentle compressor and a true-peak limiter, both with look-ahead, as a gain curve.

Both work on the meters' readings, not on the sound, so the gain for a target loudness can be solved without
reading the sound again. The curve of any segment can be computed by itself: it depends on nothing beyond its
margins, so segments computed in parallel join without a step.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drama.audio import meters
from drama.audio.samples import decibels
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from drama.audio.samples import Sound

    Reader = Callable[[int, int], Sound]
    """Returns the values from a first index to a last; zeros where there are none."""

Curve = NDArray[np.float64]

_LOOK_AHEAD = 4
"""Look-ahead of the limiter in grains: 5.8 ms."""
_RELEASE_DB_PER_S = 60.0
"""Release rate of the limiter: 6 dB in a tenth of a second."""
_GRAINS_HZ = HOUSE_RATE_HZ / meters.GRAIN
CODEC_FRAMES = 1024
"""Half of the window of AAC and MP3: so far to either side the error of a codec spreads."""
_WINDOW = 46
"""Detector window of the compressor in cells: 400 ms, the momentary loudness of EBU Tech 3341."""
_BACK = 32
"""Cells: the history of a segment is rounded up to a multiple, lest a distant peak change its last digit."""
_KNEE_DB = 6.0
_OVER_SPEECH_LU = 2.0
"""The compressor's threshold over the target loudness: a shout should stand out by that much."""
_CHUNK = 30_000
"""Cells worked on at a time: four minutes."""
_STEP_DB = 0.25
"""The solved gain is rounded to it, so that a small change of one line leaves the gain of the others as it
was. The programme is within half a step of its target, well within what EBU R 128 allows."""
_TOLERANCE_LU = 0.005
_LEAST_SLOPE = 0.2
"""Least LU by which the programme is taken to follow each dB of gain; the most is 1."""
_MOST_DB = 40.0
"""Bound on the gain beyond what the unlimited programme needs: the limiter may never reach the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The settings of the mastering chain."""

    gain_db: float
    ceiling_dbtp: float
    ratio: float = 1.0
    """Ratio of the compressor: dB in for each dB out above its threshold."""
    threshold_lufs: float = 0.0
    """Momentary loudness after the gain from which the compressor works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The measurements of a mix, read on demand."""

    cells: Reader
    """K-weighted energy of each cell."""
    peaks: Reader
    """True peak of each grain."""
    count: int
    """Cells there are."""
    highest: float
    """The largest of the peaks."""


def wary(gathered: Gathered, overshoots: Mapping[float, float]) -> Gathered:
    """Return measurements whose peaks are raised where a codec overshot: seconds, and by how many dB.

    The limiter then lowers those places, and no others. A codec's error spreads over its window, so the
    grains beside are raised, too.
    """
    if not overshoots:
        return gathered
    raised: dict[int, float] = {}
    for at_s, over_db in overshoots.items():
        middle = int(at_s * _GRAINS_HZ)
        for grain in range(middle - CODEC_FRAMES // meters.GRAIN, middle + CODEC_FRAMES // meters.GRAIN + 1):
            raised[grain] = max(raised.get(grain, 1.0), 10.0 ** (over_db / 20.0))
    grains = np.array(sorted(raised))
    factors = np.array([raised[grain] for grain in grains], np.float32)

    def peaks(first: int, last: int) -> Sound:
        out = gathered.peaks(first, last).copy()
        begin, end = np.searchsorted(grains, (first, last))
        out[grains[begin:end] - first] *= factors[begin:end]
        return out

    return replace(gathered, peaks=peaks, highest=gathered.highest * float(factors.max()))


def curve_db(chain: Chain, gathered: Gathered, first: int, last: int) -> Curve:
    """Return the gain in dB at the borders of the grains of cells first to last, both ends included."""
    begin, end = first - _back(chain, gathered), last + 1
    level_db = _compressed_db(chain, gathered, begin, end) + chain.gain_db
    peaks = gathered.peaks(begin * meters.GRAINS, end * meters.GRAINS)
    before = (first - begin) * meters.GRAINS
    count = (last - first) * meters.GRAINS + 1
    factor = 10.0 ** (chain.ceiling_dbtp / 20.0)
    # Powers and logarithms are slow: only of the few peaks that the loudest gain would bring to the ceiling.
    loud = np.flatnonzero(peaks >= 0.999 * factor / 10.0 ** (float(level_db.max()) / 20.0))
    gains_db = level_db[loud] if chain.ratio == 1.0 else np.maximum(level_db[loud], level_db[loud + 1])
    over = peaks[loud].astype(np.float64) * 10.0 ** (gains_db / 20.0) / factor
    if not float(over.max(initial=0.0)) > 1.0:
        return level_db[before : before + count]
    excess_db = np.zeros(len(peaks) + 1)
    excess_db[loud] = 20.0 * np.log10(np.maximum(1.0, over))
    needed_db = excess_db.copy()
    np.maximum(excess_db[:-1], needed_db[1:], out=needed_db[1:])
    # Running maximum with linear release, then a look-ahead maximum, smoothed by a Hann window.
    fall = _RELEASE_DB_PER_S / _GRAINS_HZ * np.arange(len(needed_db))
    held_db = np.maximum.accumulate(needed_db + fall) - fall
    wide_db = np.pad(held_db, _LOOK_AHEAD, mode="edge")
    ahead_db = wide_db[_LOOK_AHEAD:].copy()
    for i in range(_LOOK_AHEAD):
        np.maximum(ahead_db, wide_db[i : i + len(ahead_db)], out=ahead_db)
    weights = np.hanning(_LOOK_AHEAD + 3)[1:-1]
    smooth_db = np.convolve(ahead_db, weights / weights.sum(), mode="valid")
    gain_db: Curve = level_db[before : before + count] - smooth_db[before : before + count]
    return gain_db


def _back(chain: Chain, gathered: Gathered) -> int:
    """Return how many cells before a segment may still lower its gain through the limiter's release."""
    over_db = max(0.0, decibels(gathered.highest) + chain.gain_db - chain.ceiling_dbtp)
    release = _RELEASE_DB_PER_S / _GRAINS_HZ
    return math.ceil((over_db / release / meters.GRAINS + 1) / _BACK) * _BACK


def inputs(chain: Chain, gathered: Gathered, first: int, last: int) -> tuple[Sound, Sound]:
    """Return all measurements that the gain of cells first to last depends on: energies and peaks."""
    begin, end = first - _back(chain, gathered), last + 1
    cells = gathered.cells(begin - _WINDOW, end + _WINDOW + 1)
    return cells, gathered.peaks(begin * meters.GRAINS, end * meters.GRAINS)


def _compressed_db(chain: Chain, gathered: Gathered, first: int, last: int) -> Curve:
    """Return the compressor's gain in dB, 0 or below, at the borders of the grains of cells first to last."""
    borders = (last - first) * meters.GRAINS + 1
    if chain.ratio == 1.0:
        return np.zeros(borders)
    wing = _WINDOW
    cells = gathered.cells(first - wing, last + wing + 1).astype(np.float64)
    window = np.hanning(_WINDOW + 2)[1:-1]
    heard = np.convolve(cells, window / window.sum(), mode="same")
    over_db = meters.loudness(heard) + chain.gain_db - chain.threshold_lufs
    knee = np.clip(over_db + _KNEE_DB / 2.0, 0.0, _KNEE_DB)
    bent_db = knee**2 / (2.0 * _KNEE_DB) + np.maximum(0.0, over_db - _KNEE_DB / 2.0)
    wanted_db = -(1.0 - 1.0 / chain.ratio) * bent_db
    calm = np.convolve(wanted_db, window / window.sum(), mode="same")[wing : wing + last - first + 1]
    steps = np.diff(calm)[:, None] * (np.arange(meters.GRAINS) / meters.GRAINS)
    return np.append((calm[:-1, None] + steps).reshape(-1), calm[-1])


def energies(chain: Chain, gathered: Gathered, jobs: int = 1) -> meters.Energies:
    """Return the energies of all cells after the chain, worked out by so many threads."""
    out = np.empty(gathered.count)

    def work(first: int) -> None:
        last = min(gathered.count, first + _CHUNK)
        power = np.exp(curve_db(chain, gathered, first, last) * (math.log(10.0) / 10.0))
        sums = np.einsum("ij->i", power[:-1].reshape(-1, meters.GRAINS))  # mean() takes three times as long
        middle = (
            sums + (power[meters.GRAINS :: meters.GRAINS] - power[: -1 : meters.GRAINS]) / 2.0
        ) / meters.GRAINS
        out[first:last] = gathered.cells(first, last) * middle

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        list(pool.map(work, range(0, gathered.count, _CHUNK)))
    return out


def solve(
    gathered: Gathered,
    target_lufs: float,
    ceiling_dbtp: float,
    ratio: float = 1.0,
    *,
    jobs: int = 1,
) -> Chain:
    """Return the chain whose gain brings the programme to the target, compressor and limiter included.

    The gain is found by the secant method, as far as it takes to round it to a quarter of a dB; silence gets
    no gain.
    """
    threshold_lufs = target_lufs + _OVER_SPEECH_LU
    plain_lufs = _integrated(gathered.cells(0, gathered.count).astype(np.float64))
    if not math.isfinite(plain_lufs):
        return Chain(gain_db=0.0, ceiling_dbtp=ceiling_dbtp)

    def chain(gain_db: float) -> Chain:
        return Chain(gain_db=gain_db, ceiling_dbtp=ceiling_dbtp, ratio=ratio, threshold_lufs=threshold_lufs)

    gain_db = target_lufs - plain_lufs
    earlier: tuple[float, float] | None = None
    for _ in range(12):
        error_lu = _lufs(chain(gain_db), gathered, jobs) - target_lufs
        nearest_db, farthest_db = gain_db - error_lu, gain_db - error_lu / _LEAST_SLOPE
        if abs(error_lu) < _TOLERANCE_LU or _rounded(nearest_db) == _rounded(farthest_db):
            gain_db = nearest_db
            break
        slope = 1.0
        if earlier is not None and gain_db != earlier[0]:
            slope = min(1.0, max(_LEAST_SLOPE, (error_lu - earlier[1]) / (gain_db - earlier[0])))
        earlier = (gain_db, error_lu)
        gain_db = min(gain_db - error_lu / slope, target_lufs - plain_lufs + _MOST_DB)
    return chain(_rounded(gain_db))


def _rounded(gain_db: float) -> float:
    return round(gain_db / _STEP_DB) * _STEP_DB


def _lufs(chain: Chain, gathered: Gathered, jobs: int) -> float:
    """Return the loudness of the programme after the chain."""
    return _integrated(energies(chain, gathered, jobs))


def _integrated(cells: meters.Energies) -> float:
    return meters.integrated_lufs(meters.tenths(cells, HOUSE_RATE_HZ), 10)


def apply(sound: Sound, curve: Curve) -> Sound:
    """Return (channels, frames) multiplied by a curve in dB whose points lie a grain apart."""
    factors = (10.0 ** (curve / 20.0)).astype(np.float32)
    if float(curve.max() - curve.min()) < 1e-6:
        return np.asarray(sound * factors[0], np.float32)
    ramp = np.diff(factors)[:, None] * (np.arange(meters.GRAIN, dtype=np.float32) / np.float32(meters.GRAIN))
    ramp += factors[:-1, None]
    return np.asarray(sound * ramp.reshape(-1)[: sound.shape[1]], np.float32)
