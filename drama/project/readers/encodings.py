"""Decodes any usual text encoding to text with line feeds and only printable characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.system import files

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_FORMATS = (
    (b"PK\x03\x04", "a zipped document (DOCX, ODT, EPUB)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound or video"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
    (b"OggS", "a sound"),
    (b"\x1f\x8b", "a packed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3", "a database"),
)
_AS_TEXT = "save the story as plain text (UTF-8) in the program it was written with"
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FORM_FEED = re.compile("(\r\n?|\n)?\x0c(\r\n?|\n)?")
"""A page break may be within a paragraph or between two: the line ends around it decide."""
_TERMINAL = re.compile("\x1b\\[[0-9;?]{0,20}[@-~]")
"""What colours a terminal, in a text that was copied from one (ECMA-48, 5.4)."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HYPHENATED = re.compile("\u00ad[ \t]*\n[ \t]*(?=[^\\W\\d_])")
"""A soft hyphen at the end of a line: a word was hyphenated there."""
_UNSEEN = re.compile(
    "[\u00ad\u034f\u180e\u200b\ufeff\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]"
    "|(?<=[ -~])[\u200c\u200d]|[\u200c\u200d](?=[ -~])"  # in other scripts these two join letters
)
"""Zero-width characters for typesetting; inside a word they would split it."""
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"  # UTF-8's forms, RFC 3629
)


def load(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return a text in UTF-8, UTF-16, UTF-32, Latin-1 or Windows-1252, marked or not, and notes.

    Every line end becomes one line feed, and every control character one space, so that none is ever part
    of a word; marks without width (soft hyphens, zero-width spaces) go, and tabs stay. An
    encoding other than plain UTF-8 is reported in the notes. InputError for what isn't text.
    """
    return decoded(files.read_bytes(path), path)


def decoded(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Return a file's bytes as text, and notes on their encoding."""
    raw, notes = _decode(data, path)
    text = _LINE_ENDS.sub("\n", _FORM_FEED.sub(_page_end, raw))
    text = _UNSEEN.sub("", _HYPHENATED.sub("", _TERMINAL.sub("", text)))
    text, controls = _CONTROLS.subn(" ", text)
    if controls > max(8, len(text) // 50):
        raise _refusal(path, "this isn't a text: it is full of control characters", _AS_TEXT)
    if controls:
        notes += (f"{controls} control character{'s' * (controls > 1)} taken for spaces",)
    return text, notes


def _page_end(match: re.Match[str]) -> str:
    return (match[1] or "") + (match[2] or "") or "\n"


def _decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    if not data.strip(b"\x00 \t\r\n\x1a"):
        raise _refusal(path, "the story is empty", "write the story into it")
    for start, what in _FORMATS:
        if data.startswith(start):
            raise _refusal(path, f"this is {what}, not a text", _AS_TEXT)
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, path), (f"read as {name}",)
    encoding = _wide(data)
    if encoding:
        return _strictly(data, encoding, path), ("read as UTF-16 without a byte order mark",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _single_bytes(data, path, error)


def _wide(data: bytes) -> str:
    """Return the UTF-16 byte order of a text without a mark, by the places of its zeros; "" for neither."""
    head = data[:4096]
    half = len(head) // 2
    if half < 2 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _single_bytes(data: bytes, path: Path, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    """Decode other text than UTF-8 as one byte per character, unless it is UTF-8 with some damaged bytes."""
    high = sum(byte > 0x7F for byte in data)
    whole = sum(len(found) for found in _MULTIBYTE.findall(data))
    if whole > 0.5 * high:
        raise InputError(
            Problem(
                message=f"byte 0x{data[error.start]:02x} breaks the story's UTF-8",
                place=_place(data[: error.start].decode("utf-8", "replace"), path),
                hint="retype the damaged character and save the file as UTF-8",
            )
        )
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1"), ("read as Latin-1 (ISO 8859-1)",)
    windows = any(0x80 <= byte <= 0x9F for byte in data)
    return text, ("read as Windows-1252" if windows else "read as Latin-1 (ISO 8859-1)",)


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        message = f"the story is damaged: it says it is {encoding.upper()} and isn't here"
        raise InputError(Problem(message=message, place=_place(before, path), hint=_AS_TEXT)) from error


def _place(before: str, path: Path) -> Place:
    return Place(
        path=str(path), line=before.count("\n") + 1, column=len(before) - (before.rfind("\n") + 1) + 1
    )


def _refusal(path: Path, message: str, hint: str) -> InputError:
    return InputError(Problem(message=message, place=Place(path=str(path)), hint=hint))
