"""Plain text, as its author typed it; a play of the form `NAME: words` is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.project.readers import encodings, fountain
from drama.project.readers.manuscript import Page

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Page:
    """Return a plain text unchanged; a play is returned with its speakers."""
    source, notes = encodings.load(path)
    return fountain.play(source, path, notes) if fountain.is_play(source) else Page(text=source, notes=notes)
