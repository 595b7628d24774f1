"""Beds of places under a roof: what is heard where nothing happens.

A bed is air (shaped noise), what hums, and a few small events far apart; an event that is noticed twice
would be one too many.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library import machines, people, weather
from drama.mix.library.instruments import celesta
from drama.mix.library.machines import hum
from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    burst,
    click_free,
    count,
    drift,
    filtered,
    folded,
    modes,
    panned,
    put,
    room,
    unit,
    wide_noise,
)
from drama.mix.library.tones import air, tone_hall, tone_vent
from drama.mix.library.wildlife import scattered, snort, songbird

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.mix.library.recipe import Samples

QUIET_LU = -6.0
"""Weight of a bed that is hardly more than its air."""


def now_and_then(
    generator: np.random.Generator,
    frames: int,
    make: Callable[[], Samples],
    *,
    every_s: float,
    spread_db: float = 6,
) -> Samples:
    """Return a mono sound strewn over the loop at irregular times, places and levels, stereo."""
    out = np.zeros((frames, 2))
    number = max(1, round(frames / RATE / every_s))
    for place in (np.arange(number) + generator.uniform(-0.48, 0.48, number)) / number:
        gain = 10 ** (-float(generator.uniform(0, spread_db)) / 20)
        put(out, panned(make(), float(generator.uniform(-0.7, 0.7))), int(place * frames), gain, around=True)
    return out


def far_inside(generator: np.random.Generator, sound: Samples, seconds: float, high_hz: float) -> Samples:
    """Return a sound heard from the end of a large room: dull, and more echo than sound."""
    dull = filtered(sound, lambda hz: band(hz, 120, high_hz, high_db=9))
    return 0.35 * dull + folded(dull, room(generator, seconds, low_hz=120, high_hz=high_hz), around=True)


def tick(generator: np.random.Generator, hz: float = 2100.0, length_s: float = 0.05) -> Samples:
    """Return a small dry click: a key, a latch, a spoon on a saucer."""
    ring = modes(
        count(length_s), hz * np.array([1.0, 1.63, 2.4]) * generator.uniform(0.9, 1.1),
        np.array([0.05, 0.03, 0.02]), np.array([1.0, 0.6, 0.3]),
    )  # fmt: skip
    return click_free(ring, attack_s=0.0006, release_s=0.01)


def creak(generator: np.random.Generator, *, low_hz: float = 170.0, seconds: float = 1.1) -> Samples:
    """Return timber that gives: sticks and slips a few dozen times a second, through the modes of a plank."""
    size, out = count(seconds), np.zeros(count(seconds))
    at, pace = 0.0, generator.uniform(18, 34)
    plank = modes(
        count(0.06),
        low_hz * np.array([1.0, 2.31, 3.9, 6.2]),
        np.array([0.09, 0.07, 0.05, 0.03]),
        np.array([1, 0.7, 0.5, 0.25]),
    )
    while at < seconds - 0.1:
        bend = np.sin(np.pi * at / seconds)
        put(out, plank, count(at), float(bend * generator.uniform(0.5, 1.0)))
        at += 1 / (pace * (0.5 + bend))
    return click_free(out[:size], attack_s=0.05, release_s=0.2)


def bubbles(generator: np.random.Generator) -> Samples:
    """Return a few bubbles in glass: short rising chirps."""
    out = np.zeros(count(0.7))
    for _ in range(int(generator.integers(3, 8))):
        times = np.arange(count(0.035)) / RATE
        hz = generator.uniform(550, 1300)
        chirp = np.sin(2 * np.pi * hz * (times + 9 * times**2)) * np.exp(-times * 90)
        put(
            out,
            click_free(chirp, attack_s=0.001, release_s=0.005),
            count(generator.uniform(0, 0.6)),
            generator.uniform(0.4, 1),
        )
    return out


def doors_shut(generator: np.random.Generator) -> Samples:
    """Return a heavy door that falls to."""
    return click_free(
        modes(
            count(0.5),
            np.array([58.0, 96.0, 171.0, 388.0]) * generator.uniform(0.9, 1.1),
            np.array([0.4, 0.3, 0.2, 0.1]),
            np.array([1, 0.9, 0.6, 0.3]),
        )
    )


@recipe(
    "nursery", "ambience", title="Nursery", seconds=44, tags="indoors home", loops=True, weight_lu=QUIET_LU
)
def nursery(generator: np.random.Generator, frames: int) -> Samples:
    """A child's room: soft air, a clock far off, and a mobile that chimes now and then."""
    out = air(generator, frames, low_hz=80, high_hz=3500, fall_db=5.0)
    clock = unit(machines.clock.make(generator, count(16)))
    far_clock = np.tile(clock, (-(-frames // len(clock)), 1))[:frames]
    out = unit(out) + 0.4 * filtered(far_clock, lambda hz: band(hz, 250, 2600, high_db=12))
    chimes = np.zeros((frames, 2))
    for place in (np.arange(9) + generator.uniform(-0.45, 0.45, 9)) / 9:
        for i in range(int(generator.integers(1, 4))):
            note = int(generator.choice([84, 86, 88, 91, 93]))
            chime = panned(celesta(generator, note, 0.5), float(generator.uniform(-0.5, 0.5)))
            put(
                chimes,
                chime,
                int(place * frames) + count(i * generator.uniform(0.25, 0.6)),
                0.5**i,
                around=True,
            )
    wet = folded(chimes, room(generator, 0.9, low_hz=300, high_hz=6000), around=True)
    return out + 0.3 * unit(chimes + wet)


@recipe(
    "quiet-house",
    "ambience",
    title="Quiet house",
    seconds=40,
    tags="indoors home",
    loops=True,
    weight_lu=QUIET_LU,
)
def quiet_house(generator: np.random.Generator, frames: int) -> Samples:
    """A house at rest: air, the street far outside, and a timber that settles."""
    out = unit(air(generator, frames, low_hz=70, high_hz=3000, fall_db=5.5))
    outside = wide_noise(generator, frames, lambda hz: band(hz, 60, 260, high_db=12), alike=0.3)
    outside *= np.exp(0.5 * drift(generator, frames, 0.05, 0.3))[:, None]
    settle = now_and_then(generator, frames, lambda: creak(generator, low_hz=240, seconds=0.5), every_s=13)
    return out + 0.5 * outside + 0.35 * unit(settle)


@recipe("kitchen", "ambience", title="Kitchen", seconds=40, tags="indoors home", loops=True, weight_lu=-5)
def kitchen(generator: np.random.Generator, frames: int) -> Samples:
    """A kitchen: a humming refrigerator, a tap that drips, and a cup that is put down."""
    out = unit(air(generator, frames, low_hz=90, high_hz=4500, fall_db=4.5))
    motor = unit(hum(generator, frames, 60.0, np.array([0.3, 1.0, 0.35, 0.4, 0.12, 0.1]), beat_hz=0.15))
    tap = now_and_then(generator, frames, lambda: bubbles(generator)[: count(0.08)], every_s=3.1, spread_db=4)
    china = now_and_then(generator, frames, lambda: tick(generator, 2700, 0.12), every_s=9)
    wet = folded(tap + china, room(generator, 0.45, low_hz=250, high_hz=7000), around=True)
    return out + 0.5 * motor + 0.32 * unit(tap + 0.7 * wet) + 0.1 * unit(china)


@recipe("office", "ambience", title="Office", seconds=40, tags="indoors work", loops=True, weight_lu=-5)
def office(generator: np.random.Generator, frames: int) -> Samples:
    """An office: ventilation, and somebody who types behind a partition."""
    out = unit(tone_vent.make(generator, frames))
    typed = np.zeros((frames, 2))
    for place in (np.arange(7) + generator.uniform(-0.4, 0.4, 7)) / 7:
        at, pan = int(place * frames), float(generator.uniform(-0.6, 0.6))
        for _ in range(int(generator.integers(6, 22))):
            key = panned(tick(generator, generator.uniform(1500, 2300), 0.03), pan)
            put(typed, key, at, float(generator.uniform(0.5, 1)), around=True)
            at += count(generator.uniform(0.09, 0.26))
    return out + 0.36 * unit(far_inside(generator, typed, 0.5, 3800))


@recipe(
    "laboratory",
    "ambience",
    title="Laboratory",
    seconds=40,
    tags="indoors work machine",
    loops=True,
    weight_lu=-5,
)
def laboratory(generator: np.random.Generator, frames: int) -> Samples:
    """A laboratory: fans, a transformer, something that bubbles, and an instrument that reports."""
    out = unit(tone_vent.make(generator, frames))
    coil = unit(hum(generator, frames, 120.0, np.array([1.0, 0.25, 0.3, 0.1]), beat_hz=0.3))
    flask = now_and_then(generator, frames, lambda: bubbles(generator), every_s=2.3)
    blip = now_and_then(
        generator, frames,
        lambda: click_free(
            np.sin(2 * np.pi * generator.choice([988.0, 1319.0]) * np.arange(count(0.07)) / RATE),
            attack_s=0.006, release_s=0.03,
        ),
        every_s=7,
    )  # fmt: skip
    wet = folded(flask + blip, room(generator, 0.7, low_hz=250, high_hz=6000), around=True)
    return out + 0.3 * coil + 0.45 * unit(flask + 0.6 * wet) + 0.16 * unit(blip)


@recipe("workshop", "ambience", title="Workshop", seconds=36, tags="indoors work", loops=True, weight_lu=-4)
def workshop(generator: np.random.Generator, frames: int) -> Samples:
    """A workshop: a low fire and, farther back, a hammer on iron in short bouts."""
    out = unit(air(generator, frames, low_hz=80, high_hz=3500, fall_db=5.0))
    hearth = unit(weather.fire.make(generator, frames))
    blows = np.zeros((frames, 2))
    anvil = modes(
        count(0.7),
        np.array([830.0, 1490.0, 2620.0, 3900.0, 5300.0]),
        np.array([0.5, 0.6, 0.4, 0.25, 0.15]),
        np.array([0.5, 1, 0.7, 0.4, 0.2]),
    )
    for start in (0.12, 0.45, 0.71):
        for i in range(int(generator.integers(4, 8))):
            put(
                blows,
                panned(anvil, 0.35),
                int(start * frames) + count(i * 0.74 + generator.uniform(-0.03, 0.03)),
                generator.uniform(0.6, 1),
                around=True,
            )
    return out + 0.35 * hearth + 0.5 * unit(far_inside(generator, blows, 0.8, 4200))


@recipe("inn", "ambience", title="Inn", seconds=24, tags="indoors people", loops=True, weight_lu=-4)
def inn(generator: np.random.Generator, frames: int) -> Samples:
    """A full inn: talk at the tables, a fire, and mugs put down on wood."""
    talk = unit(people.crowd.make(generator, frames))
    hearth = unit(weather.fire.make(generator, frames))
    mug = now_and_then(
        generator, frames,
        lambda: modes(
            count(0.12), np.array([240.0, 520.0, 1450.0, 2900.0]) * generator.uniform(0.9, 1.15),
            np.array([0.1, 0.08, 0.05, 0.03]), np.array([1, 0.8, 0.5, 0.3]),
        ),
        every_s=2.4,
    )  # fmt: skip
    return talk + 0.3 * hearth + 0.2 * unit(mug)


@recipe("school", "ambience", title="School", seconds=24, tags="indoors people", loops=True, weight_lu=-6)
def school(generator: np.random.Generator, frames: int) -> Samples:
    """A classroom: chalk and chairs, and the voices of another room through the wall."""
    out = unit(air(generator, frames, low_hz=80, high_hz=4000, fall_db=5.0))
    next_door = filtered(people.crowd.make(generator, frames), lambda hz: band(hz, 180, 900, high_db=12))
    chair = now_and_then(generator, frames, lambda: creak(generator, low_hz=420, seconds=0.35), every_s=8)
    chalk = now_and_then(
        generator,
        frames,
        lambda: burst(generator, 0.09, 0.06, partial(band, low_hz=1800, high_hz=5200)),
        every_s=2.9,
    )
    return out + 0.5 * unit(next_door) + 0.3 * unit(chair) + 0.2 * unit(chalk)


@recipe(
    "studio", "ambience", title="Studio", seconds=40, tags="indoors work electronic", loops=True, weight_lu=-6
)
def studio(generator: np.random.Generator, frames: int) -> Samples:
    """A radio studio: dead air, mains in the valves, a reel that turns, a chair, a sheet of paper."""
    out = unit(air(generator, frames, low_hz=80, high_hz=1400, fall_db=6))
    mains = hum(generator, frames, 100.0, np.array([1.0, 0.3, 0.25, 0.08]), beat_hz=0.1)
    reel = wide_noise(generator, frames, lambda hz: band(hz, 900, 2600, low_db=9, high_db=9), alike=0.8)
    reel *= np.exp(0.25 * drift(generator, frames, 0.4, 1.2))[:, None]
    sheet = partial(burst, generator, 0.5, 0.6, lambda hz: band(hz, 1500, 6000))
    moved = now_and_then(generator, frames, sheet, every_s=13) + now_and_then(
        generator, frames, partial(creak, generator, low_hz=240.0, seconds=0.5), every_s=20
    )
    return out + 0.2 * unit(mains) + 0.12 * unit(reel) + 0.22 * unit(far_inside(generator, moved, 0.25, 3200))


@recipe("hospital", "ambience", title="Hospital", seconds=40, tags="indoors people", loops=True, weight_lu=-6)
def hospital(generator: np.random.Generator, frames: int) -> Samples:
    """A ward: ventilation, a monitor behind a curtain, and a trolley in the corridor."""
    out = unit(tone_vent.make(generator, frames))
    beats, number = np.zeros((frames, 2)), round(frames / RATE * 1.1)
    blip = click_free(np.sin(2 * np.pi * 960 * np.arange(count(0.08)) / RATE), attack_s=0.01, release_s=0.03)
    for place in (np.arange(number) + generator.normal(0, 0.02, number)) / number:
        put(beats, panned(blip, -0.4), int(place * frames), around=True)
    trolley = wide_noise(generator, frames, lambda hz: band(hz, 300, 1600, low_db=9, high_db=9), alike=0.6)
    trolley *= np.clip(drift(generator, frames, 0.03, 0.12) - 1.0, 0, 1)[:, None]
    return out + 0.14 * unit(far_inside(generator, beats, 0.6, 2600)) + 0.25 * trolley


@recipe(
    "castle-hall", "ambience", title="Castle hall", seconds=40, tags="indoors hall", loops=True, weight_lu=-6
)
def castle_hall(generator: np.random.Generator, frames: int) -> Samples:
    """A great stone hall: wide air, wind in the chimney, and torches."""
    out = unit(tone_hall.make(generator, frames))
    draught = filtered(
        weather.moving_air(generator, frames, gusts=0.5, whistle=1.0),
        lambda hz: band(hz, 90, 520, high_db=12),
    )
    torches = weather.fire.make(generator, frames)
    return out + 0.45 * unit(draught) + 0.45 * unit(far_inside(generator, torches, 1.6, 3800))


@recipe("hall", "ambience", title="Hall", seconds=40, tags="indoors hall", loops=True, weight_lu=QUIET_LU)
def hall(generator: np.random.Generator, frames: int) -> Samples:
    """A large room with nobody near: wide air, a draught, and a door that is shut at its far end."""
    out = unit(tone_hall.make(generator, frames))
    draught = weather.moving_air(generator, frames, gusts=0.4, whistle=0.5)
    doors = now_and_then(generator, frames, lambda: doors_shut(generator), every_s=17)
    return (
        out
        + 0.3 * filtered(draught, lambda hz: band(hz, 80, 600, high_db=12))
        + 0.3 * unit(far_inside(generator, doors, 2.0, 1200))
    )


@recipe("church", "ambience", title="Church", seconds=40, tags="indoors hall", loops=True, weight_lu=-6)
def church(generator: np.random.Generator, frames: int) -> Samples:
    """An empty church: the air of a nave, a bench that creaks, and birds outside the windows."""
    out = unit(tone_hall.make(generator, frames))
    bench = now_and_then(generator, frames, lambda: creak(generator, low_hz=210, seconds=0.6), every_s=11)
    birds = scattered(generator, frames, songbird, every_s=5, dull_hz=3600)
    return out + 0.35 * unit(far_inside(generator, bench, 2.4, 3000)) + 0.12 * birds


@recipe("factory", "ambience", title="Factory", seconds=30, tags="indoors work machine", loops=True)
def factory(generator: np.random.Generator, frames: int) -> Samples:
    """A factory: motors, a belt, and a press that comes down every second and a half or so."""
    motors = unit(hum(generator, frames, 49.0, np.array([0.8, 1.0, 0.6, 0.5, 0.3, 0.2, 0.15]), beat_hz=0.8))
    belt = wide_noise(generator, frames, lambda hz: band(hz, 200, 1800, low_db=9, high_db=6), alike=0.4)
    belt *= (1 + 0.3 * np.sin(2 * np.pi * round(3.3 * frames / RATE) * np.arange(frames) / frames))[:, None]
    press, number = np.zeros((frames, 2)), round(frames / RATE / 1.5)
    body = modes(
        count(0.5),
        np.array([62.0, 118.0, 340.0, 910.0]),
        np.array([0.4, 0.3, 0.2, 0.1]),
        np.array([1, 0.8, 0.5, 0.25]),
    )
    for place in (np.arange(number) + generator.normal(0, 0.05, number)) / number:
        put(press, panned(body, 0.2), int(place * frames), generator.uniform(0.8, 1), around=True)
    return 0.5 * motors + 0.6 * belt + 0.7 * unit(far_inside(generator, press, 1.5, 4000))


@recipe(
    "station",
    "ambience",
    title="Station hall",
    seconds=24,
    tags="indoors people rails",
    loops=True,
    weight_lu=-3,
)
def station(generator: np.random.Generator, frames: int) -> Samples:
    """A station: many people under a high roof, and an engine that lets off steam."""
    talk = far_inside(generator, people.crowd.make(generator, frames), 2.2, 3200)
    steam = wide_noise(generator, frames, lambda hz: band(hz, 900, 6000, low_db=6, high_db=6), alike=0.3)
    steam *= np.clip(drift(generator, frames, 0.03, 0.15) - 0.9, 0, 1)[:, None]
    low = wide_noise(generator, frames, lambda hz: band(hz, 40, 140, high_db=9), alike=0.4)
    return unit(talk) + 0.5 * steam + 0.3 * low


@recipe("stable", "ambience", title="Stable", seconds=36, tags="indoors animals", loops=True, weight_lu=-5)
def stable(generator: np.random.Generator, frames: int) -> Samples:
    """A stable: horses that shift in the straw and blow."""
    out = unit(air(generator, frames, low_hz=80, high_hz=3500, fall_db=5.0))
    straw = wide_noise(generator, frames, lambda hz: band(hz, 1500, 6000, low_db=9, high_db=9), alike=0.3)
    straw *= (np.clip(drift(generator, frames, 0.3, 1.5) - 0.7, 0, 1) ** 1.5)[:, None]
    blowing = scattered(generator, frames, snort, every_s=7, dull_hz=3500)
    hoof = now_and_then(
        generator, frames,
        lambda: modes(
            count(0.2), np.array([78.0, 140.0, 310.0]), np.array([0.14, 0.1, 0.06]), np.array([1, 0.7, 0.3])
        ),
        every_s=4,
    )  # fmt: skip
    return out + 0.5 * unit(straw) + 0.45 * blowing + 0.5 * unit(hoof)
