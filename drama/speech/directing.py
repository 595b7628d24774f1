"""Direct: every cue of a script, in its character's voice and manner, as its engine is asked to speak it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.delivery import (
    DELIVERIES,
    INTONATION_RANGE,
    PITCH_RANGE_ST,
    RATE_RANGE,
    Delivery,
    bounded,
    delivery,
)
from drama.model import Utterance
from drama.speech.lexicon.entries import Lexicon
from drama.speech.phonemes import PHONEMIC
from drama.speech.text import spoken
from drama.speech.text.homographs import with_homographs
from drama.speech.text.interjections import sounded
from drama.speech.text.names import heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.model import Cast, Character, Cue, Pronunciation, Script, Voice

    Options = tuple[tuple[str, float | str], ...]

_ESPEAK_ENGLISH = re.compile(r"(?P<accent>en(?:-[a-z0-9]+)*)(?:\+(?P<variant>.+))?")
"""A voice of espeak-ng that has its variants; on macOS and Windows voices have other names."""
_FEMALE_VARIANT = re.compile("f[0-9]|Alicia|Andrea|Annie|anika|aunty|belinda|grandma|linda|shelby|steph")
_INSTRUCTIONS = {
    "whispered": "Whisper.", "murmured": "Murmur.", "shouted": "Shout.", "sobbed": "Sob.",
    "slow": "Speak slowly.",
    "breathless": "Be out of breath.", "laughed": "Laugh as you speak.", "fast": "Speak fast.",
    "thought": "This is a thought: quiet and close.", "sung": "Sing it.", "song": "Recite it as a song.",
    "cut-off": "Break off, interrupted.", "trailing": "Trail off.",
}  # fmt: skip
"""For speech servers that take instructions: added to those of a voice that has some."""
_RANGE_LIFTS_ST = 2.4
"""Semitones by which doubling espeak-ng's range of intonation lifts the median: its pitch is the lowest tone.

Measured on eight English voices at 0.5 to 1.5 of the range: in proportion, 1.3 to 4.3, on average this.
"""
_BREATHING = frozenset({"person", "spirit", "god"})


def direct(
    script: Script,
    cast: Cast,
    entries: tuple[Pronunciation, ...] = (),
    deliveries: Mapping[str, Delivery] = DELIVERIES,
) -> tuple[Utterance | None, ...]:
    """Return what is spoken for each cue of the script, in order; None where nothing is.

    Narration and lines with a letter or digit in them are spoken. The entries are the house's pronunciations;
    the script's own stand in for them. A cue's own rate and pitch settings take the place of what its
    direction words would change, so that rate 1 and pitch 0 give the character's ordinary speech.
    """
    entries += script.lexicon
    engines = sorted({voice.engine for voice in (cast.narrator, *(voice for _, voice in cast.voices))})
    lexicons = {engine: Lexicon(entries, engine) for engine in engines}
    voices = dict(cast.voices)
    characters = {character.name: character for character in script.characters}
    return tuple(
        _utterance(cue, voice, characters.get(cue.speaker), lexicons[voice.engine], deliveries)
        if cue.is_spoken and (voice := voices[cue.speaker] if cue.kind == "line" else cast.narrator)
        else None
        for cue in script.cues
    )


def _utterance(
    cue: Cue, voice: Voice, character: Character | None, lexicon: Lexicon, deliveries: Mapping[str, Delivery]
) -> Utterance:
    how = delivery(cue.how, voice.directed(deliveries))
    own = dict(cue.settings)
    options = _options(voice, cue.how, 1.0 if "pitch" in own else how.intonation)
    pitch = voice.pitch + float(own.get("pitch", how.pitch_st)) - _lift_st(voice.options, options)
    return Utterance(
        text=spoken_text(heading(cue.text) if "heading" in cue.how else cue.text, lexicon),
        engine=voice.engine,
        voice=_whispering(voice, character) if "whisper" in how.treatment else voice.name,
        rate=round(bounded(voice.rate * float(own.get("rate", how.rate)), RATE_RANGE), 4),
        pitch=round(bounded(pitch, PITCH_RANGE_ST), 4),
        options=options,
    )


def _options(voice: Voice, words: tuple[str, ...], intonation: float) -> Options:
    """Return the voice's options with what this engine has besides rate and pitch for a direction."""
    options = dict(voice.options)
    if voice.engine == "pyttsx3" and intonation != 1.0 and _ESPEAK_ENGLISH.fullmatch(voice.name):
        options["range"] = round(bounded(float(options.get("range", 1.0)) * intonation, INTONATION_RANGE), 4)
    elif "instructions" in options:
        told = [_INSTRUCTIONS[word] for word in words if word in _INSTRUCTIONS]
        options["instructions"] = " ".join([str(options["instructions"]), *told])
    return tuple(sorted(options.items()))


def _lift_st(before: Options, after: Options) -> float:
    """Return by how much a changed range of intonation moves the median F0, which nobody asked for."""
    changed = float(dict(after).get("range", 1.0)) - float(dict(before).get("range", 1.0))
    return _RANGE_LIFTS_ST * changed


def _whispering(voice: Voice, character: Character | None) -> str:
    """Return the voice that whispers for this one: espeak-ng's breath without a tone, in the same accent.

    Robots and crowds, and voices of other engines, stay as they are: their whisper is the rate, the
    level and the mix.
    """
    espeak = _ESPEAK_ENGLISH.fullmatch(voice.name) if voice.engine == "pyttsx3" else None
    if not espeak or (character and character.kind not in _BREATHING):
        return voice.name
    gender = character.gender if character else "unknown"
    female = gender == "female" or (gender != "male" and _FEMALE_VARIANT.match(espeak["variant"] or ""))
    return f"{espeak['accent']}+{'whisperf' if female else 'whisper'}"


def spoken_text(text: str, lexicon: Lexicon) -> str:
    """Return a cue's text as its engine is given it: spoken, with the lexicon's pronunciations in place."""
    held, stands_for = lexicon.hold(text) if lexicon else (text, {})
    said = sounded(spoken(held), lexicon.engine)
    if lexicon.engine in PHONEMIC:
        said = with_homographs(said)
    return said.translate(stands_for)
