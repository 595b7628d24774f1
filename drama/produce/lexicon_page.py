"""Lexicon audition: each out-of-vocabulary word of a story as the engine will say it, to check beforehand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.audio import resample
from drama.model import Utterance
from drama.produce import pages
from drama.produce.audition_page import RATE_HZ, address, levelled
from drama.project import yaml as yamlfile
from drama.speech import Lexicon, engines, invented, mbrola, phonemes, pronunciations, spoken_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.model import Pronunciation, Script, Voice
    from drama.produce.audition_page import Speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a story whose pronunciation is worth checking."""

    term: str
    count: int
    why: str
    entered: str
    """The lexicon's entry for it in this engine; empty when there is none."""
    ipa: str
    """The engine's pronunciation; empty when it can only be heard."""
    utterance: Utterance

    @property
    def yaml(self) -> str:
        """A lexicon entry with the present pronunciation, for the user to change."""
        say = self.entered or (
            f"/{self.ipa}/"
            if engines.capabilities(self.utterance.engine).phonemes and self.ipa
            else self.term
        )
        return f"{yamlfile.scalar(self.term)}: {yamlfile.scalar(say)}"


def words_to_hear(script: Script, voice: Voice, entries: Sequence[Pronunciation]) -> tuple[Word, ...]:
    """Return a script's out-of-vocabulary words and those in the lexicon, as a voice will say them.

    The most frequent come first. EngineError when espeak-ng can't be run for its pronunciations.
    """
    entries = (*entries, *script.lexicon)
    entered = {entry.term: say for entry in entries if (say := entry.said(voice.engine))}
    texts = [cue.text for cue in script.cues if cue.is_spoken]
    counts = {one.term: (one.count, one.why) for one in invented(script)}
    lexicon = Lexicon(entries, voice.engine)
    times = Counter(term for text in texts for term in lexicon.terms(text))
    counts |= {term: (times[term], "in the lexicon") for term in entered if times[term]}
    spoken = {term: spoken_text(f"{term}.", lexicon) for term in counts}
    said = dict(zip(spoken, _said(tuple(spoken.values()), voice), strict=True))
    words = (
        Word(
            term=term,
            count=count,
            why=why,
            entered=entered.get(term, ""),
            ipa=said[term],
            utterance=Utterance(
                text=spoken[term], engine=voice.engine, voice=voice.name, rate=voice.rate, pitch=voice.pitch,
                options=voice.options,
            ),
        )
        for term, (count, why) in counts.items()
    )  # fmt: skip
    return tuple(sorted(words, key=lambda word: (-word.count, word.term)))


def _said(texts: tuple[str, ...], voice: Voice) -> tuple[str, ...]:
    able = engines.capabilities(voice.engine)
    if not able.reads_as_espeak:
        return ("",) * len(texts)
    given = ["".join(part.ipa for part in phonemes.parts(text)) for text in texts]
    espeak = able.own_voices_read and not voice.name.startswith(mbrola.PREFIX)
    accent = voice.name if espeak else "en-us"
    read = pronunciations([phonemes.plain(text) for text in texts], accent)
    return tuple(ipa or ours for ipa, ours in zip(given, read, strict=True))


def page(script: Script, words: Sequence[Word], speak: Speak) -> str:
    """Return a page that plays every word, with the sounds embedded; errors of `speak` are passed on."""
    answers = speak([word.utterance for word in words]) if words else ()
    sounds = [resample(samples, rate_hz, RATE_HZ) for samples, rate_hz in answers]
    heard = zip(words, levelled(sounds) if sounds else [], strict=True)
    cards = [
        {
            "id": f"y{number}",
            "term": word.term,
            "ipa": word.ipa,
            "count": word.count,
            "why": word.why,
            "sound": address(sound),
            "yaml": word.yaml,
        }
        for number, (word, sound) in enumerate(heard, 1)
    ]
    story = f"{script.key} {script.title}".strip()
    code = pages.page("listening.js")
    return pages.page("lexicon.html", heading="Names", story=story, cards=cards, script=code)
