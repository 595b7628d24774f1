"""RTF, with its italics, headings and notes (Microsoft, "Rich Text Format Specification 1.9.1")."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.model import About
from drama.project.readers.manuscript import Draft, Manuscript, cleaned, raised
from drama.system import files

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.readers.manuscript import Page

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_MOST_DEPTH = 500
_SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "pict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "fldinst",
        "object",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "annotation",
        "atnauthor",
        "atnid",
        "atnref",
        "atntime",
        "atndate",
        "bkmkstart",
        "bkmkend",
        "filetbl",
        "nonshppict",
        "shppict",
        "shpinst",
        "mmathPr",
        "pgptbl",
        "listtext",
        "pntext",
    ]
)
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "tab": " ", "emspace": " ", "enspace": " ", "line": "\n", "softline": "\n",
    "~": " ", "_": "-", "-": "",
}  # fmt: skip
_CODE_PAGES = {
    437: "cp437",
    850: "cp850",
    932: "cp932",
    936: "gbk",
    949: "cp949",
    950: "big5",
    10000: "mac_roman",
    65001: "utf-8",
}
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _State:
    """The state of a group."""

    target: str = "text"
    """Where text goes: text, note, title, author, style, or nowhere ("")."""
    italic: bool = False
    bold: bool = False
    hidden: bool = False
    raised: bool = False
    """Whether text stands small above the line."""
    in_table: bool = False
    skip_after_unicode: int = 1
    style: int = 0
    level: int = 0
    """Outline level of the paragraph, from 1; 0 for text."""


@dataclass(slots=True)
class _Reading:
    path: Path
    draft: Draft = field(default_factory=Draft)
    encoding: str = "cp1252"
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    """Remaining fallback characters after a Unicode one, for older programs."""
    starts: bool = False
    """Whether a group has just begun: its first word may be a destination."""
    ignorable: bool = False
    high: int = 0
    """The first half of a surrogate pair."""
    texts: dict[str, list[str]] = field(
        default_factory=lambda: {"note": [], "title": [], "author": [], "style": []}
    )
    headings: dict[int, int] = field(default_factory=dict)
    """Levels of styles called Heading; 0 for Title."""
    notes: list[str] = field(default_factory=list)
    cells: int = 0

    def text(self, text: str) -> None:
        """Add text to the state's target."""
        if self.to_skip:
            skipped = min(self.to_skip, len(text))
            self.to_skip -= skipped
            text = text[skipped:]
        if not text or self.state.hidden:
            return
        if self.state.target == "text":
            text = raised(text) if self.state.raised else text
            self.draft.runs.append((text, self.state.italic, self.state.bold))
        elif self.state.target:
            self.texts[self.state.target].append(text)

    def decoded(self) -> None:
        """Decode the pending bytes and add them as text."""
        if self.pending:
            data, self.pending = bytes(self.pending), bytearray()
            self.text(data.decode(self.encoding, "replace"))

    def open(self) -> None:
        self.decoded()
        if len(self.stack) > _MOST_DEPTH:
            raise _damaged(self.path, "its groups are nested deeper than any program writes them")
        self.stack.append(self.state)
        self.starts = True

    def close(self) -> None:
        self.decoded()
        ended = self.state
        self.state = self.stack.pop() if self.stack else self.state
        if ended.target == "note" != self.state.target:
            self.notes.append("".join(self.texts["note"]))
            self.texts["note"].clear()
        elif ended.target == "style":
            name = "".join(self.texts["style"]).strip("; ").lower()
            self.texts["style"].clear()
            found = _HEADING.match(name)
            if found or name == "title":
                self.headings[ended.style] = int(found[1]) if found else 0
        self.to_skip = 0

    def word(self, word: str, number: int | None) -> None:
        """Process a control word."""
        self.decoded()
        starts, self.starts = self.starts, False
        if starts and self._destination(word):
            return
        if word == "u":
            self._unicode(number or 0)
        elif word in ("par", "sect", "page") and self.state.target == "text":
            self._paragraph()
        elif word in ("cell", "nestcell"):
            self.cells += 1
            self.text(", ")
        elif word in ("row", "nestrow") and self.state.target == "text":
            self._row()
        elif word in _SIGNS:
            self.text(_SIGNS[word])
        elif word == "ansicpg":
            self.encoding = _code_page(number or 1252)
        elif word == "mac":
            self.encoding = "mac_roman"
        elif word in ("super", "nosupersub", "sub"):
            self.state = replace(self.state, raised=word == "super" and number != 0)
        else:
            self._look(word, number)

    def _look(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "i":
            self.state = replace(self.state, italic=on)
        elif word == "b":
            self.state = replace(self.state, bold=on)
        elif word in ("v", "deleted"):
            self.state = replace(self.state, hidden=on)
        elif word == "plain":
            self.state = replace(self.state, italic=False, bold=False, hidden=False, raised=False)
        elif word == "pard":
            self.state = replace(self.state, style=0, level=0, in_table=False)
        elif word == "intbl":
            self.state = replace(self.state, in_table=True)
        elif word == "s":
            self.state = replace(self.state, style=number or 0)
        elif word == "outlinelevel":
            self.state = replace(self.state, level=(number or 0) + 1 if (number or 0) < 9 else 0)
        elif word == "uc":
            self.state = replace(self.state, skip_after_unicode=max(0, number or 0))

    def _destination(self, word: str) -> bool:
        """Return whether a group's first word is a destination, and apply it."""
        ignorable, self.ignorable = self.ignorable, False
        if word in _SKIPPED:
            self.state = replace(self.state, target="")
        elif word == "stylesheet":
            self.state = replace(self.state, target="style")
            return True
        elif word == "info":
            self.state = replace(self.state, target="")
        elif word in ("title", "author") and not self.state.target:
            self.state = replace(self.state, target=word)
        elif word in ("footnote", "endnote"):
            self.state = replace(self.state, target="note")
        elif ignorable and word not in ("shptxt", "cs", "ds", "ts", "tsrowd"):
            self.state = replace(self.state, target="")
        else:
            return False
        return True

    def _unicode(self, number: int) -> None:
        code = number + 65536 if number < 0 else number
        skip = self.state.skip_after_unicode
        if 0xD800 <= code < 0xDC00:
            self.high = code
        elif 0xDC00 <= code < 0xE000:
            self.text(chr(0x10000 + ((self.high - 0xD800) << 10) + code - 0xDC00) if self.high else "\ufffd")
            self.high = 0
        elif code < 0x110000:
            self.text(chr(code))
        self.to_skip = skip

    def _paragraph(self) -> None:
        if self.state.in_table:
            self.text(" ")  # a row ends where it says so
            return
        level = self.state.level or self.headings.get(self.state.style, -1)
        if level == 0:
            self.draft.end("title")
        elif level > 0:
            self.draft.end("heading", level)
        else:
            self.draft.end()

    def _row(self) -> None:
        text = re.sub(r"\s+,", ",", "".join(run for run, _, _ in self.draft.runs)).strip(" ,\n")
        self.draft.runs.clear()
        self.cells = 0
        if text:
            self.draft.runs.append((text if text.endswith((".", "!", "?")) else f"{text}.", False, False))
            self.draft.end("row")


def read(path: Path) -> Page:
    """Return the story in an RTF file; pictures, headers, footers, comments and hidden text are left out."""
    data = files.read_bytes(path)
    reading = _Reading(path)
    position = 0
    while position < len(data):
        match = _TOKEN.match(data, position)
        if match is None:  # a lone backslash at the end, or the like
            position += 1
            continue
        position = match.end() + _heed(reading, match)
    reading.decoded()
    reading.draft.end()
    return _page(reading)


def _heed(reading: _Reading, match: re.Match[bytes]) -> int:
    """Process one token; return the number of binary bytes after it."""
    word, number, code, sign, brace, plain = match.groups()
    if word == b"bin":
        return max(0, int(number or 0))
    if word:
        reading.word(word.decode("ascii"), int(number) if number else None)
    elif code:
        reading.starts = False
        if reading.to_skip:
            reading.to_skip -= 1
        else:
            reading.pending += bytes([int(code, 16)])
    elif brace:
        (reading.open if brace == b"{" else reading.close)()
    elif sign == b"*":
        reading.ignorable = True
    elif sign:
        _escaped(reading, sign.decode("latin-1"))
    elif plain:
        reading.starts = False
        _plain(reading, plain)
    return 0


def _escaped(reading: _Reading, sign: str) -> None:
    reading.decoded()
    reading.starts = False
    if sign in "\r\n":
        reading.word("par", None)
    else:
        reading.text(_SIGNS.get(sign, sign if sign in "\\{}" else ""))


def _plain(reading: _Reading, plain: bytes) -> None:
    if reading.to_skip:
        reading.decoded()
        reading.text(plain.decode(reading.encoding, "replace"))
    else:
        reading.pending += plain


def _page(reading: _Reading) -> Page:
    script = Manuscript(path=str(reading.path))
    reading.draft.to(script)
    for note in reading.notes:
        script.leave_out(note, "note")
    if reading.notes:
        count = len(reading.notes)
        script.notes.append(f"{count} mark{'s' * (count > 1)} of notes taken out")
    told = {name: cleaned("".join(reading.texts[name])) for name in ("title", "author")}
    return script.page(About(title=told["title"], author=told["author"]))


def _code_page(number: int) -> str:
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _damaged(path: Path, why: str) -> InputError:
    hint = "save it again with the program that it was made with, or give the story as plain text"
    return InputError(Problem(message=f"the file is damaged: {why}", place=Place(path=str(path)), hint=hint))
