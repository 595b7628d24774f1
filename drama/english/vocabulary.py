"""The vocabulary of attribution: verbs of speech, nouns for people, titles, kin terms, function words, names.

The lists themselves are in vocabulary.txt, names.txt and nicknames.txt beside this module.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

Sex = Literal["male", "female"]


def _text(name: str) -> str:
    return resources.files("drama.english").joinpath(name).read_text(encoding="utf-8")


def _sections(name: str) -> dict[str, list[str]]:
    """Return the words under each [heading] of a list file."""
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in _text(name).splitlines():
        if line.startswith("["):
            here = found.setdefault(line.strip("[] "), [])
        elif not line.startswith("#"):
            here += line.split()
    return found


_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdgmnprt]|quip|admit|deadpan|kidnap")
"""Verbs whose last consonant is doubled: those of one short syllable, and a few others."""


def _inflected(entries: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the past and third person of verbs, and their participles; "say/said" has an irregular past."""
    finite: set[str] = set()
    participles: set[str] = set()
    for entry in entries:
        base, _, past = entry.partition("/")
        weak_y = base.endswith("y") and base[-2] not in "aeou"
        stem = base + base[-1] if _DOUBLED.fullmatch(base) else base
        if base.endswith("e"):
            regular, participle = base + "d", (base if base.endswith("ee") else base[:-1]) + "ing"
        else:
            regular, participle = (base[:-1] + "ied" if weak_y else stem + "ed"), stem + "ing"
        present = base[:-1] + "ies" if weak_y else base + ("es" if base.endswith(("sh", "ch", "ss")) else "s")
        finite |= {past or regular, present}
        participles.add(participle)
    return frozenset(finite), frozenset(participles)


_WORDS = _sections("vocabulary.txt")


def _list(heading: str) -> frozenset[str]:
    return frozenset(_WORDS[heading])


_SPEECH, SPEECH_PARTICIPLES = _inflected(_WORDS["speech verbs"])
_MANNER, MANNER_PARTICIPLES = _inflected(_WORDS["manner verbs"])
SPEECH_VERBS = _SPEECH | {"say", "tell", "quoth", "goes"} | _list("foreign speech")
"""Finite verbs that report speech: said, asks; the commonest of other languages, too."""
MANNER_VERBS = _MANNER - SPEECH_VERBS
"""Verbs that carry a quotation only when it runs into them: "Yes," he smiled."""
PLAIN_SPEECH = _list("plain speech") | _list("foreign speech")
"""Verbs of speech that hardly mean anything else next to a quotation."""
SPEECH_PATTERN = "|".join(sorted(SPEECH_VERBS, key=lambda word: (-len(word), word)))
SPEECH_BASES = frozenset(entry.partition("/")[0] for entry in _WORDS["speech verbs"]) - {
    "lie",
    "stress",
    "model",
}
"""Verbs of speech in the plural present: sing the crows."""
THOUGHT_VERBS = frozenset(
    {"thought", "thinks", "figured", "figures", "wondered", "wonders", "mused", "reasoned"}
)
WRITING_VERBS = frozenset({"wrote", "writes", "typed", "types", "signed", "signs", "texted", "texts"})
"""Verbs of speech that are also acts."""
SPEECH_NOUNS = _list("speech nouns")
"""Nouns that stand for somebody's speech: a gruff voice cried."""
HUMAN_VERBS = SPEECH_VERBS | MANNER_VERBS | _list("human verbs")
"""Verbs that mostly have a person for their subject."""
PLAIN_VERBS = (
    SPEECH_BASES
    | {e.partition("/")[0] for e in _WORDS["manner verbs"]}
    | {verb[:-1] for verb in HUMAN_VERBS if verb.endswith("s") and not verb.endswith("ss")}
)
"""Base forms of verbs of speech, of manner and of people, as after "I" and "you": reach, push."""
AUXILIARIES = _list("auxiliaries")
IRREGULAR_PASTS = _list("irregular pasts")
ADVERBS = _list("adverbs")
"""Adverbs without -ly that may stand between a subject and its verb."""

MALE = _list("male")
FEMALE = _list("female")
CROWDS = _list("crowds")
PERSON_NOUNS = MALE | FEMALE | CROWDS | _list("neutral")
KIN = _list("kin")
GENERATIONS: dict[str, int] = {
    word: generation
    for generation, kin in (
        (2, "grandfather grandpa granddad grandad gramps grandmother grandma granny gran nan nana nain"),
        (2, "abuela abuelo nonna nonno oma opa"),
        (1, "father dad daddy papa pa pop mother mom mum mommy mummy mama mamma ma mam"),
        (0, "brother sister husband wife"),
        (-1, "son daughter"),
    )
    for word in kin.split()
}
"""Kin terms by generation, relative to the person whose kin they are."""
KIN_NAMES: dict[str, Sex] = {
    **dict.fromkeys(["pop", "pops", "gramps", "nonno", "abuelo", "opa"], "male"),
    **dict.fromkeys(["nain", "nonna", "abuela", "oma"], "female"),
}
"""What parents and grandparents are called whose names aren't nouns of the narration ("a pop and a hiss")."""
ELDER = frozenset({"old", "elder", "big", "tall", "fat", "great"})
YOUNGER = frozenset({"young", "younger", "little", "small", "short", "thin", "wee"})
"""Adjectives that distinguish two people of one name: old Kit and young Kit, Big Sam and Little Sam."""
SENIOR, JUNIOR = frozenset({"senior", "elder", "sr"}), frozenset({"junior", "younger", "jr"})
"""The same behind a name."""
CHILDREN = _list("children")
YOUNG = _list("young")
OLD_NOUNS = _list("old nouns")
OLD_ADJECTIVES = _list("old adjectives")
YOUNG_ADJECTIVES = _list("young adjectives")
CHILD_ADJECTIVES = _list("child adjectives")
ROBOTS = _list("robots")
DEVICES = _list("devices")
ANIMALS = _list("animals")
SPIRITS = _list("spirits")
BODY = _list("body")
"""Nouns for what is somebody's and may be the topic of a sentence about them: Ines's eyes."""
HAIR = _list("hair")
"""Nouns for hair, by whose colour people are told apart."""
VAGUE_NOUNS = _list("vague nouns")
"""Nouns that need the words after them to say who is meant: the man with the lamp."""
FAMILIAR = _list("familiar")
"""Adjectives that stand before names without an article: little Amy, old Pell."""
GREETED = _list("greeted")
"""Address terms for anybody: dear, sir."""

TITLES_MALE = _list("titles male")
TITLES_FEMALE = _list("titles female")
TITLES_EITHER = _list("titles either")
TITLES_RANK = _list("titles rank")
TITLES = TITLES_MALE | TITLES_FEMALE | TITLES_EITHER
DEGREES = _list("degrees")
"""Words before a title that belong to it: Third Officer, Lance Corporal, First Mate."""
TITLES_OF_PLACES = _list("titles of places")
"""Titles that go on with "of": the Duchess of Marle."""
TITLE_SAME = {
    "mister": "mr", "missus": "mrs", "doctor": "dr", "professor": "prof",
    "captain": "capt", "sergeant": "sgt", "lieutenant": "lt", "colonel": "col", "general": "gen",
    "commander": "cmdr", "reverend": "rev", "saint": "st", "corporal": "cpl", "major": "maj",
    "auntie": "aunt", "aunty": "aunt", "monsieur": "m", "madame": "mme", "mademoiselle": "mlle",
}  # fmt: skip
"""Titles that are one title written two ways."""

PRONOUNS: dict[str, Sex | None] = {
    "he": "male", "him": "male", "his": "male", "himself": "male", "she": "female", "her": "female",
    "hers": "female", "herself": "female", "they": None, "them": None, "it": None, "its": None,
    "their": None,
}  # fmt: skip
FIRST_PERSON = _list("first person")
OBJECTS = frozenset({"him", "her", "them", "me", "himself", "herself", "themselves", "myself"})
"""Pronouns that are never the subject."""
CLAUSE_WORDS = _list("clause words")
"""Words that open another clause, "and" apart."""
DETERMINERS = _list("determiners")
PREPOSITIONS = _list("prepositions")
STYLED = {
    style: frozenset(nouns.split())
    for style, nouns in {
        "majesty": "king queen emperor empress",
        "highness": "prince princess",
        "grace": "duke duchess archbishop",
        "lordship": "lord earl count baron marquess viscount bishop judge",
        "ladyship": "lady countess baroness marchioness viscountess judge",
        "excellency": "ambassador governor",
        "eminence": "cardinal",
        "holiness": "pope",
        "worship": "mayor magistrate",
        "honour": "judge magistrate justice",
        "honor": "judge magistrate justice",
    }.items()
}
"""Nouns for people of rank, by the style that they have."""
STYLES = frozenset(STYLED)
"""Styles of people of rank: Her Grace."""
STREETS = frozenset(
    {"road", "street", "avenue", "square", "river", "park", "bridge", "lane", "hospital", "station"}
)
"""Nouns that make the name before them a place name."""
PLACES = frozenset({"camp", "cape", "castle", "fort", "lake", "mount", "new", "port"})
"""Words that make the name after them a place name."""
NOT_NAMES = _list("not names")
"""Words that aren't names even with a capital."""


WORD_NAMES = _list("word names")
"""Words of NOT_NAMES that may still be somebody's name: Irish, April."""
WEATHERLIKE = frozenset(
    {"came", "comes", "could", "did", "does", "goes", "got", "left", "leaves", "seemed", "would", "went"}
)
"""Verbs of people that months and places can have, too."""


@cache
def given_names() -> dict[str, Sex | None]:
    """Return given names in lower case with the sex that they show; None for names of both."""
    listed = _sections("names.txt")
    found: dict[str, Sex | None] = dict.fromkeys([*listed["male"], *listed["male elsewhere"]], "male")
    found |= dict.fromkeys([*listed["female"], *listed["female elsewhere"]], "female")
    return found | dict.fromkeys(listed["both"])


@cache
def english_names() -> frozenset[str]:
    """Return the given names, in lower case, that an English reader knows how to say."""
    listed = _sections("names.txt")
    return frozenset(name for section in ("male", "female", "both") for name in listed[section])


def is_degree(low: list[str]) -> bool:
    """Whether words in lower case begin with one that belongs to the title behind it: "third officer ade"."""
    return len(low) > 2 and low[0] in DEGREES and (low[1] in TITLES or low[1] == "mate")


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Return short forms in lower case with the names that they may stand for."""
    found: dict[str, set[str]] = {}
    for line in _text("nicknames.txt").splitlines():
        full, colon, short = line.partition(":")
        if colon and not line.startswith("#"):
            for name in short.split():
                found.setdefault(name, set()).add(full.strip())
    return {short: frozenset(full) for short, full in found.items()}


def sex_of_name(name: str) -> Sex | None:
    """Return the sex that a given name or a short form shows."""
    if name in given_names():
        return given_names()[name]
    told = {given_names().get(full) for full in nicknames().get(name, ())}
    return told.pop() if len(told) == 1 else None
