"""The pieces of a mastered MP3: one for each region of the mix, encoded and measured by itself.

A piece is named by a hash of its inputs: its region's sound, the measurements behind its gain, the encoder.
A piece that the finished file of the last render holds is read from there, and its reading from the cache.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import decibels, dynamics, ffmpeg, gain, meters, mp3
from drama.master import measure
from drama.model import Loudness
from drama.system import cache, files, fingerprint, json_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from drama.audio import Sound, id3
    from drama.model import Mix, Region

SCHEMA = "drama-pieces/1"
_NOTHING = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a piece lies in the finished file of the last render."""

    start: int
    size: int
    crc: int


@dataclass(slots=True)
class _Known:
    """The places and readings of the pieces of the last render of a preset."""

    places: dict[str, _Place] = field(default_factory=dict)
    readings: dict[str, Sound] = field(default_factory=dict)
    """The true peak of a piece between its neighbours, followed by the energies of its cells."""

    @classmethod
    def read(cls, path: Path) -> _Known:
        """Return the content of a note; empty where it is missing or damaged."""
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            note = json_values.parsed(head)
            if note["schema"] != SCHEMA or note["crc"] != zlib.crc32(body):
                return cls()
            places = {name: _Place(*numbers) for name, *numbers in note["pieces"]}
            readings, at = {}, 0
            for name, count in note["readings"]:
                readings[name] = np.frombuffer(body, "<f4", count, at)
                at += 4 * count
        except (OSError, ValueError, KeyError, TypeError):
            return cls()
        return cls(places, readings)

    def write(self, path: Path) -> None:
        """Write the note; InputError when the system refuses."""
        body = b"".join(one.astype("<f4").tobytes() for one in self.readings.values())
        note = {
            "schema": SCHEMA,
            "crc": zlib.crc32(body),
            "pieces": [[name, one.start, one.size, one.crc] for name, one in self.places.items()],
            "readings": [[name, len(one)] for name, one in self.readings.items()],
        }
        files.write_bytes(path, json.dumps(note).encode("ascii") + b"\n" + body, durable=False)


class Pieces:
    """The pieces of one file at one preset, with a cache beside the mix."""

    def __init__(self, mix: Mix, name: str, made: ffmpeg.Format, finished: Path, jobs: int) -> None:
        """Take the mix, the preset's name, the file's format, and where the finished file lies."""
        self._mix, self._made, self._jobs, self._finished = mix, made, jobs, finished
        self._note = mix.folder / f"{name}.pieces"
        self._before = _Known.read(self._note)
        self._readings: dict[str, Sound] = {}
        self._fresh = cache.Kept(mix.folder / f"{name}-pieces.cache")
        """Pieces encoded in this run, or in one that was interrupted."""
        edges = [*(region.start // mp3.FRAME for region in mix.regions)]
        edges.append(ffmpeg.mp3_frames(mix.frames, mix.rate_hz, made.rate_hz))
        self._edges = edges

    def named(self, chain: dynamics.Chain, gathered: dynamics.Gathered) -> tuple[str, ...]:
        """Return the name of each piece under a chain."""
        common = repr(
            (
                fingerprint.fingerprint("master"),
                SCHEMA,
                chain,
                self._made,
                ffmpeg.encoder_identity(),
                np.__version__,
            )
        )
        return tuple(self._name(i, common, chain, gathered) for i in range(len(self._mix.regions)))

    def _name(self, index: int, common: str, chain: dynamics.Chain, gathered: dynamics.Gathered) -> str:
        region = self._mix.regions[index]
        first, last = _cells(region, self._mix.frames)
        digest = hashlib.sha256(
            repr((common, region.identity, self._edges[index + 1] - self._edges[index])).encode()
        )
        for values in dynamics.inputs(chain, gathered, first, last):
            digest.update(np.ascontiguousarray(values).data)
        return digest.hexdigest()[:32]

    def measured(self, names: Sequence[str], chain: dynamics.Chain, gathered: dynamics.Gathered) -> Loudness:
        """Return the loudness of the joined pieces as decoded; cached readings are reused."""
        wanted = list(_between(names))
        unknown = [i for i, name in enumerate(wanted) if self._reading(name) is None]
        needed = {j for i in unknown for j in (i - 1, i, i + 1) if 0 <= j < len(names)}
        self.encode(sorted(needed), names, chain, gathered)

        def reading(index: int) -> Sound:
            return measure.read_piece(*self._around(names, index), self._made)

        with ThreadPoolExecutor(max_workers=self._jobs) as pool:
            for index, found in zip(unknown, pool.map(reading, unknown), strict=True):
                self._readings[wanted[index]] = found
        readings = [self._readings[name] for name in wanted]
        tenths = meters.tenths(np.concatenate([_NOTHING, *(one[1:] for one in readings)]), self._made.rate_hz)
        return Loudness(
            integrated_lufs=meters.integrated_lufs(tenths, 10),
            true_peak_dbtp=decibels(max(float(one[0]) for one in readings)),
            range_lu=meters.range_lu(tenths, 10),
        )

    def overshoots(
        self, names: Sequence[str], chain: dynamics.Chain, gathered: dynamics.Gathered, limit_dbtp: float
    ) -> dict[int, float]:
        """Return the frames of the mix at which the decoded pieces exceed a true peak, and by how many dB.

        Call it after measured(): only pieces whose readings are over the limit are decoded again.
        """
        limit = gain(limit_dbtp)
        loud = [i for i, name in enumerate(_between(names)) if float(self._readings[name][0]) > limit]
        self.encode(
            sorted({j for i in loud for j in (i - 1, i, i + 1) if 0 <= j < len(names)}),
            names,
            chain,
            gathered,
        )
        return {
            self._edges[i] * mp3.FRAME + at: by_db
            for i in loud
            for at, by_db in measure.piece_overshoots(*self._around(names, i), self._made, limit_dbtp).items()
        }

    def _around(self, names: Sequence[str], index: int) -> tuple[bytes, bytes, bytes]:
        """Return the pieces before, at and after an index; empty beyond either end."""
        before = self._content(names[index - 1]) if index else b""
        after = self._content(names[index + 1]) if index + 1 < len(names) else b""
        return before, self._content(names[index]), after

    def _reading(self, name: str) -> Sound | None:
        if name not in self._readings and name in self._before.readings:
            self._readings[name] = self._before.readings[name]
        return self._readings.get(name)

    def encode(
        self, which: Iterable[int], names: Sequence[str], chain: dynamics.Chain, gathered: dynamics.Gathered
    ) -> None:
        """Encode the missing ones of the pieces at these indices."""

        def work(index: int) -> None:
            if not self._found(names[index]):
                self._fresh(names[index], lambda: self._encoded(index, chain, gathered))

        with ThreadPoolExecutor(max_workers=self._jobs) as pool:
            list(pool.map(work, which))

    def _encoded(self, index: int, chain: dynamics.Chain, gathered: dynamics.Gathered) -> bytes:
        region, mix = self._mix.regions[index], self._mix
        sound = mix.read(region.begin, min(mix.frames, region.end) - region.begin)
        if self._made.channels == 1:
            sound = sound.mean(axis=0, keepdims=True)
        first, last = _cells(region, mix.frames)
        mastered = dynamics.apply(sound, dynamics.curve_db(chain, gathered, first, last)).T
        skip = (region.start - region.begin) // mp3.FRAME
        return ffmpeg.mp3_piece(mastered, self._made, skip, self._edges[index + 1] - self._edges[index])

    def _found(self, name: str) -> bytes:
        """Return a piece from the finished file of the last render; empty where it is missing or damaged."""
        place = self._before.places.get(name)
        if place is None:
            return b""
        try:
            with self._finished.open("rb") as file:
                file.seek(place.start)
                content = file.read(place.size)
        except OSError:
            return b""
        return content if zlib.crc32(content) == place.crc else b""

    def _content(self, name: str) -> bytes:
        return self._found(name) or self._fresh(name, _missing)

    def write(
        self,
        path: Path,
        tags: id3.Tags,
        names: Sequence[str],
        chain: dynamics.Chain,
        gathered: dynamics.Gathered,
    ) -> None:
        """Write the file of these pieces; call keep() once it is in its place."""
        known = self._before.places
        self.encode((i for i, name in enumerate(names) if name not in known), names, chain, gathered)
        crcs: list[tuple[int, int]] = []

        def contents() -> Iterator[bytes]:
            for index, name in enumerate(names):
                content = self._found(name)
                if content:
                    crcs.append((len(content), known[name].crc))
                else:  # new, or damaged in the file
                    content = self._fresh(name, partial(self._encoded, index, chain, gathered))
                    crcs.append((len(content), zlib.crc32(content)))
                yield content

        starts = ffmpeg.write_mp3(path, tags, contents(), self._mix.frames)
        self._after = {
            name: _Place(start, *about) for name, start, about in zip(names, starts, crcs, strict=True)
        }

    def keep(self) -> None:
        """Store the places and readings of the written pieces for the next render."""
        _Known(self._after, self._readings).write(self._note)
        self._fresh.clear()


def _missing() -> bytes:
    raise AssertionError("a piece that was encoded is gone")


def _cells(region: Region, frames: int) -> tuple[int, int]:
    """Return the range of cells that a region and its margins cover; it begins at a cell border."""
    return region.begin // meters.CELL, -(-min(frames, region.end) // meters.CELL)


def _between(names: Sequence[str]) -> Iterator[str]:
    """Yield the name of each piece's reading, which depends on its neighbours too."""
    for index, name in enumerate(names):
        around = (names[index - 1] if index else "", name, names[index + 1] if index + 1 < len(names) else "")
        yield hashlib.sha256(" ".join(around).encode()).hexdigest()[:32]
