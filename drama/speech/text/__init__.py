"""Text normalisation: words as a reader would say them, without digits, markup or marks that are read aloud.

Each module does one part, in this order: marks (what isn't text), addresses, numbers, quotation marks, names
(titles, initials, Roman numerals), voice (shouting, acronyms, stutters, drawn-out words), timing (dashes and
dots).
"""

from __future__ import annotations

import re
from functools import lru_cache

from drama.speech.text import addresses, marks, names, numbers, timing, voice

_WORD = r"(?:[A-Z]?[a-z]+(?:'[a-z]+)*|I(?:'[a-z]+)?|A)"
_ORDINARY = re.compile(rf"{_WORD}(?:(?:[,;:?!.]? | — |\.\.\. |-){_WORD})*(?:[.?!,;:]|—|\.\.\.[?!]?)?")
_INITIAL = re.compile(r"\b(?:A\.|I(?!'| [A-Za-z]))")
_LETTERS = re.compile("[A-Za-z]+")
_ROUNDS = 4
"""Limit of the passes until nothing changes; a rule rarely makes work for an earlier one."""


def spoken(text: str) -> str:
    """Return the text normalised for an engine.

    The result has only letters, apostrophes, hyphens, single spaces and . , ; : ? ! and —, and has a letter
    when the text has a letter or a digit. Normalising it again changes nothing. Words that no rule concerns
    stay as they are, in order. Time is linear in the length of the text.
    """
    if is_ordinary(text):
        return text
    said = _settled(text)
    if not any(c.isalnum() for c in said) and any(c.isalnum() for c in text):
        said = _settled(marks.bare(text))
    return said


def is_ordinary(text: str) -> bool:
    """Return whether a text is plain words and stops that no rule can concern, as most sentences are."""
    return (
        _ORDINARY.fullmatch(text) is not None
        and all(map(_is_ordinary_word, _LETTERS.findall(text)))
        and not _INITIAL.search(text)
        and not names.counts_one(text)
        and not (("-" in text or "—" in text) and voice.is_stuttered(text))
    )


@lru_cache(maxsize=50_000)
def _is_ordinary_word(word: str) -> bool:
    return not names.is_short_form(word) and not voice.is_cry(word)


def _settled(text: str) -> str:
    for _ in range(_ROUNDS):
        said = _once(text)
        if said == text or is_ordinary(said):
            return said
        text = said
    return text


def _once(text: str) -> str:
    text = marks.cleaned(text)
    text = marks.unemphasised(addresses.read_out(text))
    text = numbers.in_words(text)
    text = marks.unquoted(text)
    text = names.in_full(text)
    text = voice.voiced(text)
    return timing.timed(text)
