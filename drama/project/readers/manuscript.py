"""Builds a story's text paragraph by paragraph, for formats that state each paragraph's kind."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from drama.english import is_ornament
from drama.errors import InputError, Place, Problem
from drama.model import About, Matter, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.model import PassageKind

MOST_CHARACTERS = 40_000_000
"""About seven million words, five times the longest novels."""
LONGEST_VERSE_LINE = 75
RULE = "* * *"
"""A scene break in the text, in whatever form the file has it."""
_TITLES = ("title", "byline", "heading")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a reader found in a file."""

    text: str
    passages: tuple[Passage, ...] = ()
    matter: tuple[Matter, ...] = ()
    about: About = field(default_factory=About)
    cover: bytes = b""
    notes: tuple[str, ...] = ()
    prose: str = ""
    """As in Story."""


@dataclass(slots=True)
class Manuscript:
    """A text under construction; a blank line separates its paragraphs."""

    path: str
    """Of the file, for errors."""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    passages: list[Passage] = field(default_factory=list)
    matter: list[Matter] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ruled: bool = False
    """Whether a scene break stands before the next paragraph."""

    def add(
        self,
        text: str,
        kind: PassageKind = "paragraph",
        *,
        level: int = 0,
        speaker: str = "",
        how: Sequence[str] = (),
    ) -> None:
        """Add a paragraph; line ends stay in verse only, and a paragraph without visible text isn't added."""
        clean = cleaned(text, keep_lines=kind == "verse")
        lines = clean.split("\n")
        if len(lines) > 1 and any(map(is_ornament, lines)):
            for ornaments, stanza in itertools.groupby(lines, is_ornament):
                if ornaments:
                    self.rule()
                else:
                    self.add("\n".join(stanza), kind)
            return
        if not clean:
            return
        if kind in _TITLES:
            self.ruled = False  # a heading begins a scene itself
        elif self.ruled:
            self._put(RULE)
            self.ruled = False
        start = self._put(clean)
        words = tuple(sorted(set(how)))
        self.passages.append(
            Passage(start=start, end=start + len(clean), kind=kind, level=level, speaker=speaker, how=words)
        )

    def leave_out(self, text: str, kind: str) -> None:
        """Add a paragraph that isn't story."""
        clean = cleaned(text)
        if clean:
            start = self._put(clean)
            self.matter.append(Matter(start=start, end=start + len(clean), kind=kind, at=start))

    def rule(self) -> None:
        """Add a scene break before the next paragraph, unless nothing or a heading stands before it."""
        self.ruled = bool(self.passages) and self.passages[-1].kind not in _TITLES

    def page(self, about: About | None = None, cover: bytes = b"") -> Page:
        """Return the finished page."""
        return Page(
            text="\n\n".join(self.parts),
            passages=tuple(self.passages),
            matter=tuple(self.matter),
            about=about or About(),
            cover=cover,
            notes=tuple(self.notes),
        )

    def _put(self, clean: str) -> int:
        start = self.length + 2 * bool(self.parts)
        self.parts.append(clean)
        self.length = start + len(clean)
        if self.length > MOST_CHARACTERS:
            message = f"the text is longer than {MOST_CHARACTERS // 1_000_000} million characters"
            raise InputError(
                Problem(message=message, place=Place(path=self.path), hint="give it in several files")
            )
        return start


@dataclass(slots=True)
class Draft:
    """Paragraphs of a word processor's file, before the meaning of their gaps is known."""

    entries: list[tuple[str, int, str]] = field(default_factory=list)
    """Kind of passage, "row" of a table, "matter KIND", "rule" or "gap"; level; text."""
    runs: list[tuple[str, bool, bool]] = field(default_factory=list)
    """Text with whether it is italic and bold, since the last paragraph."""

    def end(self, kind: str = "paragraph", level: int = 0) -> None:
        """End a paragraph; one without text is a gap."""
        marks = kind in ("paragraph", "verse", "letter")
        text = "".join(marked(self.runs) if marks else (text for text, _, _ in self.runs)).strip()
        self.runs.clear()
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if not lines:
            self.entries.append(("gap", 0, ""))
        elif (
            kind == "paragraph" and len(lines) > 2 and all(len(line) <= LONGEST_VERSE_LINE for line in lines)
        ):
            self.entries.append(("verse", 0, "\n".join(lines)))
        else:
            self.entries.append((kind, level, " ".join(lines)))

    def to(self, script: Manuscript) -> None:
        """Add everything to a manuscript; a gap is a scene break where gaps between paragraphs are rare.

        Where nearly every paragraph has one, a scene break is two gaps.
        """
        texts = sum(kind == "paragraph" for kind, _, _ in self.entries)
        single = [
            i
            for i, (kind, _, _) in enumerate(self.entries)
            if kind == "gap" and (not i or self.entries[i - 1][0] != "gap")
        ]
        least = 1 if len(single) <= max(3, 0.12 * texts) else 2
        gap, before = 0, ""
        for kind, level, text in self.entries:
            if kind == "gap":
                gap += 1
                continue
            if (
                gap >= least
                and kind == "paragraph"
                and before != "row"
                and script.passages
                and script.passages[-1].kind == "paragraph"
            ):
                script.rule()
            gap, before = 0, kind
            if kind == "rule":
                script.rule()
            elif kind.startswith("matter "):
                script.leave_out(text, kind.removeprefix("matter "))
            else:
                script.add(text, cast("PassageKind", "paragraph" if kind == "row" else kind), level=level)


_RAISED = re.compile(r"[+−–-]|[+−–-]?\d{1,3}(?:[,–-]\d{1,3})*")
_SMALL = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def raised(text: str) -> str:
    """Return a number that a file has small above the line in such digits: the mark of a note, a power."""
    return text.translate(_SMALL) if _RAISED.fullmatch(text.strip()) else text


def cleaned(text: str, *, keep_lines: bool = False) -> str:
    """Return a text without invisible characters, white space collapsed; line ends stay if wanted."""
    plain = _CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    if not keep_lines:
        return " ".join(plain.split())
    lines = (_SPACES.sub(" ", line).strip() for line in plain.splitlines())
    return "\n".join(line for line in lines if line)


def marked(runs: list[tuple[str, bool, bool]]) -> Iterator[str]:
    """Yield text with `*` around what is italic and `**` around what is bold, white space outside."""
    merged: list[tuple[str, bool, bool]] = []
    for text, italic, bold in runs:
        plain = not text.strip()
        if merged and (merged[-1][1:] == (italic, bold) or (plain and text != "\n")):
            merged[-1] = (merged[-1][0] + text, *merged[-1][1:])
        else:
            merged.append((text, italic and not plain, bold and not plain))
    for text, italic, bold in merged:
        mark = "*" * (italic + 2 * bold)
        bare = text.strip()
        if not mark or not any(c.isalnum() for c in bare):
            yield text
            continue
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        yield f"{lead}{mark}{bare}{mark}{trail}"


def digest(page: Page) -> str:
    """Return the SHA-256 of a story: its text, and the kinds of its passages if it has any."""
    seal = hashlib.sha256(page.text.encode("utf-8", "surrogatepass"))
    for one in page.passages:
        seal.update(f"\n{one.start} {one.end} {one.kind} {one.level} {one.speaker} {one.how}".encode())
    return seal.hexdigest()
