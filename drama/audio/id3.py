"""The ID3v2.3 tag of an episode: title, credits, cover, and chapters in their order.

Written here because ID3 libraries sort the chapter frames by size, and players list them in file order.
Sources: id3.org, "ID3 tag version 2.3.0" and "ID3v2 Chapter Frame Addendum".
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

CHAPTERS_MOST = 255
"""Entries that a table of contents holds; its count is one byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter from a start to an end."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The metadata of a finished file; empty fields are left out."""

    title: str = ""
    artist: str = ""
    album: str = ""
    track: str = ""
    genre: str = ""
    year: str = ""
    language: str = "eng"
    """ISO 639-2, three letters."""
    comment: str = ""
    encoder: str = ""
    album_artist: str = ""
    narrator: str = ""
    """Written as composer, where players of audio books look for it."""
    subtitle: str = ""
    series: str = ""
    part: str = ""
    """The book's number in its series."""
    publisher: str = ""
    description: str = ""
    copyright: str = ""
    chapters: tuple[Chapter, ...] = ()
    cover: bytes = b""
    """A PNG or JPEG image."""


def _text(value: str) -> bytes:
    """Return a text with its encoding byte: Latin-1 where that holds it, otherwise UTF-16 with a BOM."""
    clean = value.replace("\0", " ")
    try:
        return b"\0" + clean.encode("latin-1")
    except UnicodeEncodeError:
        return b"\1" + clean.encode("utf-16")


def grouping(tags: Tags) -> str:
    """Return a series with the book's number in it, in the form that players of audio books parse."""
    return f"{tags.series} #{tags.part}" if tags.series and tags.part else tags.series


def _named(name: str, value: str) -> bytes:
    """Return a user-defined text frame (TXXX)."""
    body = _text(value)
    first = name.encode("utf-16") + b"\0\0" if body[0] else name.encode("latin-1") + b"\0"
    return _frame("TXXX", body[:1] + first + body[1:])


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + len(body).to_bytes(4, "big") + b"\0\0" + body


def _chapter(number: int, chapter: Chapter) -> bytes:
    times = chapter.start_ms.to_bytes(4, "big") + chapter.end_ms.to_bytes(4, "big")
    title = _frame("TIT2", _text(chapter.title))
    return _frame("CHAP", b"chp%d\0" % number + times + b"\xff" * 8 + title)


def _contents(chapters: tuple[Chapter, ...]) -> bytes:
    names = b"".join(b"chp%d\0" % number for number in range(len(chapters)))
    return _frame("CTOC", b"toc\0\x03" + bytes([len(chapters)]) + names)


def merged(chapters: tuple[Chapter, ...], most: int = CHAPTERS_MOST) -> tuple[Chapter, ...]:
    """Return at most `most` chapters over the same time: neighbours are joined under the first title."""
    count = len(chapters)
    if count <= most:
        return chapters
    cuts = [i * count // most for i in range(most + 1)]
    return tuple(
        Chapter(start_ms=chapters[a].start_ms, end_ms=chapters[b - 1].end_ms, title=chapters[a].title)
        for a, b in pairwise(cuts)
    )


def tag(tags: Tags) -> bytes:
    """Return the whole tag, ready to stand before the first frame of an MP3."""
    language = (tags.language or "und")[:3].encode("ascii", "replace").ljust(3)
    texts = {
        "TIT2": tags.title,
        "TIT3": tags.subtitle,
        "TPE1": tags.artist,
        "TPE2": tags.album_artist,
        "TCOM": tags.narrator,
        "TALB": tags.album,
        "TIT1": grouping(tags),
        "GRP1": grouping(tags),
        "TPUB": tags.publisher,
        "TCOP": tags.copyright,
        "TRCK": tags.track,
        "TCON": tags.genre,
        "TYER": tags.year,
        "TLAN": tags.language,
        "TSSE": tags.encoder,
    }
    frames = [_frame(name, _text(value)) for name, value in texts.items() if value]
    if tags.comment:
        body = _text(tags.comment)
        empty = b"\xff\xfe\0\0" if body[0] else b"\0"
        frames.append(_frame("COMM", body[:1] + language + empty + body[1:]))
    own = {"SERIES": tags.series, "SERIES-PART": tags.part, "DESCRIPTION": tags.description}
    frames += [_named(name, value) for name, value in own.items() if value]
    if tags.cover:
        kind = b"image/png" if tags.cover.startswith(b"\x89PNG") else b"image/jpeg"
        frames.append(_frame("APIC", b"\0" + kind + b"\0\x03\0" + tags.cover))
    chapters = merged(tags.chapters)
    if chapters:
        frames.append(_contents(chapters))
        frames += [_chapter(number, chapter) for number, chapter in enumerate(chapters)]
    body = b"".join(frames)
    size = len(body)
    syncsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + syncsafe + body
