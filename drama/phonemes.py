"""Phonemes inside spoken text: how a pronunciation travels to an engine and is never taken for words.

A pronounced word is written OPEN ipa MIDDLE word CLOSE, with three private-use characters that the cleaning
of story text removes, so that only this program can have put them there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_SPAN = re.compile(f"{OPEN}([^{OPEN}{MIDDLE}{CLOSE}]*){MIDDLE}([^{OPEN}{MIDDLE}{CLOSE}]*){CLOSE}")
_STRAY = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]")


class Part(NamedTuple):
    """A stretch of an utterance's text."""

    words: str
    """As spelled: what an engine without phonemes speaks."""
    ipa: str
    """Its pronunciation in the International Phonetic Alphabet; empty for ordinary text."""


def pronounced(words: str, ipa: str) -> str:
    """Return words marked with their pronunciation, for an utterance's text."""
    return f"{OPEN}{_STRAY.sub('', ipa)}{MIDDLE}{_STRAY.sub('', words)}{CLOSE}"


def parts(text: str) -> tuple[Part, ...]:
    """Return an utterance's text as stretches of ordinary text and pronounced words, in order, none empty."""
    found = []
    at = 0
    for span in _SPAN.finditer(text):
        found += [Part(_STRAY.sub("", text[at : span.start()]), ""), Part(span[2], span[1])]
        at = span.end()
    found.append(Part(_STRAY.sub("", text[at:]), ""))
    return tuple(part for part in found if part.words or part.ipa)


def plain(text: str) -> str:
    """Return an utterance's text as words alone: for engines without phonemes, and for measuring length."""
    return "".join(part.words for part in parts(text))
