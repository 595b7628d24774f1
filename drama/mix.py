"""Mix: a timeline to sound on disk, block by block, measured as it is made.

The timeline is cut into segments of 6 s that are mixed in parallel; what a segment sounds like depends on
the timeline alone, so that the mix is the same, sample for sample, however many there are at work.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from drama import kweighting, meters, program
from drama.audio import Sound, gain
from drama.desk import BUSES, Desk
from drama.files import failure, write_text
from drama.memory import give_back
from drama.model import Mix
from drama.progress import Silent
from drama.settings import Levels

if TYPE_CHECKING:
    from pathlib import Path

    from drama.desk import Source
    from drama.model import Bus, Timeline
    from drama.progress import Progress

SCHEMA = "drama-mix/1"
_NOTE = "mix.json"
TRUE_PEAKS_FROM_DBFS = -11.0
"""Peaks that mastering may raise to its ceiling are measured oversampled from here on."""
_CELLS = 600
"""In a segment: twice as many take 15 % more time, since less of the work stays in the cache, and memory."""
_PRE_ROLL_CELLS = 20
"""Mixed before a segment, so that the K-filter has forgotten that it began: e^−47 of it is left."""
_WING = 12
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
    hang on), is returned as it is. Memory is bounded by the number of jobs, never by the length. InputError
    when the disk refuses; what the source raises is passed on.
    """
    progress = progress or Silent()
    identity = _identity(timeline, levels or Levels(), stamp)
    there = _kept_mix(folder, identity)
    if there is not None and (there.stems or not stems):
        return there
    rate_hz = timeline.rate_hz
    cell = kweighting.cell_frames(rate_hz)
    starts = range(0, max(1, timeline.frames), _CELLS * cell)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _NOTE).unlink(missing_ok=True)
    names = ["mix", "cells", "peaks", *(BUSES if stems else ())]
    desk = Desk(timeline, source, levels or Levels())
    progress.start("mix", len(starts))
    files = {name: (folder / f"{name}.f32").open("wb") for name in names}

    writing = threading.Lock()

    def write(name: str, content: Sound, offset: int) -> None:
        with writing:
            files[name].seek(offset * 4)
            files[name].write(content.data)

    def work(start: int) -> None:
        stop = min(timeline.frames, start + _CELLS * cell)
        before = min(start, _PRE_ROLL_CELLS * cell)
        buses = desk.buses(start - before, stop + _WING, apart=stems)
        both = np.add.reduce([buses[name] for name in BUSES]) if stems else buses["mix"]
        inner = both[:, before : before + stop - start]
        write("mix", _interleaved(inner), start * 2)
        for name in BUSES if stems else ():
            write(name, _interleaved(buses[name][:, before : before + stop - start]), start * 2)
        peaks = meters.sample_peaks(inner, rate_hz)
        around = both[:, max(0, before - _WING) :]
        over = gain(TRUE_PEAKS_FROM_DBFS)
        write(
            "peaks", meters.true_peaks(around, rate_hz, peaks, over, min(before, _WING)), start // desk.grain
        )
        energies = kweighting.energies(both[:, : before + stop - start], rate_hz)[before // cell :]
        write("cells", energies.astype(np.float32), start // cell)
        progress.step()

    try:
        with ThreadPoolExecutor(max_workers=min(_JOBS_AT_MOST, jobs or os.cpu_count() or 1)) as pool:
            for _ in pool.map(work, starts):
                pass
    except OSError as error:
        raise failure(error, folder) from error
    finally:
        for file in files.values():
            file.close()
    give_back()
    note = {
        "schema": SCHEMA,
        "identity": identity,
        "frames": timeline.frames,
        "rate_hz": rate_hz,
        "stems": stems,
    }
    write_text(folder / _NOTE, json.dumps(note, sort_keys=True) + "\n", durable=False)
    return Mix(folder=folder, frames=timeline.frames, rate_hz=rate_hz, stems=BUSES if stems else ())


def _identity(timeline: Timeline, levels: Levels, stamp: str) -> str:
    """Return a hash of all that a mix is made from."""
    return hashlib.sha256(repr((program.fingerprint(), SCHEMA, timeline, levels, stamp)).encode()).hexdigest()


def _kept_mix(folder: Path, identity: str) -> Mix | None:
    """Return the mix in a folder when it is whole and of this identity."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        stems = BUSES if note["stems"] else ()
        made = Mix(folder=folder, frames=note["frames"], rate_hz=note["rate_hz"], stems=stems)
        sizes = {(folder / f"{name}.f32").stat().st_size for name in ("mix", *stems)}
        is_whole = note["schema"] == SCHEMA and note["identity"] == identity
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if is_whole and sizes == {made.frames * made.channels * 4} else None


def bus_energies(
    timeline: Timeline, source: Source, *, levels: Levels | None = None, jobs: int | None = None
) -> dict[Bus, meters.Energies]:
    """Return the K-weighted energy of each 10 ms of each bus, both channels summed; nothing is written."""
    desk = Desk(timeline, source, levels or Levels())
    cell = kweighting.cell_frames(timeline.rate_hz)
    starts = range(0, max(1, timeline.frames), _CELLS * cell)

    def work(start: int) -> dict[Bus, Sound]:
        before = min(start, _PRE_ROLL_CELLS * cell)
        buses = desk.buses(start - before, min(timeline.frames, start + _CELLS * cell), apart=True)
        return {
            name: kweighting.energies(buses[name], timeline.rate_hz)[before // cell :].astype(np.float32)
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
