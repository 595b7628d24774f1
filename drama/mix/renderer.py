"""The renderer: what each bus plays in any segment of a timeline, independent of how it is cut."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import Sound, gain, pan_gains, raised_cosine, without_rumble
from drama.mix import treating
from drama.mix.kept_sounds import KeptSounds
from drama.mix.sound_bank import BUILT_IN
from drama.model import SPEECH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drama.model import Bus, Clip, Timeline
    from drama.settings import Levels

    Source = Callable[[str], Sound]
    """Takes a clip's source; returns (frames,) or (frames, 2) at the timeline's rate. Called from threads."""

BUSES: tuple[Bus, ...] = ("narration", "dialogue", "effects", "ambience", "music")
_KEPT_BYTES = 16 * 2**20
_STEP = 64
_CHUNK = 2**14


class Renderer:
    """What all segments share: the clips in order, the sounds, the noise of the empty room."""

    def __init__(
        self, timeline: Timeline, source: Source, levels: Levels, version: Callable[[str], str] = lambda _: ""
    ) -> None:
        self.timeline = timeline
        self.version = cache(version)
        """What tells whether a source has become another sound."""
        self._source = source
        self._kept = KeptSounds(_KEPT_BYTES)
        self._room_db = levels.room_db
        self._starts = np.array([clip.start for clip in timeline.clips], np.int64)
        self._ends = np.array([clip.start + _length(clip) for clip in timeline.clips], np.int64)
        self._reach = np.maximum.accumulate(self._ends)
        """The end of the longest of all clips up to each: it rises, so that it can be searched."""

    def clips(self, start: int, stop: int) -> Sequence[Clip]:
        """Return the clips that sound between two frames, in the timeline's order."""
        first = int(np.searchsorted(self._reach, start, side="right"))
        last = int(np.searchsorted(self._starts, stop))
        return [self.timeline.clips[i] for i in range(first, last) if self._ends[i] > start]

    def buses(self, start: int, stop: int, *, apart: bool) -> dict[str, Sound]:
        """Return each bus, or all of them as "mix", from start to stop: (2, frames)."""
        made: dict[str, Sound] = {}
        for name in BUSES if apart else ("mix",):
            made[name] = np.zeros((2, stop - start), np.float32)
        for clip in self.clips(start, stop):
            self._add(clip, made[clip.bus if apart else "mix"], start)
        return made

    def _add(self, clip: Clip, out: Sound, start: int) -> None:
        """Add what of a clip falls into a segment."""
        begin = max(start, clip.start)
        stop = min(start + out.shape[1], clip.start + _length(clip))
        is_plain = treating.is_plain(clip)
        played = (self._plain if is_plain else self._placed)(clip, begin - clip.start, stop - clip.start)
        stop = begin + len(played)
        shape = _shape(clip, begin, stop, faded=is_plain)
        if played.ndim == 1:
            heard = played if shape is None else played * shape
            sides, shape = (heard, heard), None
        else:
            sides = (played[:, 0], played[:, 1])
        for own, share, to in zip(sides, pan_gains(clip.pan), out, strict=True):
            balance = share if played.ndim == 1 else min(1.0, share * 2.0**0.5) if is_plain else 1.0
            factor = np.float32(balance * gain(clip.gain_db))
            _add_scaled(to[begin - start : stop - start], own, factor, shape)

    def _plain(self, clip: Clip, begin: int, stop: int) -> Sound:
        """Return a part of a clip to which nothing is done."""

        if clip.source.startswith(BUILT_IN):
            # The sound bank holds it: cached here, too, it would evict treated lines.
            return _heard(self._source(clip.source), clip, begin, stop)

        def make() -> Sound:
            return _clean(self._source(clip.source), clip)

        return _heard(self._kept((clip.source, clip.bus), make), clip, begin, stop)

    def _placed(self, clip: Clip, begin: int, stop: int) -> Sound:
        """Return a part of a treated clip; the whole is made once and cached for the next segment."""

        def make() -> Sound:
            return placed(self._source(clip.source), clip, self._room_db)

        return self._kept(replace(clip, start=0, gain_db=0.0, automation=()), make)[begin:stop]


def heard_whole(timeline: Timeline, source: Source, levels: Levels) -> Sound:
    """Return a short timeline as it is heard, (frames, 2) at its rate, all in memory and not mastered."""
    return Renderer(timeline, source, levels).buses(0, timeline.frames, apart=False)["mix"].T


def placed(sound: Sound, clip: Clip, room_db: float = 0.0) -> Sound:
    """Return a clip as it is heard by itself, at the clip's gain 0: (frames + tail, 2), seated and faded."""
    heard = _heard(_clean(sound, clip), clip, 0, clip.frames)
    return treating.placed(heard if heard.ndim == 1 else heard.mean(axis=1), clip, room_db)


def _clean(sound: Sound, clip: Clip) -> Sound:
    """Return a take without offset and rumble; what is no voice stays as it is."""
    return without_rumble(sound) if clip.bus in SPEECH and sound.ndim == 1 else sound


def _length(clip: Clip) -> int:
    return clip.frames + treating.tail_frames(clip)


def _heard(sound: Sound, clip: Clip, begin: int, stop: int) -> Sound:
    """Return the part of a source that a clip plays from begin to stop, counted from the clip's start."""
    if not clip.loops:
        return sound[clip.offset + begin : clip.offset + stop]
    return _looped(sound.T, clip.offset + begin, stop - begin).T


def _add_scaled(to: Sound, own: Sound, factor: np.float32, shape: Sound | None) -> None:
    """Add a sound times a factor, and times a curve where there is one."""
    scratch = np.empty(min(len(own), _CHUNK), np.float32)
    for at in range(0, len(own), _CHUNK):  # so few frames that they stay in the processor's cache
        part = own[at : at + _CHUNK]
        heard = scratch[: len(part)]
        if shape is None or len(shape) == 1:
            np.multiply(part, factor if shape is None else factor * shape[0], out=heard)
        else:
            np.multiply(shape[at : at + _CHUNK], factor, out=heard)
            heard *= part
        to[at : at + _CHUNK] += heard


def _looped(sound: Sound, at: int, count: int) -> Sound:
    """Return so many frames of a looping sound, (…, frames), from one of its frames on."""
    length = sound.shape[-1]
    if at % length + count <= length:
        return sound[..., at % length : at % length + count]
    out = np.empty((*sound.shape[:-1], count), np.float32)
    done = 0
    while done < count:
        inside = (at + done) % length
        part = sound[..., inside : inside + count - done]
        out[..., done : done + part.shape[-1]] = part
        done += part.shape[-1]
    return out


def _shape(clip: Clip, begin: int, stop: int, *, faded: bool) -> Sound | None:
    """Return a clip's automation and, where asked for, its fades from begin to stop; None without either.

    A single value where the automation is level.
    Ambiences fade by power: two that have nothing in common are as loud together as each alone.
    """
    shape = _automation(clip, begin, stop) if clip.automation else None
    if not faded:
        return shape
    for length, at, way in (
        (clip.fade_in, clip.start, 1),
        (clip.fade_out, clip.start + clip.frames - clip.fade_out, -1),
    ):
        if length and at < stop and at + length > begin:
            if shape is None or len(shape) == 1:
                shape = np.full(stop - begin, 1.0 if shape is None else shape[0], np.float32)
            fade = raised_cosine(length)[::way]
            first, last = max(at, begin), min(at + length, stop)
            part = fade[first - at : last - at]
            shape[first - begin : last - begin] *= np.sqrt(part) if clip.bus == "ambience" else part
    return shape


def _automation(clip: Clip, begin: int, stop: int) -> Sound:
    """Return a clip's automation as factors: exact each 64 frames of the timeline, straight between.

    A single one where it is level.
    """
    first, last = begin // _STEP, -(-stop // _STEP)
    points = np.array(clip.automation)
    level_db = np.interp(np.arange(first, last + 1) * _STEP, points[:, 0], points[:, 1])
    factors = (10.0 ** (level_db / 20.0)).astype(np.float32)
    if level_db[0] == level_db[-1] and np.all(level_db == level_db[0]):
        return np.asarray(factors[:1])
    ramp = factors[:-1, None] + np.diff(factors)[:, None] * (np.arange(_STEP, dtype=np.float32) / _STEP)
    return np.array(ramp.reshape(-1)[begin - first * _STEP : stop - first * _STEP], np.float32)
