"""Playback: what a meter reads of a finished file, decoded as its listeners get it."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import soundfile

from drama.audio import decibels, ffmpeg, gain, k_weighting, meters, mp3
from drama.model import Loudness
from drama.system import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.audio import Sound
    from drama.system import cache

TRUE_PEAKS_FROM_DBTP = -8.0
"""Peaks under it are of no interest in a master and stay sample peaks."""
_WARM_UP = 2
"""MP3 frames after which a decoder that begins anywhere answers as one that began at the beginning."""
_PRE_ROLL = 8
"""MP3 frames after which the K-filter has forgotten that it began."""
_BLOCK = 230 * mp3.FRAME
"""Frames measured at a time: what they need stays in the processor's cache."""


def measured(
    path: Path, made: ffmpeg.Format, pieces: Sequence[ffmpeg.Piece], kept: cache.Kept, jobs: int
) -> Loudness:
    """Return what our meter reads of a finished file.

    Pieces are measured `jobs` at a time, and those kept not again; a file without any, as it is decoded.
    """
    return _in_pieces(path, made, pieces, kept, jobs) if pieces else _whole(path, made)


def _whole(path: Path, made: ffmpeg.Format) -> Loudness:
    """Measure a file from beginning to end; the next block is decoded while one is measured."""
    meter = meters.Meter(made.rate_hz, made.channels, TRUE_PEAKS_FROM_DBTP)
    blocks = ffmpeg.decode(path, made.rate_hz, made.channels)
    with ThreadPoolExecutor(max_workers=1) as decoder:
        coming = decoder.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = decoder.submit(next, blocks, None)
            meter.push(block)
    return meter.read()


def _in_pieces(
    path: Path, made: ffmpeg.Format, pieces: Sequence[ffmpeg.Piece], kept: cache.Kept, jobs: int
) -> Loudness:
    """Measure an MP3 piece by piece, from the bytes of the file."""

    def reading(number: int) -> Sound:
        with path.open("rb") as file:
            run_up = mp3.last_frames(_part(file, pieces[number - 1]), _WARM_UP + _PRE_ROLL) if number else b""
            content = _part(file, pieces[number])
            following = file.read(mp3.FRAME_BYTES_MOST)
        following = following[: mp3.frame_bytes(following)]
        asked = hashlib.sha256(repr((fingerprint.fingerprint(), made, len(run_up), len(content))).encode())
        for part in (run_up, content, following):
            asked.update(part)
        held = kept(f"{asked.hexdigest()}.f32", lambda: _read(run_up, content, following, made).tobytes())
        return np.frombuffer(held, np.float32)

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        readings = list(pool.map(reading, range(len(pieces))))
    tenths = meters.tenths(np.concatenate([one[1:] for one in readings]), made.rate_hz)
    return Loudness(
        integrated_lufs=meters.integrated_lufs(tenths, 10),
        true_peak_dbtp=decibels(max(float(one[0]) for one in readings)),
        range_lu=meters.range_lu(tenths, 10),
    )


def _part(file: BinaryIO, piece: ffmpeg.Piece) -> bytes:
    """Return a piece's bytes; the file is left at their end."""
    file.seek(piece.start)
    return file.read(piece.stop - piece.start)


def _read(run_up: bytes, content: bytes, following: bytes, made: ffmpeg.Format) -> Sound:
    """Return a piece's true peak, its run-up's included, and behind it the energies of its cells."""
    decoded, _ = soundfile.read(io.BytesIO(run_up + content + following), dtype="float32", always_2d=True)
    first = _WARM_UP * mp3.FRAME if run_up else 0
    before = _PRE_ROLL * mp3.FRAME if run_up else 0
    last = first + before + mp3.count_frames(content) * mp3.FRAME
    states, cells = k_weighting.silent_state(made.channels), []
    peak, least = 0.0, gain(TRUE_PEAKS_FROM_DBTP)
    for start in range(first, last, _BLOCK):
        around = _stretch(decoded, start - meters.WING, min(last, start + _BLOCK) + meters.WING)
        inner = around[:, meters.WING : -meters.WING]
        found = meters.true_peaks(around, meters.sample_peaks(inner), max(peak, least), meters.WING)
        peak = max(peak, float(found.max()))
        energies, states = k_weighting.cells(inner, made.rate_hz, states, meters.CELL)
        cells.append(energies)
    return np.append(peak, np.concatenate(cells)[before // meters.CELL :]).astype(np.float32)


def _stretch(sound: Sound, start: int, stop: int) -> Sound:
    """Return frames start to stop of (frames, channels) as (channels, frames), silent outside."""
    out = np.zeros((sound.shape[1], stop - start), np.float32)
    inside = sound[max(0, start) : stop]
    out[:, max(0, -start) : max(0, -start) + len(inside)] = inside.T
    return out
