"""Treatments: what a line goes through before it is heard: a telephone, a memory, a robot's throat.

Filters are zero-phase, so a treated line stays in time. After treatment a line is brought back to its level,
so only the treatment's own gain changes it.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from drama.audio import Sound, convolution, gain, level_lufs, pan_gains, raised_cosine
from drama.mix import reverb
from drama.timecode import HOUSE_RATE_HZ, frames
from drama.treatments import TREATMENTS, Shape, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.model import Clip

WAY_S = 2.5
"""Who comes in or goes out is on the way for so long, or the whole of a shorter line."""
DOOR_PAN = 0.75
"""Where the door is: on the side of the speaker's seat."""
_VOICE_SPREAD = (0.0, -0.6, 0.6, -0.3, 0.3)
_VOICE_RATES = (1.0, 0.988, 1.012, 0.979, 1.021)
_VOICE_DELAYS_MS = (0.0, 17.0, 29.0, 8.0, 38.0)


def tail_frames(clip: Clip) -> int:
    """Return how many frames a clip is heard after its end: the room's reverberation and voice delay."""
    tails = [reverb.tail_frames(room) for room, _ in _answers(clip)]
    many = max((one.voices for one in _done(clip)), default=1)
    return max([*tails, 0]) + (frames(0.08) if many > 1 else 0)


def is_plain(clip: Clip) -> bool:
    """Return whether nothing is done to a clip but fades, level and seat."""
    return not _done(clip) and not _answers(clip)


def _answers(clip: Clip) -> list[tuple[str, float]]:
    """Return the room that answers a clip and the dB added to it; none for a close one."""
    done = _done(clip)
    own = [one.room for one in done if one.room]
    room = own[0] if own else "" if any(one.close for one in done) else clip.room
    return [(room, sum(one.room_db for one in done))] if room in reverb.ROOMS else []


def placed(sound: Sound, clip: Clip, room_db: float = 0.0) -> Sound:
    """Return a clip of a mono sound as it is heard: (frames + tail_frames(clip), 2), seated, faded.

    `sound` is what the clip plays, (frames,); the clip's gain is not in the result. `room_db` is added to the
    scene's room. A clip that moves is heard from both ends of its way, one fading over into the other.
    """
    move = next((one for one in _done(clip) if one.begins or one.ends), None)
    if move is None:
        return _still(sound, clip, room_db)
    others = tuple(name for name in clip.treatment if name != move.name)
    here = replace(clip, treatment=others)
    side = math.copysign(DOOR_PAN, clip.pan or 1.0)
    there = replace(clip, treatment=(*others, move.begins or move.ends), pan=side)
    way = min(len(sound), frames(WAY_S))
    share = np.ones(len(sound) + tail_frames(clip), np.float32)
    share[:way] = raised_cosine(way)
    if move.ends:
        share = np.pad(share[: len(sound)][::-1], (0, len(share) - len(sound)))
    near, far = (_padded(_still(sound, one, room_db), len(share)) for one in (here, there))
    return np.asarray(far + (near - far) * share[:, None], np.float32)


def _padded(sound: Sound, length: int) -> Sound:
    return np.pad(sound, ((0, length - len(sound)), (0, 0)))


def _done(clip: Clip) -> list[Treatment]:
    return [TREATMENTS[name] for name in clip.treatment if name in TREATMENTS]


def _still(sound: Sound, clip: Clip, room_db: float) -> Sound:
    """Return a clip that stays where it is, as it is heard."""
    done = _done(clip)
    dry = _levelled(_treated(sound, done, zlib.crc32(clip.source.encode())), sound).copy()
    if clip.fade_in:
        dry[: clip.fade_in] *= raised_cosine(clip.fade_in)
    if clip.fade_out:
        dry[len(dry) - clip.fade_out :] *= raised_cosine(clip.fade_out)[::-1]
    out = np.zeros((2, len(dry) + tail_frames(clip)), np.float32)
    own_db = sum(one.gain_db for one in done)
    _seat(dry * np.float32(gain(sum(one.dry_db for one in done) + own_db)), clip.pan, done, out)
    for room, more_db in _answers(clip):
        wet = reverb.reverberated(dry * np.float32(gain(more_db + room_db + own_db)), room)
        out[:, : wet.shape[1]] += wet
    return out.T


def _seat(dry: Sound, pan: float, done: Iterable[Treatment], out: Sound) -> None:
    """Add a dry line at its seat; several voices around it."""
    many, others_db = max(((one.voices, one.others_db) for one in done), default=(1, 0.0))
    power = 1.0 + (many - 1) * gain(others_db) ** 2
    for i in range(many):
        voice = dry if i == 0 else _detuned(dry, _VOICE_RATES[i]) * np.float32(gain(others_db))
        at = frames(_VOICE_DELAYS_MS[i] / 1000)
        voice = voice[: out.shape[1] - at]
        for side, share in enumerate(pan_gains(pan + _VOICE_SPREAD[i] if many > 1 else pan)):
            out[side, at : at + len(voice)] += voice * np.float32(share / math.sqrt(power))


def _detuned(sound: Sound, rate: float) -> Sound:
    """Return a sound played at another speed: its pitch moves with its length, by linear interpolation."""
    at = np.arange(0.0, len(sound) - 1, rate)
    return np.asarray(np.interp(at, np.arange(len(sound)), sound), np.float32)


def _levelled(sound: Sound, like: Sound) -> Sound:
    """Return a sound at the K-weighted level of another."""
    if sound is like:
        return sound
    off_db = level_lufs(like, HOUSE_RATE_HZ) - level_lufs(sound, HOUSE_RATE_HZ)
    return np.asarray(sound * np.float32(gain(off_db if math.isfinite(off_db) else 0.0)), np.float32)


def _treated(sound: Sound, done: list[Treatment], seed: int) -> Sound:
    for one in done:
        time_s = np.arange(len(sound)) / HOUSE_RATE_HZ
        if one.ring_hz:
            swing = 1.4 * np.sin(2 * np.pi * one.ring_hz * time_s)
            sound = sound * (1.0 - one.ring_depth + one.ring_depth * swing).astype(np.float32)
        if one.comb_ms:
            echo = frames(one.comb_ms / 1000)
            sound = sound + np.pad(sound, (echo, 0))[: len(sound)] * np.float32(0.7)
        if one.noise_db > -200.0:
            noise = np.random.default_rng(seed).standard_normal(len(sound)).astype(np.float32)
            sound = sound + noise * np.float32(gain(one.noise_db) * _rms(sound))
        if one.drive_db:
            bass = tuple(filter_ for filter_ in one.shape if filter_[0] == "high-pass")
            sound = _driven(shaped(sound, bass) if bass else sound, one.drive_db)
        if one.shape:
            sound = shaped(sound, one.shape)
    return sound


def _rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2))) if len(sound) else 0.0


def _driven(sound: Sound, drive_db: float) -> Sound:
    """Return a sound through a soft clipper that its RMS reaches at a drive of 12 dB."""
    scale = gain(drive_db - 12.0) / max(1e-9, _rms(sound))
    return np.asarray(np.tanh(sound * np.float32(scale)) / np.float32(scale), np.float32)


def response(shape: tuple[Shape, ...], hz: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the filters' factor at each frequency: Butterworth slopes for the passes, smooth shelves."""
    total = np.ones(len(hz))
    for kind, corner, amount in shape:
        ratio = np.maximum(hz, 1e-3) / corner
        if kind in ("high-pass", "low-pass"):
            power = 2.0 * amount / 6.0 * (-1.0 if kind == "high-pass" else 1.0)
            total /= np.sqrt(1.0 + ratio**power)
        else:
            octaves = np.log2(ratio)
            share = {
                "low-shelf": 1.0 / (1.0 + 4.0**octaves),
                "high-shelf": 1.0 / (1.0 + 4.0**-octaves),
                "peak": np.exp(-(octaves**2)),
            }[kind]
            total *= 10.0 ** (amount * share / 20.0)
    return total


_WING = 4096
"""Frames in which a filter's response dies away on either side: 137 dB under what it does at once."""


@lru_cache(maxsize=32)
def _filter(shape: tuple[Shape, ...]) -> convolution.Response:
    """Return filters as a symmetric response of 2 · _WING + 1 frames, ready for convolution."""
    size = 4 * _WING
    around = np.fft.irfft(response(shape, np.fft.rfftfreq(size, 1.0 / HOUSE_RATE_HZ)), size)
    taps = np.concatenate([around[-_WING:], around[: _WING + 1]])
    return convolution.prepared(taps[None].astype(np.float32))


def shaped(sound: Sound, shape: tuple[Shape, ...]) -> Sound:
    """Return a sound through zero-phase filters: nothing in it moves in time."""
    return convolution.convolved(sound, _filter(shape))[0, _WING : _WING + len(sound)]
