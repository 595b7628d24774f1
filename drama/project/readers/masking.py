"""Blanks segments of a text and rejoins words; the length and all other offsets stay the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPACE = re.compile(r"\s|\Z")


def blanked(text: str, stretches: Sequence[tuple[int, int]], *, keep_lines: bool) -> str:
    """Return a text with sorted segments (start, end) replaced by spaces; line ends stay if wanted."""
    parts, at = [], 0
    for start, end in stretches:
        blank = "".join("\n" if c == "\n" and keep_lines else " " for c in text[start:end])
        parts += [text[at:start], blank]
        at = end
    return "".join([*parts, text[at:]])


def cut(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """Return a text without sorted segments (start, end), padded to its old length.

    The rest of the word moves up; at the next white space as many spaces are inserted, the last of them a
    line end where one was cut.
    """
    parts, at, owed, line_end = [], 0, 0, False
    for start, end in [*stretches, (len(text), len(text))]:
        if owed:
            stop = _space_after(text, at)
            if stop < start or start == len(text):
                parts += [text[at:stop], " " * (owed - line_end), "\n" * line_end]
                at, owed, line_end = stop, 0, False
        parts.append(text[at:start])
        at, owed = end, owed + end - start
        line_end = line_end or "\n" in text[start:end]
    return "".join(parts)


def _space_after(text: str, at: int) -> int:
    found = _SPACE.search(text, at)
    return found.start() if found else len(text)
