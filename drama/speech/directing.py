"""Direct: turns every spoken cue of a script into an utterance in its character's voice and manner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.delivery import (
    DELIVERIES,
    INTONATION_RANGE,
    PITCH_RANGE_ST,
    RATE_RANGE,
    Delivery,
    bounded,
    delivery,
    instructions,
)
from drama.model import Utterance
from drama.speech.engines import capabilities
from drama.speech.lexicon.entries import Lexicon
from drama.speech.text import spoken
from drama.speech.text.emphasis import with_emphasis
from drama.speech.text.homographs import with_homographs
from drama.speech.text.interjections import sounded
from drama.speech.text.names import heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.model import Cast, Character, Cue, Pronunciation, Script, Voice
    from drama.speech.engine import Capabilities

    Options = tuple[tuple[str, float | str], ...]

_BREATHING = frozenset({"person", "spirit", "god"})
"""The kinds of characters that have breath to whisper with."""


def direct(
    script: Script,
    cast: Cast,
    entries: tuple[Pronunciation, ...] = (),
    deliveries: Mapping[str, Delivery] = DELIVERIES,
) -> tuple[Utterance | None, ...]:
    """Return the utterance of each cue of the script, in order; None where nothing is spoken.

    Narration and lines with a letter or digit in them are spoken. The entries are the project's
    pronunciations; the script's own override them. A cue's own rate and pitch settings replace what its
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
    able = capabilities(voice.engine)
    intonation = 1.0 if "pitch" in own else how.intonation
    options = _options(voice, cue.how, intonation, able)
    pitch = voice.pitch + float(own.get("pitch", how.pitch_st)) - _lift_st(voice.options, options, able)
    breathing = character is None or character.kind in _BREATHING
    name = voice.name
    if "whisper" in how.treatment and breathing and able.whisper_voice:
        name = able.whisper_voice(name, character.gender if character else "unknown")
    acts = able.acts and "instructions" not in options
    return Utterance(
        text=spoken_text(heading(cue.text) if "heading" in cue.how else cue.text, lexicon),
        engine=voice.engine,
        voice=name,
        rate=round(bounded(voice.rate * float(own.get("rate", how.rate)), RATE_RANGE), 4),
        pitch=round(bounded(pitch, PITCH_RANGE_ST), 4),
        options=tuple(sorted(options.items())),
        intonation=round(intonation, 4) if acts else 1.0,
        acting=how.acting if acts and breathing else "",
    )


def _options(
    voice: Voice, words: tuple[str, ...], intonation: float, able: Capabilities
) -> dict[str, float | str]:
    """Return the voice's options, with those that follow a direction by other means than rate and pitch."""
    options = dict(voice.options)
    if able.intonation_lift_st is not None and intonation != 1.0:
        options["range"] = round(bounded(float(options.get("range", 1.0)) * intonation, INTONATION_RANGE), 4)
    elif able.instructions and "instructions" in options:
        options["instructions"] = f"{options['instructions']} {instructions(words)}".strip()
    return options


def _lift_st(before: Options, after: Mapping[str, float | str], able: Capabilities) -> float:
    """Return by how much a changed range of intonation moves the median F0, a side effect to undo."""
    changed = float(after.get("range", 1.0)) - float(dict(before).get("range", 1.0))
    return (able.intonation_lift_st or 0.0) * changed


def spoken_text(text: str, lexicon: Lexicon) -> str:
    """Return a cue's text as its engine gets it: normalised, pronunciations and stressed words marked."""
    held, stands_for = lexicon.hold(text) if lexicon else (text, {})
    said = sounded(spoken(held), lexicon.engine)
    able = capabilities(lexicon.engine)
    if able.phonemes:
        said = with_homographs(said)
    said = said.translate(stands_for)
    return with_emphasis(said, text) if able.stresses else said
