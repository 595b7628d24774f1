"""Master: a mix to a finished file at its preset's loudness and true peak, measured as a listener gets it."""

from __future__ import annotations

import math
import os
import shutil
import threading
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import dynamics, ffmpeg, formats, id3, meters
from drama.errors import EngineError, Problem
from drama.master import measure
from drama.master.pieces import Pieces
from drama.progress import Silent
from drama.system import files, float_file
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from drama.audio import Sound
    from drama.model import Loudness, Mix
    from drama.progress import Progress
    from drama.settings import Custom


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What a shop or station asks of a file."""

    name: str
    loudness_lufs: float
    true_peak_dbtp: float
    kind: formats.Kind
    bitrate_kbps: int = 128
    rate_hz: int = 44_100
    channels: int = 2
    ratio: float = 1.15
    """Ratio of the compressor."""
    tolerance_lu: float = 0.3
    by_chapter: bool = False
    """Whether the shop takes a file of each chapter."""
    head_s: tuple[float, float] = (0.0, math.inf)
    """Room tone before the first word, at least and at most."""
    tail_s: tuple[float, float] = (0.0, math.inf)
    air_db: float = 0.0
    """Added to the room tone."""


PRESETS = {
    preset.name: preset
    for preset in (
        Preset(name="podcast", loudness_lufs=-16, true_peak_dbtp=-1, kind="mp3"),
        Preset(name="streaming", loudness_lufs=-18, true_peak_dbtp=-1, kind="mp3", bitrate_kbps=192),
        Preset(name="broadcast", loudness_lufs=-23, true_peak_dbtp=-1, kind="wav", rate_hz=48_000),
        Preset(
            name="acx", loudness_lufs=-20, true_peak_dbtp=-3, kind="mp3", bitrate_kbps=192, channels=1,
            by_chapter=True, head_s=(0.5, 1.0), tail_s=(1.0, 5.0), air_db=-8, ratio=2.0,
        ),
    )
}  # fmt: skip
"""Apple's podcasts; AES TD1008; EBU R128; Audible's ACX. "custom" is what voices.yaml says.

ACX is mono: its limits are RMS per channel, which a stereo file at −20 LUFS falls short of."""
ATTEMPTS = 5
_ENCODED = "encoded"
"""The folder beside a mix with the pieces of a file that isn't finished, for the next attempt or run."""
_CODEC_MARGIN_DB = 0.8
"""Headroom at the first attempt for the overshoot of lossy coding; 0.5 was too little for three hours."""
_OVERSHOOT_MARGIN_DB = 0.5
"""What a place where the codec overshot is lowered by beyond the overshoot."""
_DECODER_MARGIN_DB = 0.2
"""Pieces of AAC are held that much under the limit: noise that a decoder makes itself (ISO/IEC 14496-3,
4.6.13, perceptual noise substitution) is another when the whole file is decoded."""
_FOLD_DB = 10.0 * math.log10(2.0)
"""Loudness that centred sound loses in the fold to mono."""
_LOSSLESS_MARGIN_DB = 0.1
"""Headroom for the resampler and for meters that differ."""


def preset(name: str, custom: Custom | None = None) -> Preset:
    """Return the preset of this name; KeyError for an unknown one."""
    if name != "custom" or custom is None:
        return PRESETS[name]
    kind = next(kind for kind in formats.KINDS if kind == custom.file)
    rates = formats.FORMATS[kind].rates_hz
    return Preset(
        name="custom",
        loudness_lufs=custom.loudness_lufs,
        true_peak_dbtp=custom.true_peak_dbtp,
        kind=kind,
        bitrate_kbps=round(custom.bitrate_kbps),
        rate_hz=round(custom.rate_hz) if round(custom.rate_hz) in rates else rates[0],
        channels=round(custom.channels),
    )


def codec_loss_db(made: ffmpeg.Format) -> float:
    """Return by how much a codec lowers the level: LAME's constant bit rates do, as measured with ffmpeg."""
    if made.kind != "mp3":
        return 0.0
    return 0.44 if made.bitrate_kbps <= 160 else 0.3 if made.bitrate_kbps <= 224 else 0.0


def master(
    mix: Mix,
    wanted: Preset,
    path: Path,
    tags: id3.Tags,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Loudness:
    """Return the loudness of the finished file at `path`, measured from the file itself, decoded.

    The gain is solved from the mix's measurements. Where the codec pushes a peak over the preset's limit, the
    next attempt lowers that place, and where the level is out of tolerance, all; EngineError when no attempt
    meets the preset. The pieces of an MP3 are cached beside the mix for the next render.
    """
    work = ffmpeg.Work(
        jobs=jobs or os.cpu_count() or 1, kept=mix.folder / _ENCODED, progress=progress or Silent()
    )
    in_pieces = wanted.kind == "mp3" and wanted.rate_hz == mix.rate_hz and mix.frames > 0
    pieces = Pieces(mix, wanted.name, _format(wanted), path, work.jobs) if in_pieces else None
    with files.replacing(path) as unfinished:
        reading = _attempted(mix, wanted, pieces, unfinished, tags, work)
    if pieces:
        pieces.keep()
    shutil.rmtree(mix.folder / _ENCODED, ignore_errors=True)
    return reading


def _format(wanted: Preset) -> ffmpeg.Format:
    """Return the format of a preset's file."""
    return ffmpeg.Format(
        kind=wanted.kind,
        rate_hz=wanted.rate_hz,
        channels=wanted.channels,
        bitrate_kbps=wanted.bitrate_kbps,
    )


def _attempted(
    mix: Mix, wanted: Preset, pieces: Pieces | None, path: Path, tags: id3.Tags, work: ffmpeg.Work
) -> Loudness:
    """Write the file, correcting it after each attempt that misses the preset, and return its loudness."""
    made, gathered, progress = _format(wanted), gather(mix), work.progress
    ceiling_dbtp = wanted.true_peak_dbtp - (
        _CODEC_MARGIN_DB if formats.FORMATS[wanted.kind].lossy else _LOSSLESS_MARGIN_DB
    )
    loss_db = codec_loss_db(made)
    fold_db = _FOLD_DB if wanted.channels == 1 else 0.0
    lowering = _Lowering(gathered, made, wanted.true_peak_dbtp)
    progress.start("master", 0)

    def solved() -> dynamics.Chain:
        target_lufs = wanted.loudness_lufs + loss_db + fold_db
        return dynamics.solve(
            gathered, target_lufs, ceiling_dbtp + loss_db, ratio=wanted.ratio, jobs=work.jobs
        )

    chain = solved()
    for _ in range(ATTEMPTS):
        if pieces:
            names = pieces.named(chain, lowering.gathered)
            reading = pieces.measured(names, chain, lowering.gathered)
        else:
            chained = _Chained(mix, chain, lowering, made.channels)
            source = ffmpeg.Source(chained.read, mix.frames, mix.rate_hz)
            ffmpeg.encode(source, made, path, tags, replace(work, listener=lowering))
            progress.start("measure", 0)
            reading = measure.measured(path, made)
        progress.step()
        off_lu = reading.integrated_lufs - wanted.loudness_lufs
        over_db = reading.true_peak_dbtp - wanted.true_peak_dbtp
        if not math.isfinite(off_lu) or (abs(off_lu) <= wanted.tolerance_lu and over_db <= 0):
            if pieces:
                pieces.write(path, tags, names, chain, lowering.gathered)
            return reading
        if over_db > 0 and pieces:
            lowering.lower(pieces.overshoots(names, chain, lowering.gathered, wanted.true_peak_dbtp))
        elif over_db > 0:
            lowering.lower(lowering.heard(0, ffmpeg.decode(path, made.rate_hz, made.channels)))
        if abs(off_lu) > wanted.tolerance_lu:
            loss_db -= off_lu
            chain = solved()
    raise EngineError(
        Problem(
            message=f"the master misses preset {wanted.name}: {reading.integrated_lufs:.1f} LUFS and "
            f"{reading.true_peak_dbtp:.1f} dBTP, not {wanted.loudness_lufs:g} and {wanted.true_peak_dbtp:g}",
            hint="a lower loudness or a higher bit rate leaves the codec more room",
        )
    )


def gather(mix: Mix) -> dynamics.Gathered:
    """Return a mix's measurements, read from its folder on demand."""
    cells, grains = -(-mix.frames // meters.CELL), -(-mix.frames // meters.GRAIN)
    energies, peaks = (float_file.FloatFile(mix.folder / f"{name}.f32") for name in ("cells", "peaks"))
    highest = 0.0
    for at in range(0, grains, 2**20):
        highest = max(highest, float(_stretch(peaks, grains, at, at + 2**20).max(initial=0.0)))
    return dynamics.Gathered(
        cells=partial(_stretch, energies, cells), peaks=partial(_stretch, peaks, grains), count=cells,
        highest=highest,
    )  # fmt: skip


def _stretch(values: float_file.FloatFile, count: int, first: int, last: int) -> Sound:
    """Return values first to last of a file of so many measurements, zeros where it has none."""
    out = np.zeros(last - first, np.float32)
    begin = max(0, first)
    read = values.read(begin, min(count, last))
    out[begin - first : begin - first + len(read)] = read
    return out


class _Lowering:
    """The measurements of a mix, raised where the codec overshot, so that the limiter lowers those places.

    A codec's overshoot is seldom, and a lower ceiling moves it elsewhere: its places alone are lowered, and
    the chain stays as it was solved. Safe to use from several threads.
    """

    def __init__(self, gathered: dynamics.Gathered, made: ffmpeg.Format, limit_dbtp: float) -> None:
        self._plain, self._made, self._limit_dbtp = gathered, made, limit_dbtp
        self._overshot: dict[int, float] = {}
        self._gathered = gathered
        self._lock = threading.Lock()

    def heard(self, start: int, blocks: Iterable[Sound]) -> dict[int, float]:
        """Return the frames at which an encoded sound overshoots, and by how many dB; it begins at start."""
        found = measure.overshoots(blocks, self._made, self._limit_dbtp - _DECODER_MARGIN_DB)
        return {start + at: by_db for at, by_db in found.items()}

    def lower(self, found: Mapping[int, float]) -> None:
        """Lower these places by their overshoot and a margin, beyond what is lowered around them already."""
        places = sorted(self._overshot)
        wide = dynamics.CODEC_FRAMES * self._made.rate_hz // HOUSE_RATE_HZ
        fresh = {}
        for at, by_db in found.items():
            near = places[bisect_left(places, at - wide) : bisect_right(places, at + wide)]
            before_db = max((self._overshot[one] for one in near), default=0.0)
            fresh[at] = before_db + by_db + _OVERSHOOT_MARGIN_DB
        with self._lock:
            self._overshot |= fresh
            overshot_s = {at / self._made.rate_hz: by_db for at, by_db in self._overshot.items()}
            self._gathered = dynamics.wary(self._plain, overshot_s)

    @property
    def gathered(self) -> dynamics.Gathered:
        """The measurements as they stand."""
        with self._lock:
            return self._gathered


@dataclass(frozen=True, slots=True)
class _Chained:
    """Reads the mix through the mastering chain, from any frame on."""

    mix: Mix
    chain: dynamics.Chain
    lowering: _Lowering
    channels: int

    def read(self, start: int, count: int) -> Sound:
        """Return (count, channels), mastered; folded to mono where one channel is asked for."""
        first, last = start // meters.CELL, -(-(start + count) // meters.CELL)
        begin = first * meters.CELL
        raw = self.mix.read(begin, min(self.mix.frames, start + count) - begin)
        if self.channels == 1:
            raw = raw.mean(axis=0, keepdims=True)
        curve = dynamics.curve_db(self.chain, self.lowering.gathered, first, last)
        return dynamics.apply(raw, curve)[:, start - begin :].T


def export_stems(mix: Mix, folder: Path) -> tuple[Path, ...]:
    """Return the stems of a mix as 32-bit float WAV files, each at full length; none without stems.

    They sum to the mix before mastering.
    """

    def reader(kept: Path) -> ffmpeg.Read:
        def read(start: int, count: int) -> Sound:
            raw = np.fromfile(kept, np.float32, count * mix.channels, offset=start * mix.channels * 4)
            return raw.reshape(-1, mix.channels)

        return read

    return tuple(
        _export(reader(kept), mix.frames, mix.rate_hz, mix.channels, folder / f"{name}.wav", name)
        for name, kept in mix.stems
    )


def export_sounds(blocks: Iterable[Sound], frames: int, rate_hz: int, path: Path, title: str) -> Path:
    """Write consecutive blocks of a stereo sound, (2, frames) each, as a 32-bit float WAV file."""
    coming, held = iter(blocks), np.zeros((0, 2), np.float32)

    def read(start: int, count: int) -> Sound:
        nonlocal held
        del start  # the encoder reads from the beginning to the end
        parts, had = [held], len(held)
        while had < count:
            parts.append(next(coming).T)
            had += len(parts[-1])
        joined = np.concatenate(parts)
        held = joined[count:].copy()
        return joined[:count]

    return _export(read, frames, rate_hz, 2, path, title)


def _export(read: ffmpeg.Read, frames: int, rate_hz: int, channels: int, path: Path, title: str) -> Path:
    made = ffmpeg.Format(kind="wav", rate_hz=rate_hz, channels=channels, floats=True)
    ffmpeg.encode(ffmpeg.Source(read, frames, rate_hz), made, path, id3.Tags(title=title))
    return path
