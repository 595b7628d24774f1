"""Find the blocks of a story: title, byline, headings, scene breaks, paragraphs and verse.

Works on lines. It first decides the layout of the whole file: whether lines are wrapped, what separates
paragraphs, and how wide a blank gap usually is. Then it groups the lines into paragraphs. Last, it classifies
each paragraph by its form and its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal

from drama.adapt.text import front, headings, labels
from drama.adapt.text.headings import SENTENCE_END, is_titled
from drama.english import is_ornament

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drama.model import Passage

BlockKind = Literal["title", "byline", "heading", "break", "paragraph", "verse"]


LONGEST_PARAGRAPH = 8_000
"""In characters; few paragraphs of novels are half as long."""
_CUTS = (
    re.compile(r"[.!?…]\s+(?=[\"“«„])"),
    re.compile(r"[.!?…][\"”»’')]*\s+"),
    re.compile(r"\s+"),
)
"""Where an over-long paragraph is cut, best first: before a quotation, after a sentence, between words.

A quotation mark after white space opens a quotation.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A segment of the story's text; `start` and `end` are offsets that exclude the white space around it."""

    kind: BlockKind
    start: int
    end: int
    """Equal to start for a scene break that is only a blank gap."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    gap: int
    """Blank lines before it."""

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Layout:
    wrapped: bool
    """Whether one paragraph spans several lines."""
    parted_by: Literal["blank", "indent", "short"]
    """What begins a paragraph in a wrapped text: a blank line, an indent, or a short line before it."""
    usual_gap: int
    """Blank lines between two paragraphs."""
    gaps_break: bool
    """Whether a gap wider than usual is rare enough to mean a scene break."""
    width: int


_TOLD = ("paragraph", "verse")
_Paragraph = tuple[_Line, ...]

_LONGEST_WRAPPED_LINE = 132
_COMMON_WIDE_GAP = 0.12
"""Above this share of all gaps a wide gap is the author's habit, not a scene break."""

_LONGEST_VERSE_LINE = 60
_LEAST_VERSE_LINES = 3
_FULL_STOP = re.compile(r"[.!?…]['\"”’»)\]*_]*$")
_SPEAKING = re.compile(r"[\"“”„«»]|^[‘'—–-]|['’]$")


def read(text: str, passages: Sequence[Passage] = ()) -> tuple[Block, ...]:
    """Return the blocks of a text in order; every printed character is in exactly one of them.

    Where the input file marks its passages, their kinds are taken from it. Runs in time linear in the length
    of the text.
    """
    if passages:
        return tuple(_bounded(text, front.marked(text, _told(text, passages), _chapters(passages))))
    lines = _lines(text)
    if not lines:
        return ()
    layout = _layout(text, lines)
    stanzas = _stanzas(text, lines, layout)
    paragraphs = _paragraphs(text, lines, layout, stanzas)
    blocks = _classified(text, paragraphs, layout, frozenset(lines[i].start for i, _ in stanzas))
    parted = _with_gaps(blocks, paragraphs, layout)
    return tuple(_bounded(text, front.marked(text, parted)))


def _told(text: str, passages: Sequence[Passage]) -> list[Block]:
    """Return the blocks of a text whose passages are known; between two lies a scene break or nothing.

    Where the file marks no headings, they are recognised by their words.
    """
    kinds: dict[str, BlockKind] = {
        "title": "title",
        "byline": "byline",
        "heading": "heading",
        "verse": "verse",
    }
    marked = any(one.kind == "heading" for one in passages)
    blocks: list[Block] = []
    at = 0
    for one in passages:
        if is_ornament(between := text[at : one.start].strip()):
            start = text.index(between, at)
            blocks.append(Block("break", start, start + len(between)))
        at = one.end
        words = text[one.start : one.end]
        start, end = one.start + len(words) - len(words.lstrip()), one.start + len(words.rstrip())
        if start >= end:
            continue  # not part of the story: its text is blank here
        kind = kinds.get(one.kind, "paragraph")
        words = text[start:end]
        if kind == "paragraph" and is_ornament(words):
            kind = "break"
        elif kind == "paragraph" and not marked and headings.is_plain(words):
            kind = "heading"
        elif kind == "verse" and any(mark in words for mark in '"“”'):
            kind = "paragraph"  # somebody recites; the speaker is found as for any speech
        blocks.append(Block(kind, start, end))
    return blocks


def _chapters(passages: Sequence[Passage]) -> frozenset[int]:
    """Return the starts of the headings that are no only one of their level."""
    levels = Counter(one.level for one in passages if one.kind == "heading")
    return frozenset(one.start for one in passages if one.kind == "heading" and levels[one.level] > 1)


def _bounded(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; over-long paragraphs are cut between sentences, before a quotation if possible.

    Attribution searches within a paragraph, in time that grows with the square of its length. Nobody writes
    paragraphs this long, but a text that lost its line ends is one. A single endless word stays whole.
    """
    for block in blocks:
        start = block.start
        while block.end - start > LONGEST_PARAGRAPH:
            stretch = text[start : start + LONGEST_PARAGRAPH]
            cut = next((m.end() for m in (_last(cut, stretch) for cut in _CUTS) if m), 0)
            if not cut:
                break
            yield Block(block.kind, start, start + len(stretch[:cut].rstrip()))
            start += cut
        yield Block(block.kind, start, block.end)


def _last(pattern: re.Pattern[str], stretch: str) -> re.Match[str] | None:
    """Return the last match in the second half of a text."""
    found = None
    for found in pattern.finditer(stretch, len(stretch) // 2):  # noqa: B007 - the last one is what is wanted
        pass
    return found


_TAKEN_OUT = 8
"""A line of at least so many blanks is what was no part of the story, as a footnote: it makes no wide gap."""


def _lines(text: str) -> list[_Line]:
    lines = []
    position = gap = widest = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            gap = max(gap, widest)
            lines.append(_Line(start, start + len(stripped), indent + 3 * raw[:indent].count("\t"), gap))
            gap = widest = 0
        elif len(raw) >= _TAKEN_OUT:
            gap, widest = 0, max(gap, widest, 1)
        else:
            gap += 1
        position += len(raw) + 1
    return _single_spaced(text, lines)


def _single_spaced(text: str, lines: list[_Line]) -> list[_Line]:
    """Return the lines of a double-spaced text as if it were single-spaced; others as they are.

    Such a text is recognised by sentences that continue after a blank line.
    """
    apart = [line for line in lines[1:] if line.gap == 1]
    going_on = sum(text[line.start].islower() for line in apart)
    if len(apart) < 0.6 * len(lines) or going_on < max(4, 0.25 * len(apart)):
        return lines
    return [replace(line, gap=max(0, line.gap - 1)) for line in lines]


def _layout(text: str, lines: list[_Line]) -> _Layout:
    """Return the layout of the whole file; a line without room for the next word counts as wrapped."""
    adjacent = [(a, b) for a, b in pairwise(lines) if b.gap == 0]
    lengths = sorted(a.length + a.indent for a, _ in adjacent)
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    full = sum(a.length + a.indent + 1 + _first_word(text, b) > 0.86 * width for a, b in adjacent)
    lower = sum(text[b.start].islower() for _, b in adjacent)
    closed = sum(bool(SENTENCE_END.search(text, max(a.start, a.end - 8), a.end)) for a, _ in adjacent)
    wrapped = (
        bool(adjacent)
        and width <= 2 * _LONGEST_WRAPPED_LINE
        and closed <= 0.7 * len(adjacent)
        and (
            lower > 0.2 * len(adjacent)
            or (width <= _LONGEST_WRAPPED_LINE and full > max(2, 0.55 * len(adjacent)))
        )
    )
    gaps = [line.gap for line in lines[1:]]
    parted_by: Literal["blank", "indent", "short"] = "blank"
    if wrapped and sum(gap > 0 for gap in gaps) * 25 < len(lines):
        indented = sum(b.indent >= a.indent + 2 for a, b in pairwise(lines))
        parted_by = "indent" if indented * 25 >= len(lines) else "short"
    parting = [gap for gap in gaps if gap > 0] if wrapped and parted_by == "blank" else gaps
    usual = int(median(parting)) if parting else 0
    wide = sum(gap > usual for gap in parting)
    return _Layout(wrapped, parted_by, usual, wide <= max(3, _COMMON_WIDE_GAP * len(parting)), width)


def _first_word(text: str, line: _Line) -> int:
    """Return the length of a line's first word, searched only up to the longest width of wrapped lines."""
    return len(text[line.start : min(line.end, line.start + _LONGEST_WRAPPED_LINE)].split(maxsplit=1)[0])


def _stanzas(text: str, lines: list[_Line], layout: _Layout) -> list[tuple[int, int]]:
    """Return the runs of lines that are verse, as index pairs: short lines that are set apart.

    In a text with one paragraph a line, a stanza is a run of lines with no blank line between them. In a
    wrapped text, all its lines also end well before the margin.
    """
    parted = sum(line.gap > 0 for line in lines[1:])
    if layout.parted_by != "blank" or (not layout.wrapped and parted * 2 < len(lines)):
        return []
    longest = min(_LONGEST_VERSE_LINE, 0.75 * layout.width if layout.wrapped else _LONGEST_VERSE_LINE)
    found = []
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not lines[i].gap:
            continue
        stanza = lines[start:i]
        enough = len(stanza) >= _LEAST_VERSE_LINES and (start or len(stanza) > 2 * _LEAST_VERSE_LINES)
        if enough and _is_verse([text[line.start : line.end] for line in stanza], longest):
            found.append((start, i))
        start = i
    return found


def _is_verse(words: list[str], longest: float) -> bool:
    """Return whether lines are verse: short, most begin with a capital, at most half end a sentence."""
    if any(len(line) > longest or _SPEAKING.search(line) for line in words):
        return False
    if sum(line[0].isupper() for line in words) * 2 <= len(words):
        return False
    if sum(bool(_FULL_STOP.search(line)) for line in words) * 2 > len(words):
        return False
    apart = (front.LABEL.match(line) or is_ornament(line) or "|" in line for line in words)
    return not any(apart) and not any(headings.is_plain(line) for line in words)


def _paragraphs(
    text: str, lines: list[_Line], layout: _Layout, stanzas: Sequence[tuple[int, int]]
) -> list[_Paragraph]:
    """Group lines into paragraphs; ornaments and plain headings stand alone in any layout."""
    paragraphs: list[list[_Line]] = []
    alone = True
    previous: _Line | None = None
    within = {i for start, end in stanzas for i in range(start + 1, end)}
    for i, line in enumerate(lines):
        if i in within:
            paragraphs[-1].append(line)
            alone = False
            previous = line
            continue
        words = text[line.start : line.end]
        stands_alone = (
            is_ornament(words)
            or (headings.is_plain(words) and is_titled(words.rstrip(".*_ ")))
            or (i < front.LINES and front.is_alone(words))
        )
        if previous is None or alone or stands_alone or _parts(text, previous, line, layout):
            # A heading's own second line ("CHAPTER III." / "THE FEAST") is recognised by its form later.
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
        alone = stands_alone
        previous = line
    return [tuple(paragraph) for paragraph in paragraphs]


def _parts(text: str, previous: _Line, line: _Line, layout: _Layout) -> bool:
    """Return whether a line begins a new paragraph."""
    if line.gap or _both_labelled(text, previous, line):
        return True
    if not layout.wrapped:
        return not text[line.start].islower()
    if layout.parted_by == "indent":
        return line.indent >= previous.indent + 2
    if layout.parted_by == "short":
        room_left = previous.length + previous.indent + 1 + _first_word(text, line) <= 0.86 * layout.width
        return room_left and bool(
            SENTENCE_END.search(text, max(previous.start, previous.end - 8), previous.end)
        )
    return False


def _both_labelled(text: str, previous: _Line, line: _Line) -> bool:
    """Whether two lines begin with who says them, as in a chat, or who acts ("* mole looks")."""
    return all(
        labels.is_labelled(text, one.start, one.end) or text.startswith("* ", one.start)
        for one in (previous, line)
    )


def _classified(
    text: str, paragraphs: list[_Paragraph], layout: _Layout, verse: frozenset[int]
) -> list[Block]:
    blocks: list[Block] = []
    counted = headings.numerals(
        text[paragraph[0].start : paragraph[-1].end]
        for paragraph in paragraphs
        if paragraph[-1].end - paragraph[0].start <= headings.LONGEST
    )
    for i, paragraph in enumerate(paragraphs):
        start, end = paragraph[0].start, paragraph[-1].end
        kind: BlockKind = "paragraph"
        if start in verse:
            kind = "verse"
        elif len(paragraph) == 1 and is_ornament(text[start:end]):
            kind = "break"
        elif len(paragraph) <= 2 and end - start <= headings.LONGEST:
            previous = blocks[-1] if blocks else None
            after = _gap_after(text, paragraphs, i)
            apart = (i == 0 or paragraph[0].gap > 0 or previous is None or previous.kind == "heading") and (
                after > 0 or layout.usual_gap == 0
            )
            introduced = previous is not None and text[previous.end - 1 : previous.end] == ":"
            under = previous is not None and previous.kind == "heading"
            words = text[start:end]
            if headings.is_plain(words) or headings.is_heading(
                words, apart=apart and not introduced, under=under, counted=counted
            ):
                kind = "heading"
        blocks.append(Block(kind, start, end))
    return blocks


def _gap_after(text: str, paragraphs: list[_Paragraph], i: int) -> int:
    """Return the blank lines after a paragraph; for a number right above a title, those after the title."""
    start, end = paragraphs[i][0].start, paragraphs[i][-1].end
    if headings.BARE_NUMBER.fullmatch(text[start:end]) and i + 1 < len(paragraphs):
        title = paragraphs[i + 1]
        words = text[title[0].start : title[-1].end]
        if not title[0].gap and len(words) <= headings.LONGEST and is_titled(words):
            i += 1
    return paragraphs[i + 1][0].gap if i + 1 < len(paragraphs) else 1


def _with_gaps(blocks: list[Block], paragraphs: list[_Paragraph], layout: _Layout) -> list[Block]:
    """Put a scene break into each gap between two paragraphs that is wider than usual."""
    parted = blocks[:1]
    for before, block, paragraph in zip(blocks, blocks[1:], paragraphs[1:], strict=False):
        wide = layout.gaps_break and paragraph[0].gap > layout.usual_gap
        if wide and before.kind in _TOLD and block.kind in _TOLD:
            parted.append(Block("break", block.start, block.start))
        parted.append(block)
    return parted
