"""Readers of story files. The format is detected by content and suffix; the result is one text with metadata.

in: a path. out: a Page (text, passages, matter, about, cover, notes). One module per format; a new one is
a line in FORMATS.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.model import About
from drama.project.readers import (
    chats,
    foreign,
    furniture,
    language,
    masking,
    matter,
    pagination,
    plain_markup,
    plays,
    quote_marks,
    titling,
)
from drama.project.readers.manuscript import Page, digest
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from drama.model import Matter

__all__ = ["CONVERTIBLE", "FORMATS", "SUFFIXES", "Format", "Page", "digest", "raw_text", "read"]

CONVERTIBLE = foreign.CONVERTIBLE
_HEAD_BYTES = 4096
_FRAGMENT = re.compile(rb"<(p|div|h[1-6]|blockquote|center)\b[^>]{0,200}>.*?</\1\s*>", re.DOTALL)
"""What a part of a page begins with, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that stories are read from."""

    name: str
    """The module in this folder that reads it."""
    suffixes: tuple[str, ...]
    most_bytes: int
    """A larger file is refused before it is read."""
    printed: bool = False
    """Whether its lines are those of a page: with words hyphenated at line ends, and page numbers."""


_MEGA = 1_000_000
FORMATS = (
    Format(name="text", suffixes=(".txt", ".text"), most_bytes=64 * _MEGA, printed=True),
    Format(name="markdown", suffixes=(".md", ".markdown"), most_bytes=64 * _MEGA),
    Format(name="html", suffixes=(".html", ".htm", ".xhtml"), most_bytes=128 * _MEGA),
    Format(name="epub", suffixes=(".epub",), most_bytes=2000 * _MEGA),
    Format(name="docx", suffixes=(".docx",), most_bytes=500 * _MEGA),
    Format(name="odt", suffixes=(".odt",), most_bytes=500 * _MEGA),
    Format(name="rtf", suffixes=(".rtf",), most_bytes=128 * _MEGA),
    Format(name="fountain", suffixes=(".fountain", ".spmd"), most_bytes=16 * _MEGA),
    Format(name="pdf", suffixes=(".pdf",), most_bytes=500 * _MEGA, printed=True),
)
SUFFIXES = tuple(suffix for one in FORMATS for suffix in one.suffixes)
_BY_NAME = {one.name: one for one in FORMATS}
_BY_SUFFIX = {suffix: one for one in FORMATS for suffix in one.suffixes}


def read(path: Path) -> Page:
    """Return a story's file as a text, its format detected by its content, or else by its name.

    InputError for a file that can't be read, that is too large, or that is of no format known here.
    """
    kind, page = _as_it_stands(path)
    page = _with_prose(page, printed=kind.printed and not page.passages)
    page = plays.told(page, str(path))
    return replace(page, notes=(*page.notes, *_left_out(page.matter), *language.notes(page)))


def raw_text(path: Path) -> str:
    """Return the text of a story's file as it stands, a part of what read() does; errors as there."""
    return _as_it_stands(path)[1].text


def _as_it_stands(path: Path) -> tuple[Format, Page]:
    kind = _format(path)
    return kind, import_module(f"{__name__}.{kind.name}").read(path)


def _format(path: Path) -> Format:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            size = path.stat().st_size
    except OSError as error:
        raise files.failure(error, path, "read") from error
    kind = _by_content(head, path) or _BY_SUFFIX.get(path.suffix.lower(), _BY_NAME["text"])
    if size > kind.most_bytes:
        most = kind.most_bytes // _MEGA
        message = f"the file has {size / _MEGA:,.0f} MB; a story of this format has {most} at most"
        raise InputError(
            Problem(message=message, place=Place(path=str(path)), hint="give it in several files")
        )
    return kind


def _by_content(head: bytes, path: Path) -> Format | None:
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, path)
    if head.startswith(b"%PDF"):
        return _BY_NAME["pdf"]
    if head.startswith(b"{\\rtf"):
        return _BY_NAME["rtf"]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return _BY_NAME["html"]
    return _BY_NAME["html"] if _FRAGMENT.match(start) else None


def _zipped(head: bytes, path: Path) -> Format | None:
    """Return the format of a zipped file; an EPUB or ODT states it in its first entry."""
    if b"mimetypeapplication/epub+zip" in head[:200]:
        return _BY_NAME["epub"]
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:200]:
        return _BY_NAME["odt"]
    suffix = _BY_SUFFIX.get(path.suffix.lower())
    return (
        suffix
        if suffix and suffix.name in ("epub", "odt", "docx")
        else _BY_NAME["docx"]
        if b"word/" in head
        else None
    )


def _with_prose(page: Page, *, printed: bool) -> Page:
    """Return a page with its matter (what isn't story) marked, and the remaining prose."""
    text = page.text
    units = furniture.units_of(text)
    markup = _markup(text) if printed else plain_markup.Markup()
    marks = [*pagination.page_marks(text, units)] if printed else []
    taken = [*page.matter, *markup.matter, *(one for one, _ in marks)]
    found, about = matter.find(text, units, taken, plain=printed)
    about = _filled(markup.about if page.about == About() else page.about, about)
    known = matter.apart([*taken, *found])
    passages, titles = titling.told(text, page.passages, known, about)
    known = matter.apart([*known, *titles])
    marked = [*furniture.note_marks(text, units)]
    notes = matter.clear_of([*marked, *markup.targets], known)
    cuts = _merged([*((one.start, one.end) for one in notes), *markup.cuts])
    said: list[str] = []
    if printed:
        broken = furniture.broken_words(
            masking.blanked(text, pagination.joined_over(text, marks), keep_lines=True)
        )
        cuts = _merged([*cuts, *broken, *furniture.drop_capitals(text)])
        said += [
            _count(
                len(broken),
                "word broken at the end of a line is whole again",
                "words broken at the ends of lines are whole again",
            )
        ] * bool(broken)
    laid = plain_markup.signed(furniture.without_tables(text), markup.signs) if printed else text
    marked_so = quote_marks.find(laid)
    laid = plain_markup.signed(laid, [(start, sign) for start, _, sign in marked_so])
    cuts = _merged([*cuts, *((start + 1, end) for start, end, _ in marked_so if end > start + 1)])
    prose = masking.blanked(laid, [(one.start, one.end) for one in known], keep_lines=True)
    prose = masking.blanked(prose, pagination.joined_over(text, marks), keep_lines=False)
    return replace(
        page,
        prose=masking.cut(prose, cuts),
        passages=passages,
        matter=tuple(matter.apart([*known, *notes])),
        about=about,
        notes=(*page.notes, *said),
    )


def _markup(text: str) -> plain_markup.Markup:
    """Return what a plain text has of markup and of chats, in order."""
    markup = plain_markup.find(text)
    chats.enter(text, markup)
    for pieces in (markup.matter, markup.targets):
        pieces.sort(key=lambda one: one.start)
    markup.signs.sort()
    markup.cuts.sort()
    return markup


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return segments in order; of overlapping ones only the first."""
    apart: list[tuple[int, int]] = []
    for one in sorted(stretches):
        if not apart or one[0] >= apart[-1][1]:
            apart.append(one)
    return apart


def _filled(about: About, told: About) -> About:
    """Return the file's own facts, completed by what the text says.

    Project Gutenberg's pages have its name, or the author's, in their title.
    """
    joined = told.title and (
        "gutenberg" in about.title.lower() or about.title.startswith(f"{told.title}, by")
    )
    return replace(
        about,
        title=told.title if joined else about.title or told.title,
        author=about.author or told.author,
        language=about.language or told.language,
    )


def _left_out(found: Iterable[Matter]) -> tuple[str, ...]:
    """Return a note that counts what isn't spoken, by kind."""
    count = Counter(one.kind for one in found)
    if not count:
        return ()
    return (
        "not spoken: " + ", ".join(f"{kind} ({n})" if n > 1 else kind for kind, n in sorted(count.items())),
    )


def _count(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {more}"
