"""The small orchestra of the music engine: each instrument plays one note, mono or stereo, from its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library.shaping import (
    RATE,
    band,
    burst,
    click_free,
    count,
    drift,
    fast_length,
    modes,
    noise,
    unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.mix.library.recipe import Samples

TABLE = 4096


def note_hz(midi: float) -> float:
    """Return a MIDI note's frequency, equal temperament, A4 = 440 Hz."""
    return float(440.0 * 2 ** ((midi - 69) / 12))


def wave_table(
    base_hz: float, spectrum: Callable[[Samples, Samples], Samples], top_hz: float = 9000
) -> Samples:
    """Return one cycle with harmonics of spectrum(number, hz), none above top_hz."""
    numbers = np.arange(1, max(2, int(top_hz / base_hz)) + 1)
    gains = np.where(numbers * base_hz <= top_hz, spectrum(numbers, numbers * base_hz), 0.0)
    lines = np.zeros(TABLE // 2 + 1, dtype=complex)
    size = min(len(numbers), TABLE // 2 - 1)
    lines[1 : size + 1] = -1j * gains[:size] * np.exp(1j * 0.37 * numbers[:size] ** 2)
    cycle = np.fft.irfft(lines, TABLE)
    return np.asarray(cycle / np.abs(cycle).max())


def played(table: Samples, hz: Samples, phase: float, rate_hz: int = RATE) -> Samples:
    """Return a table played at a frequency given for every frame, between its points by straight lines."""
    at = (np.cumsum(hz) / rate_hz + phase) % 1.0 * TABLE
    first = at.astype(np.int64)
    share = at - first
    first %= TABLE
    return np.asarray(table[first] * (1 - share) + table[(first + 1) % TABLE] * share)


def held(frames: int, attack_s: float, release_s: float, rate_hz: int = RATE) -> Samples:
    """Return an envelope that rises over the attack and falls over the release, both rounded."""
    return click_free(np.ones(frames, np.float32), attack_s=attack_s, release_s=release_s, rate_hz=rate_hz)


def section(
    generator: np.random.Generator,
    midi: float,
    seconds: float,
    *,
    spectrum: Callable[[Samples, Samples], Samples],
    attack_s: float,
    release_s: float,
    cents: float = 11.0,
    top_hz: float = 9000,
    rate_hz: int = RATE,
) -> Samples:
    """Return many players of one part in stereo; the note lasts its seconds, then dies over the release.

    Each harmonic is a narrow band of random phases, wider the higher it is, which is what a section's spread
    of pitch and vibrato makes of a line (Nasca, the PADsynth algorithm of ZynAddSubFX). `cents` is the
    spread's standard deviation.
    """
    frames = count(seconds + release_s, rate_hz)
    size = fast_length(frames)
    base, spacing = note_hz(midi), rate_hz / size
    numbers = np.arange(1, max(2, int(top_hz / base)) + 1)
    gains = spectrum(numbers, numbers * base)
    middle = (numbers * base).astype(np.float32)
    width = np.maximum(middle * (2 ** (cents / 1200) - 1), 0.5 * spacing)
    first = np.maximum(1, ((middle - 3 * width) / spacing).astype(np.int64))
    counts = ((middle + 3 * width) / spacing).astype(np.int64) + 2 - first
    # All bands one after another: which harmonic each line belongs to, and its place in the spectrum.
    which = np.repeat(np.arange(len(numbers)), counts)
    starts = np.cumsum(counts) - counts
    at = np.arange(len(which)) + (first - starts)[which]
    shape = np.exp(-0.5 * ((at * spacing - middle[which]) / width[which]) ** 2).astype(np.float32)
    shape *= (gains / np.sqrt(np.add.reduceat(shape**2, starts)))[which]
    own = np.empty((2, frames), np.float32)
    for channel in own:
        turns = generator.random(len(at), dtype=np.float32) * np.float32(2 * np.pi)
        lines = np.empty(min(size // 2, int(at.max())) + 1, np.complex64)
        lines.real = np.bincount(at, shape * np.cos(turns))[: len(lines)]
        lines.imag = np.bincount(at, shape * np.sin(turns))[: len(lines)]
        channel[:] = np.fft.irfft(lines, size)[:frames]
    both = unit(own + np.float32(0.5) * own[::-1])
    both *= np.float32(0.25) * held(frames, attack_s, release_s, rate_hz)
    return both.T


def single(
    generator: np.random.Generator,
    midi: float,
    seconds: float,
    *,
    spectrum: Callable[[Samples, Samples], Samples],
    attack_s: float,
    release_s: float,
    vibrato_cents: float,
    rate_hz: int = RATE,
) -> Samples:
    """Return one player in mono, with a vibrato that sets in after the note has begun."""
    frames = count(seconds + release_s, rate_hz)
    base = note_hz(midi)
    times = np.arange(frames) / rate_hz
    swing = np.sin(2 * np.pi * (generator.uniform(4.9, 6.1) * times + generator.random()))
    cents = generator.normal(0, 2.0) + vibrato_cents * np.clip(times / 0.6, 0, 1) * swing
    line = played(wave_table(base, spectrum), base * 2 ** (cents / 1200), generator.random(), rate_hz)
    return line * held(frames, attack_s, release_s, rate_hz)


def bowed(numbers: Samples, hz: Samples) -> Samples:
    """Return the harmonics of a bowed string: a sawtooth through a body that passes little above 2.5 kHz."""
    return np.asarray(band(hz, 180, 2300, low_db=4, high_db=9) / numbers)


def soft(numbers: Samples, hz: Samples) -> Samples:
    """Return the harmonics of a warm pad: a few, falling fast."""
    return np.asarray(numbers**-1.9 * band(hz, 60, 1500, high_db=12))


def reed(numbers: Samples, hz: Samples) -> Samples:
    """Return the harmonics of a clarinet's low register: the odd ones lead."""
    return np.asarray(np.where(numbers % 2 == 1, 1.0, 0.16) / numbers**0.8 * band(hz, 0, 1900, high_db=12))


def double_reed(numbers: Samples, hz: Samples) -> Samples:
    """Return the harmonics of a bassoon: a formant near 450 Hz."""
    return np.asarray(
        (0.25 + np.exp(-0.5 * ((hz - 470) / 170) ** 2)) / numbers**0.5 * band(hz, 0, 1600, high_db=12)
    )


def strings(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a string section, bowed softly in."""
    attack_s = min(0.35, seconds * 0.4)
    return section(
        generator, midi, seconds, spectrum=bowed, attack_s=attack_s, release_s=0.45, rate_hz=rate_hz
    )


def strings_slow(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a string section that swells in over a second or two."""
    attack_s = min(2.5, seconds * 0.5)
    return section(
        generator, midi, seconds, spectrum=bowed, attack_s=attack_s, release_s=0.9, rate_hz=rate_hz
    )


def strings_short(
    generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE
) -> Samples:
    """Return a short accented stroke of a few strings in mono."""
    length = min(seconds, 0.16)
    players = [
        single(
            generator,
            midi,
            length,
            spectrum=bowed,
            attack_s=0.018,
            release_s=0.14,
            vibrato_cents=0,
            rate_hz=rate_hz,
        )
        for _ in range(3)
    ]
    return np.asarray(sum(players) / 3)


def pad(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a warm synthetic pad."""
    attack_s = min(1.2, seconds * 0.4)
    return section(
        generator,
        midi,
        seconds,
        spectrum=soft,
        attack_s=attack_s,
        release_s=1.4,
        top_hz=4000,
        rate_hz=rate_hz,
    )


def solo(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a single bowed string with an expressive vibrato."""
    attack_s = min(0.22, seconds * 0.35)
    return single(
        generator,
        midi,
        seconds,
        spectrum=bowed,
        attack_s=attack_s,
        release_s=0.3,
        vibrato_cents=15,
        rate_hz=rate_hz,
    )


def clarinet(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a clarinet's note."""
    return single(
        generator,
        midi,
        seconds,
        spectrum=reed,
        attack_s=0.03,
        release_s=0.07,
        vibrato_cents=2,
        rate_hz=rate_hz,
    )


def bassoon(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a bassoon's note."""
    return single(
        generator,
        midi,
        seconds,
        spectrum=double_reed,
        attack_s=0.02,
        release_s=0.06,
        vibrato_cents=3,
        rate_hz=rate_hz,
    )


def plucked(
    generator: np.random.Generator, midi: float, *, ring_s: float, where: float, dull: float, rate_hz: int
) -> Samples:
    """Return a plucked string: each harmonic by the place of the plucking, the higher the sooner gone.

    A string plucked at the fraction `where` of its length has harmonics sin(nπ·where)/n² (Fletcher & Rossing,
    "The Physics of Musical Instruments", 2.3); `dull` is how much sooner each next one dies.
    """
    base = note_hz(midi)
    numbers = np.arange(1, min(18, int(9000 / base)) + 1)
    hz = base * numbers * np.sqrt(1 + 4e-5 * numbers**2)
    gains = np.abs(np.sin(np.pi * where * numbers)) / numbers**1.35
    string = modes(
        count(ring_s * 0.8, rate_hz), hz, ring_s / (1 + dull * (numbers - 1)), gains, rate_hz=rate_hz
    )
    finger = burst(generator, 0.02, 0.012, lambda f: band(f, 300, 2500), rate_hz)
    string[: len(finger)] += 0.025 * finger
    return click_free(string, attack_s=0.0015, release_s=0.08, rate_hz=rate_hz)


def harp(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a harp's note; it rings however short it is written."""
    ring_s = float(np.clip(3.6 * 2 ** ((60 - midi) / 24), 1.2, 5.0)) + 0.0 * seconds
    return plucked(generator, midi, ring_s=ring_s, where=0.42, dull=0.35, rate_hz=rate_hz)


def pizzicato(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a plucked bowed string: short and dry."""
    return plucked(
        generator, midi, ring_s=min(0.75, 0.45 + seconds / 4), where=0.23, dull=0.5, rate_hz=rate_hz
    )


def celesta(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a celesta's note: a struck bar over a resonator, a pure tone with a brief high partial."""
    base = note_hz(midi)
    hz = base * np.array([1.0, 2.0, 4.02, 9.2])
    ring = modes(
        count(1.6, rate_hz), hz, np.array([1.7, 0.7, 0.35, 0.06]), np.array([1.0, 0.12, 0.16, 0.1]),
        rate_hz=rate_hz,
    )  # fmt: skip
    ring = click_free(ring, attack_s=0.002 + 0.0 * seconds, release_s=0.1, rate_hz=rate_hz)
    return ring * generator.uniform(0.9, 1.0)


def timpani(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a soft stroke of a kettledrum: modes near 1, 1.5, 2, 2.44 (Rossing 2000, ch. 2)."""
    hz = note_hz(midi) * np.array([1.0, 1.5, 1.98, 2.44, 0.63])
    ring = modes(
        count(2.2, rate_hz), hz, np.array([2.0, 1.6, 1.1, 0.8, 0.25]), np.array([1.0, 0.7, 0.4, 0.25, 0.7]),
        rate_hz=rate_hz,
    )  # fmt: skip
    skin = burst(generator, 0.06, 0.05, lambda f: band(f, 80, 700), rate_hz)
    ring[: len(skin)] += 0.15 * skin
    return click_free(ring, attack_s=0.003 + 0.0 * seconds, release_s=0.2, rate_hz=rate_hz)


def breath(generator: np.random.Generator, midi: float, seconds: float, rate_hz: int = RATE) -> Samples:
    """Return a swell of bowed cymbal and air, brighter for a higher note."""
    frames = count(seconds + 0.6, rate_hz)
    centre = note_hz(midi)
    air = noise(generator, frames, lambda f: band(f, centre * 1.5, centre * 6, low_db=9, high_db=9), rate_hz)
    swelling = held(frames, seconds * 0.85, 0.6, rate_hz)
    return air * swelling * np.exp(0.2 * drift(generator, frames, 1.0, 6.0, rate_hz)) * 0.25
