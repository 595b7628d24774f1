"""Stings and pads in six moods, composed and played by the program; each seed gives another piece.

A mood is a key, a tempo, a progression and an orchestration. Pads are written to lie under speech: slow, low
and sparse between 1 and 4 kHz, where consonants live. Stings are 4 to 6 seconds, with their tail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drama.mix.library import instruments
from drama.mix.library.harmony import Chord, bass, progression, tones
from drama.mix.library.recipe import recipe
from drama.mix.library.shaping import RATE, band, count, filtered, folded, panned, put, room, swell

if TYPE_CHECKING:
    from drama.mix.library.harmony import Voicing
    from drama.mix.library.recipe import Samples


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a score: start and length in seconds, MIDI number, instrument, linear gain, −1 to 1 pan."""

    start_s: float
    length_s: float
    midi: int
    instrument: str
    gain: float
    pan: float = 0.0


STRUCK = frozenset({"harp", "celesta", "timpani"})
"""Instruments that ring as long as they ring: with `sampled`, a note that comes again sounds as it did."""


def perform(
    generator: np.random.Generator,
    score: list[Note],
    frames: int,
    *,
    hall_s: float = 2.4,
    wet: float = 0.5,
    around: bool = False,
    sampled: bool = False,
    rate_hz: int = RATE,
) -> Samples:
    """Return a score played in a hall, (frames, 2); notes are up to 12 ms early or late, as people are.

    With `around`, notes and reverberation wrap to the start, so that the piece loops without a seam.
    """
    out = np.zeros((frames, 2))
    struck: dict[tuple[str, int], Samples] = {}
    for note in score:
        named = (note.instrument, note.midi)
        sound = struck.get(named)
        if sound is None:
            sound = getattr(instruments, note.instrument)(generator, note.midi, note.length_s, rate_hz)
        if sampled and note.instrument in STRUCK:
            struck[named] = sound
        if sound.ndim == 1:
            sound = panned(sound, note.pan)
        start = count(max(0.0, note.start_s + float(generator.uniform(0, 0.012))), rate_hz)
        put(out, sound, start, note.gain * float(generator.uniform(0.92, 1.0)), around=around)
    hall = room(generator, hall_s, low_hz=120, high_hz=5000, before_s=0.025, rate_hz=rate_hz)
    out = out + np.sqrt(wet) * folded(out, hall, around=around)
    return filtered(out, lambda hz: band(hz, 32, 11000, high_db=9)) if around else out


def chords_held(
    voicings: list[Voicing], starts: list[float], lengths: list[float], instrument: str, gain: float
) -> list[Note]:
    """Return every chord held through its time; a voice that stays on its note is tied over."""
    score: list[Note] = []
    for voice in range(len(voicings[0])):
        at = 0
        while at < len(voicings):
            until = at + 1
            while until < len(voicings) and voicings[until][voice] == voicings[at][voice]:
                until += 1
            end = starts[until - 1] + lengths[until - 1]
            score.append(Note(starts[at], end - starts[at], voicings[at][voice], instrument, gain))
            at = until
    return score


def basses(
    chords: tuple[Chord, ...], tonic: int, starts: list[float], lengths: list[float], instrument: str,
    gain: float, low: int = 36,
) -> list[Note]:  # fmt: skip
    """Return the chords' roots in the bass."""
    return [
        Note(start, length, bass(chord, tonic, low), instrument, gain)
        for chord, start, length in zip(chords, starts, lengths, strict=True)
    ]


def nearest_tone(classes: tuple[int, ...], midi: float) -> int:
    """Return the note of these pitch classes nearest to a pitch."""
    around = range(round(midi) - 7, round(midi) + 8)
    return min((note for note in around if note % 12 in classes), key=lambda note: (abs(note - midi), note))


def arpeggio(
    generator: np.random.Generator, chord: Chord, tonic: int, start_s: float, step_s: float, notes: int,
    *, low: int, instrument: str, gain: float, shape: str = "up",
) -> list[Note]:  # fmt: skip
    """Return a broken chord: upward, or up and back, or wandering by small steps of the chord."""
    classes = tones(chord, tonic)
    ladder = [note for note in range(low, low + 36) if note % 12 in classes]
    if shape == "up":
        steps = list(range(notes))
    elif shape == "wave":
        top = max(2, min(notes, len(ladder)) * 5 // 8)
        steps = [top - abs(top - i % (2 * top)) for i in range(notes)]
    else:
        steps = list(np.clip(np.cumsum(generator.choice([-1, 1, 1, 2, -2], notes)) + 3, 0, len(ladder) - 1))
    return [
        Note(start_s + i * step_s, step_s, ladder[min(int(step), len(ladder) - 1)], instrument,
             gain * (0.8 + 0.2 * (i % 2 == 0)), pan=float(0.5 * np.sin(i * 1.3)))
        for i, step in enumerate(steps)
    ]  # fmt: skip


def melody(
    generator: np.random.Generator, chords: tuple[Chord, ...], tonic: int, starts: list[float],
    lengths: list[float], *, centre: int, instrument: str, gain: float, rhythm: tuple[float, ...],
    scale: tuple[int, ...], rest: float = 0.0,
) -> list[Note]:  # fmt: skip
    """Return a line: chord tones where chords begin, steps of the scale between, leaps turned back.

    `rhythm` is shares of a chord's time; `rest` is the chance that a chord passes without a note.
    """
    ladder = tuple((tonic + step) % 12 for step in scale)
    score: list[Note] = []
    here = float(centre)
    for chord, start, length in zip(chords, starts, lengths, strict=True):
        if score and generator.random() < rest:
            continue
        at = start
        for i, share in enumerate(rhythm):
            pull = (centre - here) * 0.3
            if i == 0:
                here = nearest_tone(tones(chord, tonic), here + pull + generator.uniform(-2, 3))
            else:
                here = nearest_tone(ladder, here + pull + generator.choice([-2.0, 2.0, 2.0, -1.5]))
            score.append(Note(at, share * length * 0.96, int(here), instrument, gain, pan=0.1))
            at += share * length
    return score


def even(number: int, each_s: float, first_s: float = 0.0) -> tuple[list[float], list[float]]:
    """Return the starts and lengths of so many equal times."""
    return [first_s + i * each_s for i in range(number)], [each_s] * number


def ended(samples: Samples, seconds: float, fade_s: float = 1.2) -> Samples:
    """Return a sting with its tail faded to silence at the end."""
    return samples * swell(len(samples), (0, 1), (seconds - fade_s, 1), (seconds - 0.02, 0))[:, None]


MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)


@recipe("sting-hopeful", "music", title="Hopeful sting", seconds=6, tags="sting hopeful")
def sting_hopeful(generator: np.random.Generator, frames: int) -> Samples:
    """Strings open upward to a bright chord, with a harp: a new morning."""
    tonic = int(generator.choice([60, 62, 64]))
    chords: tuple[Chord, ...] = ((5, "add9"), (7, "sus"), (0, "add9"))
    starts, lengths = [0.0, 1.15, 2.3], [1.15, 1.15, 2.3]
    voicings = progression(chords, tonic, low=55, high=77)
    score = chords_held(voicings, starts, lengths, "strings", 0.3)
    score += basses(chords, tonic, starts, lengths, "strings", 0.3)
    for chord, start in zip(chords, starts, strict=True):
        score += arpeggio(generator, chord, tonic, start, 0.144, 8, low=58, instrument="harp", gain=0.3)
    score += [Note(2.3, 2.0, nearest_tone(tones((0, "maj"), tonic), tonic + 19), "celesta", 0.12)]
    return ended(perform(generator, score, frames), 6)


@recipe("pad-hopeful", "music", title="Hopeful pad", seconds=32, tags="pad hopeful", loops=True)
def pad_hopeful(generator: np.random.Generator, frames: int) -> Samples:
    """Warm slow chords in major with a harp now and then."""
    tonic = 62
    chords: tuple[Chord, ...] = (
        (0, "add9"), (9, "min7"), (5, "maj7"), (7, "sus"), (0, "add9"), (4, "min7"), (5, "add9"), (7, "sus"),
    )  # fmt: skip
    starts, lengths = even(8, 4.0)
    voicings = progression(chords, tonic, low=52, high=72)
    score = chords_held(voicings, starts, lengths, "pad", 0.5)
    score += basses(chords, tonic, starts, lengths, "strings_slow", 0.25)
    for i in (0, 2, 4, 6):
        score += arpeggio(
            generator,
            chords[i],
            tonic,
            starts[i] + 1,
            0.5,
            6,
            low=57,
            instrument="harp",
            gain=0.13,
            shape="wander",
        )
    return perform(generator, score, frames, around=True)


@recipe("sting-dark", "music", title="Dark sting", seconds=6, tags="sting dark")
def sting_dark(generator: np.random.Generator, frames: int) -> Samples:
    """Low strings and a drum: something is wrong and has been for a while."""
    tonic = int(generator.choice([60, 58, 61]))
    chords: tuple[Chord, ...] = ((0, "min"), (8, "maj"), (6, "dim7"))
    starts, lengths = [0.0, 1.4, 2.6], [1.4, 1.2, 2.2]
    voicings = progression(chords, tonic, low=43, high=62)
    score = chords_held(voicings, starts, lengths, "strings", 0.5)
    score += [Note(0, 4.6, tonic - 24, "strings", 0.55), Note(0, 4.6, tonic - 36, "pad", 0.7)]
    score += [Note(0.02, 1, tonic - 24, "timpani", 0.5), Note(2.6, 1, tonic - 24, "timpani", 0.6)]
    score += [Note(2.35, 1, tonic - 24, "timpani", 0.25)]
    return ended(perform(generator, score, frames, hall_s=3.0), 6)


@recipe("pad-dark", "music", title="Dark pad", seconds=40, tags="pad dark", loops=True)
def pad_dark(generator: np.random.Generator, frames: int) -> Samples:
    """A low minor bed that hardly moves."""
    tonic = 60
    chords: tuple[Chord, ...] = ((0, "madd9"), (8, "maj7"), (5, "min"), (1, "maj7"), (0, "min"))
    starts, lengths = even(5, 8.0)
    voicings = progression(chords, tonic, low=43, high=62)
    score = chords_held(voicings, starts, lengths, "strings_slow", 0.36)
    score += chords_held(voicings, starts, lengths, "pad", 0.3)
    score += basses(chords, tonic, starts, lengths, "pad", 0.7, low=30)
    score += [Note(start, 1, 36, "timpani", 0.16) for start in (0.0, 16.0, 24.0)]
    return perform(generator, score, frames, hall_s=3.2, around=True)


@recipe("sting-tense", "music", title="Tense sting", seconds=5, tags="sting tense")
def sting_tense(generator: np.random.Generator, frames: int) -> Samples:
    """A clock of short strings under a held high cluster that swells and is cut off."""
    tonic = int(generator.choice([50, 52]))
    step = 0.2
    score = [
        Note(
            i * step,
            step,
            tonic + (1 if i % 8 == 6 else 0),
            "strings_short",
            0.4 + 0.3 * (i / 16) + 0.2 * (i % 4 == 0),
        )
        for i in range(17)
    ]
    score += [Note(0.0, 3.3, tonic + up, "strings_slow", 0.28) for up in (24, 25, 30)]
    score += [Note(1.3, 1.9, 84, "breath", 0.22), Note(3.4, 1, tonic - 12, "timpani", 0.75)]
    score += [Note(3.4, 0.2, tonic + up, "strings_short", 0.6) for up in (0, 6, 11, -12)]
    return ended(perform(generator, score, frames, hall_s=2.0, wet=0.35), 5)


@recipe("pad-tense", "music", title="Tense pad", seconds=32, tags="pad tense", loops=True)
def pad_tense(generator: np.random.Generator, frames: int) -> Samples:
    """A quiet pulse on one low note, and a semitone that leans on it."""
    tonic = 50
    score = [
        Note(
            i * 0.5,
            0.5,
            tonic - 12 + (1 if (i // 16) % 2 and i % 8 >= 6 else 0),
            "pizzicato",
            0.36 + 0.12 * (i % 4 == 0),
        )
        for i in range(64)
    ]
    for start, ups in ((0.0, (12, 13)), (8.0, (12, 18)), (16.0, (11, 13)), (24.0, (12, 15))):
        score += [Note(start, 7.2, tonic + up, "strings_slow", 0.22) for up in ups]
    score += [Note(start, 7.5, tonic - 12, "pad", 0.4) for start in (0.0, 8.0, 16.0, 24.0)]
    return perform(generator, score, frames, hall_s=2.4, around=True)


@recipe("sting-wonder", "music", title="Wondering sting", seconds=6, tags="sting wonder")
def sting_wonder(generator: np.random.Generator, frames: int) -> Samples:
    """Celesta and harp over chords a third apart: a door onto somewhere else."""
    tonic = int(generator.choice([60, 62, 57]))
    chords: tuple[Chord, ...] = ((0, "add9"), (8, "maj7"), (4, "maj"))
    starts, lengths = [0.0, 1.3, 2.6], [1.3, 1.3, 2.1]
    voicings = progression(chords, tonic, low=55, high=79)
    score = chords_held(voicings, starts, lengths, "strings", 0.22)
    score += chords_held(voicings, starts, lengths, "pad", 0.25)
    score += basses(chords, tonic, starts, lengths, "strings", 0.26)
    for chord, start in zip(chords, starts, strict=True):
        score += arpeggio(
            generator, chord, tonic, start, 0.1625, 8, low=72, instrument="celesta", gain=0.17, shape="wave"
        )
        score += arpeggio(generator, chord, tonic, start, 0.081, 12, low=55, instrument="harp", gain=0.16)
    return ended(perform(generator, score, frames, hall_s=3.2, wet=0.7), 6)


@recipe("pad-wonder", "music", title="Wondering pad", seconds=40, tags="pad wonder", loops=True)
def pad_wonder(generator: np.random.Generator, frames: int) -> Samples:
    """Floating lydian chords with a few far bells."""
    tonic = 60
    chords: tuple[Chord, ...] = ((0, "lyd"), (2, "add9"), (9, "min7"), (8, "maj7"), (10, "add9"))
    starts, lengths = even(5, 8.0)
    voicings = progression(chords, tonic, low=53, high=74)
    score = chords_held(voicings, starts, lengths, "pad", 0.42)
    score += chords_held(voicings, starts, lengths, "strings_slow", 0.14)
    score += basses(chords, tonic, starts, lengths, "pad", 0.5)
    for chord, start in zip(chords, starts, strict=True):
        first = start + float(generator.choice([1.0, 2.0, 3.0]))
        score += arpeggio(
            generator, chord, tonic, first, 1.0, 4, low=72, instrument="celesta", gain=0.07, shape="wander"
        )
    return perform(generator, score, frames, hall_s=3.8, wet=0.8, around=True)


@recipe("sting-sad", "music", title="Sad sting", seconds=6, tags="sting sad")
def sting_sad(generator: np.random.Generator, frames: int) -> Samples:
    """One bowed string over quiet minor chords that do not resolve happily."""
    tonic = int(generator.choice([57, 59, 62]))
    chords: tuple[Chord, ...] = ((8, "maj7"), (5, "min"), (0, "madd9"))
    starts, lengths = [0.0, 1.3, 2.6], [1.3, 1.3, 2.2]
    voicings = progression(chords, tonic, low=48, high=67)
    score = chords_held(voicings, starts, lengths, "strings", 0.26)
    score += basses(chords, tonic, starts, lengths, "strings", 0.28)
    score += melody(
        generator, chords, tonic, starts, lengths, centre=tonic + 14, instrument="solo", gain=0.42,
        rhythm=(0.62, 0.38), scale=MINOR,
    )[:-1]  # fmt: skip
    score += arpeggio(generator, chords[2], tonic, 2.6, 0.32, 5, low=57, instrument="harp", gain=0.2)
    return ended(perform(generator, score, frames, hall_s=2.8), 6)


@recipe("pad-sad", "music", title="Sad pad", seconds=32, tags="pad sad", loops=True)
def pad_sad(generator: np.random.Generator, frames: int) -> Samples:
    """Slow minor chords, and a string that says a little and falls silent."""
    tonic = 57
    chords: tuple[Chord, ...] = (
        (0, "madd9"), (8, "maj7"), (3, "maj"), (7, "min7"), (5, "min7"), (0, "min"), (8, "maj7"), (7, "sus"),
    )  # fmt: skip
    starts, lengths = even(8, 4.0)
    voicings = progression(chords, tonic, low=50, high=69)
    score = chords_held(voicings, starts, lengths, "pad", 0.46)
    score += basses(chords, tonic, starts, lengths, "strings_slow", 0.24)
    score += melody(
        generator, chords, tonic, starts, lengths, centre=tonic + 12, instrument="solo", gain=0.13,
        rhythm=(0.5, 0.5), scale=MINOR, rest=0.5,
    )  # fmt: skip
    return perform(generator, score, frames, hall_s=3.0, around=True)


@recipe("sting-comic", "music", title="Comic sting", seconds=4.5, tags="sting comic")
def sting_comic(generator: np.random.Generator, frames: int) -> Samples:
    """Pizzicato on tiptoe, a clarinet that slips, and a last dry button."""
    tonic, beat = 60, 0.42
    score = []
    for i, (low, up) in enumerate(((0, 4), (-5, 5), (0, 4), (-5, 2))):
        score.append(Note(i * beat, beat, tonic - 12 + low, "pizzicato", 0.6))
        score += [Note((i + 0.5) * beat, beat, tonic + step, "pizzicato", 0.32) for step in (up, up + 3)]
    line = generator.permutation([7, 9, 12, 11])
    for i, step in enumerate((*line[:3], 13, 12, 10, 9)):
        score.append(Note((0.5 + i * 0.5) * beat, beat * 0.3, tonic + int(step), "clarinet", 0.3))
    score += [Note(4 * beat, beat * 0.35, tonic - 17, "bassoon", 0.4)]
    score += [Note(4.5 * beat, beat * 0.35, tonic - 13, "bassoon", 0.4)]
    for step in (-12, 0, 4, 7):
        score.append(Note(5.5 * beat, beat, tonic + step, "pizzicato", 0.5))
    score += [
        Note(5.5 * beat, beat * 0.3, tonic - 12, "bassoon", 0.4),
        Note(5.5 * beat, 0.12, tonic + 12, "clarinet", 0.3),
    ]
    return ended(perform(generator, score, frames, hall_s=1.2, wet=0.25), 4.5)


@recipe("pad-comic", "music", title="Comic bed", seconds=20, tags="pad comic", loops=True)
def pad_comic(generator: np.random.Generator, frames: int) -> Samples:
    """A strolling pizzicato bass with an offbeat, and a bassoon that comments."""
    tonic, beat = 60, 0.625
    chords: tuple[Chord, ...] = (
        (0, "maj"), (9, "min"), (2, "min7"), (7, "dom7"), (0, "maj"), (4, "dim"), (5, "maj"), (7, "dom7"),
    )  # fmt: skip
    starts, lengths = even(8, 4 * beat)
    score: list[Note] = []
    voicings = progression(chords, tonic, low=55, high=74)
    for chord, voicing, start in zip(chords, voicings, starts, strict=True):
        root = bass(chord, tonic, 41)
        for i, low in enumerate((root, root - 5 if root > 46 else root + 7)):
            score.append(Note(start + 2 * i * beat, beat, low, "pizzicato", 0.5))
            score += [Note(start + (2 * i + 1) * beat, beat, note, "pizzicato", 0.16) for note in voicing[:3]]
    score += melody(
        generator, chords, tonic, starts, [length * 0.5 for length in lengths], centre=52,
        instrument="bassoon", gain=0.2, rhythm=(0.25, 0.25, 0.5), scale=MAJOR, rest=0.55,
    )  # fmt: skip
    return perform(generator, score, frames, hall_s=1.2, wet=0.25, around=True)
