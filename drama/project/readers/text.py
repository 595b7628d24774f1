"""Plain text, as its author typed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.project.readers import encodings, foreign
from drama.project.readers.manuscript import Page

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Page:
    """Return a plain text unchanged; InputError where it is another format's markup."""
    source, notes = encodings.load(path)
    return Page(text=source, notes=(*notes, *foreign.check(source, path)))
