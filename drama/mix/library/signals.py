"""Horns, whistles and traffic, heard out of doors."""

from __future__ import annotations

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
    swell,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def reed(generator: np.random.Generator, frames: int, hz: Samples | float, *, slope: float = 1.0) -> Samples:
    """Return a blown reed or diaphragm: harmonics that fall with their number to a power, a little rough."""
    rough = 1 + 0.002 * noise(generator, frames, lambda f: band(f, 2, 30))
    turn = 2 * np.pi * np.cumsum(np.broadcast_to(hz, (frames,)) * rough) / RATE
    highest = int(6000 / float(np.max(hz)))
    return np.asarray(sum(np.sin(k * turn + 0.7 * k) / k**slope for k in range(1, highest + 1)))


def outdoors(generator: np.random.Generator, dry: Samples, *, pan: float = 0.0, wet: float = 0.35) -> Samples:
    """Return a mono sound in the open: echoes from far off that have lost their treble."""
    sound = panned(dry, pan)
    return sound + wet * folded(sound, room(generator, 2.2, low_hz=90, high_hz=2600, before_s=0.12))


@recipe("foghorn", "effect", title="Foghorn", seconds=6.0, tags="machine sea outdoors", weight_lu=-2)
def foghorn(generator: np.random.Generator, frames: int) -> Samples:
    """A foghorn across the water: one long low blast that drops to a grunt at its end.

    A diaphone sounds near 180 Hz and ends in a grunt about half as high, as its piston slows.
    """
    size = count(3.6)
    hz = swell(size, (0, 168), (0.25, 182), (2.9, 180), (3.1, 96), (3.6, 84))
    blast = reed(generator, size, hz, slope=0.85)
    blast *= swell(size, (0, 0), (0.2, 0.8), (0.8, 1), (2.9, 1), (3.05, 0.75), (3.6, 0))
    out = np.zeros(frames)
    put(out, filtered(blast, lambda f: band(f, 110, 900, low_db=6, high_db=9)), count(0.05))
    return outdoors(generator, out, wet=0.6) * swell(frames, (0, 1), (4.8, 1), (6.0, 0))[:, None]


@recipe(
    "train-whistle",
    "effect",
    title="Train whistle",
    seconds=4.2,
    tags="machine railway outdoors",
    weight_lu=-2,
)
def train_whistle(generator: np.random.Generator, frames: int) -> Samples:
    """A steam whistle: a chord of three pipes, a long blast and a short one, and the valley's answer."""
    out = np.zeros(frames)
    for at_s, length_s in ((0.05, 1.5), (1.8, 0.7)):
        size = count(length_s)
        bend = swell(size, (0, 0.94), (0.18, 1.0), (length_s - 0.2, 1.0), (length_s, 0.93))
        blast = np.sum([reed(generator, size, hz * bend, slope=1.9) for hz in (466.2, 587.3, 698.5)], axis=0)
        steam = noise(generator, size, lambda hz: band(hz, 1500, 6000, low_db=9, high_db=9))
        edge = swell(size, (0, 0), (0.1, 1), (length_s - 0.18, 1), (length_s, 0))
        put(out, (blast + 0.25 * steam) * edge, count(at_s))
    return outdoors(generator, out, wet=0.5) * swell(frames, (0, 1), (3.4, 1), (4.2, 0))[:, None]


@recipe("car-horn", "effect", title="Car horn", seconds=1.4, tags="machine street outdoors", weight_lu=-2)
def car_horn(generator: np.random.Generator, frames: int) -> Samples:
    """A car's horn: two discs a third apart, one short blast and a longer one."""
    out = np.zeros(frames)
    for at_s, length_s in ((0.02, 0.18), (0.34, 0.6)):
        size = count(length_s)
        both = reed(generator, size, 415.0, slope=0.7) + reed(generator, size, 523.0, slope=0.7)
        put(out, click_free(both, attack_s=0.012, release_s=0.03), count(at_s))
    return outdoors(generator, filtered(out, lambda hz: band(hz, 350, 3800, low_db=9, high_db=9)), wet=0.25)


def going_by(times: Samples, hz: float, *, speed: float, away: float) -> tuple[Samples, Samples, Samples]:
    """Return the frequency, the gain and the place (−1 to 1) of something that passes at time 0.

    `hz` is its own frequency, `speed` in m/s, `away` how near it comes in metres (Doppler's shift and the
    inverse distance law, sound at 343 m/s).
    """
    distance = np.sqrt(away**2 + (speed * times) ** 2)
    closing = -(speed**2) * times / distance
    return hz * 343 / (343 - closing), away / distance, speed * times / distance


def across(sound: Samples, place: Samples, width: float) -> Samples:
    """Return a mono sound panned as it goes by, with constant power."""
    turn = np.clip(place, -1, 1) * width
    return np.stack([sound * np.sqrt(0.5 - 0.5 * turn), sound * np.sqrt(0.5 + 0.5 * turn)], axis=1)


@recipe("car-pass", "effect", title="Car passes", seconds=5.0, tags="machine street outdoors", weight_lu=-4)
def car_pass(generator: np.random.Generator, frames: int) -> Samples:
    """A car or a lorry drives past: tyres and engine that swell, cross over and die away.

    At 13 m/s and 6 m away its pitch falls by 7.5 % as it passes (Doppler).
    """
    hz, near, place = going_by(np.arange(frames) / RATE - 2.2, 62, speed=13.0, away=6.0)
    engine = reed(generator, frames, hz, slope=0.9) * (
        1 + 0.2 * noise(generator, frames, lambda f: band(f, 8, 30))
    )
    tyres = noise(generator, frames, lambda f: band(f, 250, 1800, low_db=6, high_db=9))
    bright = noise(generator, frames, lambda f: band(f, 1500, 6000, low_db=9, high_db=9)) * near
    sound = near * (0.25 * filtered(engine, lambda f: band(f, 50, 700, high_db=9)) + tyres + 0.5 * bright)
    return across(sound * swell(frames, (0, 0), (0.5, 1), (4.2, 1), (5.0, 0)), place, 0.8)


@recipe("flyover", "effect", title="Aircraft overhead", seconds=8.0, tags="machine outdoors", weight_lu=-2)
def flyover(generator: np.random.Generator, frames: int) -> Samples:
    """An aircraft goes over: engines that swell, drop in pitch overhead, and draw away in a long roar.

    At 80 m/s and 70 m up its pitch falls by more than a third as it passes (Doppler).
    """
    hz, near, place = going_by(np.arange(frames) / RATE - 3.2, 104, speed=80.0, away=70.0)
    engines = reed(generator, frames, hz, slope=1.1) + 0.8 * reed(generator, frames, 1.013 * hz, slope=1.1)
    engines *= 1 + 0.15 * noise(generator, frames, lambda f: band(f, 3, 20))
    roar = noise(generator, frames, lambda f: band(f, 100, 900, low_db=12, high_db=6))
    hiss = noise(generator, frames, lambda f: band(f, 900, 4000, low_db=9, high_db=9)) * near
    low = filtered(engines, lambda f: band(f, 80, 2500, high_db=6))
    sound = near**1.3 * (0.3 * low + roar + 0.4 * hiss)
    return across(sound * swell(frames, (0, 0), (0.9, 1), (6.2, 1), (8.0, 0)), place, 0.5)


@recipe("brakes", "effect", title="Brakes", seconds=1.9, tags="machine street outdoors danger", weight_lu=-2)
def brakes(generator: np.random.Generator, frames: int) -> Samples:
    """Tyres screech over the road, and a car stands.

    Rubber that sticks and slips sings near 900 Hz, falling as the car slows.
    """
    fall = swell(frames, (0, 1.05), (0.2, 1.0), (1.1, 0.86), (1.4, 0.7), (1.9, 0.7))
    rough = 1 + 0.03 * noise(generator, frames, lambda f: band(f, 10, 90))
    out = np.zeros(frames)
    for base, gain in ((880.0, 1.0), (947.0, 0.7), (1390.0, 0.35)):
        turn = 2 * np.pi * np.cumsum(base * fall * rough) / RATE
        out += gain * (np.sin(turn) + 0.4 * np.sin(2 * turn) + 0.2 * np.sin(3 * turn))
    out += 0.8 * noise(generator, frames, lambda f: band(f, 500, 4000, low_db=9, high_db=9))
    return outdoors(
        generator,
        out * swell(frames, (0, 0), (0.05, 0.8), (0.3, 1), (1.15, 0.8), (1.4, 0), (1.9, 0)),
        wet=0.2,
    )
