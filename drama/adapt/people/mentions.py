"""The mentions of people in the narration and inside quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.clauses import place
from drama.adapt.people.descriptions import description
from drama.adapt.people.mention import Mention
from drama.adapt.people.names import name
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.text.reading import Reading, Token


def find(reading: Reading, tokens: list[Token], *, quoted: bool = False) -> list[Mention]:
    """Return the mentions in a list of tokens in order; inside quotations only names and descriptions."""
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        mention = None
        if token.is_word:
            mention = (
                name(reading, tokens, i)
                or description(reading, tokens, i, found)
                or _somebody(tokens, i)
                or (None if quoted else _pronoun(reading, tokens, i))
            )
        if mention is None:
            i += 1
            continue
        place(tokens, mention)
        found.append(mention)
        i = max(mention.last, i + 1)
    return found


def _somebody(tokens: list[Token], i: int) -> Mention | None:
    """Return "somebody", "one of them", "both" where it is a speaker: "yelled somebody upstairs"."""
    token = tokens[i]
    the = token.low == "the" and _lows(tokens, i + 1, 1) == ["one"]
    if token.low not in _SOMEBODY and not the:
        return None
    end = i + 1 + the
    if _lows(tokens, end, 2)[:1] == ["of"]:
        among = _lows(tokens, end + 1, 3)
        ordinal = among[1:2] != [] and among[1] in _ORDINALS
        end += 2 if among[:1] and among[0] in {"them", "us"} else 3 + ordinal if among[:1] == ["the"] else 0
    text = " ".join(t.low for t in tokens[i:end])
    beside = _lows(tokens, max(0, i - 1), min(i, 1)) + _lows(tokens, end, 1)
    if not vocabulary.SPEECH_VERBS.intersection(beside) or {"whom", "that", "which"}.intersection(beside):
        return None
    several = token.low in vocabulary.CROWDS
    if token.low in _AMONG and end == i + 1 and not several:
        text += " of them"
    modifiers = tuple(t.low for t in tokens[i + 1 : end] if t.low not in {"of", "the", "them", "us", "one"})
    determiner = "all" if several else "a"
    return Mention(
        "description", text, i, end, token.start, token.sentence,
        head="one" if the else token.low, modifiers=modifiers, determiner=determiner,
    )  # fmt: skip


_AMONG = frozenset({"one", "another", "both", "all"})
_ORDINALS = frozenset({"first", "last", "few", "many", "best", "next"})
_SOMEBODY = _AMONG | {"somebody", "someone", "everybody", "everyone"}


def _lows(tokens: list[Token], at: int, count: int) -> list[str]:
    return [token.low for token in tokens[at : at + count]]


def _pronoun(reading: Reading, tokens: list[Token], i: int) -> Mention | None:
    token = tokens[i]
    told = token.low in _YOU and reading.second_person
    if token.text == "I" or token.low in vocabulary.FIRST_PERSON - {"i"} or told:
        return Mention(
            "first",
            token.text,
            i,
            i + 1,
            token.start,
            token.sentence,
            head=token.low,
            possessive=token.low in {"my", "your"},
        )
    if token.low not in vocabulary.PRONOUNS:
        return None
    possessive = token.low in {"his", "its", "their"} or (token.low == "her" and _owns(tokens, i))
    return Mention("pronoun", token.text, i, i + 1, token.start, token.sentence, head=token.low,
                   sex=vocabulary.PRONOUNS[token.low], possessive=possessive)  # fmt: skip


_YOU = frozenset({"you", "your", "yours", "yourself"})


def _owns(tokens: list[Token], i: int) -> bool:
    """Return whether "her" is possessive ("her hand", not "saw her"): the next word begins no new phrase."""
    if i + 1 >= len(tokens) or not tokens[i + 1].is_word:
        return False
    low = tokens[i + 1].low
    return (
        low
        not in vocabulary.PREPOSITIONS
        | vocabulary.DETERMINERS
        | vocabulary.AUXILIARIES
        | vocabulary.PRONOUNS.keys()
        and not (
            low.endswith("ly")
            or low
            in {"and", "but", "or", "as", "so", "when", "that", "who", "not", "up", "down", "away", "back"}
        )
    )
