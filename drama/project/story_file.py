"""A story's file in any format: its key, its text and its metadata."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.model import Story
from drama.project import readers

if TYPE_CHECKING:
    from pathlib import Path

MOST_KEY_BYTES = 80
"""A key is part of longer file names, and file systems allow a name 255 bytes."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(
    r"""[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"""
)


def read(path: Path) -> Story:
    """Return a story read from a file of any format that readers.FORMATS names.

    Line ends are line feeds, and nothing in the text is unprintable. The story's notes report oddities of the
    file, what isn't spoken, and a language other than English. InputError for a file that can't be read, is
    empty, holds no letter, or isn't a story.
    """
    page = readers.read(path)
    _check_has_words(page.text, path)
    return Story(
        key=key(path.stem),
        name=path.stem,
        path=path,
        text=page.text,
        sha256=readers.digest(page),
        notes=page.notes,
        prose=page.prose if page.prose != page.text else "",
        matter=page.matter,
        passages=page.passages,
        about=page.about,
        cover=page.cover,
    )


def check(path: Path) -> None:
    """Raise InputError where read() would; what the text means isn't looked at, which takes longest."""
    _check_has_words(readers.raw_text(path), path)


def _check_has_words(text: str, path: Path) -> None:
    if not any(character.isalnum() for character in text):
        raise InputError(
            Problem(
                message="there is nothing to read in this story",
                place=Place(path=str(path)),
                hint="write the story into it",
            )
        )


def number(stem: str) -> int | None:
    """Return the number in a file's name, its first run of digits; None for a name without one."""
    digits = re.search(r"[0-9]+", stem)
    return int(digits.group()) if digits and len(digits.group()) <= 18 else None


def key(stem: str) -> str:
    """Return a story's key: its number as written, or its file's stem as a safe file name."""
    return re.findall(r"[0-9]+", stem)[0] if number(stem) is not None else safe_name(stem)


def safe_name(name: str) -> str:
    """Return a name as one that every file system accepts; deterministic and never empty.

    Separators, control characters and what Windows forbids become "-"; a name that Windows reserves, that is
    too long, or that would be hidden gets the smallest change that makes it valid.
    """
    composed = unicodedata.normalize("NFC", name)
    safe = _UNSAFE.sub("-", composed).strip(" .")
    if _RESERVED.fullmatch(safe):
        safe = f"_{safe}"
    if len(safe.encode("utf-8")) > MOST_KEY_BYTES:
        mark = hashlib.sha256(composed.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        short = safe.encode("utf-8")[: MOST_KEY_BYTES - 9].decode("utf-8", "ignore").strip(" .")
        safe = f"{short}-{mark}"
    return safe or "story"
