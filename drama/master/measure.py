"""Measures a finished file as its listeners decode it."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from drama.audio import decibels, ffmpeg, gain, k_weighting, meters, mp3

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from drama.audio import Sound
    from drama.model import Loudness

TRUE_PEAKS_FROM_DBTP = -8.0
"""Peaks under it don't matter in a master and aren't oversampled."""
_WARM_UP = 2
"""MP3 frames after which a decoder that starts mid-stream gives the same output as one from the start."""
_PRE_ROLL = 4
"""MP3 frames after which the start-up transient of the K-weighting filter has died away, to e^−24."""
_BLOCK = 230 * mp3.FRAME
"""Frames measured at a time: few enough to stay in the processor's cache."""


def measured(path: Path, made: ffmpeg.Format) -> Loudness:
    """Return the measured loudness of a finished file; the next block is decoded while one is measured."""
    meter = meters.Meter(made.rate_hz, made.channels, TRUE_PEAKS_FROM_DBTP)
    blocks = ffmpeg.decode(path, made.rate_hz, made.channels)
    with ThreadPoolExecutor(max_workers=1) as decoder:
        coming = decoder.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = decoder.submit(next, blocks, None)
            meter.push(block)
    return meter.read()


def overshoots(blocks: Iterable[Sound], made: ffmpeg.Format, limit_dbtp: float) -> dict[int, float]:
    """Return the frames at which a sound's true peak exceeds a limit, and by how many dB.

    Takes it in blocks, (channels, frames) each, at the format's rate.
    """
    limit, found = gain(limit_dbtp), {}
    held, first = np.zeros((made.channels, 2 * meters.WING), np.float32), 0
    silence = np.zeros((made.channels, 2 * meters.WING + meters.GRAIN), np.float32)
    for block in chain(blocks, [silence]):
        joined = np.concatenate((held, block), axis=1)
        whole = (joined.shape[1] - 2 * meters.WING) // meters.GRAIN * meters.GRAIN
        around = joined[:, : whole + 2 * meters.WING]
        inner = around[:, meters.WING : meters.WING + whole]
        peaks = meters.true_peaks(around, meters.sample_peaks(inner), limit, meters.WING)
        for grain in np.flatnonzero(peaks > limit):
            at = first + int(grain) * meters.GRAIN + meters.GRAIN // 2
            found[at] = decibels(float(peaks[grain])) - limit_dbtp
        held, first = joined[:, whole:], first + whole
    return found


def read_piece(earlier: bytes, content: bytes, later: bytes, made: ffmpeg.Format) -> Sound:
    """Return the true peak of a piece and its run-up, followed by the energies of the piece's cells.

    Takes the bytes of a piece of an MP3 and of its neighbours, in whole frames; empty at the file's ends.
    """
    decoded, first, begin, last = _decoded(earlier, content, later)
    before = begin - first
    states, cells = k_weighting.silent_state(made.channels), []
    peak, least = 0.0, gain(TRUE_PEAKS_FROM_DBTP)
    for start in range(first, last, _BLOCK):
        around = _stretch(decoded, start - meters.WING, min(last, start + _BLOCK) + meters.WING)
        inner = around[:, meters.WING : -meters.WING]
        peaks = meters.sample_peaks(inner)
        # The true peak is no lower than the highest sample: only grains that come near it are interpolated.
        peak = max(peak, float(peaks.max()))
        peak = max(peak, float(meters.true_peaks(around, peaks, max(peak, least), meters.WING).max()))
        energies, states = k_weighting.cells(inner, made.rate_hz, states, meters.CELL)
        cells.append(energies)
    return np.append(peak, np.concatenate(cells)[before // meters.CELL :]).astype(np.float32)


def piece_overshoots(
    earlier: bytes, content: bytes, later: bytes, made: ffmpeg.Format, limit_dbtp: float
) -> dict[int, float]:
    """Return the frames of a piece's sound at which it exceeds a true peak, and by how many dB.

    Takes the same bytes as read_piece(). Frame 0 is where the piece's sound begins, without the delay of
    encoder and decoder.
    """
    decoded, _, begin, last = _decoded(earlier, content, later)
    beside = 2 * meters.WING + meters.GRAIN
    around = _stretch(decoded, begin - beside, last + beside)
    # overshoots() counts from WING before its block. A grain across an edge of the piece is the piece's, too.
    shift = meters.WING + beside
    delay = mp3.ENCODER_DELAY + mp3.DECODER_DELAY
    return {
        at - shift - delay: by_db
        for at, by_db in overshoots([around], made, limit_dbtp).items()
        if -meters.GRAIN <= at - shift <= last - begin + meters.GRAIN
    }


def _decoded(earlier: bytes, content: bytes, later: bytes) -> tuple[Sound, int, int, int]:
    """Return a piece decoded between its neighbours, and where its run-up, it and what follows begin."""
    run_up = mp3.last_frames(earlier, _WARM_UP + _PRE_ROLL) if earlier else b""
    following = later[: mp3.frame_bytes(later)]
    decoded, _ = soundfile.read(io.BytesIO(run_up + content + following), dtype="float32", always_2d=True)
    first = _WARM_UP * mp3.FRAME if run_up else 0
    begin = first + (_PRE_ROLL * mp3.FRAME if run_up else 0)
    return decoded, first, begin, begin + mp3.count_frames(content) * mp3.FRAME


def _stretch(sound: Sound, start: int, stop: int) -> Sound:
    """Return frames start to stop of (frames, channels) as (channels, frames), silent outside."""
    out = np.zeros((sound.shape[1], stop - start), np.float32)
    inside = sound[max(0, start) : stop]
    out[:, max(0, -start) : max(0, -start) + len(inside)] = inside.T
    return out
