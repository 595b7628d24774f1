"""Regions of a mix: their identities, the cached measurements of an earlier mix, and their sound.

A region is mixed, encoded and measured by itself. Its measurements, a few kilobytes a second, are cached from
render to render; its sound, 353 kB a second, only until the episode is mastered.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import zlib
from bisect import bisect_left, bisect_right
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import meters
from drama.mix import treating
from drama.mix.kept_sounds import KeptSounds
from drama.model import Clip
from drama.system import files, float_file, json_values
from drama.timecode import STEP_FRAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drama.audio import Sound
    from drama.mix.renderer import Renderer
    from drama.model import Region

VALUES = {"cells": STEP_FRAMES // meters.CELL, "peaks": STEP_FRAMES // meters.GRAIN}
"""The files of measurements, and how many values of four bytes each has for a step of the timeline."""
Automation = tuple[tuple[int, float], ...]
"""Points of frame and dB."""
_EDGE_S = 1.0
"""This near to the beginning or the end of an episode, a region depends on where it is."""
HELD_BYTES = 256 * 2**20
"""Of sound held in memory: 12 minutes. Writing them to the disk takes longer than mixing them."""
_AGAIN_BYTES = 12 * 2**20
"""Of sound that was mixed a second time: whoever reads on finds the region in which it stopped."""
_AROUND = 64
"""Frames around what is heard that automation is read from."""


def identity(renderer: Renderer, common: str, start: int, stop: int, around: tuple[int, int]) -> str:
    """Return a hash of all inputs of a region and of the frames `around` it, before and after.

    It is the same for the same region at another time. `common` stands for what all regions have in
    common: the code that mixes, the levels.
    """
    begin, end = start - around[0], stop + around[1]
    near = round(_EDGE_S * renderer.timeline.rate_hz)
    after = renderer.timeline.frames - stop
    made_from = (
        common,
        stop - start,
        start if start < near else None,
        after if after < near else None,
        [
            (_moved(clip, start, begin, end), renderer.version(clip.source))
            for clip in renderer.clips(begin, end)
        ],
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:32]


_ALIKE = attrgetter(
    *(field.name for field in fields(Clip) if field.name not in
      {"cue", "start", "frames", "offset", "fade_in", "fade_out", "automation"})
)  # fmt: skip
"""What of a clip is the same wherever it stands."""


def _moved(clip: Clip, start: int, begin: int, end: int) -> tuple[object, ...]:
    """Return a clip as seen from a region's start, with only what is heard of it from begin to end.

    Of one to which nothing is done that is the part from begin to end, where its fades lie outside.
    """
    at, frames, offset, fade_in, fade_out = clip.start, clip.frames, clip.offset, clip.fade_in, clip.fade_out
    if treating.is_plain(clip):
        before, after = begin - at, at + frames - end
        if before >= fade_in:
            at, offset, frames, fade_in = begin, offset + before, frames - before, 0
        if after >= fade_out:
            frames, fade_out = frames - after, 0
    heard = _heard(clip.automation, begin - _AROUND, end + _AROUND) if clip.automation else ()
    automation = tuple((point - start, level_db) for point, level_db in heard)
    return (*_ALIKE(clip), at - start, frames, offset, fade_in, fade_out, automation)


def _heard(points: Automation, begin: int, end: int) -> Automation:
    """Return the points between which automation runs from begin to end.

    Where it comes in or goes out level, how far away the next point lies can't be heard: it is drawn nearer,
    so that a line which is mended a minute away doesn't make this region another one.
    """
    times = [at for at, _ in points]
    kept = list(points[max(0, bisect_right(times, begin) - 1) : bisect_left(times, end) + 1])
    if len(kept) > 1 and kept[0][1] == kept[1][1]:
        kept[0] = (max(begin, kept[0][0]), kept[0][1])
    if len(kept) > 1 and kept[-1][1] == kept[-2][1]:
        kept[-1] = (min(end, kept[-1][0]), kept[-1][1])
    return tuple(kept)


class Earlier:
    """The measurements of the folder's earlier mix, set aside while the next one is written there."""

    def __init__(self, folder: Path, note: str) -> None:
        """Set its files aside and delete the note that tells of them."""
        self._paths = {name: folder / f"{name}.old" for name in VALUES}
        self._regions: dict[str, tuple[int, int]] = {}
        try:
            content = json_values.parsed((folder / note).read_text(encoding="utf-8"))
            self._regions = {str(which): (int(start), int(crc)) for which, start, crc in content["regions"]}
        except (OSError, ValueError, KeyError, TypeError):
            pass
        (folder / note).unlink(missing_ok=True)
        for name, path in self._paths.items():
            if (folder / f"{name}.f32").exists():
                (folder / f"{name}.f32").replace(path)
        self._files = {name: float_file.FloatFile(path) for name, path in self._paths.items()}

    def measured(self, made_from: str, frames: int) -> dict[str, Sound] | None:
        """Return what each file held of a region of this identity; None when it isn't there whole."""
        start, crc = self._regions.get(made_from, (-1, 0))
        if start < 0:
            return None
        held = {}
        for name, file in self._files.items():
            count = -(-frames * VALUES[name] // STEP_FRAMES)
            begin = start * VALUES[name] // STEP_FRAMES
            try:
                held[name] = file.read(begin, begin + count)
            except FileNotFoundError:
                return None
            if len(held[name]) != count:
                return None
        return held if checksum(held) == crc else None

    def discard(self) -> None:
        """Delete what was set aside."""
        for path in self._paths.values():
            path.unlink(missing_ok=True)


def checksum(measured: dict[str, Sound]) -> int:
    """Return the CRC-32 of a region's measurements."""
    total = 0
    for name in VALUES:
        total = zlib.crc32(np.ascontiguousarray(measured[name]).data, total)
    return total


class RegionSounds:
    """The sound of each region while it is needed, with margins of its neighbours at either end.

    Up to so many bytes are held in memory; the rest lies in a folder, one file a region. A missing region is
    mixed when it is read. Safe to use from several threads.
    """

    def __init__(
        self,
        folder: Path,
        regions: Sequence[Region],
        make: Callable[[Region], Sound],
        held_bytes: int = HELD_BYTES,
    ) -> None:
        """Take the folder, which is emptied, and what mixes a region: (channels, frames) with its margins."""
        self._folder, self._regions, self._make = folder, regions, make
        self._starts = [region.start for region in regions]
        self._held: dict[int, Sound] = {}
        self._room = held_bytes
        self._again = KeptSounds(_AGAIN_BYTES)
        self._lock = threading.Lock()
        shutil.rmtree(folder, ignore_errors=True)

    def keep(self, index: int, sound: Sound) -> None:
        """Keep the sound of a region, (2, frames) with its margins; InputError when the disk refuses."""
        with self._lock:
            fits = self._room >= sound.nbytes
            if fits:
                self._held[index] = sound
                self._room -= sound.nbytes
        if fits:
            return
        path = self._path(index)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(np.ascontiguousarray(sound).data)
        except OSError as error:
            raise files.failure(error, path) from error

    def _path(self, index: int) -> Path:
        return self._folder / f"{index}.f32"

    def read(self, start: int, count: int) -> Sound:
        """Return so many frames from a start on, (2, count); from one region where it has them all."""
        if not count:
            return np.zeros((2, 0), np.float32)
        middle = bisect_right(self._starts, start + count // 2) - 1
        if self._regions[middle].begin <= start and start + count <= self._regions[middle].end:
            return self._part(middle, start, count)
        parts, at = [], start
        while at < start + count:
            index = bisect_right(self._starts, at) - 1
            stop = min(start + count, self._regions[index].stop)
            parts.append(self._part(index, at, stop - at))
            at = stop
        return np.concatenate(parts, axis=1)

    def _part(self, index: int, start: int, count: int) -> Sound:
        sound = self._held.get(index)
        if sound is None:
            path = self._path(index)
            is_there = path.exists()
            sound = (
                np.fromfile(path, np.float32).reshape(2, -1)
                if is_there
                else self._again(index, lambda: self._make(self._regions[index]))
            )
        begin = start - self._regions[index].begin
        return sound[:, begin : begin + count]
