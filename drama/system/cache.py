"""A cache of expensive results in a folder, each named by a digest of everything it is made from."""

from __future__ import annotations

import shutil
import zlib
from typing import TYPE_CHECKING

from drama.system.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Kept:
    """Cached results of one kind; thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is created with the first result."""
        self._folder = folder

    def __call__(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the result of this name, made and stored if missing or damaged; InputError as write_bytes.

        Results are not flushed to the disk: the checksum detects damage by a power cut.
        """
        path = self._folder / name
        found = path.read_bytes() if path.is_file() else b""
        if found and zlib.crc32(found[:-4]).to_bytes(4, "big") == found[-4:]:
            return found[:-4]
        made = make()
        write_bytes(path, made + zlib.crc32(made).to_bytes(4, "big"), durable=False)
        return made

    def clear(self) -> None:
        """Delete all results."""
        shutil.rmtree(self._folder, ignore_errors=True)
