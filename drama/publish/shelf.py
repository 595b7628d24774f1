"""The folder layout of Audiobookshelf: Author/Series/Vol 1 - 1994 - Title {Narrator}/ with metadata.json.

Source: github.com/advplyr/audiobookshelf: server/utils/scandir.js, server/scanner/AbsMetadataFileScanner.js.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.publish.publication import Publication


def folder(made: Publication, safe: Callable[[str], str]) -> tuple[str, ...]:
    """Return the names of the folders that contain a book, the outermost first; `safe` makes file names."""
    book = made.book
    title = book.title
    if book.year:
        title = f"{book.year} - {title}"
    if book.series and book.part:
        title = f"Vol {book.part} - {title}"
    if book.narrator:
        title = f"{title} {{{book.narrator}}}"
    names = [book.author or "Unknown author", *([book.series] if book.series else []), title]
    return tuple(safe(name) for name in names)


def metadata(made: Publication) -> str:
    """Return metadata.json."""
    book = made.book
    series = f"{book.series} #{book.part}" if book.series and book.part else book.series
    facts = {
        "tags": ["Audio Drama", *(["Synthetic voices"] if made.synthetic != "none" else [])],
        "title": book.title,
        "subtitle": book.subtitle or None,
        "authors": [book.author] if book.author else [],
        "narrators": [book.narrator] if book.narrator else [],
        "series": [series] if series else [],
        "genres": [book.genre],
        "publishedYear": book.year or None,
        "publishedDate": None,
        "publisher": book.publisher or None,
        "description": book.description or None,
        "isbn": None,
        "asin": None,
        "language": book.language or None,
        "explicit": book.explicit,
        "abridged": False,
        "chapters": [
            {"id": number, "start": round(one.start_s, 3), "end": round(one.end_s, 3), "title": one.title}
            for number, one in enumerate(made.chapters)
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
