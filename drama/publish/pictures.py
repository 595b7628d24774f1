"""Covers: the kind and size of a picture, and what shops and directories refuse one for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.errors import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES_OF_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg"}
LEAST_COVER, MOST_COVER = 1400, 3000
"""Limits of a cover's width and height in pixels (Apple, "Podcast RSS feed requirements")."""


def picture_kind(cover: bytes) -> str:
    """Return a picture's media type; empty for what is neither PNG nor JPEG."""
    if cover.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if cover.startswith(b"\xff\xd8\xff") else ""


def picture_size(cover: bytes) -> tuple[int, int]:
    """Return a picture's width and height in pixels; zeros where they are unknown.

    PNG (W3C, 11.2.2) has them in its first chunk; JPEG (ITU-T T.81, B.2.2) in the frame header.
    """
    if cover.startswith(b"\x89PNG") and len(cover) >= 24:
        return int.from_bytes(cover[16:20], "big"), int.from_bytes(cover[20:24], "big")
    at = 2
    while cover.startswith(b"\xff\xd8") and at + 9 < len(cover) and cover[at] == 0xFF:
        marker, length = cover[at + 1], int.from_bytes(cover[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(cover[at + 7 : at + 9], "big"), int.from_bytes(
                cover[at + 5 : at + 7], "big"
            )
        at += 2 + length
    return 0, 0


def no_picture(path: Path | None = None) -> Problem:
    """Return what is wrong with a cover that is neither a JPEG nor a PNG."""
    return Problem(
        message="the cover is neither a JPEG nor a PNG",
        place=Place(path=str(path)) if path else None,
        hint=f"save it as a square JPEG of {LEAST_COVER} to {MOST_COVER} pixels",
    )


def cover_fault(picture: bytes) -> str:
    """Return what directories refuse a cover for; empty for a good one."""
    wide, high = picture_size(picture)
    if wide == high and LEAST_COVER <= wide <= MOST_COVER:
        return ""
    wanted = f"a square of {LEAST_COVER} to {MOST_COVER}"
    return f"the cover has {wide} × {high} pixels; Apple wants {wanted}"
