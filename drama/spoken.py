"""The story's words as a reader would say them: no digits, no marks for an engine to obey or read."""

from __future__ import annotations

import re
import unicodedata

_ELLIPSIS = re.compile(r"…|\.(?: ?\.){1,}")
_DASH = re.compile(r"\s*(?:[—―⸺⸻]|(?<!-)--+(?!-)|(?<=\s)[–-](?=\s))\s*")
_SPACE = re.compile(r"\s+")


def spoken(text: str) -> str:
    """Return the text as an engine shall be given it."""
    text = unicodedata.normalize("NFC", text)
    text = text.replace("’", "'").replace("‘", "'")
    text = "".join(c if _sayable(c) else " " for c in text)
    text = _ELLIPSIS.sub("...", text)
    text = _DASH.sub(" — ", text)
    return _SPACE.sub(" ", text).strip()


def _sayable(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c)[0] == "M" or c in " .,;:!?'-—…–"
