"""Alarms, sirens and bells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    click_free,
    count,
    decay,
    filtered,
    folded,
    modes,
    noise,
    panned,
    put,
    room,
    tone,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


@recipe(
    "alarm-soft",
    "effect",
    title="Soft alarm",
    seconds=8,
    tags="machine electronic alarm",
    loops=True,
    weight_lu=-3,
)
def alarm_soft(generator: np.random.Generator, frames: int) -> Samples:
    """A polite two-tone chime, once every two seconds."""
    out = np.zeros(frames)
    size = count(1.4)
    for i in range(round(frames / RATE / 2)):
        for delay_s, hz in ((0.0, 880.0), (0.28, 659.3)):
            chime = modes(
                size, hz * np.array([1, 2, 3.01]), np.array([1.1, 0.6, 0.3]), np.array([1, 0.25, 0.08])
            )
            put(out, click_free(chime, attack_s=0.008), count(2.0 * i + delay_s), around=True)
    sound = panned(out, 0.0)
    return sound + 0.35 * folded(sound, room(generator, 0.9, low_hz=300, high_hz=5000), around=True)


@recipe(
    "alarm-hard",
    "effect",
    title="Hard alarm",
    seconds=8,
    tags="machine electronic alarm danger",
    loops=True,
    weight_lu=2,
)
def alarm_hard(generator: np.random.Generator, frames: int) -> Samples:
    """A harsh klaxon, half a second on and half a second off.

    Danger signals lie between 500 and 2,500 Hz with strong components below 1,500 Hz, and pulse
    0.2 to 5 times a second (ISO 7731:2003, 6).
    """
    length = count(0.52)
    times = np.arange(length) / RATE
    rise = 1 + 0.05 * np.minimum(times / 0.08, 1)
    buzz = sum(tone(f * n * rise) / n**0.8 for f in (523.0, 659.0) for n in range(1, 9) if f * n < 6000)
    buzz = filtered(np.asarray(buzz), lambda hz: band(hz, 480, 2600, low_db=6, high_db=9))
    out = np.zeros(frames)
    for i in range(round(frames / RATE)):
        put(out, click_free(buzz, attack_s=0.012, release_s=0.03), i * RATE, around=True)
    sound = panned(out, 0.0)
    return sound + 0.5 * folded(sound, room(generator, 1.1, low_hz=250, high_hz=5000), around=True)


@recipe(
    "siren",
    "effect",
    title="Siren",
    seconds=12,
    tags="machine alarm danger outdoors",
    loops=True,
    weight_lu=1,
)
def siren(generator: np.random.Generator, frames: int) -> Samples:
    """An air-raid siren that climbs and falls every six seconds, out of doors.

    A mechanical siren's pitch follows its rotor between about 200 and 460 Hz; its chopped air is rich in
    harmonics.
    """
    times = np.arange(frames) / RATE
    height = 0.5 - 0.5 * np.cos(2 * np.pi * times / 6)
    hz = 210 * (455 / 210) ** height**0.8
    hz *= round(hz.sum() / RATE) / (hz.sum() / RATE)
    phase = 2 * np.pi * np.cumsum(hz) / RATE
    horn = sum(np.sin(n * phase) / n**1.1 for n in range(1, 12))
    horn = filtered(
        np.asarray(horn) * (0.35 + 0.65 * height), lambda f: band(f, 300, 2200, low_db=6, high_db=6)
    )
    sound = panned(horn, -0.1)
    return 0.6 * sound + 0.9 * folded(
        sound, room(generator, 2.6, low_hz=150, high_hz=3000, before_s=0.06), around=True
    )


BELL_RATIOS = np.array([0.5, 1.0, 1.183, 1.506, 2.0, 2.514, 2.662, 3.011, 4.166, 5.433, 6.796])
"""Hum, prime, tierce, quint, nominal and upper partials of a church bell over its prime (Rossing,
"Science of Percussion Instruments", 2000, ch. 12)."""
BELL_DECAYS = np.array([12.0, 7.0, 6.0, 3.5, 4.5, 2.5, 2.2, 2.6, 1.5, 1.0, 0.7])
BELL_GAINS = np.array([0.5, 0.55, 0.6, 0.25, 0.8, 0.2, 0.25, 0.4, 0.35, 0.25, 0.15])


def bell_stroke(generator: np.random.Generator, frames: int, prime_hz: float) -> Samples:
    """Return one stroke of a bell: doublets that warble slowly, and the clapper's knock."""
    hz = prime_hz * BELL_RATIOS
    split = generator.uniform(0.15, 0.7, len(hz))
    phases = generator.uniform(0, 2 * np.pi, len(hz))
    ring = modes(frames, hz, BELL_DECAYS, BELL_GAINS, phases=phases)
    ring += modes(frames, hz + split, BELL_DECAYS, 0.6 * BELL_GAINS, phases=phases)
    knock = generator.standard_normal(count(0.02)) * np.linspace(1, 0, count(0.02)) ** 3
    ring[: count(0.02)] += 0.3 * knock
    return click_free(ring, attack_s=0.001)


@recipe("bell", "effect", title="Church bell", seconds=11, tags="bell outdoors", weight_lu=1)
def bell(generator: np.random.Generator, frames: int) -> Samples:
    """A church bell strikes three times, some way off."""
    out = np.zeros(frames)
    for start_s in (0.05, 2.45, 4.85):
        put(
            out,
            bell_stroke(generator, frames - count(start_s), 262.0),
            count(start_s),
            generator.uniform(0.85, 1),
        )
    sound = panned(filtered(out, lambda hz: band(hz, 90, 4500, high_db=6)), 0.1)
    sound = sound + 0.5 * folded(
        sound, room(generator, 1.8, low_hz=120, high_hz=3500, before_s=0.04, alike=0.7)
    )
    length = frames / RATE
    fade = np.interp(np.arange(frames) / RATE, (0, length - 4, length), (1, 1, 0)) ** 2
    return sound * fade[:, None]


@recipe("doorbell", "effect", title="Doorbell", seconds=2.6, tags="bell indoors door")
def doorbell(generator: np.random.Generator, frames: int) -> Samples:
    """A two-note door chime, heard from the hall."""
    out = np.zeros(frames)
    ratios = np.array([1.0, 2.76, 5.4])
    for start_s, hz in ((0.02, 659.3), (0.62, 523.3)):
        bar = modes(frames, hz * ratios, np.array([1.8, 0.7, 0.25]), np.array([1.0, 0.35, 0.15]))
        put(out, click_free(bar, attack_s=0.002), count(start_s))
    sound = panned(out, 0.15)
    sound = sound + 0.4 * folded(sound, room(generator, 0.7, low_hz=250, high_hz=5000))
    return sound * np.interp(np.arange(frames) / RATE, (0, 2.0, 2.6), (1, 1, 0))[:, None]


@recipe("bell-small", "effect", title="Small bell", seconds=2.4, tags="bell indoors", weight_lu=-2)
def bell_small(generator: np.random.Generator, frames: int) -> Samples:
    """A shop bell or a hand bell: a bright jingle of a few strokes."""
    out = np.zeros(frames)
    ratios = np.array([1.0, 2.03, 2.92, 4.1, 5.35])
    for start_s, gain in ((0.02, 1.0), (0.15, 0.5), (0.3, 0.7), (0.5, 0.3), (0.66, 0.35)):
        stroke = modes(
            frames, 2093 * ratios, np.array([1.3, 0.9, 0.6, 0.4, 0.25]), np.array([1.0, 0.5, 0.5, 0.3, 0.2])
        )
        put(out, stroke, count(start_s + generator.uniform(0, 0.02)), gain)
    sound = panned(click_free(out, attack_s=0.001), -0.1)
    sound = sound + 0.25 * folded(sound, room(generator, 0.5, low_hz=400, high_hz=9000))
    return sound * np.interp(np.arange(frames) / RATE, (0, 1.6, 2.4), (1, 1, 0))[:, None]


@recipe("clock-strike", "effect", title="Clock strikes", seconds=8.5, tags="bell indoors", weight_lu=-3)
def clock_strike(generator: np.random.Generator, frames: int) -> Samples:
    """A longcase clock strikes: the train is released, and a padded hammer falls four times on a coiled gong.

    A gong of coiled wire has many partials close together, and its lowest is hardly heard.
    """
    out = np.zeros(frames)
    ratios = np.array([1.0, 2.02, 2.97, 3.88, 5.13, 6.04, 7.31, 8.9, 10.6])
    gains = np.array([0.12, 0.5, 1.0, 0.8, 0.5, 0.32, 0.16, 0.09, 0.05])
    times = np.array([4.2, 4.0, 3.4, 2.8, 2.1, 1.5, 1.0, 0.7, 0.45])
    case = np.array([118.0, 187.0, 296.0])
    for i in range(4):
        start_s = 0.32 + 1.55 * i + generator.uniform(0, 0.02)
        size = frames - count(start_s)
        gong = modes(size, 139.0 * ratios, times, gains, phases=generator.uniform(0, 2 * np.pi, len(ratios)))
        put(out, click_free(gong, attack_s=0.004), count(start_s), generator.uniform(0.88, 1.0))
        blow = modes(count(0.2), case, np.array([0.12, 0.1, 0.07]), np.array([0.5, 0.4, 0.3]))
        put(out, click_free(blow, attack_s=0.002), count(start_s), 0.5)
    train = noise(generator, count(0.25), lambda hz: band(hz, 900, 5000)) * decay(count(0.25), 0.2)
    put(out, click_free(train, attack_s=0.003), 0, 0.12)
    sound = panned(out, 0.0)
    sound = sound + 0.3 * folded(sound, room(generator, 0.5, low_hz=150, high_hz=5000, alike=0.7))
    return sound * np.interp(np.arange(frames) / RATE, (0, 6.2, 8.5), (1, 1, 0))[:, None]
