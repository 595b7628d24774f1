"""The store of takes, each under a hash of everything that affects its sound.

A take is one file: a line of JSON, then mono 16-bit samples at its engine's own rate. It is never changed,
only written whole under a temporary name and renamed. No half-written take is left when the program is
killed, nor when two programs write at once. Takes are not flushed to the disk one by one; a checksum
detects one that a power cut damaged, and it is made again. FLAC would save 39 % of the space, and cost 4 ms
to write and read a line of 5 s, which espeak-ng speaks in 5.5 ms.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from drama.audio import level_lufs, resample, voiced_span
from drama.errors import EngineError, Problem
from drama.system import files, json_values, seals
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from drama.model import Utterance
    from drama.speech.engine import Speech
    from drama.speech.known_takes import KnownTakes

SCHEMA = "drama-take/1"
COMMON = "common-"
"""Prefix of the name of a take that many stories share: a calibration, which measures a voice's level."""
_HEAD_BYTES = 4096
"""Of a take's file read for its first line."""
_STEPS = 32_768.0
"""Steps of a 16-bit sample in a full scale of 1: espeak-ng's and Piper's 16 bits come back exactly."""


class Backend(Protocol):
    """Where takes are stored: a local folder, or remote storage. Names are hexadecimal, some after COMMON."""

    def having(self, names: Iterable[str]) -> set[str]:
        """Return the names under which something is stored; nothing is opened."""
        ...

    def read(self, name: str) -> bytes:
        """Return what was written under the name; KeyError when there is nothing."""
        ...

    def head(self, name: str) -> bytes:
        """Return the first line of what was written under the name; KeyError when there is nothing."""
        ...

    def signature(self, name: str) -> str:
        """Return what changes whenever the content may have changed; empty where that can't be told."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Store the content under the name, wholly or not at all; the last of several writers wins."""
        ...

    def remove(self, name: str) -> None:
        """Delete what is stored under the name; nothing happens when it isn't there."""
        ...

    def sizes(self) -> Iterator[tuple[str, int, float]]:
        """Yield each name with its size in bytes and the time of its last use in seconds since 1970."""
        ...


class Folder:
    """A backend in a folder, divided into 256 folders by the first two digits of the names."""

    def __init__(self, path: Path) -> None:
        """Take the folder; it is made when something is first written."""
        self.path = path
        self._swept: set[Path] = set()

    def _file(self, name: str) -> Path:
        return self.path / name[:2] / name[2:]

    def _files(self) -> Iterator[Path]:
        if self.path.is_dir():
            for shard in sorted(self.path.iterdir()):
                if shard.is_dir() and len(shard.name) == 2:
                    yield from (file for file in shard.iterdir() if not file.name.startswith("."))

    def having(self, names: Iterable[str]) -> set[str]:
        """Return the names that are takes; the time doesn't depend on how many others there are."""
        return {name for name in names if self._file(name).is_file()}

    def read(self, name: str) -> bytes:
        """Return a take's bytes; KeyError when it isn't there, InputError when the system refuses."""
        file = self._file(name)
        try:
            return file.read_bytes()
        except FileNotFoundError:
            raise KeyError(name) from None
        except OSError:
            return files.read_bytes(file)

    def head(self, name: str) -> bytes:
        """Return a take's first line; KeyError when it can't be read."""
        try:
            with self._file(name).open("rb", buffering=_HEAD_BYTES) as file:
                return file.readline()
        except OSError:
            raise KeyError(name) from None

    def signature(self, name: str) -> str:
        """Return size, times and place of a take's file."""
        return seals.signature(self._file(name))

    def write(self, name: str, content: bytes) -> None:
        """Write a take whole; InputError when the system refuses.

        What a killed writer left goes: the take that it was writing is made again, and comes here.
        """
        file = self._file(name)
        if file.parent not in self._swept:
            self._swept.add(file.parent)
            files.sweep(file.parent)
        files.write_bytes(file, content, durable=False)

    def remove(self, name: str) -> None:
        """Delete a take if it is there."""
        self._file(name).unlink(missing_ok=True)

    def sizes(self) -> Iterator[tuple[str, int, float]]:
        """Yield name, bytes and time of each take; remove what writers left that were killed long ago."""
        for file in self._files():
            try:
                status = file.stat()
            except FileNotFoundError:
                continue
            yield file.parent.name + file.name, status.st_size, max(status.st_mtime, status.st_atime)
        for shard in {file.parent for file in self._files()}:
            files.sweep(shard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the store records of a take besides its samples."""

    key: str
    frames: int
    """Length at the house rate."""
    lufs: float
    """As Take.lufs: K-weighted level of the voiced part; −inf for silence."""
    lead: int
    """As Take.lead: silent frames before the voice."""
    trail: int
    engine: str
    voice: str
    words: tuple[tuple[float, int, int], ...] = ()
    """Start in seconds, first character and length of each word; empty when the engine reports none."""


class Store:
    """Takes on a backend; safe to use from several threads and processes at once."""

    def __init__(self, backend: Backend) -> None:
        """Take the backend."""
        self.backend = backend

    def having(self, keys: Iterable[str | None]) -> set[str]:
        """Return the keys that have a take, whole or not: a quick check, for plans."""
        return self.backend.having({key for key in keys if key is not None})

    def add(self, key: str, utterance: Utterance, speech: Speech) -> Entry:
        """Store an engine's answer in 16 bits and return its entry."""
        level = level_lufs(speech.samples, speech.rate_hz)
        scaled = speech.samples * np.float32(_STEPS)
        np.rint(scaled, out=scaled)
        np.clip(scaled, -_STEPS, _STEPS - 1, out=scaled)
        pcm = scaled.astype("<i2").tobytes()
        header = {
            "schema": SCHEMA,
            "rate_hz": speech.rate_hz,
            "samples": len(scaled),
            "crc32": zlib.crc32(pcm),
            "lufs": level if math.isfinite(level) else None,
            "voiced": voiced_span(speech.samples, speech.rate_hz),
            "engine": utterance.engine,
            "voice": utterance.voice,
            "words": speech.words,
        }
        header["sum"] = _sum(header)
        self.backend.write(key, json.dumps(header, sort_keys=True).encode("ascii") + b"\n" + pcm)
        return _entry(key, header)

    def entry(self, key: str, known: KnownTakes | None = None) -> Entry:
        """Return a take's entry after checking the whole file, or of one known whole its first line.

        KeyError when it is missing or damaged; a damaged take is removed.
        """
        signature = self.backend.signature(key) if known else ""
        if known and known.knows(key, signature):
            head = _checked(self.backend.head(key))
            if head is not None:
                return _entry(key, head)
        header, _ = self._read(key)
        if known:
            known.add(key, signature)
        return _entry(key, header)

    def samples(self, key: str) -> NDArray[np.float32]:
        """Return a take's sound, shape (frames,), at the house rate; EngineError when missing or damaged."""
        try:
            header, pcm = self._read(key)
        except KeyError as error:
            message, hint = f"the take {key[:12]} is missing or damaged", "run again: it is spoken anew"
            raise EngineError(Problem(message=message, hint=hint)) from error
        native = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_STEPS)
        sound = np.zeros(_house_frames(header), np.float32)
        at_house_rate = resample(native, int(header["rate_hz"]), HOUSE_RATE_HZ)[: len(sound)]
        sound[: len(at_house_rate)] = at_house_rate
        return sound

    def _read(self, key: str) -> tuple[dict[str, Any], memoryview]:
        content = self.backend.read(key)
        end = content.find(b"\n")
        pcm = memoryview(content)[end + 1 :]
        header = _checked(content[: max(0, end)])
        if header is None or header.get("crc32") != zlib.crc32(pcm):
            self.backend.remove(key)
            raise KeyError(key)
        return header, pcm


def _checked(line: bytes) -> dict[str, Any] | None:
    """Return a take's header; None where it is damaged."""
    try:
        header: dict[str, Any] = json_values.parsed(line)
        whole = header["schema"] == SCHEMA and header.pop("sum") == _sum(header)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return header if whole else None


def _sum(header: dict[str, Any]) -> int:
    """Return the checksum of a header; the header holds that of the samples."""
    return zlib.crc32(json.dumps(header, sort_keys=True).encode("ascii"))


def key_of(utterance: Utterance, fingerprint: str) -> str:
    """Return the name of an utterance's take: a hash of the engine's fingerprint and all that it is asked."""
    asked = [
        SCHEMA,
        fingerprint,
        utterance.engine,
        utterance.voice,
        float(utterance.rate) + 0.0,
        float(utterance.pitch) + 0.0,
        sorted(
            [name, float(value) if isinstance(value, int) else value] for name, value in utterance.options
        ),
        utterance.text,
    ]
    if utterance.intonation != 1.0 or utterance.acting:
        asked += [float(utterance.intonation), utterance.acting]
    return hashlib.sha256(json.dumps(asked).encode("ascii")).hexdigest()


def _entry(key: str, header: dict[str, Any]) -> Entry:
    frames = _house_frames(header)
    first, last = (round(at * HOUSE_RATE_HZ / int(header["rate_hz"])) for at in header["voiced"])
    return Entry(
        key=key,
        frames=frames,
        lead=first,
        trail=frames - last,
        lufs=-math.inf if header["lufs"] is None else float(header["lufs"]),
        engine=header["engine"],
        voice=header["voice"],
        words=tuple((start, first, length) for start, first, length in header["words"]),
    )


def _house_frames(header: dict[str, Any]) -> int:
    return round(int(header["samples"]) * HOUSE_RATE_HZ / int(header["rate_hz"]))
