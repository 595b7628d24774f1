"""Birds and what else is heard of animals far off: by themselves, and in the beds of open places."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    click_free,
    count,
    filtered,
    folded,
    noise,
    panned,
    put,
    room,
    unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.mix.library.recipe import Samples

    Call = Callable[[np.random.Generator], Samples]
    """Makes one call, mono, of any level."""


def glide(points_hz: tuple[float, ...], seconds: float, *, overtones: tuple[float, ...] = (1.0,)) -> Samples:
    """Return a whistle that glides through frequencies, with overtones of these gains."""
    size = count(seconds)
    hz = np.interp(np.linspace(0, 1, size), np.linspace(0, 1, len(points_hz)), points_hz)
    turn = 2 * np.pi * np.cumsum(hz) / RATE
    sound = np.zeros(size)
    for i, gain in enumerate(overtones, start=1):
        sound += gain * np.sin(i * turn)
    return click_free(sound, attack_s=min(0.012, seconds / 4), release_s=min(0.03, seconds / 3))


def songbird(generator: np.random.Generator) -> Samples:
    """Return a phrase of a songbird: a few short whistles between 2 and 6 kHz, some of them repeated.

    Passerines sing mostly between 2 and 6 kHz in notes of 30 to 200 ms (Catchpole & Slater, "Bird Song",
    2008).
    """
    out = np.zeros(count(2.2))
    base, at = generator.uniform(2300, 4300), 0.0
    kinds = [base * generator.uniform(0.75, 1.4, 3) for _ in range(2)]
    for _ in range(int(generator.integers(3, 8))):
        length = float(generator.uniform(0.05, 0.17))
        note = glide(tuple(kinds[int(generator.integers(0, 2))]), length, overtones=(1.0, 0.08))
        if at + length > 2.0:
            break
        put(out, note, count(at), float(generator.uniform(0.5, 1.0)))
        at += length + float(generator.uniform(0.03, 0.14))
    return out


def warbler(generator: np.random.Generator) -> Samples:
    """Return a trill: one note repeated ten to twenty times a second, falling a little."""
    out = np.zeros(count(1.6))
    rate, base = generator.uniform(10, 19), generator.uniform(3200, 5400)
    for i in range(int(generator.integers(7, 18))):
        pitch = base * (1 - 0.012 * i)
        put(out, glide((pitch * 1.12, pitch * 0.92), 0.6 / rate), count(i / rate), 0.4 + 0.6 * min(1, i / 4))
    return out


def gull(generator: np.random.Generator) -> Samples:
    """Return a gull's cry: nasal falls near 1 kHz, two to five of them, each shorter."""
    out = np.zeros(count(2.6))
    base, at = generator.uniform(880, 1150), 0.0
    for i in range(int(generator.integers(2, 6))):
        length = 0.42 * 0.85**i
        cry = glide(
            (base * 0.86, base * 1.18, base * 1.05, base * 0.78), length, overtones=(0.6, 1.0, 0.7, 0.45, 0.2)
        )
        put(out, cry, count(at), 1.0 - 0.1 * i)
        at += length + 0.08
    return out


def crow(generator: np.random.Generator) -> Samples:
    """Return a crow far off: two to four hoarse caws, harmonics of 500 Hz through a nasal band."""
    out = np.zeros(count(2.6))
    for i in range(int(generator.integers(2, 5))):
        size = count(0.28)
        caw = glide((460, 540, 500), 0.28, overtones=(0.3, 0.7, 1.0, 0.7, 0.4, 0.2))
        rough = caw * (1 + 0.8 * np.sign(np.sin(2 * np.pi * 88 * np.arange(size) / RATE)))
        put(out, click_free(rough, attack_s=0.03, release_s=0.08), count(0.55 * i), generator.uniform(0.7, 1))
    return filtered(out, lambda hz: band(hz, 700, 2600, low_db=9, high_db=9))


def owl(generator: np.random.Generator) -> Samples:
    """Return a tawny owl: one long hoot, a pause, and a wavering one, near 800 Hz (Cramp 1985)."""
    out = np.zeros(count(5.5))
    base = generator.uniform(680, 820)
    put(out, glide((base * 0.97, base, base * 0.95), 0.75, overtones=(1.0, 0.12)), 0)
    put(out, glide((base, base * 1.02), 0.12, overtones=(1.0, 0.1)), count(2.6), 0.6)
    long = glide((base, base * 1.04, base * 0.96), 1.5, overtones=(1.0, 0.12))
    quiver = 1 + 0.5 * np.sin(2 * np.pi * 11 * np.arange(len(long)) / RATE) * np.linspace(1, 0, len(long))
    put(out, long * quiver, count(3.0))
    return out


def snort(generator: np.random.Generator) -> Samples:
    """Return a horse that blows through its nostrils: noise that flutters twenty times a second."""
    size = count(0.9)
    air = noise(generator, size, lambda hz: band(hz, 250, 2200, low_db=9, high_db=9))
    flutter = 0.6 + 0.4 * np.sin(2 * np.pi * generator.uniform(17, 24) * np.arange(size) / RATE)
    return click_free(air * flutter * np.exp(-np.arange(size) / (0.3 * RATE)), attack_s=0.05, release_s=0.2)


def scattered(
    generator: np.random.Generator,
    frames: int,
    call: Call,
    *,
    every_s: float,
    dull_hz: float = 9000.0,
    spread_db: float = 9.0,
) -> Samples:
    """Return calls strewn over a loop, stereo, of unit power in all: nearer and farther, left and right."""
    out = np.zeros((frames, 2))
    number = max(1, round(frames / RATE / every_s))
    places = (np.arange(number) + generator.uniform(-0.45, 0.45, number)) / number
    for place in places:
        away_db = float(generator.uniform(0, spread_db))
        sound = filtered(call(generator), partial(band, low_hz=0, high_hz=dull_hz / (1 + away_db / 9)))
        pan = float(generator.uniform(-0.85, 0.85))
        put(out, panned(sound, pan), int(place * frames), 10 ** (-away_db / 20), around=True)
    return unit(out)


def far_off(generator: np.random.Generator, dry: Samples, pan: float) -> Samples:
    """Return a call across open land, with what the land gives back."""
    sound = panned(dry, pan)
    return sound + 0.5 * folded(sound, room(generator, 2.4, low_hz=150, high_hz=2500, before_s=0.15))


@recipe("wolf", "effect", title="Wolf", seconds=6.0, tags="animal outdoors eerie", weight_lu=-4)
def wolf(generator: np.random.Generator, frames: int) -> Samples:
    """A wolf howls, and another answers farther off.

    Howls last 3 to 7 s near 150 to 800 Hz, rise quickly, hold and fall (Theberge & Falls, Amer. Zool. 7,
    1967).
    """
    out = np.zeros(frames)
    for at_s, base, gain in ((0.05, 430.0, 1.0), (1.7, 375.0, 0.35)):
        points = (base * 0.72, base * 1.1, base * 1.16, base * 1.13, base * 1.05, base * 0.8)
        howl = glide(points, 3.4, overtones=(1.0, 0.5, 0.22, 0.1, 0.05))
        shape = np.interp(np.linspace(0, 1, len(howl)), (0, 0.12, 0.6, 1), (0, 0.9, 1.0, 0))
        put(out, howl * shape, count(at_s), gain)
    return far_off(generator, out, 0.15)


@recipe("owl", "effect", title="Owl", seconds=6.0, tags="animal outdoors eerie night", weight_lu=-6)
def owl_calls(generator: np.random.Generator, frames: int) -> Samples:
    """A tawny owl: one long hoot, a pause, and a wavering one."""
    out = np.zeros(frames)
    put(out, owl(generator), 0)
    return far_off(generator, out, -0.2)


@recipe("gulls", "effect", title="Gulls", seconds=4.0, tags="animal outdoors sea", weight_lu=-5)
def gulls(generator: np.random.Generator, frames: int) -> Samples:
    """Two gulls cry overhead, one after the other."""
    out = np.zeros((frames, 2))
    for at_s, pan, gain in ((0.05, -0.4, 1.0), (1.3, 0.5, 0.7)):
        put(out, panned(gull(generator), pan), count(at_s), gain)
    return out
