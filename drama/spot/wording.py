"""Turning nouns and verbs into patterns: inflection, and who does what in a sentence."""

from __future__ import annotations

import re
from functools import cache

WORD = r"[\w'’-]+"
IRREGULAR = {
    "beat": "beat beats beaten beating", "begin": "begin begins began begun beginning",
    "blow": "blow blows blew blowing", "break": "break breaks broke breaking", "burn": "burn burns burned burnt burning",
    "burst": "burst bursts bursting", "come": "come comes came coming", "draw": "draw draws drew drawing",
    "drive": "drive drives drove driving", "fall": "fall falls fell falling", "fly": "fly flies flew flying",
    "fling": "fling flings flung flinging", "go": "go goes went going", "grind": "grind grinds ground grinding",
    "hit": "hit hits hitting", "open": "open opens opened opening", "ring": "ring rings rang ringing",
    "rise": "rise rises rose rising", "run": "run runs ran running", "shake": "shake shakes shook shaking",
    "shriek": "shriek shrieks shrieked shrieking", "shut": "shut shuts shutting", "sing": "sing sings sang singing",
    "slide": "slide slides slid sliding", "spit": "spit spits spat spitting", "split": "split splits splitting",
    "strike": "strike strikes struck striking", "sweep": "sweep sweeps swept sweeping",
    "swing": "swing swings swung swinging", "take": "take takes took taking", "tear": "tear tears tore tearing",
    "throw": "throw throws threw throwing", "keep": "keep keeps kept keeping", "sound": "sound sounds sounded sounding",
    "cast": "cast casts casting", "speak": "speak speaks spoke speaking",
}  # fmt: skip
DOUBLED = set(
    [
        "slam",
        "rap",
        "drum",
        "tap",
        "slap",
        "lap",
        "drip",
        "hum",
        "throb",
        "thud",
        "chug",
        "tug",
        "rub",
        "whir",
        "pop",
        "skid",
        "thrum",
        "stir",
        "chat",
        "plop",
        "drop",
        "crack",
    ]
) - {"crack"}


@cache
def inflected(verb: str) -> str:
    """Return an alternation of a verb's forms: base, third person, past, present participle."""
    if verb in IRREGULAR:
        return "|".join(IRREGULAR[verb].split())
    stem = verb + verb[-1] if verb in DOUBLED else verb.removesuffix("e")
    third = verb + ("es" if re.search(r"(s|sh|ch|x|z)$", verb) else "s")
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb}|{verb[:-1]}ies|{verb[:-1]}ied|{verb}ing"
    return f"{verb}|{third}|{stem}ed|{stem}ing"


def forms(verbs: str) -> str:
    """Return an alternation of all forms of some verbs, separated by spaces."""
    return "|".join(inflected(verb) for verb in verbs.split())


def does(nouns: str, verbs: str, *, gap: int = 4, then: str = "") -> str:
    """Return a pattern for a subject that does something: `nouns` is a pattern, `verbs` a list.

    Up to `gap` words may stand between; "of" and a compound's second noun may not follow the subject.
    `then` is a pattern that must follow the verb.
    """
    after = rf"\s+{then}" if then else ""
    return rf"\b(?:{nouns})\b(?!\s+of\b)(?!\s+(?:{COMPOUNDS})\b)(?:\s+{WORD}){{0,{gap}}}?\s+(?P<verb>{forms(verbs)})\b{after}"


def done_to(verbs: str, nouns: str, *, gap: int = 3) -> str:
    """Return a pattern for something done to an object: "slammed the heavy door"."""
    return rf"\b(?P<verb>{forms(verbs)})(?:\s+{WORD}){{0,{gap}}}?\s+(?:{nouns})\b(?!\s+(?:{COMPOUNDS})\b)"


def noise_of(noises: str, nouns: str) -> str:
    """Return a pattern for a noise that something makes: "the slam of a door"."""
    return rf"\b(?P<verb>{noises})\s+of\s+(?:{WORD}\s+){{0,3}}?(?:{nouns})\b(?!\s+(?:{COMPOUNDS})\b)"


def heard(nouns: str) -> str:
    """Return a pattern for something that is heard: "she heard the sea", "listened to the rain"."""
    return (
        rf"\b(?P<verb>hear|hears|heard|hearing|listen(?:s|ed|ing)?\s+to|came\s+the\s+(?:sound|noise)\s+of)"
        rf"\s+(?:{WORD}\s+){{0,4}}?(?:{nouns})\b(?!\s+(?:{COMPOUNDS})\b)"
    )


COMPOUNDS = (
    "engines?|escape|place|man|men|fighters?|stations?|towers?|handles?|frames?|knobs?|steps?|ways?|faces?|work"
    "|clouds?|cellar|wall|lights?|bells?|boxes|box|keepers?|posts?|mats?|drivers?|tracks?|tickets?|lines?"
    "|instruments?|breakers?|pipes?|boots?|coats?|brigade|alarms?|ringers?|makers?|rooms?|cells?"
)
"""Second nouns that make another thing of the first: a fire engine is no fire."""
