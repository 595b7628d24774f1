"""Beds of ships and vehicles, seen from inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library import machines, weather
from drama.mix.library.interiors import creak, far_inside, now_and_then
from drama.mix.library.machines import hum
from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import RATE, band, count, drift, filtered, modes, panned, put, unit, wide_noise

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


@recipe(
    "ship-bridge",
    "ambience",
    title="Ship's bridge",
    seconds=40,
    tags="indoors space ship",
    loops=True,
    weight_lu=-4,
)
def ship_bridge(generator: np.random.Generator, frames: int) -> Samples:
    """The bridge of a spaceship: its hum, softer, and consoles that report to one another."""
    drive = unit(machines.ship_hum.make(generator, frames))
    consoles = unit(machines.computer.make(generator, frames))
    return 0.7 * drive + 0.6 * consoles


@recipe(
    "ship-deck",
    "ambience",
    title="Ship's deck",
    seconds=40,
    tags="outdoors water ship",
    loops=True,
    weight_lu=-2,
)
def ship_deck(generator: np.random.Generator, frames: int) -> Samples:
    """The deck of a sailing ship: the bow's wash, wind in the rigging, timbers and ropes that work."""
    wash = wide_noise(generator, frames, lambda hz: band(hz, 180, 2600, low_db=6, high_db=6), alike=0.3)
    swell = 0.5 * drift(generator, frames, 0.1, 0.25) + 0.3 * drift(generator, frames, 0.3, 1.2)
    wind = weather.moving_air(generator, frames, gusts=0.4, whistle=0.5)
    ropes = now_and_then(generator, frames, lambda: creak(generator, low_hz=190, seconds=1.2), every_s=4.2)
    return wash * np.exp(0.6 * swell)[:, None] + 0.5 * wind + 0.28 * unit(ropes)


@recipe(
    "ship-cabin",
    "ambience",
    title="Ship's cabin",
    seconds=40,
    tags="indoors water ship",
    loops=True,
    weight_lu=-5,
)
def ship_cabin(generator: np.random.Generator, frames: int) -> Samples:
    """Below deck: the sea through the planks, and timbers that complain as she rolls."""
    sea = wide_noise(generator, frames, lambda hz: band(hz, 60, 420, low_db=9, high_db=9), alike=0.4)
    sea *= np.exp(0.6 * drift(generator, frames, 0.1, 0.3))[:, None]
    timbers = now_and_then(generator, frames, lambda: creak(generator, low_hz=130, seconds=1.4), every_s=3.6)
    return sea + 0.4 * unit(far_inside(generator, timbers, 0.5, 3000))


@recipe("car", "ambience", title="Car", seconds=30, tags="indoors vehicle", loops=True, weight_lu=-2)
def car(generator: np.random.Generator, frames: int) -> Samples:
    """Inside a car on the road: tyres and engine through the floor, and what passes the other way."""
    tyres = wide_noise(generator, frames, lambda hz: band(hz, 60, 500, low_db=9, high_db=7), alike=0.5)
    tyres *= np.exp(0.15 * drift(generator, frames, 0.1, 1.0))[:, None]
    engine = unit(hum(generator, frames, 72.0, np.array([1.0, 0.7, 0.4, 0.2, 0.1]), beat_hz=1.2))
    passing = wide_noise(generator, frames, lambda hz: band(hz, 250, 2200, low_db=6, high_db=6), alike=0.2)
    passing *= (np.clip(drift(generator, frames, 0.05, 0.35) - 1.0, 0, 1))[:, None]
    return tyres + 0.35 * engine + 0.6 * passing


@recipe("carriage", "ambience", title="Carriage", seconds=30, tags="outdoors vehicle animals", loops=True)
def carriage(generator: np.random.Generator, frames: int) -> Samples:
    """In a coach: hooves at a trot, iron tyres on the road, springs and harness.

    A trot is two beats, 2.6 to 3.2 steps a second (Hildebrand, Science 150, 1965).
    """
    wheels = wide_noise(generator, frames, lambda hz: band(hz, 70, 900, low_db=9, high_db=6), alike=0.4)
    wheels *= np.exp(0.3 * drift(generator, frames, 1.0, 7.0))[:, None]
    hooves, number = np.zeros((frames, 2)), round(frames / RATE * 2.9)
    for i, place in enumerate((np.arange(number) + generator.normal(0, 0.05, number)) / number):
        pitch = np.array([340.0, 760.0, 1350.0]) * (1.0 if i % 2 else 0.9) * generator.uniform(0.96, 1.04)
        clop = modes(count(0.09), pitch, np.array([0.08, 0.06, 0.04]), np.array([1, 0.7, 0.35]))
        for late in (0.0, 0.035):
            put(
                hooves,
                panned(clop, -0.2),
                int(place * frames) + count(late),
                generator.uniform(0.6, 1),
                around=True,
            )
    springs = now_and_then(generator, frames, lambda: creak(generator, low_hz=330, seconds=0.4), every_s=2.2)
    return wheels + 0.6 * unit(filtered(hooves, lambda hz: band(hz, 150, 3500))) + 0.15 * unit(springs)


@recipe(
    "aeroplane", "ambience", title="Aeroplane", seconds=30, tags="indoors vehicle", loops=True, weight_lu=-2
)
def aeroplane(generator: np.random.Generator, frames: int) -> Samples:
    """A cabin in flight: the boundary layer's roar and two engines that beat slowly."""
    roar = wide_noise(generator, frames, lambda hz: band(hz, 70, 700, low_db=9, high_db=5), alike=0.3)
    engines = unit(hum(generator, frames, 86.0, np.array([1.0, 0.6, 0.35, 0.2]), beat_hz=0.5))
    return roar + 0.3 * engines
