"""Emphasis: the words that the author stressed by italics, found again in the text that is spoken.

Italics stand for other things, too: titles and ships, thoughts, whole sentences that somebody reads. These
aren't stressed.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from drama.english import EMPHASIS, wordlists
from drama.speech import phonemes

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 3
"""Most words that are stressed together; longer passages are set in italics for other reasons."""
_PLAIN = r"[^\W_]+(?:['’\-‐‑][^\W_]+)*"
_WORD = re.compile(_PLAIN)
_SAID = re.compile(
    rf"{phonemes.OPEN}[^{phonemes.CLOSE}]*{phonemes.MIDDLE}(?P<said>[^{phonemes.CLOSE}]*){phonemes.CLOSE}|{_PLAIN}"
)
_END = re.compile(r"[.!?…](?=[\s\"'”’*_]|$)")


class _Word(NamedTuple):
    key: str
    start: int
    end: int


def with_emphasis(said: str, text: str) -> str:
    """Return spoken text with those words marked (drama.speech.phonemes) that a cue's text has as stressed.

    A stressed word that the other rules have replaced by several words, or by none, stays unmarked.
    """
    wanted = [*_stressed(text)]
    if not wanted:
        return said
    written = [_Word(_key(word[0]), *word.span()) for word in _WORD.finditer(text)]
    spoken = [_Word(_key(word["said"] or word[0]), *word.span()) for word in _SAID.finditer(said)]
    found: dict[int, int] = {}
    matched = SequenceMatcher(None, [w.key for w in written], [w.key for w in spoken], autojunk=False)
    for _, a, b, c, d in matched.get_opcodes():
        if b - a == d - c:
            found.update(zip(range(a, b), range(c, d), strict=True))
    stressed = sorted(
        found[i]
        for i, word in enumerate(written)
        if i in found and any(start <= word.start < end for start, end in wanted)
    )
    pieces, at = [], 0
    for i in stressed:
        word = spoken[i]
        pieces += [said[at : word.start], phonemes.stressed(said[word.start : word.end])]
        at = word.end
    return "".join([*pieces, said[at:]])


def _stressed(text: str) -> Iterator[tuple[int, int]]:
    """Yield first and last offset of the passages of a text that are in italics to be stressed."""
    if "*" not in text and "_" not in text:
        return
    for match in EMPHASIS.finditer(text):
        words = _WORD.findall(match["said"])
        before = _END.split(text[: match.start()])[-1]
        after = _END.split(text[match.end() :])[0] if not _END.search(match["said"]) else ""
        first = not _WORD.search(before)
        alone = first and not _WORD.search(after)
        thought = len(words) > 1 and not match["said"][-1].isalnum()
        if 1 <= len(words) <= _LONGEST and not alone and not thought and not _is_title(words, first=first):
            yield match.span("said")


def _is_title(words: list[str], *, first: bool) -> bool:
    """Return whether words in italics have a name's capitals: _Kittiwake_, but not "I" nor "_You_ said"."""
    named = [word for word in words if word[0].isupper() and word != "I" and word[:2] not in ("I'", "I’")]
    begins = first and named == words[:1] and words[0].lower() in wordlists.words("common")
    return bool(named) and not begins and not all(word.isupper() for word in named)


def _key(word: str) -> str:
    return word.casefold().replace("’", "'")
