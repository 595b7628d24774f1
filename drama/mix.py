"""Mix: a timeline to sound on disk, block by block, measured as it is made.

The timeline is cut into segments of 12 s that are mixed in parallel; what a segment sounds like depends on
the timeline alone, so that the mix is the same, sample for sample, however many there are at work.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drama import __version__, kweighting, meters, treatments
from drama.audio import Sound, gain, pan_gains, raised_cosine, without_rumble
from drama.files import failure, write_text
from drama.model import SPEECH, Mix
from drama.progress import Silent
from drama.settings import Levels

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from drama.model import Bus, Clip, Timeline
    from drama.progress import Progress

    Source = Callable[[str], Sound]
    """Takes a clip's source; returns (frames,) or (frames, 2) at the timeline's rate. Called from threads."""

BUSES: tuple[Bus, ...] = ("narration", "dialogue", "effects", "ambience", "music")
SCHEMA = "drama-mix/1"
_NOTE = "mix.json"
TRUE_PEAKS_FROM_DBFS = -11.0
"""Peaks that mastering may raise to its ceiling are measured oversampled from here on."""
NO_TONE_DBFS = -120.0
"""At this level and under, there is no noise in the empty room."""
_CELLS = 1200
_PRE_ROLL_CELLS = 20
"""Mixed before a segment, so that the K-filter has forgotten that it began: e^−47 of it is left."""
_WING = 12
_JOBS_AT_MOST = 8
_KEPT_BYTES = 16 * 2**20
_TONE_SECONDS = 11
_STEP = 64
_TONE_FADE_S = 0.3


class _Kept:
    """The sounds that were made last, so that neighbouring segments don't make them twice."""

    def __init__(self) -> None:
        self._sounds: OrderedDict[Hashable, Sound] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, name: Hashable, make: Callable[[], Sound]) -> Sound:
        """Return the sound of this name, made when it isn't at hand."""
        with self._lock:
            if name in self._sounds:
                self._sounds.move_to_end(name)
                return self._sounds[name]
        sound = make()
        with self._lock:
            if name not in self._sounds:
                self._sounds[name] = sound
                self._bytes += sound.nbytes
            while self._bytes > _KEPT_BYTES and len(self._sounds) > 1:
                _, oldest = self._sounds.popitem(last=False)
                self._bytes -= oldest.nbytes
        return sound


def mix(
    timeline: Timeline,
    source: Source,
    folder: Path,
    *,
    levels: Levels | None = None,
    stems: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    stamp: str = "",
) -> Mix:
    """Return the mix of a timeline, written into the folder with what mastering needs to know of it.

    One that is there already, of the same timeline and with the same stamp (of whatever else the sources
    hang on), is returned as it is. Memory is bounded by the number of jobs, never by the length. InputError
    when the disk refuses; what the source raises is passed on.
    """
    progress = progress or Silent()
    identity = _identity(timeline, levels or Levels(), stamp)
    there = _kept_mix(folder, identity)
    if there is not None and (there.stems or not stems):
        return there
    rate_hz = timeline.rate_hz
    cell = kweighting.cell_frames(rate_hz)
    starts = range(0, max(1, timeline.frames), _CELLS * cell)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _NOTE).unlink(missing_ok=True)
    names = ["mix", "cells", "peaks", *(BUSES if stems else ())]
    desk = _Desk(timeline, source, levels or Levels())
    progress.start("mix", len(starts))
    files = {name: (folder / f"{name}.f32").open("wb") for name in names}

    writing = threading.Lock()

    def write(name: str, content: Sound, offset: int) -> None:
        laid = np.ascontiguousarray(content)
        with writing:
            files[name].seek(offset * 4)
            files[name].write(laid.data)

    def work(start: int) -> None:
        stop = min(timeline.frames, start + _CELLS * cell)
        before = min(start, _PRE_ROLL_CELLS * cell)
        buses = desk.buses(start - before, stop + _WING, apart=stems)
        both = np.add.reduce([buses[name] for name in BUSES]) if stems else buses["mix"]
        inner = both[:, before : before + stop - start]
        write("mix", inner.T, start * 2)
        for name in BUSES if stems else ():
            write(name, buses[name][:, before : before + stop - start].T, start * 2)
        peaks = meters.sample_peaks(inner, rate_hz)
        around = both[:, max(0, before - _WING) :]
        over = gain(TRUE_PEAKS_FROM_DBFS)
        write(
            "peaks", meters.true_peaks(around, rate_hz, peaks, over, min(before, _WING)), start // desk.grain
        )
        write("cells", _energies(both[:, : before + stop - start], rate_hz)[before // cell :], start // cell)
        progress.step()

    try:
        with ThreadPoolExecutor(max_workers=min(_JOBS_AT_MOST, jobs or os.cpu_count() or 1)) as pool:
            for _ in pool.map(work, starts):
                pass
    except OSError as error:
        raise failure(error, folder) from error
    finally:
        for file in files.values():
            file.close()
    note = {
        "schema": SCHEMA,
        "identity": identity,
        "frames": timeline.frames,
        "rate_hz": rate_hz,
        "stems": stems,
    }
    write_text(folder / _NOTE, json.dumps(note, sort_keys=True) + "\n", durable=False)
    return Mix(folder=folder, frames=timeline.frames, rate_hz=rate_hz, stems=BUSES if stems else ())


def _identity(timeline: Timeline, levels: Levels, stamp: str) -> str:
    """Return a hash of all that a mix is made from."""
    return hashlib.sha256(repr((__version__, SCHEMA, timeline, levels, stamp)).encode()).hexdigest()


def _kept_mix(folder: Path, identity: str) -> Mix | None:
    """Return the mix in a folder when it is whole and of this identity."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        stems = BUSES if note["stems"] else ()
        made = Mix(folder=folder, frames=note["frames"], rate_hz=note["rate_hz"], stems=stems)
        sizes = {(folder / f"{name}.f32").stat().st_size for name in ("mix", *stems)}
        is_whole = note["schema"] == SCHEMA and note["identity"] == identity
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if is_whole and sizes == {made.frames * made.channels * 4} else None


def bus_energies(
    timeline: Timeline, source: Source, *, levels: Levels | None = None, jobs: int | None = None
) -> dict[Bus, meters.Energies]:
    """Return the K-weighted energy of each 10 ms of each bus, both channels summed; nothing is written."""
    desk = _Desk(timeline, source, levels or Levels())
    cell = kweighting.cell_frames(timeline.rate_hz)
    starts = range(0, max(1, timeline.frames), _CELLS * cell)

    def work(start: int) -> dict[Bus, Sound]:
        before = min(start, _PRE_ROLL_CELLS * cell)
        buses = desk.buses(start - before, min(timeline.frames, start + _CELLS * cell), apart=True)
        return {name: _energies(buses[name], timeline.rate_hz)[before // cell :] for name in BUSES}

    with ThreadPoolExecutor(max_workers=min(_JOBS_AT_MOST, jobs or os.cpu_count() or 1)) as pool:
        parts = list(pool.map(work, starts))
    return {name: np.concatenate([part[name] for part in parts]).astype(np.float64) for name in BUSES}


def _energies(sound: Sound, rate_hz: int) -> Sound:
    by_channel = [kweighting.cells(channel, rate_hz, kweighting.silent_state())[0] for channel in sound]
    return np.asarray(np.add.reduce(by_channel), np.float32)


class _Desk:
    """What all segments share: the clips in order, the sounds, the noise of the empty room."""

    def __init__(self, timeline: Timeline, source: Source, levels: Levels) -> None:
        self.timeline = timeline
        self._source = source
        self._kept = _Kept()
        self._room_db = levels.room_db
        self.grain = meters.grain_frames(timeline.rate_hz)
        self._starts = np.array([clip.start for clip in timeline.clips], np.int64)
        self._ends = np.array([clip.start + _length(clip) for clip in timeline.clips], np.int64)
        audible = levels.room_tone_dbfs > NO_TONE_DBFS
        self._tone = room_tone(timeline.rate_hz, levels.room_tone_dbfs) if audible else None

    def clips(self, start: int, stop: int) -> Sequence[Clip]:
        """Return the clips that sound between two frames, in the timeline's order."""
        heard = np.flatnonzero((self._starts < stop) & (self._ends > start))
        return [self.timeline.clips[i] for i in heard]

    def buses(self, start: int, stop: int, *, apart: bool) -> dict[str, Sound]:
        """Return each bus, or all of them as "mix", from start to stop: (2, frames)."""
        made: dict[str, Sound] = {}
        for name in BUSES if apart else ("mix",):
            made[name] = np.zeros((2, stop - start), np.float32)
        if self._tone is not None:
            self._add_tone(self._tone, made["ambience" if apart else "mix"], start)
        for clip in self.clips(start, stop):
            self._add(clip, made[clip.bus if apart else "mix"], start)
        return made

    def _add_tone(self, tone: Sound, out: Sound, start: int) -> None:
        """Lay the noise of the empty room under everything, risen and fallen within the episode."""
        length = tone.shape[1]
        stop = min(start + out.shape[1], self.timeline.frames)
        at = start
        while at < stop:
            begin = at % length
            count = min(length - begin, stop - at)
            out[:, at - start : at - start + count] += tone[:, begin : begin + count]
            at += count
        fade = raised_cosine(min(round(_TONE_FADE_S * self.timeline.rate_hz), self.timeline.frames // 2))
        _multiply(out, fade, 0, start)
        _multiply(out, fade[::-1], self.timeline.frames - len(fade), start)

    def _add(self, clip: Clip, out: Sound, start: int) -> None:
        """Add what of a clip falls into a segment."""
        begin = max(start, clip.start)
        stop = min(start + out.shape[1], clip.start + _length(clip))
        plain = treatments.is_plain(clip)
        heard = self._plain(clip, begin, stop) if plain else self._placed(clip, begin, stop)
        if not len(heard):
            return
        stop = begin + len(heard)
        envelope = _envelope(clip, begin, stop, faded=not plain)
        if envelope is not None:
            heard = heard * (envelope if heard.ndim == 1 else envelope[:, None])
        factor = gain(clip.gain_db)
        for side, share in enumerate(pan_gains(clip.pan)):
            if heard.ndim == 1:
                out[side, begin - start : stop - start] += heard * np.float32(factor * share)
            else:
                balance = min(1.0, share * 2.0**0.5) if plain else 1.0
                out[side, begin - start : stop - start] += heard[:, side] * np.float32(factor * balance)

    def _plain(self, clip: Clip, begin: int, stop: int) -> Sound:
        def make() -> Sound:
            return _clean(self._source(clip.source), clip)

        return _heard(self._kept((clip.source, clip.bus), make), clip, begin - clip.start, stop - clip.start)

    def _placed(self, clip: Clip, begin: int, stop: int) -> Sound:
        """Return a part of a treated clip; the whole is made once and kept for the next segment."""

        def make() -> Sound:
            return placed(self._source(clip.source), clip, self._room_db)

        whole = self._kept(replace(clip, start=0, gain_db=0.0, automation=()), make)
        return whole[begin - clip.start : stop - clip.start]


def placed(sound: Sound, clip: Clip, room_db: float = 0.0) -> Sound:
    """Return a clip as it is heard by itself, at the clip's gain 0: (frames + tail, 2), seated and faded."""
    heard = _heard(_clean(sound, clip), clip, 0, clip.frames)
    return treatments.placed(heard if heard.ndim == 1 else heard.mean(axis=1), clip, room_db)


def _clean(sound: Sound, clip: Clip) -> Sound:
    """Return a take without offset and rumble; what is no voice stays as it is."""
    return without_rumble(sound) if clip.bus in SPEECH and sound.ndim == 1 else sound


def _length(clip: Clip) -> int:
    return clip.frames + treatments.tail_frames(clip)


def _heard(sound: Sound, clip: Clip, begin: int, stop: int) -> Sound:
    """Return the part of a source that a clip plays from begin to stop, counted from the clip's start."""
    if not clip.loops:
        return sound[clip.offset + begin : clip.offset + stop]
    parts, at = [], clip.offset + begin
    while at < clip.offset + stop:
        inside = at % len(sound)
        count = min(len(sound) - inside, clip.offset + stop - at)
        parts.append(sound[inside : inside + count])
        at += count
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _multiply(sound: Sound, fade: Sound, at: int, start: int) -> None:
    """Multiply a segment that begins at `start` by a fade that lies at `at` on the timeline."""
    begin, stop = max(at, start), min(at + len(fade), start + sound.shape[-1])
    if begin < stop:
        sound[..., begin - start : stop - start] *= fade[begin - at : stop - at]


def _envelope(clip: Clip, begin: int, stop: int, *, faded: bool) -> Sound | None:
    """Return a clip's fades, unless it is faded already, and automation; None where they do nothing."""
    end = clip.start + clip.frames
    fades = not faded and (begin < clip.start + clip.fade_in or stop > end - clip.fade_out)
    if not fades and not clip.automation:
        return None
    envelope = _automation(clip, begin, stop) if clip.automation else np.ones(stop - begin, np.float32)
    if fades and clip.fade_in:
        _multiply(envelope, raised_cosine(clip.fade_in), clip.start, begin)
    if fades and clip.fade_out:
        _multiply(envelope, raised_cosine(clip.fade_out)[::-1], end - clip.fade_out, begin)
    return envelope


def _automation(clip: Clip, begin: int, stop: int) -> Sound:
    """Return a clip's automation as factors: exact each 64 frames of the timeline, straight between."""
    first, last = begin // _STEP, -(-stop // _STEP)
    points = np.array(clip.automation)
    level_db = np.interp(np.arange(first, last + 1) * _STEP, points[:, 0], points[:, 1])
    factors = (10.0 ** (level_db / 20.0)).astype(np.float32)
    ramp = factors[:-1, None] + np.diff(factors)[:, None] * (np.arange(_STEP, dtype=np.float32) / _STEP)
    return np.array(ramp.reshape(-1)[begin - first * _STEP : stop - first * _STEP], np.float32)


def room_tone(rate_hz: int, level_dbfs: float) -> Sound:
    """Return the noise of an empty room, (2, frames), RMS as given, falling by 6 dB an octave from 200 Hz on.

    Its end joins its beginning. Left and right are related, so that it folds to mono without loss.
    """
    frames = _TONE_SECONDS * rate_hz
    rng = np.random.default_rng(20_260)
    hz = np.fft.rfftfreq(frames, 1.0 / rate_hz)
    shape = np.where(hz > 30, 1.0 / np.maximum(1.0, hz / 200.0), 0.0)
    middle, left, right = (
        np.fft.irfft(np.fft.rfft(rng.standard_normal(frames)) * shape, frames) for _ in range(3)
    )
    sound = np.stack([middle + 0.4 * left, middle + 0.4 * right])
    return np.asarray(sound * (gain(level_dbfs) / np.sqrt(np.mean(sound**2))), np.float32)
