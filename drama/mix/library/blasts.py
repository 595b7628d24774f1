"""Explosions, shots, launches, quakes, and things that break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    burst,
    click_free,
    count,
    decay,
    drift,
    filtered,
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
    tone,
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def blast_wave(frames: int, positive_s: float) -> Samples:
    """Return a Friedlander wave: a shock, a fast fall through zero, a long shallow suction.

    p(t) = (1 − t/T) exp(−t/T) (Friedlander 1946; Dewey, "The shape of the blast wave", ISIEMS 2018).
    """
    turn = np.arange(frames) / RATE / positive_s
    return np.asarray((1 - turn) * np.exp(-turn))


def falling_pieces(
    generator: np.random.Generator,
    frames: int,
    per_second: Samples,
    *,
    low_hz: float,
    high_hz: float,
    ring: float,
) -> Samples:
    """Return many small bodies striking: each a few modes, the larger the lower and the rarer.

    `ring` is a mode's decay to −60 dB in cycles: some ten for stone, hundreds for glass. Impacts as a
    Poisson process (Cook, "Physically informed sonic modeling (PhISM)", CMJ 21, 1997).
    """
    out = np.zeros((frames, 2))
    sizes = np.geomspace(low_hz, high_hz, 14)
    for hz in sizes:
        pitches = hz * np.array([1.0, 1.58, 2.24, 2.92]) * generator.uniform(0.92, 1.08, 4)
        length = count(min(1.2, 1.2 * ring / hz + 0.03))
        piece = modes(length, pitches, ring / pitches, np.array([1.0, 0.7, 0.5, 0.35]))
        piece[: count(0.004)] += 0.25 * burst(generator, 0.004, 0.003)
        share = (hz / low_hz) ** 0.4 / np.sum((sizes / low_hz) ** 0.4)
        hits = sparks(generator, frames, per_second * share, spread_db=4)
        pan = generator.uniform(-0.6, 0.6)
        scatter(
            out, panned(click_free(piece, attack_s=0.0004), pan), (hits[0], hits[1] * (low_hz / hz) ** 0.35)
        )
    return out


@recipe("explosion", "effect", title="Explosion", seconds=6, tags="blast danger", weight_lu=8)
def explosion(generator: np.random.Generator, frames: int) -> Samples:
    """A near explosion: the shock, a fireball's roar, and what comes down after it."""
    shock = panned(blast_wave(frames, 0.011), 0)
    bang = wide_noise(generator, frames, lambda hz: band(hz, 60, 1800, high_db=6), alike=0.7)
    bang *= decay(frames, 0.35)[:, None]

    def fireball(times: Samples, hz: Samples) -> Samples:
        corner = np.interp(times, (0, 0.3, 1.2, 3.5, 6), (900, 330, 150, 95, 75))
        return band(hz, 32, 1, high_db=0) / np.sqrt(1 + (hz / corner) ** 3.2)

    roar = unit(painted(wide_noise(generator, frames, alike=0.6), fireball))
    roar *= (swell(frames, (0, 0.4), (0.05, 1), (0.7, 0.5), (2, 0.16), (4, 0.04), (6, 0)) ** 1.1)[:, None]
    rate = swell(frames, (0, 0), (0.35, 0), (0.7, 90), (1.6, 45), (3.2, 6), (4.6, 0), (9, 0))
    rubble = falling_pieces(generator, frames, rate, low_hz=220, high_hz=2800, ring=14)
    sound = 5 * shock + 0.9 * bang + 0.8 * roar + 0.04 * rubble
    sound = sound + 0.4 * folded(
        sound, room(generator, 2.4, low_hz=35, high_hz=700, before_s=0.04, alike=0.6)
    )
    return click_free(sound, attack_s=0.0003, release_s=0.8)


@recipe(
    "explosion-far", "effect", title="Distant explosion", seconds=6, tags="blast danger distant", weight_lu=0
)
def explosion_far(generator: np.random.Generator, frames: int) -> Samples:
    """An explosion far off: a dull thump that rolls away."""
    thump = filtered(
        np.pad(blast_wave(frames - count(0.1), 0.03), (count(0.1), 0)), lambda hz: band(hz, 20, 150)
    )
    roll = wide_noise(generator, frames, lambda hz: band(hz, 30, 170, high_db=9), alike=0.6)
    roll *= swell(frames, (0, 0), (0.1, 0), (0.3, 1), (1.2, 0.35), (3, 0.1), (5, 0.02), (6, 0))[:, None]
    sound = panned(unit(thump), 0.0) * 0.9 + unit(roll)
    sound = sound + 0.8 * folded(
        sound, room(generator, 3.0, low_hz=30, high_hz=500, before_s=0.08, alike=0.6)
    )
    return click_free(sound, attack_s=0.05, release_s=1.2)


@recipe("shot", "effect", title="Shot", seconds=2.2, tags="blast danger", weight_lu=5)
def shot(generator: np.random.Generator, frames: int) -> Samples:
    """One shot of a gun, out of doors, with its echo.

    Muzzle blast: a positive phase of about half a millisecond, energy spread to several kilohertz, then the
    surroundings (Maher, "Acoustical characterization of gunshots", IEEE SAFE 2007).
    """
    crack = blast_wave(frames, 0.0006)
    body = burst(generator, frames / RATE, 0.16, lambda hz: band(hz, 120, 3200, high_db=6))
    sound = panned(np.pad(1.6 * crack + 0.7 * body, (count(0.005), 0))[:frames], 0)
    echo = room(generator, 1.5, low_hz=120, high_hz=4200, before_s=0.05)
    slap = np.zeros_like(sound)
    put(slap, filtered(sound, lambda hz: band(hz, 150, 1500, high_db=9)), count(0.31), 0.22)
    return click_free(sound + slap + 1.0 * folded(sound, echo), attack_s=0.0003, release_s=0.4)


@recipe("laser", "effect", title="Energy weapon", seconds=1.1, tags="space weapon danger", weight_lu=1)
def laser(generator: np.random.Generator, frames: int) -> Samples:
    """A ray gun: a falling chirp with a metallic edge, like a struck cable.

    The film sound was a tapped guy wire, whose stiffness lets the highs run ahead of the lows.
    """
    times = np.arange(frames) / RATE
    fall = 240 + 3600 * np.exp(-times / 0.07)
    carrier = tone(fall)
    edge = tone(fall * 1.414 + 700 * np.sin(2 * np.pi * 90 * times) * np.exp(-times / 0.1))
    envelope = swell(frames, (0, 0), (0.003, 1), (0.12, 0.6), (0.4, 0.08), (0.6, 0), (9, 0))
    air = noise(generator, frames, lambda hz: band(hz, 1500, 6000)) * decay(frames, 0.1)
    zap = (carrier + 0.4 * edge + 0.2 * carrier**3) * envelope + 0.12 * air
    sound = panned(click_free(zap, attack_s=0.001), 0.0)
    return sound + 0.35 * folded(sound, room(generator, 0.9, low_hz=200, high_hz=6000))


def rocket(generator: np.random.Generator, frames: int, *, crackle: float) -> Samples:
    """Return a rocket's steady roar, unit power: broad, strongest near 100 Hz, crackling.

    Crackle is positive skewness of the pressure, above 0.4 (Ffowcs Williams et al., "Crackle", JFM 71, 1975);
    spectra of jets peak low and fall 20 dB a decade above (Eldred, NASA SP-8072, 1971).
    """
    roar = wide_noise(generator, frames, lambda hz: band(hz, 55, 170, low_db=6, high_db=5), alike=0.55)
    bright = wide_noise(generator, frames, lambda hz: band(hz, 300, 4000, low_db=6, high_db=6), alike=0.4)
    flutter = np.exp(0.35 * drift(generator, frames, 3.0, 25.0))[:, None]
    skewed = np.exp(0.9 * bright) - np.mean(np.exp(0.9 * bright))
    return unit(roar * flutter + crackle * unit(skewed))


@recipe("launch", "effect", title="Launch", seconds=12, tags="space machine blast", weight_lu=6)
def launch(generator: np.random.Generator, frames: int) -> Samples:
    """A rocket ignites, lifts, and draws away into the sky."""
    roar = rocket(generator, frames, crackle=0.4)

    def away(times: Samples, hz: Samples) -> Samples:
        corner = np.interp(times, (0, 0.6, 2.5, 6, 9, 12), (250, 2500, 7000, 2200, 600, 180))
        return 1 / np.sqrt(1 + (hz / corner) ** 3)

    sound = unit(painted(roar, away))
    power = swell(
        frames, (0, 0), (0.25, 0.25), (0.9, 0.45), (2.6, 1), (5, 0.85), (8, 0.35), (10.5, 0.1), (12, 0)
    )
    ignition = panned(filtered(blast_wave(frames, 0.02), lambda hz: band(hz, 25, 900)), 0)
    sound = sound * power[:, None] + 0.8 * ignition
    return click_free(
        sound + 0.4 * folded(sound, room(generator, 2.5, low_hz=35, high_hz=1500, alike=0.6)), release_s=0.5
    )


@recipe("rumble", "ambience", title="Rumble", seconds=28, tags="underground danger", loops=True)
def rumble(generator: np.random.Generator, frames: int) -> Samples:
    """A deep rumble in the ground that will not stop."""
    low = wide_noise(generator, frames, lambda hz: band(hz, 30, 95, low_db=18, high_db=9), alike=0.75)
    low *= np.exp(0.25 * drift(generator, frames, 0.08, 1.2))[:, None]
    grind = wide_noise(generator, frames, lambda hz: band(hz, 110, 330, high_db=9), alike=0.4)
    grind *= np.exp(0.45 * drift(generator, frames, 0.3, 5.0))[:, None]
    return 0.8 * unit(low) + 0.6 * unit(grind)


@recipe("quake", "effect", title="Earthquake", seconds=8, tags="underground danger", weight_lu=5)
def quake(generator: np.random.Generator, frames: int) -> Samples:
    """The ground shakes: a rising rumble, loose things rattling, plaster coming down.

    Audible quakes are the ground's motion above 20 Hz, a low boom or rumble of a few seconds below 100 Hz
    (Tosi et al., "Spatial and temporal analysis of earthquake sounds", J. Seismology 2012).
    """
    low = wide_noise(generator, frames, lambda hz: band(hz, 26, 80, low_db=12, high_db=9), alike=0.75)
    low *= np.exp(0.5 * drift(generator, frames, 0.8, 6.0))[:, None]
    build = swell(frames, (0, 0), (1.3, 0.7), (2.4, 1), (4.5, 0.8), (6.6, 0.15), (8, 0))
    shaking = 0.5 + 0.5 * np.sin(
        2 * np.pi * 7.3 * np.arange(frames) / RATE + drift(generator, frames, 0.2, 1.5)
    )
    rattle = falling_pieces(generator, frames, 420 * build**2 * shaking**3, low_hz=420, high_hz=4200, ring=16)
    stones = falling_pieces(generator, frames, 26 * build**3, low_hz=120, high_hz=900, ring=10)
    groan = wide_noise(generator, frames, lambda hz: band(hz, 90, 260, high_db=9), alike=0.5)
    sound = unit(low * build[:, None]) + 0.4 * unit(groan * (build**1.5)[:, None])
    sound = sound + 0.22 * unit(rattle) + 0.3 * unit(stones)
    return click_free(
        sound + 0.25 * folded(sound, room(generator, 0.9, low_hz=60, high_hz=4000)), release_s=0.4
    )


@recipe("debris", "effect", title="Falling debris", seconds=4.5, tags="stone danger", weight_lu=1)
def debris(generator: np.random.Generator, frames: int) -> Samples:
    """Stones and plaster come down: first the heavy pieces, then gravel, then a trickle of dust."""
    heavy = swell(frames, (0, 30), (0.5, 24), (1.4, 5), (2.0, 0), (9, 0))
    light = swell(frames, (0, 60), (0.4, 320), (1.5, 150), (3, 22), (4.3, 0), (9, 0))
    stones = falling_pieces(generator, frames, heavy, low_hz=95, high_hz=620, ring=9)
    gravel = falling_pieces(generator, frames, light, low_hz=700, high_hz=5200, ring=13)
    dust = wide_noise(generator, frames, lambda hz: band(hz, 900, 7000, low_db=6, high_db=9), alike=0.3)
    dust *= swell(frames, (0, 0.2), (0.5, 1), (1.8, 0.4), (4.2, 0), (9, 0))[:, None]
    sound = unit(stones) + 0.8 * unit(gravel) + 0.1 * unit(dust)
    sound = 5 * np.tanh(sound / 5)
    return click_free(
        sound + 0.3 * folded(sound, room(generator, 0.9, low_hz=70, high_hz=5000)), release_s=0.2
    )


def shattering(
    generator: np.random.Generator, frames: int, *, low_hz: float, high_hz: float, ring: float, density: float
) -> Samples:
    """Return something brittle breaking: one crack, a spray of ringing pieces, stragglers that bounce.

    Breaking is a noise burst, then overlapping damped, high-pitched impacts, each piece with its own
    quasi-periodic bounces (Warren & Verbrugge, "Auditory perception of breaking and bouncing events", JEP:HPP
    10, 1984).
    """
    out = np.zeros((frames, 2))
    crack = burst(generator, 0.09, 0.07, lambda hz: band(hz, 900, 11000, low_db=6, high_db=6))
    put(out, panned(click_free(crack, attack_s=0.0003), 0), count(0.01), 0.9)
    spray = swell(
        frames,
        (0, 0),
        (0.012, density),
        (0.1, density * 0.7),
        (0.35, density * 0.16),
        (0.9, density * 0.03),
        (1.4, 0),
        (9, 0),
    )
    out += 0.5 * falling_pieces(generator, frames, spray, low_hz=low_hz, high_hz=high_hz, ring=ring)
    for _ in range(9):
        hz = np.exp(generator.uniform(np.log(low_hz * 1.2), np.log(high_hz)))
        pitches = hz * np.array([1, 1.55, 2.41])
        shard = modes(count(0.5), pitches, ring / pitches, np.array([1, 0.6, 0.4]))
        at, gap, pan = (
            generator.uniform(0.25, 0.6),
            generator.uniform(0.11, 0.2),
            generator.uniform(-0.7, 0.7),
        )
        gain = 0.5
        while gap > 0.02 and at < frames / RATE - 0.3:
            put(
                out,
                panned(click_free(shard, attack_s=0.0004), pan),
                count(at),
                gain * generator.uniform(0.6, 1),
            )
            at, gap, gain = at + gap, gap * 0.72, gain * 0.66
    return out


@recipe("glass-shatter", "effect", title="Glass shatters", seconds=2.4, tags="glass danger", weight_lu=2)
def glass_shatter(generator: np.random.Generator, frames: int) -> Samples:
    """A window or a bottle breaks, and the pieces dance over the floor."""
    out = shattering(generator, frames, low_hz=2300, high_hz=9500, ring=330, density=420)
    return out + 0.25 * folded(out, room(generator, 0.45, low_hz=400, high_hz=10000))


@recipe(
    "crystal-shatter",
    "effect",
    title="Crystal shatters",
    seconds=4.2,
    tags="glass fantasy danger",
    weight_lu=2,
)
def crystal_shatter(generator: np.random.Generator, frames: int) -> Samples:
    """A great crystal bursts: lower and more bell-like than glass, with a long ringing cloud."""
    out = shattering(generator, frames, low_hz=950, high_hz=7500, ring=950, density=210)
    body = modes(
        frames,
        np.array([412.0, 655.0, 1013.0, 1571.0]),
        np.array([1.6, 1.3, 1.1, 0.8]),
        np.array([0.5, 0.5, 0.4, 0.3]),
    )
    out += panned(np.pad(click_free(body, attack_s=0.001), (count(0.012), 0))[:frames], 0) * 0.6
    out = out + 0.7 * folded(out, room(generator, 2.6, low_hz=400, high_hz=10000, before_s=0.02))
    return out * swell(frames, (0, 1), (2.5, 1), (4.2, 0))[:, None]


@recipe("splash", "effect", title="Splash", seconds=2.0, tags="water", weight_lu=0)
def splash(generator: np.random.Generator, frames: int) -> Samples:
    """Something heavy falls into water: the slap, the hollow gulp, the drops falling back."""
    slap = wide_noise(generator, frames, lambda hz: band(hz, 350, 6000, low_db=6, high_db=6), alike=0.5)
    slap *= (swell(frames, (0, 0), (0.006, 1), (0.12, 0.35), (0.5, 0.09), (1.2, 0.02), (2, 0)))[:, None]
    out = slap
    number = 120
    starts = 0.03 + generator.exponential(0.3, number)
    for start_s, radius_mm, pan in zip(
        starts,
        generator.lognormal(np.log(4.5), 0.55, number),
        generator.uniform(-0.6, 0.6, number),
        strict=True,
    ):
        times = np.arange(count(0.12)) / RATE
        hz = min(6000.0, 3000.0 / radius_mm)
        bubble = np.exp(-times * (25 + hz / 25)) * np.sin(2 * np.pi * hz * (times + 1.5 * times**2))
        put(
            out,
            panned(click_free(bubble, attack_s=0.001), pan),
            count(start_s),
            0.35 * (radius_mm / 6) ** 0.7,
        )
    gulp = np.exp(-np.arange(frames) / RATE * 14) * tone(swell(frames, (0, 95), (0.25, 190), (9, 190)))
    put(out, panned(click_free(gulp, attack_s=0.01), 0), count(0.06), 0.6)
    return click_free(out + 0.2 * folded(out, room(generator, 0.6)), attack_s=0.001, release_s=0.3)
