"""Files of measurements: single-precision numbers one after another, read in small stretches."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

BLOCK = 2**16
"""Numbers read at a time: a stretch is a few hundred, and opening a file takes as long as reading a block."""
_HELD = 8
"""Blocks held of a file, 2 MB: of a mix's peaks 13 minutes."""


class FloatFile:
    """A file of which a few blocks are held; it isn't kept open. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Take the file, which must not change while it is read."""
        self._path = path
        self._block = lru_cache(maxsize=_HELD)(self._read)

    def _read(self, index: int) -> NDArray[np.float32]:
        return np.fromfile(self._path, np.float32, BLOCK, offset=4 * BLOCK * index)

    def read(self, first: int, last: int) -> NDArray[np.float32]:
        """Return numbers first to last, fewer where the file ends; not to be written to.

        FileNotFoundError where there is none.
        """
        if first >= last:
            return np.zeros(0, np.float32)
        parts = [
            self._block(index)[max(0, first - index * BLOCK) : last - index * BLOCK]
            for index in range(first // BLOCK, -(-last // BLOCK))
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)
