"""Quotation marks that only some texts have, as those that are usual.

”Wet,” said Hugh.   both marks the same, as in Sweden and Finland
,,Wet,'' said Hugh.   typed with commas, grave accents or apostrophes
::Wet,:: said Hugh.   between signs, as what is said from mind to mind: :: ~ / and < >
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from drama.english import vocabulary
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterator

_FREE = r"(?<![^\s(\[—–])"
"""Nothing or a blank stands before it."""
_TURNED = re.compile(rf"{_FREE}”(?=[\w'’…—–-])")
_TURNED_SINGLE = lazy_re.pattern(
    rf"{_FREE}’(?=[A-Z])(?!(?:Tis|Twas|Twere|Twill|Tain|Em|Cause|Cos|Bout|Til|Round|Ere|Is|Im|Ow|Ave|E|At|Alf)\b)"
    r"(?=(?:[^’\n]|’\w|\n(?!\s*\n)){1,1000}?[.,!?…—]’(?!\w))"
)
_LEAST_TURNED = 2
_TYPED = re.compile(rf"{_FREE}(?P<open>,,|``|'')(?=[\w'’…—-])|(?<=[^\W\d]|[.,!?…—–-])(?P<shut>'')(?!\w)")
_WORDS = r"(?=[\w…—–'’-])(?P<words>(?:(?!SHUT)[^\n]|\n(?!\s*\n)){1,2000}?[.,!?…—–-])"
_SIGNS = (("::", "::"), ("~", "~"), ("//", "//"), ("/", "/"), ("<", ">"))
_SAYS = rf"(?:{vocabulary.SPEECH_PATTERN}|sent|projected|thought)"
_TAG = lazy_re.pattern(
    rf"\s+(?:(?:[Hh]e|[Ss]he|[Tt]hey|I|[Tt]he \w+|[A-Z][\w'’-]+) {_SAYS}"
    rf"|{_SAYS} (?:he|she|they|I|the|[A-Z][\w'’-]*))\b"
)
_LEAST_PAIRS = 2
"""Pairs of signs from which a text has them for quotation marks, where a tag stands behind one."""

Sign = tuple[int, int, str]
"""Where a mark begins and ends, and what stands for it."""


def find(text: str) -> list[Sign]:
    """Return the marks of a text that stand for usual ones, in order, in time linear in its length."""
    found = sorted(chain(_turned(text), _typed(text), *(_between(text, *pair) for pair in _SIGNS)))
    apart: list[Sign] = []
    for one in found:
        if not apart or one[0] >= apart[-1][1]:
            apart.append(one)
    return apart


def _turned(text: str) -> Iterator[Sign]:
    """Yield the opening marks of a text in which they look like the closing ones."""
    if "”" in text and not any(mark in text for mark in "“„‟"):
        yield from ((one.start(), one.end(), "“") for one in _TURNED.finditer(text))
    if "’" in text and "‘" not in text:
        singles = list(_TURNED_SINGLE.finditer(text))
        if len(singles) >= _LEAST_TURNED:
            yield from ((one.start(), one.end(), "‘") for one in singles)


def _typed(text: str) -> Iterator[Sign]:
    """Yield two commas, two grave accents or two apostrophes that are one mark."""
    if "''" not in text and ",," not in text and "``" not in text:
        return
    for one in _TYPED.finditer(text):
        yield one.start(), one.end(), "“" if one["open"] else "”"


def _between(text: str, opens: str, shuts: str) -> Iterator[Sign]:
    """Yield the signs around what is said; none where a text has them for something else."""
    if text.count(opens) < _LEAST_PAIRS:
        return
    first, last = re.escape(opens), re.escape(shuts)
    words = _WORDS.replace("SHUT", f"[{last[-1]}{first[-1]}]")
    pairs = list(re.finditer(rf"{_FREE}{first}{words}{last}(?=[\s)\]]|\Z)", text))
    if len(pairs) >= _LEAST_PAIRS and any(_TAG.match(text, one.end()) for one in pairs):
        for one in pairs:
            yield one.start(), one.start("words"), "“"
            yield one.end("words"), one.end(), "”"
