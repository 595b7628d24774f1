"""Crowds: murmur and applause; never a word, never a cry."""

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
    count,
    drift,
    filtered,
    folded,
    painted,
    panned,
    put,
    room,
    swell,
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples

FORMANTS_HZ = np.array([
    (730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480),
    (570, 840, 2410), (660, 1720, 2410), (490, 1350, 1690), (440, 1020, 2240),
])  # fmt: skip
"""First three formants of American English vowels (Peterson & Barney, JASA 24, 1952, men)."""


def babbler(generator: np.random.Generator, frames: int) -> Samples:
    """Return somebody talking without words, in the round: voice pulses, vowels four or five times a second.

    Speech is modulated mostly at 3 to 5 Hz, the rate of its syllables (Houtgast & Steeneken, JASA 77, 1985).
    """
    woman = generator.random() < 0.5
    length = frames / RATE
    base = generator.uniform(175, 225) if woman else generator.uniform(95, 135)
    melody = base * 2 ** (0.16 * drift(generator, frames, 0.2, 2.0))
    melody *= round(melody.sum() / RATE) / (melody.sum() / RATE)
    phase = np.cumsum(melody) / RATE
    pulse = np.float32(0.5) * (np.diff(np.floor(phase), prepend=0.0) > 0)
    breath = generator.standard_normal(frames, dtype=np.float32) * np.float32(0.012)
    syllables = max(2, round(length * generator.uniform(4.0, 5.0)))
    edges = np.arange(syllables + 1) + np.concatenate(
        [[0], generator.uniform(-0.25, 0.25, syllables - 1), [0]]
    )
    edges *= length / syllables
    vowels = generator.integers(0, len(FORMANTS_HZ), syllables)
    formants = FORMANTS_HZ * (1.16 if woman else 1.0)
    talking = drift(generator, frames, 0.05, 0.35)
    loud = 10 ** (generator.uniform(-9, 0, syllables) / 20)

    def gain(times: Samples, hz: Samples) -> Samples:
        which = np.clip(np.searchsorted(edges, times[:, 0], side="right") - 1, 0, syllables - 1)
        within = (times[:, 0] - edges[which]) / (edges[which + 1] - edges[which])
        strength = loud[which] * np.sin(np.pi * np.clip(within, 0, 1)) ** 0.7
        strength *= 1 / (1 + np.exp(-4 * (talking[(times[:, 0] * RATE).astype(int) % frames] + 0.2)))
        peaks = np.full((len(formants), hz.shape[1]), 0.02)
        for i, (amount, width) in enumerate(((1.0, 75.0), (0.5, 100.0), (0.22, 150.0))):
            peaks += amount * np.exp(-0.5 * ((hz - formants[:, i, None]) / width) ** 2)
        vowel = (peaks * band(hz, 90, 3800, high_db=9)).astype(np.float32)
        return np.asarray(strength.astype(np.float32)[:, None] * vowel[vowels[which]])

    return unit(painted(pulse + breath, gain, window=1024))


@recipe("crowd", "ambience", title="Crowd murmur", seconds=22, tags="people indoors", loops=True)
def crowd(generator: np.random.Generator, frames: int) -> Samples:
    """Many people talking at once in a large room; no word can be made out."""
    layers = {away_db: np.zeros((frames, 2), np.float32) for away_db in (0.0, 5.0, 9.0)}
    for _ in range(7):
        voice = babbler(generator, frames)
        for away_db, layer in layers.items():
            turn, pan = int(generator.integers(0, frames)), generator.uniform(-0.8, 0.8)
            gain = 10 ** (-(away_db + generator.uniform(0, 3)) / 20)
            put(layer, panned(voice, pan), turn, gain, around=True)
    out = np.zeros((frames, 2), np.float32)
    for away_db, layer in layers.items():
        out += filtered(layer, partial(band, low_hz=100, high_hz=5200 - 420 * away_db))
    wet = folded(out, room(generator, 1.3, low_hz=150, high_hz=4500, before_s=0.02), around=True)
    haze = wide_noise(generator, frames, lambda hz: bump(hz, 480, 0.8), alike=0.3)
    haze *= np.exp(0.18 * drift(generator, frames, 2.0, 6.0))[:, None]
    return unit(out) + 1.0 * unit(wet) + 0.35 * unit(haze)


@recipe("applause", "effect", title="Applause", seconds=7, tags="people hall", weight_lu=1)
def applause(generator: np.random.Generator, frames: int) -> Samples:
    """A hall applauds, warmly, and dies down.

    A clap's spectrum has a broad peak between 0.6 and 2.5 kHz by the hands' posture; people clap 3 to 5
    times a second, each at a tempo of their own (Repp, "The sound of two hands clapping", JASA 81, 1987).
    """
    out = np.zeros((frames, 2))
    length = frames / RATE
    for _ in range(70):
        centre = generator.uniform(700, 2300)
        clap = burst(
            generator, 0.05, generator.uniform(0.018, 0.035), partial(bump, centre_hz=centre, octaves=0.55)
        )
        pan, gain = generator.uniform(-0.85, 0.85), 10 ** (generator.uniform(-12, 0) / 20)
        at, stop, period = (
            generator.uniform(0, 0.9),
            length - generator.uniform(0.6, 3.4),
            1 / generator.uniform(3, 5),
        )
        sound = panned(clap, pan)
        while at < stop:
            put(out, sound, count(at), gain * generator.uniform(0.7, 1))
            at += period * generator.uniform(0.94, 1.06)
    wash = wide_noise(generator, frames, lambda hz: bump(hz, 1500, 0.9), alike=0.3)
    wash *= swell(frames, (0, 0), (0.8, 1), (length - 3, 0.9), (length - 0.5, 0), (99, 0))[:, None]
    out = out + 0.5 * folded(out, room(generator, 1.4, low_hz=200, high_hz=6000, before_s=0.015))
    return unit(out) + 0.3 * unit(wash)
