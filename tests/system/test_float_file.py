"""Files of measurements are read as they lie, whatever blocks they are read in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drama.system.float_file import BLOCK, FloatFile


def test_any_stretch_is_what_lies_there(tmp_path: Path) -> None:
    values = np.arange(2 * BLOCK + 100, dtype=np.float32)
    values.tofile(tmp_path / "peaks.f32")
    file = FloatFile(tmp_path / "peaks.f32")
    for first in (0, 1, BLOCK - 3, BLOCK, 2 * BLOCK + 50, len(values), 3 * BLOCK + 5):
        for length in (0, 5, 140, BLOCK, BLOCK + 9):
            assert np.array_equal(file.read(first, first + length), values[first : first + length])
    assert len(file.read(5, 3)) == 0


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FloatFile(tmp_path / "none.f32").read(0, 1)
