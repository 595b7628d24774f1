"""Wind, rain, storm, thunder, fire, sea, stream and night: sounds of the open air."""

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
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples

SOUND_M_S = 343.0
"""Speed of sound in air at 20 °C."""
PEARL_LENGTHS = (0.6, 0.79, 1.0, 1.31, 1.7)
"""Of the waves of a lightning channel's pieces, against the middle one."""


def moving_air(generator: np.random.Generator, frames: int, *, gusts: float, whistle: float) -> Samples:
    """Return unit-power wind in the round: a low roar, and edges that sing higher the harder it blows.

    An aeolian tone lies at 0.2 × speed / width (Strouhal), so the band's centre follows the gusts.
    """
    blow = 0.7 * drift(generator, frames, 0.03, 0.25) + 0.3 * drift(generator, frames, 0.25, 1.5)
    shake = drift(generator, frames, 0.05, 0.6)

    def gain(times: Samples, hz: Samples) -> Samples:
        at = (times[:, 0] * RATE).astype(int) % frames
        force = np.exp(gusts * blow[at])[:, None]
        roar = band(hz, 60, 260, low_db=12, high_db=9) * force
        centre = 420 * force**0.55 * 2 ** (0.12 * shake[at][:, None])
        edges = np.exp(-0.5 * (np.log2(np.maximum(hz, 1) / centre) / 0.2) ** 2)
        leaves = band(hz, 1500, 5000, low_db=9, high_db=9)
        return np.asarray(roar + whistle * edges * force**1.3 + 0.035 * leaves * force**1.6)

    return unit(painted(wide_noise(generator, frames, alike=0.45), gain))


@recipe("wind", "ambience", title="Wind", seconds=36, tags="weather outdoors", loops=True)
def wind(generator: np.random.Generator, frames: int) -> Samples:
    """Wind over open ground, rising and falling in gusts."""
    return moving_air(generator, frames, gusts=0.55, whistle=0.8)


def falling_drops(
    generator: np.random.Generator, frames: int, per_second: float, *, low_hz: float, high_hz: float
) -> Samples:
    """Return nearby drops in the round: small plops and ticks, each a damped ring of a few milliseconds.

    A drop's bubble rings at its Minnaert frequency, about 3 m/s over its radius, so smaller is higher
    (Minnaert 1933; van den Doel, "Physically based models for liquid sounds", ACM TAP 2, 2005).
    """
    out = np.zeros((frames, 2))
    for centre in np.geomspace(low_hz, high_hz, 14):
        size = count(0.016)
        ring_s = 18.0 / centre
        ring = modes(
            size, np.array([centre, 1.71 * centre]), np.array([ring_s, ring_s / 2]), np.array([1, 0.4])
        )
        ring += 0.2 * generator.standard_normal(size) * decay(size, 0.003)
        for pan in (-0.8, -0.25, 0.25, 0.8):
            drop = panned(click_free(ring, attack_s=0.0003, release_s=0.002), pan)
            drop *= (centre / high_hz) ** 0.4
            scatter(out, drop, sparks(generator, frames, per_second / 56), around=True)
    return out


@recipe("rain", "ambience", title="Rain", seconds=30, tags="weather water outdoors", loops=True)
def rain(generator: np.random.Generator, frames: int) -> Samples:
    """Steady rain on the ground, with drops close by.

    Rain's airborne spectrum is nearly flat from 1 to 10 kHz, the sum of very many splashes, and falls off
    below; single drops stand out of it.
    """
    veil = wide_noise(generator, frames, lambda hz: band(hz, 900, 9000, low_db=5, high_db=7), alike=0.25)
    veil *= np.exp(0.1 * drift(generator, frames, 0.05, 0.8))[:, None]
    return unit(veil) + 0.55 * unit(falling_drops(generator, frames, 160, low_hz=1100, high_hz=7500))


@recipe("rain-roof", "ambience", title="Rain on a roof", seconds=30, tags="weather water indoors", loops=True)
def rain_roof(generator: np.random.Generator, frames: int) -> Samples:
    """Rain heard from under a roof or a skylight: drumming of the panel, the hiss kept outside."""
    veil = wide_noise(generator, frames, lambda hz: band(hz, 350, 2600, low_db=6, high_db=9), alike=0.3)
    panel = modes(
        count(0.08),
        np.array([170.0, 265.0, 410.0, 640.0, 905.0, 1310.0]),
        np.array([0.07, 0.06, 0.05, 0.04, 0.03, 0.02]),
        np.array([1.0, 0.9, 0.8, 0.6, 0.45, 0.3]),
    )
    drumming = np.zeros((frames, 2))
    for pan in (-0.7, -0.2, 0.2, 0.7):
        scatter(drumming, panned(panel, pan), sparks(generator, frames, 24), around=True)
    drops = falling_drops(generator, frames, 60, low_hz=900, high_hz=3500)
    return 0.6 * unit(veil) + unit(drumming) + 0.4 * unit(drops)


def thunderclap(generator: np.random.Generator, frames: int, *, away_m: float) -> Samples:
    """Return one clap of thunder heard from this distance, starting with its first sound.

    The channel is a tortuous line of pieces, each giving off an N-wave that arrives by its distance: Few's
    "string of pearls" ("Power spectrum of thunder", JGR 74, 1969; Ribner & Roy, JASA 72, 1982). Nearby
    the pieces at the foot arrive together and crack; the rest roll in over the seconds that sound
    takes along the channel. Air takes the highs from what comes from afar. Pearls differ in energy and so in
    the length of their waves; equal ones would leave a comb in the spectrum.
    """
    pieces = 420
    heading = np.cumsum(generator.normal(0, 0.28, (pieces, 2)), axis=0)
    heading -= heading.mean(axis=0)
    tilt = np.array([0.8, 0.2])
    step_m = 5200 / pieces
    across = np.cumsum(np.tanh(heading + tilt) * step_m, axis=0)
    up = np.cumsum(np.where(np.arange(pieces) < 260, step_m, 0.25 * step_m))
    distance = np.sqrt((away_m + across[:, 0]) ** 2 + across[:, 1] ** 2 + up**2)
    arrive_s = (distance - distance.min()) / SOUND_M_S
    sizes = (distance.min() / distance) * np.exp(generator.normal(0, 0.5, pieces))
    lengths = generator.integers(len(PEARL_LENGTHS), size=pieces)
    at = (arrive_s * RATE).astype(int)
    inside = at < frames
    out = np.zeros(frames)
    for layer, (centre_m, corner_hz) in enumerate(((0, 7000.0), (900, 900.0), (2200, 320.0), (4200, 130.0))):
        share = np.exp(-0.5 * ((distance - centre_m) / (250 + 500 * layer)) ** 2)
        for kind, longer in enumerate(PEARL_LENGTHS):
            alike = inside & (lengths == kind)
            wave = np.linspace(1, -1, count((0.0016 + 0.008 * layer) * longer)) * (3.0 if layer == 0 else 1.0)
            wave = np.pad(wave, (count(0.004 + 0.02 * layer), count(0.05)))
            pearl = filtered(wave, partial(band, low_hz=18, high_hz=corner_hz, high_db=9))
            scatter(out, pearl, (at[alike], (sizes * share)[alike]))
    return out


def thunder_from(generator: np.random.Generator, frames: int, *, away_m: float) -> Samples:
    """Return a clap with the echoes of hills and clouds, stereo, ending in silence."""
    clap = thunderclap(generator, frames, away_m=away_m)
    other = thunderclap(generator, frames, away_m=away_m * 1.15)
    sound = panned(unit(clap), -0.1) + 0.5 * panned(unit(other), 0.3)
    rip = wide_noise(generator, frames, lambda hz: band(hz, 350, 4500, low_db=6, high_db=6), alike=0.6)
    force = np.abs(filtered(clap, lambda hz: band(hz, 700, 9000)))
    force = np.sqrt(np.maximum(folded(force**2, decay(count(0.12), 0.12)), 0))
    sound = unit(sound) + 0.75 * unit(rip * (force * decay(frames, 4.0))[:, None])
    roll = room(generator, min(5.0, frames / RATE * 0.7), low_hz=25, high_hz=900, before_s=0.03, alike=0.6)
    sound = sound + 1.1 * folded(sound, roll)
    low = wide_noise(generator, frames, lambda hz: band(hz, 28, 110, high_db=12), alike=0.6)
    strength = np.sqrt(np.maximum(folded(np.mean(sound**2, axis=1), decay(count(0.8), 0.8)), 0))
    near = np.clip(900 / away_m, 0, 2.2)
    strike = swell(frames, (0, 1 + near), (0.12, 1 + 0.6 * near), (0.5, 1), (99, 1))
    sound = unit(sound) * strike[:, None] + 0.4 * unit(low * strength[:, None])
    length = frames / RATE
    return click_free(sound * swell(frames, (0, 1), (0.55 * length, 1), (length, 0))[:, None], release_s=0.3)


@recipe("thunder", "effect", title="Thunder", seconds=9, tags="weather outdoors", weight_lu=6)
def thunder(generator: np.random.Generator, frames: int) -> Samples:
    """A close crack of thunder that rolls away over the hills."""
    return thunder_from(generator, frames, away_m=350)


@recipe(
    "thunder-far",
    "effect",
    title="Distant thunder",
    seconds=10,
    tags="weather outdoors distant",
    weight_lu=-3,
)
def thunder_far(generator: np.random.Generator, frames: int) -> Samples:
    """Thunder a few kilometres away: no crack, a long low roll."""
    sound = thunder_from(generator, frames, away_m=3200)
    return (
        filtered(sound, lambda hz: band(hz, 48, 190, low_db=9, high_db=9))
        * swell(frames, (0, 0), (0.5, 1), (99, 1))[:, None]
    )


@recipe(
    "storm", "ambience", title="Storm", seconds=40, tags="weather water outdoors", loops=True, weight_lu=2
)
def storm(generator: np.random.Generator, frames: int) -> Samples:
    """Heavy rain and hard gusts, with thunder some way off."""
    air = moving_air(generator, frames, gusts=0.6, whistle=0.7)
    veil = wide_noise(generator, frames, lambda hz: band(hz, 700, 8000, low_db=5, high_db=7), alike=0.25)
    veil *= np.exp(0.3 * drift(generator, frames, 0.05, 0.5))[:, None]
    drops = falling_drops(generator, frames, 200, low_hz=900, high_hz=6500)
    out = 1.0 * air + 0.75 * unit(veil) + 0.3 * unit(drops)
    for start_s, gain in ((7.0, 1.0), (26.0, 0.7)):
        roll = thunder_from(generator, count(9.5), away_m=2200)
        roll = filtered(roll, lambda hz: band(hz, 22, 260, high_db=9))
        put(out, unit(roll), count(start_s + generator.uniform(-2, 2)), 1.3 * gain, around=True)
    return out


@recipe("fire", "ambience", title="Fire", seconds=26, tags="indoors hearth", loops=True)
def fire(generator: np.random.Generator, frames: int) -> Samples:
    """A wood fire: flames that lap and breathe, a hiss, and crackles in bursts.

    Three parts, as in Farnell, "Designing Sound" (MIT Press 2010), practical 11: lapping, crackling, hissing.
    """
    lapping = wide_noise(generator, frames, lambda hz: band(hz, 45, 210, high_db=9), alike=0.6)
    lapping *= np.exp(0.5 * drift(generator, frames, 0.3, 6.0))[:, None]
    hiss = wide_noise(generator, frames, lambda hz: band(hz, 1800, 9000, low_db=6, high_db=6), alike=0.2)
    hiss *= (np.exp(0.7 * drift(generator, frames, 0.2, 3.0)) ** 1.5)[:, None]
    bursts = np.exp(1.6 * drift(generator, frames, 0.2, 5.0))
    out = unit(lapping) * 0.3 + 0.07 * unit(hiss)
    for corner, length_s, rate in ((1800.0, 0.02, 1.4), (3800.0, 0.008, 6.0), (6500.0, 0.003, 10.0)):
        shape = partial(band, low_hz=corner / 3, high_hz=corner, low_db=6, high_db=12)
        snap = burst(generator, length_s, length_s, shape)
        for pan in (-0.5, 0.1, 0.55):
            hits = sparks(generator, frames, rate / 3 * bursts, spread_db=7)
            scatter(out, panned(snap / np.abs(snap).max(), pan), hits, around=True)
    return out


@recipe("sea", "ambience", title="Sea", seconds=42, tags="water outdoors shore", loops=True)
def sea(generator: np.random.Generator, frames: int) -> Samples:
    """Waves that come in, break and draw back over the sand, one every eight seconds or so.

    The surf's loudness follows the swell's period, 6 to 12 s for wind waves and young swell (Holthuijsen,
    "Waves in Oceanic and Coastal Waters", 2007); a breaking crest is broadband, the backwash only hisses.
    """
    length = frames / RATE
    number = max(1, round(length / 8.4))
    starts = (np.arange(number) + generator.uniform(-0.12, 0.12, number)) * length / number
    sizes = 10 ** (generator.uniform(-5, 0, number) / 20)
    pans = generator.uniform(-0.45, 0.45, number)
    base = wide_noise(generator, frames, lambda hz: band(hz, 70, 500, high_db=4), alike=0.35) * 0.05
    out = base * np.exp(0.15 * drift(generator, frames, 0.05, 0.5))[:, None]
    for start, size, pan in zip(starts, sizes, pans, strict=True):
        span = count(min(13.0, length))
        grow = swell(span, (0, 0), (2.0, 0.15), (3.4, 0.75), (4.0, 1), (5.2, 0.6), (8, 0.12), (12.9, 0))

        def gain(times: Samples, hz: Samples, size: float = size) -> Samples:
            up = np.interp(times, (0, 2.5, 4.0, 5.5, 9, 13), (180, 350, 2600, 1800, 900, 700))
            crash = band(hz, 80, 1, high_db=0) / np.sqrt(1 + (hz / up) ** 2.6)
            wash = np.interp(times, (3.6, 5.5, 7, 12.5), (0, 0.22, 0.26, 0))
            return crash * size + wash * band(hz, 2200, 9000, low_db=6, high_db=6)

        wave = painted(wide_noise(generator, span, alike=0.35), gain) * grow[:, None]
        angle = np.array([1 - 0.5 * pan, 1 + 0.5 * pan])
        put(out, wave * angle, count(start), 1.0, around=True)
    return out


@recipe("stream", "ambience", title="Stream", seconds=24, tags="water outdoors", loops=True)
def stream(generator: np.random.Generator, frames: int) -> Samples:
    """A brook over stones: many bubbles, each a short rising chirp, over a soft rush.

    Bubbles ring at their Minnaert frequency and rise as they near the surface (van den Doel 2005).
    """
    out = 0.25 * wide_noise(generator, frames, lambda hz: band(hz, 350, 3000, low_db=6, high_db=6), alike=0.3)
    bed = np.zeros((frames, 2))
    number = round(frames / RATE * 75)
    for start, radius_mm, loud, pan in zip(
        generator.integers(0, frames, number),
        generator.lognormal(np.log(3.2), 0.45, number),
        10 ** (generator.normal(-4, 6, number) / 20),
        generator.uniform(-0.8, 0.8, number),
        strict=True,
    ):
        hz = 3000.0 / radius_mm
        fall = 0.13 / (radius_mm / 1000) + 0.0072 * (radius_mm / 1000) ** -1.5
        size = count(min(0.09, 6.0 / fall))
        times = np.arange(size) / RATE
        chirp = np.exp(-fall * times) * tone_rising(times, hz, fall * generator.uniform(0, 0.12))
        put(
            bed,
            panned(click_free(chirp, attack_s=0.001, release_s=0.004), pan),
            int(start),
            loud,
            around=True,
        )
    return out + 0.9 * unit(bed)


def tone_rising(times: Samples, hz: float, rise: float) -> Samples:
    """Return a sine that starts at hz and rises by the factor 1 + rise × time."""
    return np.sin(2 * np.pi * hz * (times + rise * times**2 / 2))


@recipe(
    "drips",
    "ambience",
    title="Dripping water",
    seconds=28,
    tags="water cave indoors",
    loops=True,
    weight_lu=-4,
)
def drips(generator: np.random.Generator, frames: int) -> Samples:
    """Slow drops falling into still water in a cave or a cellar."""
    out = np.zeros((frames, 2))
    for period_s, hz, pan in ((2.3, 1150.0, -0.4), (3.7, 820.0, 0.45), (5.1, 1630.0, 0.1)):
        number = max(1, round(frames / RATE / period_s))
        for place in (np.arange(number) + generator.uniform(-0.2, 0.2, number)) / number:
            size = count(0.14)
            times = np.arange(size) / RATE
            pitch = hz * generator.uniform(0.94, 1.07)
            plop = np.exp(-38 * times) * tone_rising(times, pitch, 2.6)
            tick = burst(generator, 0.14, 0.006, lambda hz: band(hz, 1500, 8000))
            drop = click_free(plop + 0.07 * tick, attack_s=0.001)
            put(
                out,
                panned(drop, pan),
                int(place * frames),
                10 ** (generator.uniform(-6, 0) / 20),
                around=True,
            )
    wet = folded(out, room(generator, 2.8, low_hz=200, high_hz=7000, before_s=0.02), around=True)
    air = wide_noise(generator, frames, lambda hz: band(hz, 60, 300, high_db=6), alike=0.4)
    return out + 0.8 * wet + 0.012 * air


@recipe(
    "night", "ambience", title="Night insects", seconds=30, tags="outdoors insects", loops=True, weight_lu=-2
)
def night(generator: np.random.Generator, frames: int) -> Samples:
    """Crickets on a warm night, near and far, in still air.

    Field crickets chirp two or three times a second, 3 to 5 pulses a chirp at about 30 pulses a second, on a
    carrier of 4 to 5 kHz; tree crickets trill without a break near 3 kHz (Bennet-Clark, "Songs and the
    physics of sound production", in Cricket Behavior and Neurobiology, 1989).
    """
    out = np.zeros((frames, 2))
    length = frames / RATE
    for away, pan in zip(
        (0.6, 0.5, 0.42, 0.34, 0.26, 0.2), (-0.5, 0.6, -0.1, 0.35, -0.75, 0.85), strict=True
    ):
        carrier = generator.uniform(4150, 4900)
        pulses = int(generator.integers(3, 5))
        number = round(length * generator.uniform(2.0, 2.8))
        size = count(0.022)
        pulse = np.sin(2 * np.pi * carrier * np.arange(size) / RATE * (1 - 0.012 * np.arange(size) / size))
        pulse *= np.sin(np.pi * np.arange(size) / size) ** 1.5
        chirp = np.zeros(count(0.034) * pulses + size)
        for i in range(pulses):
            put(chirp, pulse, i * count(0.034), 0.55 + 0.45 * i / pulses)
        resting = drift(generator, frames, 0.04, 0.15)
        for place in (np.arange(number) + generator.normal(0, 0.025, number)) / number:
            start = int(place * frames) % frames
            if resting[start] > -1.1:
                put(out, panned(chirp, pan), start, away * generator.uniform(0.85, 1.0), around=True)
    trill = np.sin(2 * np.pi * np.round(2950 * length) / length * np.arange(frames) / RATE)
    beats = 0.5 + 0.5 * np.sin(2 * np.pi * np.round(46 * length) / length * np.arange(frames) / RATE)
    trill *= beats**2 * np.exp(0.3 * drift(generator, frames, 0.05, 0.6))
    out += panned(trill, 0.25) * 0.035
    far = wide_noise(generator, frames, lambda hz: bump(hz, 4300, 0.16), alike=0.15) * 0.035
    air = noise(generator, frames, lambda hz: band(hz, 50, 250, high_db=6))[:, None] * 0.03
    out = out + 0.12 * folded(out, room(generator, 0.6, low_hz=1000, high_hz=8000), around=True)
    return out + far + air
