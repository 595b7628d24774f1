"""Rooms: synthetic impulse responses from seeded noise, and the reverberation they give a dry sound.

A room is a few early reflections and a tail of noise whose bands decay each in its own time; the sound is
convolved with it. Every response has the same energy, so that a level in dB means the same in each.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from drama.audio import Sound, convolution, gain
from drama.timecode import HOUSE_RATE_HZ, frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The acoustics of a place."""

    name: str
    about: str
    decay_s: float
    """Time in which middle frequencies fall by 60 dB (RT60, ISO 3382)."""
    bright: float
    """RT60 at 8 kHz over that at 500 Hz; air and soft walls take the high ones first."""
    wet_db: float
    """Level of the reverberation against the dry voice."""
    delay_ms: float = 5.0
    """Before the first reflection."""
    echoes: tuple[tuple[float, float], ...] = ()
    """Single reflections: ms and dB against the tail's beginning."""
    ring_hz: tuple[float, ...] = ()
    """Resonances of plates and pipes."""


ROOMS = {
    room.name: room
    for room in (
        Room(name="small-room", about="a furnished room", decay_s=0.4, bright=0.6, wet_db=-16,
             delay_ms=4, echoes=((6, 0), (9, -2), (13, -4))),
        Room(name="hall", about="a large hall, a church", decay_s=1.9, bright=0.45, wet_db=-16,
             delay_ms=22, echoes=((24, 2), (37, 0), (52, -2))),
        Room(name="outdoors", about="open air, far off an answer", decay_s=0.5, bright=0.25, wet_db=-24,
             delay_ms=60, echoes=((68, 6), (121, 2), (190, -2))),
        Room(name="ship", about="a metal cabin or corridor", decay_s=0.7, bright=0.9, wet_db=-15,
             delay_ms=3, echoes=((4, 2), (7, 1), (11, 0)), ring_hz=(310, 520, 870, 1340)),
        Room(name="cave", about="bare rock, a tunnel, a vault", decay_s=2.8, bright=0.35, wet_db=-14,
             delay_ms=30, echoes=((34, 3), (83, 2), (140, 1), (230, 0))),
        Room(name="mind", about="where thoughts are heard", decay_s=0.6, bright=0.8, wet_db=-18, delay_ms=8),
        Room(name="memory", about="where a flashback plays", decay_s=1.4, bright=0.6, wet_db=-12,
             delay_ms=25),
        Room(name="loudspeakers", about="a public address's answer from all sides", decay_s=1.4, bright=0.4,
             wet_db=-9, delay_ms=60, echoes=((90, 8), (180, 7), (270, 4))),
        Room(name="heaven", about="behind a god's voice", decay_s=3.2, bright=0.5, wet_db=-8, delay_ms=15),
        Room(name="far", about="what is left of somebody far off", decay_s=0.9, bright=0.3, wet_db=-3,
             delay_ms=12),
    )
}  # fmt: skip
"""Figures are judgement, within what rooms of the kind measure."""
SCENES = ("small-room", "hall", "outdoors", "ship", "cave")
"""Rooms that a scene may play in; the others belong to treatments."""
_CENTRES_HZ = np.array([62.5, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000])


def tail_frames(name: str) -> int:
    """Return the length of a room's reverberation in frames; 0 for no room."""
    if name not in ROOMS:
        return 0
    room = ROOMS[name]
    return frames(room.delay_ms / 1000) + frames(room.decay_s) - 1


@lru_cache(maxsize=8)
def impulse(name: str) -> Sound:
    """Return a room's response, (2, frames) at HOUSE_RATE_HZ, its energy 1 in the mean of both channels."""
    room = ROOMS[name]
    count = frames(room.decay_s)
    size = 1 << (2 * count - 1).bit_length()
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    time_s = np.arange(count) / HOUSE_RATE_HZ
    hz = np.fft.rfftfreq(size, 1.0 / HOUSE_RATE_HZ)
    octave = np.log2(np.maximum(hz, 20.0))
    middle, left, right = (np.fft.rfft(rng.standard_normal(count), size) for _ in range(3))
    tail = np.zeros((2, count))
    for centre in _CENTRES_HZ:
        share = np.clip(1.0 - np.abs(octave - np.log2(centre)), 0.0, 1.0)
        decay_s = room.decay_s * _band_decay(centre, room.bright)
        fall = 10.0 ** (-3.0 * time_s / decay_s)
        for side, own in enumerate((left, right)):
            tail[side] += np.fft.irfft((0.55 * middle + 0.85 * own) * np.sqrt(share), size)[:count] * fall
    for i, ring in enumerate(room.ring_hz):
        swing = np.sin(2 * np.pi * ring * time_s + i) * 10.0 ** (-3.0 * time_s / (0.6 * room.decay_s))
        tail += np.outer((1.0, 0.8 if i % 2 else 1.2), 0.35 * swing)
    delay = frames(room.delay_ms / 1000)
    out = np.zeros((2, delay + count))
    out[:, delay:] = tail
    strength = float(np.sqrt(np.mean(tail[:, : frames(0.02)] ** 2))) * np.sqrt(frames(0.004))
    for i, (after_ms, level_db) in enumerate(room.echoes):
        at = frames(after_ms / 1000)
        near, other = gain(level_db) * strength, gain(level_db - 4.0) * strength
        out[:, at] += (near, other) if i % 2 == 0 else (other, near)
    out *= np.minimum(1.0, np.arange(out.shape[1], 0, -1) / frames(0.01))
    return np.asarray(out / np.sqrt(np.mean(np.sum(out**2, axis=1))), np.float32)


def _band_decay(centre_hz: float, bright: float) -> float:
    """Return a band's decay over the middle one: straight lines over octaves, longer below than above."""
    octaves = np.log2(centre_hz / 500.0)
    if octaves <= 0:
        return float(1.0 - 0.08 * octaves)
    return float(max(0.15, 1.0 - (1.0 - bright) * octaves / 4.0))


@lru_cache(maxsize=4)
def _response(name: str) -> convolution.Response:
    """Return a room's response at the level that belongs to it, ready for convolution."""
    # Each side of a centred dry sound has half its power; so has each side of the answer.
    return convolution.prepared(impulse(name) * np.float32(gain(ROOMS[name].wet_db) * 0.5**0.5))


def reverberated(sound: Sound, name: str) -> Sound:
    """Return what a room adds to a mono sound, (2, frames + tail), at the level that belongs to it."""
    return convolution.convolved(sound, _response(name))
