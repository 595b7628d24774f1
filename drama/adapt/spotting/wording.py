"""Regular expressions from nouns and verbs: inflection, and who does what in a sentence."""

from __future__ import annotations

import re
from functools import cache

WORD = r"[\w'’-]+"
BETWEEN = (
    r"(?!(?:as|and|but|when|while|that|which|who|because|if|or|so|until|till|before|after|where|than|like)\b)"
    rf"{WORD}"
)
"""A word that may stand between a subject and its verb: any that doesn't begin another clause."""
NO_NOUN = r"(?<!\bthe\s)(?<!\ba\s)(?<!\ban\s)(?<!\bhis\s)(?<!\bher\s)(?<!\bits\s)(?<!\bof\s)"
"""What comes next is no noun: the tap of "at the tap" doesn't tap."""
OF_IT = r"\s+of\s+(?:the|his|her|its|their|my|our)\s+(?:[\w-]+\s+)?[\w-]+"
IRREGULAR_FORMS = """
    beat beats beaten beating
    begin begins began begun beginning
    blow blows blew blowing
    break breaks broke breaking
    burn burns burned burnt burning
    burst bursts bursting
    cast casts casting
    catch catches caught catching
    come comes came coming
    creep creeps crept creeping
    draw draws drew drawing
    drive drives drove driving
    fall falls fell falling
    fling flings flung flinging
    fly flies flew flying
    give gives gave giving
    go goes went going
    grind grinds ground grinding
    hear hears heard hearing
    hit hits hitting
    keep keeps kept keeping
    leap leaps leaped leapt leaping
    lift lifts lifted lifting
    light lights lit lighted lighting
    open opens opened opening
    power powers powered powering
    ring rings rang ringing
    rise rises rose rising
    run runs ran running
    set sets setting
    shake shakes shook shaking
    shoot shoots shot shooting
    shriek shrieks shrieked shrieking
    shut shuts shutting
    sing sings sang singing
    sink sinks sank sunk sinking
    slide slides slid sliding
    sound sounds sounded sounding
    speak speaks spoke speaking
    spit spits spat spitting
    split splits splitting
    spring springs sprang sprung springing
    stick sticks stuck sticking
    strike strikes struck striking
    sweep sweeps swept sweeping
    swing swings swung swinging
    take takes took taking
    tear tears tore tearing
    throw throws threw throwing
"""
IRREGULAR = {line.split()[0]: tuple(line.split()) for line in IRREGULAR_FORMS.strip().splitlines()}
DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtvz]")
"""A verb of one short syllable: its last consonant is doubled in "slammed" and "slamming"."""


@cache
def inflected(verb: str) -> str:
    """Return an alternation of a verb's forms: base, third person, past, present participle."""
    if verb in IRREGULAR:
        return "|".join(IRREGULAR[verb])
    stem = verb + verb[-1] if DOUBLED.fullmatch(verb) else verb.removesuffix("e")
    third = verb + ("es" if re.search(r"(s|sh|ch|x|z)$", verb) else "s")
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb}|{verb[:-1]}ies|{verb[:-1]}ied|{verb}ing"
    return f"{verb}|{third}|{stem}ed|{stem}ing"


@cache
def forms(verbs: str) -> str:
    """Return an alternation of all forms of the verbs, which are separated by spaces."""
    return "|".join(inflected(verb) for verb in verbs.split())


class Phrase(str):
    """A pattern that matches no text without one of its stems: a cheap test before it is compiled."""

    __slots__ = ("stems",)

    stems: frozenset[str]

    def __new__(cls, pattern: str, nouns: str) -> Phrase:
        """Take the pattern, and that of the nouns without which it doesn't match."""
        made = super().__new__(cls, pattern)
        made.stems = stems(nouns)
        return made


OPTIONAL = re.compile(r".(?=[?*]|\{0)")
GROUP = re.compile(r"\((?!.*\().*?\)", re.DOTALL)
OTHER = re.compile(r"\[[^\]]*\]|\\.")


@cache
def stems(nouns: str) -> frozenset[str]:
    """Return the longest literal letters, in lower case, of each alternative of a pattern.

    A text that the pattern matches has one of them. Empty where an alternative has no letters of its own.
    """
    found = set()
    for alternative in alternatives(nouns):
        runs = re.findall(r"[^\W\d_]+", OPTIONAL.sub(" ", alternative))
        if not runs:
            return frozenset()
        found.add(max(runs, key=len).lower())
    return frozenset(found)


def alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, with nothing of its groups, classes and escapes."""
    flat = OTHER.sub(" ", pattern)
    while (inner := GROUP.sub(" ", flat)) != flat:
        flat = inner
    return flat.split("|")


def does(nouns: str, verbs: str, *, gap: int = 4, then: str = "") -> Phrase:
    """Return a pattern for a subject that does something: `nouns` is a pattern, `verbs` a list.

    Up to `gap` words may stand between, and "of the" with what the thing belongs to; any other "of" and a
    compound's second noun may not follow the subject.
    `then` is a pattern that must follow the verb.
    """
    after = rf"\s+(?:{then})\b" if then else ""
    subject = rf"\b(?:{nouns})\b(?:{OF_IT})?(?!\s+of\b)(?!\s+(?:{COMPOUNDS})\b)"
    done = rf"(?P<verb>{forms(verbs)})\b(?![-’']\w){after}"
    return Phrase(rf"{subject}(?:\s+{BETWEEN}){{0,{gap}}}?\s+{NO_NOUN}{done}", nouns)


def done_to(verbs: str, nouns: str, *, gap: int = 2, bare: bool = False) -> Phrase:
    """Return a pattern for something done to an object: "slammed the heavy door".

    A determiner must follow the verb, so that "the open door" doesn't match; `bare` makes it optional.
    """
    article = rf"(?:\s+(?:open|shut|to))?\s+(?:{ARTICLE})" + ("?" if bare else r"\b")
    return Phrase(
        rf"\b(?P<verb>{forms(verbs)})(?![-’']){article}(?:\s+{BETWEEN}){{0,{gap}}}?"
        rf"\s*\b(?:{nouns})\b(?!\s+(?:{COMPOUNDS})\b)",
        nouns,
    )


def noise_of(noises: str, nouns: str) -> Phrase:
    """Return a pattern for a noise that something makes: "the slam of a door", "a noise like a door"."""
    like = r"(?:was|came|heard)\s+an?\s+(?:\w+\s+)?(?P<verb2>noise|sound)\s+like"
    return Phrase(
        rf"\b(?:(?P<verb>{noises})\s+of|{like})\s+(?:{WORD}\s+){{0,3}}?(?:{nouns})\b(?!\s+(?:{COMPOUNDS})\b)",
        nouns,
    )


def heard(nouns: str) -> Phrase:
    """Return a pattern for something that is heard: "she heard the sea", "listened to the rain"."""
    return Phrase(
        rf"\b(?P<verb>hear|hears|heard|hearing|listen(?:s|ed|ing)?\s+to|came\s+the\s+(?:sound|noise)\s+of)"
        rf"\s+(?:{WORD}\s+){{0,4}}?(?:{nouns})\b(?!\s+(?:{COMPOUNDS})\b)",
        nouns,
    )


ARTICLE = r"(?:the|an?|his|her|its|their|my|our|your|this|that|both|every|another|one|two|some|[\w]+[’']s)"
COMPOUNDS = (
    "engines?|escape|place|man|men|fighters?|stations?|towers?|handles?|frames?|knobs?|steps?|ways?|faces?|work"
    "|clouds?|cellar|wall|lights?|bells?|boxes|box|keepers?|posts?|mats?|drivers?|tracks?|tickets?|lines?"
    "|instruments?|breakers?|pipes?|boots?|coats?|brigade|alarms?|ringers?|makers?|rooms?|cells?"
)
"""Second nouns of compounds, which name another thing than the first noun: a fire engine is no fire."""
