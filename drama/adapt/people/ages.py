"""How old people are by the prose itself: "Kit, who was nine", "a boy of ten", "nine-year-old Kit"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading, Token
    from drama.model import Age

CHILD, YOUNG, OLD = 13, 25, 65
"""Ages in years at which the groups child, young and adult end (a judgement: where voices change)."""
_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_YEARS = {word: years for years, word in enumerate(_ONES, 1)}
_YEARS |= {word: 10 * ten for ten, word in enumerate(_TENS, 2)}
_YEARS |= {f"{t}-{one}": 10 * ten + k for ten, t in enumerate(_TENS, 2) for k, one in enumerate(_ONES[:9], 1)}
_BE = frozenset({"was", "is", "turned", "aged"})
_REMEMBERING = frozenset({"when", "since", "until", "till", "before", "after", "if", "once"})
"""Words before an age that somebody had at another time."""


def age_of(years: int) -> Age:
    """Return the age group of an age in years."""
    return "child" if years < CHILD else "young" if years < YOUNG else "adult" if years < OLD else "old"


def note_ages(people: People, reading: Reading) -> None:
    """Enter each person's age in years, the first that the narration gives."""
    for mentions, paragraph in zip(people.narration, reading.paragraphs, strict=True):
        for mention in mentions:
            if people.of(mention) >= 0:
                person = people.persons[people.of(mention)]
                person.years = person.years or _years(paragraph.tokens, mention)


def _years(tokens: list[Token], mention: Mention) -> int:
    """Return the age in years given beside a mention; 0 for none."""
    before = tokens[mention.first - 1].low if mention.first else ""
    for low in (before, *mention.modifiers):
        if low.endswith(("-year-old", "-years-old")):
            return _number(low.partition("-year")[0])
    after = [t.low for t in tokens[mention.last : mention.last + 6]] + [""] * 6
    if before in _REMEMBERING or mention.possessive:
        return 0
    if mention.kind == "description" and after[0] == "of" and mention.head not in vocabulary.KIN:
        told = _ends(after[2:]) or is_verb(tokens, mention.last + 2)
        return _number(after[1]) if told else 0
    at = 1 if after[0] == "," else 0
    at += after[at] == "who"
    if after[at] in _BE:
        at += 1 + (after[at + 1] in {"only", "just", "about", "nearly", "almost"})
    elif at != 1 or after[0] != ",":
        return 0
    return _number(after[at]) if _ends(after[at + 1 :]) else 0


def _number(word: str) -> int:
    """Return a number of years in digits or words; 0 for anything else."""
    years = int(word) if word.isdecimal() else _YEARS.get(word, 0)
    return years if years < 120 else 0


def _ends(after: list[str]) -> bool:
    """Whether a number is an age: "nine." or "nine years old", not "nine feet"."""
    return after[0] in {"", ".", ",", ";", "and", "but", "—", "--"} or after[:2] == [
        "years",
        "old",
    ]
