"""What the rules of spoken text share: their shape, what a number looks like, where a sentence ends."""

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
"""Words that have a capital only where a sentence begins."""
_SENTENCE_ENDS = re.compile(rf"\s*$|\s+(?:{STARTERS})\b")


class Rule(NamedTuple):
    """What some numbers look like, and how they are said."""

    needs: str
    """Signs of which a text must hold one for the rule to fit; empty when it may always fit."""
    pattern: re.Pattern[str]
    said: str | Callable[[re.Match[str]], str]


def ends_sentence(match: re.Match[str]) -> bool:
    """Return whether the sentence ends with a match, such as an abbreviation with its point."""
    end = match.end() - (match[0][-1:] == " ")
    return _SENTENCE_ENDS.match(match.string, end) is not None
