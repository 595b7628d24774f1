"""Sounds of what people and creatures do: a fall, a sword, a chair, keys; a dog, wings, a gallop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    burst,
    click_free,
    count,
    filtered,
    folded,
    modes,
    noise,
    panned,
    put,
    room,
    swell,
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def in_a_room(
    generator: np.random.Generator, dry: Samples, *, seconds: float = 0.4, wet: float = 0.25
) -> Samples:
    """Return a mono sound in the middle of a room, stereo."""
    sound = panned(dry, 0.0)
    return sound + wet * folded(sound, room(generator, seconds, low_hz=150, high_hz=6000))


@recipe("dog", "effect", title="Dog", seconds=2.6, tags="animal outdoors")
def dog(generator: np.random.Generator, frames: int) -> Samples:
    """A dog barks, three or four times.

    A bark is 100 to 200 ms of a harmonic voice near 500 Hz whose pitch rises and falls, with noise in it
    (Yin & McCowan, Animal Behaviour 68, 2004).
    """
    out = np.zeros(frames)
    at, size = 0.05, count(0.2)
    while at < 2.0:
        base = generator.uniform(430, 520)
        pitch = base * np.interp(np.linspace(0, 1, size), (0, 0.25, 1), (0.7, 1.15, 0.6))
        turn = 2 * np.pi * np.cumsum(pitch) / RATE
        voice = sum(np.sin(k * turn + k) / k**0.7 for k in range(1, 9))
        breath = noise(generator, size, lambda hz: band(hz, 400, 2600, low_db=9, high_db=9))
        bark = (np.asarray(voice) + 1.2 * breath) * np.hanning(size) ** 0.6
        put(
            out,
            filtered(bark, lambda hz: band(hz, 300, 3000, low_db=9, high_db=9)),
            count(at),
            generator.uniform(0.7, 1),
        )
        at += generator.uniform(0.35, 0.7)
    return in_a_room(generator, out, seconds=0.6, wet=0.35)


@recipe("wings", "effect", title="Wings", seconds=2.4, tags="animal outdoors", weight_lu=-4)
def wings(generator: np.random.Generator, frames: int) -> Samples:
    """Birds take off: many wings that beat eight to twelve times a second, and are gone."""
    out = np.zeros((frames, 2))
    for _ in range(7):
        rate, at = generator.uniform(8, 12), generator.uniform(0, 0.5)
        pan = generator.uniform(-0.8, 0.8)
        for i in range(int(generator.integers(8, 15))):
            beat = burst(generator, 0.06, 0.07, partial(band, low_hz=350, high_hz=3200))
            put(out, panned(click_free(beat, attack_s=0.012), pan), count(at + i / rate), 0.9**i)
    return out * swell(frames, (0, 1), (1.6, 0.6), (2.4, 0))[:, None]


@recipe("whoosh", "effect", title="Whoosh", seconds=1.6, tags="air", weight_lu=-3)
def whoosh(generator: np.random.Generator, frames: int) -> Samples:
    """Something flies past: air that swells, brightens and is gone to the other side."""
    near = np.exp(-0.5 * ((np.arange(frames) / frames - 0.45) / 0.16) ** 2)
    low = wide_noise(generator, frames, lambda hz: band(hz, 180, 900, low_db=9, high_db=9), alike=1.0)[:, 0]
    high = wide_noise(generator, frames, lambda hz: band(hz, 900, 5000, low_db=9, high_db=9), alike=1.0)[:, 0]
    sound = near * low + near**2.5 * high
    turn = np.linspace(-0.8, 0.8, frames)
    return np.stack([sound * np.sqrt(0.5 - 0.5 * turn), sound * np.sqrt(0.5 + 0.5 * turn)], axis=1)


@recipe("hatch", "effect", title="Hatch", seconds=2.2, tags="door machine space")
def hatch(generator: np.random.Generator, frames: int) -> Samples:
    """A hatch seals: a servo, a metal stop, and the hiss of pressure."""
    out = np.zeros(frames)
    size = count(0.6)
    servo = np.sin(2 * np.pi * np.cumsum(np.linspace(170, 250, size)) / RATE) * np.hanning(size) ** 0.4
    put(out, servo, 0, 0.25)
    stop = modes(
        count(0.7),
        np.array([92.0, 210.0, 530.0, 1180.0, 2050.0]),
        np.array([0.5, 0.4, 0.3, 0.2, 0.12]),
        np.array([1, 0.9, 0.6, 0.4, 0.25]),
    )
    put(out, stop, count(0.58))
    hiss = noise(generator, count(1.3), lambda hz: band(hz, 1800, 9000, low_db=9))
    put(out, hiss * swell(count(1.3), (0, 0), (0.04, 1), (0.5, 0.4), (1.3, 0)), count(0.72), 0.3)
    return in_a_room(generator, out, wet=0.3)


@recipe("communicator", "effect", title="Communicator", seconds=1.2, tags="machine electronic", weight_lu=-5)
def communicator(generator: np.random.Generator, frames: int) -> Samples:
    """A pocket set answers: three quick rising tones."""
    out = np.zeros(frames)
    for i, hz in enumerate((1174.7, 1568.0, 2093.0)):
        times = np.arange(count(0.075)) / RATE
        tone = np.sin(2 * np.pi * hz * times) + 0.3 * np.sin(4 * np.pi * hz * times)
        put(out, click_free(tone, attack_s=0.004, release_s=0.02), count(0.03 + 0.1 * i), 1.0 - 0.15 * i)
    return in_a_room(generator, out, seconds=0.3, wet=0.15)


@recipe("thud", "effect", title="Fall", seconds=1.2, tags="body")
def thud(generator: np.random.Generator, frames: int) -> Samples:
    """Somebody falls: knees, then the body, on a hard floor, and cloth."""
    out = np.zeros(frames)
    for at, gain, low in ((0.02, 0.6, 96.0), (0.2, 1.0, 68.0), (0.29, 0.45, 120.0)):
        blow = modes(
            count(0.35),
            low * np.array([1.0, 1.7, 2.9]),
            np.array([0.22, 0.14, 0.08]),
            np.array([1, 0.6, 0.35]),
        )
        put(out, blow, count(at), gain)
        cloth = burst(generator, 0.16, 0.12, partial(band, low_hz=500, high_hz=2800))
        put(out, cloth, count(at), 0.16 * gain)
    return in_a_room(generator, out)


@recipe("sword", "effect", title="Sword", seconds=1.8, tags="weapon metal")
def sword(generator: np.random.Generator, frames: int) -> Samples:
    """Steel: a blade leaves its sheath and rings."""
    out = np.zeros(frames)
    slide = noise(generator, count(0.32), lambda hz: band(hz, 2200, 9000, low_db=12, high_db=9))
    put(out, slide * swell(count(0.32), (0, 0.1), (0.28, 1), (0.32, 0)), 0, 0.7)
    pitches = np.array([1320.0, 2430.0, 3610.0, 5180.0, 7020.0]) * generator.uniform(0.95, 1.05)
    ring = modes(count(1.4), pitches, np.array([1.3, 1.1, 0.8, 0.5, 0.3]), np.array([0.6, 1, 0.7, 0.5, 0.3]))
    put(out, ring, count(0.3), 0.35)
    return in_a_room(generator, click_free(out, release_s=0.2), seconds=0.6)


@recipe("gallop", "effect", title="Gallop", seconds=6, tags="animal outdoors", loops=True)
def gallop(generator: np.random.Generator, frames: int) -> Samples:
    """A horse at a gallop: four beats and a moment in the air, two to three strides a second."""
    out, strides = np.zeros((frames, 2)), round(frames / RATE * 2.2)
    for i in range(strides):
        for k, at in enumerate((0.0, 0.17, 0.3, 0.45)):
            low = (88.0, 104.0, 96.0, 112.0)[k] * generator.uniform(0.97, 1.03)
            hoof = modes(
                count(0.13),
                low * np.array([1.0, 2.3, 4.8]),
                np.array([0.1, 0.07, 0.04]),
                np.array([1, 0.6, 0.4]),
            )
            earth = burst(generator, 0.06, 0.05, partial(band, low_hz=300, high_hz=1800))
            start = round((i + at + generator.normal(0, 0.008)) / strides * frames)
            put(out, panned(hoof, -0.1), start, (1.0, 0.8, 0.85, 1.0)[k], around=True)
            put(out, panned(earth, 0.1), start, 0.12, around=True)
    return unit(out)


@recipe("chair", "effect", title="Chair", seconds=1.0, tags="furniture indoors", weight_lu=-3)
def chair(generator: np.random.Generator, frames: int) -> Samples:
    """A chair is pushed back over a wooden floor."""
    out, at = np.zeros(frames), 0.02
    leg = modes(
        count(0.05),
        np.array([310.0, 690.0, 1240.0, 2300.0]),
        np.array([0.05, 0.04, 0.03, 0.02]),
        np.array([1, 0.8, 0.6, 0.3]),
    )
    while at < 0.62:
        put(out, leg, count(at), float(generator.uniform(0.5, 1.0) * np.sin(np.pi * (at + 0.1) / 0.8)))
        at += generator.uniform(0.008, 0.017)
    return in_a_room(generator, out)


@recipe("typing", "effect", title="Keys", seconds=2.4, tags="machine work", weight_lu=-6)
def typing(generator: np.random.Generator, frames: int) -> Samples:
    """Fingers on keys, quick and uneven."""
    out, at = np.zeros(frames), 0.02
    while at < 2.1:
        pitches = np.array([1650.0, 2600.0, 4100.0]) * generator.uniform(0.9, 1.1)
        key = modes(count(0.04), pitches, np.array([0.03, 0.02, 0.015]), np.array([1, 0.7, 0.4]))
        put(out, click_free(key, attack_s=0.0006), count(at), generator.uniform(0.5, 1))
        at += generator.uniform(0.07, 0.2)
    return in_a_room(generator, out, seconds=0.3)
