"""PDF, the last resort: the text of its pages, running heads and page numbers taken out."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from drama.english import roman
from drama.errors import EngineError, InputError, Place, Problem
from drama.model import About
from drama.project.readers.manuscript import MOST_CHARACTERS, Page, cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
"""A line of a page; the last character stands for a hyphen at its end."""
_INDENT = 0.5
"""Of a paragraph's first line, in heights of a line, at the least."""
_GAP = 1.3
"""Between paragraphs that stand apart, in usual distances of lines, at the least."""
_SHORT = 0.9
"""Of the longest line: one that ends before is a paragraph's last."""
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_MOST_PAGES = 5000
_EDGES = 2
"""Number of lines at a page's top and bottom that may be running heads."""
_WARNING = (
    "read from a PDF, which holds pages and not text: check the script for words run together, lost "
    "paragraphs and stray captions; an EPUB, DOCX or text of the same story is always better"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    left: float
    """In points (1/72 inch) from the page's left edge."""
    base: float
    """In points from the page's lower edge."""
    height: float
    right: float
    """Where its last character ends; 0 where that isn't known."""


def read(path: Path) -> Page:
    """Return the text of a PDF's pages, lines as they are printed; a loud note says what to check.

    EngineError with the command that installs the library where it is missing.
    """
    try:
        import pypdfium2 as pdfium  # noqa: PLC0415 - heavy, and needed for this format alone
    except ImportError as error:
        hint = "pip install pypdfium2, or give the story as EPUB, DOCX or text"
        raise EngineError(Problem(message="reading a PDF needs the package pypdfium2", hint=hint)) from error
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        raise _refusal(path, f"the PDF can't be opened: {str(error)[:100]}") from error
    try:
        pages = list(_pages(document, path, pdfium.PdfiumError))
        facts = document.get_metadata_dict()
    finally:
        document.close()
    if not any(any(c.isalpha() for c in line.text) for page in pages for line in page):
        raise _refusal(path, "the PDF holds no text, only pictures of pages")
    bodies, taken = _bodies(pages)
    notes = (_WARNING, *((f"{taken} running heads and page numbers taken out",) if taken else ()))
    about = About(
        title=cleaned(str(facts.get("Title") or "")), author=cleaned(str(facts.get("Author") or ""))
    )
    return Page(text="\n".join(bodies), about=about, notes=notes)


def _pages(document: Any, path: Path, failure: type[Exception]) -> Iterator[list[_Line]]:
    if len(document) > _MOST_PAGES:
        raise _refusal(path, f"it has {len(document):,} pages; give it in several files")
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
            words = page.get_textpage()
            lines = _lines(words)
            words.close()
            page.close()
        except (failure, ValueError) as error:
            raise _refusal(path, f"page {number + 1} is damaged: {str(error)[:80]}") from error
        length += sum(len(line.text) for line in lines)
        if length > MOST_CHARACTERS:
            raise _refusal(path, "its text is longer than any book's")
        yield lines


def _lines(words: Any) -> list[_Line]:
    """Return the lines of a page with where they stand; without that where characters can't be matched."""
    text = words.get_text_range()
    placed = len(text) == words.count_chars()
    lines: list[_Line] = []
    for match in _LINE.finditer(text):
        printed = match.group().replace("\ufffe", "-").replace("\x02", "-").strip()
        if not printed:
            continue
        at = match.start() + len(match.group()) - len(match.group().lstrip())
        end = match.start() + len(match.group().rstrip("\x02\ufffe \t")) - 1
        first = words.get_charbox(at, loose=True) if placed else _NOWHERE
        last = words.get_charbox(max(at, end), loose=True) if placed else _NOWHERE
        lines.append(
            _Line(text=printed, left=first[0], right=last[2], base=first[1], height=first[3] - first[1])
        )
    return _upright(lines)


def _upright(lines: list[_Line]) -> list[_Line]:
    """Return the lines of a page that is printed sideways as they stand when it is turned."""
    pairs = list(itertools.pairwise(lines))
    across = sum(abs(line.left - before.left) for before, line in pairs)
    down = sum(abs(line.base - before.base) for before, line in pairs)
    lower = sum(before.base - line.base > 1 for before, line in pairs)
    if across <= 2 * down or lower * 2 >= len(pairs):
        return lines
    return [replace(line, left=line.base, right=0.0, base=-line.left) for line in lines]


def _bodies(pages: list[list[_Line]]) -> tuple[list[str], int]:
    """Return the pages' lines without running heads and page numbers, and how many of these there were.

    An empty line stands before each paragraph.
    """
    edges = Counter(_shape(line.text) for page in pages for line in {*page[:_EDGES], *page[-_EDGES:]})
    often = max(3, len(pages) // 5)
    title = {_shape(line.text) for line in pages[0][:1]}
    numbering = _numbering(pages)
    pitch = _pitch(pages)
    bodies: list[str] = []
    taken = 0
    for number, page in enumerate(pages):
        kept: list[_Line] = []
        for i, line in enumerate(page):
            edge = i < _EDGES or i >= len(page) - _EDGES
            shape = _shape(line.text)
            counted = shape == "#" and _value(line.text) - number in numbering
            again = edges[shape] >= often or (number > 0 and shape in title)
            head = shape != "#" and again and len(line.text) < 80
            if edge and len(pages) > 1 and (counted or head):
                taken += 1
            else:
                kept.append(line)
        bodies += _parted(kept, pitch)
    return bodies, taken


def _numbering(pages: list[list[_Line]]) -> frozenset[int]:
    """Return by how much page numbers and the count of pages differ; a chapter's number differs otherwise."""
    apart = Counter(
        _value(line.text) - number
        for number, page in enumerate(pages)
        for line in {*page[:_EDGES], *page[-_EDGES:]}
        if _shape(line.text) == "#"
    )
    return frozenset(offset for offset, count in apart.items() if count >= min(3, len(pages)))


def _value(number: str) -> int:
    """Return the value of a page's number; small Roman ones, too."""
    digits = re.sub(r"[^\dA-Za-z]", "", number)
    return int(digits) if digits.isdecimal() else roman(digits.upper())


def _pitch(pages: list[list[_Line]]) -> float:
    """Return the usual distance of two lines in points: the least that a tenth of them have; 0 for none."""
    apart = Counter(
        round(2 * (before.base - line.base)) / 2
        for page in pages
        for before, line in itertools.pairwise(page)
        if before.base - line.base > 1
    )
    return min((one for one, count in apart.items() if count * 10 > apart.total()), default=0.0)


def _parted(lines: list[_Line], usual: float) -> Iterator[str]:
    """Yield a page's lines, an empty one before each that is indented or stands apart: a paragraph begins."""
    if not lines:
        return
    margin = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    pitches = [before.base - line.base for before, line in itertools.pairwise(lines)]
    furthest = max(line.right for line in lines)
    for i, line in enumerate(lines):
        indented = line.left > margin + _INDENT * line.height > 0
        # Lines of a quotation are all indented, and full but for the last.
        aligned = (
            indented
            and i > 0
            and abs(lines[i - 1].left - line.left) < 1
            and lines[i - 1].right > _SHORT * furthest
        )
        apart = i > 0 and usual > 0 and pitches[i - 1] > _GAP * usual
        centred = [_is_centred(one, margin, furthest) for one in lines[max(0, i - 1) : i + 1]]
        if apart or (indented and not aligned) or centred == [True, False]:
            yield ""
        yield line.text


def _is_centred(line: _Line, margin: float, furthest: float) -> bool:
    """Return whether a line stands in the middle between the margins, well away from both."""
    left, right = line.left - margin, furthest - line.right
    return left > 2 * line.height > 0 and abs(left - right) < line.height


def _shape(line: str) -> str:
    """Return a line with each number replaced by #, so that running heads of different pages are equal."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.lower()).strip(" -–—|.")


def _refusal(path: Path, message: str) -> InputError:
    return InputError(
        Problem(
            message=message, place=Place(path=str(path)), hint="give the story as EPUB, DOCX or plain text"
        )
    )
