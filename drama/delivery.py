"""Directions: how a line is said, where it comes from and what it is, in one table.

A direction is a word of a cue's `how`. For each direction the table lists the verbs and phrases of prose that
ask for it, its changes in the engine and in the mix, the instruction for servers that take instructions, and
how engines with people's voices act it. The words that a script may use, the verbs that attribution reads and
the rows of the docs are generated from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RATE_RANGE = (0.5, 2.0)
"""Bounds of an utterance's rate, as a factor of the engine's normal speed."""
PITCH_RANGE_ST = (-12.0, 12.0)
INTONATION_RANGE = (0.0, 2.0)
Acting = Literal["", "whisper", "shout", "sob", "laugh", "breath", "murmur", "trail", "tired"]
"""How the sound of a person's voice is processed; drama.speech.acting does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a line differs from the character's ordinary speech."""

    rate: float = 1.0
    """A factor of the character's own rate; applied by the engine."""
    pitch_st: float = 0.0
    """Semitones added to the character's own pitch; applied by the engine."""
    intonation: float = 1.0
    """A factor of the voice's ordinary pitch variation; applied by engines that support it."""
    gain_db: float = 0.0
    """Added to the line's level; applied in the mix."""
    treatment: tuple[str, ...] = field(default=())
    """Names of treatments in the order in which they apply; applied in the mix."""
    acting: Acting = ""
    """How the voice itself changes; applied by engines that speak with people's voices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A word that a cue's `how` may hold, and its effects."""

    word: str
    about: str
    """What it means, for people."""
    delivery: Delivery
    verbs: str = ""
    """Verbs of speech that ask for it, as a dictionary lists them; forms() gives every tense."""
    phrases: tuple[str, ...] = ()
    """Case-insensitive regular expressions for narration beside a line that asks for it."""
    instruction: str = ""
    """The instruction for a server that takes instructions."""


_OF = "(?:the|a|an|his|her|their|my|its|this|that)"
DIRECTIONS: Mapping[str, Direction] = MappingProxyType(
    {
        direction.word: direction
        for direction in (
            Direction(word="title", about="the story's title", delivery=Delivery(rate=0.92)),
            Direction(word="byline", about="the author's name", delivery=Delivery(rate=0.95)),
            Direction(word="heading", about="a chapter's heading", delivery=Delivery(rate=0.92)),
            Direction(
                word="thought",
                about="thought, not said",
                delivery=Delivery(rate=0.96, pitch_st=-0.5, intonation=0.8, treatment=("thought",)),
                verbs="think wonder muse reflect figure reason",
                phrases=(
                    "to (?:himself|herself|themselves|myself)",
                    "silently",
                    "(?:could|did|would) not (?:say|speak|utter) the words",
                    "in (?:his|her|my) (?:own )?(?:head|mind)",
                ),
                instruction="This is a thought: quiet and close.",
            ),
            Direction(
                word="message",
                about="a recording or a text message",
                delivery=Delivery(treatment=("message",)),
                phrases=(
                    rf"{_OF} (?:recording|recorded message|voicemail|text|e-?mail)",
                    "texted",
                    "typed",
                ),
            ),
            Direction(
                word="letter",
                about="a letter read out",
                delivery=Delivery(rate=0.97, treatment=("letter",)),
                phrases=(
                    rf"{_OF} (?:letter|note|telegram|postcard|diary)\b[^.]*(?:read|said|ran|began|was)",
                    "wrote",
                ),
            ),
            Direction(
                word="song",
                about="verses of a song, recited",
                delivery=Delivery(rate=0.85, pitch_st=0.5),
                instruction="Recite it as a song.",
            ),
            Direction(
                word="flashback", about="heard from the past", delivery=Delivery(treatment=("flashback",))
            ),
            Direction(
                word="telephone",
                about="through a telephone",
                delivery=Delivery(treatment=("telephone",)),
                phrases=(
                    rf"(?:over|on|into|down|through|from) {_OF} (?:telephone|phone|receiver|handset|mobile)",
                ),
            ),
            Direction(
                word="radio",
                about="over a radio",
                delivery=Delivery(treatment=("radio",)),
                verbs="radio",
                phrases=(
                    rf"(?:over|on|from|through|into) {_OF} (?:radio|comm?s?|comlink|walkie-talkie)",
                    rf"(?:over|on|from|through|into) {_OF} (?:headset|wireless)",
                ),
            ),
            Direction(
                word="address",
                about="over loudspeakers",
                delivery=Delivery(rate=0.92, treatment=("address",)),
                phrases=("(?:over|from|through) the (?:intercom|loudspeakers?|speakers?|tannoy|megaphone)",),
            ),
            Direction(
                word="newscast",
                about="a newsreader on a screen",
                delivery=Delivery(rate=1.04, treatment=("newscast",)),
                phrases=(
                    rf"{_OF} (?:\w+ )?(?:newscaster|newsreader|news ?anchor|news reporter)",
                    rf"{_OF} (?:\w+ )?anchor(?:man|woman)",
                ),
            ),
            Direction(
                word="hologram",
                about="a projected figure",
                delivery=Delivery(treatment=("hologram",)),
                phrases=(rf"{_OF} (?:\w+ )?(?:hologram|holographic (?:figure|image)|projection)",),
            ),
            Direction(
                word="behind-door",
                about="through a closed door",
                delivery=Delivery(treatment=("door",)),
                phrases=(
                    "(?:through|from behind) the (?:closed |locked )?door",
                    "from the other side of the door",
                ),
            ),
            Direction(
                word="off-mic",
                about="turned away, or across the room",
                delivery=Delivery(treatment=("off-mic",)),
                phrases=(
                    "from (?:the|his|her) (?:doorway|window|far end|other end|stairs|threshold)",
                    "over (?:his|her|their) shoulder",
                    "(?:from )?across the (?:room|hall|street|yard|table)",
                    "without turning (?:round|around)",
                ),
            ),
            Direction(
                word="entering",
                about="coming in while speaking",
                delivery=Delivery(treatment=("entering",)),
                phrases=("(?:coming|walking|hurrying|running|bursting) in(?:to the room)?",),
            ),
            Direction(
                word="leaving",
                about="going out while speaking",
                delivery=Delivery(treatment=("leaving",)),
                phrases=(
                    "(?:going|walking|hurrying|running|storming) out",
                    "on (?:his|her|their) way out",
                ),
            ),
            Direction(
                word="above",
                about="from higher up",
                delivery=Delivery(treatment=("above",)),
                phrases=(
                    "from (?:the top of the (?:stairs|ladder)|the (?:balcony|gallery|landing|roof)|high up)",
                    "(?:calling|shouting) down",
                ),
            ),
            Direction(
                word="distant",
                about="from far off",
                delivery=Delivery(rate=0.96, pitch_st=0.5, treatment=("distant",)),
                phrases=(
                    "from (?:afar|a distance|far away|outside|below|above|upstairs|downstairs)",
                    "from the (?:next|other) room",
                ),
            ),
            Direction(
                word="whispered",
                about="whispered",
                delivery=Delivery(
                    rate=0.92, pitch_st=-1.0, gain_db=-4.5, treatment=("whisper",), acting="whisper"
                ),
                verbs="whisper hiss",
                phrases=(rf"in {_OF} (?:\w+ )?whisper", rf"under {_OF} breath", "whispering"),
                instruction="Whisper.",
            ),
            Direction(
                word="murmured",
                about="said under one's breath",
                delivery=Delivery(rate=0.95, pitch_st=-1.0, intonation=0.7, gain_db=-3.0, acting="murmur"),
                verbs="murmur mutter mumble",
                phrases=(
                    r"(?:in|with) an? (?:\w+,? )?(?:low|quiet|small|hushed|soft) (?:voice|tone)",
                    "quietly",
                    "softly",
                ),
                instruction="Murmur.",
            ),
            Direction(
                word="shouted",
                about="shouted",
                delivery=Delivery(
                    rate=1.05, pitch_st=2.0, intonation=1.3, gain_db=3.2, treatment=("shout",), acting="shout"
                ),
                verbs="shout yell scream bellow roar holler bawl shriek thunder screech howl",
                phrases=(
                    rf"at the top of {_OF} (?:voice|lungs)",
                    "(?:in|with) a (?:loud|great) (?:voice|shout)",
                    "loudly",
                ),
                instruction="Shout.",
            ),
            Direction(
                word="sobbed",
                about="in tears",
                delivery=Delivery(rate=0.85, pitch_st=1.0, intonation=1.3, gain_db=-1.0, acting="sob"),
                verbs="sob weep whimper wail blubber",
                phrases=(
                    rf"through {_OF} tears",
                    "tearfully",
                    "between sobs",
                    "with a sob",
                    "voice br(?:oke|eaking|eaks)",
                ),
                instruction="Sob.",
            ),
            Direction(
                word="breathless",
                about="out of breath",
                delivery=Delivery(rate=1.15, pitch_st=1.0, gain_db=-1.0, acting="breath"),
                verbs="gasp pant wheeze puff",
                phrases=("breathlessly", "(?:out|short) of breath", "panting"),
                instruction="Be out of breath.",
            ),
            Direction(
                word="slow",
                about="slowly",
                delivery=Delivery(rate=0.82),
                verbs="drawl intone",
                phrases=("slowly", "haltingly"),
                instruction="Speak slowly.",
            ),
            Direction(
                word="fast",
                about="in a hurry",
                delivery=Delivery(rate=1.2),
                verbs="gabble babble blurt",
                phrases=("hurriedly", "quickly", "rapidly", "in a rush", "all in one breath"),
                instruction="Speak fast.",
            ),
            Direction(
                word="tired",
                about="wearily",
                delivery=Delivery(rate=0.9, pitch_st=-0.7, intonation=0.75, gain_db=-1.5, acting="tired"),
                phrases=("wearily", "tiredly", "in a tired voice"),
                instruction="Be tired.",
            ),
            Direction(
                word="laughed",
                about="with laughter in the voice",
                delivery=Delivery(rate=1.05, pitch_st=1.0, intonation=1.3, acting="laugh"),
                verbs="laugh chuckle giggle titter chortle guffaw",
                phrases=(r"with a (?:\w+ )?(?:laugh|chuckle|giggle)", "laughing"),
                instruction="Laugh as you speak.",
            ),
            Direction(
                word="sung",
                about="sung, as far as an engine can",
                delivery=Delivery(rate=0.85, pitch_st=1.5),
                verbs="sing chant croon",
                instruction="Sing it.",
            ),
            Direction(
                word="cut-off",
                about="broken off by a dash",
                delivery=Delivery(),
                instruction="Break off, interrupted.",
            ),
            Direction(
                word="trailing",
                about="trailing off in an ellipsis",
                delivery=Delivery(rate=0.95, acting="trail"),
                instruction="Trail off.",
            ),
        )
    }
)
"""Levels of whisper and shout follow trade practice. Rates and pitches are judgement; a project can set its
own."""
DELIVERIES: Mapping[str, Delivery] = MappingProxyType(
    {word: direction.delivery for word, direction in DIRECTIONS.items()}
)
"""What each direction changes unless the project overrides it."""
_IRREGULAR = {"think": "thought", "weep": "wept", "sing": "sang sung"}
_SHORT = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")
"""A syllable whose last consonant is doubled: sob, sobbed."""


def forms(verb: str) -> tuple[str, ...]:
    """Return a verb of the table in every tense: screech, screeches, screeched, screeching."""
    stem = verb[:-1] if verb.endswith("e") else verb + verb[-1] if _SHORT.fullmatch(verb) else verb
    third = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"
    past = _IRREGULAR.get(verb, f"{stem}ed").split()
    return (verb, third, *past, f"{stem}ing")


@lru_cache(maxsize=1)
def by_verb() -> Mapping[str, str]:
    """Return each verb that asks for a direction, in every tense, with the direction's word."""
    return MappingProxyType(
        {
            form: direction.word
            for direction in DIRECTIONS.values()
            for verb in direction.verbs.split()
            for form in forms(verb)
        }
    )


def instructions(words: Iterable[str]) -> str:
    """Return the instructions for a cue's direction words, for a server that takes them; may be empty."""
    return " ".join(told for word in words if (told := DIRECTIONS[word].instruction))


def delivery(how: Iterable[str], table: Mapping[str, Delivery] = DELIVERIES) -> Delivery:
    """Return the combined changes of a cue's direction words: rate and intonation multiply, the rest adds up.

    Each result is clipped to its range above. A whisper counts before all other acting, else the first
    in the list. KeyError for a word that is not in the table.
    """
    rate, pitch_st, intonation, gain_db = 1.0, 0.0, 1.0, 0.0
    treatment: dict[str, None] = {}
    acting: Acting = ""
    for word in how:
        one = table[word]
        rate *= one.rate
        pitch_st += one.pitch_st
        intonation *= one.intonation
        gain_db += one.gain_db
        treatment |= dict.fromkeys(one.treatment)
        acting = one.acting if one.acting == "whisper" else acting or one.acting
    return Delivery(
        rate=bounded(rate, RATE_RANGE),
        pitch_st=bounded(pitch_st, PITCH_RANGE_ST),
        intonation=bounded(intonation, INTONATION_RANGE),
        gain_db=gain_db,
        treatment=tuple(treatment),
        acting=acting,
    )


def bounded(value: float, limits: tuple[float, float]) -> float:
    """Return the value clipped to the limits."""
    return min(max(value, limits[0]), limits[1])
