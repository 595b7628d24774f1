"""The measured voices of espeak-ng, and what the figures say of gender, age, character and naturalness.

Nobody listened: a voice is judged by how near its figures are to those of people who read aloud. The
product of seven marks says that. Each is 1 inside its span and falls linearly to its floor outside:

    spectrum    long-term spectrum at most 3 dB rms from people's, floor 0.2 at 8 dB
    clarity     harmonics at least 7 dB over the noise, floor 0.3 at 2 dB
    melody      F0 moves over 3 to 9 semitones, floor 0.4 at 1 and 13
    steadiness  95 % of F0 within 9 semitones of its median, floor 0.5 at 80 %
    voicing     55 to 85 % of the time, floor 0.6 at 35 and 95 %: echoes fill gaps, noise eats vowels
    pitch       F0 of 80 to 260 Hz, floor 0.5 at 55 and 350 Hz
    tempo       as long as the accent's plain voice within 6 %, floor 0.6 at 25 %

A robot's `natural` is halved, a whisper's is 0.1, and that of a variant that sounds exactly like the plain
voice is 0. Under 0.25 a voice is an effect rather than a person.

The voices that casting may use were also heard by a listener's proxies (benchmarks/espeak_voices.py): their
naturalness by DistillMOS is averaged with that product, and they have word errors and a speaker's vector.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from drama.model import VoiceInfo
from drama.speech.engines.espeak_voices import OWN_VARIANTS

if TYPE_CHECKING:
    from drama.model import Age, Gender
    from drama.speech.engines.espeak_voices import Speaker

SCHEMA = "drama-voices/1"
FILE = "voices_pyttsx3.json"
HEARD = "heard_pyttsx3.json"
_MOS = (1.2, 2.6)
"""DistillMOS's score, 1 to 5, that gives a mark of 0 and of 1: the range of espeak-ng's voices."""
STEPS = 1000
"""Steps in 1 in which the file has vectors."""
_EFFECT = 0.1
"""The mark of a whisper: fine for a line, not for a part."""
_ROBOT = 0.5
"""The mark of a voice that is named a robot or has its melody is multiplied by this."""
COLUMNS = (
    *("f0_hz", "f0_range_st", "steady", "voiced", "hnr_db", "tilt_db", "strangeness_db", "level_lufs"),
    *("seconds", "timbre"),
)


class Measured(NamedTuple):
    """A voice's figures: those of drama.audio.voice_features, and how long it took to speak the text."""

    f0_hz: float
    f0_range_st: float
    steady: float
    voiced: float
    hnr_db: float
    tilt_db: float
    strangeness_db: float
    level_lufs: float
    seconds: float
    timbre: tuple[float, ...]


@lru_cache(maxsize=1)
def measured() -> dict[str, Measured]:
    """Return the figures of every measured voice, by its name."""
    content = json.loads((files("drama.speech.engines") / FILE).read_text(encoding="utf-8"))
    return {name: Measured._make([*row[:-1], tuple(row[-1])]) for name, row in content["voices"].items()}


class Heard(NamedTuple):
    """What a listener's proxies say of a voice."""

    naturalness: float
    """By DistillMOS, 1 to 5."""
    word_errors: float
    """Share of the words that Whisper base hears otherwise or not at all."""
    speaker: tuple[float, ...]
    """Speaker embedding of unit length (Resemblyzer's encoder, on its main axes)."""


@lru_cache(maxsize=1)
def heard() -> dict[str, Heard]:
    """Return what was heard of each voice that casting may use, by its name."""
    content = json.loads((files("drama.speech.engines") / HEARD).read_text(encoding="utf-8"))
    return {
        name: Heard(mos, errors, tuple(x / STEPS for x in vector))
        for name, (mos, errors, vector) in content["voices"].items()
    }


def voice_info(engine: str, name: str, speaker: Speaker) -> VoiceInfo:
    """Return what is known of an espeak-ng voice; no figures for one that wasn't measured."""
    language, _, variant = name.partition("+")
    figures = measured().get(name)
    if figures is None:
        return VoiceInfo(engine=engine, name=name, language=tag(language), gender=_said(speaker))
    plain = measured()[language]
    if variant and figures == plain:
        return VoiceInfo(engine=engine, name=name, language=tag(language), character="double", natural=0.0)
    plain_s = plain.seconds
    trait = character(figures, variant, plain_s)
    nature = natural(figures, plain_s) * (_ROBOT if trait == "robot" else 1.0)
    proxies = heard().get(name)
    made = OWN_VARIANTS.get(variant)
    return VoiceInfo(
        engine=engine,
        name=name,
        language=tag(language),
        gender=made.gender if made else gender(figures, speaker),
        age=made.age if made else age(figures, speaker),
        character="" if made else trait,
        natural=round((nature + _mos_mark(proxies.naturalness)) / 2 if proxies else nature, 2),
        f0_hz=figures.f0_hz,
        f0_range_st=figures.f0_range_st,
        level_lufs=figures.level_lufs,
        timbre=figures.timbre,
        speaker=proxies.speaker if proxies else (),
        word_errors=proxies.word_errors if proxies else None,
    )


def _mos_mark(mos: float) -> float:
    low, high = _MOS
    return min(max((mos - low) / (high - low), 0.0), 1.0)


def natural(figures: Measured, plain_s: float) -> float:
    """Return how near a voice is to a person's, 0 to 1, by the marks at the head of this file."""
    if not figures.f0_hz:
        return _EFFECT
    tempo = figures.seconds / plain_s
    marks = (
        _mark(figures.strangeness_db, (-1.0, 0.0, 3.0, 8.0), 0.2),
        _mark(figures.hnr_db, (2.0, 7.0, 40.0, 41.0), 0.3),
        _mark(figures.f0_range_st, (1.0, 3.0, 9.0, 13.0), 0.4),
        _mark(figures.steady, (0.8, 0.95, 1.0, 1.1), 0.5),
        _mark(figures.voiced, (0.35, 0.55, 0.85, 0.95), 0.6),
        _mark(figures.f0_hz, (55.0, 80.0, 260.0, 350.0), 0.5),
        _mark(tempo, (0.75, 0.94, 1.06, 1.25), 0.6),
    )
    product = 1.0
    for mark in marks:
        product *= mark
    return product


def _mark(value: float, span: tuple[float, float, float, float], floor: float) -> float:
    """Return 1 within the inner span, the floor beyond the outer one, and linear interpolation between."""
    lowest, low, high, highest = span
    if value < low:
        return floor + (1.0 - floor) * max(0.0, (value - lowest) / (low - lowest))
    if value > high:
        return floor + (1.0 - floor) * max(0.0, (highest - value) / (highest - high))
    return 1.0


def gender(figures: Measured, speaker: Speaker) -> Gender:
    """Return the apparent gender: by F0 where that is clear (to 145, from 165 Hz), else by the file."""
    if not figures.f0_hz:
        return _said(speaker)
    if figures.f0_hz >= 300.0:
        return "unknown"
    if figures.f0_hz >= 165.0:
        return "female"
    return "male" if figures.f0_hz <= 145.0 else _said(speaker)


def _said(speaker: Speaker) -> Gender:
    return "female" if speaker.gender == "female" else "male" if speaker.gender == "male" else "unknown"


def age(figures: Measured, speaker: Speaker) -> Age:
    """Return child from 300 Hz; old when HNR is under 3.5 dB (8 if the file's age is 60 or more)."""
    if figures.f0_hz >= 300.0:
        return "child"
    noise_db = 8.0 if speaker.age >= 60 else 3.5
    if figures.f0_hz and figures.hnr_db < noise_db and figures.strangeness_db < 5.0:
        return "old"
    return "young" if figures.f0_hz > 225.0 or 0 < speaker.age < 25 else "adult"


def character(figures: Measured, variant: str, plain_s: float) -> str:
    """Return the trait that stands out most, or "natural", or nothing."""
    if not figures.f0_hz:
        return "whisper"
    if "robo" in variant.lower() or figures.f0_range_st < 1.5:
        return "robot"
    traits = (
        ("croak", 3.5 - figures.hnr_db),
        ("echo", (figures.voiced - 0.85) * 20.0),
        ("deep", (80.0 - figures.f0_hz) / 5.0),
        ("piping", (figures.f0_hz - 300.0) / 20.0),
        ("hard", (figures.tilt_db + 3.5) / 1.5),
        ("dull", (-16.0 - figures.tilt_db) / 2.0),
        ("hurried", (0.92 - figures.seconds / plain_s) * 20.0),
        ("slow", (figures.seconds / plain_s - 1.08) * 20.0),
        ("odd", figures.strangeness_db - 6.0),
    )
    name, strength = max(traits, key=lambda trait: trait[1])
    if strength > 0.0:
        return name
    return "natural" if natural(figures, plain_s) >= 0.7 else ""


def tag(language: str) -> str:
    """Return a language's BCP 47 tag in the usual case: en-US, en-GB-scotland."""
    if language == "en":
        return "en-GB"
    first, *rest = language.split("-")
    return "-".join([first, *(part.upper() if len(part) == 2 else part for part in rest)])
