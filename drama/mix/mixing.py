"""Mix: a timeline to sound, region by region, measured as it is made.

The timeline is cut into regions of 4 to 8 s that are mixed in parallel. The sound of a
region depends on its clips alone. The mix is therefore the same, sample for sample, with any number of
workers, and the measurements of an unchanged region of an earlier mix are reused: it isn't mixed again unless
its sound is read.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import soxr

from drama.audio import Sound, gain, k_weighting, meters
from drama.mix.incremental import HELD_BYTES, VALUES, Earlier, RegionSounds, checksum, identity
from drama.mix.regions import cuts
from drama.mix.renderer import BUSES, Renderer
from drama.model import REGION_MARGINS, Mix, Region
from drama.progress import Silent
from drama.settings import Levels
from drama.system import files as system_files
from drama.system import fingerprint, memory
from drama.timecode import STEP_FRAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from drama.mix.renderer import Source
    from drama.model import Bus, Timeline
    from drama.progress import Progress

SCHEMA = "drama-mix/3"
_NOTE = "mix.json"
_SOUNDS = "sound"
"""The folder of the regions' sound."""
TRUE_PEAKS_FROM_DBFS = -11.0
"""Peaks that mastering may raise to its ceiling are measured oversampled from here on."""
_LEAST = 153 * STEP_FRAMES
"""Frames in a region, 4 s: about a line. Each costs the mixing of its margins, 0.13 s, and the encoding of
its run-in, 0.05 s. With 3 s a cold render takes 2 to 3 % longer, and a changed voice is 3 % less of it."""
_PRE_ROLL = 4 * STEP_FRAMES
"""Mixed before a region, so that the start-up transient of the K-weighting filter dies away: e^−24 of it is
left, less than single precision resolves."""
_WING = 12
_CELLS, _PRE_ROLL_CELLS = 600, 21
"""Cells of 10 ms: a segment whose buses are only measured, and the pre-roll mixed before it."""
_JOBS_AT_MOST = 8
_DISK_BYTES_AT_MOST = 4 * 2**30
"""Of an episode longer than three hours, or where the disk has less, the sound isn't kept from mixing to
encoding: it is mixed a second time."""


def mix(
    timeline: Timeline,
    source: Source,
    folder: Path,
    *,
    levels: Levels | None = None,
    stems: bool = False,
    jobs: int | None = None,
    held_bytes: int = HELD_BYTES,
    progress: Progress | None = None,
    version: Callable[[str], str] = lambda _: "",
) -> Mix:
    """Return the mix of a timeline; the measurements that mastering needs are written into the folder.

    `version` changes when a clip's source becomes another sound of the same name. Measurements of an earlier
    mix in the folder are reused for the regions that both have in common. Memory is bounded at any length:
    of the sound, `held_bytes` stay there, and the rest lies in the folder.
    InputError when the disk refuses; what the source raises is passed on.
    """
    progress = progress or Silent()
    levels = levels or Levels()
    renderer = Renderer(timeline, source, levels, version)
    # Another version of a library may round otherwise: what it made isn't mixed with what this one makes.
    common = repr((fingerprint.fingerprint("mix"), SCHEMA, levels, np.__version__, soxr.__version__))
    regions = tuple(
        Region(start=start, stop=stop, identity=identity(renderer, common, start, stop, _margins(start)))
        for start, stop in pairwise((*cuts(timeline, _LEAST), timeline.frames))
    )
    folder.mkdir(parents=True, exist_ok=True)
    mixer = _Mixer(renderer, regions, folder, held_bytes)
    progress.start("mix", len(regions))
    try:
        mixer.measure(jobs, progress)
        kept = mixer.export_stems(jobs) if stems else ()
    except OSError as error:
        raise system_files.failure(error, folder) from error
    memory.give_back()
    return Mix(
        folder=folder, frames=timeline.frames, read=mixer.sounds.read, regions=regions,
        rate_hz=timeline.rate_hz, stems=kept,
    )  # fmt: skip


def sounds(
    timeline: Timeline,
    source: Source,
    *,
    levels: Levels | None = None,
    jobs: int | None = None,
    version: Callable[[str], str] = lambda _: "",
) -> Iterator[Sound]:
    """Yield a timeline's sound from its beginning, each block (2, frames): mix() without its measurements.

    Nothing is kept, and no more than a few blocks are in memory.
    """
    renderer = Renderer(timeline, source, levels or Levels(), version)
    edges = [*cuts(timeline, _LEAST), timeline.frames]
    workers = _workers(jobs)
    coming: deque[Future[Sound]] = deque()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for start, stop in pairwise(edges):
            coming.append(pool.submit(_played, renderer, start, stop))
            if len(coming) > workers:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _played(renderer: Renderer, start: int, stop: int) -> Sound:
    return renderer.buses(start, stop, apart=False)["mix"]


def forget_sounds(mix: Mix) -> None:
    """Delete a mix's sound from the disk; its measurements stay for the next render."""
    shutil.rmtree(mix.folder / _SOUNDS, ignore_errors=True)


def _margins(start: int) -> tuple[int, int]:
    """Return how much is mixed before and after a region that begins at a frame."""
    return min(start, _PRE_ROLL), REGION_MARGINS[1] + _WING


class _Mixer:
    """Mixes and measures the regions of one timeline."""

    def __init__(
        self, renderer: Renderer, regions: tuple[Region, ...], folder: Path, held_bytes: int
    ) -> None:
        self._renderer, self._regions, self._folder = renderer, regions, folder
        # The renderer's, not this object's: in a cycle the sound would stay until the garbage collector came.
        self.sounds = RegionSounds(folder / _SOUNDS, regions, partial(_sound, renderer), held_bytes)
        room = min(_DISK_BYTES_AT_MOST, shutil.disk_usage(folder).free // 2)
        self._keeps_sound = 8 * renderer.timeline.frames < room

    def measure(self, jobs: int | None, progress: Progress) -> None:
        """Write what is measured of all regions; those that have to be mixed leave their sound."""
        earlier = Earlier(self._folder, _NOTE)
        found: list[int] = []
        try:
            with ExitStack() as opened:  # closing writes what is left: a full disk may be found only then
                files = {
                    name: opened.enter_context((self._folder / f"{name}.f32").open("wb")) for name in VALUES
                }
                pool = opened.enter_context(ThreadPoolExecutor(max_workers=_workers(jobs)))

                def work(index: int) -> dict[str, Sound]:
                    region = self._regions[index]
                    known = earlier.measured(region.identity, region.stop - region.start)
                    return self._measured(index) if known is None else known

                for measured in pool.map(work, range(len(self._regions))):
                    for name, file in files.items():
                        file.write(np.ascontiguousarray(measured[name]).data)
                    found.append(checksum(measured))
                    progress.step()
        finally:
            earlier.discard()
        kept = [
            [region.identity, region.start, crc] for region, crc in zip(self._regions, found, strict=True)
        ]
        content = json.dumps({"schema": SCHEMA, "regions": kept})
        system_files.write_text(self._folder / _NOTE, content + "\n", durable=False)

    def _measured(self, index: int) -> dict[str, Sound]:
        """Mix a region and return what the meters read of it, leaving its sound where it is wanted."""
        region, rate_hz = self._regions[index], self._renderer.timeline.rate_hz
        before, after = _margins(region.start)
        both = self._renderer.buses(region.start - before, region.stop + after, apart=False)["mix"]
        length = region.stop - region.start
        peaks = meters.sample_peaks(both[:, before : before + length])
        wing = min(before, _WING)
        around = both[:, before - wing : before + length + _WING]
        energies = k_weighting.energies(both[:, : before + length], rate_hz, meters.CELL)
        if self._keeps_sound:
            end = min(self._renderer.timeline.frames, region.end)
            begin = region.start - before
            self.sounds.keep(index, both[:, region.begin - begin : end - begin])
        return {
            "cells": energies[before // meters.CELL :].astype(np.float32),
            "peaks": meters.true_peaks(around, peaks, gain(TRUE_PEAKS_FROM_DBFS), wing),
        }

    def export_stems(self, jobs: int | None) -> tuple[tuple[str, Path], ...]:
        """Write each bus whole beside the regions' sound, and return their names and paths."""
        paths = {name: self._folder / _SOUNDS / f"{name}.f32" for name in BUSES}
        with ExitStack() as opened:
            (self._folder / _SOUNDS).mkdir(exist_ok=True)
            files = {name: opened.enter_context(path.open("wb")) for name, path in paths.items()}
            pool = opened.enter_context(ThreadPoolExecutor(max_workers=_workers(jobs)))
            for buses in pool.map(
                lambda at: self._renderer.buses(at.start, at.stop, apart=True), self._regions
            ):
                for name, file in files.items():
                    file.write(np.ascontiguousarray(buses[name].T).data)
        return tuple(paths.items())


def _sound(renderer: Renderer, region: Region) -> Sound:
    """Return a region's sound with its margins, (2, frames)."""
    end = min(renderer.timeline.frames, region.end)
    return renderer.buses(region.begin, end, apart=False)["mix"]


def _workers(jobs: int | None) -> int:
    return min(_JOBS_AT_MOST, jobs or os.cpu_count() or 1)


def bus_energies(
    timeline: Timeline, source: Source, *, levels: Levels | None = None, jobs: int | None = None
) -> dict[Bus, meters.Energies]:
    """Return the K-weighted energy of each 10 ms of each bus, both channels summed; nothing is written."""
    renderer = Renderer(timeline, source, levels or Levels())
    cell = k_weighting.cell_frames(timeline.rate_hz)
    starts = range(0, max(1, timeline.frames), _CELLS * cell)

    def work(start: int) -> dict[Bus, Sound]:
        before = min(start, _PRE_ROLL_CELLS * cell)
        buses = renderer.buses(start - before, min(timeline.frames, start + _CELLS * cell), apart=True)
        return {
            name: k_weighting.energies(buses[name], timeline.rate_hz)[before // cell :].astype(np.float32)
            for name in BUSES
        }

    with ThreadPoolExecutor(max_workers=_workers(jobs)) as pool:
        parts = list(pool.map(work, starts))
    return {name: np.concatenate([part[name] for part in parts]).astype(np.float64) for name in BUSES}
