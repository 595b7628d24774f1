"""Tables of contents: lines that name a text's headings again, under "Contents" or without a heading."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from drama.model import Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Stretch = tuple[int, int]

_LONGEST_ENTRY = 120
_CONTENTS = re.compile(r"[\W_]*(?:table\s+of\s+)?contents[\W_]*", re.I)
_PAGE_AT_END = re.compile(
    r"(?:[\s.·…_-]{2,}|\s)\(?(?:(?:pp?\.|page)\s?)?(?:\d{1,4}|[ivxlc]{1,6})\)?\.?\s*\Z", re.I
)
_FAR_PAGE = re.compile(
    r"\S(?:[\s.·…_-]{3,}|\s\(?(?:pp?\.|page)\s?)(?P<page>\d{1,4}|[ivxlc]{1,6}|frontispiece)\)?\.?\s*\Z", re.I
)
"""A page's number that stands apart from the words, as in no sentence."""
_LISTS = re.compile(
    r"[\W_]*(?:(?:list\s+of\s+)?(?:illustrations|plates|maps|figures)|list\s+of\s+(?:maps|tables|plates))[\W_]*",
    re.I,
)
_ENTRY = re.compile(
    r"[\s*•-]*(?:chapter|chap\.|page\b|part|book|section|act|letter|\d{1,3}[.,):]|[ivxlc]{1,7}[.,):\s])", re.I
)
_NUMBER_OF_ENTRY = re.compile(
    r"(?:(?:chapter|part|book|section|act|letter|volume|canto|adventure|episode|stave|tale|story)\s+)?"
    r"(?:\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
    r"\b\s*"
)
_MOST_ENTRIES = 400
_MISPRINTS = 12
"""Of so many words in contents one may differ from the titles."""
_LEAST_ENTRIES = 6
"""Of contents that have no heading of their own."""
_COUNTED = frozenset(["", "chapter", "part", "book", "section", "act", "scene", "letter", "volume", "canto"])


def find(text: str, units: Sequence[Stretch], taken: Sequence[Matter]) -> Iterator[Matter]:
    """Yield a table of contents: its heading and the lines under it that recur as headings.

    Where there is no heading, a paragraph of numbered lines begins one when most recur. `taken` is what isn't
    story already, in order and apart.
    """
    for i, unit in enumerate(units[:60]):
        lines = text[slice(*unit)].split("\n")
        headed = bool(_CONTENTS.fullmatch(lines[0]))
        paged = not headed and _are_paged(lines, text[unit[1] :])
        if not headed and not paged and (len(lines) < _LEAST_ENTRIES or not _recur(lines, text[unit[1] :])):
            continue
        entries = [_plain(line) for line in lines[headed:] if line.strip()]
        if not entries and any(one.kind == "contents" and 0 < one.start - unit[1] < 9 for one in taken):
            yield Matter(start=unit[0], end=unit[1], kind="contents", at=unit[0])
            return
        last = _last_entry(text, unit, units[i + 1 : i + _MOST_ENTRIES], entries)
        if entries:
            yield from _around(text, unit[0], last, taken)
        return


def lists(text: str, units: Sequence[Stretch]) -> Iterator[Matter]:
    """Yield lists of illustrations, maps and plates: the heading, and the lines with pages under it."""
    for i, unit in enumerate(units[:80]):
        lines = _printed(text[slice(*unit)])
        if not _LISTS.fullmatch(lines[0]):
            continue
        last = unit[1] if len(lines) > 1 and _have_pages(lines[1:]) else -1
        for other in units[i + 1 :]:
            if not _have_pages(_printed(text[slice(*other)])):
                break
            last = other[1]
        if last >= 0:
            yield Matter(start=unit[0], end=last, kind="contents", at=unit[0])


def _have_pages(lines: Sequence[str]) -> bool:
    return sum(bool(_FAR_PAGE.search(line.rstrip())) for line in lines) * 2 >= len(lines) > 0


def _are_paged(lines: Sequence[str], rest: str) -> bool:
    """Return whether lines are contents by their pages: two or more with one, whose titles recur."""
    entries = [line for line in lines if _FAR_PAGE.search(line.rstrip())]
    if len(entries) < 2 or len(entries) * 4 < 3 * (len(_printed("\n".join(lines))) - 1):
        return False
    later = {_plain(line) for line in rest.split("\n") if 0 < len(line) <= _LONGEST_ENTRY}
    later |= {_titled(plain) for plain in later}
    return sum(
        bool({_plain(line), _titled(_plain(line))} & (later - {""})) for line in entries
    ) * 4 >= 3 * len(entries)


def _around(text: str, start: int, end: int, taken: Sequence[Matter]) -> Iterator[Matter]:
    """Yield a stretch of contents without the page numbers and running heads in it, which are taken."""
    for one in [*(one for one in taken if start <= one.start < end), None]:
        stop = one.start if one else end
        if piece := text[start:stop].strip():
            begin = text.index(piece, start)
            yield Matter(start=begin, end=begin + len(piece), kind="contents", at=begin)
        start = one.end if one else end


def _last_entry(text: str, first: Stretch, units: Sequence[Stretch], entries: list[str]) -> int:
    """Return where contents end: before what is no entry or one of their first again; add the entries."""
    again = Counter(_plain(line) for line in text[first[1] :].split("\n") if 0 < len(line) <= _LONGEST_ENTRY)
    again.update({_titled(plain): again[plain] for plain in list(again) if _titled(plain) != plain})
    ends, titles = [first[1]], [*filter(None, map(_titled, entries))]
    parts = [_printed(text[slice(*one)]) for one in units]
    for unit, part, after in zip(units, parts, [*parts[1:], []], strict=False):
        plain = _plain(part[0])
        if entries and (plain in entries or _titled(plain) in titles[:2] or _begins(plain, entries[:2])):
            break
        others = [line for line in part if not _is_entry(line, again)]
        if others and not any(entries) and _are_titles(part, again):
            others = []
        if others and (len(others) > 1 or not _is_between(others[0], after)):
            break
        entries += [_plain(line) for line in part]
        titles += filter(None, map(_titled, entries[-len(part) :]))
        ends.append(unit[1])
    while len(ends) > 1 and len(entries) > 1 and not _recurs(parts[len(ends) - 2][-1], again):
        ends.pop()  # a heading right above the first chapter: "Part One"
    return ends[-1]


def _are_titles(lines: Sequence[str], again: Mapping[str, int]) -> bool:
    """Return whether lines are three or more of the titles, run together by a file without line ends."""
    words, found, other, low = _plain(" ".join(lines)).split(), 0, 0, 0
    while low < len(words):
        high = next((n for n in range(len(words), low, -1) if again.get(" ".join(words[low:n]), 0)), low)
        found, other, low = found + (high > low), other + (high == low), max(high, low + 1)
    return found > 2 and other * _MISPRINTS <= len(words)


def _begins(plain: str, entries: Sequence[str]) -> bool:
    """Return whether a line is the number of one of these entries: "Letter 1" of "Letter 1: The Carrier"."""
    return any(entry.startswith(f"{plain} ") for entry in entries if plain)


def _recurs(line: str, again: Mapping[str, int]) -> bool:
    """Return whether an entry stands in the text again, or has a page."""
    plain = _plain(line)
    titled = _titled(plain) or plain
    return bool(_PAGE_AT_END.search(line.rstrip())) or again.get(plain, 0) > 1 or again.get(titled, 0) > 1


def _printed(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _recur(lines: Sequence[str], rest: str) -> bool:
    """Return whether most of these lines are numbered and are the titles of what follows."""
    if sum(bool(_ENTRY.match(line)) for line in lines) * 2 <= len(lines):
        return False
    later = {_titled(_plain(line)) for line in rest.split("\n") if 0 < len(line) <= _LONGEST_ENTRY} - {""}
    return sum(_titled(_plain(line)) in later for line in lines) * 10 >= 7 * len(lines)


def _titled(plain: str) -> str:
    """Return an entry's or heading's words without its number."""
    return _NUMBER_OF_ENTRY.sub("", plain, count=1)


def _is_between(line: str, after: Sequence[str]) -> bool:
    """Return whether a line is a part's title between its number and its chapters, which have pages."""
    short = len(line) <= _LONGEST_ENTRY // 2 and line.rstrip()[-1:] not in '.!?…,;”"’'
    return short and bool(after) and sum(bool(_PAGE_AT_END.search(one)) for one in after) * 2 >= len(after)


def _is_entry(line: str, again: Mapping[str, int]) -> bool:
    if len(line) > _LONGEST_ENTRY or line.strip()[:1] in '"“„«‘':
        return False
    paged, plain = _PAGE_AT_END.search(line.rstrip()), _plain(line)
    return bool(paged or _ENTRY.match(line)) or max(again.get(plain, 0), again.get(_titled(plain), 0)) > 1


def _plain(line: str) -> str:
    bare = re.sub(r"[\W_]+", " ", _PAGE_AT_END.sub("", line)).strip().lower()
    # The number is a page's, unless it is all that tells "Letter 1" from "Letter 2".
    return bare if bare not in _COUNTED else re.sub(r"[\W_]+", " ", line).strip().lower()
