"""Speech that opens with a dash, as in much of Europe: what of a paragraph is spoken, and what is a tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.english import vocabulary
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterator

DASHES = "—–―‒"
_DASH = rf"(?:[{DASHES}]|--|-(?=\s))"
SPEECH = re.compile(rf"{_DASH}\s*[\w¡¿“\"'‘]")
"""How a paragraph of speech begins."""
_LEAD = re.compile(rf"\s*{_DASH}\s*")
_VERBS = vocabulary.SPEECH_PATTERN
_MANNERS = "|".join(sorted(vocabulary.MANNER_VERBS))
_PASTS = "|".join(sorted(vocabulary.IRREGULAR_PASTS))
_ACTS_ON = (
    r"\s+(?:(?:and|then|and\s+then)\s+(?:he|she|they)\s+(?!is\b|are\b|will\b|has\b|can\b)\w+|with\s+(?:his|her|an?)\b"
    r"|as\s+(?:he|she|they)\b|(?!(?:any|every|some|no)thing\b|during\b)\w{3,}ing\b"
    rf"|(?:and|then)\s+(?:\w{{2,}}ed|{_PASTS})\b(?:\s+\w+){{0,4}}?\s+(?:his|her|their|the|an?)\b)"
)
"""What a tag goes on with behind a comma: "said Una, and she looked away"."""
_TAG = lazy_re.pattern(
    rf"(?:(?<=[,!?.…;])\s+(?P<led>{_DASH}\s*)?|\s+{_DASH}\s*(?=(?:{_VERBS})\s)|(?:[{DASHES}]|--)(?=[^\W\d_A-Z]))"
    rf"(?P<tag>(?:(?:{_VERBS})\s+(?:[^\W\d_a-z]|he\b|she\b|they\b|I\b|the\b|his\b|her\b|my\b|an?\b)"
    rf"|(?:[Hh]e|[Ss]he|I|they|[A-Z]\w+)\s+(?:{_VERBS})\b"
    rf"|the\s+\w+\s+(?:{_VERBS})\b(?=\s*[.,{DASHES}]|\s+\w+ly\s*[.,])"
    rf"|(?<=[!?…]\s)(?:He|She|[A-Z]\w+)\s+(?:{_MANNERS})\b"
    rf"|(?(led)(?:[Hh]e|[Ss]he|[A-Z]\w+)\s+(?:{_MANNERS})\b(?=[^{DASHES}.!?]*(?:{_DASH}|[.!?]\s*\Z))|(?!)))[^{DASHES}.!?]*?)"
    rf"(?P<stop>[.!?]\s*(?:{_DASH}\s*)?|,(?!{_ACTS_ON})\s*(?:{_DASH}\s*)?|{_DASH}\s*[,.;:]?\s*|\Z)"
)
_ACT = lazy_re.pattern(
    rf"(?<=[.!?…])\s+{_DASH}\s*(?P<tag>(?:He|She|They|The\s+\w+|[A-Z][\w'’-]+)\s+"
    rf"(?:\w+ed|{_PASTS})\b[^{DASHES}.!?]*[.!?])\s*(?P<again>{_DASH}\s*|\Z)"
    rf"|\s[{DASHES}](?:[Hh]e|[Ss]he|[Tt]hey|[Tt]he\s+\w+|[A-Z][\w'’-]+)\s+(?:\w+ed|{_PASTS})\b"
    rf"[^{DASHES}.!?]*(?<=\w)[{DASHES}][.,;:]?\s*"
)
"""An act between two dashes: "— Not since noon. — Otto sat down. — Is it far?", "—Yes —Otto sat down—."."""
_SPOKEN = re.compile(
    r"\b(?:I|you|your|my|me|we|us|our|is|are|am|isn['’]t|aren['’]t|don['’]t|can['’]t|won['’]t|will|shall)\b"
    r"|\w['’](?:s|re|m|ll|ve)\b"
)
"""A word of the present or to somebody, as speech has and narration in the past has not."""
_ANSWER = re.compile(
    r"\s*(?:Maybe|Perhaps|Yes|No|Well|Oh|Ah|Hmm?|Please|Sorry|Thanks?|Never|Not\s+(?:yet|now|here|me))\b[^.!?]{0,60}[.!?…]"
    r"|\s*[A-Z][^.!?]{0,100}\?"
)
"""A short answer or a question, as begins speech and hardly ever narration."""
_COMMANDS = vocabulary.PLAIN_VERBS | {
    *(
        "shut",
        "put",
        "let",
        "set",
        "cut",
        "hold",
        "come",
        "give",
        "take",
        "bring",
        "leave",
        "keep",
        "sit",
        "stand",
    ),
    *("run", "get", "wait", "mind", "open", "close", "stop", "go", "ask", "tell", "look", "listen", "see"),
    *("try", "say", "read", "help", "follow", "call", "send", "show", "turn", "throw", "drink", "eat"),
}
_COMMAND = lazy_re.pattern(
    rf"\s*(?:{'|'.join(sorted(_COMMANDS, key=len, reverse=True))})"
    r"(?:\s+(?:at|the|a|an|it|me|him|her|them|this|that|to|up|down|out|in|on|here|there|again)\b|\s*[!.])",
    re.IGNORECASE,
)


def speech(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the segments of a paragraph that are spoken, where it opens with a dash: all but its tags."""
    lead = _LEAD.match(text, start, end)
    if lead is None:
        return
    at = lead.end()
    while at < end:
        tag, act = _TAG.search(text, at, end), _ACT.search(text, at, end)
        first = min((one for one in (tag, act) if one), key=lambda one: one.start(), default=None)
        yield at, first.start() if first else end
        if first is None:
            return
        at = first.end()
        if first is act or tag is None:
            continue
        ended = tag["stop"].strip() in {".", "!", "?"}
        goes_on = any(found(text, at, end) for found in (_SPOKEN.search, _ANSWER.match, _COMMAND.match))
        if ended and (tag["led"] or not goes_on):
            return  # after a tag that ends its sentence comes narration, unless a dash opens speech again
