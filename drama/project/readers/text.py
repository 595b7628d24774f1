"""Plain text, as its author typed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.project.readers import encodings
from drama.project.readers.manuscript import Page

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Page:
    """Return a plain text unchanged."""
    source, notes = encodings.load(path)
    return Page(text=source, notes=notes)
