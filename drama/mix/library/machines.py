"""Room tone, hums, engines, trains, clocks and consoles."""

from __future__ import annotations

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
    drift,
    folded,
    modes,
    noise,
    panned,
    put,
    room,
    swell,
    unit,
    wide_noise,
)

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples


def whole_turns(hz: float, frames: int) -> float:
    """Return the frequency nearest to hz that fits a loop a whole number of times."""
    return max(1, round(hz * frames / RATE)) * RATE / frames


def hum(
    generator: np.random.Generator, frames: int, base_hz: float, gains: Samples, *, beat_hz: float = 0.3
) -> Samples:
    """Return a stereo hum as a loop: harmonics, each a pair of lines that beat slowly."""
    lines = np.zeros((2, frames // 2 + 1), np.complex64)
    for i, gain in enumerate(gains, start=1):
        line = whole_turns(base_hz * i, frames)
        near = whole_turns(base_hz * i + beat_hz * generator.uniform(0.5, 1.5), frames)
        turn = generator.uniform(0, 2 * np.pi, 2)
        angle = (generator.uniform(-0.35, 0.35) + 1) * np.pi / 4
        sides = np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)])
        # A whole number of turns is one line of the spectrum.
        for hz, phase, share in ((line, turn[0], 1.0), (near, turn[1], 0.35)):
            lines[:, round(hz * frames / RATE)] += -0.5j * frames * gain * share * sides * np.exp(1j * phase)
    return np.fft.irfft(lines, frames, axis=1).T.astype(np.float64)


@recipe(
    "room-tone", "ambience", title="Room tone", seconds=24, tags="indoors quiet", loops=True, weight_lu=-14
)
def room_tone(generator: np.random.Generator, frames: int) -> Samples:
    """The air of a quiet room, for under the pauses.

    Background noise in rooms falls by about 5 dB an octave, as the NC and RC curves do (ASHRAE Handbook,
    HVAC Applications, ch. 49).
    """
    return wide_noise(
        generator, frames, lambda hz: (np.maximum(hz, 40) / 40) ** -0.83 * band(hz, 30, 9000), alike=0.3
    )


@recipe(
    "ship-hum",
    "ambience",
    title="Ship's hum",
    seconds=30,
    tags="indoors space ship",
    loops=True,
    weight_lu=-4,
)
def ship_hum(generator: np.random.Generator, frames: int) -> Samples:
    """A spaceship under way: a deep steady hum with slow beats, and air in the ducts."""
    gains = np.array([0.5, 1.0, 0.45, 0.5, 0.16, 0.22, 0.06, 0.1, 0.03, 0.03])
    drone = hum(generator, frames, 41.2, gains, beat_hz=0.22)
    drone *= np.exp(0.12 * drift(generator, frames, 0.03, 0.2))[:, None]
    air = wide_noise(generator, frames, lambda hz: band(hz, 140, 620, low_db=9, high_db=8), alike=0.4)
    deep = wide_noise(generator, frames, lambda hz: band(hz, 30, 75, high_db=15), alike=0.8)
    return unit(drone) + 0.42 * air + 0.4 * deep


@recipe("engine", "ambience", title="Engine", seconds=20, tags="machine vehicle", loops=True)
def engine(generator: np.random.Generator, frames: int) -> Samples:
    """A combustion engine idling: firing strokes, none quite like the last, through an exhaust.

    A four-stroke engine fires cylinders × speed / 120 times a second: four at 750 rpm, 25 Hz. Pulses through
    resonances of pipe and block after Farnell, "Designing Sound" (2010), practical 26.
    """
    number = round(frames / RATE * 25)
    out = np.zeros(frames)
    size = count(0.09)
    pipe = modes(
        size,
        np.array([52.0, 98.0, 171.0, 263.0]),
        np.array([0.11, 0.1, 0.07, 0.05]),
        np.array([0.45, 0.8, 0.7, 0.5]),
    )
    cylinders = np.array([1.0, 0.86, 0.93, 0.8])
    for i, place in enumerate((np.arange(number) + generator.normal(0, 0.012, number)) / number):
        puff = burst(generator, 0.09, 0.03, lambda hz: band(hz, 120, 900))
        stroke = click_free(pipe + 0.3 * puff, attack_s=0.003)
        put(out, stroke, int(place * frames), cylinders[i % 4] * generator.uniform(0.9, 1.1), around=True)
    clatter = noise(generator, frames, lambda hz: bump(hz, 1900, 0.6))
    beat = np.sqrt(np.maximum(np.convolve(np.abs(out), np.ones(300) / 300, "same"), 0))
    out = unit(out) + 0.09 * unit(clatter * beat)
    air = wide_noise(generator, frames, lambda hz: band(hz, 60, 300), alike=0.4)
    return panned(out, 0.0) + 0.12 * air


@recipe("train", "ambience", title="Train", seconds=24, tags="machine vehicle rails", loops=True)
def train(generator: np.random.Generator, frames: int) -> Samples:
    """Inside a train on jointed track: the rumble of the floor, and two double clacks at every joint.

    Rails of 18.3 m (60 ft) and bogies 2.6 m apart at 60 km/h: a joint each 1.1 s, its clacks 0.16 s apart.
    """
    rumble = wide_noise(generator, frames, lambda hz: band(hz, 35, 140, high_db=9), alike=0.6)
    rumble *= np.exp(0.15 * drift(generator, frames, 0.2, 4.0))[:, None]
    roll = wide_noise(generator, frames, lambda hz: band(hz, 250, 900, high_db=9), alike=0.3)
    out = rumble + 0.22 * roll
    number = round(frames / RATE / 1.1)
    size = count(0.16)
    for i in range(number):
        for offset, gain in ((0.0, 1.0), (0.156, 0.85), (0.42, 0.45), (0.576, 0.4)):
            pitches = np.array([83.0, 147.0, 310.0, 540.0, 1230.0]) * generator.uniform(0.97, 1.03)
            clack = modes(
                size, pitches, np.array([0.2, 0.15, 0.1, 0.07, 0.04]), np.array([1, 0.9, 0.6, 0.4, 0.2])
            )
            start = round((i / number + offset * RATE / frames) * frames)
            pan = -0.25 if offset < 0.3 else 0.3
            put(
                out,
                panned(click_free(clack), pan),
                start,
                4.0 * gain * generator.uniform(0.85, 1.1),
                around=True,
            )
    return out


@recipe("clock", "ambience", title="Clock", seconds=16, tags="indoors machine", loops=True, weight_lu=-6)
def clock(generator: np.random.Generator, frames: int) -> Samples:
    """A mantel clock: two beats a second, tick and tock a little different.

    Each beat of an escapement is several clicks within about 10 ms (unlocking, impulse, drop), ringing
    in the movement's small stiff parts at some kilohertz.
    """
    out = np.zeros((frames, 2))
    number = round(frames / RATE * 2)
    size = count(0.12)
    for i in range(number):
        shift = 1.0 if i % 2 == 0 else 0.86
        beat = np.zeros(size)
        for delay_s, gain in ((0.0, 0.35), (0.0045, 0.5), (0.0095, 1.0)):
            pitches = (
                shift * np.array([1240.0, 2310.0, 3370.0, 4650.0, 6120.0]) * generator.uniform(0.995, 1.005)
            )
            tick = modes(
                size, pitches, np.array([0.05, 0.045, 0.035, 0.03, 0.02]), np.array([0.5, 1, 0.8, 0.5, 0.3])
            )
            put(beat, tick, count(delay_s), gain * generator.uniform(0.9, 1.1))
        case = modes(size, np.array([310.0, 455.0]) * shift, np.array([0.09, 0.07]), np.array([0.5, 0.4]))
        put(beat, case, count(0.0095))
        put(out, panned(click_free(beat, attack_s=0.0005), -0.1), round(i / number * frames), around=True)
    wet = folded(out, room(generator, 0.35, low_hz=200, high_hz=7000, before_s=0.008), around=True)
    return out + 0.3 * wet


@recipe("beeps", "effect", title="Console beeps", seconds=2.4, tags="machine electronic", weight_lu=-5)
def beeps(generator: np.random.Generator, frames: int) -> Samples:
    """A console that answers: a handful of short clean tones."""
    out = np.zeros((frames, 2))
    at = 0.06
    for hz in generator.choice([880.0, 1174.7, 1318.5, 1568.0, 1760.0], 9):
        length = generator.choice([0.06, 0.09, 0.14])
        if at + length > frames / RATE - 0.35:
            break
        times = np.arange(count(float(length))) / RATE
        blip = np.sin(2 * np.pi * hz * times) + 0.12 * np.sin(4 * np.pi * hz * times)
        put(out, panned(click_free(blip, attack_s=0.004, release_s=0.012), -0.12), count(at))
        at += length + generator.choice([0.05, 0.05, 0.11, 0.22])
    return out + 0.25 * folded(out, room(generator, 0.3, low_hz=300, high_hz=8000))


@recipe(
    "computer",
    "ambience",
    title="Control room",
    seconds=32,
    tags="indoors machine electronic",
    loops=True,
    weight_lu=-6,
)
def computer(generator: np.random.Generator, frames: int) -> Samples:
    """A room of instruments: fans, a faint mains hum, and now and then a soft beep."""
    fans = wide_noise(generator, frames, lambda hz: band(hz, 110, 900, low_db=9, high_db=6), alike=0.35)
    blades = hum(generator, frames, 118.0, np.array([1.0, 0.4, 0.2, 0.1]), beat_hz=0.5)
    out = fans + 0.22 * unit(blades)
    for place in (np.arange(9) + generator.uniform(-0.4, 0.4, 9)) / 9:
        hz, length = generator.choice([740.0, 988.0, 1319.0]), generator.choice([0.08, 0.12])
        times = np.arange(count(float(length))) / RATE
        blip = click_free(np.sin(2 * np.pi * hz * times), attack_s=0.006, release_s=0.03)
        twice = generator.random() < 0.4
        pan, gain = generator.uniform(-0.7, 0.7), 10 ** (generator.uniform(-8, 0) / 20)
        for again in range(2 if twice else 1):
            put(out, panned(blip, pan), int(place * frames) + again * count(0.2), 1.6 * gain, around=True)
    return out


@recipe("telephone", "effect", title="Telephone bell", seconds=3.2, tags="machine bell", weight_lu=1)
def telephone(generator: np.random.Generator, frames: int) -> Samples:
    """An old telephone rings: a clapper between two gongs, two seconds long.

    Ringing current of 20 Hz throws the clapper 40 times a second against gongs a major third or so apart; the
    cadence of 2 s on is North America's.
    """
    out = np.zeros(frames)
    size = count(1.1)
    ratios = np.array([1.0, 2.32, 4.25, 6.63])
    gongs = [
        modes(size, hz * ratios, np.array([1.0, 0.6, 0.35, 0.2]), np.array([0.6, 1.0, 0.5, 0.25]))
        for hz in (905.0, 1130.0)
    ]
    for i in range(78):
        put(
            out, gongs[i % 2], count(0.02 + i / 39 + generator.normal(0, 0.0006)), generator.uniform(0.8, 1.0)
        )
    sound = panned(click_free(out, attack_s=0.001), 0.1)
    return (sound + 0.25 * folded(sound, room(generator, 0.4))) * swell(frames, (0, 1), (2.9, 1), (3.2, 0))[
        :, None
    ]


@recipe("heartbeat", "effect", title="Heartbeat", seconds=14.4, tags="body", loops=True, weight_lu=-2)
def heartbeat(generator: np.random.Generator, frames: int) -> Samples:
    """A heart at 66 beats a minute: lub-dub, felt more than heard.

    The first sound lasts about 140 ms, most of it at 20 to 60 Hz, the second about 110 ms and a little
    higher; systole between them takes 0.3 s (Rangayyan & Lehner, "Phonocardiogram signal analysis: a
    review", CRC Crit. Rev. Biomed. Eng. 15, 1988). Some energy is kept up to 150 Hz for small speakers.
    """
    out = np.zeros(frames)
    number = max(1, round(frames / RATE * 66 / 60))
    for i in range(number):
        start = round((i + 0.02 * np.sin(2 * np.pi * i / number * 4)) / number * frames)
        for delay_s, low_hz, length_s, gain in ((0.0, 42.0, 0.14, 1.0), (0.31, 56.0, 0.11, 0.62)):
            size = count(length_s * 2)
            pitches = low_hz * np.array([1.0, 1.62, 2.7]) * generator.uniform(0.98, 1.02)
            thump = modes(size, pitches, length_s * np.array([1.5, 1.1, 0.6]), np.array([1.0, 0.75, 0.4]))
            put(
                out,
                click_free(thump, attack_s=0.012, release_s=0.05),
                start + count(delay_s),
                gain,
                around=True,
            )
    air = noise(generator, frames, lambda hz: band(hz, 25, 60, high_db=18))
    return panned(unit(out) + 0.012 * air, 0.0)
