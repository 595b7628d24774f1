"""Prepares a text for any engine: removes what it could take for commands, and splits long texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from drama.speech.phonemes import parts, stressed

if TYPE_CHECKING:
    from collections.abc import Callable

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
_CLAUSE_END = re.compile(r"(?<=[,;:—–])\s+")
_NO_BRACKETS = str.maketrans("[]", "  ")
_KEPT_CONTROLS = "\n\t"
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}


def sayable(text: str) -> str:
    """Return the text without what an engine could take for commands: controls, format marks, private use.

    Line ends and tabs become spaces. All visible characters stay, so that "<", "[[" and "\\" are read or
    skipped as any other mark; each engine turns off its own markup.
    """
    kept = (
        " " if c in _KEPT_CONTROLS else c
        for c in text
        if c in _KEPT_CONTROLS or unicodedata.category(c) not in _DROPPED
    )
    return " ".join("".join(kept).split())


def with_pronunciations(text: str, written: Callable[[str], str]) -> tuple[str, bool]:
    """Return an utterance's text with its pronunciations as an engine reads them, and whether there are any.

    `written` takes IPA and returns it in the engine's brackets. The text's own square brackets become spaces,
    since an engine would take what stands between two of them for commands. Stressed words stay marked.
    """
    found = parts(text)
    said = (
        written(part.ipa) if part.ipa else _keeping_edges(part.words.translate(_NO_BRACKETS))
        for part in found
    )
    marked = (stressed(one) if part.stressed else one for one, part in zip(said, found, strict=True))
    return " ".join("".join(marked).split()), any(part.ipa for part in found)


def _keeping_edges(words: str) -> str:
    """Return sayable words with a space where the words began or ended with white space."""
    before, after = (" " if edge.isspace() else "" for edge in (words[:1], words[-1:]))
    return f"{before}{sayable(words)}{after}"


def pieces(text: str, *, words: int, characters: int) -> tuple[str, ...]:
    """Return the text in pieces of at most so many words and characters, cut at sentences where possible.

    Longer sentences are cut at clauses, longer clauses between words, longer words anywhere; the pieces,
    joined with spaces, are the text with its white space collapsed (but for words that had to be cut).
    """
    text = " ".join(text.split())
    found: list[str] = []
    for part in _small_enough(text, words, characters):
        together = f"{found[-1]} {part}" if found else part
        if found and _fits(together, words, characters):
            found[-1] = together
        else:
            found.append(part)
    return tuple(found)


def _fits(text: str, words: int, characters: int) -> bool:
    return len(text) <= characters and text.count(" ") < words


def _small_enough(text: str, words: int, characters: int) -> list[str]:
    if not text or _fits(text, words, characters):
        return [text] if text else []
    for cut in (_SENTENCE_END, _CLAUSE_END):
        parts = _cut(text, cut)
        if len(parts) > 1:
            return [small for part in parts for small in _small_enough(part, words, characters)]
    if " " in text:
        middle = text.rfind(" ", 0, len(text) // 2 + 1)
        middle = middle if middle > 0 else text.index(" ")
        halves = (text[:middle], text[middle + 1 :])
        return [small for half in halves for small in _small_enough(half, words, characters)]
    return [text[i : i + characters] for i in range(0, len(text), characters)]


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    parts, start = [], 0
    for match in pattern.finditer(text):
        parts.append(text[start : match.end()].strip())
        start = match.end()
    return [part for part in (*parts, text[start:].strip()) if part]
