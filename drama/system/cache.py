"""A cache of expensive results in one file, each named by a digest of everything it is made from.

Results are appended as they are made: a file for each would cost more than reading it back, and have to be
deleted again.
"""

from __future__ import annotations

import struct
import threading
import weakref
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import FileIO
    from pathlib import Path

_HEAD = struct.Struct("<32sIII")
"""Before each result: its name, its length, its CRC-32, and the CRC-32 of what stands before."""


class Kept:
    """Cached results of one kind; thread-safe.

    One process at a time uses the file. Where there are no locks (locks.held) two may: each finds by the
    checksum what the other has written over, and makes it again.
    """

    def __init__(self, path: Path) -> None:
        """Take the file, which is created with the first result; what an earlier run left in it is found."""
        self._path = path
        self._lock = threading.Lock()
        self._file: FileIO | None = None
        self._places: dict[str, tuple[int, int, int]] = {}
        """Offset, length and CRC-32 of each result."""
        self._end = 0
        self._find()

    def __call__(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the result of this name, of 32 characters, made and stored if missing or damaged.

        Results are not flushed to the disk: the checksum detects damage by a power cut. InputError when the
        system refuses to store it.
        """
        found = self._read(name)
        if found is None:
            found = make()
            self._add(name, found)
        return found

    def clear(self) -> None:
        """Delete all results."""
        with self._lock:
            self._places, self._end = {}, 0
            if self._file:
                self._file.close()
                self._file = None
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _find(self) -> None:
        """Note where the results of an earlier run lie, up to the first that isn't whole."""
        try:
            with self._path.open("rb") as file:
                size = self._path.stat().st_size
                while len(head := file.read(_HEAD.size)) == _HEAD.size:
                    name, length, crc, own = _HEAD.unpack(head)
                    at = self._end + _HEAD.size
                    if zlib.crc32(head[:-4]) != own or at + length > size:
                        return
                    self._places[name.decode("ascii")] = (at, length, crc)
                    self._end = file.seek(at + length)
        except OSError:
            return

    def _read(self, name: str) -> bytes | None:
        with self._lock:
            place = self._places.get(name)
            if place is None:
                return None
            at, length, crc = place
            try:
                file = self._opened()
                file.seek(at)
                content = file.read(length)
            except OSError:
                content = b""
            if len(content) != length or zlib.crc32(content) != crc:
                del self._places[name]
                return None
            return content

    def _add(self, name: str, content: bytes) -> None:
        crc = zlib.crc32(content)
        head = _HEAD.pack(name.encode("ascii"), len(content), crc, 0)[:-4]
        record = head + zlib.crc32(head).to_bytes(4, "little") + content
        with self._lock:
            try:
                self._write(record)
            except OSError as error:
                with suppress(OSError):  # a part of it would take the room that others need
                    self._opened().truncate(self._end)
                raise files.failure(error, self._path) from error
            self._places[name] = (self._end + _HEAD.size, len(content), crc)
            self._end += _HEAD.size + len(content)

    def _write(self, record: bytes) -> None:
        file = self._opened()
        file.seek(self._end)
        rest = memoryview(record)
        while rest:  # where all isn't taken at once, the next attempt has the system say why
            rest = rest[file.write(rest) :]

    def _opened(self) -> FileIO:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
            self._file = self._path.open("r+b", buffering=0)
            self._file.truncate(self._end)
            weakref.finalize(self, self._file.close)
        return self._file
