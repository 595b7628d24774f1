"""Words in capitals that are no names: a chapter's first words, a sign, a shouted sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.english import vocabulary, wordlists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from drama.adapt.text.reading import Token

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z'’-]+")
LEAST_AT_START, LEAST = 2, 3
"""Words in capitals that are no name, at the beginning of a paragraph and elsewhere."""


def names(text: str) -> frozenset[str]:
    """Return the words, in small letters, that have one capital within a sentence."""
    return frozenset(word.lower() for word in _NAME.findall(text))


def lower(tokens: Sequence[Token], known: AbstractSet[str]) -> None:
    """Write the words of each run of capitals as elsewhere: names with one capital, others with none.

    What stands before a colon is a label and stays.
    """
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and (_is_in_capitals(tokens[end]) or (end > at and tokens[end].text == ",")):
            end += 1
        run = [token for token in tokens[at:end] if len(token.text) > 1]
        labels = end < len(tokens) and tokens[end].text == ":"
        if len(run) >= (LEAST if at else LEAST_AT_START) and not labels:
            _rewrite(tokens[at:end], known)
        at = max(end, at + 1)


def _is_in_capitals(token: Token) -> bool:
    return token.quote < 0 and token.is_word and token.text.isupper()


def _rewrite(run: Sequence[Token], known: AbstractSet[str]) -> None:
    ordinary = vocabulary.NOT_NAMES | wordlists.words("common")
    for i, token in enumerate(run):
        titled = i > 0 and run[i - 1].low in vocabulary.TITLES and token.low not in ordinary
        title = token.low in vocabulary.TITLES and i + 1 < len(run) and run[i + 1].low not in ordinary
        is_name = token.low in known or titled or title or token.text == "I"
        token.text = token.text.capitalize() if is_name or not i else token.low
