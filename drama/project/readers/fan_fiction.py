"""What archives of fan fiction put around a story's chapters, in a text copied from their pages.

"Summary", "Notes" and "Chapter End Notes" are headings there, with paragraphs of their own under them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.english import is_ornament
from drama.model import About, Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Stretch = tuple[int, int]

_SIGNS = re.compile(
    r"^[\s*_]*(?:(?P<label>rating|fandoms?|archive warnings?|relationships?|pairings?|additional tags"
    r"|categor(?:y|ies))[\s*_]*:|.{0,80}\b(?:archiveofourown|fanfiction\.net|wattpad\.com|royalroad\.com)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""What such a text has before its first chapter."""
_HEAD = 6_000
"""Characters in which it has them."""
_SECTION = re.compile(
    r"[\W_]*(?:(?:chapter|story|work|fic)\s+)?(?P<what>summary|(?P<end>end\s*)?notes?|(?:author['’]?s?|beginning|start)"
    r"\s+notes?|notes?\s+for\s+(?:the|this)\s+chapter)[\s:*_.]*",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"[\W_]*(?:(?:chapter|chap\.?|ch\.?|part|book|act)\s+[\w.]+|prologue|epilogue|interlude)\b[^\n]{0,80}",
    re.IGNORECASE,
)
_OF_ARCHIVE = re.compile(
    r"\W*(?:see the end of the (?:chapter|work|story|fic) for\b.{0,60}|please drop by the archive\b.{0,120}"
    r"|(?:archived|posted)\s+(?:originally\s+)?(?:at|on)\b.{0,160}"
    r"|return to (?:the )?(?:archive|top)\b.{0,40})\W*",
    re.IGNORECASE | re.DOTALL,
)
_TITLE_AND_AUTHOR = re.compile(r"(?P<title>[^\W_][^\n]{1,79}?)\s+by\s+(?P<author>\w[^\s,.;:!?]{0,39})")
_MOST = 8
"""Paragraphs under such a heading at most, where a chapter or an ornament ends them."""


def find(text: str, units: Sequence[Stretch]) -> tuple[list[Matter], About]:
    """Return such paragraphs among the units, and title and author where one line has both.

    Nothing in a text without what archives put before a story.
    """
    signs = {(one["label"] or "address").lower() for one in _SIGNS.finditer(text, 0, _HEAD)}
    if len(signs) < 2:
        return [], About()
    found: list[Matter] = []
    i = 0
    while i < len(units):
        match = _SECTION.fullmatch(text, *units[i])
        length = 0
        if match:
            length = 1 + _under(text, units[i + 1 :], to_end=bool(match["end"]))
        elif _OF_ARCHIVE.fullmatch(text, *units[i]):
            length = 1
        found += [Matter(start=a, end=b, kind="author's note", at=a) for a, b in units[i : i + length]]
        i += max(1, length)
    about, lines = _titled(text, units[0]) if units else (About(), [])
    return [*found, *lines], about


def _under(text: str, units: Sequence[Stretch], *, to_end: bool) -> int:
    """Return how many paragraphs belong to a heading: up to a chapter, an ornament or the next heading.

    Notes at the end of a chapter, where the next heading is one, end a story and not other notes.
    """
    for i, (start, end) in enumerate(units):
        words = text[start:end]
        section = _SECTION.fullmatch(words)
        if section or _CHAPTER.fullmatch(words) or is_ornament(words):
            near = i <= _MOST and not (section and section["end"])
            return i if to_end or near else 1
    return len(units) if to_end else min(1, len(units))


def _titled(text: str, unit: Stretch) -> tuple[About, list[Matter]]:
    """Return title and author of a first line "Moonless by ink", and the lines of the archive under it."""
    lines = text[slice(*unit)].split("\n")
    match = _TITLE_AND_AUTHOR.fullmatch(lines[0].strip())
    if match is None:
        return About(), []
    at = unit[0] + len(lines[0]) + 1
    rest = [
        Matter(start=first, end=last, kind="front matter", at=first)
        for first, last in _lines(text, at, unit[1])
        if _OF_ARCHIVE.fullmatch(text, first, last) or _SIGNS.match(text, first, last)
    ]
    return About(title=match["title"], author=match["author"]), rest


def _lines(text: str, start: int, end: int) -> Iterator[Stretch]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = stop if stop >= 0 else end
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1
