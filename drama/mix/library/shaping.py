"""What the recipes are made of: shaped noise, slow drift, ringing modes, and placing sounds in a loop.

Everything here can loop: noise is made in the frequency domain and events wrap, so that the end of a loop
joins its beginning by construction, without a crossfade. Levels are free; the library normalises them.
Sound and spectra are in single precision, which takes half the time; its noise lies 130 dB down.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drama.audio import convolution
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.mix.library.recipe import Samples

RATE = HOUSE_RATE_HZ
"""Frames a second where none are given: music with nothing above 10 kHz is made at half of it."""


def count(seconds: float, rate_hz: int = RATE) -> int:
    """Return frames for seconds, at least one."""
    return max(1, round(seconds * rate_hz))


def hz_of(frames: int, rate_hz: int = RATE) -> Samples:
    """Return the frequencies of the spectrum of so many frames, in single precision."""
    return np.arange(frames // 2 + 1, dtype=np.float32) * np.float32(rate_hz / frames)


def filtered(samples: Samples, gain: Callable[[Samples], Samples]) -> Samples:
    """Return samples with their spectrum multiplied by gain(hz); circular, zero phase."""
    frames = len(samples)
    response = _single(gain(hz_of(frames)))
    if samples.ndim == 1:
        return np.asarray(np.fft.irfft(np.fft.rfft(_single(samples)) * response, frames))
    # The response is real and even, so both channels go through one complex transform. numpy's inverse one
    # takes half the time of its forward one: a spectrum that is mirrored twice is the same.
    lines = np.fft.ifft(np.ascontiguousarray(_single(samples)).view(np.complex64)[:, 0])
    lines[: len(response)] *= response
    lines[len(response) :] *= response[1 : frames - len(response) + 1][::-1]
    both = np.conj(np.fft.ifft(np.conj(lines), norm="forward")).astype(np.complex64, copy=False)
    return np.asarray(both.view(np.float32).reshape(frames, 2))


def band(
    hz: Samples, low_hz: float, high_hz: float, *, low_db: float = 12.0, high_db: float = 12.0
) -> Samples:
    """Return a band's gain: flat between the corners, falling by low_db and high_db an octave outside.

    The slopes are Butterworth magnitudes, so each corner is 3 dB down.
    """
    safe = np.maximum(hz, 1.0)
    power = np.ones_like(safe)
    if low_hz > 0:
        power += (float(low_hz) / safe) ** (low_db / 3.0103)
    if high_hz > 0:
        power *= 1 + (safe / float(high_hz)) ** (high_db / 3.0103)
    return np.asarray(1 / np.sqrt(power))


def bump(hz: Samples, centre_hz: float, octaves: float) -> Samples:
    """Return a bell in log frequency, 1 at the centre, with this standard deviation in octaves."""
    return np.asarray(np.exp(-0.5 * (np.log2(np.maximum(hz, 1.0) / float(centre_hz)) / float(octaves)) ** 2))


def unit(samples: Samples) -> Samples:
    """Return samples scaled to a mean square of 1; silence stays silence."""
    power = float(np.mean(samples**2))
    return samples * (1 / math.sqrt(power)) if power > 0 else samples


def noise(
    generator: np.random.Generator,
    frames: int,
    gain: Callable[[Samples], Samples],
    rate_hz: int = RATE,
) -> Samples:
    """Return seamless mono noise of unit power whose spectrum has the gain's shape."""
    return unit(_sounded(_white_lines(generator, frames) * _single(gain(hz_of(frames, rate_hz))), frames))


def wide_noise(
    generator: np.random.Generator,
    frames: int,
    gain: Callable[[Samples], Samples] = np.ones_like,
    *,
    alike: float = 0.4,
    rate_hz: int = RATE,
) -> Samples:
    """Return seamless stereo noise of unit power; `alike` is the correlation of its channels, 0 to 1."""
    response = _single(gain(hz_of(frames, rate_hz)))
    first, second = (_sounded(_white_lines(generator, frames) * response, frames) for _ in range(2))
    turn = math.asin(alike) / 2
    out = np.empty((frames, 2), np.float32)
    for side, (one, other) in enumerate(((first, second), (second, first))):
        np.multiply(one, np.float32(math.cos(turn)), out=out[:, side])
        out[:, side] += other * np.float32(math.sin(turn))
    return unit(out)


def _white_lines(generator: np.random.Generator, frames: int) -> NDArray[np.complex64]:
    """Return lines of equal power in the mean; what is summed of many of them is Gaussian noise."""
    parts = generator.random((frames // 2 + 1, 2), dtype=np.float32)
    parts -= np.float32(0.5)
    parts[0] = 0.0
    return parts.view(np.complex64)[:, 0]


def _single(gain: Samples) -> NDArray[np.float32]:
    return gain.astype(np.float32, copy=False)


def _sounded(lines: NDArray[np.complex64], frames: int) -> Samples:
    return np.asarray(np.fft.irfft(lines, frames))


CONTROL_HZ = 25
"""Points a second, times the fastest rate, at which a slow curve is made before it is drawn out."""


def drift(
    generator: np.random.Generator, frames: int, low_hz: float, high_hz: float, rate_hz: int = RATE
) -> Samples:
    """Return a slow seamless random curve of unit power, mostly between two rates, within about ±1.8."""
    length_s = frames / rate_hz
    points = min(frames, max(16, round(length_s * max(4.0, high_hz) * CONTROL_HZ)))
    hz = np.arange(points // 2 + 1) / length_s
    lines = np.flatnonzero((hz >= low_hz) & (hz <= high_hz) & (hz > 0))
    if not len(lines):
        lines = np.array([1])
    spectrum = np.zeros(len(hz), dtype=complex)
    phases = generator.uniform(0, 2 * np.pi, len(lines))
    spectrum[lines] = np.exp(1j * phases) / np.sqrt(hz[lines])
    curve = unit(np.tanh(unit(np.fft.irfft(spectrum, points)) / 1.5))
    drawn = np.interp(
        np.arange(frames) * (points / frames), np.arange(points + 1), np.append(curve, curve[0])
    )
    return np.asarray(drawn)


def painted(
    sound: Samples,
    gain: Callable[[Samples, Samples], Samples],
    *,
    window: int = 2048,
) -> Samples:
    """Return a sound with a gain that changes over time and frequency, seamless if the sound is.

    gain(times_s, hz) gets a column of times and a row of frequencies and answers their (times, hz) gains.
    A circular short-time Fourier transform with square-root Hann windows, overlapping by half.
    """
    if sound.ndim == 2:
        return np.stack([painted(channel, gain, window=window) for channel in sound.T], axis=1)
    frames, hop = len(sound), window // 2
    steps = -(-frames // hop)
    starts = np.round(np.arange(steps) * (frames / steps)).astype(int)
    taper = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)).astype(np.float32)
    times = ((starts + window / 2) % frames / RATE).astype(np.float32)
    gains = gain(times[:, None], hz_of(window).astype(np.float32)[None, :]).astype(np.float32)
    around = np.resize(sound, frames + window).astype(np.float32)
    spans = np.lib.stride_tricks.sliding_window_view(around, window)
    out = np.zeros(frames + window, np.float32)
    for first in range(0, steps, 64):  # so few that they stay in the processor's cache
        some = starts[first : first + 64]
        pieces = np.fft.rfft(spans[some] * taper, axis=1).astype(np.complex64)
        pieces *= gains[first : first + 64]
        for start, piece in zip(some, np.fft.irfft(pieces, window, axis=1) * taper, strict=True):
            out[start : start + window] += piece
    for at in range(frames, frames + window, frames):  # what runs over the end wraps to the start
        over = out[at : at + frames]
        out[: len(over)] += over
    return out[:frames] * np.float32(2 * frames / steps / window)


_BLOCK = 256


def decay(frames: int, seconds_60db: float, rate_hz: int = RATE) -> Samples:
    """Return an exponential that has fallen by 60 dB after the given time."""
    rate = np.float32(-3.0 * math.log(10.0) / (rate_hz * seconds_60db))
    return np.asarray(np.exp(np.arange(frames, dtype=np.float32) * rate))


def swell(frames: int, *points: tuple[float, float]) -> Samples:
    """Return an envelope through (seconds, gain) points, straight between them."""
    times, gains = zip(*points, strict=True)
    return np.asarray(np.interp(np.arange(frames) / RATE, times, gains))


def modes(
    frames: int,
    hz: Samples,
    seconds_60db: Samples,
    gains: Samples,
    *,
    phases: Samples | None = None,
    rate_hz: int = RATE,
) -> Samples:
    """Return a struck body: decaying sinusoids of these frequencies, decay times and gains.

    Modal synthesis as in van den Doel & Pai, "The sounds of physical shapes" (Presence 7, 1998).
    """
    turns = np.zeros(len(hz)) if phases is None else phases
    heard = np.flatnonzero(np.asarray(hz) < rate_hz / 2.2)
    turn = (-6.908 / np.asarray(seconds_60db)[heard] + 2j * np.pi * np.asarray(hz)[heard]) / rate_hz
    # An exponential of a sum is a product: of blocks' first frames and of the frames within one.
    within = np.exp(turn[:, None] * np.arange(_BLOCK))
    blocks = np.exp(turn * _BLOCK * np.arange(-(-frames // _BLOCK))[:, None] + 1j * np.asarray(turns)[heard])
    blocks *= np.asarray(gains)[heard]
    first, second = np.hstack([blocks.real, blocks.imag]), np.vstack([within.imag, within.real])
    return np.asarray(_single(first) @ _single(second)).reshape(-1)[:frames]


def tone(hz: Samples, *, phase: float = 0.0) -> Samples:
    """Return a sine whose frequency is given for every frame."""
    return np.sin(2 * np.pi * np.cumsum(hz) / RATE + phase)


def click_free(
    samples: Samples, *, attack_s: float = 0.002, release_s: float = 0.01, rate_hz: int = RATE
) -> Samples:
    """Return samples with a raised-cosine rise and fall at their ends."""
    out = samples.copy()
    for seconds, ends in ((attack_s, slice(None)), (release_s, slice(None, None, -1))):
        length = count(seconds, rate_hz)
        size = min(length, len(out) // 2)
        turn = np.arange(0.5, size, dtype=np.float32) * np.float32(np.pi / max(size, 1))
        ramp = np.float32(0.5) - np.float32(0.5) * np.cos(turn)
        view = out[ends]
        view[:size] *= ramp if out.ndim == 1 else ramp[:, None]
    return out


def panned(samples: Samples, pan: float) -> Samples:
    """Return mono samples in stereo at −1 (left) to 1 (right), constant power."""
    angle = (pan + 1) * np.pi / 4
    both = np.empty((len(samples), 2), np.float32)
    for side, share in enumerate((np.cos(angle), np.sin(angle))):
        np.multiply(samples, share * np.sqrt(2), out=both[:, side])
    return both


def put(track: Samples, sound: Samples, start: int, gain: float = 1.0, *, around: bool = False) -> None:
    """Add a sound into a track at a frame; what runs over the end wraps to the start, or is dropped.

    Raises IndexError when `around` is set and the sound is longer than the track.
    """
    if around and len(sound) > len(track):
        raise IndexError("a sound longer than its loop")
    first = start % len(track) if around else start
    size = min(len(sound), len(track) - first)
    if size > 0:
        track[first : first + size] += gain * sound[:size]
    if around and size < len(sound):
        track[: len(sound) - size] += gain * sound[size:]


def sparks(
    generator: np.random.Generator,
    frames: int,
    per_second: Samples | float,
    *,
    spread_db: float = 6.0,
) -> tuple[NDArray[np.int64], Samples]:
    """Return the places and sizes of random hits: Poisson in time, log-normal in size, of either sign.

    `per_second` may be one rate or a rate for every frame. Sizes stay within two standard deviations.
    """
    rate = np.broadcast_to(np.asarray(per_second, dtype=np.float64), (frames,))
    most = float(rate.max())
    at = np.sort(generator.integers(0, frames, generator.poisson(most * frames / RATE)))
    at = at[generator.random(len(at)) * most < rate[at]]
    loud_db = np.clip(generator.standard_normal(len(at)), -2, 2) * spread_db
    return at, 10 ** (loud_db / 20) * generator.choice([-1.0, 1.0], len(at))


def scatter(
    track: Samples, sound: Samples, hits: tuple[NDArray[np.int64], Samples], *, around: bool = False
) -> None:
    """Add a sound into a track at every hit."""
    for start, size in zip(*hits, strict=True):
        put(track, sound, int(start), float(size), around=around)


def fast_length(frames: int) -> int:
    """Return the next length from `frames` on whose Fourier transform is fast."""
    scale = 1 << max(0, frames.bit_length() - 4)
    return min(m * scale for m in (8, 9, 10, 12, 15, 16, 18) if m * scale >= frames)


def folded(samples: Samples, kernel: Samples, *, around: bool = False) -> Samples:
    """Return samples convolved with a kernel: around a loop, or cut at the samples' own length."""
    frames = len(samples)
    if around and len(kernel) > frames:
        raise IndexError("a kernel longer than its loop")
    answer = convolution.prepared(_single(np.atleast_2d(kernel.T)))
    if samples.ndim == 1:
        whole = convolution.convolved(_single(samples), answer)
    else:
        own = [replace(answer, spectra=one[None]) for one in answer.spectra]
        sides = zip(samples.T, own * 2, strict=False)
        whole = np.concatenate([convolution.convolved(_single(one), its) for one, its in sides])
    if around:
        tail = whole[:, frames:]
        whole[:, : tail.shape[1]] += tail
    out = whole[:, :frames].T
    return out[:, 0] if samples.ndim == kernel.ndim == 1 else out


def room(
    generator: np.random.Generator,
    seconds_60db: float,
    *,
    low_hz: float = 120.0,
    high_hz: float = 6000.0,
    before_s: float = 0.01,
    alike: float = 0.35,
    rate_hz: int = RATE,
) -> Samples:
    """Return a stereo reverberation of unit energy: noise that decays faster the higher it is.

    Exponentially decaying noise is Moorer's model ("About this reverberation business", CMJ 3, 1979); the
    upper band decays in half the time, as air and walls make it do. The channels are somewhat alike (their
    correlation), so that the tail survives in mono.
    """
    frames = count(seconds_60db * 1.1, rate_hz)
    parts = []
    for low, high, seconds in (
        (low_hz, high_hz / 4, seconds_60db),
        (high_hz / 4, high_hz, seconds_60db / 2),
    ):
        shape = partial(band, low_hz=low, high_hz=high, low_db=6, high_db=6)
        part = wide_noise(generator, frames, shape, alike=alike, rate_hz=rate_hz) * np.sqrt(high - low)
        parts.append(part * decay(frames, seconds, rate_hz)[:, None])
    out = np.pad(parts[0] + parts[1], ((count(before_s, rate_hz), 0), (0, 0)))
    return np.asarray(out / np.sqrt(np.sum(out**2) / 2))


def burst(
    generator: np.random.Generator,
    seconds: float,
    seconds_60db: float,
    gain: Callable[[Samples], Samples] = np.ones_like,
    rate_hz: int = RATE,
) -> Samples:
    """Return a burst of shaped noise that starts at once and dies away."""
    frames = count(seconds, rate_hz)
    return noise(generator, frames, gain, rate_hz) * decay(frames, seconds_60db, rate_hz)
