"""Plan: which takes a story needs, which of them are missing, and what they would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.speech.engines import capabilities
from drama.speech.take_store import COMMON, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.model import Utterance
    from drama.speech.engines import Engines
    from drama.speech.take_store import Store

CALIBRATION = "The quick brown fox jumps over the lazy dog, while zinc and jade vases quiver below my window."
"""The text that each voice speaks once, at each rate and pitch, so that its level can be measured."""


def plan(utterances: Sequence[Utterance | None], engines: Engines) -> tuple[str | None, ...]:
    """Return the key of each utterance's take, None for None; raises as check() does."""
    check(utterances, engines)
    fingerprints: dict[tuple[str, str], str] = {}
    keys: list[str | None] = []
    for utterance in utterances:
        if utterance is None:
            keys.append(None)
            continue
        which = (utterance.engine, utterance.voice)
        if which not in fingerprints:
            fingerprints[which] = engines[utterance.engine].fingerprint(utterance.voice)
        common = COMMON if utterance.text == CALIBRATION else ""
        keys.append(common + key_of(utterance, fingerprints[which]))
    return tuple(keys)


def missing(utterances: Sequence[Utterance | None], store: Store, engines: Engines) -> tuple[int, ...]:
    """Return the indices of the utterances that would have to be spoken; nothing is spoken or read."""
    keys = plan(utterances, engines)
    there = store.having(keys)
    return tuple(i for i, key in enumerate(keys) if key is not None and key not in there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What would be sent to a paid service, and what it would charge."""

    engine: str
    characters: int
    dollars: float
    """By the price in the engine's settings; 0 when none is set there."""


def costs(utterances: Sequence[Utterance | None], store: Store, engines: Engines) -> tuple[Cost, ...]:
    """Return each charging engine's cost of the takes that the store lacks, calibrations included."""
    asked: dict[str, list[Utterance]] = {}
    everything = [*utterances, *calibrations(utterances, engines).values()]
    for i in missing(everything, store, engines):
        if (utterance := everything[i]) is not None:
            asked.setdefault(utterance.engine, []).append(utterance)
    return tuple(
        Cost(engine=name, characters=characters, dollars=dollars)
        for name, wanted in sorted(asked.items())
        if engines[name].capabilities.charges
        for characters, dollars in [engines[name].cost(list(dict.fromkeys(wanted)))]  # type: ignore[attr-defined]
    )


def check(
    utterances: Iterable[Utterance | None], engines: Engines, places: Sequence[Place | None] = ()
) -> None:
    """Raise InputError with every voice and option that an engine refuses, each at its first place."""
    problems: list[Problem] = []
    seen = set()
    for i, utterance in enumerate(utterances):
        if utterance is None:
            continue
        voice = replace(utterance, text="")
        if voice in seen:
            continue
        seen.add(voice)
        try:
            engines[utterance.engine].check(utterance)
        except InputError as error:
            place = places[i] if i < len(places) else None
            problems += [replace(p, place=p.place or place) for p in error.problems]
    if problems:
        raise InputError(*dict.fromkeys(problems))


def calibrations(utterances: Iterable[Utterance | None], engines: Engines) -> dict[Utterance, Utterance]:
    """Return each voice's calibration utterance: one a rate and pitch, or only one where its engine acts.

    Voices whose level the engine's catalogue has need none.
    """
    known = known_levels(utterances, engines)
    voices = dict.fromkeys(voice_of(u) for u in utterances if u is not None)
    return {voice: replace(voice, text=CALIBRATION) for voice in voices if voice not in known}


def known_levels(utterances: Iterable[Utterance | None], engines: Engines) -> dict[Utterance, float]:
    """Return the calibrated levels, in LUFS, of those voices whose engine's catalogue has them."""
    voices = dict.fromkeys(
        voice_of(u) for u in utterances if u is not None and capabilities(u.engine).acts and not u.options
    )
    catalogue = {
        (info.engine, info.name): info.calibrated_lufs
        for name in sorted({voice.engine for voice in voices})
        for info in engines[name].voices()
    }
    found = {voice: catalogue.get((voice.engine, voice.voice)) for voice in voices}
    return {voice: level for voice, level in found.items() if level is not None}


def voice_of(utterance: Utterance) -> Utterance:
    """Return an utterance without its text, reduced to what the voice's level depends on.

    Acting doesn't change a voice's level, so that one calibration serves all that a character says.
    """
    if capabilities(utterance.engine).acts:
        return replace(utterance, text="", rate=1.0, pitch=0.0, intonation=1.0, acting="")
    return replace(utterance, text="")
