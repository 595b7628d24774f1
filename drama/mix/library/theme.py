"""A story's theme: a melody of its own, and the opening, bridges and ending that are made of it.

Sixteen notes' worth of scale degrees are drawn from the story's seed; a mood gives them a mode, a tempo and an
orchestra, so that every bridge is the same tune in another light. Each bar's chord holds the melody's note on
its downbeat, voices move as little as they can, and endings close on the tonic.
"""

# ruff: noqa: E501  scores are easier to read in long lines

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from drama.audio import resample
from drama.mix.library.harmony import Chord, bass, progression
from drama.mix.library.music import Note, chords_held, ended, perform
from drama.mix.library.recipe import LEVEL_LUFS, Recipe, SoundInfo
from drama.mix.library.shaping import RATE

if TYPE_CHECKING:
    from drama.mix.library.recipe import Samples

Form = Literal["opening", "bridge", "ending"]
FORMS: Final[tuple[Form, ...]] = ("opening", "bridge", "ending")
BARS: Final[dict[Form, int]] = {"opening": 4, "bridge": 2, "ending": 3}
PACE: Final[dict[Form, float]] = {"opening": 1.0, "bridge": 0.7, "ending": 1.0}
"""Length of a bar against that of the mood."""
SLOWING: Final = 0.12
"""By so much of itself each bar of an ending is longer than the one before."""
HELD_S: Final[dict[Form, float]] = {"opening": 1.6, "bridge": 0.6, "ending": 2.0}
"""The last chord is held so much longer."""
TAIL_S: Final = 1.4
PLAYED_HZ: Final = RATE // 2
"""The orchestra has next to nothing over 11 kHz: −86 dB, and −52 dB where the celesta plays."""
FOLD_MOST_LU: Final = 2.0
"""A piece is made narrower where mono would lose more of it."""
_MODES: Final = {
    "major": (0, 2, 4, 5, 7, 9, 11), "aeolian": (0, 2, 3, 5, 7, 8, 10), "lydian": (0, 2, 4, 6, 7, 9, 11),
    "harmonic": (0, 2, 3, 5, 7, 8, 11), "dorian": (0, 2, 3, 5, 7, 9, 10),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a mood plays the theme."""

    about: str
    mode: str
    bar_s: float
    """Length of a bar of four beats at the opening; bridges go a little faster."""
    lead: str
    """Instrument of the melody."""
    held: str
    """Instrument of the chords."""
    low: str
    """Instrument of the bass."""
    figure: str = ""
    """Instrument of a broken chord; empty for none."""
    figure_steps: int = 8
    """Notes of the broken chord in a bar."""
    drum: bool = False
    octave: int = 0
    """Octaves by which the melody lies higher."""


STYLES: Final = {
    "hopeful": Style(about="warm and rising", mode="major", bar_s=2.7, lead="clarinet", held="strings", low="strings",
                     figure="harp"),
    "dark": Style(about="low and slow", mode="aeolian", bar_s=3.2, lead="bassoon", held="strings", low="strings_slow",
                  drum=True, octave=-1),
    "tense": Style(about="a pulse under a held chord", mode="harmonic", bar_s=2.3, lead="solo", held="strings_slow",
                   low="strings", figure="strings_short", drum=True),
    "wonder": Style(about="bells over open chords", mode="lydian", bar_s=2.9, lead="celesta", held="pad", low="strings_slow",
                    figure="harp", octave=1),
    "sad": Style(about="one string over quiet chords", mode="aeolian", bar_s=3.3, lead="solo", held="pad", low="strings_slow"),
    "comic": Style(about="on tiptoe", mode="major", bar_s=2.0, lead="clarinet", held="pizzicato", low="pizzicato",
                   figure="pizzicato", figure_steps=4),
}  # fmt: skip
_RHYTHMS: Final = ((2, 1, 1), (1, 1, 2), (1.5, 0.5, 2), (3, 1), (2, 2), (1, 1, 1, 1), (2.5, 0.5, 1))
"""Of a bar of four beats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A melody as degrees of a scale over its tonic, four bars of (beats, degree)."""

    tonic: int
    """MIDI number of the tonic below the melody."""
    bars: tuple[tuple[tuple[float, int], ...], ...]


def theme(seed: int) -> Theme:
    """Return the theme of a story: an arch of two phrases, the first open, the second closing on the tonic.

    The second bar takes up the rhythm of the first, the third its notes a step away; no leap is wider than a
    sixth and each is followed by a step the other way.
    """
    generator = np.random.Generator(np.random.PCG64([0x7E3E, seed]))
    tonic = int(generator.integers(57, 65))
    first, third = (_RHYTHMS[int(i)] for i in generator.choice(len(_RHYTHMS), 2, replace=False))
    start = int(generator.choice([0, 2, 4]))
    line: list[tuple[tuple[float, int], ...]] = []
    here, turn = start, 0
    for rhythm, goal in ((first, 4), (first, 4), (third, 2), ((2, 2), 0)):
        notes: list[tuple[float, int]] = []
        for i, beats in enumerate(rhythm):
            last = i == len(rhythm) - 1
            if line or notes:
                step = _step(generator, here, goal, turn)
                here, turn = here + step, (-1 if step > 2 else 1 if step < -2 else 0)
            if last and goal == 0:
                here = 0
            notes.append((float(beats), here))
        line.append(tuple(notes))
    return Theme(tonic=tonic, bars=tuple(line))


def _step(generator: np.random.Generator, here: int, goal: int, turn: int) -> int:
    """Return the next step in degrees: mostly one towards the goal, now and then a leap, turned back."""
    if turn:
        return turn
    pull = int(np.sign(goal - here)) or int(generator.choice([-1, 1]))
    step = int(generator.choice([pull, pull, pull, -pull, 2 * pull, 3 * pull]))
    return step if -2 <= here + step <= 8 else -pull


def midi_of(degree: int, tonic: int, scale: tuple[int, ...]) -> int:
    """Return the MIDI number of a degree of a scale, 0 for the tonic."""
    return tonic + 12 * (degree // 7) + scale[degree % 7]


def chords_of(
    bars: tuple[tuple[tuple[float, int], ...], ...], scale: tuple[int, ...], *, closes: bool
) -> tuple[Chord, ...]:
    """Return a triad of the scale for each bar that holds the note on its downbeat; the last one the tonic's.

    Of the three triads that hold a note, the one that is usual after the one before is taken: tonic, then
    subdominant, dominant, tonic; but none with which melody and bass would move in parallel octaves or fifths.
    """
    wanted = (0, 3, 4, 0) if len(bars) >= 4 else (3, 4, 0) if len(bars) == 3 else (0, 4)
    found: list[Chord] = []
    before = -1
    for i, bar in enumerate(bars):
        note = bar[0][1] % 7
        roots = [note, (note - 2) % 7, (note - 4) % 7]
        like = wanted[min(i, len(wanted) - 1)]
        near = {0: (0, 5, 2), 3: (3, 1, 5), 4: (4, 6, 2)}[like]
        root = min(
            roots,
            key=lambda r: (
                _quality(r, scale) == "dim",
                # Melody and bass would move in parallel octaves or fifths.
                (note - r) % 7 == before != 2,
                near.index(r) if r in near else 9,
                roots.index(r),
            ),
        )
        before = (note - root) % 7
        found.append((scale[root], _quality(root, scale)))
    if closes:
        found[-1] = (0, _quality(0, scale))
    return tuple(found)


def _quality(root: int, scale: tuple[int, ...]) -> str:
    third = (scale[(root + 2) % 7] - scale[root]) % 12
    fifth = (scale[(root + 4) % 7] - scale[root]) % 12
    # An augmented triad is played with a plain fifth: it would stand out as a mistake.
    return {(4, 7): "maj", (3, 7): "min", (3, 6): "dim"}.get((third, fifth), "maj")


def seconds(form: Form, mood: str) -> float:
    """Return how long a piece is, its tail included."""
    return round(sum(_bar_lengths(form, STYLES[mood])) + HELD_S[form] + TAIL_S, 1)


def _bar_lengths(form: Form, style: Style) -> list[float]:
    slowing = SLOWING if form == "ending" else 0.0
    return [style.bar_s * PACE[form] * (1.0 + slowing * i) for i in range(BARS[form])]


def score(form: Form, mood: str, seed: int) -> list[Note]:
    """Return the notes of a piece: melody, chords, bass and figure, with dynamics that rise and fall."""
    style, tune = STYLES[mood], theme(seed)
    scale = _MODES[style.mode]
    bars = {
        "opening": tune.bars,
        "bridge": tune.bars[:2],
        "ending": (tune.bars[0], tune.bars[2], ((4.0, 0),)),
    }[form]
    lengths = _bar_lengths(form, style)
    starts = [float(sum(lengths[:i])) for i in range(len(bars))]
    chords = chords_of(bars, scale, closes=form != "bridge")
    voicings = progression(chords, tune.tonic, low=tune.tonic - 10, high=tune.tonic + 12)
    swell = (
        [0.75, 0.95, 1.0, 0.8] if form == "opening" else [0.8, 0.9] if form == "bridge" else [0.9, 0.8, 0.7]
    )
    out: list[Note] = []
    for i, (bar, start, length) in enumerate(zip(bars, starts, lengths, strict=True)):
        out += _melody(bar, start, length, style, tune.tonic, scale, swell[i])
        last = i == len(bars) - 1
        held_s = length + (HELD_S[form] if last else 0.0)
        low = bass(chords[i], tune.tonic, 38)
        out.append(Note(start, held_s, low, style.low, 0.34 * swell[i], pan=-0.1))
        if style.drum and i in {0, len(bars) - 1}:
            out.append(Note(start, 1.0, low - 12 if low > 47 else low, "timpani", 0.35 * swell[i]))
        if style.figure and not (last and form == "ending"):
            out += _figure(voicings[i], start, length, style, swell[i])
    held = [*lengths[:-1], lengths[-1] + HELD_S[form]]
    return out + chords_held(voicings, starts, held, style.held, 0.2 if style.held != "pad" else 0.34)


def _melody(
    bar: tuple[tuple[float, int], ...],
    start: float,
    length: float,
    style: Style,
    tonic: int,
    scale: tuple[int, ...],
    loud: float,
) -> list[Note]:
    beat_s, at, notes = length / 4.0, start, []
    for i, (beats, degree) in enumerate(bar):
        pitch = midi_of(degree, tonic + 12 + 12 * style.octave, scale)
        accent = 1.0 if i == 0 else 0.85
        notes.append(Note(at, beats * beat_s * 0.95, pitch, style.lead, 0.34 * loud * accent, pan=0.12))
        at += beats * beat_s
    return notes


def _figure(voicing: tuple[int, ...], start: float, length: float, style: Style, loud: float) -> list[Note]:
    step_s = length / style.figure_steps
    order = [0, 2, 1, 3] if style.figure != "harp" else [0, 1, 2, 3]
    return [
        Note(start + i * step_s, step_s, voicing[order[i % 4] % len(voicing)], style.figure,
             0.13 * loud * (1.0 if i % 4 == 0 else 0.8), pan=0.35 * (-1) ** i)
        for i in range(1 if style.figure == "pizzicato" else 0, style.figure_steps)
    ]  # fmt: skip


def played(form: Form, mood: str, seed: int, frames: int) -> Samples:
    """Return a piece as it sounds, (frames, 2), ending in its tail."""
    generator = np.random.Generator(np.random.PCG64([0x50C0, seed]))
    sound = perform(
        generator, score(form, mood, seed), -(-frames * PLAYED_HZ // RATE), hall_s=2.6, wet=0.45, sampled=True,
        rate_hz=PLAYED_HZ,
    )  # fmt: skip
    whole = resample(foldable(sound, PLAYED_HZ), PLAYED_HZ, RATE)[:frames]
    return ended(whole, seconds(form, mood), fade_s=TAIL_S)


def foldable(sound: Samples, rate_hz: int = RATE) -> Samples:
    """Return a sound, (frames, 2), no second of which loses more than FOLD_MOST_LU when it is folded to mono."""
    middle, side = (sound[:, 0] + sound[:, 1]) / 2, (sound[:, 0] - sound[:, 1]) / 2
    whole = len(sound) // rate_hz * rate_hz
    powers = [(part[:whole].reshape(-1, rate_hz) ** 2).sum(axis=1) for part in (middle, side)]
    heard = powers[0] + powers[1] > 1e-4 * (powers[0] + powers[1]).max(initial=0.0)
    worst = float((powers[1][heard] / np.maximum(1e-12, powers[0][heard])).max(initial=0.0))
    most = 10 ** (FOLD_MOST_LU / 10) - 1
    narrow = min(1.0, (most / worst) ** 0.5) if worst else 1.0
    return np.asarray(np.stack([middle + narrow * side, middle - narrow * side], axis=1))


_PIECES: Final = {f"{form}-{mood}": (form, mood) for form in FORMS for mood in sorted(STYLES)}


def midi(name: str, seed: int) -> bytes:
    """Return a piece of RECIPES, of a story's theme by its seed, as a Standard MIDI File; KeyError for others."""
    form, mood = _PIECES[name]
    return written(score(form, mood, seed))


def written(notes: list[Note]) -> bytes:
    """Return a score as a Standard MIDI File of format 0 (RP-001), 480 ticks a quarter, a quarter half a second."""
    channels = {
        name: i if i < 9 else i + 1 for i, name in enumerate(sorted({note.instrument for note in notes}))
    }
    events = []
    for note in notes:
        velocity = max(1, min(127, round(127 * min(1.0, note.gain * 2.2))))
        for at_s, status, loud in ((note.start_s, 0x90, velocity), (note.start_s + note.length_s, 0x80, 0)):
            events.append((round(at_s * 960), status, channels[note.instrument], note.midi, loud))
    track, last = b"\x00\xff\x51\x03\x07\xa1\x20", 0
    for at, status, channel, pitch, loud in sorted(events):
        track += _varied(at - last) + bytes([status | channel % 16, pitch, loud])
        last = at
    track += b"\x00\xff\x2f\x00"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + track


def _varied(number: int) -> bytes:
    """Return a variable-length quantity: seven bits a byte, the highest bit set on all but the last."""
    out = bytes([number & 0x7F])
    while number := number >> 7:
        out = bytes([0x80 | number & 0x7F]) + out
    return out


def _recipe(form: Form, mood: str) -> Recipe:
    what = {
        "opening": "the theme, whole",
        "bridge": "its first phrase, left open",
        "ending": "its close, on the tonic",
    }[form]
    info = SoundInfo(
        name=f"{form}-{mood}",
        kind="music",
        title=f"{form.capitalize()}, {mood}",
        description=f"The story's theme, {STYLES[mood].about}: {what}.",
        seconds=seconds(form, mood),
        level_lufs=LEVEL_LUFS["music"],
        weight_lu=0.0,
        loops=False,
        tags=(form, mood, "theme"),
    )
    return Recipe(info, _unasked, of_seed=lambda seed, frames: played(form, mood, seed, frames))


def _unasked(_: np.random.Generator, frames: int) -> Samples:
    """Return silence: a theme is made of its seed."""
    return np.zeros((frames, 2))


RECIPES: Final = {name: _recipe(*piece) for name, piece in _PIECES.items()}
"""By name."""
