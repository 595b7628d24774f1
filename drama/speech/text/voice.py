"""Spellings that show the voice: shouting, acronyms, stutters, drawn-out words, exclamations."""

from __future__ import annotations

import re
from functools import lru_cache

from drama.english import wordlists
from drama.speech.text.names import BEFORE_A_LETTER
from drama.system import lazy_re

_WORDS_TOO = frozenset({"PA", "ID", "OS", "IO", "LA", "ED", "AA", "VA", "MI", "EVA", "UPS"})
"""Spellings that are both acronyms and words: read as words where their neighbours are shouted."""
_LETTERS = {
    "A": "ay", "B": "bee", "C": "see", "D": "dee", "E": "ee", "F": "eff", "G": "gee", "H": "aitch",
    "I": "eye",
    "J": "jay", "K": "kay", "L": "ell", "M": "em", "N": "en", "O": "oh", "P": "pea", "Q": "queue", "R": "are",
    "S": "ess", "T": "tea", "U": "you", "V": "vee", "W": "double-you", "X": "ex", "Y": "why", "Z": "zee",
}  # fmt: skip

_BACK = 20
"""Characters before and after a word that a rule sees."""
_SHOUTED = re.compile(r"\b[A-Z]{2}|\b[A-Z]'[A-Z]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_PLURAL = re.compile(r"\b([A-Z]{2,5})('?)s\b")
_FIRM = re.compile(r"\b([A-Z]{1,3}) ?& ?([A-Z]{1,2})\b")
_VOWEL = re.compile("[AEIOUYaeiouy]")
_HALF_DAY = re.compile(
    r"(?:o'clock|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|ty|teen)\s+$"
)
_OFFICE_WORDS = (
    r"department|team|desk|support|guy|girl|man|woman|people|manager|crowd|staff|room|system|office|worker|job|firm|"
    r"company|consultant|expert|specialist|chief|director|doctor|nurse|report|study|official|scientist|guideline|"
    r"security|services?|infrastructure|contractor|technician|training|budget|world"
)
_BEFORE_OFFICE = lazy_re.pattern(rf" (?:{_OFFICE_WORDS})s?\b")
_OFFICES = frozenset(("IT", "WHO", "ER", "OR", "ME", "IS"))
"""Offices and trades whose acronyms are also words: acronyms only after an article or before their nouns."""
_COUNTRY = re.compile(
    r"\b(?:the|The|THE|a|A|in|In|from|From|to|To)\s+$|(?i:\b(?:non|anti|pro|trans|[A-Z]{2,}))-$"
)
_SHOUTED_COUNTRY = re.compile(r"\bTHE $")
_BOTH = re.compile(r" (?:and|or) [A-Z]{2}")
_BROADCAST = re.compile(r" (?:radio|station|band|dial|broadcast|transmitter|frequency|signal)s?\b")
_TRADE = re.compile(r"\b(?:work(?:s|ed|ing)?|jobs?|careers?|degrees?|stud(?:y|ied|ies|ying)) in\s+$")
_ARTICLE = re.compile(r"\b(?:the|The|an|An|our|their)\s+$")
_NEXT_WORD = re.compile(r"[ -]([^\W\d_][\w']*)")
_STARTS = re.compile(r"(?:^|[.!?]['\")]?\s+|^\W+)$")

_CLUSTERS = "sh th ch wh ph st pl pr tr br dr fr gr cr bl cl fl gl sl sp sw sm sn sc sk kn wr qu"
_STUTTER = re.compile(
    r"(?<![\w'])(?:(?<![^\W\d_]{2}-)|(?<=\b[A-Za-z]{2}-))"
    rf"(?P<bit>(?:(?i:{_CLUSTERS.replace(' ', '|')})|[A-Za-z]))-"
    rf"(?=(?:(?i:(?P=bit))-){{0,9}}(?i:(?P=bit))[A-Za-z'])"
)
_BROKEN = lazy_re.pattern(
    rf"(?<![\w'])(?P<bit>(?i:{_CLUSTERS.replace(' ', '|')})|[B-HJ-Zb-hj-z])\s?—\s?(?=(?i:(?P=bit))[a-z'])"
)
"""A stutter with a dash: "G—get out"."""
_FIRST_PERSON = re.compile(r"\bI(?:-+I\b)+")
_NO_STUTTER = re.compile("D-Day")
_BEGUN = {
    "a": "uh", "e": "eh", "i": "ih", "o": "oh", "u": "uh", "c": "kuh", "kn": "nuh", "ph": "fuh", "qu": "kwuh",
    "wh": "wuh", "wr": "ruh",
}  # fmt: skip
_CRY = re.compile(r"(?<![\w'-])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w'-])")
_ROMAN = re.compile("[ivxlcdm]+", re.IGNORECASE)
_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)

_SOUNDS = (
    (r"h+m+", "Hmm"), (r"h+m+ph+", "Humph"), (r"m{2,}", "Mmm"), (r"s+h{2,}|sh", "Shh"), (r"p+s+t+", "Psst"),
    (r"p+f+t*", "Pfft"),
    (r"b+r{2,}", "Brr"), (r"g+r{2,}", "Grr"), (r"t+s+k+", "Tsk"), (r"t+ch", "Tch"),
    (r"m+-?hm+|m+-mm+|mhm+", "Mm-hm"), (r"u+h+-hu+h+", "Uh-huh"), (r"a{2,}h*|a+h{2,}", "Ah"),
    (r"o+h{2,}", "Oh"), (r"o{3,}h*|oo+h+", "Ooh"), (r"u+h{2,}", "Uh"), (r"u+m{2,}", "Um"), (r"e+r{3,}", "Er"),
    (r"a{2,}r+g+h*|a+r{2,}g+h*|a+r+g+h{2,}", "Argh"), (r"u+g+h{2,}|u{2,}g+h+", "Ugh"),
    (r"e+w{2,}|e{2,}w+", "Ew"), (r"s{3,}", "Sss"), (r"f{3,}", "Fff"), (r"v{3,}", "Vvv"), (r"r{3,}", "Rrr"),
    (r"a+w{2,}", "Aw"), (r"woah+", "Whoa"), (r"z{3,}", "Zzz"), (r"e+h{2,}", "Eh"), (r"y+a+y{2,}", "Yay"),
)  # fmt: skip
_SOUND = re.compile("|".join(f"({spelling})" for spelling, _ in _SOUNDS), re.IGNORECASE)
_LAUGH = re.compile("(?:ba|bwa|mwa)?((?:ha){2,}h?|(?:he){2,}h?|(?:ho){2,}h?)", re.IGNORECASE)
_LAUGHED = re.compile("h[aeo]")
_LAUGHS = {"ha": "ha", "he": "heh", "ho": "ho"}


def _is_common(word: str) -> bool:
    return word.lower() in wordlists.words("common")


def _is_function(word: str) -> bool:
    """Return whether a word is a function word: it follows a pronoun rather than an acronym before a noun."""
    return word in wordlists.words("function")


def voiced(text: str) -> str:
    """Return the text with shouted words in small letters, acronyms spelled, stutters and cries sayable."""
    if "&" in text:
        text = _FIRM.sub(lambda m: f"{'.'.join(m[1])} and {'.'.join(m[2])}", text)
    if _SHOUTED.search(text):
        text = _PLURAL.sub(_acronyms, text)
        text = _small(text)
    if "—" in text:
        text = _BROKEN.sub(_stuttered_on, text)
    if "-" in text:
        text = _FIRST_PERSON.sub(lambda m: ", ".join("I" * m[0].count("I")), text)
        text = _STUTTER.sub(_stuttered, text)
    return _CRY.sub(lambda m: _cried(m[0]), text)


def is_stuttered(text: str) -> bool:
    """Return whether a text has a stutter, a repeated "I" or a drawn-out part of a compound."""
    return any(pattern.search(text) for pattern in (_STUTTER, _FIRST_PERSON, _BROKEN, _RUN))


def is_cry(word: str) -> bool:
    """Return whether a word is an exclamation or drawn out, so that it is respelled for speech."""
    return _cried(word) != word


def _letter_names(word: str, ending: str) -> str:
    return "-".join([*word[:-1], _LETTERS[word[-1]]]) + ending


def _acronyms(match: re.Match[str]) -> str:
    word, apostrophe = match.groups()
    if word in wordlists.words("acronyms_said") or (
        _VOWEL.search(word) and word not in wordlists.words("acronyms_spelled")
    ):
        return match[0]
    return _letter_names(word, "'s" if apostrophe else ("es" if word[-1] in "SXH" else "s"))


def _small(text: str) -> str:
    """Return the text with its shouting in small letters and its acronyms as dotted letters."""
    found = list(_WORD.finditer(text))
    loud = [len(word[0]) > 1 and word[0].isupper() for word in found]
    pieces, at = [], 0
    for i, word in enumerate(found):
        if not loud[i]:
            continue
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(found)]
        shouting = any(loud[j] and _is_common(found[j][0]) for j in beside) or (
            _is_common(word[0]) and word[0] != "US" and any(found[j][0] in ("I", "A") for j in beside)
        )
        pieces += [text[at : word.start()], _quiet(word, shouting=shouting)]
        at = word.end()
    return "".join([*pieces, text[at:]])


def _quiet(match: re.Match[str], *, shouting: bool) -> str:
    """Return a word in capitals as it is said: spelled out, as a word in capitals, or in small letters."""
    word = match[0]
    before = match.string[max(0, match.start() - _BACK) : match.start()]
    after = match.string[match.end() : match.end() + _BACK]
    if _is_spelled(word, before, after, shouting=shouting):
        return ".".join(word)
    if word in wordlists.words("acronyms_said"):
        return word
    small = "okay" if word == "OK" else word.lower()
    if not _is_common(small) or small.startswith("i'") or _STARTS.search(before[-4:]):
        return small.capitalize()
    return small


def _is_spelled(word: str, before: str, after: str, *, shouting: bool) -> bool:
    if word in ("AM", "PM") and (_HALF_DAY.search(before) or _BROADCAST.match(after)):
        return True
    if word == "US" and shouting:
        return bool(_SHOUTED_COUNTRY.search(before))
    if word == "US":
        following = _NEXT_WORD.match(after)
        return bool(
            _COUNTRY.search(before)
            or _BOTH.match(after)
            or (following and (following[1][0].isupper() or not _is_function(following[1])))
        )
    if word in _OFFICES and not shouting and _is_office(word, before, after):
        return True
    if word in wordlists.words("acronyms_spelled"):
        return not ((shouting and word in _WORDS_TOO) or _is_common(word))
    return len(word) <= 5 and not _VOWEL.search(word) and not _is_common(word) and not _SOUND.fullmatch(word)


def _is_office(word: str, before: str, after: str) -> bool:
    """Return whether a word is an office or a trade: "a WHO report", "at the WHO.", "works in IT"."""
    if _BEFORE_OFFICE.match(after) or (word == "IT" and _TRADE.search(before)):
        return True
    following = _NEXT_WORD.match(after)
    if not _ARTICLE.search(before):
        return False
    return word == "WHO" or following is None or _is_function(following[1])


def _stuttered_on(match: re.Match[str]) -> str:
    bit = match["bit"]
    if BEFORE_A_LETTER.search(match.string[max(0, match.start() - _BACK) : match.start()]):
        return match[0]
    said = _BEGUN.get(bit.lower(), bit.lower() + "uh")
    return (said.capitalize() if bit[0].isupper() else said) + " — "


def _stuttered(match: re.Match[str]) -> str:
    bit = match["bit"]
    if _NO_STUTTER.match(match.string, match.start()):
        return match[0]
    said = _BEGUN.get(bit.lower(), bit.lower() + "uh")
    first = match.string[match.start() - 1 : match.start()] != "-"
    return (said.capitalize() if bit[0].isupper() and first else said) + "-"


@lru_cache(maxsize=50_000)
def _cried(word: str) -> str:
    """Return an exclamation in the spelling that engines know, or a word without its lengthened letters."""
    if sound := _SOUND.fullmatch(word):
        said = _SOUNDS[(sound.lastindex or 1) - 1][1]
    elif laugh := _LAUGH.fullmatch(word):
        said = " ".join(_LAUGHS[syllable] for syllable in _LAUGHED.findall(laugh[1].lower()))
        said = said.capitalize()
    elif _RUN.search(word) and not _ROMAN.fullmatch(word):
        once, twice = _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
        return once if _is_common(once) else twice
    else:
        return word
    return said if word[0].isupper() else said.lower()
