"""EPUB 3 with Media Overlays: a book that is read aloud, with the spoken words highlighted.

Sources: W3C, "EPUB 3.3", 9 (media overlays) and 5 (package document).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from drama.publish.feed import printable
from drama.publish.pictures import picture_kind
from drama.publish.publication import paragraphs, within

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from drama.publish.publication import Chapter, Line, Publication

_COLOURS = 12
_STYLE = """body { font-family: serif; line-height: 1.5; margin: 1em; }
h1, h2 { font-family: sans-serif; line-height: 1.2; }
p { margin: 0 0 0.7em; }
.-epub-media-overlay-active { background-color: #ffe9a8; color: #000; }
.-epub-media-overlay-playing { color: inherit; }
"""
_HUES = (210, 0, 130, 280, 30, 180, 320, 60, 240, 100, 350, 160)


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    chapter: Chapter
    lines: tuple[Line, ...]


def write(made: Publication, audio: Path, path: Path, *, modified: datetime, kind: str) -> None:
    """Write a read-along book with the episode's file as its audio; `kind` is its media type (audio/mpeg …).

    The archive is reproducible: its entries carry no time stamps.
    """
    pages = [
        _Page(f"chapter-{number}", chapter, lines)
        for number, chapter in enumerate(made.chapters, 1)
        if (lines := within(made.lines, chapter))
    ]
    sound = f"audio/episode{audio.suffix}"
    speakers = {
        name: i % _COLOURS for i, name in enumerate(dict.fromkeys(line.speaker for line in made.lines))
    }
    picture = picture_kind(made.book.cover)
    cover = f"cover.{'png' if picture == 'image/png' else 'jpg'}" if picture else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        _put(book, "mimetype", "application/epub+zip", stored=True)
        _put(
            book,
            "META-INF/container.xml",
            '<?xml version="1.0" encoding="utf-8"?>\n<container version="1.0" '
            'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
            'full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>\n",
        )
        _put(book, "EPUB/package.opf", _package(made, pages, sound, kind, cover, picture, modified))
        _put(book, "EPUB/nav.xhtml", _nav(made, pages))
        _put(book, "EPUB/style.css", _STYLE + _speaker_styles())
        for page in pages:
            _put(book, f"EPUB/{page.name}.xhtml", _page(made, page, speakers))
            _put(book, f"EPUB/{page.name}.smil", _overlay(page, sound))
        if cover:
            _put(book, f"EPUB/{cover}", made.book.cover, stored=True)
        info = zipfile.ZipInfo(f"EPUB/{sound}")
        with audio.open("rb") as source, book.open(info, "w") as target:
            while block := source.read(2**20):
                target.write(block)


def _put(book: zipfile.ZipFile, name: str, content: str | bytes, *, stored: bool = False) -> None:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    book.writestr(info, content)


def _text(text: str) -> str:
    return escape(printable(text))


def _clock(seconds: float) -> str:
    """Return a time in SMIL's notation, as a count of seconds."""
    return f"{seconds:.3f}s"


def _package(
    made: Publication,
    pages: list[_Page],
    sound: str,
    kind: str,
    cover: str,
    picture: str,
    modified: datetime,
) -> str:
    book = made.book
    identity = uuid5(NAMESPACE_URL, f"drama:{book.album}:{made.key}:{book.title}")
    facts = [
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>',
        f"<dc:title>{_text(book.title)}</dc:title>",
        f"<dc:language>{_text(book.language)}</dc:language>",
        f'<meta property="dcterms:modified">{modified:%Y-%m-%dT%H:%M:%SZ}</meta>',
        '<meta property="media:active-class">-epub-media-overlay-active</meta>',
        '<meta property="media:playback-active-class">-epub-media-overlay-playing</meta>',
        f'<meta property="media:duration">{_clock(sum(_spoken_s(page) for page in pages))}</meta>',
    ]
    facts += [f"<dc:creator>{_text(book.author)}</dc:creator>"] if book.author else []
    facts += [f"<dc:publisher>{_text(book.publisher)}</dc:publisher>"] if book.publisher else []
    facts += [f"<dc:description>{_text(book.description)}</dc:description>"] if book.description else []
    facts += [f'<meta property="media:narrator">{_text(book.narrator)}</meta>'] if book.narrator else []
    facts += [
        f'<meta property="media:duration" refines="#{page.name}-overlay">{_clock(_spoken_s(page))}</meta>'
        for page in pages
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        f'<item id="sound" href="{sound}" media-type="{kind}"/>',
    ]
    items += (
        [f'<item id="cover" href="{cover}" media-type="{picture}" properties="cover-image"/>']
        if cover
        else []
    )
    for page in pages:
        name = page.name
        items.append(
            f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml" '
            f'media-overlay="{name}-overlay"/>'
        )
        items.append(f'<item id="{name}-overlay" href="{name}.smil" media-type="application/smil+xml"/>')
    spine = "".join(f'<itemref idref="{page.name}"/>' for page in pages)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *facts,
            "</metadata>\n<manifest>",
            *items,
            f"</manifest>\n<spine>{spine}</spine>\n</package>\n",
        ]
    )


def _spoken_s(page: _Page) -> float:
    """Return how long a page's overlay plays: its clips, without the pauses between them."""
    return sum(line.end_s - line.start_s for line in page.lines)


def _nav(made: Publication, pages: list[_Page]) -> str:
    entries = "".join(
        f'<li><a href="{page.name}.xhtml">{_text(page.chapter.title or made.book.title)}</a></li>'
        for page in pages
    )
    body = f'<nav epub:type="toc" id="toc"><h1>{_text(made.book.title)}</h1><ol>{entries}</ol></nav>'
    return _document(made.book.title, body, made.book.language)


def _page(made: Publication, page: _Page, speakers: dict[str, int]) -> str:
    parts = []
    for paragraph in paragraphs(page.lines):
        spans = " ".join(_span(line, speakers) for line in paragraph)
        tag = "h2" if all(line.heading for line in paragraph) else "p"
        parts.append(f"<{tag}>{spans}</{tag}>")
    body = '<section id="text" epub:type="chapter">\n' + "\n".join(parts) + "\n</section>"
    return _document(page.chapter.title or made.book.title, body, made.book.language)


def _span(line: Line, speakers: dict[str, int]) -> str:
    quoted = line.text if line.narrated else f"“{line.text}”"
    title = "" if line.narrated else f' title="{_text(line.speaker)}"'
    return f'<span id="c{line.number}" class="s{speakers[line.speaker]}"{title}>{_text(quoted)}</span>'


def _overlay(page: _Page, sound: str) -> str:
    pairs = "\n".join(
        f'<par id="p{line.number}"><text src="{page.name}.xhtml#c{line.number}"/><audio src="{sound}" '
        f'clipBegin="{_clock(line.start_s)}" clipEnd="{_clock(line.end_s)}"/></par>'
        for line in page.lines
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<smil xmlns="http://www.w3.org/ns/SMIL" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" version="3.0"><body>'
        f'<seq id="s" epub:textref="{page.name}.xhtml#text">\n{pairs}\n</seq></body></smil>\n'
    )


def _document(title: str, body: str, language: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{_text(language)}" xml:lang="{_text(language)}">\n<head><title>{_text(title)}</title>'
        f'<link rel="stylesheet" href="style.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _speaker_styles() -> str:
    rules = [f".s{i} {{ color: hsl({hue}, 60%, 30%); }}" for i, hue in enumerate(_HUES)]
    dark = [f".s{i} {{ color: hsl({hue}, 60%, 75%); }}" for i, hue in enumerate(_HUES)]
    return "\n".join([*rules, "@media (prefers-color-scheme: dark) {", *dark, "}"]) + "\n"
