"""Doors, knocks, footsteps: what people do in a house."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    bump,
    burst,
    click_free,
    count,
    decay,
    folded,
    modes,
    noise,
    painted,
    panned,
    put,
    room,
    scatter,
    sparks,
    swell,
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.mix.library.recipe import Recipe, Samples


def latch(generator: np.random.Generator, frames: int) -> Samples:
    """Return the click of a metal latch: two small strikes with ringing at 2 to 6 kHz."""
    out = np.zeros(frames)
    for delay_s, gain in ((0.0, 1.0), (generator.uniform(0.018, 0.03), 0.7)):
        hz = np.array([1750.0, 2600.0, 3480.0, 5150.0]) * generator.uniform(0.95, 1.05)
        strike = modes(
            count(0.08), hz, np.array([0.06, 0.05, 0.04, 0.03]), np.array([0.6, 1.0, 0.7, 0.4])
        ) + 0.3 * generator.standard_normal(count(0.08)) * decay(count(0.08), 0.008)
        put(out, click_free(strike, attack_s=0.0003), count(delay_s), gain)
    return out


def panel(generator: np.random.Generator, frames: int, *, scale: float = 1.0) -> Samples:
    """Return a struck wooden door: bending modes from 60 Hz up, dying in 100 to 300 ms.

    Heavily damped wood: loss factors of some hundredths, so 60 dB in about 2.2 / (loss × frequency).
    """
    hz = scale * np.array([68.0, 97.0, 131.0, 178.0, 242.0, 330.0, 451.0, 610.0, 870.0])
    hz *= generator.uniform(0.97, 1.03, len(hz))
    ring_s = np.clip(2.2 / (0.055 * hz), 0.03, 0.45)
    return modes(frames, hz, ring_s, hz**-0.45 * generator.uniform(0.7, 1.3, len(hz)))


@recipe("door-slam", "effect", title="Door slam", seconds=1.6, tags="door indoors", weight_lu=3)
def door_slam(generator: np.random.Generator, frames: int) -> Samples:
    """A heavy door slams in its frame, and the latch snaps."""
    out = np.zeros(frames)
    put(out, panel(generator, frames), count(0.03), 9.0)
    thud = burst(generator, 0.25, 0.16, lambda hz: band(hz, 45, 420, high_db=9))
    put(out, thud, count(0.03), 0.55)
    snap = burst(generator, 0.03, 0.018, lambda hz: band(hz, 400, 5000, high_db=6))
    put(out, snap, count(0.03), 0.6)
    put(out, latch(generator, count(0.2)), count(0.034), 0.16)
    put(out, latch(generator, count(0.2)), count(0.115), 0.06)
    sound = panned(click_free(out), 0.0)
    return sound + 0.35 * folded(sound, room(generator, 0.55, low_hz=60, high_hz=4000))


@recipe("door-close", "effect", title="Door closes", seconds=1.1, tags="door indoors", weight_lu=-4)
def door_close(generator: np.random.Generator, frames: int) -> Samples:
    """A door is shut quietly: a soft thump and the click of the latch."""
    out = np.zeros(frames)
    put(out, panel(generator, frames, scale=1.1), count(0.08), 2.0)
    put(out, latch(generator, count(0.2)), count(0.02), 0.05)
    put(out, latch(generator, count(0.2)), count(0.12), 0.16)
    sound = panned(click_free(out), 0.0)
    return sound + 0.3 * folded(sound, room(generator, 0.4, low_hz=80, high_hz=5000))


@recipe("door-open", "effect", title="Door opens", seconds=1.3, tags="door indoors", weight_lu=-5)
def door_open(generator: np.random.Generator, frames: int) -> Samples:
    """A handle turns, the latch springs back, and a door swings on its hinges."""
    out = np.zeros(frames)
    put(out, latch(generator, count(0.2)), count(0.03), 0.2)
    put(out, latch(generator, count(0.2)), count(0.19), 0.3)
    put(out, panel(generator, count(0.4), scale=1.25), count(0.2), 0.9)
    swish = noise(generator, count(0.75), lambda hz: band(hz, 180, 1300)) * np.hanning(count(0.75)) ** 1.5
    put(out, swish, count(0.3), 0.02)
    sound = panned(click_free(out), 0.0)
    return sound + 0.3 * folded(sound, room(generator, 0.4, low_hz=80, high_hz=5000))


@recipe("door-creak", "effect", title="Door creaks", seconds=2.6, tags="door indoors eerie", weight_lu=-3)
def door_creak(generator: np.random.Generator, frames: int) -> Samples:
    """An old hinge: it sticks and slips, faster and slower, and the wood sings with it.

    Stick-slip pulses of changing rate through the door's resonances, after Farnell, "Designing Sound"
    (2010), practical 9.
    """
    out = np.zeros(frames)
    rate = swell(
        frames, (0, 34), (0.5, 95), (1.0, 140), (1.35, 82), (1.7, 180), (2.1, 120), (2.4, 45), (9, 30)
    )
    rate *= 1 + 0.05 * np.interp(
        np.arange(frames), np.arange(0, frames, 2000), generator.standard_normal(len(range(0, frames, 2000)))
    )
    strength = swell(
        frames, (0, 0), (0.15, 0.5), (1.0, 1), (1.3, 0.6), (1.8, 1), (2.2, 0.4), (2.45, 0), (9, 0)
    )
    slips = np.flatnonzero(np.diff(np.floor(np.cumsum(rate) / RATE)) > 0)
    size = count(0.05)
    wood = modes(
        size,
        np.array([262.0, 421.0, 678.0, 911.0, 1330.0, 1790.0, 2460.0]),
        np.array([0.05, 0.05, 0.045, 0.04, 0.03, 0.025, 0.02]),
        np.array([0.4, 0.7, 1.0, 0.9, 0.6, 0.45, 0.25]),
    )
    for slip in slips:
        put(out, wood, int(slip + generator.normal(0, 12)), strength[slip] * generator.uniform(0.7, 1.15))
    sound = panned(click_free(out), 0.05)
    return sound + 0.4 * folded(sound, room(generator, 0.6, low_hz=150, high_hz=5000))


@recipe("door-slide", "effect", title="Sliding door", seconds=1.7, tags="door space machine", weight_lu=-1)
def door_slide(generator: np.random.Generator, frames: int) -> Samples:
    """A powered door slides open: a breath of air, the run of the leaf, and a soft stop."""
    hiss = wide_noise(generator, frames, lambda hz: band(hz, 1600, 8500, low_db=9, high_db=9), alike=0.5)
    hiss *= swell(frames, (0, 0), (0.02, 1), (0.16, 0.5), (0.4, 0.12), (0.85, 0.1), (0.95, 0), (9, 0))[
        :, None
    ]

    def run(times: Samples, hz: Samples) -> Samples:
        centre = np.interp(times, (0, 0.15, 0.55, 0.95, 1.7), (250, 420, 900, 520, 300))
        return np.asarray(np.exp(-0.5 * (np.log2(np.maximum(hz, 1) / centre) / 0.55) ** 2))

    leaf = painted(wide_noise(generator, frames, alike=0.5), run, window=1024)
    leaf *= swell(frames, (0, 0), (0.08, 0), (0.25, 0.8), (0.6, 1), (0.9, 0.7), (0.97, 0), (9, 0))[:, None]
    whirr = (
        np.cumsum(swell(frames, (0, 90), (0.12, 110), (0.5, 240), (0.85, 190), (0.97, 120), (9, 120))) / RATE
    )
    motor = sum(np.sin(2 * np.pi * n * whirr) / n for n in (1, 2, 3, 5))
    motor = np.asarray(motor) * swell(frames, (0, 0), (0.08, 0), (0.2, 1), (0.85, 0.8), (0.96, 0), (9, 0))
    stop = np.zeros(frames)
    put(stop, panel(generator, count(0.4), scale=0.9), count(0.93), 2.2)
    put(stop, latch(generator, count(0.2)), count(0.95), 0.05)
    out = 0.5 * unit(hiss) + 0.5 * unit(leaf) + panned(0.05 * motor + 0.5 * stop, 0.0)
    return out + 0.25 * folded(out, room(generator, 0.45, low_hz=120, high_hz=5000))


@recipe("knock", "effect", title="Knock at the door", seconds=1.6, tags="door indoors", weight_lu=-2)
def knock(generator: np.random.Generator, frames: int) -> Samples:
    """Three knuckle raps on a wooden door."""
    out = np.zeros(frames)
    for start_s, gain in ((0.04, 0.85), (0.29, 0.9), (0.54, 1.0)):
        size = count(0.3)
        hz = np.array([152.0, 231.0, 318.0, 447.0, 640.0, 930.0, 1400.0]) * generator.uniform(0.97, 1.03, 7)
        rap = modes(
            size,
            hz,
            np.array([0.13, 0.11, 0.09, 0.07, 0.05, 0.035, 0.02]),
            np.array([1, 1, 0.8, 0.7, 0.5, 0.4, 0.3]),
        )
        rap += 0.5 * generator.standard_normal(size) * decay(size, 0.007)
        put(out, click_free(rap, attack_s=0.0006), count(start_s + generator.uniform(0, 0.015)), gain)
    sound = panned(out, -0.1)
    return sound + 0.3 * folded(sound, room(generator, 0.45, low_hz=100, high_hz=5000))


def wood_step(generator: np.random.Generator) -> Samples:
    """Return a heel and a sole on floorboards."""
    size = count(0.32)
    out = np.zeros(size)
    for delay_s, gain in ((0.0, 1.0), (generator.uniform(0.075, 0.1), 0.45)):
        hz = np.array([82.0, 124.0, 190.0, 287.0, 420.0, 690.0]) * generator.uniform(0.93, 1.07, 6)
        board = modes(
            size, hz, np.array([0.17, 0.14, 0.1, 0.07, 0.05, 0.03]), np.array([1, 0.9, 0.7, 0.5, 0.4, 0.3])
        )
        tap = burst(generator, 0.32, 0.012, lambda hz: band(hz, 600, 3200, high_db=9))
        put(out, click_free(board + 0.35 * tap, attack_s=0.001), count(delay_s), gain)
    return out


def stone_step(generator: np.random.Generator) -> Samples:
    """Return a hard heel and a sole on stone: little body, a sharp contact, some grit."""
    size = count(0.25)
    out = np.zeros(size)
    for delay_s, gain in ((0.0, 1.0), (generator.uniform(0.08, 0.105), 0.4)):
        click = burst(generator, 0.25, 0.035, lambda hz: bump(hz, 1500, 0.8))
        body = modes(size, np.array([110.0, 185.0]), np.array([0.07, 0.06]), np.array([0.7, 0.5]))
        put(out, click_free(0.5 * np.tanh(click) + 0.4 * body, attack_s=0.0007), count(delay_s), gain)
    grit = noise(generator, size, lambda hz: band(hz, 2500, 8000))
    return out + 0.03 * grit * swell(size, (0, 0), (0.02, 1), (0.12, 0.6), (0.22, 0))


def grain_step(
    generator: np.random.Generator, *, low_hz: float, high_hz: float, grains: float, grain_s: float
) -> Samples:
    """Return a step on loose ground: hundreds of grain impacts as the weight rolls over the foot.

    Collisions of many small bodies as a Poisson process under an envelope (Cook, "Physically informed
    sonic modeling (PhISM)", CMJ 21, 1997), heel strike and push-off making two humps.
    """
    size = count(0.5)
    weight = swell(size, (0, 0), (0.02, 1), (0.11, 0.3), (0.2, 0.75), (0.33, 0.25), (0.44, 0))
    kernel = burst(
        generator, 0.03, grain_s, partial(band, low_hz=low_hz, high_hz=high_hz, low_db=9, high_db=9)
    )
    out = np.zeros(size)
    at, sizes = sparks(generator, size, grains * weight, spread_db=6)
    scatter(out, kernel / np.abs(kernel).max(), (at, sizes * weight[at]))
    thump = modes(size, np.array([55.0, 88.0]), np.array([0.12, 0.1]), np.array([1.0, 0.7]))
    return out + 1.5 * thump


def walk(
    generator: np.random.Generator,
    frames: int,
    step: Callable[[np.random.Generator], Samples],
    *,
    per_second: float = 1.8,
) -> Samples:
    """Return steps in the round, left and right foot a little apart in place, time and strength.

    People walk at 1.7 to 2 steps a second and run at 2.5 to 3 (Ekimov & Sabatier, "Vibration and sound
    signatures of human footsteps", JASA 120, 2006).
    """
    out = np.zeros((frames, 2))
    number = 2 * round(frames / RATE * per_second / 2)
    for i in range(number):
        place = (i + generator.normal(0, 0.025) + (0.03 if i % 2 else 0)) / number
        sound = panned(click_free(step(generator), attack_s=0.0005), 0.12 if i % 2 else -0.12)
        put(out, sound, int(place * frames), generator.uniform(0.8, 1.0), around=True)
    return out


def footsteps(
    on: str, title: str, tags: str = "", *, seconds: float = 7.8, weight_lu: float = -6.0
) -> Callable[[Callable[[np.random.Generator, int], Samples]], Recipe]:
    """Turn a function into the Recipe of steps that go round."""
    return recipe(
        f"footsteps-{on}", "effect", title=title, seconds=seconds, tags=f"steps person {tags}", loops=True,
        weight_lu=weight_lu,
    )  # fmt: skip


@footsteps("wood", "Footsteps on wood", "indoors")
def footsteps_wood(generator: np.random.Generator, frames: int) -> Samples:
    """Somebody walks over floorboards."""
    steps = walk(generator, frames, wood_step)
    return steps + 0.3 * folded(steps, room(generator, 0.4, low_hz=80, high_hz=4500), around=True)


@footsteps("stone", "Footsteps on stone", "hall")
def footsteps_stone(generator: np.random.Generator, frames: int) -> Samples:
    """Hard soles on stone, in a corridor that answers."""
    steps = walk(generator, frames, stone_step)
    return steps + 0.4 * folded(steps, room(generator, 1.2, low_hz=150, high_hz=6000), around=True)


@footsteps("gravel", "Footsteps on gravel", "outdoors")
def footsteps_gravel(generator: np.random.Generator, frames: int) -> Samples:
    """Boots crunch over gravel."""
    return walk(
        generator, frames, lambda g: grain_step(g, low_hz=900, high_hz=6000, grains=900, grain_s=0.006)
    )


@footsteps("snow", "Footsteps in snow", "outdoors", seconds=8.0, weight_lu=-8)
def footsteps_snow(generator: np.random.Generator, frames: int) -> Samples:
    """Boots press into dry snow, which creaks."""
    return walk(
        generator,
        frames,
        lambda g: grain_step(g, low_hz=450, high_hz=2400, grains=3200, grain_s=0.004),
        per_second=1.6,
    )


@footsteps("running", "Running footsteps", seconds=6.0, weight_lu=-4)
def footsteps_running(generator: np.random.Generator, frames: int) -> Samples:
    """Somebody runs down a corridor."""

    def step(g: np.random.Generator) -> Samples:
        return stone_step(g) + 0.8 * np.pad(wood_step(g), (0, 1))[: count(0.25)]

    steps = walk(generator, frames, step, per_second=2.8)
    return steps + 0.35 * folded(steps, room(generator, 0.8, low_hz=120, high_hz=5000), around=True)


@footsteps("metal", "Footsteps on metal", "machine space")
def footsteps_metal(generator: np.random.Generator, frames: int) -> Samples:
    """Boots on iron stairs or a grating, which ring."""

    def step(g: np.random.Generator) -> Samples:
        size = count(0.45)
        hz = np.array([176.0, 291.0, 468.0, 733.0, 1120.0, 1690.0, 2480.0]) * g.uniform(0.96, 1.04, 7)
        rings_s = np.array([0.28, 0.3, 0.32, 0.28, 0.22, 0.16, 0.1])
        plate = modes(size, hz, rings_s, np.array([0.9, 1.0, 0.9, 0.7, 0.5, 0.35, 0.2]))
        sole = burst(g, 0.45, 0.02, lambda f: band(f, 500, 4000))
        return click_free(plate + 0.4 * sole, attack_s=0.0006)

    steps = walk(generator, frames, step)
    return steps + 0.3 * folded(steps, room(generator, 0.9, low_hz=150, high_hz=5000), around=True)
