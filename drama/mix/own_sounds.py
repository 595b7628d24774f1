"""A project's own sound files: decoded in blocks, and held on disk where they are long."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, cast

import numpy as np

from drama.audio import Sound, ffmpeg, meters, sound_files
from drama.errors import EngineError, InputError, Place, Problem
from drama.system import tempdirs
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_S = 1_800
"""What is played of a file at most."""
_IN_MEMORY_S = 60
"""Longer ones lie in a temporary file while the program runs: a minute takes 21 MB."""
_FRAME_BYTES = 8
"""Two channels of float32."""


class SpilledSound:
    """A sound of shape (frames, 2) in a temporary file: an array as far as playback needs one."""

    ndim = 2
    nbytes = 0
    """It holds no memory."""

    def __init__(self, blocks: Iterator[Sound]) -> None:
        """Write the blocks, (frames, 2), to the file."""
        self._scratch = tempdirs.Scratch("sound")
        self._path = self._scratch.path / "sound.f32"
        frames = 0
        with self._path.open("wb") as file:
            for block in blocks:
                file.write(block.tobytes())
                frames += len(block)
        self.shape = (frames, 2)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, part: slice) -> Sound:
        """Return frames that follow one another, read now; several threads may do so at once."""
        begin, stop, _ = part.indices(len(self))
        count = 2 * max(0, stop - begin)
        return np.fromfile(self._path, np.float32, count, offset=begin * _FRAME_BYTES).reshape(-1, 2)


def read(path: Path) -> Sound:
    """Return a sound file's first half an hour, (frames, 2) at HOUSE_RATE_HZ; EngineError as ffmpeg.decode.

    Longer than a minute, it is a SpilledSound instead of an array.
    """
    blocks = _blocks(path)
    held: list[Sound] = []
    frames = 0
    for block in blocks:
        held.append(block)
        frames += len(block)
        if frames > _IN_MEMORY_S * HOUSE_RATE_HZ:
            return cast("Sound", SpilledSound(chain(held, blocks)))
    return np.concatenate(held) if held else np.zeros((0, 2), np.float32)


def _blocks(path: Path) -> Iterator[Sound]:
    """Yield what is played of a file in blocks, (frames, 2)."""
    left = LONGEST_S * HOUSE_RATE_HZ
    for block in ffmpeg.decode(path, HOUSE_RATE_HZ, 2):
        part = np.ascontiguousarray(block.T[:left], np.float32)
        left -= len(part)
        yield part
        if not left:
            return


def measured(path: Path, place: Place | None) -> tuple[int, float]:
    """Return how many frames of a file are played, and their loudness in LUFS.

    InputError for a file that is no sound, or is silent.
    """
    meter, frames = meters.Meter(HOUSE_RATE_HZ, 2), 0
    try:
        for block in _blocks(path):
            frames += len(block)
            meter.push(np.ascontiguousarray(block.T))
    except EngineError as error:
        raise sound_files.unreadable(f"{path.name} can't be read as a sound", place, error) from error
    loudness_lufs = meter.read().integrated_lufs
    if not np.isfinite(loudness_lufs):
        raise InputError(Problem(message=f"{path.name} is silent", place=place))
    return frames, loudness_lufs
