"""Beds and the room tone of open places: woods, fields, towns, harbours, a battlefield."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library import blasts, people, weather
from drama.mix.library.interiors import far_inside, now_and_then
from drama.mix.library.machines import hum
from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    burst,
    count,
    drift,
    filtered,
    modes,
    panned,
    put,
    unit,
    wide_noise,
)
from drama.mix.library.tones import air
from drama.mix.library.wildlife import crow, gull, owl, scattered, songbird, warbler

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def leaves(
    generator: np.random.Generator, frames: int, *, low_hz: float, high_hz: float, gusts: float
) -> Samples:
    """Return foliage in a light wind: a rustle that swells and sinks (unit power)."""
    rustle = wide_noise(
        generator, frames, partial(band, low_hz=low_hz, high_hz=high_hz, low_db=7, high_db=7), alike=0.2
    )
    blow = 0.7 * drift(generator, frames, 0.06, 0.3) + 0.3 * drift(generator, frames, 0.5, 2.0)
    return unit(rustle * np.exp(gusts * blow)[:, None])


def passing(generator: np.random.Generator, *, seconds: float, low_hz: float, high_hz: float) -> Samples:
    """Return a vehicle that goes by, mono: noise that swells, brighter as it is nearest."""
    size = count(seconds)
    near = np.exp(-0.5 * ((np.arange(size) / size - 0.5) / 0.14) ** 2)
    far = wide_noise(generator, size, partial(band, low_hz=low_hz, high_hz=high_hz / 3), alike=1.0)[:, 0]
    close = wide_noise(generator, size, partial(band, low_hz=low_hz, high_hz=high_hz), alike=1.0)[:, 0]
    return np.asarray(near * far + near**2 * close)


@recipe(
    "room-tone-outdoors",
    "ambience",
    title="Open-air tone",
    seconds=20,
    tags="outdoors quiet tone",
    loops=True,
    weight_lu=-14,
)
def tone_outdoors(generator: np.random.Generator, frames: int) -> Samples:
    """The air of the open: a light wind without a direction."""
    light = leaves(generator, frames, low_hz=150, high_hz=1400, gusts=0.25)
    return unit(air(generator, frames, low_hz=60, high_hz=3000, fall_db=5.0, alike=0.15)) + 0.4 * light


@recipe(
    "forest", "ambience", title="Forest by day", seconds=44, tags="outdoors animals", loops=True, weight_lu=-4
)
def forest(generator: np.random.Generator, frames: int) -> Samples:
    """A wood by day: wind high in the leaves, and birds near and far."""
    out = leaves(generator, frames, low_hz=350, high_hz=4200, gusts=0.5)
    low = wide_noise(generator, frames, lambda hz: band(hz, 70, 350, high_db=9), alike=0.3)
    birds = scattered(generator, frames, songbird, every_s=2.6, spread_db=14)
    trills = scattered(generator, frames, warbler, every_s=8, spread_db=12, dull_hz=7000)
    return out + 0.5 * low + 0.45 * birds + 0.2 * trills


@recipe(
    "forest-night",
    "ambience",
    title="Forest by night",
    seconds=44,
    tags="outdoors animals night",
    loops=True,
    weight_lu=-6,
)
def forest_night(generator: np.random.Generator, frames: int) -> Samples:
    """A wood by night: the wind in the dark, an owl, a twig."""
    out = leaves(generator, frames, low_hz=250, high_hz=2600, gusts=0.6)
    low = wide_noise(generator, frames, lambda hz: band(hz, 60, 300, high_db=9), alike=0.3)
    hoots = far_inside(generator, scattered(generator, frames, owl, every_s=15, dull_hz=2600), 2.5, 2400)
    twig = now_and_then(
        generator,
        frames,
        lambda: burst(generator, 0.03, 0.02, partial(band, low_hz=700, high_hz=4000)),
        every_s=6,
    )
    return out + 0.5 * low + 0.3 * unit(hoots) + 0.1 * unit(twig)


@recipe("garden", "ambience", title="Garden", seconds=40, tags="outdoors animals", loops=True, weight_lu=-6)
def garden(generator: np.random.Generator, frames: int) -> Samples:
    """A garden: a little wind, a few birds, and the neighbourhood far off."""
    out = leaves(generator, frames, low_hz=400, high_hz=3600, gusts=0.4)
    town = wide_noise(generator, frames, lambda hz: band(hz, 60, 280, high_db=9), alike=0.3)
    birds = scattered(generator, frames, songbird, every_s=3.4, spread_db=12)
    return 0.7 * out + 0.6 * town + 0.45 * birds


@recipe(
    "field", "ambience", title="Open field", seconds=40, tags="outdoors animals", loops=True, weight_lu=-6
)
def field(generator: np.random.Generator, frames: int) -> Samples:
    """Open country: wind over grass, a lark high up, crows far away."""
    out = 0.6 * weather.moving_air(generator, frames, gusts=0.35, whistle=0.3)
    grass = leaves(generator, frames, low_hz=700, high_hz=5200, gusts=0.6)
    lark = scattered(generator, frames, warbler, every_s=5, spread_db=10, dull_hz=6500)
    crows = far_inside(generator, scattered(generator, frames, crow, every_s=14, dull_hz=2500), 1.2, 2500)
    return out + 0.5 * grass + 0.22 * lark + 0.2 * unit(crows)


@recipe("desert", "ambience", title="Desert", seconds=40, tags="outdoors", loops=True, weight_lu=-5)
def desert(generator: np.random.Generator, frames: int) -> Samples:
    """A desert: a hollow wind, and sand that runs over sand."""
    wind = weather.moving_air(generator, frames, gusts=0.6, whistle=0.25)
    sand = wide_noise(generator, frames, lambda hz: band(hz, 3000, 9000, low_db=9, high_db=6), alike=0.2)
    sand *= np.exp(0.8 * drift(generator, frames, 0.08, 0.6))[:, None]
    return filtered(wind, lambda hz: band(hz, 50, 1200, high_db=6)) + 0.16 * sand


@recipe("harbour", "ambience", title="Harbour", seconds=44, tags="outdoors water", loops=True, weight_lu=-3)
def harbour(generator: np.random.Generator, frames: int) -> Samples:
    """A harbour: water against the wall, halyards that tap their masts, gulls, a horn far out."""
    water = wide_noise(generator, frames, lambda hz: band(hz, 250, 2400, low_db=6, high_db=6), alike=0.3)
    water *= np.exp(0.9 * drift(generator, frames, 0.3, 1.1))[:, None]
    low = wide_noise(generator, frames, lambda hz: band(hz, 60, 240, high_db=9), alike=0.3)
    gulls = scattered(generator, frames, gull, every_s=6, spread_db=14, dull_hz=4200)
    tap = modes(
        count(0.15), np.array([1850.0, 2930.0, 4400.0]), np.array([0.14, 0.1, 0.06]), np.array([1, 0.6, 0.3])
    )
    taps = now_and_then(generator, frames, lambda: tap, every_s=1.9)
    size = count(3.5)
    horn = sum(np.sin(2 * np.pi * 116 * i * np.arange(size) / RATE) / i**1.3 for i in range(1, 9))
    far_horn = np.zeros((frames, 2))
    put(
        far_horn,
        panned(np.asarray(horn) * np.hanning(size) ** 0.3, 0.4),
        count(generator.uniform(8, 30)),
        around=True,
    )
    out = unit(water) + 0.6 * low + 0.25 * gulls + 0.1 * unit(taps)
    return out + 0.05 * unit(far_inside(generator, far_horn, 3.0, 700))


@recipe("street", "ambience", title="Street", seconds=24, tags="outdoors traffic", loops=True, weight_lu=-4)
def street(generator: np.random.Generator, frames: int) -> Samples:
    """A town's street: the hum of traffic, cars that pass, people on the pavement."""
    far = wide_noise(generator, frames, lambda hz: band(hz, 55, 420, low_db=9, high_db=6), alike=0.3)
    far *= np.exp(0.2 * drift(generator, frames, 0.05, 0.4))[:, None]
    cars = np.zeros((frames, 2))
    for place in (np.arange(8) + generator.uniform(-0.4, 0.4, 8)) / 8:
        one = passing(generator, seconds=float(generator.uniform(4, 6.5)), low_hz=80, high_hz=2600)
        turn = np.linspace(-0.8, 0.8, len(one)) * generator.choice([-1, 1])
        sides = np.stack([one * np.sqrt(0.5 - 0.5 * turn), one * np.sqrt(0.5 + 0.5 * turn)], axis=1)
        put(cars, sides, int(place * frames), generator.uniform(0.4, 1), around=True)
    walkers = filtered(people.crowd.make(generator, frames), lambda hz: band(hz, 200, 1500, high_db=9))
    return far + 0.8 * unit(cars) + 0.18 * unit(walkers)


@recipe("village", "ambience", title="Village", seconds=44, tags="outdoors", loops=True, weight_lu=-5)
def village(generator: np.random.Generator, frames: int) -> Samples:
    """A village: birds, a pump or a hammer far off, and hens at somebody's door."""
    out = leaves(generator, frames, low_hz=300, high_hz=3000, gusts=0.3)
    low = wide_noise(generator, frames, lambda hz: band(hz, 60, 260, high_db=9), alike=0.3)
    birds = scattered(generator, frames, songbird, every_s=3.2, spread_db=12)
    blow = modes(
        count(0.25), np.array([420.0, 980.0, 1700.0]), np.array([0.15, 0.1, 0.07]), np.array([1, 0.7, 0.4])
    )
    work = np.zeros((frames, 2))
    for start in (0.2, 0.62):
        for i in range(int(generator.integers(3, 7))):
            put(
                work,
                panned(blow, -0.5),
                int(start * frames) + count(i * 0.9 + generator.uniform(-0.05, 0.05)),
                around=True,
            )
    return 0.6 * out + 0.5 * low + 0.4 * birds + 0.15 * unit(far_inside(generator, work, 1.2, 2200))


@recipe("market", "ambience", title="Market", seconds=24, tags="outdoors people", loops=True, weight_lu=-3)
def market(generator: np.random.Generator, frames: int) -> Samples:
    """A market under the sky: many voices around, crates, a cart."""
    near = unit(people.crowd.make(generator, frames))
    wide = np.roll(near[:, ::-1], frames // 3, axis=0)
    crate = now_and_then(
        generator, frames,
        lambda: modes(
            count(0.18), np.array([150.0, 330.0, 610.0, 1200.0]) * generator.uniform(0.8, 1.2),
            np.array([0.1, 0.09, 0.07, 0.04]), np.array([1, 0.9, 0.6, 0.3]),
        ),
        every_s=2.8,
    )  # fmt: skip
    cart = wide_noise(generator, frames, lambda hz: band(hz, 90, 900, low_db=9, high_db=9), alike=0.6)
    cart *= np.clip(drift(generator, frames, 0.04, 0.2) - 0.8, 0, 1)[:, None]
    return near + 0.7 * wide + 0.25 * unit(crate) + 0.4 * unit(cart)


@recipe("boat", "ambience", title="Small boat", seconds=36, tags="outdoors water", loops=True, weight_lu=-3)
def boat(generator: np.random.Generator, frames: int) -> Samples:
    """A small boat on still water: it laps against the planks, and a rowlock creaks."""
    low = wide_noise(generator, frames, lambda hz: band(hz, 80, 500, high_db=9), alike=0.3)
    brook = unit(weather.stream.make(generator, frames))
    lap = np.clip(drift(generator, frames, 0.4, 1.2), -1.2, 1.4)
    lapping = filtered(brook, lambda hz: band(hz, 200, 1500, high_db=9)) * np.exp(0.9 * lap)[:, None]
    return 0.4 * low + unit(lapping)


@recipe(
    "battlefield", "ambience", title="Battlefield", seconds=44, tags="outdoors war", loops=True, weight_lu=-2
)
def battlefield(generator: np.random.Generator, frames: int) -> Samples:
    """A battle some way off: guns that roll over the land, crackling fire, smoke in the wind."""
    wind = weather.moving_air(generator, frames, gusts=0.4, whistle=0.3)
    guns = np.zeros((frames, 2))
    for place in (np.arange(9) + generator.uniform(-0.45, 0.45, 9)) / 9:
        boom = blasts.explosion_far.make(generator, count(5.0))
        put(guns, unit(boom), int(place * frames), generator.uniform(0.35, 1), around=True)
    shot = burst(generator, 0.12, 0.09, partial(band, low_hz=300, high_hz=2400))
    shots = now_and_then(generator, frames, lambda: shot, every_s=0.9, spread_db=16)
    engines = unit(hum(generator, frames, 36.0, np.array([1.0, 0.8, 0.6, 0.3, 0.2]), beat_hz=1.0))
    return 0.6 * wind + unit(guns) + 0.25 * unit(far_inside(generator, shots, 1.4, 2200)) + 0.15 * engines
