"""Kept results: what is dear to make, in a folder, under a digest of all that it is made from."""

from __future__ import annotations

import shutil
import zlib
from typing import TYPE_CHECKING

from drama.system.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Kept:
    """Results of one purpose; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made when something is first kept."""
        self._folder = folder

    def __call__(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the result of this name, made and kept when it isn't there whole; InputError as write_bytes.

        Nothing is flushed to the disk: should a power cut damage one, its checksum tells.
        """
        path = self._folder / name
        found = path.read_bytes() if path.is_file() else b""
        if found and zlib.crc32(found[:-4]).to_bytes(4, "big") == found[-4:]:
            return found[:-4]
        made = make()
        write_bytes(path, made + zlib.crc32(made).to_bytes(4, "big"), durable=False)
        return made

    def clear(self) -> None:
        """Delete all."""
        shutil.rmtree(self._folder, ignore_errors=True)
