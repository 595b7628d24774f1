"""What pages put into a text: page numbers and running heads, alone or between the lines of a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.model import Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Stretch = tuple[int, int]

_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7})"
_PAGE_NUMBER = re.compile(
    rf"[\s\[({{*_–—-]*(?:(?:page|pg\.?|p\.)\s*)?{_NUMBER}[\s\])}}*_–—-]*", re.IGNORECASE
)
_SET_APART = re.compile(
    rf"\s*(?:[–—-]\s*{_NUMBER}\s*[–—-]|[\[({{]\s*{_NUMBER}\s*[\])}}]|\d{{1,4}}"
    rf"|[*_]*(?:[Pp]age|PAGE|[Pp]g\.?)\s+{_NUMBER}[*_]*)\s*"
)
"""Numbers of pages as they may stand between the lines of a paragraph."""
_SAID_PAGE = re.compile(
    rf"[\s*_]*(?:[\[({{]\s*(?:page|pg\.?|p\.)\s*{_NUMBER}\s*[\])}}]|\{{\s*{_NUMBER}\s*\}}"
    r"|[\[({–—-]?\s*(?:page|pg\.?|p\.)\s*\d{1,4}\s*(?:of|/)\s*\d{1,4}\s*[\])}–—-]?)[\s*_]*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:(?P<first>\d{1,4})(?P<before>\s*[|/·•]\s*|\s+))?(?P<head>\D.{1,58}?)(?:(?P<after>\s*[|/·•]\s*|\s+)(?P<last>\d{1,4}))?"
)
_SENTENCE_END = re.compile(r"[.!?…:;—\"”’')\]*_]\s*\Z")
_LONGEST = 66
_FULL_LINE = 30
"""Characters of a line of a paragraph above a page's number."""
_WIDE = 3
"""Blanks over which a number stands apart from a running head, as at the two ends of a line."""
_MANY = 2
"""Occurrences over which words are a running head rather than a heading of their own."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or a part of one: a line that may be a page's, and the lines between two of those."""

    start: int
    end: int
    kind: str = ""
    """What it may be: "page number" (surely), "number" or "running head"."""
    head: str = ""
    """A running head's words without its number, in small letters."""
    is_numbered: bool = False
    is_plain: bool = True
    """Whether only its place tells a running head from a heading or a line of prose."""
    is_parted: bool = False
    """Whether a bar, a stroke or a dot stands between it and its number."""
    is_inner: bool = False
    """Whether it is a line of a longer paragraph."""

    @property
    def place(self) -> Stretch:
        return self.start, self.end


def page_marks(text: str, units: Sequence[Stretch]) -> Iterator[tuple[Matter, bool]]:
    """Yield page numbers and running heads; True with those that are within a sentence.

    A lone number is a page number only within a sentence, or where enough others are: chapters have such
    numbers, too. A line with a number is a running head within a sentence, and then wherever else it stands
    with a number.
    """
    pieces = _likely(_pieces(text, units))
    found: list[tuple[int, int, bool]] = []
    within_sentences: set[str] = set()
    is_parted = False  # whether a bar stands beside the numbers of pages
    for first, last in _runs(pieces):
        if not 0 < first <= last < len(pieces) - 1:
            continue
        run = pieces[first : last + 1]
        within = is_within(text, pieces[first - 1].place, pieces[last + 1].place)
        if any(one.is_inner or (one.head and one.is_plain) for one in run):
            within = within and text[pieces[last + 1].start].islower()
        found += [(i, last, within) for i in range(first, last + 1)]
        within_sentences.update(one.head for one in run if within and one.head)
        is_parted = is_parted or (within and any(one.is_parted or one.kind != "running head" for one in run))
    numbers = [within for i, _, within in found if pieces[i].kind == "number"]
    furnished = sum(numbers) * 3 > len(numbers) and len(numbers) > 3
    for i, last, within in found:
        one = pieces[i]
        again = one.is_numbered and (one.head in within_sentences or (one.is_parted and is_parted))
        surely = one.kind == "page number" or (one.kind == "number" and furnished) or (one.head and again)
        if within or (surely and not one.is_inner):
            name = "page number" if one.kind == "number" else one.kind
            at = pieces[last + 1].end if within else one.start
            yield Matter(start=one.start, end=one.end, kind=name, at=at), within


def _likely(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces; what looks like a running head, doesn't recur and has no number is a paragraph."""
    heads = Counter(one.head for one in pieces if one.head)
    return [
        _Piece(one.start, one.end)
        if one.head
        and heads[one.head] <= (one.is_plain if one.is_numbered else _MANY)
        and (one.is_plain or "number" not in {other.kind for other in pieces[max(0, i - 1) : i + 2]})
        else one
        for i, one in enumerate(pieces)
    ]


def _runs(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each run of lines that may be a page's, such as head and number."""
    first = -1
    for i, one in enumerate(pieces):
        if one.kind and first < 0:
            first = i
        if first >= 0 and (i + 1 == len(pieces) or not pieces[i + 1].kind):
            yield first, i
            first = -1


def _pieces(text: str, units: Sequence[Stretch]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for start, end in units:
        lines = list(_lines(text, start, end))
        if len(lines) == 1:
            pieces.append(_piece(text, start, end, is_inner=False))
            continue
        begun = start
        for i, (first, last) in enumerate(lines):
            one = _piece(text, first, last, is_inner=True)
            full = not i or lines[i - 1][1] - lines[i - 1][0] >= _FULL_LINE
            if not one.kind or not full or (one.head and (one.is_plain or not one.is_numbered)):
                continue
            if one.kind == "number" and not _SET_APART.fullmatch(text, first, last):
                continue
            if begun < first:
                pieces.append(_Piece(begun, _trimmed(text, begun, first)))
            pieces.append(one)
            begun = lines[i + 1][0] if i + 1 < len(lines) else end
        if begun < end:
            pieces.append(_Piece(begun, end))
    return pieces


def _lines(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the lines of a paragraph without the white space around them."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = stop if stop >= 0 else end
        words = text[start:stop]
        yield start + len(words) - len(words.lstrip()), _trimmed(text, start, stop)
        start = stop + 1


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _piece(text: str, start: int, end: int, *, is_inner: bool) -> _Piece:
    words = text[start:end]
    if len(words) > _LONGEST:
        return _Piece(start, end)
    if _SAID_PAGE.fullmatch(words):
        return _Piece(start, end, "page number", is_inner=is_inner)
    if _PAGE_NUMBER.fullmatch(words):
        return _Piece(start, end, "number", is_inner=is_inner)
    match = _HEAD.fullmatch(words)
    if match is None or not any(map(str.isalpha, match["head"])):
        return _Piece(start, end)
    capitals = match["head"].upper() == match["head"]
    gaps = (match["before"] or "", match["after"] or "")
    parted = any({*"|/·•"} & {*gap} or (len(gap) > _WIDE and capitals) for gap in gaps)
    if not capitals and not parted and not _is_titled(match["head"]):
        return _Piece(start, end)
    return _Piece(
        start,
        end,
        "running head",
        head=match["head"].strip().casefold(),
        is_numbered=bool(match["first"] or match["last"]),
        is_plain=not capitals and not parted,
        is_parted=parted,
        is_inner=is_inner,
    )


def _is_titled(words: str) -> bool:
    small = 4  # letters of "with" and "from", the longest of the words that titles have in small letters
    return words[-1].isalnum() and all(word[0].isupper() or len(word) <= small for word in words.split())


def is_within(text: str, before: Stretch, after: Stretch) -> bool:
    """Return whether a sentence goes on from one paragraph to another."""
    opens = text[after[0]]
    return not _SENTENCE_END.search(text, max(before[0], before[1] - 6), before[1]) and (
        opens.islower() or (opens.isalpha() and text[before[1] - 1].isalpha() and before[1] - before[0] > 50)
    )


def joined_over(text: str, matter: Sequence[tuple[Matter, bool]]) -> list[Stretch]:
    """Return the segments to blank, line ends included, so that sentences continue across page marks."""
    stretches = []
    for one, within in matter:
        if within:
            before, after = one.start, one.end
            while before and text[before - 1].isspace():
                before -= 1
            while after < len(text) and text[after].isspace():
                after += 1
            stretches.append((before, after))
    joined: list[Stretch] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
