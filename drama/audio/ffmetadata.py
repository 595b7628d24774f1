"""Tags and chapters as ffmpeg reads them for every kind of file: its metadata format, ffmetadata."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from drama.audio import id3

if TYPE_CHECKING:
    from drama.audio.formats import Kind


def written(tags: id3.Tags, kind: Kind, rate_hz: int, channels: int) -> str:
    """Return tags and chapters in ffmpeg's metadata format; its special characters are escaped."""

    def escaped(value: str) -> str:
        for sign in "\\=;#\n":
            value = value.replace(sign, "\\" + sign)
        return value

    texts = {
        "title": tags.title,
        "artist": tags.artist,
        "album_artist": tags.album_artist,
        "album": tags.album,
        "composer": tags.narrator,
        "track": tags.track,
        "genre": tags.genre,
        "date": tags.year,
        "language": tags.language,
        "comment": tags.comment,
        "description": tags.description,
        "copyright": tags.copyright,
        "grouping": id3.grouping(tags),
        **_own_names(tags, kind, rate_hz, channels),
    }
    lines = [";FFMETADATA1", *(f"{name}={escaped(value)}" for name, value in texts.items() if value)]
    for chapter in tags.chapters:
        times = f"START={chapter.start_ms}\nEND={chapter.end_ms}"
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", times, f"title={escaped(chapter.title)}"]
    return "\n".join(lines) + "\n"


def _own_names(tags: id3.Tags, kind: Kind, rate_hz: int, channels: int) -> dict[str, str]:
    """Return the tags that are specific to this kind of file."""
    if kind == "m4b":
        # Without media type 2, "audiobook", Apple's programs file a book under music.
        return {"media_type": "2", "synopsis": tags.description, "show": tags.series, "episode_id": tags.part}
    if kind == "wav":
        layout = "mono" if channels == 1 else "stereo"
        return {
            "description": tags.title[:256],
            "originator": tags.encoder[:32],
            "coding_history": f"A=PCM,F={rate_hz},W=24,M={layout},T={tags.encoder}\r\n",
        }
    own = {
        "subtitle": tags.subtitle,
        "series": tags.series,
        "series-part": tags.part,
        "publisher": tags.publisher,
    }
    if kind == "opus" and tags.cover:
        own["METADATA_BLOCK_PICTURE"] = _picture_block(tags.cover)
    return own


def _picture_block(cover: bytes) -> str:
    """Return a front cover as Ogg files hold it: a FLAC picture block in base 64 (RFC 9639, 8.8)."""
    media = b"image/png" if cover.startswith(b"\x89PNG") else b"image/jpeg"
    sizes = b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, len(cover)))
    block = (3).to_bytes(4, "big") + len(media).to_bytes(4, "big") + media + (0).to_bytes(4, "big") + sizes
    return base64.b64encode(block + cover).decode("ascii")
