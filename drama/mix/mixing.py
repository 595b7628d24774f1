"""Mix: a timeline to sound on disk, block by block, measured as it is made.

The timeline is cut into stretches of 6 to 12 s that are mixed in parallel. What a stretch sounds like depends
on the clips in it alone, so that the mix is the same, sample for sample, however many there are at work, and
that a stretch of an earlier mix is taken over wherever its clips are as they were.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import Sound, gain, k_weighting, meters
from drama.mix.incremental import VALUES, Earlier, identity
from drama.mix.regions import cuts
from drama.mix.renderer import BUSES, Desk
from drama.model import Mix
from drama.progress import Silent
from drama.settings import Levels
from drama.system import files as system_files
from drama.system import fingerprint, memory
from drama.timecode import STEP_FRAMES

if TYPE_CHECKING:
    from pathlib import Path

    from drama.mix.renderer import Source
    from drama.model import Bus, Timeline
    from drama.progress import Progress

SCHEMA = "drama-mix/2"
_NOTE = "mix.json"
TRUE_PEAKS_FROM_DBFS = -11.0
"""Peaks that mastering may raise to its ceiling are measured oversampled from here on."""
_LEAST = 230 * STEP_FRAMES
"""Frames in a stretch, 6 s: of twice as many less stays in the cache, and they take more memory."""
_PIECE, _PIECE_AT_MOST = 2 * _LEAST, 4 * _LEAST
"""Frames in a piece that is encoded by itself, 12 s in a short episode and 24 s in a long one."""
_PIECES = 120
"""So many pieces are enough: each costs the start of an encoder, a tenth of what 18 s of sound cost it."""
_PRE_ROLL = 8 * STEP_FRAMES
"""Mixed before a stretch, so that the K-filter has forgotten that it began: e^−49 of it is left."""
_WING = 12
_CELLS, _PRE_ROLL_CELLS = 600, 21
"""Of 10 ms: a stretch whose buses are only measured, and what is mixed before it."""
_JOBS_AT_MOST = 8


def mix(
    timeline: Timeline,
    source: Source,
    folder: Path,
    *,
    levels: Levels | None = None,
    stems: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    stamp: str = "",
) -> Mix:
    """Return the mix of a timeline, written into the folder with what mastering needs to know of it.

    One that is there already, of the same timeline and with the same stamp (of whatever else the sources
    hang on), is returned as it is; of another one the stretches that it has in common are taken over. Memory
    is bounded by the number of jobs, never by the length. InputError when the disk refuses; what the source
    raises is passed on.
    """
    progress = progress or Silent()
    whole = _identity(timeline, levels or Levels(), stamp)
    there = _kept_mix(folder, timeline, whole)
    if there is not None and (there.stems or not stems):
        return there
    spans = list(pairwise((*cuts(timeline, _LEAST), timeline.frames)))
    folder.mkdir(parents=True, exist_ok=True)
    earlier = Earlier(folder, _NOTE, timeline.frames)
    desk = Desk(timeline, source, levels or Levels())
    common = repr((fingerprint.fingerprint(), SCHEMA, levels or Levels(), stamp))
    progress.start("mix", len(spans))
    names = [*VALUES, *(BUSES if stems else ())]
    opened = ExitStack()
    files = {name: opened.enter_context((folder / f"{name}.f32").open("wb")) for name in names}
    writing = threading.Lock()

    def write(name: str, content: Sound, start: int) -> None:
        with writing:
            files[name].seek(4 * (start * VALUES.get(name, VALUES["mix"]) // STEP_FRAMES))
            files[name].write(content.data)

    def work(span: tuple[int, int]) -> str:
        start, stop = span
        before = min(start, _PRE_ROLL)
        made_from = identity(desk, common, start, stop, (before, _WING))
        made = None if stems else earlier.stretch(made_from, stop - start)
        for name, content in (made or _mixed(desk, start, stop, before, stems=stems)).items():
            write(name, content, start)
        progress.step()
        return made_from

    try:
        # Closing writes what is left: a full disk may be found only then.
        with opened, ThreadPoolExecutor(max_workers=min(_JOBS_AT_MOST, jobs or os.cpu_count() or 1)) as pool:
            found = list(pool.map(work, spans))
    except OSError as error:
        raise system_files.failure(error, folder) from error
    finally:
        earlier.discard()
    memory.give_back()
    note = {
        "schema": SCHEMA,
        "identity": whole,
        "stems": stems,
        "stretches": [[made_from, start] for made_from, (start, _) in zip(found, spans, strict=True)],
    }
    system_files.write_text(folder / _NOTE, json.dumps(note, sort_keys=True) + "\n", durable=False)
    return _made(folder, timeline, stems=stems)


def _mixed(desk: Desk, start: int, stop: int, before: int, *, stems: bool) -> dict[str, Sound]:
    """Return what each file holds of a stretch, mixed with so many frames before it for the meter's sake."""
    rate_hz = desk.timeline.rate_hz
    buses = desk.buses(start - before, stop + _WING, apart=stems)
    both = np.add.reduce([buses[name] for name in BUSES]) if stems else buses["mix"]
    inner = both[:, before : before + stop - start]
    peaks = meters.sample_peaks(inner)
    around = both[:, max(0, before - _WING) :]
    energies = k_weighting.energies(both[:, : before + stop - start], rate_hz, meters.CELL)
    return {
        "mix": _interleaved(inner),
        "cells": energies[before // meters.CELL :].astype(np.float32),
        "peaks": meters.true_peaks(around, peaks, gain(TRUE_PEAKS_FROM_DBFS), min(before, _WING)),
        **{name: _interleaved(buses[name][:, before : before + stop - start]) for name in BUSES if stems},
    }


def _identity(timeline: Timeline, levels: Levels, stamp: str) -> str:
    """Return a hash of all that a mix is made from."""
    return hashlib.sha256(
        repr((fingerprint.fingerprint(), SCHEMA, timeline, levels, stamp)).encode()
    ).hexdigest()


def _made(folder: Path, timeline: Timeline, *, stems: bool) -> Mix:
    return Mix(
        folder=folder,
        frames=timeline.frames,
        rate_hz=timeline.rate_hz,
        stems=BUSES if stems else (),
        cuts=cuts(timeline, _piece(timeline.frames)),
    )


def _piece(frames: int) -> int:
    """Return the least frames of a piece: it doubles, so that few changes of the length move the cuts."""
    piece = _PIECE
    while frames > _PIECES * piece and piece < _PIECE_AT_MOST:
        piece *= 2
    return piece


def _kept_mix(folder: Path, timeline: Timeline, identity: str) -> Mix | None:
    """Return the mix of a timeline that is in a folder, when it is whole and of this identity."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        made = _made(folder, timeline, stems=note["stems"])
        sizes = {(folder / f"{name}.f32").stat().st_size for name in ("mix", *made.stems)}
        is_whole = note["schema"] == SCHEMA and note["identity"] == identity
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if is_whole and sizes == {made.frames * made.channels * 4} else None


def bus_energies(
    timeline: Timeline, source: Source, *, levels: Levels | None = None, jobs: int | None = None
) -> dict[Bus, meters.Energies]:
    """Return the K-weighted energy of each 10 ms of each bus, both channels summed; nothing is written."""
    desk = Desk(timeline, source, levels or Levels())
    cell = k_weighting.cell_frames(timeline.rate_hz)
    starts = range(0, max(1, timeline.frames), _CELLS * cell)

    def work(start: int) -> dict[Bus, Sound]:
        before = min(start, _PRE_ROLL_CELLS * cell)
        buses = desk.buses(start - before, min(timeline.frames, start + _CELLS * cell), apart=True)
        return {
            name: k_weighting.energies(buses[name], timeline.rate_hz)[before // cell :].astype(np.float32)
            for name in BUSES
        }

    with ThreadPoolExecutor(max_workers=min(_JOBS_AT_MOST, jobs or os.cpu_count() or 1)) as pool:
        parts = list(pool.map(work, starts))
    return {name: np.concatenate([part[name] for part in parts]).astype(np.float64) for name in BUSES}


def _interleaved(sound: Sound) -> Sound:
    """Return (channels, frames) as (frames, channels); channel by channel it takes a fifth of the time."""
    laid = np.empty(sound.shape[::-1], np.float32)
    for i, channel in enumerate(sound):
        laid[:, i] = channel
    return laid
