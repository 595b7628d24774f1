"""Stretches of a mix: what each is made from, and an earlier mix that has some of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import meters
from drama.timecode import STEP_FRAMES

if TYPE_CHECKING:
    from pathlib import Path

    from drama.audio import Sound
    from drama.mix.renderer import Desk
    from drama.model import Clip

VALUES = {"mix": 2 * STEP_FRAMES, "cells": STEP_FRAMES // meters.CELL, "peaks": STEP_FRAMES // meters.GRAIN}
"""The files of a mix, and how many values of four bytes each has for a step of the timeline."""
_NONE = np.zeros(0, np.float32)
_EDGE_S = 1.0
"""This near to the beginning or the end of an episode, a stretch hangs on where it is."""
_AROUND = 64
"""Frames around what is heard that automation is read from."""


def identity(desk: Desk, common: str, start: int, stop: int, around: tuple[int, int]) -> str:
    """Return a hash of all that a stretch is made from, with so many frames before and after it.

    It is the same for the same stretch at another time. `common` stands for what all stretches have in
    common: the program, the levels, the sounds behind the clips' sources.
    """
    begin, end = start - around[0], stop + around[1]
    near = round(_EDGE_S * desk.timeline.rate_hz)
    after = desk.timeline.frames - stop
    made_from = (
        common,
        stop - start,
        start if start < near else None,
        after if after < near else None,
        [_moved(clip, start, begin, end) for clip in desk.clips(begin, end)],
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def _moved(clip: Clip, start: int, begin: int, end: int) -> Clip:
    """Return a clip as seen from a stretch's start, with the automation that is heard from begin to end."""
    times = [at for at, _ in clip.automation]
    first = max(0, bisect_right(times, begin - _AROUND) - 1)
    last = bisect_left(times, end + _AROUND) + 1
    automation = tuple((at - start, level_db) for at, level_db in clip.automation[first:last])
    return replace(clip, cue=0, start=clip.start - start, automation=automation)


class Earlier:
    """The mix that a folder held, set aside while the next one is written there."""

    def __init__(self, folder: Path, note: str, frames: int) -> None:
        """Set its files aside and delete the note that tells of them.

        Where the disk has no room for them beside a new mix of so many frames, they are deleted.
        """
        self._paths = {name: folder / f"{name}.old" for name in VALUES}
        self._starts: dict[str, int] = {}
        try:
            content = json.loads((folder / note).read_text(encoding="utf-8"))
            self._starts = {str(which): int(start) for which, start in content["stretches"]}
        except (OSError, ValueError, KeyError, TypeError):
            pass
        (folder / note).unlink(missing_ok=True)
        for name, path in self._paths.items():
            if (folder / f"{name}.f32").exists():
                (folder / f"{name}.f32").replace(path)
        if shutil.disk_usage(folder).free < 8 * frames * sum(VALUES.values()) // STEP_FRAMES:
            self.discard()

    def stretch(self, made_from: str, frames: int) -> dict[str, Sound] | None:
        """Return what each file held of a stretch of this identity; None when it isn't there as a whole."""
        start = self._starts.get(made_from)
        if start is None:
            return None
        held = {}
        for name, path in self._paths.items():
            count = -(-frames * VALUES[name] // STEP_FRAMES)
            begin = start * VALUES[name] // STEP_FRAMES
            held[name] = np.fromfile(path, np.float32, count, offset=4 * begin) if path.exists() else _NONE
            if len(held[name]) != count:
                return None
        return held

    def discard(self) -> None:
        """Delete what was set aside."""
        for path in self._paths.values():
            path.unlink(missing_ok=True)
