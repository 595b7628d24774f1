"""What the rules of text normalisation share: their type, the pattern of a number, the end of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d+)"
"""A whole number, with grouping commas or without."""
STARTERS = (
    "The|A|An|He|She|It|They|We|I|You|But|And|Then|There|This|That|These|Those|His|Her|My|Our|Their|Your|What|Why|"
    "When|Where|Who|How|If|No|Yes|In|On|At|So|As|Or|Not|Nobody|Everybody|Everyone|Somebody|Someone|One|For|After|"
    "Before|Now|Still|Only|Just|Once|Nothing|Something|Everything|Perhaps|Maybe"
)
"""Words that are capitalised only at the start of a sentence."""
_SENTENCE_ENDS = re.compile(rf"\s*$|\s+(?:{STARTERS})\b")


class Rule(NamedTuple):
    """A pattern of some numbers, and how they are said."""

    needs: str
    """Characters of which a text must have one for the rule to match; empty when it may always match."""
    pattern: re.Pattern[str]
    said: str | Callable[[re.Match[str]], str]


def ends_sentence(match: re.Match[str]) -> bool:
    """Return whether the sentence ends with a match, such as an abbreviation with its point."""
    end = match.end() - (match[0][-1:] == " ")
    return _SENTENCE_ENDS.match(match.string, end) is not None
