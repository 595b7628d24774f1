"""Names that are what somebody wears or has: "Raincoat" is the woman in a green raincoat."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading, Token

_WEARING = frozenset({"in", "with", "wearing"})
_WITHIN = 7
"""Words behind a mention within which the narration says what somebody wears or has."""


def tie(people: People, reading: Reading) -> None:
    """Merge each name that is a plain noun elsewhere with the only one whom it describes."""
    names = {
        p.core[0]: p.number
        for p in people.alive()
        if p.named and len(p.core) == 1 and not p.titles and _is_noun(reading, p.core[0])
    }
    if not names:
        return
    bearers: dict[str, set[int]] = {}
    for mentions, paragraph in zip(people.narration, reading.paragraphs, strict=True):
        for mention in mentions:
            for word in _worn(paragraph.tokens, mention) & names.keys():
                bearers.setdefault(word, set()).add(people.of(mention))
    for word, found in sorted(bearers.items()):
        if len(found) == 1 and names[word] not in found:
            # Into the bearer, who may still get a real name.
            people.merge(names[word], found.pop(), f"{people.label(names[word])}: the story tells who has it")


def _is_noun(reading: Reading, word: str) -> bool:
    return reading.lower[word] > 0 and word not in vocabulary.given_names() and word not in vocabulary.KIN


def _worn(tokens: list[Token], mention: Mention) -> set[str]:
    """Return the words that tell what somebody wears or has: "a woman in a green raincoat"."""
    if mention.person < 0:
        return set()
    behind = [*takewhile(lambda token: token.is_word, tokens[mention.first : mention.last + _WITHIN])]
    at = next((k for k, token in enumerate(behind) if token.low in _WEARING), len(behind))
    return {token.low for token in behind[at + 1 :]} if mention.first + at <= mention.last else set()
