"""What counts as a word, so that every stage agrees on what must not be lost.

A text is compared as its tokens: runs of letters and digits, and each other printed character alone. White
space, quotation marks and control characters only separate. So a text may be wrapped, cut at its quotation
marks and joined again without a difference, and nothing else about it may change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTE_MARKS = "\"'`´‘’‚‛“”„‟«»‹›＂＇「」『』"
"""Marks that may open or close a quotation, including the apostrophe."""

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_UNSEEN = "\u00ad\u200b\u2060"
"""Soft hyphens, zero-width marks: removed when a story is read, present in scripts of earlier versions."""
_TOKEN = re.compile(rf"[^\W_](?:[{_UNSEEN}]*[^\W_])*|[^\w\s{re.escape(QUOTE_MARKS)}{_CONTROL}{_UNSEEN}]|_")
_TAKEN_OUT = dict.fromkeys(map(ord, _UNSEEN))
_ORNAMENT_MARKS = frozenset(
    "*#~=_+•·∙●○◦◆◇■□▪▫★☆✦✧✩✶✻✽❀❁❖❦❧⁂⁎⁑※§¤†‡♦♢♥♡♣♠♪♫☙☾☽☼✴✵✷✸✹✺❄❅❆|/\\<>^%$&@:.…-‐‑‒–—―−"
)
_LONGEST_ORNAMENT = 400
_BRIEF = 9
"""How many words of a text a message shows."""


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in order, in time linear in its length."""
    return [_seen(token) for token in _TOKEN.findall(text)]


def token_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each token with its first offset and the one after its last."""
    for match in _TOKEN.finditer(text):
        yield _seen(match.group()), match.start(), match.end()


def _seen(token: str) -> str:
    return token if token.isascii() else token.translate(_TAKEN_OUT)


def count(text: str) -> int:
    """Return how many white-space-separated words of a text hold a letter or a digit."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def is_ornament(line: str) -> bool:
    """Return whether a line stands for a scene break: "* * *", "---", "#", "⁂", "o0o" and their like."""
    if len(line) > _LONGEST_ORNAMENT:
        return False
    printed = "".join(line.split())
    if printed == ">":  # an empty line of what is quoted, as in a message
        return False
    letters = "".join(character for character in printed if character not in _ORNAMENT_MARKS)
    if not letters:
        return bool(printed)
    # "o0o" and "xXx" read the same from both ends; "Oooh", "xoxo" and "XX" are words or kisses.
    drawn = len(letters) > 2 and set(letters) <= set("oO0xX") and letters == letters[::-1]
    return drawn and set(letters) != {"0"}


def brief(text: str) -> str:
    """Return the first words of a text between quotation marks, with an ellipsis where more follow."""
    said = text.split()
    return "“" + " ".join(said[:_BRIEF]) + (" …" if len(said) > _BRIEF else "") + "”"
