"""Sounds of things that are not: portals, shimmers, spells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import (
    RATE,
    band,
    click_free,
    count,
    drift,
    folded,
    modes,
    painted,
    panned,
    put,
    room,
    swell,
    tone,
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def glints(
    generator: np.random.Generator, frames: int, starts: Samples, pitches: Samples, *, around: bool = False
) -> Samples:
    """Return small glassy strokes at these frames and pitches, spread over the stereo image."""
    out = np.zeros((frames, 2))
    for start, hz in zip(starts, pitches, strict=True):
        glint = modes(
            count(0.9), hz * np.array([1.0, 2.76, 5.4]), np.array([0.9, 0.35, 0.15]), np.array([1, 0.3, 0.12])
        )
        loud = 10 ** (generator.uniform(-12, 0) / 20)
        put(
            out,
            panned(click_free(glint, attack_s=0.003), generator.uniform(-0.7, 0.7)),
            int(start),
            loud,
            around=around,
        )
    return out


@recipe("shimmer", "ambience", title="Shimmer", seconds=32, tags="fantasy magic", loops=True, weight_lu=-5)
def shimmer(generator: np.random.Generator, frames: int) -> Samples:
    """A glow that can be heard: soft high tones that come and go in an open chord."""
    times = np.arange(frames) / RATE
    out = np.zeros((frames, 2))
    for ratio in (1.5, 2.0, 2.25, 3.0, 4.0, 4.5, 6.0, 8.0, 9.0):
        hz = round(293.66 * ratio * frames / RATE) * RATE / frames
        glow = np.exp(0.9 * drift(generator, frames, 0.04, 0.3)) / ratio**0.5
        wave = np.sin(2 * np.pi * hz * times + 0.8 * drift(generator, frames, 0.1, 0.8))
        out += panned(wave * glow, generator.uniform(-0.7, 0.7))
    scale = 587.33 * np.array([1, 9 / 8, 3 / 2, 2, 9 / 4, 3, 4])
    starts = np.sort(generator.integers(0, frames, 26))
    sparkle = glints(generator, frames, starts, generator.choice(scale, 26), around=True)
    wet = folded(out + 0.7 * sparkle, room(generator, 4.0, low_hz=250, high_hz=9000), around=True)
    return 0.5 * unit(out) + unit(wet) + 0.12 * unit(sparkle)


@recipe("portal", "effect", title="Portal", seconds=6, tags="fantasy magic space", weight_lu=2)
def portal(generator: np.random.Generator, frames: int) -> Samples:
    """A portal opens: a rush that rises, a chord that blooms, and a shimmer that hangs in the air."""

    def rush(times: Samples, hz: Samples) -> Samples:
        centre = np.interp(times, (0, 1.8, 2.3, 6), (140, 2600, 1200, 500))
        return np.asarray(np.exp(-0.5 * (np.log2(np.maximum(hz, 1) / centre) / 0.6) ** 2))

    wind = unit(painted(wide_noise(generator, frames, alike=0.35), rush))
    wind *= swell(frames, (0, 0), (1.0, 0.3), (1.9, 1), (2.3, 0.35), (4, 0.1), (6, 0))[:, None]
    chord = np.zeros((frames, 2))
    climb = swell(frames, (0, 0.5), (1.9, 1.0), (9, 1.0))
    for ratio in (1.0, 1.5, 2.0, 2.52, 3.0, 4.0):
        for detune in (0.996, 1.004):
            voice = tone(146.83 * ratio * detune * climb, phase=generator.uniform(0, 6.28)) / ratio**0.6
            chord += panned(voice, generator.uniform(-0.6, 0.6))
    chord = unit(chord) * swell(frames, (0, 0), (1.6, 0.3), (2.0, 1), (3.2, 0.5), (5, 0.1), (6, 0))[:, None]
    thump = click_free(
        tone(swell(frames, (0, 95), (0.3, 42), (9, 40))) * np.exp(-np.arange(frames) / RATE * 5)
    )
    starts = count(1.9) + generator.exponential(0.7 * RATE, 26)
    starts = starts[starts < frames - count(1)]
    sparkle = glints(
        generator, frames, starts, generator.choice([880.0, 1174.7, 1480.0, 1760.0, 2349.3], len(starts))
    )
    out = 0.8 * wind + 0.6 * chord + 0.5 * sparkle
    put(out, panned(thump, 0), count(1.9), 1.6)
    out = out + 0.6 * folded(out, room(generator, 3.2, low_hz=80, high_hz=8000, before_s=0.02))
    return out * swell(frames, (0, 1), (4.5, 1), (6, 0))[:, None]


@recipe("spell", "effect", title="Spell", seconds=3.2, tags="fantasy magic", weight_lu=-1)
def spell(generator: np.random.Generator, frames: int) -> Samples:
    """A run of small glass bells upward, ending in a glitter."""
    scale = 523.25 * 2 ** (np.array([0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24, 26, 28, 31]) / 12)
    starts = np.cumsum(np.linspace(0.075, 0.04, len(scale))) * RATE
    run = glints(generator, frames, starts, scale)
    late = generator.uniform(0.8, 1.5, 18) * RATE
    run += 0.6 * glints(generator, frames, late, generator.choice(scale[-6:] * 1.0, 18))
    air = wide_noise(generator, frames, lambda hz: band(hz, 4500, 12000), alike=0.3)
    air *= swell(frames, (0, 0), (0.7, 1), (1.4, 0.3), (2.2, 0), (9, 0))[:, None]
    out = run + 0.03 * air
    out = out + 0.6 * folded(out, room(generator, 2.2, low_hz=300, high_hz=10000))
    return out * swell(frames, (0, 1), (2.2, 1), (3.2, 0))[:, None]
