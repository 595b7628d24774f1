"""Find quotations: the text between quotation marks, and which of it is spoken.

Marks are read by their neighbours: one with white space before it and a letter after it opens, one the other
way round closes. A quotation without a closing mark (a lost mark, a speech that goes on in the next
paragraph) ends where its paragraph ends, or before the speech tag that must lie outside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drama.adapt.text import dashes, labels
from drama.english import vocabulary
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.adapt.text.structure import Block

Style = Literal["double", "single", "guillemets", "dash", "label"]
"""Corner brackets and doubled angle brackets count as guillemets."""

DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_EITHER = "“„‟", "”", '"＂'
SINGLE_OPEN, SINGLE_CLOSE, SINGLE_EITHER = "‘‚‛", "’", "'`´"
ENDING = ".,!?;:…—–-"
SCARE_WORDS = 6
"""Words up to which quoted text without a sign of speech is taken for a scare quote, a name or a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One unbroken quotation within a paragraph."""

    start: int
    """Offset of the first character inside the quotation marks."""
    end: int
    style: Style
    block: int
    """Index of its block."""
    continued: bool = False
    """True when it continues the speech of the paragraph before, which has no closing mark."""
    closed: bool = True
    """False when its closing mark is missing."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark: where it stands and what it can do there."""

    at: int
    opens: bool
    closes: bool


def find(text: str, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Return the spoken quotations of all paragraphs, in order, without overlaps.

    Scare quotes, quoted names and titles, and apostrophes are left out; a quotation inside a quotation is
    part of the outer one. Runs in time linear in the length of the text.
    """
    paragraphs = [(i, block) for i, block in enumerate(blocks) if block.kind == "paragraph"]
    style = house_style(text, [block for _, block in paragraphs])
    found: list[Span] = []
    left_open = False
    labelled = labels.find(text, paragraphs)
    for index, block in paragraphs:
        spans = list(
            _of_label(text, index, labelled[index])
            if index in labelled
            else _of_paragraph(text, index, block.start, block.end, style)
        )
        if left_open and spans and not text[block.start : spans[0].start].strip(_MARKS + " _*\t\n"):
            spans[0] = _continued(spans[0])
        left_open = bool(spans) and not spans[-1].closed
        found.extend(span for span in spans if _is_speech(text, span, block.start, block.end))
    return tuple(found)


def house_style(text: str, paragraphs: Sequence[Block]) -> Style:
    """Return the kind of quotation mark that most of a story's speech has."""
    double = single = guillemets = dash = 0
    for block in paragraphs:
        body = text[block.start : block.end].lstrip("_* \t\n")
        inside = body[:1] in SINGLE_OPEN + SINGLE_EITHER and body and not _ELISION.match(body)
        double += 0 if inside else len(_DOUBLE_OPENER.findall(body))
        single += len(_SINGLE_QUOTED.findall(body))
        guillemets += len(_GUILLEMETS.findall(body))
        dash += bool(dashes.SPEECH.match(body))
    if guillemets > 2 * max(double, single):
        return "guillemets"
    if single > 2 * double:
        return "single"
    return "dash" if dash > 2 * double and dash >= 2 else "double"


_MARKS = (
    DOUBLE_OPEN + DOUBLE_CLOSE + DOUBLE_EITHER + SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER + "«»‹›「」『』<>"
)
_GUILLEMETS = re.compile("[«»‹›「」『』]|<<|>>")
_OPENING = frozenset({"«", "‹", "「", "『", "<<"})
_DOUBLE_OPENER = re.compile(r'[“„]|(?:^|(?<=[\s(\[—–-]))["＂](?=\S)')
_SINGLE_QUOTED = lazy_re.pattern(
    r"(?:^|(?<=[\s(\[—–-]))[‘'‚](?=[\w“\"…—–.-])(?:[^\n]|\n(?!\s*\n)){0,3000}?[.,!?…—–-][’'](?!\w)"
)
_ELISION = lazy_re.pattern(
    r"['’‘](?:t(?:is|was|were|will|would|ain|wixt|ween|il|ill)|em|im|er|e|is|as|ad|ave|ere|ow|ome|ouse|ope|ear|ell|"
    r"elp|ead|and|ard|alf|un|uns|bout|cause|cos|coz|round|neath|gainst|mongst|mid|nother|nuff|fraid|nd|n|kay|"
    r"scuse|spect|spose|stead|tho|way|t|s|re|ll|ve|d|m|\d\ds?)(?![\w])",
    re.IGNORECASE,
)


def _of_paragraph(text: str, index: int, start: int, end: int, style: Style) -> Iterator[Span]:
    if style == "dash":
        for first, last in dashes.speech(text, start, end):
            yield from _span(text, index, first, last, "dash", closed=True)
    if style == "guillemets":
        marks = _guillemets(text, start, end)
    elif style == "single":
        marks = _singles(text, start, end)
    else:
        marks = _doubles(text, start, end)
    spans = list(_pair(text, index, marks, end, style))
    if style != "dash" and (lost := _headless(text, start, marks, end)):
        yield from _span(text, index, *lost, style, closed=True)
    yield from spans
    if style == "single":  # a story in single marks may use double ones for a while
        inside = [(span.start - 1, span.end + 1) for span in spans]
        others = _pair(text, index, _doubles(text, start, end), end, "double")
        yield from (s for s in others if not any(s.start < b and a < s.end for a, b in inside))
    elif style == "double" and not spans:
        yield from _lone_single(text, index, start, end)


def _of_label(text: str, index: int, label: labels.Label) -> Iterator[Span]:
    """Yield the words behind "ROOK:", without quotation marks around them."""
    start, end = label.line
    while end - start > 1 and text[start] in _MARKS and text[end - 1] in _MARKS:
        start, end = start + 1, end - 1
    yield from _span(text, index, start, end, "label", closed=True)


def _doubles(text: str, start: int, end: int) -> list[_Mark]:
    marks = []
    for match in _DOUBLES.finditer(text, start, end):
        at, mark = match.start(), match.group()
        opens, closes = _turned(text, at, start, end)
        if mark in DOUBLE_OPEN:
            opens, closes = True, closes and not opens
        elif mark in DOUBLE_CLOSE:
            opens, closes = False, True
        marks.append(_Mark(at, opens, closes))
    return marks


_DOUBLES = re.compile(f"[{DOUBLE_OPEN}{DOUBLE_CLOSE}{DOUBLE_EITHER}]")
_SINGLES = re.compile(f"[{SINGLE_OPEN}{SINGLE_CLOSE}{SINGLE_EITHER}]")


def _turned(text: str, at: int, start: int, end: int) -> tuple[bool, bool]:
    """Return whether a straight mark can open and whether it can close, by the characters beside it."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    free_before = before.isspace() or before in "([{_*—–-/" + DOUBLE_OPEN + SINGLE_OPEN
    free_after = after.isspace() or after in ".,;:!?)]}_*—–-/…" + DOUBLE_CLOSE
    opens = free_before and not after.isspace()
    closes = free_after and not before.isspace()
    return opens or not closes, closes or not opens


def _guillemets(text: str, start: int, end: int) -> list[_Mark]:
    """Return the marks of this kind, which point outward or inward, and don't close what another began."""
    found = list(_GUILLEMETS.finditer(text, start, end))
    outward = not found or found[0].group() in _OPENING
    return [
        _Mark(m.end() - 1 if opens else m.start(), opens, not opens)
        for m in found
        for opens in [(m.group() in _OPENING) == outward]
    ]


def _singles(text: str, start: int, end: int) -> list[_Mark]:
    """Return the single marks that aren't apostrophes."""
    marks = []
    elided = {m.start() for m in _ELISION.finditer(text, start, end)}
    for match in _SINGLES.finditer(text, start, end):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if before.isalnum() and after.isalnum():
            continue
        opens = (
            not before.isalnum()
            and before not in ENDING.replace("—", "").replace("-", "")
            and not after.isspace()
        )
        opens = (
            opens
            and mark not in SINGLE_CLOSE
            and not (at in elided and at > start and mark not in SINGLE_OPEN)
        )
        closes = not after.isalnum() and not before.isspace() and mark not in SINGLE_OPEN
        if opens or closes:
            marks.append(_Mark(at, opens, closes and not (opens and before.isspace())))
    return _without_possessives(text, marks)


def _without_possessives(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Drop a mark after a letter (the boys') when a later one, after punctuation, closes the quotation."""
    kept: list[_Mark] = []
    later: _Mark | None = None  # the next one that opens, or closes behind punctuation
    for mark in reversed(marks):
        possessive = not mark.opens and mark.closes and text[mark.at - 1].isalpha()
        if not (possessive and later is not None and not later.opens):
            kept.append(mark)
        if mark.opens or text[mark.at - 1] in ENDING:
            later = mark
    kept.reverse()
    return kept


def _pair(text: str, index: int, marks: list[_Mark], end: int, style: Style) -> Iterator[Span]:
    opened: int | None = None
    inside = False
    for mark in marks:
        if opened is not None and style == "double" and (inside or _is_within_single(text, opened + 1, mark)):
            inside = not inside
        elif opened is not None and style == "single" and _is_within_double(text, opened + 1, mark.at, end):
            continue
        elif opened is None:
            if mark.opens:
                opened = mark.at
        elif mark.closes:
            yield from _span(text, index, opened + 1, mark.at, style, closed=True)
            opened = None
        elif not text[opened + 1 : mark.at].strip():
            opened = mark.at
        else:  # it was never closed, and another one opens
            stop = _before_the_tag(text, opened + 1, mark.at)
            yield from _span(text, index, opened + 1, stop, style, closed=True)
            opened = mark.at
    if opened is not None:
        tag = _TAG.search(text, opened + 1, end)
        lost = tag is not None and _LAST_SENTENCE.fullmatch(text, tag.start(), end)
        stop = tag.start() if tag is not None and lost else end
        yield from _span(text, index, opened + 1, stop, style, closed=bool(lost))


_STOPS = re.compile(r"[.!?…]\s+")
_TOLD = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Tt]he \w+|[A-Z][\w'’-]+) \w+ed\b")


def _headless(text: str, start: int, marks: Sequence[_Mark], end: int) -> tuple[int, int] | None:
    """Return the words before a paragraph's first mark that closes and has a tag: the other was lost."""
    first = marks[0] if marks else None
    if first is None or first.opens or text[first.at - 1] not in ENDING or first.at - start > _NESTED:
        return None
    if not _TAG_AFTER.match(text, first.at + 1, min(end, first.at + _AROUND)):
        return None
    began = max((m.end() for m in _STOPS.finditer(text, start, first.at - 1)), default=start)
    return (began if _TOLD.search(text, start, began) else start), first.at


_LAST_SENTENCE = re.compile(r"[^.!?]*[.!?]?\s*")
_SINGLE_OPENER = re.compile(r"(?<=\s)['‘](?=\w)")
_NESTED = 2_000
"""Characters back in which the single mark around a third quotation is looked for."""
_SINGLE_CLOSER = re.compile(r"(?<=[.,!?…—-])['’](?!\w)")


def _is_within_single(text: str, start: int, mark: _Mark) -> bool:
    """Whether a double mark opens a third quotation, within a single one: He said, 'Ann cried, "Go!"'"""
    first = max(start, mark.at - _NESTED)
    last = max((m.start() for m in _SINGLE_OPENER.finditer(text, first, mark.at)), default=-1)
    return mark.opens and not mark.closes and last >= 0 and not _SINGLE_CLOSER.search(text, last, mark.at)


def _is_within_double(text: str, start: int, at: int, end: int) -> bool:
    """Whether a single mark stands in a double quotation within a single one: 'She said, "Go with 'Kit'."'"""
    before = _DOUBLES.findall(text, max(start, at - _NESTED), at)
    return len(before) % 2 == 1 and _DOUBLES.search(text, at + 1, min(end, at + _NESTED)) is not None


def _span(text: str, index: int, start: int, end: int, style: Style, *, closed: bool) -> Iterator[Span]:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start < end and any(c.isalnum() or c in "?!…—.-" for c in text[start:end]):
        yield Span(start=start, end=end, style=style, block=index, closed=closed)


_TAG = lazy_re.pattern(
    rf"(?<=[,.!?…—-])\s+(?:(?:[Hh]e|[Ss]he|[Tt]hey|I|[A-Z][\w'’-]+)\s+(?:{vocabulary.SPEECH_PATTERN})"
    rf"|(?:{vocabulary.SPEECH_PATTERN})\s+(?:he|she|they|I|the|[A-Z]\w*))\b(?!\s+(?:me|us|you)\s+\w)"
)
"""A tag behind a lost closing mark; "They tell me it was in the loft" is speech that goes on."""


def _before_the_tag(text: str, start: int, end: int) -> int:
    match = _TAG.search(text, start, end)
    return match.start() if match else end


def _lone_single(text: str, index: int, start: int, end: int) -> Iterator[Span]:
    """Yield single-quoted sentences outside double marks: thoughts, or a stray paragraph in British style."""
    for span in _pair(text, index, _singles(text, start, end), end, "single"):
        inner = text[span.start : span.end]
        if span.closed and inner[:1].isupper() and inner[-1] in ".,!?…—-" and " " in inner:
            yield span


def _continued(span: Span) -> Span:
    return Span(
        start=span.start, end=span.end, style=span.style, block=span.block, continued=True, closed=span.closed
    )


_AROUND = 200
"""Characters read on each side of a quotation to decide what it is; a paragraph may have millions."""


def _is_speech(text: str, span: Span, start: int, end: int) -> bool:
    """Return whether a quotation is speech, not a scare quote, name or title, by its words and context."""
    inner = text[span.start : span.end].strip(" _*\n")
    if not inner or span.style in {"dash", "label"} or span.continued:
        return bool(inner)
    before = _STAGE.sub("", text[max(start, span.start - _AROUND) : span.start])
    if (said := _STAGE_IN_TAG.search(before)) and inner[-1] in ENDING:
        return bool(_SAID.search(before, 0, said.start()))
    before = before.rstrip(_MARKS + " \n\t_*")
    if inner[-1] in ENDING and _resumes(inner, before):
        return True
    after = text[span.end : min(end, span.end + _AROUND)].lstrip(_MARKS + "_*")
    if not before or before[-1] in ",:—–-" or len(inner.split()) > 2 * SCARE_WORDS:
        return not (before[-1:] == "," and _goes_on(inner, after))
    if before[-1] in ".!?…;)" + _MARKS or before[-2:] in _BRACKETED:
        return not _goes_on(inner, after) or _has_tag(inner, after)
    return _has_tag(inner, after) or _in_sentence(inner, re.split(r"\W+", before.lower())[-1])


def _resumes(inner: str, before: str) -> bool:
    """Whether a line goes on behind a tag without its stop, or behind an act between dashes."""
    broken = inner.startswith(_BROKEN) and any(b in before for b in _BROKEN)  # "Come—" she sat "—in"
    return broken or (inner[:1].isupper() and _UNSTOPPED.search(before) is not None)


_STAGED = r"(?:\*{1,2}[^*\n]{1,40}\*{1,2}|\[[^\]\n]{1,40}\]|\([^)\n]{1,40}\)|~[^~\n]{1,40}~|<[^<>\n]{1,40}>)"
_STAGE = re.compile(rf"(?<=[.!?…:])\s*{_STAGED}\s*[\"“]?\Z")
"""A stage direction or a note mark between a sentence and the next quotation: *sigh*, [beat]."""
_STAGE_IN_TAG = re.compile(rf"(?<=[\w,])\s+{_STAGED}\s*[\"“]?\Z")
"""One within a sentence: said Nils *coughs* "this"."""
_SAID = lazy_re.pattern(rf"\b(?:{vocabulary.SPEECH_PATTERN})\b[^.!?…]*\Z")
_UNSTOPPED = lazy_re.pattern(
    rf"[.,!?…—-][\"”’]\s+(?:{vocabulary.SPEECH_PATTERN})\s+(?:he|she|I|they|[A-Z][\w-]+)\Z"
)
"""A tag that lost its stop: "Yes," said Nils "we can.\""""
_BROKEN = ("—", "–", "--", "…", "...")
_BRACKETED = frozenset({".]", "!]", "?]", ".>", "!>", "?>"})
"""The end of a sentence in brackets, such as a game's message: [You have taken 4 damage.]"""


def _has_tag(inner: str, after: str) -> bool:
    return inner[-1] in ENDING and bool(_TAG_AFTER.match(after))


def _in_sentence(inner: str, last: str) -> bool:
    """Return whether a quotation within a sentence is speech, by its form and the word before it."""
    ends = inner[-1] in "!?…—–-" or inner.endswith("...")
    if not ends and _is_title(inner):
        return False
    if last in vocabulary.SPEECH_VERBS or last in vocabulary.SPEECH_PARTICIPLES:
        return inner[:1].isupper() or ends
    if len(inner.split()) > SCARE_WORDS:
        return inner[-1] in ENDING
    return ends and inner[:1].isupper() and last not in _NAMING


def _is_title(inner: str) -> bool:
    """Return whether several words are in title case (small words may be in lower case)."""
    parts = inner.split()
    small = vocabulary.DETERMINERS | vocabulary.PREPOSITIONS | {"and", "or", "but"}
    return len(parts) > 1 and all(part[:1].isupper() or part.lower() in small for part in parts)


_NAMING = vocabulary.DETERMINERS | {"of", "called", "named", "titled", "entitled", "word", "words"}
_SUBJECT = r"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Tt]he \w+|[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?"
_TAG_AFTER = lazy_re.pattern(
    rf"\s*(?:{_SUBJECT} )?(?:{vocabulary.SPEECH_PATTERN}|{'|'.join(sorted(vocabulary.THOUGHT_VERBS))})\b"
)


def _goes_on(inner: str, after: str) -> bool:
    """Return whether a short quotation without closing punctuation is part of the sentence around it."""
    if len(inner.split()) > SCARE_WORDS or inner[-1] in ENDING:
        return False
    return bool(re.match(r"\s+[a-z]", after)) and not _TAG_AFTER.match(after)
