"""Out-of-vocabulary words: names that an engine may not know, worth hearing once before the episode."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.english import vocabulary, wordlists
from drama.speech.text.names import is_short_form
from drama.speech.text.voice import is_cry

if TYPE_CHECKING:
    from drama.model import Script

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;—–\"“”‘’'(\n])\s*[\"“‘'(]*$")
_STRANGE = re.compile(
    r"[^a-z'’-]|q(?!u)|['’](?!s$|t$|d$|ll$|re$|ve$|m$|em$|clock$|am$|er$|cause$)[a-z]{2}|aa|ii|uu|hh|jj|kk|vv|xx|yy|"
    r"zh|vr|dz|^(?:x[^-]|kh|ng|mb|nk|sz|vl|zl|tl|ks|fj)|[vj]$|[^aeiouy'’-]{6}|x[bdfgjkmnrvwz]|[bdfgjkpvz]x|j[^aeiou-]"
)
"""Letter sequences that English lacks, except in words of the list "ordinary"."""
_ORDINARY_ENDINGS = ("ing", "ed", "ly", "ness", "tion", "ment", "less", "ful", "able", "ward", "wards", "man")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A word that looks made up."""

    term: str
    count: int
    why: str
    """The reason, for people."""


def invented(script: Script) -> tuple[Invented, ...]:
    """Return the words of a script that look made up, the most frequent first, then by letter.

    These are capitalised words inside a sentence that are neither English given names nor common words, and
    words with letter sequences that English lacks. False positives are preferred to misses.
    """
    capital: Counter[str] = Counter()
    small: set[str] = set()
    inside: set[str] = set()
    texts = [cue.text for cue in script.cues if cue.is_speech]
    for text in texts:
        for match in _WORD.finditer(text):
            word = _bare(match[0])
            if not word[:1].isupper() or (word.isupper() and len(word) > 1):
                small.add(word.lower())
                if _STRANGE.search(word.lower()) and not word.isupper():
                    capital[word] += 1
                continue
            capital[word] += 1
            if not _SENTENCE_START.search(text[max(0, match.start() - 6) : match.start()]):
                inside.add(word)
    names = {name for character in script.characters for name in _WORD.findall(character.name)}
    found = [
        Invented(term=word, count=count, why=why)
        for word, count in capital.items()
        if (why := _why(word, inside | names, small)) and not _is_known(word)
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.term)))


def _bare(word: str) -> str:
    """Return a word without a possessive ending."""
    return re.sub("['’]s?$", "", word.replace("’", "'")) if "'" in word or "’" in word else word


def _why(word: str, named: set[str], small: set[str]) -> str:
    if _STRANGE.search(word.lower()):
        return "letters that English doesn't put together"
    if word[0].isupper() and word in named and word.lower() not in small:
        return "a name that isn't a common one"
    return ""


def _is_known(word: str) -> bool:
    parts = [part for part in re.split("['’-]", word.lower()) if part]
    if word.lower() in wordlists.words("common") or is_short_form(word) or is_cry(word) or len(word) == 1:
        return True
    return all(
        part in wordlists.words("common")
        or part in vocabulary.english_names()
        or part in wordlists.words("ordinary")
        or (len(part) > 6 and part.endswith(_ORDINARY_ENDINGS) and not _STRANGE.search(part))
        or part.removesuffix("s") in wordlists.words("common")
        for part in parts
    )
