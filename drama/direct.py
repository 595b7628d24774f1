"""Direct: every cue of a script, in its character's voice and manner, as its engine is asked to speak it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.delivery import DELIVERIES, PITCH_RANGE_ST, RATE_RANGE, Delivery, bounded, delivery
from drama.lexicon import Lexicon, sounded
from drama.model import Pronunciation, Utterance
from drama.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.model import Cast, Cue, Script, Voice


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
    entries += tuple(Pronunciation(term=term, say=(("default", say),)) for term, say in script.lexicon)
    engines = sorted({voice.engine for voice in (cast.narrator, *(voice for _, voice in cast.voices))})
    lexicons = {engine: Lexicon(entries, engine) for engine in engines}
    voices = dict(cast.voices)
    return tuple(
        _utterance(cue, voice, lexicons[voice.engine], deliveries)
        if is_spoken(cue) and (voice := voices[cue.speaker] if cue.kind == "line" else cast.narrator)
        else None
        for cue in script.cues
    )


def is_spoken(cue: Cue) -> bool:
    """Return whether there is anything to say in a cue; a line of nothing but "…" is a beat of silence."""
    return cue.kind in ("narrator", "line") and any(c.isalnum() for c in cue.text)


def _utterance(cue: Cue, voice: Voice, lexicon: Lexicon, deliveries: Mapping[str, Delivery]) -> Utterance:
    how = delivery(cue.how, deliveries)
    own = dict(cue.settings)
    return Utterance(
        text=spoken_text(cue.text, lexicon),
        engine=voice.engine,
        voice=voice.name,
        rate=round(bounded(voice.rate * float(own.get("rate", how.rate)), RATE_RANGE), 4),
        pitch=round(bounded(voice.pitch + float(own.get("pitch", how.pitch_st)), PITCH_RANGE_ST), 4),
        options=voice.options,
    )


def spoken_text(text: str, lexicon: Lexicon) -> str:
    """Return a cue's text as its engine is given it: spoken, with the lexicon's pronunciations in place."""
    held, stands_for = lexicon.hold(text) if lexicon else (text, {})
    return sounded(spoken(held), lexicon.engine).translate(stands_for)
