"""Recognise headings by form: "Chapter Two", "III.", "IV. The Sea", a line of capitals that stands apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.english import roman

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 100
_NUMBER = (
    r"(?:\d{1,4}[¼½¾]?|[ivxlcdm]{1,9}|(?:the\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth))?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last"
    r"|final))"
)
_PART = (
    r"(?:chapter|chap\.?|ch\.|part|book|volume|vol\.?|act|scene|canto|stave|adventure|episode|section|letter|tale"
    r"|day|night|interlude|story|phase)"
)
_OPEN = r"[\s#*_=~–—-]*"
_NUMBERED_PART = re.compile(rf"{_OPEN}{_PART}\s+{_NUMBER}(?P<rest>[\W_].*)?", re.IGNORECASE)
_KIND = re.compile(rf"{_OPEN}({_PART})\s+{_NUMBER}(?![^\W_])", re.IGNORECASE)
_NAMED_PART = re.compile(
    rf"{_OPEN}(?:prologue|epilogue|interlude|intermission|foreword|preface|afterword|introduction|coda|prelude"
    r"|postlude)(?P<rest>[\W_].*)?",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(
    rf"{_OPEN}[(\[]?(?:(?:\d{{1,3}}|[IVXLC]{{1,8}}|[ivx]{{1,5}})[)\].:]?"
    r"|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve)[\s*_=~–—-]*"
)
_NUMBER_AND_TITLE = re.compile(r"(?:§\s*)?(?P<number>\d{1,3}|[IVXLC]{1,8})[.:)]?[\s–—-]+(?P<title>\S.*)")
_NUMERAL = re.compile(rf"{_OPEN}(?P<roman>[IVXLC]{{1,8}})\b(?!['’])")
_COUNTED_CHAPTER = re.compile(r"\d{1,4}\s*[:.)–—-]?\s+(?=chapter\b|part\b|book\b)", re.IGNORECASE)
"""A running count before a chapter's own number, as in saved web serials: "48 Chapter 44"."""
_MARKDOWN = re.compile(r"#{1,6}\s+\S.*")
_THE_END = re.compile(r"[\W_]*(?:the\s+end|end|fin|finis)\b.*", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__)(?![*_])(?:(?!\1).)+\1")
_LABEL = re.compile(r"[\w .'’-]{1,24}:(\s|$)")
_MONTH = re.compile(
    r"(?:\d{1,2}\S*\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)
INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]+")
"""A name with initials, which can only be the author's: G. H. Mapp."""
_OF_USER = re.compile(r"(?P<title>[^\W_].*?) by (?P<user>(?=\w*[\d_])\w+)")
"""A name with digits can't be part of a title; "One by one" is one."""
SENTENCE_END = re.compile(r"[.!?…,;:]['\"”’»)\]*_]*$")
OPENING_QUOTE = tuple("\"“„«‘'‚‹")
_SMALL_WORDS = frozenset(
    {
        "a", "an", "the", "and", "or", "nor", "but", "of", "in", "on", "at", "to", "for", "from", "by",
        "with", "as", "is", "if", "into", "upon", "over", "under", "than", "that", "without", "within",
        "vs", "vs.", "de", "la", "le", "du", "des", "del", "von", "van", "der", "y", "et",
    }
)  # fmt: skip


def is_plain(words: str) -> bool:
    """Return whether a line is a heading by its words alone: "Chapter Two", "PART III. The Sea"."""
    if len(words) > LONGEST or words[:1].islower():
        return False
    counted = _COUNTED_CHAPTER.match(words)
    if _MARKDOWN.fullmatch(words) or (counted and is_plain(words[counted.end() :])):
        return True
    match = _NUMBERED_PART.fullmatch(words) or _NAMED_PART.fullmatch(words)
    if not match:
        return False
    rest = (match["rest"] or "").strip(" *_=~#")
    if not rest.strip(" .:–—-"):
        return True
    title = rest.lstrip(" .:–—-")
    if rest == title:
        return is_titled(title)
    return is_titled(title.rstrip(".")) if title.endswith(".") else not title.endswith((",", ";"))


def follows(one: str, other: str) -> bool:
    """Return whether two headings are of the same kind, such as "Chapter 1" and "Chapter 2"."""
    first, second = _KIND.match(one), _KIND.match(other)
    return first is not None and second is not None and first[1].lower() == second[1].lower()


def numerals(lines: Iterable[str]) -> frozenset[int]:
    """Return the values of the Roman numerals that lines begin with."""
    return frozenset(roman(match["roman"]) for line in lines if (match := _NUMERAL.match(line)))


def of_user(words: str) -> tuple[str, str]:
    """Return title and user name of a line such as "Moonless by inkfox22"; two empty texts for any other."""
    match = _OF_USER.fullmatch(" ".join(words.split())) if len(words) <= LONGEST else None
    return (match["title"], match["user"]) if match else ("", "")


def number(words: str) -> int:
    """Return the number before a heading's title, as in "I. The Fair"; 0 where there is none."""
    match = _NUMBER_AND_TITLE.fullmatch(words)
    if not match:
        return 0
    return int(match["number"]) if match["number"].isdecimal() else roman(match["number"]) or 0


def is_heading(words: str, *, apart: bool, under: bool, counted: frozenset[int]) -> bool:
    """Return whether a short paragraph, standing apart or under another heading, is a heading.

    `counted` holds the Roman numerals that lines begin with. "V. Hale" is a signature where neither IV nor VI
    is among them.
    """
    quoted = words.startswith(OPENING_QUOTE)
    if not apart or _THE_END.match(words) or (quoted and (not under or bool(SENTENCE_END.search(words)))):
        return False
    if BARE_NUMBER.fullmatch(words) or _BOLD.fullmatch(words):
        return True
    numeral = _NUMERAL.match(words) if INITIALS.fullmatch(words) else None
    if numeral and counted.isdisjoint({roman(numeral["roman"]) - 1, roman(numeral["roman"]) + 1}):
        return False
    numbered = _NUMBER_AND_TITLE.fullmatch(words)
    if numbered and is_titled(numbered["title"]) and not _MONTH.match(numbered["title"]):
        return True
    if _LABEL.match(words):
        return False
    letters = [character for character in words if character.isalpha()]
    capitals = len(letters) > 2 and all(character.isupper() for character in letters)
    return (capitals and (under or not SENTENCE_END.search(words))) or (under and is_titled(words))


def is_titled(words: str) -> bool:
    """Return whether words are in title case (small words may be lower case) and end without a full stop."""
    bare = words.strip("*_ \"'“”‘’«»")
    if not bare or (bare.endswith((".", ",", ";", ":")) and not bare.endswith("...")):
        return False
    pieces = re.split(r"[\s—–]+|--", bare)
    if len(pieces) > 14:
        return False
    first = next((c for c in bare if c.isalnum()), "")
    return bool(first) and not first.islower() and all(is_capital(piece) for piece in pieces)


def is_capital(word: str) -> bool:
    letters = [character for character in word if character.isalnum()]
    return not letters or not letters[0].islower() or word.strip("'’\"“”,:").lower() in _SMALL_WORDS
