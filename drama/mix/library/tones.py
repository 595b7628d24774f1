"""Room tones: the air of a place where nothing happens, heard in every pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.machines import hum
from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import band, bump, drift, unit, wide_noise

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def air(
    generator: np.random.Generator,
    frames: int,
    *,
    low_hz: float,
    high_hz: float,
    fall_db: float,
    alike: float = 0.3,
) -> Samples:
    """Return the air of a place: noise that falls by fall_db an octave from low_hz on, dull above high_hz."""

    def gain(hz: Samples) -> Samples:
        return (np.maximum(hz, low_hz) / low_hz) ** (-fall_db / 6.02) * band(
            hz, 60, high_hz, low_db=12, high_db=9
        )

    moving = np.exp(0.08 * drift(generator, frames, 0.05, 0.4))
    return wide_noise(generator, frames, gain, alike=alike) * moving[:, None]


@recipe(
    "room-tone-tiles",
    "ambience",
    title="Tiled room tone",
    seconds=16,
    tags="indoors quiet tone",
    loops=True,
    weight_lu=-14,
)
def tone_tiles(generator: np.random.Generator, frames: int) -> Samples:
    """The air of a bathroom: a little brighter, a pipe somewhere in it."""
    pipe = wide_noise(generator, frames, lambda hz: bump(hz, 310, 0.25), alike=0.7)
    return air(generator, frames, low_hz=90, high_hz=5000, fall_db=4.5) + 0.25 * pipe


@recipe(
    "room-tone-vent",
    "ambience",
    title="Ventilated room tone",
    seconds=16,
    tags="indoors quiet tone",
    loops=True,
    weight_lu=-12,
)
def tone_vent(generator: np.random.Generator, frames: int) -> Samples:
    """The air of a room with ventilation: offices, wards, laboratories."""
    duct = wide_noise(generator, frames, lambda hz: band(hz, 90, 420, low_db=9, high_db=6), alike=0.4)
    return air(generator, frames, low_hz=60, high_hz=4000, fall_db=5.5) + 0.7 * duct


@recipe(
    "room-tone-stone",
    "ambience",
    title="Stone room tone",
    seconds=16,
    tags="indoors quiet tone",
    loops=True,
    weight_lu=-15,
)
def tone_stone(generator: np.random.Generator, frames: int) -> Samples:
    """The air of bare stone walls: cellars and cells."""
    hollow = wide_noise(generator, frames, lambda hz: bump(hz, 140, 0.4), alike=0.5)
    return air(generator, frames, low_hz=70, high_hz=2500, fall_db=6.5) + 0.5 * hollow


@recipe(
    "room-tone-hall",
    "ambience",
    title="Hall room tone",
    seconds=16,
    tags="indoors quiet tone",
    loops=True,
    weight_lu=-13,
)
def tone_hall(generator: np.random.Generator, frames: int) -> Samples:
    """The air of a large room: low, wide, slowly moving."""
    low = wide_noise(generator, frames, lambda hz: band(hz, 45, 160, high_db=9), alike=0.2)
    return air(generator, frames, low_hz=55, high_hz=3500, fall_db=5.5, alike=0.15) + 0.8 * low


@recipe(
    "room-tone-cave",
    "ambience",
    title="Cave room tone",
    seconds=16,
    tags="indoors quiet tone",
    loops=True,
    weight_lu=-14,
)
def tone_cave(generator: np.random.Generator, frames: int) -> Samples:
    """The air under rock: a deep breath of it, and hardly anything high."""
    breath = wide_noise(generator, frames, lambda hz: bump(hz, 95, 0.55), alike=0.2)
    breath *= np.exp(0.25 * drift(generator, frames, 0.05, 0.3))[:, None]
    return air(generator, frames, low_hz=60, high_hz=1800, fall_db=7.0, alike=0.15) + breath


@recipe(
    "room-tone-ship",
    "ambience",
    title="Ship room tone",
    seconds=16,
    tags="indoors quiet tone space",
    loops=True,
    weight_lu=-10,
)
def tone_ship(generator: np.random.Generator, frames: int) -> Samples:
    """The air of a spaceship: ducts, and the drive through the floor."""
    drive = hum(generator, frames, 48.0, np.array([0.7, 1.0, 0.3, 0.2]), beat_hz=0.2)
    return air(generator, frames, low_hz=110, high_hz=2600, fall_db=5.0) + 0.5 * unit(drive)


@recipe(
    "room-tone-vehicle",
    "ambience",
    title="Vehicle room tone",
    seconds=16,
    tags="indoors quiet tone vehicle",
    loops=True,
    weight_lu=-9,
)
def tone_vehicle(generator: np.random.Generator, frames: int) -> Samples:
    """The air of a vehicle: a low roar through its floor."""
    floor = wide_noise(generator, frames, lambda hz: band(hz, 40, 150, high_db=12), alike=0.6)
    return air(generator, frames, low_hz=90, high_hz=2200, fall_db=6.5) + floor
