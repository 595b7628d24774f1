"""Speech in prose whose speakers stand before a colon or a dash: a log, a chat, an interview.

ROOK: I have smoke on the third level.
CONTROL: Any crew?
[22:15] Rook: Two.
rook: coming up now
Rook – Where?
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.text.structure import Block

_LABEL = re.compile(
    r"[*_]{0,2}(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s+)?"
    r"(?P<name>[A-Z][\w.'’-]*(?:[ ]+[A-Z][\w.'’-]*){0,2}|[a-z][\w.-]{1,19})"
    r"(?:[*_]{0,2}:[*_]{0,2}|(?P<dash>[*_]{0,2}[ \t]+[–—]))[ \t]+(?P<line>\S.*)",
    re.DOTALL,
)
_HEADERS = frozenset(
    ["to", "from", "subject", "date", "cc", "bcc", "re", "fwd", "ps", "note", "warning", "step"]
)
"""Words in small letters before a colon that no chat has for a name."""
LEAST_LINES, LEAST_SPEAKERS = 3, 2
"""Labelled paragraphs in a row, and speakers, one of them twice, from which labels name who speaks."""
LEAST_WITH_DASHES = 4
"""The same before a dash, where two must speak twice: "Monday – rain" isn't Monday's."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name before a line, and the line: offsets into the story."""

    name: tuple[int, int]
    line: tuple[int, int]


def find(text: str, paragraphs: Sequence[tuple[int, Block]]) -> dict[int, Label]:
    """Return the labelled lines by the index of their block; `paragraphs` are in order.

    Names that label a run of lines label a single one elsewhere, too.
    """
    labelled: list[tuple[int, str, Label]] = []
    runs: list[list[str]] = [[]]
    last = -2
    for index, block in paragraphs:
        if text.startswith("* ", block.start) and index == last + 1:
            last = index  # what somebody does in a chat
            continue
        match = _LABEL.fullmatch(text, block.start, block.end)
        if match is None or index != last + 1:
            runs.append([])
        if (
            match is not None
            and _may_speak(match["name"])
            and not (match["dash"] and match["name"].islower())
        ):
            name = match["name"].casefold() + "–" * bool(match["dash"])
            labelled.append((index, name, Label(match.span("name"), match.span("line"))))
            runs[-1].append(name)
        last = index
    speakers = {name for run in runs if _speak(run) for name in run}
    return {index: label for index, name, label in labelled if name in speakers}


def is_labelled(text: str, start: int, end: int) -> bool:
    """Whether a line begins with who may say it: "Rook: Two."."""
    match = _LABEL.match(text, start, end)
    return match is not None and not match["dash"] and _may_speak(match["name"])


def _may_speak(name: str) -> bool:
    """Whether the words before a colon may be somebody: initials in capitals ("ER") may, "Er" may not."""
    low = name.lower()
    if low in _HEADERS:
        return False
    return low not in vocabulary.NOT_NAMES or (name.isupper() and (len(name) > 1 or name in _ASKED))


_ASKED = frozenset("QA")
"""Question and answer, as a court's shorthand writer has them."""


def _speak(run: Sequence[str]) -> bool:
    """Whether the names of labelled paragraphs in a row are speakers', not headings: "Note:", "Warning:"."""
    names = Counter(run)
    if any(name.endswith("–") for name in run):
        twice = sum(count > 1 for count in names.values())
        return len(run) >= LEAST_WITH_DASHES and twice >= LEAST_SPEAKERS
    return len(run) >= LEAST_LINES and len(names) >= LEAST_SPEAKERS and max(names.values()) > 1
