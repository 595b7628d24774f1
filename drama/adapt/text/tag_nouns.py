"""The word in the speaker's place of a tag, which then counts as a person everywhere: "said the gryphon"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.text.reading import Token


def is_called(tokens: list[Token], *, inverted: bool) -> bool:
    """Whether a tag uses a capitalised word for its speaker: "said Rook"; a nation's, "French said", too."""
    first = tokens[0]
    before_verb = first.low in vocabulary.WORD_NAMES and tokens[-1].low in vocabulary.PLAIN_SPEECH
    return first.is_capital and first.text != "I" and (inverted or before_verb)


def before(tokens: list[Token], i: int) -> str:
    """Return the noun of "the impresario said," before a quotation; empty for none."""
    if i < 4 or tokens[i - 1].text not in {",", ":"} or tokens[i - 2].low not in vocabulary.PLAIN_SPEECH:
        return ""
    phrase = tokens[max(0, i - 7) : i - 2]
    articles = [k for k, t in enumerate(phrase) if t.low in {"the", "a", "an"}]
    rest = phrase[articles[-1] + 1 :] if articles else []
    plain = rest and all(t.text.isalpha() and t.low not in _NO_NOUNS for t in rest)
    return rest[-1].low if plain and rest[-1].text.islower() and not rest[-1].possessive else ""


_NO_NOUNS = (
    vocabulary.AUXILIARIES
    | vocabulary.PREPOSITIONS
    | vocabulary.PRONOUNS.keys()
    | vocabulary.CLAUSE_WORDS
    | vocabulary.ADVERBS
    | {"and", "or", "then", "now"}
)
"""Words that are no nouns of a speaker: "held it a second and then said", "the question was repeated:"."""


def at(tokens: list[Token], first: int, *, inverted: bool) -> str:
    """Return the noun that ends a noun phrase in a tag; empty when it isn't clearly a noun phrase."""
    end = first
    while end < min(first + 4, len(tokens)) and tokens[end].text.isalpha() and tokens[end].text.islower():
        low = tokens[end].low
        if (
            low in vocabulary.PLAIN_SPEECH
            or low in vocabulary.PREPOSITIONS
            or low in vocabulary.AUXILIARIES
            or low.endswith("ly")
        ):
            break
        end += 1
    if end == first or end >= len(tokens):
        return ""
    if any(
        t.low in vocabulary.SPEECH_NOUNS for t in tokens[first : end + 3 if tokens[end].text == "," else end]
    ):
        return ""  # "cried a loud, hoarse voice", "whispered a voice close to his ear"
    closes = (
        tokens[end].low in vocabulary.PLAIN_SPEECH
        if not inverted
        else (
            tokens[end].text in {",", ".", ";", ":", "—", "–", "--"}
            or tokens[end].low in vocabulary.PREPOSITIONS
            or tokens[end].low.endswith("ly")
        )
    )
    return tokens[end - 1].low if closes and not tokens[end - 1].possessive else ""
