"""Checks of a finished file as a whole: level, peaks, clipping, silence, stereo, each with its limit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drama.audio import Sound, decibels, ffmpeg, meters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from drama.master import Preset

PLACES = 12
"""Most times listed for one check."""
RANGE_LU = (4.0, 12.0)
"""A loudness range outside these limits is a warning, never a failure."""
FOLD_MOST_LU = 3.0
ZERO_RUN_MOST_S = 0.05
ACX_FLOOR_S = 0.5
"""Window for ACX's noise floor: the shortest head that ACX requires."""
ACX_LONGEST_S = 120 * 60.0
_FULL_SCALE = 0.9999
_HEARD_FROM_LUFS = -45.0
"""Anything louder is not room tone: this is at least 5 LU over the room tone of any preset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One measurement with its limit."""

    name: str
    about: str
    value: str
    limit: str
    passes: bool
    places_s: tuple[float, ...] = ()
    """Where to listen."""
    warns: bool = False
    """True for a warning that is no failure."""


class Heard:
    """The measurements of one pass over the decoded file."""

    def __init__(self, episode: Path, wanted: Preset) -> None:
        self.wanted = wanted
        self.second_lufs, self.second_dbtp = ffmpeg.second_meter(episode)
        rate_hz = wanted.rate_hz
        meter = meters.Meter(rate_hz, wanted.channels)
        self.clipped: list[float] = []
        self.zeros: list[float] = []
        seconds_of: list[Sound] = []
        halves: list[Sound] = []
        total, frames = np.zeros(wanted.channels), 0
        for block in ffmpeg.decode(episode, rate_hz, wanted.channels, rate_hz * 10):
            meter.push(block)
            total += block.sum(axis=1, dtype=np.float64)
            self.clipped += _runs(np.abs(block).max(axis=0) >= _FULL_SCALE, 3, frames, rate_hz)
            silent = (block == 0.0).all(axis=0)
            self.zeros += _runs(silent, round(ZERO_RUN_MOST_S * rate_hz), frames, rate_hz)
            seconds_of.append(_by_second(block, rate_hz))
            halves.append(_powers(block, round(ACX_FLOOR_S * rate_hz)))
            frames += block.shape[1]
        self.cells = meter.cells()
        self.reading = meter.read()
        self.duration_s = frames / rate_hz
        self.dc = float(np.abs(total / max(1, frames)).max())
        self.seconds = np.concatenate(seconds_of, axis=1) if seconds_of else np.zeros((4, 0), np.float32)
        self.floor = float(min((power for half in halves for power in half), default=0.0))
        """Mean square of the quietest half second."""

    def checks(self) -> Iterable[Check]:
        """Yield the checks of the file as a whole."""
        wanted, reading = self.wanted, self.reading
        limit = f"{wanted.loudness_lufs:g} ±{wanted.tolerance_lu:g} LUFS"
        for name, lufs in (
            ("loudness", reading.integrated_lufs),
            ("loudness, second meter", self.second_lufs),
        ):
            good = abs(lufs - wanted.loudness_lufs) <= wanted.tolerance_lu
            yield Check(
                name=name,
                about="programme loudness of the file",
                value=f"{lufs:.1f} LUFS",
                limit=limit,
                passes=good,
            )
        limit = f"{wanted.true_peak_dbtp:g} dBTP at the most"
        for name, dbtp in (
            ("true peak", reading.true_peak_dbtp),
            ("true peak, second meter", self.second_dbtp),
        ):
            good = dbtp <= wanted.true_peak_dbtp + 0.05
            yield Check(
                name=name,
                about="highest peak between the samples",
                value=f"{dbtp:.1f} dBTP",
                limit=limit,
                passes=good,
            )
        yield Check(
            name="loudness range",
            about="from soft to loud passages (EBU Tech 3342); reported, never corrected",
            value=f"{reading.range_lu:.1f} LU",
            limit=f"{RANGE_LU[0]:g} to {RANGE_LU[1]:g} LU",
            passes=True,
            warns=not RANGE_LU[0] <= reading.range_lu <= RANGE_LU[1],
        )
        yield Check(
            name="clipping",
            about="three samples or more at full scale",
            value=f"{len(self.clipped)} places",
            limit="none",
            passes=not self.clipped,
            places_s=tuple(self.clipped[:PLACES]),
        )
        yield Check(
            name="silence",
            about="digital silence where a room should be heard",
            value=f"{len(self.zeros)} places",
            limit=f"none over {ZERO_RUN_MOST_S * 1000:.0f} ms",
            passes=not self._inner_zeros(),
            places_s=tuple(self._inner_zeros()[:PLACES]),
        )
        offset_db = decibels(self.dc)
        yield Check(
            name="offset",
            about="mean of all samples",
            value=f"{max(-200.0, offset_db):.0f} dB",
            limit="at most −60 dB",
            passes=offset_db < -60,
        )
        if wanted.channels == 2:
            yield from self._stereo()
        if wanted.by_chapter:
            yield from self._edges()
        if wanted.name == "acx":
            yield from self._acx()

    def _inner_zeros(self) -> list[float]:
        return [at for at in self.zeros if 0.5 < at < self.duration_s - 0.5]

    def _stereo(self) -> Iterable[Check]:
        """Yield mono compatibility (BBC: side below mid, correlation above 0, loss under 3 LU)."""
        middle, side, product, both = self.seconds
        loud = both > both.max(initial=0.0) * 1e-4
        fold_db = 10.0 * np.log10(np.maximum(1e-12, both[loud]) / np.maximum(1e-12, middle[loud]))
        worst = float(fold_db.max(initial=0.0))
        places = np.flatnonzero(loud)[fold_db > FOLD_MOST_LU]
        yield Check(
            name="mono fold",
            about="what is lost when both channels become one",
            value=f"{worst:.1f} LU at worst",
            limit=f"at most {FOLD_MOST_LU:g} LU",
            passes=worst < FOLD_MOST_LU,
            places_s=tuple(float(place) for place in places[:PLACES]),
        )
        lowest = float((product[loud]).min(initial=1.0))
        yield Check(
            name="stereo correlation",
            about="between left and right, second by second",
            value=f"{lowest:.2f} at lowest",
            limit="above 0",
            passes=lowest > 0.0,
            places_s=tuple(float(place) for place in np.flatnonzero(loud & (product <= 0))[:PLACES]),
        )
        wide = float(side.sum() / max(1e-12, middle.sum()))
        yield Check(
            name="stereo width",
            about="power of the side signal over the middle's",
            value=f"{10 * math.log10(max(wide, 1e-9)):.1f} dB",
            limit="below 0 dB",
            passes=wide < 1.0,
        )

    def _acx(self) -> Iterable[Check]:
        """Yield ACX's own requirements: RMS between −23 and −18 dB, a noise floor of −60 dB or less."""
        both = self.seconds[3] / 2.0
        rms_db = 10.0 * math.log10(max(1e-12, float(both.mean())))
        yield Check(
            name="ACX RMS",
            about="mean level of the file",
            value=f"{rms_db:.1f} dB",
            limit="−23 to −18 dB",
            passes=-23.0 <= rms_db <= -18.0,
        )
        floor_db = 10.0 * math.log10(max(1e-12, self.floor))
        yield Check(
            name="ACX noise floor",
            about="level of the quietest half second",
            value=f"{floor_db:.1f} dB",
            limit="at most −60 dB",
            passes=floor_db <= -60.0,
        )
        yield Check(
            name="ACX length",
            about="of the file",
            value=f"{self.duration_s / 60:.1f} min",
            limit=f"at most {ACX_LONGEST_S / 60:g} min",
            passes=self.duration_s <= ACX_LONGEST_S,
        )

    def _edges(self) -> Iterable[Check]:
        """Yield the checks of how long room tone lasts before the first sound and after the last."""
        heard = np.flatnonzero(meters.loudness(self.cells) > _HEARD_FROM_LUFS)
        first, last = (int(heard[0]), int(heard[-1]) + 1) if len(heard) else (len(self.cells), 0)
        for name, cells, (least_s, most_s) in (
            ("head", first, self.wanted.head_s),
            ("tail", len(self.cells) - last, self.wanted.tail_s),
        ):
            yield Check(
                name=name,
                about="quiet room at the file's beginning" if name == "head" else "and at its end",
                value=f"{cells / 100:.2f} s",
                limit=f"{least_s:g} to {most_s:g} s",
                passes=least_s <= cells / 100 <= most_s,
            )


def _runs(flags: NDArray[np.bool_], least: int, offset: int, rate_hz: int) -> list[float]:
    """Return where runs of at least this many flags begin, in seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.view(np.int8), [0]])))
    return [
        round((offset + int(begin)) / rate_hz, 2)
        for begin, end in zip(edges[::2], edges[1::2], strict=True)
        if end - begin >= least
    ]


def _by_second(block: Sound, rate_hz: int) -> Sound:
    """Return mid power, side power, correlation and the power of both channels for each second."""
    whole = block.shape[1] // rate_hz * rate_hz
    left = block[0, :whole].reshape(-1, rate_hz).astype(np.float64)
    right = block[-1, :whole].reshape(-1, rate_hz).astype(np.float64)
    powers = [np.einsum("ij,ij->i", a, b) / rate_hz for a, b in ((left, left), (right, right), (left, right))]
    product = powers[2] / np.maximum(1e-12, np.sqrt(powers[0] * powers[1]))
    middle = (powers[0] + powers[1] + 2 * powers[2]) / 2.0
    side = (powers[0] + powers[1] - 2 * powers[2]) / 2.0
    return np.array([middle, side, product, powers[0] + powers[1]], np.float32)


def _powers(block: Sound, frames: int) -> Sound:
    """Return the mean square of each block of this many frames, over all channels."""
    whole = block.shape[1] // frames * frames
    stretches = block[:, :whole].reshape(len(block), -1, frames)
    return np.asarray(np.einsum("cij,cij->i", stretches, stretches) / (len(block) * frames), np.float32)
