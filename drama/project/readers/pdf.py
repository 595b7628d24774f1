"""PDF, the last resort: the text of its pages, running heads and page numbers taken out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from drama.errors import EngineError, InputError, Place, Problem
from drama.model import About
from drama.project.readers.manuscript import MOST_CHARACTERS, Page, cleaned

if TYPE_CHECKING:
    from pathlib import Path

_MOST_PAGES = 5000
_EDGES = 2
"""Number of lines at a page's top and bottom that may be running heads."""
_WARNING = (
    "read from a PDF, which holds pages and not text: check the script for words run together, lost "
    "paragraphs and stray captions; an EPUB, DOCX or text of the same story is always better"
)


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
    if not any(any(c.isalpha() for c in line) for page in pages for line in page):
        raise _refusal(path, "the PDF holds no text, only pictures of pages")
    bodies, taken = _bodies(pages)
    notes = (_WARNING, *((f"{taken} running heads and page numbers taken out",) if taken else ()))
    about = About(
        title=cleaned(str(facts.get("Title") or "")), author=cleaned(str(facts.get("Author") or ""))
    )
    return Page(text="\n".join(bodies), about=about, notes=notes)


def _pages(document: Any, path: Path, failure: type[Exception]) -> Any:
    if len(document) > _MOST_PAGES:
        raise _refusal(path, f"it has {len(document):,} pages; give it in several files")
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
            words = page.get_textpage()
            text = (
                words.get_text_range()
                .replace("\r\n", "\n")
                .replace("\r", "\n")
                .replace("\ufffe", "-\n")
                .replace("\x02", "-\n")
            )
            words.close()
            page.close()
        except (failure, ValueError) as error:
            raise _refusal(path, f"page {number + 1} is damaged: {str(error)[:80]}") from error
        length += len(text)
        if length > MOST_CHARACTERS:
            raise _refusal(path, "its text is longer than any book's")
        yield [line.strip() for line in text.split("\n") if line.strip()]


def _bodies(pages: list[list[str]]) -> tuple[list[str], int]:
    """Return the pages' lines without running heads and page numbers, and how many of these there were."""
    edges = Counter(_shape(line) for page in pages for line in {*page[:_EDGES], *page[-_EDGES:]})
    often = max(3, len(pages) // 5)
    bodies: list[str] = []
    taken = 0
    for page in pages:
        for i, line in enumerate(page):
            edge = i < _EDGES or i >= len(page) - _EDGES
            shape = _shape(line)
            if edge and len(pages) > 2 and (shape == "#" or edges[shape] >= often) and len(line) < 80:
                taken += 1
            else:
                bodies.append(line)
    return bodies, taken


def _shape(line: str) -> str:
    """Return a line with each number replaced by #, so that running heads of different pages are equal."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.lower()).strip(" -–—|.")


def _refusal(path: Path, message: str) -> InputError:
    return InputError(
        Problem(
            message=message, place=Place(path=str(path)), hint="give the story as EPUB, DOCX or plain text"
        )
    )
