"""How a line is said: what each direction word changes in the engine, and what it changes in the mix."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RATE_RANGE = (0.5, 2.0)
"""Bounds of an utterance's rate, in times the engine's normal speed."""
PITCH_RANGE_ST = (-12.0, 12.0)
INTONATION_RANGE = (0.0, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a way of saying a line changes against the character's ordinary speech."""

    rate: float = 1.0
    """Times the character's own rate; the engine's part."""
    pitch_st: float = 0.0
    """Semitones added to the character's own pitch; the engine's part."""
    intonation: float = 1.0
    """Times the ordinary rise and fall of the voice; the part of engines that can."""
    gain_db: float = 0.0
    """Added to the line's level; the mix's part."""
    treatment: tuple[str, ...] = field(default=())
    """Names of treatments in the order in which they apply; the mix's part."""


DELIVERIES: Mapping[str, Delivery] = MappingProxyType(
    {
        "title": Delivery(rate=0.92),
        "byline": Delivery(rate=0.95),
        "heading": Delivery(rate=0.92),
        "thought": Delivery(rate=0.96, pitch_st=-0.5, intonation=0.8, treatment=("thought",)),
        "message": Delivery(treatment=("message",)),
        "letter": Delivery(rate=0.97, treatment=("letter",)),
        "song": Delivery(rate=0.85, pitch_st=0.5),
        "flashback": Delivery(treatment=("flashback",)),
        "telephone": Delivery(treatment=("telephone",)),
        "radio": Delivery(treatment=("radio",)),
        "address": Delivery(rate=0.92, treatment=("address",)),
        "distant": Delivery(rate=0.96, pitch_st=0.5, treatment=("distant",)),
        "whispered": Delivery(rate=0.92, pitch_st=-1.0, gain_db=-3.5, treatment=("whisper",)),
        "murmured": Delivery(rate=0.95, pitch_st=-1.0, intonation=0.7, gain_db=-2.0),
        "shouted": Delivery(rate=1.05, pitch_st=2.0, intonation=1.3, gain_db=3.0, treatment=("shout",)),
        "sobbed": Delivery(rate=0.85, pitch_st=1.0, intonation=1.3, gain_db=-1.0),
        "breathless": Delivery(rate=1.15, pitch_st=1.0, gain_db=-1.0),
        "slow": Delivery(rate=0.82),
        "fast": Delivery(rate=1.2),
        "laughed": Delivery(rate=1.05, pitch_st=1.0, intonation=1.3),
        "sung": Delivery(rate=0.85, pitch_st=1.5),
        "cut-off": Delivery(),
        "trailing": Delivery(rate=0.95),
    }
)
"""Levels of whisper and shout follow trade practice; rates and pitches are judgement: the house sets them."""


def delivery(how: Iterable[str], table: Mapping[str, Delivery] = DELIVERIES) -> Delivery:
    """Return all that a cue's direction words change: rates and intonation multiplied, the rest added.

    Each stays within its range above. KeyError for a word that the table lacks.
    """
    rate, pitch_st, intonation, gain_db = 1.0, 0.0, 1.0, 0.0
    treatment: dict[str, None] = {}
    for word in how:
        one = table[word]
        rate *= one.rate
        pitch_st += one.pitch_st
        intonation *= one.intonation
        gain_db += one.gain_db
        treatment |= dict.fromkeys(one.treatment)
    return Delivery(
        rate=bounded(rate, RATE_RANGE),
        pitch_st=bounded(pitch_st, PITCH_RANGE_ST),
        intonation=bounded(intonation, INTONATION_RANGE),
        gain_db=gain_db,
        treatment=tuple(treatment),
    )


def bounded(value: float, limits: tuple[float, float]) -> float:
    """Return the value, or the limit that it passes."""
    return min(max(value, limits[0]), limits[1])
