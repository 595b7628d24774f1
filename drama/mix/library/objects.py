"""Sounds of things that people handle: locks, drawers, china, paper, matches, switches, pans, chains."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.doors import latch
from drama.mix.library.gestures import in_a_room
from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    bump,
    burst,
    click_free,
    count,
    modes,
    noise,
    put,
    scatter,
    sparks,
    swell,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples

PLATE = np.array([1.0, 1.73, 2.33, 3.91, 4.11, 6.3, 6.71, 8.86])
"""Frequencies of a free round plate over its lowest (Leissa, "Vibration of Plates", NASA SP-160, 1969)."""


def struck(
    generator: np.random.Generator, base_hz: float, ring_s: float, size: int, *, partials: int = 8
) -> Samples:
    """Return a hard thing struck: a plate's modes, a little out of tune, that die the faster the higher."""
    hz = base_hz * PLATE[:partials] * generator.uniform(0.97, 1.03, partials)
    rings_s = ring_s / (1 + 0.35 * np.arange(partials))
    gains = generator.uniform(0.4, 1.0, partials) / np.sqrt(1 + np.arange(partials))
    return click_free(modes(size, hz, rings_s, gains), attack_s=0.0004)


@recipe("lock", "effect", title="Lock", seconds=1.3, tags="door metal indoors", weight_lu=-5)
def lock(generator: np.random.Generator, frames: int) -> Samples:
    """A key goes into a lock and is turned, and the bolt shoots."""
    out = np.zeros(frames)
    scrape = noise(generator, count(0.22), lambda hz: band(hz, 1800, 7000)) * np.hanning(count(0.22))
    put(out, scrape, count(0.02), 0.1)
    for at_s, gain in ((0.2, 0.3), (0.5, 0.35), (0.58, 0.4)):
        put(out, latch(generator, count(0.2)), count(at_s), gain)
    bolt = modes(count(0.3), np.array([240.0, 515.0, 930.0, 1720.0]), np.array([0.12, 0.1, 0.08, 0.06]),
                 np.array([1.0, 0.8, 0.6, 0.5]))  # fmt: skip
    put(out, click_free(bolt, attack_s=0.0006), count(0.72))
    return in_a_room(generator, out, wet=0.25)


@recipe("drawer", "effect", title="Drawer", seconds=1.2, tags="wood indoors", weight_lu=-5)
def drawer(generator: np.random.Generator, frames: int) -> Samples:
    """A wooden drawer runs out on its rails and knocks against its stop, and what is in it slides."""
    size = count(0.62)
    rub = noise(generator, size, lambda hz: band(hz, 180, 1500, low_db=9, high_db=9))
    grain = 1 + 0.5 * np.sin(2 * np.pi * np.cumsum(swell(size, (0, 14), (0.4, 38), (0.62, 22))) / RATE)
    out = np.zeros(frames)
    put(out, rub * grain * swell(size, (0, 0), (0.06, 0.7), (0.45, 1), (0.62, 0.5)), count(0.02), 0.35)
    stop = modes(count(0.3), np.array([118.0, 205.0, 348.0, 560.0, 910.0]),
                 np.array([0.16, 0.13, 0.1, 0.07, 0.05]), np.array([1, 0.9, 0.8, 0.5, 0.3]))  # fmt: skip
    put(out, click_free(stop, attack_s=0.0008), count(0.62))
    for _ in range(6):
        rattle = struck(generator, generator.uniform(900, 1900), 0.06, count(0.08), partials=4)
        put(out, rattle, count(0.64 + generator.uniform(0, 0.2)), 0.12)
    return in_a_room(generator, out, wet=0.25)


@recipe("cup", "effect", title="Cup", seconds=1.0, tags="china indoors", weight_lu=-6)
def cup(generator: np.random.Generator, frames: int) -> Samples:
    """A cup is put down in its saucer: china on china, two or three touches, and a short ring."""
    out = np.zeros(frames)
    for at_s, gain in ((0.03, 0.8), (0.1, 1.0), (0.19, 0.35), (0.24, 0.2)):
        put(out, struck(generator, 1320, 0.14, count(0.3)), count(at_s), gain)
        put(out, struck(generator, 2150, 0.1, count(0.3), partials=5), count(at_s + 0.004), 0.6 * gain)
    return in_a_room(generator, out, wet=0.25)


@recipe("clink", "effect", title="Glasses touch", seconds=1.6, tags="glass indoors", weight_lu=-6)
def clink(generator: np.random.Generator, frames: int) -> Samples:
    """Two glasses touch, and ring apart.

    A wine glass rings at 400 to 1,000 Hz when rubbed, and its struck rim mostly at multiples of 2.3 and 4.2
    of that (French, "In vino veritas", Am. J. Phys. 51, 1983).
    """
    out = np.zeros(frames)
    for at_s, base in ((0.02, 812.0), (0.026, 905.0)):
        hz = base * np.array([1.0, 2.32, 4.25, 6.63, 9.38])
        ring = modes(count(1.4), hz, np.array([0.7, 1.1, 0.8, 0.45, 0.25]), np.array([0.2, 1, 0.8, 0.5, 0.3]))
        put(out, click_free(ring, attack_s=0.0004), count(at_s))
    return in_a_room(generator, out, wet=0.2)


@recipe("pour", "effect", title="Pouring", seconds=2.8, tags="water indoors", weight_lu=-6)
def pour(generator: np.random.Generator, frames: int) -> Samples:
    """Something is poured into a cup: bubbles, and a tone that climbs as it fills.

    The air left in a vessel is a pipe that gets shorter; bubbles ring at Minnaert's frequency, 3.26 m/s over
    their radius.
    """
    size = count(2.3)
    fill = np.linspace(0, 1, size)
    hiss = noise(generator, size, lambda hz: band(hz, 900, 7000, low_db=9, high_db=9))
    turn = 2 * np.pi * np.cumsum(520 + 780 * fill**1.3) / RATE
    pipe = np.sin(turn + 2.2 * noise(generator, size, lambda hz: band(hz, 1, 60)))
    out = np.zeros(frames)
    put(out, (0.14 * hiss + 0.2 * pipe) * swell(size, (0, 0), (0.12, 1), (1.9, 0.9), (2.3, 0)), count(0.05))
    at, sizes = sparks(generator, size, 60.0, spread_db=6)
    for start, gain in zip(at, sizes, strict=True):
        hz = float(generator.uniform(700, 2600)) * (1 + 0.4 * start / size)
        drop = modes(count(0.05), np.array([hz]), np.array([0.045]), np.array([1.0]))
        put(out, click_free(drop, attack_s=0.002), int(start) + count(0.05), 0.16 * gain)
    return in_a_room(generator, out, wet=0.2)


@recipe("paper", "effect", title="Paper", seconds=1.4, tags="paper indoors", weight_lu=-8)
def paper(generator: np.random.Generator, frames: int) -> Samples:
    """A sheet is unfolded or turned: a rustle of hundreds of small cracks."""
    weight = swell(frames, (0, 0), (0.08, 1), (0.3, 0.35), (0.55, 0.9), (0.9, 0.3), (1.1, 0.5), (1.4, 0))
    out = np.zeros(frames)
    for low_hz, high_hz, rate in ((1200, 4200, 220), (3000, 9500, 380)):
        crack = burst(generator, 0.012, 0.006, partial(band, low_hz=low_hz, high_hz=high_hz))
        at, sizes = sparks(generator, frames, rate * weight, spread_db=9)
        scatter(out, crack, (at, sizes * weight[at]))
    return in_a_room(generator, click_free(out, attack_s=0.02, release_s=0.1), seconds=0.3, wet=0.12)


@recipe("match", "effect", title="Match", seconds=2.0, tags="fire indoors", weight_lu=-7)
def match(generator: np.random.Generator, frames: int) -> Samples:
    """A match is drawn over its box, flares and settles."""
    rub = noise(generator, frames, lambda hz: band(hz, 2200, 9000, low_db=9))
    flare = noise(generator, frames, lambda hz: band(hz, 250, 5000, low_db=6, high_db=6))
    flutter = 1 + 0.4 * noise(generator, frames, lambda hz: band(hz, 4, 25))
    out = 0.6 * rub * swell(frames, (0, 0), (0.03, 0), (0.08, 1), (0.26, 0.9), (0.32, 0), (2, 0))
    out += flare * flutter * swell(frames, (0, 0), (0.28, 0), (0.36, 1), (0.6, 0.35), (1.3, 0.12), (2, 0))
    crackle = burst(generator, 0.01, 0.005, partial(band, low_hz=1500, high_hz=9000))
    scatter(out, crackle, sparks(generator, frames, swell(frames, (0, 0), (0.3, 90), (0.8, 12), (2, 0))))
    return in_a_room(generator, out, seconds=0.3, wet=0.12)


@recipe("switch", "effect", title="Switch", seconds=0.6, tags="machine indoors", weight_lu=-7)
def switch(generator: np.random.Generator, frames: int) -> Samples:
    """A switch is thrown: the click of its spring in a hollow box."""
    out = np.zeros(frames)
    put(out, latch(generator, count(0.2)), count(0.03), 0.6)
    box = modes(count(0.2), np.array([310.0, 690.0, 1240.0]), np.array([0.06, 0.05, 0.035]),
                np.array([1, 0.7, 0.4]))  # fmt: skip
    put(out, click_free(box, attack_s=0.0005), count(0.034), 0.8)
    return in_a_room(generator, out, seconds=0.3, wet=0.2)


@recipe("clatter", "effect", title="Clatter", seconds=2.6, tags="metal indoors", weight_lu=-1)
def clatter(generator: np.random.Generator, frames: int) -> Samples:
    """Pans, a tray, cutlery come down: a crash, and each piece bounces faster and softer to rest."""
    out = np.zeros(frames)
    for _ in range(9):
        base = float(np.exp(generator.uniform(np.log(260), np.log(1700))))
        at, gap, gain = float(generator.uniform(0.02, 0.35)), float(generator.uniform(0.12, 0.3)), 1.0
        while at < 2.0 and gain > 0.05:
            put(out, struck(generator, base, 0.5, count(0.55)), count(at), gain * generator.uniform(0.7, 1.0))
            at, gap, gain = at + gap, gap * 0.72, gain * 0.62
            if gap < 0.02:
                break
    return in_a_room(generator, out * swell(frames, (0, 1), (2.2, 1), (2.6, 0)), seconds=0.5, wet=0.3)


@recipe("creak", "effect", title="Timber creaks", seconds=1.8, tags="wood indoors eerie", weight_lu=-5)
def creak(generator: np.random.Generator, frames: int) -> Samples:
    """A board, a stair or a beam takes a weight: wood that slips a few dozen times a second."""
    rate = swell(frames, (0, 22), (0.35, 58), (0.8, 41), (1.2, 70), (1.6, 26), (1.8, 20))
    rate *= 1 + 0.12 * noise(generator, frames, lambda hz: band(hz, 2, 14))
    strength = swell(
        frames, (0, 0), (0.1, 0.6), (0.4, 1), (0.75, 0.25), (1.1, 0.9), (1.5, 0.3), (1.7, 0), (1.8, 0)
    )
    hz = np.array([148.0, 236.0, 372.0, 540.0, 815.0, 1210.0])
    rings_s = np.array([0.07, 0.06, 0.06, 0.05, 0.035, 0.025])
    wood = modes(count(0.07), hz, rings_s, np.array([0.5, 0.8, 1.0, 0.8, 0.5, 0.3]))
    out = np.zeros(frames)
    for slip in np.flatnonzero(np.diff(np.floor(np.cumsum(rate) / RATE)) > 0):
        put(out, wood, int(slip), float(strength[slip] * generator.uniform(0.6, 1.2)))
    return in_a_room(generator, click_free(out), seconds=0.5, wet=0.3)


@recipe("chain", "effect", title="Chain", seconds=2.4, tags="metal", weight_lu=-3)
def chain(generator: np.random.Generator, frames: int) -> Samples:
    """A heavy chain runs: dozens of iron links that strike each other."""
    weight = swell(frames, (0, 0), (0.1, 1), (1.2, 0.9), (1.9, 0.4), (2.2, 0), (2.4, 0))
    at, sizes = sparks(generator, frames, 26 * weight, spread_db=5)
    out = np.zeros(frames)
    for start, gain in zip(at, sizes, strict=True):
        link = struck(generator, float(generator.uniform(620, 1150)), 0.22, count(0.25), partials=6)
        put(out, link, int(start), float(gain) * float(weight[start]))
    return in_a_room(generator, out, seconds=0.5, wet=0.25)


@recipe("kettle", "effect", title="Kettle", seconds=5.0, tags="water steam indoors", weight_lu=-5)
def kettle(generator: np.random.Generator, frames: int) -> Samples:
    """A kettle comes to the boil: water that seethes, and a whistle that finds its note.

    The whistle's tone rises with the flow of steam (Henrywood & Agarwal, Phys. Fluids 25, 2013).
    """
    seethe = noise(generator, frames, lambda hz: band(hz, 250, 1800, low_db=6, high_db=9))
    steam = noise(generator, frames, lambda hz: band(hz, 2500, 9000, low_db=9, high_db=6))
    flow = swell(frames, (0, 0), (1.2, 0.25), (2.2, 0.85), (3.0, 1.0), (4.4, 1.0), (5.0, 0.0))
    hz = 1750 + 780 * flow + 9 * noise(generator, frames, lambda f: band(f, 3, 18))
    turn = 2 * np.pi * np.cumsum(hz) / RATE
    loud = np.maximum(0, flow - 0.2) ** 1.5
    whistle = loud * (np.sin(turn) + 0.25 * np.sin(2 * turn) + 0.08 * np.sin(3 * turn))
    rumble = swell(frames, (0, 0), (0.4, 1), (4.4, 1), (5.0, 0))
    return in_a_room(generator, 0.22 * seethe * rumble + 0.25 * steam * flow + 0.9 * whistle, wet=0.2)


@recipe("static", "effect", title="Static", seconds=2.2, tags="machine radio electronic", weight_lu=-6)
def static(generator: np.random.Generator, frames: int) -> Samples:
    """A receiver between stations: a band of noise that comes and goes, whistles, and crackles."""
    hiss = noise(generator, frames, lambda hz: band(hz, 450, 3800, low_db=12, high_db=12))
    fading = np.clip(0.65 + 0.5 * noise(generator, frames, lambda hz: band(hz, 1.5, 9)), 0.05, 1.6)
    turn = 2 * np.pi * np.cumsum(swell(frames, (0, 2400), (0.5, 900), (1.0, 1500), (2.2, 700))) / RATE
    out = 0.7 * hiss * fading + 0.12 * np.sin(turn) * swell(frames, (0, 0), (0.1, 1), (0.9, 0), (2.2, 0))
    crack = burst(generator, 0.02, 0.009, lambda hz: bump(hz, 1800, 0.9))
    scatter(out, crack, sparks(generator, frames, 14.0, spread_db=8))
    ends = swell(frames, (0, 0), (0.02, 1), (1.9, 0.9), (2.15, 0), (2.2, 0))
    return in_a_room(generator, np.tanh(1.2 * out) * ends, seconds=0.3, wet=0.1)


@recipe("snap", "effect", title="Twig snaps", seconds=0.7, tags="wood outdoors steps", weight_lu=-5)
def snap(generator: np.random.Generator, frames: int) -> Samples:
    """A dry twig breaks underfoot: fibres that part within a few hundredths of a second, and dead leaves."""
    out = np.zeros(frames)
    for at_s, gain, hz in (
        (0.05, 0.35, 1900.0),
        (0.068, 0.5, 1500.0),
        (0.081, 1.0, 1150.0),
        (0.118, 0.25, 2300.0),
    ):
        crack = burst(generator, 0.05, 0.02, lambda f: band(f, 700, 9000, low_db=9, high_db=6))
        ring = modes(
            count(0.05), hz * PLATE[:4], np.array([0.04, 0.03, 0.02, 0.015]), np.array([1.0, 0.7, 0.5, 0.3])
        )
        put(out, click_free(crack / np.abs(crack).max() + 0.6 * ring, attack_s=0.0003), count(at_s), gain)
    leaves = noise(generator, frames, lambda f: band(f, 1800, 9000, low_db=9, high_db=6))
    out += 0.02 * leaves * swell(frames, (0, 0), (0.1, 1), (0.25, 0.5), (0.5, 0))
    return in_a_room(generator, out, wet=0.05)
