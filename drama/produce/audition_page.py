"""The audition: each character's most telling lines in their voice and in two others, on one HTML page."""

from __future__ import annotations

import io
import shlex
from base64 import b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from drama.audio import gain, level_lufs, resample
from drama.cast import roles
from drama.delivery import DELIVERIES, Delivery
from drama.model import NARRATOR, Cast, Scene, Voice
from drama.produce import pages
from drama.project import STEP, Part, pasteable
from drama.speech import direct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from drama.cast import Casting, Director
    from drama.model import Cue, Pronunciation, Script, Utterance

    Spoken = Mapping[Utterance, tuple[NDArray[np.float32], int]]
    Speak = Callable[[Sequence[Utterance]], Sequence[tuple[NDArray[np.float32], int]]]
    """Takes utterances and returns, in order, the samples of each, shape (frames,), and their rate in Hz."""

LINES, OTHERS = 3, 2
TELLING_WORDS = 14
"""Ideal length of a line: long enough to hear the voice, short enough to compare."""
RATE_HZ = 24_000
LEVEL_LUFS = -20.0
"""All voices are normalised to this level, so that the loudest has no advantage."""
PEAK = 0.89
MARKS = str.maketrans("", "", "\"'”’)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One voice reading a character's lines."""

    part: Part
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audition:
    """The readings of one character: first the voice of the cast, then the others."""

    name: str
    why: str
    lines: tuple[Cue, ...]
    readings: tuple[Reading, ...]


def auditions(
    script: Script,
    casting: Casting,
    director: Director,
    entries: tuple[Pronunciation, ...] = (),
    deliveries: Mapping[str, Delivery] = DELIVERIES,
) -> tuple[Audition, ...]:
    """Return the auditions of the narrator and every speaking character, the largest parts first."""
    made = casting.cast
    parts = {NARRATOR: director.narrator, **dict(casting.parts)}
    voices = {NARRATOR: made.narrator, **dict(made.voices)}
    why = {NARRATOR: "tells the story", **dict(casting.why)}
    names = [role.character.name for role in roles(script)]
    if made.narrator.name == director.narrator.voice:  # a narrator who is a character is auditioned as one
        names.insert(0, NARRATOR)
    found = []
    for name in names:
        lines = telling_lines(script, name)
        if not lines:
            continue
        others = director.alternatives(script, made, name, OTHERS)
        offered = [(parts[name], voices[name])]
        offered += [(part, _voice(part, director.settings.engine)) for part in others]
        readings = tuple(
            Reading(part=part, utterances=_directed(script, lines, voice, entries, deliveries))
            for part, voice in offered
        )
        found.append(Audition(name=name, why=why[name], lines=lines, readings=readings))
    return tuple(found)


def telling_lines(script: Script, name: str) -> tuple[Cue, ...]:
    """Return up to three cues that best represent a character or the narrator, in the order of the story.

    Lines of about 14 words, with different endings (statement, question, exclamation) and directions.
    """
    kind = "narrator" if name == NARRATOR else "line"
    said = [
        (at, cue)
        for at, cue in enumerate(script.cues)
        if cue.kind == kind and cue.speaker == ("" if name == NARRATOR else name) and cue.is_spoken
    ]
    chosen: list[tuple[int, Cue]] = []
    while said and len(chosen) < LINES:
        best = min(said, key=lambda one: (_plainness(one[1], [cue for _, cue in chosen]), one[0]))
        said = [one for one in said if one[1].text != best[1].text]
        chosen.append(best)
    return tuple(cue for _, cue in sorted(chosen, key=lambda one: one[0]))


def _plainness(cue: Cue, chosen: list[Cue]) -> float:
    """Return a line's penalty: for its length, and for repeating a chosen line's ending or directions."""
    words = len(cue.text.split())
    off = (TELLING_WORDS - words) * 1.5 if words < TELLING_WORDS else (words - TELLING_WORDS) * 0.5
    same_end = sum(_end(cue) == _end(other) for other in chosen)
    same_how = sum(cue.how == other.how for other in chosen)
    return min(off, 30) + 6 * same_end + 3 * same_how + 25 * _is_fragment(cue)


def _is_fragment(cue: Cue) -> bool:
    """Return whether narration is a dialogue tag, a title or a heading: it shows little of the voice."""
    tag = cue.joined and cue.text[:1].islower()
    return cue.kind == "narrator" and (tag or not {"title", "byline", "heading"}.isdisjoint(cue.how))


def _end(cue: Cue) -> str:
    return cue.text.translate(MARKS).rstrip().replace(",", ".")[-1:]


def _directed(
    script: Script,
    lines: tuple[Cue, ...],
    voice: Voice,
    entries: tuple[Pronunciation, ...],
    deliveries: Mapping[str, Delivery],
) -> tuple[Utterance, ...]:
    """Return the utterances of lines in a voice."""
    alone = replace(script, scenes=(Scene(cues=lines),))
    names = sorted({cue.speaker for cue in lines if cue.speaker})
    cast = Cast(narrator=voice, voices=tuple((name, voice) for name in names))
    asked = direct(alone, cast, entries, deliveries)
    return tuple(utterance for utterance in asked if utterance is not None)


def _voice(part: Part, engine: str) -> Voice:
    return Voice(
        engine=engine,
        name=part.voice or "",
        rate=part.rate or 1.0,
        pitch=part.pitch or 0.0,
        options=part.options,
        deliveries=part.deliveries,
    )


def page(script: Script, made: Sequence[Audition], speak: Speak) -> str:
    """Return the page, with its sounds embedded; errors of `speak` are passed on."""
    asked = list(dict.fromkeys(u for audition in made for r in audition.readings for u in r.utterances))
    spoken = dict(zip(asked, speak(asked), strict=True))
    auditions_shown = [
        {
            "name": audition.name,
            "why": audition.why,
            "cards": [
                _card(f"y{number}-{at}", script.key, audition, reading, spoken, now=at == 0)
                for at, reading in enumerate(audition.readings)
            ],
        }
        for number, audition in enumerate(made, 1)
    ]
    story = f"{script.key} {script.title}".strip()
    return pages.page(
        "audition.html",
        heading="Audition",
        story=story,
        auditions=auditions_shown,
        script=pages.page("listening.js"),
    )


def _card(
    id_: str, key: str, audition: Audition, reading: Reading, spoken: Spoken, *, now: bool
) -> dict[str, object]:
    """Return the template's values for one voice."""
    part = reading.part
    answers = [spoken[utterance] for utterance in reading.utterances]
    sounds = levelled([resample(samples, rate_hz, RATE_HZ) for samples, rate_hz in answers])
    lines = zip(audition.lines, sounds, strict=True)
    change = f"{part.name}={part.voice}"
    return {
        "id": id_,
        "voice": part.voice or "",
        "now": now,
        "lines": [{"text": cue.text, "sound": address(sound)} for cue, sound in lines],
        "yaml": pasteable(part, "" if part.name == NARRATOR else STEP),
        "command": "" if now or not part.voice else f"drama cast {key} --set {shlex.quote(change)}",
    }


def levelled(sounds: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """Return the readings of one voice at the page's level: one gain for all, with no peak over 0.89."""
    together = np.concatenate(sounds)
    level = level_lufs(together, RATE_HZ)
    factor = gain(LEVEL_LUFS - level) if np.isfinite(level) else 1.0
    peak = float(np.abs(together).max(initial=0.0)) * factor
    factor *= min(1.0, PEAK / peak) if peak else 1.0
    return [sound * np.float32(factor) for sound in sounds]


def address(sound: NDArray[np.float32]) -> str:
    """Return a sound as an MP3 in a data URL."""
    file = io.BytesIO()
    soundfile.write(file, sound, RATE_HZ, format="MP3", subtype="MPEG_LAYER_III", compression_level=0.7)
    return "data:audio/mpeg;base64," + b64encode(file.getvalue()).decode("ascii")
