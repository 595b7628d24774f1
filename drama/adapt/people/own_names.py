"""Names that somebody gives as their own: "I am Ines", "It's Bridget, my lady", "Ilse Varga. Security."."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from drama.adapt.people.address import ADDRESS, FOND
from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading, Token
    from drama.adapt.values import Unit


def introduces(tokens: list[Token], mention: Mention) -> bool:
    """Whether a name is given as the speaker's own: "I am Ines", "my name's Ines"."""
    before = [t.low for t in tokens[max(0, mention.first - 3) : mention.first]]
    if before and tokens[mention.first - 1].possessive:  # "my name's Ines", "mine's Ines"
        return before[-2:] in (["my", "name"], ["the", "name"]) or before in (["name"], ["mine"])
    if before[-2:] == ["name", "is"]:  # not "our ferryman's name is Tobias"
        owners = [t for t in tokens[max(0, mention.first - 5) : mention.first - 2] if t.is_word]
        return not owners or owners[-1].low == "the" or any(t.low == "my" for t in owners[-2:])
    short = mention.first <= 2 and len(tokens) <= mention.last + 1 and before[-2:] == ["it", "is"]
    return short or before[-3:] == ["i", "am", "called"] or before[-2:] in _OWN_NAME


_OWN_NAME = (
    ["i", "am"], ["mine", "is"], ["call", "me"], ["calls", "me"], ["called", "me"],
    ["is", "i"],
)  # fmt: skip
"""What stands before a name that is the speaker's own."""


def asks_name(reading: Reading, quote: int) -> bool:
    """Whether a quotation ends by asking for a name: "What do they call you?"."""
    return bool(_NAME_ASKED.search(" ".join(token.low for token in reading.said[quote])))


_NAME_ASKED = re.compile(
    r"\b(?:your (?:\w+ )?name|(?:call|calls) you|you called|name have you|go by|who are you"
    r"|who is (?:there|this|it|out there|calling|speaking|asking)|who wants)\b[^.!?]{0,30}"
    r"\?(?: (?:mine|i|my name) (?:is|am|'s|'m) [^.!?]{1,30}[.!]?)?$"  # "What's your name? Mine's Nell."
)


def is_answer(tokens: list[Token], mention: Mention) -> bool:
    """Whether a line answers with a name: "Bridget, my lady", "It's Bridget. Hello."; not "Tom, help me".

    Or with two: "Daniel. Dan."
    """
    before = [t.low for t in tokens[: mention.first]]
    begins = not before or before in (["it", "is"], ["this", "is"], ["just"], ["only"]) or before[1:] == ["."]
    behind = [*takewhile(lambda t: t.text not in _STOPS, tokens[mention.last :])]
    if before[-1:] == ["is"] and [t.is_capital for t in behind] == [False, True]:
        behind = []  # "It's Bridget, Nell."
    rest = [t.low for t in behind if t.is_word]
    return (
        begins
        and len(rest) <= MOST_BEHIND_NAME
        and all(low in ADDRESS or low in FOND or low in vocabulary.TITLES or low == "please" for low in rest)
    )


_STOPS = frozenset(".!?…")
MOST_BEHIND_NAME = 2
"""Words of address behind a name that is an answer: "Bridget, my lady"."""


def is_report(tokens: list[Token], mention: Mention) -> bool:
    """Whether a line begins by giving a name to a superior: "Ines, sir. I'm the new clerk."."""
    stop = next((k for k, t in enumerate(tokens) if t.text in _STOPS), len(tokens))
    behind = [t.low for t in tokens[mention.last : stop] if t.is_word]
    return mention.first == 0 and tokens[stop - 1].low in _SUPERIORS and " ".join(behind) in _TO_SUPERIORS


_TO_SUPERIORS = frozenset(
    {"sir", "ma'am", "madam", "my lord", "my lady", "milord", "milady", "your honour", "your grace"}
)
"""Words of address that nobody has behind their own name when they are called."""
_SUPERIORS = frozenset(words.split()[-1] for words in _TO_SUPERIORS)


def is_announced(reading: Reading, unit: Unit, mention: Mention) -> bool:
    """Whether "This is Ines" comes over a radio, a telephone or a loudspeaker that acted right before."""
    tokens = reading.said[unit.quotes[0]]
    if [t.low for t in tokens[max(0, mention.first - 2) : mention.first]] != ["this", "is"]:
        return False
    if unit.hint("tag", "loose") is not None or (mention.first > 2 and tokens[mention.first - 3].is_word):
        return False
    before = [
        t for p in reading.paragraphs[max(0, unit.paragraph - 1) : unit.paragraph + 1] for t in p.tokens
    ]
    before = [token for token in before if token.start < tokens[0].start]
    return any(t.low in vocabulary.DEVICES and is_verb(before, k + 1) for k, t in enumerate(before))


def presents(people: People, tokens: list[Token], mention: Mention) -> bool:
    """Whether a line opens with a whole name that nobody was called by before: "Ilse Varga. Security." """
    begins = mention.first == 0 and mention.kind == "name" and mention.last - mention.first == 2
    ends = mention.last + 1 < len(tokens) and tokens[mention.last].text[0] in ".;"
    first = mention.start <= people.persons[people.of(mention)].begins
    return (
        begins and first and ((ends and not _is_asked(tokens[mention.last + 1 :])) or _is_of(tokens, mention))
    )


def _is_of(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence is nothing but a name and what it belongs to: "Inspector Varga, Memory Crimes." """
    behind = [*takewhile(lambda t: t.text[0] not in ".!?", tokens[mention.last :])]
    belongs = [t for t in behind[1:] if t.low not in {"of", "the", "and"}]
    closed = mention.last + len(behind) < len(tokens) and tokens[mention.last + len(behind)].text == "."
    return (
        closed
        and [t.text for t in behind[:1]] == [","]
        and bool(belongs)
        and all(t.is_capital for t in belongs)
    )


def _is_asked(tokens: list[Token]) -> bool:
    """Whether the sentence that begins here asks the hearer something: "Ilse Varga. Is that my atlas?" """
    sentence = [*takewhile(lambda t: t.text[0] not in ".!?", tokens)]
    asks = len(sentence) < len(tokens) and tokens[len(sentence)].text[0] == "?"
    return asks and not any(token.low in {"i", "we"} for token in sentence)


def is_given(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence does nothing but give a name: not "if I am Ines", not "I am a Cassandra"."""
    begins = next(k for k in range(mention.first, -1, -1) if not k or tokens[k - 1].text[0] in ",.!?;:—-…")
    before = {token.low for token in tokens[begins : mention.first]}
    after = tokens[mention.last].text[0] if mention.last < len(tokens) else "."
    compares = tokens[mention.first].low in {"the", "a", "an"} or bool(before & _SUPPOSING)
    compares = compares or _is_of_nation(tokens, mention)
    goes_on = [t.low for t in tokens[mention.last : mention.last + 2]] == ["and", "i"]
    return not compares and (after in ",.!?;:—-…" or goes_on)


def is_given_in_full(reading: Reading, unit: Unit, quote: int, mention: Mention) -> bool:
    """Whether a name is given, and then all of it: "Nell. Nell Varga." "Nell," she said. "Nell Varga." """
    tokens = reading.said[quote]
    name = [t.low for t in tokens[mention.first : mention.last]]
    before = [t.low for t in tokens[: mention.first] if t.is_word]
    if mention.first == 0 and quote > unit.quotes[0]:
        before = [t.low for t in reading.said[quote - 1] if t.is_word]
    elif not (mention.first and tokens[mention.first - 1].text == "."):
        return False
    behind = [t.text for t in tokens[mention.last : mention.last + 1]]
    return len(name) > 1 and len(before) == 1 and before[0] in name and behind in ([], ["."])


def _is_of_nation(tokens: list[Token], mention: Mention) -> bool:
    """Whether somebody says where they are from: "I'm Belgian"."""
    low = tokens[mention.first].low
    alone = mention.last - mention.first == 1 and [t.low for t in tokens[: mention.first]][-2:] == ["i", "am"]
    return alone and low.endswith(_OF_NATIONS) and low not in vocabulary.given_names()


_OF_NATIONS = ("ian", "ean", "can", "ish", "ese")
"""Endings of most adjectives of nations and cities."""
_SUPPOSING = frozenset(
    ["if", "that", "not", "think", "thinks", "say", "says", "said", "because", "when", "until", "her", "his",
     "your", "their", "whose"]
)  # fmt: skip
"""Words before "I am Ines" that make it no fact, or before "name is Ines" somebody else's."""
